"""The batch screen: a folder is previewed, coded, paused, stopped and gone on with; its documents are reviewed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from batches import crew_for, run, write_notes
from desk import Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_accessibility import nameless

from medcode_desktop.core.review import Status
from medcode_desktop.core.types import Severity
from medcode_desktop.services.batch.lines import Line, Standing
from medcode_desktop.services.batch.plan import Document, Plan
from medcode_desktop.services.batch.run import run_batch
from medcode_desktop.services.batch.worker import IN_FLIGHT
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.ui import batch_run
from medcode_desktop.ui.batch_run import Phase
from medcode_desktop.ui.batch_screen import BatchScreen
from medcode_desktop.ui.batch_setup import RESULTS
from medcode_desktop.ui.batch_table import BatchModel, Column, Stage

Key = Qt.Key
PATIENCE_S = 240.0
"""Enough for the real model on a machine that does much else; nothing waits that long for its own sake."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "in"


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the fake coder names each note that it codes; the batches of the test use that coder."""
    monkeypatch.setattr(batch_run, "code_folder", lambda plan, control: run_batch(plan, crew_for(plan), control))
    monkeypatch.setenv("FAKE_CODER_LOG", str(tmp_path / "seen.txt"))
    return tmp_path / "seen.txt"


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def idle(screen: BatchScreen) -> bool:
    return screen._run.phase is Phase.IDLE and not screen.errands.is_busy


def open_screen(desk: Desk, folder: Path) -> BatchScreen:
    """The screen with the documents of a folder listed."""
    desk.window.commands["batch"].trigger()
    screen = desk.window.workbench.batch
    assert screen is not None
    desk.answers.folder = folder
    screen.setup.folder_button.click()
    desk.until(lambda: idle(screen), PATIENCE_S)
    return screen


def click(desk: Desk, screen: BatchScreen, name: str, then: Callable[[], object] | None = None) -> None:
    button = getattr(screen, f"{name}_button")
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.until(then or (lambda: idle(screen)), PATIENCE_S)


def column(screen: BatchScreen, column: Column) -> list[str]:
    """What the table says in a column, from top to bottom."""
    return [screen.shown.index(row, column).data() for row in range(screen.shown.rowCount())]


def choose(screen: BatchScreen, name: str) -> None:
    screen.table.setCurrentIndex(screen.shown.index(column(screen, Column.DOCUMENT).index(name), 0))


def taken(seen: Path) -> list[str]:
    """The notes that were coded since the last look."""
    names = seen.read_text(encoding="utf-8").split() if seen.exists() else []
    seen.unlink(missing_ok=True)
    return sorted(names)


# -- coding


def test_a_folder_is_previewed_coded_and_named_with_its_failures(desk: Desk, folder: Path, seen: Path) -> None:
    write_notes(folder, a="pain", b="crash", c="no codes")
    write_notes(folder / "inside", d="pain, pain")
    screen = open_screen(desk, folder)
    assert column(screen, Column.DOCUMENT) == ["a.txt", "b.txt", "c.txt"]
    assert column(screen, Column.STATE) == ["waiting"] * 3
    assert screen.state.text() == "3 documents, 17 bytes  ·  3 waiting"
    assert not any(folder.glob(RESULTS + "*"))
    screen.setup.inside.click()
    desk.until(lambda: screen.shown.rowCount() == 4)
    click(desk, screen, "start")
    assert column(screen, Column.DOCUMENT) == ["a.txt", "b.txt", "c.txt", str(Path("inside/d.txt"))]
    assert column(screen, Column.STATE) == ["to review", "could not be coded", "to review", "to review"]
    assert column(screen, Column.CODES) == ["1", "", "0", "1"]
    assert column(screen, Column.EDITS) == ["1 hint", "", "", "1 hint"]
    assert column(screen, Column.LOWEST) == ["80%", "", "", "80%"]
    assert column(screen, Column.REASON)[1] == "The model process ended. It has been restarted."
    assert screen.messages.text == f"All is done: 2 codes are in {RESULTS}. 1 document could not be coded."
    assert screen.state.text().endswith("3 coded  ·  1 could not be coded")
    assert screen.start_button.text() == "Start"
    choose(screen, "b.txt")
    assert screen.detail.text().startswith(str(folder / "b.txt"))
    assert nameless(screen) == []


def test_the_results_are_those_of_the_command_line(desk: Desk, folder: Path, seen: Path, tmp_path: Path) -> None:
    write_notes(folder, a="pain", b="crash", c="more pain")
    screen = open_screen(desk, folder)
    click(desk, screen, "start")
    plan = Plan(folder, tmp_path / "out.csv")
    run(plan)
    assert (folder / RESULTS).read_bytes() == plan.out.read_bytes()
    ours, theirs = (Path(f"{file}.failed.csv").read_text().splitlines() for file in (folder / RESULTS, plan.out))
    assert [line.split(",")[:2] for line in ours] == [line.split(",")[:2] for line in theirs]


def test_it_is_paused_and_resumed(desk: Desk, folder: Path, seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_CODER_S", "0.02")
    write_notes(folder, **{f"n{number:02}": f"pain {number}" for number in range(30)})
    screen = open_screen(desk, folder)
    click(desk, screen, "start", lambda: screen._run.count(Standing.CODED) >= 3)
    assert "coding…" in column(screen, Column.STATE)
    assert not screen.setup.isEnabled()
    click(desk, screen, "pause", lambda: not screen._run.at_work)
    coded = screen._run.count(Standing.CODED)
    assert coded < 30
    assert screen.state.text().startswith("Paused  ·  ")
    assert screen.pause_button.text() == "Resume"
    done = screen._run.progress
    desk.until(lambda: screen._run.progress is not done)  # it goes on telling that it is paused
    assert screen._run.count(Standing.CODED) == coded
    click(desk, screen, "pause", lambda: screen._run.count(Standing.CODED) > coded)
    assert " a minute" in screen.state.text()
    assert screen.state.text().endswith(" s left")
    desk.until(lambda: idle(screen), PATIENCE_S)
    assert screen._run.count(Standing.CODED) == 30
    assert len(taken(seen)) == 30


def test_it_is_stopped_and_gone_on_with(desk: Desk, folder: Path, seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_CODER_S", "0.02")
    write_notes(folder, **{f"n{number:02}": f"pain {number}" for number in range(20)})
    screen = open_screen(desk, folder)
    click(desk, screen, "start", lambda: screen._run.count(Standing.CODED) >= 3)
    screen.close()  # without a question
    assert desk.answers.asked == []
    desk.window.commands["batch"].trigger()
    screen = desk.window.workbench.batch
    assert screen is not None
    desk.until(lambda: idle(screen), PATIENCE_S)
    assert screen.setup.folder.text() == str(folder)  # remembered
    assert screen._run.count(Standing.CODED) >= 3
    assert screen.start_button.text() == "Go on"
    click(desk, screen, "start", lambda: screen._run.count(Standing.CODED) >= 8)
    click(desk, screen, "cancel")
    assert screen.messages.text.startswith("The batch was stopped.")
    assert 8 <= screen._run.count(Standing.CODED) < 20
    click(desk, screen, "start")
    assert screen._run.count(Standing.CODED) == 20
    names = taken(seen)
    assert len(set(names)) == 20
    assert len(names) <= 20 + 2 * IN_FLIGHT  # those that were at work when it was stopped
    assert len(read_csv(folder / RESULTS)) == 20


def test_failures_are_tried_again_and_changed_documents_coded(desk: Desk, folder: Path, seen: Path) -> None:
    write_notes(folder, a="pain", b="crash", c="bug")
    screen = open_screen(desk, folder)
    click(desk, screen, "start")
    assert taken(seen) == ["a", "b", "c"]
    click(desk, screen, "start")
    assert taken(seen) == []
    click(desk, screen, "retry")
    assert taken(seen) == ["b", "c"]
    assert screen._run.count(Standing.FAILED) == 2
    write_notes(folder, b="pain after all")
    click(desk, screen, "start")
    assert taken(seen) == ["b"]
    assert column(screen, Column.STATE) == ["to review", "to review", "could not be coded"]


def test_what_cannot_begin_is_told(desk: Desk, folder: Path, seen: Path, tmp_path: Path) -> None:
    write_notes(folder, a="pain", b="misfit")
    screen = open_screen(desk, folder)
    desk.answers.results = folder
    screen.setup.choose_results()
    assert screen.setup.results.text().endswith(".csv")
    screen.setup.results.setText(str(folder / "a.txt" / "out.csv"))
    screen.setup.results.editingFinished.emit()
    desk.until(lambda: idle(screen), PATIENCE_S)
    click(desk, screen, "start")
    assert "cannot be written" in screen.messages.text
    screen.setup.results.setText(str(tmp_path / "out.csv"))
    screen.setup.results.editingFinished.emit()
    desk.until(lambda: idle(screen), PATIENCE_S)
    click(desk, screen, "start")
    assert screen.messages.text == "The model is damaged."
    desk.answers.folder = tmp_path / "nowhere"
    screen.setup.choose_folder()
    assert "is not a folder" in screen.messages.text


# -- reviewing


def coded_screen(desk: Desk, folder: Path, **notes: str) -> BatchScreen:
    write_notes(folder, **notes)
    screen = open_screen(desk, folder)
    click(desk, screen, "start")
    return screen


def test_a_document_is_opened_with_the_codes_it_has(desk: Desk, folder: Path, seen: Path) -> None:
    screen = coded_screen(desk, folder, a="Some pain", b="crash", c="pain, more pain")
    choose(screen, "c.txt")
    screen.table.setFocus()
    desk.press(Key.Key_Return)
    desk.until(lambda: desk.encounters)
    assert desk.window.note.view.toPlainText() == "pain, more pain"
    assert desk.shown_codes == ["R52"]
    assert desk.coder.notes == []  # nothing was coded again
    assert column(screen, Column.STATE)[2] == "0 of 1 decided"
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.go_to("R52")
    desk.press(Key.Key_A)
    assert column(screen, Column.STATE)[2] == "all decided"
    screen.stages.setCurrentIndex(screen.stages.findData(str(Stage.DECIDED)))
    assert column(screen, Column.DOCUMENT) == ["c.txt"]
    screen.open_chosen()
    desk.until(lambda: idle(screen), PATIENCE_S)
    assert len(desk.encounters) == 1
    screen.stages.setCurrentIndex(0)
    choose(screen, "b.txt")
    screen.open_chosen()
    assert screen.messages.text == "None of the selected documents is coded."
    write_notes(folder, a="Another pain")
    choose(screen, "a.txt")
    click(desk, screen, "open")
    assert "has changed since it was coded" in screen.messages.text
    assert len(desk.encounters) == 1


def test_codes_are_accepted_by_a_rule(desk: Desk, folder: Path, seen: Path) -> None:
    screen = coded_screen(desk, folder, a="pain", b="pain, b", c="nothing")
    choose(screen, "a.txt")
    click(desk, screen, "open")
    assert screen.least.value() == 90
    click(desk, screen, "accept")
    assert screen.messages.text.startswith("None of the documents shown has such a code")
    screen.least.setValue(80)
    click(desk, screen, "accept")
    assert screen.question.label.text().startswith("Accept the codes at 80% and above in 2 documents without errors?")
    assert all(e.decided == (0, 1) for e in desk.encounters)
    QTest.mouseClick(screen.question.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: idle(screen), PATIENCE_S)
    assert screen.messages.text == "2 codes accepted, in 2 notes."
    assert [e.title for e in desk.encounters] == ["a", "b"]
    for encounter in desk.encounters:
        assert encounter.review is not None
        (code,) = encounter.review.codes
        assert (code.status, code.reviewer) == (Status.ACCEPTED, "R. Coder")
    assert desk.statuses() == {"R52": "accepted"}  # the one in view
    assert column(screen, Column.STATE) == ["all decided", "all decided", "to review"]
    desk.window.commands["undo"].trigger()
    assert column(screen, Column.STATE)[0] == "0 of 1 decided"


def test_the_rule_leaves_documents_with_errors() -> None:
    document = Document(Path("a.txt"), "a")
    fine = Line(document, Standing.CODED, "", (0.9, 0.8, 0.7), (Severity.WARNING,))
    assert [fine.acceptable(least) for least in (0.95, 0.8, 0.0)] == [0, 2, 3]
    assert Line(document, Standing.CODED, "", (0.9,), (Severity.INFO, Severity.ERROR)).acceptable(0.5) == 0


def test_all_or_the_selected_documents_are_exported(desk: Desk, folder: Path, seen: Path, tmp_path: Path) -> None:
    screen = coded_screen(desk, folder, a="pain", b="crash", c="more pain")
    choose(screen, "c.txt")
    click(desk, screen, "open")
    desk.window.commands["reject"].trigger()

    def exported(form: str, button: str = "export_all") -> bytes:
        desk.answers.form, desk.answers.saved = form, tmp_path / f"all.{form}"
        click(desk, screen, button)
        assert screen.messages.text.startswith(f"1 code is in all.{form}.")
        return desk.answers.saved.read_bytes()

    exported("csv")
    rows = read_csv(tmp_path / "all.csv")
    assert [(row["note_id"], row["status"]) for row in rows] == [("a", "suggested"), ("c", "rejected")]
    assert desk.encounters[0].exported
    assert [note["note_id"] for note in json.loads(exported("json"))] == ["a", "c"]
    assert exported("pdf").startswith(b"%PDF")
    choose(screen, "a.txt")
    exported("csv", "export")
    assert [row["note_id"] for row in read_csv(tmp_path / "all.csv")] == ["a"]
    assert desk.answers.offered[-1].name == "a"
    assert len(desk.encounters) == 1
    desk.answers.saved = tmp_path / "a.csv" / "no folder"
    (tmp_path / "a.csv").touch()
    click(desk, screen, "export")
    assert "cannot be written" in screen.messages.text


def test_a_document_with_several_notes_is_opened_whole(desk: Desk, folder: Path, seen: Path) -> None:
    folder.mkdir()
    (folder / "visits.csv").write_text("id,note\n1,some pain here\n2,no complaints at all\n", encoding="utf-8")
    screen = open_screen(desk, folder)
    click(desk, screen, "start")
    choose(screen, "visits.csv")
    click(desk, screen, "open")
    assert [(e.title, e.note.part) for e in desk.encounters] == [("visits#1", "#1"), ("visits#2", "#2")]
    assert screen.messages.text == "2 notes are on the work list."
    assert column(screen, Column.STATE) == ["in review"]


# -- many


def test_ten_thousand_documents(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened and filtered within a second each, and only what is in view is asked for."""
    screen = open_screen(desk, folder)
    run_ = screen._run
    screen.close()
    run_.plan = Plan(folder, folder / RESULTS)
    run_.lines = [
        Line(Document(folder / f"visit-{number:05}.txt", f"visit-{number:05}", 1000), *_state(number))
        for number in range(10_000)
    ]
    asked: set[int] = set()
    data = BatchModel.data

    def spy(model: BatchModel, index: object, role: int = 0) -> object:
        asked.add(index.row())  # type: ignore[attr-defined]
        return data(model, index, role)  # type: ignore[arg-type]

    monkeypatch.setattr(BatchModel, "data", spy)
    steps: dict[str, float] = {}

    def timed(what: str, act: Callable[[], object]) -> None:
        began = time.process_time()  # what other programs do meanwhile is not measured
        act()
        QApplication.processEvents()
        steps[what] = time.process_time() - began

    timed("open", desk.window.commands["batch"].trigger)
    screen = desk.window.workbench.batch
    assert screen is not None
    assert screen.shown.rowCount() == 10_000
    timed("scroll", screen.table.scrollToBottom)
    assert 0 < len(asked) < 300
    for text, count in (("visit-07", 1000), ("DAMAGED", 200), ("damaged 0712", 0), ("", 10_000)):
        timed(f"filter {text}", partial(screen.search.setText, text))
        assert screen.shown.rowCount() == count
    timed("stage", lambda: screen.stages.setCurrentIndex(screen.stages.findData(str(Stage.FAILED))))
    assert screen.shown.rowCount() == 200
    assert screen.found.text() == "200 of 10,000 shown"
    print({what: f"{seconds:.2f} s" for what, seconds in steps.items()})
    assert max(steps.values()) < 1


