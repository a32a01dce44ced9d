"""What the window remembers of its looks: geometry and splitters, and the sizes and colours that the settings say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTextEdit

from medcode_desktop.settings import LIMITS
from medcode_desktop.ui import theme
from medcode_desktop.ui.live_settings import LiveSettings

_APPEARANCES = LIMITS["appearance"].choices


class Looks:
    """Reads and writes the preferences of one window; `splitters` by the names under which they are kept."""

    def __init__(
        self,
        preferences: QSettings,
        live: LiveSettings,
        window: QMainWindow,
        note: QTextEdit,
        splitters: dict[str, QSplitter],
    ) -> None:
        self._preferences, self._live, self._window, self._note = preferences, live, window, note
        self._splitters = splitters
        live.changed.connect(self._setting_changed)
        theme.follow_system()

    def restore(self) -> None:
        self._window.resize(1240, 800)
        geometry = self._preferences.value("geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        for name, splitter in self._splitters.items():
            state = self._preferences.value(f"splitter_{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        self.apply_zoom()
        theme.choose(self.appearance)

    def save(self) -> None:
        self._preferences.setValue("geometry", self._window.saveGeometry())
        for name, splitter in self._splitters.items():
            self._preferences.setValue(f"splitter_{name}", splitter.saveState())
        self._preferences.sync()

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menu do that change the looks."""
        zooms: dict[str, Callable[[], object]] = {
            "zoom_in": partial(self.zoom, 1),
            "zoom_out": partial(self.zoom, -1),
            "zoom_reset": partial(self.zoom, 0),
        }
        return zooms | {f"look_{name}": partial(self._live.choose, "appearance", name) for name in _APPEARANCES}

    def zoom(self, steps: int) -> None:
        """Make the text of the note larger or smaller; 0 sets its normal size."""
        limits = LIMITS["zoom"]
        wanted = self._live.current.zoom + steps if steps else 0
        self._live.choose("zoom", max(int(limits.least), min(int(limits.most), wanted)))

    def apply_zoom(self) -> None:
        """Give the note its size; needed again after a style sheet was set, which undoes it."""
        self._note.ensurePolished()
        font = self._note.font()
        font.setPointSizeF(max(6.0, QApplication.font().pointSizeF() + self._live.current.zoom))
        self._note.setFont(font)

    @property
    def appearance(self) -> str:
        """The appearance in use: one of the choices of the setting."""
        return self._live.current.appearance

    def _setting_changed(self, name: str) -> None:
        if name == "appearance":
            theme.choose(self.appearance)
        elif name == "text_size":
            theme.resize_text(self._live.current.text_size)
            self.apply_zoom()
        elif name == "zoom":
            self.apply_zoom()
