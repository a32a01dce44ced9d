"""How sure a figure is: bootstrap intervals over notes, and a paired test of two systems on the same notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medcode_desktop.core.scoring import Rankings, ReportableReference, average_precision

ROUNDS = 2000
Sums = npt.NDArray[np.float64]
COLUMNS = ("right", "suggested", "found", "expected", "average precision", "notes", "first right", "sprung", "traps")
"""What is counted for each note; all figures are made from sums of these columns."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds of its 95 % interval (percentile bootstrap over notes, Efron 1979)."""

    value: float
    low: float
    high: float


def counts_of(reference: Mapping[str, ReportableReference], rankings: Rankings) -> Sums:
    """One row of `COLUMNS` for each note of the reference, (notes, 9)."""
    rows = []
    for note_id, expected in reference.items():
        ranking = rankings.get(note_id, ())
        codes = set(ranking)
        traps = expected.trap - expected.must - expected.may
        precision = average_precision(expected.must, ranking) if expected.must else 0.0
        rows.append(
            (len(codes & (expected.must | expected.may)), len(codes), len(codes & expected.must), len(expected.must),
             precision, 1, bool(ranking) and ranking[0] == expected.primary, len(codes & traps), len(traps))
        )  # fmt: skip
    return np.array(rows, np.float64).reshape(len(rows), len(COLUMNS))


def f1(sums: Sums) -> Sums:
    """F1 of sums of counts, (..., 9) -> (...)."""
    precision = sums[..., 0] / np.maximum(sums[..., 1], 1)
    recall = sums[..., 2] / np.maximum(sums[..., 3], 1)
    return np.asarray(2 * precision * recall / np.maximum(precision + recall, 1e-12))


FIGURES: Mapping[str, Callable[[Sums], Sums]] = {
    "precision": lambda s: s[..., 0] / np.maximum(s[..., 1], 1),
    "recall": lambda s: s[..., 2] / np.maximum(s[..., 3], 1),
    "f1": f1,
    "map": lambda s: s[..., 4] / np.maximum(s[..., 5], 1),
    "first_listed": lambda s: s[..., 6] / np.maximum(s[..., 5], 1),
    "trap_rate": lambda s: s[..., 7] / np.maximum(s[..., 8], 1),
}


def intervals(counts: Sums, names: Sequence[str], seed: int = 1) -> dict[str, Interval]:
    """The named `FIGURES` with their 95 % intervals, from `ROUNDS` resamples of the notes."""
    drawn = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), ROUNDS)
    sums, whole = drawn @ counts, counts.sum(axis=0)
    result = {}
    for name in names:
        low, high = np.percentile(FIGURES[name](sums), (2.5, 97.5))
        result[name] = Interval(float(FIGURES[name](whole)), float(low), float(high))
    return result


def paired_test(one: Sums, other: Sums, name: str = "f1", seed: int = 1) -> tuple[float, float]:
    """Difference `one` less `other` of a figure, and the probability of one as large by chance.

    Approximate randomisation (Noreen 1989): the two systems' results are swapped at random, note by note.
    """
    figure = FIGURES[name]
    difference = float(figure(one.sum(axis=0)) - figure(other.sum(axis=0)))
    swapped = np.random.default_rng(seed).integers(0, 2, (ROUNDS, len(one)))
    gain = swapped @ (other - one)
    by_chance = figure(one.sum(axis=0) + gain) - figure(other.sum(axis=0) - gain)
    return difference, float((1 + (np.abs(by_chance) >= abs(difference) - 1e-12).sum()) / (ROUNDS + 1))
