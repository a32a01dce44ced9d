"""The journal of a batch: an SQLite file from which a run that was killed at any moment goes on.

It lies beside the results, or encrypted in a workspace (see `homes`). Each result is on the disk (WAL, full
synchronisation) before the next is taken. The journal holds codes, confidences, places, hashes, paths and the names of
damaged parts, and no words of the notes (see `sealing`). A coding belongs to the content of a document and to the
circumstances (options, models, release), so a moved document is not coded again, and one that changed is; what was
valid before stays in `history`.
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
from medcode_desktop.services.batch.homes import ERRORS, Home, as_shown, path_key

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
_COLUMNS = "path, content, state, reason, coding, tries, since"
_OF_DOCUMENTS = ("document", "history", "coding")
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

    def __init__(self, home: Home, identity: str, options: CodingOptions, *, resume: bool) -> None:
        self._home, self._path = home, home.path
        told = json.dumps([identity, asdict(options)], default=str, sort_keys=True)
        self._circumstances = hashlib.sha256(told.encode()).hexdigest()
        with _failures_told(self._path):
            if home.key:
                self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._path.touch(mode=0o600, exist_ok=True)
            self._path.chmod(0o600)
            self._file = home.connect()
        try:
            with _failures_told(self._path):
                _open(self._file, self._path)
            self._take_in_plain()
            self._begin(resume=resume)
        except BaseException:
            self._file.close()
            raise

    def _take_in_plain(self) -> None:
        """Move what runs without the workspace kept beside the results into this journal, so that it lies here alone.

        Where this one holds something already, it learns the codings; the documents find them by their content.
        """
        with _failures_told(self._home.plain):
            plain = self._home.left_in_plain()
            if plain is None:
                return
            with contextlib.closing(plain):
                _open(plain, self._home.plain)
                with self._transaction():
                    self._take_rows(plain)
                self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._home.plain.unlink()

    def _take_rows(self, plain: sqlite3.Connection) -> None:
        held = any(self._file.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone() for t in _OF_DOCUMENTS)  # noqa: S608
        columns = "content, circumstances, notes, codes, seconds, coded_at, refused"
        if held:
            rows = plain.execute(f"SELECT {columns} FROM coding")  # noqa: S608
            self._file.executemany(f"INSERT OR IGNORE INTO coding ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
            return
        rows = plain.execute(f"SELECT id, {columns} FROM coding")  # noqa: S608
        self._file.executemany(f"INSERT INTO coding (id, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
        self._file.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", plain.execute("SELECT * FROM fact"))
        for table, more in (("document", ""), ("history", ", ?")):
            named = ((self._home.name_of(path), *rest) for path, *rest in plain.execute(f"SELECT * FROM {table}"))  # noqa: S608
            statement = f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?{more})"  # noqa: S608
            self._file.executemany(statement, named)

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
                for table in _OF_DOCUMENTS:
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
        query = "SELECT refused FROM coding WHERE content = ? AND circumstances = ?"
        rows = self._rows(query, content, self._circumstances)
        found: list[str] | None = json.loads(rows[0][0]) if rows else None
        return found

    def entry(self, path: str) -> Entry | None:
        """What is known of a document under these circumstances."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM document WHERE path = ? AND circumstances = ?",  # noqa: S608
            self._home.name_of(path), self._circumstances,
        )  # fmt: skip
        return _entry(rows[0]) if rows else None

    def entries(self) -> Iterator[Entry]:
        """All documents under these circumstances, by path."""
        query = f"SELECT {_COLUMNS} FROM document WHERE circumstances = ? ORDER BY path"  # noqa: S608
        return map(_entry, self._rows(query, self._circumstances))

    def history(self, path: str) -> list[Entry]:
        """What a document was before, the oldest first."""
        query = f"SELECT {_COLUMNS} FROM history WHERE path = ? ORDER BY rowid"  # noqa: S608
        return [_entry(row) for row in self._rows(query, self._home.name_of(path))]

    def notes(self, coding: int) -> list[Sealed]:
        """The codings of a document's notes, by the number that an entry names."""
        ((notes,),) = self._rows("SELECT notes FROM coding WHERE id = ?", coding)
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
        there = {self._home.name_of(path) for path in paths}
        gone = [row for row in self._rows("SELECT path FROM document") if row[0] not in there]
        with self._transaction():
            for row in gone:
                self._to_history(row[0])
        return len(gone)

    def finish(self) -> None:
        """Say that the run came to its end."""
        with self._transaction():
            self._file.execute("INSERT OR REPLACE INTO fact VALUES ('ended', ?)", (_now(),))

    def _number(self, content: str) -> int | None:
        query = "SELECT id FROM coding WHERE content = ? AND circumstances = ?"
        rows = self._rows(query, content, self._circumstances)
        return rows[0][0] if rows else None

    def _put(self, path: str, content: str, state: State, reason: str, coding: int | None) -> None:
        tries = 1
        if before := self.entry(path):
            tries += before.tries if before.content == content else 0
        name = self._home.name_of(path)
        self._to_history(name)
        self._file.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (name, content, self._circumstances, state, reason, coding, tries, _now()),
        )

    def _to_history(self, key: str) -> None:
        self._file.execute("INSERT INTO history SELECT *, ? FROM document WHERE path = ?", (_now(), key))
        self._file.execute("DELETE FROM document WHERE path = ?", (key,))

    def _rows(self, query: str, *values: object) -> list[Any]:
        with _failures_told(self._path):
            return self._file.execute(query, values).fetchall()

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


