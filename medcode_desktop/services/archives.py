"""Files of strangers, those in zips too: read in memory, within limits, and never written anywhere."""

from __future__ import annotations

import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from medcode_desktop.errors import CodeSetError, printable

DEEPEST = 3
"""Zips inside of zips."""
_ZIP = b"PK\x03\x04"
_PLAIN = (".xlsx", ".docx")
"""Zips that are documents."""
_END, _END_64, _END_SIZE, _LONGEST_END = b"PK\x05\x06", b"PK\x06\x07", 22, 65_557
_LARGEST_DIRECTORY = 4_000_000
"""Bytes of a zip's list of members, which is read whole: some 40,000 members."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What the publishers use. The others may ask for gigabytes of memory in a few bytes."""


@dataclass(slots=True)
class Allowance:
    """What may still be read: bytes as they are unpacked, and files; `hint` says what belongs here instead."""

    size: int
    files: int
    hint: str

    def spend(self, size: int, name: str) -> None:
        """Raises CodeSetError when it is more than what is left."""
        self.size -= size
        self.files -= 1
        if self.size < 0 or self.files < 0:
            raise CodeSetError(f"{name} holds more than there can be in such files.", self.hint)


def contents(
    path: Path, allowance: Allowance, wanted: Callable[[str], bool] = lambda _: True, *, length: int = sys.maxsize
) -> Iterator[tuple[str, bytes]]:
    """Name and content of a file, or of those inside of a zip whose names are wanted; of each the first `length` bytes.

    A member is named after its zip. Sizes are counted before anything is unpacked; more than a member's stated size is
    never unpacked. Raises CodeSetError that names the file and the reason.
    """
    try:
        if not path.is_file():
            raise CodeSetError(f"{path} cannot be read: it is missing, or no file.", allowance.hint)
        with path.open("rb") as file:
            if _is_archive(path.name, file.read(len(_ZIP))):
                file.seek(0)
                yield from _members(path.name, file, allowance, wanted, length, 1)
                return
            size = min(length, path.stat().st_size)
            allowance.spend(size, path.name)
            file.seek(0)
            data = file.read(size)
    except OSError as error:
        raise CodeSetError(f"{path} cannot be read: {error.strerror or error}.", allowance.hint) from error
    yield path.name, data


def check_document(path: Path, allowance: Allowance) -> None:
    """Raise CodeSetError when a workbook, which is a zip, would unpack to more than the allowance."""
    with path.open("rb") as file, _opened(path.name, file, allowance) as archive:
        for info in archive.infolist():
            allowance.spend(info.file_size, path.name)
            _check_method(path.name, info, allowance)


def unpacked_size(path: Path) -> int:
    """Bytes of a file, of a zip those that it says it holds; 0 when it cannot be read."""
    try:
        if not path.is_file():
            return 0
        with path.open("rb") as file:
            if not _is_archive(path.name, file.read(len(_ZIP))):
                return path.stat().st_size
            with _opened(path.name, file, Allowance(0, 0, "")) as archive:
                return sum(info.file_size for info in archive.infolist())
    except (OSError, CodeSetError):
        return 0


def _members(
    name: str, file: BinaryIO, allowance: Allowance, wanted: Callable[[str], bool], length: int, depth: int
) -> Iterator[tuple[str, bytes]]:
    if depth > DEEPEST:
        raise CodeSetError(f"{printable(name)} is a zip in a zip in a zip, and so on.", allowance.hint)
    with _opened(name, file, allowance) as archive:
        for info in archive.infolist():
            if info.is_dir() or not wanted(info.filename):
                continue
            member = f"{name}: {printable(info.filename)}"
            allowance.spend(min(length, info.file_size), name)
            _check_method(member, info, allowance)
            try:
                with archive.open(info) as packed:
                    data = packed.read(min(length, info.file_size))
                    if length < info.file_size and _is_archive(info.filename, data):
                        allowance.spend(info.file_size - length, name)
                        data += packed.read(info.file_size - length)
            except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
                raise CodeSetError(f"{member} cannot be read: {error}.", allowance.hint) from error
            if _is_archive(info.filename, data):
                yield from _members(member, BytesIO(data), allowance, wanted, length, depth + 1)
            else:
                yield member, data


def _is_archive(name: str, start: bytes) -> bool:
    return start.startswith(_ZIP) and not name.lower().endswith(_PLAIN)


def _opened(name: str, file: BinaryIO, allowance: Allowance) -> zipfile.ZipFile:
    try:
        if _directory_size(file) > _LARGEST_DIRECTORY:
            raise CodeSetError(f"{printable(name)} holds more files than there can be.", allowance.hint)
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise CodeSetError(f"{printable(name)} is a damaged zip: {error}.", allowance.hint) from error


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the list of members as the end of the zip states them; found as `zipfile` finds it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_END))
    tail = file.read(_LONGEST_END)
    plain = tail[-_END_SIZE:].startswith(_END) and tail.endswith(b"\0\0")
    at = len(tail) - _END_SIZE if plain else tail.rfind(_END)
    if at < 0:
        raise zipfile.BadZipFile("it has no end")
    if tail[max(0, at - 20) : at].startswith(_END_64):
        raise zipfile.BadZipFile("it is of the form for more than 4 GB")
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _check_method(name: str, info: zipfile.ZipInfo, allowance: Allowance) -> None:
    if info.compress_type not in _METHODS:
        raise CodeSetError(f"{printable(name)} is packed in a way that is not read here.", allowance.hint)
