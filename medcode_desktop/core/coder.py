"""The pipeline: note -> sections -> mentions -> candidates -> verified choice -> resolution -> edits -> coding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.confidence import (
    SECTION_GROUPS,
    FoundCode,
    Support,
    mention_features,
    odds,
    probability,
    report_features,
)
from medcode_desktop.core.heads import Heads, term_key
from medcode_desktop.core.mentions import FoundSpan, find_spans, heads_line, read_note, split_at_links, token_range
from medcode_desktop.core.resolution import Knowledge, ResolvedCode, consistent, resolve
from medcode_desktop.core.retrieval import Linker, Ranked
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.sections import SectionFinder, section_at
from medcode_desktop.core.sequencing import first_listed_features
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    Coding,
    CodingOptions,
    Edit,
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
REPORTED = frozenset({Assertion.PRESENT, Assertion.HISTORICAL, Assertion.FAMILY})
PART_SURE = 0.6
"""Least probability of the first category of a part of a phrase that becomes a mention of its own."""
WORTH_RESOLVING = 0.15
"""Mentions with a lower probability of being reported do not reach resolution (they could trigger combinations)."""

_LINES_TOLD = 10


@dataclass(slots=True)
class _Reading:
    """What the encoder says about a note: mentions with their ranked candidates and how they were found."""

    sections: tuple[Section, ...]
    mentions: list[Mention] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)
    shares: list[float | None] = field(default_factory=list)
    from_lexicon: list[bool] = field(default_factory=list)


class Coder:
    """Codes notes. Long work is a generator: it yields `Progress`, returns its result, and closing it cancels it."""

    def __init__(
        self,
        encoder: Encoder,
        heads: Heads,
        codeset: CodeSet,
        sections: SectionFinder,
        knowledge: Knowledge,
        rules: Rules,
        verifier: Verifier | None = None,
    ) -> None:
        self.encoder, self.heads, self.codeset = encoder, heads, codeset
        self.linker = Linker(heads, codeset.get)
        self._sections, self._knowledge, self._rules, self._verifier = sections, knowledge, rules, verifier

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        """Codes one note. Raises `EngineError` if the model fails and `Cancelled` if it was cancelled.

        Where the options leave the day, the age or the sex open, what the note's document states counts.
        """
        options = options.for_note(note)
        found = yield from self.gather(note, options)
        yield Progress(1, 1, "Weighing the codes")
        scope = options.scope
        threshold = options.threshold if options.threshold is not None else self.heads.settings["threshold"][scope]
        suggestions: list[Suggestion] = []
        if found:
            confidences = self.confidences(found, scope)
            order = sorted(range(len(found)), key=lambda i: -confidences[i])
            if scope is Scope.REPORTABLE:
                first, confidences = self.sequenced(found, confidences)
                order = sorted(range(len(found)), key=lambda i: (i != first, -confidences[i]))
            suggestions = [
                self._suggestion(note, found[i], float(confidences[i])) for i in order if confidences[i] >= threshold
            ]
        model = self.heads.name + (f" + {self._verifier.name}" if self._verifier and options.verify else "")
        edits: tuple[Edit, ...] = ()
        if scope is Scope.REPORTABLE:
            said = {s.code: Said.of(note.text, s) for s in suggestions}
            edits = self._rules.check([s.code for s in suggestions], options.facts, said)
        return Coding(
            note.note_id,
            note.source,
            self.codeset.release,
            model,
            tuple(suggestions),
            edits,
            self._warnings(note, options),
        )

    def gather(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[FoundCode]]:
        """All codes that something in the note speaks for, with the features that decide on their confidence."""
        reading, linked = yield from self._linked(note, options)
        if self._verifier is not None and options.verify:
            asked = [i for i, one in enumerate(linked) if options.scope is Scope.MENTIONS or _may_be_reported(one)]
            verified = yield from self._verifier.verify(note.text, [linked[i] for i in asked])
            for i, one in zip(asked, verified, strict=True):
                linked[i] = one
        if options.scope is Scope.MENTIONS:
            return self._mentioned(note, reading, linked)
        return self._reported(note, reading, linked)

    def mentions(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[LinkedMention]]:
        """The mentions of a note with their candidates, before anything weighs them."""
        return (yield from self._linked(note, options))[1]

    def link(
        self, note: Note, spans: Sequence[Span], options: CodingOptions
    ) -> Generator[Progress, None, list[LinkedMention]]:
        """The candidates of phrases whose place is given, to see how well linking does by itself.

        Phrases without a token are left out. All candidates are kept, not only those that are offered.
        """
        guide = self.heads.guides.index(GUIDE[options.scope])
        tokens = self.encoder.tokenize(note.text)
        ranges = [(s, *token_range(tokens.offsets, s.start, s.end)) for s in spans]
        ranges = [(s, first, last) for s, first, last in ranges if last > first]
        if not ranges:
            return []
        vectors = yield from read_note(self.encoder, tokens, note.text)
        means = self.linker.project(np.stack([vectors[first:last].mean(axis=0) for _, first, last in ranges]))
        ranked = yield from self.linker.rank(note.text, [s for s, _, _ in ranges], means, guide)
        linked = [
            LinkedMention(
                Mention(s, note.text[s.start : s.end], Assertion.PRESENT, 1.0, 1.0),
                tuple(self._candidates(r, len(r.codes))),
            )
            for (s, _, _), r in zip(ranges, ranked, strict=True)
        ]
        if self._verifier is not None and options.verify:
            linked = yield from self._verifier.verify(note.text, linked)
        return linked

    def _linked(
        self, note: Note, options: CodingOptions
    ) -> Generator[Progress, None, tuple[_Reading, list[LinkedMention]]]:
        guide = self.heads.guides.index(GUIDE[options.scope])
        reading = yield from self._read(note, guide, nested=options.scope is Scope.MENTIONS)
        linked = [
            LinkedMention(m, tuple(self._candidates(r))) for m, r in zip(reading.mentions, reading.ranked, strict=True)
        ]
        if options.scope is Scope.REPORTABLE:
            wording = self._knowledge.wording
            linked = [replace(one, candidates=consistent(one.mention, one.candidates, wording)) for one in linked]
        return reading, linked

    def confidences(self, found: Sequence[FoundCode], scope: Scope) -> FloatArray:
        """Probability of each code to be right, (len(found),)."""
        if not found:
            return np.empty(0, np.float32)
        scores = self.heads.layers[f"{scope}.score"](np.stack([f.features for f in found]))[:, 0]
        return probability(scores)

    def sequenced(self, found: Sequence[FoundCode], confidences: FloatArray) -> tuple[int, FloatArray]:
        """Which code is listed first, and the confidences (n,) with what that says of them weighed in.

        No other code has a higher confidence than the first-listed one, so that ranking by it keeps the sequence.
        """
        likely = [i for i, c in enumerate(confidences) if c >= self.heads.settings["contender"]]
        likely = likely or [int(np.argmax(confidences))]
        features = first_listed_features([found[i] for i in likely], confidences[likely])
        first = likely[int(self.heads.layers["first"](features)[:, 0].argmax())]
        slope, bonus, offset = self.heads.settings["sequenced"]
        scores = [slope * odds(float(c)) + bonus * (i == first) + offset for i, c in enumerate(confidences)]
        weighed = probability(np.array(scores, np.float32))
        weighed[first] = weighed.max()
        return first, weighed

    def _read(self, note: Note, guide: int, *, nested: bool) -> Generator[Progress, None, _Reading]:
        heads, text = self.heads, note.text
        reading = _Reading(self._sections.find(text))
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
            Candidate(c, self.codeset.title(c), float(p))
            for c, p in zip(codes, ranked.probabilities[:most], strict=True)
        ]

    def _support(self, reading: _Reading, linked: Sequence[LinkedMention], i: int, rank: int) -> Support:
        """The support that mention `i` gives to its candidate at `rank` (verified order, the ranker's features)."""
        candidate = linked[i].candidates[rank]
        ranked = reading.ranked[i]
        row = next(r for r, c in enumerate(ranked.codes) if self.heads.codes[c] == candidate.code)
        return Support(
            reading.mentions[i], candidate.confidence, ranked.features[row], rank, reading.shares[i],
            reading.from_lexicon[i],
        )  # fmt: skip

    def _mentioned(self, note: Note, reading: _Reading, linked: Sequence[LinkedMention]) -> list[FoundCode]:
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

    def _reported(self, note: Note, reading: _Reading, linked: Sequence[LinkedMention]) -> list[FoundCode]:
        """The codes that a coder would report for what the note says is present, past or in the family."""
        worth = [i for i, one in enumerate(linked) if _may_be_reported(one)]
        resolved = resolve([linked[i] for i in worth], note, reading.sections, self.codeset, self._knowledge)
        first = self._first_of_assessment([linked[i].mention for i in worth])
        result = []
        for one in resolved:
            used = [worth[i] for i in one.mentions]
            supports = tuple(self._support(reading, linked, i, 0) for i in used)
            features = report_features(
                one.code, supports, len(note.text),
                first_of_assessment=first is not None and any(s.mention.span == first for s in supports),
                resolved=bool(one.reason), superseded=bool(one.superseded_by),
                billable=self.codeset.is_billable(one.code),
            )  # fmt: skip
            result.append(FoundCode(one.code, one.assertion, features, one.evidence, supports,
                                    self._alternatives(one, supports, linked, used)))  # fmt: skip
        return result

    def _alternatives(
        self, one: ResolvedCode, supports: Sequence[Support], linked: Sequence[LinkedMention], used: Sequence[int]
    ) -> tuple[Candidate, ...]:
        if not supports:
            return ()
        best = max(range(len(used)), key=lambda k: supports[k].probability * supports[k].mention.reportable)
        return tuple(c for c in linked[used[best]].candidates if c.code != one.code)[:ALTERNATIVES]

    @staticmethod
    def _first_of_assessment(mentions: Sequence[Mention]) -> Span | None:
        """The first present mention of the assessment, which names the first-listed diagnosis as a rule (IV.G)."""
        for group in SECTION_GROUPS[:3]:
            for m in mentions:
                if m.section in group and m.assertion is Assertion.PRESENT and m.reportable >= 0.5:
                    return m.span
        return None

    def _suggestion(self, note: Note, found: FoundCode, confidence: float) -> Suggestion:
        spans = sorted(set(found.evidence))
        return Suggestion(
            code=found.code,
            title=self.codeset.title(found.code),
            confidence=round(confidence, 3),
            billable=self.codeset.is_billable(found.code),
            assertion=found.assertion,
            evidence=tuple(Evidence(s, note.text[s.start : s.end]) for s in spans),
            alternatives=found.alternatives,
        )

    def _warnings(self, note: Note, options: CodingOptions) -> tuple[str, ...]:
        warnings = []
        day = options.date_of_service
        if day and not (self.codeset.effective <= day <= self.codeset.expires):
            warnings.append(
                f"The date of service {day} lies outside {self.codeset.release} "
                f"({self.codeset.effective} to {self.codeset.expires}): check the codes against the release in force."
            )
        if note.uncertain:
            lines = sorted({note.text.count("\n", 0, span.start) + 1 for span in note.uncertain})
            where = ", ".join(map(str, lines[:_LINES_TOLD])) + (", …" if len(lines) > _LINES_TOLD else "")
            warnings.append(f"Some words of the scan were hard to read (lines {where}): compare with the original.")
        return tuple(warnings)


def _may_be_reported(one: LinkedMention) -> bool:
    mention = one.mention
    return bool(one.candidates) and mention.assertion in REPORTED and mention.reportable >= WORTH_RESOLVING


def _softmax(scores: FloatArray) -> FloatArray:
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), np.float32)
