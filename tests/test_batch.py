"""A batch codes what it can, names what it cannot, and goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Evidence,
    Note,
    Progress,
    Scope,
    Span,
    Suggestion,
)
from medcode_desktop.errors import Cancelled, EngineError, ExportError, ModelError
from medcode_desktop.services import batch
from medcode_desktop.services.batch import BatchProgress, BatchResult, run_batch
from medcode_desktop.services.export.tables import read_csv

OPTIONS = CodingOptions()


class FakeCoder:
    """Codes every word "pain" and remembers which notes it saw; some words make it fail."""

    def __init__(self, identity: str = "encoder, 2026-04-01") -> None:
        self.identity = identity
        self.seen: list[str] = []
        self.closed = 0

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]:
        self.seen.append(note.note_id)
        try:
            yield Progress(0, 2, "Reading")
            yield Progress(1, 2, "Weighing")
        finally:
            self.closed += 1
        if "crash" in note.text:
            raise EngineError("The model process ended.", "It has been restarted.")
        if "bug" in note.text:
            raise ValueError(f"secret words: {note.text}")
        if "misfit" in note.text:
            raise ModelError("The model is damaged.")
        if "cancel" in note.text:
            raise Cancelled
        at = note.text.find("pain")
        evidence = (Evidence(Span(at, at + 4), "pain"),)
        pain = Suggestion("R52", "Pain, unspecified", 0.8, True, Assertion.PRESENT, evidence)
        return Coding(note.note_id, note.source, "release", "model", (pain,) if at >= 0 else ())


def write_notes(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return [folder / f"{name}.txt" for name in texts]


def finish(work: Generator[BatchProgress, None, BatchResult]) -> tuple[list[BatchProgress], BatchResult]:
    steps = []
    while True:
        try:
            steps.append(next(work))
        except StopIteration as stop:
            return steps, stop.value


def test_failures_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="crash", c="bug", d=" ", e="no codes", f="pain")
    out = tmp_path / "out.csv"
    steps, result = finish(run_batch(FakeCoder(), [*documents, tmp_path / "gone.txt"], OPTIONS, out))
    assert (result.coded, result.resumed, result.codes) == (3, 0, 2)
    reasons = {Path(failure.document).name: failure.reason for failure in result.failures}
    assert list(reasons) == ["b.txt", "c.txt", "d.txt", "gone.txt"]
    assert reasons["b.txt"].endswith("b.txt: The model process ended. It has been restarted.")
    assert reasons["c.txt"].endswith("c.txt could not be coded: an unexpected error (ValueError).")
    assert "is empty" in reasons["d.txt"] and "does not exist" in reasons["gone.txt"]
    assert [(row["note_id"], row["code"], row["evidence_start"]) for row in read_csv(out)] == [
        ("a", "R52", [0]),
        ("f", "R52", [0]),
    ]
    assert (steps[0].done, steps[0].total, steps[0].seconds_left) == (0, 7, None)
    assert steps[1].message == "a.txt: Reading"
    last = steps[-1]
    assert (last.done, last.failed, last.seconds_left, last.message) == (7, 4, 0.0, "Writing out.csv")
    assert last.notes_per_minute > 0


def test_closing_writes_what_is_finished_and_resume_does_the_rest(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="pain too", c="more pain")
    out, coder = tmp_path / "out.csv", FakeCoder()
    work = run_batch(coder, documents, OPTIONS, out)
    while next(work).message != "c.txt: Reading":
        pass
    work.close()
    assert coder.closed == 3
    assert [row["note_id"] for row in read_csv(out)] == ["a", "b"]

    again = FakeCoder()
    _, result = finish(run_batch(again, documents, OPTIONS, out, resume=True))
    assert again.seen == ["c"]
    assert (result.coded, result.resumed, result.codes) == (1, 2, 3)
    assert [row["note_id"] for row in read_csv(out)] == ["a", "b", "c"]


def test_what_a_stopped_run_had_finished_is_not_thrown_away(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="misfit", c="more pain")
    out, journal = tmp_path / "out.csv", tmp_path / "out.csv.journal"
    with pytest.raises(ModelError):
        finish(run_batch(FakeCoder(), documents, OPTIONS, out))
    held = journal.read_bytes()
    again = FakeCoder()
    with pytest.raises(ExportError, match=r"holds 1 notes of a run that was stopped.*--resume"):
        finish(run_batch(again, documents, OPTIONS, out))
    assert again.seen == [] and journal.read_bytes() == held
    write_notes(tmp_path / "in", b="pain too")
    finish(run_batch(again, documents, OPTIONS, out, resume=True))
    assert again.seen == ["b", "c"]
    finish(run_batch(again, documents, OPTIONS, out))
    assert again.seen == ["b", "c", "a", "b", "c"]


def test_a_resumed_run_that_is_stopped_at_once_keeps_what_was_finished(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="slow", b="pain")
    out = tmp_path / "out.csv"
    finish(run_batch(FakeCoder(), documents[1:], OPTIONS, out))
    work = run_batch(FakeCoder(), documents, OPTIONS, out, resume=True)
    next(work)
    work.close()
    assert [row["note_id"] for row in read_csv(out)] == ["b"]


def test_a_new_run_that_is_stopped_at_once_leaves_earlier_results(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain")
    out = tmp_path / "out.csv"
    out.write_bytes(b"before")
    work = run_batch(FakeCoder(), documents, OPTIONS, out)
    next(work)
    work.close()
    assert out.read_bytes() == b"before"


def test_changed_notes_other_options_and_failures_are_coded_again(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="pain too", c="crash")
    out = tmp_path / "out.csv"
    finish(run_batch(FakeCoder(), documents, OPTIONS, out))
    write_notes(tmp_path / "in", b="pain gone")
    changed, other, fresh, model = FakeCoder(), FakeCoder(), FakeCoder(), FakeCoder("another encoder, 2026-04-01")
    finish(run_batch(changed, documents, OPTIONS, out, resume=True))
    assert changed.seen == ["b", "c"]
    finish(run_batch(other, documents, CodingOptions(Scope.MENTIONS), out, resume=True))
    assert other.seen == ["a", "b", "c"]
    finish(run_batch(model, documents, OPTIONS, out, resume=True))
    assert model.seen == ["a", "b", "c"]
    finish(run_batch(fresh, documents, OPTIONS, out))
    assert fresh.seen == ["a", "b", "c"]


def test_a_moved_note_is_not_coded_again_but_named_anew(tmp_path: Path) -> None:
    (document,) = write_notes(tmp_path / "in", a="pain")
    out = tmp_path / "out.csv"
    finish(run_batch(FakeCoder(), [document], OPTIONS, out))
    moved = document.rename(tmp_path / "moved.txt")
    coder = FakeCoder()
    finish(run_batch(coder, [moved], OPTIONS, out, resume=True))
    assert coder.seen == []
    assert [(row["note_id"], row["source_file"]) for row in read_csv(out)] == [("moved", str(moved))]


def test_a_torn_journal_loses_only_its_last_line(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="pain too")
    out, journal = tmp_path / "out.csv", tmp_path / "out.csv.journal"
    finish(run_batch(FakeCoder(), documents, OPTIONS, out))
    assert journal.stat().st_mode & 0o077 == out.stat().st_mode & 0o077 == 0
    journal.write_bytes(journal.read_bytes()[:-20])
    for expected in (["b"], []):
        coder = FakeCoder()
        finish(run_batch(coder, documents, OPTIONS, out, resume=True))
        assert coder.seen == expected


def test_the_journal_holds_no_more_of_a_note_than_its_evidence(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="Jane Roe, born 1950: pain")
    finish(run_batch(FakeCoder(), documents, OPTIONS, tmp_path / "out.csv"))
    assert "Jane" not in (tmp_path / "out.csv.journal").read_text()


def test_cancelled_by_the_engine_stops_and_writes(tmp_path: Path) -> None:
    documents = write_notes(tmp_path / "in", a="pain", b="cancel", c="pain")
    with pytest.raises(Cancelled):
        finish(run_batch(FakeCoder(), documents, OPTIONS, tmp_path / "out.csv"))
    assert [row["note_id"] for row in read_csv(tmp_path / "out.csv")] == ["a"]


def test_results_that_cannot_be_written_are_said_before_coding(tmp_path: Path) -> None:
    coder = FakeCoder()
    with pytest.raises(ExportError, match="it is a folder"):
        next(run_batch(coder, write_notes(tmp_path / "in", a="pain"), OPTIONS, tmp_path))
    assert coder.seen == []


def test_a_full_disk_stops_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch.os, "fsync", full)
    with pytest.raises(ExportError, match=r"out\.csv\.journal cannot be written: no space left on device"):
        finish(run_batch(FakeCoder(), write_notes(tmp_path / "in", a="pain"), OPTIONS, tmp_path / "out.csv"))


def test_no_documents_give_an_empty_table(tmp_path: Path) -> None:
    _, result = finish(run_batch(FakeCoder(), [], OPTIONS, tmp_path / "out.csv"))
    assert result.coded == 0
    assert read_csv(tmp_path / "out.csv") == []
