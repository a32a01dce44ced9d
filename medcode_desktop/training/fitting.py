"""Builds what stands beside the encoder: term vectors, lexicon, and the small networks that rank and weigh codes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import nn

from medcode_desktop.core.coder import Coder
from medcode_desktop.core.heads import FORMAT, Layers, packed, stems, term_key
from medcode_desktop.core.mentions import find_spans, read_note, token_range, words_of
from medcode_desktop.core.retrieval import LONGEST_PHRASE
from medcode_desktop.core.types import CodingOptions, Encoder, FloatArray, Note, Progress, Scope
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.encoder import GUIDES, Network
from medcode_desktop.training.terms import TermTable

Arrays = dict[str, npt.NDArray[Any]]
FOLDS = 5
T = TypeVar("T")


def finish(work: Generator[Progress, None, T]) -> T:
    """Runs a generator to its end and gives its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


class Store:
    """Collects the arrays of a heads file and writes them."""

    def __init__(self, name: str, network: Network) -> None:
        self.arrays: Arrays = {}
        self.depths: dict[str, int] = {}
        self.settings: dict[str, Any] = {"threshold": {str(s): 0.5 for s in Scope}}
        self.name = name
        for head in ("tags", "assertion", "reportable"):
            linear = getattr(network, head)
            self.add(head, Layers((linear.weight.detach().numpy().T,), (linear.bias.detach().numpy(),)))
        self.arrays["link"] = network.link.weight.detach().numpy().T.copy()

    def add(self, name: str, layers: Layers) -> None:
        self.depths[name] = len(layers.weights)
        for i, (w, b) in enumerate(zip(layers.weights, layers.biases, strict=True)):
            self.arrays[f"{name}.w{i}"], self.arrays[f"{name}.b{i}"] = w.astype(np.float32), b.astype(np.float32)

    def finished(self) -> Arrays:
        about = {
            "format": FORMAT, "name": self.name, "guides": GUIDES, "layers": self.depths, "settings": self.settings,
        }  # fmt: skip
        return {**self.arrays, "about": np.frombuffer(json.dumps(about).encode(), np.uint8)}


def project(link: FloatArray, means: FloatArray) -> FloatArray:
    vectors = means @ link
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)


def add_terms(store: Store, encoder: Encoder, terms: TermTable) -> Generator[Progress, None, None]:
    """The vectors of all terms of the code set, by code; they do not depend on the annotated notes."""
    codes = sorted(terms)
    rows = [(i, term) for i, code in enumerate(codes) for term in dict.fromkeys(terms[code])]
    vectors = np.empty((len(rows), store.arrays["link"].shape[1]), np.int8)
    for at in range(0, len(rows), 512):
        yield Progress(at, len(rows), "Computing the vectors of the code set's terms")
        means = encoder.embed_texts([t for _, t in rows[at : at + 512]])
        vectors[at : at + 512] = packed(project(store.arrays["link"], means))
    titles = [set(stems(terms[code][0])) for code in codes]
    spread = Counter(word for title in titles for word in title)
    weights = sorted((term_key(word), np.log(len(titles) / n)) for word, n in spread.items() if term_key(word))
    store.arrays["stem_keys"] = np.array([k for k, _ in weights], np.uint64)
    store.arrays["stem_weights"] = np.array([w for _, w in weights], np.float16)
    store.arrays["codes"] = np.frombuffer("\n".join(codes).encode(), np.uint8)
    store.arrays["terms"] = vectors
    store.arrays["term_codes"] = np.array([i for i, _ in rows], np.uint16)


