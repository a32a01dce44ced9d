"""From linked concepts to the codes a coder reports: billable form, time and person, combinations, what gives way.

All coding knowledge is data with sources (`resources/resolution.toml`, `resources/treatments.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.knowledge import Combination, Knowledge, Precedence
from medcode_desktop.core.specificity import Specificity
from medcode_desktop.core.treatments import find_treatments
from medcode_desktop.core.types import Assertion, Candidate, LinkedMention, Mention, Note, Section, Span
from medcode_desktop.core.wording import SideReader, Surroundings, Wording, sentence_around

__all__ = ["Knowledge", "ResolvedCode", "consistent", "resolve"]

OF_RELATIVES = ("Z80", "Z81", "Z82", "Z83", "Z84")
OF_THE_PAST = ("Z85", "Z86", "Z87")
_LEAST = 0.02
_OPPOSED = 0.1
TRIGGERS = 0.4
"""Mentions below this probability of being reported neither make a combination nor push another code aside."""


@dataclass(frozen=True, slots=True)
class ResolvedCode:
    """A code that something in the note speaks for, always billable.

    `mentions` are indexes into the linked mentions (empty for a code that only words of treatment speak for),
    `reason` is the id of the rule that made the code ("" when it is what was linked), `kept_from` the code that was
    linked, `superseded_by` the code of the same note beside which it is not reported ("" when it stands).
    """

    code: str
    assertion: Assertion
    mentions: tuple[int, ...]
    evidence: tuple[Span, ...]
    reason: str = ""
    kept_from: str = ""
    superseded_by: str = ""


def consistent(mention: Mention, candidates: Sequence[Candidate], wording: Wording) -> tuple[Candidate, ...]:
    """The candidates in a new order: what contradicts the mention counts little.

    Codes of relatives (Z80 to Z84) and of what is past (Z85 to Z87) count as far as the note speaks so (Guidelines
    I.C.21.c.4), and hardly those whose title says the opposite of a word of the mention.
    """
    chances = dict(mention.assertions)

    def weighed(one: Candidate) -> Candidate:
        if wording.contradicts(one.title, mention.text):
            one = replace(one, confidence=one.confidence * _OPPOSED)
        for codes, assertion in ((OF_RELATIVES, Assertion.FAMILY), (OF_THE_PAST, Assertion.HISTORICAL)):
            if chances and one.code.startswith(codes):
                return replace(one, confidence=one.confidence * max(chances.get(assertion, 0.0), _LEAST))
        return one

    return tuple(sorted(map(weighed, candidates), key=lambda one: -one.confidence))


def resolve(
    linked: Sequence[LinkedMention],
    note: Note,
    sections: Sequence[Section],
    codeset: CodeSet,
    knowledge: Knowledge,
) -> list[ResolvedCode]:
    """The codes of a note's linked mentions, each once, in the order of their first evidence.

    Negated, possible and hypothetical mentions give no code (Guidelines IV.H; `as_for_inpatients` comes before).
    Whether a code is reported is not decided here.
    """
    return _Resolution(linked, note, sections, _specificity(codeset, knowledge), codeset, knowledge).run()


@lru_cache(maxsize=4)
def _specificity(codeset: CodeSet, knowledge: Knowledge) -> Specificity:
    return Specificity(codeset, knowledge.wording)


@dataclass(slots=True)
class _Draft:
    """A code in the making."""

    code: str
    assertion: Assertion
    mentions: list[int] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    reason: str = ""
    kept_from: str = ""
    superseded_by: str = ""
    weight: float = 0.0

    def absorb(self, other: _Draft) -> None:
        self.mentions += [i for i in other.mentions if i not in self.mentions]
        self.evidence += [s for s in other.evidence if s not in self.evidence]
        self.weight = max(self.weight, other.weight)


class _Resolution:
    """The resolution of one note."""

    def __init__(
        self,
        linked: Sequence[LinkedMention],
        note: Note,
        sections: Sequence[Section],
        specificity: Specificity,
        codeset: CodeSet,
        knowledge: Knowledge,
    ) -> None:
        self._linked = linked
        self._note = note
        self._sections = sections
        self._specific = specificity
        self._codes = codeset
        self._knowledge = knowledge
        self._sides = SideReader(knowledge.wording, note.text)
        self._drafts: dict[str, _Draft] = {}

    def run(self) -> list[ResolvedCode]:
        for i in range(len(self._linked)):
            self._draft(i)
        self._add_treatments()
        self._merge_vague()
        self._join_sides()
        for combination in self._knowledge.combinations:
            self._combine(combination)
        self._merge_vague()
        for precedence in self._knowledge.precedences:
            self._give_way(precedence)
        drafts = sorted(self._drafts.values(), key=lambda d: (min(d.evidence), d.code))
        return [
            ResolvedCode(
                d.code, d.assertion, tuple(sorted(d.mentions)), tuple(sorted(d.evidence)), d.reason, d.kept_from,
                d.superseded_by,
            )
            for d in drafts
        ]  # fmt: skip

    # -- single mentions

    def _draft(self, i: int) -> None:
        one = self._linked[i]
        if not one.candidates or one.candidates[0].code not in self._codes:
            return
        mention, code = one.mention, one.candidates[0].code
        if self._knowledge.unnamed_after.match(self._note.text, mention.span.end):
            return
        concept, reason = self._in_time_and_person(code, mention.assertion)
        if not concept:
            return
        sentence = sentence_around(self._note.text, mention.span)
        said = self._knowledge.to_be_said
        if concept.startswith(said.codes) and mention.section not in said.sections and not said.words.search(sentence):
            return
        for billable, why in self._billable(i, concept, sentence):
            why = why or reason
            self._add(_Draft(billable, mention.assertion, [i], [mention.span], why, code, weight=mention.reportable))

    def _in_time_and_person(self, code: str, assertion: Assertion) -> tuple[str, str]:
        """The concept to code for a linked code of this assertion and the rule; "" when there is none to code."""
        if assertion is Assertion.PRESENT:
            return code, ""
        if assertion is Assertion.HISTORICAL:
            if (code.startswith("Z") and code != "Z72.0") or _is_late_effect(code):
                return code, ""
            return _longest(self._knowledge.history, code), "history"
        if assertion is Assertion.FAMILY:
            if code.startswith(OF_RELATIVES):
                return code, ""
            return _longest(self._knowledge.family, code), "family-history"
        return "", ""

    def _billable(self, i: int, concept: str, sentence: str) -> list[tuple[str, str]]:
        """The billable codes of a concept, with the rule that a word near the mention has called."""
        one = self._linked[i]
        around = self._surroundings(i, concept, sentence)
        likely = {c.code: c.confidence for c in one.candidates}
        found = []
        for code in self._specific.billable_forms(concept, around, likely):
            found.append((code, "" if code == concept else "specificity"))
            for rule in self._knowledge.qualifiers:
                if one.mention.assertion is Assertion.PRESENT and code in rule.codes and rule.pattern.search(sentence):
                    target = rule.code.replace("{d}", code[:3])
                    found += [(c, rule.id) for c in self._specific.billable_forms(target, around)]
        return found

    def _surroundings(self, i: int, concept: str, sentence: str) -> Surroundings:
        mention = self._linked[i].mention
        wording = self._knowledge.wording
        side = wording.side(mention.text) or self._near_side(mention.span, sentence)
        if not side:
            side = self._sides.side_of(wording.words(f"{self._codes.title(concept)} {mention.text}"))
        if not side and not self._specific.leaves_side_open(concept):
            side = self._sides.side_of_note()
        category = concept[:3]
        same = [
            other.mention.text
            for j, other in enumerate(self._linked)
            if j != i
            and other.candidates
            and other.candidates[0].code[:3] == category
            and other.mention.assertion is mention.assertion
        ]
        return Surroundings(wording, mention.text, sentence, same, side)

    def _near_side(self, span: Span, sentence: str) -> str:
        """The side that the words right before or after a mention state."""
        text, wording = self._note.text, self._knowledge.wording
        before = text[max(0, span.start - 25) : span.start].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
        after = text[span.end : span.end + 30].split("\n", 1)[0].split(". ", 1)[0].split(",", 1)[0]
        return wording.side(before) or wording.side(after) or wording.side(sentence)

    def _add(self, draft: _Draft) -> None:
        known = self._drafts.get(draft.code)
        if known is None:
            self._drafts[draft.code] = draft
        else:
            known.absorb(draft)

    # -- codes against each other

    def _merge_vague(self) -> None:
        """An unspecified code joins the more specific code of its family (highest specificity, Guidelines I.B.2)."""
        for code in list(self._drafts):
            if not self._specific.is_vague(code):
                continue
            better = next((d for d in self._drafts if d != code and self._specific.refines(d, code)), None)
            if better:
                self._drafts[better].absorb(self._drafts.pop(code))

    def _join_sides(self) -> None:
        """Right and left of the same condition are the bilateral code where there is one (Guidelines I.B.13)."""
        for code in list(self._drafts):
            both = self._specific.both_sides(code)
            if both and code in self._drafts and both.other in self._drafts:
                joined = _Draft(both.bilateral, self._drafts[code].assertion, reason="both-sides", kept_from=code)
                joined.absorb(self._drafts.pop(code))
                joined.absorb(self._drafts.pop(both.other))
                self._add(joined)

    def _combine(self, rule: Combination) -> None:
        groups = []
        for prefixes in rule.when:
            found = [d for d in self._drafts.values() if self._counts(d) and d.code.startswith(prefixes)]
            if not found:
                return
            groups.append(found)
        said = [self._note.text[s.start : s.end] for draft in groups[-1] for s in draft.evidence]
        if rule.words and not any(map(rule.words.search, said)):
            return
        family = groups[0][0].code[:3]
        target = rule.code.replace("{d}", family)
        first = groups[0][0]
        around = self._surroundings(first.mentions[0], target, "") if first.mentions else None
        for code in self._specific.billable_forms(target, around) if around else ():
            made = _Draft(code, Assertion.PRESENT, reason=rule.id, kept_from=first.kept_from)
            replaced = tuple(p.replace("{d}", family) for p in rule.replaces)
            for group in groups:
                for draft in group:
                    made.absorb(draft)
            for old in [c for c in self._drafts if c.startswith(replaced) and c != code]:
                made.absorb(self._drafts.pop(old))
            self._add(made)

    @staticmethod
    def _counts(draft: _Draft) -> bool:
        return draft.assertion is Assertion.PRESENT and draft.weight >= TRIGGERS

    def _give_way(self, rule: Precedence) -> None:
        for draft in self._drafts.values():
            if draft.superseded_by or not draft.code.startswith(rule.codes):
                continue
            by = tuple(p.replace("{d}", draft.code[:3]) for p in rule.by)
            draft.superseded_by = next(
                (
                    d.code
                    for d in self._drafts.values()
                    if d is not draft and not d.superseded_by and self._counts(d) and d.code.startswith(by)
                ),
                "",
            )

    # -- words of treatment

    def _add_treatments(self) -> None:
        present = [d.code for d in self._drafts.values() if self._counts(d)]
        for found in find_treatments(self._note.text, self._sections, present, self._knowledge.treatments):
            text = self._note.text[found.span.start : found.span.end]
            sentence = sentence_around(self._note.text, found.span)
            side = self._knowledge.wording.side(text) or self._near_side(found.span, sentence)
            around = Surroundings(self._knowledge.wording, text, sentence, side=side)
            mentions = [i for i, m in enumerate(self._linked) if m.mention.span.overlaps(found.span)]
            for code in self._specific.billable_forms(found.code, around):
                self._add(_Draft(code, Assertion.PRESENT, mentions, [found.span], found.rule, found.code))


def _is_late_effect(code: str) -> bool:
    return len(code) == 8 and code.endswith("S") and code[0] in "ST"


def _longest(table: Mapping[str, str], code: str) -> str:
    for end in range(len(code), 0, -1):
        if code[:end] in table:
            return table[code[:end]]
    return ""
