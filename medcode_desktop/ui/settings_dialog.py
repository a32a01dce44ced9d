"""The dialog of all settings, made from their declared schema: grouped, searched, checked and saved in place."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.errors import SettingsError
from medcode_desktop.settings import LIMITS, Applies, Group, Limits, Settings, objection, settings_file
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.shortcut_editor import ShortcutEditor
from medcode_desktop.ui.words import LANGUAGES, tr

_EDITOR_WIDTH = 28
"""Characters that an editor has room for."""


def title_of(name: str) -> str:
    """A setting's name in words."""
    return tr(name.replace("_", " ").capitalize().replace("Gpu", "GPU"))


def choice_words(choice: str) -> str:
    """What a setting can be chosen to be, in words; a language is called what its speakers call it."""
    return LANGUAGES.get(choice) or tr(choice)


class Choice(QComboBox):
    """A list to choose from that the wheel of the mouse scrolls past, because a change is saved at once."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SettingRow(QWidget):
    """One setting: its title, its editor, what it means, what is wrong with what was typed, and its default."""

    def __init__(self, name: str, live: LiveSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self._live, self._limits = name, live, LIMITS[name]
        self._title = QLabel(title_of(name))
        self._title.setObjectName("title")
        self.editor = self._make_editor()
        self.editor.setAccessibleName(title_of(name))
        self.editor.setAccessibleDescription(tr(self._limits.meaning))
        self._title.setBuddy(self.editor)
        self.reset = QPushButton(tr("Reset"))
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(tr("Reset {setting}", setting=title_of(name)))
        self.reset.setToolTip(tr("Back to {value}", value=_said(getattr(Settings(), name), self._limits)))
        self.reset.clicked.connect(lambda: self._take(getattr(Settings(), name)))
        meaning = QLabel(_explained(name, self._limits))
        meaning.setObjectName("quiet")
        meaning.setWordWrap(True)
        self._wrong = QLabel()
        self._wrong.setObjectName("wrong")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._title, 0, 0, 1, 2)
        grid.addWidget(self.editor, 1, 0)
        grid.addWidget(self.reset, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._wrong, 2, 0, 1, 2)
        grid.addWidget(meaning, 3, 0, 1, 2)
        live.changed.connect(lambda changed: self.show_value() if changed == name else None)
        self.show_value()

    @property
    def wrong(self) -> str:
        """What the schema says against the text in the editor."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def matches(self, words: list[str]) -> bool:
        choices = (words for choice in self._limits.choices for words in (choice, choice_words(choice)))
        said = " ".join((self.name, title_of(self.name), tr(self._limits.meaning), *choices)).casefold()
        return all(word in said for word in words)

    def show_value(self) -> None:
        value = getattr(self._live.current, self.name)
        match self.editor:
            case QCheckBox():
                self.editor.setChecked(value)
            case QComboBox():
                self.editor.setCurrentIndex(self._limits.choices.index(value))
            case QLineEdit():
                self.editor.setText("" if value is None else str(value))
        self._show_wrong("")
        self.reset.setVisible(value != getattr(Settings(), self.name))

    def _make_editor(self) -> QCheckBox | QComboBox | QLineEdit:
        limits = self._limits
        if limits.kind is bool:
            box = QCheckBox(tr("On"))
            box.clicked.connect(self._take)
            return box
        width = self.fontMetrics().averageCharWidth() * _EDITOR_WIDTH
        if limits.choices:
            choice = Choice()
            choice.addItems([choice_words(word) for word in limits.choices])
            choice.activated.connect(lambda row: self._take(limits.choices[row]))
            choice.setMinimumWidth(width)
            return choice
        field = QLineEdit()
        field.setMinimumWidth(width)
        if limits.optional:
            field.setPlaceholderText(tr("chosen for you"))
        field.textEdited.connect(lambda text: self._show_wrong(objection(self.name, self._read(text))))
        field.editingFinished.connect(lambda: self._take(self._read(field.text())))
        return field

    def _read(self, text: str) -> Any:
        """The value that a text stands for; the text itself where it stands for none, which the schema refuses."""
        text = text.strip()
        if not text and self._limits.optional:
            return None
        try:
            return self._limits.kind(text)
        except ValueError:
            return text

    def _take(self, value: Any) -> None:
        reason = objection(self.name, value)
        if not reason:
            try:
                self._live.change(self.name, value)
                self.show_value()
            except SettingsError as error:
                self.show_value()
                self._show_wrong(str(error), whole=True)
        else:
            self._show_wrong(reason)

    def _show_wrong(self, reason: str, *, whole: bool = False) -> None:
        words = reason if whole or not reason else tr("{setting} {reason}.", setting=title_of(self.name), reason=reason)
        self._wrong.setText(words)
        self._wrong.setVisible(bool(reason))
        self.editor.setProperty("wrong", bool(reason))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class SettingsDialog(QDialog):
    """All settings; a change holds and is saved as soon as it is made, so there is nothing to confirm."""

    def __init__(self, live: LiveSettings, preferences: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._preferences = preferences
        self.search = SearchField(tr("Search the settings"))
        self.search.textChanged.connect(self._search)
        self.groups = QListWidget()
        self.groups.setAccessibleName(tr("Groups of settings"))
        self.groups.currentRowChanged.connect(self._show_group)
        self.rows = {name: SettingRow(name, live) for name, limits in LIMITS.items() if limits.kind is not tuple}
        self.shortcuts = ShortcutEditor(live)
        self._nothing = QLabel(tr("No setting has these words."))
        self._nothing.setObjectName("quiet")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._shown = [g for g in Group if any(limits.group is g for limits in LIMITS.values())]
        for group in self._shown:
            self.groups.addItem(QListWidgetItem(tr(group.value)))
            self._pages.addWidget(self.shortcuts if group is Group.SHORTCUTS else self._page(group))
        self._pages.addWidget(self._nothing)
        self._lay_out()
        self.groups.setCurrentRow(0)
        self.restoreGeometry(QByteArray(self._preferences.value("settings/geometry") or b""))

    def _lay_out(self) -> None:
        where = QLabel(tr("Kept in {file}", file=settings_file()))
        where.setObjectName("quiet")
        where.setWordWrap(True)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)  # Return in an editor takes what was typed; it must not close the dialog
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(where, 1)
        below.addWidget(close)
        middle = QHBoxLayout()
        middle.addWidget(self.groups)
        middle.addWidget(self._pages, 1)
        self.groups.setFixedWidth(self.groups.sizeHintForColumn(0) + 48)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        self.resize(self.fontMetrics().averageCharWidth() * 130, self.fontMetrics().height() * 46)

    def _page(self, group: Group) -> QScrollArea:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 0, 12, 0)
        for row in self.rows.values():
            if LIMITS[row.name].group is group:
                column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("plain")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def show_setting(self, name: str) -> None:
        """Open at one setting, ready to be changed."""
        self.search.clear()
        self.groups.setCurrentRow(self._shown.index(LIMITS[name].group))
        self.show()
        self.raise_()
        self.activateWindow()
        place = self.rows[name].editor if name in self.rows else self.shortcuts.table
        place.setFocus()

    def _search(self, text: str) -> None:
        """Show the groups and settings that have all the words."""
        words = text.casefold().split()
        found: set[Group] = set()
        for row in self.rows.values():
            fits = row.matches(words)
            row.setVisible(fits)
            if fits:
                found.add(LIMITS[row.name].group)
        if self.shortcuts.show_matching(words):
            found.add(Group.SHORTCUTS)
        for number, group in enumerate(self._shown):
            self.groups.item(number).setHidden(group not in found)
        if not found:
            self._pages.setCurrentWidget(self._nothing)
        elif self._shown[self.groups.currentRow()] not in found:
            self.groups.setCurrentRow(min(self._shown.index(group) for group in found))
        else:
            self._show_group(self.groups.currentRow())

    def _show_group(self, row: int) -> None:
        self._pages.setCurrentIndex(row)

    def done(self, result: int) -> None:
        self._preferences.setValue("settings/geometry", self.saveGeometry())
        super().done(result)


def _explained(name: str, limits: Limits) -> str:
    """What a setting means, which numbers it takes, what it is usually, and from when on a change holds."""
    said = [tr(limits.meaning)]
    if math.isfinite(limits.least):
        said.append(tr("From {least} to {most}.", least=f"{limits.least:g}", most=f"{limits.most:g}"))
    said.append(tr("Default: {value}.", value=_said(getattr(Settings(), name), limits)))
    if limits.applies is Applies.NEXT_NOTE:
        said.append(tr("A change applies to the next note."))
    elif limits.applies is Applies.NEXT_START:
        said.append(tr("A change applies at the next start of the program."))
    return " ".join(said)


def _said(value: Any, limits: Limits) -> str:
    """A value in words."""
    if value is None:
        return tr("chosen for you")
    if limits.kind is bool:
        return tr("on") if value else tr("off")
    if value in limits.choices:
        return choice_words(value)
    return str(value) if value != "" else tr("empty")
