"""All commands of the window in one table, from which menus, the palette and the list of shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

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

    @property
    def plain(self) -> str:
        """What it does, without the dots that announce a question."""
        return self.text.rstrip("…")


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
            Command("batch", tr("Code a folder…"), ("Ctrl+Shift+O",)),
            Command("sample", tr("Open the sample note")),
            Command("export", tr("Export codes…"), ("Ctrl+E", "Ctrl+S"), "export", True, short=tr("Export")),
            Command("export_all", tr("Export codes of all notes…"), ("Ctrl+Shift+E",)),
            Command("copy", tr("Copy codes"), ("Ctrl+Shift+C",)),
            Command("settings", tr("Settings…"), ("Ctrl+,",), begins_group=True),
            Command("workspace", tr("Create a workspace…"), begins_group=True),
            Command("lock", tr("Lock now"), ("Ctrl+L",)),
            Command("passphrase", tr("Change the passphrase…")),
            Command("keyring", tr("Unlock by the system's keyring")),
            Command("close", tr("Close note"), ("Ctrl+W",), begins_group=True),
            Command("show_closed", tr("Show the closed notes")),
            Command("delete", tr("Delete note…")),
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
            Command("stop_preparing", tr("Stop preparing the imported codes"), (), "rejected", short=tr("Stop")),
            Command("specify", tr("Say more exactly…"), ("M",)),
            Command("fix", tr("Mend what the checks found"), ("F",)),
            Command("accept_all", tr("Accept all remaining"), ("Ctrl+Shift+A",)),
            Command("accept_above", tr("Accept all above a confidence"), ("Shift+A",)),
            Command("code_words", tr("Code the selected words"), ("C",), begins_group=True),
            Command("mark", tr("Selected words are evidence"), ("V",)),
            Command("say_present", tr("The condition is present"), ("Shift+P",)),
            Command("say_negated", tr("The condition is negated"), ("Shift+N",)),
            Command("say_possible", tr("The condition is possible"), ("Shift+O",)),
            Command("say_historical", tr("The condition is historical"), ("Shift+H",)),
            Command("say_family", tr("The condition is in the family"), ("Shift+F",)),
            Command("query", tr("Query to the provider…"), ("Q",)),
            Command("move_up", tr("Move up"), ("Alt+Up",), "up", begins_group=True),
            Command("move_down", tr("Move down"), ("Alt+Down",), "down"),
            Command("evidence", tr("Show the next evidence"), ("E",), begins_group=True),
            *alternatives,
        ),
        tr("&View"): (
            Command("palette", tr("Find a command…"), ("Ctrl+Shift+P",), "search"),
            Command("overview", tr("Overview of my work"), ("Ctrl+Shift+S",)),
            Command("zoom_in", tr("Larger note text"), ("Ctrl++", "Ctrl+="), begins_group=True),
            Command("zoom_out", tr("Smaller note text"), ("Ctrl+-",)),
            Command("zoom_reset", tr("Normal note text"), ("Ctrl+0",)),
            Command("look_system", tr("Appearance of the system"), begins_group=True, is_choice=True),
            Command("look_light", tr("Light"), is_choice=True),
            Command("look_dark", tr("Dark"), is_choice=True),
            Command("look_contrast", tr("High contrast"), is_choice=True),
            Command("go_notes", tr("Go to the notes"), ("Alt+1",), begins_group=True),
            Command("go_note", tr("Go to the note text"), ("Alt+2",)),
            Command("go_codes", tr("Go to the codes"), ("Alt+3",)),
            Command("go_facts", tr("Go to the facts of the encounter"), ("Alt+4",)),
        ),
        tr("&Help"): (
            Command("help", tr("Help"), ("F1",)),
            Command("shortcuts", tr("Keyboard shortcuts"), ("Ctrl+F1",)),
            Command("privacy", tr("What could ever connect")),
            Command("welcome", tr("Welcome")),
        ),
    }


def all_commands() -> dict[str, Command]:
    """The commands of all menus by name."""
    return {command.name: command for commands in menus().values() for command in commands}


def keys_in_force(given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The keys of each command: those that the user gave it, else the usual ones that were not given to another."""
    commands = all_commands()
    taken = {_plain(key) for name, keys in given.items() if name in commands for key in keys}
    return {
        name: given.get(name, tuple(key for key in command.keys if _plain(key) not in taken))
        for name, command in commands.items()
    }


