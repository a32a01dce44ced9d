"""What the reviewer decided about a coding: an immutable list of codes with their status, and its undo history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from medcode_desktop.core.codeset import CodeEntry
from medcode_desktop.core.codesystem import PROCEDURE_SYSTEMS
from medcode_desktop.core.resolution import OF_RELATIVES
from medcode_desktop.core.types import DIAGNOSES, Assertion, Candidate, Coding, Evidence, Stated, Suggestion
from medcode_desktop.errors import MedCodeError


class Status(StrEnum):
    """Where a code stands: nobody decided yet, accepted, rejected, put in another's place, or added by hand."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and when."""

    reviewer: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewedCode:
    """One code with the decision about it. `replaces` names the suggested code that it stands in for."""

    suggestion: Suggestion
    status: Status = Status.SUGGESTED
    replaces: str = ""
    reviewer: str = ""
    decided_at: datetime | None = None

    @property
    def code(self) -> str:
        return self.suggestion.code

    @property
    def system(self) -> str:
        return self.suggestion.system

    def decided(self, status: Status, by: Signature) -> ReviewedCode:
        return replace(self, status=status, reviewer=by.reviewer, decided_at=by.at)


@dataclass(frozen=True, slots=True)
class ChosenFacts:
    """What the reviewer says of the encounter: those of `values` that `names` holds, None for what is not known."""

    values: Stated = field(default_factory=Stated)
    names: tuple[str, ...] = ()

    def over(self, found: Stated) -> Stated:
        """What counts: what was found, but for what the reviewer says."""
        mine: dict[str, Any] = {name: getattr(self.values, name) for name in self.names}
        return replace(found, **mine)

    def choosing(self, name: str, value: Any, found: Stated) -> ChosenFacts:
        """With one fact more; one that is as it was found again is no longer the reviewer's."""
        names = tuple(sorted({*self.names, name} if getattr(found, name) != value else {*self.names} - {name}))
        return ChosenFacts(replace(self.values, **{name: value if name in names else None}), names)


