"""Coding a note opens no socket, in no process, and leaves none of its words behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MARKERS = ("Quillfeather", "Zanzibarium")
"""Words that stand in the note and nowhere else on this machine."""
NOTE = f"""CHIEF COMPLAINT: {MARKERS[0]} returns for diabetes.
ASSESSMENT: 1. Type 2 diabetes mellitus with polyneuropathy. 2. Hypertension. Lives in {MARKERS[1]}.
"""


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Folders for all that a program may write without being told to."""
    folders = {name: tmp_path / name for name in ("home", "tmp", "cache", "medcode")}
    for folder in folders.values():
        folder.mkdir()
    return folders


def _run(places: dict[str, Path], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {
        "HOME": str(places["home"]),
        "MEDCODE_HOME": str(places["medcode"]),
        "TMPDIR": str(places["tmp"]),
        "XDG_CACHE_HOME": str(places["cache"]),
        "XDG_STATE_HOME": str(places["cache"]),
    }
    command = [sys.executable, "-m", "medcode_desktop", *arguments]
    return subprocess.run(
        command, input=NOTE.encode(), capture_output=True, timeout=100, env=environment, cwd=places["home"], check=False
    )


def _files_with_markers(folders: dict[str, Path]) -> list[str]:
    needles = [word.encode(encoding) for word in MARKERS for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = (file for folder in folders.values() for file in folder.rglob("*") if file.is_file())
    return [str(file) for file in files if any(needle in file.read_bytes() for needle in needles)]


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


def test_the_guard_sees_child_processes(network_attempts: Path) -> None:
    code = "import socket; socket.socket().connect(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "No network in tests" in done.stderr
    assert "socket.__new__" in network_attempts.read_text(encoding="utf-8")
    network_attempts.unlink()
