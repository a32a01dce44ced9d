"""The journal of a batch is encrypted where a workspace is open, and goes with the notes; its faults are told."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from batches import crew_for, finish, run, write_notes
from fakes import result_of
from safe import CHEAP, MARKERS, PASSPHRASE, assert_looks_like_chance, decrypted_pages, reopened

from medcode_desktop.errors import ExportError, WorkspaceError
from medcode_desktop.services.batch.homes import JournalSafe
from medcode_desktop.services.batch.journal import Journal
from medcode_desktop.services.batch.keeping import Keeper
from medcode_desktop.services.batch.lines import Standing, preview
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import Fate, run_batch
from medcode_desktop.services.workspace import Workspace, create_workspace

NAME, OTHER = MARKERS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made, _ = create_workspace(tmp_path / "workspace", "Ada", PASSPHRASE, cost=CHEAP)
    yield made
    made.close()


@pytest.fixture
def plan(tmp_path: Path, workspace: Workspace) -> Plan:
    write_notes(tmp_path / "in", **{NAME: "pain", OTHER: "pain here", "empty": ""})
    return Plan(tmp_path / "in", tmp_path / "out.csv", safe=workspace.journals)


def put(plan: Plan, workspace: Workspace) -> None:
    """Run the batch, and put its notes into the work list as `medcode batch --workspace` does."""
    keeper = Keeper(workspace, plan.options)
    for step in run_batch(plan, crew_for(plan)):
        for finished in step.finished:
            keeper.keep(finished)


def journal_pages(plan: Plan) -> bytes:
    """All that is behind the encryption, free pages too."""
    assert not any(plan.home.path.parent.glob("*-wal"))
    return b"".join(decrypted_pages(plan.home.path, plan.home.key))


def documents(plan: Plan) -> list[str]:
    with Journal(plan.home, "x", plan.options, resume=True) as journal:
        return [Path(path).stem for (path,) in journal._rows("SELECT path FROM document ORDER BY path")]


def test_it_lies_in_the_workspace_and_says_nothing_without_the_key(plan: Plan, workspace: Workspace) -> None:
    safe = workspace.journals
    assert safe and b"seven" not in repr(plan).encode() and safe.key.hex() not in repr(plan)
    crew = crew_for(plan)
    beside: set[str] = set()
    for _ in run_batch(plan, crew):
        beside |= {file.name for file in plan.out.parent.glob("out.csv*")}
    beside |= {file.name for file in plan.out.parent.glob("out.csv*")}
    assert beside == {"out.csv", "out.csv.failed.csv"}
    (file,) = safe.folder.iterdir()
    assert file == plan.home.path and "out" not in file.name
    assert file.stat().st_mode & 0o077 == safe.folder.stat().st_mode & 0o077 == 0
    data = file.read_bytes()
    assert_looks_like_chance(data)
    assert b"R52" not in data and NAME.encode() not in data
    assert b"R52" in journal_pages(plan) and NAME.encode() in journal_pages(plan)
    lines = result_of(preview(plan))
    assert [line.standing for line in lines] == [Standing.CODED, Standing.CODED, Standing.FAILED]
    stranger = replace(plan.home, key=bytes(32))
    with pytest.raises(ExportError, match="is no journal"), Journal(stranger, "x", plan.options, resume=True):
        pass


def test_a_run_that_was_stopped_is_refused_or_gone_on_with(plan: Plan) -> None:
    work = run_batch(plan, crew_for(plan))
    while next(work).done < 1:
        pass
    work.close()
    with pytest.raises(ExportError, match="of a run that was stopped"):
        run(plan)
    _, result = run(replace(plan, resume=True))
    assert (result.coded + result.resumed, result.resumed >= 1) == (2, True)
    _, result = run(replace(plan, retry=True))
    assert (result.coded, result.resumed, result.failed) == (0, 2, 1)


def test_what_lay_in_plain_is_moved_in(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plan.folder.parent)
    plain = replace(plan, folder=Path("in"), safe=None)
    run(plain)
    assert [line.standing for line in result_of(preview(plan))][:2] == [Standing.WAITING] * 2  # it knows "in/…" alone
    assert Standing.CODED in [line.standing for line in result_of(preview(replace(plan, folder=Path("in"))))]
    _, result = run(replace(plan, folder=Path("in"), resume=True))
    assert (result.coded, result.resumed, result.removed, result.failed) == (0, 2, 0, 1)
    assert not plan.journal.exists()
    write_notes(plan.folder, new="pain again")
    run(replace(plain, resume=True))  # without the workspace in between: it begins anew
    assert plan.journal.exists()
    steps, result = run(replace(plan, resume=True))
    assert not plan.journal.exists()
    assert (result.coded, result.resumed + result.duplicates) == (0, 3)
    assert Fate.CODED not in [one.fate for step in steps for one in step.finished]
    with plan.out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["note_id"] for row in csv.DictReader(file)] == sorted([NAME, OTHER, "new"])


def test_a_deleted_note_is_in_no_journal_either(plan: Plan, workspace: Workspace) -> None:
    os.rename(plan.folder / "empty.txt", os.fsencode(plan.folder / "n\udce4me.txt"))  # noqa: PTH104
    (plan.folder / "n\udce4me.txt").write_text("pain there", encoding="utf-8")
    put(plan, workspace)
    (plan.folder / f"{NAME}.txt").write_text("pain, and more", encoding="utf-8")
    put(replace(plan, resume=True), workspace)
    assert NAME.encode() in journal_pages(plan)
    number, other = (next(n.number for n in workspace.notes() if part in n.name) for part in (NAME, "me"))
    workspace.delete([number, other])
    assert documents(plan) == [OTHER]
    left = journal_pages(plan)
    assert NAME.encode() not in left and b"udce4" not in left and OTHER.encode() in left
    assert workspace.notes()[0].name == OTHER
    _, result = run(replace(plan, resume=True))
    assert (result.coded, result.resumed) == (2, 1)


def test_while_a_batch_runs_nothing_is_deleted(plan: Plan, workspace: Workspace) -> None:
    put(plan, workspace)
    with (
        Journal(plan.home, "x", plan.options, resume=True),
        pytest.raises(WorkspaceError, match=r"Nothing was deleted\. .* is in use: another batch"),
    ):
        workspace.delete([1])
    assert len(workspace.notes()) == 2
    workspace.delete([1])
    assert len(workspace.notes()) == 1


def test_a_damaged_journal_is_told_and_hinders_no_deletion(plan: Plan, workspace: Workspace) -> None:
    put(plan, workspace)
    with Journal(plan.home, "x", plan.options, resume=True) as journal:
        ((page,),) = journal._rows("SELECT rootpage FROM sqlite_schema WHERE name = 'document'")
    for place, message in (((page - 1) * 4096 + 2000, "is damaged. Delete it"), (100, "is no journal")):
        with plan.home.path.open("r+b") as file:
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ 1]))
        with pytest.raises(ExportError, match=message):
            finish(run_batch(replace(plan, resume=True), crew_for(plan)))
    workspace.delete([1])
    assert not plan.home.path.exists()
    assert run(replace(plan, resume=True))[1].coded == 2


def test_a_damaged_journal_in_plain_is_told(plan: Plan) -> None:
    plain = replace(plan, safe=None)
    run(plain)
    with sqlite3.connect(plain.journal) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'document'").fetchone()
    file.close()
    with plain.journal.open("r+b") as journal:
        journal.seek((page - 1) * 4096)
        journal.write(b"\xff" * 4096)
    with pytest.raises(ExportError, match=r"is damaged\. Delete it"):
        run(replace(plain, resume=True))


def test_the_retention_time_holds_for_journals_too(plan: Plan, workspace: Workspace) -> None:
    run(plan)
    old = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    with Journal(plan.home, "x", plan.options, resume=True) as journal, journal._transaction():
        journal._file.execute("UPDATE document SET since = ? WHERE path LIKE ?", (old, f"%{NAME}%"))
    workspace.purge(30)
    assert documents(plan) == [OTHER, "empty"]
    assert NAME.encode() not in journal_pages(plan)


def test_locked_there_is_no_key_and_in_memory_no_safe(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.journals
    assert isinstance(before, JournalSafe)
    workspace.lock()
    with pytest.raises(WorkspaceError, match="locked"):
        _ = workspace.journals
    workspace.unlock(PASSPHRASE)
    assert workspace.journals == before
    workspace.close()
    again = reopened(tmp_path / "workspace")
    assert again.journals == before
    again.close()
    elsewhere, _ = create_workspace(tmp_path / "other", "Ada", PASSPHRASE, cost=CHEAP)
    assert elsewhere.journals and elsewhere.journals.key != before.key
    elsewhere.close()
