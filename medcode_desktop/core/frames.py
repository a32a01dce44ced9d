"""The sentences of checks, warnings and progress: frames to be filled, and a reader that finds a frame again.

The English sentence is what is stored and exported. The window reads it back into its frame to say it in another
language; so it can say those too that come from a workspace, a journal of a batch or a cluster.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Frame(StrEnum):
    """Sentences with {places}: what is official (notes of the tabular list, titles) fills one, or follows."""

    # that a code exists, and can be reported
    DUPLICATE = "{code} is listed {times} times; a code is reported once (Guidelines I.B.12)."
    PLACEHOLDER = "{code} lacks the placeholder X: use {better} (Guidelines I.A.4)."
    SEVENTH_WRONG = "{code} has the 7th character {character}; allowed are {allowed} (Guidelines I.A.5)."
    SEVENTH_UNWANTED = "{code} has a 7th character, but {better} takes none (Guidelines I.A.5)."
    SEVENTH_MISSING = "{code} needs a 7th character: {choices}."
    DELETED = "{code} is no longer a code in {release}: use {better} instead (conversion table)."
    DELETED_FOR_SEVERAL = "{code} is no longer a code in {release}: it became one of {codes} (conversion table)."
    HEADING = "{code} is a heading of the tabular list, not a code."
    UNKNOWN = "There is no code {wanted} in {release}."
    NEAREST = "Did you mean {codes}?"
    NONE_NEAR = "Search the code set for its words."
    NOT_BILLABLE = "{code} is not billable. Use one of {codes}."
    NOT_BILLABLE_MANY = "{code} is not billable. Use one of the {number} codes below {codes}."
    # what the notes of the tabular list ask for
    EXCLUDES1 = (
        "{code} and {other} are not coded together: {source} has Excludes1 “{note}”."
        " Both may stay only if the two conditions are unrelated (Guidelines I.A.12.a)."
    )
    EXCLUDES2 = (
        "{source} has Excludes2 “{note}”: {other} is not part of {code}, and both may be coded if the"
        " patient has both (Guidelines I.A.12.b)."
    )
    EXTERNAL_CAUSE_FIRST = "{code} is an external cause and is never listed first (Guidelines I.C.20.a.6)."
    MANIFESTATION_FIRST = "{code} is never listed first: its title is “{title}” (Guidelines {guideline})."
    BEFORE_IT = "{other} has to be listed before {code}."
    NOTHING_BEFORE_IT = "{code} asks for the condition behind it to be listed before it."
    ANOTHER_CODE = "{code} may need another code."
    AFTER_IT = "{other} is listed before {code}, which it adds to."
    # what the codes say together
    SIDE_OPEN = "{code} leaves the side open: name it if the record does (Guidelines I.B.13)."
    BILATERAL = "{code} and {other} are right and left of the same: use {better} (Guidelines I.B.13)."
    SIDE_KNOWN = "{code} leaves the side open that {other} names; leave it out or name its side (Guidelines I.B.13)."
    VAGUE = "{code} says no more than {other}, which is more specific (Guidelines I.B.2)."
    EPISODES = "{code} and {other} give the same condition two 7th characters (Guidelines I.C.19.a)."
    COMBINATION = "{codes} with {other}: use {better} instead ({source})."
    GIVES_WAY = "{code} is not reported beside {other} ({source})."
    CURRENT_AND_PAST = "{code} is a current condition, {other} says that it is past (Guidelines I.C.2.m, I.C.21.c.4)."
    # what the note says
    SUSPECTED = (
        "{code} is only suspected (“{words}”): outpatients get the code of the symptom instead (Guidelines IV.H)."
    )
    SUSPECTED_ONLY = (
        "{code} is only suspected (“{words}”): it is coded for inpatients too when it is confirmed only"
        " (Guidelines I.C.1, I.C.10.c)."
    )
    DENIED = "The note denies {code}: “{words}”."
    OF_A_RELATIVE = (
        "{code} is a condition of a relative (“{words}”): family history is coded Z80 to Z84 (Guidelines I.C.21.c.4)."
    )
    NOTE_SAYS_MORE = "{code} is unspecified, but the note says “{words}”: {better} {title} (Guidelines I.B.2)."
    # the Medicare Code Editor
    EDITOR_INVALID = "{code} is not valid on {day} (Medicare Code Editor, {name})."
    EDITOR_DUPLICATE = "{code} repeats the principal diagnosis (Medicare Code Editor, {name})."
    EDITOR_AGE = "{code} does not fit the age of {age} years (Medicare Code Editor, {name})."
    EDITOR_SEX = "{code} does not fit the sex of the patient (Medicare Code Editor, {name})."
    EDITOR_MANIFESTATION = "{code} is a manifestation and is not listed first (Medicare Code Editor, {name})."
    EDITOR_EXTERNAL_CAUSE = "{code} is an external cause and is not listed first (Medicare Code Editor, {name})."
    EDITOR_UNACCEPTABLE = "{code} is not accepted as principal diagnosis (Medicare Code Editor, {name})."
    EDITOR_QUESTIONABLE = "{code} does not usually explain an admission (Medicare Code Editor, {name})."
    EDITOR_SECONDARY = "{code} needs a secondary diagnosis (Medicare Code Editor, {name})."
    EDITOR_UNSPECIFIED = "{code} leaves open what the record may tell, such as the side (Medicare Code Editor, {name})."
    EDITOR_PROCEDURE = "{code} reports a wrong procedure (Medicare Code Editor, {name})."
    # the day of the encounter
    DELETED_LATER = "From {day} on, {code} is not billable ({release})."
    REPLACED_LATER = (
        "From {day} on, {code} is not billable ({release}): use {better} instead for services from then on."
    )
    REPLACED_LATER_BY_SEVERAL = (
        "From {day} on, {code} is not billable ({release}): it became one of {codes} for services from then on."
    )
    REFUSED = "Not valid on {day} by the Medicare Code Editor: {codes}."
    OUTSIDE = (
        "The date of service {day} lies outside {release} ({since} to {until}):"
        " check the codes against the release in force."
    )
    OUTSIDE_ALL = (
        "The date of service {day} lies outside {release} ({since} to {until}):"
        " import the release in force, or check the codes against it."
    )
    HARD_TO_READ = "Some words of the scan were hard to read (lines {lines}): compare with the original."


class Part(StrEnum):
    """What fills {codes} and {choices} where there are several."""

    AND = "{codes} and {last}"
    OR = "{codes} or {last}"
    MORE = "{named} and {number} more"


def joined(part: Part, codes: Sequence[str]) -> str:
    """One code or several in words, for {codes}."""
    return codes[0] if len(codes) == 1 else part.format(codes=joined(part, codes[:-1]), last=codes[-1])


class Doing(StrEnum):
    """What an import and a preparation of codes say that they are doing."""

    READING = "Reading {name}"
    READING_NAMES = "Reading the names of {name}"
    COMPARING = "Comparing with what is installed"
    COMPARING_RELEASES = "Comparing with the release that is installed"
    WRITING = "Writing {number} codes"
    WRITING_SYSTEM = "Writing {number} codes of {name}"
    WORD_INDEX = "Building the word index"
    INDEXES = "Writing the indexes"
    READY = "{name} is ready"
    LEARNING = "Learning the new codes of {name}"
    LOADING = "Loading the model"


class Reading(NamedTuple):
    """A sentence as it was made: the frame, what fills its places, and what follows it."""

    frame: str
    values: dict[str, str]
    rest: str


_OF_CODES = frozenset({"code", "other", "better", "last"})
"""Places for one code, which has no space in it."""


class Reader:
    """Finds which of some frames a text is; of several that fit, the one that says most by itself.

    Where it may be `followed`, the text may go on after the frame.
    """

    def __init__(self, frames: Iterable[str], *, followed: bool = True) -> None:
        rest = "(?: (.+))?" if followed else "()"
        self._known = [
            (_longest_words(frame), re.compile(_pattern(frame) + rest, re.DOTALL), frame)
            for frame in sorted(frames, key=_own_letters, reverse=True)
        ]

    def read(self, text: str) -> Reading | None:
        """The frame of the text, what fills it, and what follows it; None when it is none of them."""
        for words, pattern, frame in self._known:
            if words in text and (match := pattern.fullmatch(text)):
                *values, rest = match.groups("")
                return Reading(str(frame), dict(zip(_places(frame), values, strict=True)), rest)
        return None


def _places(frame: str) -> list[str]:
    """The names of a frame's places, each once, as they come."""
    return list(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(frame) if name))


def _pattern(frame: str) -> str:
    """What the frame matches, with a group for each place."""
    pattern, seen = "", set[str]()
    for words, name, _, _ in string.Formatter().parse(frame):
        pattern += re.escape(words)
        if name:
            what = r"\S+" if name in _OF_CODES else r".+?"
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{what})"
            seen.add(name)
    return pattern


def _longest_words(frame: str) -> str:
    return max((words for words, _, _, _ in string.Formatter().parse(frame)), key=len)


def _own_letters(frame: str) -> int:
    return sum(len(words) for words, _, _, _ in string.Formatter().parse(frame))
