"""The command palette: type some letters of what you want to do, and press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import Actions, menus, shown_keys
from medcode_desktop.ui.words import tr, without_mnemonic

_NAME = Qt.ItemDataRole.UserRole
_ROWS = 12
_CLOSE = 0.4
"""Share of the best likeness that is worth showing."""
_HIDDEN = {"palette", "escape"}
"""What makes no sense to do from here."""


def likeness(letters: str, text: str) -> float | None:
    """How well letters fit a text that has them all in this order, None when it does not have them.

    Letters that follow each other or begin a word count for more, and so does an early begin.
    """
    wanted, text = "".join(letters.casefold().split()), text.casefold()
    starts = [i for i, letter in enumerate(text) if wanted and letter == wanted[0]] or ([0] if not wanted else [])
    return max((score for at in starts if (score := _score(wanted, text, at)) is not None), default=None)


def _score(wanted: str, text: str, at: int) -> float | None:
    score, last = -at / 100, at - 1
    for number, letter in enumerate(wanted, 1):
        begin = next((i for i in range(last + 1, len(text)) if text[i] == letter and _begins(text, i)), -1)
        found = text.find(letter, last + 1)
        if found < 0:
            return None
        if found != last + 1 and begin >= 0 and _holds(wanted[number:], text[begin + 1 :]):
            found = begin
        score += 2.0 if found == last + 1 and number > 1 else 1.5 if _begins(text, found) else 0.0
        score -= (found - last - 1) / 50
        last = found
    return score


def _holds(wanted: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in wanted)


def _begins(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


class Palette(QFrame):
    """Lies over the window. Up and Down move, Enter does it, Esc leaves; the focus goes back to where it was."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Commands"))
        self._window = window
        self._actions: Actions | None = None
        self._before: QWidget | None = None
        self._recent: list[str] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("What do you want to do?"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.results = QTreeWidget()
        self.results.setAccessibleName(tr("Commands found"))
        self.results.setHeaderHidden(True)
        self.results.setColumnCount(3)
        self.results.setRootIsDecorated(False)
        self.results.setIndentation(0)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.results.setAllColumnsShowFocus(True)
        self.results.header().setStretchLastSection(False)
        self.results.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.results.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemClicked.connect(lambda _item: self._do())
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        self._hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        for widget in (self.field, self.results, self._hint):
            layout.addWidget(widget)
        self.hide()

    def open(self, actions: Actions) -> None:
        """Show what can be done now, what was done last first."""
        self._actions, self._before = actions, QApplication.focusWidget()
        self.field.clear()
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    @property
    def offered(self) -> list[str]:
        """The names of the commands that are shown, best first."""
        items = (self.results.topLevelItem(row) for row in range(self.results.topLevelItemCount()))
        return [str(item.data(0, _NAME)) for item in items if item is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Escape:
                    self._leave()
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._do()
                    return True
                case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                    QApplication.sendEvent(self.results, event)
                    return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # what is typed here is no command of the window, Esc neither
            return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        actions = self._actions
        if actions is None:
            return
        found: list[tuple[float, QTreeWidgetItem]] = []
        for menu, commands in menus().items():
            for command in commands:
                action = actions[command.name]
                words, menu = action.text().rstrip("…"), without_mnemonic(menu)
                score = likeness(text, words)
                if score is None and (with_menu := likeness(text, f"{menu} {words}")) is not None:
                    score = with_menu / 2
                if score is None or not action.isVisible() or command.name in _HIDDEN:
                    continue
                keys = shown_keys(actions.keys[command.name])
                item = QTreeWidgetItem([words, menu, keys])
                item.setData(2, Qt.ItemDataRole.AccessibleTextRole, keys or tr("no keys"))
                item.setData(0, _NAME, command.name)
                item.setDisabled(not action.isEnabled())
                for column in (1, 2):
                    item.setForeground(column, QColor(theme.colours().muted))
                if not text and command.name in self._recent:
                    score += 1 + self._recent.index(command.name)
                found.append((score, item))
        self.results.clear()
        close = max((score for score, _item in found), default=0) * _CLOSE
        found = [(score - 100 * item.isDisabled(), item) for score, item in found if score >= close or not text]
        best_first = [item for _score, item in sorted(found, key=lambda pair: -pair[0])]
        self.results.addTopLevelItems(best_first)
        if best_first:
            self.results.setCurrentItem(best_first[0])
        none = tr("No command has these letters in this order.")
        self._hint.setText(tr("Enter does it, Esc leaves; what is grey has nothing to act on now") if found else none)

    def _do(self) -> None:
        item = self.results.currentItem()
        if item is not None and not item.isDisabled() and self._actions is not None:
            name = str(item.data(0, _NAME))
            self._recent = [*(n for n in self._recent if n != name), name]
            self._leave()
            self._actions[name].trigger()

    def _leave(self) -> None:
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus()

    def _place(self) -> None:
        area = self._window.rect().adjusted(0, 40, 0, 0)
        words = sum(self.results.sizeHintForColumn(column) for column in range(3)) + 60
        width = min(area.width() - 40, max(words, self.fontMetrics().averageCharWidth() * 72))
        row = self.results.sizeHintForRow(0)
        height = min(area.height() - 20, row * _ROWS + self.field.sizeHint().height() + 70)
        self.resize(width, height)
        self.move(QPoint(area.center().x() - width // 2, area.top() + 10))
