"""Words as the indexes hold them and as searches are compared with them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

_LONGEST = 24
_SHORTEST_STEM = 4
_BITS = np.zeros(256, np.uint64)
"""A bit for each letter and digit, by its code; two words that differ in many of them are not near."""
for _place, _letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz"):
    _BITS[ord(_letter)] = np.uint64(1 << _place)


def fold_words(text: str) -> list[str]:
    """The words of a text for the index: lower case, no accents or apostrophes, ASCII letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("'", "").replace("’", "")
    return re.findall(r"[0-9a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))


def stem(word: str) -> str:
    """A folded word without the endings that searches should not stumble over: plural, -ing, -ed, and a silent e."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST_STEM and not word.endswith(("ss", "us", "is")):
            return root + instead
    return word


class Speller:
    """The words that are known: which begin so, which have the same stem, and which is nearest to a mistyped one.

    Words are ASCII as `fold_words` gives them; beyond `_LONGEST` letters they are not told apart.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._words = np.array(sorted({word[:_LONGEST] for word in known}), f"S{_LONGEST}")
        self._letters = self._words.view(np.uint8).reshape(len(self._words), _LONGEST)
        self._lengths = (self._letters > 0).sum(axis=1)
        self._masks = np.zeros(len(self._words), np.uint64)
        for column in self._letters.T:
            self._masks |= _BITS[column]

    def knows(self, word: str) -> bool:
        """Whether it begins a known word."""
        first, end = self._range(word)
        return first < end

    def forms(self, word: str) -> list[str]:
        """The word, and the known words that have the same stem ("injury", "injuries")."""
        root = stem(word)
        if len(root) < _SHORTEST_STEM:
            return [word, word + "s"]
        first, end = self._range(root[:-1] if root.endswith("y") else root)
        found = (bytes(known).decode() for known in self._words[first:end])
        return list(dict.fromkeys([word, *(known for known in found if stem(known) == root)]))

    def nearest(self, word: str, *, unfinished: bool = False) -> str:
        """The word itself if it begins a known one; else the known one at the least distance, "" if none is near.

        One slip is allowed in words of four to seven letters, two in longer ones (optimal string alignment). Of an
        `unfinished` word, the beginning of known words may be near instead, given the first letter.
        """
        if self.knows(word):
            return word
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        if not most or len(word) > _LONGEST - most:
            return ""
        own = _mask(word)
        near = np.abs(self._lengths - len(word)) <= most
        near &= np.bitwise_count(self._masks ^ own) <= 2 * most
        rows = np.flatnonzero(near)
        if len(rows):
            slips = _slips(word, self._letters[rows, : len(word) + most])
            distances = slips[self._lengths[rows], np.arange(len(rows))]
            strange = self._letters[rows, 0] != ord(word[0])
            order = np.lexsort((np.abs(self._lengths[rows] - len(word)), strange, distances))
            if distances[order[0]] <= most:
                return bytes(self._words[rows[order[0]]]).decode()
        return self._nearest_beginning(word, most, own) if unfinished else ""

    def _nearest_beginning(self, word: str, most: int, own: np.uint64) -> str:
        """The beginning at the least distance; of several the one that most words share."""
        first, end = self._range(word[0])
        rows = first + np.flatnonzero(np.bitwise_count(own & ~self._masks[first:end]) <= most)
        if not len(rows):
            return ""
        slips = _slips(word, self._letters[rows, : len(word) + most])
        ends = slips.argmin(axis=0)
        distances = slips[ends, np.arange(len(rows))]
        if (least := distances.min()) > most:
            return ""
        best = [
            bytes(self._words[row])[:length].decode()
            for row, length, distance in zip(rows, ends, distances, strict=True)
            if distance == least
        ]
        return Counter(best).most_common(1)[0][0]

    def _range(self, beginning: str) -> tuple[int, int]:
        """Where the known words with this beginning stand."""
        folded = beginning[:_LONGEST].encode("ascii", "replace")
        first = np.searchsorted(self._words, np.bytes_(folded))
        return int(first), int(np.searchsorted(self._words, np.bytes_(folded + b"~")))


def _mask(word: str) -> np.uint64:
    return np.uint64(np.bitwise_or.reduce(_BITS[np.frombuffer(word.encode("ascii", "replace"), np.uint8)]))


def _slips(word: str, others: npt.NDArray[np.uint8]) -> npt.NDArray[np.int8]:
    """Letters put in, left out, changed or swapped with their neighbour, from the word to each beginning of others.

    `others` (n, m) are letters, 0 where a word has ended; the result (m + 1, n) is by the length of the beginning.
    Beginnings longer than the word are as far as it allows for.
    """
    columns = np.ascontiguousarray(others.T)
    lengths = (others > 0).sum(axis=1)
    count, width = len(others), columns.shape[0]
    before = row = np.repeat(np.arange(width + 1, dtype=np.int8)[:, None], count, axis=1)
    for i, letter in enumerate(word.encode("ascii", "replace")):
        new = np.empty_like(row)
        new[0] = i + 1
        for j in range(width):
            new[j + 1] = np.minimum(np.minimum(row[j + 1], new[j]) + 1, row[j] + (columns[j] != letter))
            if i and j:
                swapped = (columns[j - 1] == letter) & (columns[j] == ord(word[i - 1]))
                new[j + 1] = np.where(swapped, np.minimum(new[j + 1], before[j - 1] + 1), new[j + 1])
        before, row = row, new
    row[np.arange(width + 1)[:, None] > lengths[None, :]] = 99
    return row
