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
_BEAT_MS = 5
_LOOK_S = 0.01
_LOOKER = "heartbeat"


@dataclass(frozen=True, slots=True)
class Block:
    """The time between two turns of the event loop: by the clock, and what of it the thread worked.

    By the clock, the time does not count for which the thread was ready, or one that it waited for, and the machine ran
    other programs instead. On a machine that has nothing else to do, that is none.
    """

    wall: float = 0.0
    cpu: float = 0.0
    place: str = ""

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms ({self.cpu * 1000:.0f} ms of work){self.place}"


@dataclass(frozen=True, slots=True)
class _Moment:
    """The clock, what the thread worked by then, and how long each thread waited for a processor by then."""

    clock: float
    work: float
    waited: dict[int, float]


def _waited(native_id: int) -> float:
    try:
        return int(Path(f"/proc/self/task/{native_id}/schedstat").read_text().split()[1]) / 1e9
    except OSError:  # the thread has ended, or the system does not count it
        return 0.0


class Heartbeat:
    """Beats in the event loop of the thread that makes it. `longest` is the worst of the time that is `watched`."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = self._now()
        self._stack = ""
        self._watching = threading.Event()
        self.beats = 0
        self.longest = self.hardest = Block()

    @contextmanager
    def watched(self) -> Iterator[None]:
        self.beats, self.longest, self.hardest = 0, Block(), Block()
        self._watching.set()
        looker = threading.Thread(target=self._look, name=_LOOKER)
        self._last = self._now()
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
        wall, cpu = now.clock - self._last.clock, now.work - self._last.work
        own = now.waited.get(self._thread, 0.0) - self._last.waited.get(self._thread, 0.0)
        others = (now.waited[t] - self._last.waited.get(t, 0.0) for t in now.waited if t != self._thread)
        block = Block(max(cpu, wall - own - max(others, default=0.0)), cpu, self._stack)
        self.longest = max(self.longest, block, key=lambda b: b.wall)
        self.hardest = max(self.hardest, block, key=lambda b: b.cpu)
        self.beats += 1
        self._stack = ""
        self._last = self._now()

    def _now(self) -> _Moment:
        threads = [t for t in threading.enumerate() if t.ident and t.native_id and t.name != _LOOKER]
        waited = {t.ident or 0: _waited(t.native_id or 0) for t in threads}
        return _Moment(time.perf_counter(), time.thread_time(), waited)

    def _look(self) -> None:
        """Keep where the thread stands when it stands for long, for the message of a test that fails."""
        while self._watching.is_set():
            time.sleep(_LOOK_S)
            if not self._stack and time.perf_counter() - self._last.clock > LIMIT_S * 0.8:
                frame = sys._current_frames().get(self._thread)
                lines = traceback.format_stack(frame) if frame else []
                self._stack = "\n" + "".join(lines[-12:])
