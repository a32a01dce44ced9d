"""The small learned arrays that belong to one encoder: its heads, the vectors of all terms, lexicon and calibration."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from medcode_desktop.core.mentions import STOP_WORDS
from medcode_desktop.core.types import FloatArray, IntArray
from medcode_desktop.errors import ModelError

FORMAT = 3
EXPERIENCE = (
    "seen", "seen_codes", "lexicon_keys", "lexicon_codes", "lexicon_counts",
    "phrase_keys", "phrase_shares", "frequency",
)  # fmt: skip
"""The arrays that hold what annotators did."""
TRAIN_ONLY = "train."
"""Stands before the names of those arrays that know the training notes alone, not the notes for choosing (dev)."""
PLAIN = "plain."
"""Stands before the names of the layers that weigh codes by their names alone."""
FEW = 8
"""Most codes that share a name which is looked for as it stands."""
NAMED = 0.5
"""Share that stands for "a name of the table" where nobody counted how often it was marked, and how sure that is."""
Words = npt.NDArray[np.uint64]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Lower case, no accents, no plural ending: enough to match "fractures" with "fracture"."""
    word = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    """Stems of the words of a text in order, stop words left out."""
    return [stem(w) for w in re.findall(r"[^\W_]+", text) if w.lower() not in STOP_WORDS]


