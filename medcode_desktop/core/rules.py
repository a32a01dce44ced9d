"""Checks a set of codes in sequence against the tabular list and the guidelines, and says what is wrong with it.

Nothing is changed here: each check gives edits that quote the note of the tabular list, and the code that has it, or
the guideline. What one step would mend is offered as a fix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from medcode_desktop.core.codeset import CodeKind, CodeSet
from medcode_desktop.core.facets import SpecificityDialogue
from medcode_desktop.core.frames import Frame, Part, joined
from medcode_desktop.core.knowledge import Knowledge
from medcode_desktop.core.resolution import OF_RELATIVES
from medcode_desktop.core.rulebook import RuleBook
from medcode_desktop.core.specificity import Specificity
from medcode_desktop.core.tabular_rules import replaced, tabular_edits
from medcode_desktop.core.types import Assertion, Edit, Facts, Setting, Severity, Suggestion
from medcode_desktop.core.wording import BOTH, LEFT, RIGHT, UNSTATED, Surroundings, sentence_around

_UNKNOWN = Facts()


@dataclass(frozen=True, slots=True)
class Said:
    """What the note says where a code's evidence is: the evidence itself, the sentences around it, and how."""

    words: str
    sentence: str
    assertion: Assertion

    @classmethod
    def of(cls, text: str, suggestion: Suggestion) -> Said:
        """From the note's text and the evidence of a suggestion."""
        spans = [e.span for e in suggestion.evidence]
        sentences = dict.fromkeys(sentence_around(text, span) for span in spans)
        return cls("; ".join(e.text for e in suggestion.evidence), "\n".join(sentences), suggestion.assertion)


_NOTHING_SAID: Mapping[str, Said] = {}


