"""How much faster a batch is than `medcode code` called once a file, with the layout measured for this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from visits import VISITS

from medcode_desktop.paths import machine_file
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.tuning import WORTH_MEASURING, layout_for

TIMES = 3.0


def seconds(*command: str) -> float:
    """Wall time of a program that has to succeed."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "medcode_desktop", *command], capture_output=True, check=True)
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_a_batch_is_three_times_as_fast_as_one_call_a_file(tmp_path: Path) -> None:
    """MEDCODE_NOTES (60) short files; the calls one by one are measured on MEDCODE_CALLS (10) of them."""
    folder, out = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    number, calls = int(os.environ.get("MEDCODE_NOTES", "60")), int(os.environ.get("MEDCODE_CALLS", "10"))
    for at in range(number):
        text = f"{VISITS[at % len(VISITS)][0]}\n\nSeen by colleague {at}."
        (folder / f"visit-{at:03}.txt").write_text(text, encoding="utf-8")

    work = layout_for(Plan(folder, out), WORTH_MEASURING)  # as the first batch of 100 documents would
    while True:
        try:
            next(work)
        except StopIteration as stop:
            layout = stop.value
            break
    assert machine_file().exists()
    whole = seconds("batch", str(folder), "--out", str(out))
    files = sorted(folder.iterdir())[:calls]
    single = sum(seconds("code", str(file), "--format", "json") for file in files) / len(files)
    print(f"{layout.workers} workers with {layout.threads} threads: {60 * number / whole:.0f} notes a minute;")
    print(f"one call a file: {60 / single:.0f} a minute; {number * single / whole:.1f} times as fast")
    assert number * single > TIMES * whole
