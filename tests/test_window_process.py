"""The real program with its window, killed with SIGKILL: no word is left on the disk, and every decision is there."""

from __future__ import annotations

import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from hands import PASSPHRASE, statuses
from safe import assert_looks_like_chance, files_with_markers, make, reopened
from traces import environment, files_with, make_places

from medcode_desktop.paths import workspace_folder
from medcode_desktop.services.workspace import open_workspace
from medcode_desktop.services.workspace.keys import database_key

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
HANDS = Path(__file__).parent / "hands.py"


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    return make_places(tmp_path)


class Program:
    """A program with its window that `hands.py` works. `trouble` is what it wrote on standard error."""

    def __init__(self, act: str, told: dict[str, str], cwd: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HANDS), act], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=told, cwd=cwd,
            bufsize=0,  # what is read of a line at a time is not kept back from `communicate`
        )  # fmt: skip
        self.trouble = b""

    def line(self) -> dict[str, Any]:
        """The next line that it tells."""
        assert self._process.stdout and self._process.stderr
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read().decode()
        said: dict[str, Any] = json.loads(line)
        return said

    def kill(self) -> list[dict[str, Any]]:
        """Kill it with SIGKILL; its engine ends with it. The lines that it had told since."""
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGKILL)
        out, self.trouble = self._process.communicate(timeout=20)
        assert self._process.returncode == -signal.SIGKILL, self.trouble.decode()
        _, left = psutil.wait_procs(children, 10)
        assert not left, "the engine ends with the program"
        return [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith(b"\n")]


@contextmanager
def program(act: str, told: dict[str, str], cwd: Path) -> Iterator[Program]:
    started = Program(act, told, cwd)
    try:
        yield started
    finally:
        started._process.kill()
        started._process.communicate()


def left_elsewhere(since: float, words: list[str], besides: Path) -> list[str]:
    """Files with one of the words in what is new in the folders that the machine has for temporary files."""
    found = []
    for folder in {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")}:
        for place in folder.iterdir() if folder.is_dir() else ():
            with suppress(OSError):  # of others, or gone by now
                if place.stat().st_ctime >= since and not besides.is_relative_to(place):
                    found += files_with(words, [place])
    return found


@pytest.mark.parametrize("count", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_coded_exported_killed_and_deleted_no_word_is_left_but_in_the_export(
    places: dict[str, Path], tmp_path: Path, count: int
) -> None:
    began = time.time()
    notes, export = tmp_path / "notes", tmp_path / "export"
    export.mkdir()
    notes.mkdir()
    name_of = f"Quillfeather{secrets.token_hex(3)}"
    names = [f"{name_of}-{number:02}" for number in range(count)]
    for name in names:
        text = f"{name}, MRN-774-{name}, returns.\nASSESSMENT: 1. Type 2 diabetes mellitus with polyneuropathy."
        text += f" 2. Hypertension, says {name}. 3. Possible sleep apnea.\n"
        (notes / f"{name}.txt").write_text(text, encoding="utf-8")
    typed = f"Ploverman{secrets.token_hex(3)}"
    markers = [name_of, typed]
    outs = [export / "codes.csv", export / "report.html", export / "report.pdf"]
    told = environment(places) | {
        "NOTES": str(notes), "OUT": os.pathsep.join(map(str, outs)), "TYPED": f"{typed} has gout", "DELETED": names[1],
    }  # fmt: skip
    folder = places["medcode"]

    with program("code", told, places["home"]) as first:
        said = first.line()
        first.kill()
    assert said["notes"] == count + 1
    assert said["decided"] >= 2 * count
    assert files_with(markers, places.values()) == []
    assert left_elsewhere(began, markers, tmp_path) == []
    assert not any(marker.encode() in first.trouble for marker in markers)
    assert str(outs[1]) in files_with(markers, [export]), "a search that finds nothing proves nothing"
    database = min(folder.rglob("workspace.db"), key=lambda path: len(path.parts))  # the others are backups
    assert_looks_like_chance(database.read_bytes())

    with program("delete", told, places["home"]) as second:
        said = second.line()
        second.kill()
    assert said["left"] == count
    assert list(said["found"]) == [*names, "Note 1"]
    assert set(said["found"].values()) == {"exported", "draft"}
    assert files_with(markers, places.values()) == []
    assert left_elsewhere(began, markers, tmp_path) == []
    assert not any(marker.encode() in second.trouble for marker in markers)

    workspace = open_workspace(database.parent, "Ada", PASSPHRASE)
    key = database_key(workspace._data_key)
    assert files_with_markers(folder, key, [names[1]]) == [], "nor behind the encryption is the note that was deleted"
    assert files_with_markers(folder, key, [names[0]]) != []
    assert workspace.notes()[-1].has_draft
    assert workspace.load(count + 1).draft == f"{typed} has gout"
    assert workspace.faults() == []
    workspace.close()
    assert_looks_like_chance(database.read_bytes())


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_killed_while_it_decides_every_decision_that_was_shown_as_saved_is_there(
    places: dict[str, Path], user_home: Path, kills: int
) -> None:
    folder, chance, decisions = workspace_folder(), random.Random(kills), 0
    make(folder).close()
    told = environment(places) | {"MEDCODE_HOME": str(user_home)}
    for _ in range(kills):
        with program("decide", told, places["home"]) as deciding:
            told_last = deciding.line()
            time.sleep(chance.uniform(0, 1.0))
            said = [told_last, *deciding.kill()]
        workspace = reopened(folder)
        assert not workspace.read_only
        history = workspace.load(1).history
        assert history is not None
        step = said[-1]["step"]
        assert abs(len(history.past) - step) <= 1, "at most one more was on disk before it was shown"
        reviews = [*history.past, history.present, *reversed(history.future)]
        assert statuses(reviews[step]) == said[-1]["statuses"]
        assert workspace.faults() == []
        decisions += len(said)
        workspace.close()
    print(f"{decisions} decisions were shown as saved before {kills} kills")
