"""The command palette: any command by some of its letters, done by Enter, with the focus back where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import CTRL, SHIFT, Desk, open_desk
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from medcode_desktop.ui.actions import all_commands
from medcode_desktop.ui.palette import Palette, likeness

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        opened.paste_note()
        yield opened


def open_palette(desk: Desk) -> Palette:
    desk.press(Key.Key_P, CTRL | SHIFT)
    palette = desk.window.workbench.palette
    assert palette is not None
    assert palette.field.hasFocus()
    return palette


def test_it_offers_every_command_with_its_keys(desk: Desk) -> None:
    palette = open_palette(desk)
    missing = set(all_commands()) - set(palette.offered) - {"palette", "escape"}
    assert {name for name in missing if desk.window.commands[name].isVisible()} == set()
    row = palette.offered.index("accept_all")
    item = palette.results.topLevelItem(row)
    assert item is not None
    assert [item.text(column) for column in range(3)] == ["Accept all remaining", "Codes", "Ctrl+Shift+A"]


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("accept", "accept"), ("acrem", "accept_all"), ("aar", "accept_all"), ("expcod", "export"),
        ("dark", "look_dark"), ("hc", "look_contrast"), ("zoom", None), ("larg", "zoom_in"), ("shortcuts", "shortcuts"),
    ],
)  # fmt: skip
def test_some_letters_find_it(desk: Desk, letters: str, first: str | None) -> None:
    palette = open_palette(desk)
    desk.type(letters)
    assert (palette.offered[:1] or [None]) == [first]


def test_enter_does_it_and_the_focus_goes_back(desk: Desk) -> None:
    before = desk.window.codes.codes
    assert before.hasFocus()
    palette = open_palette(desk)
    desk.type("accept all rem")
    desk.press(Key.Key_Return)
    assert not palette.isVisible()
    assert before.hasFocus()
    assert set(desk.statuses().values()) == {"accepted"}


def test_letters_are_no_commands_there_and_escape_changes_nothing(desk: Desk) -> None:
    palette = open_palette(desk)
    desk.type("arufm1")
    desk.press(Key.Key_Escape)
    assert not palette.isVisible()
    assert set(desk.statuses().values()) == {"suggested"}
    assert desk.window.codes.codes.hasFocus()


def test_what_cannot_be_done_now_is_last_and_not_done(desk: Desk) -> None:
    palette = open_palette(desk)
    desk.type("undo")
    assert palette.offered[0] == "undo"
    item = palette.results.topLevelItem(0)
    assert item is not None
    assert item.isDisabled()
    desk.press(Key.Key_Return)
    assert palette.isVisible()


def test_arrows_choose_and_what_was_done_comes_first_next_time(desk: Desk) -> None:
    palette = open_palette(desk)
    desk.type("reject")
    desk.press(Key.Key_Return)
    open_palette(desk)
    assert palette.offered[0] == "reject"
    second = palette.offered[1]
    desk.press(Key.Key_Down)
    item = palette.results.currentItem()
    assert item is not None
    assert item.text(0) == desk.window.commands[second].text().rstrip("…")


@given(st.text("abC d", max_size=4), st.text("abc dE", max_size=12))
@example("aaa", "aEa a")  # the last "a" begins a word, and taking it early would leave none for the third
def test_letters_fit_when_they_are_all_there_in_order(letters: str, text: str) -> None:
    wanted, rest = "".join(letters.casefold().split()), iter(text.casefold())
    assert (likeness(letters, text) is not None) == all(letter in rest for letter in wanted)
