"""What a reviewer does with documents that a batch coded: opens them as notes, accepts by a rule, exports them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from medcode_desktop.core.types import Coding, Note, Progress, Severity
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.batch.lines import Line
from medcode_desktop.ui.batch_table import BatchModel
from medcode_desktop.ui.encounter import Encounter, State
from medcode_desktop.ui.errand import Errand, Steady, Steps
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.saving import Outgoing
from medcode_desktop.ui.words import tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

Coded = list[tuple[Note, Coding]]


class Errands(Errand):
    """A thread reads the documents again, and here their notes are taken in, a few at a time."""

    def __init__(self, window: MainWindow, model: BatchModel, parent: QObject | None = None) -> None:
        super().__init__(window.saving, parent)
        self._window, self._model = window, model

    def open(self, lines: Sequence[Line]) -> None:
        """Bring documents to the work list with their codes, and the first of them to the desk."""
        shown: list[Encounter] = []

        def take(line: Line, notes: Coded) -> None:
            shown.extend(self._model.encounters(line) or [self._added(_as_suggested(*one)) for one in notes])

        def end() -> None:
            if shown:
                self._window.work_list.select(shown[0])
                self._window.raise_()
                self._window.activateWindow()
            count = len(shown)
            self._finish(Message(tr("{count} notes are on the work list.", count=count)) if count > 1 else None)

        if self._may_change(lines):
            self._read(tr("Opening…"), lines, take, end)

    def accept(self, lines: Sequence[Line], least: float) -> None:
        """Accept the codes that are at least so confident, in notes without an error; the notes join the work list."""
        codes = notes_with = 0

        def take(line: Line, notes: Coded) -> None:
            nonlocal codes, notes_with
            known = [e for e in self._model.encounters(line) if self._window.safe.load(e)]
            for encounter in known or [_as_suggested(*one) for one in notes]:
                if encounter.state not in (State.REVIEW, State.EXPORTED):  # it is being coded or edited
                    continue
                if any(edit.severity is Severity.ERROR for edit in encounter.edits):
                    continue
                accepted = self._window.decisions.accept_in(encounter, least)
                if not accepted:
                    continue
                codes, notes_with = codes + accepted, notes_with + 1
                if known:
                    self._window.work_list.model.refresh(encounter)
                else:
                    self._added(encounter)

        def end() -> None:
            self._window.enable_actions()
            where = tr("in {count} notes", count=notes_with)
            self._finish(Message(tr("{count} codes accepted, {where}.", count=codes, where=where)))

        if self._may_change(lines, always=True):
            self._read(tr("Accepting…"), lines, take, end)

    def export(self, lines: Sequence[Line], asked_by: QWidget) -> None:
        """Write the codes of documents into one file, those on the work list as they were decided there."""
        name = lines[0].document.name if len(lines) == 1 else tr("codes")
        target = self._saving.choose(asked_by, name)
        if target is None:
            return
        leaving: list[Outgoing] = []

        def take(line: Line, notes: Coded) -> None:
            known = [e for e in self._model.encounters(line) if self._window.safe.load(e)]
            coded = map(self._saving.taken, known or [_as_suggested(*one) for one in notes])
            leaving.extend(filter(None, coded))

        self._read(tr("Reading the documents…"), lines, take, lambda: self._write(target, leaving))

    def _finish(self, message: Message | None, *, done: bool = False) -> None:
        if done:
            self._window.work_list.model.refresh_all()
        super()._finish(message, done=done)

    def _read(
        self, words: str, lines: Sequence[Line], take: Callable[[Line, Coded], None], end: Callable[[], None]
    ) -> None:
        def taken(line: Line, notes: Coded | DocumentError) -> None:
            self._taken += 1
            if isinstance(notes, DocumentError):
                self._errors.append(notes)
            else:
                take(line, notes)

        known = {line.source for line in lines if self._model.encounters(line)}
        self._begin(words, partial(_reading, lines, known, taken), end)

    # On the work list

    def _may_change(self, lines: Sequence[Line], *, always: bool = False) -> bool:
        """Whether notes can be taken in now; if not, the reason is told. Those that are there need not be."""
        reason = self._window.safe.read_only
        needed = always or any(not self._model.encounters(line) for line in lines)
        if reason and needed:
            self.ended.emit(Message(tr("Nothing was changed."), reason, Tone.ERROR))
        return not (reason and needed)

    def _added(self, encounter: Encounter) -> Encounter:
        """A new note joins the work list, and is saved with that."""
        self._window.work_list.model.append(encounter)
        return encounter


def _as_suggested(note: Note, coding: Coding) -> Encounter:
    """A note with the codes that the batch gave it, and what the checks said of them then, errors first."""
    encounter = Encounter(note)
    encounter.receive(coding)
    encounter.edits = tuple(sorted(coding.edits, key=lambda edit: list(Severity).index(edit.severity)))
    return encounter


def _reading(
    lines: Sequence[Line],
    known: set[str],
    taken: Callable[[Line, Coded | DocumentError], None],
    steps: Steps,
) -> Steady:
    """Read the documents that are not `known`; taking in what comes of each is added to the steps."""
    for done, line in enumerate(lines):
        yield Progress(done, len(lines), line.document.path.name)
        notes: Coded | DocumentError = []
        if line.source not in known:
            try:
                notes = line.codings()
            except DocumentError as error:
                notes = error
        steps.append(partial(taken, line, notes))
