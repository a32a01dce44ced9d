"""What a condition is coded as when a person says how the note speaks of it, or names its place in the note."""

from __future__ import annotations

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.knowledge import Knowledge
from medcode_desktop.core.resolution import OF_RELATIVES, OF_THE_PAST, resolve
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    LinkedMention,
    Mention,
    Note,
    Setting,
    Span,
    Suggestion,
)

NEAR = 600
"""Code points of the note on each side of a phrase that decide about it."""


def surroundings(text: str, span: Span) -> tuple[str, Span]:
    """The part of a note around a phrase, with the place of the phrase in it; whole lines where they are short."""
    start = 0 if span.start <= NEAR else 1 + text.rfind("\n", 0, span.start - NEAR)
    start = max(start, span.start - 2 * NEAR)
    end = len(text) if span.end + NEAR >= len(text) else text.find("\n", span.end + NEAR)
    end = min(len(text) if end < 0 else end, span.end + 2 * NEAR)
    return text[start:end], Span(span.start - start, span.end - start)


def forms(
    code: str, span: Span, text: str, assertion: Assertion, codeset: CodeSet, knowledge: Knowledge
) -> tuple[str, ...]:
    """The billable codes for a linked code at a place of a note: side, encounter, time and person as stated there.

    Empty where an assertion gives no code (Guidelines IV.H), or where there is no code of history for it.
    """
    near, place = surroundings(text, span)
    mention = Mention(place, near[place.start : place.end], assertion, 1.0, 1.0)
    linked = LinkedMention(mention, (Candidate(code, codeset.title(code), 1.0),))
    found = resolve([linked], Note("", near), (), codeset, knowledge)
    return tuple(one.code for one in found if one.kept_from == code and one.mentions)


def restated(
    suggestion: Suggestion,
    assertion: Assertion,
    text: str,
    setting: Setting | None,
    codeset: CodeSet,
    knowledge: Knowledge,
) -> Candidate | None:
    """What is reported for the condition of a suggestion when the note speaks of it in another way.

    None where that is no code: what is absent, what an outpatient is only suspected of (Guidelines IV.H; for
    inpatients II.H codes it as if it existed), and what there is no code of history for.
    """
    confirmed_only = suggestion.code.startswith(knowledge.confirmed_only)
    if assertion is Assertion.POSSIBLE and setting is Setting.INPATIENT and not confirmed_only:
        assertion = Assertion.PRESENT
    if assertion is suggestion.assertion and assertion is not Assertion.NEGATED:
        return Candidate(suggestion.code, suggestion.title, suggestion.confidence)
    known = [Candidate(suggestion.code, suggestion.title, suggestion.confidence), *suggestion.alternatives]
    if assertion is Assertion.PRESENT:
        known = [one for one in known if not one.code.startswith((*OF_RELATIVES, *OF_THE_PAST))]
    if not known or not suggestion.evidence or known[0].code not in codeset:
        return None
    span = suggestion.evidence[0].span
    found = forms(known[0].code, span, text, assertion, codeset, knowledge)
    if not found:
        return None
    same = found[0] == known[0].code
    return known[0] if same else Candidate(found[0], codeset.title(found[0]), 0.0)
