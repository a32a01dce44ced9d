"""Reviews as rows of a table: long with a row a code, wide with a row a note, with the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES, Edit
from medcode_desktop.errors import SettingsError
from medcode_desktop.services.export import rounded, with_zone

Row = dict[str, Any]
"""Values by the name of their column; see `Kind` for their types."""

MOST_CODES = 25
"""Diagnoses of a claim: the principal and 24 others (UB-04, form locators 67 to 67Q; X12 837I, HI segments)."""


class Kind(Enum):
    """What a column holds: str, bool, int or None, float or None, datetime with zone or None, list[str], list[int]."""

    TEXT = auto()
    TRUTH = auto()
    INTEGER = auto()
    NUMBER = auto()
    TIME = auto()
    TEXTS = auto()
    INTEGERS = auto()


CONTRACT = (
    "note_id", "source_file", "sequence", "code", "code_system", "code_title", "status", "confidence", "evidence_text",
    "evidence_start", "evidence_end", "edits", "flags", "release", "model", "coder", "decided_at",
)  # fmt: skip
"""The columns of the CSV that other programs read; they never change."""

CODES = tuple(f"dx{number}" for number in range(1, MOST_CODES + 1))
RISK = ("hccs", "risk_score", "payment_year")
_LONG = (*CONTRACT, "billable", "assertion", "replaces", *RISK)
_WIDE = (
    "note_id", "source_file", "code_system", *CODES, "more_dx", "procedures", "undecided", *RISK, "edits", "warnings",
    "release", "model", "coders", "decided_at",
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys((*_LONG, *_WIDE), Kind.TEXT),
    "sequence": Kind.INTEGER,
    "confidence": Kind.NUMBER,
    "evidence_text": Kind.TEXTS,
    "evidence_start": Kind.INTEGERS,
    "evidence_end": Kind.INTEGERS,
    "edits": Kind.TEXTS,
    "flags": Kind.TEXTS,
    "decided_at": Kind.TIME,
    "billable": Kind.TRUTH,
    "hccs": Kind.TEXTS,
    "risk_score": Kind.NUMBER,
    "payment_year": Kind.INTEGER,
    "more_dx": Kind.TEXTS,
    "procedures": Kind.TEXTS,
    "undecided": Kind.INTEGER,
    "warnings": Kind.TEXTS,
    "coders": Kind.TEXTS,
}
"""What each column holds, the same in all tables."""

LONG_PRESETS: Mapping[str, tuple[str, ...]] = {
    "standard": CONTRACT,
    "all": _LONG,
    "billing": ("note_id", "sequence", "code", "code_system", "code_title", "billable", *RISK, "release"),
    "audit": (
        "note_id", "source_file", "sequence", "code", "code_title", "status", "replaces", "coder", "decided_at",
        "confidence", "assertion", "evidence_text", "evidence_start", "evidence_end", "edits", "release", "model",
    ),
}  # fmt: skip
WIDE_PRESETS: Mapping[str, tuple[str, ...]] = {
    "standard": _WIDE,
    "all": _WIDE,
    "billing": ("note_id", *CODES, "more_dx", "procedures", *RISK, "release"),
    "audit": (
        "note_id", "source_file", *CODES, "more_dx", "procedures", "undecided", "coders", "decided_at", "edits",
        "warnings", "release", "model",
    ),
}  # fmt: skip
"""Columns for a purpose: all that there are, what a claim needs, what shows who decided what and why."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of the long or the wide form.

    Without the column `status`, rejected codes are left out of the long form; without `assertion` too, so are codes
    that a claim may not carry (`Review.claimed`), because nothing would tell them from the others.
    """

    columns: tuple[str, ...] = CONTRACT
    wide: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that say what a row is about."""
        return ("note_id",) if self.wide else ("note_id", "code")

    def rows(self, reviews: Iterable[Review]) -> list[Row]:
        """The reviews as rows with these columns."""
        made = [_wide_row(r) for r in reviews] if self.wide else [row for r in reviews for row in self._long_rows(r)]
        return [{name: row[name] for name in self.columns} for row in made]

    def _long_rows(self, review: Review) -> list[Row]:
        """Reported codes in sequence, then the rejected ones.

        An edit stands in the row of each diagnosis that it names; one that names none of them stands in the first row.
        """
        if "status" in self.columns:
            codes: Sequence[ReviewedCode] = sorted(review.codes, key=lambda code: code.status is Status.REJECTED)
        else:
            codes = review.reported if "assertion" in self.columns else review.claimed
        diagnoses = [code.code if code.system == DIAGNOSES else "" for code in codes]
        rows = []
        for sequence, (code, diagnosis) in enumerate(zip(codes, diagnoses, strict=True), 1):
            edits = [
                edit_text(edit)
                for edit in review.coding.edits
                if diagnosis in edit.codes or (sequence == 1 and set(diagnoses).isdisjoint(edit.codes))
            ]
            rows.append(_long_row(review, code, sequence, edits))
        return rows


