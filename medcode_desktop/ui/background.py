"""The thread that works with the model, one task after the other, so that the window never waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from enum import Enum, auto
from itertools import count
from queue import PriorityQueue
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.types import Coding, CodingOptions, LinkedMention, Note, Progress, Span
from medcode_desktop.errors import Cancelled, MedCodeError
from medcode_desktop.ui.words import tr

_log = logging.getLogger(__name__)

_STOP_AGAIN_S = 0.05
"""A step that began just after the thread was told to stop is cancelled after this time."""


class _Order(Enum):
    """What the thread is told beside notes to code."""

    CLOSE = auto()
    REOPEN = auto()
    STOP = auto()


class Running(Protocol):
    """What the engine really uses; `device` is "CPU" or the GPUs that hold layers."""

    @property
    def model(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def layers(self) -> int: ...
    @property
    def layers_on_gpu(self) -> int: ...
    @property
    def threads(self) -> int: ...
    @property
    def context(self) -> int: ...


class OpenCoder(Protocol):
    """A coder; asking for its `info` starts the engine if it does not run yet."""

    @property
    def info(self) -> Running: ...

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]: ...

    def offers(
        self, note: Note, span: Span, options: CodingOptions
    ) -> Generator[Progress, None, LinkedMention | None]: ...

    def cancel(self) -> None:
        """Make the running step end with Cancelled at once; called from another thread."""

    def close(self) -> None: ...


Task = Callable[[OpenCoder], Generator[Progress, None, Any]]


class CodingThread(QObject):
    """Opens the coder, then drives a generator of it for each request in turn; results come back as signals.

    After `cancel(ticket)` no more signal about that request is sent. When the coder cannot be opened, every
    note fails with the reason and the next one tries again, so that a repaired model needs no restart. `opened` is
    sent when the engine runs, after `reopen` once more.
    """

    opened = Signal(object)
    failed_to_open = Signal(object)
    progressed = Signal(int, object)
    finished_note = Signal(int, object)
    failed_note = Signal(int, object)

    def __init__(self, open_coder: Callable[[], OpenCoder], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = threading.Thread(target=self._run, name="coding", daemon=True)
        self._open_coder = open_coder
        self._jobs: PriorityQueue[tuple[bool, int, Task | _Order]] = PriorityQueue()
        self._lock = threading.Lock()
        self._tickets = count(1)
        self._wanted: set[int] = set()
        self._running = 0
        self._coder: OpenCoder | None = None
        self._told = False

    def start(self) -> None:
        self._thread.start()

    def code(
        self, note: Note, options: CodingOptions, when_coded: Callable[[Note, Coding], object] | None = None
    ) -> int:
        """Queue a note; the ticket that is returned names it in the signals. `when_coded` is called in the thread."""

        def task(coder: OpenCoder) -> Generator[Progress, None, Coding]:
            coding = yield from coder.code(note, options)
            if when_coded is not None:
                when_coded(note, coding)
            return coding

        return self._want(task, waits=True)

    def offers(self, note: Note, span: Span, options: CodingOptions) -> int:
        """Ask for the codes of a phrase, before the notes that wait: a person waits for them."""
        return self._want(lambda coder: coder.offers(note, span, options), waits=False)

    def _want(self, task: Task, *, waits: bool) -> int:
        ticket = next(self._tickets)
        with self._lock:
            self._wanted.add(ticket)
        self._jobs.put((waits, ticket, task))
        return ticket

    def cancel(self, ticket: int) -> None:
        """Forget a request; a running one is stopped. Returns at once."""
        with self._lock:  # while it is held, the thread cannot go on to a note that nobody cancelled
            self._wanted.discard(ticket)
            if self._coder is not None and ticket == self._running:
                self._coder.cancel()

    def reopen(self) -> None:
        """Open the coder anew, as the settings say by then, after the notes that wait already."""
        self._jobs.put((True, next(self._tickets), _Order.REOPEN))

    def let_go(self) -> None:
        """Close the coder, which holds code tables open, after the notes that wait already; the next note opens it."""
        self._jobs.put((True, next(self._tickets), _Order.CLOSE))

    def stop(self) -> None:
        """End the thread: running work is cancelled, the loading of the model too, and the coder is closed."""
        with self._lock:
            self._wanted.clear()
        self._jobs.put((True, next(self._tickets), _Order.STOP))
        while self._thread.is_alive():
            with self._lock:
                if self._coder is not None:
                    self._coder.cancel()
            self._thread.join(_STOP_AGAIN_S)

    def _run(self) -> None:
        self._try_to_open()
        while True:
            _, ticket, job = self._jobs.get()
            if job is _Order.STOP:
                break
            if isinstance(job, _Order):
                self._close()
                if job is _Order.REOPEN:
                    self._try_to_open()
            else:
                self._do(ticket, job)
        self._close()

    def _try_to_open(self) -> None:
        try:
            self._open()
        except Cancelled:
            pass
        except Exception as error:
            self.failed_to_open.emit(_for_the_user(error))

    def _close(self) -> None:
        with self._lock:
            coder, self._coder, self._told = self._coder, None, False
        if coder is not None:
            coder.close()

    def _open(self) -> OpenCoder:
        if self._coder is None:
            coder = self._open_coder()
            with self._lock:
                self._coder = coder
        if not self._told:
            self.opened.emit(self._coder.info)
            self._told = True
        return self._coder

    def _do(self, ticket: int, task: Task) -> None:
        with self._lock:
            if ticket not in self._wanted:
                return
            self._running = ticket
        try:
            self._drive(ticket, task(self._open()))
        except Cancelled:
            pass
        except Exception as error:
            if self._is_wanted(ticket):
                self.failed_note.emit(ticket, _for_the_user(error))
        finally:
            with self._lock:
                self._running = 0
                self._wanted.discard(ticket)

    def _drive(self, ticket: int, steps: Generator[Progress, None, Any]) -> None:
        try:
            while self._is_wanted(ticket):
                try:
                    progress = next(steps)
                except StopIteration as end:
                    if self._is_wanted(ticket):
                        self.finished_note.emit(ticket, end.value)
                    return
                self.progressed.emit(ticket, progress)
        finally:
            steps.close()

    def _is_wanted(self, ticket: int) -> bool:
        with self._lock:
            return ticket in self._wanted


def _for_the_user(error: Exception) -> MedCodeError:
    """The error in words; of an unforeseen one only the kind is logged, because its text may quote the note."""
    if isinstance(error, MedCodeError):
        return error
    _log.error("Coding failed unexpectedly: %s", type(error).__name__)
    return MedCodeError(
        tr("The note could not be coded: an unexpected fault of the program ({kind}).", kind=type(error).__name__),
        tr("Try again; if it stays, please report it."),
    )