def add_experience(
    store: Store, encoder: Encoder, terms: TermTable, documents: Sequence[GoldDocument], known: Callable[[str | None], str | None]
) -> Generator[Progress, None, None]:  # fmt: skip
    """What annotators did: vectors of their mentions in context, keys of their terms, how often phrases were marked."""
    codes = {code: i for i, code in enumerate(sorted(terms))}
    sums: dict[tuple[int, int], FloatArray] = {}
    counts: Counter[tuple[int, int]] = Counter()
    marked: Counter[int] = Counter()
    frequency = np.zeros(len(codes), np.uint16)
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), "Learning the mentions of the annotated notes")
        tokens = encoder.tokenize(document.text)
        vectors = finish(read_note(encoder, tokens, document.text))
        for start, end in {(m.start, m.end) for m in document.mentions}:
            marked[term_key(document.text[start:end])] += 1
        for m in document.mentions:
            first, last = token_range(tokens.offsets, m.start, m.end)
            code = known(m.code)
            key = term_key(document.text[m.start : m.end])
            if code is None or first == last or not key:
                continue
            place = (codes[code], key)
            sums[place] = sums.get(place, 0) + vectors[first:last].mean(axis=0)
            counts[place] += 1
            frequency[codes[code]] += 1
    places = sorted(sums)
    means = np.stack([sums[p] / counts[p] for p in places])
    store.arrays["seen"] = packed(project(store.arrays["link"], means))
    store.arrays["seen_codes"] = np.array([c for c, _ in places], np.uint16)
    store.arrays["frequency"] = frequency

    lexicon = {(term_key(t), codes[code]): 0 for code, names in terms.items() for t in names}
    lexicon.update({(key, code): counts[code, key] for code, key in places})
    rows = sorted((key, code, n) for (key, code), n in lexicon.items() if key)
    store.arrays["lexicon_keys"] = np.array([r[0] for r in rows], np.uint64)
    store.arrays["lexicon_codes"] = np.array([r[1] for r in rows], np.uint16)
    store.arrays["lexicon_counts"] = np.array([r[2] for r in rows], np.uint16)

    met: Counter[int] = Counter()
    for document in documents:
        words = words_of(document.text)
        for at in range(len(words)):
            for end in range(at, min(at + LONGEST_PHRASE, len(words))):
                key = term_key(document.text[words[at].start : words[end].end])
                met[key] += key in marked
    phrases = sorted(k for k in marked if k)
    store.arrays["phrase_keys"] = np.array(phrases, np.uint64)
    shares = [min(1.0, marked[k] / (max(met[k], marked[k]) + 0.5)) for k in phrases]
    store.arrays["phrase_shares"] = np.array(np.rint(np.array(shares) * 255), np.uint8)


def fit_network(
    inputs: FloatArray, loss: Callable[[torch.Tensor], torch.Tensor], hidden: int, decay: float, steps: int = 400
) -> Layers:
    """A network with one hidden layer, (n, f) -> (n, 1), that minimises `loss` of its outputs; seeded, full batch."""
    torch.manual_seed(11)
    centre, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    x = torch.from_numpy((inputs - centre) / scale)
    network = nn.Sequential(nn.Linear(x.shape[1], hidden), nn.Tanh(), nn.Linear(hidden, 1))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.02, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(network(x)[:, 0]).backward()
        optimizer.step()
        schedule.step()
    w0, b0 = network[0].weight.detach().numpy().T, network[0].bias.detach().numpy()
    w1, b1 = network[2].weight.detach().numpy().T, network[2].bias.detach().numpy()
    return Layers((w0 / scale[:, None], w1), (b0 - (centre / scale) @ w0, b1))


