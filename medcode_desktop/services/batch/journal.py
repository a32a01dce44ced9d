"""The journal of a batch: an SQLite file beside the results from which a run that was killed at any moment goes on.

Each result is on the disk (WAL, full synchronisation) before the next is taken. The journal holds codes, confidences,
places, hashes, paths and the names of damaged parts, and no words of the notes (see `sealing`). A coding belongs to the
content of a document and to the circumstances (options, models, release), so a moved document is not coded again, and
one that changed is; what was valid before stays in `history`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from medcode_desktop.core.types import CodingOptions
from medcode_desktop.errors import ExportError

_STEPS = (
    """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE coding (
    id INTEGER PRIMARY KEY, content TEXT NOT NULL, circumstances TEXT NOT NULL, notes TEXT NOT NULL,
    codes INTEGER NOT NULL, seconds REAL NOT NULL, coded_at TEXT NOT NULL, UNIQUE (content, circumstances));
CREATE TABLE document (
    path TEXT PRIMARY KEY, content TEXT NOT NULL, circumstances TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, coding INTEGER REFERENCES coding, tries INTEGER NOT NULL, since TEXT NOT NULL);
CREATE TABLE history (
    path TEXT NOT NULL, content TEXT NOT NULL, circumstances TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, coding INTEGER REFERENCES coding, tries INTEGER NOT NULL, since TEXT NOT NULL,
    until TEXT NOT NULL);
""",
    "ALTER TABLE coding ADD COLUMN refused TEXT NOT NULL DEFAULT '[]';",
)
"""What each version of the journal added to the one before."""
Sealed = dict[str, Any]
"""The coding of one note without its words, as `sealing.seal` gives it."""


class State(StrEnum):
    """What became of a document."""

    CODED = "coded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of a document: the hash of its content, its codings' number, or why it failed."""

    path: str
    content: str
    state: State
    reason: str
    coding: int | None
    tries: int
    since: str


