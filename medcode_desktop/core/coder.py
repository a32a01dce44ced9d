"""The pipeline: note -> sections -> mentions -> candidates -> verified choice -> resolution -> edits -> coding."""

from __future__ import annotations

from collections.abc import Generator, Sequence, Set
from dataclasses import replace

import numpy as np

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.confidence import SECTION_GROUPS, FoundCode, Support, odds, probability, report_features
from medcode_desktop.core.frames import Frame
from medcode_desktop.core.heads import Heads
from medcode_desktop.core.mention_coder import ALTERNATIVES, MentionCoder, Reading
from medcode_desktop.core.reassertion import forms, surroundings
from medcode_desktop.core.resolution import Knowledge, ResolvedCode, consistent, resolve
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.sections import SectionFinder
from medcode_desktop.core.sequencing import DIAGNOSES, first_listed_features
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    Coding,
    CodingOptions,
    Edit,
    Encoder,
    FloatArray,
    LinkedMention,
    Mention,
    Note,
    Progress,
    Scope,
    Setting,
    Span,
    Suggestion,
)
from medcode_desktop.core.verifier import Verifier

REPORTED = frozenset({Assertion.PRESENT, Assertion.HISTORICAL, Assertion.FAMILY})
WORTH_RESOLVING = 0.15
"""Mentions with a lower probability of being reported do not reach resolution (they could trigger combinations)."""

_LINES_TOLD = 10
_MOST_OFFERED = 9


class Coder(MentionCoder):
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
        super().__init__(encoder, heads, codeset, sections, verifier)
        self.codeset, self._knowledge, self._rules = codeset, knowledge, rules

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        """Codes one note. Raises `EngineError` if the model fails and `Cancelled` if it was cancelled.

        Where the options leave the day, the age or the sex open, what the note's document states counts.
        """
        options = options.for_note(note)
        found = yield from self.gather(note, options)
        yield Progress(1, 1, "Weighing the codes")
        scope, threshold = options.scope, self.threshold(options)
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

    def offers(self, note: Note, span: Span, options: CodingOptions) -> Generator[Progress, None, LinkedMention | None]:
        """The codes that a phrase of the note may stand for, in their billable form, likeliest first.

        Only the words around the phrase are read, so that it takes as long in any note. None where the phrase has no
        word.
        """
        near, place = surroundings(note.text, span)
        linked = yield from self.link(replace(note, text=near), [place], options)
        if not linked:
            return None
        mention = replace(linked[0].mention, span=span)
        assertion = mention.assertion if mention.assertion in REPORTED else Assertion.PRESENT
        chances = ((assertion, 1.0),)
        ranked = consistent(replace(mention, assertions=chances), linked[0].candidates, self._knowledge.wording)
        offered: dict[str, Candidate] = {}
        for one in ranked[:_MOST_OFFERED]:
            for code in forms(one.code, span, note.text, assertion, self.codeset, self._knowledge) or (one.code,):
                offered.setdefault(code, Candidate(code, self.codeset.title(code), one.confidence))
        return LinkedMention(mention, tuple(offered.values())[:_MOST_OFFERED])

    def gather(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[FoundCode]]:
        """All codes that something in the note speaks for, with the features that decide on their confidence."""
        reading, linked = yield from self._linked(note, options)
        suspected: set[int] = set()
        if options.scope is Scope.REPORTABLE and options.facts.setting is Setting.INPATIENT:
            suspected = as_for_inpatients(reading, linked, self._knowledge.confirmed_only)
        if self._verifier is not None and options.verify:
            asked = [i for i, one in enumerate(linked) if options.scope is Scope.MENTIONS or _may_be_reported(one)]
            verified = yield from self._verifier.verify(note.text, [linked[i] for i in asked])
            for i, one in zip(asked, verified, strict=True):
                linked[i] = one
        if options.scope is Scope.MENTIONS:
            return self._mentioned(note, reading, linked)
        return self._reported(note, reading, linked, suspected)

    def _linked(
        self, note: Note, options: CodingOptions
    ) -> Generator[Progress, None, tuple[Reading, list[LinkedMention]]]:
        reading, linked = yield from super()._linked(note, options)
        if options.scope is Scope.REPORTABLE:
            wording = self._knowledge.wording
            linked = [replace(one, candidates=consistent(one.mention, one.candidates, wording)) for one in linked]
        return reading, linked

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

    def _reported(
        self, note: Note, reading: Reading, linked: Sequence[LinkedMention], suspected: Set[int]
    ) -> list[FoundCode]:
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
            assertion = Assertion.POSSIBLE if used and suspected >= set(used) else one.assertion
            result.append(FoundCode(one.code, assertion, features, one.evidence, supports,
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

    def _warnings(self, note: Note, options: CodingOptions) -> tuple[str, ...]:
        warnings = []
        day = options.date_of_service
        if day and not (self.codeset.effective <= day <= self.codeset.expires):
            release, since, until = self.codeset.release, self.codeset.effective, self.codeset.expires
            warnings.append(Frame.OUTSIDE.format(day=day, release=release, since=since, until=until))
        if note.uncertain:
            lines = sorted({note.text.count("\n", 0, span.start) + 1 for span in note.uncertain})
            where = ", ".join(map(str, lines[:_LINES_TOLD])) + (", …" if len(lines) > _LINES_TOLD else "")
            warnings.append(Frame.HARD_TO_READ.format(lines=where))
        return tuple(warnings)


def as_for_inpatients(reading: Reading, linked: list[LinkedMention], confirmed_only: tuple[str, ...]) -> set[int]:
    """Takes what is "probable" among the diagnoses as if it were there (Guidelines II.H); which mentions that were.

    In a note without a list of diagnoses, what stands outside histories, examinations and medications. Others say
    what was thought of on the way, not at the time of discharge. What the reportable head says of such a mention it
    learnt from outpatients: it counts as even at least.
    """
    listed = any(section.kind in DIAGNOSES for section in reading.sections)
    suspected = set()
    for i, one in enumerate(linked):
        mention, section = one.mention, one.mention.section
        final = section in DIAGNOSES if listed else not any(section in group for group in SECTION_GROUPS[4:])
        code = one.candidates[0].code if one.candidates else ""
        if mention.assertion is not Assertion.POSSIBLE or not final or code.startswith(confirmed_only):
            continue
        chances = dict(mention.assertions)
        chances[Assertion.PRESENT] = chances.get(Assertion.PRESENT, 0.0) + chances.pop(Assertion.POSSIBLE, 0.0)
        there = replace(
            mention, assertion=Assertion.PRESENT, assertions=tuple(chances.items()),
            reportable=max(mention.reportable, 0.5),
        )  # fmt: skip
        reading.mentions[i], linked[i] = there, replace(one, mention=there)
        suspected.add(i)
    return suspected


def _may_be_reported(one: LinkedMention) -> bool:
    mention = one.mention
    return bool(one.candidates) and mention.assertion in REPORTED and mention.reportable >= WORTH_RESOLVING
