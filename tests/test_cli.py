"""The command line as people and scripts use it: the real program, in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from medcode_desktop import __version__
from medcode_desktop.cli import console, main
from medcode_desktop.paths import resources_folder

SAMPLES = resources_folder() / "samples"


def medcode(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "medcode_desktop", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=100, env=os.environ | environment)


def words(stream: bytes) -> str:
    return stream.decode("utf-8")


class TestUsage:
    def test_version_and_help(self) -> None:
        assert words(medcode("--version").stdout).split() == ["medcode", __version__]
        assert words(medcode("--help").stdout).count("codes") > 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ["colour"],
            ["code"],
            ["code", "x.txt", "--format", "xml"],
            ["code", "x.txt", "--date", "1 April"],
            ["code", "x.txt", "--threshold", "2"],
            ["code", "x.txt", "--threads", "0"],
            ["batch", "."],
            ["codes", "import", "x.xml"],
        ],
    )
    def test_wrong_usage_exits_with_2_and_says_what(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        try:
            status = main(arguments)
        except SystemExit as exit_:
            status = exit_.code
        assert status == 2
        assert capsys.readouterr().err

    def test_a_setting_that_is_not_allowed_is_usage(self, user_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (user_home / "config").mkdir()
        (user_home / "config" / "settings.toml").write_text("threads = -1\n", encoding="utf-8")
        assert main(["code", str(SAMPLES)]) == 2
        assert "'threads' must be between" in capsys.readouterr().err

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
    def test_without_a_display_it_says_what_can_be_done(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        assert main([]) == 1
        assert "no display" in capsys.readouterr().err


class TestCodes:
    def test_search_finds_by_words_and_by_prefix(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "search", "diabetic", "polyneuropathy"]) == 0
        assert "E11.42" in capsys.readouterr().out
        assert main(["codes", "search", "e11.2", "--limit", "3"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 3

    def test_nothing_found_is_status_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "search", "xylophone"]) == 1
        assert not capsys.readouterr().out

    def test_show_has_the_notes_and_names_unknown_codes(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "show", "e1122", "Q99.99"]) == 1
        captured = capsys.readouterr()
        assert "Type 2 diabetes mellitus with diabetic chronic kidney disease" in captured.out
        assert "use additional" in captured.out
        assert "'Q99.99'" in captured.err

    def test_releases(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["codes", "releases"]) == 0
        assert "ICD-10-CM 2026-04-01" in capsys.readouterr().out

    def test_what_is_no_table_is_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "x.xml").write_text("<html/>", encoding="utf-8")
        assert main(["codes", "import", str(tmp_path / "x.xml"), "--effective", "2027-10-01"]) == 1
        assert "x.xml" in capsys.readouterr().err
