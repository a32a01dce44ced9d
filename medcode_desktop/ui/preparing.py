"""Imported code tables are made ready in the background, so that no note has to wait for it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui.work import Work

Prepare = Callable[[Path], Generator[Progress, None, int]]


class Preparation(QObject):
    """Prepares one table after the other. `progressed` gives how far it is, None when nothing is left to do.

    What is stopped, or fails, is made with the first note that needs it.
    """

    progressed = Signal(object)
    failed = Signal(object)

    def __init__(self, prepare: Prepare, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._tables: list[Path] = []
        self._work: Work | None = None

    def start(self, table: Path) -> None:
        """Prepare a table that was imported, anew if an older one of its name is being prepared."""
        self.forget(table)
        self.ensure(table)

    def ensure(self, table: Path) -> None:
        """Prepare a table unless that is being done; what it has already is not made again."""
        if table not in self._tables:
            self._tables.append(table)
        if self._work is None:
            self._begin()

    def forget(self, table: Path) -> None:
        """Do not prepare a table, which was removed."""
        if self._tables[:1] == [table]:
            self._end(self._work)
        elif table in self._tables:
            self._tables.remove(table)

    def stop(self) -> None:
        """Prepare nothing more; returns at once."""
        del self._tables[1:]
        self._end(self._work)

    def _begin(self) -> None:
        work = self._work = Work(partial(self._prepare, self._tables[0]))
        work.progressed.connect(lambda progress: self._progressed(work, progress))
        work.finished.connect(lambda _names: self._end(work))
        work.failed.connect(lambda error: self._failed(work, error))
        work.start()

    def _progressed(self, work: Work, progress: Progress) -> None:
        if work is self._work:  # what it told before it was cancelled may come late
            self.progressed.emit(progress)

    def _failed(self, work: Work, error: MedCodeError) -> None:
        if work is self._work:
            self.failed.emit(error)
            self._end(work)

    def _end(self, work: Work | None) -> None:
        """Go on with the next table, if there is one."""
        if work is None or work is not self._work:
            return
        work.cancel()
        self._work = None
        del self._tables[:1]
        if self._tables:
            self._begin()
        else:
            self.progressed.emit(None)
