"""The official conversion table of a release: which codes took the place of those that were deleted."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container
from functools import cached_property

from medcode_desktop.core.code_ranges import named_codes

_DOTLESS = re.compile(r"\b([A-Z][0-9][0-9A-Z])([0-9A-Z]{1,4})\b")


class Conversions:
    """The conversion table in the table of a release; a release without one knows no successors."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def successors(self, code: str, existing: Container[str]) -> tuple[str, ...]:
        """The existing codes that were assigned after `code`.

        One that gave way to a code that was deleted later leads on to the successors of that.
        """
        found: set[str] = set()
        waiting, seen = [code], {code}
        while waiting:
            old = waiting.pop(0)
            for new in (new for new, names in self._rows if new not in seen and names(old)):
                seen.add(new)
                if new in existing:
                    found.add(new)
                else:
                    waiting.append(new)
        return tuple(sorted(found))

    @cached_property
    def _rows(self) -> list[tuple[str, Callable[[str], bool]]]:
        """Each code of the table with a test whether another was assigned before it."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'conversion'").fetchone():
            return []
        rows = self._db.execute("SELECT code, before FROM conversion WHERE before <> '' ORDER BY since")
        return [(code, named_codes(_DOTLESS.sub(r"\1.\2", before))) for code, before in rows]
