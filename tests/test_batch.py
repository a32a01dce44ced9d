"""A batch codes what it can, names what it cannot, and goes on where it was stopped."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import papers
import psutil
import pytest
from batches import FACTORY, FakeCoder, crew_for, finish, run, write_notes
from fakes import result_of

from medcode_desktop.core.review import Signature, Status
from medcode_desktop.core.types import CodingOptions, Facts, Scope, Severity, Sex
from medcode_desktop.errors import Cancelled, DocumentError, ExportError, ModelError
from medcode_desktop.services.batch.journal import Journal, State
from medcode_desktop.services.batch.keeping import Keeper
from medcode_desktop.services.batch.lines import Standing, preview
from medcode_desktop.services.batch.plan import Order, Plan, find, in_order
from medcode_desktop.services.batch.results import read_again
from medcode_desktop.services.batch.run import Control, Fate, run_batch
from medcode_desktop.services.batch.task import Job
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.services.workspace import in_memory
from medcode_desktop.settings import Settings


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the coder names each note that it codes."""
    monkeypatch.setenv("FAKE_CODER_LOG", str(tmp_path / "seen.txt"))
    return tmp_path / "seen.txt"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path / "in", tmp_path / "out.csv")


def taken(seen: Path) -> list[str]:
    """The notes that were coded since the last look."""
    names = seen.read_text(encoding="utf-8").split() if seen.exists() else []
    seen.unlink(missing_ok=True)
    return sorted(names)


def ids(plan: Plan) -> list[str]:
    return [row["note_id"] for row in read_csv(plan.out)]


