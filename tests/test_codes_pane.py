"""The codes on the screen: their order, how a row is drawn, the details, the checks and the search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fakes import code_visit
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot

from medcode_desktop.core.codeset import CodeEntry, CodeSet
from medcode_desktop.core.review import Review, Signature
from medcode_desktop.core.types import Coding, Edit, Note, Severity, Span
from medcode_desktop.paths import code_set, resources_folder
from medcode_desktop.ui import theme
from medcode_desktop.ui.code_list import GROUP, _lines
from medcode_desktop.ui.codes_pane import CodesPane
from medcode_desktop.ui.words import speak

VISIT = (resources_folder() / "samples" / "clinic-visit.txt").read_text(encoding="utf-8")
BY = Signature("R. Coder", datetime(2026, 4, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def codeset() -> Iterator[CodeSet]:
    with CodeSet.open(code_set()) as opened:
        yield opened


@pytest.fixture
def review() -> Review:
    note = Note("visit", VISIT)
    return Review.of(Coding("visit", "", "ICD-10-CM 2026-04-01", "fake", tuple(code_visit(note))))


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication) -> Iterator[CodesPane]:
    speak(qapp, "en")
    pane = CodesPane()
    qtbot.addWidget(pane)
    pane.resize(420, 700)
    theme.choose(Qt.ColorScheme.Light)
    pane.show()
    yield pane


def shown(pane: CodesPane) -> list[str]:
    return [pane.model.index(row, 0).data() for row in range(pane.model.rowCount())]


class TestList:
    def test_rejected_codes_go_below_under_a_heading(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        pane.show_review(review.reject(0, BY), (), codeset)
        assert shown(pane)[0].startswith("N18.31")
        assert shown(pane)[-1].startswith("E11.22")
        groups = [pane.model.index(row, 0).data(GROUP) for row in range(8)]
        assert groups == ["First-listed", "Others", "", "", "", "", "", "Rejected"]

    def test_all_of_a_row_can_be_read_out(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        edits = (Edit(Severity.WARNING, "x", ("E11.22",), "Look at it."),)
        pane.show_review(review.accept(0, BY), edits, codeset)
        words = pane.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        title = "Type 2 diabetes mellitus with diabetic chronic kidney disease"
        assert words == f"E11.22, {title}, accepted, 93%, HCC 37, check"

    def test_the_order_of_a_drag_is_that_of_the_review(
        self, pane: CodesPane, codeset: CodeSet, review: Review, qtbot: QtBot
    ) -> None:
        pane.show_review(review.reject(0, BY), (), codeset)  # now row 0 is position 1
        moves: list[tuple[int, int]] = []
        pane.model.moved.connect(lambda source, target: moves.append((source, target)))
        data = pane.model.mimeData([pane.model.index(0, 0)])
        for row in (3, 0, 1, -1):
            pane.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, pane.model.index(-1, 0))
        assert moves == [(1, 3), (1, 0)]  # below the third row; rows 0 and 1 are where it is; the end

    def test_the_current_code_stays_in_sight_when_room_is_taken(
        self, pane: CodesPane, codeset: CodeSet, review: Review, qtbot: QtBot
    ) -> None:
        pane.show_review(review, (), codeset, 7)
        pane.resize(420, 520)
        index = pane.codes.currentIndex()
        qtbot.waitUntil(lambda: pane.codes.viewport().rect().contains(pane.codes.visualRect(index)))

    def test_long_titles_take_two_lines_and_an_ellipsis(self, pane: CodesPane) -> None:
        lines = _lines("Hypertensive chronic kidney disease " * 5, pane.font(), 200)
        assert len(lines) == 2
        assert lines[1].endswith("…")
        assert _lines("Gout", pane.font(), 200) == ["Gout"]
        assert _lines("", pane.font(), 200) == [""]

    @pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
    def test_the_bar_is_as_long_as_the_confidence(
        self, pane: CodesPane, codeset: CodeSet, review: Review, scheme: Qt.ColorScheme
    ) -> None:
        theme.choose(scheme)
        pane.show_review(review, (), codeset)
        accent = QColor(theme.colours().accent)
        picture = pane.codes.viewport().grab().toImage()
        lengths = []
        for row in (0, 2):  # 93 % and 62 %
            rect = pane.codes.visualRect(pane.model.index(row, 0))
            lengths.append(max(_run(picture, y, accent) for y in range(rect.top(), rect.bottom())))
        assert lengths[0] > lengths[1] > 15


def _run(picture: QImage, y: int, colour: QColor) -> int:
    """How many pixels of a line of the right side have a colour."""
    return sum(picture.pixelColor(x, y) == colour for x in range(picture.width() * 2 // 3, picture.width()))


class TestDetail:
    def test_evidence_is_a_link_to_its_place(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        spans: list[Span] = []
        pane.detail.evidence_chosen.connect(spans.append)
        pane.show_review(review, (), codeset, 3)
        facts = pane.findChildren(QTextBrowser)[0]
        y = facts.height() - 12  # the quotes are the last line of the facts
        QTest.mouseClick(facts.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, y))
        assert [VISIT[s.start : s.end] for s in spans] == ["Primary osteoarthritis of the left knee"]

    def test_an_alternative_is_taken_with_enter_or_a_double_click(
        self, pane: CodesPane, codeset: CodeSet, review: Review
    ) -> None:
        taken: list[int] = []
        pane.detail.alternative_chosen.connect(taken.append)
        pane.show_review(review, (), codeset)
        alternatives = pane.detail.alternatives
        alternatives.setCurrentRow(1)
        QTest.keyClick(alternatives, Qt.Key.Key_Return)
        where = alternatives.visualItemRect(alternatives.item(0)).center()
        QTest.mouseClick(alternatives.viewport(), Qt.MouseButton.LeftButton, pos=where)
        QTest.mouseDClick(alternatives.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert taken == [1, 0]

    def test_a_code_without_alternatives_has_no_empty_list(
        self, pane: CodesPane, codeset: CodeSet, review: Review
    ) -> None:
        pane.show_review(review, (), codeset, 1)
        assert not pane.detail.alternatives.isVisible()

    def test_notes_of_the_code_come_before_those_above_it(
        self, pane: CodesPane, codeset: CodeSet, review: Review
    ) -> None:
        pane.show_review(review, (), codeset)
        told = pane.detail.plain_text()
        assert told.index("Use additional code\ncode to identify stage") < told.index("Includes (E11)")

    def test_codes_in_the_notes_are_links_for_mouse_and_keys(
        self, pane: CodesPane, codeset: CodeSet, review: Review
    ) -> None:
        wanted: list[str] = []
        pane.detail.code_wanted.connect(wanted.append)
        pane.show_review(review, (), codeset)
        facts, notes = pane.findChildren(QTextBrowser)
        place = notes.cursorRect(notes.document().find("N18.1")).center() - QPoint(8, 0)
        QTest.mouseClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert wanted == ["N18.1"]
        facts.setFocus()
        while not notes.hasFocus():
            QTest.keyClick(pane.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClick(notes, Qt.Key.Key_Tab)
        QTest.keyClick(notes, Qt.Key.Key_Return)
        assert wanted == ["N18.1", "N18.1"]
        QTest.keyClick(notes, Qt.Key.Key_Tab)
        assert not notes.hasFocus()

    def test_much_evidence_leaves_room_for_the_rest(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        from dataclasses import replace

        first = review.coding.suggestions[0]
        many = replace(first, evidence=first.evidence * 60)
        pane.show_review(Review.of(replace(review.coding, suggestions=(many,))), (), codeset)
        assert pane.detail.alternatives.isVisible()
        assert pane.codes.height() > 150


class TestChecks:
    EDITS = (
        Edit(Severity.ERROR, "excludes1", ("Z80.0", "I10"), "Never together."),
        Edit(Severity.INFO, "use_additional", ("E11.22",), "May need another."),
    )

    def test_problems_are_shown_and_hints_fold_away(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        pane.show_review(review, self.EDITS, codeset)
        assert [pane.edits.item(row).text() for row in range(pane.edits.count())] == ["Never together."]
        assert pane.edits_heading.text() == "Checks: 1 problem, 1 hint"
        QTest.keyClick(pane.edits_heading, Qt.Key.Key_Space)
        assert pane.edits.count() == 2
        QTest.keyClick(pane.edits_heading, Qt.Key.Key_Space)
        assert pane.edits.count() == 1

    def test_a_check_leads_to_its_code(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        pane.show_review(review, self.EDITS, codeset)
        where = pane.edits.visualItemRect(pane.edits.item(0)).center()
        QTest.mouseClick(pane.edits.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert review.codes[pane.position].code == "Z80.0"

    def test_without_checks_there_is_no_empty_box(self, pane: CodesPane, codeset: CodeSet, review: Review) -> None:
        pane.show_review(review, (), codeset)
        assert not pane.edits.isVisible()
        assert not pane.edits_heading.isVisible()


class TestSearch:
    @pytest.fixture
    def taken(self, pane: CodesPane, codeset: CodeSet, review: Review) -> list[CodeEntry]:
        """Codes that were taken; a search is open."""
        taken: list[CodeEntry] = []

        def take(entry: CodeEntry) -> bool:
            taken.append(entry)
            return True

        pane.show_review(review, (), codeset)
        pane.open_search(codeset, "Add", take, "knee pain")
        return taken

    def test_it_begins_with_the_words_it_was_given(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        assert pane.search.field.selectedText() == "knee pain"
        assert "M25.56" in pane.search.results.item(0).text()

    def test_the_arrows_move_in_the_list_while_one_types(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        QTest.keyClicks(pane.search.field, "E11.2")
        third = pane.search.results.item(2).text().split()[0]
        for _ in range(2):
            QTest.keyClick(pane.search.field, Qt.Key.Key_Down)
        QTest.keyClick(pane.search.field, Qt.Key.Key_Return)
        assert [entry.code for entry in taken] == [third]
        assert not pane.is_searching

    def test_what_cannot_be_billed_says_so(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        QTest.keyClicks(pane.search.field, "E11")
        assert pane.search.results.item(0).text().endswith("(not billable)")

    def test_nothing_found_takes_nothing(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        QTest.keyClicks(pane.search.field, "xylophone")
        assert pane.search.results.count() == 0
        assert "No code has these words" in pane.search.hint
        QTest.keyClick(pane.search.field, Qt.Key.Key_Return)
        assert not taken
        assert pane.is_searching

    def test_a_double_click_takes(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        results = pane.search.results
        where = results.visualItemRect(results.item(1)).center()
        QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=where)
        QTest.mouseDClick(results.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert [entry.code for entry in taken] == [results.item(1).text().split()[0]]

    def test_escape_leaves_it(self, pane: CodesPane, taken: list[CodeEntry]) -> None:
        QTest.keyClick(pane.search.field, Qt.Key.Key_Escape)
        assert not pane.is_searching
        assert not taken
