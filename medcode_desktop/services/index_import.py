"""Reads the indexes of ICD-10-CM (official XML): the Alphabetic Index, external causes, neoplasm and drug tables."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from medcode_desktop.core.alphabetic_index import IndexKind
from medcode_desktop.core.words import fold_words

INDEX_SCHEMA = """
CREATE TABLE entry (  -- main terms and subterms in the order of the index; `last` is the id of the last one below
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, parent INTEGER, last INTEGER NOT NULL,
    codes TEXT NOT NULL, see TEXT NOT NULL, see_also TEXT NOT NULL);
CREATE INDEX entry_parent ON entry (parent);
CREATE VIRTUAL TABLE entry_words USING fts5(  -- rowid is entry.id
    text, content='', detail=none, tokenize='ascii', prefix='1 2 3');
"""
LONGEST_PATH = 4_000
"""Characters of an entry with those above it: each entry holds them, so long ones would fill the memory."""
_ENTRIES_A_STEP = 2000
_HEADINGS = {"Neoplasm": IndexKind.NEOPLASM, "Substance": IndexKind.DRUG}


@dataclass(slots=True)
class Entry:
    """A main term or subterm. `codes` are (column heading, code); the heading is "" where the index has no columns."""

    kind: IndexKind
    title: str
    parent: int | None
    path: str
    codes: list[tuple[str, str]] = field(default_factory=list)
    see: str = ""
    see_also: str = ""
    last: int = 0


def read_index(root: ET.Element) -> list[Entry]:
    """The entries of a parsed index in their order. Raises ValueError that names what is wrong with it."""
    headings = [_words(head) for head in root.iterfind("indexHeading/head")]
    if headings:
        if headings[0] not in _HEADINGS:
            raise ValueError(f"it is a table of {headings[0]!r}, not of neoplasms or drugs")
        kind = _HEADINGS[headings[0]]
    else:
        title = (root.findtext("title") or "").upper()
        kind = IndexKind.EXTERNAL_CAUSE if "EXTERNAL CAUSE" in title else IndexKind.ALPHABETIC
    entries: list[Entry] = []
    for letter in root.iterfind("letter"):
        for term in letter.iterfind("mainTerm"):
            _add(entries, term, kind, None, "", headings)
    if not entries:
        raise ValueError("it has no main terms")
    return entries


def write_index(connection: sqlite3.Connection, entries: Sequence[Entry]) -> Iterator[int]:
    """Adds entries of one index after those that are in the table already; yields now and then how many.

    Raises ValueError when that index is in the table already.
    """
    kind = entries[0].kind
    old = connection.execute("SELECT min(id), max(id) FROM entry WHERE kind = ?", (kind,)).fetchone()
    if old[0] is not None:
        raise ValueError(f"the {kind} index is there twice")
    first = (connection.execute("SELECT max(id) FROM entry").fetchone()[0] or 0) + 1
    for number, entry in zip(count(first), entries, strict=False):
        if (number - first) % _ENTRIES_A_STEP == 0:
            yield number - first
        parent = None if entry.parent is None else entry.parent + first
        codes = "\n".join(f"{heading}\t{code}" for heading, code in entry.codes)
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, kind, entry.title, parent, entry.last + first, codes, entry.see, entry.see_also),
        )
        words = " ".join(fold_words(entry.path))
        connection.execute("INSERT INTO entry_words (rowid, text) VALUES (?, ?)", (number, words))
    connection.execute("INSERT INTO entry_words (entry_words) VALUES ('optimize')")


def _add(
    entries: list[Entry], element: ET.Element, kind: IndexKind, parent: int | None, path: str, headings: Sequence[str]
) -> None:
    number, title = len(entries), _words(element.find("title"))
    if not title:
        said = f"an entry below {path!r} has no title" if path else "a main term has no title"
        raise ValueError(f"line {element.get('line')}, field title: {said}")
    entry = Entry(kind, title, parent, f"{path} {title}")
    if len(entry.path) > LONGEST_PATH:
        said = f"an entry has {len(entry.path):,} characters with those above it"
        raise ValueError(f"line {element.get('line')}, field title: {said}")
    entry.codes = list(_codes(element, headings))
    entry.see = _words(element.find("see"))
    entry.see_also = _words(element.find("seeAlso"))
    entries.append(entry)
    for below in element.iterfind("term"):
        _add(entries, below, kind, number, entry.path, headings)
    entry.last = len(entries) - 1


def _codes(element: ET.Element, headings: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag in ("code", "manif"):
        for code in element.iterfind(tag):
            if text := _words(code):
                yield ("" if tag == "code" else "manifestation"), text
    for cell in element.iterfind("cell"):
        column, text = int(cell.get("col", "0")), _words(cell)
        if not 1 <= column <= len(headings):
            said = f"a cell stands in the column {column} of {len(headings)}"
            raise ValueError(f"line {cell.get('line')}, field col: {said}")
        if text.strip("-"):
            yield headings[column - 1], text


def _words(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
