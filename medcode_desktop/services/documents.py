"""Documents as notes: which files a path stands for, their text, and in plain words what is wrong with the others.

The encoding is found in a fixed order: byte order mark, the pattern of NUL bytes that UTF-16 leaves, strict UTF-8,
Windows-1252. The statistical guesser charset-normalizer 3.5 was measured against it on 171 Spanish and English clinical
texts in Windows-1252: it gave back 47 of them unchanged (the others came out in other code pages), the fixed order all.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from medcode_desktop.core.types import Note
from medcode_desktop.errors import DocumentError

TEXT_ENDINGS = (".md", ".note", ".text", ".txt")
OTHER_DOCUMENT_ENDINGS = (".doc", ".docx", ".odt", ".pdf", ".rtf")
"""Kinds of document that cannot be read yet. A folder's are kept, so that none is left out without a word."""

MAX_CHARACTERS = 2_000_000
_MAX_BYTES = 4 * MAX_CHARACTERS + 4  # no encoding read here takes more than four bytes a character, plus its mark

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "windows-1252": "Windows-1252",
}
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"GGUF", "a model file"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_COPY_HINT = "Open it, copy its text, and paste that here or save it as a .txt file."


def find_documents(paths: Iterable[str | Path], *, recursive: bool = True) -> list[Path]:
    """The documents that the paths stand for: in the order given, a folder's sorted by path, none twice.

    A folder gives its files with a known document ending, hidden ones left out; links to folders are not followed,
    so a link that points back cannot loop. What cannot be opened (a missing path, a locked folder, a folder without
    documents) stays in the list: `read_document` then names it with the reason, and the others go on.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        documents = sorted(_walk(path, recursive)) if path.is_dir() else [path]
        for document in documents or [path]:
            found.setdefault(document.absolute(), document)
    return list(found.values())


def _walk(folder: Path, recursive: bool) -> Iterator[Path]:
    locked: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda error: locked.append(Path(error.filename))):
        folders[:] = [name for name in folders if recursive and not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in TEXT_ENDINGS + OTHER_DOCUMENT_ENDINGS:
                yield Path(root, name)
    yield from locked


def note_ids(paths: Sequence[Path]) -> list[str]:
    """One id a path: the file name without its ending.

    Paths that share it get the shortest end of their path that no other has, with the ending: `2024/visit.txt` and
    `2025/visit.txt`, or `visit.md` and `visit.txt`.
    """
    stems = [shown(path.stem) for path in paths]
    ends = [PurePosixPath(shown(path.absolute().as_posix())).parts for path in paths]
    count = Counter(stems)
    ids = [stem if count[stem] == 1 else "" for stem in stems]
    taken = set(ids)
    for depth in range(1, max(map(len, ends), default=0) + 1):
        uses = Counter(str(PurePosixPath(*end[-depth:])) for end in ends)
        for place, end in enumerate(ends):
            label = str(PurePosixPath(*end[-depth:]))
            if not ids[place] and uses[label] == 1 and label not in taken:
                ids[place] = label
                taken.add(label)
    return [note_id or str(PurePosixPath(*end)) for note_id, end in zip(ids, ends, strict=True)]


def read_document(path: str | Path, note_id: str = "") -> Note:
    """The note in a text file; offsets into `Note.text` count the decoded characters, newlines as they stand.

    `note_id` defaults to the file name without its ending. Raises DocumentError, naming the file and the reason.
    """
    path = Path(path)
    name = shown(str(path))
    try:
        info = path.stat()
        _refuse_other_kinds(path, name, info.st_mode)
        if info.st_size > _MAX_BYTES:
            raise _too_large(name, f"{info.st_size / 1e6:,.1f} MB")
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise _cannot_open(name, error) from error
    return note_from_text(_decode(data, name), note_id or shown(path.stem), name)


def read_stream(stream: BinaryIO) -> Note:
    """The note that a stream such as standard input holds, read to its end. Raises DocumentError."""
    data = stream.read(_MAX_BYTES + 1)
    return note_from_text(_decode(data, "Standard input"), "stdin", "-")


def note_from_text(text: str, note_id: str, source: str = "") -> Note:
    """A note of a text from anywhere, a pasted one too. Raises DocumentError when it is no note to code."""
    name = {"": "The text", "-": "Standard input"}.get(source, source)
    if len(text) > MAX_CHARACTERS:
        raise _too_large(name, f"{len(text):,} characters")
    if not any(map(str.isalnum, text)):
        raise DocumentError(f"{name} is empty: there are no words in it.")
    if "\x00" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        raise DocumentError(f"{name} is not a text: it holds binary data.", _COPY_HINT)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise DocumentError(f"{name} holds broken characters (half of a surrogate pair).", "Copy the text anew.")
    return Note(note_id, text, source)


def shown(name: str) -> str:
    """A file name as text that can be written: bytes of it that are no UTF-8 become a replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _refuse_other_kinds(path: Path, name: str, mode: int) -> None:
    endings = ", ".join(TEXT_ENDINGS)
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # raises when the folder is locked
        raise DocumentError(
            f"{name} is a folder, not a note.", f"No document was found in it (notes end in {endings})."
        )
    if not stat.S_ISREG(mode):
        raise DocumentError(f"{name} is not a file but a device, pipe or socket.", "Use - to read standard input.")
    ending = path.suffix.lower()
    if ending not in TEXT_ENDINGS:
        kind = shown(ending) or "a file without an ending"
        raise DocumentError(f"{name}: type not supported yet: {kind}.", f"Notes end in {endings}. {_COPY_HINT}")


