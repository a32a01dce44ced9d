"""Coding a note opens no socket, in no process, and leaves none of its words behind, after a crash neither."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from traces import environment, files_with, make_places

PROGRAM = (sys.executable, "-m", "medcode_desktop")
MARKERS = ("Quillfeather", "Zanzibarium")
"""Words that stand in the note and nowhere else on this machine."""
NOTE = f"""CHIEF COMPLAINT: {MARKERS[0]} returns for diabetes.
ASSESSMENT: 1. Type 2 diabetes mellitus with polyneuropathy. 2. Hypertension. Lives in {MARKERS[1]}.
"""


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Folders for all that a program may write without being told to."""
    return make_places(tmp_path)


def _run(places: dict[str, Path], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *arguments]
    return subprocess.run(
        command, input=NOTE.encode(), capture_output=True, timeout=100, env=environment(places), cwd=places["home"],
        check=False,
    )  # fmt: skip


def _files_with_markers(folders: dict[str, Path]) -> list[str]:
    return files_with(MARKERS, folders.values())


def test_the_search_for_markers_finds_them(places: dict[str, Path]) -> None:
    (places["tmp"] / "left.bin").write_bytes(b"\x00" + NOTE.encode("utf-16-le"))
    assert _files_with_markers(places) == [str(places["tmp"] / "left.bin")]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_coding_opens_no_socket_and_leaves_nothing(places: dict[str, Path], network_attempts: Path, form: str) -> None:
    done = _run(places, "code", "-", "--format", form)
    assert done.returncode == 0, done.stderr.decode()
    assert b"E11.42" in done.stdout
    assert not network_attempts.exists()
    assert not _files_with_markers(places)
    assert not done.stderr


def test_a_failure_does_not_tell_the_note(places: dict[str, Path]) -> None:
    broken = places["home"] / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\x00" * 64)
    done = _run(places, "code", "-", "--model", str(broken))
    assert done.returncode == 1
    assert b"broken.gguf" in done.stderr
    assert not any(word.encode() in done.stderr + done.stdout for word in MARKERS)
    assert not _files_with_markers(places)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Six notes, named for their patient."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(6):
        (folder / f"{MARKERS[0]}-{number}.txt").write_text(NOTE * 8, encoding="utf-8")
    return folder


def _crash(program: subprocess.Popen[bytes]) -> None:
    """The engine crashes, then the program: what a system would write a dump of."""
    engines = psutil.Process(program.pid).children()
    assert engines
    for process in engines:
        process.send_signal(signal.SIGSEGV)
    program.send_signal(signal.SIGABRT)
    program.communicate(timeout=20)
    psutil.wait_procs(engines, timeout=10)


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_crash_while_notes_are_coded_leaves_their_words_in_the_export_alone(
    places: dict[str, Path], notes: Path, tmp_path: Path
) -> None:
    export = tmp_path / "export"
    export.mkdir()

    def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
        command = ["/bin/sh", "-c", 'ulimit -c unlimited 2>/dev/null; exec "$@"', "sh", *PROGRAM, *map(str, arguments)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(places), cwd=places["home"]
        )

    program = start("code", notes, "--format", "jsonl")
    assert program.stdout and program.stdout.readline().startswith(b"{")
    _crash(program)
    program = start("code", notes, "--format", "csv", "--out", export / "codes.csv")
    _until(lambda: bool(psutil.Process(program.pid).children()))
    time.sleep(1)
    _crash(program)
    assert list(export.iterdir()) == []
    results = export / "results.csv"
    journal = export / "results.csv.journal"
    program = start("batch", notes, "--out", results)
    _until(lambda: journal.exists() and journal.stat().st_size > 0)
    _crash(program)
    assert not results.exists()
    assert _files_with_markers(places) == []

    done = _run(places, "batch", str(notes), "--out", str(results), "--resume")
    assert done.returncode == 0, done.stderr.decode()
    assert _files_with_markers(places) == []
    assert str(results) in _files_with_markers({"export": export}), "a search that finds nothing proves nothing"


