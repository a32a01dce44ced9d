"""Reads reference codes, notes and earlier codings, which suggestions are compared with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medcode_desktop.core.scoring import ReportableReference
from medcode_desktop.core.types import Assertion, Coding, Note, Scope
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.documents import read_document
from medcode_desktop.services.export import coding_from_dict, reason_of

AGES = ((17, "0 to 17"), (64, "18 to 64"))


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Where the reference finds a code in a note."""

    start: int
    end: int
    code: str
    text: str
    assertion: Assertion | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference codes by note id; with the scope `mentions` a note's codes all stand in `must`.

    `spans` are the places of the codes where they are known, `groups` what is known of a note's patient (sex, age).
    """

    scope: Scope
    codes: Mapping[str, ReportableReference]
    spans: Mapping[str, Sequence[GoldSpan]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def note_ids(self) -> list[str]:
        return list(self.codes)

    def is_right(self, note_id: str, code: str) -> bool:
        """Whether the code counts as right in the precision of the note."""
        expected = self.codes.get(note_id)
        return expected is not None and code in expected.must | expected.may


def read_reference(path: Path) -> Reference:
    """Reference codes from a CodiEsp D table (note id, tab, code) or from JSON Lines of annotated notes.

    A line of the latter has `id` and either primary, must, may and trap, or the spans that `medcode train prepare`
    writes (text, mentions, codes); `sex` and `age` are optional. Raises DocumentError that names the line at fault.
    """
    text = _text(path)
    if not text.strip():
        raise DocumentError(f"{path} is empty: it holds no reference codes.")
    if text.lstrip().startswith("{"):
        return _annotated(path, text)
    mentions: defaultdict[str, set[str]] = defaultdict(set)
    for number, line in _lines(text):
        fields = line.split()
        if len(fields) < 2:
            raise DocumentError(f"{path}, line {number}: a note id and a code are expected.")
        mentions[fields[0]].add(fields[1].upper())
    return Reference(Scope.MENTIONS, {n: ReportableReference("", frozenset(codes)) for n, codes in mentions.items()})


def _annotated(path: Path, text: str) -> Reference:
    codes: dict[str, ReportableReference] = {}
    spans: dict[str, list[GoldSpan]] = {}
    groups: dict[str, dict[str, str]] = {}
    scope = Scope.MENTIONS
    for number, line in _lines(text):
        row = _object(path, number, line)
        try:
            note_id = row["id"]
            if "must" in row:
                codes[note_id] = ReportableReference(
                    row["primary"].upper(),
                    frozenset(must["code"].upper() for must in row["must"]),
                    frozenset(code.upper() for code in row["may"]),
                    frozenset(trap["code"].upper() for trap in row["trap"]),
                )
            else:
                codes[note_id] = ReportableReference(
                    row["primary"], frozenset(row["codes"]), frozenset(row["acceptable"])
                )
                spans[note_id] = [
                    GoldSpan(m["start"], m["end"], m["code"], row["text"][m["start"] : m["end"]],
                             Assertion(m["assertion"]) if m["assertion"] else None)
                    for m in row["mentions"] if m["code"]
                ]  # fmt: skip
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            expected = "id with primary, must, may and trap, or with text, mentions, codes, acceptable and primary"
            raise DocumentError(f"{path}, line {number}: {expected} are expected.") from error
        if codes[note_id].primary:
            scope = Scope.REPORTABLE
        groups[note_id] = _patient(row)
    return Reference(scope, codes, spans, {n: about for n, about in groups.items() if about})


def _patient(row: Mapping[str, Any]) -> dict[str, str]:
    """Sex and age group as far as they are known."""
    about = {"sex": str(row["sex"])} if row.get("sex") else {}
    age = row.get("age")
    if isinstance(age, int | float):
        about["age"] = next((name for most, name in AGES if age <= most), "65 and over")
    return about


def read_codings(path: Path) -> list[Coding]:
    """Codings from a file in the JSON Lines contract. Raises DocumentError that names the line at fault."""
    codings = []
    for number, line in _lines(_text(path)):
        try:
            codings.append(coding_from_dict(_object(path, number, line)))
        except (KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"{path}, line {number}: this is no coding ({error}).") from error
    return codings


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
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{path}, line {number}: not a line of JSON.") from error
    if not isinstance(row, dict):
        raise DocumentError(f"{path}, line {number}: not a JSON object.")
    return row
