"""The main window: opens notes, has them coded in the background, shows the review and exports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QSplitter, QVBoxLayout, QWidget

from medcode_desktop.core.types import Coding, Note
from medcode_desktop.errors import DocumentError, MedCodeError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.documents import note_from_text, read_document
from medcode_desktop.ui import theme
from medcode_desktop.ui.access import Access
from medcode_desktop.ui.actions import Actions
from medcode_desktop.ui.carrying import Carrying
from medcode_desktop.ui.check_words import check_words
from medcode_desktop.ui.codes_pane import CodesPane
from medcode_desktop.ui.coding import CodingQueue
from medcode_desktop.ui.deciding import Decisions
from medcode_desktop.ui.drafting import Drafting
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.kept_codes import KeptCodes
from medcode_desktop.ui.looks import Looks
from medcode_desktop.ui.marking import Marking
from medcode_desktop.ui.messages import Message, MessageBar, Tone
from medcode_desktop.ui.note_pane import NotePane
from medcode_desktop.ui.note_view import highlights_of
from medcode_desktop.ui.opening import files_in
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.safe import Safe
from medcode_desktop.ui.saving import Saving
from medcode_desktop.ui.status import Status
from medcode_desktop.ui.welcome import sample_title
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work_list import WorkList, words_instead_of_codes
from medcode_desktop.ui.workbench import Workbench


class MainWindow(QMainWindow):
    """The desk: notes on the left, the text in the middle, its codes on the right."""

    def __init__(self, parts: Parts, show_message: Callable[[Message], None] | None = None) -> None:
        super().__init__()
        theme.resize_text(parts.live.current.text_size)  # before there are widgets, which take the size up by then
        self._parts = parts
        self._folder = Path.home()
        self.work_list = WorkList()
        self.note = NotePane()
        self.codes = CodesPane()
        self.messages = MessageBar()
        self.status = Status()
        self.show_message = show_message or self.messages.show_message
        kept = KeptCodes(parts.preferences, lambda: self.safe.workspace)
        self.decisions = Decisions(self.codes, self.note.view, parts, kept, self.show_message, parent=self)
        self.saving = Saving(self, parts, self.show_message)
        self.coding = CodingQueue(parts.open_coder, lambda: parts.options, self.work_list.model.encounters, self)
        self.coding.when_coded = self.decisions.look_up_coded
        self.safe = Safe(parts, self.work_list.model, self)
        self.carrying = Carrying(self)
        self.marking = Marking(self, parts)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        splitters = {"columns": self._columns, "codes": self.codes.splitter}
        self.looks = Looks(parts.preferences, parts.live, self, self.note.view, splitters)
        self.drafts = Drafting(self)
        self.workbench = Workbench(self, parts)
        self.access = Access(self, parts, self._columns)
        self.commands = Actions(self, self._commands())
        self._lay_out()
        self._connect()
        self.looks.restore()
        self.workbench.furnish()
        self._refresh_colours()
        self.new_note()
        self.access.begin(self._layout)

    def start(self) -> None:
        """Load the model in the background; call it when the window is up."""
        self.coding.worker.start()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What each command of the menus does."""
        return {
            "new": self.new_note,
            "paste": lambda: self.take_in(QGuiApplication.clipboard().mimeData()),
            "open": self.choose_files,
            "sample": lambda: self.open_sample(),
            "export": lambda: self.carrying.export([self._encounter] if self._encounter else []),
            "export_all": lambda: self.carrying.export(self.work_list.model.encounters),
            "copy": lambda: self.saving.copy(self._encounter),
            "quit": self.close,
            "edit": self.edit_note,
            "code": self.code_note,
            **self.codes.commands(),
            **self.work_list.commands(),
            **self.note.commands(),
            **self.decisions.commands(),
            **self.marking.commands(),
            **self.access.commands(),
            **self.looks.commands(),
            **self.workbench.commands(),
        }

    def _lay_out(self) -> None:
        self.setWindowTitle(tr("MedCode Desktop"))
        self.setAcceptDrops(True)
        self._columns.setChildrenCollapsible(False)
        for widget, share in ((self.work_list, 0), (self.note, 3), (self.codes, 2)):
            self._columns.addWidget(widget)
            self._columns.setStretchFactor(self._columns.count() - 1, share)
        self._columns.setSizes([200, 620, 420])
        self._columns.setHandleWidth(8)
        central = QWidget()
        self._layout = QVBoxLayout(central)
        self._layout.setContentsMargins(8, 2, 8, 6)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.messages)
        self._layout.addWidget(self.carrying.busy)
        self._layout.addWidget(self._columns, 1)
        self.setCentralWidget(central)
        self.addToolBar(self.commands.tool_bar("paste", "open", "edit", "", "undo", "redo", "", "export"))
        self.codes.set_commands([self.commands[name] for name in ("accept", "reject", "replace", "add")])
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.work_list.selected.connect(self._selected)
        self.note.view.pasted.connect(self.take_in)
        self.note.view.rows_under_cursor.connect(self._rows_under_cursor)
        self.note.empty.open.clicked.connect(self.choose_files)
        self.note.empty.sample.clicked.connect(lambda: self.open_sample())
        self.note.busy.cancelled.connect(self.cancel_coding)
        self.note.code_wanted.connect(self.code_note)
        self.note.edit_left.connect(self.leave_editing)
        self.codes.position_selected.connect(self._position_selected)
        self.codes.detail.alternative_chosen.connect(self.decisions.take_alternative)
        self.codes.detail.evidence_chosen.connect(self.note.view.reveal)
        self.codes.model.moved.connect(self.decisions.move_to, Qt.ConnectionType.QueuedConnection)
        self.decisions.changed.connect(self._show_review)
        self.decisions.code_wanted.connect(self.code_note)
        self.marking.queried.connect(self.safe.keep_query)
        self.coding.worker.opened.connect(self.status.show_running)
        self.coding.worker.failed_to_open.connect(self.status.show_no_model)
        self.coding.worker.failed_to_open.connect(lambda error: self.show_message(Message.of(error)))
        self.coding.progressed.connect(self._progressed)
        self.coding.coded.connect(self._coded)
        self.coding.failed.connect(self._failed)

    @property
    def _encounter(self) -> Encounter | None:
        """The note in view."""
        return self.decisions.encounter

    # Opening notes

    def new_note(self) -> None:
        self.drafts.keep()
        self.work_list.select(None)
        self._show(None)
        self.note.view.setFocus()

    def take_in(self, data: QMimeData) -> None:
        """Open what was pasted or dropped: files, else text as a new note."""
        if not data.hasUrls():
            self.add_text(data.text())
            return
        files = files_in(data)
        if files:
            self.open_files(files)
        else:
            words = tr("Only files on this computer can be opened, not addresses.")
            self.show_message(Message(words, tr("Copy the text of the note instead."), Tone.WARNING))

    def add_text(self, text: str) -> None:
        """Take a text as a new note and have it coded."""
        if not text.strip():
            self.show_message(Message(tr("There is no text in it."), tr("Copy a note first."), Tone.WARNING))
            return
        try:
            note = note_from_text(text, self.drafts.next_name())
        except DocumentError as error:
            self.show_message(Message.of(error))
            return
        self.add([note])

    def choose_files(self) -> None:
        self.open_files(self._parts.dialogs.files_to_open(self, self._folder))

    def open_files(self, paths: Iterable[Path]) -> None:
        """Open documents and the documents of folders; each that cannot be read is named with the reason."""
        if files := list(paths):
            self._folder = files[-1] if files[-1].is_dir() else files[-1].parent
            self.carrying.open(files)

    def open_sample(self, name: str = "clinic-visit") -> None:
        self.add([read_document(resources_folder() / "samples" / f"{name}.txt", sample_title(name))])

    def add(self, notes: Sequence[Note], *, show: bool = True) -> Encounter | None:
        """Put notes on the work list and code them; one that is open already is only shown. The first of them."""
        if self.safe.refuses():
            return None
        if show:
            self.drafts.keep()
        known = {(e.note.source, e.note.part): e for e in self.work_list.model.encounters if e.note.source}
        shown = None
        for note in notes:
            encounter = known.get((note.source, note.part))
            if encounter is None:
                encounter = Encounter(note)
                self.work_list.model.append(encounter)
                self.coding.code(encounter)
            shown = shown or encounter
        if shown is not None and show:
            self.work_list.select(shown)
        return shown

    # Coding

    def code_note(self) -> None:
        """Code the text as it stands in the editor, or the note once more."""
        encounter = self._encounter
        text = self.note.view.edited_text()
        if self.safe.refuses():
            return
        if encounter is None:
            self.note.view.show_text("", editable=True)
            self.add_text(text)
            return
        if encounter.draft is not None:
            try:
                text = note_from_text(text, encounter.note.note_id, encounter.note.source).text
            except DocumentError as error:
                self.show_message(Message.of(error))
                return
            encounter.note = replace(encounter.note, text=text, uncertain=())
            encounter.draft = None
        self.coding.code(encounter)
        self._show(encounter)

    def cancel_coding(self) -> None:
        if self._encounter is not None:
            self.coding.cancel(self._encounter)
            self._refresh(self._encounter)

    def edit_note(self) -> None:
        encounter = self._encounter
        if encounter is not None and encounter.draft is None:
            self.cancel_coding()
            encounter.draft = encounter.note.text
            self._refresh(encounter)
            self.note.view.setFocus()

    def leave_editing(self) -> None:
        if self._encounter is not None and self._encounter.draft is not None:
            self._encounter.draft = None
            self._refresh(self._encounter)

    def _progressed(self, encounter: Encounter) -> None:
        if encounter is self._encounter and encounter.progress:
            self.note.busy.show_progress(encounter.progress)

    def _coded(self, encounter: Encounter, coding: Coding) -> None:
        self.decisions.recheck(encounter)
        self._refresh(encounter)
        if encounter is self._encounter and encounter.review and encounter.review.codes and self.note.view.hasFocus():
            self.codes.codes.setFocus()  # the arrow keys go through the codes now
        if coding.warnings and encounter is self._encounter:
            self.show_message(Message("\n".join(map(check_words, coding.warnings)), tone=Tone.WARNING))

    def _failed(self, encounter: Encounter, error: MedCodeError) -> None:
        self._refresh(encounter)
        self.show_message(Message(f"{encounter.title}: {error.message}", error.hint, Tone.ERROR))

    # Showing

    def _selected(self, encounter: Encounter | None) -> None:
        if encounter is not None and encounter is self._encounter:
            return  # what was typed has become a note, which is in view already
        left = self._encounter
        self.drafts.keep()
        self._show(encounter if encounter is not None and self.safe.load(encounter) else None)
        QTimer.singleShot(0, self, lambda: self.drafts.drop_blank(left))

    def _show(self, encounter: Encounter | None) -> None:
        self.decisions.encounter = encounter
        self.codes.close_search()
        if encounter is None and self.safe.read_only:
            self.note.show_note("")
        elif encounter is None:
            self.note.show_editing("", revising=False)
        elif encounter.draft is not None:
            self.note.show_editing(encounter.draft, revising=encounter.note.text != "")
        else:
            idle = not encounter.ticket and (encounter.review is None or encounter.failure != "")
            self.note.show_note(encounter.note.text, offer_coding=idle)
        if encounter is not None and encounter.ticket:
            self.note.busy.start(tr("Coding…") if self.coding.model_is_loaded else tr("Loading the model…"))
            if encounter.progress:
                self.note.busy.show_progress(encounter.progress)
        else:
            self.note.busy.hide()
        self._show_review(-1)

    def _show_review(self, position: int) -> None:
        encounter = self._encounter
        review = encounter.review if encounter and not encounter.ticket and encounter.draft is None else None
        highlights = highlights_of(review)
        self.note.view.show_highlights(highlights)
        self.note.legend.show_assertions([h.assertion for h in highlights])
        edits = encounter.edits if encounter else ()
        self.codes.show_review(review, edits, self.decisions.codeset, position, words_instead_of_codes(encounter))
        self.status.show_decided(review)
        if encounter is not None:
            self.work_list.model.refresh(encounter)
        self.enable_actions()

    def _refresh(self, encounter: Encounter) -> None:
        """Show a note anew when it is in view, and its line in the work list in any case."""
        if encounter is self._encounter:
            self._show(encounter)
        else:
            self.work_list.model.refresh(encounter)

    def enable_actions(self) -> None:
        any_codes = any(e.is_coded for e in self.work_list.model.encounters)
        self.commands.enable_for(self._encounter, self.codes.position, any_codes=any_codes)

    def _position_selected(self, position: int) -> None:
        self.note.view.select_row(position, scroll=not self.note.view.hasFocus())
        self.enable_actions()

    def _rows_under_cursor(self, rows: list[int]) -> None:
        """Select the code whose evidence the cursor is in; with several, keep the one that is selected."""
        if self.codes.position not in rows:
            self.codes.select(rows[0])

    # Keeping and closing

    def take_out(self, encounter: Encounter) -> None:
        """Take a note off the desk."""
        self.coding.cancel(encounter)
        if encounter is self._encounter:
            self.decisions.encounter = None
            self.note.show_note("")
        self.work_list.model.remove(encounter)
        if not self.work_list.model.encounters:
            self.new_note()

    def clear(self) -> None:
        """Take everything off the desk; no word of a note stays on it."""
        self.note.clear()
        self.work_list.model.clear()
        self._show(None)
        self.codes.search.clear()
        self.messages.clear()

    def _refresh_colours(self) -> None:
        self.looks.apply_zoom()
        self.commands.refresh_colours()
        self.note.refresh_colours()
        self.codes.refresh_colours()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._refresh_colours)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if event.source() is None and (data.hasUrls() or data.hasText()):  # what is dragged from here is here already
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_in(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.drafts.keep_in_view()
        if not self.carrying.may_leave(self.workbench.exporting):
            event.ignore()
            return
        self.looks.save()
        for other in self.findChildren(QDialog):
            other.close()
        self.hide()
        self.carrying.give_up()
        self.workbench.end()
        self.coding.worker.stop()
        self.decisions.stop()
        self.drafts.stop()
        self.access.end()
        event.accept()
