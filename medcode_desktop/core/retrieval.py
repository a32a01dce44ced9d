"""Finds the codes that a mention may stand for: by its words in the lexicon, by its vector among all terms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Protocol

import numpy as np
import numpy.typing as npt

from medcode_desktop.core.heads import Heads, stems, term_key
from medcode_desktop.core.mentions import FoundSpan, make_span, sentences, words_of
from medcode_desktop.core.types import FloatArray, IntArray, Progress, Span

CANDIDATES = 24
AT_ONCE = 64
LONGEST_PHRASE = 7
KEPT_CODES, KEPT_STEMS = 2048, 20_000
"""Codes whose names, and stems whose weights, are kept in memory."""
CLASSIFYING = frozenset({"unspecified", "other", "specified", "nos", "nec", "classified", "elsewhere"})
"""Words of titles that only sort codes and are not said in notes."""
FEATURES = (
    "term similarity", "seen similarity", "better of both", "below the best", "annotated share", "annotated count",
    "code set term", "words covered", "title covered", "frequency", "billable", "unspecified", "guide",
    "same weight", "same letters", "in the sentence", "missing weight", "share elsewhere", "count elsewhere",
    "near phrase annotated", "near phrase listed",
)  # fmt: skip
"""What the ranker sees of a candidate, in this order; annotated is what was so under the same guide.

A near phrase is one that shares words with the mention, within it or reaching `NEAR` code points beyond it.
"""
NEAR = 24
ALIKE = 0.3
"""Likeness of a near phrase from which its codes become candidates."""


class NamedCode(Protocol):
    """A code as the ranker sees it."""

    @property
    def title(self) -> str: ...

    @property
    def inclusion_terms(self) -> tuple[str, ...]: ...

    @property
    def billable(self) -> bool: ...


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Candidates of one mention, best first: indexes into `Heads.codes` (k,), probabilities (k,), features (k, f).

    `none` is the probability that no candidate is right.
    """

    codes: IntArray
    probabilities: FloatArray
    features: FloatArray
    none: float


@dataclass(frozen=True, slots=True)
class _Names:
    """What the ranker needs of a code's title and inclusion terms: their stems and letter triples."""

    title: frozenset[str]
    names: tuple[tuple[frozenset[str], frozenset[str], float], ...]
    billable: bool
    unspecified: bool


def projected(means: FloatArray, link: FloatArray) -> FloatArray:
    """Unit vectors (n, w) for linking from mean token vectors (n, d) and the projection (d, w)."""
    vectors = means @ link
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)


