"""The help window: pages to read on the left, their text on the right, and a search through all of them."""

from __future__ import annotations

from unicodedata import normalize

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.ui.help_pages import Keys, Page, pages
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.words import tr


class HelpWindow(QDialog):
    """Pages made anew each time it is opened, for keys and model may have changed. It opens no links."""

    def __init__(self, preferences: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self._preferences = preferences
        self._pages: list[Page] = []
        self._plain: list[str] = []
        self.search = SearchField(tr("Search the help"))
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Pages"))
        self.contents.currentRowChanged.connect(self._show_row)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Page"))
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(16)
        self._hint = QLabel(tr("Enter goes to the next place, Esc closes"))
        self._hint.setObjectName("quiet")
        middle = QHBoxLayout()
        middle.addWidget(self.contents)
        middle.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addLayout(middle, 1)
        layout.addWidget(self._hint)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        self.resize(self.fontMetrics().averageCharWidth() * 140, self.fontMetrics().height() * 46)
        self.restoreGeometry(QByteArray(self._preferences.value("help/geometry") or b""))

    def open_at(self, name: str, keys: Keys, model: str, place: str = "") -> None:
        """Show a page, at the check `place` of it when there is one."""
        self._pages = pages(keys, model)
        self._plain = [_plain(page) for page in self._pages]
        self.search.clear()
        self.contents.clear()
        self.contents.addItems([page.title for page in self._pages])
        self.contents.setFixedWidth(self.contents.sizeHintForColumn(0) + 48)
        self.contents.setCurrentRow(next((i for i, page in enumerate(self._pages) if page.name == name), 0))
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()
        if place:
            self.text.scrollToAnchor(place)

    @property
    def page(self) -> str:
        """The name of the page in view."""
        row = self.contents.currentRow()
        return self._pages[row].name if row >= 0 else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._find()
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Down:
                    self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                    return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        """Keep the pages that have the words, and show the first place of the page in view."""
        shown = [row for row in range(self.contents.count()) if self._has(row, text)]
        for row in range(self.contents.count()):
            self.contents.item(row).setHidden(row not in shown)
        none = tr("No page has these words.")
        self._hint.setText(tr("Enter goes to the next place, Esc closes") if shown else none)
        if shown and self.contents.currentRow() not in shown:
            self.contents.setCurrentRow(shown[0])
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if text.strip() and shown:
            self._find()

    def _has(self, row: int, text: str) -> bool:
        return _words(text).casefold() in self._plain[row]

    def _find(self) -> None:
        """Go to the next place of the words on the page, after the last one to the first."""
        words = _words(self.search.text())
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(words)

    def _step(self, by: int) -> None:
        """Go to the next page that is shown."""
        row = self.contents.currentRow() + by
        while 0 <= row < self.contents.count() and self.contents.item(row).isHidden():
            row += by
        if 0 <= row < self.contents.count():
            self.contents.setCurrentRow(row)

    def _show_row(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            self.text.setHtml(self._pages[row].html)
            self.text.setAccessibleName(self._pages[row].title)
            if self.search.text().strip():
                self._find()

    def done(self, result: int) -> None:
        self._preferences.setValue("help/geometry", self.saveGeometry())
        super().done(result)


def _words(text: str) -> str:
    """What is searched for as the pages write it: keyboards compose letters of Hindi in more than one way."""
    return normalize("NFC", text.strip())


def _plain(page: Page) -> str:
    """The words of a page, for the search."""
    document = QTextDocument()
    document.setHtml(page.html)
    return f"{page.title}\n{document.toPlainText()}".casefold()
