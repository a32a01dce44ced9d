"""Whatever befalls a workspace, each fault has a sentence of its own, and everything that was saved is kept."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from fakes import result_of
from privileges import unprivileged_folder
from safe import CHEAP, PASSPHRASE, TEXT, add_notes, decide, make, reopened
from test_codeset_import import official_zip

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.review import History
from medcode_desktop.core.types import Note, Span
from medcode_desktop.errors import CodeSetError, ModelError, WorkspaceError, WrongPassphrase
from medcode_desktop.services.model_store import import_model
from medcode_desktop.services.release_import import install, read_release
from medcode_desktop.services.system_import import read_system, write_system
from medcode_desktop.services.workspace import (
    Workspace,
    create_workspace,
    find_backups,
    open_workspace,
    restore_backup,
    schema,
)

LONG = TEXT * 150
FullDisk = Callable[[], "contextmanager[None]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def _history(workspace: Workspace, number: int = 1) -> History:
    history = workspace.load(number).history
    assert history is not None
    return history


class TestOneSentenceEach:
    """Four faults that SQLCipher alone would all call "file is not a database" or "malformed"."""

    def test_they_differ(self, folder: Path) -> None:
        make(folder, notes=30).close()
        told = {}
        with pytest.raises(WrongPassphrase) as caught:
            open_workspace(folder, "Ada", "not this one")
        told["wrong key"] = str(caught.value)
        whole = (folder / "workspace.db").read_bytes()

        for page in (0, 2):
            _flip(folder / "workspace.db", page * 4096 + 1000)
            with pytest.raises(WorkspaceError) as caught:
                workspace = reopened(folder)
                try:
                    for entry in workspace.notes():
                        workspace.load(entry.number)
                finally:
                    workspace.close()
            told[f"flipped byte on page {page}"] = str(caught.value)
            (folder / "workspace.db").write_bytes(whole)

        workspace = reopened(folder)
        with workspace._database.writing():
            workspace._database.run("DROP TRIGGER audit_is_not_changed")
            workspace._database.run("UPDATE audit SET person = 'Bo' WHERE entry = 3")
        (told["changed entry"],) = workspace.faults()
        with workspace._database.writing():
            workspace._database.run("PRAGMA user_version = 99")
        workspace.close()
        with pytest.raises(WorkspaceError) as caught:
            reopened(folder)
        told["newer schema"] = str(caught.value)

        expected = {
            "wrong key": "This is not the passphrase of Ada.",
            "flipped byte on page 0": "the beginning of its database is damaged, or belongs to another workspace",
            "flipped byte on page 2": "a part of it is damaged",
            "changed entry": "entry 3 (",
            "newer schema": "A newer version of MedCode Desktop wrote this workspace (schema 99; this one knows "
            f"{len(schema.MIGRATIONS)}).",
        }
        assert {fault: words in told[fault] for fault, words in expected.items()} == dict.fromkeys(expected, True), told

    def test_a_newer_workspace_is_left_as_it_is(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        workspace = make(folder)
        with workspace._database.writing():
            workspace._database.run(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
        workspace.close()
        before = (folder / "workspace.db").read_bytes()
        with pytest.raises(WorkspaceError, match="newer version"):
            reopened(folder)
        assert (folder / "workspace.db").read_bytes() == before
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ""))
        workspace = reopened(folder)
        assert workspace.load(1).note.text == TEXT
        workspace.close()

    def test_missing_and_damaged_key_files(self, folder: Path) -> None:
        with pytest.raises(WorkspaceError, match="There is no workspace in"):
            reopened(folder)
        workspace = make(folder)
        with pytest.raises(WorkspaceError, match="holds a workspace already"):
            make(folder)
        workspace.close()
        keys = (folder / "people.json").read_bytes()
        (folder / "people.json").write_bytes(keys.replace(b'"form": 1', b'"form": 2'))
        with pytest.raises(WorkspaceError, match="A newer version of MedCode Desktop wrote the keys"):
            reopened(folder)
        for damaged in (keys[:-40], b"", b"[]", keys.replace(b'"wrapped": "', b'"wrapped": "A', 1)):
            (folder / "people.json").write_bytes(damaged)
            with pytest.raises(WorkspaceError, match=r"The key file .* is damaged"):
                reopened(folder)
        (folder / "people.json").write_bytes(keys)
        workspace = reopened(folder)
        workspace.back_up()
        workspace.close()
        (folder / "people.json").write_bytes(b"")
        reopened(folder).close()  # by the copy in the backup
        (folder / "workspace.db").unlink()
        with pytest.raises(WorkspaceError, match=r"The database .* is missing"):
            reopened(folder)


def _flip(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def test_a_flipped_byte_anywhere_is_found_the_rest_is_read_and_a_backup_restores(folder: Path) -> None:
    workspace = make(folder, notes=0)
    add_notes(workspace, 12, LONG)
    backup = workspace.back_up()
    workspace.close()
    whole = (folder / "workspace.db").read_bytes()
    chance = random.Random(5)
    pages = range(0, len(whole) // 4096, 3)
    most = 0
    for page in pages:
        _flip(folder / "workspace.db", page * 4096 + chance.randrange(4096))
        found = readable = 0
        try:
            workspace = open_workspace(folder, "Ada", PASSPHRASE, read_only=True)
            found += bool(workspace.faults())
            for number in range(1, 13):
                try:
                    readable += workspace.load(number).note.text == LONG
                    assert workspace.load(number).note.text == LONG, "SQLCipher gives zeros for what it cannot read"
                except WorkspaceError as error:
                    assert "damaged" in str(error)
            with pytest.raises(WorkspaceError, match="damaged"):
                workspace.copy_to(folder / "copy")
            workspace.close()
        except WorkspaceError as error:
            found += "damaged" in str(error)
        assert found, f"page {page}"
        most += readable >= 11
        (folder / "workspace.db").write_bytes(whole)
    assert most > len(pages) / 3, "the damage of a page takes one note, not all"
    assert not (folder / "copy").exists()
    _flip(folder / "workspace.db", 50)
    workspace = restore_backup(folder, backup.path, "Ada", PASSPHRASE)
    assert len(workspace.notes()) == 12 and workspace.faults() == []
    assert "replaced" in [b.reason for b in find_backups(folder)]
    workspace.close()


@pytest.fixture(params=["no room", "limit"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, FullDisk]]:
    """A folder whose disk can be made full: a file system of 3 MB, or else a limit on what this process may write."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if request.param == "no room":
        mounted = shutil.which("mount") and os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True
        ).returncode == 0  # fmt: skip
        if not mounted:
            pytest.skip("needs root and mount")
        try:
            yield disk, lambda: _filled(disk)
        finally:
            subprocess.run(["umount", "-l", disk], check=True)
    else:
        yield disk, _limited


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _limited() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


