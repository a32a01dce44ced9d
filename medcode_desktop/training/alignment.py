"""Places the evidence of Spanish notes in their English translation, by word translations learnt from both.

Translations are learnt without any dictionary (IBM model 1, Brown et al. 1993) from words that stand at about the same
relative place in both texts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from medcode_desktop.core.mentions import STOP_WORDS
from medcode_desktop.training.corpora import Grams, fold

Translations = Mapping[str, Mapping[str, float]]
"""Roots of Spanish words to roots of English ones, with how likely each is in relation to the likeliest."""
ROOT = 8
"""Letters by which the forms of a word are taken for one."""
WINDOW = 0.03
"""Distance, as a share of the text, within which words may translate each other."""
ROUNDS = 6
LIKELY = 0.05
"""Least probability of a translation."""
COGNATE = 0.72
"""Likeness of letters from which words count as the same ("cistoscopia", "cystoscopy")."""
PLACED = 0.6
"""Least likeness of a phrase to the evidence; between .6 and .65 nearly all are right, below hardly any."""
NEAR, FAR = 0.12, 80
"""How far, as a share of the text, a phrase may stand from its evidence; code points between parts read as one."""
AWAY = 0.7
"""What distance costs, in likeness for the whole text."""
_SPANISH_STOP = frozenset(
    "a al ambos con de del e el en la las lo los mediante o por que se sin sobre su tipo tras un una y para".split()
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a Spanish note that support a code: their parts as half-open ranges of code points."""

    code: str
    parts: tuple[tuple[int, int], ...]


def learn_translations(pairs: Iterable[tuple[str, str]]) -> Translations:
    """The translations of words, from Spanish texts with their English translations."""
    spanish: dict[str, int] = {}
    english: dict[str, int] = {}
    left, right, sources, count = [], [], [], 0
    for one, other in pairs:
        s_words, s_at = _placed_words(one, _SPANISH_STOP)
        e_words, e_at = _placed_words(other, STOP_WORDS)
        s = np.array([spanish.setdefault(w[:ROOT], len(spanish)) for w in s_words])
        e = np.array([english.setdefault(w[:ROOT], len(english)) for w in e_words])
        rows, columns = np.nonzero(np.abs(e_at[:, None] - s_at[None]) < WINDOW)
        left.append(s[columns])
        right.append(e[rows])
        sources.append(rows + count)
        count += len(e)
    width = len(english)
    known, place = np.unique(np.concatenate(left) * width + np.concatenate(right), return_inverse=True)
    owner, source = known // width, np.concatenate(sources)
    share = np.ones(len(known))
    for _ in range(ROUNDS):
        weight = share[place]
        found = np.bincount(place, weight / np.bincount(source, weight, count)[source], len(known))
        share = found / np.bincount(owner, found, len(spanish))[owner]
    best = np.zeros(len(spanish))
    np.maximum.at(best, owner, share)
    names, others = list(spanish), list(english)
    result: dict[str, dict[str, float]] = defaultdict(dict)
    for i in np.flatnonzero(share >= LIKELY):
        result[names[owner[i]]][others[known[i] % width]] = float(share[i] / best[owner[i]])
    return result


def place(
    spanish: str, english: str, evidence: Sequence[Evidence], translations: Translations, telling: Mapping[str, float]
) -> list[tuple[int, int] | None]:
    """The range of the English words for each evidence, None where none is like it.

    Of evidence whose parts stand apart, the part with the most telling word is taken: the procedure, not its site.
    """
    grams = Grams.of(english)
    words = [[fold(w) for w in _WORD.findall(t) if w.lower() not in STOP_WORDS] for t in grams.texts]
    result: list[tuple[int, int] | None] = []
    for one in evidence:
        found: list[tuple[float, int]] = []
        for part in _joined(one.parts):
            said = _content(" ".join(spanish[a:b] for a, b in part))
            where = (part[0][0] + part[-1][1]) / 2 / max(1, len(spanish))
            likeness, at = _best(said, where, grams.centres, words, translations)
            if likeness >= PLACED:
                found.append((max(telling.get(w[:ROOT], 0.0) for w in said), at))
        result.append(grams.spans[max(found)[1]] if found else None)
    return result


def telling_words(texts: Iterable[str], evidence: Iterable[str]) -> dict[str, float]:
    """How often a word stands in evidence when it is said, by its root."""
    said = Counter(w[:ROOT] for text in texts for w in _content(text))
    marked = Counter(w[:ROOT] for words in evidence for w in _content(words))
    return {w: n / (said[w] + 1) for w, n in marked.items()}


def _best(
    said: Sequence[str], where: float, centres: np.ndarray, words: Sequence[Sequence[str]], translations: Translations
) -> tuple[float, int]:
    """Greatest likeness of a phrase near the place, and which: harmonic mean of both sides' shares that are alike."""
    best, at = -1.0, -1
    likeness: dict[str, list[float]] = {}
    for i in np.flatnonzero(np.abs(centres - where) < NEAR).tolist() if said else ():
        for w in words[i]:
            if w not in likeness:
                likeness[w] = [_alike(s, w, translations) for s in said]
        if words[i]:
            table = np.array([likeness[w] for w in words[i]])
            theirs, ours = table.max(axis=0).mean(), table.max(axis=1).mean()
            score = 2 * theirs * ours / (theirs + ours + 1e-9) - AWAY * abs(centres[i] - where)
            if score > best:
                best, at = float(score), i
    return best, at


def _alike(spanish: str, english: str, translations: Translations) -> float:
    if spanish == english:
        return 1.0
    letters = fuzz.ratio(spanish, english) / 100
    known = translations.get(spanish[:ROOT], {}).get(english[:ROOT], 0.0)
    return max(known, letters if letters >= COGNATE and len(spanish) > 3 else 0.0)


def _joined(parts: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Parts in order, those that stand close together as one."""
    joined: list[list[tuple[int, int]]] = []
    for part in sorted(parts):
        if joined and part[0] - joined[-1][-1][1] < FAR:
            joined[-1].append(part)
        else:
            joined.append([part])
    return joined


def _content(text: str) -> list[str]:
    return [fold(w) for w in _WORD.findall(text) if w.lower() not in _SPANISH_STOP]


def _placed_words(text: str, stop: frozenset[str]) -> tuple[list[str], np.ndarray]:
    """Folded words without stop words, and where they stand as shares of the text."""
    found = [m for m in _WORD.finditer(text) if m.group().lower() not in stop]
    return [fold(m.group()) for m in found], np.array([(m.start() + m.end()) / 2 for m in found]) / max(1, len(text))
