"""Code systems as tables: procedures, services, findings and whatever the user imports, searched all in one way."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from medcode_desktop.core.table import CompiledTable
from medcode_desktop.core.words import Speller, fold_words, stem
from medcode_desktop.errors import CodeSetError

SYSTEM_VERSION = 2
"""`PRAGMA user_version` of the tables this module reads; their schema is in `services.system_import`."""

_SEMANTIC_TAG = re.compile(r"\s*\([^()]*\)\Z")
"""What SNOMED CT adds to fully specified names: "Fracture of femur (disorder)"."""
PROCEDURES = "ICD-10-PCS"
PROCEDURE_SYSTEMS = (PROCEDURES, "CPT", "HCPCS")
"""Systems whose codes claims carry as procedures and services."""
COMPLETE = 7
"""Characters of an ICD-10-PCS code; fewer name a group of them."""


def plain_name(system: str) -> str:
    """The name of a system as files, options and settings have it: "ICD-10-PCS" is "icd-10-pcs"."""
    return "-".join(fold_words(system))


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A code with its title and the other names that it has; `active` is False for one that is no longer used."""

    system: str
    code: str
    title: str
    terms: tuple[str, ...]
    active: bool

    @property
    def inclusion_terms(self) -> tuple[str, ...]:
        return self.terms

    @property
    def billable(self) -> bool:
        """Whether a claim takes it: in use, and in ICD-10-PCS all seven characters of it (guideline A1)."""
        return self.active and not (self.system == PROCEDURES and len(self.code) < COMPLETE)


class CodeSystem(CompiledTable):
    """One code system of one version, such as HCPCS 2026. Opened read-only; one for each thread that uses it."""

    KIND = "code system"
    VERSION = SYSTEM_VERSION
    HINT = "Import the code system again with `medcode codes import`."

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        self.system, self.version = str(meta["system"]), str(meta["version"])
        self._length = int(meta["codes"])
        self._speller: Speller | None = None

    def __len__(self) -> int:
        return self._length

    def __contains__(self, code: object) -> bool:
        return self._db.execute("SELECT 1 FROM entry WHERE code = ?", (str(code),)).fetchone() is not None

    def get(self, code: str) -> SystemEntry:
        """The entry of a code. Raises CodeSetError when there is none."""
        found = self._entries("WHERE code = ?", (code,))
        if not found:
            raise CodeSetError(f"There is no code {code[:20]!r} in {self.system} {self.version}.")
        return found[0]

    @property
    def release(self) -> str:
        return f"{self.system} {self.version}"

    def title(self, code: str) -> str:
        return self.get(code).title

    def is_billable(self, code: str) -> bool:
        return self.get(code).billable

    def names(self) -> dict[str, tuple[str, ...]]:
        """The names of each code that is in use, its title first."""
        rows = self._entries("WHERE active = 1 ORDER BY id", ())
        return {entry.code: (entry.title, *entry.terms) for entry in rows}

    @property
    def is_mapped(self) -> bool:
        """Whether the publisher maps the system to ICD-10-CM."""
        return self._db.execute("SELECT 1 FROM map LIMIT 1").fetchone() is not None

    def mapped_names(self) -> Iterator[tuple[str, str]]:
        """Names of what the publisher maps to ICD-10-CM, with the first code that the map gives."""
        query = (
            "SELECT title, terms, target FROM entry JOIN map ON map.code = entry.code"
            " WHERE active = 1 AND rank = (SELECT min(rank) FROM map WHERE map.code = entry.code)"
        )
        for title, terms, target in self._db.execute(query):
            for name in (title, *(terms.split("\n") if terms else ())):
                yield _SEMANTIC_TAG.sub("", name), target

    def codes(self) -> Iterator[str]:
        return (code for (code,) in self._db.execute("SELECT code FROM entry ORDER BY id"))

    def titles(self) -> Iterator[tuple[str, str]]:
        """(code, title) of all codes."""
        return iter(self._db.execute("SELECT code, title FROM entry ORDER BY id"))

    def maps_to(self, code: str) -> tuple[str, ...]:
        """The ICD-10-CM codes that the publisher's map gives for a code, in its order; () without a map."""
        query = "SELECT target FROM map WHERE code = ? ORDER BY rank"
        return tuple(target for (target,) in self._db.execute(query, (code,)))

    @property
    def has_map(self) -> bool:
        """Whether its publisher's map to ICD-10-CM came with it."""
        return self._db.execute("SELECT 1 FROM map").fetchone() is not None

    def vocabulary(self) -> Iterator[str]:
        """The stems of all words in its titles and terms."""
        return (word for (word,) in self._db.execute("SELECT word FROM vocabulary"))

    def search(self, text: str, limit: int = 50, *, forgiving: bool = True) -> list[SystemEntry]:
        """Codes that begin with what was typed, then those with all its words in any order, unfinished ones too.

        Words are compared by their stems; one that the system does not know is read as the nearest that it knows,
        unless the search is not to be `forgiving`. The shortest titles come first.
        """
        text = text.encode("utf-8", "ignore").decode("utf-8")[:200].strip()
        found: dict[str, SystemEntry] = {}
        if text and " " not in text:
            like = text.upper().replace("~", "") + "~"
            for entry in self._entries("WHERE code BETWEEN ? AND ? ORDER BY code LIMIT ?", (text.upper(), like, limit)):
                found[entry.code] = entry
        words = [stem(word) for word in dict.fromkeys(fold_words(text))][:12]
        if words and len(found) < limit:
            matching = self._with_words(words, limit) or self._with_words(words, limit, unfinished=True)
            if not matching and forgiving:
                matching = self._with_words(self._respelt(words), limit)
            for entry in matching:
                found.setdefault(entry.code, entry)
        return list(found.values())[:limit]

    def _with_words(self, words: list[str], limit: int, *, unfinished: bool = False) -> list[SystemEntry]:
        """What has all the words, of which the last, or all, may be unfinished."""
        if not words:
            return []
        asked = " AND ".join(f'"{word}"*' if unfinished or word == words[-1] else f'"{word}"' for word in words)
        query = (
            "WHERE id IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?)"
            " ORDER BY active DESC, length(title), id LIMIT ?"
        )
        return self._entries(query, (asked, 8 * limit, limit))

    def _respelt(self, words: list[str]) -> list[str]:
        if self._speller is None:
            self._speller = Speller(self.vocabulary())
        return [nearest for word in words if (nearest := self._speller.nearest(word))]

    def _entries(self, where: str, values: tuple[object, ...]) -> list[SystemEntry]:
        query = f"SELECT code, title, terms, active FROM entry {where}"  # noqa: S608 written in this class
        return [
            SystemEntry(self.system, code, title, tuple(terms.split("\n")) if terms else (), bool(active))
            for code, title, terms, active in self._db.execute(query, values)
        ]
