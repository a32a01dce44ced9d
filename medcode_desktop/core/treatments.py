"""Codes that words of treatment, status and encounter speak for although no condition is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medcode_desktop.core.knowledge import Treatment, Treatments
from medcode_desktop.core.sections import section_at
from medcode_desktop.core.types import Section, Span

NOT_THE_PATIENT_NOW = frozenset({"family_history", "allergies"})
"""Sections whose words of treatment say nothing about the patient's own treatment."""
SECTIONS_OF_THE_PAST = frozenset({"past_history", "surgical_history"})
"""Sections where an operation named is one of the past."""


@dataclass(frozen=True, slots=True)
class FoundTreatment:
    """Words at `span` that speak for `code` (a code of the code set, perhaps not billable) by the rule named."""

    code: str
    rule: str
    span: Span


def find_treatments(
    text: str, sections: Sequence[Section], present: Sequence[str], treatments: Treatments
) -> list[FoundTreatment]:
    """What the words of a note say by themselves: each rule once for each code, at the first words that hold.

    `present` are the codes found for present conditions; some rules need one of them (or one found before), or none.
    """
    found: list[FoundTreatment] = []
    known = list(present)
    for rule in treatments.rules:
        needed = next((code for code in known if code.startswith(rule.needs)), "") if rule.needs else ""
        if rule.needs and not needed:
            continue
        if rule.unless and any(code.startswith(rule.unless) for code in known):
            continue
        span = next(_places(text, sections, rule, treatments), None)
        if span is not None:
            found.append(FoundTreatment(rule.code.replace("{d}", needed[:3]), rule.id, span))
            known.append(found[-1].code)
    return found


def _places(text: str, sections: Sequence[Section], rule: Treatment, treatments: Treatments) -> Iterator[Span]:
    for match in rule.pattern.finditer(text):
        kind = section_at(sections, match.start()).kind
        if rule.sections and kind not in rule.sections:
            continue
        if kind in NOT_THE_PATIENT_NOW and kind not in rule.sections:
            continue
        before = re.split(r"[.;\n]\s|\n", text[max(0, match.start() - 80) : match.start()])[-1]
        after = re.split(r"[.;\n]\s|\n", text[match.end() : match.end() + 40])[0]
        if treatments.undone.search(before) or treatments.undone_after.match(after):
            continue
        around = f"{before} {match[0]} {after}"
        if rule.past and kind not in SECTIONS_OF_THE_PAST and not treatments.past.search(around):
            continue
        yield Span(match.start(), match.end())
