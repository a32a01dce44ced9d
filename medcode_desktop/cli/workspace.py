"""`medcode workspace`: the encrypted workspace, its people, backups, and what is to be deleted from it."""

from __future__ import annotations

import argparse
from pathlib import Path

from medcode_desktop.cli import console, unlocking
from medcode_desktop.cli.options import positive
from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.workspace import (
    Purged,
    Role,
    Workspace,
    create_workspace,
    find_backups,
    recover_workspace,
    restore_backup,
)
from medcode_desktop.settings import load_settings

_NEW = "--new-passphrase-file"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "The encrypted workspace. Without one the program keeps notes in memory only."
    parser = commands.add_parser(
        "workspace", help="the encrypted workspace: people, backups, deletion", description=text
    )
    names = "create|status|passwd|recover|keyring|people|backup|restore|delete-note|purge"
    actions = parser.add_subparsers(required=True, metavar=names)

    def action(name: str, meaning: str, command: object) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=meaning, description=f"{meaning[0].upper()}{meaning[1:]}.")
        unlocking.add_options(one)
        one.set_defaults(command=command)
        return one

    action("create", "make a workspace, and show its recovery key once", _create)
    status = action("status", "what is in it, who has a key, and whether all is whole", _status)
    status.add_argument("--notes", action="store_true", help="list the notes with their numbers")
    unlocking.add_passphrase_option(action("passwd", "change your passphrase", _passwd), _NEW, "the new one")
    recover = action("recover", "set a new passphrase with the recovery key, and show a new one", _recover)
    unlocking.add_passphrase_option(recover, "--recovery-key-file", "the recovery key")
    keyring = action("keyring", "let the system's keyring unlock it for you, or no longer", _keyring)
    keyring.add_argument("held", choices=("on", "off"))
    people = action("people", "list the people with a key, add or remove one", _people)
    people.add_argument("--add", metavar="NAME", help="give someone a key")
    people.add_argument("--role", type=Role, choices=list(Role), default=Role.CODER, help="of whom is added (coder)")
    people.add_argument("--remove", metavar="NAME", help="take someone's key")
    unlocking.add_passphrase_option(people, _NEW, "the passphrase of whom is added")
    backup = action("backup", "make an encrypted backup", _backup)
    backup.add_argument("--out", type=Path, metavar="FOLDER", help="a new folder elsewhere, instead of beside it")
    restore = action("restore", "put a backup in its place; what was there is kept", _restore)
    restore.add_argument("backup", metavar="BACKUP", help="a name that `status` lists, or a folder")
    delete = action("delete-note", "delete notes for good, from the backups beside it too", _delete)
    delete.add_argument("notes", nargs="+", metavar="NOTE", help="number or name")
    purge = action("purge", "delete the notes that were added too long ago", _purge)
    purge.add_argument("--days", type=positive, metavar="N", help="how long notes are kept, if not as the settings say")
    purge.add_argument("--date-is-right", action="store_true", help="the clock is right, though much time has passed")


def _create(arguments: argparse.Namespace) -> int:
    folder = unlocking.folder_of(arguments)
    person = arguments.person or load_settings().reviewer
    if not person:
        raise WorkspaceError("A workspace needs its first coder.", "Give the name with --person.")
    passphrase = unlocking.passphrase_from(arguments.passphrase_file, f"New passphrase of {person}", twice=True)
    workspace, recovery_key = create_workspace(folder, person, passphrase)
    workspace.close()
    console.show(f"{folder}\n")
    _show_recovery_key(recovery_key)
    return console.DONE


def _show_recovery_key(recovery_key: str) -> None:
    console.show(f"Recovery key: {recovery_key}\n")
    console.complain("Write the recovery key down and keep it apart from this machine; it is not shown again.")


