"""What the tabular list itself asks of a set of codes: that they exist, and its notes and titles.

Notes whose conditions cannot be read from the codes alone ("E08-E13 with ketoacidosis") give no edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from medcode_desktop.core.code_ranges import ListedCodes
from medcode_desktop.core.codeset import CodeNote, CodeSet, NoteKind, dotted
from medcode_desktop.core.frames import Frame, Part
from medcode_desktop.core.types import Edit, Severity
from medcode_desktop.core.wording import LEFT, RIGHT, title_side
from medcode_desktop.errors import CodeSetError

_CONDITIONAL = re.compile(r"\bif (?:applicable|known|present)\b|\bany\b", re.IGNORECASE)
_ELSEWHERE = "classified elsewhere"  # in the title of a manifestation; others are "not elsewhere classified"
_NAMED = 6  # codes named in one message
_EXTERNAL = "VWXY"

Notes = Mapping[str, tuple[CodeNote, ...]]
"""The notes that hold for each code."""


def tabular_edits(codes: Sequence[str], known: Sequence[str], notes: Notes, codeset: CodeSet) -> Iterator[Edit]:
    """The edits on codes in sequence; `known` are those that exist, none twice."""
    yield from _check_existence(codes, codeset)
    yield from _check_billable(known, codeset)
    listed = ListedCodes(known)
    yield from _check_excludes(known, listed, notes, codeset)
    if known and codes[0] == known[0]:
        yield from _check_first_listed(known, notes, codeset)
    for code in known:
        yield from _check_code_first(code, known, listed, notes[code])
        yield from _check_use_additional(code, known, listed, notes[code])


def replaced(codes: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """The codes with another in the place of one, none twice."""
    return tuple(dict.fromkeys(new if code == old else code for code in codes))


def _check_existence(codes: Sequence[str], codeset: CodeSet) -> Iterator[Edit]:
    for code in dict.fromkeys(codes):
        if code not in codeset:
            yield _explain(code, codes, codeset)
        if (times := codes.count(code)) > 1:
            message = Frame.DUPLICATE.format(code=code, times=times)
            yield Edit(Severity.ERROR, "duplicate", (code,), message, tuple(dict.fromkeys(codes)))


def _explain(code: str, codes: Sequence[str], codeset: CodeSet) -> Edit:
    """Why a code does not exist: a 7th character that is wrong or too many, placeholders X that lack, or no reason."""
    plain = code.upper().replace(".", "")
    filled = dotted(plain[:-1].ljust(6, "X") + plain[-1:])
    if filled in codeset and filled != code:
        message = Frame.PLACEHOLDER.format(code=code, better=filled)
        return Edit(Severity.ERROR, "placeholder", (code,), message, replaced(codes, code, filled))
    stem = dotted(plain[:-1].rstrip("X")) if len(plain) == 7 else ""
    if stem in codeset:
        allowed = codeset.seventh_characters(stem)
        if allowed and codeset.children(stem) and plain[-1] not in allowed:
            message = Frame.SEVENTH_WRONG.format(code=code, character=plain[-1], allowed=", ".join(allowed))
            return Edit(Severity.ERROR, "seventh_character", (code,), message)
        if codeset.is_billable(stem):
            message = Frame.SEVENTH_UNWANTED.format(code=code, better=stem)
            return Edit(Severity.ERROR, "seventh_character", (code,), message, replaced(codes, code, stem))
    if successors := codeset.successors(code):
        frame = Frame.DELETED if len(successors) == 1 else Frame.DELETED_FOR_SEVERAL
        told = told_successors(successors)
        message = frame.format(code=code, release=codeset.release, better=told, codes=told)
        sole = successors[0] if len(successors) == 1 and codeset.is_billable(successors[0]) else ""
        return Edit(Severity.ERROR, "deleted", (code,), message, replaced(codes, code, sole) if sole else ())
    try:
        message = Frame.HEADING.format(code=codeset.get(code).code)
    except CodeSetError as error:
        message = str(error)
    return Edit(Severity.ERROR, "invalid_code", (code,), message)


def told_successors(codes: Sequence[str]) -> str:
    """The codes that took the place of a deleted one, in words."""
    return _some(", ".join(codes[:_NAMED]), len(codes))


def _check_billable(known: Iterable[str], codeset: CodeSet) -> Iterator[Edit]:
    for code in known:
        if codeset.is_billable(code):
            continue
        children = codeset.children(code)
        characters = codeset.seventh_characters(code)
        if characters and all(codeset.is_billable(child) for child in children) and len(children[0]) == 8:
            below = "; ".join(f"{child} {characters[child[-1]]}" for child in children[:_NAMED])
            message = Frame.SEVENTH_MISSING.format(code=code, choices=_some(below, len(children)))
            message += f" {_quote_seventh(code, codeset)}"
        else:
            billable = list(_billable_below(code, codeset))
            if len(billable) <= 2 * _NAMED:
                message = Frame.NOT_BILLABLE.format(code=code, codes=", ".join(billable))
            else:
                below = ", ".join(children)
                message = Frame.NOT_BILLABLE_MANY.format(code=code, number=len(billable), codes=below)
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


def _check_excludes(known: Sequence[str], listed: ListedCodes, notes: Notes, codeset: CodeSet) -> Iterator[Edit]:
    """Guidelines I.A.12: under Excludes1 the two are not coded together, unless the conditions are unrelated.

    A note of a chapter speaks of whole groups of conditions, and opposite sides are two places: there the exception
    is likely, and the edit a warning. Excludes2 tells that both may be coded, so it is a hint, and only where it
    stands at the code's own category.
    """
    reported: set[frozenset[str]] = set()
    for kind in (NoteKind.EXCLUDES1, NoteKind.EXCLUDES2):
        for code in known:
            for note in notes[code]:
                if note.kind is not kind or (kind is NoteKind.EXCLUDES2 and _is_general(note)):
                    continue
                named = listed.named(note.text)
                for other in named if code not in named else ():
                    pair = frozenset((code, other))
                    if pair not in reported:
                        reported.add(pair)
                        yield _excludes_edit(code, other, note, codeset)


def _excludes_edit(code: str, other: str, note: CodeNote, codeset: CodeSet) -> Edit:
    if note.kind is NoteKind.EXCLUDES2:
        message = Frame.EXCLUDES2.format(code=code, other=other, source=note.source, note=note.text)
        return Edit(Severity.INFO, "excludes2", (code, other), message)
    message = Frame.EXCLUDES1.format(code=code, other=other, source=note.source, note=note.text)
    apart = {title_side(codeset.title(c)) for c in (code, other)} == {RIGHT, LEFT}
    severity = Severity.WARNING if apart or note.source.startswith("Chapter") else Severity.ERROR
    return Edit(severity, "excludes1", (code, other), message)


def _is_general(note: CodeNote) -> bool:
    """Whether a note stands at a block or chapter."""
    return "-" in note.source or " " in note.source


def _check_first_listed(known: Sequence[str], notes: Notes, codeset: CodeSet) -> Iterator[Edit]:
    """What is never listed first: manifestations (Guidelines I.A.13), organisms (I.C.1.b), external causes (I.C.20)."""
    first = known[0]
    title = codeset.title(first)
    if first[0] in _EXTERNAL:
        said = next((n for n in notes[first] if "secondary" in n.text), None)
        quoted = f" {said.source}: “{said.text}”" if said else ""
        message = Frame.EXTERNAL_CAUSE_FIRST.format(code=first) + quoted
        yield Edit(Severity.ERROR, "external_cause_first", (first,), message)
    if _ELSEWHERE in title.lower():
        instruction = next(_instructions(notes[first], NoteKind.CODE_FIRST), None)
        quoted = f" {instruction[0].source}: code first “{_join(instruction)}”" if instruction else ""
        guideline = "I.C.1.b" if "as the cause of" in title else "I.A.13"
        message = Frame.MANIFESTATION_FIRST.format(code=first, title=title, guideline=guideline) + quoted
        yield Edit(Severity.ERROR, "manifestation_first", (first,), message)


def _check_code_first(
    code: str, known: Sequence[str], listed: ListedCodes, notes: tuple[CodeNote, ...]
) -> Iterator[Edit]:
    """Guidelines I.A.13 and I.A.17: what a note says to code first stands before the code."""
    place = known.index(code)
    for instruction in _instructions(notes, NoteKind.CODE_FIRST):
        fitting = [other for other in listed.named(*(note.text for note in instruction)) if other != code]
        if any(known.index(other) < place for other in fitting):
            continue
        quoted = f"{instruction[0].source}: code first “{_join(instruction)}”"
        if fitting:
            message = f"{Frame.BEFORE_IT.format(other=fitting[0], code=code)} {quoted}"
            rest = [c for c in known if c != fitting[0]]
            fix = (*rest[:place], fitting[0], *rest[place:])
            yield Edit(Severity.ERROR, "code_first", (code, fitting[0]), message, fix)
        elif not _CONDITIONAL.search(quoted):
            message = f"{Frame.NOTHING_BEFORE_IT.format(code=code)} {quoted}"
            yield Edit(Severity.INFO, "code_first", (code,), message)


def _check_use_additional(
    code: str, known: Sequence[str], listed: ListedCodes, notes: tuple[CodeNote, ...]
) -> Iterator[Edit]:
    """Guidelines I.A.13 and I.A.17, as hints: no code of the set is one that the note asks for.

    "Use additional code" is said of what comes after the code, "code also" leaves the order open.
    """
    kinds = (
        (NoteKind.USE_ADDITIONAL, "use_additional", "use additional"),
        (NoteKind.CODE_ALSO, "code_also", "code also"),
    )
    for kind, name, words in kinds:
        for instruction in _instructions(notes, kind):
            fitting = [other for other in listed.named(*(note.text for note in instruction)) if other != code]
            quoted = f"{instruction[0].source}: {words} “{_join(instruction)}”"
            if not fitting:
                message = f"{Frame.ANOTHER_CODE.format(code=code)} {quoted}"
                yield Edit(Severity.INFO, name, (code,), message)
            elif kind is NoteKind.USE_ADDITIONAL and known.index(fitting[0]) == 0 and known.index(code) > 0:
                message = f"{Frame.AFTER_IT.format(other=fitting[0], code=code)} {quoted}"
                fix = (code, *(other for other in known if other != code))
                yield Edit(Severity.WARNING, "use_additional", (code, fitting[0]), message, fix)


def _instructions(notes: Iterable[CodeNote], kind: NoteKind) -> Iterator[list[CodeNote]]:
    """The notes of a kind, those of one code together, for a list is one instruction.

    Those of blocks and chapters are too general to hold for each code and are left out.
    """
    own = (note for note in notes if note.kind is kind and not _is_general(note))
    return (list(group) for _, group in groupby(own, key=lambda note: note.source))


def _join(instruction: Iterable[CodeNote], most: int = 240) -> str:
    text = "; ".join(note.text for note in instruction).replace(":; ", ": ").lstrip(", ")
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


def _some(named: str, count: int) -> str:
    """The codes that are named, and how many are not."""
    return Part.MORE.format(named=named, number=count - _NAMED) if count > _NAMED else named
