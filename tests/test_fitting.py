"""The small networks beside the encoder, where the libraries for training are installed."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

from medcode_desktop.core.confidence import FoundCode
from medcode_desktop.core.heads import Layers
from medcode_desktop.core.types import Assertion
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.fitting import averaged, best_threshold


def test_an_averaged_network_gives_the_mean_of_its_parts() -> None:
    chance = np.random.default_rng(3)

    def network() -> Layers:
        shapes = ((5, 4), (4, 1))
        return Layers(
            tuple(chance.normal(size=s).astype(np.float32) for s in shapes),
            tuple(chance.normal(size=s[1]).astype(np.float32) for s in shapes),
        )

    parts, inputs = [network() for _ in range(3)], chance.normal(size=(7, 5)).astype(np.float32)
    expected = np.mean([p(inputs) for p in parts], axis=0)
    assert np.allclose(averaged(parts)(inputs), expected, atol=1e-5)


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
