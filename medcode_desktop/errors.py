"""What people get to read when something fails: the small family of errors, each with what to do next."""

from __future__ import annotations


def printable(text: str, most: int = 200) -> str:
    """A text of strangers that may be shown: a terminal would obey some of the characters that are left out here."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:most])


class MedCodeError(Exception):
    """Base of all errors meant for the user. `hint` says what to do next ("" when there is nothing to add)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DocumentError(MedCodeError):
    """A document cannot be read as a note; the message names the file and the reason."""


class CodeSetError(MedCodeError):
    """A code table is missing, damaged or not what it says it is."""


class ModelError(MedCodeError):
    """A model file is missing, damaged, of the wrong kind, or does not fit the task."""


class EngineError(MedCodeError):
    """The engine process failed; it has been restarted or can be."""


class ExportError(MedCodeError):
    """A result could not be written; nothing was left half written."""


class SettingsError(MedCodeError):
    """A setting has a value that is not allowed."""


class WorkspaceError(MedCodeError):
    """The encrypted workspace cannot be opened, read or written; what was saved in it is kept."""


class WrongPassphrase(WorkspaceError):
    """A passphrase or recovery key does not fit, or it is too early to try again: `wait_s` seconds are left."""

    def __init__(self, message: str, hint: str = "", wait_s: float = 0.0) -> None:
        super().__init__(message, hint)
        self.wait_s = wait_s


class Cancelled(Exception):
    """The user cancelled. Never shown as an error."""