def _state(number: int) -> tuple[Standing, str, tuple[float, ...], tuple[Severity, ...]]:
    if number % 50 == 0:
        return Standing.FAILED, "The file is damaged.", (), ()
    return Standing.CODED, "", (0.9, number % 100 / 100), (Severity.INFO,)


# -- the real model


def test_the_whole_job_with_the_real_model(desk: Desk, folder: Path, tmp_path: Path) -> None:
    """Listed, coded, paused, stopped, gone on with, tried again, opened, accepted and exported."""
    said = "Type 2 diabetes mellitus. Essential hypertension. Asthma."
    write_notes(folder, **{f"n{number:02}": f"Assessment: {said}\nVisit {number}." for number in range(20)})
    (folder / "0-referral.pdf").write_bytes(b"%PDF-1.4 damaged")
    screen = open_screen(desk, folder)
    run_ = screen._run
    click(desk, screen, "start", lambda: run_.phase is Phase.RUNNING)
    click(desk, screen, "pause", lambda: not run_.at_work)
    click(desk, screen, "cancel")
    click(desk, screen, "retry")
    assert run_.count(Standing.CODED) == 20
    assert "damaged" in column(screen, Column.REASON)[column(screen, Column.DOCUMENT).index("0-referral.pdf")]
    choose(screen, "n07.txt")
    click(desk, screen, "open")
    assert desk.coder.notes == []
    (opened,) = desk.encounters
    before = opened.edits
    desk.window.decisions.recheck(opened)
    assert opened.edits == before != ()
    assert "Visit 7." in desk.window.note.view.toPlainText()
    assert len(desk.shown_codes) == int(column(screen, Column.CODES)[8]) > 2
    screen.least.setValue(80)
    click(desk, screen, "accept")
    QTest.mouseClick(screen.question.yes, Qt.MouseButton.LeftButton)
    desk.until(lambda: idle(screen), PATIENCE_S)
    accepted = sum(e.decided[0] for e in desk.encounters)
    assert accepted > 5
    desk.answers.saved = tmp_path / "all.csv"
    click(desk, screen, "export_all")
    rows = read_csv(tmp_path / "all.csv")
    assert sum(row["status"] == "accepted" for row in rows) == accepted
    assert [(r["note_id"], r["code"]) for r in rows] == [(r["note_id"], r["code"]) for r in read_csv(folder / RESULTS)]
