"""How many workers with how many threads are fastest on this machine: measured once with the models in use, and kept.

Threads wait for each other at every step of the model, so on a machine that does other work too several workers with
one thread each are often faster than one with several; only a measurement tells.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

from medcode_desktop.core.types import Progress
from medcode_desktop.engine import physical_cores
from medcode_desktop.paths import machine_file, replaced_file, resources_folder
from medcode_desktop.services import model_store
from medcode_desktop.services.batch.crew import LocalCrew
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.task import Job, Task
from medcode_desktop.services.batch.worker import IN_FLIGHT
from medcode_desktop.services.hardware import find_hardware

WORTH_MEASURING = 100
"""Documents from which the measurement pays; fewer are coded by one worker with the threads of the settings."""
_WORKER_MEMORY = 800_000_000
_MEASURE_S = 4.0


@dataclass(frozen=True, slots=True)
class Layout:
    """So many workers, each with an engine process of so many threads."""

    workers: int
    threads: int


def layout_for(plan: Plan, documents: int) -> Generator[Progress, None, Layout]:
    """The layout that the plan asks for, or the one that was measured for this machine, which is done if need be."""
    cores = physical_cores()
    if plan.workers:
        return Layout(plan.workers, plan.settings.threads or max(1, cores // plan.workers))
    key = _key(plan, cores)
    known = _remembered().get(key)
    if known:
        return Layout(int(known["workers"]), int(known["threads"]))
    if documents < WORTH_MEASURING:
        return Layout(1, plan.settings.threads or cores)
    best = yield from _measured(plan, _layouts(cores, plan.settings.threads))
    with contextlib.suppress(OSError), replaced_file(machine_file()) as file:  # it is measured again next time
        file.write(json.dumps({**_remembered(), key: asdict(best)}, indent=1).encode())
    return best


def _layouts(cores: int, threads: int | None) -> list[Layout]:
    """Those worth a try, in the order of their workers: powers of two up to the cores, as far as memory allows."""
    most = max(1, min(cores, int(psutil.virtual_memory().available * 0.7 / _WORKER_MEMORY)))
    counts = sorted({most, *(1 << power for power in range(most.bit_length()) if 1 << power <= most)})
    return [
        Layout(workers, each)
        for workers in counts
        for each in sorted({threads} if threads else {1, max(1, cores // workers)})
    ]


def _measured(plan: Plan, layouts: Sequence[Layout]) -> Generator[Progress, None, Layout]:
    rates: dict[Layout, float] = {}
    for done, layout in enumerate(layouts):
        message = f"Measuring this machine, once: {layout.workers} workers with {layout.threads} threads"
        rates[layout] = yield from _rate(plan, layout, Progress(done, len(layouts), message))
        best = max(rates.values())
        if all(rate < 0.9 * best for rate in list(rates.values())[-3:]):
            break  # more workers only get slower
    return max(rates, key=lambda layout: rates[layout])


def _rate(plan: Plan, layout: Layout, step: Progress) -> Generator[Progress, None, float]:
    """Notes a second on the sample notes, after each worker has coded some to warm up."""
    samples = sorted((resources_folder() / "samples").glob("*.txt"))
    settings = replace(plan.settings, threads=layout.threads)
    job = Job(settings, plan.options)
    crew = LocalCrew(job, layout.workers, layout.threads, plan.time_limit_s, plan.memory_limit)
    warm, number, done, began = layout.workers * IN_FLIGHT, 0, 0, 0.0
    with contextlib.closing(crew):
        while not began or time.monotonic() < began + _MEASURE_S:
            if crew.identity(0.05) is not None:
                while crew.has_room():
                    crew.submit(_sample(number, samples))
                    number += 1
            done += len(crew.poll(0.05))
            if not began and done >= warm:
                began, done = time.monotonic(), 0
            yield step
        return done / (time.monotonic() - began)


def _sample(number: int, samples: Sequence[Path]) -> Task:
    return Task(number, str(samples[number % len(samples)]), "sample")


def _key(plan: Plan, cores: int) -> str:
    """The machine and the models that a measurement holds for."""
    machine = find_hardware()
    names = [plan.settings.model, *([plan.settings.language_model] if plan.settings.verify else [])]
    models = [[name, model_store.resolve(name).stat().st_size] for name in names]
    told = [machine.processor, cores, machine.memory >> 30, models, plan.settings.threads, plan.settings.gpu_layers]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _remembered() -> dict[str, dict[str, int]]:
    try:
        found = json.loads(machine_file().read_bytes())
        return {key: value for key, value in found.items() if {"workers", "threads"} <= value.keys()}
    except (OSError, ValueError, AttributeError):
        return {}
