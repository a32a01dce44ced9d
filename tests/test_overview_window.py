"""The overview page: opened by a key, read in the background, drawn, told in numbers, and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from desk import CTRL, SHIFT, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from test_accessibility import nameless, way_by_tab

from medcode_desktop.core.review import Status
from medcode_desktop.core.scoring import CalibrationBin
from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.overview import Found, Overview
from medcode_desktop.ui import theme
from medcode_desktop.ui.overview import OverviewWindow
from medcode_desktop.ui.overview_words import heading_of, plots_of

Key = Qt.Key
MANY = Overview(
    notes=42,
    decided=((Status.ACCEPTED, 210), (Status.REJECTED, 31), (Status.REPLACED, 18), (Status.ADDED, 9)),
    chapters=(
        ("Certain infectious and parasitic diseases (A00-B99)", 4),
        ("Endocrine, nutritional and metabolic diseases (E00-E89)", 61),
        ("Diseases of the circulatory system (I00-I99)", 80),
        ("Diseases of the respiratory system (J00-J99)", 22),
        ("Diseases of the musculoskeletal system and connective tissue (M00-M99)", 17),
        ("Injury, poisoning and certain other consequences of external causes (S00-T88)", 5),
        ("Factors influencing health status and contact with health services (Z00-Z99)", 46),
        ("ICD-10-PCS", 2),
    ),
    acceptance=tuple(
        CalibrationBin(n / 10, (n + 1) / 10, count, n / 10 + 0.05, right)
        for n, count, right in ((2, 12, 0.25), (3, 20, 0.4), (4, 14, 0.5), (5, 23, 0.74), (6, 30, 0.7), (7, 41, 0.85),
                                (8, 50, 0.9), (9, 69, 0.97))
    ),
    minutes=(0.4, 0.5, 0.8, 0.9, 1.1, 1.2, 1.3, 1.7, 1.9, 2.2, 2.8, 3.4, 4.1, 4.9, 6.0, 7.5, 12.0),
    edits=(("excludes1", Found(9, 1)), ("unspecified", Found(3, 6)), ("severe_sepsis_first", Found(2, 0)),
           ("not_billable", Found(1, 0))),
)  # fmt: skip


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def opened(desk: Desk) -> OverviewWindow:
    desk.press(Key.Key_S, CTRL | SHIFT)
    window = desk.window.workbench.overview
    assert window is not None
    assert window.isVisible()
    desk.until(lambda: not window.busy.isVisible())
    return window


def shown_rows(window: OverviewWindow) -> dict[str, dict[str, str]]:
    groups = [window.table.topLevelItem(row) for row in range(window.table.topLevelItemCount())]
    return {
        group.text(0): {group.child(i).text(0): group.child(i).text(1) for i in range(group.childCount())}
        for group in groups
        if group is not None
    }


def test_what_was_decided_is_seen(desk: Desk) -> None:
    desk.paste_note()
    desk.press(Key.Key_A)
    desk.press(Key.Key_R)
    desk.press(Key.Key_A)
    window = opened(desk)
    assert window.view.hasFocus()
    assert window.view.accessibleName() == "You decided about codes of 1 note: 2 accepted, 1 rejected."
    rows = shown_rows(window)
    assert sum(int(number) for number in rows["Codes by chapter"].values()) == 2
    assert sum(int(how.split()[2]) for how in rows["Accepted by confidence"].values()) == 3
    assert sum(int(number) for number in rows["Time per note"].values()) == 1
    assert rows["Time per note"]["under 1 minute"] == "1"
    spoken = window.view.accessibleDescription()
    assert all(f"{what}: {how}" in spoken for group in rows.values() for what, how in group.items() if how)
    desk.press(Key.Key_Escape)
    assert not window.isVisible()
    assert not shown_rows(window)
    desk.window.activateWindow()  # which a window manager does by itself
    desk.until(desk.window.isActiveWindow)
    desk.press(Key.Key_Z, CTRL)
    assert "1 accepted" in opened(desk).view.accessibleName()


def test_without_work_it_says_what_will_appear(desk: Desk) -> None:
    window = opened(desk)
    assert "Decide about the codes of a note" in window.view.accessibleName()
    groups = [window.table.topLevelItem(row) for row in range(4)]
    assert all("here" in group.text(0) for group in groups if group)
    assert window.view.accessibleDescription().count("appear") == len(groups)
    assert not window.save_button.isEnabled()


def test_a_table_takes_the_place_of_the_plots(desk: Desk) -> None:
    desk.paste_note()
    desk.press(Key.Key_A)
    window = opened(desk)
    window.as_table.setFocus()
    desk.press(Key.Key_Space)
    assert window.table.isVisible()
    assert not window.view.isVisible()
    assert nameless(window) == []
    window.as_table.toggle()
    assert nameless(window) == []
    once = set(way_by_tab(window, 12))
    assert {window.view, window.as_table, window.save_button} <= once


@pytest.mark.parametrize("form", ["svg", "png"])
def test_it_is_saved_as_it_looks(desk: Desk, tmp_path: Path, form: str) -> None:
    desk.paste_note()
    desk.press(Key.Key_A)
    window = opened(desk)
    desk.answers.saved, desk.answers.form = tmp_path / f"mine.{form}", form
    window.save()
    assert window.messages.text == f"The plots are in mine.{form}."
    data = (tmp_path / f"mine.{form}").read_bytes()
    if form == "svg":
        said = "".join(ElementTree.fromstring(data).itertext())
        assert "Codes by chapter" in said
        assert "You decided about codes of 1 note" in said
    else:
        image = QImage.fromData(data)
        assert image.width() > 1500
        assert {theme.colours().base, theme.colours().accent} <= colours_in(image)
    desk.answers.saved = tmp_path / "missing" / "x" / f"mine.{form}"
    (tmp_path / "missing").write_text("a file", encoding="utf-8")
    window.save()
    assert "cannot be written" in window.messages.text


def test_the_tool_tip_has_the_numbers(desk: Desk) -> None:
    window = opened(desk)
    window.view.show_plots(heading_of(MANY), plots_of(MANY))
    page = window.view.page(window.view.width())
    for placed, plot in zip(page.places, plots_of(MANY), strict=True):
        found = window.view.numbers_at(placed.x + 5, placed.y + 5)
        assert found == "\n".join(f"{what}: {how}" for what, how in plot.numbers)
    assert window.view.numbers_at(-1, -1) == ""


def test_keys_scroll_what_does_not_fit(desk: Desk) -> None:
    window = opened(desk)
    window.view.show_plots(heading_of(MANY), plots_of(MANY))
    window.resize(500, 400)
    bar = window._area.verticalScrollBar()
    desk.until(lambda: bar.maximum() > 100)
    window.view.setFocus()
    desk.press(Key.Key_PageDown)
    assert bar.value() > 0
    desk.press(Key.Key_End)
    assert bar.value() == bar.maximum()
    desk.press(Key.Key_Home)
    assert bar.value() == 0


def test_it_is_drawn_in_the_colours_of_the_window(desk: Desk) -> None:
    window = opened(desk)
    window.view.show_plots(heading_of(MANY), plots_of(MANY))
    for look in ("light", "dark", "contrast"):
        desk.window.commands[f"look_{look}"].trigger()
        c = theme.colours()
        svg = window.view.page(1200).svg
        used = {word for word in svg.replace('"', " ").split() if word.startswith("#")}
        assert used == {c.text, c.muted, c.accent, c.warning, c.base}, look
        desk.until(lambda c=c: c.accent in colours_in(window.view.grab().toImage()))  # type: ignore[misc]


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 4)}


def test_the_two_parts_of_a_bar_differ_by_more_than_colour(desk: Desk) -> None:
    window = opened(desk)
    window.view.show_plots(heading_of(MANY), plots_of(MANY))
    drawn = ElementTree.fromstring(window.view.page(1200).svg)
    c = theme.colours()
    parts = [r for r in drawn.iter("{http://www.w3.org/2000/svg}rect") if r.get("stroke") == c.warning]
    assert len(parts) == 3  # of two bars, and in the key
    assert all(part.get("fill") == c.base for part in parts)


def test_what_cannot_be_read_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise WorkspaceError("The workspace is damaged.", "Restore a backup.")

    desk.paste_note()
    desk.press(Key.Key_A)
    monkeypatch.setattr(type(desk.window.safe.workspace), "reviewed", fail)
    window = opened(desk)
    assert window.messages.text == "The workspace is damaged. Restore a backup."
