"""Taking codes out of the window: export, the clipboard, and the question before decisions would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from medcode_desktop.errors import ExportError
from medcode_desktop.services.export import write_csv
from medcode_desktop.ui.dialogs import Answer, Dialogs
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.words import tr


class Saving:
    """Exports encounters, asking for the file where the last one was written."""

    def __init__(
        self, window: QWidget, dialogs: Dialogs, preferences: QSettings, show_message: Callable[[Message], None]
    ) -> None:
        self._window, self._dialogs, self._preferences = window, dialogs, preferences
        self._show_message = show_message

    def export(self, encounters: Sequence[Encounter]) -> bool:
        """Write the codes of the notes into one CSV; False when the user or the disk says no."""
        codings = {id(e): replace(e.review.coding, edits=e.edits, release=e.release) for e in encounters if e.review}
        reviews = [replace(e.review, coding=codings[id(e)]) for e in encounters if e.review]
        if not reviews:
            return False
        folder = Path(str(self._preferences.value("export_folder", "") or Path.home()))
        name = Path(encounters[0].title).name if len(reviews) == 1 else tr("codes")
        path = self._dialogs.file_to_save(self._window, folder / f"{name}.csv")
        if path is None:
            return False
        try:
            write_csv(reviews, path)
        except ExportError as error:
            self._show_message(Message.of(error))
            return False
        self._preferences.setValue("export_folder", str(path.parent))
        for encounter in encounters:
            encounter.mark_exported()
        codes = sum(len(review.reported) for review in reviews)
        waiting = sum(len(review.codes) - review.decided for review in reviews)
        hint = tr("{count} of them nobody decided yet.", count=waiting) if waiting else ""
        self._show_message(Message(tr("{count} codes are in {name}.", count=codes, name=path.name), hint))
        return True

    def copy(self, encounter: Encounter | None) -> None:
        """Put the reported codes with their titles on the clipboard, one a line."""
        if encounter is None or encounter.review is None:
            return
        codes = [c.suggestion for c in encounter.review.reported]
        QGuiApplication.clipboard().setText("".join(f"{s.code}\t{s.title}\n" for s in codes))
        self._show_message(Message(tr("{count} codes are on the clipboard.", count=len(codes))))

    def may_close(self, encounters: Sequence[Encounter], *, typed: bool = False) -> bool:
        """Ask about decisions that were not exported and text that was not coded; False keeps all open.

        `typed` says that there is text in the editor which is no note yet.
        """
        undone = [e for e in encounters if e.has_unsaved_decisions]
        drafts = sum(e.has_uncoded_text for e in encounters) + typed
        if not undone and not drafts:
            return True
        parts = []
        if undone:
            parts.append(tr("Your decisions on {count} note(s) are not exported.", count=len(undone)))
        if drafts:
            parts.append(tr("{count} note(s) hold text that is not coded.", count=drafts))
        answer = self._dialogs.ask_about_unsaved(self._window, "\n".join(parts), can_save=bool(undone))
        if answer is Answer.SAVE:
            return self.export(undone)
        return answer is Answer.DISCARD
