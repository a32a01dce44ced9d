"""What is "probable" is coded for inpatients as if it were there, for outpatients not (Guidelines II.H, IV.H)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import result_of

from medcode_desktop.core.rules import Said
from medcode_desktop.core.types import Assertion, Coding, CodingOptions, Facts, Note, Setting, Suggestion
from medcode_desktop.services.assembly import OpenCoder, open_coder
from medcode_desktop.services.checking import make_rules
from medcode_desktop.settings import Settings

STAY = """DISCHARGE SUMMARY
HOSPITAL COURSE: A 71-year-old woman was admitted with fever and cough. A possible pulmonary embolism was considered.
DISCHARGE DIAGNOSES:
1. Probable pneumonia.
2. Suspected COVID-19.
3. Hypertension.
"""


@pytest.fixture(scope="module")
def coder() -> Iterator[OpenCoder]:
    with open_coder(Settings(threads=2)) as opened:
        result_of(opened.code(Note("n", "Cough."), CodingOptions()))  # the engine starts now, not in the first test
        yield opened


def suggested(coder: OpenCoder, text: str, setting: Setting | None) -> dict[str, Suggestion]:
    coding: Coding = result_of(coder.code(Note("n", text), CodingOptions(facts=Facts(setting=setting))))
    return {s.code: s for s in coding.suggestions}


def test_a_probable_diagnosis_at_discharge_is_coded(coder: OpenCoder) -> None:
    found = suggested(coder, STAY, Setting.INPATIENT)
    assert found["J18.9"].assertion is Assertion.POSSIBLE, "the reviewer sees how the note speaks of it"
    assert found["J18.9"].evidence[0].text == "pneumonia"
    assert "I10" in found
    assert not any(code.startswith("I26") for code in found), "what was thought of on the way is no final diagnosis"
    assert "U07.1" not in found, "COVID-19 is coded when it is confirmed only"


def test_for_outpatients_it_is_not(coder: OpenCoder) -> None:
    found = suggested(coder, STAY, Setting.OUTPATIENT)
    assert "J18.9" not in found
    assert "I10" in found


def test_without_a_list_of_diagnoses_the_text_counts(coder: OpenCoder) -> None:
    text = "The patient was in the hospital for three days. It was a probable pneumonia.\n"
    assert "J18.9" in suggested(coder, text, Setting.INPATIENT)
    assert "J18.9" not in suggested(coder, text, Setting.OUTPATIENT)


@pytest.mark.parametrize(("code", "refused"), [("U07.1", True), ("B20", True), ("J10.1", True), ("J18.9", False)])
def test_some_are_coded_when_they_are_confirmed_only(coder: OpenCoder, code: str, refused: bool) -> None:
    said = {code: Said("it", "suspected", Assertion.POSSIBLE)}
    kinds = {e.kind for e in make_rules(coder.pipeline.codeset).check([code], Facts(setting=Setting.INPATIENT), said)}
    assert ("uncertain" in kinds) is refused
