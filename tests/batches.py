"""What the tests of batches share: a coder that needs no model, run in worker processes, and how a batch is driven."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Edit,
    Evidence,
    Note,
    Progress,
    Severity,
    Span,
    Suggestion,
)
from medcode_desktop.errors import EngineError, MedCodeError, ModelError
from medcode_desktop.services.batch.cluster import ClusterCrew
from medcode_desktop.services.batch.crew import LocalCrew
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import BatchProgress, BatchResult, Control, run_batch
from medcode_desktop.services.batch.task import Job

FACTORY = "tests.batches:open_fake"


class FakeCoder:
    """Codes every "pain"; some words make it fail. Notes that it codes are counted in a file, where one is named."""

    identity = "encoder, 2026-04-01"

    def __init__(self, model: str) -> None:
        self.identity = f"{model}, 2026-04-01"

    def prepare(self, texts: Sequence[str]) -> None:
        if any("unreadable ahead" in text for text in texts):
            raise EngineError("The model process ended.")

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]:
        yield Progress(0, 1, "Reading")
        _log(note.note_id)
        time.sleep(float(os.environ.get("FAKE_CODER_S", "0")))
        if "crash" in note.text and not os.environ.get("FAKE_CODER_WELL"):
            raise EngineError("The model process ended.", "It has been restarted.")
        if "bug" in note.text:
            raise ValueError(f"secret words: {note.text}")
        if "misfit" in note.text:
            raise ModelError("The model is damaged.")
        if "die" in note.text.split():
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in note.text:
            time.sleep(60)
        if "swell" in note.text:
            held = bytearray(400_000_000)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(60)
        found = [Span(at, at + 4) for at in range(len(note.text)) if note.text.startswith("pain", at)]
        evidence = tuple(Evidence(span, "pain") for span in found)
        pain = (Suggestion("R52", "Pain, unspecified", 0.8, True, Assertion.PRESENT, evidence),) if found else ()
        said = "; ".join(e.text for e in evidence)
        edits = (Edit(Severity.INFO, "said", ("R52",), f"The note says “{said}”.", ("R52",)),) if found else ()
        return Coding(note.note_id, note.source, "release", "model", pain, edits)

    def cancel(self) -> None: ...

    def close(self) -> None: ...


def open_fake(settings: Any, day: date | None) -> FakeCoder:
    return FakeCoder(settings.model)


def _log(word: str) -> None:
    if path := os.environ.get("FAKE_CODER_LOG"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(word + "\n")


def crew_for(plan: Plan, workers: int = 1, factory: str = FACTORY) -> LocalCrew:
    return LocalCrew(Job(plan.settings, plan.options, factory), workers, 1, plan.time_limit_s, plan.memory_limit)


def finish(work: Generator[BatchProgress, None, BatchResult]) -> tuple[list[BatchProgress], BatchResult]:
    steps = []
    while True:
        try:
            steps.append(next(work))
        except StopIteration as stop:
            return steps, stop.value


def run(plan: Plan, workers: int = 1, control: Control | None = None) -> tuple[list[BatchProgress], BatchResult]:
    return finish(run_batch(plan, crew_for(plan, workers), control))


def write_notes(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in texts]


def main(arguments: Sequence[str]) -> None:
    """A batch in a program of its own, on a cluster if one is named; it says what it finished, a line each."""
    folder, out, *cluster = arguments
    plan = Plan(Path(folder), Path(out), resume=True)
    job = Job(plan.settings, plan.options, FACTORY)
    try:
        crew = ClusterCrew(job, cluster[0], plan.time_limit_s) if cluster else crew_for(plan, 2)
        for progress in run_batch(plan, crew):
            for one in progress.finished:
                print(one.document.path.name, one.fate, flush=True)
    except MedCodeError as error:
        print(error, flush=True)