def _status(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments, read_only=True) as workspace:
        notes = workspace.notes()
        rows = [
            ("folder", unlocking.folder_of(arguments)),
            ("notes", f"{len(notes)}, {sum(note.coded for note in notes)} coded"),
            ("decided", f"{sum(note.decided for note in notes)} of {sum(note.codes for note in notes)} codes"),
            ("people", ", ".join(f"{person.name} ({person.role})" for person in workspace.people())),
            ("audit trail", workspace.trail.head()),
            *(
                (f"backup {b.path.name}", console.file_size(b.size))
                for b in find_backups(unlocking.folder_of(arguments))
            ),
        ]
        width = max(len(name) for name, _ in rows)
        console.show("".join(f"{name:<{width}}  {value}\n" for name, value in rows))
        if arguments.notes:
            console.show("".join(f"{n.number:>6}  {n.name}  {n.decided} of {n.codes} decided\n" for n in notes))
        faults = workspace.faults()
    for fault in faults:
        console.complain(f"damaged: {fault}")
    if faults:
        console.complain(
            "The rest can be read. `medcode workspace restore` puts a backup back and keeps this beside it."
        )
    return console.SOME_FAILED if faults else console.DONE


def _passwd(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments) as workspace:
        question = f"New passphrase of {workspace.person.name}"
        new = unlocking.passphrase_from(arguments.new_passphrase_file, question, twice=True)
        workspace.set_passphrase(new, "passphrase changed")
    return console.DONE


def _recover(arguments: argparse.Namespace) -> int:
    key = unlocking.passphrase_from(arguments.recovery_key_file, "Recovery key")
    new = unlocking.passphrase_from(arguments.passphrase_file, "New passphrase", twice=True)
    workspace, recovery_key = recover_workspace(unlocking.folder_of(arguments), arguments.person, key, new)
    workspace.close()
    _show_recovery_key(recovery_key)
    return console.DONE


def _keyring(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments) as workspace:
        workspace.hold_in_keyring(arguments.held == "on")
    return console.DONE


def _people(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments, read_only=not (arguments.add or arguments.remove)) as workspace:
        if arguments.add:
            question = f"Passphrase of {arguments.add}"
            new = unlocking.passphrase_from(arguments.new_passphrase_file, question, twice=True)
            workspace.add_person(arguments.add, arguments.role, new)
        if arguments.remove:
            workspace.remove_person(arguments.remove)
        for person in workspace.people():
            console.show(f"{person.name}  {person.role}{'  keyring' if person.in_keyring else ''}\n")
    return console.DONE


def _backup(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments) as workspace:
        if arguments.out:
            workspace.copy_to(arguments.out)
        console.show(f"{arguments.out or workspace.back_up().path}\n")
    return console.DONE


def _restore(arguments: argparse.Namespace) -> int:
    folder = unlocking.folder_of(arguments)
    listed = folder / "backups" / arguments.backup
    passphrase = unlocking.passphrase_from(arguments.passphrase_file, "Passphrase")
    backup = listed if listed.is_dir() else Path(arguments.backup)
    workspace = restore_backup(folder, backup, arguments.person, passphrase)
    console.show(f"{len(workspace.notes())} notes are in the workspace again.\n")
    workspace.close()
    return console.DONE


def _delete(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments) as workspace:
        return _tell(workspace.delete(_numbers(workspace, arguments.notes)))


def _numbers(workspace: Workspace, wanted: list[str]) -> list[int]:
    """The numbers of notes by number or name; a name that several have has to be given by number."""
    notes = workspace.notes()
    found = []
    for text in wanted:
        fitting = [n.number for n in notes if n.name == text] or [n.number for n in notes if str(n.number) == text]
        if len(fitting) != 1:
            reason = f"Several notes are named {text}." if fitting else f"There is no note {text}."
            raise WorkspaceError(reason, "`medcode workspace status --notes` lists them with their numbers.")
        found += fitting
    return found


def _purge(arguments: argparse.Namespace) -> int:
    days = arguments.days or load_settings().retention_days
    if days is None:
        raise WorkspaceError("No retention time is set.", "Give --days, or `retention_days` in the settings.")
    with unlocking.opened(arguments) as workspace:
        return _tell(workspace.purge(days, date_is_right=arguments.date_is_right))


def _tell(purged: Purged) -> int:
    backups = f", from {purged.backups_cleaned} backups too" if purged.backups_cleaned else ""
    removed = f"; {purged.backups_removed} backups could not be read and are gone" if purged.backups_removed else ""
    console.show(f"{purged.notes} notes deleted{backups}{removed}\n")
    if not purged.log_emptied:
        console.complain("Another program reads; encrypted remains go when the workspace is closed everywhere.")
    return console.DONE
