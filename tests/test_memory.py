"""Hours of coding and reviewing in the real program: no process of it grows.

    MEDCODE_SOAK_MINUTES=60 pytest -n 0 -s -m slow tests/test_memory.py

The first sixth of the time is for warming up, so of an hour the first ten minutes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from traces import environment, make_places

from medcode_desktop.paths import resources_folder

MINUTES = float(os.environ.get("MEDCODE_SOAK_MINUTES", "60"))
PACE_S = 3.0
MOST_GROWTH = 0.05
PARTS = 12
"""Parts of the time, each of which is told by the median of what was measured in it."""
_EVERY_S = 2.0


def memory_of(process: psutil.Process) -> float:
    """MB that a process has for itself, in memory or swapped out: what it shares or gave back is not counted.

    On Linux that is what it wrote. The pages of the model's file, which is mapped, would be its own or shared with
    whoever reads that file too, so they would come and go with other programs.
    """
    info = process.memory_full_info()
    return float(info.rss - info.shared + info.swap if psutil.LINUX else info.uss) / 1e6


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES + 300)
def test_coding_and_reviewing_in_a_loop_does_not_grow(tmp_path: Path) -> None:
    places = make_places(tmp_path)
    told = environment(places) | {
        "NOTES": str(resources_folder() / "samples"), "OUT": str(tmp_path / "codes.csv"), "PACE": str(PACE_S),
    }  # fmt: skip
    command = [sys.executable, str(Path(__file__).parent / "hands.py"), "work"]
    done, trouble = tmp_path / "done.jsonl", tmp_path / "trouble.txt"
    samples: list[dict[str, float]] = []
    with (
        done.open("wb") as out,
        trouble.open("wb") as err,
        subprocess.Popen(command, stdout=out, stderr=err, env=told, cwd=places["home"]) as program,
    ):
        try:
            while not done.stat().st_size and program.poll() is None:
                time.sleep(0.1)
            engines = psutil.Process(program.pid).children(recursive=True)
            processes = {"window": psutil.Process(program.pid)}
            processes |= {f"engine {number}": engine for number, engine in enumerate(engines, 1)}
            end = time.monotonic() + 60 * MINUTES
            while time.monotonic() < end:
                assert program.poll() is None, trouble.read_text(encoding="utf-8")
                samples.append({name: memory_of(process) for name, process in processes.items()})
                time.sleep(_EVERY_S)
        finally:
            program.kill()
    medians = [
        {name: statistics.median(sample[name] for sample in part) for name in processes}
        for part in (samples[len(samples) * n // PARTS : len(samples) * (n + 1) // PARTS] for n in range(PARTS))
    ]
    for number, median in enumerate(medians):
        from_minute = number * MINUTES / PARTS
        print(f"from minute {from_minute:4.1f}: " + ", ".join(f"{name} {mb:.1f} MB" for name, mb in median.items()))
    growth = {name: medians[-1][name] / medians[PARTS // 6][name] - 1 for name in processes}
    words = ", ".join(f"{name} {share:+.1%}" for name, share in growth.items())
    notes = len(done.read_text(encoding="utf-8").splitlines())
    print(f"{notes} notes in {MINUTES:g} minutes; growth after the first sixth of the time: {words}")
    assert all(share < MOST_GROWTH for share in growth.values()), words