class Rules:
    """All checks for one release of the code set; what is looked up in it is kept."""

    def __init__(self, codeset: CodeSet, book: RuleBook, knowledge: Knowledge) -> None:
        self._codeset, self._book, self.knowledge = codeset, book, knowledge
        self.wording = knowledge.wording
        self._specific = Specificity(codeset, knowledge.wording)
        self.dialogue = SpecificityDialogue(codeset, self._specific)
        self._notes = lru_cache(maxsize=4096)(codeset.notes)

    def check(
        self, codes: Sequence[str], facts: Facts = _UNKNOWN, said: Mapping[str, Said] = _NOTHING_SAID
    ) -> tuple[Edit, ...]:
        """The edits on codes in sequence, first-listed first; errors before warnings before hints, none twice.

        Codes are in their written form ("E11.22"). One that does not exist gives an edit and no further checks. `said`
        tells for codes what the note says at their evidence, as far as there is any.
        """
        known = [code for code in dict.fromkeys(codes) if code in self._codeset]
        notes = {code: self._notes(code) for code in known}
        edits = [*tabular_edits(codes, known, notes, self._codeset), *self._check_sides(known, facts)]
        edits += self._check_vague(known)
        edits += self._check_episodes(known)
        edits += self._check_combinations(known, said)
        edits += self._check_precedences(known)
        edits += self._check_history(known)
        for code in known:
            if code in said:
                edits += self._check_documented(code, known, said[code], facts)
        edits += self._book.check(known, facts)
        order = list(Severity)
        return tuple(_without_repeats(sorted(edits, key=lambda edit: order.index(edit.severity))))

    def _check_sides(self, known: Sequence[str], facts: Facts) -> Iterator[Edit]:
        """Guidelines I.B.13: right and left are the bilateral code where there is one; a known side is not unknown."""
        open_side = Severity.WARNING if facts.setting is Setting.INPATIENT else Severity.INFO
        for code in known:
            if self._codeset.is_billable(code) and self._specific.leaves_side_open(code):
                yield Edit(open_side, "unspecified_side", (code,), Frame.SIDE_OPEN.format(code=code))
            both = self._specific.both_sides(code)
            if both and both.other in known:
                message = Frame.BILATERAL.format(code=code, other=both.other, better=both.bilateral)
                fix = tuple(c for c in replaced(known, code, both.bilateral) if c != both.other)
                yield Edit(Severity.ERROR, "bilateral", (code, both.other), message, fix)
            sides = self._specific.sides(code)
            if sides.get(UNSTATED) == self._specific.stem(code):
                sided = next((c for c in known if self._specific.stem(c) in _definite(sides)), None)
                if sided:
                    message = Frame.SIDE_KNOWN.format(code=code, other=sided)
                    fix = tuple(c for c in known if c != code)
                    yield Edit(Severity.WARNING, "side", (code, sided), message, fix)

    def _check_vague(self, known: Sequence[str]) -> Iterator[Edit]:
        """Guidelines I.B.2 and I.B.18: an unspecified code says nothing beside a specific one of its family."""
        stems = [(code, self._specific.stem(code)) for code in known]
        for code, stem in stems:
            if self._specific.is_vague(code):
                root = self._specific.family(stem)
                near = (other for other, begin in stems if other != code and begin.startswith(root))
                better = next((other for other in near if self._specific.refines(other, code)), None)
                if better and not self._codeset.is_billable(code):
                    continue
                if better:
                    message = Frame.VAGUE.format(code=code, other=better)
                    fix = tuple(c for c in known if c != code)
                    yield Edit(Severity.WARNING, "unspecified_beside_specific", (code, better), message, fix)

    def _check_episodes(self, known: Sequence[str]) -> Iterator[Edit]:
        """Guidelines I.C.19.a: one condition has one 7th character."""
        by_stem: dict[str, list[str]] = {}
        for code in known:
            if self._codeset.get(code).kind is CodeKind.EXPANDED and code[0] in "ST":
                by_stem.setdefault(self._specific.stem(code), []).append(code)
        for same in by_stem.values():
            for other in same[1:]:
                message = Frame.EPISODES.format(code=same[0], other=other)
                yield Edit(Severity.ERROR, "episode_conflict", (same[0], other), message)

    def _check_combinations(self, known: Sequence[str], said: Mapping[str, Said]) -> Iterator[Edit]:
        """Guidelines I.B.9: what one code says is not said by two; the code that the guidelines ask for is named."""
        replaced_already: set[str] = set()
        for rule in self.knowledge.combinations:
            groups = [[c for c in known if c.startswith(prefixes)] for prefixes in rule.when]
            if not all(groups):
                continue
            if rule.words and not any(c in said and rule.words.search(said[c].words) for c in groups[-1]):
                continue
            family = groups[0][0][:3]
            target = rule.code.replace("{d}", family)
            prefixes = tuple(prefix.replace("{d}", family) for prefix in rule.replaces)
            old = [c for c in known if c.startswith(prefixes) and c != target and c not in replaced_already]
            if not old or any(c.startswith(target) for c in known):
                continue
            replaced_already.update(old)
            fix: tuple[str, ...] = ()
            if self._codeset.is_billable(target):
                fix = tuple(c for c in replaced(known, old[0], target) if c not in old)
            other = groups[-1][0]
            message = Frame.COMBINATION.format(
                codes=joined(Part.AND, old), other=other, better=target, source=rule.source
            )
            yield Edit(Severity.ERROR, "combination", (*old, other), message, fix)

    def _check_precedences(self, known: Sequence[str]) -> Iterator[Edit]:
        """Guidelines I.B.5: signs that belong to a diagnosis are not coded beside it; vague codes give way."""
        for rule in self.knowledge.precedences:
            for code in (c for c in known if c.startswith(rule.codes)):
                by = tuple(prefix.replace("{d}", code[:3]) for prefix in rule.by)
                other = next((c for c in known if c != code and c.startswith(by)), None)
                if other:
                    kind = "integral" if rule.integral else "gives_way"
                    message = Frame.GIVES_WAY.format(code=code, other=other, source=rule.source)
                    yield Edit(Severity.WARNING, kind, (code, other), message, tuple(c for c in known if c != code))

    def _check_history(self, known: Sequence[str]) -> Iterator[Edit]:
        """Guidelines I.C.2.m and I.C.21.c.4: a condition is current or past, not both."""
        for code in known:
            past = next((h for end in range(len(code), 2, -1) if (h := self.knowledge.history.get(code[:end]))), "")
            other = next((c for c in known if past and c.startswith(past)), None)
            if other:
                message = Frame.CURRENT_AND_PAST.format(code=code, other=other)
                yield Edit(Severity.WARNING, "history", (code, other), message)

    def _check_documented(self, code: str, known: Sequence[str], said: Said, facts: Facts) -> Iterator[Edit]:
        """What the words at the evidence say against the code: doubt, denial, a relative, a side, more detail."""
        if said.assertion is Assertion.POSSIBLE and facts.setting is not Setting.INPATIENT:
            message = Frame.SUSPECTED.format(code=code, words=said.words)
            yield Edit(Severity.ERROR, "uncertain", (code,), message)
        elif said.assertion is Assertion.POSSIBLE and code.startswith(self.knowledge.confirmed_only):
            message = Frame.SUSPECTED_ONLY.format(code=code, words=said.words)
            yield Edit(Severity.ERROR, "uncertain", (code,), message)
        if said.assertion is Assertion.NEGATED:
            fix = tuple(c for c in known if c != code)
            yield Edit(Severity.ERROR, "negated", (code,), Frame.DENIED.format(code=code, words=said.words), fix)
        if said.assertion is Assertion.FAMILY and not code.startswith(OF_RELATIVES):
            message = Frame.OF_A_RELATIVE.format(code=code, words=said.words)
            yield Edit(Severity.ERROR, "family", (code,), message)
        if not self._codeset.is_billable(code) or not self._specific.is_vague(code):
            return
        wording = self.knowledge.wording
        side = wording.side(said.words) or wording.side(said.sentence)
        for better in self._specific.billable_forms(code, Surroundings(wording, said.words, said.sentence, side=side)):
            if better != code and better not in known and self._specific.refines(better, code):
                title = self._codeset.title(better)
                message = Frame.NOTE_SAYS_MORE.format(code=code, words=said.words, better=better, title=title)
                yield Edit(Severity.WARNING, "more_specific", (code,), message, replaced(known, code, better))
                return


def _definite(sides: Mapping[str, str]) -> set[str]:
    return {sides[side] for side in (RIGHT, LEFT, BOTH) if side in sides}


def _without_repeats(edits: Iterable[Edit]) -> list[Edit]:
    """Of the edits that one step would mend, or that say the same of the same codes, the first."""
    kept: dict[object, Edit] = {}
    for edit in edits:
        kept.setdefault(edit.fix or (edit.kind, frozenset(edit.codes)), edit)
    return list(kept.values())
