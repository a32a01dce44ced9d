"""A batch as a generator: documents in, a CSV out, with a journal beside it from which a stopped run goes on."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import Cancelled, DocumentError, ExportError
from medcode_desktop.services.batch.crew import Crew
from medcode_desktop.services.batch.journal import Journal, Sealed, State
from medcode_desktop.services.batch.plan import Document, Plan, in_order
from medcode_desktop.services.batch.results import Results, WordStore
from medcode_desktop.services.batch.task import Outcome, Task
from medcode_desktop.services.export import check_writable
from medcode_desktop.services.note_coder import Failure

_TICK_S = 0.1
_BLOCK = 64
"""Documents whose content is looked at together."""
_WRITE_PAUSE_S = 60.0
"""Results are written in between at most so often, and never for more than a twentieth of the time."""


class Fate(StrEnum):
    """What became of a document in this run: coded now, known from the journal, the same as another one, or failed."""

    CODED = "coded"
    RESUMED = "resumed"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finished:
    """A document that is done; `reason` says why it has no codes, or which parts of it have none.

    `content` is the hash of what was read and `notes` are its codings without words: `results.read_again` makes codings
    to review of them.
    """

    document: Document
    fate: Fate
    content: str = ""
    notes: tuple[Sealed, ...] = ()
    seconds: float = 0.0
    reason: str = ""

    @property
    def codes(self) -> int:
        return sum(len(note["suggestions"]) for note in self.notes)


@dataclass(frozen=True, slots=True)
class BatchProgress(Progress):
    """`done` of `total` documents, failed ones included; `seconds_left` is None until a note has been coded.

    `finished` are the documents that were done since the progress before, `at_work` those that the workers have.
    """

    failed: int
    notes_per_minute: float
    seconds_left: float | None
    finished: tuple[Finished, ...] = ()
    at_work: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of the documents.

    Those that were `coded` in this run, `resumed` from the journal, `duplicates` of others by content, `removed` since
    the run before, and those that failed. Of those that have codes, `incomplete` ones have damaged parts, which stand
    in `failures` too.
    """

    coded: int
    resumed: int
    failures: tuple[Failure, ...]
    codes: int
    seconds: float
    duplicates: int = 0
    removed: int = 0
    incomplete: int = 0

    @property
    def failed(self) -> int:
        return len({failure.document for failure in self.failures}) - self.incomplete


