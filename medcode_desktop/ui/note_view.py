"""The text of the note with its evidence; the only place where code points and Qt's UTF-16 positions meet."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Assertion, Span
from medcode_desktop.ui import theme
from medcode_desktop.ui.clipboard import discreet
from medcode_desktop.ui.words import tr

_DRIFTING = re.compile("[\U00010000-\U0010ffff]|\r\n")


class Positions:
    """Code points of a text to positions in its QTextDocument and back.

    A QTextDocument counts UTF-16 units, so a character beyond U+FFFF takes two positions, and it holds a line break
    as one, so CR LF takes one. Every code point at which the two counts drift apart is kept with the drift after it.
    """

    def __init__(self, text: str) -> None:
        self._points, self._shown, self._drifts = [0], [0], [0]
        drift = 0
        for found in _DRIFTING.finditer(text):
            drift += -1 if found[0] == "\r\n" else 1
            self._points.append(found.end())
            self._shown.append(found.end() + drift)
            self._drifts.append(drift)

    def shown(self, point: int) -> int:
        """The document position before the code point at index `point`."""
        return point + self._drifts[bisect_right(self._points, point) - 1]

    def point(self, shown: int) -> int:
        """The index of the code point at a document position; inside a surrogate pair, of the pair."""
        at = bisect_right(self._shown, shown) - 1
        point = shown - self._drifts[at]
        following = self._points[at + 1] if at + 1 < len(self._points) else point + 1
        return min(point, following - 1)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Evidence of one code: `row` is the code's position in the review."""

    span: Span
    assertion: Assertion
    row: int


def highlights_of(review: Review | None) -> list[Highlight]:
    """All evidence of a review."""
    return [
        Highlight(evidence.span, code.suggestion.assertion, row)
        for row, code in enumerate(review.codes if review else ())
        for evidence in code.suggestion.evidence
    ]


class NoteView(QTextEdit):
    """Shows a note with highlights, or lets its text be edited.

    `pasted` gives what is pasted instead of taking it: files at all times, and text while `takes_paste` is set and
    the area is empty.
    """

    pasted = Signal(QMimeData)
    rows_under_cursor = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Note"))
        self.setAcceptDrops(False)  # the window takes what is dropped as new notes
        self.takes_paste = False
        self._text = ""
        self._positions = Positions("")
        self._highlights: tuple[Highlight, ...] = ()
        self._selected = -1
        self._revealed = 0
        self.document().setDocumentMargin(18)
        self.cursorPositionChanged.connect(self._tell_rows)

    def show_text(self, text: str, *, editable: bool) -> None:
        """Show a text from its start, without highlights."""
        self._highlights, self._selected = (), -1
        self.blockSignals(True)
        self.setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._space_lines()
        self.setUndoRedoEnabled(editable)
        self.blockSignals(False)
        self._text, self._positions = text, Positions(text)
        self.setReadOnly(not editable)
        if not editable:
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.setTextInteractionFlags(flags)
        self.setExtraSelections([])

    def edited_text(self) -> str:
        """The text as it stands; unchanged text keeps its original line ends."""
        shown = self.toPlainText()
        return self._text if not self.document().isModified() else shown

    def show_highlights(self, highlights: Sequence[Highlight], selected: int = -1) -> None:
        self._highlights, self._selected = tuple(highlights), selected
        self._paint()

    def select_row(self, row: int, *, scroll: bool) -> None:
        """Emphasise the evidence of a code, and bring the first of it into sight."""
        self._selected, self._revealed = row, 0
        self._paint()
        if scroll and (spans := self._spans_of_selected()):
            self.reveal(spans[0])

    def reveal_next(self) -> None:
        """Go to the next evidence of the selected code, after the last one to the first."""
        if spans := self._spans_of_selected():
            self._revealed = (self._revealed + 1) % len(spans)
            cursor = self._cursor(spans[self._revealed])
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self.reveal(spans[self._revealed])

    def reveal(self, span: Span) -> None:
        """Scroll so that the span is seen, with some lines around it."""
        cursor = self._cursor(span)
        cursor.setPosition(cursor.selectionStart())
        place = self.cursorRect(cursor)
        bar = self.verticalScrollBar()
        margin = self.viewport().height() // 5
        if place.top() < margin or place.bottom() > self.viewport().height() - margin:
            bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def selected_span(self) -> Span | None:
        """What is selected in the text, without the blanks around it; None when nothing is."""
        cursor = self.textCursor()
        start, end = (self._positions.point(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        chosen = self._text[start:end]
        start += len(chosen) - len(chosen.lstrip())
        end = start + len(chosen.strip())
        return Span(start, end) if end > start else None

    def highlighted_texts(self) -> list[str]:
        """What the document shows under each highlight, in their order."""
        return [self._cursor(h.span).selectedText() for h in self._highlights]

    def refresh_colours(self) -> None:
        self._paint()

    def createMimeDataFromSelection(self) -> QMimeData:
        return discreet(super().createMimeDataFromSelection())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasUrls() or (self.takes_paste and self.document().isEmpty()):
            self.pasted.emit(source)
        else:
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly() and event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def _spans_of_selected(self) -> list[Span]:
        return sorted(h.span for h in self._highlights if h.row == self._selected)

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        spacing.setLineHeight(145, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        self.document().setModified(False)

    def _cursor(self, span: Span) -> QTextCursor:
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._positions.shown(span.start), last))
        cursor.setPosition(min(self._positions.shown(span.end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint(self) -> None:
        """Draw the highlights, those of the selected code last so that they lie on top."""
        selections = []
        for highlight in sorted(self._highlights, key=lambda h: h.row == self._selected):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(highlight.span)
            selection.format = theme.evidence_format(highlight.assertion, strong=highlight.row == self._selected)
            selections.append(selection)
        self.setExtraSelections(selections)

    def rows_at_cursor(self) -> list[int]:
        """The codes that have evidence where the cursor is."""
        point = self._positions.point(self.textCursor().position())
        return list(dict.fromkeys(h.row for h in self._highlights if h.span.start <= point <= h.span.end))

    def _tell_rows(self) -> None:
        if not self.isReadOnly() or self.textCursor().hasSelection():
            return
        if rows := self.rows_at_cursor():
            self.rows_under_cursor.emit(rows)
