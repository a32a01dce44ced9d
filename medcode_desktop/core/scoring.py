"""How good suggested codes are against reference codes: precision, recall, F1, average precision and calibration.

The definitions are those of CodiEsp (Miranda-Escalada et al., CLEF 2020) for notes coded mention by mention, and for
notes coded as they would be reported those of the annotated clinic notes, with codes that must, may and must not be
given. A note's ranking lists its codes from the most to the least confident, none twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

CATEGORY_LENGTH = 3

Rankings = Mapping[str, Sequence[str]]
"""Note id -> its codes, most confident first. A note without an entry counts as one without suggestions."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and their harmonic mean, each 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, precision: float, recall: float) -> Rates:
        total = precision + recall
        return cls(precision, recall, 2 * precision * recall / total if total else 0.0)

    @classmethod
    def count(cls, right: int, suggested: int, expected: int) -> Rates:
        return cls.of(_share(right, suggested), _share(right, expected))


@dataclass(frozen=True, slots=True)
class MentionScores:
    """Figures over notes of which every mention was coded."""

    notes: int
    micro: Rates
    category: Rates
    macro_f1: float
    mean_average_precision: float


@dataclass(frozen=True, slots=True)
class ReportableReference:
    """The codes of one note: the first-listed one, those any coder reports, acceptable ones, and traps."""

    primary: str
    must: frozenset[str]
    may: frozenset[str] = frozenset()
    trap: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportableScores:
    """Figures over notes coded as they are reported.

    Precision takes must and may codes as right, recall asks for the must codes only. `trap_rate` is the share of the
    traps that were suggested, `primary` the share of notes whose first code is the first-listed diagnosis.
    """

    notes: int
    rates: Rates
    category_recall: float
    trap_rate: float
    primary: float


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Suggestions with a confidence from `low` to `high`: how many, their mean confidence, the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def rank_codes(suggestions: Iterable[tuple[str, float]]) -> list[str]:
    """Codes by falling confidence, each once with its highest; equals stay in the order given."""
    best: dict[str, float] = {}
    for code, confidence in suggestions:
        best[code] = max(best.get(code, confidence), confidence)
    return sorted(best, key=lambda code: -best[code])


def score_mentions(reference: Mapping[str, Collection[str]], rankings: Rankings) -> MentionScores:
    """Figures of the CodiEsp task over the notes of the reference; a note of it has at least one code."""
    return MentionScores(
        len(reference),
        _micro(reference, rankings, None),
        _micro(reference, rankings, CATEGORY_LENGTH),
        _macro_f1(reference, rankings),
        _share(sum(average_precision(codes, rankings.get(n, ())) for n, codes in reference.items()), len(reference)),
    )


def score_reportable(reference: Mapping[str, ReportableReference], rankings: Rankings) -> ReportableScores:
    """Figures over the notes of the reference, of which each code stands in one of must, may and trap."""
    right = suggested = found = categories_found = sprung = first = 0
    for note_id, expected in reference.items():
        ranking = rankings.get(note_id, ())
        codes = set(ranking)
        right += len(codes & (expected.must | expected.may))
        suggested += len(codes)
        found += len(codes & expected.must)
        categories_found += len(_categories(expected.must) & _categories(codes))
        sprung += len(codes & _traps(expected))
        first += bool(ranking) and ranking[0] == expected.primary
    references = reference.values()
    must = sum(len(expected.must) for expected in references)
    return ReportableScores(
        len(reference),
        Rates.of(_share(right, suggested), _share(found, must)),
        _share(categories_found, sum(len(_categories(expected.must)) for expected in references)),
        _share(sprung, sum(len(_traps(expected)) for expected in references)),
        _share(first, len(reference)),
    )


def average_precision(codes: Collection[str], ranking: Sequence[str]) -> float:
    """Mean precision at the places of the right codes; a code that is missing counts as nought."""
    hits, total = 0, 0.0
    for place, code in enumerate(ranking, 1):
        if code in codes:
            hits += 1
            total += hits / place
    return _share(total, len(codes))


def calibration(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> list[CalibrationBin]:
    """Equally wide bins of the confidences in (confidence, right) pairs; empty bins are left out."""
    if not outcomes:
        return []
    confidences, right = np.array(outcomes, dtype=np.float64).T
    places = np.minimum((confidences * bins).astype(int), bins - 1)
    edges = np.linspace(0, 1, bins + 1)
    return [
        CalibrationBin(
            float(low), float(high), int(inside.sum()), float(confidences[inside].mean()), float(right[inside].mean())
        )
        for place, (low, high) in enumerate(pairwise(edges))
        if (inside := places == place).any()
    ]


def calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Expected calibration error (Guo et al. 2017): the gap of confidence and share right, weighted by count."""
    return _share(sum(b.count * abs(b.confidence - b.right) for b in bins), sum(b.count for b in bins))


def _micro(reference: Mapping[str, Collection[str]], rankings: Rankings, length: int | None) -> Rates:
    right = suggested = expected = 0
    for note_id, codes in reference.items():
        wanted = {code[:length] for code in codes}
        given = {code[:length] for code in rankings.get(note_id, ())}
        right += len(wanted & given)
        suggested += len(given)
        expected += len(wanted)
    return Rates.count(right, suggested, expected)


def _macro_f1(reference: Mapping[str, Collection[str]], rankings: Rankings) -> float:
    right, suggested, expected = Counter[str](), Counter[str](), Counter[str]()
    for note_id, codes in reference.items():
        given = set(rankings.get(note_id, ()))
        expected.update(set(codes))
        suggested.update(given)
        right.update(given & set(codes))
    return _share(sum(Rates.count(right[c], suggested[c], expected[c]).f1 for c in expected), len(expected))


def _categories(codes: Iterable[str]) -> set[str]:
    return {code[:CATEGORY_LENGTH] for code in codes}


def _traps(expected: ReportableReference) -> frozenset[str]:
    return expected.trap - expected.must - expected.may


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
