"""How notes leave the desk: closed, deleted for good, or past the time that they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.pages import Question
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.words import tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow


class Removal:
    """Closing keeps a note in the workspace; deleting asks first, in `question`."""

    def __init__(self, window: MainWindow, parts: Parts, question: Question) -> None:
        self._window, self._live, self._safe, self._question = window, parts.live, window.safe, question

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that take notes away, and bring closed ones back."""
        return {"close": self._close_note, "show_closed": self._show_closed, "delete": self.ask_to_delete}

    def _close_note(self) -> None:
        """Take the note out of view; a workspace keeps it."""
        encounter = self._window.decisions.encounter
        if encounter is None:
            return
        self._window.drafts.keep()

        def leave() -> None:
            if encounter in self._window.work_list.model.encounters:
                self._window.take_out(encounter)
                self._safe.keep_closed(encounter)

        carrying = self._window.carrying
        if self._window.saving.may_close(self._safe.at_risk([encounter]), lambda es: carrying.export(es, leave)):
            leave()

    def _show_closed(self) -> None:
        found = self._safe.reopen_closed()
        self._window.work_list.model.extend(found)
        self._window.show_message(Message(tr("{count} closed notes are in the list again.", count=len(found))))

    def ask_to_delete(self) -> None:
        encounter = self._window.decisions.encounter
        if encounter is not None:
            words = tr("Delete “{title}” for good, with its codes and decisions, here and in the backups?")
            said = words.replace("{title}", encounter.title)
            self._question.ask(said, tr("Delete for good"), tr("Keep it"), lambda: self._delete(encounter))

    def _delete(self, encounter: Encounter) -> None:
        self._window.coding.cancel(encounter)
        if self._safe.delete(encounter):
            self._window.take_out(encounter)
            self._window.show_message(Message(tr("The note is deleted.")))

    def purge(self, *, date_is_right: bool = False) -> None:
        """Delete the notes that are past the time that the settings keep them."""
        days, workspace = self._live.current.retention_days, self._safe.workspace
        if not days or workspace.read_only:
            return
        try:
            purged = workspace.purge(days, date_is_right=date_is_right)
        except WorkspaceError as error:
            if date_is_right:
                self._window.show_message(Message.of(error))
            else:
                again = tr("The date is right: delete")
                self._question.ask(error.message, again, tr("Not now"), lambda: self.purge(date_is_right=True))
            return
        if purged.notes:
            left = {entry.number for entry in workspace.notes()}
            for encounter in [e for e in self._window.work_list.model.encounters if e.number not in left]:
                self._safe.let_go(encounter)
                self._window.take_out(encounter)
            words = tr("{count} notes older than {days} days were deleted.", count=purged.notes, days=days)
            self._window.show_message(Message(words))
