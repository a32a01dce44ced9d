"""The header of a GGUF file, read and checked in Python before llama.cpp may touch the file.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
"""

from __future__ import annotations

import math
import mmap
import re
import struct
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from medcode_desktop.errors import ModelError, printable

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_TENSORS, MOST_ENTRIES, MOST_ITEMS = 100_000, 10_000, 4_000_000
LONGEST_NAME, LONGEST_TEXT, MOST_HEADER = 65_535, 8_000_000, 512_000_000
"""Bytes of a name and of another text, and of the whole header. Large models have 2,000 tensors, 300,000 tokens."""
ENCODER_ARCHITECTURES = frozenset({"bert"})
_AGAIN = "Copy or download the file again."
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_TENSOR_BLOCKS = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    9: (32, 40),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    16: (256, 66),
    17: (256, 74),
    18: (256, 98),
    19: (256, 50),
    20: (32, 18),
    21: (256, 110),
    22: (256, 82),
    23: (256, 136),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    29: (256, 56),
    30: (1, 2),
    34: (256, 54),
    35: (256, 66),
    39: (32, 17),
    40: (64, 36),
}
"""Weights a block and bytes a block of each tensor type (ggml.h); of others only the start is checked."""


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says of itself. `metadata` holds the scalars, and the arrays that were asked for.

    `name` and `licence` may be shown as they are; a text of `metadata` may hold anything.
    """

    version: int
    architecture: str
    name: str
    licence: str
    tensors: int
    size: int
    metadata: dict[str, Any]

    @property
    def role(self) -> str:
        """What the model can be used for: "encoder" or "language-model"."""
        return "encoder" if self.architecture in ENCODER_ARCHITECTURES else "language-model"

    def number(self, key: str, default: int = 0) -> int:
        """A whole number of the architecture, such as "context_length"."""
        value = self.metadata.get(f"{self.architecture}.{key}")
        return value if type(value) is int and value > 0 else default


def read_header(path: Path, arrays: Collection[str] = ()) -> GgufHeader:
    """The checked header of a file; of arrays only those named in `arrays` are kept.

    Raises ModelError that says in words what is wrong: missing, not a GGUF, of an unknown version, cut short, or with
    counts, lengths or places that no model has.
    """
    try:
        if path.exists() and not path.is_file():
            raise ModelError(f"{path} is no file.", "Choose a model file whose name ends in .gguf.")
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise ModelError(f"{path} is not a GGUF file.", "Choose a model file whose name ends in .gguf.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Reader(data, path).header(arrays)
    except FileNotFoundError as error:
        hint = "`medcode models list` shows the models that there are."
        raise ModelError(f"The model file {path} is missing.", hint) from error
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from error


class _Reader:
    def __init__(self, data: mmap.mmap, path: Path) -> None:
        self._data, self._path, self._at = data, path, len(MAGIC)
        self._end = min(len(data), MOST_HEADER)

    def header(self, arrays: Collection[str]) -> GgufHeader:
        version = self._number("<I")
        if version not in VERSIONS:
            raise ModelError(
                f"{self._path} is a GGUF of version {version}; this program reads versions 2 and 3.",
                "Look for a newer file of this model.",
            )
        tensors, entries = self._number("<Q"), self._number("<Q")
        if tensors > MOST_TENSORS or entries > MOST_ENTRIES:
            raise self._damaged(f"it says that it has {tensors:,} tensors and {entries:,} entries")
        metadata: dict[str, Any] = {}
        for _ in range(entries):
            key = self._string(LONGEST_NAME)
            if key in metadata:
                raise self._damaged("an entry is there twice")
            kind = self._number("<I")
            value = self._value(kind, key in arrays)
            if value is not None:
                metadata[key] = value
        architecture = metadata.get("general.architecture")
        if not isinstance(architecture, str) or not re.fullmatch(r"[\w.-]{1,64}", architecture) or not tensors:
            raise ModelError(f"{self._path} does not say which kind of model it holds.", _AGAIN)
        self._check_tensors(tensors, metadata.get("general.alignment", 32))
        name, licence = metadata.get("general.name", self._path.stem), metadata.get("general.license", "")
        return GgufHeader(
            version, architecture, printable(str(name)), printable(str(licence)), tensors, len(self._data), metadata
        )

    def _check_tensors(self, count: int, alignment: object) -> None:
        """Each tensor has a place of its own inside the file: llama.cpp would read past its end."""
        if type(alignment) is not int or not 0 < alignment <= 1 << 20 or alignment & (alignment - 1):
            raise self._damaged("its alignment is impossible")
        places, names = [], set()
        for _ in range(count):
            names.add(self._string(LONGEST_NAME))
            dimensions = self._number("<I")
            if dimensions > 4:
                raise self._damaged("a tensor has too many dimensions")
            shape = [self._number("<Q") for _ in range(dimensions)]
            weights = math.prod(shape)
            per_block, size = _TENSOR_BLOCKS.get(self._number("<I"), (1, 0))
            if not 0 < weights < 1 << 48 or (shape and shape[0] % per_block):
                raise self._damaged("a tensor has an impossible shape")
            start = self._number("<Q")
            if start % alignment:
                raise self._damaged("a tensor begins at an impossible place")
            places.append((start, start + weights // per_block * size))
        if len(names) < count:
            raise self._damaged("a tensor is there twice")
        places.sort()
        if any(end > start for (_, end), (start, _) in pairwise(places)):
            raise self._damaged("tensors lie one over the other")
        begin = -(-self._at // alignment) * alignment
        missing = begin + max(end for _, end in places) - len(self._data)
        if missing > 0:
            raise self._damaged(f"{missing:,} bytes are missing at its end")

    def _value(self, kind: int, keep: bool) -> Any:
        if kind in _SCALARS:
            return self._number(_SCALARS[kind])
        if kind == _STRING:
            return self._string(LONGEST_TEXT)
        if kind != _ARRAY:
            raise self._damaged("an entry has an unknown type")
        inner, count = self._number("<I"), self._number("<Q")
        if count > MOST_ITEMS:
            raise self._damaged("a list is too long")
        if inner in _SCALARS:
            raw = self._take(count * struct.calcsize(_SCALARS[inner]))
            return list(struct.unpack(f"<{count}{_SCALARS[inner][1]}", raw)) if keep else None
        if inner != _STRING:
            raise self._damaged("an entry has an unknown type")
        if count * 8 > len(self._data):
            raise self._damaged("a list is longer than the file")
        if keep:
            return [self._string(LONGEST_NAME) for _ in range(count)]
        for _ in range(count):
            self._take(self._number("<Q"))
        return None

    def _number(self, form: str) -> Any:
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _string(self, most: int) -> str:
        size = self._number("<Q")
        if size > most:
            raise self._damaged("a text in its header is too long")
        return self._take(size).decode("utf-8", "replace")

    def _take(self, size: int) -> bytes:
        end = self._at + size
        if end > self._end:
            raise self._damaged("it ends in the middle of its header")
        part = self._data[self._at : end]
        self._at = end
        return part

    def _damaged(self, reason: str) -> ModelError:
        return ModelError(f"The model file {self._path} is damaged: {reason}.", _AGAIN)