def _cannot_open(name: str, error: OSError) -> DocumentError:
    if isinstance(error, FileNotFoundError):
        return DocumentError(f"{name} does not exist.", "Check the spelling of the path.")
    if isinstance(error, PermissionError):
        return DocumentError(f"{name} cannot be read: permission denied.", "Ask its owner for the right to read it.")
    return DocumentError(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}.")


def _too_large(name: str, size: str) -> DocumentError:
    return DocumentError(
        f"{name} is too large for one note: {size}, the limit is {MAX_CHARACTERS:,} characters.",
        "If it holds many notes, save each as a file of its own.",
    )


def _decode(data: bytes, name: str) -> str:
    if len(data) > _MAX_BYTES:
        raise _too_large(name, f"more than {_MAX_BYTES / 1e6:,.0f} MB")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :], name)
    for magic, kind in _OTHER_FORMATS:
        if data.startswith(magic):
            raise DocumentError(f"{name} is not a text: it looks like {kind}.", _COPY_HINT)
    if utf16 := _utf16_without_mark(data):
        return _decode_as(utf16, data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        lenient = data.decode("utf-8", "replace")
        broken = lenient.count("\ufffd")
        if sum(character > "\x7f" for character in lenient) - broken > broken:
            # most of its accents are good UTF-8: reading the rest as Windows-1252 would spoil those
            raise _not_decodable(name, _ENCODING_NAMES["utf-8"], error.start) from error
        if 0 in data:
            raise DocumentError(f"{name} is not a text: it holds binary data.", _COPY_HINT) from error
    return _decode_as("windows-1252", data, name)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 in Latin script has a NUL in nearly every second byte; which one tells the byte order."""
    sample = data[:4096]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if 4 * second > len(sample) and 10 * first < second:
        return "utf-16-le"
    if 4 * first > len(sample) and 10 * second < first:
        return "utf-16-be"
    return None


def _decode_as(encoding: str, data: bytes, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_decodable(name, _ENCODING_NAMES[encoding], error.start) from error


def _not_decodable(name: str, encoding: str, position: int) -> DocumentError:
    return DocumentError(
        f"{name} cannot be decoded: read as {encoding} its byte {position + 1:,} is no character.",
        "Save it as UTF-8 text.",
    )
