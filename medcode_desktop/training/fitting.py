"""Builds what stands beside the encoder: term vectors, lexicon, and the small networks that rank and weigh codes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from medcode_desktop.core.coder import Coder
from medcode_desktop.core.confidence import FoundCode, odds, probability
from medcode_desktop.core.heads import FORMAT, Layers, packed, stems, term_key
from medcode_desktop.core.mention_coder import MentionCoder
from medcode_desktop.core.mentions import STOP_WORDS, read_note, token_range, words_of
from medcode_desktop.core.resampling import f1
from medcode_desktop.core.retrieval import LONGEST_PHRASE, projected
from medcode_desktop.core.sequencing import first_listed_features
from medcode_desktop.core.types import CodingOptions, Encoder, FloatArray, IntArray, Note, Progress, Scope
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.layers import Loss, averaged, fit_linear
from medcode_desktop.training.network import GUIDES, Network
from medcode_desktop.training.terms import TermTable

Arrays = dict[str, npt.NDArray[Any]]
Known = Callable[[str | None], str | None]
"""Maps an annotated code to the one that is linked, None where there is none."""
FoundCodes = Sequence[Sequence[FoundCode]]
"""The codes found in each note."""
FOLDS = 5
FLAT = 0.01
T = TypeVar("T")


class RememberingEncoder:
    """An encoder that reads no window twice: the notes are gone through several times while the heads are fitted."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.context_length = encoder.name, encoder.context_length
        self.tokenize, self.embed_texts = encoder.tokenize, encoder.embed_texts
        self._read = encoder.embed_tokens
        self._known: dict[bytes, FloatArray] = {}

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        new = {w.tobytes(): w for w in windows if w.tobytes() not in self._known}
        self._known.update(zip(new, self._read(list(new.values())), strict=True))
        return [self._known[w.tobytes()] for w in windows]


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

    def __init__(self, name: str, guides: Sequence[str] = GUIDES) -> None:
        self.arrays: Arrays = {}
        self.depths: dict[str, int] = {}
        self.settings: dict[str, Any] = {
            "threshold": {str(s): 0.5 for s in Scope}, "contender": 0.4, "sequenced": (1.0, 0.0, 0.0),
        }  # fmt: skip
        self.name, self.guides = name, tuple(guides)

    def add_network(self, network: Network) -> None:
        """The heads that were trained with the encoder."""
        for head in ("tags", "assertion", "reportable"):
            linear = getattr(network, head)
            self.add(head, Layers((linear.weight.detach().numpy().T,), (linear.bias.detach().numpy(),)))
        self.arrays["link"] = network.link.weight.detach().numpy().T.copy()

    def put_into(self, network: Network) -> None:
        """The other way round: the heads that were trained with an encoder, back into a network."""
        with torch.no_grad():
            for head in ("tags", "assertion", "reportable"):
                linear = getattr(network, head)
                linear.weight.copy_(torch.from_numpy(self.arrays[f"{head}.w0"].T.astype(np.float32)))
                linear.bias.copy_(torch.from_numpy(self.arrays[f"{head}.b0"].astype(np.float32)))
            network.link.weight.copy_(torch.from_numpy(self.arrays["link"].T.astype(np.float32)))

    def add(self, name: str, layers: Layers) -> None:
        self.depths[name] = len(layers.weights)
        for i, (w, b) in enumerate(zip(layers.weights, layers.biases, strict=True)):
            self.arrays[f"{name}.w{i}"], self.arrays[f"{name}.b{i}"] = w.astype(np.float32), b.astype(np.float32)

    @classmethod
    def read(cls, path: Path) -> Store:
        """A store as it was written."""
        store = cls.__new__(cls)
        with np.load(path, allow_pickle=False) as arrays:
            store.arrays = {name: arrays[name] for name in arrays.files if name != "about"}
            about = json.loads(arrays["about"].tobytes())
        store.depths, store.settings = about["layers"], about["settings"]
        store.name, store.guides = about["name"], tuple(about["guides"])
        return store

    def write(self, path: Path) -> None:
        np.savez(path, allow_pickle=False, **self.finished())

    def finished(self) -> Arrays:
        about = {
            "format": FORMAT, "name": self.name, "guides": self.guides, "layers": self.depths,
            "settings": self.settings,
        }  # fmt: skip
        return {**self.arrays, "about": np.frombuffer(json.dumps(about).encode(), np.uint8)}


