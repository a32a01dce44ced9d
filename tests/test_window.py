"""The window at work with a fake coder: notes in, decisions by keyboard, codes out, and nothing lost or told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import papers
import pytest
from desk import ALT, CTRL, SHIFT, VISIT, Desk, FakeOpenCoder, open_desk
from privileges import unprivileged_folder
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Severity
from medcode_desktop.errors import EngineError, ModelError
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.ui.dialogs import Answer
from medcode_desktop.ui.encounter import State

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


@pytest.fixture
def visit(desk: Desk) -> Desk:
    """The desk with the sample note coded."""
    desk.paste_note()
    return desk


def visible(desk: Desk, point_of: str) -> bool:
    """Whether words of the note are in sight."""
    view = desk.window.note.view
    cursor = view.document().find(point_of)
    return view.viewport().rect().contains(view.cursorRect(cursor).center())


class TestOpening:
    def test_a_pasted_note_is_coded_in_the_background(self, desk: Desk) -> None:
        desk.coder.gate.clear()
        desk.copy(VISIT)
        desk.press(Key.Key_V, CTRL)
        (encounter,) = desk.encounters
        desk.until(lambda: encounter.progress)
        assert encounter.state is State.CODING
        assert desk.window.note.busy.isVisible()
        assert desk.window.note.busy.words.startswith("Step 1")
        assert desk.window.note.view.toPlainText() == VISIT
        desk.coder.gate.set()
        desk.until(lambda: encounter.review)
        assert not desk.window.note.busy.isVisible()
        assert desk.shown_codes[:2] == ["E11.22", "N18.31"]
        assert [note.text for note in desk.coder.notes] == [VISIT]

    def test_typed_text_is_coded_when_asked(self, desk: Desk) -> None:
        desk.type("Hypertension, above goal")
        assert desk.window.note.view.toPlainText() == "Hypertension, above goal"
        desk.press(Key.Key_Return, CTRL)
        desk.until(lambda: desk.shown_codes == ["I10"])

    def test_paste_with_a_coded_note_in_view_opens_another(self, visit: Desk) -> None:
        visit.press(Key.Key_2, ALT)
        visit.copy("Hypertension, above goal. Possible sleep apnea.")
        visit.press(Key.Key_V, CTRL)
        visit.until(lambda: visit.shown_codes == ["I10", "G47.30"])
        assert [e.title for e in visit.encounters] == ["Note 1", "Note 2"]

    def test_a_folder_and_a_file_are_opened_by_drop(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "many").mkdir()
        for name in ("a", "b"):
            (tmp_path / "many" / f"{name}.txt").write_text("Hypertension, above goal", encoding="utf-8")
        single = tmp_path / "single.txt"
        single.write_text("Possible sleep apnea", encoding="utf-8")
        assert desk.drop(tmp_path / "many", single)
        desk.until(lambda: len([e for e in desk.encounters if e.review]) == 3)
        assert [e.title for e in desk.encounters] == ["a", "b", "single"]
        assert desk.shown_codes == ["I10"]

    def test_files_may_be_dropped_on_the_codes_too(self, visit: Desk, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text("Hypertension, above goal", encoding="utf-8")
        assert visit.drop(tmp_path / "x.txt", over=visit.window.codes.codes.viewport())
        visit.until(lambda: visit.shown_codes == ["I10"])

    def test_dropped_text_becomes_a_note(self, desk: Desk) -> None:
        assert desk.drop("Hypertension, above goal")
        desk.until(lambda: desk.shown_codes == ["I10"])

    def test_a_copied_file_is_opened_not_its_address(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text("Hypertension, above goal", encoding="utf-8")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.txt"))])
        data.setText(str(tmp_path / "x.txt"))
        QGuiApplication.clipboard().setMimeData(data)
        desk.press(Key.Key_V, CTRL | SHIFT)
        desk.until(lambda: desk.shown_codes == ["I10"])
        assert desk.encounters[0].title == "x"

    def test_the_address_of_a_page_is_not_a_note(self, desk: Desk) -> None:
        data = QMimeData()
        data.setUrls([QUrl("https://example.org/note.txt")])
        QGuiApplication.clipboard().setMimeData(data)
        desk.press(Key.Key_V, CTRL | SHIFT)
        assert "not addresses" in desk.window.messages.text
        assert not desk.encounters

    def test_an_empty_clipboard_is_told(self, desk: Desk) -> None:
        desk.copy("  \n")
        desk.press(Key.Key_V, CTRL | SHIFT)
        assert "no text" in desk.window.messages.text

    def test_the_chosen_files_folder_is_remembered(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text("Hypertension, above goal", encoding="utf-8")
        desk.answers.opened = [tmp_path / "x.txt"]
        desk.press(Key.Key_O, CTRL)
        desk.press(Key.Key_O, CTRL)
        assert desk.answers.offered[1] == tmp_path
        assert len(desk.encounters) == 1  # what is open already is shown

    def test_notes_with_the_same_file_name_get_names_apart(self, desk: Desk, tmp_path: Path) -> None:
        for year in ("2024", "2025"):
            (tmp_path / year).mkdir()
            (tmp_path / year / "visit.txt").write_text("Hypertension, above goal", encoding="utf-8")
            desk.drop(tmp_path / year / "visit.txt")
        assert [e.title for e in desk.encounters] == ["visit", "2025/visit.txt"]

    def test_a_document_with_several_notes_opens_as_several(self, desk: Desk, tmp_path: Path) -> None:
        table = tmp_path / "visits.csv"
        table.write_text('id,note\na,"Hypertension, above goal"\nb,Possible sleep apnea\n', encoding="utf-8")
        desk.drop(table)
        desk.until(lambda: all(e.review for e in desk.encounters))
        assert [e.title for e in desk.encounters] == ["visits#a", "visits#b"]
        desk.drop(table)
        assert len(desk.encounters) == 2  # what is open already is shown

    def test_a_word_document_opens_and_can_be_revised(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "visit.docx").write_bytes(papers.docx("Hypertension, above goal"))
        desk.drop(tmp_path / "visit.docx")
        desk.until(lambda: desk.shown_codes == ["I10"])
        assert desk.window.note.view.toPlainText() == "Hypertension, above goal"

    def test_several_notes_are_coded_one_after_the_other(self, desk: Desk, tmp_path: Path) -> None:
        for number in range(5):
            (tmp_path / f"{number}.txt").write_text(f"{number} Hypertension, above goal", encoding="utf-8")
        desk.drop(tmp_path)
        desk.until(lambda: all(e.review for e in desk.encounters))
        assert [note.note_id for note in desk.coder.notes] == list("01234")
        desk.press(Key.Key_PageDown, CTRL)
        assert desk.window.note.view.toPlainText().startswith("1")


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t \n", "is empty"),
    "binary.txt": (bytes(range(128)) * 8, "is not a text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(50), "is damaged, or not really a picture"),
    "undecodable.txt": ("é".encode() * 10 + b"\xff\xfe\xfa", "cannot be decoded"),
    "huge.txt": (b"Diabetes. " * 1_000_000, "is too large"),
    "note.pdf": (b"%PDF-1.7", "is damaged, or not really a PDF"),
}


class TestBadInput:
    @pytest.mark.parametrize("name", BAD)
    def test_it_is_named_with_the_reason_and_the_others_go_on(self, desk: Desk, tmp_path: Path, name: str) -> None:
        data, reason = BAD[name]
        (tmp_path / name).write_bytes(data)
        (tmp_path / "good.txt").write_text("Hypertension, above goal", encoding="utf-8")
        desk.drop(tmp_path / name, tmp_path / "good.txt")
        assert desk.window.messages.isVisible()
        assert str(tmp_path / name) in desk.window.messages.text
        assert reason in desk.window.messages.text
        desk.until(lambda: desk.shown_codes == ["I10"])

    def test_missing_and_unreadable_files_are_named(self, desk: Desk) -> None:
        with unprivileged_folder() as folder:
            locked = folder / "locked.txt"
            locked.write_text("Hypertension", encoding="utf-8")
            locked.chmod(0)
            desk.window.open_files([folder / "missing.txt", locked])
            desk.until_carried()
        told = desk.window.messages.text
        assert told.startswith("2 files were not opened")
        assert f"{folder / 'missing.txt'} does not exist" in told
        assert f"{locked} cannot be read: permission denied" in told

    def test_a_pasted_text_that_is_too_long_is_refused(self, desk: Desk) -> None:
        desk.copy("Diabetes. " * 250_000)
        desk.press(Key.Key_V, CTRL)
        assert "too large" in desk.window.messages.text
        assert not desk.encounters

    def test_many_bad_files_do_not_fill_the_window(self, desk: Desk, tmp_path: Path) -> None:
        for number in range(40):
            (tmp_path / f"{number:02}.txt").touch()
        height = desk.window.height()
        desk.drop(tmp_path)
        assert "40 files" in desk.window.messages.text
        assert "and 34 more" in desk.window.messages.text
        assert desk.window.messages.height() < height / 3

    def test_escape_dismisses_the_message(self, desk: Desk, tmp_path: Path) -> None:
        desk.drop(tmp_path / "missing.txt")
        assert desk.window.messages.isVisible()
        desk.press(Key.Key_Escape)
        assert not desk.window.messages.isVisible()


class TestCoding:
    def test_escape_cancels_at_once_and_the_note_can_be_coded_later(self, desk: Desk) -> None:
        desk.coder.gate.clear()
        desk.copy(VISIT)
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[0].progress)
        desk.press(Key.Key_Escape)
        assert not desk.window.note.busy.isVisible()
        assert desk.encounters[0].state is State.DRAFT
        assert desk.window.note.code_button.isVisible()
        desk.coder.gate.set()
        desk.press(Key.Key_F5)
        desk.until(lambda: desk.shown_codes)
        assert not desk.window.note.code_button.isVisible()
        assert len(desk.coder.notes) == 2

    def test_the_button_cancels_a_note_that_waits(self, desk: Desk, tmp_path: Path) -> None:
        desk.coder.gate.clear()
        for name in ("a", "b"):
            (tmp_path / f"{name}.txt").write_text("Hypertension, above goal", encoding="utf-8")
        desk.drop(tmp_path)
        first, second = desk.encounters
        desk.press(Key.Key_PageDown, CTRL)
        QTest.mouseClick(desk.window.note.busy.button, Qt.MouseButton.LeftButton)
        desk.coder.gate.set()
        desk.until(lambda: first.review)
        assert second.state is State.DRAFT
        assert [note.note_id for note in desk.coder.notes] == ["a"]

    def test_a_failure_is_told_with_the_note_and_can_be_tried_again(self, desk: Desk) -> None:
        desk.coder.failure = EngineError("The engine stopped.", "Close other programs.")
        desk.copy("Hypertension, above goal")
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[0].failure)
        assert desk.window.messages.text == "Note 1: The engine stopped. Close other programs."
        assert desk.encounters[0].state is State.FAILED
        desk.coder.failure = None
        QTest.mouseClick(desk.window.note.code_button, Qt.MouseButton.LeftButton)
        desk.until(lambda: desk.shown_codes == ["I10"])

    def test_an_edited_note_keeps_the_decisions_that_still_apply(self, visit: Desk) -> None:
        visit.go_to("N18.31")
        visit.press(Key.Key_A)
        visit.go_to("E03.9")
        visit.press(Key.Key_R)
        visit.press(Key.Key_F2)
        assert not visit.shown_codes
        visit.press(Key.Key_End, CTRL)
        visit.type("7. Headache.")
        visit.press(Key.Key_Return, CTRL)
        visit.until(lambda: visit.shown_codes)
        assert visit.coder.notes[-1].text == VISIT + "7. Headache."
        assert visit.statuses()["N18.31"] == "accepted"
        assert visit.statuses()["E03.9"] == "rejected"
        assert visit.statuses()["I10"] == "suggested"

    def test_what_is_typed_is_kept_when_another_note_is_shown(self, visit: Desk) -> None:
        visit.press(Key.Key_N, CTRL)
        visit.type("Possible sleep apnea")
        visit.press(Key.Key_PageUp, CTRL)
        visit.window.work_list.select(visit.encounters[0])
        assert visit.window.note.view.toPlainText() == VISIT
        visit.press(Key.Key_PageDown, CTRL)
        assert visit.window.note.view.toPlainText() == "Possible sleep apnea"
        visit.press(Key.Key_Return, CTRL)
        visit.until(lambda: visit.shown_codes == ["G47.30"])

    def test_a_note_without_codes_says_so(self, desk: Desk) -> None:
        desk.paste_note("Nothing to see here.")
        assert desk.shown_codes == []
        assert "No codes" in desk.window.codes.words_instead


class TestEvidence:
    def test_selecting_a_code_shows_its_evidence(self, visit: Desk) -> None:
        assert visit.strong_texts == ["Type 2 diabetes mellitus with diabetic chronic kidney disease"]
        visit.go_to("Z80.0")
        assert visit.strong_texts == ["Mother with colon cancer"]
        assert visible(visit, "Mother with colon cancer")

    def test_all_evidence_is_marked_and_nothing_else(self, visit: Desk) -> None:
        marked = {mark.cursor.selectedText() for mark in visit.window.note.view.extraSelections()}
        assert marked == {e.text for c in visit.encounters[0].review.codes for e in c.suggestion.evidence}  # type: ignore[union-attr]

    def test_the_cursor_in_evidence_selects_its_code(self, visit: Desk) -> None:
        view = visit.window.note.view
        cursor = view.document().find("Possible sleep")
        view.ensureCursorVisible()
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        where = view.cursorRect(cursor).center() - QPoint(5, 0)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert visit.current_code == "G47.30"
        assert visit.strong_texts == ["Possible sleep apnea"]

    def test_arrow_keys_in_the_note_do_the_same(self, visit: Desk) -> None:
        visit.press(Key.Key_2, ALT)
        visit.press(Key.Key_End, CTRL)
        for _ in range(2):
            visit.press(Key.Key_Up)
        visit.press(Key.Key_Home)
        for _ in range(len("5. Hyp")):
            visit.press(Key.Key_Right)
        assert visit.current_code == "E03.9"

    def test_the_details_tell_what_is_known_of_the_code(self, visit: Desk) -> None:
        told = visit.window.codes.detail.plain_text()
        assert "E11.22" in told
        assert "Type 2 diabetes mellitus with diabetic chronic kidney disease" in told
        assert "93%" in told
        assert "present" in told
        assert "Use additional code" in told
        alternatives = visit.window.codes.detail.alternatives
        assert [alternatives.item(row).text().split()[1:3] for row in range(alternatives.count())] == [
            ["E11.21", "5%"],
            ["E11.9", "1%"],
        ]

    def test_emoji_and_windows_line_ends_do_not_shift_it(self, desk: Desk, tmp_path: Path) -> None:
        text = (
            "👩🏽‍⚕️ seen 😀\r\n" * 7
            + "Father 🫀. Mother with colon cancer 🎗️\r\n🦵 Primary osteoarthritis of the left knee"
        )
        (tmp_path / "emoji.txt").write_bytes(text.encode())
        desk.drop(tmp_path / "emoji.txt")
        desk.until(lambda: desk.shown_codes == ["M17.12", "Z80.0"])
        assert desk.strong_texts == ["Primary osteoarthritis of the left knee"]
        desk.go_to("Z80.0")
        assert desk.strong_texts == ["Mother with colon cancer"]
        (evidence,) = desk.encounters[0].review.codes[1].suggestion.evidence  # type: ignore[union-attr]
        assert text[evidence.span.start : evidence.span.end] == "Mother with colon cancer"

    def test_find_in_the_note_wraps_around(self, visit: Desk) -> None:
        visit.press(Key.Key_F, CTRL)
        visit.type("hypothyroidism")
        view = visit.window.note.view
        first = view.textCursor().position()
        visit.press(Key.Key_Return)
        assert view.textCursor().position() > first
        visit.press(Key.Key_Return)
        assert view.textCursor().position() == first
        assert view.textCursor().selectedText() == "Hypothyroidism"
        visit.press(Key.Key_Escape)
        assert view.hasFocus()


class TestDecisions:
    def test_accept_and_reject_go_on_to_the_next(self, visit: Desk) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_A)
        assert visit.current_code == "N18.31"
        visit.press(Key.Key_R)
        assert visit.current_code == "I10"
        assert visit.statuses()["E11.22"] == "accepted"
        assert visit.shown_codes[-1] == "N18.31"
        assert "2 of 8 decided" in visit.window.status.words

    def test_an_alternative_takes_the_place(self, visit: Desk) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_1)
        assert visit.shown_codes[0] == "E11.21"
        assert visit.statuses()["E11.21"] == "replaced"
        assert visit.strong_texts == ["Type 2 diabetes mellitus with diabetic chronic kidney disease"]
        assert "replaces E11.22" in visit.window.codes.detail.plain_text()

    def test_a_number_without_an_alternative_does_nothing(self, visit: Desk) -> None:
        visit.go_to("N18.31")
        visit.press(Key.Key_1)
        assert visit.shown_codes[1] == "N18.31"
        assert not visit.encounters[0].has_unsaved_decisions

    def test_searching_replaces(self, visit: Desk) -> None:
        visit.go_to("I10")
        visit.press(Key.Key_S)
        visit.type("hypertensive chronic kidney")
        assert visit.window.codes.search.results.count() > 1
        visit.press(Key.Key_Down)
        visit.press(Key.Key_Up)
        chosen = visit.window.codes.search.results.currentItem().text().split()[0]
        visit.press(Key.Key_Return)
        assert not visit.window.codes.is_searching
        assert chosen.startswith("I12")
        assert visit.current_code == chosen
        assert visit.statuses()[chosen] == "replaced"

    def test_letters_in_the_search_are_words_not_commands(self, visit: Desk) -> None:
        before = visit.statuses()
        visit.press(Key.Key_S)
        visit.type("arune1")
        visit.press(Key.Key_Delete)
        assert visit.window.codes.search.field.text() == "arune1"
        assert visit.statuses() == before
        visit.press(Key.Key_Escape)
        assert not visit.window.codes.is_searching
        assert visit.window.codes.codes.hasFocus()

    def test_a_code_is_added_for_the_selected_words(self, visit: Desk) -> None:
        view = visit.window.note.view
        view.setTextCursor(view.document().find("Former smoker"))
        visit.press(Key.Key_N)
        assert visit.window.codes.search.field.text() == "Former smoker"
        visit.type("Z87.891")
        visit.press(Key.Key_Return)
        assert visit.current_code == "Z87.891"
        assert visit.statuses()["Z87.891"] == "added"
        assert visit.strong_texts == ["Former smoker"]

    def test_a_code_that_is_there_is_not_added_twice(self, visit: Desk) -> None:
        visit.press(Key.Key_N)
        visit.type("I10")
        visit.press(Key.Key_Return)
        assert "I10 is in the list already" in visit.window.messages.text
        assert visit.window.codes.is_searching
        assert len(visit.shown_codes) == 8

    def test_order_changes_and_the_first_is_first_listed(self, visit: Desk) -> None:
        visit.go_to("N18.31")
        visit.press(Key.Key_Up, ALT)
        assert visit.shown_codes[:2] == ["N18.31", "E11.22"]
        visit.press(Key.Key_Up, ALT)
        assert visit.shown_codes[:2] == ["N18.31", "E11.22"]
        visit.press(Key.Key_Down, ALT)
        assert visit.shown_codes[:2] == ["E11.22", "N18.31"]

    def test_order_changes_by_drag(self, visit: Desk) -> None:
        model = visit.window.codes.model
        data = model.mimeData([model.index(3, 0)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index(-1, -1))
        visit.until(lambda: visit.shown_codes[:2] == ["M17.12", "E11.22"])
        assert visit.current_code == "M17.12"

    def test_undo_and_redo_go_through_everything(self, visit: Desk) -> None:
        steps = [visit.statuses()]
        visit.go_to("E11.22")
        for key in (Key.Key_A, Key.Key_R, Key.Key_A, Key.Key_U):
            visit.press(key)
            steps.append(visit.statuses())
        steps = [step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1]]
        for step in reversed(steps[:-1]):
            visit.press(Key.Key_Z, CTRL)
            assert visit.statuses() == step
        assert not visit.window.commands["undo"].isEnabled()
        for step in steps[1:]:
            visit.press(Key.Key_Y, CTRL)
            assert visit.statuses() == step
        assert not visit.window.commands["redo"].isEnabled()

    def test_accept_all_remaining(self, visit: Desk) -> None:
        visit.go_to("I10")
        visit.press(Key.Key_R)
        visit.press(Key.Key_A, CTRL | SHIFT)
        assert "8 of 8 decided" in visit.window.status.words
        assert visit.statuses()["I10"] == "rejected"

    def test_checks_follow_the_decisions(self, visit: Desk) -> None:
        def excluded() -> list[str]:
            return [edit.message for edit in visit.encounters[0].edits if edit.kind == "excludes1"]

        checks = visit.window.codes.edits
        assert not excluded()
        before = [checks.item(row).text() for row in range(checks.count())]  # hints are folded away
        shown = [e.message for e in visit.encounters[0].edits if e.severity is not Severity.INFO]
        assert before == shown
        visit.press(Key.Key_N)
        visit.type("E10.9")
        visit.press(Key.Key_Return)
        assert [checks.item(row).text() for row in range(checks.count())] == [*excluded(), *before]
        assert f"{len(before) + 1} problems" in visit.window.codes.edits_heading.text()
        visit.press(Key.Key_R)  # what was added leaves the list
        assert not excluded()

    def test_what_a_code_leaves_open_is_asked_until_it_is_billable(self, visit: Desk) -> None:
        visit.press(Key.Key_N)
        visit.type("S42.20")
        visit.press(Key.Key_Return)
        visit.go_to("S42.20")
        visit.press(Key.Key_M)
        search = visit.window.codes.search
        assert [search.results.item(row).text().split()[1] for row in range(3)] == ["right", "left", "unspecified"]
        visit.press(Key.Key_2)
        assert search.results.item(0).text().startswith("1   initial encounter for closed fracture")
        visit.press(Key.Key_Return)
        assert "S42.202A" in visit.shown_codes
        assert "S42.20" not in visit.shown_codes
        visit.press(Key.Key_Z, CTRL)
        assert "S42.20" in visit.shown_codes

    def test_esc_leaves_the_questions_without_a_change(self, visit: Desk) -> None:
        visit.press(Key.Key_N)
        visit.type("S42.20")
        visit.press(Key.Key_Return)
        before = visit.shown_codes
        visit.go_to("S42.20")
        visit.press(Key.Key_M)
        visit.press(Key.Key_Escape)
        assert not visit.window.codes.is_searching
        assert visit.shown_codes == before

    def test_a_check_is_mended_by_one_key_and_undone_by_another(self, visit: Desk) -> None:
        visit.press(Key.Key_N)
        visit.type("R73.9")
        visit.press(Key.Key_Return)
        edit = visit.window.codes.fixable
        assert edit is not None
        before = visit.shown_codes
        visit.press(Key.Key_F)
        reported = visit.encounters[0].review
        assert reported is not None
        assert [c.code for c in reported.reported] == list(edit.fix)
        visit.press(Key.Key_Z, CTRL)
        assert visit.shown_codes == before


class TestExport:
    def test_the_csv_holds_what_was_decided(self, visit: Desk, tmp_path: Path) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_1)
        visit.go_to("I10")
        visit.press(Key.Key_R)
        visit.answers.saved = tmp_path / "out.csv"
        visit.press(Key.Key_E, CTRL)
        rows = read_csv(tmp_path / "out.csv")
        assert [(row["code"], row["status"]) for row in rows][:2] == [("E11.21", "replaced"), ("N18.31", "suggested")]
        assert rows[0]["flags"] == ["hcc", "hcc:37", "chronic", "ccsr:END003", "replaces E11.22"]
        assert rows[0]["coder"] == "R. Coder"
        assert rows[0]["decided_at"] is not None
        assert (rows[-1]["code"], rows[-1]["status"], rows[-1]["sequence"]) == ("I10", "rejected", 8)
        for row in rows:
            for start, end, text in zip(row["evidence_start"], row["evidence_end"], row["evidence_text"], strict=True):
                assert VISIT[start:end] == text
        assert any(row["edits"] for row in rows)
        assert "7 codes are in out.csv. 6 of them nobody decided yet." in visit.window.messages.text
        assert visit.encounters[0].state is State.EXPORTED
        visit.press(Key.Key_Z, CTRL)
        assert visit.encounters[0].state is State.REVIEW

    def test_all_notes_go_into_one_file(self, desk: Desk, tmp_path: Path) -> None:
        desk.paste_note("Hypertension, above goal")
        desk.paste_note("Possible sleep apnea")
        desk.answers.saved = tmp_path / "all.csv"
        desk.press(Key.Key_E, CTRL | SHIFT)
        assert [(r["note_id"], r["code"]) for r in read_csv(tmp_path / "all.csv")] == [
            ("Note 1", "I10"),
            ("Note 2", "G47.30"),
        ]

    def test_a_failed_export_is_told_and_leaves_the_decisions_unsaved(self, visit: Desk, tmp_path: Path) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_A)
        visit.answers.saved = tmp_path
        visit.press(Key.Key_E, CTRL)
        assert str(tmp_path) in visit.window.messages.text
        assert visit.encounters[0].has_unsaved_decisions

    def test_codes_can_be_copied(self, visit: Desk) -> None:
        visit.go_to("I10")
        visit.press(Key.Key_R)
        visit.press(Key.Key_C, CTRL | SHIFT)
        lines = QGuiApplication.clipboard().text().splitlines()
        assert QGuiApplication.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
        assert lines[0] == "E11.22\tType 2 diabetes mellitus with diabetic chronic kidney disease"
        assert len(lines) == 7


class TestClosing:
    def test_without_decisions_it_closes(self, visit: Desk) -> None:
        assert visit.window.close()
        assert not visit.answers.asked
        assert visit.coder.closed

    def test_unsaved_decisions_are_asked_about(self, visit: Desk) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_A)
        visit.answers.answers.append(Answer.CANCEL)
        assert not visit.window.close()
        assert visit.window.isVisible()
        assert "not exported" in visit.answers.asked[0]
        visit.answers.answers.append(Answer.DISCARD)
        assert visit.window.close()

    def test_they_can_be_exported_then(self, visit: Desk, tmp_path: Path) -> None:
        visit.go_to("E11.22")
        visit.press(Key.Key_A)
        visit.answers.answers.append(Answer.SAVE)
        assert not visit.window.close()  # no file was chosen
        visit.answers.saved = tmp_path / "out.csv"
        visit.answers.answers.append(Answer.SAVE)
        visit.window.close()
        visit.until(lambda: not visit.window.isVisible())  # it closes when the file is there
        assert read_csv(tmp_path / "out.csv")[0]["status"] == "accepted"

    def test_typed_text_is_asked_about(self, desk: Desk) -> None:
        desk.type("Possible sleep apnea")
        desk.answers.answers.append(Answer.CANCEL)
        assert not desk.window.close()
        assert "text that is not coded" in desk.answers.asked[0]
        assert desk.window.note.view.toPlainText() == "Possible sleep apnea"

    def test_closing_during_coding_stops_it(self, desk: Desk) -> None:
        desk.coder.gate.clear()
        desk.copy(VISIT)
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[0].progress)
        assert desk.window.close()
        assert desk.coder.closed

    def test_closing_a_note_asks_and_shows_the_next(self, desk: Desk) -> None:
        desk.paste_note("Hypertension, above goal")
        desk.press(Key.Key_A)
        desk.paste_note("Possible sleep apnea")
        desk.press(Key.Key_PageUp, CTRL)
        desk.answers.answers.extend([Answer.CANCEL, Answer.DISCARD])
        desk.press(Key.Key_W, CTRL)
        assert len(desk.encounters) == 2
        desk.press(Key.Key_W, CTRL)
        assert desk.shown_codes == ["G47.30"]
        desk.press(Key.Key_W, CTRL)
        assert not desk.encounters
        assert desk.window.note.empty.isVisible()


class TestPrivacy:
    SECRET = "Quillfeather"

    def test_the_words_of_a_note_stay_in_the_note(
        self, desk: Desk, user_home: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        desk.paste_note(f"{self.SECRET} has Hypertension, above goal")
        desk.coder.failure = ValueError(f"cannot digest {self.SECRET}")
        desk.copy(f"{self.SECRET} once more")
        desk.press(Key.Key_V, CTRL | SHIFT)
        desk.until(lambda: desk.encounters[1].failure)
        assert "ValueError" in caplog.text
        assert self.SECRET not in caplog.text
        assert self.SECRET not in desk.window.messages.text
        assert all(self.SECRET not in e.title for e in desk.encounters)
        titles = [widget.windowTitle() for widget in QApplication.topLevelWidgets()]
        assert "MedCode Desktop" in titles
        assert not any(self.SECRET in title for title in titles)
        desk.answers.answers.append(Answer.DISCARD)
        assert desk.window.close()
        files = [file for file in user_home.rglob("*") if file.is_file()]
        assert {file.name for file in files} == {"window.ini", "checked.json"}
        assert not any(self.SECRET.encode() in file.read_bytes() for file in files)


class TestStatus:
    def test_it_says_what_is_really_used(self, desk: Desk) -> None:
        desk.until(lambda: "fake-encoder" in desk.window.status.words)
        assert "CPU  ·  2 threads  ·  context 512 tokens" in desk.window.status.words

    def test_layers_on_a_gpu_are_counted(self, qtbot: QtBot) -> None:
        coder = FakeOpenCoder()
        coder.info.device, coder.info.layers_on_gpu, coder.info.threads = "NVIDIA H100", 4, 1
        with open_desk(qtbot, lambda: coder) as desk:
            desk.until(lambda: "NVIDIA H100: 4 of 6 layers  ·  1 thread  ·" in desk.window.status.words)

    def test_a_model_that_cannot_be_opened_is_told_and_tried_again(self, qtbot: QtBot) -> None:
        coder, broken = FakeOpenCoder(), [True]

        def open_coder() -> FakeOpenCoder:
            if broken:
                raise ModelError("The model x.gguf is damaged.", "Install it again.")
            return coder

        with open_desk(qtbot, open_coder) as desk:
            desk.until(lambda: "x.gguf" in desk.window.messages.text)
            assert "no model" in desk.window.status.words
            desk.copy("Hypertension, above goal")
            desk.press(Key.Key_V, CTRL)
            desk.until(lambda: desk.encounters[0].failure)
            broken.clear()
            desk.press(Key.Key_F5)
            desk.until(lambda: desk.shown_codes == ["I10"])
            assert "fake-encoder" in desk.window.status.words

    def test_notes_may_be_pasted_before_the_model_is_loaded(self, qtbot: QtBot) -> None:
        coder = FakeOpenCoder()
        import threading

        loaded = threading.Event()

        def open_coder() -> FakeOpenCoder:
            loaded.wait(10)
            return coder

        with open_desk(qtbot, open_coder) as desk:
            desk.copy("Hypertension, above goal")
            desk.press(Key.Key_V, CTRL)
            assert desk.window.note.busy.words == "Loading the model…"
            assert "loading the model" in desk.window.status.words
            loaded.set()
            desk.until(lambda: desk.shown_codes == ["I10"])
