"""Where data and user folders lie, and files that are replaced whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from medcode_desktop import paths
from medcode_desktop.errors import MedCodeError


def test_shipped_data_is_found() -> None:
    assert paths.models_folder().is_dir()
    assert (paths.resources_folder() / "samples").is_dir()


def test_missing_data_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "files", lambda package: tmp_path / package)
    with pytest.raises(MedCodeError, match="Install MedCode Desktop again"):
        paths.resources_folder()


def test_one_variable_moves_all_user_folders(user_home: Path) -> None:
    assert paths.user_folders()
    assert all(folder.is_relative_to(user_home) for folder in paths.user_folders().values())


def test_without_it_the_platform_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert all("medcode-desktop" in folder.parts for folder in paths.user_folders().values())


def test_a_replaced_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "out.csv"
    with paths.replaced_file(target) as file:
        file.write(b"first")
    with pytest.raises(KeyError), paths.replaced_file(target) as file:
        file.write(b"half")
        raise KeyError
    assert target.read_bytes() == b"first"
    assert [p.name for p in target.parent.iterdir()] == ["out.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name are of Unix")
def test_what_is_no_ordinary_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        with paths.replaced_file(pipe) as file:
            file.write(b"through")
        assert reader.communicate()[0] == b"through"
    assert pipe.is_fifo()
