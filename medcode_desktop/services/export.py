r"""Results as JSON, CSV and text: the stable forms that other programs read, each written whole or not at all.

CSV: one row a code, UTF-8 with BOM, RFC 4180. Three rules make it safe to open and exact to read back:

- Formula guard (OWASP, CSV injection): a cell that begins with = + - @ tab CR LF, or one of the full-width forms of
  those signs, gets an apostrophe in front. So does one that begins with an apostrophe; reading takes one away.
- Several values in one cell (evidence, edits, flags) are joined by " | ". Inside a value a bar is written "\|", a
  backslash "\\", and an empty value is a lone backslash.
- Numbers have a decimal point and no thousands sign; times are ISO 8601 with their zone.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    Coding,
    Edit,
    Evidence,
    Severity,
    Span,
    Suggestion,
)
from medcode_desktop.errors import ExportError
from medcode_desktop.paths import replaced_file

CODE_SYSTEM = "ICD-10-CM"
_DECIMALS = 4
_FORMULA_STARTS = tuple("=+-@\t\r\n'＝＋－＠")
_SEPARATOR = " | "


class CsvRow(TypedDict):
    """One row of the CSV, by its columns in their order.

    `sequence` counts from 1 over the reported codes and goes on over the rejected ones, so 1 is the first-listed
    diagnosis. The evidence columns hold a value each a span, in code points of the original text. `flags` also
    says what a code was put in place of ("replaces E11.9").
    """

    note_id: str
    source_file: str
    sequence: int
    code: str
    code_system: str
    code_title: str
    status: str
    confidence: float
    evidence_text: list[str]
    evidence_start: list[int]
    evidence_end: list[int]
    edits: list[str]
    flags: list[str]
    release: str
    model: str
    coder: str
    decided_at: datetime | None


COLUMNS = tuple(CsvRow.__annotations__)


def coding_to_dict(coding: Coding) -> dict[str, Any]:
    """The coding in the JSON contract; confidences have four decimals."""
    return {
        "note_id": coding.note_id,
        "source": coding.source,
        "release": coding.release,
        "model": coding.model,
        "suggestions": [
            {
                **_candidate_to_dict(suggestion),
                "billable": suggestion.billable,
                "assertion": str(suggestion.assertion),
                "evidence": [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in suggestion.evidence],
                "alternatives": [_candidate_to_dict(candidate) for candidate in suggestion.alternatives],
                "flags": list(suggestion.flags),
            }
            for suggestion in coding.suggestions
        ],
        "edits": [
            {"severity": str(e.severity), "kind": e.kind, "codes": list(e.codes), "message": e.message}
            for e in coding.edits
        ],
        "warnings": list(coding.warnings),
    }


def coding_from_dict(data: Mapping[str, Any]) -> Coding:
    """The coding that `coding_to_dict` wrote. Raises KeyError, TypeError or ValueError when it is none."""
    return Coding(
        data["note_id"],
        data["source"],
        data["release"],
        data["model"],
        tuple(
            Suggestion(
                s["code"],
                s["title"],
                float(s["confidence"]),
                bool(s["billable"]),
                Assertion(s["assertion"]),
                tuple(Evidence(Span(e["start"], e["end"]), e["text"]) for e in s["evidence"]),
                tuple(Candidate(a["code"], a["title"], float(a["confidence"])) for a in s["alternatives"]),
                tuple(s["flags"]),
            )
            for s in data["suggestions"]
        ),
        tuple(Edit(Severity(e["severity"]), e["kind"], tuple(e["codes"]), e["message"]) for e in data["edits"]),
        tuple(data["warnings"]),
    )


def _candidate_to_dict(candidate: Candidate | Suggestion) -> dict[str, Any]:
    return {"code": candidate.code, "title": candidate.title, "confidence": _rounded(candidate.confidence)}


def _rounded(confidence: float) -> float:
    return round(float(confidence), _DECIMALS)


def json_text(codings: Sequence[Coding], *, array: bool) -> str:
    """Indented JSON: an array, or the object of the only note."""
    objects = [coding_to_dict(coding) for coding in codings]
    return json.dumps(objects if array else objects[0], ensure_ascii=False, indent=2) + "\n"


def json_line(coding: Coding) -> str:
    """One line of JSON Lines, with its newline."""
    return json.dumps(coding_to_dict(coding), ensure_ascii=False) + "\n"


def text_report(coding: Coding) -> str:
    """What a coder wants to see of one note in a terminal: codes in sequence, their evidence, edits, warnings."""
    lines = [f"{coding.note_id}  ({coding.release}, {coding.model})"]
    if not coding.suggestions:
        lines.append("  no codes found")
    for sequence, suggestion in enumerate(coding.suggestions, 1):
        remarks = [str(suggestion.assertion)] if suggestion.assertion is not Assertion.PRESENT else []
        remarks += [] if suggestion.billable else ["not billable"]
        remarks += suggestion.flags
        lines.append(
            f"{sequence:3}  {suggestion.code:<8}  {suggestion.confidence:.2f}  {suggestion.title}"
            + (f"  [{', '.join(remarks)}]" if remarks else "")
        )
        quotes = dict.fromkeys(" ".join(evidence.text.split()) for evidence in suggestion.evidence)
        if quotes:
            lines.append(" " * 21 + "; ".join(f"“{quote}”" for quote in quotes))
    lines += [f"  {edit.severity}: {edit.message}" for edit in coding.edits]
    lines += [f"  note: {warning}" for warning in coding.warnings]
    return "\n".join(lines) + "\n"


def csv_rows(reviews: Iterable[Review]) -> list[CsvRow]:
    """The rows of the reviews: reported codes in sequence, then the rejected ones.

    An edit stands in the row of each code that it names; one that names none of them stands in the first row.
    """
    rows = []
    for review in reviews:
        codes = sorted(review.codes, key=lambda code: code.status is Status.REJECTED)
        named = {code.suggestion.code for code in codes}
        for sequence, code in enumerate(codes, 1):
            edits = [
                _edit_text(edit)
                for edit in review.coding.edits
                if code.suggestion.code in edit.codes or (sequence == 1 and named.isdisjoint(edit.codes))
            ]
            rows.append(_csv_row(review.coding, code, sequence, edits))
    return rows


def _csv_row(coding: Coding, code: ReviewedCode, sequence: int, edits: list[str]) -> CsvRow:
    suggestion = code.suggestion
    return {
        "note_id": coding.note_id,
        "source_file": coding.source,
        "sequence": sequence,
        "code": suggestion.code,
        "code_system": CODE_SYSTEM,
        "code_title": suggestion.title,
        "status": str(code.status),
        "confidence": _rounded(suggestion.confidence),
        "evidence_text": [evidence.text for evidence in suggestion.evidence],
        "evidence_start": [evidence.span.start for evidence in suggestion.evidence],
        "evidence_end": [evidence.span.end for evidence in suggestion.evidence],
        "edits": edits,
        "flags": [*suggestion.flags, *([f"replaces {code.replaces}"] if code.replaces else [])],
        "release": coding.release,
        "model": coding.model,
        "coder": code.reviewer,
        "decided_at": _with_zone(code.decided_at),
    }


def _with_zone(time: datetime | None) -> datetime | None:
    return time.astimezone() if time and time.tzinfo is None else time


def _edit_text(edit: Edit) -> str:
    codes = f" ({', '.join(edit.codes)})" if edit.codes else ""
    return f"{edit.severity} {edit.kind}{codes}: {edit.message}"


def csv_text(reviews: Iterable[Review]) -> str:
    """The CSV of the reviews with its header, without the BOM that a file begins with."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(_cell(value)) for value in row.values()] for row in csv_rows(reviews))
    return buffer.getvalue()


