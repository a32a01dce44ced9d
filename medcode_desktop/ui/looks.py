"""What the window remembers of its looks: geometry, splitters, zoom of the note, and light or dark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTextEdit

from medcode_desktop.ui import theme

_SMALLEST, _LARGEST = -4, 12
_SCHEMES = {"system": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Looks:
    """Reads and writes the preferences of one window; `splitters` by the names under which they are kept."""

    def __init__(
        self, preferences: QSettings, window: QMainWindow, note: QTextEdit, splitters: dict[str, QSplitter]
    ) -> None:
        self._preferences, self._window, self._note, self._splitters = preferences, window, note, splitters
        self._zoom = 0
        self._size = note.font().pointSizeF()
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply())

    def restore(self) -> None:
        self._window.resize(1240, 800)
        geometry = self._preferences.value("geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        for name, splitter in self._splitters.items():
            state = self._preferences.value(f"splitter_{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        self.zoom(_number(self._preferences.value("zoom")))
        self.use_scheme(self.scheme)

    def save(self) -> None:
        self._preferences.setValue("geometry", self._window.saveGeometry())
        for name, splitter in self._splitters.items():
            self._preferences.setValue(f"splitter_{name}", splitter.saveState())
        self._preferences.setValue("zoom", self._zoom)
        self._preferences.sync()

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menu do that change the looks."""
        zooms: dict[str, Callable[[], object]] = {
            "zoom_in": partial(self.zoom, 1),
            "zoom_out": partial(self.zoom, -1),
            "zoom_reset": partial(self.zoom, 0),
        }
        return zooms | {f"look_{name}": partial(self.use_scheme, name) for name in _SCHEMES}

    def zoom(self, steps: int) -> None:
        """Make the text of the note larger or smaller; 0 sets its normal size."""
        self._zoom = max(_SMALLEST, min(_LARGEST, self._zoom + steps)) if steps else 0
        self.apply_zoom()

    def apply_zoom(self) -> None:
        """Give the note its size; needed again after a style sheet was set, which undoes it."""
        self._note.ensurePolished()
        font = self._note.font()
        font.setPointSizeF(max(6.0, self._size + self._zoom))
        self._note.setFont(font)

    @property
    def scheme(self) -> str:
        """The appearance in use: "light", "dark" or "system"."""
        name = str(self._preferences.value("appearance", "system"))
        return name if name in _SCHEMES else "system"

    def use_scheme(self, name: str) -> None:
        """Use the "light", "dark" or "system" appearance."""
        self._preferences.setValue("appearance", name)
        theme.choose(_SCHEMES[name])


def _number(value: object) -> int:
    """The number in a preference; an edited or damaged file must not keep the window from opening."""
    try:
        return int(str(value))
    except ValueError:
        return 0
