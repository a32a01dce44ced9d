"""The window exports every form that the save dialog offers, and offers the last one first."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hl7
import pytest
from desk import CTRL, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medcode_desktop.services.export.forms import SUFFIXES, compose
from medcode_desktop.services.export.tables import Style, read_csv
from medcode_desktop.services.export.workbook import read_workbook
from medcode_desktop.settings import Settings
from medcode_desktop.ui import saving
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.saving import kinds

Key = Qt.Key


@pytest.fixture
def visit(qtbot: QtBot) -> Iterator[Desk]:
    """The sample note with its first code accepted and I10 rejected."""
    with open_desk(qtbot) as desk:
        desk.paste_note()
        desk.go_to("E11.22")
        desk.press(Key.Key_A)
        desk.go_to("I10")
        desk.press(Key.Key_R)
        yield desk


def export(desk: Desk, form: str, path: Path) -> bytes:
    desk.answers.form, desk.answers.saved = form, path
    desk.press(Key.Key_E, CTRL)
    return path.read_bytes()


def test_every_form_is_offered() -> None:
    assert set(kinds()) == {*SUFFIXES, "pdf"}
    assert len({kind.title for kind in kinds().values()}) == len(kinds())


def test_each_form_holds_what_was_decided(visit: Desk, tmp_path: Path) -> None:
    data = {form: export(visit, form, tmp_path / f"{form}.{kind.suffix}") for form, kind in kinds().items()}
    assert [r["status"] for r in read_csv(tmp_path / "csv.csv") if r["code"] == "E11.22"] == ["accepted"]
    (wide,) = read_csv(tmp_path / "csv-wide.csv")
    assert wide["dx1"] == "E11.22" and "I10" not in wide.values()
    assert wide["undecided"] == 6 and wide["hccs"] and wide["payment_year"]
    assert read_workbook(tmp_path / "xlsx.xlsx")["Codes"][-1]["status"] == "rejected"
    assert data["pdf"].startswith(b"%PDF-")
    assert "Rejected: I10" in data["html"].decode() and "CHIEF COMPLAINT" in data["html"].decode()
    resources = [entry["resource"] for entry in json.loads(data["fhir"])["entry"]]
    (claim,) = (r for r in resources if r["resourceType"] == "Claim")
    assert "I10" not in json.dumps(claim)
    message = hl7.parse(data["hl7"].decode())
    assert str(message["DG1"][0][3][0][0]) == "E11.22" and len(message["DG1"]) == 7
    note = json.loads(data["json"])
    assert note["suggestions"][0]["status"] == "accepted" and [c["code"] for c in note["rejected"]] == ["I10"]
    assert json.loads(data["jsonl"]) == note and note["risk"]["hccs"]
    assert "E11.22" in data["text"].decode() and "I10 " not in data["text"].decode()


def test_the_last_form_is_offered_first_and_the_name_has_no_ending(visit: Desk, tmp_path: Path) -> None:
    export(visit, "fhir", tmp_path / "a.json")
    export(visit, "csv", tmp_path / "b.csv")
    assert visit.answers.chosen == ["csv", "fhir"]
    assert visit.answers.offered[-1] == tmp_path / "Note 1"
    visit.preferences.setValue("export_form", "of another version")
    export(visit, "csv", tmp_path / "c.csv")
    assert visit.answers.chosen[-1] == "csv"


def test_a_failure_keeps_the_decisions_unsaved_in_every_form(visit: Desk, tmp_path: Path) -> None:
    for form in kinds():
        visit.answers.form, visit.answers.saved = form, tmp_path
        visit.press(Key.Key_E, CTRL)
        assert str(tmp_path) in visit.window.messages.text
        assert visit.encounters[0].has_unsaved_decisions
    assert list(tmp_path.iterdir()) == []


def test_the_settings_say_columns_and_delimiter(qtbot: QtBot, tmp_path: Path) -> None:
    live = LiveSettings(Settings(export_columns="note_id,code", export_delimiter="semicolon"))
    with open_desk(qtbot, live=live) as desk:
        desk.paste_note("Hypertension, above goal")
        export(desk, "csv", tmp_path / "out.csv")
    assert read_csv(tmp_path / "out.csv", Style(";")) == [{"note_id": "Note 1", "code": "I10"}]


def test_columns_that_there_are_not_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    with open_desk(qtbot, live=LiveSettings(Settings(export_columns="colour"))) as desk:
        desk.paste_note("Hypertension, above goal")
        desk.answers.saved = tmp_path / "out.csv"
        desk.press(Key.Key_E, CTRL)
        assert "no column 'colour'" in desk.window.messages.text
    assert not (tmp_path / "out.csv").exists()


@pytest.fixture
def slow(visit: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """An export is under way that is written when the event is set."""
    go_on = threading.Event()

    def composed(*wanted: Any) -> bytes:
        go_on.wait(30)
        return compose(*wanted)

    monkeypatch.setattr(saving, "compose", composed)
    visit.answers.form, visit.answers.saved = "csv", tmp_path / "out.csv"
    visit.window.commands["export"].trigger()
    visit.until(lambda: visit.window.carrying.busy.isVisible())
    yield go_on
    go_on.set()


def test_an_export_is_stopped_and_leaves_no_file(visit: Desk, slow: threading.Event, tmp_path: Path) -> None:
    QTest.keyClick(visit.window, Key.Key_Escape)
    assert not visit.window.carrying.is_busy
    assert visit.window.messages.text == "The export was stopped; nothing was written."
    slow.set()
    visit.qtbot.wait(300)
    assert list(tmp_path.iterdir()) == []
    assert visit.encounters[0].has_unsaved_decisions
    visit.press(Key.Key_E, CTRL)
    assert read_csv(tmp_path / "out.csv")


def test_the_window_closes_when_the_file_is_there(visit: Desk, slow: threading.Event, tmp_path: Path) -> None:
    assert not visit.window.close()
    slow.set()
    visit.until(lambda: not visit.window.isVisible(), 30)
    assert not visit.answers.asked
    assert len(read_csv(tmp_path / "out.csv")) == 8
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
