"""Keeps what happens to the notes on the desk in the workspace, each change when it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from medcode_desktop.core.review import History, Review
from medcode_desktop.core.types import Note, Stated
from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.workspace import NoteEntry, StoredNote, Workspace, in_memory
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work_list import WorkListModel

_CLOSED, _PLACE = "closed", "place"


@dataclass(frozen=True, slots=True)
class _Written:
    """What the workspace has of a note. Texts and histories are compared by identity: they are never altered."""

    note: Note
    draft: str | None = None
    history: History | None = None
    failure: str = ""

    @classmethod
    def of(cls, encounter: Encounter) -> _Written:
        return cls(encounter.note, encounter.draft, encounter.history, encounter.failure)

    def is_as(self, other: _Written) -> bool:
        same = self.note is other.note and self.history is other.history
        return same and self.draft == other.draft and self.failure == other.failure


class Safe(QObject):
    """Writes every change of an encounter of the work list to `workspace`, which is in memory only where there is none.

    `told` gives what the status line says of it; `failed` the error of a write that did not succeed, which is tried
    again with the next change of the note.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, parts: Parts, notes: WorkListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._notes = parts, notes
        self.workspace: Workspace = in_memory(parts.settings.reviewer)
        self._written: dict[int, _Written] = {}
        self._last_number = 0
        self._trouble = ""
        self._saved_at: datetime | None = None
        notes.rowsInserted.connect(self._rows_inserted)
        notes.dataChanged.connect(lambda first, _last: self.keep(notes.encounters[first.row()]))

    @property
    def on_disk(self) -> bool:
        return self.workspace.place is not None

    @property
    def locked(self) -> bool:
        return self.workspace.locked

    @property
    def read_only(self) -> str:
        """Why nothing can be changed now, as a sentence; "" where it can."""
        return tr("The workspace is locked.") if self.locked else self.workspace.read_only

    @property
    def words(self) -> str:
        """What the status line says."""
        if self.locked:
            return tr("locked")
        if not self.on_disk:
            return tr("in memory only")
        if self.workspace.read_only:
            return tr("read only: {reason}", reason=self.workspace.read_only.rstrip("."))
        if self._trouble:
            return tr("not saved: {reason}", reason=self._trouble.rstrip("."))
        return tr("saved {time}", time=f"{self._saved_at:%H:%M}") if self._saved_at else tr("saved")

    def tell(self) -> None:
        self.told.emit(self.words)

    def take(self, workspace: Workspace) -> None:
        """Keep everything in another workspace from now on; the notes on the desk go into it."""
        self.workspace.close()
        self.workspace = workspace
        self.forget()
        with workspace.transaction() if self._notes.encounters else suppress():
            for encounter in self._notes.encounters:
                encounter.number = 0
                self.keep(encounter)
        self.tell()

    def forget(self) -> None:
        """Let go of what is remembered of notes, as when the workspace is locked."""
        self._written.clear()
        self._trouble, self._saved_at = "", None

    # Reading

    def encounters(self, *, closed: bool = False) -> list[Encounter]:
        """The notes of the workspace, to be loaded one by one; those that were closed only where they are asked for."""
        out_of_view = set() if closed else set(self.workspace.state(_CLOSED, []))
        entries = self.workspace.notes()
        self._last_number = entries[-1].number if entries else 0
        return [_of_entry(entry) for entry in entries if entry.number not in out_of_view]

    @property
    def last_number(self) -> int:
        """The highest number of a note in the workspace on disk, from which new names go on."""
        return self._last_number if self.on_disk else 0

    def load(self, encounter: Encounter) -> bool:
        """Bring a note of the work list to the desk, if it is not there yet; False where it cannot be read."""
        if encounter.entry is None:
            return True
        try:
            stored = self.workspace.load(encounter.number)
        except WorkspaceError as error:
            self.failed.emit(error)
            return False
        _fill(encounter, stored)
        self._written[encounter.number] = _Written.of(encounter)
        return True

    # Writing

    def keep(self, encounter: Encounter) -> None:
        """Write what changed since the last time; at once, or nothing of it."""
        now = _Written.of(encounter)
        before = self._written.get(encounter.number)
        if encounter.entry is not None or (before is not None and now.is_as(before)):
            return
        try:
            with self.workspace.transaction():
                number = encounter.number or self._add(now.note)
                self._write(number, before or _Written(now.note), now, encounter)
        except WorkspaceError as error:
            self._failed(error)
            return
        encounter.number = number
        self._written[number] = now
        self._succeeded()

    def keep_exported(self, encounters: Sequence[Encounter], form: str) -> None:
        """Note that these were exported in a form such as "csv"."""
        try:
            self.workspace.mark_exported([e.number for e in encounters if e.number], form)
        except WorkspaceError as error:
            if not self.workspace.read_only:
                self._failed(error)
        else:
            self._succeeded()

    def keep_closed(self, encounter: Encounter) -> None:
        """A note was taken out of view; it stays in the workspace."""
        if self.on_disk and encounter.number:
            self._keep_state(_CLOSED, sorted({*self.workspace.state(_CLOSED, []), encounter.number}))

    def reopen_closed(self) -> list[Encounter]:
        """The notes that were closed, which are in view again from now on."""
        shown = {e.number for e in self._notes.encounters}
        found = [e for e in self.encounters(closed=True) if e.number not in shown]
        self._keep_state(_CLOSED, None)
        return found

    def delete(self, encounter: Encounter) -> bool:
        """Delete a note for good, with its traces in the backups; False where that cannot be."""
        if encounter.number:
            try:
                self.workspace.delete([encounter.number])
            except WorkspaceError as error:
                self.failed.emit(error)
                return False
            self._written.pop(encounter.number, None)
            encounter.number = 0
        return True

    def keep_place(self, number: int, position: int) -> None:
        """Keep which note and which of its codes is in view."""
        if self.on_disk and not self.locked:
            self._keep_state(_PLACE, [number, position])

    @property
    def place(self) -> tuple[int, int]:
        """The number of the note that was in view last and the position of its code."""
        number, position = self.workspace.state(_PLACE, [0, -1])
        return number, position

    def at_risk(self, encounters: Iterable[Encounter]) -> list[Encounter]:
        """Those that closing the program would lose: all in memory, on disk those that could not be written."""
        if not self.on_disk:
            return list(encounters)
        return [e for e in encounters if e.entry is None and not self._is_written(e)]

    def _is_written(self, encounter: Encounter) -> bool:
        before = self._written.get(encounter.number)
        return before is not None and before.is_as(_Written.of(encounter))

    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for encounter in self._notes.encounters[first : last + 1]:
            self.keep(encounter)

    def _add(self, note: Note) -> int:
        options = self._parts.options.for_note(note)
        return self.workspace.add_note(note, options.facts, options.date_of_service)

    def _write(self, number: int, before: _Written, now: _Written, encounter: Encounter) -> None:
        if now.note is not before.note:
            self.workspace.change_note(number, now.note)
        if now.draft != before.draft:
            self.workspace.keep_draft(number, now.draft)
        if now.history is not None and now.history is not before.history:
            coding = now.history.present.coding
            if before.history is None or before.history.present.coding is not coding:
                checked, options = replace(coding, edits=encounter.edits), self._parts.options.for_note(now.note)
                self.workspace.keep_coding(number, checked, options, now.history)
            else:
                self.workspace.keep_review(number, now.history, encounter.edits)
        if now.failure and now.failure != before.failure:
            self.workspace.keep_failure(number, now.failure)

    def _keep_state(self, name: str, value: Any) -> None:
        with suppress(WorkspaceError):  # a window that only reads keeps no place
            self.workspace.keep_state(name, value)

    def _failed(self, error: WorkspaceError) -> None:
        self._trouble = error.message
        self.tell()
        self.failed.emit(error)

    def _succeeded(self) -> None:
        if all(map(self._is_written, (e for e in self._notes.encounters if e.entry is None))):
            self._trouble = ""
        self._saved_at = datetime.now()
        self.tell()


def _of_entry(entry: NoteEntry) -> Encounter:
    return Encounter(Note(entry.name, "", entry.source), number=entry.number, entry=entry, failure=entry.failure)


def _fill(encounter: Encounter, stored: StoredNote) -> None:
    """Put into an encounter what the workspace keeps of it."""
    entry, facts = stored.entry, stored.facts
    encounter.note = replace(stored.note, stated=Stated(entry.date_of_service, facts.age, facts.sex))
    encounter.draft, encounter.history, encounter.edits = stored.draft, stored.history, stored.edits
    encounter.failure, encounter.exported, encounter.entry = entry.failure, entry.exported, None
    if stored.history is not None:
        present = stored.history.present
        encounter.kept = present if entry.exported else Review.of(present.coding)
