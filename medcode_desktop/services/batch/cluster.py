"""The workers of a batch on a Dask cluster: the same steps, with results and journal on this machine.

Documents stay where the workers read them: the folder is listed and read by the workers, under the path that it has for
all of them. Only codes, places and the words of the evidence come back. This is the one part of coding that opens
network connections, to the address that the user gave; all of them are opened within `ClusterCrew`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from medcode_desktop import offline
from medcode_desktop.errors import Cancelled, EngineError, MedCodeError
from medcode_desktop.services.batch.plan import Document, Plan, find, fingerprints
from medcode_desktop.services.batch.task import BatchCoder, Job, Outcome, Task, code, read

_AHEAD = 2
"""Tasks for each thread of the cluster that wait there, so that none is idle."""
_CONNECT_S = 20
_ANSWER_S = 120


class ClusterCrew:
    """Satisfies `Crew`. Raises EngineError where the cluster cannot be reached or is lost."""

    def __init__(self, job: Job, address: str, time_limit_s: float) -> None:
        try:
            import distributed
        except ImportError as error:
            raise MedCodeError(
                "A cluster needs the library Dask.", "Install it: pip install 'medcode-desktop[cluster]'"
            ) from error
        self._address, self._job, self._time_limit_s = address, job.to_dict(), time_limit_s
        with ExitStack() as gate:
            gate.enter_context(offline.opened_to_all())
            try:
                self._client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                raise self._lost() from error
            self._gate = gate.pop_all()
        self._done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._futures: dict[int, tuple[Task, Any]] = {}
        self._identity: str | None = None
        self._opening: Any = None

    def identity(self, seconds: float) -> str | None:
        if self._identity is None:
            if self._opening is None:
                self._opening = self._client.submit(identity_of, self._job, pure=False)
            try:
                self._identity = self._opening.result(timeout=seconds)
            except TimeoutError:
                self._check()
        return self._identity

    def find(self, plan: Plan) -> list[Document]:
        return self._ask(find, plan)  # type: ignore[no-any-return]

    def fingerprints(self, paths: Sequence[str]) -> list[str]:
        return self._ask(fingerprints, list(paths))  # type: ignore[no-any-return]

    def has_room(self) -> bool:
        threads: int = sum(self._client.nthreads().values())
        return len(self._futures) < _AHEAD * max(1, threads)

    def submit(self, task: Task) -> None:
        future = self._client.submit(work, self._job, task.to_dict(), self._time_limit_s, pure=False)
        self._futures[task.number] = task, future
        future.add_done_callback(lambda done, number=task.number: self._done.put((number, done)))

    def poll(self, seconds: float) -> list[Outcome]:
        outcomes = []
        try:
            number, future = self._done.get(timeout=max(seconds, 0.001))
            while True:
                task, _ = self._futures.pop(number)
                outcomes.append(self._outcome(task, future))
                number, future = self._done.get_nowait()
        except queue.Empty:
            self._check()
        return outcomes

    def close(self) -> None:
        with self._gate:
            self._client.cancel([future for _, future in self._futures.values()], force=True)
            self._futures.clear()
            self._client.close()

    def _ask(self, function: Any, argument: Any) -> Any:
        try:
            return self._client.submit(function, argument, pure=False).result(timeout=_ANSWER_S)
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _outcome(self, task: Task, future: Any) -> Outcome:
        if future.status == "cancelled":
            raise self._lost()
        error = future.exception()
        if error is None:
            return Outcome.from_dict(future.result())
        kind = type(error).__name__
        why = "the workers that worked on it ended" if kind == "KilledWorker" else f"an unexpected error ({kind})"
        return Outcome(task.number, reason=f"{task.path} could not be coded: {why}.")

    def _check(self) -> None:
        if self._client.status != "running":
            raise self._lost()

    def _lost(self) -> EngineError:
        return EngineError(
            f"The cluster at {self._address} does not answer.",
            "Check that its scheduler and workers run; what is finished is kept: go on with --resume.",
        )


_opening = threading.Lock()
_coders: dict[str, tuple[BatchCoder, threading.Lock]] = {}
"""The coder of this worker process, by the job that it was opened for."""


def identity_of(job: dict[str, Any]) -> str:
    """On a worker: what decides the codes beside the options."""
    return _coder(job)[0].identity


def work(job: dict[str, Any], task: dict[str, Any], time_limit_s: float) -> dict[str, Any]:
    """On a worker: the outcome of a task. The time limit holds from the moment at which the note is coded."""
    coder, one_at_a_time = _coder(job)
    reading = read(Task.from_dict(task))
    with one_at_a_time:
        deadline = time.monotonic() + time_limit_s - reading.seconds
        alarm = threading.Timer(max(0.0, deadline - time.monotonic()), coder.cancel)
        alarm.start()

        def go_on() -> None:
            if time.monotonic() > deadline:
                raise Cancelled

        try:
            return code(reading, coder, Job.from_dict(job).options, go_on).to_dict()
        except Cancelled:
            reason = f"{task['path']} took longer than the {time_limit_s:g} s that a document may take."
            return Outcome(task["number"], reading.content, reason=reason, seconds=time_limit_s).to_dict()
        finally:
            alarm.cancel()


def _coder(job: dict[str, Any]) -> tuple[BatchCoder, threading.Lock]:
    key = repr(sorted(job.items(), key=lambda item: item[0]))
    with _opening:
        if key not in _coders:
            for coder, _ in _coders.values():
                coder.close()
            _coders.clear()
            _coders[key] = Job.from_dict(job).open(), threading.Lock()
        return _coders[key]
