"""Finds the codes that a mention may stand for: by its words in the lexicon, by its vector among all terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from medcode_desktop.core.heads import Heads, stems, term_key
from medcode_desktop.core.mentions import FoundSpan, make_span, words_of
from medcode_desktop.core.types import FloatArray, IntArray

CANDIDATES = 24
LONGEST_PHRASE = 7
FEATURES = (
    "term similarity", "seen similarity", "better of both", "below the best", "annotated share", "annotated count",
    "code set term", "words covered", "title covered", "frequency", "billable", "unspecified", "guide",
)  # fmt: skip
"""What the ranker sees of a candidate, in this order."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Candidates of one mention, best first: indexes into `Heads.codes` (k,), probabilities (k,), features (k, f).

    `none` is the probability that no candidate is right.
    """

    codes: IntArray
    probabilities: FloatArray
    features: FloatArray
    none: float


class Linker:
    """Ranks the codes for mentions. `title_of` gives the title of a code, `billable` whether it can be billed."""

    def __init__(self, heads: Heads, title_of: Callable[[str], str], billable: Callable[[str], bool]) -> None:
        self.heads = heads
        self._title_of, self._billable = title_of, billable
        self._about: dict[int, tuple[frozenset[str], bool, bool]] = {}
        self._term_starts, self._term_of = _groups(heads.term_codes)
        self._seen_starts, self._seen_of = _groups(heads.seen_codes)

    def project(self, means: FloatArray) -> FloatArray:
        """Unit vectors (n, w) for linking from mean token vectors (n, d)."""
        vectors = means @ self.heads.link
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)

    def lexicon_spans(self, text: str, offsets: IntArray, inside: FloatArray, least: float) -> list[FoundSpan]:
        """Phrases that annotators marked in at least this share of their occurrences, longest first, not overlapping."""
        words = words_of(text)
        free = np.ones(len(words), bool)
        found = []
        for length in range(LONGEST_PHRASE, 0, -1):
            for at in range(len(words) - length + 1):
                if not free[at : at + length].all():
                    continue
                share = self.heads.phrase_share(term_key(text[words[at].start : words[at + length - 1].end]))
                if share is None or share < least:
                    continue
                span = make_span(text, words[at : at + length], offsets, inside)
                if span is not None:
                    free[at : at + length] = False
                    found.append(span)
        return sorted(found, key=lambda f: f.span)

    def rank(self, texts: Sequence[str], vectors: FloatArray, guide: int) -> list[Ranked]:
        """Candidates for mentions given by their words and linking vectors (n, w); `guide` indexes `Heads.guides`."""
        return [self._ranked(codes, features) for codes, features in self.candidates(texts, vectors, guide)]

    def candidates(self, texts: Sequence[str], vectors: FloatArray, guide: int) -> list[tuple[IntArray, FloatArray]]:
        """For each mention the codes (k,) that are near by vector or named in the lexicon, with features (k, f)."""
        if not len(texts):
            return []
        terms = self._best(vectors, self.heads.terms, self._term_starts, self._term_of)
        seen = self._best(vectors, self.heads.seen, self._seen_starts, self._seen_of)
        return [self._candidates(text, terms[i], seen[i], guide) for i, text in enumerate(texts)]

    def _best(self, vectors: FloatArray, rows: FloatArray, starts: IntArray, of: IntArray) -> FloatArray:
        """Greatest similarity of each mention to the rows of each code, (mentions, codes); -1 for codes without."""
        result = np.full((len(vectors), len(self.heads.codes)), -1.0, np.float32)
        if len(starts):
            result[:, of] = np.maximum.reduceat(vectors @ rows.T, starts, axis=1)
        return result

    def _candidates(
        self, text: str, terms: FloatArray, seen: FloatArray, guide: int
    ) -> tuple[IntArray, FloatArray]:
        heads = self.heads
        both = np.maximum(terms, seen)
        known = heads.lexicon(term_key(text))
        annotated = {code: n for code, n in known if n}
        listed = {code for code, n in known if not n}
        near = np.argpartition(-both, CANDIDATES)[:CANDIDATES]
        codes = np.array(sorted({*near.tolist(), *annotated, *listed}), np.int32)
        total, top = sum(annotated.values()), float(both[codes].max())
        words = frozenset(stems(text))
        features = np.empty((len(codes), len(FEATURES)), np.float32)
        for row, code in enumerate(codes.tolist()):
            title, billable, unspecified = self._words(code)
            shared = len(words & title)
            features[row] = (
                terms[code], seen[code], both[code], top - both[code],
                annotated.get(code, 0) / (total + 1), np.log1p(annotated.get(code, 0)), code in listed,
                shared / max(1, len(words)), shared / max(1, len(title)),
                np.log1p(heads.frequency[code]), billable, unspecified, guide,
            )  # fmt: skip
        return codes, features

    def _ranked(self, codes: IntArray, features: FloatArray) -> Ranked:
        """Softmax over the ranker's scores and a score of nought for "none of these"."""
        scores = np.append(self.heads.layers["ranker"](features)[:, 0], np.float32(0.0))
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        order = np.argsort(-weights[:-1], kind="stable")
        return Ranked(codes[order], weights[:-1][order], features[order], float(weights[-1]))

    def _words(self, code: int) -> tuple[frozenset[str], bool, bool]:
        if code not in self._about:
            title = self._title_of(self.heads.codes[code])
            self._about[code] = (
                frozenset(stems(title)), self._billable(self.heads.codes[code]), "nspecified" in title,
            )  # fmt: skip
        return self._about[code]


def _groups(ascending: npt.NDArray[np.int32]) -> tuple[IntArray, IntArray]:
    """Where each run of equal values starts, and its value."""
    if not len(ascending):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    starts = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]])
    return np.asarray(starts, np.int32), ascending[starts]
