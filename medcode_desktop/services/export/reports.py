"""Results for people: plain text for a terminal, and a page with the note and its evidence highlighted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from medcode_desktop import __version__
from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES, Assertion, Coding, CodingOptions, RiskTotal
from medcode_desktop.paths import resources_folder

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What a page may not hold; a space keeps the places right."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A note's review with its text, which only reports show."""

    review: Review
    text: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the note: the codes that it supports (places in the reported ones, from 1) and those that end here."""

    text: str
    codes: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    assertion: Assertion = Assertion.PRESENT
    title: str = ""


def text_report(coding: Coding) -> str:
    """What a coder wants to see of one note in a terminal: codes in sequence, their evidence, edits, warnings."""
    lines = [f"{coding.note_id}  ({coding.release}, {coding.model})"]
    if not coding.suggestions:
        lines.append("  no codes found")
    for sequence, suggestion in enumerate(coding.suggestions, 1):
        remarks = [str(suggestion.assertion)] if suggestion.assertion is not Assertion.PRESENT else []
        remarks += [suggestion.system] if suggestion.system != DIAGNOSES else []
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
    lines += [f"  {risk_words(coding.risk)}"] if coding.risk and coding.risk.hccs else []
    return "\n".join(lines) + "\n"


def html_report(charts: Sequence[Chart], options: CodingOptions, at: datetime, *, paper: bool = False) -> str:
    """One page with everything in it and no script, light or dark as the reader's system is; all texts are escaped.

    `paper` keeps to what a QTextDocument understands: one light look, for printing. `at` is the time of the export.
    """
    from jinja2 import Environment  # takes its time, and most runs make no page

    template = (resources_folder() / "review.html").read_text("utf-8")
    page = Environment(autoescape=True).from_string(template)
    text: str = page.render(
        pages=[_page(chart) for chart in charts],
        remarks=_remarks,
        paper=paper,
        day=options.date_of_service,
        version=__version__,
        at=f"{at:%Y-%m-%d %H:%M}",
    )
    return _CONTROLS.sub(" ", text)


def risk_words(risk: RiskTotal) -> str:
    """The risk total in a line: "CMS-HCC Model V28, payment year 2027: HCC 37, 226; risk score 1.336"."""
    hccs = f"HCC {', '.join(risk.hccs)}" if risk.hccs else "no HCC"
    score = "" if risk.score is None else f"; risk score {risk.score:.3f}"
    return f"{risk.model}, payment year {risk.year}: {hccs}{score}"


def pieces(text: str, codes: Sequence[ReviewedCode]) -> list[Piece]:
    """The text in parts, cut where the evidence of a code begins or ends; evidence that is not there is left out."""
    spans = sorted(
        {
            (e.span.start, e.span.end, place)
            for place, code in enumerate(codes, 1)
            for e in code.suggestion.evidence
            if e.text and text[e.span.start : e.span.end] == e.text
        }
    )
    cuts = sorted({0, len(text), *(cut for start, end, _ in spans for cut in (start, end))})
    parts = []
    for start, end in pairwise(cuts):
        places = tuple(sorted({place for s, e, place in spans if s <= start and end <= e}))
        if not places:
            parts.append(Piece(text[start:end]))
            continue
        ends = tuple(sorted({place for _, e, place in spans if e == end}))
        titles = "; ".join(f"{codes[p - 1].code} {codes[p - 1].suggestion.title}" for p in places)
        parts.append(Piece(text[start:end], places, ends, codes[places[0] - 1].suggestion.assertion, titles))
    return parts


def _page(chart: Chart) -> dict[str, object]:
    review = chart.review
    return {
        "coding": review.coding,
        "reported": review.reported,
        "rejected": [code for code in review.codes if code.status is Status.REJECTED],
        "risk": risk_words(review.coding.risk) if review.coding.risk else "",
        "pieces": pieces(chart.text, review.reported),
    }


def _remarks(code: ReviewedCode) -> str:
    suggestion = code.suggestion
    remarks = [str(suggestion.assertion)] if suggestion.assertion is not Assertion.PRESENT else []
    remarks += [suggestion.system] if suggestion.system != DIAGNOSES else []
    remarks += [] if suggestion.billable else ["not billable"]
    remarks += [f"replaces {code.replaces}"] if code.replaces else []
    return ", ".join([*remarks, *suggestion.flags])
