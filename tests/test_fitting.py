"""The small networks beside the encoder, where the libraries for training are installed."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

import torch

from medcode_desktop.core.confidence import FoundCode
from medcode_desktop.core.heads import Layers
from medcode_desktop.core.types import Assertion
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.fitting import best_threshold
from medcode_desktop.training.layers import averaged, fit_linear


@pytest.mark.parametrize("shapes", [((5, 4), (4, 1)), ((5, 1),)], ids=["hidden layer", "linear"])
def test_an_averaged_network_gives_the_mean_of_its_parts(shapes: tuple[tuple[int, int], ...]) -> None:
    chance = np.random.default_rng(3)

    def network() -> Layers:
        return Layers(
            tuple(chance.normal(size=s).astype(np.float32) for s in shapes),
            tuple(chance.normal(size=s[1]).astype(np.float32) for s in shapes),
        )

    parts, inputs = [network() for _ in range(3)], chance.normal(size=(7, 5)).astype(np.float32)
    expected = np.mean([p(inputs) for p in parts], axis=0)
    assert np.allclose(averaged(parts)(inputs), expected, atol=1e-5)


def test_a_linear_score_finds_what_decides_and_decay_makes_it_careful() -> None:
    chance = np.random.default_rng(7)
    inputs = chance.normal(loc=40.0, scale=9.0, size=(300, 3)).astype(np.float32)
    target = torch.from_numpy((inputs[:, 1] > 40).astype(np.float32))

    def loss(scores: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(scores, target)

    sure, careful = (fit_linear(inputs, loss, decay)(inputs)[:, 0] for decay in (0.001, 0.5))
    assert np.mean((sure > 0) == target.numpy().astype(bool)) > 0.95
    assert np.abs(careful).max() < np.abs(sure).max() / 3


def test_the_lowest_good_threshold_is_taken_or_the_one_given() -> None:
    chance = np.random.default_rng(5)
    documents, found, confidences = [], [], []
    for number in range(40):
        right = {f"R{i}" for i in range(4)}
        codes = [*right, *(f"W{i}" for i in range(4))]
        documents.append(GoldDocument(str(number), "clinic", "", (), codes=frozenset(right)))
        found.append([FoundCode(c, Assertion.PRESENT, np.empty(0, np.float32), ()) for c in codes])
        sure = [chance.uniform(0.3, 1.0) if c in right else chance.uniform(0.0, 0.7) for c in codes]
        confidences.append(np.array(sure, np.float32))
    low, line = best_threshold(found, confidences, documents)
    assert 0.2 < low < 0.5
    assert best_threshold(found, confidences, documents, 0.5)[0] == 0.5
    assert line.startswith("40 notes, F1 0.")
    assert line.endswith("found at all: 1.000")