def fit_ranker(
    coder: Coder, documents: Sequence[GoldDocument], known: Callable[[str | None], str | None]
) -> Generator[Progress, None, tuple[Layers, str]]:
    """The ranker, on the spans that the tagger finds where annotators marked a mention, and a line about it."""
    rows: list[FloatArray] = []
    right: list[npt.NDArray[np.bool_]] = []
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), "Reading the held-out notes")
        guide = GUIDES.index(document.corpus)
        tokens = coder.encoder.tokenize(document.text)
        vectors = finish(read_note(coder.encoder, tokens, document.text))
        logits = coder.heads.layers["tags"](vectors).reshape(len(vectors), len(GUIDES), 3)[:, guide]
        tags = np.exp(logits - logits.max(axis=1, keepdims=True))
        tags /= tags.sum(axis=1, keepdims=True)
        spans = find_spans(document.text, tokens.offsets, np.asarray(1 - tags[:, 0], np.float32), tags[:, 1])
        wanted = [
            {known(m.code) for m in document.mentions if m.start < s.span.end and s.span.start < m.end} - {None}
            for s in spans
        ]
        used = [i for i, codes in enumerate(wanted) if codes]
        if not used:
            continue
        means = np.stack([vectors[spans[i].first : spans[i].last].mean(axis=0) for i in used])
        places, linking = [spans[i].span for i in used], coder.linker.project(means)
        found = coder.linker.candidates(document.text, places, linking, guide)
        for i, (codes, features) in zip(used, found, strict=True):
            rows.append(features)
            right.append(np.array([coder.heads.codes[c] in wanted[i] for c in codes]))
    width = max(len(r) for r in rows)
    index = torch.full((len(rows), width + 1), -1)
    good = torch.zeros((len(rows), width + 1), dtype=torch.bool)
    at = 0
    for i, mask in enumerate(right):
        index[i, : len(mask)] = torch.arange(at, at + len(mask))
        good[i, : len(mask)] = torch.from_numpy(mask)
        good[i, width] = not mask.any()
        at += len(mask)

    def loss(scores: torch.Tensor) -> torch.Tensor:
        table = scores[index.clamp(min=0)].masked_fill(index < 0, float("-inf"))
        table = torch.cat([table[:, :width], torch.zeros(len(rows), 1)], dim=1)
        return (table.logsumexp(1) - table.masked_fill(~good, float("-inf")).logsumexp(1)).mean()

    layers = fit_network(np.concatenate(rows), loss, hidden=16, decay=0.02)
    first = sum(bool(m[int(layers(f)[:, 0].argmax())]) for f, m in zip(rows, right, strict=True))
    there = sum(bool(m.any()) for m in right)
    line = f"ranker: {len(rows)} mentions, right first {first / len(rows):.3f}, among the candidates {there / len(rows):.3f}"
    return layers, line


def gather_rows(
    coder: Coder, documents: Sequence[GoldDocument], scope: Scope
) -> Generator[Progress, None, list[tuple[FloatArray, list[str]]]]:
    """For each document the features (n, f) of the codes found in it, and these codes."""
    result: list[tuple[FloatArray, list[str]]] = []
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), f"Coding the held-out notes ({scope})")
        found = finish(coder.gather(Note(document.doc_id, document.text), CodingOptions(scope=scope)))
        features = np.stack([f.features for f in found]) if found else np.empty((0, 0), np.float32)
        result.append((features, [f.code for f in found]))
    return result


def fit_score(
    gathered: Sequence[tuple[FloatArray, list[str]]], documents: Sequence[GoldDocument], hidden: int, decay: float
) -> tuple[Layers, float, str]:
    """The network that gives a code's confidence, the threshold of the best F1, and a line about both.

    The threshold and the figures come from predictions for notes that the network was not fitted on (5 folds).
    """
    kept = [(f, c, d) for (f, c), d in zip(gathered, documents, strict=True) if c]
    features = np.concatenate([f for f, _, _ in kept])
    label = np.array([c in d.codes or c in d.acceptable for _, codes, d in kept for c in codes])
    must = np.array([c in d.codes for _, codes, d in kept for c in codes])
    fold = np.array([i % FOLDS for i, (_, codes, _) in enumerate(kept) for _ in codes])
    wanted = sum(len(d.codes) for d in documents)

    def fit(rows: npt.NDArray[np.bool_]) -> Layers:
        target = torch.from_numpy(label[rows].astype(np.float32))
        return fit_network(
            features[rows], lambda s: F.binary_cross_entropy_with_logits(s, target), hidden, decay, steps=300
        )

    predicted = np.empty(len(label), np.float32)
    for k in range(FOLDS):
        predicted[fold == k] = fit(fold != k)(features[fold == k])[:, 0]
    predicted = 1 / (1 + np.exp(-predicted))
    best = (0.0, 0.5)
    for threshold in np.arange(0.1, 0.8, 0.01):
        chosen = predicted >= threshold
        p, r = label[chosen].mean() if chosen.any() else 0.0, must[chosen].sum() / max(1, wanted)
        best = max(best, (2 * p * r / max(1e-9, p + r), float(threshold)))
    high = (predicted > 0.7) & (predicted < 0.9)
    line = (
        f"{len(label)} codes, F1 {best[0]:.3f} at {best[1]:.2f}; at 0.7 to 0.9: {label[high].mean():.2f} right "
        f"({high.sum()}); reachable recall {must.sum() / max(1, wanted):.3f}"
    )
    return fit(np.ones(len(label), bool)), best[1], line
