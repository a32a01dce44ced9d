"""A compiled table of codes: one SQLite file of a known version that is opened read-only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import ClassVar, Self

from medcode_desktop.errors import CodeSetError


class CompiledTable:
    """What all code tables share. A class that reads one names its kind, its version, and where to get it anew."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int]
    """`PRAGMA user_version` of the tables that the class reads."""
    HINT: ClassVar[str]

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a compiled table. Raises CodeSetError when it is missing, damaged or of another version.

        Where SQLite is built for it, as it is by default, threads may share the table.
        """
        if not path.is_file():
            raise CodeSetError(f"The {cls.KIND} {path} is missing.", cls.HINT)
        connection = None
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=sqlite3.threadsafety < 3
            )
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != cls.VERSION:
                raise CodeSetError(f"The {cls.KIND} {path} has version {version}, not {cls.VERSION}.", cls.HINT)
            return cls(connection)
        except (sqlite3.Error, KeyError, ValueError, CodeSetError) as error:
            if connection:
                connection.close()
            if isinstance(error, CodeSetError):
                raise
            raise CodeSetError(f"The {cls.KIND} {path} is damaged or not a {cls.KIND}: {error}.", cls.HINT) from error

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
