"""Searching the code set in place, to add a code or to put one in another's place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from medcode_desktop.core.catalogue import AnyEntry, CodeTable
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.words import tr

_LIMIT = 50


class CodeSearch(QWidget):
    """A field with live results. Enter takes the current one, Up and Down move in the list, Esc leaves."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._table: CodeTable | None = None
        self._entries: Sequence[AnyEntry] = []
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self.field = SearchField(tr("Search the code set"), tr("Code or words, such as E11.2 or knee pain left"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.results = QListWidget()
        self.results.setAccessibleName(tr("Codes found"))
        self.results.setWordWrap(True)
        self.results.setSpacing(3)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemActivated.connect(lambda _item: self._take())
        self.results.installEventFilter(self)
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        for widget in (self._heading, self.field, self.results, self._hint):
            layout.addWidget(widget, 1 if widget is self.results else 0)

    def start(self, table: CodeTable, heading: str, text: str = "") -> None:
        """Begin a search; `text` stands in the field, selected."""
        self._table = table
        self._heading.setText(heading)
        self.field.show()
        self.field.setText(text)
        self.field.selectAll()
        self._search(text)
        self.field.setFocus()

    def ask(self, heading: str, answers: Sequence[tuple[AnyEntry, str]], preset: int | None) -> None:
        """Offer a few codes with what tells them apart, instead of a search; digits choose too."""
        self._table, self._entries = None, [entry for entry, _ in answers]
        self._heading.setText(heading)
        self.field.hide()
        self.results.clear()
        for number, (entry, label) in enumerate(answers, 1):
            item = QListWidgetItem(f"{number}   {label}\n      {entry.code}")
            item.setToolTip(entry.title)
            self.results.addItem(item)
        self.results.setCurrentRow(preset or 0)
        said = tr("The note's words give the marked answer. ") if preset is not None else ""
        self._hint.setText(said + tr("Enter or a digit takes an answer, Esc leaves"))
        self.results.setFocus()

    def clear(self) -> None:
        """Leave nothing of the last search: it may have begun with words of a note."""
        self._table, self._entries = None, []
        self._heading.clear()
        self.field.clear()
        self.results.clear()

    @property
    def hint(self) -> str:
        return self._hint.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if self.field.isHidden() and event.text().isalnum():  # a digit answers; it takes no alternative meanwhile
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape:
                    self.left.emit()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._take()
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Down if watched is self.field and self._entries:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self.results.setCurrentRow(max(0, min(self.results.currentRow() + step, len(self._entries) - 1)))
                    return True
                case _ if self.field.isHidden() and event.text().isdecimal() and event.text() != "0":
                    self.results.setCurrentRow(min(int(event.text()), len(self._entries)) - 1)
                    self._take()
                    return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self._entries = self._table.search(text, _LIMIT) if self._table and text.strip() else []
        self.results.clear()
        for entry in self._entries:
            note = "" if entry.billable else tr("   (not billable)")
            item = QListWidgetItem(f"{entry.code}   {entry.title}{note}")
            item.setToolTip("\n".join((entry.title, *entry.inclusion_terms[:10])))
            self.results.addItem(item)
        self.results.setCurrentRow(0 if self._entries else -1)
        nothing = tr("No code has these words.") if text.strip() else tr("Type a code or some words.")
        self._hint.setText(tr("Enter takes the code, Esc leaves") if self._entries else nothing)

    def _take(self) -> None:
        row = self.results.currentRow()
        if 0 <= row < len(self._entries):
            self.chosen.emit(self._entries[row])
