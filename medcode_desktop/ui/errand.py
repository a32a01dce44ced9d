"""Work of the window that takes long, one at a time: a thread does it, and the window takes in what comes of it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import DocumentError, MedCodeError
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.opening import message_about
from medcode_desktop.ui.saving import Outgoing, Saving, Target
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

_SLICE_S = 0.015
"""How long things are taken in before the window gets time for others."""
_AT_ONCE = 20
"""Notes that are marked as exported in one go."""
_PATIENCE_S = 5.0
"""How long an export that is being written is waited for when it cannot go on behind the window."""
Steps = deque[Callable[[], object]]
"""What a thread leaves to be done in the window."""
Steady = Generator[Progress, None, Any]


class Errand(QObject):
    """`began` says what is done, `ended` gives what is to be told, or None.

    Those who derive from it call `_begin` for what a thread does first, and then `_write` to export.
    """

    began = Signal(str)
    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, saving: Saving, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving = saving
        self._work: Work | None = None
        self._steps: Steps = deque()
        self._total, self._taken, self._all_read = 0, 0, False
        self._errors: list[DocumentError] = []
        self._end: Callable[[], None] = lambda: None
        self._may_stop: Callable[[], bool] = lambda: True
        self._stopped: Callable[[], Message] = self._stopped_reading
        self._then: Callable[[], object] = lambda: None
        self.is_writing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._take_some)

    @property
    def is_busy(self) -> bool:
        return self._work is not None

    def then(self, do: Callable[[], object]) -> None:
        """Do something when the export is there; not when it failed or was stopped."""
        self._then = do

    def cancel(self) -> None:
        """Stop; what was taken in stays. An export that is in its file already is not undone, but ends."""
        if self._work is not None and self._may_stop():
            self._finish(self._stopped())

    def give_up(self) -> None:
        """Be over when this returns: the notes are about to go. A file that is just being written is finished."""
        self.cancel()
        if self._work is not None:
            self._then = lambda: None
            self._work.wait(_PATIENCE_S)
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            while self._steps or self._all_read:
                self._take_some()
        if self._work is not None:
            self._finish(None)

    # For those who derive from it

    def _begin(self, words: str, begin: Callable[[Steps], Steady], end: Callable[[], None]) -> None:
        """Let a thread work; when it has ended and all the steps it added are done here, `end` is called.

        Its progress counts documents, of which `_taken` are taken in.
        """
        steps: Steps = deque()  # of its own: a thread that is stopped may add one more
        self._steps, self._errors, self._taken = steps, [], 0
        self._may_stop, self._stopped = (lambda: True), self._stopped_reading
        self._start(words, lambda: begin(steps), end)

    def _start(self, words: str, begin: Callable[[], Steady], end: Callable[[], None]) -> None:
        self._work = work = Work(begin)
        self._end, self._total, self._all_read = end, 0, False
        work.progressed.connect(self._progressed)
        work.finished.connect(self._work_ended)
        work.failed.connect(self._failed)
        self.began.emit(words)
        work.start()

    def _write(self, target: Target, leaving: Sequence[Outgoing]) -> None:
        """Write notes into a file, mark them as exported and tell of it."""
        last = threading.Lock()  # who gets it: the thread to put the file in its place, or the window to stop it

        def mark() -> None:
            starts = range(0, len(leaving), _AT_ONCE)
            self._steps.extend(partial(self._saving.mark, target, leaving[at : at + _AT_ONCE]) for at in starts)
            self._end, self._all_read = end, True
            self._take_some()

        def end() -> None:
            self._finish(self._saving.told(target, leaving), done=True)

        self._may_stop = lambda: last.acquire(blocking=False)
        self._stopped = self._stopped_writing
        self.is_writing = True
        begin = partial(self._saving.writing, target, leaving, lambda: last.acquire(blocking=False))
        self._start(tr("Writing {name}…", name=target[0].name), begin, mark)

    def _finish(self, message: Message | None, *, done: bool = False) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work, self._all_read, self.is_writing = None, False, False
        self._steps.clear()
        errors, self._errors = self._errors, []
        then, self._then = self._then, lambda: None
        if errors:
            about = message_about(errors)
            told = f"{message.text}\n{about.text}" if message else about.text
            message = Message(told, about.hint, Tone.ERROR)
        self.ended.emit(message)
        if done:
            then()

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

    # What the thread tells

    def _progressed(self, progress: Progress) -> None:
        if not self._is_of_now():
            return
        if self.is_writing:
            self.progressed.emit(progress)
        else:
            self._total = progress.total
            if not self._soon.isActive():
                self._soon.start()  # not here: many such signals may come in one turn of the loop

    def _work_ended(self) -> None:
        if self._is_of_now():
            self._all_read = True
            self._take_some()

    def _failed(self, error: MedCodeError) -> None:
        if self._is_of_now():
            self._finish(Message.of(error))

    def _is_of_now(self) -> bool:
        """Whether a signal comes from the work that is under way, and not from one that was given up."""
        return self._work is not None and self.sender() is self._work

    def _stopped_reading(self) -> Message:
        return Message(tr("Stopped after {count} documents.", count=self._taken))

    def _stopped_writing(self) -> Message:
        return Message(tr("The export was stopped; nothing was written."))