_SAYS_FULL = "the disk is full|does not answer or is full|no space left|file too large"


class TestFullDisk:
    def test_while_deciding(self, small_disk: tuple[Path, FullDisk]) -> None:
        disk, full = small_disk
        workspace = make(disk / "w", notes=3)
        history = _history(workspace)
        saved = failed = 0
        with full():
            for number in range(40):
                after = decide(history, number)
                try:
                    workspace.keep_review(1, after)
                    history, saved = after, saved + 1
                except WorkspaceError as error:
                    assert re.search(_SAYS_FULL, str(error))
                    assert "kept" in error.hint
                    failed += 1
            assert failed
            assert _history(workspace) == history, "what is shown is what is saved"
        after = decide(history, 3)
        workspace.keep_review(1, after)
        workspace.close()
        workspace = reopened(disk / "w")
        assert _history(workspace) == after
        assert workspace.faults() == []
        workspace.close()

    def test_while_opening_it_opens_for_reading(self, small_disk: tuple[Path, FullDisk]) -> None:
        disk, full = small_disk
        make(disk / "w").close()
        with full():
            workspace = reopened(disk / "w")
            assert workspace.load(1).note.text == TEXT
            with pytest.raises(WorkspaceError, match=rf"(?i)Nothing was saved.*({_SAYS_FULL})"):
                workspace.add_note(Note("a", "b"))
            workspace.close()
        workspace = reopened(disk / "w")
        assert not workspace.read_only
        workspace.close()

    def test_while_importing(self, small_disk: tuple[Path, FullDisk], tmp_path: Path) -> None:
        """What was installed before is kept, with its checksum; nothing half written is left."""
        disk, full = small_disk
        codes = disk / "codes"
        release = result_of(read_release([official_zip(tmp_path / "release.zip")]))
        (tmp_path / "own.csv").write_text("code,title\nX1,One\n", encoding="utf-8")
        system = result_of(read_system([tmp_path / "own.csv"], "own"))
        days = date(2026, 10, 1), date(2027, 9, 30)
        told = f"(?i)cannot be written: .*({_SAYS_FULL}|disk is full|disk I/O error).* Is "
        cases = [lambda: list(install(release, codes, *days)), lambda: list(write_system(system, codes, "1"))]
        for put in cases:
            with full(), pytest.raises(CodeSetError, match=told):
                put()
            assert not codes.exists() or not list(codes.iterdir())
        for put in cases:
            put()
        before = {file.name: file.read_bytes() for file in codes.iterdir()}
        for put in cases:
            with full(), pytest.raises(CodeSetError, match=told):
                put()
            assert {file.name: file.read_bytes() for file in codes.iterdir()} == before
        with CodeSet.open(codes / "icd10cm-2026-10-01.sqlite") as kept:
            assert list(kept.codes()) == ["A00", "A00.1", "A00.1XXA"]

    def test_while_a_model_is_imported(
        self, small_disk: tuple[Path, FullDisk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        disk, full = small_disk
        monkeypatch.setenv("MEDCODE_HOME", str(disk))
        source = Path(__file__).parents[1] / "models" / "medcode-encoder-q8_0.gguf"
        copy = tmp_path / "other.gguf"
        copy.write_bytes(source.read_bytes())
        copy.with_suffix(".npz").write_bytes(source.with_name("medcode-encoder.npz").read_bytes())
        with (
            full(),
            pytest.raises(ModelError, match=f"has no room for the model|could not be copied: (?i:{_SAYS_FULL})"),
        ):
            list(import_model(copy))
        assert [file for file in disk.rglob("*") if file.is_file()] == []

    def test_while_backing_up(self, small_disk: tuple[Path, FullDisk]) -> None:
        disk, full = small_disk
        workspace = make(disk / "w", notes=3)
        first = workspace.back_up()
        with full(), pytest.raises(WorkspaceError, match=f"(?i)no backup was made.*({_SAYS_FULL})|{_SAYS_FULL}"):
            workspace.back_up()
        assert find_backups(disk / "w") == [first]
        assert [path.name for path in (disk / "w" / "backups").iterdir()] == [first.path.name]
        workspace.keep_review(1, decide(_history(workspace), 0))
        assert workspace.back_up() in find_backups(disk / "w")
        workspace.close()

    def test_while_migrating(self, small_disk: tuple[Path, FullDisk], monkeypatch: pytest.MonkeyPatch) -> None:
        disk, full = small_disk
        make(disk / "w", notes=3).close()
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _LARGE))
        with full(), pytest.raises(WorkspaceError, match=f"(?i){_SAYS_FULL}"):
            reopened(disk / "w")
        if disk.stat().st_dev != disk.parent.stat().st_dev:
            with pytest.raises(WorkspaceError, match="the disk is full"):  # the backup fits, the migration does not
                reopened(disk / "w")
            assert [b.reason for b in find_backups(disk / "w")] == ["migration"]
        monkeypatch.undo()
        workspace = reopened(disk / "w")
        assert workspace.load(3).note.text == TEXT and workspace.faults() == []
        workspace.close()

    def test_while_creating_changing_keys_and_deleting(self, small_disk: tuple[Path, FullDisk]) -> None:
        disk, full = small_disk
        with full(), pytest.raises(WorkspaceError):
            make(disk / "w")
        workspace = make(disk / "w", notes=3)
        backup = workspace.back_up()
        with full():
            with pytest.raises(WorkspaceError, match=f"(?i){_SAYS_FULL}"):
                workspace.change_passphrase(PASSPHRASE, "nine dry otters hum")
            with pytest.raises(WorkspaceError, match=f"(?i){_SAYS_FULL}"):
                workspace.delete([1])
        assert find_backups(disk / "w") == [backup]
        assert workspace.faults() == []
        workspace.close()
        workspace = reopened(disk / "w")
        assert len(workspace.notes()) == 3
        workspace.close()


