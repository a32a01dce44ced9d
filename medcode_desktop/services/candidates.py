"""The candidates of a release that the encoder was not trained for: its new codes get vectors, its deleted ones go.

Vectors of names are computed once and kept beside the code tables: right after an import (`preparing`), or with the
first note that needs them.
"""

from __future__ import annotations

import hashlib
import threading
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import Heads
from medcode_desktop.core.retrieval import projected
from medcode_desktop.core.types import Encoder, FloatArray, Progress

AT_ONCE = 128
_MAKING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""By file: held while its vectors are made, so that a note waits for those that an import makes at that time."""
_POLL_S = 0.1


def adapted_heads(
    heads: Heads, codeset: CodeSet, encoder: Encoder, phrases: Iterable[tuple[str, str]] = ()
) -> Generator[Progress, None, Heads]:
    """The heads for the codes of this release, with the phrases of its index and further ones with their codes."""
    new = new_terms(heads, codeset)
    vectors = yield from release_vectors(heads, codeset, new, encoder)
    return heads.adapted(set(codeset.codes()), new, vectors, (*codeset.index.phrases(), *phrases))


def new_terms(heads: Heads, codeset: CodeSet) -> dict[str, list[str]]:
    """The terms of the codes of a release that the heads do not know, by code."""
    known, new = set(heads.codes), dict[str, list[str]]()
    for code, term, _ in codeset.terms():
        if code not in known:
            new.setdefault(code, []).append(term)
    return new


def release_vectors(
    heads: Heads, codeset: CodeSet, new: Mapping[str, Sequence[str]], encoder: Encoder
) -> Generator[Progress, None, FloatArray]:
    """The vectors of the new terms of a release in order, (n, w). Of the table only name and date are asked for.

    Some 300 terms a second are computed on two cores; a yearly update brings some 1,500.
    """
    terms = [term for names in new.values() for term in names]
    return (yield from name_vectors(f"{heads.name}-{codeset.effective}.npz", terms, heads, encoder, codeset.release))


def name_vectors(
    file: str, names: Sequence[str], heads: Heads, encoder: Encoder, table: str
) -> Generator[Progress, None, FloatArray]:
    """Unit vectors of names of a table, (n, w), kept in a file of that name beside the code tables."""
    path = paths.user_codes_folder() / file
    made_of = hashlib.blake2b("\n".join((heads.fingerprint, *names)).encode(), digest_size=16).hexdigest()
    if not names:
        return np.empty((0, heads.link.shape[1]), np.float32)
    while not _MAKING[file].acquire(timeout=_POLL_S):
        yield Progress(0, len(names), f"Learning the new codes of {table}")
    try:
        vectors = _kept(path, made_of, (len(names), heads.link.shape[1]))
        if vectors is None:
            rows = []
            for at in range(0, len(names), AT_ONCE):
                yield Progress(at, len(names), f"Learning the new codes of {table}")
                rows.append(projected(encoder.embed_texts(names[at : at + AT_ONCE]), heads.link))
            vectors = np.concatenate(rows)
            with paths.replaced_file(path) as stream:
                np.savez(stream, vectors=vectors, made_of=np.frombuffer(made_of.encode(), np.uint8))
    finally:
        _MAKING[file].release()
    return vectors


def _kept(file: Path, made_of: str, shape: tuple[int, int]) -> FloatArray | None:
    """The vectors of an earlier run, None when there are none or they are of other names or another encoder."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            vectors, told = np.asarray(arrays["vectors"], np.float32), arrays["made_of"].tobytes().decode()
    except (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error):
        return None
    return vectors if (told, vectors.shape) == (made_of, shape) else None
