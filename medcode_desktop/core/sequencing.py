"""Chooses the first-listed diagnosis: what the encounter was chiefly about (Guidelines IV.G; II for inpatients)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from medcode_desktop.core.confidence import SECTION_GROUPS, FoundCode, odds
from medcode_desktop.core.types import FloatArray

DIAGNOSES = SECTION_GROUPS[0] | SECTION_GROUPS[1]
COMPLAINTS = SECTION_GROUPS[3]
ENCOUNTERS = ("Z00", "Z01", "Z08", "Z09", "Z12", "Z23", "Z34", "Z38")
"""Categories of encounters, which are listed first when they are the reason for the visit (I.C.21.c)."""
COMPANIONS = ("I10", "E78", "E11", "E03", "K21", "F32", "F41", "Z79")
"""Chronic conditions and treatments that most often accompany another reason for the visit."""
FEATURES = (
    "confidence", "symptom", "status", "encounter", "in diagnoses", "first of diagnoses", "place in diagnoses", "place",
    "first", "heads line", "first headed", "complaint", "mentions", "external cause", "injury", "companion",
    "from words",
)  # fmt: skip
_FAR = 10**9


def first_listed_features(found: Sequence[FoundCode], confidences: FloatArray) -> FloatArray:
    """Features (n, f) in the order of `FEATURES` of the codes of one note, which compete for the first place."""
    starts = [min((s.start for s in f.evidence), default=_FAR) for f in found]
    named = [
        min((s.mention.span.start for s in f.supports if s.mention.section in DIAGNOSES), default=_FAR) for f in found
    ]
    headed = [
        min((s.mention.span.start for s in f.supports if s.mention.section in DIAGNOSES and s.mention.heads_line),
            default=_FAR)
        for f in found
    ]  # fmt: skip
    places, order, problems = _places(starts), _places(named), _places(headed)
    rows = []
    for i, f in enumerate(found):
        listed = named[i] < _FAR
        rows.append(
            (
                odds(float(confidences[i])), f.code[0] == "R", f.code[0] == "Z", f.code.startswith(ENCOUNTERS), listed,
                listed and order[i] == 0, order[i] if listed else len(found), places[i], places[i] == 0,
                headed[i] < _FAR, headed[i] < _FAR and problems[i] == 0,
                any(s.mention.section in COMPLAINTS for s in f.supports), np.log1p(len(f.supports)),
                f.code[0] in "VWXY", f.code[0] in "ST", f.code.startswith(COMPANIONS), not f.supports,
            )
        )  # fmt: skip
    return np.array(rows, np.float32).reshape(len(rows), len(FEATURES))


def _places(keys: Sequence[int]) -> list[int]:
    """The rank of each key, 0 for the smallest; equal keys keep their order."""
    result = [0] * len(keys)
    for rank, i in enumerate(sorted(range(len(keys)), key=lambda i: keys[i])):
        result[i] = rank
    return result
