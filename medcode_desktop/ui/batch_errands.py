"""What a reviewer does with documents that a batch coded: opens them as notes, accepts by a rule, exports them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Coding, Note, Progress, Severity
from medcode_desktop.errors import DocumentError, MedCodeError
from medcode_desktop.services.batch.lines import Line
from medcode_desktop.ui.batch_table import BatchModel
from medcode_desktop.ui.encounter import Encounter, State
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.opening import message_about
from medcode_desktop.ui.saving import Saving, Target
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

_SLICE_S = 0.015
"""How long notes are taken in before the window gets time for other things."""
_AT_ONCE = 20
"""Notes that are marked as exported in one go."""
Coded = list[tuple[Note, Coding]]


class Errands(QObject):
    """One errand at a time: a thread reads the documents again, and here they are taken in, a few at a time.

    `began` says what is done and whether it can be stopped; `ended` gives what is to be told, or None.
    """

    began = Signal(str, bool)
    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, window: MainWindow, model: BatchModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._model = window, model
        self._work: Work | None = None
        self._total, self._taken, self._all_read = 0, 0, False
        self._steps: deque[Callable[[], None]] = deque()
        self._errors: list[DocumentError] = []
        self._end: Callable[[], None] = lambda: None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._take_some)

    @property
    def is_busy(self) -> bool:
        return self._work is not None

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
            self._begin(tr("Opening…"), lines, take, end)

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
            self._begin(tr("Accepting…"), lines, take, end)

    def export(self, lines: Sequence[Line], asked_by: QWidget) -> None:
        """Write the codes of documents into one file, those on the work list as they were decided there."""
        name = lines[0].document.name if len(lines) == 1 else tr("codes")
        saving = self._window.saving
        target = saving.choose(asked_by, name)
        if target is None:
            return
        coded: list[tuple[Encounter, Review]] = []

        def take(line: Line, notes: Coded) -> None:
            known = [e for e in self._model.encounters(line) if self._window.safe.load(e)]
            for encounter in known or [_as_suggested(*one) for one in notes]:
                if encounter.review:
                    coded.append((encounter, encounter.review))

        def write() -> None:
            self._end = mark
            work = Work(lambda: _writing(saving, target, coded))
            self._start(work, tr("Writing {name}…", name=target[0].name), can_stop=False)

        def mark() -> None:
            self._end = end
            starts = range(0, len(coded), _AT_ONCE)
            self._steps.extend(partial(saving.mark, target, coded[at : at + _AT_ONCE]) for at in starts)
            self._all_read = True
            self._take_some()

        def end() -> None:
            self._window.work_list.model.refresh_all()
            self._finish(saving.told(target, coded))

        self._begin(tr("Reading the documents…"), lines, take, write)

    def cancel(self) -> None:
        """Stop; what is on the work list already stays there."""
        if self._work is not None:
            self._finish(Message(tr("Stopped after {count} documents.", count=self._taken)))

    # Reading and taking in

    def _begin(
        self, words: str, lines: Sequence[Line], take: Callable[[Line, Coded], None], end: Callable[[], None]
    ) -> None:
        def taken(line: Line, notes: Coded | DocumentError) -> None:
            self._taken += 1
            if isinstance(notes, DocumentError):
                self._errors.append(notes)
            else:
                take(line, notes)

        self._end = end
        self._total, self._taken, self._all_read = len(lines), 0, False
        self._steps, self._errors = deque(), []
        known = {line.source for line in lines if self._model.encounters(line)}
        self._start(Work(partial(_reading, lines, known, self._steps, taken)), words, can_stop=True)

    def _start(self, work: Work, words: str, *, can_stop: bool) -> None:
        """Let a thread work; when it has ended and all it read is taken in, `_end` is called."""
        self._work = work
        work.progressed.connect(self._take_some)
        work.finished.connect(self._work_ended)
        work.failed.connect(self._failed)
        self.began.emit(words, can_stop)
        work.start()

    def _work_ended(self) -> None:
        if self._work is not None and self.sender() is self._work:
            self._all_read = True
            self._take_some()

    def _take_some(self) -> None:
        deadline = time.monotonic() + _SLICE_S
        while self._steps and time.monotonic() < deadline:
            self._steps.popleft()()
        if self._work is not None and self._total:
            done = tr("{done:,} of {all:,} documents", done=self._taken, all=self._total)
            self.progressed.emit(Progress(self._taken, self._total, done))
        if self._steps:
            self._soon.start()
        elif self._all_read:
            self._all_read = False
            self._end()  # which may begin the next step

    def _failed(self, error: MedCodeError) -> None:
        if self._work is not None and self.sender() is self._work:
            self._finish(Message.of(error))

    def _finish(self, message: Message | None) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work, self._all_read = None, False
        self._steps.clear()
        if self._errors:
            about = message_about(self._errors)
            told = f"{message.text}\n{about.text}" if message else about.text
            message = Message(told, about.hint, Tone.ERROR)
        self.ended.emit(message)

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
    steps: deque[Callable[[], None]],
    taken: Callable[[Line, Coded | DocumentError], None],
) -> Generator[Progress, None, None]:
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


def _writing(
    saving: Saving, target: Target, coded: Sequence[tuple[Encounter, Review]]
) -> Generator[Progress, None, None]:
    yield Progress(0, 0, target[0].name)
    saving.write(target, coded)
