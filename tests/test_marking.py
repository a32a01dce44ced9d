"""Words of the note: coded, marked as evidence, said to be otherwise, and asked about; with the keystrokes counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import ALT, CTRL, NO_MODIFIER, SHIFT, VISIT, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Assertion, Setting, Sex
from medcode_desktop.errors import EngineError
from medcode_desktop.ui.query_dialog import QueryDialog

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


@pytest.fixture
def visit(desk: Desk) -> Desk:
    desk.paste_note()
    return desk


class Strokes:
    """Counts the keys that are pressed; typed words count as none, being what a person has to say anyhow."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.count = desk, 0

    def press(self, key: Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        self.count += 1
        self.desk.press(key, modifier)


def select(desk: Desk, words: str) -> None:
    """Select words of the note, as Shift with the arrow keys does."""
    view = desk.window.note.view
    desk.press(Key.Key_2, ALT)
    cursor = QTextCursor(view.document())
    place = view.toPlainText().index(words)
    cursor.setPosition(place)
    cursor.setPosition(place + len(words), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def put_cursor(desk: Desk, words: str) -> None:
    view = desk.window.note.view
    desk.press(Key.Key_2, ALT)
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.toPlainText().index(words) + 1)
    view.setTextCursor(cursor)


def reviewed(desk: Desk, code: str) -> tuple[str, Assertion, list[str]]:
    review = desk.encounters[-1].review
    assert review is not None
    place = review.position_of(code)
    assert place is not None, f"{code} is not in the list"
    one = review.codes[place]
    return str(one.status), one.suggestion.assertion, [e.text for e in one.suggestion.evidence]


def query(desk: Desk) -> QueryDialog:
    (dialog,) = desk.window.findChildren(QueryDialog)
    return dialog


class TestKeystrokes:
    def test_from_the_note_to_the_export_in_four(self, desk: Desk, tmp_path: Path) -> None:
        """Opening is one (the paste), accepting all another, exporting a third, and the name's Return the fourth."""
        keys = Strokes(desk)
        desk.copy(VISIT)
        desk.answers.saved = tmp_path / "out.csv"
        keys.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters and desk.encounters[0].review)
        keys.press(Key.Key_A, CTRL | SHIFT)
        keys.press(Key.Key_E, CTRL)
        in_the_dialog = 1  # Return takes the name that it suggests; see test_app
        assert keys.count + in_the_dialog <= 4
        assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").count("accepted") == 8

    @pytest.mark.parametrize(
        ("code", "strokes", "after"),
        [
            ("G47.30", [(Key.Key_R, NO_MODIFIER)], ("G47.30", "rejected")),
            ("E11.22", [(Key.Key_1, NO_MODIFIER)], ("E11.21", "replaced")),
            ("G47.30", [(Key.Key_M, NO_MODIFIER), (Key.Key_4, NO_MODIFIER)], ("G47.33", "replaced")),
            ("G47.30", [(Key.Key_P, SHIFT)], ("G47.30", "accepted")),
            ("E03.9", [(Key.Key_N, SHIFT)], ("E03.9", "rejected")),
            ("E03.9", [(Key.Key_Up, ALT)], ("E03.9", "suggested")),
            ("I10", [(Key.Key_F, NO_MODIFIER)], ("I12.9", "replaced")),
        ],
    )  # fmt: skip
    def test_a_correction_in_at_most_three(
        self, visit: Desk, code: str, strokes: list[tuple[Key, Qt.KeyboardModifier]], after: tuple[str, str]
    ) -> None:
        visit.go_to(code)
        for key, modifier in strokes:
            visit.press(key, modifier)
        assert len(strokes) <= 3
        assert visit.statuses()[after[0]] == after[1]

    def test_selected_words_are_coded_in_two(self, visit: Desk) -> None:
        select(visit, "pain in her left knee")
        keys = Strokes(visit)
        keys.press(Key.Key_C)
        visit.until(lambda: visit.window.codes.is_searching)
        keys.press(Key.Key_1)
        assert keys.count == 2
        assert reviewed(visit, "M25.562") == ("added", Assertion.PRESENT, ["pain in her left knee"])
        assert visit.current_code == "M25.562"

    @pytest.mark.parametrize(("letter", "sex"), [(Key.Key_M, Sex.MALE), (Key.Key_N, None)])
    def test_the_sex_is_corrected_in_three(self, visit: Desk, letter: Key, sex: Sex | None) -> None:
        keys = Strokes(visit)
        for key, modifier in ((Key.Key_4, ALT), (Key.Key_Tab, NO_MODIFIER), (letter, NO_MODIFIER)):
            keys.press(key, modifier)
        assert keys.count <= 3
        assert visit.encounters[0].stated.sex is sex