_LARGE = """
    CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
        SELECT i, randomblob(1000) AS ballast FROM n;
"""


class TestMigration:
    def test_an_older_workspace_is_backed_up_and_brought_up_to_date(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(folder).close()
        steps = (
            "ALTER TABLE notes ADD COLUMN a TEXT",
            "ALTER TABLE notes ADD COLUMN b TEXT; UPDATE notes SET b = name",
        )
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, *steps))
        with pytest.raises(WorkspaceError, match="has to be brought up to date first"):
            open_workspace(folder, "Ada", PASSPHRASE, read_only=True)
        workspace = reopened(folder)
        assert workspace._database.version == len(schema.MIGRATIONS)
        assert workspace._database.rows("SELECT a, b FROM notes") == [(None, b"visit-1")]
        workspace.close()
        (backup,) = find_backups(folder)
        assert backup.reason == "migration"
        monkeypatch.undo()
        with pytest.raises(WorkspaceError, match="newer version"):
            reopened(folder)
        workspace = restore_backup(folder, backup.path, "Ada", PASSPHRASE)
        assert workspace.load(1).note.text == TEXT
        workspace.close()

    def test_a_workspace_of_the_first_version_keeps_its_notes(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        newest = schema.MIGRATIONS
        monkeypatch.setattr(schema, "MIGRATIONS", newest[:1])
        workspace, _ = create_workspace(folder, "Ada", PASSPHRASE, cost=CHEAP)
        with workspace._database.writing():
            workspace._database.run(
                "INSERT INTO notes (name, source, facts, text_hash, added_at) VALUES (?, ?, '{}', ?, ?)",
                b"visit-1", b"in/visit.txt", hashlib.sha256(TEXT.encode()).hexdigest(), "2026-11-25T10:00:00+00:00",
            )  # fmt: skip
            workspace._database.run("INSERT INTO contents VALUES (1, ?)", TEXT.encode())
        workspace.close()
        monkeypatch.setattr(schema, "MIGRATIONS", newest)
        workspace = reopened(folder)
        assert workspace.load(1).note == Note("visit-1", TEXT, "in/visit.txt")
        number = workspace.add_note(Note("scan", TEXT, "in/scan.pdf", "#page-2", uncertain=(Span(0, 3),)))
        workspace.close()
        assert [backup.reason for backup in find_backups(folder)] == ["migration"]
        workspace = reopened(folder)
        stored = workspace.load(number).note
        assert (stored.part, stored.uncertain) == ("#page-2", (Span(0, 3),))
        workspace.close()

    def test_a_step_that_fails_leaves_the_version_before_it(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(folder).close()
        steps = (
            "ALTER TABLE notes ADD COLUMN a TEXT",
            "ALTER TABLE notes ADD COLUMN b TEXT; SELECT no_such_function()",
        )
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, *steps))
        with pytest.raises(WorkspaceError):
            reopened(folder)
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS[:-1], "ALTER TABLE notes ADD COLUMN b TEXT"))
        workspace = reopened(folder)
        assert workspace._database.rows("SELECT a, b FROM notes") == [(None, None)]
        workspace.close()


