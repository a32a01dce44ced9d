"""All commands of the window in one table, from which the menus and the list of shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QMainWindow, QToolBar, QWidget

from medcode_desktop.ui import theme
from medcode_desktop.ui.encounter import Encounter, State
from medcode_desktop.ui.words import tr


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is how the window refers to it; `keys` in Qt's portable form; a new group begins with a line.

    `short` is what a button says instead of `text`. Of those with `is_choice` one is ticked.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    begins_group: bool = False
    short: str = ""
    is_choice: bool = False


def menus() -> dict[str, tuple[Command, ...]]:
    """Menu titles with their commands, in order."""
    alternatives = tuple(
        Command(f"alternative_{n}", tr("Replace by alternative {n}", n=n), (str(n),), begins_group=n == 1)
        for n in range(1, 10)
    )
    return {
        tr("&File"): (
            Command("new", tr("New note"), ("Ctrl+N",), "draft"),
            Command("paste", tr("New note from clipboard"), ("Ctrl+Shift+V", "Ctrl+V"), "paste", short=tr("Paste")),
            Command("open", tr("Open…"), ("Ctrl+O",), "open"),
            Command("sample", tr("Open the sample note")),
            Command("export", tr("Export codes…"), ("Ctrl+E", "Ctrl+S"), "export", True, short=tr("Export")),
            Command("export_all", tr("Export codes of all notes…"), ("Ctrl+Shift+E",)),
            Command("copy", tr("Copy codes"), ("Ctrl+Shift+C",)),
            Command("close", tr("Close note"), ("Ctrl+W",), begins_group=True),
            Command("quit", tr("Quit"), ("Ctrl+Q",)),
        ),
        tr("&Note"): (
            Command("edit", tr("Edit note"), ("F2",), "edit", short=tr("Edit")),
            Command("code", tr("Code note"), ("Ctrl+Return", "Ctrl+Enter", "F5")),
            Command("find", tr("Find in note"), ("Ctrl+F",), "search", begins_group=True),
            Command("find_next", tr("Find next"), ("F3",)),
            Command("find_previous", tr("Find previous"), ("Shift+F3",)),
            Command("next_note", tr("Next note"), ("Ctrl+PgDown",), begins_group=True),
            Command("previous_note", tr("Previous note"), ("Ctrl+PgUp",)),
            Command("escape", tr("Cancel or close"), ("Esc",), begins_group=True),
        ),
        tr("&Codes"): (
            Command("undo", tr("Undo"), ("Ctrl+Z",), "undo"),
            Command("redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            Command("accept", tr("Accept"), ("A",), "accepted", begins_group=True),
            Command("reject", tr("Reject"), ("R", "Del"), "rejected"),
            Command("reopen", tr("Back to undecided"), ("U",), "suggested"),
            Command("replace", tr("Replace by searching…"), ("S", "Ctrl+K"), "replaced", short=tr("Replace")),
            Command("add", tr("Add a code…"), ("N", "Ins"), "added", short=tr("Add")),
            Command("browse", tr("Browse the code sets…"), ("Ctrl+B",), "search"),
            Command("code_sets", tr("Code sets…"), ("Ctrl+Shift+B",)),
            Command("specify", tr("Say more exactly…"), ("M",)),
            Command("fix", tr("Mend what the checks found"), ("F",)),
            Command("accept_all", tr("Accept all remaining"), ("Ctrl+Shift+A",)),
            Command("move_up", tr("Move up"), ("Alt+Up",), "up", begins_group=True),
            Command("move_down", tr("Move down"), ("Alt+Down",), "down"),
            Command("evidence", tr("Show the next evidence"), ("E",), begins_group=True),
            *alternatives,
        ),
        tr("&View"): (
            Command("zoom_in", tr("Larger note text"), ("Ctrl++", "Ctrl+=")),
            Command("zoom_out", tr("Smaller note text"), ("Ctrl+-",)),
            Command("zoom_reset", tr("Normal note text"), ("Ctrl+0",)),
            Command("look_system", tr("Appearance of the system"), begins_group=True, is_choice=True),
            Command("look_light", tr("Light"), is_choice=True),
            Command("look_dark", tr("Dark"), is_choice=True),
            Command("go_notes", tr("Go to the notes"), ("Alt+1",), begins_group=True),
            Command("go_note", tr("Go to the note text"), ("Alt+2",)),
            Command("go_codes", tr("Go to the codes"), ("Alt+3",)),
        ),
        tr("&Help"): (
            Command("shortcuts", tr("Keyboard shortcuts"), ("F1",)),
            Command("privacy", tr("What could ever connect")),
        ),
    }


class Actions:
    """The commands as actions in the menus of a window, by name."""

    def __init__(self, window: QMainWindow, does: Mapping[str, Callable[[], object]]) -> None:
        self._icons: dict[str, str] = {}
        self._actions: dict[str, QAction] = {}
        self._choices = QActionGroup(window)
        for title, commands in menus().items():
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(False)
            for command in commands:
                if command.begins_group:
                    menu.addSeparator()
                menu.addAction(self._make(window, command, does[command.name]))
        self.refresh_colours()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def tool_bar(self, *names: str) -> QToolBar:
        """A bar with some of the commands; "" makes a line between them."""
        bar = QToolBar(tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in names:
            if name:
                bar.addAction(self._actions[name])
            else:
                bar.addSeparator()
        return bar

    def enable_for(self, encounter: Encounter | None, position: int, *, any_codes: bool) -> None:
        """Switch on what can be done with a note and its code at `position`; `any_codes` when some note has codes."""
        review = encounter.review if encounter else None
        ready = review is not None and encounter is not None and encounter.state in (State.REVIEW, State.EXPORTED)
        chosen = ready and position >= 0
        self._enable("export copy add accept_all", ready)
        self._enable("accept reject reopen replace move_up move_down evidence", chosen)
        self._enable("undo", ready and bool(encounter and encounter.history and encounter.history.past))
        self._enable("redo", ready and bool(encounter and encounter.history and encounter.history.future))
        self._enable("edit", encounter is not None and encounter.draft is None)
        self._enable("close", encounter is not None)
        self._enable("export_all", any_codes)
        alternatives = len(review.codes[position].suggestion.alternatives) if chosen and review is not None else 0
        for number in range(1, 10):
            self._actions[f"alternative_{number}"].setVisible(number <= alternatives)

    def refresh_colours(self) -> None:
        for name, icon in self._icons.items():
            self._actions[name].setIcon(theme.icon(icon))

    def _enable(self, names: str, enabled: bool) -> None:
        for name in names.split():
            self._actions[name].setEnabled(enabled)

    def _make(self, window: QWidget, command: Command, does: Callable[[], object]) -> QAction:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        plain = command.text.rstrip("…")
        action.setToolTip(f"{plain} ({_shown(command.keys[:1])})" if command.keys else plain)
        action.setIconText(command.short or plain)
        action.setIconVisibleInMenu(False)
        if command.is_choice:
            action.setCheckable(True)
            self._choices.addAction(action)
        action.triggered.connect(lambda _checked: does())
        self._actions[command.name] = action
        if command.icon:
            self._icons[command.name] = command.icon
        return action


class ShortcutSheet(QDialog):
    """The list of all shortcuts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(36)
        parts = list(menus().items())
        row.addLayout(_grid(parts[:2]))
        row.addLayout(_grid(parts[2:]))


def _grid(parts: list[tuple[str, tuple[Command, ...]]]) -> QGridLayout:
    """Menus below one another, each command with its keys."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    for title, commands in parts:
        heading = QLabel(title.replace("&", ""))
        heading.setObjectName("heading")
        heading.setContentsMargins(0, 12 if grid.count() else 0, 0, 2)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for text, keys in _lines(commands):
            key = QLabel(keys)
            key.setObjectName("quiet")
            line = grid.rowCount()
            grid.addWidget(QLabel(text), line, 0)
            grid.addWidget(key, line, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _lines(commands: tuple[Command, ...]) -> list[tuple[str, str]]:
    """What each command does and its keys; the nine alternatives take one line."""
    lines = []
    for command in commands:
        if command.name == "alternative_1":
            lines.append((tr("Replace by an alternative"), "1 – 9"))
        elif command.keys and not command.name.startswith("alternative_"):
            lines.append((command.text.rstrip("…"), _shown(command.keys)))
    return lines


def _shown(keys: tuple[str, ...]) -> str:
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
