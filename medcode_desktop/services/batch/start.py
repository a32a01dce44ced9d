"""Starts a batch as its plan says: on this machine with as many workers as are fastest, or on a cluster."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from medcode_desktop.core.types import Progress
from medcode_desktop.services.batch.crew import Crew, LocalCrew
from medcode_desktop.services.batch.plan import Plan, find
from medcode_desktop.services.batch.run import BatchProgress, BatchResult, Control, run_batch
from medcode_desktop.services.batch.task import Job
from medcode_desktop.services.batch.tuning import layout_for
from medcode_desktop.services.batch.watch import PAUSE_S, watch


def code_folder(
    plan: Plan, control: Control | None = None, cluster: str = ""
) -> Generator[BatchProgress, None, BatchResult]:
    """The whole batch; `cluster` is the address of a Dask scheduler. Raises as `run_batch`."""
    control = control or Control()
    crew = yield from _crew(plan, control, cluster)
    return (yield from run_batch(plan, crew, control))


def watch_folder(
    plan: Plan, control: Control | None = None, cluster: str = "", pause_s: float = PAUSE_S
) -> Generator[BatchProgress, None, None]:
    """The same for what is in the folder and what comes, until it is cancelled. Raises as `run_batch`."""
    control = control or Control()
    crew = yield from _crew(plan, control, cluster)
    yield from watch(plan, crew, control, pause_s=pause_s)


def _crew(plan: Plan, control: Control, cluster: str) -> Generator[BatchProgress, None, Crew]:
    if cluster:
        from medcode_desktop.services.batch.cluster import ClusterCrew

        return ClusterCrew(Job(plan.settings, plan.options), cluster, plan.time_limit_s)
    steps: Generator[Progress, None, object] = layout_for(plan, len(find(plan)))
    while True:
        control.heed()
        try:
            step = next(steps)
        except StopIteration as stop:
            layout = stop.value
            break
        yield BatchProgress(step.done, step.total, step.message, 0, 0.0, None)
    job = Job(replace(plan.settings, threads=layout.threads), plan.options)
    return LocalCrew(job, layout.workers, layout.threads, plan.time_limit_s, plan.memory_limit)
