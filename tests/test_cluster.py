"""A batch on a Dask cluster of this machine: the same results, also when a worker dies in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from batches import run, write_notes
from visits import VISITS

from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.export.tables import read_csv

pytest.importorskip("distributed")
NOTES = int(os.environ.get("MEDCODE_NOTES", "20"))
"""How many are coded with the built-in model, at most 20."""
pytestmark = [pytest.mark.slow, pytest.mark.loopback, pytest.mark.timeout(300)]


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, each a process of its own."""
    monkeypatch.setenv("FAKE_CODER_S", "0.1")
    file = tmp_path / "scheduler.json"
    local = ["--local-directory", str(tmp_path / "dask")]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                 "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file)]  # fmt: skip
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--host", "127.0.0.1", "--nthreads", "1",
              "--no-nanny", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file), *local]  # fmt: skip
    programs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (scheduler, worker, worker)
    ]
    try:
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], programs
    finally:
        for program in programs:
            program.kill()
            program.wait()


def program(plan: Plan, address: str) -> subprocess.Popen[str]:
    """The batch as a program, as Dask keeps threads for as long as a program runs."""
    script = "import sys; from tests.batches import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", script, str(plan.folder), str(plan.out), address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def fates(plan: Plan, address: str) -> Counter[str]:
    with program(plan, address) as running:
        assert running.stdout
        return Counter(line.split()[1] for line in running.stdout)


def test_a_worker_dies_in_the_middle(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, programs = cluster
    plan = Plan(tmp_path / "in", tmp_path / "out.csv")
    write_notes(plan.folder, **{f"n{i:02}": f"pain {i}" for i in range(40)}, z="crash", zz="pain 1")
    with program(plan, address) as running:
        assert running.stdout
        lines = [running.stdout.readline() for _ in range(8)]
        programs[1].send_signal(signal.SIGKILL)
        lines += list(running.stdout)
    assert Counter(line.split()[1] for line in lines) == {"coded": 40, "duplicate": 1, "failed": 1}
    local = replace(plan, out=tmp_path / "local.csv")
    run(local, workers=2)
    assert read_csv(plan.out) == read_csv(local.out)

    assert fates(plan, address) == {"resumed": 41, "failed": 1}
    assert read_csv(plan.out) == read_csv(local.out)

    for one in programs:
        one.kill()
    with program(plan, address) as running:
        assert "does not answer" in running.communicate()[0]


def coded(folder: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    command = ["batch", str(folder), "--out", str(out), "--progress", "json", *more]
    return subprocess.Popen([sys.executable, "-m", "medcode_desktop", *command], stderr=subprocess.PIPE, text=True)


@pytest.mark.timeout(1_800)
def test_with_the_built_in_model_a_dead_worker_changes_no_row(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, programs = cluster
    folder, out, local = tmp_path / "in", tmp_path / "out.csv", tmp_path / "local.csv"
    write_notes(folder, **{f"visit-{number:02}": text for number, (text, _) in enumerate(VISITS[:NOTES])})
    with coded(folder, out, "--cluster", address, "--threads", "1") as running:
        assert running.stderr
        fates: list[str] = []
        for line in running.stderr:
            told = json.loads(line)
            fates += [told["fate"]] if told["event"] == "document" else []
            if len(fates) == NOTES // 4 and programs[1].poll() is None:
                programs[1].send_signal(signal.SIGKILL)
    assert (running.returncode, fates) == (0, ["coded"] * NOTES)
    with coded(folder, local, "--workers", "1", "--threads", "1") as running:
        running.communicate()
    assert read_csv(out) == read_csv(local)
