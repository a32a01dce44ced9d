"""Intervals hold the figure and shrink with more notes; the paired test tells a real difference from none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.resampling import FIGURES, counts_of, intervals, paired_test
from medcode_desktop.core.scoring import ReportableReference, score_reportable

CODES = ["E11.9", "I10", "R07.9", "Z79.4", "N18.31"]
code_sets = st.frozensets(st.sampled_from(CODES), min_size=1)


@st.composite
def judged_notes(draw: st.DrawFn) -> tuple[dict[str, ReportableReference], dict[str, list[str]]]:
    reference, rankings = {}, {}
    for number in range(draw(st.integers(1, 6))):
        must = draw(code_sets)
        may = draw(st.frozensets(st.sampled_from(CODES))) - must
        trap = draw(st.frozensets(st.sampled_from(CODES))) - must - may
        reference[f"n{number}"] = ReportableReference(min(must), must, may, trap)
        rankings[f"n{number}"] = draw(st.lists(st.sampled_from(CODES), unique=True))
    return reference, rankings


@given(judged_notes())
def test_figures_of_the_counts_are_those_of_the_scorer(case: tuple[dict, dict]) -> None:
    reference, rankings = case
    sums = counts_of(reference, rankings).sum(axis=0)
    scores = score_reportable(reference, rankings)
    assert float(FIGURES["f1"](sums)) == pytest.approx(scores.rates.f1)
    assert float(FIGURES["precision"](sums)) == pytest.approx(scores.rates.precision)
    assert float(FIGURES["trap_rate"](sums)) == pytest.approx(scores.trap_rate)
    assert float(FIGURES["first_listed"](sums)) == pytest.approx(scores.primary)


def counts(notes: int, share: float, seed: int) -> np.ndarray:
    """Notes with ten expected and ten suggested codes each, of which about `share` are right."""
    right = np.random.default_rng(seed).binomial(10, share, notes)
    table = np.zeros((notes, 9))
    table[:, 0] = table[:, 2] = right
    table[:, 1] = table[:, 3] = 10
    table[:, 5] = 1
    return table


def test_an_interval_holds_its_figure_and_shrinks_with_more_notes() -> None:
    few, many = (intervals(counts(n, 0.6, 3), ["f1"])["f1"] for n in (20, 500))
    assert few.low < few.value < few.high
    assert many.low < many.value < many.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert intervals(counts(20, 0.6, 3), ["f1"])["f1"] == few  # seeded


def test_a_difference_is_told_from_chance() -> None:
    base = counts(200, 0.6, 1)
    difference, chance = paired_test(counts(200, 0.7, 2), base)
    assert difference == pytest.approx(0.1, abs=0.03)
    assert chance < 0.01
    same, likely = paired_test(counts(200, 0.6, 5), base)
    assert abs(same) < 0.03
    assert likely > 0.05
    assert paired_test(base, base) == (0.0, 1.0)