class Journal:
    """Raises ExportError where it cannot be read or written, or another run has it open.

    Without `resume`, the journal of a run that came to its end is emptied, and that of a stopped one refused.
    """

    def __init__(self, path: Path, identity: str, options: CodingOptions, *, resume: bool) -> None:
        self._path = path
        told = json.dumps([identity, asdict(options)], default=str, sort_keys=True)
        self._circumstances = hashlib.sha256(told.encode()).hexdigest()
        with _failures_told(self._path):
            path.touch(mode=0o600, exist_ok=True)
            path.chmod(0o600)
            self._file = sqlite3.connect(path, isolation_level=None, timeout=1.0)
        try:
            with _failures_told(self._path):
                self._open()
            self._begin(resume=resume)
        except BaseException:
            self._file.close()
            raise

    def _open(self) -> None:
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")  # one run alone, and WAL works on network folders too
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = FULL")
        version = self._file.execute("PRAGMA user_version").fetchone()[0]
        if version > len(_STEPS):
            raise ExportError(f"{self._path} was written by a newer version.", "Install that version.")
        for number, step in enumerate(_STEPS[version:], version + 1):
            self._file.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")

    def _begin(self, *, resume: bool) -> None:
        with self._transaction():
            held = self._file.execute("SELECT count(*) FROM document").fetchone()[0]
            ended = self._file.execute("SELECT value FROM fact WHERE name = 'ended'").fetchone()
            if held and not resume and not ended:
                raise ExportError(
                    f"{self._path} holds {held} documents of a run that was stopped.",
                    "Go on with --resume, or delete the file to begin anew.",
                )
            if not resume:
                for table in ("document", "history", "coding"):
                    self._file.execute(f"DELETE FROM {table}")  # noqa: S608
            self._file.execute("DELETE FROM fact WHERE name = 'ended'")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def refused(self, content: str) -> list[str] | None:
        """The parts of a content that could not be coded, as in `Outcome`; None where the content has no coding."""
        row = self._file.execute(
            "SELECT refused FROM coding WHERE content = ? AND circumstances = ?", (content, self._circumstances)
        ).fetchone()
        found: list[str] | None = json.loads(row[0]) if row else None
        return found

    def entry(self, path: str) -> Entry | None:
        """What is known of a document under these circumstances."""
        row = self._file.execute(
            "SELECT path, content, state, reason, coding, tries, since FROM document "
            "WHERE path = ? AND circumstances = ?", (path_key(path), self._circumstances),
        ).fetchone()  # fmt: skip
        return _entry(row) if row else None

    def entries(self) -> Iterator[Entry]:
        """All documents under these circumstances, by path."""
        rows = self._file.execute(
            "SELECT path, content, state, reason, coding, tries, since FROM document "
            "WHERE circumstances = ? ORDER BY path", (self._circumstances,),
        )  # fmt: skip
        return map(_entry, rows.fetchall())

    def history(self, path: str) -> list[Entry]:
        """What a document was before, the oldest first."""
        rows = self._file.execute(
            "SELECT path, content, state, reason, coding, tries, since FROM history WHERE path = ? ORDER BY rowid",
            (path_key(path),),
        )
        return [_entry(row) for row in rows]

    def notes(self, coding: int) -> list[Sealed]:
        """The codings of a document's notes, by the number that an entry names."""
        (notes,) = self._file.execute("SELECT notes FROM coding WHERE id = ?", (coding,)).fetchone()
        found: list[Sealed] = json.loads(notes)
        return found

    def add(
        self, path: str, content: str, notes: Sequence[Mapping[str, Any]], seconds: float, refused: Sequence[str] = ()
    ) -> None:
        """Keep the codings of a document's notes, instead of those that its content has; on the disk when it returns.

        `refused` are the parts that could not be coded.
        """
        codes = sum(len(note["suggestions"]) for note in notes)
        with self._transaction():
            self._file.execute(
                "INSERT INTO coding (content, circumstances, notes, codes, seconds, coded_at, refused) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET notes = excluded.notes, "
                "codes = excluded.codes, seconds = excluded.seconds, coded_at = excluded.coded_at, "
                "refused = excluded.refused",
                (content, self._circumstances, json.dumps(notes), codes, seconds, _now(), json.dumps(refused)),
            )
            self._put(path, content, State.CODED, "", self._number(content))

    def take_over(self, path: str, content: str) -> None:
        """Give a document the coding that its content has already."""
        entry = self.entry(path)
        if entry is None or entry.content != content or entry.state is not State.CODED:
            with self._transaction():
                self._put(path, content, State.CODED, "", self._number(content))

    def fail(self, path: str, content: str, reason: str) -> None:
        """Keep that a document could not be coded, and why."""
        with self._transaction():
            self._put(path, content, State.FAILED, reason, None)

    def keep_only(self, paths: Collection[str]) -> int:
        """Documents that are gone leave the results and stay in the history; how many there were."""
        there = {path_key(path) for path in paths}
        rows = self._file.execute("SELECT path FROM document").fetchall()
        gone = [row for row in rows if row[0] not in there]
        with self._transaction():
            for row in gone:
                self._to_history(row[0])
        return len(gone)

    def finish(self) -> None:
        """Say that the run came to its end."""
        with self._transaction():
            self._file.execute("INSERT OR REPLACE INTO fact VALUES ('ended', ?)", (_now(),))

    def _number(self, content: str) -> int | None:
        row = self._file.execute(
            "SELECT id FROM coding WHERE content = ? AND circumstances = ?", (content, self._circumstances)
        ).fetchone()
        return row[0] if row else None

    def _put(self, path: str, content: str, state: State, reason: str, coding: int | None) -> None:
        tries = 1
        if before := self.entry(path):
            tries += before.tries if before.content == content else 0
        self._to_history(path_key(path))
        self._file.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path_key(path), content, self._circumstances, state, reason, coding, tries, _now()),
        )

    def _to_history(self, key: str) -> None:
        self._file.execute("INSERT INTO history SELECT *, ? FROM document WHERE path = ?", (_now(), key))
        self._file.execute("DELETE FROM document WHERE path = ?", (key,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _failures_told(self._path):
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")


def held(path: Path) -> Iterator[tuple[Entry, str]]:
    """What the journal at `path` has of each document, by path, whatever the circumstances; nothing where none is.

    Beside the entry stand the codings of its notes, as JSON of a list of `Sealed`.

    Raises ExportError where it cannot be read, or a run has it open.
    """
    if not path.exists():
        return
    with (
        _failures_told(path),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)) as file,
    ):
        rows = file.execute(
            "SELECT path, document.content, state, reason, coding, tries, since, notes "
            "FROM document LEFT JOIN coding ON coding.id = document.coding ORDER BY path"
        )
        for *row, notes in rows:
            yield _entry(tuple(row)), notes or "[]"


@contextmanager
def _failures_told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise ExportError(
                f"{path} is no journal of a batch, or one of an earlier version.", "Delete it to begin anew."
            ) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise ExportError(
                f"{path} is in use: another batch writes the same results.", "Wait for its end."
            ) from error
        raise _not_written(path, str(error)) from error
    except OSError as error:
        raise _not_written(path, (error.strerror or "unknown reason").lower()) from error


def _not_written(path: Path, reason: str) -> ExportError:
    return ExportError(f"{path} cannot be written: {reason}.", "Make room or choose another folder, then go on.")


def path_key(path: str) -> str:
    """A path as text that SQLite can hold, bytes that are no UTF-8 included."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _entry(row: tuple[Any, ...]) -> Entry:
    path, content, state, reason, coding, tries, since = row
    return Entry(path, content, State(state), reason, coding, tries, since)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
