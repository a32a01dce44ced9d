"""The middle area of the window: the note with its find line, progress, legend, and the empty and editing states."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.types import Assertion, Progress
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import with_key
from medcode_desktop.ui.button_row import ButtonRow
from medcode_desktop.ui.check_words import progress_words
from medcode_desktop.ui.note_view import NoteView
from medcode_desktop.ui.words import assertion_words, tr

_WORTH_TELLING_S = 2.0
_LEGEND_LEFT = 18
_PEN_STYLES = {
    Assertion.PRESENT: Qt.PenStyle.SolidLine,
    Assertion.POSSIBLE: Qt.PenStyle.DashLine,
    Assertion.HISTORICAL: Qt.PenStyle.DotLine,
    Assertion.FAMILY: Qt.PenStyle.DashDotLine,
    Assertion.HYPOTHETICAL: Qt.PenStyle.DashDotDotLine,
    Assertion.NEGATED: Qt.PenStyle.SolidLine,
}


class FindBar(QFrame):
    """Find in the note: Enter goes on, Shift+Enter goes back."""

    def __init__(self, view: NoteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._view = view
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in the note"))
        self.field.setAccessibleName(tr("Find in the note"))
        self.field.textEdited.connect(lambda _text: self.find_next(restart=True))
        self.field.returnPressed.connect(lambda: self.find_next())
        self._result = QLabel()
        self._result.setObjectName("quiet")
        self._buttons = [
            self._button(tr("Previous"), lambda: self.find_next(backward=True)),
            self._button(tr("Next"), lambda: self.find_next()),
            self._button(tr("Close"), self.leave),
        ]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._result)
        for button in self._buttons:
            layout.addWidget(button)
        self.refresh_colours()
        self.hide()

    def start(self) -> None:
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        self.hide()
        self._view.setFocus()

    def find_next(self, *, backward: bool = False, restart: bool = False) -> None:
        """Select the next place; at the end go on from the start."""
        cursor = self._view.textCursor()
        if restart:
            cursor.setPosition(cursor.selectionStart())
            self._view.setTextCursor(cursor)
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        words = self.field.text()
        found = bool(words) and self._view.find(words, flags)
        if words and not found:
            whole = self._view.document().find(words, 0 if not backward else self._last(), flags)
            found = not whole.isNull()
            if found:
                self._view.setTextCursor(whole)
        self._result.setText("" if found or not words else tr("not found"))

    def refresh_colours(self) -> None:
        for button, name in zip(self._buttons, ("up", "down", "close"), strict=True):
            button.setIcon(theme.icon(name))

    def refresh_keys(self) -> None:
        for button, name in zip(self._buttons, ("find_previous", "find_next", "escape"), strict=True):
            button.setToolTip(with_key(button.accessibleName(), name))

    def _last(self) -> int:
        return self._view.document().characterCount() - 1

    def _button(self, words: str, action: object) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(words)
        button.clicked.connect(action)
        return button


class Legend(QWidget):
    """What the lines under the evidence mean, for the assertions that occur."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Legend"))
        self._assertions: list[Assertion] = []
        self.hide()

    def show_assertions(self, assertions: Sequence[Assertion]) -> None:
        self._assertions = [a for a in Assertion if a in assertions]
        self.setVisible(bool(self._assertions))
        self.setAccessibleDescription(", ".join(map(assertion_words, self._assertions)))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        boxes = self._boxes()
        self.setFixedHeight(boxes[-1].bottom() + 11 if boxes else 0)

    def _boxes(self) -> list[QRect]:
        """Where the words stand: beside each other as long as there is room, then below."""
        metrics = self.fontMetrics()
        left, top = _LEGEND_LEFT, 10
        boxes = []
        for assertion in self._assertions:
            width = metrics.horizontalAdvance(assertion_words(assertion)) + 8
            if left > _LEGEND_LEFT and left + width > self.width() - 4:
                left, top = _LEGEND_LEFT, top + metrics.height() + 8
            boxes.append(QRect(left, top, width, metrics.height()))
            left += width + 13
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each word on the soft colour of its evidence, with its line."""
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(0, 0, self.width(), 0)
        for assertion, given in zip(self._assertions, self._boxes(), strict=True):
            box = QStyle.visualRect(self.layoutDirection(), self.rect(), given)
            look: QTextCharFormat = theme.evidence_format(assertion, strong=False)
            painter.fillRect(box, look.background())
            painter.setPen(self.palette().text().color())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, assertion_words(assertion))
            painter.setPen(QPen(look.underlineColor(), 1.4, _PEN_STYLES[assertion]))
            painter.drawLine(box.left(), box.bottom() + 1, box.right(), box.bottom() + 1)


class Busy(QFrame):
    """How far the coding is, with the time left when there is some, and how to stop it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._began = time.monotonic()
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress of the coding"))
        self.button = QPushButton(tr("Cancel"))
        self.button.clicked.connect(self.cancelled)
        column = QVBoxLayout()
        column.addWidget(self._words)
        column.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 12, 8)
        layout.addLayout(column, 1)
        layout.addWidget(self.button)
        self.hide()

    def start(self, words: str) -> None:
        self._began = time.monotonic()
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        total = max(progress.total, 1)
        self._bar.setRange(0, total)
        self._bar.setValue(progress.done)
        elapsed = time.monotonic() - self._began
        left = elapsed * (total - progress.done) / progress.done if progress.done else 0.0
        words = progress_words(progress.message)
        if left > _WORTH_TELLING_S:
            words += tr("  ·  about {seconds} s left", seconds=round(left))
        self._words.setText(words)

    @property
    def words(self) -> str:
        return self._words.text()


