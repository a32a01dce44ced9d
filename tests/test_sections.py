"""Headings of every kind of note are found, and the sections always cover the text."""

from __future__ import annotations

import json
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.sections import KINDS, SectionFinder, section_at
from medcode_desktop.core.types import Section, Span
from medcode_desktop.errors import MedCodeError
from medcode_desktop.paths import resources_folder

DATA: dict[str, Any] = tomllib.loads((resources_folder() / "sections.toml").read_text("utf-8"))
FINDER = SectionFinder(DATA)


def kinds(text: str) -> list[str]:
    return [section.kind for section in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHIEF COMPLAINT\n\nKnee pain.\n\nASSESSMENT AND PLAN\n\n1. Gout.", ["chief_complaint", "assessment_plan"]),
        ("HPI: pain.\nROS: none.\nPlan: rest.", ["present_illness", "review_of_systems", "plan"]),
        ("PREOPERATIVE DIAGNOSIS:,  Cataract.,POSTOPERATIVE DIAGNOSIS: , Same.,ANESTHESIA: , Local.",
         ["preoperative_diagnosis", "postoperative_diagnosis", "procedure"]),
        ("Seen today ,PAST MEDICAL HISTORY:, Positive for gout.,FAMILY HISTORY:,  None.",
         ["other", "past_history", "family_history"]),
        ("Pain. Past Medical History: gout. Social History: smokes.", ["other", "past_history", "social_history"]),
        ("## Assessment\n- gout\n\n**Plan:** rest", ["assessment", "plan"]),
        ("1. Assessment:\ngout", ["assessment"]),
        ("IMPRESSION & PLAN:\ngout", ["assessment_plan"]),
        ("PREOPERATIVE DIAGNOSIS (ES): Gout.", ["preoperative_diagnosis"]),
        ("BRIEF PAST CARDIAC HISTORY: none", ["past_history"]),
        ("REVIEW OF SYSTEMS\n\nRespiratory: no cough.\nSkin: no rash.\n\nPHYSICAL EXAM\n\nSkin\n- dry",
         ["review_of_systems", "physical_exam"]),
        ("MEDICATIONS: none. HEENT: clear. LUNGS: clear.", ["medications", "physical_exam"]),
        ("ASSESSMENT: 1. RESPIRATORY: asthma. PLAN: rest.", ["assessment", "plan"]),
        ("Her husband made a plan: they left. The history: unclear.", ["other"]),
        ("A 54-year-old man with pain. On examination, there was oedema.", ["other"]),
        ("", []),
    ],
)  # fmt: skip
def test_headings(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_section_holds_its_heading() -> None:
    text = "Seen today.\n\nALLERGIES: none.\nPLAN: rest."
    sections = FINDER.find(text)
    assert [text[s.span.start : s.span.end] for s in sections] == [
        "Seen today.\n\n",
        "ALLERGIES: none.\n",
        "PLAN: rest.",
    ]
    assert [s.title for s in sections] == ["", "ALLERGIES", "PLAN"]


def test_section_at() -> None:
    text = "Seen.\nPLAN: rest."
    sections = FINDER.find(text)
    assert section_at(sections, 0).kind == "other"
    assert section_at(sections, text.index("PLAN")).kind == "plan"
    assert section_at(sections, len(text)).kind == "plan"
    assert section_at((), 3) == Section("other", "", Span(0, 0))


HEADING = st.sampled_from([phrase for phrases in DATA["headings"].values() for phrase in phrases])
PIECE = st.one_of(
    st.text(max_size=20),
    st.tuples(HEADING, st.sampled_from([":", "\n", ":, ", " - ", ""])).map("".join),
    st.tuples(HEADING.map(str.upper), st.sampled_from([":", "\n", ":, ", ""])).map("".join),
    st.sampled_from(["\n", "\r\n", ". ", ",", "# ", "- ", "1. ", "HEENT:", "\u2028", "\U0001f600"]),
)


@given(st.lists(PIECE, max_size=12).map("".join))
def test_sections_cover_the_text(text: str) -> None:
    sections = FINDER.find(text)
    assert "".join(text[s.span.start : s.span.end] for s in sections) == text
    assert all(len(s.span) > 0 and s.kind in KINDS for s in sections)
    for position in range(len(text)):
        section = section_at(sections, position)
        assert section.span.start <= position < section.span.end


@pytest.mark.parametrize("piece", ["-", "A", "A ", ":", "a:", "PLAN: ", "*_ ", "1. ", "A B-C'D ", "#>-\t"])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    start = time.perf_counter()
    FINDER.find(piece * (200_000 // len(piece)))
    assert time.perf_counter() - start < 5


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(MedCodeError, match="sections: heading"):
        SectionFinder(DATA | {"heading": {}})
    with pytest.raises(MedCodeError, match="assesment"):
        SectionFinder(DATA | {"headings": {"assesment": ["a"]}})
    with pytest.raises(MedCodeError, match="both plan and other"):
        SectionFinder(DATA | {"headings": {"plan": ["The plan"], "other": ["plan"]}})
    with pytest.raises(MedCodeError, match="kind of section 'nose'"):
        SectionFinder(DATA | {"keywords": [{"words": ["nose"], "kind": "nose"}]})


def test_headings_of_real_notes(shared_data: Path) -> None:
    """Of the headings in capitals with a colon at the start of a line, at least 95 % open or are within a section."""
    heading = re.compile(r"^([A-Z][A-Z/&,'\-() ]{3,50}?):", re.MULTILINE)
    found = total = 0
    for line in (shared_data / "clinic" / "notes.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        sections = FINDER.find(text)
        for match in heading.finditer(text):
            total += 1
            found += section_at(sections, match.start()).kind != "other" or match[1] == "NOTE"
    assert total > 1000
    assert found / total > 0.95


def test_cases_without_headings_are_one_section(shared_data: Path) -> None:
    cases = [p.read_text("utf-8") for p in sorted((shared_data / "codiesp" / "dev" / "text_files_en").glob("*.txt"))]
    assert sum(kinds(case) == ["other"] for case in cases) / len(cases) > 0.9
