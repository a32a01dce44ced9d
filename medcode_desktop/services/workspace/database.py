"""The encrypted database of a workspace: SQLCipher, durable writes, and its faults in plain words.

Every page is encrypted (AES-256) and authenticated (HMAC-SHA512) by SQLCipher under a raw 32-byte key. With
`synchronous=FULL` a transaction is on the disk when `writing` ends, and `secure_delete` overwrites what is deleted.
Temporary tables stay in memory. One connection serves all threads, which wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.export import reason_of
from medcode_desktop.services.workspace import schema

_Error = dbapi2.Error
_BUSY_S = 5.0
_FULL_HINT = "Make room; everything that was saved before is kept."
_DAMAGE_HINT = "Take a backup instead: `medcode workspace restore`. The damaged file is kept beside it."
_FAULTS = {
    sqlite3.SQLITE_FULL: ("the disk is full", _FULL_HINT),
    sqlite3.SQLITE_IOERR: (
        "its disk does not answer or is full",
        "Is the drive connected, and is there room on it? Everything that was saved before is kept.",
    ),
    sqlite3.SQLITE_READONLY: ("it may only be read", "Free its folder from write protection, then open it again."),
    sqlite3.SQLITE_CANTOPEN: (
        "its files cannot be opened",
        "Is the drive connected, is the folder yours to read and write, and is there room?",
    ),
    sqlite3.SQLITE_PERM: ("the permission for its files is missing", "Give yourself the right to read and write them."),
    sqlite3.SQLITE_BUSY: ("another program uses it", "Close the other program, or wait until it is done."),
    sqlite3.SQLITE_CORRUPT: ("a part of it is damaged", _DAMAGE_HINT),
    sqlite3.SQLITE_NOTADB: ("the beginning of its database is damaged, or belongs to another workspace", _DAMAGE_HINT),
}
_CANNOT_WRITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
_WORDS = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "database is locked": sqlite3.SQLITE_BUSY,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}
"""What SQLite says of a result code, for the one call of the library that does not give the code itself."""


def only_writing_failed(error: WorkspaceError) -> bool:
    """Whether a fault is one of writing, so that the database may still be read."""
    return _kind(error.__cause__) in _CANNOT_WRITE


class Database:
    """One open database. `path` None keeps it in memory, without a key.

    `writing` makes a transaction of a block, `run` and `rows` execute one statement. All raise WorkspaceError, which
    names the fault; what was saved before is kept, and the statement can be tried again.
    """

    def __init__(self, path: Path | None, key: bytes = b"", *, read_only: bool = False) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._depth = 0
        self._connection: sqlite3.Connection | None = None
        self._damaged = False
        self._identity: tuple[int, int] | None = None
        self._connect_again = partial(self._connect, key, read_only)
        with self._faults_told():
            self._connection = self._connect_again()
            if path is not None:
                self._identity = _identity(path)

    def _connect(self, key: bytes, read_only: bool) -> sqlite3.Connection:
        if self.path is None:
            return _prepared(_connection(":memory:", key))
        address = self.path.absolute().as_uri()
        if not read_only:
            return _prepared(_connection(f"{address}?mode=rw", key))
        try:
            return _connection(f"{address}?mode=ro", key)
        except _Error as error:
            # Where nothing can be written, not even the memory that programs share, SQLite may look at a database that
            # was closed in good order.
            log = self.path.with_name(self.path.name + "-wal")
            if _kind(error) not in (*_CANNOT_WRITE, sqlite3.SQLITE_CANTOPEN) or _size(log):
                raise
            return _connection(f"{address}?immutable=1", key)

    @property
    def version(self) -> int:
        """The version of the schema; 0 before the first migration."""
        return int(self.rows("PRAGMA user_version")[0][0])

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is inside `writing` or `reading`."""
        with self._lock:
            return self._depth > 0

    def migrate(self) -> None:
        """Bring the tables to the newest version, one step after the other, each whole or not at all."""
        with self._lock, self._faults_told():
            for version, script in enumerate(schema.MIGRATIONS[self.version :], self.version + 1):
                try:
                    self._open().executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {version}; COMMIT;")
                except _Error:
                    self._roll_back()
                    raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make one transaction of the block: it is on the disk when the block ends, or nothing of it is.

        Blocks inside belong to the outermost one; one that fails is taken back for itself.
        """
        with self._transaction("BEGIN IMMEDIATE") as outermost:
            yield
        if outermost:
            self._check_place()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all queries of the block see the same state, whatever others write meanwhile."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[bool]:
        with self._lock, self._faults_told():
            if self._depth:
                with self._savepoint(f"inner{self._depth}"):
                    yield False
                return
            self._open().execute(begin)
            self._depth = 1
            try:
                yield True
                self._open().execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._depth = 0

    @contextmanager
    def _savepoint(self, name: str) -> Iterator[None]:
        """Take a block inside a transaction back when it fails, even where the rest goes on."""
        self._open().execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            with suppress(_Error):
                self._open().execute(f"ROLLBACK TO {name}")
                self._open().execute(f"RELEASE {name}")
            raise
        else:
            self._open().execute(f"RELEASE {name}")
        finally:
            self._depth -= 1

    def run(self, statement: str, *values: Any) -> int:
        """Execute a statement inside `writing`, and return the last row's number where it inserted one."""
        with self._lock, self._faults_told():
            return int(self._open().execute(statement, values).lastrowid or 0)

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """All rows of a query, as tuples."""
        with self._lock, self._faults_told():
            return self._open().execute(statement, values).fetchall()

    def empty_log(self) -> bool:
        """Move all changes from the write-ahead log into the database and cut the log; whether nothing hindered it.

        A program that reads at this moment does, and so does a transaction around this call.
        """
        return not self._depth and not self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]

    def copy_to(self, path: Path, key: bytes) -> None:
        """Write the database as it is now, encrypted under `key` with a salt of its own, into a new file.

        Checks every page first, so that damage is found here at the latest: SQLite would copy a page that cannot be
        decrypted as an empty one. Others may write meanwhile. Raises WorkspaceError; the file is to be deleted then.
        """
        if self.rows("PRAGMA cipher_integrity_check"):
            raise WorkspaceError(f"The workspace {self._where} cannot be used: a part of it is damaged.", _DAMAGE_HINT)
        with self._faults_told():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
            target = _connection(f"{path.absolute().as_uri()}?mode=rw", key)
            try:
                self._open().backup(target)
                target.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, without a log beside it
            finally:
                target.close()

    def faults(self) -> list[str]:
        """What is damaged, page by page and table by table; empty when nothing is."""
        found = [str(row[0]) for row in self.rows("PRAGMA cipher_integrity_check")]
        return found or [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        """Close it; any call afterwards raises WorkspaceError."""
        with self._lock:
            connection, self._connection = self._connection, None
            self._connect_again = partial(self._connect, b"", True)
            if connection is not None:
                with suppress(_Error):
                    connection.close()

    def damage(self, what: str) -> WorkspaceError:
        """The error to raise for a value that was read and cannot be what was written.

        SQLCipher gives the continuation of a long value as zeros where it cannot authenticate a page, and refuses all
        that is asked next: what is long is to be checked, and the connection begins anew.
        """
        self._damaged = True
        return WorkspaceError(f"The workspace {self._where} is damaged: {what} cannot be read.", _DAMAGE_HINT)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise WorkspaceError("The workspace is locked.", "Unlock it with your passphrase.")
        if self._damaged and not self._depth and self.path is not None:
            with suppress(_Error):
                again = self._connect_again()
                self._connection.close()
                self._connection, self._damaged = again, False
        return self._connection

    @property
    def _where(self) -> Path | str:
        return self.path.parent if self.path else "in memory"

    def _roll_back(self) -> None:
        with suppress(_Error, WorkspaceError):
            if self._open().in_transaction:
                self._open().execute("ROLLBACK")

    def _check_place(self) -> None:
        """A drive that is gone, or a file put in the place of this one, would take decisions nobody ever sees again."""
        if self.path is not None and _identity(self.path) != self._identity:
            message = f"{self.path} was moved, deleted or replaced while it was open: what was just done is not saved."
            raise WorkspaceError(message, "Put it back or connect its drive, then open the workspace again.")

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except _Error as error:
            self._damaged |= _kind(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            what, hint = _FAULTS.get(_kind(error), (f"the database reports {_name(error)}", "Please report this."))
            raise WorkspaceError(f"The workspace {self._where} cannot be used: {what}.", hint) from error
        except OSError as error:
            message = f"The workspace {self._where} cannot be used: {reason_of(error)}."
            raise WorkspaceError(message, "Is its drive connected, and is there room on it?") from error


def _connection(address: str, key: bytes) -> sqlite3.Connection:
    """A keyed connection that has read the beginning of the database. Raises the library's errors."""
    connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_S)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else faults are told on standard error too
        if key:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except BaseException:
        connection.close()
        raise
    return cast(sqlite3.Connection, connection)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """For writing: the log, what makes a commit durable, and what makes a deletion one."""
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",  # on macOS fsync alone leaves data in the drive's cache
            "checkpoint_fullfsync = ON",
            "secure_delete = ON",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _kind(error: BaseException | None) -> int:
    """SQLite's primary result code; 0 where an error is not of SQLite."""
    code: int = getattr(error, "sqlite_errorcode", None) or _WORDS.get(str(error), 0)
    return code & 0xFF


def _name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", "") or type(error).__name__)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
