"""Compiles the tabular list of ICD-10-CM (the official XML), with its indexes, into the table of a release."""

from __future__ import annotations

import re
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from medcode_desktop.core.codeset import SCHEMA_VERSION, CodeKind, NoteKind, dotted
from medcode_desktop.core.types import Progress
from medcode_desktop.core.words import fold_words
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services import integrity
from medcode_desktop.services.index_import import INDEX_SCHEMA, Entry, write_index

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (  -- chapters, blocks and codes in tabular order: `last` is the id of the last node below
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL,
    parent INTEGER, last INTEGER NOT NULL, seventh INTEGER, terms TEXT NOT NULL);
CREATE TABLE note (  -- at the node that has it; those below inherit it
    node INTEGER, seq INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (node, seq)) WITHOUT ROWID;
CREATE TABLE seventh (  -- the sets of 7th characters; a node points to the one that holds for it
    id INTEGER, char TEXT, meaning TEXT NOT NULL, PRIMARY KEY (id, char)) WITHOUT ROWID;
CREATE TABLE conversion (code TEXT, since INTEGER, before TEXT NOT NULL);  -- what a code was before that year
CREATE TABLE term (id INTEGER PRIMARY KEY, node INTEGER NOT NULL);  -- titles and inclusion terms, shortest first
CREATE VIRTUAL TABLE words USING fts5(  -- rowid is term.id
    text, content='', detail=none, tokenize='ascii', prefix='1 2 3');
