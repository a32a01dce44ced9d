"""What the window is made of; the program puts in the real parts, tests their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QSettings

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import CodingOptions
from medcode_desktop.settings import Settings
from medcode_desktop.ui.background import OpenCoder
from medcode_desktop.ui.dialogs import Dialogs


@dataclass(frozen=True, slots=True)
class Parts:
    """`open_coder` runs on the coding thread after the window is up.

    `preferences` holds the looks of the window only: geometry, zoom, the form of an export; nothing of a note, no path.
    `settings` say how exports are written.
    """

    open_coder: Callable[[], OpenCoder]
    codeset: CodeSet
    preferences: QSettings
    options: CodingOptions = field(default_factory=CodingOptions)
    reviewer: str = ""
    dialogs: Dialogs = field(default_factory=Dialogs)
    settings: Settings = field(default_factory=Settings)
