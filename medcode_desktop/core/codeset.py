"""The code set: ICD-10-CM codes with their titles, hierarchy, tabular notes and 7th characters, read from one table.

The table (SQLite, written by `services.codeset_import`) holds the nodes of the tabular list in its order. Codes that
take a 7th character are not stored: they are put together when asked for, from the code without it, placeholder X and
the nearest 7th-character definition (ICD-10-CM Guidelines I.A.4 and I.A.5).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from medcode_desktop.core.alphabetic_index import AlphabeticIndex
from medcode_desktop.core.conversions import Conversions
from medcode_desktop.core.frames import Frame, Part, joined
from medcode_desktop.core.table import CompiledTable
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.core.words import Speller, fold_words
from medcode_desktop.errors import CodeSetError

SCHEMA_VERSION = 1
"""`PRAGMA user_version` of the tables this module reads; their schema is in `services.codeset_import`."""

_CODE_LIKE = re.compile(r"[A-Z][0-9][0-9A-Z]?(?:\.?[0-9A-Z]{0,4})")
_MANY_NODES = 200
_COMMON_WORDS = frozenset(("a", "and", "as", "by", "due", "for", "from", "in", "not", "of", "or", "the", "to", "with"))


class CodeKind(StrEnum):
    """What a node of the tabular list is. `EXPANDED` is a code with its 7th character."""

    CHAPTER = "chapter"
    BLOCK = "block"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    EXPANDED = "expanded"


class NoteKind(StrEnum):
    """The notes of the tabular list (ICD-10-CM Guidelines I.A.10 to I.A.17)."""

    INCLUDES = "includes"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    SEVENTH_CHARACTER = "seventh_character"
    NOTE = "note"


_CODES = (CodeKind.CATEGORY, CodeKind.SUBCATEGORY)  # the stored nodes that are codes


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code, block or chapter. `parent` is the node above it, None for a chapter."""

    code: str
    title: str
    billable: bool
    parent: str | None
    kind: CodeKind
    inclusion_terms: tuple[str, ...] = ()

    @property
    def system(self) -> str:
        return DIAGNOSES


@dataclass(frozen=True, slots=True)
class CodeNote:
    """A note of the tabular list; `source` is the code, block or chapter that has it."""

    kind: NoteKind
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class _Node:
    """A row of the table; `seventh` is set where a 7th-character definition holds, `above` is the parent's code."""

    id: int
    code: str
    title: str
    kind: CodeKind
    parent: int | None
    last: int
    seventh: int | None
    terms: tuple[str, ...]
    above: str | None

    @property
    def is_leaf(self) -> bool:
        return self.last == self.id

    @property
    def stem(self) -> str:
        """The first six characters of its expanded codes, with placeholder X and the dot."""
        return dotted(self.code.replace(".", "").ljust(6, "X"))


def nearest(code: str | None, among: Container[str]) -> str | None:
    """The code as it stands among others: without its 7th character, or the nearest ancestor that is there."""
    while code and len(code) >= 3:
        if code in among:
            return code
        code = code[:-1].rstrip(".")
    return None


def dotted(code: str) -> str:
    """A code in its written form: "E1122" or "e11.22" becomes "E11.22". Whether it exists is not asked."""
    plain = code.strip().upper().replace(".", "")
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


