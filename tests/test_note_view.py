"""The text of a note on the screen: code points against the UTF-16 of Qt, highlights, and moving between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Assertion, Span
from medcode_desktop.ui import theme
from medcode_desktop.ui.note_view import Highlight, NoteView, Positions

CHARACTERS = st.sampled_from(["a", " ", "é", "e\u0301", "\n", "\r", "\r\n", "😀", "👩🏽‍⚕️", "\u2028", "\t", "漢", "𝄞"])
TEXTS = st.lists(CHARACTERS, max_size=30).map("".join)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[NoteView]:
    view = NoteView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    yield view


@pytest.fixture(scope="module")
def document(qapp: object) -> QTextDocument:
    return QTextDocument()


def as_shown(text: str) -> str:
    """A text as QTextCursor.selectedText gives it: every line break is a paragraph separator."""
    return text.replace("\r\n", "\u2029").replace("\n", "\u2029").replace("\r", "\u2029")


class TestPositions:
    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=TEXTS, data=st.data())
    def test_every_span_is_the_same_words_in_the_document(
        self, document: QTextDocument, text: str, data: st.DataObject
    ) -> None:
        document.setPlainText(text)
        inside = {i for i in range(1, len(text)) if text[i - 1 : i + 1] == "\r\n"}
        places = [i for i in range(len(text) + 1) if i not in inside]
        start, end = sorted(data.draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
        positions = Positions(text)
        cursor = QTextCursor(document)
        cursor.setPosition(positions.shown(start))
        cursor.setPosition(positions.shown(end), QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == as_shown(text[start:end])
        assert positions.point(positions.shown(start)) == start
        assert positions.shown(len(text)) == document.characterCount() - 1

    def test_a_place_inside_a_pair_is_that_of_the_pair(self) -> None:
        positions = Positions("a😀b")
        assert [positions.point(shown) for shown in range(5)] == [0, 1, 1, 2, 3]


class TestText:
    def test_unchanged_text_keeps_its_line_ends(self, view: NoteView) -> None:
        view.show_text("one\r\ntwo\r", editable=True)
        assert view.edited_text() == "one\r\ntwo\r"
        QTest.keyClicks(view, "x")
        assert view.edited_text() == "xone\ntwo\n"

    def test_a_shown_note_cannot_be_changed(self, view: NoteView) -> None:
        view.show_text("note", editable=False)
        QTest.keyClicks(view, "x")
        view.paste()
        assert view.toPlainText() == "note"

    def test_typing_can_be_undone_but_not_the_note_itself(self, view: NoteView) -> None:
        view.show_text("note", editable=True)
        QTest.keyClicks(view, "x")
        for _ in range(5):
            view.undo()
        assert view.toPlainText() == "note"

    def test_rich_text_is_pasted_plain(self, view: NoteView) -> None:
        data = QMimeData()
        data.setHtml("<b>Asthma</b> <img src='file:///x.png'>")
        data.setText("Asthma")
        view.show_text("", editable=True)
        view.insertFromMimeData(data)
        assert view.toPlainText() == "Asthma"

    def test_what_is_copied_asks_to_be_left_out_of_histories(self, view: NoteView) -> None:
        view.show_text("Jane Roe", editable=False)
        view.selectAll()
        view.copy()
        data = QGuiApplication.clipboard().mimeData()
        assert data.text() == "Jane Roe"
        assert data.data("x-kde-passwordManagerHint") == b"secret"
        assert [name for name in data.formats() if "CanUploadToCloudClipboard" in name]

    @pytest.mark.parametrize(("takes_paste", "taken"), [(True, ["Asthma"]), (False, [])])
    def test_what_is_pasted_into_the_empty_area_is_handed_on(
        self, view: NoteView, takes_paste: bool, taken: list[str]
    ) -> None:
        got: list[str] = []
        view.pasted.connect(lambda data: got.append(data.text()))
        view.show_text("", editable=True)
        view.takes_paste = takes_paste
        data = QMimeData()
        data.setText("Asthma")
        view.insertFromMimeData(data)
        assert got == taken
        assert view.toPlainText() == ("" if taken else "Asthma")

    def test_files_are_never_pasted_as_text(self, view: NoteView) -> None:
        got: list[list[QUrl]] = []
        view.pasted.connect(lambda data: got.append(data.urls()))
        view.show_text("note", editable=True)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/tmp/x.txt")])
        assert view.canInsertFromMimeData(data)
        view.insertFromMimeData(data)
        assert got == [data.urls()]
        assert view.toPlainText() == "note"


class TestHighlights:
    TEXT = "🙂 asthma\r\n" + "line\n" * 200 + "gout and gout"

    def highlights(self) -> list[Highlight]:
        asthma, gout = self.TEXT.index("asthma"), self.TEXT.index("gout")
        return [
            Highlight(Span(asthma, asthma + 6), Assertion.PRESENT, 0),
            Highlight(Span(gout, gout + 4), Assertion.NEGATED, 1),
            Highlight(Span(gout + 9, gout + 13), Assertion.POSSIBLE, 1),
        ]

    @pytest.fixture
    def marked(self, view: NoteView) -> NoteView:
        view.show_text(self.TEXT, editable=False)
        view.show_highlights(self.highlights())
        return view

    def test_they_lie_on_their_words(self, marked: NoteView) -> None:
        assert marked.highlighted_texts() == ["asthma", "gout", "gout"]

    def test_that_of_the_selected_code_is_stronger_and_on_top(self, marked: NoteView) -> None:
        marked.select_row(0, scroll=False)
        looks = [(m.cursor.selectedText(), m.format.background().color().name()) for m in marked.extraSelections()]
        assert looks[-1] == ("asthma", theme.colours().evidence_strong)
        assert all(colour != theme.colours().evidence_strong for _, colour in looks[:-1])

    def test_each_assertion_has_a_line_of_its_own(self) -> None:
        assert len({theme.evidence_format(a, strong=False).underlineStyle() for a in Assertion}) == len(Assertion)

    def test_selecting_brings_the_evidence_into_sight_and_the_next_one_after_it(self, marked: NoteView) -> None:
        def seen() -> bool:
            return marked.viewport().rect().contains(marked.cursorRect(marked.document().find("gout")).center())

        assert not seen()
        marked.select_row(1, scroll=True)
        assert seen()
        columns = []
        for _ in range(3):
            marked.reveal_next()
            columns.append(marked.textCursor().positionInBlock())
        assert columns == [9, 0, 9]

    def test_the_cursor_tells_the_codes_it_is_in(self, marked: NoteView) -> None:
        told: list[list[int]] = []
        marked.rows_under_cursor.connect(told.append)
        for words in ("asthma", "line", "gout"):
            cursor = marked.document().find(words)
            cursor.setPosition(cursor.selectionStart() + 1)
            marked.setTextCursor(cursor)
        assert told == [[0], [1]]

    def test_selected_words_are_given_without_the_blanks_around(self, marked: NoteView) -> None:
        marked.setTextCursor(marked.document().find(" asthma"))
        span = marked.selected_span()
        assert span is not None
        assert self.TEXT[span.start : span.end] == "asthma"
        marked.moveCursor(QTextCursor.MoveOperation.Start)
        assert marked.selected_span() is None

    def test_another_text_has_none(self, marked: NoteView) -> None:
        marked.show_text("other", editable=False)
        assert not marked.extraSelections()
        marked.reveal_next()
        assert marked.textCursor().position() == 0

    def test_editing_keeps_letters_and_reading_ignores_them(self, marked: NoteView) -> None:
        QTest.keyClick(marked, Qt.Key.Key_A)
        assert marked.toPlainText().endswith("gout and gout")
        assert marked.toPlainText().startswith("🙂")
