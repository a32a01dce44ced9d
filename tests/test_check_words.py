"""The sentences of the checks: each is found again in its frame, and the window says it in its own language."""

from __future__ import annotations

import ast
import csv
import random
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from desk import open_desk
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.frames import Frame, Part, Reader, joined
from medcode_desktop.core.rules import Said
from medcode_desktop.core.types import Assertion, Edit, Facts, Setting, Sex
from medcode_desktop.paths import code_set
from medcode_desktop.services.checking import make_rules
from medcode_desktop.services.claim_editor import EDITS
from medcode_desktop.services.validity import outside_words
from medcode_desktop.ui.check_words import check_words, progress_words, rules
from medcode_desktop.ui.words import LANGUAGES, speak

FRAMES = (*Frame, *(rule.says for rule in rules()))
READER = Reader(FRAMES)
OTHERS = [language for language in LANGUAGES if language != "en"]
ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "data" / "rule_cases.tsv"


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")


def facts_of(text: str) -> Facts:
    match text.partition("="):
        case "age", _, value:
            return Facts(age=float(value))
        case "sex", _, value:
            return Facts(sex=Sex(value))
        case "setting", _, value:
            return Facts(setting=Setting(value))
    return Facts()


@pytest.fixture(scope="module")
def messages() -> list[str]:
    """What the checks say of the cases of the rules, of random sets, and of what a note says against a code."""
    with CodeSet.open(code_set()) as codeset, CASES.open(encoding="utf-8") as file:
        check = make_rules(codeset).check
        edits = [
            e for c in csv.DictReader(file, delimiter="\t") for e in check(c["codes"].split(), facts_of(c["facts"]))
        ]
        some, codes = random.Random(5), list(codeset.codes())
        for _ in range(20):
            edits += check(some.sample(codes, 30), Facts(age=30, sex=Sex.MALE, setting=Setting.INPATIENT))
        for assertion in Assertion:
            said = {"J45.909": Said("asthma (“mild, persistent”) {sic}", "mild persistent asthma", assertion)}
            edits += check(["J45.909"], Facts(), said)
        edits += check(["E11.999", "S52.501Z", "E11.9Q", "qq q", "", "I10X"], Facts())
    return sorted({edit.message for edit in edits})


def test_every_message_is_found_again_in_its_frame(messages: list[str]) -> None:
    assert len(messages) > 500
    used = set()
    for message in messages:
        reading = READER.read(message)
        assert reading, message
        used.add(reading.frame)
        assert " ".join(filter(None, (reading.frame.format(**reading.values), reading.rest))) == message
    assert len(used) > 75


def test_the_sentences_of_the_editor_and_of_the_release_are_frames() -> None:
    assert {says for _, _, says in EDITS.values()} <= set(Frame)
    with CodeSet.open(code_set()) as codeset:
        reading = READER.read(outside_words(codeset, date(2031, 5, 4)))
    assert reading
    assert (reading.frame, reading.values["day"]) == (Frame.OUTSIDE_ALL, "2031-05-04")


@given(st.sampled_from(FRAMES), st.data())
def test_a_frame_is_found_whatever_fills_it(frame: str, data: st.DataObject) -> None:
    """Words of a note may look like another sentence; what is read is then said again as it was, all the same."""
    code, words = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9A-Z]{1,4})?", fullmatch=True), st.text(min_size=1, max_size=40)
    named = dict.fromkeys(re.findall(r"{(\w+)}", frame))
    values = {n: data.draw(code if n in ("code", "other", "better") else words) for n in named}
    message = frame.format(**values)
    reading = READER.read(message)
    assert reading
    assert " ".join(filter(None, (reading.frame.format(**reading.values), reading.rest))) == message


