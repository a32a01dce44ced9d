"""The help inside the program: every key, every check with what to do, and a search through all pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category, is_normalized, normalize

import pytest
from desk import CTRL, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import medcode_desktop
from medcode_desktop.core.rulebook import RuleBook
from medcode_desktop.paths import privacy_page, resources_folder
from medcode_desktop.services.claim_editor import EDITS
from medcode_desktop.ui.actions import all_commands, keys_in_force
from medcode_desktop.ui.help import HelpWindow
from medcode_desktop.ui.help_pages import pages
from medcode_desktop.ui.words import LANGUAGES, speak

Key = Qt.Key


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


def open_help(desk: Desk) -> HelpWindow:
    desk.press(Key.Key_F1)
    opened = desk.window.workbench.help
    assert opened is not None
    desk.until(opened.isActiveWindow)
    return opened


def page(name: str) -> str:
    return next(page.html for page in pages(keys_in_force({}), "medcode-encoder") if page.name == name)


def kinds_in_the_code() -> set[str]:
    """Every kind that an edit is made with in the rules, as far as it stands there as a word."""
    found = {kind for kind, _severity, _says in EDITS.values()}
    for module in ("core/rules.py", "core/tabular_rules.py"):
        tree = ast.parse((Path(medcode_desktop.__file__).parent / module).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Edit":
                kind = node.args[1]
                found |= {kind.value} if isinstance(kind, ast.Constant) else set()
    return found | {"integral", "gives_way", "code_also"}


def test_every_check_says_what_to_do_and_where_it_comes_from() -> None:
    told = page("edits")
    kinds = kinds_in_the_code()
    assert len(kinds) > 25
    assert not {kind for kind in kinds if f"<a name='{kind}'>" not in told}


def test_every_rule_of_the_guidelines_is_explained() -> None:
    rules = RuleBook.read((resources_folder() / "rules.toml").read_text(encoding="utf-8")).rules
    told = page("edits")
    assert not {rule.id for rule in rules if f"<a name='{rule.id}'>" not in told}
    assert all(rule.source.replace("&", "&amp;") in told for rule in rules)


def test_every_key_is_told_as_it_is_in_force(desk: Desk) -> None:
    desk.live.change("shortcuts", (("accept", ("Ctrl+J",)),))
    desk.press(Key.Key_F1, CTRL)
    opened = desk.window.workbench.help
    assert opened is not None
    assert opened.page == "shortcuts"
    told = opened.text.toPlainText()
    for name, command in all_commands().items():
        for key in desk.window.commands.keys[name]:
            assert command.plain in told
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in told
    assert "Ctrl+J" in told


def test_confidence_limits_and_the_model_are_told(desk: Desk) -> None:
    opened = open_help(desk)
    titles = [opened.contents.item(row).text() for row in range(opened.contents.count())]
    assert titles[:1] == ["How to work"]
    assert {"Confidence", "Limits", "The model", "Keyboard shortcuts", "What the checks mean"} <= set(titles)
    assert "reviewed by a qualified coder" in page("limits")
    assert "at the threshold 0.50" in page("confidence")  # from the card of the model in use
    assert "{accept}" not in page("start")


def test_a_model_without_a_card_has_no_page() -> None:
    names = [page.name for page in pages(keys_in_force({}), "/elsewhere/own.gguf")]
    assert "model" not in names
    assert "confidence" in names


def test_help_on_a_check_explains_that_check(desk: Desk) -> None:
    desk.paste_note()
    desk.window.codes.edits_heading.setChecked(True)
    desk.window.codes.edits.setFocus()
    desk.window.codes.edits.setCurrentRow(0)
    edit = desk.window.codes.edit_in_focus
    assert edit is not None
    opened = open_help(desk)
    assert opened.page == "edits"
    assert opened.text.verticalScrollBar().value() > 0
    assert f"<a name='{edit.kind}'>" in page("edits")


def test_the_search_leads_to_the_page_and_the_place(desk: Desk) -> None:
    opened = open_help(desk)
    desk.type("manifestation")
    assert opened.page == "edits"
    assert opened.text.textCursor().selectedText().casefold() == "manifestation"
    first = opened.text.textCursor().position()
    desk.press(Key.Key_Return)
    assert opened.text.textCursor().position() != first
    opened.search.clear()
    desk.type("qqqq")
    assert all(opened.contents.item(row).isHidden() for row in range(opened.contents.count()))
    desk.press(Key.Key_Escape)
    assert not opened.isVisible()


def test_pages_are_turned_by_the_arrows(desk: Desk) -> None:
    opened = open_help(desk)
    before = opened.page
    desk.press(Key.Key_Down)
    assert opened.page != before
    desk.press(Key.Key_Up)
    assert opened.page == before


OTHERS = [language for language in LANGUAGES if language != "en"]
WRITTEN = ("start", "confidence", "limits", "privacy")


def source(name: str, language: str) -> str:
    folder = resources_folder() / "help"
    english = privacy_page() if name == "privacy" else folder / f"{name}.md"
    return (english if language == "en" else folder / language / f"{name}.md").read_text(encoding="utf-8")


def shape(text: str) -> dict[str, object]:
    """What a page has that its translation has too."""
    return {
        "headings": re.findall("^#+ ", text, re.MULTILINE),
        "items": len(re.findall(r"^(?:-|\d\.) ", text, re.MULTILINE)),
        "bold": text.count("**"),
        "code": sorted(re.findall("`[^`]+`", text)),
        "places": sorted(re.findall(r"{\w+}", text)),
        "paragraphs": text.count("\n\n"),
        "percents": sorted(re.findall(r"\d+(?=\s?%)", text)),
    }


def test_the_pages_to_translate_are_those_that_are_written() -> None:
    folder = resources_folder() / "help"
    assert {file.stem for file in folder.glob("*.md")} | {"privacy"} == set(WRITTEN)
    assert {file.name for file in folder.iterdir() if file.is_dir()} == set(OTHERS)
    for language in OTHERS:
        assert {file.name for file in (folder / language).iterdir()} == {f"{name}.md" for name in WRITTEN}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_built_like_the_english_one(name: str, language: str) -> None:
    text = source(name, language)
    assert shape(text) == shape(source(name, "en"))
    assert is_normalized("NFC", text), "the search finds no other form"
    if language == "hi":
        bare = re.sub(r"`[^`]+`|{\w+}", "", text)
        assert len(re.findall("[\u0900-\u097f]", bare)) > 5 * len(re.findall("[A-Za-z]", bare))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_help_is_translated(qapp: QApplication, language: str) -> None:
    """Of a line of the English pages, no other language has six words in a row; names and citations are shorter."""
    english = {made.name: made.html for made in pages(keys_in_force({}), "/own/without-a-card.gguf")}
    speak(qapp, language)
    told = {made.name: made.html for made in pages(keys_in_force({}), "/own/without-a-card.gguf")}
    assert set(told) == set(english)
    for name in (*WRITTEN, "shortcuts", "edits"):
        assert set(re.findall("<a name='[^']+'>", told[name])) == set(re.findall("<a name='[^']+'>", english[name]))
        words = re.sub(r"<span style='color[^>]*>[^<]*</span>|<style.*?</style>|<[^>]+>", " ", told[name], flags=re.S)
        before = " ".join(re.sub("<[^>]+>", " ", english[name]).split())
        run = words.split()
        same = [" ".join(run[at : at + 6]) for at in range(len(run) - 5)]
        assert len(run) > 50
        assert not [six for six in same if six in before and re.search("[a-z]{3}", six)], name


def test_a_place_to_go_to_cuts_no_syllable(qapp: QApplication) -> None:
    """Where the format changes within a word, Qt shapes its parts by themselves, and a vowel sign has no letter."""
    speak(qapp, "hi")
    told = QTextDocument()
    told.setHtml(page("edits"))
    pieces, block = 0, told.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            text, pieces = parts.fragment().text(), pieces + 1
            assert not category(text[0]).startswith("M"), block.text()
            parts += 1
        block = block.next()
    assert pieces > 200


@pytest.mark.parametrize(("language", "word"), [("es", "umbral"), ("hi", "ज़रूरी नहीं")])
def test_the_window_shows_and_searches_it(qtbot: QtBot, language: str, word: str) -> None:
    with open_desk(qtbot, language=language) as desk:
        opened = open_help(desk)
        assert opened.text.toPlainText().splitlines()[0] == source("start", language).splitlines()[0].removeprefix("# ")
        for form in ("NFC", "NFD"):
            opened.search.setText(normalize(form, word))
            assert opened.page == "confidence"
            assert opened.text.textCursor().selectedText() == word


def test_its_size_is_remembered(desk: Desk, qtbot: QtBot) -> None:
    opened = open_help(desk)
    opened.resize(700, 500)
    desk.press(Key.Key_Escape)
    with open_desk(qtbot) as again:
        assert open_help(again).size() == opened.size()
