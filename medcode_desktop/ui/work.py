"""A thread for one piece of long work: it drives a generator and tells how far it is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import Cancelled, MedCodeError
from medcode_desktop.ui.words import tr

_log = logging.getLogger(__name__)
_BETWEEN_S = 0.05
"""Progress is told no more often, so that the window has time for other things."""


class Work(QObject):
    """`begin` makes the generator, in the thread. After `cancel()` nothing more is sent; the generator is closed.

    `stopped` is sent when the work itself ended with Cancelled.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, begin: Callable[[], Generator[Progress, None, Any]]) -> None:
        super().__init__()  # without a parent, which could take it away while its thread still ends
        self._begin = begin
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Returns at once; the work ends at its next step."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait so long at most for the end of the thread; for when the program closes."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self._drive(self._begin())
        except Cancelled:
            if not self._cancelled.is_set():
                self.stopped.emit()
        except Exception as error:
            if not self._cancelled.is_set():
                self.failed.emit(error if isinstance(error, MedCodeError) else _unforeseen(error))

    def _drive(self, steps: Generator[Progress, None, Any]) -> None:
        told = 0.0
        try:
            while not self._cancelled.is_set():
                try:
                    progress = next(steps)
                except StopIteration as end:
                    if not self._cancelled.is_set():
                        self.finished.emit(end.value)
                    return
                if time.monotonic() - told >= _BETWEEN_S and not self._cancelled.is_set():
                    told = time.monotonic()
                    self.progressed.emit(progress)
        finally:
            steps.close()


def _unforeseen(error: Exception) -> MedCodeError:
    _log.error("Work failed unexpectedly: %s", type(error).__name__)
    return MedCodeError(
        tr("An unexpected fault of the program ({kind}).", kind=type(error).__name__),
        tr("Try again; if it stays, please report it."),
    )