def add_terms(
    store: Store, embed_texts: Callable[[Sequence[str]], FloatArray], terms: TermTable
) -> Generator[Progress, None, None]:
    """The vectors of all terms of the code set, by code; they do not depend on the annotated notes.

    `embed_texts` is that of the encoder: mean token vectors of each text, unit length, (len(texts), d).
    """
    codes = sorted(terms)
    rows = [(i, term) for i, code in enumerate(codes) for term in dict.fromkeys(terms[code])]
    vectors = np.empty((len(rows), store.arrays["link"].shape[1]), np.int8)
    for at in range(0, len(rows), 512):
        yield Progress(at, len(rows), "Computing the vectors of the code set's terms")
        means = embed_texts([t for _, t in rows[at : at + 512]])
        vectors[at : at + 512] = packed(projected(means, store.arrays["link"]))
    titles = [set(stems(terms[code][0])) for code in codes]
    spread = Counter(word for title in titles for word in title)
    weights = sorted((term_key(word), np.log(len(titles) / n)) for word, n in spread.items() if term_key(word))
    store.arrays["stem_keys"] = np.array([k for k, _ in weights], np.uint64)
    store.arrays["stem_weights"] = np.array([w for _, w in weights], np.float16)
    store.arrays["codes"] = np.frombuffer("\n".join(codes).encode(), np.uint8)
    store.arrays["terms"] = vectors
    store.arrays["term_codes"] = np.array([i for i, _ in rows], np.uint16)


def add_experience(
    store: Store, encoder: Encoder, terms: TermTable, documents: Sequence[GoldDocument], known: Known
) -> Generator[Progress, None, None]:
    """What annotators did: vectors of their mentions, keys of their terms, share of its notes that mark a phrase."""
    codes = {code: i for i, code in enumerate(sorted(terms))}
    sums: dict[tuple[int, int], FloatArray] = {}
    counts: dict[tuple[int, int], npt.NDArray[np.uint16]] = {}
    marked: Counter[int] = Counter()
    frequency = np.zeros((len(store.guides), len(codes)), np.uint16)
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), "Learning the mentions of the annotated notes")
        tokens = encoder.tokenize(document.text)
        vectors = finish(read_note(encoder, tokens, document.text))
        marked.update({term_key(document.text[m.start : m.end]) for m in document.mentions})
        for m in document.mentions:
            first, last = token_range(tokens.offsets, m.start, m.end)
            code = known(m.code)
            key = term_key(document.text[m.start : m.end])
            if code is None or first == last or not key:
                continue
            place = (codes[code], key)
            sums[place] = sums.get(place, 0) + vectors[first:last].mean(axis=0)
            guide = store.guides.index(document.corpus)
            counts.setdefault(place, np.zeros(len(store.guides), np.uint16))[guide] += 1
            frequency[guide, codes[code]] += 1
    places = sorted(sums)
    means = np.stack([sums[p] / np.float32(counts[p].sum()) for p in places])
    store.arrays["seen"] = packed(projected(means, store.arrays["link"]))
    store.arrays["seen_codes"] = np.array([c for c, _ in places], np.uint16)
    store.arrays["frequency"] = frequency

    never = np.zeros(len(store.guides), np.uint16)
    lexicon = {(term_key(t), codes[code]): never for code, names in terms.items() for t in names}
    lexicon.update({(key, code): counts[code, key] for code, key in places})
    rows = sorted(place for place in lexicon if place[0])
    store.arrays["lexicon_keys"] = np.array([r[0] for r in rows], np.uint64)
    store.arrays["lexicon_codes"] = np.array([r[1] for r in rows], np.uint16)
    store.arrays["lexicon_counts"] = np.array([lexicon[r] for r in rows], np.uint16)

    met = Counter(key for d in documents for key in _phrases(d.text) if key in marked)
    phrases = sorted(k for k in marked if k)
    store.arrays["phrase_keys"] = np.array(phrases, np.uint64)
    shares = [marked[k] / (max(met[k], marked[k]) + 0.5) for k in phrases]
    store.arrays["phrase_shares"] = np.array(np.rint(np.array(shares) * 255), np.uint8)


def _phrases(text: str) -> set[int]:
    """Keys of all phrases of a text that could be a mention."""
    words = [(w, text[w.start : w.end].lower() not in STOP_WORDS) for w in words_of(text)]
    return {
        term_key(text[first.start : last.end])
        for at, (first, begins) in enumerate(words)
        if begins
        for last, ends in words[at : at + LONGEST_PHRASE]
        if ends
    }


def gather(
    coder: MentionCoder, documents: Sequence[GoldDocument], scope: Scope
) -> Generator[Progress, None, list[list[FoundCode]]]:
    """The codes found in each document, with their features."""
    result = []
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), f"Coding annotated notes ({scope})")
        note = Note(document.doc_id, document.text)
        result.append((yield from coder.gather(note, CodingOptions(scope=scope))))
    return result


