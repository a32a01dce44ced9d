"""Every path of answers ends in a billable code, and the note's words answer what they can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.facets import Facet, Question, SpecificityDialogue
from medcode_desktop.core.rules import Rules
from medcode_desktop.core.wording import Surroundings
from medcode_desktop.paths import code_set
from medcode_desktop.services.checking import make_rules


@pytest.fixture(scope="module")
def codeset() -> Iterator[CodeSet]:
    with CodeSet.open(code_set()) as opened:
        yield opened


@pytest.fixture(scope="module")
def rules(codeset: CodeSet) -> Rules:
    return make_rules(codeset)


@pytest.fixture(scope="module")
def unfinished(codeset: CodeSet) -> list[str]:
    return [code for code in codeset.codes() if not codeset.is_billable(code)]


def around(rules: Rules, words: str, sentence: str = "") -> Surroundings:
    return Surroundings(rules.wording, words, sentence, side=rules.wording.side(f"{words} {sentence}"))


@pytest.mark.parametrize(
    ("code", "words", "sentence", "facets", "ends"),
    [
        ("M25.569", "knee pain", "right knee pain", [Facet.SIDE], "M25.561"),
        ("S42.20", "fracture of the upper humerus", "left, first visit", [Facet.SIDE, None], "S42.202"),
        ("N18.9", "CKD stage 3a", "", [Facet.STAGE, Facet.STAGE], "N18.31"),
        ("I50.9", "acute on chronic systolic heart failure", "", [Facet.TYPE, Facet.TYPE], "I50.23"),
        ("J45.909", "moderate persistent asthma with exacerbation", "", [Facet.SEVERITY, Facet.SEVERITY], "J45.41"),
        ("I50.9", "heart failure", "", [None], "I50"),
    ],
)
def test_the_words_of_the_note_answer(
    rules: Rules, codeset: CodeSet, code: str, words: str, sentence: str, facets: list[Facet | None], ends: str
) -> None:
    near = around(rules, words, sentence)
    question, last = rules.dialogue.begin(code, near), ""
    for facet in facets:
        assert question is not None
        if facet is None:
            assert question.preset is None
            last = question.code
            break
        assert question.preset is not None, question
        assert question.facet is facet
        last = question.answers[question.preset].code
        question = rules.dialogue.follow(last, near)
    assert last == ends
    assert last in codeset


def test_the_seventh_character_is_the_last_question(rules: Rules) -> None:
    question = rules.dialogue.follow("S42.201", around(rules, "fracture", "follow-up visit for the healing fracture"))
    assert question is not None
    assert question.facet is Facet.EPISODE
    assert question.answers[0].label == "initial encounter for closed fracture"
    assert question.preset is not None
    assert question.answers[question.preset].code == "S42.201D"


def test_a_code_with_one_code_below_it_leads_there(rules: Rules) -> None:
    question = rules.dialogue.begin("H54.413", around(rules, "blind right eye"))
    assert question is not None
    assert [(a.code, a.billable) for a in question.answers] == [("H54.413A", True)]


def test_what_says_enough_is_not_asked_about(rules: Rules) -> None:
    assert rules.dialogue.begin("E11.22", around(rules, "diabetes with kidney disease")) is None


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_every_path_ends_in_a_billable_code(
    rules: Rules, codeset: CodeSet, unfinished: list[str], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(unfinished))
    near = around(rules, data.draw(st.sampled_from(["pain", "left", "stage 2 with coma", "third trimester", ""])))
    question = rules.dialogue.begin(code, near)
    assert question is not None
    while question is not None:
        check(question)
        chosen = data.draw(st.sampled_from(question.answers))
        question = rules.dialogue.follow(chosen.code, near)
    assert codeset.is_billable(chosen.code)


def check(question: Question) -> None:
    labels = [answer.label for answer in question.answers]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert question.preset is None or 0 <= question.preset < len(labels)


def test_all_codes_that_are_not_billable_lead_to_one(codeset: CodeSet, unfinished: list[str], rules: Rules) -> None:
    dialogue: SpecificityDialogue = rules.dialogue
    near = around(rules, "")
    for code in unfinished[::7]:
        question = dialogue.begin(code, near)
        assert question is not None, code
        assert question.answers, code
