"""Keeps what happens to the notes on the desk in the workspace, each change when it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from medcode_desktop.core.review import History, Review
from medcode_desktop.core.types import Edit, Note, Stated
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
    edits: tuple[Edit, ...] = ()
    failure: str = ""

    @classmethod
    def of(cls, encounter: Encounter) -> _Written:
        return cls(encounter.note, encounter.draft, encounter.history, encounter.edits, encounter.failure)

    def is_as(self, other: _Written) -> bool:
        same = self.note is other.note and self.history is other.history and self.draft == other.draft
        return same and self.edits == other.edits and self.failure == other.failure


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
        self._held: list[Encounter] = []
        self.awaits_key = False
        """Whether there is a workspace that was not unlocked yet."""
        self.barred = False
        """Whether a page stands in the place of the notes, so that none can be taken in."""
        notes.rowsInserted.connect(self._rows_inserted)
        notes.dataChanged.connect(lambda first, _last: self.keep(notes.encounters[first.row()]))

    @property
    def on_disk(self) -> bool:
        return self.workspace.place is not None

    @property
    def locked(self) -> bool:
        return self.awaits_key or self.workspace.locked

    @property
    def reviewer(self) -> str:
        """Who decides: the person with the key, else the one that the settings name."""
        return self.workspace.person.name if self.on_disk else self._parts.settings.reviewer

    @property
    def read_only(self) -> str:
        """Why nothing can be changed now, as a sentence; "" where it can."""
        if self.locked:
            return tr("The workspace is locked.")
        return tr("Answer what the page asks first.") if self.barred else self.workspace.read_only

    def refuses(self) -> bool:
        """Whether nothing can be changed now; the reason is told."""
        if reason := self.read_only:
            self.failed.emit(WorkspaceError(tr("Nothing was changed."), reason))
        return bool(reason)

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
        for encounter in self._notes.encounters:
            encounter.number = 0
            self.keep(encounter)
        self.tell()

    def forget(self) -> None:
        """Let go of what is remembered of notes, except of those that are held."""
        held = {e.number for e in self._held}
        self._written = {number: written for number, written in self._written.items() if number in held}
        self._trouble, self._saved_at = "", None

    def hold(self, unwritten: Sequence[Encounter]) -> None:
        """Forget all notes before the workspace is locked; those that could not be written are held meanwhile."""
        self._held = list(unwritten)
        self.forget()

    def returned(self, listed: Sequence[Encounter]) -> list[Encounter]:
        """The notes of the list with those that were held, which are written with their next change."""
        held = {e.number: e for e in self._held if e.number}
        new = [e for e in self._held if not e.number]
        self._held = []
        return [held.get(e.number, e) for e in listed] + new

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
                self._write(number, before or _Written(now.note), now)
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

    def keep_query(self, encounter: Encounter, code: str) -> None:
        """Note that a query about a code was taken out; its text is not kept."""
        if encounter.number:
            with suppress(WorkspaceError):
                self.workspace.record("query prepared", code, encounter.number)

    def keep_closed(self, encounter: Encounter) -> None:
        """A note was taken out of view; it stays in a workspace on disk."""
        if not self.on_disk:
            self.delete(encounter)
        elif encounter.number:
            self._written.pop(encounter.number, None)  # shown again, it is read again
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
            self.let_go(encounter)
        return True

    def let_go(self, encounter: Encounter) -> None:
        """A note is no longer in the workspace."""
        self._written.pop(encounter.number, None)
        encounter.number = 0

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
        return [e for e in [*encounters, *self._held] if e.entry is None and not self._is_written(e)]

    def _is_written(self, encounter: Encounter) -> bool:
        before = self._written.get(encounter.number)
        return before is not None and before.is_as(_Written.of(encounter))

    def _rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for encounter in self._notes.encounters[first : last + 1]:
            self.keep(encounter)

    def _add(self, note: Note) -> int:
        options = self._parts.options.for_note(note)
        return self.workspace.add_note(note, options.facts, options.date_of_service)

    def _write(self, number: int, before: _Written, now: _Written) -> None:
        if now.note is not before.note:
            if replace(now.note, stated=before.note.stated) != before.note:
                self.workspace.change_note(number, now.note)
            if now.note.stated != before.note.stated:
                options = self._parts.options.for_note(now.note)
                self.workspace.keep_facts(number, options.facts, options.date_of_service)
        if now.draft != before.draft:
            self.workspace.keep_draft(number, now.draft)
        if now.history is not None and (now.history is not before.history or now.edits != before.edits):
            coding = now.history.present.coding
            if before.history is None or before.history.present.coding is not coding:
                checked, options = replace(coding, edits=now.edits), self._parts.options
                self.workspace.keep_coding(number, checked, options, now.history)
            else:
                self.workspace.keep_review(number, now.history, now.edits)
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
        if self._trouble and all(map(self._is_written, (e for e in self._notes.encounters if e.entry is None))):
            self._trouble = ""
        self._saved_at = datetime.now().astimezone()
        self.tell()


def _of_entry(entry: NoteEntry) -> Encounter:
    note = Note(entry.name, "", entry.source, entry.part)
    return Encounter(note, number=entry.number, entry=entry, failure=entry.failure)


def _fill(encounter: Encounter, stored: StoredNote) -> None:
    """Put into an encounter what the workspace keeps of it."""
    entry, facts = stored.entry, stored.facts
    known = Stated(entry.date_of_service, facts.age, facts.sex, facts.setting, facts.payment_year)
    encounter.note = replace(stored.note, stated=known)
    encounter.draft, encounter.history, encounter.edits = stored.draft, stored.history, stored.edits
    encounter.failure, encounter.exported, encounter.entry = entry.failure, entry.exported, None
    if stored.history is not None:
        present = stored.history.present
        encounter.release = present.coding.release
        encounter.kept = present if entry.exported else Review.of(present.coding)
