"""How a workspace comes to be open: made, unlocked, recovered with its recovery key, or restored from a backup."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.export import reason_of
from medcode_desktop.services.workspace import attempts, backups
from medcode_desktop.services.workspace.database import Database
from medcode_desktop.services.workspace.keys import KEY_FILE, Cost, KeyFile, Person, Role, database_key
from medcode_desktop.services.workspace.notes import Workspace
from medcode_desktop.services.workspace.vault import Place, take_lock, unlocked

_LOGS = ("-wal", "-shm", "-journal")


def in_memory(person: str = "") -> Workspace:
    """A workspace that is kept in memory only and writes nothing to disk; it ends with the program."""
    workspace = Workspace(Person(person, Role.CODER), None)
    workspace.attach(b"", "begun")
    return workspace


def create_workspace(folder: Path, person: str, passphrase: str, *, cost: Cost | None = None) -> tuple[Workspace, str]:
    """A new workspace in a folder that has none, with its first coder: open, and the recovery key to be shown once.

    The folder and its files are their owner's alone. Raises WorkspaceError where that cannot be.
    """
    folder = folder.absolute()
    for name in (KEY_FILE, backups.DATABASE_FILE):
        if (folder / name).exists():
            raise WorkspaceError(f"{folder} holds a workspace already.", "Open that, or choose another folder.")
    keys, data_key, recovery_key = KeyFile.make(person, passphrase, cost or Cost())
    place = Place(folder, keys)
    workspace = Workspace(keys.person(person), place)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _be_writer(place, "No workspace was made.")
        os.close(os.open(place.database, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            workspace.attach(data_key, "created", f"{person}, workspace {keys.workspace_id}")
            try:
                keys.write(folder)  # last: without it nothing was made
            except WorkspaceError:
                workspace.close()
                raise
        except WorkspaceError:
            for name in (KEY_FILE, *(backups.DATABASE_FILE + ending for ending in ("", *_LOGS))):
                (folder / name).unlink(missing_ok=True)
            raise
    except WorkspaceError:
        _release(place)
        raise
    except OSError as error:
        _release(place)
        message = f"No workspace can be made in {folder}: {reason_of(error)}."
        raise WorkspaceError(message, "Choose another folder, or make room.") from error
    return workspace, recovery_key


def open_workspace(
    folder: Path, person: str = "", passphrase: str | None = None, *, read_only: bool = False
) -> Workspace:
    """Unlock the workspace in `folder`. Without a name the only person is meant; None asks the system's keyring.

    It opens for writing where that can be; where another program writes, or the folder is write-protected, it opens
    read-only and `Workspace.read_only` says why. Afterwards `backup_is_due` may ask for `back_up`, which takes too
    long to be done here. Raises WrongPassphrase, and WorkspaceError where the workspace is missing, damaged or newer.
    """
    place = _place(folder)
    who = place.keys.person(person or _only_one(place.keys))
    data_key, detail = unlocked(place, who.name, passphrase)
    if read_only:
        place.why_read_only = "It was opened for reading only."
    else:
        take_lock(place)
    return _attached(Workspace(who, place), data_key, "unlocked", detail)


def recover_workspace(folder: Path, person: str, recovery_key: str, passphrase: str) -> tuple[Workspace, str]:
    """Unlock by the recovery key and give a person a new passphrase; someone unknown becomes a coder.

    Returns the open workspace and a new recovery key; the old one is used up. Raises as `open_workspace`.
    """
    place = _place(folder)
    with attempts.counted(place.folder, "the recovery key"):
        data_key = place.keys.unlock_by_recovery(recovery_key)
    try:
        _be_writer(place, "The passphrase was not changed.")
        name = person or _only_one(place.keys)
        role = next((p.role for p in place.keys.people if p.name == name), Role.CODER)
        keys, shown = place.keys.with_person(data_key, name, role, passphrase).with_recovery_key(data_key)
        keys.write(place.folder)
        place.keys = keys
    except WorkspaceError:
        _release(place)
        raise
    return _attached(Workspace(keys.person(name), place), data_key, "recovered", "by the recovery key"), shown


def restore_backup(folder: Path, backup: Path, person: str, passphrase: str) -> Workspace:
    """Put a backup in the place of the workspace in `folder`, which may be damaged or gone, and open it.

    What was there is kept as a backup of its own ("replaced"). The backup is checked before anything is touched.
    Raises as `open_workspace`, and WorkspaceError when the backup is damaged or belongs to another workspace.
    """
    source = backup.absolute() / backups.DATABASE_FILE
    if not source.is_file():
        raise WorkspaceError(f"{backup} is no backup.", "`medcode workspace status` lists the backups there are.")
    folder = folder.absolute()
    at_home = (folder / KEY_FILE).exists() or any(folder.glob(f"backups/*/{KEY_FILE}"))
    place = Place(folder, KeyFile.read(folder if at_home else backup))
    who = place.keys.person(person or _only_one(place.keys))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data_key, _ = unlocked(place, who.name, passphrase)
        key = database_key(data_key)
        _be_writer(place, "Nothing was restored.")
        if who.role is not Role.CODER:
            raise WorkspaceError("Nothing was restored: an auditor reads, and decides nothing.")
        _check(source, key)
        draft = place.database.with_name(f".{place.database.name}.part")
        try:
            shutil.copyfile(source, draft)
            draft.chmod(0o600)
            _flush(draft)
            _set_aside(place, key)
            place.keys.write(folder)
            draft.replace(place.database)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, WorkspaceError) as error:
        _release(place)
        if isinstance(error, WorkspaceError):
            raise
        message = f"The backup cannot be restored: {reason_of(error)}."
        raise WorkspaceError(message, "Make room or free the folder, then do it again.") from error
    return _attached(Workspace(who, place), data_key, "restored", backup.name)


def _place(folder: Path) -> Place:
    folder = folder.absolute()
    place = Place(folder, KeyFile.read(folder))
    if not place.database.exists():
        hint = "Restore a backup: `medcode workspace restore`."
        raise WorkspaceError(f"The database {place.database} is missing.", hint)
    return place


def _attached(workspace: Workspace, data_key: bytes, action: str, detail: str) -> Workspace:
    try:
        workspace.attach(data_key, action, detail)
    except BaseException:
        if workspace.place is not None:
            _release(workspace.place)
        raise
    return workspace


def _be_writer(place: Place, otherwise: str) -> None:
    take_lock(place)
    if place.why_read_only:
        raise WorkspaceError(f"{otherwise} {place.why_read_only}")


def _release(place: Place) -> None:
    if place.lock is not None:
        place.lock.release()
        place.lock = None


def _only_one(keys: KeyFile) -> str:
    if len(keys.people) == 1:
        return keys.people[0].name
    known = ", ".join(sorted(person.name for person in keys.people))
    raise WorkspaceError("Several people have a key to this workspace.", f"Say who you are: {known}.")


def _check(source: Path, key: bytes) -> None:
    """Raise WorkspaceError unless every page of a backup is whole."""
    database = Database(source, key, read_only=True)
    try:
        if database.faults():
            raise WorkspaceError(f"The backup {source.parent} is damaged.", "Take another one. Nothing was changed.")
    finally:
        database.close()


def _set_aside(place: Place, key: bytes) -> None:
    """Keep a copy of the database that is to be replaced, with its log, as a backup of its own."""
    if not place.database.exists():
        return
    with suppress(WorkspaceError):  # a damaged one is kept as it is
        current = Database(place.database, key)
        current.empty_log()
        current.close()
    aside = backups.new_place(place.folder, "replaced")
    draft = aside.with_name(f".{aside.name}.part")
    draft.parent.mkdir(exist_ok=True, mode=0o700)
    draft.mkdir(mode=0o700)
    try:
        place.keys.write(draft)
        files = [place.database.with_name(place.database.name + ending) for ending in ("", *_LOGS)]
        for file in filter(Path.exists, files):
            shutil.copyfile(file, draft / file.name)
            (draft / file.name).chmod(0o600)
        draft.rename(aside)
        backups.let_old_go(place.folder, aside)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    for log in files[1:]:
        log.unlink(missing_ok=True)  # of the old database; the new one has none


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