def _cell(value: object) -> str:
    match value:
        case float():
            return f"{value:.{_DECIMALS}f}"
        case datetime():
            return value.isoformat()
        case list():
            return _SEPARATOR.join(re.sub(r"([\\|])", r"\\\1", str(item)) or "\\" for item in value)
        case None:
            return ""
        case _:
            return str(value)


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _values(cell: str) -> list[str]:
    items = cell.split(_SEPARATOR) if cell else []
    return [re.sub(r"\\(.?)", r"\1", item, flags=re.DOTALL) for item in items]


def read_csv(path: Path) -> list[CsvRow]:
    """The rows of a CSV that this module wrote, with the values that were written.

    Raises ExportError when the file cannot be read or is not such a CSV.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {reason_of(error)}.") from error
    except (ValueError, csv.Error) as error:
        raise ExportError(f"{path} is not a CSV of results.") from error
    if tuple(header) != COLUMNS:
        raise ExportError(f"{path} is not a CSV of results: its columns are not the expected ones.")
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            rows.append(_parse_row(dict(zip(COLUMNS, (cell.removeprefix("'") for cell in line), strict=True))))
        except ValueError as error:
            raise ExportError(f"{path} is damaged: its row {number} cannot be read.") from error
    return rows


def _parse_row(cells: dict[str, str]) -> CsvRow:
    return {
        "note_id": cells["note_id"],
        "source_file": cells["source_file"],
        "sequence": int(cells["sequence"]),
        "code": cells["code"],
        "code_system": cells["code_system"],
        "code_title": cells["code_title"],
        "status": cells["status"],
        "confidence": float(cells["confidence"]),
        "evidence_text": _values(cells["evidence_text"]),
        "evidence_start": [int(value) for value in _values(cells["evidence_start"])],
        "evidence_end": [int(value) for value in _values(cells["evidence_end"])],
        "edits": _values(cells["edits"]),
        "flags": _values(cells["flags"]),
        "release": cells["release"],
        "model": cells["model"],
        "coder": cells["coder"],
        "decided_at": datetime.fromisoformat(cells["decided_at"]) if cells["decided_at"] else None,
    }


def write_jsonl(codings: Iterable[Coding], path: Path) -> None:
    """Write one JSON object a line to a file. Raises ExportError."""
    write_whole(path, "".join(map(json_line, codings)).encode("utf-8"))


def write_csv(reviews: Iterable[Review], path: Path) -> None:
    """Write the CSV to a file. Raises ExportError."""
    write_whole(path, csv_text(reviews).encode("utf-8-sig"))


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the file at `path` whole, or leave what was there and raise ExportError.

    A link is followed, and the permissions of a file that is replaced are kept; a new one is its owner's alone.
    """
    try:
        is_file = path.is_file()
        with replaced_file(path.resolve() if is_file else path) as file:
            if is_file:
                shutil.copymode(path, file.name)
            elif not path.exists():
                Path(file.name).chmod(0o600)
            file.write(data)
    except OSError as error:
        hint = "Is it open in another program, or its folder or disk write-protected or full? Nothing was changed."
        raise ExportError(f"{path} cannot be written: {reason_of(error)}.", hint) from error


def check_writable(path: Path) -> None:
    """Raise the ExportError that writing to `path` would raise; for work that takes long before it writes."""
    if path.is_dir():
        raise ExportError(f"{path} cannot be written: it is a folder.", "Give the name of a file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {reason_of(error)}.", "Choose another folder or name.") from error


def reason_of(error: OSError) -> str:
    """What the system says of a failure, to stand inside a sentence."""
    return (error.strerror or "unknown reason").lower()
