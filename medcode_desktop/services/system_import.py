"""Imports code systems from the files that their publishers give out: HCPCS, CPT, SNOMED CT, LOINC, or any CSV.

Licensed tables stay on this machine.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from medcode_desktop import paths
from medcode_desktop.core.codeset import dotted
from medcode_desktop.core.codesystem import SYSTEM_VERSION, plain_name
from medcode_desktop.core.types import Progress
from medcode_desktop.core.words import fold_words, stem
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services import integrity
from medcode_desktop.services.code_tables import HINT, has_columns, read_texts
from medcode_desktop.services.codeset_import import ROWS_A_STEP

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (  -- shortest titles first, which is the order of search results
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, terms TEXT NOT NULL,
    active INTEGER NOT NULL);
CREATE TABLE map (code TEXT NOT NULL, rank INTEGER NOT NULL, target TEXT NOT NULL);
CREATE INDEX map_code ON map (code);
CREATE VIRTUAL TABLE words USING fts5(  -- rowid is entry.id
    text, content='', detail=none, tokenize='ascii', prefix='1 2 3');
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_HCPCS_LINE = re.compile(r"(?P<code>[A-Z0-9]{5}|[A-Z0-9]{2} {3}| {3}[A-Z0-9]{2})\d{5}(?P<record>[3478]).{80,}")
_FULLY_SPECIFIED, _SYNONYM = "900000000000003001", "900000000000013009"
_RF2 = (("id", "active", "definitionStatusId"), ("id", "active", "conceptId", "term"))
_RF2_MAP = ("referencedComponentId", "mapTarget", "mapPriority")
_PLAIN = ("code", "title")
_LONGEST_NAME = 60

Reading = Generator[Progress, None, "Table"]
"""Long work that reads a code system; its progress is in lines, as far as their number is known."""


class UnnamedTable(CodeSetError):
    """A plain CSV of codes, which does not say what system it is."""


@dataclass(slots=True)
class Table:
    """What an import found: the system's name, and each code with its title, other names, and whether it is in use."""

    system: str
    titles: dict[str, str] = field(default_factory=dict)
    terms: dict[str, list[str]] = field(default_factory=dict)
    inactive: set[str] = field(default_factory=set)
    maps: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, code: str, title: str, *terms: str, active: bool = True) -> None:
        if code in self.titles:
            raise ValueError(f"the code {code} is there twice")
        self.titles[code] = title
        self.terms[code] = [t for t in dict.fromkeys(terms) if t and t != title]
        if not active:
            self.inactive.add(code)


def read_system(files: Sequence[Path], name: str = "") -> Reading:
    """The code system in the files; which one it is, is seen by what they hold. `name` is that of a plain CSV.

    Raises CodeSetError that names the file, the line, the field where there is one, and the reason.
    """
    texts = {}
    for file, text in read_texts(files, _is_known):
        yield Progress(0, 1, f"Reading {file}")
        texts[file] = text
    if any(has_columns(text, *columns) for text in texts.values() for columns in _RF2):
        return (yield from _snomed(texts))
    if not texts:
        raise CodeSetError(f"{files[0].name} holds none of the forms that can be imported.", HINT)
    if len(texts) > 1:
        raise CodeSetError(f"{len(texts)} files were given, which are no SNOMED CT release.", HINT)
    if len(name) > _LONGEST_NAME or (name and not fold_words(name)):
        raise CodeSetError("The name of a code system has letters or digits, and at most 60 characters.", HINT)
    ((file, text),) = texts.items()
    for columns, read in _FORMS:
        if has_columns(text, *columns):
            return (yield from _named(file, read(text)))
    if _HCPCS_LINE.fullmatch(text.split("\n", 1)[0].rstrip("\r")):
        return (yield from _named(file, _hcpcs_records(text)))
    if has_columns(text, *_PLAIN):
        if not name:
            raise UnnamedTable(f"{file} is a table of codes without a name.", "Give it one with --system NAME.")
        return (yield from _named(file, _plain(text, name)))
    raise CodeSetError(f"{file} is none of the forms that can be imported.", HINT)


def _is_known(begins: str) -> bool:
    """Whether a file that begins so is of one of the forms."""
    columns = (*_RF2, _RF2_MAP, *(names for names, _ in _FORMS), _PLAIN)
    return any(has_columns(begins, *names) for names in columns) or bool(_HCPCS_LINE.match(begins))


def system_file(system: str) -> Path:
    """Where the table of a system is kept."""
    return paths.user_codes_folder() / f"system-{plain_name(system)}.sqlite"


