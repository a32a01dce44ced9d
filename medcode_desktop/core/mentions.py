"""Finds mentions: cuts a note into windows for the encoder and decodes its token vectors into whole-word phrases."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from medcode_desktop.core.types import Encoder, FloatArray, IntArray, Progress, Span, Tokens

WINDOW = 256
"""Tokens in a window, special tokens not counted; the encoder is trained on windows of this length."""
OVERLAP = 64
"""Tokens that neighbouring windows share at least, so that no mention stands at an edge in both."""
DETECTION = 0.3
"""Least probability at which a word is taken into a mention; what is kept in the end is decided by confidence."""
REST_OF_LINE = 40
"""Code points that may follow the mention that a line names as its problem ("Anemia, acute on chronic.")."""
STOP_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his i in into is it its no nor not of on or she so "
    "that the their there these they this to was we were which who will with without after before during due".split()
)

_WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")
_BREAK = re.compile(r"[;:\n]|\.\s")
_LIST_NUMBER = re.compile(r"(?:^|\n)[\s#*(\-•]*\d{1,2}\Z")
_LINE_START = re.compile(r"(?:\A|\n)[\s•*#–-]*\Z")
_LIST_ITEM = re.compile(r"(?:\A|[\n.:;,])\s*(?:[•*#–-]\s*)?\d{1,2}[.)]\s*\Z")
_LINK = re.compile(r"\b(?:with|due to|secondary to|associated with|and)\b", re.IGNORECASE)
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


def read_note(encoder: Encoder, tokens: Tokens, text: str) -> Generator[Progress, None, FloatArray]:
    """Vectors of all tokens of a note, (n, d), each from the window in which it stands most central."""
    ranges = windows(tokens, text)
    best = np.full(len(tokens.ids), -1, np.int64)
    vectors: FloatArray = np.zeros((len(tokens.ids), 1), np.float32)
    for done, (start, end) in enumerate(ranges):
        yield Progress(done, len(ranges), "Reading the note")
        (read,) = encoder.embed_tokens([tokens.ids[start:end]])
        if vectors.shape[1] != read.shape[1]:
            vectors = np.zeros((len(tokens.ids), read.shape[1]), np.float32)
        places = np.arange(start, end)
        edge = np.minimum(
            places - start if start else np.full(end - start, WINDOW),
            end - 1 - places if end < len(tokens.ids) else np.full(end - start, WINDOW),
        )
        better = edge > best[start:end]
        vectors[start:end][better] = read[better]
        best[start:end][better] = edge[better]
    return vectors


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A phrase that may be a mention: its code points, its tokens (half-open) and how sure the tagger is of it."""

    span: Span
    first: int
    last: int
    detection: float


def heads_line(text: str, span: Span) -> bool:
    """Whether a mention begins a list item, or a line that says little else: so problems are named in assessments."""
    if _LIST_ITEM.search(text, max(0, span.start - 12), span.start):
        return True
    if not _LINE_START.search(text, max(0, span.start - 8), span.start):
        return False
    end = text.find("\n", span.end)
    return (len(text) if end < 0 else end) - span.end <= REST_OF_LINE


def words_of(text: str) -> list[Span]:
    """The words of a text: letters and digits, with inner hyphens, apostrophes, slashes and decimal points."""
    return [Span(m.start(), m.end()) for m in _WORD.finditer(text)]


def find_spans(text: str, offsets: IntArray, inside: FloatArray, begins: FloatArray) -> list[FoundSpan]:
    """Whole-word phrases whose words are inside a mention with a probability of at least `DETECTION`.

    `inside` and `begins` (n,) are the probabilities of each token to be in a mention and to begin one. A phrase never
    starts or ends with a stop word and holds at least two letters.
    """
    words = words_of(text)
    scores, starts, ranges = [], [], []
    for word in words:
        a, b = token_range(offsets, word.start, word.end)
        ranges.append((a, b))
        scores.append(float(inside[a:b].max()) if b > a else 0.0)
        starts.append(float(begins[a]) if b > a else 0.0)
    found: list[FoundSpan] = []
    at = 0
    while at < len(words):
        if scores[at] < DETECTION:
            at += 1
            continue
        end = at + 1
        while (
            end < len(words)
            and scores[end] >= DETECTION
            and starts[end] < 0.5 * scores[end]
            and not _BREAK.search(text, words[end - 1].end, words[end].start)
        ):
            end += 1
        span = make_span(text, words[at:end], offsets, inside)
        if span is not None:
            found.append(span)
        at = end
    return found


def split_at_links(text: str, found: FoundSpan, offsets: IntArray) -> list[FoundSpan]:
    """The phrases on both sides of a word that links conditions ("with", "due to"; Guidelines I.A.15), or none."""
    start, pieces = found.span.start, []
    inside = np.full(len(offsets), found.detection, np.float32)
    for link in [*_LINK.finditer(text, found.span.start, found.span.end), None]:
        end = link.start() if link else found.span.end
        words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
        piece = make_span(text, words, offsets, inside)
        if piece is not None:
            pieces.append(piece)
        start = link.end() if link else end
    return pieces if len(pieces) > 1 else []


def make_span(text: str, words: Sequence[Span], offsets: IntArray, inside: FloatArray) -> FoundSpan | None:
    """The phrase of these words without stop words at its ends, or None if no word worth a mention is left."""
    words = list(words)
    if words and _LIST_NUMBER.search(text, max(0, words[0].start - 8), words[0].end):
        words.pop(0)
    while words and text[words[0].start : words[0].end].lower() in STOP_WORDS:
        words.pop(0)
    while words and text[words[-1].start : words[-1].end].lower() in STOP_WORDS:
        words.pop()
    if not words or sum(c.isalpha() for w in words for c in text[w.start : w.end]) < 2:
        return None
    span = Span(words[0].start, words[-1].end)
    first, last = token_range(offsets, span.start, span.end)
    if first == last:
        return None
    return FoundSpan(span, first, last, float(inside[first:last].mean()))
