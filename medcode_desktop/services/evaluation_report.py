"""Shows an evaluation: as text for a terminal, as JSON, and as an HTML page with plots that opens offline."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.scoring import MentionScores, Rates
from medcode_desktop.services.evaluation import Evaluation
from medcode_desktop.services.export import write_whole

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

    template = (paths.resources_folder() / "evaluation.html").read_text("utf-8")
    page = Environment(autoescape=True).from_string(template)
    text = page.render(
        data=data, names=NAMES, figures=evaluation.intervals, tables=evaluation.tables,
        curve=calibration_plot(evaluation), missed=titled(data["missed"]), spurious=titled(data["spurious"]),
        bars={name: bar_plot(table) for name, table in evaluation.tables.items()},
        kinds=sorted({k for row in evaluation.assertions.values() for k in row} | set(evaluation.assertions)),
    )  # fmt: skip
    write_whole(path, text.encode())


def calibration_plot(evaluation: Evaluation) -> str:
    """SVG: the share that is right over the confidence, the area of a point as the number of codes."""
    most = max((b.count for b in evaluation.bins), default=1)
    points = "".join(
        f'<circle cx="{30 + 260 * b.confidence:.1f}" cy="{270 - 260 * b.right:.1f}" '
        f'r="{3 + 9 * (b.count / most) ** 0.5:.1f}">'
        f"<title>{b.count} codes, confidence {b.confidence:.2f}, right {b.right:.2f}</title></circle>"
        for b in evaluation.bins
    )
    line = " ".join(f"{30 + 260 * b.confidence:.1f},{270 - 260 * b.right:.1f}" for b in evaluation.bins)
    return (
        '<svg viewBox="0 0 300 300" width="360" role="img" aria-label="Calibration">'
        '<path class="axis" d="M30 10V270H290"/><path class="ideal" d="M30 270L290 10"/>'
        f'<polyline points="{line}"/>{points}<text x="160" y="295" text-anchor="middle">confidence</text>'
        '<text x="12" y="140" text-anchor="middle" transform="rotate(-90 12 140)">right</text></svg>'
    )


def bar_plot(table: Mapping[str, tuple[int, Rates]]) -> str:
    """SVG: F1 of each group as a bar."""
    rows = [
        f'<text x="250" y="{20 * i + 14}" text-anchor="end">{html.escape(name[:40])}</text>'
        f'<rect x="256" y="{20 * i + 3}" width="{240 * r.f1:.1f}" height="14"><title>{count} codes</title></rect>'
        f'<text x="{262 + 240 * r.f1:.1f}" y="{20 * i + 14}">{r.f1:.2f}</text>'
        for i, (name, (count, r)) in enumerate(table.items())
    ]
    return f'<svg viewBox="0 0 540 {20 * len(rows) + 4}" width="720" role="img" aria-label="F1">{"".join(rows)}</svg>'