class CodeSet(CompiledTable):
    """One release of the code set. Opened read-only; open one for each thread that uses it."""

    KIND = "code table"
    VERSION = SCHEMA_VERSION
    HINT = "Install the program again, or compile the table with `medcode codes import FILE.xml`."

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        self.system, self.release = DIAGNOSES, str(meta["release"])
        self.effective, self.expires = (date.fromisoformat(meta[name]) for name in ("effective", "expires"))
        self._length, self.billable_count = int(meta["codes"]), int(meta["billable"])
        self.index, self._conversions = AlphabeticIndex(connection), Conversions(connection)
        self._seventh: dict[int, dict[str, str]] = {}
        for set_id, char, meaning in connection.execute("SELECT id, char, meaning FROM seventh ORDER BY id, char"):
            self._seventh.setdefault(set_id, {})[char] = meaning
        meanings = {meaning for characters in self._seventh.values() for meaning in characters.values()}
        self._seventh_words = set(fold_words(" ".join(meanings)))
        self._find = lru_cache(maxsize=4096)(self._read_node)  # the checks ask for the same codes again and again

    def __len__(self) -> int:
        """Number of codes, those that are not billable included; blocks and chapters are not counted."""
        return self._length

    def __contains__(self, code: object) -> bool:
        """Whether this is a code in its written form ("E11.22"), billable or not."""
        found = self._find(code) if isinstance(code, str) else None
        return found is not None and found[0].kind in _CODES

    def get(self, code: str) -> CodeEntry:
        """The entry of a code, a block ("E08-E13") or a chapter ("Chapter 4").

        Raises CodeSetError, with the nearest codes as its hint, when there is none.
        """
        node, char = self._require(code)
        return self._expanded(node, char) if char else self._entry(node)

    def title(self, code: str) -> str:
        return self.get(code).title

    def is_billable(self, code: str) -> bool:
        return self.get(code).billable

    def parent(self, code: str) -> str | None:
        """The code it is under; None for a category, whose place is told by `block` and `chapter`."""
        return next(iter(self.ancestors(code)), None)

    def children(self, code: str) -> tuple[str, ...]:
        """What stands directly below a code, block or chapter in tabular order, codes with a 7th character too."""
        node, char = self._require(code)
        if char:
            return ()
        if characters := self._characters(node):
            return tuple(node.stem + c for c in characters)
        query = "SELECT code FROM node WHERE id BETWEEN ? AND ? AND parent = ?"
        return tuple(row[0] for row in self._db.execute(query, (node.id + 1, node.last, node.id)))

    def leaves(self, code: str) -> tuple[tuple[str, str], ...]:
        """(code, title) at and below a code without 7th character: those that take nothing more but such a one."""
        node, _ = self._require(code)
        query = "SELECT code, title FROM node WHERE id BETWEEN ? AND ? AND last = id ORDER BY id"
        return tuple(self._db.execute(query, (node.id, node.last)))

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above a code, nearest first, up to its category."""
        node, char = self._require(code)
        line = self._line(node.code)
        return tuple(n.code for n in (line if char else line[1:]) if n.kind in _CODES)

    def block(self, code: str) -> CodeEntry:
        """The (innermost) block a code belongs to."""
        return self._entry(next(n for n in self._line(code) if n.kind is CodeKind.BLOCK))

    def chapter(self, code: str) -> CodeEntry:
        """The chapter a code belongs to; its `code` is "Chapter 4"."""
        return self._entry(self._line(code)[-1])

    def notes(self, code: str) -> tuple[CodeNote, ...]:
        """All notes that hold for a code: its own first, then those of the nodes above, nearest first."""
        line = self._line(code)
        marks = ",".join("?" * len(line))
        found: dict[int, list[tuple[str, str]]] = {}
        query = f"SELECT node, kind, text FROM note WHERE node IN ({marks}) ORDER BY node, seq"  # noqa: S608 only marks
        for node_id, kind, text in self._db.execute(query, [n.id for n in line]):
            found.setdefault(node_id, []).append((kind, text))
        return tuple(CodeNote(NoteKind(kind), text, n.code) for n in line for kind, text in found.get(n.id, ()))

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """The 7th characters that the codes at and below this one take, with their meaning; {} if none."""
        node, _ = self._require(code)
        return dict(self._seventh[node.seventh]) if node.seventh is not None else {}

    def normalise(self, code: str) -> str | None:
        """A code in its written form, however it was typed ("e1122" gives "E11.22"); None if there is no such code."""
        written = dotted(code)
        return written if written in self else None

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes that took the place of one that is not in this release, by the official conversion table."""
        return self._conversions.successors(code, self)

    def codes(self) -> Iterator[str]:
        """All codes in tabular order, billable or not."""
        for node in self._all_codes():
            yield node.code
            yield from (node.stem + char for char in self._characters(node))

    def billable(self) -> Iterator[tuple[str, str]]:
        """(code, title) of all billable codes in tabular order."""
        for node in self._all_codes():
            entries = [self._expanded(node, char) for char in self._characters(node)] or [self._entry(node)]
            yield from ((entry.code, entry.title) for entry in entries if entry.billable)

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """(code, term, "title" or "inclusion") of every code that is in the tabular list itself, without 7th ones."""
        for node in self._all_codes():
            yield node.code, node.title, "title"
            for term in node.terms:
                yield node.code, term, "inclusion"

    def vocabulary(self) -> Iterator[str]:
        """All words of its titles and inclusion terms."""
        self._db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'row')")
        return (word for (word,) in self._db.execute("SELECT term FROM temp.vocabulary"))

    def search(self, text: str, limit: int = 50, *, forgiving: bool = True) -> list[CodeEntry]:
        """Codes that begin with what was typed ("e112"), then those one of whose terms has all its words.

        Words are compared by their stems, and the last may be unfinished, or all. The shortest terms come first
        ("unspecified" and "NOS" not counted), of these the billable codes. A code that takes a 7th character is found
        without it, unless the words ask for one ("subsequent"). When a `forgiving` search finds nothing, a word that
        no term has is read as the nearest; else those with most of the words are given.
        """
        text = text.encode("utf-8", "ignore").decode("utf-8")[:200]
        found: dict[str, CodeEntry] = {}
        typed = text.strip().upper()
        if _CODE_LIKE.fullmatch(typed):
            for entry in self._search_prefix(dotted(typed), limit):
                found[entry.code] = entry
        for entry in self._search_words(list(dict.fromkeys(fold_words(text)))[:12], limit, forgiving=forgiving):
            if len(found) >= limit:
                break
            found.setdefault(entry.code, entry)
        return list(found.values())[:limit]

    # -- searching

    def _search_prefix(self, prefix: str, limit: int) -> Iterator[CodeEntry]:
        """Codes that begin with a prefix in its written form, in tabular order."""
        stored = prefix[:7].rstrip("X").rstrip(".")  # "S13.4XXA" is stored as "S13.4"
        query = f"{_SELECT} WHERE code BETWEEN ? AND ? AND kind NOT IN ('block', 'chapter') ORDER BY id LIMIT ?"
        for row in self._db.execute(query, (stored, stored + "~", limit)):
            node = _read(row)
            entries = (self._entry(node), *(self._expanded(node, char) for char in self._characters(node)))
            yield from (entry for entry in entries if entry.code.startswith(prefix))

    def _search_words(self, words: list[str], limit: int, *, forgiving: bool) -> Iterator[CodeEntry]:
        if not words:
            return
        asked = {word: self._expression(word, unfinished=word == words[-1]) for word in words}
        found = self._match(" AND ".join(asked.values()), "words.rowid", limit)
        if found:
            yield from map(self._entry, found)
            return
        of_seventh = [word for word in words if any(known.startswith(word) for known in self._seventh_words)]
        rest = [asked[word] for word in words if word not in of_seventh]
        if of_seventh and rest:
            for node in self._match(" AND ".join(rest), "words.rowid", _MANY_NODES):
                in_title = fold_words(node.title)
                for char, meaning in self._characters(node).items():
                    said = [*in_title, *fold_words(meaning)]
                    if all(any(known.startswith(word) for known in said) for word in of_seventh):
                        found.append(node)
                        yield self._expanded(node, char)
        if found:
            return
        if len(words) > 1:
            found = self._match(" AND ".join(self._expression(w, unfinished=True) for w in words), "words.rowid", limit)
            yield from map(self._entry, found)
        if found or not forgiving:
            return
        respelt = [self._speller.nearest(word, unfinished=word == words[-1]) for word in words]
        if respelt != words and all(respelt):
            yield from self._search_words(respelt, limit, forgiving=True)
            return
        rare = [asked[word] for word in words if word not in _COMMON_WORDS and len(word) > 2]
        if len(words) > 1 and rare:
            yield from map(self._entry, self._match(" OR ".join(rare), "words.rank", limit))

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.vocabulary())

    def _expression(self, word: str, *, unfinished: bool) -> str:
        """A word of a search as the word index is asked for it: all words of its stem, or all that begin with it."""
        forms = [f'"{form}"' for form in self._speller.forms(word)]
        return f"({' OR '.join([*forms, *([f'{forms[0]}*'] if unfinished else [])])})"

    def _match(self, expression: str, order: str, limit: int) -> list[_Node]:
        """The codes with a term that matches, best first. `expression` and `order` are made here, never typed."""
        query = (
            f"{_SELECT_FROM} words JOIN term ON term.id = words.rowid JOIN node ON node.id = term.node"
            f" WHERE words MATCH ? ORDER BY {order} LIMIT ?"
        )
        nodes = (_read(row) for row in self._db.execute(query, (expression, 4 * limit)))
        return list({node.id: node for node in nodes}.values())[:limit]

    # -- reading nodes

    def _read_node(self, code: str) -> tuple[_Node, str] | None:
        """The node of a code and its 7th character, "" for a node of the table itself."""
        if node := self._stored(code):
            return node, ""
        node = self._stored(code[:-1].rstrip("X").rstrip(".")) if len(code) == 8 else None
        if node and node.stem == code[:-1] and code[-1] in self._characters(node):
            return node, code[-1]
        return None

    def _stored(self, code: str) -> _Node | None:
        row = self._db.execute(f"{_SELECT} WHERE code = ?", (code.encode("utf-8", "ignore").decode(),)).fetchone()
        return _read(row) if row else None

    def _require(self, code: str) -> tuple[_Node, str]:
        if found := self._find(code):
            return found
        near = self._near(code)
        hint = Frame.NEAREST.format(codes=joined(Part.OR, near)) if near else Frame.NONE_NEAR.value
        raise CodeSetError(Frame.UNKNOWN.format(wanted=repr(code[:20]), release=self.release), hint)

    def _near(self, code: str) -> list[str]:
        """Up to three existing codes to offer for one that does not exist."""
        written = dotted(code[:20])
        if written in self:
            return [written]
        for end in range(len(written) - 1, 2, -1):
            above = dotted(written[:end]).rstrip(".X")
            if above in self:
                return list(self.children(above)[:3]) or [above]
        return []

    def _line(self, code: str) -> list[_Node]:
        """The node of a code, then those above it up to its chapter."""
        node, _ = self._require(code)
        line = [node]
        while line[-1].parent is not None:
            line.append(_read(self._db.execute(f"{_SELECT} WHERE id = ?", (line[-1].parent,)).fetchone()))
        return line

    def _all_codes(self) -> Iterator[_Node]:
        query = f"{_SELECT} WHERE kind NOT IN ('block', 'chapter') ORDER BY id"
        return (_read(row) for row in self._db.execute(query))

    def _characters(self, node: _Node) -> Mapping[str, str]:
        """The 7th characters with which the code of this node is completed; {} when it takes none itself."""
        return self._seventh[node.seventh] if node.is_leaf and node.seventh is not None else {}

    def _entry(self, node: _Node) -> CodeEntry:
        billable = node.is_leaf and node.seventh is None and node.kind in _CODES
        return CodeEntry(node.code, node.title, billable, node.above, node.kind, node.terms)

    def _expanded(self, node: _Node, char: str) -> CodeEntry:
        title = f"{node.title}, {self._seventh[node.seventh or 0][char]}"
        return CodeEntry(node.stem + char, title, True, node.code, CodeKind.EXPANDED)


_SELECT_FROM = (
    "SELECT node.id, node.code, title, kind, parent, last, seventh, terms,"
    " (SELECT code FROM node AS above WHERE above.id = node.parent) FROM"
)
_SELECT = f"{_SELECT_FROM} node"


def _read(row: tuple[int, str, str, str, int | None, int, int | None, str, str | None]) -> _Node:
    node_id, code, title, kind, parent, last, seventh, terms, above = row
    names = tuple(terms.split("\n")) if terms else ()
    return _Node(node_id, code, title, CodeKind(kind), parent, last, seventh, names, above)
