"""Many documents coded one after the other into one CSV, with a journal beside it from which a stopped run goes on.

The journal (`RESULTS.csv.journal`) gets a line for each coded note as soon as it is done: a hash of the note, the
options, the models and the release, and the coding in the JSON contract, which holds no more of the note than the
results do. A note that has changed, or that is asked for otherwise, has another hash and is coded again. A last line
says that the run came to its end; without it, only `resume` may go on with the journal.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Coding, CodingOptions, Note, Progress
from medcode_desktop.errors import Cancelled, DocumentError, ExportError, MedCodeError, ModelError
from medcode_desktop.services.documents import note_ids, read_document
from medcode_desktop.services.export import check_writable, coding_from_dict, coding_to_dict, reason_of
from medcode_desktop.services.export.tables import write_csv

P = TypeVar("P", bound=Progress)


class NoteCoder(Protocol):
    """What codes a note: `core.coder.Coder`, or the fake of a test."""

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]: ...


class BatchCoder(NoteCoder, Protocol):
    """A coder that says what decides its codes beside the options, so that the journal knows its own codings."""

    @property
    def identity(self) -> str: ...


@dataclass(frozen=True, slots=True)
class BatchProgress(Progress):
    """`done` of `total` documents, failed ones included; `seconds_left` is None until a note has been coded."""

    failed: int
    notes_per_minute: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be coded, and why, in words that name it."""

    document: Path | str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of the documents: `coded` in this run, `resumed` from the journal, and those that failed."""

    coded: int
    resumed: int
    failures: tuple[Failure, ...]
    codes: int
    seconds: float


def run_batch(
    coder: BatchCoder, documents: Sequence[Path], options: CodingOptions, out: Path, *, resume: bool = False
) -> Generator[BatchProgress, None, BatchResult]:
    """Code the documents and write their codes to the CSV `out`, in the order of the documents.

    A document that fails does not stop the others. With `resume`, notes that the journal holds are not coded again;
    without it, the journal of a run that was stopped is not thrown away, but refused. Closing the generator cancels:
    the CSV then has every note that is finished. Raises ExportError when the results cannot be written (the journal
    keeps them), before anything is coded where that can be known, and ModelError, which no other note would escape.
    """
    check_writable(out)
    ids = note_ids(documents)
    started = time.monotonic()
    failures: list[Failure] = []
    with Journal(out.with_name(out.name + ".journal"), coder.identity, options, keep=resume) as journal:
        codings = _finished_before(journal, documents, ids)
        resumed = len(codings)
        todo = [position for position in range(len(documents)) if position not in codings]

        def progress(message: str) -> BatchProgress:
            done, seconds = len(codings) + len(failures), time.monotonic() - started
            coded = len(codings) - resumed
            left = (len(documents) - done) * seconds / coded if coded else None
            return BatchProgress(done, len(documents), message, len(failures), 60 * coded / max(seconds, 1e-3), left)

        finished = False
        try:
            for position in todo:
                name = documents[position].name
                yield progress(name)
                with failure_noted(documents[position], failures):
                    note = read_document(documents[position], ids[position])
                    coding = yield from within(coder.code(note, options), name, progress)
                    journal.add(note, coding)
                    codings[position] = coding
            yield progress(f"Writing {out.name}")
            finished = True
        finally:
            if codings or finished:  # a run that is stopped at once leaves earlier results alone
                write_csv([Review.of(codings[position]) for position in sorted(codings)], out)
        journal.finish()
    codes = sum(len(coding.suggestions) for coding in codings.values())
    return BatchResult(len(codings) - resumed, resumed, tuple(failures), codes, time.monotonic() - started)


@contextmanager
def failure_noted(document: Path | str, failures: list[Failure]) -> Iterator[None]:
    """What fails for this document alone is added to the failures, so that the others can go on."""
    try:
        yield
    except (Cancelled, ExportError, ModelError):
        raise
    except Exception as error:
        failures.append(Failure(document, _reason(error, document)))


def within(steps: Generator[Progress, None, Coding], name: str, show: Callable[[str], P]) -> Generator[P, None, Coding]:
    """The steps of coding one note as steps of longer work, which `show` makes of their words after the note's name."""
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                coding: Coding = stop.value
                return coding
            yield show(f"{name}: {step.message}")
    finally:
        steps.close()


def _finished_before(journal: Journal, documents: Sequence[Path], ids: Sequence[str]) -> dict[int, Coding]:
    """The codings of the journal by the position of their document."""
    found = {}
    if len(journal):
        for position, (path, note_id) in enumerate(zip(documents, ids, strict=True)):
            try:
                coding = journal.find(read_document(path, note_id))
            except DocumentError:
                continue  # the run reports it when it comes to it
            if coding:
                found[position] = coding
    return found


def _reason(error: Exception, document: Path | str) -> str:
    """Words that name the document; of an unexpected error only its kind, as its text may quote the note."""
    if isinstance(error, DocumentError):
        return str(error)
    if isinstance(error, MedCodeError):
        return f"{document}: {error}"
    return f"{document} could not be coded: an unexpected error ({type(error).__name__})."


class Journal:
    """The codings that a batch has finished, on disk as soon as they are done; torn lines are passed over.

    Raises ExportError where it cannot be written, or would be overwritten though the run before did not end.
    """

    def __init__(self, path: Path, identity: str, options: CodingOptions, *, keep: bool) -> None:
        self._path = path
        self._circumstances = json.dumps([identity, asdict(options)], default=str, sort_keys=True)
        self._codings: dict[str, Coding] = {}
        self._ended = False
        try:
            if path.exists():
                self._read()
                path.chmod(0o600)
            if self._codings and not (keep or self._ended):
                raise ExportError(
                    f"{path} holds {len(self._codings)} notes of a run that was stopped.",
                    "Go on with --resume, or delete the file to begin anew.",
                )
            mode = os.O_CREAT | os.O_WRONLY | (os.O_APPEND if keep else os.O_TRUNC)
            self._file = os.fdopen(os.open(path, mode, 0o600), "ab")
            self._file.write(b"\n" if keep else b"")  # ends a line that was torn
            if not keep:
                self._codings.clear()
        except OSError as error:
            raise self._not_written(error) from error

    def __len__(self) -> int:
        return len(self._codings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def find(self, note: Note) -> Coding | None:
        """The coding of the same text with the same options, under the id and source that the note has now."""
        coding = self._codings.get(self._key(note))
        return replace(coding, note_id=note.note_id, source=note.source) if coding else None

    def add(self, note: Note, coding: Coding) -> None:
        """Keep a coding; it is on the disk when this returns. Raises ExportError."""
        self._write({"key": self._key(note), "coding": coding_to_dict(coding)})

    def finish(self) -> None:
        """Say that the run came to its end. Raises ExportError."""
        self._write({"ended": True})

    def _write(self, entry: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._not_written(error) from error

    def _key(self, note: Note) -> str:
        return hashlib.sha256(f"{self._circumstances}\n{note.text}".encode()).hexdigest()

    def _read(self) -> None:
        for line in self._path.read_bytes().splitlines():
            try:
                entry = json.loads(line)
                self._ended = "ended" in entry
                if self._ended:
                    continue
                self._codings[entry["key"]] = coding_from_dict(entry["coding"])
            except (ValueError, KeyError, TypeError):
                continue

    def _not_written(self, error: OSError) -> ExportError:
        return ExportError(
            f"{self._path} cannot be written: {reason_of(error)}.",
            "Make room or choose another folder, then go on with --resume.",
        )
