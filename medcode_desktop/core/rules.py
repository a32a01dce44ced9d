"""Checks a set of codes in sequence against the conventions of the tabular list and says what is wrong with it.

Nothing is changed here: each check gives edits that quote the note of the tabular list, and the code that has it.
Notes whose conditions cannot be read from the codes alone ("E08-E13 with ketoacidosis") give no edit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from medcode_desktop.core.codeset import CodeNote, CodeSet, NoteKind
from medcode_desktop.core.types import Edit, Severity
from medcode_desktop.errors import CodeSetError

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(
    rf"\b({_CODE})(?:\.?-(?:\s*-?\s*|\s*to\s*)|\s+-\s*|\s+to\s+)({_CODE})(?:\.?-)?|\b({_CODE})(?:\.?-)?"
)
_CHARACTER = re.compile(
    r"^,?\s*with (?P<which>(?:\w+ or )?\w+)[- ]character (?P<first>[0-9A-Z])(?:-(?P<last>[0-9A-Z]))?\b", re.IGNORECASE
)
_CONDITIONAL = re.compile(r"\bif (?:applicable|known|present)\b|\bany\b", re.IGNORECASE)
_PLACES = {"5th": 4, "fifth": 4, "6th": 5, "six": 5, "sixth": 5, "7th": 6, "seventh": 6}
_ELSEWHERE = "classified elsewhere"  # in the title of a manifestation; others are "not elsewhere classified"
_NAMED = 6  # codes named in one message


@dataclass(frozen=True, slots=True)
class _CodeRange:
    """Codes from `first` to `last` (without dots), where one of the characters at `places` is in `characters`."""

    first: str
    last: str
    places: tuple[int, ...] = ()
    characters: str = ""

    def __contains__(self, code: str) -> bool:
        plain = code.replace(".", "")
        if not (plain[: len(self.first)] >= self.first and plain[: len(self.last)] <= self.last):
            return False
        return not self.places or any(plain[p : p + 1] and plain[p] in self.characters for p in self.places)


def check(codes: Sequence[str], codeset: CodeSet) -> tuple[Edit, ...]:
    """The edits on codes in sequence, first-listed first; errors before warnings before hints.

    Codes are in their written form ("E11.22"). One that does not exist gives an edit and no further checks.
    """
    known = [code for code in dict.fromkeys(codes) if code in codeset]
    edits = [*_check_existence(codes, codeset), *_check_billable(known, codeset)]
    notes = {code: codeset.notes(code) for code in known}
    edits += _check_excludes1(known, notes)
    if known and codes[0] == known[0]:
        edits += _check_first_listed(known, notes, codeset)
    for code in known:
        edits += _check_code_first(code, known, notes[code])
        edits += _check_use_additional(code, known, notes[code])
    order = list(Severity)
    return tuple(sorted(edits, key=lambda edit: order.index(edit.severity)))


def named_codes(note: str) -> Callable[[str], bool]:
    """A test whether a code is among those that a note names, with its ranges ("A04.0-A04.4") and dashes ("I10.-")."""
    ranges = _read_ranges(note)
    return lambda code: any(code in one for one in ranges)


@lru_cache(maxsize=8192)
def _read_ranges(note: str) -> tuple[_CodeRange, ...]:
    inside = re.findall(r"\(([^()]*)\)", note)
    return tuple(one for part in (*inside, re.sub(r"\([^()]*\)", "; ", note)) for one in _read_part(part))


def _read_part(text: str) -> Iterator[_CodeRange]:
    """The ranges of one bracket; those under a condition that is not about a character are left out."""
    found = list(_RANGE.finditer(text))
    if not found:
        return
    condition = text[found[-1].end() :]
    places: tuple[int, ...] = ()
    characters = ""
    if match := _CHARACTER.match(condition):
        places = tuple(_PLACES[word] for word in match["which"].lower().split(" or ") if word in _PLACES)
        first, last = match["first"], match["last"] or match["first"]
        characters = "".join(c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if first <= c <= last)
    if re.match(r"\W*with", condition) and not places:
        return
    for one in found:
        first, last = (one[1] or one[3]).replace(".", ""), (one[2] or one[3]).replace(".", "")
        yield _CodeRange(first, last, places, characters)


def _check_existence(codes: Sequence[str], codeset: CodeSet) -> Iterator[Edit]:
    for code in dict.fromkeys(codes):
        if code not in codeset:
            try:
                message = f"{codeset.get(code).code} is a heading of the tabular list, not a code."
            except CodeSetError as error:
                message = str(error)
            yield Edit(Severity.ERROR, "invalid_code", (code,), message)
        if (times := codes.count(code)) > 1:
            message = f"{code} is listed {times} times; a code is reported once (Guidelines I.B.12)."
            yield Edit(Severity.ERROR, "duplicate", (code,), message)


def _check_billable(known: Iterable[str], codeset: CodeSet) -> Iterator[Edit]:
    for code in known:
        if codeset.is_billable(code):
            continue
        children = codeset.children(code)
        characters = codeset.seventh_characters(code)
        if characters and all(codeset.is_billable(child) for child in children) and len(children[0]) == 8:
            below = "; ".join(f"{child} {characters[child[-1]]}" for child in children[:_NAMED])
            message = f"{code} needs a 7th character: {below}{_more(len(children))}. {_quote_seventh(code, codeset)}"
        else:
            billable = list(_billable_below(code, codeset))
            if len(billable) <= 2 * _NAMED:
                message = f"{code} is not billable. Use one of {', '.join(billable)}."
            else:
                message = f"{code} is not billable. Use one of the {len(billable)} codes below {', '.join(children)}."
        yield Edit(Severity.ERROR, "not_billable", (code,), message.strip())


def _billable_below(code: str, codeset: CodeSet) -> Iterator[str]:
    for child in codeset.children(code):
        if codeset.is_billable(child):
            yield child
        else:
            yield from _billable_below(child, codeset)


def _quote_seventh(code: str, codeset: CodeSet) -> str:
    notes = (note for note in codeset.notes(code) if note.kind is NoteKind.SEVENTH_CHARACTER)
    return next((f"{note.source}: “{note.text}”" for note in notes), "")


def _check_excludes1(known: Sequence[str], notes: dict[str, tuple[CodeNote, ...]]) -> Iterator[Edit]:
    """Guidelines I.A.12.a: the two are never coded together, unless the conditions are unrelated."""
    reported: set[frozenset[str]] = set()
    for code in known:
        for note in notes[code]:
            if note.kind is not NoteKind.EXCLUDES1:
                continue
            names = named_codes(note.text)
            for other in known:
                pair = frozenset((code, other))
                if other == code or pair in reported or not names(other) or names(code):
                    continue
                reported.add(pair)
                message = (
                    f"{code} and {other} are not coded together: {note.source} has Excludes1 “{note.text}”."
                    " Both may stay only if the two conditions are unrelated (Guidelines I.A.12.a)."
                )
                yield Edit(Severity.ERROR, "excludes1", (code, other), message)


def _check_first_listed(
    known: Sequence[str], notes: dict[str, tuple[CodeNote, ...]], codeset: CodeSet
) -> Iterator[Edit]:
    """What is never listed first: manifestations (Guidelines I.A.13), organisms (I.C.1.b), external causes (I.C.20)."""
    first = known[0]
    title = codeset.title(first)
    if first[0] in "VWXY":
        said = next((n for n in notes[first] if "secondary" in n.text), None)
        quoted = f" {said.source}: “{said.text}”" if said else ""
        message = f"{first} is an external cause and is never listed first (Guidelines I.C.20.a.6).{quoted}"
        yield Edit(Severity.ERROR, "external_cause_first", (first,), message)
    if _ELSEWHERE in title.lower():
        instruction = next(_instructions(notes[first], NoteKind.CODE_FIRST), None)
        quoted = f" {instruction[0].source}: code first “{_join(instruction)}”" if instruction else ""
        guideline = "I.C.1.b" if "as the cause of" in title else "I.A.13"
        message = f"{first} is never listed first: its title is “{title}” (Guidelines {guideline}).{quoted}"
        yield Edit(Severity.ERROR, "manifestation_first", (first,), message)


def _check_code_first(code: str, known: Sequence[str], notes: tuple[CodeNote, ...]) -> Iterator[Edit]:
    """Guidelines I.A.13 and I.A.17: what a note says to code first stands before the code."""
    place = known.index(code)
    for instruction in _instructions(notes, NoteKind.CODE_FIRST):
        names = [named_codes(note.text) for note in instruction]
        fitting = [other for other in known if other != code and any(name(other) for name in names)]
        if any(known.index(other) < place for other in fitting):
            continue
        quoted = f"{instruction[0].source}: code first “{_join(instruction)}”"
        if fitting:
            message = f"{fitting[0]} is listed before {code}. {quoted}"
            yield Edit(Severity.ERROR, "code_first", (code, fitting[0]), message)
        elif not _CONDITIONAL.search(quoted):
            message = f"{code} asks for the condition behind it to be listed before it. {quoted}"
            yield Edit(Severity.INFO, "code_first", (code,), message)


def _check_use_additional(code: str, known: Sequence[str], notes: tuple[CodeNote, ...]) -> Iterator[Edit]:
    """Guidelines I.A.13 and I.A.17, as a hint: no code of the set is one that the note asks for."""
    for instruction in _instructions(notes, NoteKind.USE_ADDITIONAL):
        names = [named_codes(note.text) for note in instruction]
        if not any(name(other) for name in names for other in known if other != code):
            message = f"{code} may need another code. {instruction[0].source}: use additional “{_join(instruction)}”"
            yield Edit(Severity.INFO, "use_additional", (code,), message)


def _instructions(notes: Iterable[CodeNote], kind: NoteKind) -> Iterator[list[CodeNote]]:
    """The notes of a kind, those of one code together, for a list is one instruction.

    Those of blocks and chapters are too general to hold for each code and are left out.
    """
    own = (note for note in notes if note.kind is kind and "-" not in note.source and " " not in note.source)
    return (list(group) for _, group in groupby(own, key=lambda note: note.source))


def _join(instruction: Iterable[CodeNote], most: int = 240) -> str:
    text = "; ".join(note.text for note in instruction).replace(":; ", ": ").lstrip(", ")
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


def _more(count: int) -> str:
    return f" and {count - _NAMED} more" if count > _NAMED else ""
