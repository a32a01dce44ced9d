"""What the window remembers, and that its colours can be read."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from desk import CTRL, Desk, open_desk, preferences
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Assertion
from medcode_desktop.ui import theme
from medcode_desktop.ui.theme import DARK, LIGHT, Colours


def choose(desk: Desk, name: str) -> None:
    desk.window.commands[f"look_{name}"].trigger()


def test_size_zoom_and_appearance_are_remembered_and_no_folder(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Hypertension", encoding="utf-8")
    with open_desk(qtbot) as desk:
        desk.window.resize(850, 640)  # the screen of the tests has 800 pixels, the window needs a few more
        desk.paste_note()
        desk.window.codes.splitter.setSizes([200, 400])
        for _ in range(3):
            desk.press(Qt.Key.Key_Plus, CTRL)
        larger = desk.window.note.view.font().pointSizeF()
        choose(desk, "dark")
        size = desk.window.minimumSizeHint().width(), 640
        sizes = desk.window.codes.splitter.sizes()
        desk.drop(tmp_path / "x.txt")
        assert desk.window.close()
    with open_desk(qtbot) as desk:
        assert (desk.window.width(), desk.window.height()) == size
        desk.paste_note()
        assert desk.window.codes.splitter.sizes() == sizes
        assert desk.window.note.view.font().pointSizeF() == larger
        assert theme.is_dark()
        assert desk.window.commands["look_dark"].isChecked()
        desk.press(Qt.Key.Key_O, CTRL)
        assert desk.answers.offered == [Path.home()]  # a folder may be named for a patient, so none is kept
    assert tmp_path.name not in Path(preferences().fileName()).read_text(encoding="utf-8")
    with open_desk(qtbot) as desk:
        desk.press(Qt.Key.Key_0, CTRL)
        assert desk.window.note.view.font().pointSizeF() == larger - 3


def test_zoom_ends_somewhere(qtbot: QtBot) -> None:
    with open_desk(qtbot) as desk:
        for key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus):
            for _ in range(40):
                desk.press(key, CTRL)
            assert 5 < desk.window.note.view.font().pointSizeF() < 40


def test_damaged_preferences_do_not_keep_the_window_from_opening(qtbot: QtBot) -> None:
    damaged = preferences()
    for name in ("geometry", "splitter_columns", "zoom", "appearance"):
        damaged.setValue(name, QByteArray(b"\x00\xffnonsense"))
    damaged.sync()
    with open_desk(qtbot) as desk:
        assert desk.window.isVisible()
        assert desk.window.width() > 600
        assert desk.window.commands["look_system"].isChecked()


def test_the_appearance_changes_while_a_note_is_open(qtbot: QtBot) -> None:
    with open_desk(qtbot) as desk:
        choose(desk, "light")
        desk.paste_note()
        desk.press(Qt.Key.Key_Plus, CTRL)
        size = desk.window.note.view.font().pointSizeF()
        for name, colours in (("dark", DARK), ("light", LIGHT)):
            choose(desk, name)
            qtbot.waitUntil(lambda c=colours: bool(desk.strong_texts) and theme.colours() == c)  # type: ignore[misc]
            window = desk.window.grab().toImage()
            assert window.pixelColor(4, window.height() // 2).name() == colours.window
            palette = QApplication.palette()
            assert palette.text().color().name() == colours.text
            assert desk.window.note.view.font().pointSizeF() == size


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]  # type: ignore[index]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(colours: Colours) -> None:
    c = colours
    on_plain = itertools.product((c.text, c.muted, c.accent, c.good, c.warning, c.error), (c.window, c.base))
    on_marks = itertools.product((c.text,), (c.selection, c.evidence, c.evidence_strong, c.negated))
    pairs = [*on_plain, *on_marks, (c.muted, c.selection), (c.on_accent, c.accent)]
    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert not low


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_line_under_evidence_is_seen_on_it(qapp: QApplication, scheme: Qt.ColorScheme) -> None:
    theme.choose(scheme)
    for assertion, strong in itertools.product(Assertion, (False, True)):
        look = theme.evidence_format(assertion, strong=strong)
        assert contrast(look.underlineColor().name(), look.background().color().name()) >= 3  # WCAG for graphics
