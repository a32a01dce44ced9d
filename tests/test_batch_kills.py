"""The real program with the built-in model, killed again and again, gives what an uninterrupted run gives."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import psutil
import pytest

KILLS = 50
CONDITIONS = (
    "Type 2 diabetes mellitus with diabetic polyneuropathy", "Essential hypertension, above goal",
    "Acute bronchitis", "Iron deficiency anemia", "Migraine without aura", "Gout of the left knee",
    "Chronic obstructive pulmonary disease", "Hypothyroidism",
)  # fmt: skip
OTHERS = (
    "Possible sleep apnea.", "No chest pain.", "Mother with colon cancer.", "History of breast cancer, left.",
    "Patient denies asthma but reports low back pain.",
)  # fmt: skip


def command(folder: Path, out: Path, *more: str) -> list[str]:
    batch = ["batch", str(folder), "--out", str(out), "--workers", "2", "--threads", "1", "--progress", "json"]
    return [sys.executable, "-m", "medcode_desktop", *batch, *more]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_fifty_times_it_gives_the_same_rows(tmp_path: Path) -> None:
    folder, out, whole = tmp_path / "in", tmp_path / "out.csv", tmp_path / "whole.csv"
    folder.mkdir()
    for number, (condition, other) in enumerate(product(CONDITIONS, OTHERS)):
        (folder / f"note-{number:02}.txt").write_text(f"ASSESSMENT:\n1. {condition}. {other}\n", encoding="utf-8")
    chance, killed = random.Random(11), 0
    for _ in range(KILLS):
        documents, pause = chance.randint(0, 1), chance.uniform(0, 0.5)
        with subprocess.Popen(command(folder, out, "--resume"), stderr=subprocess.PIPE, text=True) as program:
            assert program.stderr
            if chance.random() < 0.8:  # else it is killed while it starts
                for line in program.stderr:
                    documents -= json.loads(line).get("fate") == "coded"
                    if documents < 0:
                        break
            time.sleep(pause)
            children = psutil.Process(program.pid).children(recursive=True) if program.poll() is None else []
            program.send_signal(signal.SIGKILL)
            killed += program.wait() == -signal.SIGKILL
        psutil.wait_procs(children, 5)
    assert subprocess.run(command(folder, out, "--resume"), stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert subprocess.run(command(folder, whole), stderr=subprocess.DEVNULL, check=False).returncode == 0
    print(f"{killed} of {KILLS} runs were killed before their end")
    assert out.read_bytes() == whole.read_bytes()
    with sqlite3.connect(f"{out}.journal") as journal:
        assert journal.execute("SELECT count(*), count(DISTINCT content) FROM coding").fetchone() == (40, 40)
    journal.close()
