"""Backups of a workspace: whole encrypted copies beside it, the oldest of which give way to new ones.

Each is a folder `backups/TIME-REASON` with the database and the key file, written under another name and renamed when
it is whole. It is encrypted under the same keys as the workspace, and can be opened and restored on another machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.export import reason_of
from medcode_desktop.services.workspace.database import Database, only_writing_failed
from medcode_desktop.services.workspace.keys import KeyFile

DATABASE_FILE = "workspace.db"
KEPT = 7
"""How many backups of each kind are kept."""

_EVERY = timedelta(days=1)
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup; `reason` is why it was made: daily, asked, migration, or replaced (what a restored one replaced)."""

    path: Path
    at: datetime
    reason: str

    @property
    def size(self) -> int:
        """Bytes of its database."""
        return (self.path / DATABASE_FILE).stat().st_size


def find_backups(folder: Path) -> list[Backup]:
    """The backups of the workspace in `folder`, newest first."""
    found = []
    for path in (folder / "backups").glob("*-*"):
        time, _, reason = path.name.partition("-")
        with suppress(ValueError):
            found.append(Backup(path, datetime.strptime(time, _TIME).replace(tzinfo=UTC), reason.partition(".")[0]))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def backup_is_due(folder: Path) -> bool:
    """Whether the last day has no backup. One of the future, made before the clock was put back, does not count."""
    now = datetime.now(UTC)
    return not any(timedelta(0) <= now - backup.at < _EVERY for backup in find_backups(folder))


def make_backup(folder: Path, key: bytes, keys: KeyFile, reason: str) -> Backup:
    """Copy the workspace as it is now, and let the oldest backups of the same kind go. Raises WorkspaceError."""
    path = new_place(folder, reason)
    write_copy(folder, path, key, keys)
    return let_old_go(folder, path)


def let_old_go(folder: Path, newest: Path) -> Backup:
    """Delete the oldest backups of the kind of the newest one, which is returned; a changed clock cannot make it go."""
    found = find_backups(folder)
    made = next(backup for backup in found if backup.path == newest)
    for old in [b for b in found if b.reason == made.reason and b != made][KEPT - 1 :]:
        shutil.rmtree(old.path, ignore_errors=True)
    return made


def write_copy(folder: Path, target: Path, key: bytes, keys: KeyFile) -> None:
    """Copy the workspace into the new folder `target`, whole or not at all. Raises WorkspaceError."""
    draft = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.mkdir(mode=0o700)
        source = Database(folder / DATABASE_FILE, key, read_only=True)  # of its own: decisions go on meanwhile
        try:
            source.copy_to(draft / DATABASE_FILE, key)
        finally:
            source.close()
        keys.write(draft)
        draft.rename(target)
    except OSError as error:
        raise WorkspaceError(f"The backup {target} cannot be written: {reason_of(error)}.", "Make room.") from error
    except WorkspaceError as error:
        raise WorkspaceError(f"No backup was made. {error.message}", error.hint) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Delete what a program that was killed left half written; only for the one that may write."""
    for draft in (*folder.glob(".*.part"), *folder.glob("backups/.*.part"), *folder.glob("backups/*/.*.part")):
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            with suppress(OSError):
                draft.unlink()


def new_place(folder: Path, reason: str) -> Path:
    """The path of a new backup, which no other has."""
    name = f"{datetime.now(UTC).strftime(_TIME)}-{reason}"
    paths = (folder / "backups" / (f"{name}.{n}" if n else name) for n in range(1000))
    return next(path for path in paths if not path.exists())


def delete_from_backups(folder: Path, key: bytes, notes: Sequence[tuple[int, str]]) -> tuple[int, int]:
    """Delete notes, by number and time of adding, in every backup; a damaged one goes as a whole.

    Returns how many backups were cleaned, and how many are gone. Raises WorkspaceError when one can be neither, or the
    disk is full.
    """
    cleaned = removed = 0
    for backup in find_backups(folder):
        try:
            delete_notes_in(backup.path / DATABASE_FILE, key, notes)
            cleaned += 1
        except WorkspaceError as error:
            if only_writing_failed(error):
                raise
            shutil.rmtree(backup.path, ignore_errors=True)
            if backup.path.exists():
                message = f"The backup {backup.path} can be neither cleaned nor deleted."
                raise WorkspaceError(message, "Free it from write protection, then delete the note again.") from error
            removed += 1
    return cleaned, removed


def delete_notes_in(path: Path, key: bytes, notes: Sequence[tuple[int, str]]) -> None:
    """Delete notes in the database of one backup."""
    database = Database(path, key)
    try:
        with database.writing():
            for number, added_at in notes:
                database.run("DELETE FROM notes WHERE number = ? AND added_at = ?", number, added_at)
        database.empty_log()
        database.rows("PRAGMA journal_mode = DELETE")
    finally:
        database.close()