def term_key(text: str) -> int:
    """64-bit key of a term that does not depend on the order of its words, inflection or stop words; 0 for no words."""
    words = sorted(set(stems(text)))
    if not words:
        return 0
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """A small feed-forward network: each layer (inputs, outputs) with its bias; tanh between the layers."""

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    def __call__(self, inputs: FloatArray) -> FloatArray:
        for i, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            inputs = inputs @ w + b
            if i + 1 < len(self.weights):
                inputs = np.tanh(inputs)
        return inputs


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Everything learnt besides the encoder's own weights.

    `codes` (k,) are the codes that mentions are linked to. `terms` and `seen` are unit vectors, (n, w) float32, of the
    code set's terms and of annotated mentions; `term_codes` and `seen_codes` (n,), ascending, index `codes`. The
    lexicon holds keys of terms only (see `term_key`), never their words: `lexicon_keys` (m,) ascending, with the code
    and how often the annotators of each guide gave it, (m, guides) (0: a term of the code set); `phrase_keys` (p,)
    ascending, with the share of the notes with the phrase that mark it; `stem_keys` (s,) likewise, with the
    inverse document frequency of each stem among the code set's titles. `frequency` (guides, k) is how often each code
    was annotated.
    """

    name: str
    guides: tuple[str, ...]
    layers: Mapping[str, Layers]
    link: FloatArray
    codes: tuple[str, ...]
    terms: FloatArray
    term_codes: IntArray
    seen: FloatArray
    seen_codes: IntArray
    lexicon_keys: Words
    lexicon_codes: IntArray
    lexicon_counts: IntArray
    phrase_keys: Words
    phrase_shares: FloatArray
    stem_keys: Words
    stem_weights: FloatArray
    frequency: FloatArray
    settings: Mapping[str, Any]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], *, train_only: bool = False) -> Heads:
        """Checks and unpacks the arrays of a heads file. Raises `ModelError` if they do not belong together.

        With `train_only` the heads know nothing of the dev notes, so that they can be measured on these.
        """
        try:
            lesson = {n: TRAIN_ONLY + n if train_only and TRAIN_ONLY + n in arrays else n for n in EXPERIENCE}
            about = json.loads(arrays["about"].tobytes().decode())
            if about["format"] != FORMAT:
                raise ModelError(
                    f"The encoder's heads have format {about['format']}; this program reads format {FORMAT}.",
                    "Use the model files that came with this version of the program.",
                )
            layers = {
                name: Layers(
                    tuple(arrays[f"{name}.w{i}"].astype(np.float32) for i in range(depth)),
                    tuple(arrays[f"{name}.b{i}"].astype(np.float32) for i in range(depth)),
                )
                for name, depth in about["layers"].items()
            }
            heads = cls(
                name=about["name"],
                guides=tuple(about["guides"]),
                layers=layers,
                link=arrays["link"].astype(np.float32),
                codes=tuple(arrays["codes"].tobytes().decode().split("\n")),
                terms=_unpacked(arrays["terms"]),
                term_codes=arrays["term_codes"].astype(np.int32),
                seen=_unpacked(arrays[lesson["seen"]]),
                seen_codes=arrays[lesson["seen_codes"]].astype(np.int32),
                lexicon_keys=arrays[lesson["lexicon_keys"]],
                lexicon_codes=arrays[lesson["lexicon_codes"]].astype(np.int32),
                lexicon_counts=arrays[lesson["lexicon_counts"]].astype(np.int32),
                phrase_keys=arrays[lesson["phrase_keys"]],
                phrase_shares=arrays[lesson["phrase_shares"]].astype(np.float32) / np.float32(255),
                stem_keys=arrays["stem_keys"],
                stem_weights=arrays["stem_weights"].astype(np.float32),
                frequency=arrays[lesson["frequency"]].astype(np.float32),
                settings=about["settings"],
            )
        except (KeyError, ValueError, UnicodeDecodeError) as problem:
            raise ModelError(f"The encoder's heads are damaged ({problem}).", "Install the program again.") from None
        same = (
            len(heads.terms) == len(heads.term_codes)
            and len(heads.seen) == len(heads.seen_codes)
            and len(heads.lexicon_keys) == len(heads.lexicon_codes) == len(heads.lexicon_counts)
            and len(heads.phrase_keys) == len(heads.phrase_shares)
            and len(heads.stem_keys) == len(heads.stem_weights)
            and heads.link.shape[1] == heads.terms.shape[1]
            and heads.frequency.shape == (len(heads.guides), len(heads.codes))
            and heads.lexicon_counts.shape[1:] == (len(heads.guides),)
        )
        if not same:
            raise ModelError("The encoder's heads are damaged: their sizes differ.", "Install the program again.")
        return heads

    @property
    def fingerprint(self) -> str:
        """What tells the encoder that these belong to from others: a hash of its linking projection."""
        return hashlib.blake2b(self.link.tobytes(), digest_size=8).hexdigest()

    def adapted(
        self,
        codes: Container[str],
        new: Mapping[str, Sequence[str]],
        vectors: FloatArray,
        phrases: Iterable[tuple[str, str]] = (),
    ) -> Heads:
        """The heads for another release: what is learnt of codes that it lacks is left out, new codes are added.

        `new` maps each new code to its terms; `vectors` (n, w) are the unit vectors of all of these in order.
        `phrases` with their codes join the lexicon, as terms of the code set.
        """
        there = np.array([code in codes for code in self.codes])
        terms, seen, words = there[self.term_codes], there[self.seen_codes], there[self.lexicon_codes]
        first = len(self.codes)
        places = np.repeat(np.arange(first, first + len(new), dtype=np.int32), [len(t) for t in new.values()])
        rows = [(term_key(term), first + i) for i, names in enumerate(new.values()) for term in dict.fromkeys(names)]
        numbers = {code: i for i, code in enumerate((*self.codes, *new))}
        rows += [(term_key(phrase), numbers[code]) for phrase, code in phrases if code in numbers]
        known = set(zip(self.lexicon_keys.tolist(), self.lexicon_codes.tolist(), strict=True)) if rows else set()
        rows = sorted({row for row in rows if row[0]} - known)
        keys = np.concatenate([self.lexicon_keys[words], np.array([k for k, _ in rows], np.uint64)])
        order = np.argsort(keys, kind="stable")
        counts = np.zeros((len(rows), len(self.guides)), np.int32)
        return replace(
            self,
            codes=(*self.codes, *new),
            terms=np.concatenate([self.terms[terms], vectors]),
            term_codes=np.concatenate([self.term_codes[terms], places]),
            seen=self.seen[seen],
            seen_codes=self.seen_codes[seen],
            lexicon_keys=keys[order],
            lexicon_codes=np.concatenate([self.lexicon_codes[words], np.array([c for _, c in rows], np.int32)])[order],
            lexicon_counts=np.concatenate([self.lexicon_counts[words], counts])[order],
            frequency=np.pad(self.frequency, ((0, 0), (0, len(new)))),
        )

    def of_names(self, names: Mapping[str, Sequence[str]], vectors: FloatArray) -> Heads:
        """The heads for a table that no notes were annotated with; only the taggers and what weighs names stay.

        `names` maps each code to its names, the title first; `vectors` (n, w) are the unit vectors of all of these in
        order. Names of several words, and short ones of few codes, are also found where the tagger does not see them.
        """
        codes = tuple(sorted(names))
        numbers = {code: i for i, code in enumerate(codes)}
        owners = np.repeat(np.array([numbers[code] for code in names], np.int32), [len(n) for n in names.values()])
        order = np.argsort(owners, kind="stable")
        rows = sorted({(key, numbers[code]) for code, its in names.items() for n in its if (key := term_key(n))})
        keys, counts = np.unique(np.array([key for key, _ in rows], np.uint64), return_counts=True)
        titles = [set(stems(its[0])) for its in names.values()]
        spread = Counter(word for title in titles for word in title)
        weights = sorted(
            (term_key(word), np.log(len(titles) / n) + 1e-3) for word, n in spread.items() if term_key(word)
        )
        plain = {name.removeprefix(PLAIN): its for name, its in self.layers.items() if name.startswith(PLAIN)}
        return replace(
            self,
            layers={**self.layers, **plain},
            codes=codes,
            terms=vectors[order],
            term_codes=owners[order],
            seen=np.empty((0, vectors.shape[1]), np.float32),
            seen_codes=np.empty(0, np.int32),
            lexicon_keys=np.array([key for key, _ in rows], np.uint64),
            lexicon_codes=np.array([code for _, code in rows], np.int32),
            lexicon_counts=np.zeros((len(rows), len(self.guides)), np.int32),
            phrase_keys=keys[counts <= FEW],
            phrase_shares=np.full(int((counts <= FEW).sum()), NAMED, np.float32),
            stem_keys=np.array([key for key, _ in weights], np.uint64),
            stem_weights=np.array([weight for _, weight in weights], np.float32),
            frequency=np.zeros((len(self.guides), len(codes)), np.float32),
            settings={**self.settings, "threshold": self.settings.get(f"{PLAIN}threshold"), "named": NAMED},
        )

    def lexicon(self, key: int) -> list[tuple[int, IntArray]]:
        """(index of code, times annotated under each guide (guides,)) of a term, none if the key is unknown."""
        start = np.searchsorted(self.lexicon_keys, np.uint64(key), "left")
        end = np.searchsorted(self.lexicon_keys, np.uint64(key), "right")
        return [(int(self.lexicon_codes[i]), self.lexicon_counts[i]) for i in range(int(start), int(end))]

    def stem_weight(self, key: int) -> float:
        """How much a stem tells about a code; a stem of no title tells most."""
        at = int(np.searchsorted(self.stem_keys, np.uint64(key)))
        if at < len(self.stem_keys) and int(self.stem_keys[at]) == key:
            return float(self.stem_weights[at])
        return float(self.stem_weights.max(initial=1.0))

    def phrase_share(self, key: int) -> float | None:
        """Share of the notes with a phrase in which annotators marked it; None for a phrase never marked."""
        at = int(np.searchsorted(self.phrase_keys, np.uint64(key)))
        if at < len(self.phrase_keys) and int(self.phrase_keys[at]) == key:
            return float(self.phrase_shares[at])
        return None


def packed(vectors: FloatArray) -> npt.NDArray[np.int8]:
    """Unit vectors as 8-bit integers; the length lost in rounding is restored by `_unpacked`."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors / largest * 127), np.int8)


def _unpacked(rows: npt.NDArray[Any]) -> FloatArray:
    vectors = rows.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors
