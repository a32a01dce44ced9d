"""The table in which the user gives commands other keys; a key that is taken is told before it changes hands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.errors import SettingsError
from medcode_desktop.ui.actions import Command, all_commands, keys_in_force, menus, shown_keys
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.words import tr, without_mnemonic

_NAME = Qt.ItemDataRole.UserRole
_MOVES = "Up Down Left Right Tab Backtab Return Enter Space Home End PgUp PgDown Backspace Esc".split()
"""Keys that lists and fields need for themselves."""
_MODIFIERS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_unknown,
)  # fmt: skip


class KeyField(QLineEdit):
    """Takes keys instead of text: `pressed` gives them in Qt's portable form, `left` that none is wanted after all."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Press keys"))
        self.setAccessibleName(tr("Press the new keys"))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # no key does here what it does elsewhere
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.keyCombination()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in _MODIFIERS:
            text, modifiers = event.text(), keys.keyboardModifiers()
            if len(text) == 1 and text.isprintable() and not text.isalpha() and not text.isspace():
                modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # a symbol that needs Shift is named without it
            self.pressed.emit(QKeySequence(QKeyCombination(modifiers, keys.key())).toString())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ShortcutEditor(QWidget):
    """Commands with their keys. Enter asks for new keys, Delete takes them away, Esc leaves the asking."""

    def __init__(self, live: LiveSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._asked = ""
        self._offered = ""
        self.table = QTreeWidget()
        self.table.setAccessibleName(tr("Commands and their keys"))
        self.table.setHeaderLabels([tr("Command"), tr("Keys")])
        self.table.setRootIsDecorated(False)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.header().setStretchLastSection(False)
        self.table.itemActivated.connect(lambda _item: self.ask())
        self.table.currentItemChanged.connect(lambda *_: self._leave())
        self.table.installEventFilter(self)
        self.field = KeyField()
        self.field.pressed.connect(self._pressed)
        self.field.left.connect(self._left)
        self.said = QLabel(tr("Enter changes the keys of a command, Delete takes them away."))
        self.said.setObjectName("quiet")
        self.said.setWordWrap(True)
        self.change_button = self._button(tr("Change keys…"), self.ask)
        self.take_button = self._button(tr("Take the key"), self._take)
        self.reset_button = self._button(tr("Reset"), self._reset)
        self.reset_all_button = self._button(tr("Reset all"), lambda: self._save({}))
        buttons = QHBoxLayout()
        for widget in (self.field, self.change_button, self.take_button):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        for widget in (self.reset_button, self.reset_all_button):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        for title, commands in menus().items():
            for command in commands:
                item = QTreeWidgetItem(self.table, [f"{without_mnemonic(title)}: {command.plain}", ""])
                item.setData(0, _NAME, command.name)
        live.changed.connect(lambda name: self._fill() if name == "shortcuts" else None)
        self._fill()
        self.table.setCurrentItem(self._items()[0])
        self._leave()

    def ask(self) -> None:
        """Wait for the keys that the current command is to have."""
        if self._current():
            self._asked, self._offered = self._current(), ""
            self._say(tr("Press the new keys for “{command}”, or Esc.", command=self._command().plain))
            self.field.clear()
            self.field.show()
            self.change_button.hide()
            self.take_button.hide()
            self.field.setFocus()

    def show_matching(self, words: list[str]) -> bool:
        """Show the commands that have all the words; False when there are none."""
        self._leave()
        shown = False
        for item in self._items():
            said = f"{item.text(0)} {item.text(1)}".casefold()
            fits = all(word in said or word in tr("Shortcuts").casefold() for word in words)
            item.setHidden(not fits)
            shown = shown or fits
        return shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self.table and key == Qt.Key.Key_Delete and self._current():
            self._give(self._current(), ())
            return True
        return super().eventFilter(watched, event)

    def _left(self) -> None:
        """Esc, or another place was clicked, before keys were pressed."""
        if self._asked and not self._offered:
            self._leave()
            self.table.setFocus()

    def _pressed(self, key: str) -> None:
        owner = next((n for n, its in self._in_force().items() if key in map(_plain, its) and n != self._asked), "")
        if key in _MOVES:
            self._say(tr("{key} is needed to move about; try it with Ctrl or Alt.", key=shown_keys([key])))
        elif owner:
            self._offered = key
            self.field.setText(shown_keys([key]))
            other = all_commands()[owner].plain
            self._say(tr("{key} belongs to “{other}”, which would lose it.", key=shown_keys([key]), other=other))
            self.take_button.show()
            self.take_button.setFocus()
        else:
            self._give(self._asked, (key,))

    def _take(self) -> None:
        """Take a key from the command that has it."""
        given = dict(self._live.current.shortcuts)
        for name, keys in self._in_force().items():
            if self._offered in map(_plain, keys):
                given[name] = tuple(key for key in keys if _plain(key) != self._offered)
        self._give(self._asked, (self._offered,), given)

    def _give(self, name: str, keys: tuple[str, ...], given: dict[str, tuple[str, ...]] | None = None) -> None:
        given = dict(self._live.current.shortcuts) if given is None else given
        given[name] = keys
        self._save(given)
        self.table.setFocus()

    def _reset(self) -> None:
        given = dict(self._live.current.shortcuts)
        given.pop(self._current(), None)
        self._save(given)

    def _save(self, given: dict[str, tuple[str, ...]]) -> None:
        usual = all_commands()
        kept = {name: keys for name, keys in given.items() if name not in usual or keys != usual[name].keys}
        self._leave()
        try:
            self._live.change("shortcuts", tuple(sorted(kept.items())))
        except SettingsError as error:
            self._say(str(error))

    def _leave(self) -> None:
        """Wait for no keys any more."""
        self._asked = self._offered = ""
        self.field.hide()
        self.take_button.hide()
        self.change_button.show()
        self._say(tr("Enter changes the keys of a command, Delete takes them away."))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)

    def _fill(self) -> None:
        in_force, usual = self._in_force(), all_commands()
        for item in self._items():
            name = item.data(0, _NAME)
            keys = shown_keys(in_force[name])
            item.setText(1, keys)
            item.setData(1, Qt.ItemDataRole.AccessibleTextRole, keys or tr("no keys"))
            font = item.font(1)
            font.setBold(in_force[name] != usual[name].keys)
            item.setFont(1, font)
        self.reset_all_button.setEnabled(bool(self._live.current.shortcuts))

    def _in_force(self) -> dict[str, tuple[str, ...]]:
        return keys_in_force(dict(self._live.current.shortcuts))

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _current(self) -> str:
        """The name of the current command, "" when there is none."""
        item = self.table.currentItem()
        return str(item.data(0, _NAME)) if item is not None else ""

    def _command(self) -> Command:
        return all_commands()[self._asked]

    def _button(self, words: str, does: object) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(does)
        return button


def _plain(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
