"""The workers of a batch on this machine: processes that are watched, ended where one hangs or swells, and replaced."""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import psutil

from medcode_desktop.engine.process import ChildProcess, Event
from medcode_desktop.engine.wire import Message
from medcode_desktop.errors import ModelError
from medcode_desktop.services.batch import worker
from medcode_desktop.services.batch.plan import Document, Plan, find, fingerprints
from medcode_desktop.services.batch.task import Job, Outcome, Task

_SERVE = f"{worker.__name__}:{worker.main.__name__}"
_LOOK_S = 0.25
"""How often time and memory are looked at."""
_STOPPED_S = 5.0
"""After a longer time without a look no document is blamed for it."""
_START_S = 300.0
"""How long a worker may take to open its coder."""


class Crew(Protocol):
    """Those who code the documents. One thread calls; `close` ends all at once."""

    def identity(self, seconds: float) -> str | None:
        """What decides the codes beside the options, None while the crew still starts. Raises ModelError."""
        ...

    def find(self, plan: Plan) -> list[Document]: ...

    def fingerprints(self, paths: Sequence[str]) -> list[str]: ...

    def has_room(self) -> bool:
        """Whether another task can be taken now."""
        ...

    def submit(self, task: Task) -> None: ...

    def poll(self, seconds: float) -> list[Outcome]:
        """What has been finished, waiting so long at most for the first. Raises ModelError."""
        ...

    def close(self) -> None: ...


@dataclass(slots=True)
class _Clock:
    """How long a document has been worked on, in all stages; `began` is set while one of them works."""

    spent: float = 0.0
    began: float | None = None

    def turn(self, at: float, *, on: bool) -> None:
        if self.began is not None:
            self.spent += max(0.0, at - self.began)
        self.began = at if on else None

    def total(self, now: float) -> float:
        return self.spent + (now - self.began if self.began is not None else 0.0)


@dataclass(slots=True)
class _Worker:
    process: ChildProcess
    started: float
    identity: str = ""
    tasks: dict[int, Task] = field(default_factory=dict)
    clocks: dict[int, _Clock] = field(default_factory=dict)


