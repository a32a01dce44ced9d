"""Shows an evaluation: as text for a terminal, as JSON, and as an HTML page with plots that opens offline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.scoring import CalibrationBin, MentionScores, Rates
from medcode_desktop.services.evaluation import Evaluation
from medcode_desktop.services.export import write_whole
from medcode_desktop.services.plots import Bar, Look, Point, environment

SHOWN = 30
"""Missed and spurious codes on the page, the most frequent first."""
NAMES = {
    "precision": "precision", "recall": "recall", "f1": "F1", "map": "MAP", "first_listed": "first-listed right",
    "trap_rate": "trap rate",
}  # fmt: skip
Differences = Mapping[str, tuple[float, float]]


def as_text(evaluation: Evaluation, differences: Differences | None = None) -> str:
    """The figures and tables for a terminal."""
    scores = evaluation.scores
    lines = [f"notes {scores.notes}  suggestions {evaluation.suggestions}  {evaluation.seconds:.1f} s"]
    if evaluation.missing:
        lines.append(f"without text, counted as without suggestions: {len(evaluation.missing)}")
    if isinstance(scores, MentionScores):
        lines.append(
            f"micro P {scores.micro.precision:.3f} R {scores.micro.recall:.3f} F1 {scores.micro.f1:.3f}   "
            f"category F1 {scores.category.f1:.3f}   macro F1 {scores.macro_f1:.3f}   "
            f"MAP {scores.mean_average_precision:.3f}"
        )
    else:
        lines.append(
            f"P {scores.rates.precision:.3f} R {scores.rates.recall:.3f} F1 {scores.rates.f1:.3f}   "
            f"category R {scores.category_recall:.3f}   trap rate {scores.trap_rate:.3f}   "
            f"first-listed right {scores.primary:.3f}"
        )
    parts = (f"{NAMES[n]} {i.low:.3f} to {i.high:.3f}" for n, i in evaluation.intervals.items())
    lines.append(f"95 % intervals over notes: {', '.join(parts)}")
    if differences:
        parts = (f"{NAMES[n]} {d:+.3f} (p {p:.3f})" for n, (d, p) in differences.items())
        lines.append(f"against the other run: {', '.join(parts)}")
    if evaluation.evidence:
        e = evaluation.evidence
        lines.append(
            f"evidence: {e.pointed:.3f} of the right codes point at their words; "
            f"mentions P {e.rates.precision:.3f} R {e.rates.recall:.3f} F1 {e.rates.f1:.3f}"
        )
    lines += [
        f"linking alone, {group}: {s.phrases} phrases, right first {s.first:.3f}, among 5 {s.among_5:.3f}, "
        f"among 20 {s.among_20:.3f}"
        for group, s in evaluation.linking.items()
    ]
    lines += ["", "confidence    codes   mean   right"]
    lines += [f"{b.low:.1f} to {b.high:.1f}  {b.count:7}  {b.confidence:5.2f}  {b.right:6.2f}" for b in evaluation.bins]
    lines.append(f"expected calibration error {evaluation.calibration_error:.3f}")
    for name, table in evaluation.tables.items():
        lines += ["", f"{name:52} codes      P      R     F1"]
        lines += [
            f"{group[:52]:52} {count:5}  {r.precision:5.3f}  {r.recall:5.3f}  {r.f1:5.3f}"
            for group, (count, r) in table.items()
        ]
    if evaluation.assertions:
        kinds = sorted({k for row in evaluation.assertions.values() for k in row} | set(evaluation.assertions))
        lines += ["", f"{'annotated, down; suggested, across':34}" + "".join(f"{k:>13}" for k in kinds)]
        for kind in kinds:
            row = evaluation.assertions.get(kind, {})
            lines.append(f"{kind:34}" + "".join(f"{row.get(k, 0):13}" for k in kinds))
    return "\n".join(lines) + "\n"


def as_dict(evaluation: Evaluation, differences: Differences | None = None) -> dict[str, Any]:
    """Everything as plain data for JSON."""

    def rates(r: Rates) -> dict[str, float]:
        return {"precision": round(r.precision, 4), "recall": round(r.recall, 4), "f1": round(r.f1, 4)}

    tables = {
        name: {group: {"codes": count, **rates(r)} for group, (count, r) in table.items()}
        for name, table in evaluation.tables.items()
    }
    evidence = evaluation.evidence
    return {
        "scope": str(evaluation.scope),
        "scores": asdict(evaluation.scores),
        "intervals": {name: asdict(i) for name, i in evaluation.intervals.items()},
        "calibration": [asdict(b) for b in evaluation.bins],
        "calibration_error": evaluation.calibration_error,
        "suggestions": evaluation.suggestions,
        "missing": list(evaluation.missing),
        "seconds": round(evaluation.seconds, 2),
        "tables": tables,
        "missed": dict(evaluation.missed),
        "spurious": dict(evaluation.spurious),
        "evidence": evidence and {"pointed": evidence.pointed, **rates(evidence.rates)},
        "assertions": evaluation.assertions,
        "linking": {group: asdict(s) for group, s in evaluation.linking.items()},
        "differences": differences and {n: {"difference": d, "p": p} for n, (d, p) in differences.items()},
    }


def write(evaluation: Evaluation, path: Path, codeset: CodeSet, differences: Differences | None = None) -> None:
    """Writes the report to `path`: a page for `.html`, JSON for all else. Raises ExportError."""
    data = as_dict(evaluation, differences)
    if path.suffix.lower() not in (".html", ".htm"):
        write_whole(path, (json.dumps(data, indent=1) + "\n").encode())
        return

    def titled(codes: Mapping[str, int]) -> list[tuple[str, str, int]]:
        return [
            (code, codeset.title(code) if code in codeset else "not in the code set", count)
            for code, count in list(codes.items())[:SHOWN]
        ]

    text = environment().get_template("evaluation.html").render(
        data=data, names=NAMES, figures=evaluation.intervals, tables=evaluation.tables, look=Look(),
        points=_points(evaluation.bins), missed=titled(data["missed"]), spurious=titled(data["spurious"]),
        rows={name: _bars(table) for name, table in evaluation.tables.items()},
        kinds=sorted({k for row in evaluation.assertions.values() for k in row} | set(evaluation.assertions)),
    )  # fmt: skip
    write_whole(path, text.encode())


def _points(bins: Sequence[CalibrationBin]) -> list[Point]:
    """The share that is right over the confidence, the area of a point as the number of codes."""
    most = max((b.count for b in bins), default=1)
    return [
        Point(
            b.confidence, b.right, b.count / most,
            f"{b.count} codes, confidence {b.confidence:.2f}, right {b.right:.2f}",
        )
        for b in bins
    ]  # fmt: skip


def _bars(table: Mapping[str, tuple[int, Rates]]) -> list[Bar]:
    """F1 of each group as a bar."""
    return [Bar(name[:40], (r.f1,), f"{r.f1:.2f}", f"{count} codes") for name, (count, r) in table.items()]