def write_system(table: Table, folder: Path, version: str) -> Generator[Progress, None, Path]:
    """Writes the table of a system; an older one of that name stays until the new one is complete."""
    if not table.titles:
        raise CodeSetError(f"There are no codes of {table.system} in the files.", HINT)
    out = folder / system_file(table.system).name
    partial = out.with_name(out.name + ".partial")
    rows = len(table.titles)
    yield Progress(0, rows, f"Writing {rows:,} codes of {table.system}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial)
        try:
            connection.executescript(_SCHEMA)
            for done in _write(connection, table, version):
                yield Progress(done, rows, f"Writing {rows:,} codes of {table.system}")
            connection.execute(f"PRAGMA user_version = {SYSTEM_VERSION}")
            connection.commit()
        finally:
            connection.close()
        integrity.record(out, "")
        partial.replace(out)
        integrity.record_file(out)
    except (OSError, sqlite3.Error) as error:
        raise CodeSetError(f"The code system {out} cannot be written: {error}.", "Is the disk full?") from error
    finally:
        partial.unlink(missing_ok=True)
    yield Progress(rows, rows, f"{table.system} is ready")
    return out


def _write(connection: sqlite3.Connection, table: Table, version: str) -> Iterator[int]:
    """Yields now and then how many codes are written."""
    vocabulary: set[str] = set()
    order = sorted(table.titles, key=lambda code: (len(table.titles[code]), code))
    for number, code in enumerate(order, 1):
        if number % ROWS_A_STEP == 0:
            yield number
        title, terms = table.titles[code], table.terms[code]
        row = (number, code, title, "\n".join(terms), code not in table.inactive)
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", row)
        words = {stem(word) for word in fold_words(" ".join((title, *terms)))}
        vocabulary |= words
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, " ".join(sorted(words))))
    connection.executemany("INSERT INTO vocabulary VALUES (?)", ((word,) for word in sorted(vocabulary)))
    connection.executemany("INSERT INTO map VALUES (?, ?, ?)", table.maps)
    meta = {"system": table.system, "version": version, "codes": str(len(order))}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())


# -- the forms


def _hcpcs_records(text: str) -> Reading:
    """HCPCS Level II in the record layout of CMS.

    Columns: code 1-5, sequence 6-10, kind 11, long name 12-91, short name 92-119, end of use 285-292. Kind 3 begins a
    code and 7 a modifier, 4 and 8 go on with its long name.
    """
    table = Table("HCPCS")
    long: dict[str, list[str]] = {}
    about: dict[str, tuple[str, bool]] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if number % ROWS_A_STEP == 0:
            yield Progress(number, len(lines), "Reading HCPCS")
        if not line.strip():
            continue
        match = _HCPCS_LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"line {number}, field code or record kind: {line[:11]!r} is not of the record layout")
        code = match["code"].strip()
        if match["record"] in "37":
            if code in long:
                raise ValueError(f"line {number}, field code: {code} is there twice")
            long[code], about[code] = [], (line[91:119].strip(), not line[284:292].strip())
        elif code not in long:
            raise ValueError(f"line {number}, field record kind: {code} goes on before it has begun")
        long[code].append(line[11:91].strip())
    for code, parts in long.items():
        short, active = about[code]
        table.add(code, " ".join(parts), short, active=active)
    return table