class Control:
    """Pauses, goes on or cancels a batch, from any thread."""

    def __init__(self) -> None:
        self._paused, self._cancelled = threading.Event(), threading.Event()

    @property
    def is_paused(self) -> bool:
        return self._paused.is_set()

    def pause(self) -> None:
        """Take up no more documents; those that the workers have are finished."""
        self._paused.set()

    def go_on(self) -> None:
        self._paused.clear()

    def cancel(self) -> None:
        """Make the batch end with Cancelled at once. What is finished stays in the journal."""
        self._cancelled.set()

    def heed(self) -> None:
        """Raise Cancelled if the batch was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled


def run_batch(plan: Plan, crew: Crew, control: Control | None = None) -> Generator[BatchProgress, None, BatchResult]:
    """Code the documents of the plan and write their codes to its CSV, in the order of the paths.

    A document that fails does not stop the others, nor a damaged part the other parts. Closing the generator cancels:
    workers are ended at once, and what is finished stays in the journal; it is written to the CSV too unless words of
    an earlier run would have to be read again. Raises ExportError when results cannot be written, before anything is
    coded where that can be known, DocumentError when there is no document, and ModelError, which no other document
    would escape.
    """
    check_writable(plan.out)
    control = control or Control()
    with contextlib.closing(crew):
        yield from started(crew, control)
        documents = crew.find(plan)
        if not documents:  # nor is anything overwritten: a network folder may have gone
            raise DocumentError(f"No document was found in {plan.folder}.", "Check the folder and the patterns.")
        return (yield from code_documents(plan, crew, control, documents, documents, WordStore()))


def started(crew: Crew, control: Control) -> Generator[BatchProgress, None, None]:
    """Wait until the crew is ready. Raises ModelError, or Cancelled."""
    while crew.identity(_TICK_S) is None:
        control.heed()
        yield BatchProgress(0, 0, "Starting the model", 0, 0.0, None)


def code_documents(
    plan: Plan, crew: Crew, control: Control, documents: Sequence[Document], there: Sequence[Document], words: WordStore
) -> Generator[BatchProgress, None, BatchResult]:
    """One round over the documents, with a crew that was started; all that are `there` keep their place in the journal.

    Raises as `run_batch`.
    """
    identity = crew.identity(_TICK_S) or ""
    with Journal(plan.home, identity, plan.options, resume=plan.resume or plan.retry) as journal:
        removed = journal.keep_only([str(d.path) for d in there])
        results = Results(plan, documents, crew, journal, words)
        return (yield from _Run(plan, crew, control, journal, results, len(documents)).steps(documents, removed))


@dataclass(slots=True)
class _Run:
    """The state of a batch while it runs."""

    plan: Plan
    crew: Crew
    control: Control
    journal: Journal
    results: Results
    total: int
    tally: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    failures: dict[Path, tuple[Failure, ...]] = field(default_factory=dict)
    incomplete: set[Path] = field(default_factory=set)
    codes: int = 0
    busy_s: float = 0.0
    _todo: Iterator[tuple[Document, str]] = field(init=False)
    _at_work: dict[int, tuple[Document, str]] = field(default_factory=dict)
    _same: dict[str, list[Document]] = field(default_factory=dict)
    _news: deque[Finished] = field(default_factory=deque)

    def steps(self, documents: Sequence[Document], removed: int) -> Generator[BatchProgress, None, BatchResult]:
        began = time.monotonic()
        self._todo = self._with_content(in_order(documents, self.plan.order))
        try:
            yield self._progress("Looking at the documents")
            yield from self._code_all()
        except BaseException:
            self.crew.close()
            if self.tally[Fate.CODED]:
                with contextlib.suppress(ExportError):  # the journal has it all
                    self.results.write_what_is_known()
            raise
        yield self._progress(f"Writing {self.plan.out.name}")
        for message in self.results.write():
            yield self._progress(message)
            self.control.heed()
        for document in self.results.changed:
            reason = f"{document.path} changed while the batch ran. Going on with it codes the document again."
            self._fail(document, "", reason)
        failures = tuple(failure for path in sorted(self.failures) for failure in self.failures[path])
        self.results.write_failures(failures)
        self.journal.finish()
        return BatchResult(
            self.tally[Fate.CODED], self.tally[Fate.RESUMED], failures, self.codes, time.monotonic() - began,
            self.tally[Fate.DUPLICATE], removed, len(self.incomplete),
        )  # fmt: skip

    def _code_all(self) -> Generator[BatchProgress, None, None]:
        written, pause_s = time.monotonic(), _WRITE_PAUSE_S
        more = True
        while more or self._at_work:
            self.control.heed()
            tick = time.monotonic()
            if self.control.is_paused:
                self._take_in(self.crew.poll(_TICK_S))
                yield self._progress("Paused")
                continue
            looked = 0
            while more and looked < _BLOCK and self.crew.has_room():
                more, looked = self._take_up(), looked + 1
            self._take_in(self.crew.poll(0.0 if looked == _BLOCK else _TICK_S))
            if self.tally[Fate.CODED] and time.monotonic() > written + pause_s:
                took = -time.monotonic()
                self.results.write_what_is_known()
                written = time.monotonic()
                took += written
                pause_s = max(_WRITE_PAUSE_S, 20 * took)
            self.busy_s += time.monotonic() - tick
            names = [document.path.name for document, _ in self._at_work.values()]
            yield self._progress(names[0] if names else "Looking at the documents")

    def _with_content(self, documents: list[Document]) -> Iterator[tuple[Document, str]]:
        for at in range(0, len(documents), _BLOCK):
            block = documents[at : at + _BLOCK]
            yield from zip(block, self.crew.fingerprints([str(d.path) for d in block]), strict=True)

    def _take_up(self) -> bool:
        """Take up the next document; False when there is none."""
        document, content = next(self._todo, (None, ""))
        if document is None:
            return False
        path = str(document.path)
        before = self.journal.entry(path)
        refused = self.journal.refused(content) if content else None
        again = self.plan.retry and not self._is_new(content)
        if refused is not None and not (refused and again):
            known = before is not None and before.content == content
            self._take_over(document, content, Fate.RESUMED if known or not self._is_new(content) else Fate.DUPLICATE)
        elif before and before.state is State.FAILED and before.content == content and not self.plan.retry:
            self._fail(document, content, before.reason, again=False)
        elif content and content in self._same:
            self._same[content].append(document)
        else:
            number = len(self._at_work) and max(self._at_work) + 1
            self._at_work[number] = document, content
            if content:
                self._same[content] = []
            self.crew.submit(Task(number, path, document.name))
        return True

    def _is_new(self, content: str) -> bool:
        return content in self.results.coded_now

    def _take_in(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            document, planned = self._at_work.pop(outcome.number)
            content = outcome.content or planned
            same = self._same.pop(planned, [])
            if outcome.reason and self.journal.refused(content) is not None:  # what had been coded of it stays
                for one in (document, *same):
                    self._take_over(one, content, Fate.RESUMED)
                continue
            if outcome.reason:
                self._fail(document, content, outcome.reason, outcome.seconds)
                for other in same:
                    self._fail(other, planned, f"{other.path} has the same content as {document.path}, which failed.")
                continue
            notes = tuple(note.sealed for note in outcome.notes)
            self.journal.add(str(document.path), content, notes, outcome.seconds, outcome.refused)
            self.results.know(content, outcome.notes)
            self._coded(document, Fate.CODED, content, notes, outcome.seconds)
            for other in same:
                self._take_over(other, content, Fate.DUPLICATE)

    def _take_over(self, document: Document, content: str, fate: Fate) -> None:
        self.journal.take_over(str(document.path), content)
        entry = self.journal.entry(str(document.path))
        notes = self.journal.notes(entry.coding) if entry and entry.coding else []
        self._coded(document, fate, content, tuple(notes))

    def _coded(
        self, document: Document, fate: Fate, content: str, notes: tuple[Sealed, ...], seconds: float = 0.0
    ) -> None:
        reasons = [f"{document.path}{part}" for part in self.journal.refused(content) or ()]
        if reasons:
            self.failures[document.path] = tuple(Failure(document.path, reason) for reason in reasons)
            self.incomplete.add(document.path)
        self._done(Finished(document, fate, content, notes, seconds, " ".join(reasons)))

    def _fail(self, document: Document, content: str, reason: str, seconds: float = 0.0, *, again: bool = True) -> None:
        if again:
            self.journal.fail(str(document.path), content, reason)
        self.failures[document.path] = (Failure(document.path, reason),)
        self.incomplete.discard(document.path)
        self._done(Finished(document, Fate.FAILED, content, (), seconds, reason))

    def _done(self, finished: Finished) -> None:
        self.tally[finished.fate] += 1
        self.codes += finished.codes
        self._news.append(finished)

    def _progress(self, message: str) -> BatchProgress:
        done, worked = sum(self.tally.values()), self.tally[Fate.CODED]
        left = (self.total - done) * self.busy_s / worked if worked else None
        news = tuple(self._news)
        self._news.clear()
        rate = 60 * worked / max(self.busy_s, 1e-3)
        at_work = tuple(document for document, _ in self._at_work.values())
        return BatchProgress(done, self.total, message, self.tally[Fate.FAILED], rate, left, news, at_work)
