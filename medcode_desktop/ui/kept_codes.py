"""The codes that someone keeps, and those that were looked at last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QSettings

from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.workspace import Workspace

_KEPT, _RECENT = "browser/kept", "browser/recent"
_MOST_RECENT = 20
Code = tuple[str, str]
"""A system with one of its codes."""


class KeptCodes:
    """Codes of all systems. Those that are kept stand in the preferences, as they tell nothing of a note.

    The recent ones would tell what today's patients have: they stand in the workspace, for each person, and without one
    in memory only.
    """

    def __init__(self, preferences: QSettings, workspace: Callable[[], Workspace]) -> None:
        self._preferences, self._workspace = preferences, workspace
        preferences.remove(_RECENT)  # where an earlier version kept them

    def listed(self) -> list[tuple[str, str, bool]]:
        """System, code and whether it is kept: those that are kept first, then the recent ones, the last first."""
        kept = self._read()
        recent = [code for code in self._recent() if code not in kept]
        return [(*code, True) for code in kept] + [(*code, False) for code in recent]

    def has(self, system: str, code: str) -> bool:
        """Whether a code is kept."""
        return (system, code) in self._read()

    def toggle(self, system: str, code: str) -> None:
        """Keep a code, or let it go."""
        kept, one = self._read(), (system, code)
        codes = [c for c in kept if c != one] if one in kept else [*kept, one]
        texts = [code if system == DIAGNOSES else f"{code}\t{system}" for system, code in codes]
        self._preferences.setValue(_KEPT, texts)

    def remember(self, system: str, code: str) -> None:
        """Put a code first among the recent ones."""
        one = (system, code)
        codes = [one, *(c for c in self._recent() if c != one)][:_MOST_RECENT]
        with suppress(WorkspaceError):  # a window that only reads remembers none
            self._workspace().keep_state(_RECENT, codes)

    def _recent(self) -> list[Code]:
        try:
            return [(system, code) for system, code in self._workspace().state(_RECENT, [])]
        except WorkspaceError:  # it is locked, or cannot be read
            return []

    def _read(self) -> list[Code]:
        value = self._preferences.value(_KEPT)
        texts = [value] if isinstance(value, str) else [str(text) for text in value or ()]
        pairs = (text.partition("\t") for text in texts)  # a code of ICD-10-CM stands alone
        return [(system or DIAGNOSES, code) for code, _, system in pairs]
