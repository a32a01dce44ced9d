"""What is typed into the note pane: kept while it is typed, as the draft of a note that is made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from medcode_desktop.core.types import Note
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.words import tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

_TYPED_MS = 1000
"""What is typed is kept so long after, also while the typing goes on."""


class Drafting(QObject):
    """Keeps the text of the note pane as the draft of the note in view; text that is no note yet becomes one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._named = 0
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPED_MS)
        self._typing.timeout.connect(self.keep_in_view)
        window.note.view.textChanged.connect(lambda: self._typing.isActive() or self._typing.start())

    def keep(self) -> None:
        """Keep what was typed; where that makes a note of it, this is the one in view from now on."""
        window, encounter = self._window, self._window.decisions.encounter
        if window.note.view.isReadOnly():
            return
        text = window.note.view.edited_text()
        if encounter is not None and encounter.draft is not None:
            encounter.draft = text
            window.safe.keep(encounter)
        elif encounter is None and text.strip():
            window.decisions.encounter = Encounter(Note(self.next_name(), ""), draft=text)
            window.work_list.model.append(window.decisions.encounter)

    def keep_in_view(self) -> None:
        """Keep what was typed, and stay at it."""
        self.keep()
        self._window.work_list.select(self._window.decisions.encounter)
        self._window.enable_actions()

    def drop_blank(self, encounter: Encounter | None) -> None:
        """Forget a note that was left without any text: all that it ever had was typed and deleted again."""
        if encounter is not None and encounter.is_blank and self._window.safe.delete(encounter):
            self._window.take_out(encounter)

    def stop(self) -> None:
        """The window closes, and all is kept."""
        self._typing.stop()

    def next_name(self) -> str:
        """A name that tells nothing of the text."""
        self._named = max(self._named, self._window.safe.last_number) + 1
        return tr("Note {number}", number=self._named)