class TestFacts:
    def test_they_are_found_shown_set_undone_and_checked_at_once(self, desk: Desk) -> None:
        encounter = desk.paste_note()
        facts = desk.window.codes.facts
        assert (facts.age.text(), facts.sex.currentText()) == ("67", "female")
        assert "In the note: age, sex" in facts.words
        assert any(e.kind == "uncertain" for e in encounter.edits)
        desk.press(Key.Key_4, ALT)
        for _ in range(3):
            desk.press(Key.Key_Tab)
        desk.press(Key.Key_I)
        assert encounter.stated.setting is Setting.INPATIENT
        assert "Set by you: setting" in facts.words
        assert not any(e.kind == "uncertain" for e in encounter.edits)
        desk.press(Key.Key_3, ALT)
        desk.press(Key.Key_Z, CTRL)
        assert encounter.stated.setting is None and facts.setting.currentIndex() == -1
        assert any(e.kind == "uncertain" for e in encounter.edits)

    def test_an_age_is_typed_and_return_goes_to_the_codes(self, visit: Desk) -> None:
        visit.press(Key.Key_4, ALT)
        visit.type("12")
        visit.press(Key.Key_Return)
        encounter = visit.encounters[0]
        assert encounter.stated.age == 12
        assert visit.window.codes.codes.hasFocus()
        assert "Set by you: age" in visit.window.codes.facts.words
        visit.press(Key.Key_4, ALT)
        visit.type("9x")
        visit.press(Key.Key_Return)
        assert encounter.stated.age == 12
        assert "no age" in visit.window.codes.facts.words

    def test_what_is_found_again_is_found_and_what_was_set_stays_when_coded_anew(self, visit: Desk) -> None:
        encounter = visit.encounters[0]
        for age in ("12", "67", "13"):
            visit.press(Key.Key_4, ALT)
            visit.type(age)
            visit.press(Key.Key_Return)
            assert ("Set by you" in visit.window.codes.facts.words) is (age != "67")
        visit.press(Key.Key_F5)
        visit.until(lambda: not encounter.ticket)
        assert encounter.stated.age == 13
        assert visit.coder.notes[-1].stated.age == 13


class TestCoding:
    def test_words_of_a_code_that_is_there_become_its_evidence(self, visit: Desk) -> None:
        select(visit, "Obesity")
        for _ in range(2):
            visit.press(Key.Key_C)
            visit.until(lambda: visit.window.codes.is_searching)
            visit.press(Key.Key_Return)
        assert visit.shown_codes.count("E66.9") == 1
        select(visit, "BMI 33.2")
        visit.press(Key.Key_C)
        visit.until(lambda: visit.window.codes.is_searching)
        visit.press(Key.Key_Return)
        assert reviewed(visit, "E66.9")[2] == ["BMI 33.2", "Obesity"]

    def test_nothing_selected_is_told(self, visit: Desk) -> None:
        visit.press(Key.Key_C)
        assert "Select words" in visit.window.messages.text

    def test_a_failing_model_is_told(self, visit: Desk) -> None:
        visit.coder.failure = EngineError("The engine stopped.")
        select(visit, "Obesity")
        visit.press(Key.Key_C)
        visit.until(lambda: "engine stopped" in visit.window.messages.text)
        assert not visit.window.codes.is_searching

    def test_a_code_for_words_comes_before_the_notes_that_wait(self, visit: Desk) -> None:
        first = visit.encounters[0]
        visit.coder.gate.clear()
        for n in range(3):
            visit.window.add_text(f"Hypertension, above goal {n}")
        visit.until(lambda: len(visit.coder.notes) == 2)
        visit.window.work_list.select(first)
        select(visit, "Obesity")
        visit.press(Key.Key_C)
        visit.coder.gate.set()
        visit.until(lambda: visit.window.codes.is_searching)
        visit.until(lambda: all(e.review for e in visit.encounters))
        assert [n.text == VISIT for n in visit.coder.notes] == [True, False, True, False, False]


class TestEvidence:
    def test_it_is_added_moved_and_taken_back(self, visit: Desk) -> None:
        visit.go_to("I10")
        for words, evidence in (
            ("Blood pressure 152/88", ["Blood pressure 152/88", "Hypertension, above goal"]),
            ("pressure 152/88", ["pressure 152/88", "Hypertension, above goal"]),
            ("pressure 152/88", ["Hypertension, above goal"]),
        ):
            select(visit, words)
            visit.press(Key.Key_V)
            assert reviewed(visit, "I10") == ("suggested", Assertion.PRESENT, evidence)
        visit.press(Key.Key_Z, CTRL)
        assert reviewed(visit, "I10")[2] == ["pressure 152/88", "Hypertension, above goal"]
        assert {"pressure 152/88", "Hypertension, above goal"} <= set(visit.strong_texts)