class TestWhereItLies:
    def test_a_second_program_is_told_and_reads(self, folder: Path) -> None:
        first = make(folder)
        second = reopened(folder)
        assert "Another program has this workspace open" in second.read_only
        history = decide(_history(first), 0)
        first.keep_review(1, history)
        assert _history(second) == history
        for refused in (lambda: second.keep_review(1, history.undo()), second.back_up, second.make_recovery_key):
            with pytest.raises(WorkspaceError, match="Another program"):
                refused()
        second.lock()
        first.close()
        second.unlock(PASSPHRASE)
        assert not second.read_only
        second.keep_review(1, history.undo())
        second.close()

    def test_a_folder_that_can_only_be_read(self) -> None:
        with unprivileged_folder() as folder:
            make(folder / "w").close()
            for path in (*(folder / "w").iterdir(), folder / "w"):
                path.chmod(0o500)
            workspace = reopened(folder / "w")
            assert "write-protected" in workspace.read_only
            assert workspace.load(1).note.text == TEXT
            with pytest.raises(WorkspaceError, match=r"Nothing was saved.*write-protected"):
                workspace.keep_review(1, decide(_history(workspace), 0))
            workspace.close()
            for _ in range(3):
                with pytest.raises(WrongPassphrase) as caught:
                    open_workspace(folder / "w", "Ada", "not this one")
            assert caught.value.wait_s == 2
            (folder / "w").chmod(0o700)
            with pytest.raises(WorkspaceError, match="No workspace can be made in"):
                (folder / "x").mkdir(mode=0o500)
                make(folder / "x" / "y")

    def test_a_permission_that_was_revoked(self) -> None:
        with unprivileged_folder() as folder:
            make(folder / "w").close()
            (folder / "w" / "workspace.db").chmod(0o400)
            workspace = reopened(folder / "w")
            assert "it may only be read" in workspace.read_only
            assert workspace.load(1).note.text == TEXT
            workspace.close()
            (folder / "w" / "workspace.db").chmod(0)
            with pytest.raises(WorkspaceError, match="its files cannot be opened"):
                reopened(folder / "w")
            (folder / "w" / "people.json").chmod(0)
            with pytest.raises(WorkspaceError, match="cannot be read: permission denied"):
                reopened(folder / "w")
            for path in (folder / "w").iterdir():
                path.chmod(0o600)
            workspace = reopened(folder / "w")
            assert not workspace.read_only
            workspace.close()

    @pytest.mark.parametrize("replaced", [False, True])
    def test_a_medium_that_is_gone(self, folder: Path, replaced: bool) -> None:
        workspace = make(folder)
        history = _history(workspace)
        folder.rename(folder.with_name("unplugged"))
        if replaced:
            make(folder).close()
        with pytest.raises(WorkspaceError, match="was moved, deleted or replaced while it was open"):
            workspace.keep_review(1, decide(history, 0))
        workspace.close()
        if not replaced:
            with pytest.raises(WorkspaceError, match="There is no workspace in"):
                reopened(folder)
        else:
            shutil.rmtree(folder)
        folder.with_name("unplugged").rename(folder)
        workspace = reopened(folder)
        assert len(workspace.notes()) == 1 and workspace.faults() == []
        workspace.close()


