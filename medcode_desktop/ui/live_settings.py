"""The settings while the program runs: a change is checked, told to who uses it, and written to the file at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from medcode_desktop.errors import SettingsError
from medcode_desktop.settings import Settings, save_setting


class LiveSettings(QObject):
    """`current` holds what is in force; `changed` gives the name of a setting after it changed."""

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, current: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = current or Settings()

    def change(self, name: str, value: Any) -> None:
        """Use a value from now on and keep it in the file.

        Raises SettingsError when the value is not allowed, and nothing changed then; or when it could not be written,
        and it holds until the program is closed.
        """
        wanted = replace(self.current, **{name: value})
        if wanted != self.current:
            self.current = wanted
            self.changed.emit(name)
            save_setting(name, value)

    def choose(self, name: str, value: Any) -> None:
        """As `change`, for who has no place to show an error: `failed` gives it."""
        try:
            self.change(name, value)
        except SettingsError as error:
            self.failed.emit(error)

    def default(self, name: str) -> Any:
        return getattr(Settings(), name)

    def when(self, name: str, act: Callable[[], object]) -> None:
        """Call `act` after each change of one setting."""
        self.changed.connect(lambda changed: act() if changed == name else None)
