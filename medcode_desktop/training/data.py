"""The training data of a run: annotated notes of all forms, the terms of every code, and a report on both."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from medcode_desktop.core.codeset import CodeSet, nearest
from medcode_desktop.core.types import Assertion
from medcode_desktop.errors import DocumentError, ModelError
from medcode_desktop.training.corpora import (
    GoldDocument,
    GoldMention,
    align_by_terms,
    read_clinic,
    read_codiesp,
    read_texts,
)
from medcode_desktop.training.terms import (
    TermTable,
    add_abbreviations,
    add_phrases,
    add_synonyms,
    code_set_terms,
    say_otherwise,
)

HELD_OUT = 0.15
"""Share of the annotated notes that the encoder never sees: on them candidates and confidences are weighed."""
SILVER = "silver"
"""The corpus of the cases that a language model annotated."""
OWN = Path(__file__).parent / "data"
"""What was written for this project: synonyms of codes, alignments of CodiEsp's evidence, annotations of notes."""
RARE = ((0, "never"), (1, "once"), (2, "twice"), (9, "3 to 9 times"))
_ODD = {c: " " for c in (*range(0x20), 0x7F, 0xA0, 0x2007, 0x202F, 0xFEFF) if c != 0x0A} | {
    0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All annotated notes for training, and the terms of every code."""

    documents: list[GoldDocument]
    terms: TermTable

    @property
    def fitted(self) -> list[GoldDocument]:
        return [d for d in self.documents if not held_out(d)]

    @property
    def held_out(self) -> list[GoldDocument]:
        return [d for d in self.documents if held_out(d)]

    def known(self, code: str | None) -> str | None:
        """The code as mentions are linked to it."""
        return nearest(code, self.terms)


def drawn(name: str, share: float) -> bool:
    """Whether a name is among a share that is drawn by a hash of it, so every run draws alike."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32 < share


def held_out(document: GoldDocument) -> bool:
    """Whether the encoder never sees a note; those that a language model annotated are no measure, so it sees them."""
    return document.corpus != SILVER and drawn(document.doc_id, HELD_OUT)


def clean(text: str) -> str:
    """The text with odd spaces, control characters, quotes and dashes made plain, one for one: offsets stay right."""
    return text.translate(_ODD)


def read_data(folder: Path, codeset: CodeSet) -> tuple[TrainingData, list[GoldDocument]]:
    """The notes to train on, with the terms of all codes, and the notes of the dev parts, which only measure.

    Read are, as far as they exist below the folder: `codiesp/train` and `codiesp/dev` (CodiEsp form), `clinic`
    (gold_train.jsonl), every `*.jsonl` (spans) and `*.csv` (note and codes) in the folder itself, `doid` and
    `abbreviations`. Raises `ModelError` if there are no annotated notes, or if a note stands in two parts.
    """
    terms = code_set_terms(codeset)
    nearest, checked = _NearestTerms(terms), read_alignments(OWN / "alignments.tsv")
    documents: list[GoldDocument] = []
    dev: list[GoldDocument] = []
    for part, target in (("train", documents), ("dev", dev)):
        if (folder / "codiesp" / part).is_dir():
            target += read_codiesp(folder / "codiesp" / part, nearest, checked)
    if (folder / "clinic" / "gold_train.jsonl").is_file():
        documents += read_clinic(folder / "clinic" / "notes.jsonl", folder / "clinic" / "gold_train.jsonl")
    if (folder / "clinic" / "gold_dev.jsonl").is_file():
        dev += read_clinic(folder / "clinic" / "notes.jsonl", folder / "clinic" / "gold_dev.jsonl")
    documents += read_standoff(OWN / "annotations.jsonl", folder)
    for path in sorted(folder.glob("*.jsonl")):
        documents += read_spans(path)
    for path in sorted(folder.glob("*.csv")):
        documents += read_table(path, nearest)
    if not documents:
        raise ModelError(
            f"No training data was found in {folder}.",
            "It needs codiesp/train, clinic/gold_train.jsonl with notes.jsonl, or JSON Lines or CSV of your own.",
        )
    no_note_twice(documents, dev)
    terms = add_synonyms(add_phrases(terms, OWN / "synonyms.tsv"), [folder / "doid"])
    return TrainingData(documents, say_otherwise(add_abbreviations(terms, folder / "abbreviations"))), dev


class _NearestTerms(dict[str, list[str]]):
    """Terms of a code, or of its nearest ancestor where the code set has it no more."""

    def get(self, code: str, default: Sequence[str] = ()) -> Sequence[str]:  # type: ignore[override]
        return super().get(nearest(code, self) or "", list(default))


def no_note_twice(documents: Sequence[GoldDocument], dev: Sequence[GoldDocument]) -> None:
    """Raises `ModelError` where a note, or a copy that differs in white space and case only, stands in two parts."""
    parts = {"held out": [], "training": [], "dev": list(dev)}  # type: dict[str, list[GoldDocument]]
    for d in documents:
        parts["held out" if held_out(d) else "training"].append(d)
    seen: dict[str, tuple[str, str]] = {}
    for part, notes in parts.items():
        for d in notes:
            letters = re.sub(r"\W+", "", d.text.lower())
            where, doc_id = seen.setdefault(letters, (part, d.doc_id))
            if where != part:
                raise ModelError(
                    f"The note {d.doc_id} ({part}) is the same as {doc_id} ({where}).",
                    "Remove one of them: a note that is trained on cannot measure.",
                )


def read_alignments(path: Path) -> dict[tuple[str, int], tuple[int, int] | None]:
    """Spans of evidence rows that a reader aligned: document, row, start, end (no numbers: not in the translation)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        return {(doc, int(row)): (int(start), int(end)) if start else None for doc, row, start, end in rows}


def read_standoff(path: Path, folder: Path) -> list[GoldDocument]:
    """Annotations that hold no words of the notes, only places in the notes of files below `folder`, which may lack.

    Raises `ModelError` if the text of a note is not the one that was annotated.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = {name: read_texts(folder / name) for name in {row["file"] for row in rows}}
    documents = []
    for row in rows:
        if not texts[row["file"]]:
            continue
        text = texts[row["file"]].get(str(row["row"]), "")
        if not hashlib.sha256(text.encode()).hexdigest().startswith(row["sha256"]):
            raise ModelError(f"{row['row']} of {folder / row['file']} is not the note that was annotated.")
        mentions = tuple(
            GoldMention(a, b, code, Assertion(state), worth) for a, b, code, state, worth in row["mentions"]
        )
        documents.append(
            GoldDocument(row["id"], row["corpus"], text, mentions, codes=frozenset(row["must"]),
                         acceptable=frozenset(row["may"]), primary=row["primary"])
        )  # fmt: skip
    return documents


def read_spans(path: Path) -> list[GoldDocument]:
    """JSON Lines as `write_documents` writes them. Raises `DocumentError` that names the line at fault."""
    documents = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            mentions = tuple(
                GoldMention(m["start"], m["end"], m["code"], Assertion(m["assertion"]) if m.get("assertion") else None,
                            m.get("reportable"))
                for m in row["mentions"]
            )  # fmt: skip
            documents.append(
                GoldDocument(
                    row["id"], row["corpus"], clean(row["text"]), mentions,
                    tuple((a, b) for a, b in row.get("unsure", ())), frozenset(row["codes"]),
                    frozenset(row.get("acceptable", ())), row.get("primary", ""), row.get("sex") or "", row.get("age"),
                )
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{path}, line {number}: not an annotated note ({error}).") from error
    return documents


def write_documents(documents: Iterable[GoldDocument], path: Path) -> None:
    """One JSON object a note: id, corpus, text, mentions with spans, codes; `read_spans` reads it back."""
    rows = []
    for d in documents:
        row = asdict(d)
        row["id"] = row.pop("doc_id")
        row["codes"], row["acceptable"] = sorted(d.codes), sorted(d.acceptable)
        rows.append(json.dumps(row, ensure_ascii=False))
    path.write_text("\n".join(rows) + "\n", "utf-8")


def read_table(path: Path, terms: _NearestTerms) -> list[GoldDocument]:
    """CSV with the columns `note` and `codes` (separated by spaces, commas or semicolons); `id`, `sex`, `age` if there.

    Where the words for a code stand is guessed by its terms; nothing is learnt from the words in between. Raises
    `DocumentError` that names what is missing.
    """
    documents = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if not row.get("note") or not row.get("codes"):
                raise DocumentError(f"{path}, row {number}: the columns 'note' and 'codes' are needed.")
            text = clean(row["note"])
            codes = frozenset(re.split(r"[\s,;]+", row["codes"].upper().strip(" ,;")))
            mentions = align_by_terms(text, {code: terms.get(code) for code in sorted(codes)})
            age = row.get("age") or ""
            documents.append(
                GoldDocument(
                    row.get("id") or f"{path.stem}-{number}", "codiesp", text, mentions, ((0, len(text)),), codes,
                    sex=row.get("sex") or "", age=float(age) if age.replace(".", "", 1).isdigit() else None,
                )
            )  # fmt: skip
    return documents


def data_report(data: TrainingData, dev: Sequence[GoldDocument], codeset: CodeSet) -> str:
    """Markdown: sizes, codes by chapter, rare codes, assertion, language, sex and age as far as they are known."""
    corpora = sorted({d.corpus for d in data.documents})
    lines = ["# Training data", "", f"{codeset.release}, {len(data.terms):,} codes, "
             f"{sum(map(len, data.terms.values())):,} terms.", ""]  # fmt: skip
    lines += _table(
        ("corpus", "notes", "held out", "dev notes", "words", "mentions", "codes"),
        (
            (c, len(notes), sum(map(held_out, notes)), sum(d.corpus == c for d in dev),
             sum(d.text.count(" ") for d in notes), sum(len(d.mentions) for d in notes),
             len({m.code for d in notes for m in d.mentions}))
            for c in corpora for notes in ([d for d in data.documents if d.corpus == c],)
        ),
    )  # fmt: skip
    lines += ["", "The *codiesp* notes are machine-translated from Spanish; the others were written in English.", ""]
    times = Counter(known for d in data.documents for m in d.mentions if (known := data.known(m.code)))
    chapters = {code: codeset.chapter(code).title for code in data.terms}
    lines += ["## By chapter", ""]
    lines += _table(
        ("chapter", "codes", "of these annotated", "mentions"),
        (
            (chapter, len(codes), sum(times[c] > 0 for c in codes), sum(times[c] for c in codes))
            for chapter in dict.fromkeys(chapters.values())
            for codes in ([c for c, its in chapters.items() if its == chapter],)
        ),
    )
    spread = Counter(next((n for most, n in RARE if times[c] <= most), "10 times or more") for c in data.terms)
    lines += ["", "## How often codes are annotated", ""]
    lines += _table(("annotated", "codes"), ((n, spread[n]) for n in (*(n for _, n in RARE), "10 times or more")))
    lines += ["", "Codes that are annotated never or rarely are learnt from their terms and from invented notes.", ""]
    for title, value in (("Assertion", None), ("Sex", "sex"), ("Age", "age")):
        counted: Counter[str] = Counter()
        for d in data.documents:
            if value is None:
                counted.update(str(m.assertion or "not given") for m in d.mentions)
            else:
                counted[_group(getattr(d, value))] += 1
        heading = (title.lower(), "mentions" if value is None else "notes")
        lines += [f"## {title}", "", *_table(heading, counted.most_common()), ""]
    return "\n".join(lines)


def _group(value: Any) -> str:
    """Ages by decade, everything else as it is."""
    if isinstance(value, int | float):
        return f"{int(value) // 10 * 10} to {int(value) // 10 * 10 + 9}"
    return str(value or "not given")


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield "|" + "---|" * len(heading)
    for row in rows:
        yield "| " + " | ".join(f"{v:,}" if isinstance(v, int) else str(v) for v in row) + " |"
