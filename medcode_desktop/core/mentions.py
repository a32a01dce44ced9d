"""Finds mentions: cuts a note into windows for the encoder and decodes its token vectors into whole-word phrases."""

from __future__ import annotations

import re

import numpy as np

from medcode_desktop.core.types import IntArray, Span, Tokens

WINDOW = 256
"""Tokens in a window, special tokens not counted; the encoder is trained on windows of this length."""
OVERLAP = 64
"""Tokens that neighbouring windows share at least, so that no mention stands at an edge in both."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s*\n+\s*")


def sentences(text: str) -> list[Span]:
    """Spans of the sentences and lines of a text, in order, without the white space between them."""
    spans, start = [], 0
    for match in _SENTENCE.finditer(text):
        if text[start : match.start()].strip():
            spans.append(Span(start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append(Span(start, len(text)))
    return spans


def windows(tokens: Tokens, text: str, length: int = WINDOW, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Half-open token ranges that cover the text: each starts at a sentence where one starts within the overlap."""
    count = len(tokens.ids)
    if count <= length:
        return [(0, count)] if count else []
    starts = np.searchsorted(tokens.offsets[:, 0], [s.start for s in sentences(text)])
    result, start = [], 0
    while True:
        end = min(start + length, count)
        result.append((start, end))
        if end == count:
            return result
        wanted = end - overlap
        near = starts[(starts > max(start, wanted - overlap)) & (starts <= wanted)]
        start = int(near[-1]) if len(near) else wanted


def token_range(offsets: IntArray, start: int, end: int) -> tuple[int, int]:
    """Half-open range of the tokens that overlap the code points start to end; empty if there are none."""
    first = int(np.searchsorted(offsets[:, 1], start, side="right"))
    last = int(np.searchsorted(offsets[:, 0], end, side="left"))
    return first, max(first, last)
