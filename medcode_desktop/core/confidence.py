"""Turns what was found for a code into the probability that a reviewer would accept it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medcode_desktop.core.types import Assertion, Candidate, FloatArray, Mention, Span

SECTION_GROUPS = (
    frozenset({"assessment", "assessment_plan", "impression", "discharge_diagnosis", "diagnosis"}),
    frozenset({"postoperative_diagnosis", "preoperative_diagnosis", "procedure"}),
    frozenset({"plan", "hospital_course"}),
    frozenset({"chief_complaint", "indication", "present_illness"}),
    frozenset({"past_history", "surgical_history", "social_history", "problem_list"}),
    frozenset({"family_history"}),
    frozenset({"review_of_systems", "physical_exam", "results", "vitals"}),
    frozenset({"medications", "allergies"}),
)
"""Sections that say alike how likely what stands in them is reported."""
ASSERTIONS = tuple(Assertion)
MENTION_FEATURES = (
    "detection", "link", "joint", "share", "share known", "lexicon", "term similarity", "seen similarity",
    "annotated share", "annotated count", "code set term", "words covered", "title covered", "frequency", "first rank",
    "mentions", "any", "words", "place", "negated", "top margin",
)  # fmt: skip
REPORT_FEATURES = (
    *MENTION_FEATURES, *(f"assertion {a}" for a in ASSERTIONS), "reportable", "reportable best",
    *(f"section {i}" for i in range(len(SECTION_GROUPS))), "first of assessment", "heads line", "resolved",
    "from words", "symptom", "status", "superseded", "billable",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """One mention that speaks for a code: its probability among the mention's candidates and the ranker's features.

    `share` is how often the phrase was marked by annotators (None: never seen), `rank` the code's rank.
    """

    mention: Mention
    probability: float
    features: FloatArray
    rank: int
    share: float | None
    from_lexicon: bool


@dataclass(frozen=True, slots=True, eq=False)
class FoundCode:
    """A code before its confidence is known: what speaks for it."""

    code: str
    assertion: Assertion
    features: FloatArray
    evidence: tuple[Span, ...]
    supports: tuple[Support, ...] = ()
    alternatives: tuple[Candidate, ...] = ()


def mention_features(supports: Sequence[Support], length: int) -> FloatArray:
    """Features of a code in the order of `MENTION_FEATURES`, from its supports in a text of `length` code points."""
    best = max(supports, key=lambda s: s.mention.detection * s.probability)
    missed = 1.0
    for s in supports:
        missed *= 1.0 - min(0.999, s.mention.detection * s.probability)
    f = best.features
    negated = dict(best.mention.assertions).get(Assertion.NEGATED, 0.0)
    return np.array(
        (
            odds(best.mention.detection), odds(best.probability), odds(best.mention.detection * best.probability),
            best.share or 0.0, best.share is not None, best.from_lexicon, f[0], f[1], f[4], f[5], f[6], f[7], f[8],
            f[9], best.rank == 0, np.log(len(supports)), odds(1.0 - missed), np.log1p(best.mention.text.count(" ")),
            best.mention.span.start / max(1, length), negated, f[3],
        ),
        np.float32,
    )  # fmt: skip


def report_features(
    code: str,
    supports: Sequence[Support],
    length: int,
    *,
    first_of_assessment: bool,
    resolved: bool,
    superseded: bool,
    billable: bool,
) -> FloatArray:
    """Features of a code in the order of `REPORT_FEATURES`; without supports the code comes from words of the note."""
    tail = (
        float(first_of_assessment), float(any(s.mention.heads_line for s in supports)), float(resolved),
        float(not supports), float(code[0] == "R"),
        float(code[0] == "Z"), float(superseded), float(billable),
    )  # fmt: skip
    if not supports:
        empty = len(REPORT_FEATURES) - len(tail)
        return np.array((*(0.0,) * empty, *tail), np.float32)
    best = max(supports, key=lambda s: s.mention.reportable * s.probability * s.mention.detection)
    groups = [float(any(s.mention.section in group for s in supports)) for group in SECTION_GROUPS]
    states = dict(best.mention.assertions)
    return np.array(
        (
            *mention_features(supports, length), *(states.get(a, 0.0) for a in ASSERTIONS),
            odds(best.mention.reportable), odds(max(s.mention.reportable for s in supports)), *groups, *tail,
        ),
        np.float32,
    )  # fmt: skip


def odds(probability: float) -> float:
    """Logarithm of the odds, kept within those of 0.2 % and 99.8 %."""
    p = min(max(probability, 0.002), 0.998)
    return float(np.log(p / (1 - p)))


def probability(scores: FloatArray) -> FloatArray:
    """Logistic function of scores."""
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), np.float32)
