"""The codes that someone keeps, and those that were looked at last, in the preferences of the window."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from medcode_desktop.core.types import DIAGNOSES

_KEPT, _RECENT = "browser/kept", "browser/recent"
_MOST_RECENT = 20
Code = tuple[str, str]
"""A system with one of its codes."""


class KeptCodes:
    """Codes of all systems; they tell nothing of a note or a patient."""

    def __init__(self, preferences: QSettings) -> None:
        self._preferences = preferences

    def listed(self) -> list[tuple[str, str, bool]]:
        """System, code and whether it is kept: those that are kept first, then the recent ones, the last first."""
        kept = self._read(_KEPT)
        recent = [code for code in self._read(_RECENT) if code not in kept]
        return [(*code, True) for code in kept] + [(*code, False) for code in recent]

    def has(self, system: str, code: str) -> bool:
        """Whether a code is kept."""
        return (system, code) in self._read(_KEPT)

    def toggle(self, system: str, code: str) -> None:
        """Keep a code, or let it go."""
        kept, one = self._read(_KEPT), (system, code)
        self._write(_KEPT, [c for c in kept if c != one] if one in kept else [*kept, one])

    def remember(self, system: str, code: str) -> None:
        """Put a code first among the recent ones."""
        one = (system, code)
        self._write(_RECENT, [one, *(c for c in self._read(_RECENT) if c != one)][:_MOST_RECENT])

    def _read(self, name: str) -> list[Code]:
        value = self._preferences.value(name)
        texts = [value] if isinstance(value, str) else [str(text) for text in value or ()]
        pairs = (text.partition("\t") for text in texts)  # a code of ICD-10-CM stands alone
        return [(system or DIAGNOSES, code) for code, _, system in pairs]

    def _write(self, name: str, codes: list[Code]) -> None:
        texts = [code if system == DIAGNOSES else f"{code}\t{system}" for system, code in codes]
        self._preferences.setValue(name, texts)
