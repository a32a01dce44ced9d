"""All code systems that are installed, searched at once: one text in, codes of each system out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from medcode_desktop.core.alphabetic_index import IndexEntry
from medcode_desktop.core.codeset import CodeEntry, CodeKind, CodeSet
from medcode_desktop.core.codesystem import CodeSystem, SystemEntry
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.core.words import Speller, fold_words, stem

CodeTable = CodeSet | CodeSystem
AnyEntry = CodeEntry | SystemEntry
INDEX = "ICD-10-CM Index"
"""Name of the group of the indexes; the others have the names of their systems."""


class Use(StrEnum):
    """Whether a code can be reported as it is."""

    USABLE = "usable"
    NOT_BILLABLE = "not_billable"
    NEEDS_SEVENTH = "needs_seventh"
    """It is a code of the tabular list that becomes billable with a 7th character (Guidelines I.A.5)."""
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that was found. Of an index entry `entry` is set, and `code` is the first that it leads to, or ""."""

    system: str
    code: str
    title: str
    use: Use = Use.USABLE
    entry: IndexEntry | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one system; `more` when it holds more than were asked for."""

    system: str
    hits: tuple[Hit, ...]
    more: bool


class Catalogue:
    """A release of the code set with its index, and the other systems; one for each thread that uses it."""

    def __init__(self, codeset: CodeSet, systems: Sequence[CodeSystem] = ()) -> None:
        self.codeset = codeset
        self.systems = {system.system: system for system in systems}

    @property
    def names(self) -> tuple[str, ...]:
        """The systems in the order of the results."""
        return (DIAGNOSES, *([INDEX] if self.codeset.index.kinds else []), *self.systems)

    def named(self, words: str) -> str | None:
        """The name of the system that is meant, such as "snomed"; None when none or several have these words."""
        wanted = "".join(fold_words(words))
        keys = {name: fold_words(name) for name in self.names}
        same = [name for name, key in keys.items() if "".join(key) == wanted]
        begin = [n for n, key in keys.items() if wanted and any("".join(key[i:]).startswith(wanted) for i in range(9))]
        return next(iter(same), begin[0] if len(begin) == 1 else None)

    def search(self, text: str, only: str = "", limit: int = 50) -> Iterator[Group]:
        """What each system has for a code or words, one group after the other as they are found, no empty ones.

        A word that no system knows is read as the nearest that one of them knows.
        """
        text = self._respelt(text)
        if not text.strip():
            return
        for name in [only] if only else self.names:
            if hits := self._search_one(name, text, limit + 1, forgiving=bool(only) or not self.systems):
                yield Group(name, tuple(hits[:limit]), len(hits) > limit)

    def hit(self, system: str, code: str) -> Hit | None:
        """The code of a system as it is listed, None when there is none such."""
        if system == DIAGNOSES:
            return _of_entry(self.codeset.get(code), self.codeset) if code in self.codeset else None
        known = self.systems.get(system)
        return _of_other(known.get(code)) if known is not None and code in known else None

    def entry(self, system: str, code: str) -> AnyEntry:
        """The entry of a code. Raises CodeSetError or KeyError when there is none."""
        return self.codeset.get(code) if system == DIAGNOSES else self.systems[system].get(code)

    def prepare(self) -> None:
        """Read what the first search would wait for."""
        for _ in self.search("unknown wrod", limit=1):
            pass

    def close(self) -> None:
        for table in (self.codeset, *self.systems.values()):
            table.close()

    def _search_one(self, name: str, text: str, limit: int, *, forgiving: bool) -> list[Hit]:
        if name == DIAGNOSES:
            return [_of_entry(e, self.codeset) for e in self.codeset.search(text, limit, forgiving=forgiving)]
        if name == INDEX:
            return [of_index(entry) for entry in self.codeset.index.search(text, limit)]
        return [_of_other(entry) for entry in self.systems[name].search(text, limit, forgiving=forgiving)]

    def _respelt(self, text: str) -> str:
        """The text with unknown words put right; what has digits in it is left as it is."""
        words = list(dict.fromkeys(fold_words(text[:200])))[:12]
        right = [
            word
            if self._speller.knows(stem(word)) or any(map(str.isdigit, word))
            else self._speller.nearest(word, unfinished=word == words[-1]) or word
            for word in words
        ]
        return " ".join(right) if right != words else text

    @cached_property
    def _speller(self) -> Speller:
        others = chain.from_iterable(system.vocabulary() for system in self.systems.values())
        return Speller(chain(self.codeset.vocabulary(), self.codeset.index.vocabulary(), others))


def of_index(entry: IndexEntry) -> Hit:
    """An entry of the index with the first code that it leads to, without the dash that asks for more characters."""
    code = next((code.rstrip("-").rstrip(".") for _, code in entry.codes if code.strip("-")), "")
    return Hit(INDEX, code, ", ".join(entry.path), entry=entry)


def _of_entry(entry: CodeEntry, codeset: CodeSet) -> Hit:
    use = Use.USABLE
    if not entry.billable:
        below = codeset.children(entry.code)
        takes_one = bool(below) and codeset.get(below[0]).kind is CodeKind.EXPANDED
        use = Use.NEEDS_SEVENTH if takes_one else Use.NOT_BILLABLE
    return Hit(DIAGNOSES, entry.code, entry.title, use)


def _of_other(entry: SystemEntry) -> Hit:
    return Hit(entry.system, entry.code, entry.title, Use.USABLE if entry.active else Use.RETIRED)
