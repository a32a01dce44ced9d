"""Codes every mention of a note with one code table: mentions -> candidates -> confidences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from medcode_desktop.core.confidence import FoundCode, Support, mention_features, probability
from medcode_desktop.core.heads import Heads, term_key
from medcode_desktop.core.mentions import FoundSpan, find_spans, heads_line, read_note, split_at_links, token_range
from medcode_desktop.core.retrieval import FEATURES, Linker, NamedCode, Ranked
from medcode_desktop.core.sections import SectionFinder, section_at
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    CodingOptions,
    Encoder,
    Evidence,
    FloatArray,
    LinkedMention,
    Mention,
    Note,
    Progress,
    Scope,
    Section,
    Span,
    Suggestion,
    Tokens,
)
from medcode_desktop.core.verifier import Verifier

ASSERTIONS = tuple(Assertion)
GUIDE = {Scope.MENTIONS: "codiesp", Scope.REPORTABLE: "clinic"}
ALTERNATIVES = 5
LEXICON_SHARE = 0.35
"""A phrase the tagger missed is taken up if annotators marked it at least this often (see the dictionary baseline)."""
CONSIDERED = 0.04
"""Candidates of a mention below this probability are not offered as codes of their own."""
PART_SURE = 0.6
"""Least probability of the first category of a part of a phrase that becomes a mention of its own."""


_LISTED = FEATURES.index("code set term")


class CodeTable(Protocol):
    """What coding needs of a code system."""

    @property
    def system(self) -> str: ...

    @property
    def release(self) -> str: ...

    def get(self, code: str) -> NamedCode: ...

    def title(self, code: str) -> str: ...

    def is_billable(self, code: str) -> bool: ...


@dataclass(slots=True)
class Reading:
    """What the encoder says about a note: mentions with their ranked candidates and how they were found."""

    sections: tuple[Section, ...]
    mentions: list[Mention] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)
    shares: list[float | None] = field(default_factory=list)
    from_lexicon: list[bool] = field(default_factory=list)


class MentionCoder:
    """Links what a note mentions to the codes of one table, whatever that table holds.

    Long work is a generator: it yields `Progress`, returns its result, and closing it cancels it.
    """

    def __init__(
        self,
        encoder: Encoder,
        heads: Heads,
        table: CodeTable,
        sections: SectionFinder,
        verifier: Verifier | None = None,
    ) -> None:
        self.encoder, self.heads, self.table = encoder, heads, table
        self.linker = Linker(heads, table.get)
        self._sections, self._verifier = sections, verifier

    def suggest(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[Suggestion]]:
        """The codes whose confidence reaches the threshold, the likeliest first."""
        found = yield from self.gather(note, options)
        confidences = self.confidences(found, options.scope)
        for i, one in enumerate(found):
            if any(s.rank == 0 and s.share and s.features[_LISTED] for s in one.supports):
                confidences[i] = max(confidences[i], self.heads.settings.get("named", 0.0))
        threshold = self.threshold(options)
        order = sorted(range(len(found)), key=lambda i: -confidences[i])
        return [self._suggestion(note, found[i], float(confidences[i])) for i in order if confidences[i] >= threshold]

    def threshold(self, options: CodingOptions) -> float:
        """The least confidence that was asked for, or the tuned one of the scope."""
        tuned: float = self.heads.settings["threshold"][options.scope]
        return tuned if options.threshold is None else options.threshold

    def gather(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[FoundCode]]:
        """All codes that something in the note speaks for, with the features that decide on their confidence."""
        reading, linked = yield from self._linked(note, options)
        if self._verifier is not None and options.verify:
            linked = yield from self._verifier.verify(note.text, linked)
        return self._mentioned(note, reading, linked)

    def mentions(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[LinkedMention]]:
        """The mentions of a note with their candidates, before anything weighs them."""
        return (yield from self._linked(note, options))[1]

    def link(
        self, note: Note, spans: Sequence[Span], options: CodingOptions
    ) -> Generator[Progress, None, list[LinkedMention]]:
        """The candidates of phrases whose place is given, with the assertion that the words around give each.

        Phrases without a token are left out. All candidates are kept, not only those that are offered.
        """
        guide = self.heads.guides.index(GUIDE[options.scope])
        tokens = self.encoder.tokenize(note.text)
        ranges = [(s, *token_range(tokens.offsets, s.start, s.end)) for s in spans]
        ranges = [(s, first, last) for s, first, last in ranges if last > first]
        if not ranges:
            return []
        vectors = yield from read_note(self.encoder, tokens, note.text)
        means = np.stack([vectors[first:last].mean(axis=0) for _, first, last in ranges])
        states = _softmax(self.heads.layers["assertion"](means))
        ranked = yield from self.linker.rank(note.text, [s for s, _, _ in ranges], self.linker.project(means), guide)
        linked = [
            LinkedMention(
                Mention(s, note.text[s.start : s.end], ASSERTIONS[int(state.argmax())], 1.0, 1.0),
                tuple(self._candidates(r, len(r.codes))),
            )
            for (s, _, _), state, r in zip(ranges, states, ranked, strict=True)
        ]
        if self._verifier is not None and options.verify:
            linked = yield from self._verifier.verify(note.text, linked)
        return linked

    def _linked(
        self, note: Note, options: CodingOptions
    ) -> Generator[Progress, None, tuple[Reading, list[LinkedMention]]]:
        guide = self.heads.guides.index(GUIDE[options.scope])
        reading = yield from self._read(note, guide, nested=options.scope is Scope.MENTIONS)
        linked = [
            LinkedMention(m, tuple(self._candidates(r))) for m, r in zip(reading.mentions, reading.ranked, strict=True)
        ]
        return reading, linked

    def confidences(self, found: Sequence[FoundCode], scope: Scope) -> FloatArray:
        """Probability of each code to be right, (len(found),)."""
        if not found:
            return np.empty(0, np.float32)
        scores = self.heads.layers[f"{scope}.score"](np.stack([f.features for f in found]))[:, 0]
        return probability(scores)

    def _read(self, note: Note, guide: int, *, nested: bool) -> Generator[Progress, None, Reading]:
        heads, text = self.heads, note.text
        reading = Reading(self._sections.find(text))
        tokens = self.encoder.tokenize(text)
        if not len(tokens.ids):
            return reading
        vectors = yield from read_note(self.encoder, tokens, text)
        tags = _softmax(heads.layers["tags"](vectors).reshape(len(vectors), len(heads.guides), 3)[:, guide])
        inside = np.asarray(1.0 - tags[:, 0], np.float32)
        spans = [(s, False) for s in find_spans(text, tokens.offsets, inside, tags[:, 1])]
        taken = {s.span for s, _ in spans}
        for extra in self.linker.lexicon_spans(text, tokens.offsets, inside, LEXICON_SHARE):
            if extra.span not in taken and (nested or not any(extra.span.overlaps(t) for t in taken)):
                spans.append((extra, True))
        spans.sort(key=lambda pair: pair[0].span)
        if not spans:
            return reading
        if not nested:
            spans = sorted([*spans, *self._parts(text, spans, tokens, vectors, guide)], key=lambda pair: pair[0].span)
        means = np.stack([vectors[s.first : s.last].mean(axis=0) for s, _ in spans])
        states = _softmax(heads.layers["assertion"](means))
        worth = probability(heads.layers["reportable"](means)[:, 0])
        linking = self.linker.project(means)
        reading.ranked = yield from self.linker.rank(text, [s.span for s, _ in spans], linking, guide)
        for i, (found, from_lexicon) in enumerate(spans):
            mention = self._mention(text, found, states[i], float(worth[i]), linking[i], reading.sections)
            reading.mentions.append(mention)
            reading.shares.append(heads.phrase_share(term_key(mention.text)))
            reading.from_lexicon.append(from_lexicon)
        return reading

    def _parts(
        self, text: str, spans: Sequence[tuple[FoundSpan, bool]], tokens: Tokens, vectors: FloatArray, guide: int
    ) -> list[tuple[FoundSpan, bool]]:
        """Conditions that stand in a longer phrase with another one and would be lost beside it.

        "Diabetes with CKD stage 3a" links to the kidney disease; the diabetes then becomes a mention of its own.
        """
        whole, parts = [], []
        for found, _ in spans:
            for cut in split_at_links(text, found, tokens.offsets):
                whole.append(found)
                parts.append(cut)
        if not parts:
            return []

        def first(of: Sequence[FoundSpan]) -> list[tuple[str, float]]:
            means = self.linker.project(np.stack([vectors[f.first : f.last].mean(axis=0) for f in of]))
            ranked = self.linker.ranked(text, [f.span for f in of], means, guide)
            categories = [[self.heads.codes[c][:3] for c in r.codes] for r in ranked]
            return [
                (named[0], float(sum(p for c, p in zip(named, r.probabilities, strict=True) if c == named[0])))
                for named, r in zip(categories, ranked, strict=True)
            ]

        return [
            (part, False)
            for part, (category, sure), (taken, _) in zip(parts, first(parts), first(whole), strict=True)
            if sure >= PART_SURE and category != taken
        ]

    @staticmethod
    def _mention(
        text: str, found: FoundSpan, states: FloatArray, worth: float, vector: FloatArray, sections: tuple[Section, ...]
    ) -> Mention:
        return Mention(
            span=found.span,
            text=text[found.span.start : found.span.end],
            assertion=ASSERTIONS[int(states.argmax())],
            detection=found.detection,
            reportable=worth,
            section=section_at(sections, found.span.start).kind,
            heads_line=heads_line(text, found.span),
            assertions=tuple((a, float(p)) for a, p in zip(ASSERTIONS, states, strict=True)),
            vector=vector,
        )

    def _candidates(self, ranked: Ranked, most: int = ALTERNATIVES + 1) -> list[Candidate]:
        codes = [self.heads.codes[i] for i in ranked.codes[:most]]
        return [
            Candidate(c, self.table.title(c), float(p)) for c, p in zip(codes, ranked.probabilities[:most], strict=True)
        ]

    def _support(self, reading: Reading, linked: Sequence[LinkedMention], i: int, rank: int) -> Support:
        """The support that mention `i` gives to its candidate at `rank` (verified order, the ranker's features)."""
        candidate = linked[i].candidates[rank]
        ranked = reading.ranked[i]
        row = next(r for r, c in enumerate(ranked.codes) if self.heads.codes[c] == candidate.code)
        return Support(
            reading.mentions[i], candidate.confidence, ranked.features[row], rank, reading.shares[i],
            reading.from_lexicon[i],
        )  # fmt: skip

    def _mentioned(self, note: Note, reading: Reading, linked: Sequence[LinkedMention]) -> list[FoundCode]:
        """Every code that a mention may stand for, whatever its assertion."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, one in enumerate(linked):
            for rank, candidate in enumerate(one.candidates):
                if candidate.confidence >= CONSIDERED:
                    places[candidate.code].append((i, rank))
        result = []
        for code, where in places.items():
            supports = tuple(self._support(reading, linked, i, rank) for i, rank in where)
            features = mention_features(supports, len(note.text))
            best = max(where, key=lambda w: linked[w[0]].candidates[w[1]].confidence)[0]
            top = [s for s in supports if s.rank == 0] or list(supports)
            result.append(
                FoundCode(
                    code, linked[best].mention.assertion, features, tuple(s.mention.span for s in top), supports,
                    tuple(c for c in linked[best].candidates if c.code != code)[:ALTERNATIVES],
                )
            )  # fmt: skip
        return result

    def _suggestion(self, note: Note, found: FoundCode, confidence: float) -> Suggestion:
        spans = sorted(set(found.evidence))
        return Suggestion(
            code=found.code,
            title=self.table.title(found.code),
            confidence=round(confidence, 3),
            billable=self.table.is_billable(found.code),
            assertion=found.assertion,
            evidence=tuple(Evidence(s, note.text[s.start : s.end]) for s in spans),
            alternatives=found.alternatives,
            system=self.table.system,
        )


def _softmax(scores: FloatArray) -> FloatArray:
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), np.float32)
