"""Codes notes that have reference codes and says how good the suggestions are, and whether confidences hold."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcode_desktop.core.scoring import (
    CalibrationBin,
    MentionScores,
    ReportableReference,
    ReportableScores,
    calibration,
    calibration_error,
    rank_codes,
    score_mentions,
    score_reportable,
)
from medcode_desktop.core.types import Coding, CodingOptions, Note, Progress, Scope
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.batch import NoteCoder, within
from medcode_desktop.services.documents import read_document
from medcode_desktop.services.export import reason_of, write_jsonl


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference codes by note id: every mention's (CodiEsp D), or those to report (clinic notes)."""

    mentions: dict[str, frozenset[str]] | None = None
    reportable: dict[str, ReportableReference] | None = None

    @property
    def scope(self) -> Scope:
        """The scope in which notes have to be coded to be compared with these codes."""
        return Scope.MENTIONS if self.mentions is not None else Scope.REPORTABLE

    @property
    def note_ids(self) -> list[str]:
        return list(self.mentions or self.reportable or {})

    def is_right(self, note_id: str, code: str) -> bool:
        """Whether the code counts as right in the precision of the note."""
        if self.mentions is not None:
            return code in self.mentions.get(note_id, ())
        expected = (self.reportable or {}).get(note_id)
        return expected is not None and code in expected.must | expected.may


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run. `missing` are notes of the reference without text; they count as without suggestions."""

    scores: MentionScores | ReportableScores
    bins: tuple[CalibrationBin, ...]
    calibration_error: float
    suggestions: int
    missing: tuple[str, ...]
    seconds: float


def evaluate(
    coder: NoteCoder, reference: Reference, notes: Path, options: CodingOptions, *, predictions: Path | None = None
) -> Generator[Progress, None, Evaluation]:
    """Code the notes of the reference and compare.

    `notes` is a folder of `<note id>.txt` or a JSON Lines file of objects with `id` and `text`. With `predictions`,
    the codings are written there in the JSON Lines contract. `options.scope` should be `reference.scope`. Raises
    DocumentError, ExportError, and what the coder raises: figures over a part of the notes would mislead.
    """
    wanted = reference.note_ids
    found = read_notes(notes, wanted)
    codings: list[Coding] = []
    started = time.monotonic()

    def progress(message: str) -> Progress:
        return Progress(len(codings), len(found), message)

    for note in found:
        yield progress(note.note_id)
        codings.append((yield from within(coder.code(note, options), note.note_id, progress)))
    seconds = time.monotonic() - started
    if predictions:
        write_jsonl(codings, predictions)
    missing = sorted(set(wanted) - {note.note_id for note in found})
    return compare(reference, codings, missing=missing, seconds=seconds)


def compare(
    reference: Reference, codings: Iterable[Coding], *, missing: Sequence[str] = (), seconds: float = 0.0
) -> Evaluation:
    """The figures of codings that exist already. Codes are compared in upper case."""
    wanted = set(reference.note_ids)
    ranked = {
        coding.note_id: [(s.code.upper(), s.confidence) for s in coding.suggestions]
        for coding in codings
        if coding.note_id in wanted
    }
    rankings = {note_id: rank_codes(pairs) for note_id, pairs in ranked.items()}
    if reference.mentions is not None:
        scores: MentionScores | ReportableScores = score_mentions(reference.mentions, rankings)
    else:
        scores = score_reportable(reference.reportable or {}, rankings)
    outcomes = [
        (confidence, reference.is_right(note_id, code))
        for note_id, pairs in ranked.items()
        for code, confidence in pairs
    ]
    bins = calibration(outcomes)
    return Evaluation(scores, tuple(bins), calibration_error(bins), len(outcomes), tuple(missing), seconds)


def report(evaluation: Evaluation) -> str:
    """The figures and the calibration table for a terminal."""
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
    lines += ["", "confidence    codes   mean   right"]
    lines += [f"{b.low:.1f} to {b.high:.1f}  {b.count:7}  {b.confidence:5.2f}  {b.right:6.2f}" for b in evaluation.bins]
    lines.append(f"expected calibration error {evaluation.calibration_error:.3f}")
    return "\n".join(lines) + "\n"


def read_reference(path: Path) -> Reference:
    """Reference codes from a CodiEsp D table (note id, tab, code) or from JSON Lines of annotated notes.

    Raises DocumentError that names the line at fault.
    """
    text = _text(path)
    if not text.strip():
        raise DocumentError(f"{path} is empty: it holds no reference codes.")
    if text.lstrip().startswith("{"):
        return Reference(reportable=dict(_reportable(path, text)))
    mentions: defaultdict[str, set[str]] = defaultdict(set)
    for number, line in _lines(text):
        fields = line.split()
        if len(fields) < 2:
            raise DocumentError(f"{path}, line {number}: a note id and a code are expected.")
        mentions[fields[0]].add(fields[1].upper())
    return Reference(mentions={note_id: frozenset(codes) for note_id, codes in mentions.items()})


def _reportable(path: Path, text: str) -> Iterator[tuple[str, ReportableReference]]:
    for number, line in _lines(text):
        row = _object(path, number, line)
        try:
            yield (
                row["id"],
                ReportableReference(
                    row["primary"].upper(),
                    frozenset(must["code"].upper() for must in row["must"]),
                    frozenset(code.upper() for code in row["may"]),
                    frozenset(trap["code"].upper() for trap in row["trap"]),
                ),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise DocumentError(f"{path}, line {number}: id, primary, must, may and trap are expected.") from error


def read_notes(path: Path, wanted: Sequence[str]) -> list[Note]:
    """The notes with the wanted ids that there are, in that order. Raises DocumentError."""
    if path.is_dir():
        files = {note_id: path / f"{note_id}.txt" for note_id in wanted}
        return [read_document(file, note_id) for note_id, file in files.items() if file.exists()]
    texts = {}
    for number, line in _lines(_text(path)):
        row = _object(path, number, line)
        try:
            texts[row["id"]] = row["text"]
        except KeyError as error:
            raise DocumentError(f"{path}, line {number}: id and text are expected.") from error
    return [Note(note_id, texts[note_id], str(path)) for note_id in wanted if note_id in texts]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {reason_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path} cannot be decoded: it is not UTF-8.") from error


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DocumentError(f"{path}, line {number}: not a line of JSON.") from error
    if not isinstance(row, dict):
        raise DocumentError(f"{path}, line {number}: not a JSON object.")
    return row
