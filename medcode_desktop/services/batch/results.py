"""The results of a batch as files: the journal's codings with the words that the documents hold, and what failed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Coding, Note, Span
from medcode_desktop.errors import DocumentError, ExportError
from medcode_desktop.services.batch.crew import Crew
from medcode_desktop.services.batch.journal import Journal, Sealed, State
from medcode_desktop.services.batch.plan import Document, Plan
from medcode_desktop.services.batch.sealing import Words, places, unseal
from medcode_desktop.services.batch.task import CodedNote, Task, read
from medcode_desktop.services.documents import shown
from medcode_desktop.services.export import write_whole
from medcode_desktop.services.export.tables import guard, write_csv
from medcode_desktop.services.note_coder import Failure

_MOST_BYTES = 32_000_000
"""Words that are kept in memory, so that documents need not be read twice; more are read again in the end."""
_TICK_S = 0.1


def read_again(document: Document, content: str, notes: Sequence[Sealed]) -> list[tuple[Note, Coding]]:
    """The notes of a document and their codings, whose words are read from it again.

    Raises DocumentError where it has changed.
    """
    reading = read(Task(0, str(document.path), document.name))
    if reading.failures:
        raise DocumentError(reading.failures[0].reason)
    if reading.content != content or len(reading.notes) != len(notes):
        raise DocumentError(f"{document.path} has changed since it was coded.", "Let the batch code it again.")
    return [
        (note, unseal(sealed, {s: note.text[s.start : s.end] for s in places(sealed)}, note.note_id, note.source))
        for note, sealed in zip(reading.notes, notes, strict=True)
    ]


class WordStore:
    """The words of documents that have been coded, by their content, in memory only.

    They are kept as JSON, which takes a tenth of the memory that so many small objects would.
    """

    def __init__(self) -> None:
        self._notes: dict[str, bytes] = {}
        self._bytes = 0

    def __contains__(self, content: str) -> bool:
        return content in self._notes

    def add(self, content: str, notes: Sequence[CodedNote], *, always: bool = False) -> None:
        """Keep the words, while there is room or where they must be kept."""
        told = [(n.suffix, [(span.start, span.end, text) for span, text in n.words.items()]) for n in notes]
        kept = json.dumps(told, separators=(",", ":")).encode("ascii")
        more = len(kept) - len(self._notes.get(content, b""))
        if always or self._bytes + more <= _MOST_BYTES:
            self._bytes += more
            self._notes[content] = kept
        elif self._notes.pop(content, None):  # of another time, with other parts
            self._bytes += more - len(kept)

    def of(self, content: str) -> list[tuple[str, Words]]:
        """For each note what comes after the document's name in its id, and its words."""
        return [
            (suffix, {Span(start, end): text for start, end, text in words})
            for suffix, words in json.loads(self._notes[content])
        ]


class Results:
    """What has been coded, ready to be written; words that are not in the store are read from the documents again."""

    def __init__(
        self, plan: Plan, documents: Sequence[Document], crew: Crew, journal: Journal, words: WordStore
    ) -> None:
        self._plan, self._documents, self._crew, self._journal = plan, documents, crew, journal
        self._words = words
        self.coded_now: set[str] = set()
        """Content that was coded in this run."""
        self.changed: list[Document] = []
        """Documents that were not as they had been when their words were read again."""

    def know(self, content: str, notes: Sequence[CodedNote]) -> None:
        """Keep the words of a document that has been coded, while there is room."""
        self.coded_now.add(content)
        self._words.add(content, notes)

    def write(self) -> Iterator[str]:
        """Read the words that are missing, with a message for each step, and write the CSV. Raises ExportError."""
        yield from self._read_missing()
        left_out = {d.path for d in self.changed}
        self._write(d for d in self._documents if d.path not in left_out)

    def write_what_is_known(self) -> None:
        """Write the CSV if that needs no reading; what stands there else stays. Raises ExportError."""
        entries = {entry.content for entry in self._journal.entries() if entry.state is State.CODED}
        if all(content in self._words for content in entries):
            self._write(self._documents)

    def write_failures(self, failures: Sequence[Failure]) -> None:
        """Write the list of what failed, or take it away when nothing did. Raises ExportError."""
        file = self._plan.failures
        if not failures:
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise ExportError(f"{file} cannot be removed.", "Is it open in another program?") from error
            return
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(["source_file", "reason", "tries", "since"])
        for failure in sorted(failures, key=lambda f: str(f.document)):
            entry = self._journal.entry(str(failure.document))
            tries, since = (entry.tries, entry.since) if entry else (1, "")
            writer.writerow([guard(shown(str(failure.document))), guard(shown(failure.reason)), tries, since])
        write_whole(file, buffer.getvalue().encode("utf-8-sig"))

    def _write(self, documents: Iterable[Document]) -> None:
        write_csv((Review.of(coding) for document in documents for coding in self._codings(document)), self._plan.out)

    def _codings(self, document: Document) -> Iterator[Coding]:
        entry = self._journal.entry(str(document.path))
        if entry is None or entry.coding is None:
            return
        known = self._words.of(entry.content)
        for sealed, (suffix, words) in zip(self._journal.notes(entry.coding), known, strict=True):
            yield unseal(sealed, words, document.name + suffix, shown(str(document.path)))

    def _read_missing(self) -> Iterator[str]:
        wanted: dict[str, Document] = {}
        coding: dict[str, int] = {}
        for document in self._documents:
            entry = self._journal.entry(str(document.path))
            if entry and entry.coding is not None and entry.content not in self._words:
                wanted[entry.content], coding[entry.content] = document, entry.coding
        todo = list(wanted)
        asked: dict[int, str] = {}
        at = 0
        while at < len(todo) or asked:
            while at < len(todo) and self._crew.has_room():
                content = todo[at]
                document = wanted[content]
                spans = tuple(tuple(places(sealed)) for sealed in self._journal.notes(coding[content]))
                self._crew.submit(Task(at, str(document.path), document.name, spans))
                asked[at] = content
                at += 1
            for outcome in self._crew.poll(_TICK_S):
                content = asked.pop(outcome.number)
                if outcome.content == content and len(outcome.notes) == len(self._journal.notes(coding[content])):
                    self._words.add(content, outcome.notes, always=True)
                else:
                    self.changed += [d for d in self._documents if self._content_of(d) == content]
            yield f"Reading the words of {at - len(asked)} of {len(todo)} documents again"

    def _content_of(self, document: Document) -> str:
        entry = self._journal.entry(str(document.path))
        return entry.content if entry else ""