"""
ROWS_A_STEP = 2000
"""Rows that are read or written between two looks at whether someone cancelled."""
_BYTES_A_STEP = 1 << 18
_NOTE_KINDS = {
    "includes": NoteKind.INCLUDES,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
    "sevenChrNote": NoteKind.SEVENTH_CHARACTER,
    "notes": NoteKind.NOTE,
}
MOST_ELEMENTS, DEEPEST, MOST_ATTRIBUTES = 2_000_000, 40, 20
"""Of an XML file. The official ones have 182,355 elements on 12 levels; deeper ones would exhaust the stack."""
LONGEST_TEXT = 10_000
"""Characters of a title or note; the official ones have 816."""
_MOST_BARRED = 100
_UNCOUNTED = frozenset(("unspecified", "nos"))  # "Heart failure, unspecified" is as short as "Heart failure"
_BLOCK_ID = re.compile(r"[A-Z][0-9][0-9A-Z](?:-[A-Z][0-9][0-9A-Z])?|[A-Z]{2}[0-9]")
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")
_NOT_APPLICABLE = re.compile(
    r"7th characters (?P<chars>.{1,100}?) do not apply to codes in category (?P<category>\w{3})"
    r" with 6th character (?P<sixth>\w)\b.{0,300}?(?:, or (?P<other>\w) -|$)"
)
"""S06: no "subsequent encounter" or "sequela" for a patient who died before regaining consciousness."""


@dataclass(slots=True)
class Node:
    """A chapter, block or code while it is compiled. `seventh` are the 7th characters that hold for it."""

    code: str
    title: str
    kind: CodeKind
    parent: int | None
    seventh: dict[str, str] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    last: int = 0
    line: str = ""
    """Where it stands in the file."""


def compile_release(
    nodes: Sequence[Node],
    out: Path,
    *,
    release: str,
    effective: date,
    expires: date,
    indexes: Sequence[Sequence[Entry]] = (),
    conversions: Sequence[tuple[str, int, str]] = (),
) -> Generator[Progress, None, Path]:
    """Writes a release as a table at `out`, which is replaced only when all went well.

    `release` is the name shown everywhere ("ICD-10-CM 2026-04-01"); it is used from `effective` to `expires`, both
    included. `conversions` are (code, year since when, codes before). Returns `out`. Raises CodeSetError that names
    the file and the reason.
    """
    rows = 2 * len(nodes) + sum(map(len, indexes))
    yield Progress(0, rows, f"Writing {len(nodes):,} codes")
    partial = out.with_name(out.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial)
        try:
            connection.executescript(_SCHEMA + INDEX_SCHEMA)
            for done in _write_nodes(connection, nodes):
                yield Progress(done, rows, f"Writing {len(nodes):,} codes")
            meta = {"release": release, "effective": effective.isoformat(), "expires": expires.isoformat()}
            connection.executemany("INSERT INTO meta VALUES (?, ?)", (meta | _count(nodes)).items())
            for done in _write_terms(connection, nodes):
                yield Progress(len(nodes) + done, rows, "Building the word index")
            written = 2 * len(nodes)
            for entries in indexes:
                for done in write_index(connection, entries):
                    yield Progress(written + done, rows, "Writing the indexes")
                written += len(entries)
            connection.executemany("INSERT INTO conversion VALUES (?, ?, ?)", conversions)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.commit()
            connection.execute("VACUUM")
        finally:
            connection.close()
        integrity.record(out, "")
        partial.replace(out)
        integrity.record_file(out)
    except (OSError, sqlite3.Error) as error:
        hint = "Is there room, and is its folder yours?"
        raise CodeSetError(f"The code table {out} cannot be written: {error}.", hint) from error
    finally:
        partial.unlink(missing_ok=True)
    yield Progress(rows, rows, f"{release} is ready")
    return out


def read_tabular(root: ET.Element) -> list[Node]:
    """All nodes of a parsed tabular list in its order, chapters and blocks among them.

    Raises ValueError that says what is wrong with it.
    """
    nodes: list[Node] = []
    for chapter in root.iterfind("chapter"):
        _add_chapter(nodes, chapter)
    if not nodes:
        raise ValueError("it has no chapters")
    _check(nodes)
    return nodes


def billable_codes(nodes: Sequence[Node]) -> dict[str, str]:
    """The billable codes of a tabular list in their written form, with their titles."""
    found = {}
    for number, node in enumerate(nodes):
        if node.kind in (CodeKind.CATEGORY, CodeKind.SUBCATEGORY) and node.last == number:
            stem = dotted(node.code.replace(".", "").ljust(6, "X")) if node.seventh else node.code
            endings = node.seventh or {"": ""}
            found.update({stem + char: ", ".join(filter(None, (node.title, m))) for char, m in endings.items()})
    return found


def parse_xml(data: bytes) -> Generator[int, None, ET.Element]:
    """Parse XML in steps and within limits, without ever expanding an entity: a document type declaration is refused.

    Yields how many bytes are read. Each element has the number of its line as the attribute `line`. Raises ValueError
    or expat.ExpatError.
    """
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate()
    elements = depth = 0

    def refuse(*_: object) -> None:
        raise ValueError("it has a document type declaration, which the official files never have")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if elements > MOST_ELEMENTS or depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise ValueError("it has more elements, levels or attributes than the official files ever have")
        builder.start(tag, attributes | {"line": str(parser.CurrentLineNumber)})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    for at in range(0, len(data), _BYTES_A_STEP):
        yield at
        parser.Parse(data[at : at + _BYTES_A_STEP], False)
    parser.Parse(b"", True)
    return builder.close()


def at_line(element: ET.Element, field_name: str, reason: str) -> ValueError:
    """What is wrong with an element, with its line and the field."""
    return ValueError(f"line {element.get('line')}, field {field_name}: {reason}")


def _add_chapter(nodes: list[Node], element: ET.Element) -> None:
    chapter_id = len(nodes)
    nodes.append(_make(element, f"Chapter {_text(element, 'name')}", CodeKind.CHAPTER, None))
    around: list[int] = []  # blocks without codes of their own, which hold the blocks of their range (C00-C96)
    for section in element.iterfind("section"):
        first, last = _block_range(section)
        while around and not _holds(nodes[around[-1]].code, first, last):
            nodes[around.pop()].last = len(nodes) - 1
        block_id = len(nodes)
        nodes.append(_make(section, f"{first}-{last}", CodeKind.BLOCK, around[-1] if around else chapter_id))
        categories = section.findall("diag")
        for category in categories:
            _add_code(nodes, category, block_id, {})
        nodes[block_id].last = len(nodes) - 1
        if not categories:
            around.append(block_id)
    for node_id in (chapter_id, *around):
        nodes[node_id].last = len(nodes) - 1


def _block_range(section: ET.Element) -> tuple[str, str]:
    name = section.get("id", "")
    if not _BLOCK_ID.fullmatch(name):
        raise at_line(section, "id", f"there is a block named {name!r}")
    first, _, last = name.partition("-")
    return first, last or first


def _holds(block: str, first: str, last: str) -> bool:
    start, _, end = block.partition("-")
    return start <= first and last <= end


def _add_code(nodes: list[Node], element: ET.Element, parent: int, inherited: dict[str, str]) -> None:
    code = _text(element, "name")
    if not _CODE.fullmatch(code):
        raise at_line(element, "name", f"there is a code {code!r}")
    node_id = len(nodes)
    node = _make(element, code, CodeKind.SUBCATEGORY if "." in code else CodeKind.CATEGORY, parent)
    node.seventh = node.seventh or inherited  # the nearest definition wins
    nodes.append(node)
    for below in element.iterfind("diag"):
        _add_code(nodes, below, node_id, node.seventh)
    node.last = len(nodes) - 1


def _make(element: ET.Element, code: str, kind: CodeKind, parent: int | None) -> Node:
    node = Node(code, _text(element, "desc"), kind, parent, line=element.get("line", ""))
    for part in element:
        texts = [_short(note.text or "") for note in part.iterfind("note")]
        if part.tag == "inclusionTerm":
            node.terms += texts
        elif part.tag == "sevenChrDef":
            node.seventh, synonyms = _read_seventh(part)
            node.notes += [(NoteKind.SEVENTH_CHARACTER, text) for text in synonyms]
        elif part.tag in _NOTE_KINDS:
            node.notes += [(_NOTE_KINDS[part.tag], text) for text in texts]
    return node


def _read_seventh(definition: ET.Element) -> tuple[dict[str, str], list[str]]:
    """The 7th characters with their meaning, and the other names some have ("B: ... for open fracture NOS")."""
    meanings: dict[str, str] = {}
    synonyms: list[str] = []
    char = ""
    for part in definition:
        text = _short(part.text or "")
        if part.tag == "extension":
            char = part.get("char", "")
            if len(char) != 1 or char in meanings:
                raise at_line(part, "char", f"a 7th character is defined as {char!r}")
            meanings[char] = text
        elif char:
            synonyms.append(f"{char}: {text}")
    return meanings, synonyms


def _text(element: ET.Element, tag: str) -> str:
    text = _short(element.findtext(tag) or "")
    if not text:
        raise at_line(element, tag, f"a <{element.tag}> has no <{tag}>")
    return text


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a text has {len(text):,} characters")
    return " ".join(text.split())


def _check(nodes: list[Node]) -> None:
    """Codes are unique, stand below their category, and 7th characters that a note rules out are taken away."""
    seen: set[str] = set()
    for node in nodes:
        if node.code in seen:
            raise ValueError(f"line {node.line}, field name: {node.code} is there twice")
        seen.add(node.code)
        parent = nodes[node.parent] if node.parent is not None else None
        if parent and node.kind is CodeKind.SUBCATEGORY and not node.code.startswith(parent.code):
            raise ValueError(f"line {node.line}, field name: {node.code} stands below {parent.code}")
    notes = (text for node in nodes for kind, text in node.notes if kind is NoteKind.NOTE)
    rules = list(islice(filter(None, map(_NOT_APPLICABLE.search, notes)), _MOST_BARRED + 1))
    if len(rules) > _MOST_BARRED:
        raise ValueError("too many notes take 7th characters away")
    for rule in rules:
        barred = set(re.findall(r"\b[A-Z0-9]\b", rule["chars"]))
        for node in nodes:
            plain = node.code.replace(".", "")
            if plain.startswith(rule["category"]) and plain[5:6] and plain[5] in (rule["sixth"], rule["other"]):
                node.seventh = {char: meaning for char, meaning in node.seventh.items() if char not in barred}


def _count(nodes: Sequence[Node]) -> dict[str, str]:
    codes = billable = 0
    for node_id, node in enumerate(nodes):
        if node.kind in (CodeKind.CATEGORY, CodeKind.SUBCATEGORY):
            expanded = len(node.seventh) if node.last == node_id else 0
            codes += 1 + expanded
            billable += expanded or node.last == node_id
    return {"codes": str(codes), "billable": str(billable)}


def _write_nodes(connection: sqlite3.Connection, nodes: Sequence[Node]) -> Iterator[int]:
    """Yields now and then how many nodes are written."""
    sets: dict[tuple[tuple[str, str], ...], int] = {}
    for node_id, node in enumerate(nodes):
        if node_id % ROWS_A_STEP == 0:
            yield node_id
        characters = tuple(sorted(node.seventh.items()))
        seventh = sets.setdefault(characters, len(sets)) if characters else None
        connection.execute(
            "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (node_id, node.code, node.title, node.kind, node.parent, node.last, seventh, "\n".join(node.terms)),
        )
        notes = ((node_id, seq, kind, text) for seq, (kind, text) in enumerate(node.notes))
        connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", notes)
    rows = ((set_id, char, meaning) for characters, set_id in sets.items() for char, meaning in characters)
    connection.executemany("INSERT INTO seventh VALUES (?, ?, ?)", rows)


def _write_terms(connection: sqlite3.Connection, nodes: Sequence[Node]) -> Iterator[int]:
    """Index titles and inclusion terms, numbered so that the index gives the shortest first, of these the billable.

    Yields now and then for how many nodes that is done.
    """

    def terms() -> Iterator[tuple[tuple[int, bool, bool, int], list[str]]]:
        for node_id, node in enumerate(nodes):
            if node.kind in (CodeKind.CATEGORY, CodeKind.SUBCATEGORY):
                for seq, term in enumerate((node.title, *node.terms)):
                    words = fold_words(term)
                    length = len(words) - sum(word in _UNCOUNTED for word in words)
                    yield (length, node.last != node_id or bool(node.seventh), seq > 0, node_id), words

    in_order = sorted(terms())
    for term_id, ((_, _, _, node_id), words) in enumerate(in_order, start=1):
        if term_id % ROWS_A_STEP == 0:
            yield len(nodes) * term_id // len(in_order)
        connection.execute("INSERT INTO term VALUES (?, ?)", (term_id, node_id))
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (term_id, " ".join(words)))
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