WINDOW = """
import os, pathlib, signal, sys, time
from medcode_desktop import __main__
from medcode_desktop.ui import app

def run(self=None):
    (window,) = [w for w in app.QApplication.topLevelWidgets() if isinstance(w, app.MainWindow)]
    window.open_files([pathlib.Path(os.environ["NOTES"])])
    began = time.monotonic()
    while not any(e.review for e in window.work_list.model.encounters) and time.monotonic() - began < 60:
        app.QApplication.processEvents()
    window.looks.save()
    print(sum(len(e.review.codes) for e in window.work_list.model.encounters if e.review))
    print(*(w.windowTitle() for w in app.QApplication.topLevelWidgets()), flush=True)
    os.kill(os.getpid(), signal.SIGABRT)

app.QApplication.exec = run
sys.argv[1:] = []
__main__.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_crash_of_the_window_leaves_nothing(places: dict[str, Path], notes: Path) -> None:
    folder = notes.rename(notes.with_name(MARKERS[1]))
    told = environment(places) | {"NOTES": str(folder)}
    command = [sys.executable, "-c", WINDOW]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env=told, cwd=places["home"], check=False
    )
    assert done.returncode == -signal.SIGABRT, done.stderr
    codes, titles = done.stdout.splitlines()
    assert int(codes) > 0
    assert "MedCode Desktop" in titles and not any(word in titles for word in MARKERS)
    assert list(places["medcode"].rglob("window.ini"))
    assert _files_with_markers(places) == []


DIALOGS = """
import pathlib, sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from medcode_desktop.ui.dialogs import Dialogs, Kind

app = QApplication([])
before = QSettings(QSettings.Scope.UserScope, "QtProject")
if sys.argv[2]:
    before.setValue("FileDialog/lastVisited", sys.argv[2])
before.sync()
folder, parent, shown = pathlib.Path(sys.argv[1]), QWidget(), []

def close():
    for dialog in app.allWidgets():
        if isinstance(dialog, QFileDialog) and dialog.isVisible():
            shown.append(dialog.directory().path())
            dialog.done(QFileDialog.DialogCode.Accepted)

clock = QTimer(interval=50)
clock.timeout.connect(close)
clock.start()
dialogs = Dialogs()
dialogs.files_to_open(parent, folder)
dialogs.code_files_to_open(parent, folder)
dialogs.folder_to_code(parent, folder)
dialogs.results_to_write(parent, folder / "results.csv")
dialogs.file_to_save(parent, folder / "codes", {"csv": Kind("Table", "csv")}, "csv")
print(len(shown), set(shown))
print(before.fileName())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the registry holds them there")
@pytest.mark.parametrize("known", ["", "file:///srv/elsewhere"])
def test_no_dialog_leaves_the_folders_it_showed(places: dict[str, Path], tmp_path: Path, known: str) -> None:
    """Qt keeps them for all its programs; what others left there stays."""
    folder = tmp_path / MARKERS[0]
    folder.mkdir()
    command = [sys.executable, "-c", DIALOGS, str(folder), known]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env=environment(places), cwd=places["home"], check=False
    )
    assert done.returncode == 0, done.stderr
    seen, settings = done.stdout.splitlines()
    assert seen == f"5 {{{str(folder)!r}}}"
    kept = Path(settings).read_text(encoding="utf-8")
    assert "sidebarWidth" in kept, "Qt wrote none of its settings, so nothing was tried"
    assert (known in kept) if known else "lastVisited" not in kept
    assert _files_with_markers(places) == []


def test_the_guard_sees_child_processes(network_attempts: Path) -> None:
    code = "import socket; socket.socket().connect(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "No network in tests" in done.stderr
    assert "socket.__new__" in network_attempts.read_text(encoding="utf-8")
    network_attempts.unlink()
