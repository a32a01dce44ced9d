"""The thread that searches the code systems while someone types; only the latest text is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.catalogue import Catalogue
from medcode_desktop.errors import MedCodeError


class SearchThread(QObject):
    """Opens a catalogue of its own when it starts. The signals begin with the number that `search` returned.

    `found` gives one group of codes after the other, `finished` whether there was any. Nothing is sent about a text
    after a later one was given. `failed` tells that the catalogue cannot be opened.
    """

    found = Signal(int, object)
    finished = Signal(int, bool)
    failed = Signal(object)

    def __init__(self, open_catalogue: Callable[[], Catalogue]) -> None:
        super().__init__()  # without a parent, which could take it away while its thread still ends
        self._open = open_catalogue
        self._condition = threading.Condition()
        self._asked: tuple[int, str, str, int] = (0, "", "", 0)
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="searching", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def search(self, text: str, only: str = "", limit: int = 50) -> int:
        """Search all systems, or one; returns at once."""
        with self._condition:
            number = self._asked[0] + 1
            self._asked = (number, text, only, limit)
            self._condition.notify()
        return number

    def stop(self) -> None:
        """Let the thread end after its current step."""
        with self._condition:
            self._ends = True
            self._condition.notify()

    def _run(self) -> None:
        try:
            catalogue = self._open()
        except MedCodeError as error:
            self.failed.emit(error)
            return
        try:
            catalogue.prepare()
            number = 0
            while (asked := self._next(number)) is not None:
                number = asked[0]
                self._answer(catalogue, *asked)
        finally:
            catalogue.close()

    def _next(self, answered: int) -> tuple[int, str, str, int] | None:
        """The latest text, when it is not answered yet; None at the end."""
        with self._condition:
            self._condition.wait_for(lambda: self._ends or self._asked[0] != answered)
            return None if self._ends else self._asked

    def _answer(self, catalogue: Catalogue, number: int, text: str, only: str, limit: int) -> None:
        any_found = False
        for group in catalogue.search(text, only, limit):
            if not self._is_wanted(number):
                return
            any_found = True
            self.found.emit(number, group)
        if self._is_wanted(number):
            self.finished.emit(number, any_found)

    def _is_wanted(self, number: int) -> bool:
        with self._condition:
            return not self._ends and self._asked[0] == number
