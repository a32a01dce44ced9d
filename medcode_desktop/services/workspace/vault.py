"""What an unlocked workspace is beside its notes: person, people, lock, audit trail, backups and small state."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.batch.homes import JournalSafe
from medcode_desktop.services.workspace import attempts, backups, schema
from medcode_desktop.services.workspace.audit import Circumstances, Event, Trail
from medcode_desktop.services.workspace.database import Database, only_writing_failed
from medcode_desktop.services.workspace.keys import KeyFile, Person, Role, database_key, journal_key

LOCK_AFTER_S = 600.0
LOCK_FILE = "workspace.lock"
_LOCKED = ("The workspace is locked.", "Unlock it with your passphrase.")
_IN_MEMORY = "It is kept in memory only"


@dataclass(slots=True)
class Place:
    """Where a workspace lies on disk, with its keys and the lock that makes this program its only writer.

    `lock` is None where the workspace may only be read; `why_read_only` says why.
    """

    folder: Path
    keys: KeyFile
    lock: FileLock | None = None
    why_read_only: str = ""

    @property
    def database(self) -> Path:
        return self.folder / backups.DATABASE_FILE


def take_lock(place: Place) -> None:
    """Make this program the writer, or say in the place why it only reads.

    The system frees the lock of a program that ends, however it ends.
    """
    if place.lock is not None:
        place.why_read_only = ""
        return
    lock = FileLock(place.folder / LOCK_FILE, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
        place.lock, place.why_read_only = lock, ""
        backups.sweep(place.folder)
    except TimeoutError:
        place.why_read_only = "Another program has this workspace open; here it can only be read until that is closed."
    except OSError:
        place.why_read_only = "The folder of the workspace is write-protected; it can only be read."


@dataclass(slots=True)
class Vault:
    """An unlocked workspace without what is said of notes; see `Workspace`.

    Every method may be called from any thread; calls wait for each other. All raise WorkspaceError.
    """

    person: Person
    place: Place | None
    """None where all is kept in memory only."""
    lock_after_s: float = LOCK_AFTER_S
    _data_key: bytes = field(default=b"", repr=False)
    _database: Database = field(init=False, repr=False)
    _copying: threading.Lock = field(default_factory=threading.Lock, repr=False)
    """Held while a backup is made, notes are deleted or keys change, so that no backup keeps what is gone."""
    _used: tuple[float, float] = field(default=(0.0, 0.0), repr=False)
    _last_seen: datetime | None = field(default=None, repr=False)

    @property
    def read_only(self) -> str:
        """Why nothing can be changed here, as a sentence; "" where it can."""
        if self.place is not None and self.place.why_read_only:
            return self.place.why_read_only
        return "An auditor reads, and decides nothing." if self.person.role is Role.AUDITOR else ""

    @property
    def locked(self) -> bool:
        return not self._database.is_open

    @property
    def trail(self) -> Trail:
        """The audit trail, for reading."""
        return Trail(self._database)

    def attach(self, data_key: bytes, action: str, detail: str = "") -> None:
        """Open the database with the key; called once before anything else, and after each `lock`."""
        self._data_key = data_key
        if self.place is None:
            self._database = Database(None)
        else:
            self._database = self._opened(self.place)
        try:
            self._bring_up_to_date()
            self._last_seen = self.trail.last_time()
            self._tell_opened(action, detail)
        except BaseException:
            self._database.close()
            raise
        self.touch()

    def _opened(self, place: Place) -> Database:
        """The database, read-only where it can only be read."""
        if not place.why_read_only:
            try:
                return Database(place.database, self._key)
            except WorkspaceError as error:
                if not only_writing_failed(error):
                    raise
                place.why_read_only = f"{error} Until then it can only be read."
        return Database(place.database, self._key, read_only=True)

    def _bring_up_to_date(self) -> None:
        version, newest = self._database.version, len(schema.MIGRATIONS)
        if version > newest:
            raise WorkspaceError(
                f"A newer version of MedCode Desktop wrote this workspace (schema {version}; this one knows {newest}).",
                "Open it with the newer version. Nothing was changed.",
            )
        if version == newest:
            return
        if self.place is not None and self.place.why_read_only:
            raise WorkspaceError(
                "An older version of MedCode Desktop wrote this workspace, and it has to be brought up to date first.",
                f"Open it for writing once. {self.place.why_read_only}",
            )
        if version and self.place is not None:
            backups.make_backup(self.place.folder, self._key, self.place.keys, "migration")
        self._database.migrate()

    def _tell_opened(self, action: str, detail: str) -> None:
        if self.place is not None and self.place.why_read_only:
            return
        try:
            self._append([Event(action, detail=detail)])
        except WorkspaceError as error:
            if self.place is None or not only_writing_failed(error):
                raise
            self.place.why_read_only = f"{error} Until then it can only be read."
            self._database.close()
            self._database = self._opened(self.place)

    def record(self, action: str, detail: str = "", note: int | None = None) -> None:
        """Add an entry of the caller's to the audit trail, such as that the trail was exported; auditors may too."""
        if self.place is not None and self.place.why_read_only:
            return
        self._append([Event(action, detail=detail)], Circumstances(note=note))

    def state(self, name: str, default: Any = None) -> Any:
        """A small value that this person's window kept, such as its place in the work list."""
        found = self._database.rows("SELECT value FROM state WHERE person = ? AND name = ?", self.person.name, name)
        try:
            return json.loads(found[0][0]) if found else default
        except ValueError as error:
            raise self._database.damage(f"what was kept as '{name}'") from error

    def keep_state(self, name: str, value: Any) -> None:
        """Keep a small JSON value for this person; None forgets it. Not for anything of a note: deleting spares it."""
        with self.transaction(auditor_too=True):
            self._database.run("DELETE FROM state WHERE person = ? AND name = ?", self.person.name, name)
            if value is not None:
                self._database.run("INSERT INTO state VALUES (?, ?, ?)", self.person.name, name, json.dumps(value))

    @contextmanager
    def transaction(self, *, auditor_too: bool = False) -> Iterator[None]:
        """Make one transaction of several calls: all is on the disk when the block ends, or nothing of it."""
        refusal = self.place.why_read_only if auditor_too and self.place else "" if auditor_too else self.read_only
        if refusal:
            raise WorkspaceError(f"Nothing was saved. {refusal}")
        try:
            with self._database.writing():
                yield
        except BaseException:
            self._forget()
            raise
        self.touch()

    def _forget(self) -> None:
        """Drop what is remembered of the database's content; a transaction was taken back."""

    def _append(self, events: list[Event], circumstances: Circumstances | None = None) -> None:
        with self._database.writing():
            self.trail.append(self.person.name, events, circumstances or Circumstances())

    def touch(self) -> None:
        """Someone is there: the time until the workspace is to be locked begins anew."""
        self._used = (time.monotonic(), time.time())

    @property
    def idle_s(self) -> float:
        """Seconds since `touch` or the last change, by the clock that says more: one stands still while asleep."""
        return max(time.monotonic() - self._used[0], time.time() - self._used[1])

    @property
    def lock_is_due(self) -> bool:
        """Whether the window should call `lock`. What is kept in memory only would be lost, and is not locked."""
        return self.place is not None and not self.locked and self.idle_s >= self.lock_after_s

    def lock(self) -> None:
        """Close the database and forget the key; all calls raise WorkspaceError until `unlock`. Others cannot write."""
        if self.place is None:
            raise WorkspaceError("What is kept in memory only cannot be locked.", "Make a workspace to keep it.")
        if not self.locked:
            with suppress(WorkspaceError):
                self.record("locked")
        self._forget()
        self._database.close()
        self._data_key = b""

    def unlock(self, passphrase: str | None = None) -> None:
        """Go on after `lock`, as the same person. None asks the system's keyring. Raises WrongPassphrase."""
        place = self._place()
        if self.locked:
            if place.lock is None:
                place.keys = KeyFile.read(place.folder)  # the program that writes may have changed them
            data_key, detail = unlocked(place, self.person.name, passphrase)
            take_lock(place)
            self.attach(data_key, "unlocked", detail)

    def close(self) -> None:
        """Close it for good and let other programs write."""
        if not self.locked and self.place is not None:
            with suppress(WorkspaceError):
                self.record("closed")
        self._forget()
        self._database.close()
        self._data_key = b""
        if self.place is not None and self.place.lock is not None:
            self.place.lock.release()
            self.place.lock = None

    def people(self) -> tuple[Person, ...]:
        return self._place().keys.people

    def add_person(self, name: str, role: Role, passphrase: str) -> None:
        """Give someone a key of their own. Raises WorkspaceError for a name that has one, or a short passphrase."""
        if any(person.name == name for person in self.people()):
            message = f"{name} has a key to this workspace already."
            raise WorkspaceError(message, "Remove that first to change the role.")
        self._change_keys(lambda keys: keys.with_person(self._data_key, name, role, passphrase))
        self._append([Event("person added", detail=f"{name}, {role}")])

    def remove_person(self, name: str) -> None:
        """Take someone's key: it no longer opens the workspace or its backups, but copies that were taken elsewhere."""
        self._change_keys(lambda keys: keys.without_person(name))
        self._append([Event("person removed", detail=name)])

    def change_passphrase(self, old: str, new: str) -> None:
        """Change this person's passphrase, auditors too. Raises WrongPassphrase."""
        place = self._place()
        with attempts.counted(place.folder, self.person.name):
            place.keys.unlock(self.person.name, old)
        self.set_passphrase(new, "passphrase changed")

    def set_passphrase(self, new: str, action: str) -> None:
        """Give this person another passphrase, once it is known who asks; `action` says so in the audit trail."""
        role = self.person.role
        self._change_keys(lambda keys: keys.with_person(self._data_key, self.person.name, role, new), auditor_too=True)
        self._append([Event(action)])

    def make_recovery_key(self) -> str:
        """A new recovery key, to be shown once; the old one no longer works."""
        keys, recovery_key = self._place().keys.with_recovery_key(self._data_key)
        self._change_keys(lambda _: keys)
        self._append([Event("recovery key made")])
        return recovery_key

    def hold_in_keyring(self, held: bool) -> None:
        """Let the system's keyring unlock the workspace for this person without the passphrase, or no longer."""
        name = self.person.name
        if held:
            self._change_keys(lambda keys: keys.held_in_keyring(self._data_key, name), auditor_too=True)
        else:
            self._change_keys(lambda keys: keys.forgotten_by_keyring(name), auditor_too=True)
        self._append([Event("keyring used" if held else "keyring left")])

    def _change_keys(self, change: Callable[[KeyFile], KeyFile], *, auditor_too: bool = False) -> None:
        place = self._place()
        refusal = place.why_read_only if auditor_too else self.read_only
        if refusal or self.locked:
            raise WorkspaceError(f"The keys were not changed. {refusal or 'The workspace is locked.'}")
        with self._copying:
            keys = change(place.keys)
            keys.write(place.folder)
            place.keys = keys
        if any(person.name == self.person.name for person in keys.people):
            self.person = keys.person(self.person.name)

    @property
    def backup_is_due(self) -> bool:
        """Whether the window should call `back_up` in the background: the last day has none."""
        return self.place is not None and not self.place.why_read_only and backups.backup_is_due(self.place.folder)

    def back_up(self, reason: str = "asked") -> backups.Backup:
        """Make an encrypted backup beside the workspace, and let the oldest go.

        Takes some seconds for 10,000 notes; others may decide meanwhile. Raises WorkspaceError where it cannot be
        written, or a page of the workspace is damaged; earlier backups are kept then.
        """
        place = self._place()
        self._refuse_without_lock(place)
        with self._copying:
            self._database.empty_log()
            backup = backups.make_backup(place.folder, self._key, place.keys, reason)
        self._append([Event("backup made", detail=backup.path.name)])
        return backup

    def copy_to(self, folder: Path) -> None:
        """Write an encrypted copy into a new folder elsewhere, with the keys as they are now."""
        if folder.exists():
            raise WorkspaceError(f"{folder} is there already.", "Give the name of a new folder.")
        with self._copying:
            backups.write_copy(self._place().folder, folder, self._key, self._place().keys)
        self.record("backup made", str(folder.name))

    def faults(self) -> list[str]:
        """What is damaged, in the pages of the database and in the audit trail; empty when nothing is."""
        return self._database.faults() or self.trail.faults()

    @property
    def journals(self) -> JournalSafe | None:
        """Where batches keep their journals; None where all is kept in memory only."""
        if self.place is None:
            return None
        if not self._data_key:
            raise WorkspaceError(*_LOCKED)
        return JournalSafe(self.place.folder / "batches", journal_key(self._data_key))

    @property
    def _key(self) -> bytes:
        if not self._data_key:
            raise WorkspaceError(*_LOCKED)
        return database_key(self._data_key)

    def _place(self) -> Place:
        if self.place is None:
            raise WorkspaceError(f"{_IN_MEMORY}, so there is no key and no backup.", "Make a workspace to keep it.")
        return self.place

    @staticmethod
    def _refuse_without_lock(place: Place) -> None:
        if place.why_read_only:
            raise WorkspaceError(f"No backup was made. {place.why_read_only}")


def unlocked(place: Place, name: str, passphrase: str | None) -> tuple[bytes, str]:
    """The data key by a person's passphrase, or by the system's keyring, and what the audit trail says of it."""
    if passphrase is None:
        return place.keys.unlock_from_keyring(name), "by the keyring"
    place.keys.person(name)
    with attempts.counted(place.folder, name) as failures:
        data_key = place.keys.unlock(name, passphrase)
    return data_key, f"after {failures} wrong attempts" if failures else ""