_DECIDES = """
def work():
    workspace = reopened(Path(sys.argv[1]))
    history = workspace.load(1).history
    step = workspace.state("decisions", 0)
    while True:
        if step % 7 == 6:
            workspace.keep_review(1, history.undo())
            workspace.keep_review(1, history)
        history = decide(history, step)
        step += 1
        with workspace.transaction():
            workspace.keep_review(1, history)
            workspace.keep_state("decisions", step)
        os.write(1, f"{step}\\n".encode())
        if step % 40 == 39:
            workspace.back_up()
"""
_KEEPS = """
def work():
    chance = random.Random()
    while True:
        workspace = reopened(folder)
        for _ in range(3):
            what = chance.choice(["add", "back up", "delete"])
            if what == "add":
                add_notes(workspace, 5)
            elif what == "back up":
                workspace.back_up(chance.choice(["daily", "asked"]))
            else:
                workspace.delete([entry.number for entry in workspace.notes()][10:13])
        workspace.close()
        if (backups := find_backups(folder)) and chance.random() < 0.6:
            restore_backup(folder, chance.choice(backups).path, "Ada", PASSPHRASE).close()
"""
_LAUNCHER = """
import os, random, sys
from pathlib import Path
sys.path[:0] = [sys.argv[2]]
from safe import PASSPHRASE, add_notes, decide, reopened
from medcode_desktop.services.workspace import find_backups, restore_backup
folder = Path(sys.argv[1])
exec(sys.argv[3])
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.write(1, f"pid {os.getpid()}\\n".encode())
        work()
    os.waitpid(child, 0)
    os.write(1, b"gone\\n")
"""