class TestKeptInAWorkspace:
    def test_each_note_once_with_its_decisions_however_often_it_goes_on(
        self, plan: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workspace = in_memory("Ada")
        write_notes(plan.folder, a="no", b="much pain", c="much pain", d="bug pain")

        def run_into_it(plan: Plan) -> None:
            keeper = Keeper(workspace, plan.options)
            for step in run(plan)[0]:
                for finished in step.finished:
                    keeper.keep(finished)

        run_into_it(plan)
        assert [(e.name, e.source, e.codes) for e in workspace.notes()] == [
            (name, str(plan.folder / f"{name}.txt"), codes) for name, codes in (("a", 0), ("b", 1), ("c", 1))
        ]
        stored = workspace.load(2)
        assert stored.note.text == "much pain" and stored.history is not None
        assert [e.text for e in stored.history.present.codes[0].suggestion.evidence] == ["pain"]
        assert stored.edits[0].message == "The note says “pain”."
        decided = stored.history.record(stored.history.present.accept(0, Signature("Ada")))
        workspace.keep_review(2, decided)
        workspace.keep_draft(2, "being edited")
        monkeypatch.chdir(plan.folder.parent)
        run_into_it(replace(plan, folder=Path(plan.folder.name), resume=True))
        assert workspace.load(2).history == decided, "what is known already stays as it is"
        assert len(workspace.notes()) == 3
        write_notes(plan.folder, b="less pain than before")
        run_into_it(replace(plan, resume=True))
        stored = workspace.load(2)
        assert len(workspace.notes()) == 3
        assert (stored.note.text, stored.draft) == ("less pain than before", "being edited")
        assert stored.history is not None
        assert [c.status for c in stored.history.present.codes] == [Status.ACCEPTED]
        assert "carried over" in {e.detail for e in workspace.trail.entries()}


def test_failures_are_named_and_the_others_go_on(plan: Plan) -> None:
    write_notes(plan.folder, a="pain", b="crash", c="bug", d=" ", e="no codes", f="pain, more pain")
    steps, result = run(plan)
    assert (result.coded, result.resumed, result.codes) == (3, 0, 2)
    reasons = {Path(failure.document).name: failure.reason for failure in result.failures}
    assert list(reasons) == ["b.txt", "c.txt", "d.txt"]
    assert reasons["b.txt"].endswith("b.txt: The model process ended. It has been restarted.")
    assert reasons["c.txt"].endswith("c.txt could not be coded: an unexpected error (ValueError).")
    assert "is empty" in reasons["d.txt"]
    rows = read_csv(plan.out)
    assert [(row["note_id"], row["evidence_text"], row["evidence_start"]) for row in rows] == [
        ("a", ["pain"], [0]),
        ("f", ["pain", "pain"], [0, 11]),
    ]
    assert rows[1]["edits"] == ["info said (R52): The note says “pain; pain”."]
    told = [one for step in steps for one in step.finished]
    assert {one.document.path.name: one.fate for one in told} == {
        "a.txt": Fate.CODED, "b.txt": Fate.FAILED, "c.txt": Fate.FAILED, "d.txt": Fate.FAILED, "e.txt": Fate.CODED,
        "f.txt": Fate.CODED,
    }  # fmt: skip
    ((note, coding),) = read_again(told[-1].document, told[-1].content, told[-1].notes)
    assert (coding.note_id, coding.source) == ("f", str(plan.folder / "f.txt"))
    assert (note.note_id, note.text) == ("f", "pain, more pain")
    assert [e.text for e in coding.suggestions[0].evidence] == ["pain", "pain"]
    assert coding.edits[0].fix == ("R52",)
    write_notes(plan.folder, f="another pain")
    with pytest.raises(DocumentError, match="has changed"):
        read_again(told[-1].document, told[-1].content, told[-1].notes)
    assert (steps[-1].done, steps[-1].total, steps[-1].failed) == (6, 6, 3)
    assert steps[-1].notes_per_minute > 0
    assert steps[-1].seconds_left == 0
    listed = plan.failures.read_text(encoding="utf-8-sig").splitlines()
    assert listed[0] == "source_file,reason,tries,since"
    assert [Path(line.split(",")[0]).name for line in listed[1:]] == ["b.txt", "c.txt", "d.txt"]


def test_the_preview_knows_what_the_journal_has(plan: Plan, tmp_path: Path) -> None:
    write_notes(plan.folder, a="pain", b="crash", c="no codes", d="more pain")
    assert [line.standing for line in result_of(preview(plan))] == [Standing.WAITING] * 4
    assert not list(tmp_path.glob("out*"))
    work = run_batch(plan, crew_for(plan))
    while next(work).done < 3:
        pass
    left = shutil.copytree(tmp_path, tmp_path.with_name("killed"))  # what a kill leaves, the write-ahead log included
    with pytest.raises(ExportError, match="is in use"):
        result_of(preview(plan))
    work.close()
    killed = replace(plan, out=left / "out.csv")
    for lines in (result_of(preview(plan)), result_of(preview(killed))):
        standings = {line.document.name: line.standing for line in lines}
        assert standings == {"a": "coded", "b": "failed", "c": "coded", "d": standings["d"]}
    a, b, c, _ = lines
    assert (a.confidences, a.edits, a.reason) == ((0.8,), (Severity.INFO,), "")
    assert (b.confidences, c.confidences) == ((), ())
    assert b.reason.endswith("b.txt: The model process ended. It has been restarted.")
    ((note, coding),) = a.codings()
    assert (note.text, coding.suggestions[0].evidence[0].text) == ("pain", "pain")
    os.utime(plan.folder / "a.txt", (time.time() + 60,) * 2)
    assert next(iter(result_of(preview(plan)))).standing is Standing.WAITING
    plan.journal.write_bytes(b"something else")
    with pytest.raises(ExportError, match="is no journal"):
        result_of(preview(plan))


def test_what_hangs_swells_or_kills_its_process_fails_alone(plan: Plan) -> None:
    write_notes(plan.folder, a="pain", b="hang", c="swell", d="die", e="pain, e", f="pain, f", g="unreadable ahead")
    _, result = run(replace(plan, time_limit_s=5, memory_limit=400_000_000), workers=2)
    reasons = {Path(f.document).stem: f.reason.partition(".txt ")[2] for f in result.failures}
    assert reasons == {
        "b": "took longer than the 5 s that a document may take.",
        "c": "needed more than the 0.4 GB of memory that a document may use.",
        "d": "could not be coded: the process that worked on it ended twice (SIGKILL).",
    }
    assert ids(plan) == ["a", "e", "f"]


def test_closing_stops_at_once_and_resume_does_the_rest(
    plan: Plan, seen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notes(plan.folder, a="pain", b="pain too", c="hang, pain", d="pain again")
    work = run_batch(plan, crew_for(plan))
    while next(work).done < 2:
        pass
    began = time.monotonic()
    work.close()
    assert time.monotonic() - began < 1
    assert ids(plan) == ["a", "b"]
    taken(seen)
    with pytest.raises(ExportError, match=r"holds 2 documents of a run that was stopped.*--resume"):
        run(plan)
    write_notes(plan.folder, c="no more")
    _, result = run(replace(plan, resume=True))
    assert taken(seen) == ["c", "d"]
    assert (result.coded, result.resumed, result.codes) == (2, 2, 3)
    assert ids(plan) == ["a", "b", "d"]
    run(plan)  # that run came to its end: this one begins anew
    assert taken(seen) == ["a", "b", "c", "d"]


def test_a_batch_is_paused_gone_on_with_and_cancelled(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_CODER_S", "0.02")
    write_notes(plan.folder, **{f"n{i:02}": f"pain {i}" for i in range(40)})
    control = Control()
    work = run_batch(plan, crew_for(plan), control)
    while next(work).done < 1:
        pass
    control.pause()
    held = next(step for step in work if step.message == "Paused" and not step.finished)
    time.sleep(0.3)
    paused = [next(work) for _ in range(3)]
    assert paused[-1].done < 40
    assert paused[-1].done == next(work).done
    assert held.notes_per_minute == pytest.approx(paused[-1].notes_per_minute, rel=0.9)
    control.go_on()
    while (step := next(work)).done <= paused[-1].done:
        pass
    control.cancel()
    with pytest.raises(Cancelled):
        finish(work)
    assert step.done <= len(ids(plan)) < 40


def test_added_changed_moved_and_removed_documents(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="pain", b="pain too", c="crash", d="pain there")
    run(plan)
    taken(seen)
    write_notes(plan.folder, b="another pain", e="new pain")
    (plan.folder / "d.txt").unlink()
    (plan.folder / "a.txt").rename(plan.folder / "moved.txt")
    _, result = run(replace(plan, resume=True))
    assert taken(seen) == ["b", "e"]
    assert (result.coded, result.resumed, result.removed, len(result.failures)) == (2, 1, 2, 1)
    assert ids(plan) == ["b", "e", "moved"]
    with Journal(plan.home, "medcode-encoder, 2026-04-01", plan.options, resume=True) as journal:
        (old,) = journal.history(str(plan.folder / "b.txt"))
        now = journal.entry(str(plan.folder / "b.txt"))
        assert old.state is State.CODED and now and old.content != now.content
        assert old.coding and [s["evidence"][0]["start"] for s in journal.notes(old.coding)[0]["suggestions"]] == [0]
        assert journal.entry(str(plan.folder / "d.txt")) is None
        assert len(journal.history(str(plan.folder / "d.txt"))) == 1


def test_failures_are_tried_again_when_asked_or_when_they_change(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="crash", b="crash b", c="pain")
    run(plan)
    taken(seen)
    write_notes(plan.folder, b="pain b")
    _, result = run(replace(plan, resume=True))
    assert taken(seen) == ["b"]
    assert [Path(f.document).name for f in result.failures] == ["a.txt"]
    run(replace(plan, retry=True))
    assert taken(seen) == ["a"]
    assert ",2," in plan.failures.read_text(encoding="utf-8-sig")
    write_notes(plan.folder, a="well")
    run(replace(plan, retry=True))
    assert not plan.failures.exists()


def test_a_damaged_part_does_not_take_the_others_with_it(plan: Plan, seen: Path) -> None:
    rows = [["id", "note"], ["1", "pain one"], ["2", "crash, for now"], ["4", "pain four"]]
    plan.folder.mkdir()
    (plan.folder / "a.csv").write_bytes(papers.table(rows))
    visits = papers.packed({"letter.docx": b"PK\x03\x04 half", "visit.txt": "pain"})
    (plan.folder / "b.zip").write_bytes(visits)
    (plan.folder / "c.zip").write_bytes(visits)
    (plan.folder / "d.csv").write_bytes(papers.table([["id", "note"], ["1", "crash"], ["2", "bug"]]))
    steps, result = run(plan)
    assert ids(plan) == ["a#1", "a#4", "b/visit", "c/visit"]
    assert (result.coded, result.duplicates, result.incomplete, result.failed) == (2, 1, 3, 1)
    parts = [f"{Path(f.document).name}{f.reason.removeprefix(str(f.document))[:27]}" for f in result.failures]
    assert parts == [
        "a.csv#2: The model process ended",
        "b.zip/letter.docx cannot be read",
        "c.zip/letter.docx cannot be read",
        "d.csv#1: The model process ended",
    ]
    assert len(plan.failures.read_text(encoding="utf-8-sig").splitlines()) == 5
    told = {one.document.path.name: one for step in steps for one in step.finished}
    assert told["a.csv"].fate is Fate.CODED and "a.csv#2: The model" in told["a.csv"].reason
    codings = read_again(told["a.csv"].document, told["a.csv"].content, told["a.csv"].notes)
    assert [coding.note_id for _, coding in codings] == ["a#1", "a#2", "a#4"]
    assert codings[1][1].warnings == ("#2: The model process ended. It has been restarted.",)

    taken(seen)
    _, again = run(replace(plan, resume=True))
    assert (taken(seen), again.resumed, again.incomplete) == ([], 3, 3)
    assert again.failures == result.failures
    assert ids(plan) == ["a#1", "a#4", "b/visit", "c/visit"]


def test_a_journal_of_the_version_before_is_gone_on_with(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="pain")
    run(plan)
    with sqlite3.connect(plan.journal) as journal:
        journal.executescript("ALTER TABLE coding DROP COLUMN refused; PRAGMA user_version = 1;")
    journal.close()
    taken(seen)
    _, result = run(replace(plan, resume=True))
    assert (taken(seen), result.resumed, ids(plan)) == ([], 1, ["a"])


def test_damaged_parts_are_tried_again_when_asked(plan: Plan, seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan.folder.mkdir()
    (plan.folder / "a.csv").write_bytes(papers.table([["id", "note"], ["1", "pain one"], ["2", "crash, pain"]]))
    run(plan)
    assert taken(seen) == ["a#1", "a#2"]
    _, result = run(replace(plan, retry=True))
    assert (taken(seen), result.coded, result.incomplete) == (["a#1", "a#2"], 1, 1)
    assert ",2," in plan.failures.read_text(encoding="utf-8-sig")
    monkeypatch.setenv("FAKE_CODER_WELL", "1")
    _, result = run(replace(plan, retry=True))
    assert (result.coded, result.incomplete, result.failures) == (1, 0, ())
    assert ids(plan) == ["a#1", "a#2"]
    assert not plan.failures.exists()
    taken(seen)
    run(replace(plan, retry=True))
    assert taken(seen) == []


def test_what_was_coded_of_a_document_stays_when_trying_again_fails(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.folder.mkdir()
    (plan.folder / "a.csv").write_bytes(papers.table([["id", "note"], ["1", "pain one"], ["2", "crash"]]))
    _, before = run(plan)
    monkeypatch.setenv("FAKE_CODER_S", "60")
    _, after = run(replace(plan, retry=True, time_limit_s=0.5))
    assert (after.resumed, after.failures) == (1, before.failures)
    assert ids(plan) == ["a#1"]


def test_other_options_and_models_are_other_circumstances(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="pain")
    run(plan)
    taken(seen)
    run(replace(plan, resume=True, options=CodingOptions(Scope.MENTIONS)))
    assert taken(seen) == ["a"]
    run(replace(plan, resume=True, settings=Settings(model="another")))
    assert taken(seen) == ["a"]
    run(replace(plan, resume=True))
    assert taken(seen) == []
    assert ids(plan) == ["a"]


def test_duplicates_are_coded_once_and_reported(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="pain", b="pain", c="crash", d="crash", e="other")
    _, result = run(plan)
    assert taken(seen) == ["a", "c", "e"]
    assert (result.coded, result.duplicates, len(result.failures)) == (2, 1, 2)
    assert ids(plan) == ["a", "b"]
    assert "same content as" in result.failures[1].reason


def test_words_that_changed_meanwhile_are_not_mixed_with_old_codes(plan: Plan) -> None:
    write_notes(plan.folder, a="pain", b="hang")
    work = run_batch(plan, crew_for(plan))
    while next(work).done < 1:
        pass
    work.close()
    write_notes(plan.folder, b="pain b")
    again = run_batch(replace(plan, resume=True), crew_for(plan))
    while next(again).done < 1:
        pass
    write_notes(plan.folder, a="nothing here")
    _, result = finish(again)
    assert [f.reason.partition(".txt ")[2][:25] for f in result.failures] == ["changed while the batch r"]
    assert ids(plan) == ["b"]


def test_the_journal_holds_no_words_and_is_its_owners(plan: Plan) -> None:
    write_notes(plan.folder, a="Jane Roe, born 1950: pain")
    crew = crew_for(plan)
    for step in run_batch(plan, crew):
        if step.done:
            left = b"".join(file.read_bytes() for file in plan.out.parent.glob("out.csv.journal*"))
    left += plan.journal.read_bytes()
    assert b"R52" in left and b"a.txt" in left
    assert not any(word in left for word in (b"Jane", b"1950", "“pain".encode(), b'"pain'))
    assert plan.journal.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("left", "message"), [("not a database", "is no journal"), (None, "is in use")])
def test_a_journal_that_cannot_be_used_is_told(plan: Plan, left: str | None, message: str) -> None:
    write_notes(plan.folder, a="pain")
    if left is None:
        holder = Journal(plan.home, "x", plan.options, resume=False)
    else:
        plan.journal.write_text(left * 100)
    try:
        with pytest.raises(ExportError, match=message):
            run(plan)
    finally:
        if left is None:
            holder.__exit__(None, None, None)


def test_what_cannot_be_done_is_said_before_coding(plan: Plan, seen: Path) -> None:
    write_notes(plan.folder, a="pain")
    with pytest.raises(ExportError, match="it is a folder"):
        run(replace(plan, out=plan.folder))
    with pytest.raises(DocumentError, match="No document"):
        run(replace(plan, include=("*.md",)))
    assert taken(seen) == []


def test_a_model_that_does_not_fit_stops_all(plan: Plan) -> None:
    write_notes(plan.folder, a="pain", b="misfit", c="pain c")
    with pytest.raises(ModelError, match="damaged"):
        run(plan)
    assert ids(plan) == ["a"]


def test_an_emptied_folder_takes_no_results_away(plan: Plan) -> None:
    (document,) = write_notes(plan.folder, a="pain")
    run(plan)
    document.unlink()
    with pytest.raises(DocumentError):
        run(replace(plan, resume=True))
    assert ids(plan) == ["a"]


def test_patterns_order_and_own_files(plan: Plan) -> None:
    write_notes(plan.folder, a="long, long, long", b="short")
    write_notes(plan.folder / "2025", c="pain")
    write_notes(plan.folder / "old", d="pain")
    os.utime(plan.folder / "b.txt", (1, 1))
    inside = replace(plan, out=plan.folder / "b.txt")

    def names(**changes: object) -> list[str]:
        changed = replace(plan, **{"recursive": True, **changes})  # type: ignore[arg-type]
        return [d.path.stem for d in in_order(find(changed), changed.order)]

    assert names() == ["c", "a", "b", "d"]
    assert names(recursive=False) == ["a", "b"]
    assert names(include=("2025/*", "a*")) == ["c", "a"]
    assert names(exclude=("old", "b.*")) == ["c", "a"]
    assert names(order=Order.SMALL)[-1] == "a"
    assert names(order=Order.NEW)[-1] == "b"
    assert names(out=inside.out) == ["c", "a", "d"]


def test_a_job_survives_the_way_to_a_worker() -> None:
    options = CodingOptions(Scope.MENTIONS, None, Facts(40.5, Sex.FEMALE), 0.3, True)
    job = Job(Settings(threads=3), options, FACTORY)
    assert Job.from_dict(job.to_dict()) == job
    assert isinstance(FakeCoder("x").identity, str)


def killed(folder: Path, out: Path, documents: int, pause: float) -> int | None:
    """Run a batch and kill it a moment after it finished some documents; its exit status if it was faster."""
    script = "import sys; from tests.batches import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", script, str(folder), str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        for _ in range(documents):
            if not program.stdout.readline():
                break
        time.sleep(pause)
        children = psutil.Process(program.pid).children(recursive=True) if program.poll() is None else []
        program.send_signal(signal.SIGKILL)
        status = program.wait()
    psutil.wait_procs(children, 3)
    return None if status == -signal.SIGKILL else status


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_killed_at_any_moment_it_goes_on_and_codes_each_once(
    plan: Plan, kills: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_CODER_S", "0.02")
    write_notes(plan.folder, **{f"n{i:02}": f"pain {i} " * (i % 5 + 1) for i in range(40)})
    chance = random.Random(7)
    for _ in range(kills):
        killed(plan.folder, plan.out, chance.randint(0, 80 // kills), chance.uniform(0, 0.1))
    _, result = run(replace(plan, resume=True))
    assert (result.coded + result.resumed, len(result.failures)) == (40, 0)
    with sqlite3.connect(plan.journal) as journal:
        assert journal.execute("SELECT count(*), count(DISTINCT content) FROM coding").fetchone() == (40, 40)
    journal.close()
    whole = replace(plan, out=plan.out.with_name("whole.csv"))
    run(whole)
    assert plan.out.read_bytes() == whole.out.read_bytes()