class LocalCrew:
    """Satisfies `Crew` with processes. `memory_limit` is for a worker with its engine, in bytes.

    A document that takes too long or too much memory fails; its worker is ended, and the others that this one had go to
    the next. Where a worker dies by itself, what it was working on is tried once more, each alone in a process.
    """

    def __init__(self, job: Job, workers: int, threads: int, time_limit_s: float, memory_limit: int) -> None:
        self._job, self._count, self._threads = job, workers, threads
        self._time_limit_s, self._memory_limit = time_limit_s, memory_limit
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._workers: dict[int, _Worker] = {}
        self._again: deque[Task] = deque()
        self._suspects: set[int] = set()
        self._outcomes: list[Outcome] = []
        self._looked = 0.0

    def identity(self, seconds: float) -> str | None:
        self._hand_out()
        self._take(seconds)
        self._watch()
        return next((one.identity for one in self._workers.values() if one.identity), None)

    def find(self, plan: Plan) -> list[Document]:
        return find(plan)

    def fingerprints(self, paths: Sequence[str]) -> list[str]:
        return fingerprints(paths)

    @property
    def processes(self) -> list[int]:
        """Numbers of the worker processes that run."""
        return list(self._workers)

    def has_room(self) -> bool:
        waiting = sum(len(one.tasks) for one in self._workers.values()) + len(self._again)
        return waiting < self._count * worker.IN_FLIGHT

    def submit(self, task: Task) -> None:
        self._again.append(task)
        self._hand_out()

    def poll(self, seconds: float) -> list[Outcome]:
        deadline = time.monotonic() + seconds
        self._hand_out()
        while True:
            left = deadline - time.monotonic()
            self._take(max(0.0, min(left, _LOOK_S)) if not self._outcomes else 0.0)
            self._watch()
            if self._outcomes or left <= 0:
                done, self._outcomes = self._outcomes, []
                return done

    def close(self) -> None:
        for one in self._workers.values():
            one.process.end()
        self._workers.clear()

    def _start(self) -> None:
        threads = str(self._threads)
        settings = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        process = ChildProcess(self._events, _SERVE, settings)
        process.send(Message("open", values=self._job.to_dict()))
        self._workers[process.process.pid] = _Worker(process, time.monotonic())

    def _hand_out(self) -> None:
        """Give waiting tasks to the workers that have fewest; one that killed a process before works alone."""
        while len(self._workers) < self._count:
            self._start()
        for _ in range(len(self._again)):
            task = self._again.popleft()
            alone = task.number in self._suspects
            free = [
                one
                for one in self._workers.values()
                if len(one.tasks) < (1 if alone else worker.IN_FLIGHT) and not self._suspects & one.tasks.keys()
            ]
            if not free:
                self._again.append(task)
                continue
            one = min(free, key=lambda w: len(w.tasks))
            one.tasks[task.number] = task
            one.clocks[task.number] = _Clock()
            one.process.send(Message("task", values=task.to_dict()))

    def _take(self, seconds: float) -> None:
        """Take in what the workers say, waiting so long at most for the first word."""
        try:
            event = self._events.get(timeout=seconds) if seconds else self._events.get_nowait()
            while True:
                self._understand(event)
                event = self._events.get_nowait()
        except queue.Empty:
            pass

    def _understand(self, event: Event) -> None:
        number = event.reply.call if event.reply else event.number
        one = self._workers.get(number)
        if one is None:
            return
        if event.reply is None:
            self._bury(one)
            return
        values = event.reply.values
        match event.reply.kind:
            case "ready":
                one.identity = values["identity"]
            case "refused":
                raise ModelError(values["message"], values["hint"])
            case "stage":
                for task in values["tasks"]:
                    if clock := one.clocks.get(task):
                        clock.turn(values["at"], on=values["begins"])
            case "done":
                outcome = Outcome.from_dict(values)
                if outcome.fatal:
                    raise ModelError(outcome.reason)
                self._finish(one, outcome)
                self._hand_out()

    def _finish(self, one: _Worker, outcome: Outcome) -> None:
        if one.tasks.pop(outcome.number, None) is not None:
            one.clocks.pop(outcome.number)
            self._suspects.discard(outcome.number)
            self._outcomes.append(outcome)

    def _bury(self, one: _Worker) -> None:
        """A worker died by itself: perhaps over what it was working on, perhaps the system ended it."""
        cause = one.process.cause_of_death()
        if not one.identity:
            raise ModelError(f"The worker process of the batch ended while it started ({cause}).", "Try again.")
        for number, task in list(one.tasks.items()):
            clock = one.clocks[number]
            if clock.began is None:
                continue
            if number in self._suspects:
                reason = f"{task.path} could not be coded: the process that worked on it ended twice ({cause})."
                self._finish(one, Outcome(number, reason=reason, seconds=clock.spent))
            else:
                self._suspects.add(number)
        self._let_go(one)

    def _let_go(self, one: _Worker) -> None:
        one.process.end()
        del self._workers[one.process.process.pid]
        self._again.extendleft(reversed(one.tasks.values()))
        self._hand_out()

    def _watch(self) -> None:
        """End workers that exceed a limit. Messages were taken in before, so a batch that paused blames nobody."""
        now = time.monotonic()
        if now < self._looked + _LOOK_S:
            return
        stopped, self._looked = now - self._looked, now
        if stopped > _STOPPED_S:  # this program did not run, and perhaps the workers neither (Ctrl+Z, a laptop asleep)
            for clock in (clock for one in self._workers.values() for clock in one.clocks.values()):
                if clock.began is not None:
                    clock.began = min(now, clock.began + stopped)
        for one in list(self._workers.values()):
            if not one.identity:
                if now > one.started + _START_S:
                    raise ModelError("The worker process of the batch does not start.", "Try again.")
                continue
            active = {number: clock.total(now) for number, clock in one.clocks.items() if clock.began is not None}
            if not active:
                continue
            slowest = max(active, key=lambda number: active[number])
            if memory_of(one.process.process.pid) > self._memory_limit:
                reason = f"needed more than the {self._memory_limit / 1e9:g} GB of memory that a document may use."
            elif active[slowest] > self._time_limit_s:
                reason = f"took longer than the {self._time_limit_s:g} s that a document may take."
            else:
                continue
            path = one.tasks[slowest].path
            self._finish(one, Outcome(slowest, reason=f"{path} {reason}", seconds=active[slowest]))
            self._let_go(one)


def memory_of(process: int) -> int:
    """Bytes that a process and its children have in memory; shared pages count for each."""
    total = 0
    try:
        root = psutil.Process(process)
        for one in (root, *root.children(recursive=True)):
            try:
                total += one.memory_info().rss
            except psutil.NoSuchProcess:
                continue
    except psutil.NoSuchProcess:
        pass
    return total