@dataclass(frozen=True, slots=True)
class Review:
    """A coding under review; `codes` is in the sequence in which they are exported, the diagnoses first.

    `facts` is what the reviewer says of the encounter. Every operation returns a new review; `position` is an index
    into `codes`.
    """

    coding: Coding
    codes: tuple[ReviewedCode, ...]
    facts: ChosenFacts = ChosenFacts()

    @classmethod
    def of(cls, coding: Coding) -> Review:
        return cls(coding, tuple(ReviewedCode(s) for s in coding.suggestions))

    @property
    def decided(self) -> int:
        """How many codes are no longer mere suggestions."""
        return sum(c.status is not Status.SUGGESTED for c in self.codes)

    @property
    def reported(self) -> tuple[ReviewedCode, ...]:
        """The codes that are not rejected, in sequence; the first diagnosis is the first-listed one."""
        return tuple(c for c in self.codes if c.status is not Status.REJECTED)

    @property
    def diagnoses(self) -> tuple[ReviewedCode, ...]:
        """Those of the reported codes that rules and sequence are about."""
        return tuple(c for c in self.reported if c.system == DIAGNOSES)

    @property
    def claimed(self) -> tuple[ReviewedCode, ...]:
        """The reported diagnoses that a claim may carry.

        What the note only denies, or ascribes to a relative without being a code for that, is none unless a person
        decided so.
        """
        return tuple(c for c in self.diagnoses if c.status is not Status.SUGGESTED or not _of_no_patient(c.suggestion))

    @property
    def procedures(self) -> tuple[ReviewedCode, ...]:
        """The procedures and services that a person accepted, put in another's place or added."""
        decided = (c for c in self.reported if c.status is not Status.SUGGESTED)
        return tuple(c for c in decided if c.system in PROCEDURE_SYSTEMS)

    def position_of(self, code: str, system: str = DIAGNOSES) -> int | None:
        """Where a code stands, one that is reported before one that is rejected."""
        found = [i for i, c in enumerate(self.codes) if (c.code, c.system) == (code, system)]
        return min(found, key=lambda i: self.codes[i].status is Status.REJECTED, default=None)

    def accept(self, position: int, by: Signature) -> Review:
        """Accept a suggestion, or a rejected code after all; a code that a person chose stays as it is."""
        chosen = self.codes[position]
        if not _is_open(chosen):
            return self
        return self._with(position, chosen.decided(Status.ACCEPTED, by))

    def accept_remaining(self, by: Signature, least: float = 0.0) -> Review:
        """Accept every suggestion that nobody decided about and that is at least so confident."""

        def waits(code: ReviewedCode) -> bool:
            return code.status is Status.SUGGESTED and code.suggestion.confidence >= least

        return replace(self, codes=tuple(c.decided(Status.ACCEPTED, by) if waits(c) else c for c in self.codes))

    def reject(self, position: int, by: Signature) -> Review:
        """Reject a code. One that was added by hand leaves the list; a replaced one gives way to what it replaced."""
        if self.codes[position].status is Status.ADDED:
            return self._without(position)
        return self._with(position, self._as_suggested(position).decided(Status.REJECTED, by))

    def reopen(self, position: int) -> Review:
        """Take the decision back: the code is again as it was suggested."""
        if self.codes[position].status is Status.ADDED:
            return self
        return self._with(position, self._as_suggested(position))

    def replace(self, position: int, choice: Candidate, *, billable: bool, by: Signature) -> Review:
        """Put `choice` in the place of a code; it keeps the evidence, and the old code becomes an alternative.

        Raises MedCodeError when `choice` is in the list already.
        """
        old = self.codes[position]
        if choice.code == old.code:
            return self.accept(position, by)
        suggested = self._as_suggested(position)
        if choice.code == suggested.code and old.status is not Status.ADDED:
            return self._with(position, suggested.decided(Status.ACCEPTED, by))
        self._refuse_twice(choice.code, old.system)
        before = old.suggestion
        alternatives = (
            Candidate(before.code, before.title, before.confidence),
            *(a for a in before.alternatives if a.code not in (choice.code, before.code)),
        )
        suggestion = replace(
            before,
            code=choice.code,
            title=choice.title,
            confidence=choice.confidence,
            billable=billable,
            alternatives=alternatives,
            flags=(),
        )
        added = old.status is Status.ADDED
        stand_in = ReviewedCode(suggestion, replaces="" if added else suggested.code)
        changed = self._with(position, stand_in.decided(Status.ADDED if added else Status.REPLACED, by))
        same = (choice.code, old.system)
        twins = [i for i, c in enumerate(changed.codes) if i != position and (c.code, c.system) == same]
        return changed._without(twins[0]) if twins else changed

    def add(self, suggestion: Suggestion, by: Signature) -> Review:
        """Add a code, a diagnosis after the others; one that was rejected before is accepted where it stands.

        Raises MedCodeError when the code is in the list already.
        """
        self._refuse_twice(suggestion.code, suggestion.system)
        rejected = self.position_of(suggestion.code, suggestion.system)
        if rejected is not None:
            return self.accept(rejected, by)
        new, end = ReviewedCode(suggestion).decided(Status.ADDED, by), len(self.codes)
        if suggestion.system == DIAGNOSES:
            end = next((i for i, c in enumerate(self.codes) if c.system != DIAGNOSES), end)
        return replace(self, codes=(*self.codes[:end], new, *self.codes[end:]))

    def mark(self, position: int, evidence: Evidence) -> Review:
        """Make words of the note evidence of a code, in the place of evidence that they overlap.

        Words that are its evidence already, exactly so, no longer are.
        """
        code = self.codes[position]
        known = code.suggestion.evidence
        kept = [e for e in known if not e.span.overlaps(evidence.span)]
        new = kept if evidence in known else sorted([*kept, evidence], key=lambda e: e.span)
        return self._with(position, replace(code, suggestion=replace(code.suggestion, evidence=tuple(new))))

    def restate(
        self, position: int, assertion: Assertion, choice: Candidate | None, *, billable: bool, by: Signature
    ) -> Review:
        """Say how the note speaks of a condition; `choice` is what it is reported as then, None when it is not.

        Where `choice` is in the list already, its words become evidence of that one.
        """
        code = self.codes[position]
        said = replace(code, suggestion=replace(code.suggestion, assertion=assertion))
        review = self._with(position, said)
        if choice is None:
            return review.reject(position, by)
        if choice.code == code.code:
            return review._with(position, said.decided(Status.ACCEPTED, by)) if _is_open(code) else review
        twin = next((i for i, c in enumerate(self.codes) if c.code == choice.code and c in self.reported), None)
        if twin is None:
            return review.replace(position, choice, billable=billable, by=by)
        evidence = [e for e in code.suggestion.evidence if e not in self.codes[twin].suggestion.evidence]
        for one in evidence:
            review = review.mark(twin, one)
        return review.accept(twin, by).reject(position, by)

    def move(self, position: int, to: int) -> Review:
        """Move a code so that it stands at index `to` afterwards; none leaves the codes of its system."""
        codes, to = list(self.codes), max(0, min(to, len(self.codes) - 1))
        if codes[to].system != codes[position].system:
            return self
        codes.insert(to, codes.pop(position))
        return replace(self, codes=tuple(codes))

    def arranged(self, sequence: Sequence[str], entry_of: Callable[[str], CodeEntry], by: Signature) -> Review:
        """The review with exactly these diagnoses reported, in this sequence: what the fix of an edit asks for.

        Codes that are not in the sequence are rejected, but for the first of them: a new code takes its place.
        """
        review: Review = self
        gone = [c.code for c in self.diagnoses if c.code not in sequence]
        for code in (c for c in sequence if all(r.code != c for r in self.diagnoses)):
            entry = entry_of(code)
            if gone and (place := review.position_of(gone.pop(0))) is not None:
                choice = Candidate(entry.code, entry.title, 0.0)
                review = review.replace(place, choice, billable=entry.billable, by=by)
            else:
                new = Suggestion(entry.code, entry.title, 0.0, entry.billable, Assertion.PRESENT, ())
                review = review.add(new, by)
        for code in gone:
            if (place := review.position_of(code)) is not None:
                review = review.reject(place, by)
        for to, code in enumerate(sequence):
            if (place := review.position_of(code)) is not None:
                review = review.move(place, to)
        return review

    def recoded(self, coding: Coding, text: str) -> Review:
        """The review of a new coding of a note, whose text is this now, with the decisions that still apply.

        A code that is suggested again keeps its decision; codes that the reviewer chose stay. Of evidence and
        assertions that the reviewer gave, those stay whose words are still in their place.
        """
        review = replace(Review.of(coding), facts=self.facts)
        for old in self.codes:
            by = Signature(old.reviewer, old.decided_at)
            position = review.position_of(old.replaces or old.code, old.system)
            if old.status is Status.ADDED:
                if position is None:
                    review = review.add(replace(old.suggestion, evidence=_in_place(old.suggestion, text)), by)
                else:
                    review = review.accept(position, by)
            elif position is None or old.status is Status.SUGGESTED:
                continue
            elif old.status is Status.REPLACED:
                if review.position_of(old.code, old.system) is None:
                    s = old.suggestion
                    choice = Candidate(s.code, s.title, s.confidence)
                    review = review.replace(position, choice, billable=s.billable, by=by)
            else:
                new = review.codes[position]
                if old.suggestion not in self.coding.suggestions and (kept := _in_place(old.suggestion, text)):
                    said = replace(new.suggestion, evidence=kept, assertion=old.suggestion.assertion)
                    new = replace(new, suggestion=said)
                review = review._with(position, new.decided(old.status, by))
        return review

    def _as_suggested(self, position: int) -> ReviewedCode:
        """The code at `position` as the coder suggested it, without any decision."""
        now = self.codes[position]
        of = (now.replaces, now.system)
        original = next((s for s in self.coding.suggestions if (s.code, s.system) == of), now.suggestion)
        return ReviewedCode(original)

    def _refuse_twice(self, code: str, system: str) -> None:
        if any((c.code, c.system) == (code, system) for c in self.reported):
            raise MedCodeError(f"{code} is in the list already.")

    def _with(self, position: int, code: ReviewedCode) -> Review:
        return replace(self, codes=(*self.codes[:position], code, *self.codes[position + 1 :]))

    def _without(self, position: int) -> Review:
        return replace(self, codes=self.codes[:position] + self.codes[position + 1 :])


def _is_open(code: ReviewedCode) -> bool:
    return code.status in (Status.SUGGESTED, Status.REJECTED)


def _in_place(suggestion: Suggestion, text: str) -> tuple[Evidence, ...]:
    """The evidence whose words are where they were."""
    return tuple(e for e in suggestion.evidence if text[e.span.start : e.span.end] == e.text)


def _of_no_patient(suggestion: Suggestion) -> bool:
    """Whether the patient does not have the condition: it is absent (conditional too) or that of a relative."""
    if suggestion.assertion is Assertion.FAMILY:
        return not suggestion.code.startswith(OF_RELATIVES)
    return suggestion.assertion in (Assertion.NEGATED, Assertion.HYPOTHETICAL)


@dataclass(frozen=True, slots=True)
class History:
    """The reviews of one note, for undo and redo; `past` and `future` end with the one nearest to `present`."""

    present: Review
    past: tuple[Review, ...] = ()
    future: tuple[Review, ...] = ()

    def record(self, review: Review) -> History:
        """Make `review` the present; nothing is recorded when it changes nothing."""
        return self if review == self.present else History(review, (*self.past, self.present))

    def undo(self) -> History:
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.present))

    def redo(self) -> History:
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.present), self.future[:-1])
