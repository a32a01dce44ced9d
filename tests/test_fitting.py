"""The small networks beside the encoder, where the libraries for training are installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

import torch

from medcode_desktop import paths
from medcode_desktop.core.confidence import FoundCode
from medcode_desktop.core.heads import Layers, term_key
from medcode_desktop.core.types import Assertion
from medcode_desktop.engine import EncoderEngine
from medcode_desktop.errors import ModelError
from medcode_desktop.training.corpora import GoldDocument, GoldMention
from medcode_desktop.training.export import read_gguf, write_gguf
from medcode_desktop.training.fitting import Store, add_experience, best_threshold, finish
from medcode_desktop.training.layers import averaged, fit_linear
from medcode_desktop.training.network import Network, base_model
from medcode_desktop.training.pipeline import Workshop


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


def test_training_goes_on_from_the_files_of_an_encoder_without_any_loss(tmp_path: Path) -> None:
    built_in = Workshop(paths.models_folder(), paths.models_folder())
    network = Network(base_model())
    read_gguf(network, built_in.gguf)
    heads = Store.read(built_in.heads)
    heads.put_into(network)
    write_gguf(network, tmp_path / "again.gguf", heads.name)
    assert (tmp_path / "again.gguf").read_bytes() == built_in.gguf.read_bytes()
    again = Store(heads.name)
    again.add_network(network)
    assert all(np.array_equal(array, heads.arrays[name]) for name, array in again.arrays.items())
    (tmp_path / "other.gguf").write_bytes(b"GGUF and nothing else")
    with pytest.raises(ModelError, match=r"other\.gguf is not an encoder of this program"):
        read_gguf(network, tmp_path / "other.gguf")


def test_a_phrase_is_counted_once_a_note_and_without_the_words_around_it() -> None:
    notes = ["No gout. The gout of the left foot is acute gout.", "He has gout and a rash.", "Gout: none. A rash."]
    marked = ([(4, 8), (13, 17)], [(7, 11)], [(14, 18)])
    terms = {"M10.9": ["Gout, unspecified"], "R21": ["Rash"]}
    documents = [
        GoldDocument(str(i), "clinic", text, tuple(GoldMention(a, b, "M10.9" if i < 2 else "R21") for a, b in places))
        for i, (text, places) in enumerate(zip(notes, marked, strict=True))
    ]
    built_in = Workshop(paths.models_folder(), paths.models_folder())
    store = Store.read(built_in.heads)
    with EncoderEngine(built_in.gguf) as encoder:
        finish(add_experience(store, encoder, terms, documents, lambda code: code))
    shares = dict(zip(store.arrays["phrase_keys"].tolist(), store.arrays["phrase_shares"] / 255, strict=True))
    assert shares[term_key("gout")] == pytest.approx(2 / 3.5, abs=0.01)  # in three notes, marked in two
    assert shares[term_key("rash")] == pytest.approx(1 / 2.5, abs=0.01)
