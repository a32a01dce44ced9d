"""A watched folder is coded as its documents come to rest, whatever else happens to it."""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from batches import crew_for, write_notes

from medcode_desktop.errors import Cancelled
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import BatchProgress, Control
from medcode_desktop.services.batch.watch import watch
from medcode_desktop.services.export.tables import read_csv

Watch = Generator[BatchProgress, None, None]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "in").mkdir()
    return Plan(tmp_path / "in", tmp_path / "in" / "out.csv")


def begin(plan: Plan, control: Control | None = None) -> Watch:
    return watch(plan, crew_for(plan), control, pause_s=0.05, rest_s=0.2)


def ids(plan: Plan) -> list[str]:
    return [row["note_id"] for row in read_csv(plan.out)] if plan.out.exists() else []


def until(work: Watch, plan: Plan, *expected: str) -> BatchProgress:
    for step in work:
        if ids(plan) == list(expected) and step.message.startswith("Watching"):
            return step
    raise AssertionError


def test_what_comes_changes_and_goes_is_followed(plan: Plan) -> None:
    write_notes(plan.folder, a="pain")
    work = begin(plan)
    until(work, plan, "a")
    write_notes(plan.folder, b="pain b", c="crash")
    assert until(work, plan, "a", "b").total == 3
    assert "c.txt" in plan.failures.read_text(encoding="utf-8-sig")
    write_notes(plan.folder, a="nothing", c="pain c")
    until(work, plan, "b", "c")
    assert not plan.failures.exists()
    (plan.folder / "b.txt").unlink()
    assert until(work, plan, "c").failed == 0
    work.close()


def test_what_is_still_written_is_left_alone(plan: Plan) -> None:
    write_notes(plan.folder, a="pain")
    with (plan.folder / "slow.txt").open("w", encoding="utf-8") as arriving:
        work = begin(plan)
        for step in work:
            arriving.write("pain ")
            arriving.flush()
            if ids(plan) == ["a"] and "1 still arriving" in step.message:
                break
    until(work, plan, "a", "slow")
    assert len(read_csv(plan.out)[1]["evidence_start"]) == (plan.folder / "slow.txt").stat().st_size // 5
    work.close()


def test_a_clock_that_is_ahead_and_a_folder_that_is_gone_stop_nothing(plan: Plan, tmp_path: Path) -> None:
    outside = replace(plan, out=tmp_path / "out.csv")
    (ahead,) = write_notes(plan.folder, a="pain")
    os.utime(ahead, (4e9, 4e9))
    work = begin(outside)
    until(work, outside, "a")
    plan.folder.rename(tmp_path / "away")
    next(step for step in work if "is not there" in step.message)
    assert ids(outside) == ["a"]
    (tmp_path / "away").rename(plan.folder)
    write_notes(plan.folder, b="pain b")
    until(work, outside, "a", "b")
    work.close()


def test_it_ends_when_it_is_cancelled_and_goes_on_later(plan: Plan) -> None:
    write_notes(plan.folder, a="pain")
    control = Control()
    work = begin(plan, control)
    until(work, plan, "a")
    control.cancel()
    with pytest.raises(Cancelled):
        list(work)
    write_notes(plan.folder, b="pain b")
    again = begin(plan)
    until(again, plan, "a", "b")
    again.close()
