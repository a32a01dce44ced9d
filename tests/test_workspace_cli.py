"""`medcode workspace` and `medcode audit` as people and scripts use them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from batches import crew_for
from safe import MARKERS, PASSPHRASE, TEXT, add_notes, files_with_markers, make, reopened

from medcode_desktop.cli import main
from medcode_desktop.core.types import Note
from medcode_desktop.paths import workspace_folder
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import BatchProgress, run_batch
from medcode_desktop.services.workspace import find_backups, open_workspace

NEW = "nine dry otters hum"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{PASSPHRASE}\nnot this line\n", encoding="utf-8")
    return file


@pytest.fixture
def new_secret(tmp_path: Path) -> Path:
    file = tmp_path / "new.txt"
    file.write_text(NEW + "\r\n", encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    make(folder, notes=2).close()
    return folder


def run(command: str, *arguments: str | Path, folder: Path | None, secret: Path | None) -> int:
    words = [*command.split(), *map(str, arguments)]
    words += ["--workspace", str(folder)] if folder else []
    words += ["--passphrase-file", str(secret)] if secret else []
    return main(words)


class TestWorkspace:
    def test_made_recovered_and_opened_where_the_convention_says(
        self, secret: Path, new_secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("workspace create", folder=None, secret=secret) == 1
        assert "Give the name with --person" in capsys.readouterr().err
        assert run("workspace create --person Ada", folder=None, secret=secret) == 0
        place, recovery = capsys.readouterr().out.splitlines()
        assert place == str(workspace_folder())
        key = tmp_path / "key.txt"
        key.write_text(recovery.removeprefix("Recovery key: "), encoding="utf-8")
        assert run("workspace recover --recovery-key-file", key, folder=None, secret=new_secret) == 0
        assert run("workspace status", folder=None, secret=secret) == 1
        assert "This is not the passphrase of Ada." in capsys.readouterr().err
        assert run("workspace status", folder=None, secret=new_secret) == 0
        told = capsys.readouterr().out
        assert "Ada (coder)" in told and "0, 0 coded" in told
        assert run("workspace create --person Ada", folder=None, secret=secret) == 1
        assert "holds a workspace already" in capsys.readouterr().err

    def test_people_and_passphrases(
        self, folder: Path, secret: Path, new_secret: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        add = ["--person", "Ada", "--add", "Bo", "--role", "auditor", "--new-passphrase-file", new_secret]
        assert run("workspace people", *add, folder=folder, secret=secret) == 0
        assert capsys.readouterr().out.splitlines() == ["Ada  coder", "Bo  auditor"]
        assert run("workspace people", folder=folder, secret=secret) == 1
        assert "Say who you are: Ada, Bo" in capsys.readouterr().err
        assert run("workspace delete-note 1 --person Bo", folder=folder, secret=new_secret) == 1
        assert "An auditor reads, and decides nothing" in capsys.readouterr().err
        assert run("workspace people --person Ada --remove Bo", folder=folder, secret=secret) == 0
        assert run("workspace passwd --new-passphrase-file", new_secret, folder=folder, secret=secret) == 0
        open_workspace(folder, "Ada", NEW, read_only=True).close()

    def test_backups(self, folder: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("workspace backup", folder=folder, secret=secret) == 0
        backup = Path(capsys.readouterr().out.strip())
        assert {b.reason for b in find_backups(folder)} == {"asked", "daily"}
        assert run("workspace backup --out", tmp_path / "copy", folder=folder, secret=secret) == 0
        (folder / "workspace.db").write_bytes(b"\0" * 8192)
        assert run("workspace status", folder=folder, secret=secret) == 1
        assert "medcode workspace restore" in capsys.readouterr().err
        assert run("workspace restore", backup.name, folder=folder, secret=secret) == 0
        assert capsys.readouterr().out == "2 notes are in the workspace again.\n"
        assert run("workspace restore", tmp_path / "copy", folder=folder, secret=secret) == 0
        assert run("workspace restore", tmp_path / "no", folder=folder, secret=secret) == 1

    def test_damage_is_listed(self, folder: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
        data = bytearray((folder / "workspace.db").read_bytes())
        data[-2000] ^= 1
        (folder / "workspace.db").write_bytes(data)
        assert run("workspace status", folder=folder, secret=secret) == 1
        told = capsys.readouterr().err
        assert "damaged: HMAC verification failed for page" in told and "`medcode workspace restore`" in told

    def test_notes_are_deleted_by_number_or_name(
        self, folder: Path, secret: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        workspace = reopened(folder)
        workspace.add_note(Note("visit-2", TEXT))
        workspace.close()
        assert run("workspace status --notes", folder=folder, secret=secret) == 0
        assert "     2  visit-2  0 of 5 decided\n" in capsys.readouterr().out
        assert run("workspace delete-note visit-2", folder=folder, secret=secret) == 1
        assert "Several notes are named visit-2" in capsys.readouterr().err
        assert run("workspace delete-note visit-1 2", folder=folder, secret=secret) == 0
        assert capsys.readouterr().out == "2 notes deleted, from 1 backups too\n"
        assert run("workspace delete-note 2", folder=folder, secret=secret) == 1
        assert run("workspace purge", folder=folder, secret=secret) == 1
        assert "retention_days" in capsys.readouterr().err
        assert run("workspace purge --days 1", folder=folder, secret=secret) == 0
        assert capsys.readouterr().out.startswith("0 notes deleted")

    def test_a_passphrase_needs_a_terminal_or_a_file(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert run("workspace status", folder=folder, secret=None) == 1
        assert "--passphrase-file" in capsys.readouterr().err
        assert run("workspace status", folder=folder, secret=tmp_path / "missing.txt") == 1
        (tmp_path / "odd.txt").write_bytes(b"\xff\xfe")
        assert run("workspace status", folder=folder, secret=tmp_path / "odd.txt") == 1
        assert "no text in UTF-8" in capsys.readouterr().err
        terminal = io.StringIO("")
        monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdin", terminal)
        answers = iter([PASSPHRASE, "one of them here", "another one here"])
        monkeypatch.setattr("getpass.getpass", lambda question: next(answers))
        assert run("workspace passwd", folder=folder, secret=None) == 1
        assert "The two are not the same" in capsys.readouterr().err

    def test_the_real_program_reads_the_passphrase_from_standard_input(self, folder: Path) -> None:
        command = [sys.executable, "-W", "error", "-m", "medcode_desktop", "workspace", "status", "--workspace", folder,
                   "--passphrase-file", "-"]  # fmt: skip
        done = subprocess.run(command, input=PASSPHRASE + "\n", capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "2, 2 coded" in done.stdout
        wrong = subprocess.run(command, input="no\n", capture_output=True, text=True, check=False)
        assert (wrong.returncode, wrong.stdout) == (1, "")
        assert wrong.stderr == "medcode: This is not the passphrase of Ada.\n"


@pytest.mark.parametrize("command", ["batch", "watch"])
def test_a_batch_puts_its_notes_into_the_work_list(
    folder: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:  # fmt: skip
    documents = tmp_path / "in"
    documents.mkdir()
    for name in ("one", "two"):
        (documents / f"{name}.txt").write_text(f"{name} has pain in {MARKERS[0]}", encoding="utf-8")
        os.utime(documents / f"{name}.txt", (1e9, 1e9))
    out = tmp_path / "results.csv"
    arguments = (documents, "--out", out, "--progress", "none")

    def code_some(plan: Plan, **_: object) -> Generator[BatchProgress, None, object]:
        return (yield from run_batch(plan, crew_for(plan)))

    monkeypatch.setattr("medcode_desktop.cli.batch.code_folder", code_some)
    monkeypatch.setattr("medcode_desktop.cli.batch.watch_folder", code_some)
    writing = reopened(folder)
    assert run(command, *arguments, folder=folder, secret=secret) == 1
    assert "Nothing was coded: the workspace takes no notes. Another program has" in capsys.readouterr().err
    assert not out.exists()
    writing.close()
    assert run(command, *arguments, folder=folder, secret=secret) == 0
    workspace = reopened(folder)
    assert [(n.name, n.codes) for n in workspace.notes()][2:] == [("one", 1), ("two", 1)]
    assert workspace.load(3).note.text == f"one has pain in {MARKERS[0]}"
    workspace.close()
    assert files_with_markers(folder) == []
    assert [file.name for file in tmp_path.glob("results*")] == ["results.csv"]  # the journal is in the workspace
    assert len(list((folder / "batches").glob("*.db"))) == 1


class TestAudit:
    def test_verified_and_compared_with_what_was_written_down(
        self, folder: Path, secret: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("audit verify", folder=folder, secret=secret) == 0
        told = capsys.readouterr().out
        assert "6 entries, none changed" in told
        head = told.split()[-1]
        workspace = reopened(folder)
        add_notes(workspace, 1)
        workspace.close()
        assert run("audit verify --head", head, folder=folder, secret=secret) == 0
        assert run("audit verify --head", f"6:{'0' * 64}", folder=folder, secret=secret) == 1
        assert "not those that were written down" in capsys.readouterr().err
        workspace = reopened(folder)
        with workspace._database.writing():
            workspace._database.run("DROP TRIGGER audit_is_not_changed")
            workspace._database.run("UPDATE audit SET at = '1999' WHERE entry = 2")
        workspace.close()
        assert run("audit verify", folder=folder, secret=secret) == 1
        assert "the audit trail was changed: entry 2 (1999, Ada, added) was changed" in capsys.readouterr().err
        with pytest.raises(SystemExit):
            run("audit verify --head abc", folder=folder, secret=secret)

    def test_exported(self, folder: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("audit export --format json", folder=folder, secret=secret) == 0
        data = json.loads(capsys.readouterr().out)
        assert [entry["action"] for entry in data["entries"]][:2] == ["created", "added"]
        assert data["entries"][-2]["action"] == "backup made"
        assert data["entries"][-1]["action"] == "audit trail exported" and data["faults"] == []
        assert run("audit export --out", tmp_path / "trail.csv", folder=folder, secret=secret) == 0
        text = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["person"] for row in rows] == ["Ada"] * len(rows)
        assert not any(word in text for word in MARKERS)
        assert run("audit export --out", tmp_path, folder=folder, secret=secret) == 1
        assert files_with_markers(folder) == []
        assert os.stat(tmp_path / "trail.csv").st_mode & 0o077 == 0  # noqa: PTH116
