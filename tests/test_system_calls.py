"""No process of a session asks the system for a network socket, whatever library it comes from (strace, Linux)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medcode_desktop.paths import resources_folder

SAMPLES = resources_folder() / "samples"
PROGRAM = (sys.executable, "-m", "medcode_desktop")
WINDOW = """
import sys, time
from medcode_desktop import __main__
from medcode_desktop.ui import app

def run(self=None):
    (window,) = [w for w in app.QApplication.topLevelWidgets() if isinstance(w, app.MainWindow)]
    window.open_sample()
    began = time.monotonic()
    while not any(e.review for e in window.work_list.model.encounters) and time.monotonic() - began < 60:
        app.QApplication.processEvents()
    print(sum(len(e.review.codes) for e in window.work_list.model.encounters))
    window.close()
    return 0

app.QApplication.exec = run
sys.argv[1:] = []
sys.exit(__main__.main())
"""
_NETWORK = re.compile(r"\b(?:socket|connect|bind|sendto|sendmsg|sendmmsg|listen|accept4?)\(.*\bAF_INET6?\b")


@pytest.fixture
def traced(tmp_path: Path) -> Path:
    """The file for the trace; skips where there is no strace, or none that may trace."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        pytest.skip("strace is not installed: apt-get install strace")
    if subprocess.run(["strace", "-f", "true"], capture_output=True, check=False).returncode:
        pytest.skip("the system does not permit strace")
    return tmp_path / "calls.txt"


def calls(trace: Path, *command: str | Path) -> tuple[list[str], subprocess.CompletedProcess[str]]:
    """The network calls of a command and of all processes that it starts."""
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace), *map(str, command)]
    done = subprocess.run(strace, capture_output=True, text=True, timeout=110, env=os.environ, check=False)
    return trace.read_text(encoding="utf-8", errors="replace").splitlines(), done


def test_the_trace_sees_a_connection_of_a_grandchild(traced: Path) -> None:
    """Without the tests' guard, which would refuse it before the system is asked."""
    inner = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', {inner!r}])"
    seen, _ = calls(traced, sys.executable, "-I", "-c", outer)
    assert {call.split("(")[0].split()[-1] for call in seen if _NETWORK.search(call)} == {"socket", "connect"}


def test_coding_asks_for_no_network_socket(traced: Path, tmp_path: Path) -> None:
    seen, done = calls(traced, *PROGRAM, "code", SAMPLES / "diabetes-followup.txt", "--format", "csv", "--threads", "2")
    assert done.returncode == 0, done.stderr
    assert "E11" in done.stdout
    assert [call for call in seen if _NETWORK.search(call)] == []


@pytest.mark.slow
def test_a_batch_asks_for_no_network_socket(traced: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    seen, done = calls(traced, *PROGRAM, "batch", SAMPLES, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "E11" in out.read_text(encoding="utf-8-sig")
    assert [call for call in seen if _NETWORK.search(call)] == []


@pytest.mark.slow
def test_the_window_asks_for_no_network_socket(traced: Path, user_home: Path) -> None:
    seen, done = calls(traced, sys.executable, "-c", WINDOW)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 0
    assert [call for call in seen if _NETWORK.search(call)] == []
