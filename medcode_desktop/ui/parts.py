"""What the window is made of; the program puts in the real parts, tests their own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import CodingOptions, Progress, Scope
from medcode_desktop.settings import Settings
from medcode_desktop.ui.background import OpenCoder
from medcode_desktop.ui.dialogs import Dialogs
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.preparing import Prepare


def _nothing_to_prepare(_table: Path) -> Generator[Progress, None, int]:
    return 0
    yield


@dataclass(frozen=True, slots=True)
class Parts:
    """`open_coder` runs on the coding thread after the window is up, `prepare` on one of its own after an import.

    `preferences` holds what the window remembers by itself: geometry, the form of an export; nothing of a note, no
    path. `live` are the settings that the user makes.
    """

    open_coder: Callable[[], OpenCoder]
    codeset: CodeSet
    preferences: QSettings
    live: LiveSettings = field(default_factory=LiveSettings)
    dialogs: Dialogs = field(default_factory=Dialogs)
    prepare: Prepare = _nothing_to_prepare

    @property
    def options(self) -> CodingOptions:
        """How the next note is coded."""
        s = self.live.current
        return CodingOptions(Scope(s.scope), threshold=s.threshold, verify=s.verify)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self.live.current