def found_home(home: Home) -> Home:
    """Where the journal lies now: the one beside the results is moved into a workspace by the next run only."""
    return Home(home.plain, home.plain) if home.key and not home.path.exists() else home


def held(home: Home) -> Iterator[tuple[Entry, str]]:
    """What the journal at home has of each document, by path, whatever the circumstances; nothing where none is.

    Beside the entry stand the codings of its notes, as JSON of a list of `Sealed`.

    Raises ExportError where it cannot be read, or a run has it open.
    """
    if not home.path.exists():
        return
    with _failures_told(home.path), contextlib.closing(home.connect(read_only=True)) as file:
        rows = file.execute(
            "SELECT path, document.content, state, reason, coding, tries, since, notes "
            "FROM document LEFT JOIN coding ON coding.id = document.coding ORDER BY path"
        )
        for *row, notes in rows:
            yield _entry(tuple(row)), notes or "[]"


def forget(home: Home, sources: Collection[str] = (), before: datetime | None = None) -> None:
    """Delete what a journal in a workspace has of the documents that notes name as their source, and all that is older.

    Codings that no document has any more go with them, and a damaged journal as a whole. Raises ExportError where it
    cannot be written, or a run has it open.
    """
    with _failures_told(home.path):
        try:
            with contextlib.closing(home.connect()) as file:
                _open(file, home.path)
                _delete(file, {path_key(source) for source in sources}, before)
        except ERRORS as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            for ending in ("-wal", "-shm", ""):
                home.path.with_name(home.path.name + ending).unlink(missing_ok=True)


def _delete(file: sqlite3.Connection, sources: Collection[str], before: datetime | None) -> None:
    file.execute("BEGIN IMMEDIATE")
    for table in ("document", "history"):
        rows = file.execute(f"SELECT rowid, path, since FROM {table}").fetchall()  # noqa: S608
        gone = [
            (row,) for row, path, since in rows
            if path in sources or as_shown(path) in sources or (before and datetime.fromisoformat(since) < before)
        ]  # fmt: skip
        file.executemany(f"DELETE FROM {table} WHERE rowid = ?", gone)  # noqa: S608
    file.execute(
        "DELETE FROM coding WHERE id NOT IN (SELECT coding FROM document WHERE coding IS NOT NULL "
        "UNION SELECT coding FROM history WHERE coding IS NOT NULL)"
    )
    file.execute("COMMIT")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _open(file: sqlite3.Connection, path: Path) -> None:
    """Make a connection the only one, durable and of the newest version."""
    file.execute("PRAGMA locking_mode = EXCLUSIVE")  # one run alone, and WAL works on network folders too
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = FULL")
    file.execute("PRAGMA secure_delete = ON")
    version = file.execute("PRAGMA user_version").fetchone()[0]
    if version > len(_STEPS):
        raise ExportError(f"{path} was written by a newer version.", "Install that version.")
    for number, step in enumerate(_STEPS[version:], version + 1):
        file.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")


@contextmanager
def _failures_told(path: Path) -> Iterator[None]:
    try:
        yield
    except ERRORS as error:
        kind = error.sqlite_errorcode & 0xFF
        if kind == sqlite3.SQLITE_NOTADB:
            raise ExportError(
                f"{path} is no journal of a batch, one of an earlier version, or damaged.", "Delete it to begin anew."
            ) from error
        if kind == sqlite3.SQLITE_CORRUPT:
            raise ExportError(
                f"{path} is damaged.", "Delete it: the next run codes the documents again. Results stay."
            ) from error
        if kind == sqlite3.SQLITE_BUSY:
            raise ExportError(
                f"{path} is in use: another batch writes the same results.", "Wait for its end."
            ) from error
        raise _not_written(path, str(error)) from error
    except OSError as error:
        raise _not_written(path, (error.strerror or "unknown reason").lower()) from error


def _not_written(path: Path, reason: str) -> ExportError:
    return ExportError(f"{path} cannot be written: {reason}.", "Make room or choose another folder, then go on.")


def _entry(row: tuple[Any, ...]) -> Entry:
    path, content, state, reason, coding, tries, since = row
    return Entry(path, content, State(state), reason, coding, tries, since)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
