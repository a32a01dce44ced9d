"""The notes of a workspace: each with its encounter, codings, decisions with undo history, edits and draft."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from medcode_desktop.core.review import History, Review
from medcode_desktop.core.types import Coding, CodingOptions, Edit, Facts, Note, Severity, Span
from medcode_desktop.errors import ExportError, WorkspaceError
from medcode_desktop.services.batch.journal import forget
from medcode_desktop.services.workspace import backups
from medcode_desktop.services.workspace.audit import Circumstances, Event, decisions
from medcode_desktop.services.workspace.timeline import Timeline, from_json, read_timeline, to_json, write_timeline
from medcode_desktop.services.workspace.vault import Vault

_LIKELY_ABSENCE = timedelta(days=90)
_OF_THE_PATIENT = ("facts", "date_of_service")


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """What the work list shows of a note, without its text; `number` names it in every other call.

    `codes`, `decided` and `errors` count the codes of the present review, those decided about, and its edits that are
    errors. `exported` is false again after the next decision. `failure` says why it could not be coded, `has_draft`
    that its text was being edited.
    """

    number: int
    name: str
    source: str
    part: str
    date_of_service: date | None
    added_at: datetime
    coded: bool
    codes: int
    decided: int
    errors: int
    exported: bool
    failure: str
    has_draft: bool


@dataclass(frozen=True, slots=True)
class StoredNote:
    """All that is kept of a note. `history` is None until it is coded; `draft` is its text while it is being edited."""

    entry: NoteEntry
    note: Note
    facts: Facts
    history: History | None
    edits: tuple[Edit, ...]
    draft: str | None


@dataclass(frozen=True, slots=True)
class Purged:
    """What a deletion did: how many notes went, and from how many backups.

    `backups_removed` could not be cleaned and were deleted as a whole. `log_emptied` is false while another program
    reads: the write-ahead log keeps encrypted remains until the workspace is closed.
    """

    notes: int
    backups_cleaned: int
    backups_removed: int
    log_emptied: bool


@dataclass(slots=True)
class Workspace(Vault):
    """An unlocked workspace: whatever the window and the batch keep goes through it.

    A method that changes something returns when the change is on the disk (or in memory, where it is kept in memory
    only), and puts its entry into the audit trail in the same transaction. Every method may be called from any thread;
    calls wait for each other. All raise WorkspaceError, in words for the screen; after one, nothing is half done and
    the call can be repeated.
    """

    _recent: tuple[int, Timeline] | None = field(default=None, repr=False)
    """The history stored last, so that the next decision on the same note need not read it."""

    def notes(self) -> list[NoteEntry]:
        """The notes in the order in which they were added."""
        return [_entry(row) for row in self._database.rows(f"{_ENTRIES} ORDER BY number")]

    def add_note(self, note: Note, facts: Facts | None = None, date_of_service: date | None = None) -> int:
        """Keep a new note, and return its number."""
        with self.transaction():
            number = self._database.run(
                "INSERT INTO notes (name, source, part, facts, date_of_service, text_hash, added_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                _bytes(note.note_id), _bytes(note.source), _bytes(note.part), to_json(facts or Facts()),
                _iso(date_of_service), _hash(note.text), datetime.now(UTC).isoformat(),
            )  # fmt: skip
            statement = "INSERT INTO contents (note, text, uncertain) VALUES (?, ?, ?)"
            self._database.run(statement, number, _bytes(note.text), to_json(note.uncertain))
            self._tell(number, [Event("added")])
        return number

    def change_note(self, number: int, note: Note) -> None:
        """Put an edited text (or another name) in the place of a note's; its draft is gone, its review stays."""
        with self.transaction():
            self._row(number)
            self._database.run(
                "UPDATE notes SET name = ?, source = ?, part = ?, text_hash = ? WHERE number = ?",
                _bytes(note.note_id), _bytes(note.source), _bytes(note.part), _hash(note.text), number,
            )  # fmt: skip
            statement = "UPDATE contents SET text = ?, uncertain = ? WHERE note = ?"
            self._database.run(statement, _bytes(note.text), to_json(note.uncertain), number)
            self._database.run("DELETE FROM drafts WHERE note = ?", number)
            self._tell(number, [Event("changed")])

    def keep_draft(self, number: int, draft: str | None) -> None:
        """Keep a text while it is being edited; None when it no longer is. No entry in the audit trail."""
        with self.transaction():
            self._row(number)
            self._database.run("DELETE FROM drafts WHERE note = ?", number)
            if draft is not None:
                self._database.run("INSERT INTO drafts VALUES (?, ?)", number, to_json(draft))

    def keep_facts(self, number: int, facts: Facts, date_of_service: date | None) -> None:
        """Keep what is known of the encounter."""
        with self.transaction():
            self._row(number)
            statement = "UPDATE notes SET facts = ?, date_of_service = ? WHERE number = ?"
            self._database.run(statement, to_json(facts), _iso(date_of_service), number)
            self._tell(number, [Event("encounter changed")])

    def keep_failure(self, number: int, failure: str) -> None:
        """Keep why a note could not be coded; the words go with the note."""
        with self.transaction():
            self._row(number)
            self._database.run("UPDATE notes SET failure = ? WHERE number = ?", failure, number)
            self._tell(number, [Event("not coded")])

    def keep_coding(
        self, number: int, coding: Coding, options: CodingOptions | None = None, history: History | None = None
    ) -> None:
        """Keep a new coding of a note. `history` is what follows from it where decisions were carried over."""
        review = Review.of(coding)
        history = history or History(review)
        settings = {
            k: v for k, v in msgspec.to_builtins(options or CodingOptions()).items() if k not in _OF_THE_PATIENT
        }
        with self.transaction():
            self._row(number)
            self._database.run("UPDATE notes SET failure = '' WHERE number = ?", number)
            self._store(number, Timeline.of(history), None, coding.edits, to_json(settings))
            codes = " ".join(suggestion.code for suggestion in coding.suggestions)
            events = [Event("coded", detail=codes), *decisions(review, history.present, "carried over")]
            self._tell(number, events, coding)

    def keep_review(self, number: int, history: History, edits: Sequence[Edit] | None = None) -> None:
        """Keep the reviews of a note after a decision, an undo or a redo, with the edits on the present one.

        Writes what differs from what is stored, not the whole history. `edits` None leaves them as they are. Raises
        WorkspaceError for a note that has no coding yet.
        """
        new = Timeline.of(history)
        with self.transaction():
            old = self._timeline(number)
            if old is None:
                raise WorkspaceError(f"Note {number} is not coded yet, so there is nothing to decide about.")
            settings = self._settings(number)
            shared = self._store(number, new, old, edits, settings)
            travelled = shared == len(old.reviews) == len(new.reviews)
            detail = ("undo" if new.step < old.step else "redo") if travelled else ""
            self._tell(number, decisions(old.present, new.present, detail), new.present.coding, settings)

    def mark_exported(self, numbers: Iterable[int], detail: str = "") -> None:
        """Note that notes were exported; `detail` goes into the audit trail, so name the form, not the file."""
        with self.transaction():
            for number in numbers:
                self._row(number)
                at = datetime.now(UTC).isoformat()
                self._database.run("UPDATE notes SET exported_at = ? WHERE number = ?", at, number)
                timeline = self._timeline(number)
                self._tell(number, [Event("exported", detail=detail)], timeline.present.coding if timeline else None)

    def load(self, number: int) -> StoredNote:
        """All that is kept of a note. Raises WorkspaceError when there is none of that number, or it is damaged."""
        with self._database.reading():
            entry_row = self._row(number)
            entry = _entry(entry_row)
            (text, uncertain, facts, draft, edits), *_ = self._database.rows(
                "SELECT contents.text, contents.uncertain, notes.facts, drafts.text, checks.edits FROM notes"
                " JOIN contents ON contents.note = number LEFT JOIN drafts ON drafts.note = number"
                " LEFT JOIN checks ON checks.note = number WHERE number = ?",
                number,
            )
            timeline = self._timeline(number)
            if hashlib.sha256(text).hexdigest() != entry_row[_TEXT_HASH]:
                raise self._database.damage(f"the text of note {number}")
            try:
                found = from_json(edits or "[]", tuple[Edit, ...])
                typed = None if draft is None else from_json(draft, str)
                unsure = from_json(uncertain, tuple[Span, ...])
            except ValueError as error:
                raise self._database.damage(f"the edits or the draft of note {number}") from error
        self.touch()
        note = Note(entry.name, _text(text), entry.source, entry.part, uncertain=unsure)
        return StoredNote(entry, note, from_json(facts, Facts), timeline.history if timeline else None, found, typed)

    def reviewed(self, number: int) -> tuple[Review, tuple[Edit, ...]] | None:
        """The present review of a note with the edits on it, without its text; None where there is none (any more)."""
        with self._database.reading():
            query = "SELECT step, edits FROM notes LEFT JOIN checks ON note = number WHERE number = ? AND coded"
            found = self._database.rows(query, number)
            if not found:
                return None
            step, edits = found[0]
            try:
                timeline = read_timeline(self._database, number, step)
                present = timeline.present if timeline else None
                return (present, from_json(edits or "[]", tuple[Edit, ...])) if present else None
            except (ValueError, KeyError, IndexError, TypeError) as error:
                raise self._database.damage(f"the coding of note {number}") from error

    def delete(self, numbers: Iterable[int]) -> Purged:
        """Delete notes for good: text, codings, decisions with their history, and their traces in all backups here.

        What is deleted is overwritten in the database and in the backups beside it, and the write-ahead log is cut. The
        audit trail keeps codes, times and the hash of the text. Not reached: copies taken elsewhere, and what a file
        system, a flash drive or its snapshots keep of overwritten blocks, which are encrypted. Waits for a backup that
        is being made; not to be called inside a transaction. Batches forget the documents too; while one runs, nothing
        is deleted.
        """
        wanted = list(dict.fromkeys(numbers))
        if self._database.in_transaction:
            raise RuntimeError("what is deleted is not taken back: call delete outside of a transaction")
        with self._copying, self.transaction():  # no note is decided about while it goes
            notes = [(number, str(self._row(number)[_ADDED_AT])) for number in wanted]
            self._let_batches_forget({_text(self._row(number)[_SOURCE]) for number in wanted} - {""})
            cleaned = removed = 0
            if self.place is not None:
                cleaned, removed = backups.delete_from_backups(self.place.folder, self._key, notes)
            for number in wanted:
                self._tell(number, [Event("deleted")])
                self._database.run("DELETE FROM notes WHERE number = ?", number)
        self._forget()
        return Purged(len(wanted), cleaned, removed, self.place is None or self._database.empty_log())

    def purge(self, days: int, *, date_is_right: bool = False) -> Purged:
        """Delete the notes that were added more than `days` ago, as the retention time asks for.

        Raises WorkspaceError where the clock cannot be right: before the last entry of the audit trail, or 90 days
        after it, unless a person says that the date is right.
        """
        now = datetime.now(UTC)
        seen = self._last_seen or now
        if now < seen - timedelta(days=1) or (now - seen > _LIKELY_ABSENCE and not date_is_right):
            dates = f"the clock says {now:%Y-%m-%d}, but the workspace was last used {seen:%Y-%m-%d}"
            raise WorkspaceError(
                f"No note was deleted: {dates}.", "Set the clock, or confirm the date where it is right."
            )
        limit = now - timedelta(days=days)
        self._let_batches_forget(before=limit)
        return self.delete(entry.number for entry in self.notes() if entry.added_at < limit)

    def _let_batches_forget(self, sources: Collection[str] = (), before: datetime | None = None) -> None:
        if self.read_only:
            return  # what follows says so
        homes = self.journals.homes() if self.journals and (sources or before) else []
        for home in homes:
            try:
                forget(home, sources, before)
            except ExportError as error:
                raise WorkspaceError(f"Nothing was deleted. {error}", error.hint) from error

    def _store(
        self, number: int, new: Timeline, old: Timeline | None, edits: Sequence[Edit] | None, settings: str
    ) -> int:
        """Write a history over the stored one; how many reviews both begin with."""
        shared = new.shared_with(old) if old else 0
        write_timeline(self._database, number, new, old, settings)
        if edits is not None:
            errors = sum(edit.severity is Severity.ERROR for edit in edits)
            self._database.run("INSERT OR REPLACE INTO checks VALUES (?, ?)", number, to_json(tuple(edits)))
            self._database.run("UPDATE notes SET errors = ? WHERE number = ?", errors, number)
        present = new.present
        self._database.run(
            "UPDATE notes SET coded = 1, step = ?, codes = ?, decided = ?,"
            " exported_at = CASE WHEN ? THEN exported_at END WHERE number = ?",
            new.step, len(present.codes), present.decided,
            old is not None and old.present == present, number,
        )  # fmt: skip
        self._recent = (number, new)
        return shared

    def _timeline(self, number: int) -> Timeline | None:
        if self._recent and self._recent[0] == number and not self.read_only:
            return self._recent[1]
        step = self._row(number)[_STEP]
        try:
            timeline = read_timeline(self._database, number, step)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise self._database.damage(f"the coding of note {number}") from error
        self._recent = (number, timeline) if timeline else None
        return timeline

    def _settings(self, number: int) -> str:
        found = self._database.rows("SELECT settings FROM codings WHERE note = ? ORDER BY number DESC LIMIT 1", number)
        return str(found[0][0]) if found else ""

    def _tell(
        self, number: int, events: list[Event], coding: Coding | None = None, settings: str | None = None
    ) -> None:
        """Put what was done to a note into the audit trail."""
        text_hash = str(self._row(number)[_TEXT_HASH])
        about = Circumstances(number, text_hash=text_hash)
        if coding is not None:
            settings = self._settings(number) if settings is None else settings
            about = replace(about, model=coding.model, release=coding.release, settings=settings)
        self._append(events, about)

    def _row(self, number: int) -> Any:
        found = self._database.rows(f"{_ENTRIES} WHERE number = ?", number)
        if not found:
            raise WorkspaceError(f"There is no note {number} in the workspace.", "It may have been deleted.")
        return found[0]

    def _forget(self) -> None:
        self._recent = None


_ENTRIES = (
    "SELECT number, name, source, part, date_of_service, added_at, coded, codes, decided, errors, exported_at, failure,"
    " EXISTS (SELECT 1 FROM drafts WHERE note = number), text_hash, step FROM notes"
)
_SOURCE, _ADDED_AT, _TEXT_HASH, _STEP = 2, 5, 13, 14


def _entry(row: Any) -> NoteEntry:
    number, name, source, part, day, added_at, coded, codes, decided, errors, exported_at, failure, edited, *_ = row
    return NoteEntry(
        number, _text(name), _text(source), _text(part), date.fromisoformat(day) if day else None,
        datetime.fromisoformat(added_at), bool(coded), codes, decided, errors, exported_at is not None, failure,
        bool(edited),
    )  # fmt: skip


def _bytes(text: str) -> bytes:
    """A text as it is, also where it holds half of a surrogate pair: names of files and pasted text may."""
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _hash(text: str) -> str:
    return hashlib.sha256(_bytes(text)).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