def shown_keys(keys: Iterable[str]) -> str:
    """Keys as the platform writes them, with commas between."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


_in_force: dict[str, tuple[str, ...]] = {}


def key_of(name: str) -> str:
    """The first key of a command as it is in force in the window, as the platform writes it; "" when it has none."""
    return shown_keys((_in_force or keys_in_force({}))[name][:1])


def with_key(text: str, name: str) -> str:
    """A tool tip with the key of the command that does the same."""
    key = key_of(name)
    return f"{text} ({key})" if key else text


def _plain(key: str) -> str:
    """One spelling for all ways to write a key."""
    return QKeySequence(key).toString()


class Actions:
    """The commands as actions in the menus of a window, by name."""

    def __init__(self, window: QMainWindow, does: Mapping[str, Callable[[], object]]) -> None:
        self._icons: dict[str, str] = {}
        self._actions: dict[str, QAction] = {}
        self.keys = keys_in_force({})
        self._off: frozenset[str] = frozenset()
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
        self._enable("export copy add accept_all accept_above code_words", ready)
        self._enable("accept reject reopen replace move_up move_down evidence mark query", chosen)
        self._enable("say_present say_negated say_possible say_historical say_family", chosen)
        self._enable("undo", ready and bool(encounter and encounter.history and encounter.history.past))
        self._enable("redo", ready and bool(encounter and encounter.history and encounter.history.future))
        self._enable("edit", encounter is not None and encounter.draft is None)
        self._enable("close delete", encounter is not None)
        self._enable("export_all", any_codes)
        alternatives = len(review.codes[position].suggestion.alternatives) if chosen and review is not None else 0
        for number in range(1, 10):
            self._actions[f"alternative_{number}"].setVisible(number <= alternatives)

    def switch_off(self, names: Iterable[str]) -> None:
        """Keep these commands off, whatever the note allows; `enable_for` says then what holds for the others."""
        for name in self._off:
            self._actions[name].setEnabled(True)
        self._off = frozenset(names)
        for name in self._off:
            self._actions[name].setEnabled(False)

    def assign(self, given: Mapping[str, tuple[str, ...]]) -> None:
        """Give commands the keys that the user wants, in the menus and the tool tips too."""
        self.keys = keys_in_force(given)
        _in_force.update(self.keys)
        for name, action in self._actions.items():
            action.setShortcuts([QKeySequence(key) for key in self.keys[name]])
            self._explain(name)

    def rename(self, name: str, text: str) -> None:
        """Say something else for what a command does, where that depends on a setting."""
        self._actions[name].setText(text)
        self._explain(name)

    def refresh_colours(self) -> None:
        for name, icon in self._icons.items():
            self._actions[name].setIcon(theme.icon(icon))

    def _enable(self, names: str, enabled: bool) -> None:
        for name in names.split():
            self._actions[name].setEnabled(enabled and name not in self._off)

    def _make(self, window: QWidget, command: Command, does: Callable[[], object]) -> QAction:
        action = QAction(command.text, window)
        action.setIconVisibleInMenu(False)
        if command.is_choice:
            action.setCheckable(True)
            self._choices.addAction(action)
        action.triggered.connect(lambda _checked: does())
        self._actions[command.name] = action
        if command.icon:
            self._icons[command.name] = command.icon
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        self._explain(command.name)
        action.setIconText(command.short or command.plain)
        return action

    def _explain(self, name: str) -> None:
        action, keys = self._actions[name], self.keys[name]
        plain = action.text().rstrip("…")
        action.setToolTip(f"{plain} ({shown_keys(keys[:1])})" if keys else plain)