class EmptyHint(QWidget):
    """What to do when there is no note yet; it lies over the empty text, which takes what is typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open = QPushButton(tr("Open…"))
        self.sample = QPushButton(tr("Try a sample note"))
        self.open.setObjectName("main")
        title = QLabel(tr("Paste a note, drop a file, or open one"))
        title.setObjectName("large")
        quiet = QLabel(tr("Coding starts at once. Everything stays on this computer."))
        quiet.setObjectName("quiet")
        self._usual = QWidget()
        column = QVBoxLayout(self._usual)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (title, quiet):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addWidget(ButtonRow((self.open, self.sample), Qt.AlignmentFlag.AlignCenter))
        column.addStretch(3)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._usual)

    def show_instead(self, page: QWidget | None) -> None:
        """Show another page, such as the welcome, until it is taken away with None."""
        if page is not None:
            self._pages.addWidget(page)
        elif self._pages.count() > 1 and (gone := self._pages.currentWidget()):
            self._pages.removeWidget(gone)
            gone.deleteLater()
        self._pages.setCurrentWidget(page or self._usual)

    @property
    def is_usual(self) -> bool:
        return self._pages.currentWidget() is self._usual


class NotePane(QFrame):
    """The note in its states: nothing yet, being typed or edited, being coded, coded."""

    code_wanted = Signal()
    edit_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("area")
        self.view = NoteView()
        self.find_bar = FindBar(self.view)
        self.busy = Busy()
        self.legend = Legend()
        self.empty = EmptyHint(self.view)
        self._edit_bar = QFrame()
        self._edit_bar.setObjectName("bar")
        self.code_button = QPushButton(tr("Code note"))
        self.code_button.setObjectName("main")
        self.code_button.clicked.connect(self.code_wanted)
        self._leave_button = QPushButton(tr("Discard changes"))
        self._leave_button.clicked.connect(self.edit_left)
        bar = QHBoxLayout(self._edit_bar)
        bar.setContentsMargins(12, 8, 12, 8)
        bar.addWidget(ButtonRow((self._leave_button, self.code_button), Qt.AlignmentFlag.AlignRight))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for widget in (self.find_bar, self.busy, self.view, self._edit_bar, self.legend):
            layout.addWidget(widget, 1 if widget is self.view else 0)
        self.view.viewport().installEventFilter(self)
        self.view.textChanged.connect(self._text_changed)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(max(300, self.empty.minimumSizeHint().width() + 20), 0))

    def show_editing(self, text: str, *, revising: bool) -> None:
        """Let the text be written; `revising` when the note was coded before."""
        self.view.takes_paste = not revising
        self.view.show_text(text, editable=True)
        self._leave_button.setVisible(revising)
        self.code_button.setText(tr("Code again") if revising else tr("Code note"))
        self.legend.hide()
        self._edit_bar.show()
        self._text_changed()

    def show_note(self, text: str, *, offer_coding: bool = False) -> None:
        """Show a text that is not edited; `offer_coding` when its coding was cancelled or failed."""
        self.view.takes_paste = False
        self.view.show_text(text, editable=False)
        self._leave_button.hide()
        self.code_button.setText(tr("Code note"))
        self._edit_bar.setVisible(offer_coding)
        self.empty.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._place_hint()
        return super().eventFilter(watched, event)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that only move in the note."""
        find = self.find_bar
        return {
            "find": find.start,
            "find_next": find.find_next,
            "find_previous": lambda: find.find_next(backward=True),
            "evidence": self.view.reveal_next,
            "go_note": self.view.setFocus,
        }

    def clear(self) -> None:
        """Leave no word of a note in any of the fields."""
        self.find_bar.field.clear()
        self.find_bar.hide()
        self.busy.hide()
        self.show_note("")

    def refresh_keys(self) -> None:
        """Tell the keys as they are in force."""
        self.find_bar.refresh_keys()
        self.busy.button.setToolTip(with_key(tr("Stop coding this note"), "escape"))
        self.code_button.setToolTip(with_key(tr("Code the note as it stands"), "code"))

    def show_when_empty(self, page: QWidget | None) -> None:
        """Show a page in the place of the hint that there is no note yet; None brings the hint back."""
        self.empty.show_instead(page)
        self._place_hint()

    def refresh_colours(self) -> None:
        self.view.refresh_colours()
        self.find_bar.refresh_colours()
        self.legend.update()

    def _text_changed(self) -> None:
        if self.view.isReadOnly():
            return
        blank = self.view.document().isEmpty()
        self.empty.setVisible(blank and self.view.takes_paste)
        self._edit_bar.setVisible(not blank)
        self._place_hint()

    def _place_hint(self) -> None:
        """The hint leaves the first line free, where the cursor waits for typing; the welcome needs all the room."""
        line = self.fontMetrics().height() * 2 if self.empty.is_usual else 0
        free = self.view.viewport().geometry().adjusted(0, line, 0, 0)
        self.empty.setGeometry(free)
