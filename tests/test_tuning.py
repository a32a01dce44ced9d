"""The number of workers and threads is measured once for a machine and remembered."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from medcode_desktop.core.types import Progress
from medcode_desktop.paths import machine_file
from medcode_desktop.services.batch import tuning
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.tuning import WORTH_MEASURING, Layout, layout_for
from medcode_desktop.settings import Settings


def chosen(plan: Plan, documents: int) -> Layout:
    work = layout_for(plan, documents)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            layout: Layout = stop.value
            return layout


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path, tmp_path / "out.csv")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Layout]:
    """The layouts that are measured, on a machine with eight cores where four workers are the fastest."""
    asked: list[Layout] = []

    def rate(plan: Plan, layout: Layout, step: Progress) -> Generator[Progress, None, float]:
        asked.append(layout)
        yield step
        return 10.0 / (1 + abs(layout.workers - 4)) / layout.threads

    monkeypatch.setattr(tuning, "physical_cores", lambda: 8)
    monkeypatch.setattr(tuning, "_WORKER_MEMORY", 1)
    monkeypatch.setattr(tuning, "_rate", rate)
    return asked


def test_the_fastest_is_taken_and_remembered(plan: Plan, measured: list[Layout]) -> None:
    assert chosen(plan, WORTH_MEASURING) == Layout(4, 1)
    assert [(one.workers, one.threads) for one in measured] == [(1, 1), (1, 8), (2, 1), (2, 4), (4, 1), (4, 2), (8, 1)]
    measured.clear()
    assert chosen(plan, 3) == Layout(4, 1)
    assert measured == []
    chosen(replace(plan, settings=Settings(threads=2)), WORTH_MEASURING)
    assert {layout.threads for layout in measured} == {2}


def test_what_was_asked_for_is_not_measured(plan: Plan, measured: list[Layout]) -> None:
    assert chosen(replace(plan, workers=3), 1000) == Layout(3, 2)
    assert chosen(plan, WORTH_MEASURING - 1) == Layout(1, 8)
    assert measured == []


def test_a_damaged_memory_is_measured_anew(plan: Plan, measured: list[Layout]) -> None:
    machine_file().parent.mkdir(parents=True, exist_ok=True)
    machine_file().write_text("[1")
    assert chosen(plan, WORTH_MEASURING) == Layout(4, 1)
    measured.clear()
    assert chosen(plan, WORTH_MEASURING) == Layout(4, 1)
    assert measured == []
