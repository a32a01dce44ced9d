"""Lesser coders, to see what each part of the pipeline is worth: the dictionary alone, and the encoder alone."""

from __future__ import annotations

from collections.abc import Generator, Iterable

import numpy as np

from medcode_desktop.core.coder import Coder
from medcode_desktop.core.heads import term_key
from medcode_desktop.core.mention_coder import GUIDE, LEXICON_SHARE
from medcode_desktop.core.mentions import words_of
from medcode_desktop.core.retrieval import LONGEST_PHRASE
from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Evidence,
    Note,
    Progress,
    Span,
    Suggestion,
)

KEPT = 0.5
"""Least confidence of a code."""


class LexiconCoder:
    """Terms of the code set and phrases of the annotated notes, the longest first; no model at all."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        """Every phrase with the code it was given most often; its confidence is the share that was so annotated."""
        heads = self._coder.heads
        guide = heads.guides.index(GUIDE[options.scope])
        words = words_of(note.text)
        free = np.ones(len(words), bool)
        found: list[tuple[str, float, Span]] = []
        yield Progress(0, 1, "Looking up phrases")
        for length in range(LONGEST_PHRASE, 0, -1):
            for at in range(len(words) - length + 1):
                if not free[at : at + length].all():
                    continue
                span = Span(words[at].start, words[at + length - 1].end)
                key = term_key(note.text[span.start : span.end])
                known = heads.lexicon(key)
                if not known:
                    continue
                annotated = max(known, key=lambda pair: (int(pair[1][guide]), int(pair[1].sum())))
                share = heads.phrase_share(key)
                confidence = share if share is not None else KEPT if len(known) == 1 else 0.0
                if confidence >= (LEXICON_SHARE if share is not None else KEPT):
                    free[at : at + length] = False
                    found.append((heads.codes[annotated[0]], confidence, span))
        return _coding(self._coder, note, found)


class EncoderCoder:
    """The mentions that the encoder finds, each with its first candidate; no assertion, sections or resolution."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        """Every first candidate of which mention and link together are at least `KEPT` sure."""
        mentions = yield from self._coder.mentions(note, options)
        found = [
            (one.candidates[0].code, one.mention.detection * one.candidates[0].confidence, one.mention.span)
            for one in mentions
            if one.candidates
        ]
        return _coding(self._coder, note, [f for f in found if f[1] >= KEPT])


def _coding(coder: Coder, note: Note, found: Iterable[tuple[str, float, Span]]) -> Coding:
    places: dict[str, list[tuple[float, Span]]] = {}
    for code, confidence, span in found:
        places.setdefault(code, []).append((confidence, span))
    suggestions = [
        Suggestion(
            code, coder.codeset.title(code), round(max(c for c, _ in where), 3), coder.codeset.is_billable(code),
            Assertion.PRESENT, tuple(Evidence(s, note.text[s.start : s.end]) for _, s in where),
        )
        for code, where in places.items()
    ]  # fmt: skip
    ordered = sorted(suggestions, key=lambda s: -s.confidence)
    return Coding(note.note_id, note.source, coder.codeset.release, coder.heads.name, tuple(ordered))
