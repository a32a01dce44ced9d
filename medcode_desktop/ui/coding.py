"""Which notes are being coded: they go to the coding thread, and what it tells goes to the note that it is about.

Codes for words of a note are asked for in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.types import Coding, CodingOptions, LinkedMention, Note, Progress, Span
from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui.background import CodingThread, OpenCoder
from medcode_desktop.ui.encounter import Encounter


class CodingQueue(QObject):
    """Codes the notes among `encounters`, a list that the work list keeps, and writes into them how far that is.

    `options` are asked for at each note. The signals give the encounter first.
    """

    progressed = Signal(object)
    coded = Signal(object, object)
    failed = Signal(object, object)
    failed_to_answer = Signal(object)

    def __init__(
        self,
        open_coder: Callable[[], OpenCoder],
        options: Callable[[], CodingOptions],
        encounters: Sequence[Encounter],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._options, self._encounters = options, encounters
        self.model_is_loaded = False
        self.when_coded: Callable[[Note, Coding], object] = lambda _note, _coding: None
        """What is done with the codes of a note by the thread, before the window gets them."""
        self._asked = 0
        self._take: Callable[[LinkedMention | None], object] = lambda _offered: None
        self.worker = CodingThread(open_coder, self)
        self.worker.opened.connect(self._opened)
        self.worker.progressed.connect(self._progressed)
        self.worker.finished_note.connect(self._finished)
        self.worker.failed_note.connect(self._failed)

    def code(self, encounter: Encounter) -> None:
        """Code a note, anew if it is being coded."""
        self.worker.cancel(encounter.ticket)
        encounter.progress, encounter.failure = None, ""
        encounter.ticket = self.worker.code(encounter.known_note, self._options(), self.when_coded)

    def ask(self, encounter: Encounter, span: Span, take: Callable[[LinkedMention | None], object]) -> None:
        """Ask which codes words of a note may stand for; `take` gets them unless something else is asked meanwhile."""
        self.worker.cancel(self._asked)
        self._asked = self.worker.offers(encounter.known_note, span, self._options())
        self._take = take

    def cancel(self, encounter: Encounter) -> None:
        if encounter.ticket:
            self.worker.cancel(encounter.ticket)
            encounter.ticket = 0

    def _opened(self) -> None:
        self.model_is_loaded = True

    def _progressed(self, ticket: int, progress: Progress) -> None:
        if (encounter := self._of(ticket)) is not None:
            encounter.progress = progress
            self.progressed.emit(encounter)

    def _finished(self, ticket: int, result: Coding | LinkedMention | None) -> None:
        if ticket == self._asked and not isinstance(result, Coding):
            self._take(result)
        elif isinstance(result, Coding) and (encounter := self._of(ticket)) is not None:
            encounter.receive(result)
            self.coded.emit(encounter, result)

    def _failed(self, ticket: int, error: MedCodeError) -> None:
        if ticket == self._asked:
            self.failed_to_answer.emit(error)
        elif (encounter := self._of(ticket)) is not None:
            encounter.ticket, encounter.failure = 0, error.message
            self.failed.emit(encounter, error)

    def _of(self, ticket: int) -> Encounter | None:
        """The note that waits for `ticket`; none when it was cancelled meanwhile."""
        return next((e for e in self._encounters if e.ticket == ticket), None)
