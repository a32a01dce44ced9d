"""What the window remembers, and that its colours can be read."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
from desk import CTRL, Desk, open_desk, preferences
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Assertion
from medcode_desktop.settings import load_settings
from medcode_desktop.ui import theme
from medcode_desktop.ui.theme import DARK, LIGHT, THEMES, Colours


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
    for name in ("geometry", "splitter_columns", "settings/geometry", "help/geometry"):
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


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_all_text_has_the_contrast_of_wcag_aa(colours: Colours) -> None:
    c = colours
    on_plain = itertools.product((c.text, c.muted, c.accent, c.good, c.warning, c.error), (c.window, c.base))
    on_marks = itertools.product((c.text,), (c.selection, c.evidence, c.evidence_strong, c.negated))
    pairs = [*on_plain, *on_marks, (c.muted, c.selection), (c.on_accent, c.accent)]
    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert not low


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_borders_of_controls_and_bars_are_seen(colours: Colours) -> None:
    c = colours
    on_plain = itertools.product((c.edge, c.accent, c.good, c.warning, c.error), (c.window, c.base))
    low = {pair: round(contrast(*pair), 2) for pair in on_plain if contrast(*pair) < 3}  # WCAG for graphics
    assert not low


@pytest.mark.parametrize("appearance", ["light", "dark", "contrast"])
def test_the_line_under_evidence_is_seen_on_it(qapp: QApplication, appearance: str) -> None:
    theme.choose(appearance)
    for assertion, strong in itertools.product(Assertion, (False, True)):
        look = theme.evidence_format(assertion, strong=strong)
        assert contrast(look.underlineColor().name(), look.background().color().name()) >= 3  # WCAG for graphics


@pytest.mark.parametrize("colours", [THEMES["contrast, light"], THEMES["contrast, dark"]])
def test_high_contrast_is_more_than_enough(colours: Colours) -> None:
    c = colours
    for colour in (c.text, c.muted, c.accent, c.good, c.warning, c.error):
        assert contrast(colour, c.base) >= 7  # WCAG AAA


COLOUR_BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
"""How linear RGB is seen (Machado, Oliveira and Fernandes 2009, severity 1)."""


def seen(colour: str, how: str) -> tuple[float, float, float]:
    """A colour in CIE L*a*b* (D65), as it is seen with a kind of colour blindness."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]  # type: ignore[index]
    r, g, b = (min(1, max(0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in COLOUR_BLINDNESS[how])
    white = (0.95047, 1.0, 1.08883)
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = ((p * r + q * g + s * b) / w for (p, q, s), w in zip(rows, white, strict=True))
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("how", COLOUR_BLINDNESS)
@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_colour_blind_readers_tell_the_colours_apart(colours: Colours, how: str) -> None:
    """A difference of 20 (CIE76) is seen at a glance; 2.3 is just noticed."""
    signals = {name: getattr(colours, name) for name in ("accent", "good", "warning", "error")}
    for (one, a), (other, b) in itertools.combinations(signals.items(), 2):
        assert math.dist(seen(a, how), seen(b, how)) >= 20, (one, other)


def test_high_contrast_follows_light_and_dark(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.choose("contrast")
    for dark, expected in ((False, THEMES["contrast, light"]), (True, THEMES["contrast, dark"])):
        monkeypatch.setattr(theme, "is_dark", lambda dark=dark: dark)
        assert theme.colours() == expected


def test_a_system_that_asks_for_contrast_gets_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.choose("system")
    assert not theme.has_contrast()
    monkeypatch.setattr(theme, "_contrast_of_the_system", lambda: True)
    assert theme.has_contrast()
    theme.choose("light")
    assert not theme.has_contrast()


def test_the_looks_stand_in_the_settings(qtbot: QtBot) -> None:
    with open_desk(qtbot) as desk:
        choose(desk, "contrast")
        desk.press(Qt.Key.Key_Plus, CTRL)
        assert (load_settings().appearance, load_settings().zoom) == ("contrast", 1)


def test_all_text_grows_with_the_size_of_text(qtbot: QtBot) -> None:
    with open_desk(qtbot) as desk:
        desk.paste_note()
        places = [desk.window.note.view, desk.window.codes.codes, desk.window.menuBar(), desk.window.note.code_button]
        before = [place.fontMetrics().height() for place in places]
        desk.live.change("text_size", 200)
        after = [place.fontMetrics().height() for place in places]
        assert all(new >= 1.8 * old for old, new in zip(before, after, strict=True)), (before, after)
        desk.live.change("text_size", 100)
        assert [place.fontMetrics().height() for place in places] == before