@dataclass(frozen=True, slots=True, eq=False)
class ScoreFit:
    """The networks of `FOLDS` folds in one, and the confidence of each code by that which did not see its note."""

    layers: Layers
    unseen: list[FloatArray]


def fit_score(
    found: FoundCodes, documents: Sequence[GoldDocument], fit: Callable[[FloatArray, Loss], Layers]
) -> ScoreFit:
    """Fits the confidences: the probability of each code to be among the document's must or acceptable codes."""
    features = np.concatenate([[f.features for f in codes] for codes in found if codes])
    label = np.array([is_right(d, f.code) for codes, d in zip(found, documents, strict=True) for f in codes])
    owner = np.array([i for i, codes in enumerate(found) for _ in codes])

    def fit_rows(rows: npt.NDArray[np.bool_]) -> Layers:
        target = torch.from_numpy(label[rows].astype(np.float32))
        return fit(features[rows], lambda scores: F.binary_cross_entropy_with_logits(scores, target))

    predicted, networks = np.empty(len(label), np.float32), []
    for k in range(FOLDS):
        networks.append(fit_rows(owner % FOLDS != k))
        predicted[owner % FOLDS == k] = networks[-1](features[owner % FOLDS == k])[:, 0]
    predicted = probability(predicted)
    return ScoreFit(averaged(networks), [predicted[owner == i] for i in range(len(found))])


def fit_first(
    found: FoundCodes, confidences: Sequence[FloatArray], documents: Sequence[GoldDocument], contender: float
) -> Layers:
    """The linear score by which the codes of a note compete for the first place, fitted on the annotated primaries."""
    rows: list[FloatArray] = []
    right: list[int] = []
    for codes, c, d in zip(found, confidences, documents, strict=True):
        likely = [i for i in range(len(codes)) if c[i] >= contender]
        names = [codes[i].code for i in likely]
        if d.primary in names:
            rows.append(first_listed_features([codes[i] for i in likely], c[likely]))
            right.append(names.index(d.primary))
    ends = np.cumsum([len(r) for r in rows])[:-1].tolist()

    def loss(scores: torch.Tensor) -> torch.Tensor:
        notes = torch.tensor_split(scores, ends)
        return torch.stack([-torch.log_softmax(note, 0)[i] for note, i in zip(notes, right, strict=True)]).mean()

    return fit_linear(np.concatenate(rows), loss, decay=0.03)


def fit_sequenced(
    coder: Coder, found: FoundCodes, confidences: Sequence[FloatArray], documents: Sequence[GoldDocument]
) -> tuple[float, float, float]:
    """Slope, bonus of the first-listed code and offset that correct the log odds of unseen notes' confidences."""
    rows, label = [], []
    for codes, c, d in zip(found, confidences, documents, strict=True):
        if codes:
            first, _ = coder.sequenced(codes, c)
            rows += [(odds(float(p)), float(i == first), 1.0) for i, p in enumerate(c)]
            label += [float(is_right(d, f.code)) for f in codes]
    x, target = torch.tensor(rows), torch.tensor(label)
    weights = torch.tensor([1.0, 0.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = F.binary_cross_entropy_with_logits(x @ weights, target)
        total.backward()
        return total

    optimizer.step(loss)
    slope, bonus, offset = (float(w) for w in weights.detach())
    return slope, bonus, offset


def best_threshold(
    found: FoundCodes,
    confidences: Sequence[FloatArray],
    documents: Sequence[GoldDocument],
    given: float | None = None,
) -> tuple[float, str]:
    """The lowest threshold within `FLAT` of the best F1, or the one given, and a line about it.

    Acceptable codes count for precision only. F1 hardly changes over a wide range of thresholds; the lowest finds most.
    """
    tried = [given] if given is not None else [round(float(t), 2) for t in np.arange(0.15, 0.8, 0.01)]
    scores = []
    for threshold in tried:
        rows = []
        for codes, c, d in zip(found, confidences, documents, strict=True):
            chosen = {f.code for f, p in zip(codes, c, strict=True) if p >= threshold}
            rows.append((sum(is_right(d, code) for code in chosen), len(chosen), len(chosen & d.codes), len(d.codes)))
        scores.append(float(f1(np.sum(rows, axis=0))))
    taken = next(i for i, score in enumerate(scores) if score >= max(scores) - FLAT)
    hits = sum(f.code in d.codes for codes, d in zip(found, documents, strict=True) for f in codes)
    there = hits / sum(len(d.codes) for d in documents)
    return tried[taken], (
        f"{len(documents)} notes, F1 {scores[taken]:.3f} at the threshold {tried[taken]:.2f}; found at all: {there:.3f}"
    )


def is_right(document: GoldDocument, code: str) -> bool:
    return code in document.codes or code in document.acceptable