def choose_table(columns: str, *, wide: bool) -> Table:
    """The table with the columns of a preset ("billing"), or of a list of names ("note_id, code").

    Raises SettingsError that names what there is.
    """
    presets = WIDE_PRESETS if wide else LONG_PRESETS
    if columns in presets:
        return Table(presets[columns], wide)
    names = tuple(name.strip() for name in columns.split(","))
    there = presets["all"]
    hint = f"There are {', '.join(presets)}, or a list of these: {', '.join(there)}."
    for name in names:
        if name not in there:
            raise SettingsError(f"There is no column '{name}' in this table.", hint)
    if len(set(names)) < len(names):
        raise SettingsError(f"A column stands twice among '{columns}'.", hint)
    return Table(names, wide)


def edit_text(edit: Edit) -> str:
    """An edit on one line, with the codes that it is about."""
    codes = f" ({', '.join(edit.codes)})" if edit.codes else ""
    return f"{edit.severity} {edit.kind}{codes}: {edit.message}"


def _long_row(review: Review, code: ReviewedCode, sequence: int, edits: list[str]) -> Row:
    coding, suggestion = review.coding, code.suggestion
    return {
        "note_id": coding.note_id,
        "source_file": coding.source,
        "sequence": sequence,
        "code": suggestion.code,
        "code_system": suggestion.system,
        "code_title": suggestion.title,
        "status": str(code.status),
        "confidence": rounded(suggestion.confidence),
        "evidence_text": [evidence.text for evidence in suggestion.evidence],
        "evidence_start": [evidence.span.start for evidence in suggestion.evidence],
        "evidence_end": [evidence.span.end for evidence in suggestion.evidence],
        "edits": edits,
        "flags": [*suggestion.flags, *([f"replaces {code.replaces}"] if code.replaces else [])],
        "release": coding.release,
        "model": coding.model,
        "coder": code.reviewer,
        "decided_at": with_zone(code.decided_at),
        "billable": suggestion.billable,
        "assertion": str(suggestion.assertion),
        "replaces": code.replaces,
        **_risk(review),
    }


def _wide_row(review: Review) -> Row:
    """The codes that a claim may carry, in sequence; those for which there is no column stand together in `more_dx`.

    Procedures are those that a person decided for, each with its system: claims carry each system in fields of its own.
    """
    coding = review.coding
    codes = [code.code for code in review.claimed]
    times = [time for code in review.codes if (time := with_zone(code.decided_at))]
    return {
        "note_id": coding.note_id,
        "source_file": coding.source,
        "code_system": DIAGNOSES,
        **dict(zip(CODES, [*codes, *[""] * MOST_CODES], strict=False)),
        "more_dx": codes[MOST_CODES:],
        "procedures": [f"{code.system} {code.code}" for code in review.procedures],
        "undecided": len(review.codes) - review.decided,
        **_risk(review),
        "edits": [edit_text(edit) for edit in coding.edits],
        "warnings": list(coding.warnings),
        "release": coding.release,
        "model": coding.model,
        "coders": list(dict.fromkeys(code.reviewer for code in review.codes if code.reviewer)),
        "decided_at": max(times, default=None),
    }


def _risk(review: Review) -> Row:
    risk = review.coding.risk
    if risk is None:
        return {"hccs": [], "risk_score": None, "payment_year": None}
    return {
        "hccs": list(risk.hccs),
        "risk_score": None if risk.score is None else rounded(risk.score),
        "payment_year": risk.year,
    }
