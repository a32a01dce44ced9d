"""Codes as notes of the tabular list name them: single ones, ranges ("E08-E13"), dashes ("I10.-"), characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(
    rf"\b({_CODE})(?:\.?-(?:\s*-?\s*|\s*to\s*)|\s+-\s*|\s+to\s+)({_CODE})(?:\.?-)?|\b({_CODE})(?:\.?-)?"
)
_CHARACTER = re.compile(
    r"^,?\s*with (?P<which>(?:\w+ or )?\w+)[- ]character (?P<first>[0-9A-Z])(?:-(?P<last>[0-9A-Z]))?\b", re.IGNORECASE
)
_PLACES = {"5th": 4, "fifth": 4, "6th": 5, "six": 5, "sixth": 5, "7th": 6, "seventh": 6}
_PLAIN = re.compile(r"[A-Z][0-9A-Z.]*")


@dataclass(frozen=True, slots=True)
class _CodeRange:
    """Codes from `first` to `last` (without dots); of `places`, the last that is filled holds one of `characters`."""

    first: str
    last: str
    places: tuple[int, ...] = ()
    characters: str = ""

    def __contains__(self, code: str) -> bool:
        plain = code.replace(".", "")
        if not (plain[: len(self.first)] >= self.first and plain[: len(self.last)] <= self.last):
            return False
        return self.holds_last(plain)

    def holds_last(self, plain: str) -> bool:
        """Whether a code between `first` and `last` has one of the characters, where they are asked for."""
        filled = [plain[p] for p in sorted(self.places) if plain[p : p + 1] not in ("", "X")]
        return not self.places or (bool(filled) and filled[-1] in self.characters)


class CodeGroup:
    """Codes by their beginnings ("E11") and by what notes write ("T36-T50 with fifth or sixth character 5").

    `code in group` asks whether a written code belongs to it.
    """

    __slots__ = ("_holds", "_prefixes", "_ranges", "entries")

    def __init__(self, entries: Sequence[str]) -> None:
        self.entries = tuple(entries)
        self._prefixes = tuple(entry for entry in entries if _PLAIN.fullmatch(entry))
        self._ranges = tuple(one for entry in entries if not _PLAIN.fullmatch(entry) for one in _read_ranges(entry))
        self._holds = lru_cache(maxsize=256)(self._look)  # the codes of a note are asked for with each decision

    def __contains__(self, code: str) -> bool:
        return self._holds(code)

    def _look(self, code: str) -> bool:
        return code.startswith(self._prefixes) or any(code in one for one in self._ranges)


def named_codes(note: str) -> Callable[[str], bool]:
    """A test whether a code is among those that a note names, with its ranges ("A04.0-A04.4") and dashes ("I10.-")."""
    ranges = _read_ranges(note)
    return lambda code: any(code in one for one in ranges)


class ListedCodes:
    """Different codes in sequence, of which those that notes name are found without asking about each.

    A hundred codes have some thousand notes, and a reviewer waits for the checks of them after each decision.
    """

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = {code.replace(".", ""): (place, code) for place, code in enumerate(codes)}
        self._sorted = sorted(self._codes)

    def named(self, *notes: str) -> list[str]:
        """Those that one of the notes names, in sequence."""
        found = {self._codes[plain] for note in notes for one in _read_ranges(note) for plain in self._between(one)}
        return [code for _, code in sorted(found)]

    def _between(self, one: _CodeRange) -> Iterator[str]:
        """The codes of a range, without dots: they stand together where all are sorted."""
        at, length = bisect_left(self._sorted, one.first), len(one.last)
        while at < len(self._sorted) and self._sorted[at][:length] <= one.last:
            if one.holds_last(self._sorted[at]):
                yield self._sorted[at]
            at += 1


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
