"""Every command has its keys, its menu and its icon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from desk import ALT, CTRL, Desk, open_desk
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QBitmap, QImage, QKeySequence, QRegion
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from medcode_desktop.core.review import Status
from medcode_desktop.paths import resources_folder
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import menus
from medcode_desktop.ui.encounter import State
from medcode_desktop.ui.messages import Tone

COMMANDS = [command for commands in menus().values() for command in commands]
ICONS = sorted(file.stem for file in (resources_folder() / "icons").glob("*.svg"))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def test_no_key_has_two_meanings() -> None:
    uses = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys)
    assert all(count == 1 for count in uses.values()), uses
    assert "" not in uses  # Qt understands each of them


def test_every_command_is_in_a_menu(desk: Desk) -> None:
    texts = [a.text() for menu in desk.window.menuBar().actions() for a in menu.menu().actions() if a.text()]  # type: ignore[union-attr]
    texts[texts.index("Accept all at 90% and above")] = "Accept all above a confidence"
    assert texts == [command.text for command in COMMANDS]


def test_letters_reach_the_text_while_it_is_edited(desk: Desk) -> None:
    desk.type("aruesn 123")
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Delete)
    assert desk.window.note.view.toPlainText() == "aruesn 1"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.window.note.view.toPlainText() != "aruesn 1"


def test_commands_that_have_nothing_to_act_on_are_off(desk: Desk) -> None:
    names = ("accept", "reject", "replace", "add", "export", "undo", "redo", "edit", "close", "export_all")
    assert not any(desk.window.commands[name].isEnabled() for name in names)
    desk.paste_note()
    on = {name for name in names if desk.window.commands[name].isEnabled()}
    assert on == set(names) - {"undo", "redo"}


def test_only_alternatives_that_exist_are_offered(desk: Desk) -> None:
    desk.paste_note()

    def offered() -> list[int]:
        return [n for n in range(1, 10) if desk.window.commands[f"alternative_{n}"].isVisible()]

    assert offered() == [1, 2]
    desk.go_to("I10")
    assert offered() == []


def test_the_areas_are_reached_by_keyboard(desk: Desk) -> None:
    desk.paste_note()
    places = {
        Qt.Key.Key_1: desk.window.work_list.view,
        Qt.Key.Key_2: desk.window.note.view,
        Qt.Key.Key_3: desk.window.codes.codes,
    }
    for key, widget in places.items():
        desk.press(key, ALT)
        assert widget.hasFocus()


def test_every_icon_that_is_used_exists() -> None:
    used = {c.icon for c in COMMANDS if c.icon} | set(Status) | set(Tone) | {"up", "down", "close"}
    used |= set(State) - {State.FAILED}
    assert used <= set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_drawn_whole_and_in_the_colour(qapp: object, name: str) -> None:
    picture = theme.pixmap(name, "#123456").toImage().convertToFormat(QImage.Format.Format_ARGB32)
    ink = QRegion(QBitmap.fromImage(picture.createAlphaMask())).boundingRect()
    size = picture.width()
    middle = ink.center() - QRect(0, 0, size, size).center()
    assert abs(middle.x()) <= size * 0.12
    assert abs(middle.y()) <= size * 0.12
    assert max(ink.width(), ink.height()) >= size / 2
    if name != "medcode":
        assert {picture.pixelColor(x, y).name() for x in range(size) for y in range(size)
                if picture.pixelColor(x, y).alpha() == 255} == {"#123456"}  # fmt: skip


def test_words_on_buttons_fit(desk: Desk) -> None:
    desk.paste_note()
    for button in desk.window.findChildren(QToolButton):
        action: QAction | None = button.defaultAction()
        if button.isVisible() and action is not None:
            words = button.fontMetrics().horizontalAdvance(action.iconText())
            assert words + button.iconSize().width() <= button.width(), action.iconText()


def test_the_help_menu_shows_what_could_connect(desk: Desk) -> None:
    desk.window.commands["privacy"].trigger()
    shown = desk.window.workbench.help
    assert shown is not None
    assert shown.isVisible()
    assert shown.page == "privacy"
    assert "medcode models pull" in shown.text.toPlainText()
