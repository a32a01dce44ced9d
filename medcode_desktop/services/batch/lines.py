"""A batch as a reviewer looks at it: a line for each document, with what the journal has of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from medcode_desktop.core.types import Coding, Note, Progress, Severity
from medcode_desktop.services.batch.journal import Sealed, State, found_home, held
from medcode_desktop.services.batch.plan import Document, Plan, find, in_order
from medcode_desktop.services.batch.results import read_again
from medcode_desktop.services.batch.run import Fate, Finished
from medcode_desktop.services.documents import shown

_PAGE = 100
"""Documents between two steps."""


class Standing(StrEnum):
    """Whether a document is still to be coded, has its codes, or could not be coded."""

    WAITING = "waiting"
    CODED = "coded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """One document: the confidences of its codes and the severities of its edits, or why it failed.

    Its codings are packed, and without words as in the journal.
    """

    document: Document
    standing: Standing = Standing.WAITING
    reason: str = ""
    confidences: tuple[float, ...] = ()
    edits: tuple[Severity, ...] = ()
    content: str = ""
    packed: bytes = field(default=b"", repr=False)
    source: str = field(init=False)
    """What the notes of the document name as their source."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", shown(str(self.document.path)))  # a table of 10,000 asks for it often

    @classmethod
    def of(cls, one: Finished) -> Line:
        """The line of a document that is done."""
        if one.fate is Fate.FAILED:
            return cls(one.document, Standing.FAILED, one.reason)
        return _coded(one.document, one.content, json.dumps(one.notes))

    def acceptable(self, least: float) -> int:
        """How many codes are at least so confident; none where the checks found an error."""
        return 0 if Severity.ERROR in self.edits else sum(map(least.__le__, self.confidences))

    def codings(self) -> list[tuple[Note, Coding]]:
        """The notes of a coded document, read from it again, and their codings; nothing is coded anew.

        Raises DocumentError where it cannot be read or has changed.
        """
        return read_again(self.document, self.content, json.loads(zlib.decompress(self.packed)))


def preview(plan: Plan) -> Generator[Progress, None, list[Line]]:
    """What a batch would read, in that order, with what the journal of an earlier run has of it.

    A document that was changed after that run waits. Raises ExportError where the journal cannot be read or a run has
    it open.
    """
    yield Progress(0, 0, "Looking at the documents")
    home = found_home(plan.home)
    lines = {home.name_of(str(d.path)): Line(d) for d in in_order(find(plan), plan.order)}
    for number, (entry, notes) in enumerate(held(home)):
        if number % _PAGE == 0:
            yield Progress(number, len(lines), "Reading the journal")
        line = lines.get(entry.path)
        if line is None or int(line.document.changed) > datetime.fromisoformat(entry.since).timestamp():
            continue
        if entry.state is State.FAILED:
            lines[entry.path] = Line(line.document, Standing.FAILED, entry.reason)
        else:
            lines[entry.path] = _coded(line.document, entry.content, notes)
    return list(lines.values())


def _coded(document: Document, content: str, sealed: str) -> Line:
    notes: list[Sealed] = json.loads(sealed)
    return Line(
        document,
        Standing.CODED,
        confidences=tuple(float(s["confidence"]) for note in notes for s in note["suggestions"]),
        edits=tuple(Severity(edit["severity"]) for note in notes for edit in note["edits"]),
        content=content,
        packed=zlib.compress(sealed.encode(), 1),
    )