class TestSaying:
    def test_the_codes_follow_what_is_said_under_the_cursor(self, visit: Desk) -> None:
        put_cursor(visit, "Breast cancer, left")
        visit.press(Key.Key_N, SHIFT)
        assert reviewed(visit, "Z85.3")[:2] == ("rejected", Assertion.NEGATED)
        assert "Z85.3 is not reported: negated" in visit.window.messages.text
        visit.press(Key.Key_Z, CTRL)
        assert reviewed(visit, "Z85.3")[:2] == ("suggested", Assertion.HISTORICAL)

    def test_what_is_past_and_what_is_a_relative_s_has_another_code(self, visit: Desk) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_F, SHIFT)
        assert "Z83.3" in "".join(visit.shown_codes)
        assert visit.statuses()["E11.22" if "E11.22" in visit.statuses() else visit.shown_codes[0]] == "replaced"
        visit.press(Key.Key_Z, CTRL)
        assert "E11.22" in visit.shown_codes

    def test_what_an_outpatient_is_suspected_of_is_not_reported_an_inpatient_s_is(self, visit: Desk) -> None:
        visit.go_to("M17.12")
        visit.press(Key.Key_O, SHIFT)
        assert reviewed(visit, "M17.12")[:2] == ("rejected", Assertion.POSSIBLE)
        visit.press(Key.Key_Z, CTRL)
        visit.window.decisions.choose("setting", Setting.INPATIENT)
        visit.go_to("M17.12")
        visit.press(Key.Key_O, SHIFT)
        assert reviewed(visit, "M17.12")[:2] == ("accepted", Assertion.POSSIBLE)

    def test_what_is_said_stays_when_the_same_text_is_coded_anew(self, visit: Desk) -> None:
        visit.go_to("G47.30")
        visit.press(Key.Key_P, SHIFT)
        visit.press(Key.Key_F5)
        visit.until(lambda: not visit.encounters[0].ticket)
        assert reviewed(visit, "G47.30")[:2] == ("accepted", Assertion.PRESENT)


class TestQueries:
    def test_it_asks_openly_and_is_copied(self, visit: Desk) -> None:
        visit.go_to("E03.9")
        visit.press(Key.Key_Q)
        dialog = query(visit)
        text = dialog.text.toPlainText()
        assert "“5. Hypothyroidism, well controlled on levothyroxine" in text.replace("“Hypo", "“5. Hypo")
        assert "Unable to determine" in text and "E03" not in text
        dialog.text.setPlainText(text + "Thank you.")
        dialog.copy_button.click()
        assert QGuiApplication.clipboard().text().endswith("Thank you.")
        dialog.close()

    def test_a_suspected_condition_is_asked_about_and_saved(self, visit: Desk, tmp_path: Path) -> None:
        visit.answers.saved, visit.answers.form = tmp_path / "query.txt", "text"
        visit.window.codes.edits.setFocus()
        kinds = [edit.kind for edit in visit.window.codes._shown_edits]
        visit.window.codes.edits.setCurrentRow(kinds.index("uncertain"))
        visit.press(Key.Key_Q)
        query(visit).save_button.click()
        written = (tmp_path / "query.txt").read_text(encoding="utf-8")
        assert "Possible sleep apnea, sleep study ordered" in written
        assert all(f"[ ] {words}" in written for words in ("Condition confirmed", "Condition ruled out", "Other"))

    def test_the_audit_trail_names_the_code_and_no_word(self, visit: Desk) -> None:
        visit.go_to("E03.9")
        visit.press(Key.Key_Q)
        query(visit).copy_button.click()
        *_, last = visit.window.safe.workspace.trail.entries()
        assert (last.action, last.detail, last.note) == ("query prepared", "E03.9", visit.encounters[0].number)

    def test_a_code_that_says_enough_is_no_reason_to_ask(self, visit: Desk) -> None:
        visit.go_to("N18.31")
        visit.press(Key.Key_Q)
        if not visit.window.findChildren(QueryDialog):
            assert "says all there is to say" in visit.window.messages.text


def test_no_word_of_a_query_is_left_when_it_is_closed(visit: Desk) -> None:
    visit.go_to("E03.9")
    visit.press(Key.Key_Q)
    dialog = query(visit)
    dialog.close()
    assert not dialog.text.toPlainText()
    assert all(not w.isVisible() for w in QApplication.topLevelWidgets() if isinstance(w, QueryDialog))
