"""One batch of the window: what is in its folder, and the run that codes it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.steps import retold
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.batch.lines import Line, Standing, preview
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import BatchProgress, BatchResult, Control
from medcode_desktop.services.batch.start import code_folder
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

_PATIENCE_S = 5.0
"""How long the program waits for a run to end when it is closed itself."""


class Phase(Enum):
    """What is going on; `GETTING_READY` until the first document is taken up."""

    IDLE = auto()
    LOOKING = auto()
    GETTING_READY = auto()
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()


class BatchRun(QObject):
    """`lines` are the documents in their order; `rows_changed` gives the numbers of those that are different now.

    Held by the window, so that it goes on when the screen is closed because the workspace was locked.
    """

    relined = Signal()
    rows_changed = Signal(list)
    moved_on = Signal()
    """The phase or the progress changed, or there is a message to take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.lines: list[Line] = []
        self.at_work: frozenset[Path] = frozenset()
        self.phase = Phase.IDLE
        self.progress: BatchProgress | None = None
        self._message: Message | None = None
        self._rows: dict[Path, int] = {}
        self._control = Control()
        self._work: Work | None = None
        self._news: deque[Line] = deque()
        self._locked = False

    @property
    def is_coding(self) -> bool:
        return self.phase not in (Phase.IDLE, Phase.LOOKING)

    def count(self, standing: Standing) -> int:
        return sum(line.standing is standing for line in self.lines)

    def take_message(self) -> Message | None:
        """What is to be told of how something ended, once."""
        message, self._message = self._message, None
        return message

    def look(self, plan: Plan) -> None:
        """List what a batch would read, with what its journal has already."""
        self.plan = plan
        self._begin(Work(lambda: preview(plan)), self._listed, Phase.LOOKING)

    def start(self, *, retry: bool = False) -> None:
        """Code what is not coded yet; with `retry` what had failed, too."""
        if self.plan is None:
            return
        plan = replace(self.plan, resume=True, retry=retry)
        control, news = Control(), deque[Line]()
        work = Work(lambda: retold(code_folder(plan, control), partial(_noted, news)))
        self._control, self._news = control, news
        self._begin(work, self._coded, Phase.GETTING_READY)

    def pause(self) -> None:
        """Take up no more documents, or go on after a pause."""
        if self.phase is Phase.PAUSED:
            self._control.go_on()
            self._turn(Phase.RUNNING)
        elif self.phase is Phase.RUNNING:
            self._control.pause()
            self._turn(Phase.PAUSED)

    def cancel(self) -> None:
        """Stop; what is finished stays in the journal, and `start` goes on from there."""
        if self.phase is Phase.LOOKING:
            self._end(None)
        elif self.is_coding:
            self._control.cancel()
            self._turn(Phase.STOPPING)

    def close(self) -> None:
        """Stop without telling, and wait a little until the journal and the workers are closed."""
        if self._work is not None:
            work = self._work
            self._control.cancel()
            self._end(None)
            work.wait(_PATIENCE_S)

    def lock(self, *, locked: bool) -> None:
        """Behind the lock keep neither the documents nor the key of their journal, once no run needs them."""
        self._locked = locked
        if locked and self.phase is Phase.LOOKING:
            self.cancel()
        self._forget_what_is_locked()

    def _forget_what_is_locked(self) -> None:
        if self._locked and not self.is_coding:
            self.plan, self.lines, self._rows = None, [], {}
            self.relined.emit()

    # What the thread tells

    def _listed(self, lines: list[Line]) -> None:
        if self._is_of_now():
            self.lines = lines
            self._rows = {line.document.path: row for row, line in enumerate(self.lines)}
            self._end(None)
            self.relined.emit()

    def _progressed(self, progress: Progress) -> None:
        if not self._is_of_now():
            return
        if isinstance(progress, BatchProgress):
            self.progress = progress
            if self.phase is Phase.GETTING_READY and (progress.at_work or self._news):
                self.phase = Phase.RUNNING
            self._take_in({document.path for document in progress.at_work})
        self.moved_on.emit()

    def _coded(self, result: BatchResult) -> None:
        if not self._is_of_now() or self.plan is None:
            return
        self._take_in(set())
        failed = len(result.failures)
        words = tr("All is done: {count} codes are in {name}.", count=result.codes, name=self.plan.out.name)
        hint = tr("{count} documents could not be coded.", count=failed) if failed else ""
        self._end(Message(words, hint, Tone.WARNING if failed else Tone.INFO))
        if self.plan is not None and self.count(Standing.WAITING):  # they are gone since they were listed
            self.look(self.plan)

    def _stopped(self) -> None:
        if self._is_of_now():
            self._take_in(set())
            self._end(Message(tr("The batch was stopped."), tr("What is finished is kept; you can go on later.")))

    def _failed(self, error: MedCodeError) -> None:
        if self._is_of_now():
            self._take_in(set())
            self._end(Message.of(error))

    def _is_of_now(self) -> bool:
        """Whether the signal comes from the work that is under way, and not from one that was given up."""
        return self._work is not None and self.sender() is self._work

    # Its state

    def _begin(self, work: Work, when_done: Callable[[Any], None], phase: Phase) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work, self.progress = work, None
        work.finished.connect(when_done)
        work.progressed.connect(self._progressed)
        work.failed.connect(self._failed)
        work.stopped.connect(self._stopped)
        self._turn(phase)
        work.start()

    def _end(self, message: Message | None) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work, self._message = None, message or self._message
        self._turn(Phase.IDLE)
        self._forget_what_is_locked()

    def _turn(self, phase: Phase) -> None:
        self.phase = phase
        self.moved_on.emit()

    def _take_in(self, at_work: set[Path]) -> None:
        """Put what is finished in its lines; a document that came after the listing gets a new one at the end."""
        changed = {self._rows[path] for path in at_work ^ self.at_work if path in self._rows}
        self.at_work = frozenset(at_work)
        known = len(self.lines)
        while self._news:
            line = self._news.popleft()
            row = self._rows.setdefault(line.document.path, len(self.lines))
            if row == len(self.lines):
                self.lines.append(line)
            else:
                self.lines[row] = line
            changed.add(row)
        if len(self.lines) > known:
            self.relined.emit()
        elif changed:
            self.rows_changed.emit(sorted(changed))


def _noted(news: deque[Line], progress: BatchProgress) -> BatchProgress:
    """Keep what was finished, in the thread of the work: the window does not get each of its steps."""
    news.extend(map(Line.of, progress.finished))
    return progress
