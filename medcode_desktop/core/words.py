"""Words as the indexes hold them and as searches are compared with them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable


def fold_words(text: str) -> list[str]:
    """The words of a text for the index: lower case, no accents or apostrophes, ASCII letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("'", "").replace("’", "")
    return re.findall(r"[0-9a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))


def stem(word: str) -> str:
    """A folded word without the endings that searches should not stumble over: plural, -ing, -ed."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith(("ss", "us", "is")):
            return word[: len(word) - len(ending)] + instead
    return word


class Speller:
    """Finds the known word that is nearest to one that was mistyped."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(set(known))
        self._with: dict[str, list[int]] = {}
        for number, word in enumerate(self._known):
            for pair in _pairs(word):
                self._with.setdefault(pair, []).append(number)

    def nearest(self, word: str) -> str:
        """The word itself if it begins a known one; else the known one at the least distance, "" if none is near.

        One slip is allowed in words of four to seven letters, two in longer ones (optimal string alignment).
        """
        at = bisect_left(self._known, word)
        if at < len(self._known) and self._known[at].startswith(word):
            return word
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        shared: Counter[int] = Counter()
        for pair in _pairs(word):
            shared.update(self._with.get(pair, ()))
        best, least = "", most + 1
        for number, _ in shared.most_common(300):
            other = self._known[number]
            if abs(len(other) - len(word)) < least and (distance := _slips(word, other, least - 1)) < least:
                best, least = other, distance
        return best


def _pairs(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


def _slips(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or swapped with their neighbour; `most` + 1 as soon as there are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        new = [i]
        for j, its in enumerate(other, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return row[-1]