class Linker:
    """Ranks the codes for mentions by what the code set says of them."""

    def __init__(self, heads: Heads, entry_of: Callable[[str], NamedCode]) -> None:
        self.heads = heads
        self._entry_of = entry_of
        self._names = lru_cache(KEPT_CODES)(self._read_names)  # bounded: a long batch comes to see most codes
        self._stem_weight = lru_cache(KEPT_STEMS)(lambda word: heads.stem_weight(term_key(word)))
        self._term_starts, self._term_of = _groups(heads.term_codes)
        self._seen_starts, self._seen_of = _groups(heads.seen_codes)

    def project(self, means: FloatArray) -> FloatArray:
        """Unit vectors (n, w) for linking from mean token vectors (n, d)."""
        return projected(means, self.heads.link)

    def lexicon_spans(self, text: str, offsets: IntArray, inside: FloatArray, least: float) -> list[FoundSpan]:
        """Phrases that annotators marked in at least this share of the notes with them, longest first, none twice."""
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

    def rank(
        self, text: str, spans: Sequence[Span], vectors: FloatArray, guide: int
    ) -> Generator[Progress, None, list[Ranked]]:
        """Candidates for mentions given by their place and linking vectors (n, w); `guide` indexes `Heads.guides`.

        `AT_ONCE` mentions are compared with all terms at a time, which bounds the memory for a note of any length.
        """
        ranked: list[Ranked] = []
        for at in range(0, len(spans), AT_ONCE):
            yield Progress(at, len(spans), "Looking up candidates")
            part = slice(at, at + AT_ONCE)
            ranked += self.ranked(text, spans[part], vectors[part], guide)
        return ranked

    def ranked(self, text: str, spans: Sequence[Span], vectors: FloatArray, guide: int) -> list[Ranked]:
        """The same for a few mentions at once."""
        return [self._ranked(*found) for found in self.candidates(text, spans, vectors, guide)]

    def candidates(
        self, text: str, spans: Sequence[Span], vectors: FloatArray, guide: int
    ) -> list[tuple[IntArray, FloatArray]]:
        """For each mention the codes (k,) that are near by vector or named in the lexicon, with features (k, f)."""
        if not spans:
            return []
        around = sentences(text)
        starts = [s.start for s in around]
        terms = self._best(vectors, self.heads.terms, self._term_starts, self._term_of)
        seen = self._best(vectors, self.heads.seen, self._seen_starts, self._seen_of)
        result = []
        for i, span in enumerate(spans):
            sentence = around[max(0, bisect_right(starts, span.start) - 1)]
            context = text[min(sentence.start, span.start) : max(sentence.end, span.end)]
            words = text[span.start : span.end]
            near = self._near_phrases(text, span, sentence, guide)
            result.append(self._candidates(words, frozenset(stems(context)), terms[i], seen[i], near, guide))
        return result

    def _near_phrases(
        self, text: str, span: Span, sentence: Span, guide: int
    ) -> tuple[Mapping[int, float], Mapping[int, float]]:
        """Codes that phrases near a mention were annotated with, and those they are terms of.

        Each with the greatest likeness of such a phrase to the mention (weighted Jaccard index of their stems), times
        the share of the annotations that gave the code.
        """
        start = max(0, min(sentence.start, span.start), span.start - NEAR)
        part = text[start : min(max(sentence.end, span.end), span.end + NEAR)]
        words = words_of(part)
        mention = frozenset(stems(text[span.start : span.end]))
        annotated: dict[int, float] = {}
        listed: dict[int, float] = {}
        for first, one in enumerate(words):
            for last in words[first : first + LONGEST_PHRASE]:
                if start + last.end <= span.start or start + one.start >= span.end:
                    continue
                phrase = part[one.start : last.end]
                known = self.heads.lexicon(term_key(phrase))
                if not known:
                    continue
                said = frozenset(stems(phrase))
                alike = self._weight(said & mention) / (self._weight(said | mention) + 1e-6)
                total = sum(int(n[guide]) for _, n in known)
                for code, n in known:
                    if n[guide]:
                        annotated[code] = max(annotated.get(code, 0.0), alike * int(n[guide]) / (total + 1))
                    elif not n.any():
                        listed[code] = max(listed.get(code, 0.0), alike)
        return annotated, listed

    def _best(self, vectors: FloatArray, rows: FloatArray, starts: IntArray, of: IntArray) -> FloatArray:
        """Greatest similarity of each mention to the rows of each code, (mentions, codes); -1 for codes without."""
        result = np.full((len(vectors), len(self.heads.codes)), -1.0, np.float32)
        if len(starts):
            result[:, of] = np.maximum.reduceat(vectors @ rows.T, starts, axis=1)
        return result

    def _candidates(
        self,
        text: str,
        context: frozenset[str],
        terms: FloatArray,
        seen: FloatArray,
        near_phrases: tuple[Mapping[int, float], Mapping[int, float]],
        guide: int,
    ) -> tuple[IntArray, FloatArray]:
        heads = self.heads
        both = np.maximum(terms, seen)
        known = heads.lexicon(term_key(text))
        annotated = {code: int(n[guide]) for code, n in known if n[guide]}
        elsewhere = {code: int(n.sum() - n[guide]) for code, n in known if n.sum() > n[guide]}
        listed = {code for code, n in known if not n.any()}
        near = np.argpartition(-both, min(CANDIDATES, len(both) - 1))[:CANDIDATES]
        near_annotated, near_listed = near_phrases
        likely = [c for phrases in near_phrases for c, alike in phrases.items() if alike >= ALIKE]
        codes = np.array(sorted({*near.tolist(), *annotated, *elsewhere, *listed, *likely}), np.int32)
        total, others, top = sum(annotated.values()), sum(elsewhere.values()), float(both[codes].max())
        words, letters = frozenset(stems(text)), _triples(text)
        weight = self._weight(words)
        features = np.empty((len(codes), len(FEATURES)), np.float32)
        for row, code in enumerate(codes.tolist()):
            about = self._names(code)
            shared = len(words & about.title)
            alike = max(
                2 * self._weight(words & name) / (weight + heavy + 1e-6) for name, _, heavy in about.names
            )  # fmt: skip
            spelt = max(2 * len(letters & triples) / (len(letters) + len(triples) + 1) for _, triples, _ in about.names)
            said = self._weight(about.title & context) / (self._weight(about.title) + 1e-6)
            features[row] = (
                terms[code], seen[code], both[code], top - both[code],
                annotated.get(code, 0) / (total + 1), np.log1p(annotated.get(code, 0)), code in listed,
                shared / max(1, len(words)), shared / max(1, len(about.title)),
                np.log1p(heads.frequency[guide, code]), about.billable, about.unspecified, guide,
                alike, spelt, said, self._weight(words - about.title) / (weight + 1e-6),
                elsewhere.get(code, 0) / (others + 1), np.log1p(elsewhere.get(code, 0)),
                near_annotated.get(code, 0.0), near_listed.get(code, 0.0),
            )  # fmt: skip
        return codes, features

    def _ranked(self, codes: IntArray, features: FloatArray) -> Ranked:
        """Softmax over the ranker's scores and a score of nought for "none of these"."""
        scores = np.append(self.heads.layers["ranker"](features)[:, 0], np.float32(0.0))
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        order = np.argsort(-weights[:-1], kind="stable")
        return Ranked(codes[order], weights[:-1][order], features[order], float(weights[-1]))

    def _read_names(self, code: int) -> _Names:
        entry = self._entry_of(self.heads.codes[code])
        names = tuple(
            (words, _triples(name), self._weight(words))
            for name in (entry.title, *entry.inclusion_terms)
            if (words := frozenset(stems(name)) - CLASSIFYING or frozenset(stems(name)))
        )
        return _Names(frozenset(stems(entry.title)) - CLASSIFYING, names, entry.billable, "nspecified" in entry.title)

    def _weight(self, words: frozenset[str]) -> float:
        """Sum of the weights of stems: the rarer in the code set's titles, the heavier."""
        return sum(map(self._stem_weight, words))


def _triples(text: str) -> frozenset[str]:
    """All runs of three letters, word by word, with the word's ends marked; equal ones share their memory."""
    return frozenset(intern(w[i : i + 3]) for s in stems(text) for w in (f" {s} ",) for i in range(len(w) - 2))


def _groups(ascending: npt.NDArray[np.int32]) -> tuple[IntArray, IntArray]:
    """Where each run of equal values starts, and its value."""
    if not len(ascending):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    starts = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]])
    return np.asarray(starts, np.int32), ascending[starts]
