"""Codes of other systems in the window: their own groups, decisions on them, and none of the checks on diagnoses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from desk import ALT, CTRL, Desk, FakeOpenCoder, open_desk
from fakes import code_visit, suggest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot
from safe import CHEAP, PASSPHRASE

from medcode_desktop.core.codesystem import PROCEDURES
from medcode_desktop.core.review import Review, Signature
from medcode_desktop.core.types import DIAGNOSES, Candidate, Coding, CodingOptions, Note, Suggestion
from medcode_desktop.errors import MedCodeError
from medcode_desktop.paths import user_codes_folder, workspace_folder
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.services.risk import RiskGroups
from medcode_desktop.services.system_import import Table, write_system
from medcode_desktop.services.workspace import create_workspace
from medcode_desktop.services.workspace.audit import decisions
from medcode_desktop.ui.code_list import GROUP
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.pages import Form

Key = Qt.Key
WHO = "ICD-10"
BY = Signature("R. Coder")


def code_all(note: Note) -> list[Suggestion]:
    """The visit with procedures, one of which is a group of four characters, and a code that ICD-10-CM has too."""
    others = [
        suggest(note.text, "B24", "Ultrasonography, Heart", "Follow-up", confidence=0.7),
        suggest(note.text, "4A02", "Measurement, Cardiac", "diabetes", confidence=0.6),
    ]
    others[0] = replace(others[0], alternatives=(Candidate("4A02X4Z", "Electrical activity of heart", 0.2),))
    who = suggest(note.text, "I10", "Essential (primary) hypertension", "blood pressure", confidence=0.5)
    procedures = [replace(s, system=PROCEDURES, billable=False) for s in others]
    return [*code_visit(note), *procedures, replace(who, system=WHO)]


@pytest.fixture(autouse=True)
def installed(user_home: Path) -> None:
    procedures = Table(PROCEDURES)
    for code, title in (
        ("B24", "Ultrasonography, Heart"), ("4A02", "Measurement, Cardiac"),
        ("4A02X4Z", "Measurement of Cardiac Electrical Activity, External Approach"),
        ("4A02XM4", "Measurement of Cardiac Total Activity, External Approach"),
    ):  # fmt: skip
        procedures.add(code, title, *(["ECG"] if code == "4A02X4Z" else []))
    who, house = Table(WHO), Table("House list")
    who.add("I10", "Essential (primary) hypertension")
    who.add("I15", "Secondary hypertension")
    who.maps.append(("I15", 1, "I15.9"))
    house.add("E0143", "Folding wheeled walker")
    for table in (procedures, who, house):
        list(write_system(table, user_codes_folder(), "1"))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    coder = FakeOpenCoder()
    coder._find = code_all
    with open_desk(qtbot, lambda: coder) as opened:
        yield opened


@pytest.fixture
def visit(desk: Desk) -> Encounter:
    return desk.paste_note()


def groups(desk: Desk) -> dict[str, list[str]]:
    """The codes in the list by the headings above them."""
    model, found, heading = desk.window.codes.model, dict[str, list[str]](), ""
    for row, code in enumerate(desk.shown_codes):
        heading = model.index(row, 0).data(GROUP) or heading
        found.setdefault(heading, []).append(code)
    return found


def select(desk: Desk, encounter: Encounter, code: str, system: str = PROCEDURES) -> None:
    assert encounter.review is not None
    position = encounter.review.position_of(code, system)
    assert position is not None
    desk.window.codes.select(position)
    desk.press(Key.Key_3, ALT)


def test_each_system_stands_below_the_diagnoses_under_its_name(desk: Desk, visit: Encounter) -> None:
    assert list(groups(desk)) == ["First-listed", "Others", PROCEDURES, WHO]
    assert groups(desk)[PROCEDURES] == ["B24", "4A02"]
    assert groups(desk)[WHO] == ["I10"]
    select(desk, visit, "B24")
    desk.press(Key.Key_R)
    assert list(groups(desk)) == ["First-listed", "Others", PROCEDURES, WHO, "Rejected"]
    assert groups(desk)["Rejected"] == ["B24"]


def test_none_is_sequenced_among_the_diagnoses(desk: Desk, visit: Encounter) -> None:
    before = groups(desk)
    select(desk, visit, before["Others"][-1], DIAGNOSES)
    desk.press(Key.Key_Down, ALT)
    select(desk, visit, "B24")
    desk.press(Key.Key_Up, ALT)
    assert groups(desk) == before
    assert visit.history
    assert not visit.history.past
    desk.press(Key.Key_Down, ALT)
    assert groups(desk)[PROCEDURES] == ["4A02", "B24"]


def test_checks_and_their_fixes_leave_them_alone(desk: Desk, visit: Encounter) -> None:
    assert visit.review is not None
    named = {code for edit in visit.edits for code in edit.codes}
    assert not named & {"B24", "4A02"}
    assert "I10" in named  # of ICD-10-CM: hypertension with kidney disease
    who = desk.window.codes.model.index(desk.window.codes.model.row(10), 0)
    assert who.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "I10, Essential (primary) hypertension, ICD-10, to decide, 50%"
    )
    desk.press(Key.Key_3, ALT)
    desk.press(Key.Key_F)
    assert visit.history
    assert visit.history.past
    assert groups(desk)[PROCEDURES] == ["B24", "4A02"]
    assert groups(desk)[WHO] == ["I10"]


def test_they_are_decided_about_and_undone(desk: Desk, visit: Encounter) -> None:
    select(desk, visit, "4A02")
    desk.press(Key.Key_A)
    select(desk, visit, "I10", WHO)
    assert "ICD-10-CM" not in desk.window.codes.detail.plain_text()
    desk.press(Key.Key_A)
    assert visit.review
    decided = [(c.system, c.code, str(c.status)) for c in visit.review.codes if str(c.status) != "suggested"]
    assert decided == [(PROCEDURES, "4A02", "accepted"), (WHO, "I10", "accepted")]
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_Z, CTRL)
    assert visit.review.decided == 0


def test_a_group_is_completed_by_the_search_in_its_own_system(desk: Desk, visit: Encounter) -> None:
    select(desk, visit, "4A02")
    desk.press(Key.Key_M)
    search = desk.window.codes.search
    assert search.field.text() == "4A02"
    rows = [search.results.item(row).text() for row in range(search.results.count())]
    assert [row.split()[0] for row in rows] == ["4A02", "4A02X4Z", "4A02XM4"]
    assert "(not billable)" in rows[0]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert visit.review
    at = visit.review.position_of("4A02X4Z", PROCEDURES)
    assert at is not None
    done = visit.review.codes[at]
    assert (str(done.status), done.replaces, done.suggestion.billable) == ("replaced", "4A02", True)
    assert "ECG" in desk.window.codes.detail.plain_text()


def test_an_alternative_is_one_of_the_same_system(desk: Desk, visit: Encounter) -> None:
    select(desk, visit, "B24")
    desk.press(Key.Key_1)
    assert groups(desk)[PROCEDURES] == ["4A02X4Z", "4A02"]


def test_a_system_that_is_gone_is_told(desk: Desk, visit: Encounter) -> None:
    for file in user_codes_folder().glob("system-icd-10-pcs*"):
        file.unlink()
    desk.window.decisions.let_go()
    select(desk, visit, "B24")
    desk.press(Key.Key_1)
    assert "ICD-10-PCS is not installed" in desk.window.messages.text
    assert groups(desk)[PROCEDURES] == ["B24", "4A02"]


def test_a_code_of_another_system_is_added_from_the_browser(desk: Desk, visit: Encounter, qtbot: QtBot) -> None:
    desk.press(Key.Key_B, CTRL)
    browser = desk.window.decisions._browser
    assert browser is not None
    for words, code in (("walker", "E0143"), ("essential hypertension", "I10")):
        browser.filter.setCurrentText("House list" if code == "E0143" else WHO)
        browser.field.setText(words)
        qtbot.waitUntil(lambda code=code: browser.shown == code)
        assert browser.add_button.isEnabled()
        browser.add_button.click()
    assert groups(desk)["House list"] == ["E0143"]
    assert "I10 is in the list already" in desk.window.messages.text
    browser.filter.setCurrentIndex(0)
    browser.show_code("M54.50")
    browser.add_button.click()
    assert groups(desk)["Others"][-1] == "M54.50"
    browser.close()


def test_the_export_names_the_system_of_each(desk: Desk, visit: Encounter, tmp_path: Path) -> None:
    desk.answers.saved = tmp_path / "out.csv"
    desk.window.commands["export"].trigger()
    desk.until_carried()
    rows = read_csv(tmp_path / "out.csv")
    assert [row["code_system"] for row in rows] == [DIAGNOSES] * 8 + [PROCEDURES] * 2 + [WHO]
    assert not [row for row in rows if row["code_system"] == WHO and (row["flags"] or row["edits"])]


def test_the_workspace_keeps_them_and_the_trail_names_their_system(tmp_path: Path) -> None:
    workspace, _ = create_workspace(tmp_path, "Ada", PASSPHRASE, cost=CHEAP)
    with closing(workspace):
        text = "Follow-up of diabetes and blood pressure, Hypertension, above goal"
        number = workspace.add_note(Note("n", text))
        review = Review.of(Coding("n", "", "ICD-10-CM 2026-04-01", "m", tuple(code_all(Note("n", text)))))
        workspace.keep_coding(number, review.coding)
        history = workspace.load(number).history
        assert history is not None
        assert history.present == review
        decided = history.record(review.accept(1, BY).accept(3, BY))
        workspace.keep_review(number, decided)
        assert workspace.load(number).history == decided
    told = [event.code for event in decisions(review, decided.present)]
    assert told == ["ICD-10-PCS B24", "ICD-10 I10"]


def test_they_are_there_after_a_restart(qtbot: QtBot) -> None:
    create_workspace(workspace_folder(), "Ada", PASSPHRASE, cost=CHEAP)[0].close()
    coder = FakeOpenCoder()
    coder._find = code_all
    seen = []
    for again in (False, True):
        with open_desk(qtbot, lambda: coder) as desk:
            page = desk.window.access.page
            assert isinstance(page, Form)
            page.fields[-1].setFocus()
            desk.type(PASSPHRASE)
            desk.press(Key.Key_Return)
            if again:
                desk.window.work_list.select(desk.encounters[0])
            else:
                select(desk, desk.paste_note(), "4A02")
                desk.press(Key.Key_A)
            review = desk.encounters[0].review
            assert review is not None
            seen.append([(c.system, c.code, str(c.status)) for c in review.codes])
            assert list(groups(desk))[-2:] == [PROCEDURES, WHO]
    assert seen[0] == seen[1]
    assert (PROCEDURES, "4A02", "accepted") in seen[1]


def test_the_same_code_in_two_systems_is_two_codes() -> None:
    note = Note("n", "Follow-up of diabetes and blood pressure, Hypertension, above goal")
    review = Review.of(Coding("n", "", "r", "m", tuple(code_all(note))))
    assert [c.code for c in review.diagnoses] == ["I10"]
    assert (review.position_of("I10"), review.position_of("I10", WHO)) == (0, 3)
    decided = review.reject(3, BY).accept(0, BY)
    again = decided.recoded(review.coding, note.text)
    assert [str(c.status) for c in again.codes] == ["accepted", "suggested", "suggested", "rejected"]
    with pytest.raises(MedCodeError, match="in the list already"):
        review.add(review.codes[3].suggestion, BY)
    taken = decided.add(review.codes[3].suggestion, BY)
    assert str(taken.codes[3].status) == "accepted"
    flagged = RiskGroups().reviewed(taken.replace(3, Candidate("E11.22", "", 0), billable=True, by=BY), CodingOptions())
    assert flagged.codes[3].suggestion.flags == ()


def test_links_of_a_map_lead_to_the_browser(desk: Desk, visit: Encounter) -> None:
    select(desk, visit, "I10", WHO)
    desk.press(Key.Key_S)
    desk.type("secondary")
    desk.press(Key.Key_Return)
    detail = desk.window.codes.detail
    assert "In ICD-10-CM\nI15.9" in detail.plain_text()
    notes = detail.findChildren(QTextBrowser)[1]
    place = notes.cursorRect(notes.document().find("I15.9")).center() - QPoint(8, 0)
    QTest.mouseClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    browser = desk.window.decisions._browser
    assert browser is not None
    assert browser.shown == "I15.9"
    assert browser.isVisible()
    browser.close()
