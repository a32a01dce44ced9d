"""A long batch needs no more memory at its end than at its beginning."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pytest
from visits import VISITS

from medcode_desktop.core.types import Assertion, Candidate, Coding, Evidence, Span, Suggestion
from medcode_desktop.services.batch.crew import memory_of
from medcode_desktop.services.batch.plan import Document, Plan
from medcode_desktop.services.batch.results import WordStore
from medcode_desktop.services.batch.run import Control, code_documents
from medcode_desktop.services.batch.sealing import seal
from medcode_desktop.services.batch.task import CodedNote, Outcome, Task
from medcode_desktop.services.export.tables import read_csv

DOCUMENTS = 100
CODES = 5


class QuickCrew:
    """Satisfies `Crew` without processes: each document has some codes with their words."""

    def __init__(self) -> None:
        self._done: list[Outcome] = []

    def identity(self, seconds: float) -> str:
        return "quick"

    def find(self, plan: Plan) -> list[Document]:
        return []

    def fingerprints(self, paths: Sequence[str]) -> list[str]:
        return [f"{Path(path).stem:0>64}" for path in paths]

    def has_room(self) -> bool:
        return len(self._done) < 4

    def submit(self, task: Task) -> None:
        text = " ".join(f"Finding number {number} of {task.name}." for number in range(CODES))
        places = [text.index(f"number {number} ") for number in range(CODES)]
        suggestions = tuple(
            Suggestion(
                f"R{at}", "A finding of some kind", 0.8, True, Assertion.PRESENT,
                (Evidence(Span(at, at + 20), text[at : at + 20]),), (Candidate("R52", "Pain", 0.1),),
            )
            for at in places
        )  # fmt: skip
        (content,) = self.fingerprints([task.path])
        note = CodedNote("", *seal(Coding(task.name, task.path, "release", "model", suggestions), text))
        self._done.append(Outcome(task.number, content, (note,), "", 0.1))

    def poll(self, seconds: float) -> list[Outcome]:
        done, self._done = self._done, []
        return done

    def close(self) -> None: ...


def test_what_a_run_keeps_of_a_document_is_little(tmp_path: Path) -> None:
    plan = Plan(tmp_path, tmp_path / "out.csv")
    documents = [Document(tmp_path / f"{number}.txt", str(number)) for number in range(DOCUMENTS)]
    held: dict[int, int] = {}
    tracemalloc.start()
    try:
        for step in code_documents(plan, QuickCrew(), Control(), documents, documents, WordStore()):
            held[step.done] = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
        highest = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(read_csv(plan.out)) == CODES * DOCUMENTS
    early = min(done for done in held if done >= DOCUMENTS / 5)
    each = (held[DOCUMENTS] - held[early]) / (DOCUMENTS - early)
    print(f"{each:.0f} bytes a document, {highest - held[DOCUMENTS]} more while results are written")
    assert each < 1_500
    assert highest - held[DOCUMENTS] < 500_000, "results are written without holding them all"


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_the_real_batch_needs_no_more_at_its_end(tmp_path: Path) -> None:
    """All processes together: the last tenth of the run within 5 % of the second; MEDCODE_NOTES says how many."""
    folder, out, chance = tmp_path / "in", tmp_path / "out.csv", random.Random(3)
    folder.mkdir()
    number = int(os.environ.get("MEDCODE_NOTES", "400"))
    parts = [part for text, _ in VISITS for part in text.split("\n\n")]
    for at in range(number):
        text = "\n\n".join(chance.sample(parts, 4)) + f"\n\nSeen by colleague {at}."
        (folder / f"note-{at:05}.txt").write_text(text, encoding="utf-8")
    command = ["batch", str(folder), "--out", str(out), "--workers", "1", "--threads", "1", "--progress", "json"]
    memory: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-m", "medcode_desktop", *command], stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stderr
        for line in program.stderr:
            if json.loads(line)["event"] == "document":
                memory.append(memory_of(program.pid))
    assert program.returncode == 0
    assert len(memory) == number
    tenth = number // 10
    second, last = (median(memory[at : at + tenth]) / 1e6 for at in (tenth, number - tenth))
    print(f"{number} notes: {second:,.0f} MB in the second tenth, {last:,.0f} MB in the last, {max(memory) / 1e6:,.0f}")
    assert last < 1.05 * second
