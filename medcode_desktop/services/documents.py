"""Documents as notes: which files a path stands for, their notes, and in plain words what is wrong with the others."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from medcode_desktop.core.encounter_facts import find_stated
from medcode_desktop.core.types import Note
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.readers.kinds import ENDINGS, HEAD, Kind, documents_in, kind_of
from medcode_desktop.services.readers.plain import BINARY, is_binary
from medcode_desktop.services.readers.source import (
    COPY_HINT,
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_TEXT_BYTES,
    Source,
)

DOCUMENT_ENDINGS = tuple(sorted(ending for endings in ENDINGS.values() for ending in endings))
OTHER_DOCUMENT_ENDINGS = (".doc", ".gif", ".heic", ".msg", ".ods", ".xls")
"""Kinds of document that cannot be read. A folder's are kept, so that none is left out without a word."""
_SHARED_ENDINGS = ENDINGS[Kind.CDA] + ENDINGS[Kind.FHIR] + ENDINGS[Kind.CSV]
"""Endings that other data have too, our own results among them: in a folder their content decides."""


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
            if not name.startswith(".") and _is_document(Path(root, name)):
                yield Path(root, name)
    yield from locked


def _is_document(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending not in _SHARED_ENDINGS:
        return ending in DOCUMENT_ENDINGS + OTHER_DOCUMENT_ENDINGS
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD), "")
        return isinstance(kind, Kind) and kind is not Kind.TEXT
    except OSError:
        return True  # reading it names the reason


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


def read_notes(path: str | Path, note_id: str = "", *, refused: list[DocumentError] | None = None) -> list[Note]:
    """The notes in a file, at least one; offsets into `Note.text` count the characters of that text.

    `note_id` defaults to the file name without its ending; where the file holds several notes, theirs go on with
    what tells them apart: `visits#row-3`, `visits#2`, `archive/letter`. What cannot be read inside the file (a
    damaged one in an archive) is added to `refused`; without that list it counts as the file's own fault.
    Raises DocumentError, naming the file and the reason.
    """
    path = Path(path)
    name = shown(str(path))
    try:
        info = path.stat()
        _refuse_other_kinds(path, name, info.st_mode)
        with path.open("rb") as file:
            data = file.read(HEAD)
            _check_size(name, data, path.suffix.lower(), info.st_size)
            data += file.read(MAX_BYTES + 1 - len(data))
    except OSError as error:
        raise _cannot_open(name, error) from error
    return _notes(data, name, path.suffix.lower(), note_id or shown(path.stem), name, refused)


def read_document(path: str | Path, note_id: str = "") -> Note:
    """The note in a file that holds one. Raises DocumentError, also when it holds several."""
    return _only(read_notes(path, note_id), shown(str(path)))


def read_stream_notes(stream: BinaryIO, *, refused: list[DocumentError] | None = None) -> list[Note]:
    """The notes that a stream such as standard input holds, read to its end; as `read_notes`."""
    name = "Standard input"
    data = stream.read(HEAD)
    limit = MAX_TEXT_BYTES if kind_of(data, "") is Kind.TEXT else MAX_BYTES
    while len(data) <= limit and (more := stream.read(limit + 1 - len(data))):
        data += more
    _check_size(name, data, "", len(data))
    return _notes(data, name, "", "stdin", "-", refused)


def read_stream(stream: BinaryIO) -> Note:
    """The note that a stream holds. Raises DocumentError, also when it holds several."""
    return _only(read_stream_notes(stream), "Standard input")


def note_from_text(text: str, note_id: str, source: str = "") -> Note:
    """A note of a text from anywhere, a pasted one too, with what the text states of the encounter.

    Raises DocumentError when it is no note to code.
    """
    name = {"": "The text", "-": "Standard input"}.get(source, source)
    Source(name, b"").check_text(f"{len(text):,} characters", fits=len(text) <= MAX_CHARACTERS)
    if not any(map(str.isalnum, text)):
        raise DocumentError(f"{name} is empty: there are no words in it.")
    if is_binary(text):
        raise DocumentError(f"{name} {BINARY}", COPY_HINT)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise DocumentError(f"{name} holds broken characters (half of a surrogate pair).", "Copy the text anew.")
    return Note(note_id, text, source, stated=find_stated(text))


def shown(name: str) -> str:
    """A file name as text that can be written: bytes of it that are no UTF-8 become a replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _notes(
    data: bytes, name: str, ending: str, note_id: str, source: str, refused: list[DocumentError] | None
) -> list[Note]:
    whole = Source(name, data, ending)
    documents = documents_in(whole)
    notes: list[Note] = []
    taken: set[str] = set()
    for document in documents:
        part = _unused(document.label, taken)
        taken.add(part)
        try:
            note = note_from_text(document.text, f"{note_id}{part}", f"{name}{part}")
            stated = document.stated.over(note.stated)
            notes.append(replace(note, source=source, part=part, stated=stated, uncertain=document.uncertain))
        except DocumentError as error:
            if len(documents) == 1:
                raise
            whole.refused.append(error)
    if whole.refused and (refused is None or not notes):
        raise whole.refused[0]
    if refused is not None:
        refused += whole.refused
    return notes


def _unused(label: str, taken: set[str]) -> str:
    return next(name for name in (label, *(f"{label}~{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _only(notes: Sequence[Note], name: str) -> Note:
    if len(notes) > 1:
        raise DocumentError(f"{name} holds {len(notes)} notes, not one.", "Divide it into a file for each note.")
    return notes[0]


def _refuse_other_kinds(path: Path, name: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # raises when the folder is locked
        raise DocumentError(
            f"{name} is a folder, not a note.", f"No document was found in it (notes end in {_endings()})."
        )
    if not stat.S_ISREG(mode):
        raise DocumentError(f"{name} is not a file but a device, pipe or socket.", "Use - to read standard input.")


def _endings() -> str:
    return ", ".join(DOCUMENT_ENDINGS)


def _check_size(name: str, head: bytes, ending: str, size: int) -> None:
    if kind_of(head, ending) is Kind.TEXT:
        Source(name, b"").check_text(f"{size / 1e6:,.1f} MB", fits=size <= MAX_TEXT_BYTES)
    if size > MAX_BYTES:
        raise DocumentError(
            f"{name} is too large: {size / 1e6:,.1f} MB, the limit is {MAX_BYTES // 1_000_000} MB.",
            "Divide it into several files.",
        )


def _cannot_open(name: str, error: OSError) -> DocumentError:
    if isinstance(error, FileNotFoundError):
        return DocumentError(f"{name} does not exist.", "Check the spelling of the path.")
    if isinstance(error, PermissionError):
        return DocumentError(f"{name} cannot be read: permission denied.", "Ask its owner for the right to read it.")
    return DocumentError(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}.")
