"""One document for a worker and what it gives back: the same steps in a process of this machine or of a cluster."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from medcode_desktop.core.types import Coding, CodingOptions, Facts, Note, Progress, Scope, Setting, Sex, Span
from medcode_desktop.errors import DocumentError, ModelError
from medcode_desktop.services.batch.plan import fingerprints
from medcode_desktop.services.batch.sealing import Words, seal
from medcode_desktop.services.documents import read_notes, shown
from medcode_desktop.services.note_coder import Failure, NoteCoder, failure_noted
from medcode_desktop.settings import Settings


class BatchCoder(NoteCoder, Protocol):
    """A coder that says what decides its codes beside the options, and that can read ahead."""

    @property
    def identity(self) -> str: ...

    def prepare(self, texts: Sequence[str]) -> None:
        """Let the model read the texts of notes that will be coded next, in one call."""
        ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Task:
    """A document to code or, with `places` (a list a note), one whose words at these places are wanted."""

    number: int
    path: str
    name: str
    places: tuple[tuple[Span, ...], ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Task:
        places = data["places"]
        if places is not None:
            places = tuple(tuple(Span(p["start"], p["end"]) for p in of_note) for of_note in places)
        return cls(data["number"], data["path"], data["name"], places)


@dataclass(frozen=True, slots=True)
class CodedNote:
    """One note of a document: what comes after the document's name in its id, its sealed coding, and its words."""

    suffix: str
    sealed: dict[str, Any]
    words: Words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task; `content` is the hash of what was read, `reason` is "" unless it failed.

    `refused` says of each part that could not be read or coded which one and why, without the document's path in front.
    """

    number: int
    content: str = ""
    notes: tuple[CodedNote, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    fatal: bool = False
    """No other document would escape it: the model does not fit."""
    refused: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        notes = [
            [note.suffix, note.sealed, [[span.start, span.end, text] for span, text in note.words.items()]]
            for note in self.notes
        ]
        names = ("number", "content", "reason", "seconds", "fatal", "refused")
        return {**{name: getattr(self, name) for name in names}, "notes": notes}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Outcome:
        notes = tuple(
            CodedNote(suffix, sealed, {Span(start, end): text for start, end, text in words})
            for suffix, sealed, words in data["notes"]
        )
        return cls(
            data["number"], data["content"], notes, data["reason"], data["seconds"], data["fatal"],
            tuple(data["refused"]),
        )  # fmt: skip


@dataclass(slots=True)
class Reading:
    """A document on its way through a worker: its notes and the parts that were `refused`, or why it failed."""

    task: Task
    content: str = ""
    notes: list[Note] = field(default_factory=list)
    refused: list[DocumentError] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0


def read(task: Task) -> Reading:
    """Read the notes of a document. What fails is kept with it."""
    began = time.perf_counter()
    reading = Reading(task)
    with failure_noted(Path(task.path), reading.failures):
        (reading.content,) = fingerprints([task.path])
        reading.notes = read_notes(task.path, task.name, refused=reading.refused)
    reading.seconds += time.perf_counter() - began
    return reading


def code(
    reading: Reading, coder: NoteCoder, options: CodingOptions, go_on: Callable[[], None] = lambda: None
) -> Outcome:
    """Code the notes that were read, or look up the words that are wanted; `go_on` is called between the steps.

    A note that fails among several keeps its place, without codes. The document fails when no note is left.
    """
    began = time.perf_counter()
    task, failures = reading.task, list(reading.failures)
    notes: list[CodedNote] = []
    try:
        for at, note in enumerate(reading.notes):
            suffix = note.note_id.removeprefix(task.name)
            if task.places is None:
                notes.append(CodedNote(suffix, *_coded(note, task.path, coder, options, go_on, failures)))
            else:
                wanted = task.places[at] if at < len(task.places) else ()
                notes.append(CodedNote(suffix, {}, {span: note.text[span.start : span.end] for span in wanted}))
    except ModelError as error:
        return Outcome(task.number, reason=str(error), fatal=True)
    seconds = reading.seconds + time.perf_counter() - began
    if len(failures) >= max(1, len(notes)):
        return Outcome(task.number, reading.content, (), failures[0].reason, seconds)
    reasons = [*map(str, reading.refused), *(failure.reason for failure in failures)]
    refused = tuple(_after(task.path, reason) for reason in reasons)
    return Outcome(task.number, reading.content, tuple(notes), "", seconds, refused=refused)


def _coded(
    note: Note, path: str, coder: NoteCoder, options: CodingOptions, go_on: Callable[[], None], failures: list[Failure]
) -> tuple[dict[str, Any], Words]:
    known = len(failures)
    with failure_noted(f"{path}{note.part}", failures):
        return seal(_finished(coder.code(note, options), go_on), note.text)
    warnings = tuple(_after(path, failure.reason) for failure in failures[known:])
    return seal(Coding(note.note_id, note.source, "", "", (), warnings=warnings), note.text)


def _after(path: str, reason: str) -> str:
    """What a reason says after the path of the document: other documents may have the same content."""
    return shown(reason).removeprefix(shown(path))


def _finished(steps: Generator[Progress, None, Coding], go_on: Callable[[], None]) -> Coding:
    try:
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                coding: Coding = stop.value
                return coding
            go_on()
    finally:
        steps.close()


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know before its first task. `factory` names what makes its coder: "module:function"."""

    settings: Settings
    options: CodingOptions
    factory: str = "medcode_desktop.services.assembly:open_coder"

    def to_dict(self) -> dict[str, Any]:
        options = asdict(self.options)
        day = self.options.date_of_service
        options["date_of_service"] = day.isoformat() if day else None
        settings = {name: value for name, value in asdict(self.settings).items() if name != "shortcuts"}  # the window's
        return {"settings": settings, "options": options, "factory": self.factory}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Job:
        options = dict(data["options"])
        day, facts = options["date_of_service"], options["facts"]
        options["date_of_service"] = date.fromisoformat(day) if day else None
        sex = Sex(facts["sex"]) if facts["sex"] else None
        setting = Setting(facts["setting"]) if facts["setting"] else None
        options["facts"] = Facts(facts["age"], sex, setting, facts["payment_year"])
        options["scope"] = Scope(options["scope"])
        return cls(Settings(**data["settings"]), CodingOptions(**options), data["factory"])

    def open(self) -> BatchCoder:
        """The coder. Raises ModelError or CodeSetError."""
        module, _, function = self.factory.partition(":")
        coder: BatchCoder = getattr(importlib.import_module(module), function)(
            self.settings, self.options.date_of_service
        )
        return coder
