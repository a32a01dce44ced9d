"""The code browser: trees that open, links that lead on, codes that are kept, and a code that is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medcode_desktop.core.codeset import CodeEntry, CodeSet
from medcode_desktop.paths import code_set
from medcode_desktop.services.workspace import in_memory
from medcode_desktop.ui.code_browser import CodeBrowser
from medcode_desktop.ui.kept_codes import KeptCodes

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def codeset() -> Iterator[CodeSet]:
    with CodeSet.open(code_set()) as opened:
        yield opened


@pytest.fixture
def preferences(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def kept(preferences: QSettings) -> KeptCodes:
    workspace = in_memory()
    return KeptCodes(preferences, lambda: workspace)


@pytest.fixture
def browser(qtbot: QtBot, codeset: CodeSet, preferences: QSettings, kept: KeptCodes) -> CodeBrowser:
    opened = CodeBrowser(codeset, preferences, kept)
    qtbot.addWidget(opened)
    opened.show()
    return opened


def test_the_tree_opens_down_to_the_seventh_character(browser: CodeBrowser) -> None:
    tree = browser.tree
    assert tree.topLevelItemCount() == 22
    item = tree.topLevelItem(18)
    assert item.text(0).startswith("Chapter 19")
    for beginning in ("S40-S49", "S42", "S42.2", "S42.20", "S42.201"):
        tree.expandItem(item)
        item = next(
            item.child(i) for i in range(item.childCount()) if item.child(i).text(0).startswith(f"{beginning} ")
        )
    tree.expandItem(item)
    tree.setCurrentItem(item.child(0))
    assert browser.shown == "S42.201A"
    assert "Billable" in browser.page.toPlainText()


def test_typing_finds_and_return_adds(browser: CodeBrowser, qtbot: QtBot) -> None:
    QTest.keyClicks(browser.field, "diabtes kidney chronic type 2")
    qtbot.waitUntil(lambda: browser.shown == "E11.22")
    assert browser.tabs.isHidden()
    with qtbot.waitSignal(browser.chosen) as caught:
        QTest.keyClick(browser.field, Key.Key_Return)
    (entry,) = caught.args or [None]
    assert isinstance(entry, CodeEntry)
    assert entry.code == "E11.22"
    browser.field.clear()
    assert not browser.tabs.isHidden()


def test_links_in_notes_lead_on_and_back(browser: CodeBrowser) -> None:
    browser.show_code("E11.22")
    html = browser.page.toHtml()
    assert 'href="N18.1-N18.6"' in html or 'href="N18.1"' in html
    browser.page.anchorClicked.emit(QUrl("N18.1"))
    assert browser.shown == "N18.1"
    browser.page.anchorClicked.emit(QUrl("Chapter 14"))
    assert browser.shown == "Chapter 14"
    assert not browser.add_button.isEnabled()
    QTest.keyClick(browser, Key.Key_Left, ALT)
    assert browser.shown == "N18.1"
    QTest.keyClick(browser, Key.Key_Left, ALT)
    assert browser.shown == "E11.22"


def test_what_needs_a_seventh_character_says_so(browser: CodeBrowser) -> None:
    browser.show_code("S42.201")
    text = browser.page.toPlainText()
    assert "Not billable" in text
    assert "A: initial encounter for closed fracture" in text


def test_kept_and_recent_codes_are_remembered(
    browser: CodeBrowser, codeset: CodeSet, preferences: QSettings, kept: KeptCodes, qtbot: QtBot
) -> None:
    browser.show_code("I10")
    QTest.keyClick(browser, Key.Key_D, CTRL)
    browser.show_code("E11.9")
    assert [browser.kept.item(i).text()[:7] for i in range(browser.kept.count())] == ["★ I10  ", "E11.9  "]
    browser.close()
    preferences.sync()
    file = Path(preferences.fileName()).read_text(encoding="utf-8")
    assert "I10" in file
    assert "E11.9" not in file, "what was looked at would tell what patients have"
    other = CodeBrowser(codeset, preferences, kept)
    qtbot.addWidget(other)
    assert other.kept.item(0).text().startswith("★ I10")
    other.show_code("I10")
    assert other.keep_button.text() == "No longer keep"
    other.keep_button.click()
    assert not other.kept.item(0).text().startswith("★")


def test_nothing_is_shown_for_what_is_no_code(browser: CodeBrowser, qtbot: QtBot) -> None:
    browser.show_code("I10")
    browser.show_code("nothing")
    assert browser.shown == "I10"
    QTest.keyClicks(browser.field, "qwertyuiop")
    qtbot.waitUntil(lambda: browser.remark.text() == "No code has these words.")
    assert browser.results.count() == 0
