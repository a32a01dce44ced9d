"""What a screen reader finds: a name and a role for every control of every window, a way through them, and news."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import CTRL, SHIFT, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from medcode_desktop.errors import EngineError
from medcode_desktop.ui import announcing

Key = Qt.Key
Role = QAccessible.Role
CONTROLS = {
    Role.Button, Role.ButtonMenu, Role.CheckBox, Role.ComboBox, Role.EditableText, Role.List, Role.ListItem, Role.Tree,
    Role.TreeItem, Role.Table, Role.PageTab, Role.PageTabList, Role.ProgressBar, Role.RadioButton, Role.Slider,
    Role.SpinBox, Role.MenuItem,
}  # fmt: skip


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def tree_of(interface: QAccessibleInterface | None, depth: int = 0) -> Iterator[QAccessibleInterface]:
    """An interface with all below it, rows of long lists left out after the first ones."""
    if interface is None or not interface.isValid() or depth > 30:
        return
    yield interface
    for number in range(min(interface.childCount(), 60)):
        yield from tree_of(interface.child(number), depth + 1)


def name_of(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def nameless(window: QWidget) -> list[str]:
    """The controls in view that a screen reader cannot name, or cannot say what they are."""
    found = []
    for interface in tree_of(QAccessible.queryAccessibleInterface(window)):
        state, role, thing = interface.state(), interface.role(), interface.object()
        if state.invisible or _is_part_of_qt(thing):
            continue
        if role in CONTROLS and not name_of(interface).strip():
            found.append(f"no name: {role.name} {thing}")
        if state.focusable and role in (Role.NoRole, Role.Client, Role.Pane) and not isinstance(thing, QTabWidget):
            found.append(f"no role: {role.name} {thing}")
    return found


def _is_part_of_qt(thing: object) -> bool:
    """Parts that Qt makes itself and whose owner has the name, such as the field inside another control."""
    return isinstance(thing, QWidget) and thing.objectName().startswith("qt_")


def windows(desk: Desk) -> dict[str, QWidget]:
    """The main window in its states and every dialog, each opened as a person opens it."""
    desk.paste_note()
    bench, window = desk.window.workbench, desk.window
    opened: dict[str, QWidget] = {"main": window}
    for name in ("settings", "help", "browse", "batch"):
        window.commands[name].trigger()
    assert bench.settings is not None
    assert bench.help is not None
    assert bench.batch is not None
    opened |= {"settings": bench.settings, "help": bench.help, "batch": bench.batch}
    browser = next(
        w for w in QApplication.topLevelWidgets() if w.windowTitle().startswith("Codes of") and w.isVisible()
    )
    return opened | {"browser": browser}


@pytest.mark.parametrize("which", ["main", "settings", "help", "browser", "batch"])
def test_every_control_has_a_name_and_a_role(desk: Desk, which: str) -> None:
    window = windows(desk)[which]
    assert len(list(tree_of(QAccessible.queryAccessibleInterface(window)))) > 10
    assert nameless(window) == []


def test_each_group_of_settings_too(desk: Desk) -> None:
    desk.window.commands["settings"].trigger()
    dialog = desk.window.workbench.settings
    assert dialog is not None
    for row in range(dialog.groups.count()):
        dialog.groups.setCurrentRow(row)
        assert nameless(dialog) == []
    dialog.shortcuts.ask()
    assert nameless(dialog) == []


def test_the_window_is_named_in_its_other_states(qtbot: QtBot) -> None:
    with open_desk(qtbot, newcomer=True) as desk:
        assert nameless(desk.window) == []
        desk.coder.gate.clear()
        desk.window.open_sample()
        desk.until(lambda: desk.window.note.busy.isVisible())
        assert nameless(desk.window) == []
        desk.coder.gate.set()
        desk.until(lambda: desk.shown_codes)
        desk.press(Key.Key_F, CTRL)
        assert nameless(desk.window) == []
        desk.press(Key.Key_P, CTRL | SHIFT)
        assert nameless(desk.window) == []
        desk.press(Key.Key_Escape)
        desk.window.codes.codes.setFocus()
        desk.press(Key.Key_N)
        desk.type("asthma")
        assert nameless(desk.window) == []


def way_by_tab(window: QWidget, steps: int) -> list[QWidget]:
    """Where the focus goes by Tab."""
    way = []
    for _ in range(steps):
        window.focusNextChild()
        widget = window.focusWidget()
        if widget is not None:
            way.append(widget)
    return way


@pytest.mark.parametrize("which", ["main", "settings", "help", "browser", "batch"])
def test_tab_reaches_all_and_comes_back(desk: Desk, which: str) -> None:
    window = windows(desk)[which]
    window.activateWindow()
    desk.until(window.isActiveWindow)
    way = way_by_tab(window, 60)
    once = list(dict.fromkeys(way))
    assert len(way) > len(once) > 2  # it is a round, and no trap
    takes_tab = [w for w in window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    open_to_tab = [w for w in takes_tab if w.isVisible() and w.isEnabled() and w.window() is window]
    owners = {w for w in open_to_tab if w.focusProxy() is None}
    assert {w for w in owners if w not in once} == set()


def test_the_main_areas_come_from_left_to_right(desk: Desk) -> None:
    window = windows(desk)["main"]
    way = way_by_tab(window, 60)
    areas = [desk.window.work_list.view, desk.window.note.view, desk.window.codes.codes]
    order = [w for w in dict.fromkeys(way) if w in areas]
    start = order.index(areas[0])
    assert order[start:] + order[:start] == areas


class TestNews:
    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
        """What is handed to the platform's accessibility, as politeness and words."""
        heard: list[tuple[str, str]] = []
        monkeypatch.setattr(
            announcing.QAccessible, "updateAccessibility", lambda e: heard.append((e.politeness().name, e.message()))
        )
        return heard

    def test_new_suggestions_and_progress_are_said(self, desk: Desk, said: list[tuple[str, str]]) -> None:
        desk.paste_note()
        assert said[0] == ("Polite", "Coding Note 1: 0 of 3 steps")
        assert said[-1][1].startswith(f"Note 1: {len(desk.shown_codes)} codes suggested")

    def test_a_note_that_is_not_in_view_says_nothing(self, desk: Desk, said: list[tuple[str, str]]) -> None:
        desk.coder.gate.clear()
        desk.copy("Hypertension, above goal")
        desk.press(Key.Key_V, CTRL)
        first = desk.encounters[0]
        desk.press(Key.Key_N, CTRL)
        desk.coder.gate.set()
        desk.until(lambda: first.review)
        assert not [words for _, words in said if "suggested" in words]

    def test_errors_interrupt(self, desk: Desk, said: list[tuple[str, str]]) -> None:
        desk.coder.failure = EngineError("The engine stopped.", "Try again.")
        desk.copy("Hypertension, above goal")
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[0].failure)
        assert ("Assertive", "Note 1: The engine stopped. Try again.") in said


def test_scrolled_areas_take_no_place_in_the_round(desk: Desk) -> None:
    """An area that only scrolls is no stop for Tab; what is in it is."""
    for window in windows(desk).values():
        for area in window.findChildren(QAbstractScrollArea):
            if type(area).__name__ in ("QScrollArea", "Welcome"):
                assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
