"""Where the journal of a batch lies: beside the results, or encrypted in a workspace that is open.

A journal says which document has which codes, so it is patient data, though it holds no words of the notes. In a
workspace its key is made of the workspace's, and opens nothing else; its name there says nothing either.
"""

from __future__ import annotations

import hmac
import os
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sqlcipher3 import dbapi2

_PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Home:
    """The place of one journal; without a key it lies in plain. `plain` is where it would lie without a workspace."""

    path: Path
    plain: Path
    key: bytes = field(default=b"", repr=False)

    def name_of(self, path: str) -> str:
        """A document's path as the journal has it: as it was given, or in a workspace as its notes name it."""
        return path_key(str(Path(path).absolute()) if self.key else path)

    def connect(self, *, read_only: bool = False) -> sqlite3.Connection:
        """Raises the errors of either library, see `ERRORS`."""
        if not self.key:
            return _plain(self.path, read_only=read_only)
        address = f"{self.path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        file = dbapi2.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE_S)
        try:
            file.execute("PRAGMA cipher_log_level = NONE")  # else faults are told on standard error too
            file.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        except BaseException:
            file.close()
            raise
        return cast(sqlite3.Connection, file)

    def left_in_plain(self) -> sqlite3.Connection | None:
        """The journal of runs without the workspace, where there is one."""
        return _plain(self.plain) if self.key and self.plain.exists() else None


@dataclass(frozen=True, slots=True)
class JournalSafe:
    """The journals in a workspace."""

    folder: Path
    key: bytes = field(repr=False)

    def home_of(self, out: Path, plain: Path) -> Home:
        """The home of the journal for the results `out`."""
        name = hmac.digest(self.key, os.fsencode(out.absolute()), "sha256").hex()[:32]
        return Home(self.folder / f"{name}.db", plain, self.key)

    def homes(self) -> list[Home]:
        """All journals there are."""
        return [Home(path, path, self.key) for path in sorted(self.folder.glob("*.db"))]


ERRORS = (sqlite3.DatabaseError, dbapi2.DatabaseError)


def path_key(path: str) -> str:
    """A path as text that SQLite can hold, bytes that are no UTF-8 included."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def as_shown(name: str) -> str:
    """A name of `path_key` as notes have it in their source: what was no UTF-8 is a replacement character there."""
    data = re.sub(rb"\\udc([89a-f][0-9a-f])", lambda match: bytes.fromhex(match[1].decode()), name.encode())
    return data.decode("utf-8", "replace")


def _plain(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    if read_only:
        address = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE_S)
    return sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE_S)