@contextmanager
def _killing(folder: Path, work: str, chance: random.Random) -> Iterator[Callable[[], list[int]]]:
    """A call that runs `work` in a process of its own, kills it at a random moment, and gives what it reported."""
    command = [sys.executable, "-c", _LAUNCHER, str(folder), str(Path(__file__).parent), work]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdin and launcher.stdout
        talk, listen = launcher.stdin, launcher.stdout

        def kill() -> list[int]:
            talk.write("go\n")
            talk.flush()
            name, pid = listen.readline().split()
            assert name == "pid"
            time.sleep(chance.uniform(0, 0.25))
            os.kill(int(pid), 9)
            return [int(line) for line in iter(listen.readline, "gone\n")]

        yield kill
        talk.close()


_KILLS = [10, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX")
@pytest.mark.parametrize("kills", _KILLS)
def test_every_decision_that_was_reported_as_saved_survives_being_killed(folder: Path, kills: int) -> None:
    workspace = make(folder)
    start = expected = _history(workspace)
    workspace.close()
    decided = worked = 0
    with _killing(folder, _DECIDES, random.Random(kills)) as kill:
        for _ in range(kills):
            reported = (kill() or [decided])[-1]
            workspace = reopened(folder)
            assert not workspace.read_only, "the lock of a killed program is free"
            saved = workspace.state("decisions", 0)
            assert saved in (reported, reported + 1), "at most one more was on disk before it was reported"
            for step in range(decided, saved):
                expected = decide(expected, step)
            found = _history(workspace)
            assert found in (expected, expected.undo())
            assert workspace.trail.faults() == []
            told = sum(e.action in ("accepted", "rejected") and not e.detail for e in workspace.trail.entries())
            assert told == saved
            assert workspace._database.faults() == []
            worked += saved > decided
            decided = saved
            workspace.keep_review(1, expected)  # an undo that was cut off is taken back; all go on from the same
            workspace.close()
    assert worked > kills / 10, "programs came to decide before they were killed"
    assert start.present != expected.present


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX")
@pytest.mark.parametrize("kills", _KILLS)
def test_killed_while_backing_up_deleting_or_restoring_it_opens_and_is_whole(folder: Path, kills: int) -> None:
    workspace = make(folder, notes=30)
    workspace.back_up()
    workspace.close()
    with _killing(folder, _KEEPS, random.Random(kills)) as kill:
        for _ in range(kills):
            kill()
            workspace = reopened(folder)
            assert not workspace.read_only
            assert len(workspace.notes()) >= 10
            assert workspace.faults() == []
            assert not [*folder.rglob(".*.part")], "what was half written is gone"
            workspace.close()
    backup = find_backups(folder)[0]
    restored = restore_backup(folder, backup.path, "Ada", PASSPHRASE)
    assert len(restored.notes()) >= 10
    restored.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_thousand_notes_open_within_a_second_and_decisions_are_quick(folder: Path) -> None:
    workspace = make(folder, notes=0)
    add_notes(workspace, 10_000, TEXT * 25)
    workspace.close()
    opened, listed, unlocked, decided = [], [], [], []
    for _ in range(7):
        began = time.perf_counter()
        workspace = reopened(folder)
        opened.append(time.perf_counter() - began)
        assert len(workspace.notes()) == 10_000
        listed.append(time.perf_counter() - began)
        workspace.close()
    workspace = reopened(folder)
    for number in range(1, 10_000, 50):
        history = _history(workspace, number)
        began = time.perf_counter()
        workspace.keep_review(number, decide(history, number))
        decided.append(time.perf_counter() - began)
    workspace.set_passphrase(PASSPHRASE, "dearer")  # what trying a passphrase really costs
    workspace.close()
    for _ in range(7):
        began = time.perf_counter()
        workspace = reopened(folder)
        unlocked.append(time.perf_counter() - began)
        workspace.close()
    decided.sort()
    print(json.dumps({
        "open, s": round(min(opened), 3), "open and list, s": round(min(listed), 3),
        "unlock and open, s": round(min(unlocked), 3),
        "decision median, ms": round(1000 * decided[100], 1), "p95, ms": round(1000 * decided[190], 1),
    }))  # fmt: skip
    assert min(opened) < 1.0
    assert min(unlocked) < 1.5
    assert decided[100] < 0.02