def _rows(text: str, delimiter: str, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number of their line; a row without one of the needed fields is an error that names both."""
    for row_number, row in enumerate(csv.DictReader(StringIO(text), delimiter=delimiter), 2):
        for name in needed:
            if not (row.get(name) or "").strip():
                raise ValueError(f"line {row_number}, field {name}: it is empty")
        yield row_number, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def _from_rows(
    text: str, system: str, delimiter: str, code: str, title: str, terms: Sequence[str], ended: Callable[..., bool]
) -> Reading:
    table, lines = Table(system), text.count("\n") + 1
    for number, row in _rows(text, delimiter, code, title):
        if number % ROWS_A_STEP == 0:
            yield Progress(min(number, lines), lines, f"Reading {system}")
        try:
            table.add(row[code], row[title], *(row.get(t, "") for t in terms), active=not ended(row))
        except ValueError as error:
            raise ValueError(f"line {number}, field {code}: {error}") from error
    return table


def _hcpcs_csv(text: str) -> Reading:
    lines = [line for line in csv.reader(StringIO(text)) if any(line)]
    names = lines[0]
    kept = [row for row in lines[1:] if dict(zip(names, row, strict=False)).get("RECID", "3").strip() in ("", "3", "7")]
    out = StringIO()
    csv.writer(out).writerows([names, *kept])
    rows = _from_rows(
        out.getvalue(), "HCPCS", ",", "HCPC", "LONG DESCRIPTION", ("SHORT DESCRIPTION",),
        lambda row: bool(row.get("TERM DT")),
    )  # fmt: skip
    return (yield from rows)


def _cpt(text: str) -> Reading:
    return _from_rows(text, "CPT", "\t", "CPT Code", "Long", ("Medium", "Short", "Consumer"), lambda _: False)


def _loinc(text: str) -> Reading:
    return _from_rows(
        text, "LOINC", ",", "LOINC_NUM", "LONG_COMMON_NAME", ("SHORTNAME", "COMPONENT", "CONSUMER_NAME"),
        lambda row: row.get("STATUS", "ACTIVE") not in ("ACTIVE", "TRIAL", ""),
    )  # fmt: skip


def _plain(text: str, name: str) -> Reading:
    return _from_rows(text, name, ",", "code", "title", ("synonyms",), lambda _: False)


_FORMS: tuple[tuple[tuple[str, ...], Callable[[str], Reading]], ...] = (
    (("HCPC", "LONG DESCRIPTION"), _hcpcs_csv),
    (("CPT Code", "Long"), _cpt),
    (("LOINC_NUM", "LONG_COMMON_NAME"), _loinc),
)


def _snomed(texts: dict[str, str]) -> Reading:
    """SNOMED CT, RF2 snapshot: concepts, descriptions, and the extended map to ICD-10-CM where it is among them."""
    table, lines = Table("SNOMED CT"), sum(text.count("\n") for text in texts.values()) or 1
    read = 0
    active: set[str] = set()
    names: dict[str, tuple[str, list[str]]] = {}
    for file, text in texts.items():
        if has_columns(text, "id", "active", "definitionStatusId"):
            for number, row in _tabbed(file, text, "id", "active"):
                read += 1
                if read % ROWS_A_STEP == 0:
                    yield Progress(min(read, lines), lines, "Reading SNOMED CT")
                if not row["id"].isdigit():
                    raise CodeSetError(f"{file}, line {number}, field id: {row['id']!r} is no concept.", HINT)
                if row["active"] == "1":
                    active.add(row["id"])
    if not active:
        raise CodeSetError(
            "The concepts of SNOMED CT are missing.", "Give sct2_Concept_Snapshot too, or the whole zip."
        )
    for file, text in texts.items():
        if has_columns(text, "conceptId", "typeId", "term"):
            for _, row in _tabbed(file, text, "conceptId", "typeId", "term", "active"):
                read += 1
                if read % ROWS_A_STEP == 0:
                    yield Progress(min(read, lines), lines, "Reading SNOMED CT")
                if row["active"] == "1" and row["conceptId"] in active:
                    title, others = names.setdefault(row["conceptId"], ("", []))
                    if row["typeId"] == _FULLY_SPECIFIED:
                        names[row["conceptId"]] = (row["term"], others)
                    elif row["typeId"] == _SYNONYM:
                        others.append(row["term"])
        elif has_columns(text, *_RF2_MAP):
            for number, row in _tabbed(file, text, "referencedComponentId", "active"):
                read += 1
                if read % ROWS_A_STEP == 0:
                    yield Progress(min(read, lines), lines, "Reading SNOMED CT")
                if row["active"] == "1" and row.get("mapTarget"):
                    if not row.get("mapPriority", "").isdecimal():
                        raise CodeSetError(f"{file}, line {number}, field mapPriority: it is no number.", HINT)
                    target = dotted(row["mapTarget"].rstrip("?"))
                    table.maps.append((row["referencedComponentId"], int(row["mapPriority"]), target))
    for concept, (title, others) in names.items():
        if title or others:
            table.add(concept, title or others[0], *others)
    return table


def _tabbed(file: str, text: str, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of an RF2 file, which has no quoting."""
    lines = text.splitlines()
    names = lines[0].split("\t")
    if lacking := [name for name in needed if name not in names]:
        raise CodeSetError(f"{file} has no column {lacking[0]} between tabs.", HINT)
    for number, line in enumerate(lines[1:], 2):
        values = line.split("\t")
        if len(values) != len(names):
            raise CodeSetError(f"{file}, line {number}: {len(values)} fields instead of {len(names)}.", HINT)
        row = dict(zip(names, values, strict=True))
        for name in needed:
            if not row[name]:
                raise CodeSetError(f"{file}, line {number}, field {name}: it is empty.", HINT)
        yield number, row


# -- files


def _named(file: str, reading: Reading) -> Reading:
    try:
        return (yield from reading)
    except (ValueError, csv.Error) as error:
        raise CodeSetError(f"{file}, {error}.", HINT) from error
