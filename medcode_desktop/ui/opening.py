"""Files that are opened, pasted or dropped as notes, and the message about those that are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from medcode_desktop.core.types import Note
from medcode_desktop.errors import DocumentError
from medcode_desktop.services import documents
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.words import tr

_NAMED = 6
"""Files that one message names."""


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer among what was pasted or dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def read_notes(files: Sequence[Path], open_notes: Iterable[Note]) -> Iterator[tuple[list[Note], list[DocumentError]]]:
    """The notes in each of the files, under names that no open note of another file has, and what cannot be read."""
    others = list({path for path in (Path(note.source) for note in open_notes if note.source) if path not in files})
    names = documents.note_ids([*others, *files])[len(others) :]
    for path, name in zip(files, names, strict=True):
        errors: list[DocumentError] = []
        try:
            yield documents.read_notes(path, name, refused=errors), errors
        except DocumentError as error:
            yield [], [*errors, error]


def message_about(errors: Sequence[DocumentError]) -> Message:
    """What is wrong with files that were not opened: each with its reason, up to a few."""
    if len(errors) == 1:
        return Message.of(errors[0])
    lines = [tr("{count} files were not opened:", count=len(errors)), *(error.message for error in errors[:_NAMED])]
    if len(errors) > _NAMED:
        lines.append(tr("and {count} more", count=len(errors) - _NAMED))
    return Message("\n".join(lines), tone=Tone.ERROR)
