"""Puts the notes that a batch has coded into the work list of a workspace, where they are reviewed."""

from __future__ import annotations

from dataclasses import replace

from medcode_desktop.core.review import History
from medcode_desktop.core.types import Coding, CodingOptions, Note
from medcode_desktop.services.batch.results import read_again
from medcode_desktop.services.batch.run import Finished
from medcode_desktop.services.workspace import Workspace


class Keeper:
    """Keeps each note once, however often a batch goes on: a note is known by its source and its part of that.

    Where the text or the coding of a known note is new, the decisions about it that still apply are carried over.
    """

    def __init__(self, workspace: Workspace, options: CodingOptions) -> None:
        self._workspace, self._options = workspace, options
        self._known = {(entry.source, entry.part): entry.number for entry in workspace.notes()}

    def keep(self, finished: Finished) -> None:
        """Read the notes of a document again, and keep them with their codings; all of them or none.

        Raises DocumentError where it cannot be read or has changed, and WorkspaceError.
        """
        if not finished.notes:
            return
        found = read_again(finished.document, finished.content, finished.notes)
        source = str(finished.document.path.absolute())  # as the window opens it
        with self._workspace.transaction():
            for note, coding in found:
                self._keep(replace(note, source=source), replace(coding, source=source))

    def _keep(self, note: Note, coding: Coding) -> None:
        options, history = self._options.for_note(note), None
        number = self._known.get((note.source, note.part))
        if number is None:
            number = self._workspace.add_note(note, options.facts, options.date_of_service)
            self._known[note.source, note.part] = number
        else:
            stored = self._workspace.load(number)
            same_text = stored.note.text == note.text
            if stored.history is not None:
                if same_text and stored.history.present.coding == coding:
                    return
                history = History(stored.history.present.recoded(coding, note.text))
            if not same_text:
                self._workspace.change_note(number, note)
                self._workspace.keep_draft(number, stored.draft)
        self._workspace.keep_coding(number, coding, options, history)
