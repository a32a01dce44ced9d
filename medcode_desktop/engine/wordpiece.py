"""WordPiece with character offsets, over the vocabulary inside a GGUF file.

llama.cpp tokenises without offsets and differs from the tokenizer of the training in corners, so this does what
Hugging Face's `BertNormalizer`, `BertPreTokenizer` and `WordPiece` do (lower-casing, accents stripped, words of more
than 100 characters unknown), and keeps where in the original text each piece came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from medcode_desktop.core.types import Tokens

_LONGEST_WORD = 100
_WORD_START = "\u2581"
_SPACE, _ALONE, _PART = 0, 1, 2
_CJK = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F)),
    *((0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)

Word = tuple[str, list[tuple[int, int]]]
"""A normalised word and the code points [start, end) that each of its characters came from."""


class WordPiece:
    """`vocabulary` is `tokenizer.ggml.tokens`: pieces that start a word carry the mark U+2581, the others nothing."""

    def __init__(self, vocabulary: Sequence[str], unknown: int) -> None:
        self._first: dict[str, int] = {}
        self._inner: dict[str, int] = {}
        for number, piece in enumerate(vocabulary):
            if piece.startswith(_WORD_START):
                self._first[piece[1:]] = number
            else:
                self._inner[piece] = number
        self.size = len(vocabulary)
        self._unknown = unknown
        self._longest = max(map(len, vocabulary), default=0)
        self._pieces = lru_cache(maxsize=20_000)(self._split)

    def tokenize(self, text: str) -> Tokens:
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for word, places in _words(text):
            for piece, start, end in self._pieces(word):
                ids.append(piece)
                offsets.append((places[start][0], places[end - 1][1]))
        return Tokens(np.array(ids, np.int32), np.array(offsets, np.int32).reshape(-1, 2))

    def _split(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The longest pieces from left to right, each with its place in the word; one unknown if that fails."""
        whole = ((self._unknown, 0, len(word)),)
        if len(word) > _LONGEST_WORD:
            return whole
        pieces: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word):
            known = self._inner if start else self._first
            for end in range(min(len(word), start + self._longest), start, -1):
                piece = known.get(word[start:end])
                if piece is not None:
                    pieces.append((piece, start, end))
                    start = end
                    break
            else:
                return whole
        return tuple(pieces)


def _words(text: str) -> Iterator[Word]:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        kind, normal = _normalised(character)
        if kind == _PART:
            letters.append(normal)
            places.extend([(at, at + 1)] * len(normal))
            continue
        if letters:
            if places:
                yield "".join(letters), places
            letters, places = [], []
        if kind == _ALONE:
            yield normal, [(at, at + 1)] * len(normal)
    if places:
        yield "".join(letters), places


@lru_cache(maxsize=20_000)
def _normalised(character: str) -> tuple[int, str]:
    """How a character acts (space, a word of its own, part of a word) and what is left of it."""
    if character in "\t\n\r":
        return _SPACE, ""
    category = unicodedata.category(character)
    if character == "\ufffd" or category in ("Cc", "Cf", "Cs", "Co"):
        return _PART, ""
    if character.isspace():
        return _SPACE, ""
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn").lower()
    number = ord(character)
    symbol = number < 128 and not character.isalnum()
    if plain and (symbol or category[0] == "P" or any(low <= number <= high for low, high in _CJK)):
        return _ALONE, plain
    return _PART, plain
