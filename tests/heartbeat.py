"""How long the interface thread leaves people waiting: a beat in its event loop, and what lies between two beats."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

LIMIT_S = 0.050
_BEAT_MS = 2
_LOOK_S = 0.01


@dataclass(frozen=True, slots=True)
class Block:
    """The time between two turns of the event loop: by the clock, and what of it the thread worked.

    By the clock, the time does not count for which the thread was ready and the machine ran other programs.
    """

    wall: float = 0.0
    cpu: float = 0.0
    place: str = ""

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms ({self.cpu * 1000:.0f} ms of work){self.place}"


class Heartbeat:
    """Beats in the event loop of the thread that makes it. `longest` is the worst of the time that is `watched`."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = (0.0, 0.0)
        self._began = 0.0
        self._stack = ""
        self._watching = threading.Event()
        self.beats = 0
        self.longest = self.hardest = Block()

    @contextmanager
    def watched(self) -> Iterator[None]:
        self.beats, self.longest, self.hardest = 0, Block(), Block()
        self._watching.set()
        looker = threading.Thread(target=self._look)
        self._last, self._began = self._now(), time.perf_counter()
        looker.start()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            self._beat()  # what was done since the last turn counts too
            self._watching.clear()
            looker.join()

    def _beat(self) -> None:
        now = self._now()
        wall, cpu = now[0] - self._last[0], now[1] - self._last[1]
        block = Block(wall, cpu, self._stack)
        self.longest = max(self.longest, block, key=lambda b: b.wall)
        self.hardest = max(self.hardest, block, key=lambda b: b.cpu)
        self.beats += 1
        self._stack = ""
        self._last, self._began = self._now(), time.perf_counter()

    def _now(self) -> tuple[float, float]:
        """The clock without the time for which the thread waited for a processor, and its own work."""
        try:
            waited = int(self._schedule.read_text().split()[1]) / 1e9
        except OSError:  # no Linux, or one that does not count it
            waited = 0.0
        return time.perf_counter() - waited, time.thread_time()

    def _look(self) -> None:
        """Keep where the thread stands when it stands for long, for the message of a test that fails."""
        while self._watching.is_set():
            time.sleep(_LOOK_S)
            if not self._stack and time.perf_counter() - self._began > LIMIT_S * 0.8:
                frame = sys._current_frames().get(self._thread)
                lines = traceback.format_stack(frame) if frame else []
                self._stack = "\n" + "".join(lines[-12:])
