"""Options and questions of the commands that need an encrypted workspace: which one, who asks, and the passphrase."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.errors import WorkspaceError
from medcode_desktop.paths import workspace_folder
from medcode_desktop.services.export import reason_of
from medcode_desktop.services.workspace import KeyFile, Workspace, open_workspace
from medcode_desktop.settings import load_settings

_STDIN = "-"


def add_options(parser: argparse.ArgumentParser, about: str = "") -> None:
    """Options that say which workspace is opened, and by whom."""
    group = parser.add_argument_group("workspace", about or None)
    group.add_argument("--workspace", metavar="FOLDER", help="its folder, if not the one of the settings")
    group.add_argument("--person", default="", metavar="NAME", help="who asks; needed where several people have a key")
    add_passphrase_option(group, "--passphrase-file", "the passphrase")


def add_passphrase_option(group: argparse._ActionsContainer, name: str, what: str) -> None:
    text = f"file whose first line is {what}, or - for standard input; without it you are asked"
    group.add_argument(name, metavar="FILE", help=text)


def folder_of(arguments: argparse.Namespace) -> Path:
    """The folder that the command line, else the settings, else the convention says."""
    return workspace_folder(arguments.workspace or load_settings().workspace)


def passphrase_from(file: str | None, question: str, *, twice: bool = False) -> str:
    """A secret from the first line of a file or of standard input, or asked for without showing it."""
    try:
        if file == _STDIN:
            return sys.stdin.readline().rstrip("\r\n")
        if file is not None:
            return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise WorkspaceError(f"{file} cannot be read: {reason_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise WorkspaceError(f"{file} is no text in UTF-8.") from error
    if not sys.stdin.isatty():
        raise WorkspaceError("There is no terminal to ask for a passphrase on.", "Give it with --passphrase-file.")
    try:
        secret = getpass.getpass(f"{question}: ")
        if twice and getpass.getpass("Once more: ") != secret:
            raise WorkspaceError("The two are not the same.", "Nothing was changed; try again.")
    except EOFError as error:
        raise WorkspaceError("No passphrase was given.") from error
    return secret


@contextmanager
def opened(arguments: argparse.Namespace, *, read_only: bool = False) -> Iterator[Workspace]:
    """The workspace that the options name, unlocked; what writes to it first makes the backup of the day."""
    folder = folder_of(arguments)
    person = arguments.person or load_settings().reviewer
    people = {person.name: person for person in KeyFile.read(folder).people}
    if person not in people:
        person = arguments.person
    workspace = None
    if not arguments.passphrase_file and person in people and people[person].in_keyring:
        try:
            workspace = open_workspace(folder, person, read_only=read_only)
        except WorkspaceError as error:
            console.complain(error)
    if workspace is None:
        passphrase = passphrase_from(arguments.passphrase_file, f"Passphrase of {person or 'the workspace'}")
        workspace = open_workspace(folder, person, passphrase, read_only=read_only)
    try:
        if not read_only and workspace.backup_is_due:
            try:
                workspace.back_up("daily")
            except WorkspaceError as error:
                console.complain(error)
        yield workspace
    finally:
        workspace.close()
