"""The figures equal those of the reference scorer, and hand-made cases."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from medcode_desktop.core.scoring import (
    CalibrationBin,
    Rates,
    ReportableReference,
    calibration,
    calibration_error,
    rank_codes,
    score_mentions,
    score_reportable,
)

CODES = ["E11.22", "E11.9", "I10", "I11.0", "R07.9", "Z79.4", "N18.31", "N18.32", "J45.909", "F32.A"]
REFERENCE_SCORER = Path(__file__).parents[2] / "shared" / "bench" / "score.py"


def reference_figures(task: str, gold: Path, predictions: Path) -> dict[str, float]:
    if not REFERENCE_SCORER.exists():
        pytest.skip(f"The reference scorer is not at {REFERENCE_SCORER}.")
    command = [sys.executable, str(REFERENCE_SCORER), task, str(gold), str(predictions)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pattern = r"(category F1|category R|macro F1|trap rate|primary|MAP|F1|P|R) (\d\.\d+)"
    return {name: float(value) for name, value in re.findall(pattern, printed)}


def write_predictions(random_: random.Random, path: Path) -> dict[str, list[str]]:
    rankings = {}
    with path.open("w") as file:
        for note in range(20):
            pairs = [(random_.choice(CODES), round(random_.random(), 1)) for _ in range(random_.randrange(8))]
            suggestions = [{"code": code, "confidence": confidence} for code, confidence in pairs]
            file.write(json.dumps({"note_id": f"n{note}", "suggestions": suggestions}) + "\n")
            rankings[f"n{note}"] = rank_codes(pairs)
    return rankings


@pytest.mark.parametrize("seed", range(6))
def test_mention_figures_equal_the_reference_scorer(tmp_path: Path, seed: int) -> None:
    random_ = random.Random(seed)
    rankings = write_predictions(random_, tmp_path / "pred.jsonl")
    gold = {f"n{note}": set(random_.sample(CODES, random_.randint(1, 5))) for note in range(25)}
    lines = [f"{note}\t{code.lower()}\n" for note, codes in gold.items() for code in codes]
    (tmp_path / "gold.tsv").write_text("".join(lines))
    expected = reference_figures("codiesp", tmp_path / "gold.tsv", tmp_path / "pred.jsonl")
    ours = score_mentions(gold, rankings)
    assert expected == {
        "P": round(ours.micro.precision, 3),
        "R": round(ours.micro.recall, 3),
        "F1": round(ours.micro.f1, 3),
        "category F1": round(ours.category.f1, 3),
        "macro F1": round(ours.macro_f1, 3),
        "MAP": round(ours.mean_average_precision, 3),
    }


@pytest.mark.parametrize("seed", range(6))
def test_reportable_figures_equal_the_reference_scorer(tmp_path: Path, seed: int) -> None:
    random_ = random.Random(seed)
    rankings = write_predictions(random_, tmp_path / "pred.jsonl")
    gold = {}
    with (tmp_path / "gold.jsonl").open("w") as file:
        for note in range(25):
            must, may, trap = (random_.sample(CODES, random_.randint(1, 3)) for _ in range(3))
            gold[f"n{note}"] = ReportableReference(must[0], frozenset(must), frozenset(may), frozenset(trap))
            row = {"id": f"n{note}", "primary": must[0], "must": [{"code": code} for code in must], "may": may}
            file.write(json.dumps({**row, "trap": [{"code": code} for code in trap]}) + "\n")
    expected = reference_figures("clinic", tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    ours = score_reportable(gold, rankings)
    assert expected == {
        "P": round(ours.rates.precision, 3),
        "R": round(ours.rates.recall, 3),
        "F1": round(ours.rates.f1, 3),
        "category R": round(ours.category_recall, 3),
        "trap rate": round(ours.trap_rate, 3),
        "primary": round(ours.primary, 3),
    }


def test_mentions_by_hand() -> None:
    scores = score_mentions({"a": {"I10", "E11.9"}, "b": {"R07.9"}}, {"a": ["I10", "J00", "E11.9"]})
    assert scores.micro == Rates.of(2 / 3, 2 / 3)
    assert scores.macro_f1 == pytest.approx(2 / 3)
    assert scores.mean_average_precision == pytest.approx((1 / 1 + 2 / 3) / 2 / 2)


def test_nothing_to_score_gives_zeros() -> None:
    assert score_mentions({}, {}).micro == Rates(0.0, 0.0, 0.0)
    assert score_reportable({}, {}).trap_rate == 0.0
    assert calibration([]) == []
    assert calibration_error([]) == 0.0


def test_ranking_keeps_the_highest_confidence_of_a_code() -> None:
    assert rank_codes([("I10", 0.2), ("E11.9", 0.5), ("I10", 0.7), ("J00", 0.5)]) == ["I10", "E11.9", "J00"]


def test_calibration() -> None:
    bins = calibration([(0.8, True), (0.85, False), (1.0, True), (0.0, False)])
    assert bins == [
        CalibrationBin(pytest.approx(0.0), pytest.approx(0.1), 1, 0.0, 0.0),
        CalibrationBin(pytest.approx(0.8), pytest.approx(0.9), 2, pytest.approx(0.825), 0.5),
        CalibrationBin(pytest.approx(0.9), pytest.approx(1.0), 1, 1.0, 1.0),
    ]
    assert calibration_error(bins) == pytest.approx(2 * 0.325 / 4)
