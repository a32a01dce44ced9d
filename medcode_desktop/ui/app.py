"""Starts the window: up before the model is loaded, so nothing heavy is imported here."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.paths import config_folder, resources_folder
from medcode_desktop.services.releases import open_code_set
from medcode_desktop.settings import Settings, load_settings
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.window import MainWindow
from medcode_desktop.ui.words import speak

if TYPE_CHECKING:
    from medcode_desktop.ui.background import OpenCoder


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and run until it is closed; returns the exit status."""
    app = QApplication([sys.argv[0], *(argv if argv is not None else sys.argv[1:])])
    app.setApplicationName("MedCode Desktop")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "medcode.svg")))
    settings, trouble = _settings()
    speak(app, settings.language)
    try:
        parts = _parts(LiveSettings(settings))
    except MedCodeError as error:
        QMessageBox.critical(None, app.applicationName(), str(error))
        return 1
    window = MainWindow(parts)
    if trouble is not None:
        window.show_message(Message.of(trouble))
    window.show()
    QTimer.singleShot(0, window, window.start)
    return app.exec()


def _parts(live: LiveSettings) -> Parts:
    def open_coder() -> OpenCoder:
        from medcode_desktop.services import assembly  # numpy, the engine and the model's heads take their time

        return assembly.open_coder(live.current)

    def prepare(table: Path) -> Generator[Progress, None, int]:
        from medcode_desktop.services.preparing import prepare_candidates

        return (yield from prepare_candidates(table, live.current))

    return Parts(
        open_coder=open_coder,
        prepare=prepare,
        codeset=open_code_set(),
        preferences=QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat),
        live=live,
    )


def _settings() -> tuple[Settings, MedCodeError | None]:
    """The user's settings; damaged ones must not keep the window from opening."""
    try:
        return load_settings(), None
    except MedCodeError as error:
        return Settings(), error
