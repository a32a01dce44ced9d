"""The indexes of a release as a tree to browse and to search: main terms, subterms, see and see also."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice, product

from medcode_desktop.core.words import Speller, fold_words

MOST_WORDINGS = 8
"""Ways to word one entry that are taken up."""
_BRACKETS = re.compile(r"\([^)]*\)")
_COLUMNS = {
    "Malignant Primary": "malignant", "Malignant Secondary": "secondary malignant", "Ca in situ": "carcinoma in situ",
    "Benign": "benign", "Uncertain Behavior": "uncertain behavior", "Unspecified Behavior": "", "": "",
}  # fmt: skip


class IndexKind(StrEnum):
    """The four parts of the official index (ICD-10-CM Guidelines I.A.1)."""

    ALPHABETIC = "alphabetic"
    NEOPLASM = "neoplasm"
    DRUG = "drug"
    EXTERNAL_CAUSE = "external_cause"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A main term or subterm. `codes` are (column heading or "", code as the index has it, such as "C79.8-")."""

    id: int
    kind: IndexKind
    title: str
    path: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    see: str
    see_also: str
    has_subterms: bool


class AlphabeticIndex:
    """The indexes in the table of a release; a release without them is an empty index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone()
        self.kinds: tuple[IndexKind, ...] = ()
        if found:
            rows = connection.execute("SELECT DISTINCT kind FROM entry ORDER BY kind")
            self.kinds = tuple(IndexKind(kind) for (kind,) in rows)

    def letters(self, kind: IndexKind) -> list[str]:
        """The letters with which main terms of an index begin."""
        query = "SELECT DISTINCT upper(substr(title, 1, 1)) FROM entry WHERE parent IS NULL AND kind = ? ORDER BY 1"
        return [letter for (letter,) in self._db.execute(query, (kind,))] if self.kinds else []

    def main_terms(self, kind: IndexKind, letter: str = "") -> list[IndexEntry]:
        """The main terms of an index in its order, all or those that begin with a letter."""
        if not self.kinds:
            return []
        of_kind = f"parent IS NULL AND kind = '{kind}'"
        return (
            self._entries(f"{of_kind} AND upper(substr(title, 1, 1)) = ?", letter)
            if letter
            else self._entries("parent IS NULL AND kind = ?", kind)
        )

    def subterms(self, entry: IndexEntry) -> list[IndexEntry]:
        """What stands directly below an entry."""
        return self._entries("parent = ?", entry.id)

    def follow(self, entry: IndexEntry) -> IndexEntry | None:
        """Where "see" leads: the entry whose main term and subterms it names, as far as they are there."""
        steps = [step.strip() for step in (entry.see or entry.see_also).split(",") if step.strip()]
        if not steps:
            return None
        found = self._named("parent IS NULL AND kind = ?", entry.kind, steps[0])
        for step in steps[1:]:
            below = self._named("parent = ?", found.id, step) if found else None
            if below is None:
                break
            found = below
        return found

    def get(self, number: int) -> IndexEntry | None:
        """The entry with an id."""
        return next(iter(self._entries("id = ?", number)), None) if self.kinds else None

    def vocabulary(self) -> Iterator[str]:
        """All words of its terms."""
        if not self.kinds:
            return iter(())
        make = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.index_vocabulary USING fts5vocab('main', 'entry_words', 'row')"
        self._db.execute(make)
        return (word for (word,) in self._db.execute("SELECT term FROM temp.index_vocabulary"))

    def search(self, text: str, limit: int = 50) -> list[IndexEntry]:
        """Entries whose words, those of the terms above them included, are all that were typed; the last unfinished.

        Words are compared by their stems. The shortest come first, of the first few hundred of the index.
        """
        words = fold_words(text)[:12]
        if not words or not self.kinds:
            return []
        asked = [" OR ".join(f'"{form}"' for form in self._speller.forms(word)) for word in words]
        asked[-1] += f' OR "{words[-1]}"*'
        matching = "id IN (SELECT rowid FROM entry_words WHERE entry_words MATCH ? LIMIT 300)"
        found = self._entries(matching, " AND ".join(f"({word})" for word in asked))
        return sorted(found, key=lambda e: (len(" ".join(e.path)), e.id))[:limit]

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.vocabulary())

    def phrases(self) -> Iterator[tuple[str, str]]:
        """(phrase, code) as notes may word what the index leads to; the drug table is left out.

        Of a main term with subterms the phrase is all their words, without the nonessential ones in brackets
        (Guidelines I.A.7); what commas part are other words for the same. The columns of the neoplasm table become
        words too.
        """
        kinds = [kind for kind in self.kinds if kind is not IndexKind.DRUG]
        for entry in (e for kind in kinds for e in self._entries("kind = ?", kind)):
            steps = [[w for w in _BRACKETS.sub(" ", step).split(",") if w.strip()] for step in entry.path]
            wordings = [" ".join(words) for words in islice(product(*steps), MOST_WORDINGS)]
            for heading, code in entry.codes:
                before = _COLUMNS.get(heading, heading)
                if entry.kind is IndexKind.NEOPLASM or not heading:
                    yield from ((f"{before} {words}", code.rstrip("-").rstrip(".")) for words in wordings)

    def _named(self, where: str, value: object, title: str) -> IndexEntry | None:
        wanted = fold_words(title)
        matching = [e for e in self._entries(where, value) if fold_words(e.title)[: len(wanted)] == wanted]
        return min(matching, key=lambda e: len(e.title), default=None)

    def _entries(self, where: str, value: object) -> list[IndexEntry]:
        query = f"SELECT id, kind, title, parent, last, codes, see, see_also FROM entry WHERE {where} ORDER BY id"  # noqa: S608 written here
        entries = []
        paths: dict[int | None, tuple[str, ...]] = {None: ()}
        for number, kind, title, parent, last, codes, see, also in self._db.execute(query, (value,)):
            pairs = tuple((line.split("\t")[0], line.split("\t")[1]) for line in codes.split("\n") if line)
            path = (*self._path(parent, paths), title)
            entries.append(IndexEntry(number, IndexKind(kind), title, path, pairs, see, also, last > number))
        return entries

    def _path(self, number: int | None, known: dict[int | None, tuple[str, ...]]) -> tuple[str, ...]:
        """The terms down to an entry; those that were looked up are in `known`."""
        if number not in known:
            title, above = self._db.execute("SELECT title, parent FROM entry WHERE id = ?", (number,)).fetchone()
            known[number] = (*self._path(above, known), title)
        return known[number]
