"""The lesser coders, linking alone and near phrases, with the real encoder."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from medcode_desktop.core.ablation import EncoderCoder, LexiconCoder
from medcode_desktop.core.retrieval import FEATURES
from medcode_desktop.core.types import Assertion, CodingOptions, Note, Scope, Span
from medcode_desktop.services.assembly import OpenCoder, open_coder
from medcode_desktop.services.benchmark import ablation
from medcode_desktop.services.evaluation import evaluate_linking
from medcode_desktop.services.reference import read_reference
from medcode_desktop.settings import Settings

NOTE = Note(
    "n", "Known hyperlipidemia. No fever. Her mother had breast cancer. She was admitted with anuric renal failure."
)
ALL = CodingOptions(scope=Scope.MENTIONS)


def finish(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


@pytest.fixture
def coder() -> Iterator[OpenCoder]:
    with open_coder(Settings(threads=2)) as opened:
        yield opened


def test_the_dictionary_and_the_encoder_alone_find_what_is_named(coder: OpenCoder) -> None:
    for lesser in (LexiconCoder(coder.pipeline), EncoderCoder(coder.pipeline)):
        coding = finish(lesser.code(NOTE, ALL))
        assert "E78.5" in {s.code for s in coding.suggestions}
        assert {s.assertion for s in coding.suggestions} == {Assertion.PRESENT}
        for s in coding.suggestions:
            assert all(NOTE.text[e.span.start : e.span.end] == e.text for e in s.evidence)
        confidences = [s.confidence for s in coding.suggestions]
        assert confidences == sorted(confidences, reverse=True)


def test_linking_ranks_the_candidates_of_given_places(coder: OpenCoder) -> None:
    words = ("hyperlipidemia", "fever", "anuric renal failure")
    spans = [Span(NOTE.text.index(w), NOTE.text.index(w) + len(w)) for w in words]
    linked = finish(coder.pipeline.link(NOTE, spans, ALL))
    assert [one.mention.span for one in linked] == spans
    assert [one.candidates[0].code for one in linked[:2]] == ["E78.5", "R50.9"]
    assert {"N17.9", "N19"} & {c.code for c in linked[2].candidates[:5]}
    assert finish(coder.pipeline.link(NOTE, [], ALL)) == []


def test_phrases_within_a_mention_point_at_their_codes(coder: OpenCoder) -> None:
    linker, encoder = coder.pipeline.linker, coder.pipeline.encoder
    start = NOTE.text.index("anuric")
    tokens = encoder.tokenize(NOTE.text)
    (vectors,) = encoder.embed_tokens([tokens.ids])
    (found,) = linker.candidates(
        NOTE.text, [Span(start, len(NOTE.text) - 1)], linker.project(vectors[-4:].mean(axis=0, keepdims=True)), 0
    )
    codes, features = found
    near = features[:, FEATURES.index("near phrase annotated")]
    named = {linker.heads.codes[c] for c, n in zip(codes, near, strict=True) if n > 0}
    assert {"N17.9", "N19"} & named
    assert near.max() <= 1.0


def test_what_each_part_is_worth_and_linking_are_measured(coder: OpenCoder, tmp_path: Path) -> None:
    mentions = [
        {"start": NOTE.text.index(w), "end": NOTE.text.index(w) + len(w), "code": c, "assertion": None}
        for w, c in (("hyperlipidemia", "E78.5"), ("fever", "R50.9"))
    ]
    row = {"id": "n", "corpus": "codiesp", "text": NOTE.text, "mentions": mentions, "codes": ["E78.5", "R50.9"],
           "acceptable": [], "primary": ""}  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row) + "\n")
    reference = read_reference(gold)
    scores = finish(evaluate_linking(coder.pipeline, reference, gold, ALL))
    assert (scores["all"].phrases, scores["all"].first, scores["seen"].phrases) == (2, 1.0, 2)
    table = finish(ablation(Settings(threads=2), reference, gold, ALL)).splitlines()
    assert table[0] == "| parts | F1 | MAP | seconds a note | memory |"
    assert [line.split("|")[1].strip() for line in table[2:5]] == [
        "dictionary only",
        "+ encoder",
        "+ assertion, sections, resolution, confidence",
    ]
    assert all(float(line.split("|")[2]) > 0 for line in table[2:5])


@pytest.mark.parametrize(
    "words", ["Type 2 diabetes with CKD stage 3a", "Type 2 diabetes mellitus with chronic kidney disease stage 3a"]
)
def test_a_condition_beside_another_in_one_phrase_is_not_lost(coder: OpenCoder, words: str) -> None:
    note = Note("n", f"ASSESSMENT\n1. {words}, on metformin.\n2. Hypertension.\n")
    coding = finish(coder.code(note, CodingOptions()))
    assert {"E11.22", "I12.9", "N18.31", "Z79.84"} <= {s.code for s in coding.suggestions}
