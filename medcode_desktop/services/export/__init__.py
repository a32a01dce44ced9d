"""Results for other programs: the JSON contract, and how the file of every form is written, whole or not at all.

The other forms stand beside this: `tables` (CSV), `workbook` (XLSX), `fhir`, `hl7` and `reports`; `forms` knows all.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import (
    DIAGNOSES,
    Assertion,
    Candidate,
    Coding,
    Edit,
    Evidence,
    RiskTotal,
    Severity,
    Span,
    Suggestion,
)
from medcode_desktop.errors import ExportError
from medcode_desktop.paths import replaced_file

_DECIMALS = 4


def coding_to_dict(coding: Coding) -> dict[str, Any]:
    """The coding in the JSON contract; confidences have four decimals. `risk` is there only where it is known."""
    return {
        "note_id": coding.note_id,
        "source": coding.source,
        "release": coding.release,
        "model": coding.model,
        "suggestions": [_suggestion_to_dict(suggestion) for suggestion in coding.suggestions],
        "edits": [
            {"severity": str(e.severity), "kind": e.kind, "codes": list(e.codes), "message": e.message}
            for e in coding.edits
        ],
        "warnings": list(coding.warnings),
        **({"risk": _risk_to_dict(coding.risk)} if coding.risk else {}),
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
                s.get("code_system", DIAGNOSES),  # earlier versions wrote diagnoses only
            )
            for s in data["suggestions"]
        ),
        tuple(Edit(Severity(e["severity"]), e["kind"], tuple(e["codes"]), e["message"]) for e in data["edits"]),
        tuple(data["warnings"]),
        _risk_from_dict(data["risk"]) if data.get("risk") else None,
    )


def review_to_dict(review: Review) -> dict[str, Any]:
    """The reported codes in the JSON contract, each with what the reviewer decided.

    A code that somebody decided about has the keys `status`, `replaces`, `coder` and `decided_at` too. Rejected codes
    are no suggestions any more: they stand under the key `rejected`, which is there only when there are some.
    """
    rejected = [_reviewed_to_dict(code) for code in review.codes if code.status is Status.REJECTED]
    return {
        **coding_to_dict(reported_coding(review)),
        "suggestions": [_reviewed_to_dict(code) for code in review.reported],
        **({"rejected": rejected} if rejected else {}),
    }


def reported_coding(review: Review) -> Coding:
    """The coding as the reviewer left it: the codes that are not rejected, in their sequence."""
    return replace(review.coding, suggestions=tuple(code.suggestion for code in review.reported))


def rounded(confidence: float) -> float:
    """A confidence as exports show it. numpy's numbers become Python's."""
    return round(float(confidence), _DECIMALS)


def with_zone(time: datetime | None) -> datetime | None:
    """The time with its zone; one that has none is taken as local."""
    return time.astimezone() if time and time.tzinfo is None else time


def _reviewed_to_dict(code: ReviewedCode) -> dict[str, Any]:
    data = _suggestion_to_dict(code.suggestion)
    if code.status is Status.SUGGESTED:
        return data
    at = with_zone(code.decided_at)
    return data | {
        "status": str(code.status),
        "replaces": code.replaces,
        "coder": code.reviewer,
        "decided_at": at.isoformat() if at else None,
    }


def _suggestion_to_dict(suggestion: Suggestion) -> dict[str, Any]:
    return {
        **_candidate_to_dict(suggestion),
        "code_system": suggestion.system,
        "billable": suggestion.billable,
        "assertion": str(suggestion.assertion),
        "evidence": [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in suggestion.evidence],
        "alternatives": [_candidate_to_dict(candidate) for candidate in suggestion.alternatives],
        "flags": list(suggestion.flags),
    }


def _candidate_to_dict(candidate: Candidate | Suggestion) -> dict[str, Any]:
    return {"code": candidate.code, "title": candidate.title, "confidence": rounded(candidate.confidence)}


def _risk_to_dict(risk: RiskTotal) -> dict[str, Any]:
    return {"model": risk.model, "payment_year": risk.year, "hccs": list(risk.hccs), "score": risk.score}


def _risk_from_dict(data: Mapping[str, Any]) -> RiskTotal:
    return RiskTotal(tuple(data["hccs"]), data["score"], data["payment_year"], data["model"])


def json_text(reviews: Sequence[Review], *, array: bool) -> str:
    """Indented JSON: an array, or the object of the only note."""
    objects = [review_to_dict(review) for review in reviews]
    return json.dumps(objects if array else objects[0], ensure_ascii=False, indent=2) + "\n"


def json_line(review: Review) -> str:
    """One note as JSON on one line, with its newline."""
    return json.dumps(review_to_dict(review), ensure_ascii=False) + "\n"


def write_jsonl(codings: Iterable[Coding], path: Path) -> None:
    """Write one JSON object a line to a file. Raises ExportError."""
    write_whole(path, "".join(json_line(Review.of(coding)) for coding in codings).encode("utf-8"))


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put `data`, at once or by pieces, in the file at `path` whole, or leave what was there and raise ExportError.

    A link is followed, and the permissions of a file that is replaced are kept; a new one is its owner's alone.
    """
    try:
        is_file = path.is_file()
        with replaced_file(path.resolve() if is_file else path) as file:
            if is_file:
                shutil.copymode(path, file.name)
            elif not path.exists():
                Path(file.name).chmod(0o600)
            file.writelines([data] if isinstance(data, bytes) else data)
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
