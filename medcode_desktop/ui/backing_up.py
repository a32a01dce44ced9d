"""The backup of the day, made in the background once the workspace is open."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.workspace import Workspace


class DailyBackup(QObject):
    """`failed` gives the error of one that could not be made, in the thread of the window."""

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    def begin(self, workspace: Workspace) -> None:
        """Make it where the last day has none and none is being made."""

        def run() -> None:
            try:
                workspace.back_up("daily")
            except WorkspaceError as error:
                if not workspace.locked:  # locked meanwhile: it is made after the next unlocking
                    self.failed.emit(error)

        if workspace.backup_is_due and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=run, name="backup", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait for one that is being made."""
        if self._thread is not None:
            self._thread.join()
