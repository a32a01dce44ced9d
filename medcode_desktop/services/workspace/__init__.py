"""The encrypted workspace: notes, codings, decisions and an audit trail in one database, each person with a key.

    workspace, recovery_key = create_workspace(folder, "Ada", passphrase)     # show the recovery key once
    workspace = open_workspace(folder, "Ada", passphrase)                     # or None: from the system's keyring
    workspace = in_memory("Ada")                                              # the same, without a trace on disk

    number = workspace.add_note(note, facts, date_of_service)
    workspace.keep_coding(number, coding, options)
    workspace.keep_review(number, history, edits)       # after each decision, undo and redo; on disk when it returns
    for entry in workspace.notes(): ...                 # the work list, cheap for 10,000 notes
    stored = workspace.load(number)                     # text, facts, history, edits, draft

A workspace is a folder: `workspace.db` (SQLCipher), `people.json` (the wrapped keys), `attempts.json` (wrong
passphrases), `backups/` and lock files. Only one program writes; a second one opens read-only and
`Workspace.read_only` says why. The caller asks `lock_is_due` from time to time and calls `lock`, and after opening
asks `backup_is_due` and calls `back_up` in the background. Roles are upheld by this program; who has a key of any role
could read everything with another one.
"""

from medcode_desktop.services.workspace.audit import (
    AuditEntry,
    Head,
    chain_faults,
    csv_of,
    json_of,
)
from medcode_desktop.services.workspace.backups import Backup, find_backups
from medcode_desktop.services.workspace.keys import Cost, KeyFile, Person, Role
from medcode_desktop.services.workspace.notes import NoteEntry, Purged, StoredNote, Workspace
from medcode_desktop.services.workspace.opening import (
    create_workspace,
    in_memory,
    open_workspace,
    recover_workspace,
    restore_backup,
)

__all__ = [
    "AuditEntry",
    "Backup",
    "Cost",
    "Head",
    "KeyFile",
    "NoteEntry",
    "Person",
    "Purged",
    "Role",
    "StoredNote",
    "Workspace",
    "chain_faults",
    "create_workspace",
    "csv_of",
    "find_backups",
    "in_memory",
    "json_of",
    "open_workspace",
    "recover_workspace",
    "restore_backup",
]
