"""Documents are brought to the desk and codes taken from it in the background, one thing after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from medcode_desktop.core.types import Note, Progress
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.documents import find_documents
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.errand import Errand, Steady, Steps
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.note_pane import Busy
from medcode_desktop.ui.opening import read_notes
from medcode_desktop.ui.saving import Outgoing, Target
from medcode_desktop.ui.words import tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

_WORTH_SHOWING_MS = 300
"""What is done sooner shows no progress."""


def _nothing() -> None: ...


class Carrying(Errand):
    """What is asked for while something is under way waits for it; `busy` tells how far that is, and stops it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.saving, window)
        self._window = window
        self._waiting: deque[tuple[bool, Callable[[], None]]] = deque()
        self._at_last: Callable[[], object] = _nothing
        """What is done when all is exported; not when an export fails or is stopped."""
        self._leaving = False
        self.busy = Busy()
        self.busy.cancelled.connect(self.cancel)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_WORTH_SHOWING_MS)
        self._slow.timeout.connect(self.busy.show)
        self.began.connect(self._has_begun)
        self.progressed.connect(self.busy.show_progress)
        self.ended.connect(self._has_ended)

    def open(self, paths: Iterable[Path]) -> None:
        """Bring documents and those of folders to the work list; each that cannot be read is named with the reason."""
        self._waiting.append((False, partial(self._open, list(paths))))
        self._go_on()

    def export(self, encounters: Sequence[Encounter], then: Callable[[], object] = _nothing) -> None:
        """Ask for a file and write the codes of notes into it, as they are by then; `then` comes when they are there.

        Notes that nobody looked at yet are read first.
        """
        coded = [e for e in encounters if e.is_coded]
        if not coded:
            return
        name = coded[0].title if len(coded) == 1 else tr("codes")
        if (target := self._saving.choose(self._window, name)) is not None:
            self._waiting.append((True, partial(self._export, target, coded, then)))
            self._go_on()

    @property
    def is_exporting(self) -> bool:
        """Whether something is to be written still."""
        return self.is_writing or any(is_export for is_export, _ in self._waiting)

    def may_leave(self, beside: Errand | None) -> bool:
        """Whether the window may close now. Where something is exported first, it closes when that is there.

        `beside` is what writes a file for another window.
        """
        if self.is_exporting:
            self._at_last = self._window.close
        elif beside is not None:
            beside.then(self._window.close)
        else:
            safe, encounters = self._window.safe, self._window.work_list.model.encounters
            at_risk = [] if self._leaving else safe.at_risk(encounters)
            return self._saving.may_close(at_risk, lambda undone: self.export(undone, self._leave))
        return False

    def _leave(self) -> None:
        """Close without the question that was answered already."""
        self._leaving = True
        self._window.close()

    def give_up(self) -> None:
        self._waiting.clear()
        super().give_up()

    def _go_on(self) -> None:
        if self.is_busy:
            return
        if self._waiting:
            self._waiting.popleft()[1]()
        else:
            do, self._at_last = self._at_last, _nothing
            do()

    def _open(self, paths: Sequence[Path]) -> None:
        if self._window.safe.refuses():
            self._go_on()
            return
        shown: list[Encounter] = []

        def take(notes: Sequence[Note], wrong: Sequence[DocumentError]) -> None:
            self._taken += 1
            self._errors += wrong
            if (first := self._window.add(notes, show=not shown)) is not None:
                shown.append(first)

        known = [e.note for e in self._window.work_list.model.encounters]
        self._begin(tr("Opening…"), partial(_reading, paths, known, take), lambda: self._finish(None))

    def _export(self, target: Target, encounters: Sequence[Encounter], then: Callable[[], object]) -> None:
        leaving: list[Outgoing] = []

        def take(encounter: Encounter) -> None:
            if self._window.safe.load(encounter) and (one := self._saving.taken(encounter)) is not None:
                leaving.append(one)

        def read(steps: Steps) -> Steady:
            steps.extend(partial(take, encounter) for encounter in encounters)
            yield from ()

        def write() -> None:
            if leaving:
                self._write(target, leaving)
            else:
                self._finish(None)  # why none could be read is told already

        self._begin(tr("Writing {name}…", name=target[0].name), read, write)
        self._stopped, self.is_writing = self._stopped_writing, True
        self.then(then)

    def _finish(self, message: Message | None, *, done: bool = False) -> None:
        if self.is_writing and not done:
            self._at_last = _nothing
        super()._finish(message, done=done)

    def _has_begun(self, words: str) -> None:
        hidden = not self.busy.isVisible()
        self.busy.start(words)
        if hidden:
            self.busy.hide()
            self._slow.start()

    def _has_ended(self, message: Message | None) -> None:
        self._slow.stop()
        self.busy.hide()
        if message is not None:
            self._window.show_message(message)
        self._window.work_list.model.refresh_all()
        self._window.enable_actions()
        QTimer.singleShot(0, self, self._go_on)


def _reading(
    paths: Sequence[Path],
    known: Sequence[Note],
    take: Callable[[Sequence[Note], Sequence[DocumentError]], None],
    steps: Steps,
) -> Steady:
    """Read documents one by one; taking in the notes of each is added to the steps."""
    yield Progress(0, 0, "")
    files = find_documents(paths)
    for number, (notes, wrong) in enumerate(read_notes(files, known)):
        steps.append(partial(take, notes, wrong))
        yield Progress(number, len(files), "")
