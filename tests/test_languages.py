"""The languages of the window: every word is translated, fits its English one, and finds room in every language."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from desk import Desk, open_desk
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Assertion
from medcode_desktop.paths import resources_folder
from medcode_desktop.settings import LIMITS, Settings
from medcode_desktop.ui.actions import menus
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.note_pane import Legend
from medcode_desktop.ui.words import CONTEXT, LANGUAGES, language_for, speak, tr

ROOT = Path(__file__).parents[1]
FOLDER = resources_folder() / "translations"
OTHERS = [language for language in LANGUAGES if language != "en"]


def _translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = _translate()
MESSAGES: dict[str, bool] = translate.messages()


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")


def finished(language: str) -> dict[str, list[str]]:
    """The translations in a file, those that are marked as unfinished left out."""
    root = ET.parse(FOLDER / f"{language}.ts").getroot()
    assert root.get("language") == language
    open_ = {m.findtext("source") for m in root.iter("message") if m.find("translation[@type]") is not None}
    return {text: forms for text, forms in translate.read(language).items() if text not in open_}


def placeholders(text: str) -> set[str]:
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


class TestFiles:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_word_has_its_translation_and_no_other_has(self, language: str) -> None:
        wanted = {text for text, plural in MESSAGES.items() if plural or language != "en"}
        assert len(wanted) > 10
        assert set(finished(language)) == wanted, "run python packaging/translate.py and fill in what is unfinished"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_filled_in_stays(self, language: str) -> None:
        for text, forms in finished(language).items():
            for form in forms:
                assert placeholders(form) == placeholders(text), (text, form)
                assert form.count("&") == text.count("&"), (text, form)
                assert form.endswith("…") == text.endswith("…"), (text, form)
                assert (form[:1].isspace(), form[-1:].isspace()) == (text[:1].isspace(), text[-1:].isspace()), form
                assert "<" not in form, form

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_count_has_as_many_forms_as_the_language(self, language: str) -> None:
        for text, forms in finished(language).items():
            assert len(forms) == (translate.FORMS if MESSAGES[text] else 1), text

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_compiled_is_what_is_written(self, language: str) -> None:
        translator = QTranslator()
        assert translator.load(str(FOLDER / f"{language}.qm"))
        for text, forms in translate.read(language).items():
            counts = (1, 2) if len(forms) == translate.FORMS else (-1,)
            said = [translator.translate(CONTEXT, text, "", count) for count in counts]
            assert said == forms

    @pytest.mark.parametrize("language", OTHERS)
    def test_most_words_differ_from_the_english_ones(self, language: str) -> None:
        same = [text for text, forms in finished(language).items() if forms[0] == text]
        assert len(same) <= 8, same

    def test_hindi_is_written_in_its_script(self) -> None:
        latin = [f for forms in finished("hi").values() for f in forms if not re.search("[\u0900-\u097f]", f)]
        assert {re.sub(r"{\w+}", "", form) for form in latin} <= {"JSON", "MedCode Desktop", "%", " ."}


class TestCode:
    def test_no_word_goes_past_the_translation(self) -> None:
        """Constants with letters in what shows words; keys, which Qt itself writes, are given to shown_keys."""
        past = [
            f"{file.name}:{call.lineno} {ast.unparse(call)}"
            for file, call in _calls(ROOT / "medcode_desktop" / "ui")
            if _name(call) in SHOWS and any(_says_something(argument) for argument in call.args)
        ]
        assert not past

    def test_a_word_by_an_unknown_name_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "ui").mkdir()
        (tmp_path / "ui" / "pane.py").write_text("tr(word)\n", encoding="utf-8")
        monkeypatch.setattr(translate, "PACKAGE", tmp_path)
        with pytest.raises(ValueError, match=r"pane\.py:1"):
            translate.messages()

    def test_the_choices_are_the_languages(self) -> None:
        assert LIMITS["language"].choices == ("system", *LANGUAGES)


SHOWS = frozenset(
    """setText setToolTip setWindowTitle setPlaceholderText setAccessibleName setAccessibleDescription setTitle
    setStatusTip setWhatsThis addAction addMenu addItem addItems addTab addButton QLabel QPushButton QToolButton
    QCheckBox QRadioButton QGroupBox QAction Message announce warning critical information question""".split()
)


def _calls(folder: Path) -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield file, node


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        logs = isinstance(call.func.value, ast.Name) and call.func.value.id == "_log"
        return "" if logs else call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _says_something(argument: ast.expr) -> bool:
    """A constant, or a part of a text that is put together, has letters; what calls are given is theirs."""
    match argument:
        case ast.Constant(value=str(text)):
            return any(character.isalpha() for character in text)
        case ast.JoinedStr(values=values):
            return any(_says_something(value) for value in values)
        case ast.BinOp(left=left, right=right):
            return _says_something(left) or _says_something(right)
        case ast.IfExp(body=body, orelse=other):
            return _says_something(body) or _says_something(other)
    return False


class TestWords:
    @pytest.mark.parametrize(
        ("setting", "preferred", "spoken"),
        [
            ("hi", ["es-MX"], "hi"),
            ("system", ["es-MX", "es"], "es"),
            ("system", ["fr_FR", "hi-Deva-IN", "en"], "hi"),
            ("system", ["ar", "fr"], "en"),
            ("system", [], "en"),
        ],
    )
    def test_the_language_is_the_one_set_or_the_first_preferred(
        self, setting: str, preferred: list[str], spoken: str
    ) -> None:
        assert language_for(setting, preferred) == spoken

    @pytest.mark.parametrize(
        ("language", "one", "many"),
        [("en", "1 hint", "3 hints"), ("es", "1 indicación", "3 indicaciones"), ("hi", "1 संकेत", "3 संकेत")],
    )
    def test_a_count_takes_its_form(self, qapp: QApplication, language: str, one: str, many: str) -> None:
        assert speak(qapp, language) == language
        assert [tr("{count} hints", count=n) for n in (1, 3)] == [one, many]
        assert qapp.layoutDirection() == QLocale(language).textDirection()

    def test_a_language_takes_the_place_of_the_former(self, qapp: QApplication) -> None:
        for language, word in (("es", "Rechazar"), ("hi", "अस्वीकार करें"), ("en", "Reject")):
            speak(qapp, language)
            assert tr("Reject") == word

    def test_qt_speaks_the_language_too(self, qapp: QApplication) -> None:
        speak(qapp, "es")
        assert qapp.translate("QPlatformTheme", "Cancel") == "Cancelar"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_menu_has_a_letter_of_its_own(self, qapp: QApplication, language: str) -> None:
        speak(qapp, language)
        letters = [title[title.index("&") + 1].casefold() for title in menus()]
        assert len(set(letters)) == len(letters) == 5
        for commands in menus().values():
            names = [command.text for command in commands]
            assert len(set(names)) == len(names)


def clipped(window: QWidget) -> list[str]:
    """The words that have less room than they need."""
    found = []
    for shown in window.findChildren(QWidget):
        if not isinstance(shown, (QLabel, QPushButton, QToolButton)) or not shown.isVisible() or not shown.text():
            continue
        needs = shown.sizeHint()
        if isinstance(shown, QLabel) and shown.wordWrap():
            fits = shown.heightForWidth(shown.width()) <= shown.height()
        else:
            fits = needs.width() <= shown.width() and needs.height() <= shown.height()
        if not fits:
            found.append(f"{shown.text()}: {needs.toTuple()} in {shown.size().toTuple()}")
    return found


def find_room(qtbot: QtBot, window: QWidget, name: str) -> None:
    """What was just said finds its room with the next events."""

    def found() -> None:
        assert not clipped(window), name

    qtbot.waitUntil(found, timeout=2000)


def states(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """The window as it comes by in use, and what it opens."""
    commands = desk.window.commands
    yield "empty", desk.window
    desk.paste_note()
    yield "codes", desk.window
    for name in ("find", "add", "palette"):
        commands[name].trigger()
        yield name, desk.window
        desk.press(Qt.Key.Key_Escape)
    commands["edit"].trigger()
    yield "edit", desk.window
    commands["settings"].trigger()
    settings = desk.window.workbench.settings
    assert settings is not None
    for row in range(settings.groups.count()):
        settings.groups.setCurrentRow(row)
        yield f"settings {row}", settings
    settings.close()
    for name in ("help", "browse", "code_sets", "overview", "batch"):
        before = {top for top in QApplication.topLevelWidgets() if top.isVisible()}
        commands[name].trigger()
        (opened,) = {top for top in QApplication.topLevelWidgets() if top.isVisible()} - before
        yield name, opened
        opened.close()


@pytest.mark.parametrize(
    ("language", "size", "direction"),
    [
        *((language, 100, Qt.LayoutDirection.LeftToRight) for language in LANGUAGES),
        ("es", 200, Qt.LayoutDirection.LeftToRight),
        ("es", 100, Qt.LayoutDirection.RightToLeft),
    ],
)
def test_all_words_find_room(qtbot: QtBot, language: str, size: int, direction: Qt.LayoutDirection) -> None:
    live = LiveSettings(Settings(reviewer="R. Coder", text_size=size))
    with open_desk(qtbot, language=language, live=live) as desk:
        QApplication.setLayoutDirection(direction)
        for name, window in states(desk):
            assert window.layoutDirection() == direction
            find_room(qtbot, window, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_finds_room(qtbot: QtBot, language: str) -> None:
    with open_desk(qtbot, newcomer=True, language=language) as desk:
        welcome = desk.window.workbench.welcome
        assert welcome is not None
        desk.until(lambda: "fake-encoder" in welcome.model.words)
        find_room(qtbot, desk.window, "welcome")
        assert tr("Begin with my own note") == welcome.leave_button.text()


def test_the_legend_goes_on_below(qtbot: QtBot, qapp: QApplication) -> None:
    speak(qapp, "es")
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(260, 40)
    legend.show_assertions(list(Assertion))
    narrow = legend.height()
    drawn = legend.grab().toImage()
    legend.resize(2000, 40)
    assert legend.height() < narrow
    assert narrow >= 2 * legend.fontMetrics().height()
    right = [drawn.pixelColor(drawn.width() - 1, y) for y in range(2, drawn.height())]
    assert len({colour.rgba() for colour in right}) == 1, "a word reaches the edge"
