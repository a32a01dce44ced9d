"""The thread that codes notes one after the other, so that the window never waits for the model."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from queue import SimpleQueue
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from medcode_desktop.core.types import Coding, CodingOptions, Note, Progress
from medcode_desktop.errors import Cancelled, MedCodeError
from medcode_desktop.ui.words import tr

_log = logging.getLogger(__name__)


class OpenCoder(Protocol):
    """A coder with its engine running; `info` names the model and the device really used."""

    @property
    def info(self) -> Any: ...

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]: ...

    def cancel(self) -> None:
        """Make the running step end with Cancelled at once; called from another thread."""

    def close(self) -> None: ...


class CodingThread(QThread):
    """Opens the coder, then drives its generator for each note in turn; results come back as signals.

    Each note has a key. After `cancel(key)` nothing more is heard of it. When the coder cannot be opened, every
    note fails with the reason and the next one tries again, so that a repaired model needs no restart.
    """

    opened = Signal(object)
    failed_to_open = Signal(object)
    progressed = Signal(int, object)
    finished_note = Signal(int, object)
    failed_note = Signal(int, object)

    def __init__(self, open_coder: Callable[[], OpenCoder], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coding")
        self._open_coder = open_coder
        self._jobs: SimpleQueue[tuple[int, int, Note, CodingOptions] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._wanted: dict[int, int] = {}
        self._running = -1
        self._tickets = 0
        self._stopping = False
        self._coder: OpenCoder | None = None

    def code(self, key: int, note: Note, options: CodingOptions) -> None:
        """Queue a note; it takes the place of an earlier request with the same key."""
        self.cancel(key)
        with self._lock:
            self._tickets += 1
            self._wanted[key] = self._tickets
            self._jobs.put((key, self._tickets, note, options))

    def cancel(self, key: int) -> None:
        """Forget the request of this key; a running one is stopped. Returns at once."""
        with self._lock:
            ticket = self._wanted.pop(key, -1)
            coder = self._coder if ticket == self._running and ticket >= 0 else None
        if coder is not None:
            coder.cancel()

    def stop(self) -> None:
        """End the thread: running work is cancelled, the coder is closed."""
        with self._lock:
            self._stopping = True
            self._wanted.clear()
            coder = self._coder if self._running >= 0 else None
        self._jobs.put(None)
        if coder is not None:
            coder.cancel()
        self.wait()

    def run(self) -> None:
        try:
            self._open()
        except Exception as error:
            self.failed_to_open.emit(_for_the_user(error))
        while (job := self._jobs.get()) is not None:
            self._code(*job)
        if self._coder is not None:
            self._coder.close()

    def _open(self) -> OpenCoder:
        if self._coder is None:
            coder = self._open_coder()
            with self._lock:
                self._coder = coder
            self.opened.emit(coder.info)
        return self._coder

    def _code(self, key: int, ticket: int, note: Note, options: CodingOptions) -> None:
        with self._lock:
            if self._wanted.get(key) != ticket:
                return
            self._running = ticket
        try:
            self._drive(self._open(), key, ticket, note, options)
        except Cancelled:
            pass
        except Exception as error:
            if self._is_wanted(key, ticket):
                self.failed_note.emit(key, _for_the_user(error))
        finally:
            with self._lock:
                self._running = -1
                if self._wanted.get(key) == ticket:
                    del self._wanted[key]

    def _drive(self, coder: OpenCoder, key: int, ticket: int, note: Note, options: CodingOptions) -> None:
        steps = coder.code(note, options)
        try:
            while self._is_wanted(key, ticket):
                try:
                    progress = next(steps)
                except StopIteration as end:
                    if self._is_wanted(key, ticket):
                        self.finished_note.emit(key, end.value)
                    return
                self.progressed.emit(key, progress)
        finally:
            steps.close()

    def _is_wanted(self, key: int, ticket: int) -> bool:
        with self._lock:
            return not self._stopping and self._wanted.get(key) == ticket


def _for_the_user(error: Exception) -> MedCodeError:
    """The error in words; of an unforeseen one only the kind is logged, because its text may quote the note."""
    if isinstance(error, MedCodeError):
        return error
    _log.error("Coding failed unexpectedly: %s", type(error).__name__)
    return MedCodeError(
        tr("The note could not be coded: an unexpected fault of the program ({kind}).", kind=type(error).__name__),
        tr("Try again; if it stays, please report it."),
    )