def test_what_no_frame_begins_stays(qapp: QApplication) -> None:
    speak(qapp, "es")
    for text in ("", "Something else.", "I10 says no more", "E11.22 may need another code, or not."):
        assert check_words(text) == text


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_said_in_the_language(qapp: QApplication, messages: list[str], language: str) -> None:
    """What stays English is official: quoted, in brackets, after a code or a kind of note, or a title of a choice."""
    speak(qapp, language)
    for message in messages:
        told = check_words(message)
        assert told != message
        reading = READER.read(message)
        assert reading
        assert re.fullmatch(r"|\(.+\)|[^“”]+: (?:[a-z ]+ )?“.*”", reading.rest, re.DOTALL) or READER.read(reading.rest)
        official = re.findall("“[^“”]*”", message)
        assert all(quote in told for quote in official)
        assert set(re.findall(r"\b[A-Z]\d\w\.\w+", message)) == set(re.findall(r"\b[A-Z]\d\w\.\w+", told))


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "I10 and N18.31 with E11.22: use I12.9 instead (Guidelines I.C.9.a.2; I12.9).",
            "I10 y N18.31 con E11.22: use I12.9 en su lugar (Guidelines I.C.9.a.2; I12.9).",
        ),
        (
            "There is no code 'E11.Q' in ICD-10-CM. Did you mean E11.0 or E11.1 or E11.2?",
            "No hay ningún código 'E11.Q' en ICD-10-CM. ¿Quería decir E11.0 o E11.1 o E11.2?",
        ),
        (
            "S52 needs a 7th character: S52A type I or II; S52B open and 4 more. S52: “a or b”",
            "S52 necesita un 7.º carácter: S52A type I or II; S52B open y 4 más. S52: “a or b”",
        ),
        (
            "R78.81 is part of A41.9. (Guidelines I.C.1.d; R78.81 Excludes1 sepsis)",
            "R78.81 forma parte de A41.9. (Guidelines I.C.1.d; R78.81 Excludes1 sepsis)",
        ),
        ("The note denies I10: “no {hypertension}”.", "La nota niega I10: “no {hypertension}”."),
    ],
)
def test_parts_are_said_and_official_words_stay(qapp: QApplication, message: str, told: str) -> None:
    assert check_words(message) == message
    speak(qapp, "es")
    assert check_words(message) == told


def test_codes_are_joined() -> None:
    assert joined(Part.AND, ["I10"]) == "I10"
    assert joined(Part.OR, ["I10", "I11", "I12"]) == "I10 or I11 or I12"


def test_a_message_is_read_within_a_millisecond(messages: list[str]) -> None:
    READER.read(messages[0])
    began = time.process_time()
    for message in messages:
        READER.read(message)
    assert (time.process_time() - began) / len(messages) < 0.001


def steps(folder: str) -> Iterator[tuple[str, str]]:
    """What each `Progress` of the code says, with a word for what is filled in."""
    for file in (ROOT / "medcode_desktop" / folder).rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Progress":
                match call.args[2]:
                    case ast.Constant(value=str(text)):
                        yield file.stem, text
                    case ast.JoinedStr(values=values):
                        yield (
                            file.stem,
                            "".join(str(v.value) if isinstance(v, ast.Constant) else "SNOMED" for v in values),
                        )


@pytest.mark.parametrize("language", OTHERS)
def test_what_work_says_that_it_does_is_translated(qapp: QApplication, language: str) -> None:
    unseen = {"evaluation", "benchmark", "hub", "model_store", "integrity", "lines"}  # no part of the window shows it
    said = [(file, text) for folder in ("core", "services") for file, text in steps(folder) if file not in unseen]
    assert len(said) > 20
    speak(qapp, language)
    for file, text in said:
        assert progress_words(text) != text, file
        assert ("SNOMED" in text) == ("SNOMED" in progress_words(text))
    assert progress_words("visit-0412.txt") == "visit-0412.txt"


def test_the_window_says_them_and_the_export_stays_english(qtbot: QtBot) -> None:
    with open_desk(qtbot, language="es") as desk:
        desk.paste_note()
        desk.window.codes.edits_heading.setChecked(True)
        encounter, shown = desk.window.decisions.encounter, desk.window.codes.edits
        assert encounter is not None
        edits: tuple[Edit, ...] = encounter.edits
        assert len(edits) == shown.count() > 2
        for row, edit in enumerate(edits):
            item = shown.item(row)
            assert item.text() == check_words(edit.message) != edit.message
            assert item.text() in item.data(Qt.ItemDataRole.AccessibleTextRole)
            assert READER.read(edit.message)
