"""The main window: opens notes, has them coded in the background, shows the review and exports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolBar, QVBoxLayout, QWidget

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import Coding, CodingOptions, Note, Progress
from medcode_desktop.errors import DocumentError, MedCodeError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.documents import find_documents, note_from_text, note_ids, read_document
from medcode_desktop.ui.actions import Actions, ShortcutSheet
from medcode_desktop.ui.background import CodingThread, OpenCoder, Running
from medcode_desktop.ui.codes_pane import CodesPane
from medcode_desktop.ui.deciding import Decisions
from medcode_desktop.ui.dialogs import Dialogs
from medcode_desktop.ui.encounter import Encounter, State
from medcode_desktop.ui.looks import Looks
from medcode_desktop.ui.messages import Message, MessageBar, Tone
from medcode_desktop.ui.note_pane import NotePane
from medcode_desktop.ui.note_view import Highlight
from medcode_desktop.ui.saving import Saving
from medcode_desktop.ui.status import Status
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work_list import WorkList

_NAMED = 6
"""Files that one message names."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the window is made of; tests put in their own.

    `open_coder` runs on the coding thread after the window is up. `preferences` holds the looks of the window only:
    geometry, zoom, the last folder; nothing of a note.
    """

    open_coder: Callable[[], OpenCoder]
    codeset: CodeSet
    preferences: QSettings
    options: CodingOptions = field(default_factory=CodingOptions)
    reviewer: str = ""
    dialogs: Dialogs = field(default_factory=Dialogs)


class MainWindow(QMainWindow):
    """The desk: notes on the left, the text in the middle, its codes on the right."""

    def __init__(self, parts: Parts, show_message: Callable[[Message], None] | None = None) -> None:
        super().__init__()
        self._parts = parts
        self._encounter: Encounter | None = None
        self._named = 0
        self._coder_is_open = False
        self.work_list = WorkList()
        self.note = NotePane()
        self.codes = CodesPane()
        self.messages = MessageBar()
        self.status = Status()
        self.show_message = show_message or self.messages.show_message
        self.decisions = Decisions(
            self.codes, self.note.view, parts.codeset, parts.reviewer, self.show_message, parent=self
        )
        self.saving = Saving(self, parts.dialogs, parts.preferences, self.show_message)
        self.coding_thread = CodingThread(parts.open_coder, self)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        splitters = {"columns": self._columns, "codes": self.codes.splitter}
        self.looks = Looks(parts.preferences, self, self.note.view, splitters)
        self.commands = Actions(self, self._commands())
        self._lay_out()
        self._connect()
        self.looks.restore()
        self.commands[f"look_{self.looks.scheme}"].setChecked(True)
        self._refresh_colours()
        self.new_note()

    def start(self) -> None:
        """Load the model in the background; call it when the window is up."""
        self.coding_thread.start()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What each command of the menus does."""
        decide, looks, find = self.decisions, self.looks, self.note.find_bar
        does: dict[str, Callable[[], object]] = {
            "new": self.new_note,
            "paste": self.paste_note,
            "open": self.choose_files,
            "sample": self.open_sample,
            "export": lambda: self._export([self._encounter] if self._encounter else []),
            "export_all": lambda: self._export([e for e in self.work_list.model.encounters if e.review]),
            "copy": self._copy,
            "close": self.close_note,
            "quit": self.close,
            "edit": self.edit_note,
            "code": self.code_note,
            "find": find.start,
            "find_next": find.find_next,
            "find_previous": lambda: find.find_next(backward=True),
            "next_note": lambda: self.work_list.step(1),
            "previous_note": lambda: self.work_list.step(-1),
            "escape": self._escape,
            "undo": decide.undo,
            "redo": decide.redo,
            "accept": decide.accept,
            "reject": decide.reject,
            "reopen": decide.reopen,
            "replace": decide.search_replacement,
            "add": decide.search_addition,
            "accept_all": decide.accept_all,
            "move_up": lambda: decide.move(-1),
            "move_down": lambda: decide.move(1),
            "evidence": self.note.view.reveal_next,
            "zoom_in": lambda: looks.zoom(1),
            "zoom_out": lambda: looks.zoom(-1),
            "zoom_reset": lambda: looks.zoom(0),
            "look_system": lambda: looks.use_scheme("system"),
            "look_light": lambda: looks.use_scheme("light"),
            "look_dark": lambda: looks.use_scheme("dark"),
            "go_notes": self.work_list.view.setFocus,
            "go_note": self.note.view.setFocus,
            "go_codes": self.codes.codes.setFocus,
            "shortcuts": lambda: ShortcutSheet(self).show(),
        }
        for n in range(9):
            does[f"alternative_{n + 1}"] = lambda n=n: decide.take_alternative(n)  # type: ignore[misc]
        return does

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
        layout = QVBoxLayout(central)
        layout.setContentsMargins(8, 2, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(self.messages)
        layout.addWidget(self._columns, 1)
        self.setCentralWidget(central)
        bar = QToolBar(tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in ("paste", "open", "edit", "", "undo", "redo", "", "export"):
            if name:
                bar.addAction(self.commands[name])
            else:
                bar.addSeparator()
        self.addToolBar(bar)
        self.codes.set_commands([self.commands[name] for name in ("accept", "reject", "replace", "add")])
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.work_list.selected.connect(self._selected)
        self.note.view.pasted.connect(self.take_in)
        self.note.view.rows_under_cursor.connect(self._rows_under_cursor)
        self.note.empty.open.clicked.connect(self.choose_files)
        self.note.empty.sample.clicked.connect(self.open_sample)
        self.note.busy.cancelled.connect(self.cancel_coding)
        self.note.code_wanted.connect(self.code_note)
        self.note.edit_left.connect(self.leave_editing)
        self.codes.position_selected.connect(self._position_selected)
        self.codes.detail.alternative_chosen.connect(self.decisions.take_alternative)
        self.codes.detail.evidence_chosen.connect(self.note.view.reveal)
        self.codes.model.moved.connect(self.decisions.move_to, Qt.ConnectionType.QueuedConnection)
        self.decisions.changed.connect(self._show_review)
        thread = self.coding_thread
        thread.opened.connect(self._coder_opened)
        thread.failed_to_open.connect(self._coder_failed)
        thread.progressed.connect(self._progressed)
        thread.finished_note.connect(self._coded)
        thread.failed_note.connect(self._failed)

    # Opening notes

    def new_note(self) -> None:
        self._keep_draft()
        self.work_list.select(None)
        self._show(None)
        self.note.view.setFocus()

    def paste_note(self) -> None:
        self.take_in(QGuiApplication.clipboard().mimeData())

    def take_in(self, data: QMimeData) -> None:
        """Open what was pasted or dropped: files, else text as a new note."""
        if not data.hasUrls():
            self.add_text(data.text())
            return
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        self.open_files(files)
        if not files:
            words = tr("Only files on this computer can be opened, not addresses.")
            self.show_message(Message(words, tr("Copy the text of the note instead."), Tone.WARNING))

    def add_text(self, text: str) -> None:
        """Take a text as a new note and have it coded."""
        if not text.strip():
            self.show_message(Message(tr("There is no text in it."), tr("Copy a note first."), Tone.WARNING))
            return
        try:
            note = note_from_text(text, self._next_name())
        except DocumentError as error:
            self.show_message(Message.of(error))
            return
        self._add([note])

    def choose_files(self) -> None:
        self.open_files(self._parts.dialogs.files_to_open(self, self._folder()))

    def open_files(self, paths: Iterable[Path]) -> None:
        """Open documents and the documents of folders; each that cannot be read is named with the reason."""
        files = find_documents(paths)
        sources = [Path(e.note.source) for e in self.work_list.model.encounters if e.note.source]
        others = [path for path in sources if path not in files]
        names = note_ids([*others, *files])[len(others) :]  # none that another open note has
        notes, errors = [], []
        for path, name in zip(files, names, strict=True):
            try:
                notes.append(read_document(path, name))
            except DocumentError as error:
                errors.append(error)
        if files:
            self._parts.preferences.setValue("folder", str(files[-1].parent))
        self._add(notes)
        if len(errors) == 1:
            self.show_message(Message.of(errors[0]))
        elif errors:
            heading = tr("{count} files were not opened:", count=len(errors))
            more = [tr("and {count} more", count=len(errors) - _NAMED)] if len(errors) > _NAMED else []
            words = "\n".join([heading, *(error.message for error in errors[:_NAMED]), *more])
            self.show_message(Message(words, tone=Tone.ERROR))

    def open_sample(self) -> None:
        self._add([read_document(resources_folder() / "samples" / "clinic-visit.txt", tr("Sample note"))])

    def _add(self, notes: Sequence[Note]) -> None:
        """Put notes on the work list and code them; one that is open already is only shown."""
        self._keep_draft()
        known = {e.note.source: e for e in self.work_list.model.encounters if e.note.source}
        shown = None
        for note in notes:
            encounter = known.get(note.source)
            if encounter is None:
                encounter = Encounter(note)
                self.work_list.model.append(encounter)
                self._code(encounter)
            shown = shown or encounter
        if shown is not None:
            self.work_list.select(shown)

    # Coding

    def code_note(self) -> None:
        """Code the text as it stands in the editor, or the note once more."""
        encounter = self._encounter
        text = self.note.view.edited_text()
        if encounter is None:
            self.note.view.show_text("", editable=True)
            self.add_text(text)
            return
        if encounter.draft is not None:
            try:
                encounter.note = note_from_text(text, encounter.note.note_id, encounter.note.source)
            except DocumentError as error:
                self.show_message(Message.of(error))
                return
            encounter.draft = None
        self._code(encounter)
        self._show(encounter)

    def cancel_coding(self) -> None:
        if self._encounter is not None and self._encounter.ticket:
            self.coding_thread.cancel(self._encounter.ticket)
            self._encounter.ticket = 0
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

    def _code(self, encounter: Encounter) -> None:
        self.coding_thread.cancel(encounter.ticket)
        encounter.progress, encounter.failure = None, ""
        encounter.ticket = self.coding_thread.code(encounter.note, self._parts.options)

    def _coder_opened(self, running: Running) -> None:
        self._coder_is_open = True
        self.status.show_running(running)

    def _coder_failed(self, error: MedCodeError) -> None:
        self.status.show_no_model()
        self.show_message(Message.of(error))

    def _progressed(self, ticket: int, progress: Progress) -> None:
        encounter = self._by_ticket(ticket)
        if encounter is not None:
            encounter.progress = progress
            if encounter is self._encounter:
                self.note.busy.show_progress(progress)

    def _coded(self, ticket: int, coding: Coding) -> None:
        encounter = self._by_ticket(ticket)
        if encounter is None:
            return
        encounter.receive(coding)
        self.decisions.recheck(encounter)
        self._refresh(encounter)
        if encounter is self._encounter and encounter.review and encounter.review.codes and self.note.view.hasFocus():
            self.codes.codes.setFocus()  # the arrow keys go through the codes now
        if coding.warnings and encounter is self._encounter:
            self.show_message(Message("\n".join(coding.warnings), tone=Tone.WARNING))

    def _failed(self, ticket: int, error: MedCodeError) -> None:
        encounter = self._by_ticket(ticket)
        if encounter is not None:
            encounter.ticket, encounter.failure = 0, error.message
            self._refresh(encounter)
            self.show_message(Message(f"{encounter.title}: {error.message}", error.hint, Tone.ERROR))

    def _by_ticket(self, ticket: int) -> Encounter | None:
        return next((e for e in self.work_list.model.encounters if e.ticket == ticket), None)

    # Showing

    def _selected(self, encounter: Encounter | None) -> None:
        self._keep_draft()
        self._show(encounter)

    def _show(self, encounter: Encounter | None) -> None:
        self._encounter = self.decisions.encounter = encounter
        self.codes.close_search()
        if encounter is None:
            self.note.show_editing("", revising=False)
        elif encounter.draft is not None:
            self.note.show_editing(encounter.draft, revising=encounter.note.text != "")
        else:
            idle = not encounter.ticket and (encounter.review is None or encounter.failure != "")
            self.note.show_note(encounter.note.text, offer_coding=idle)
        if encounter is not None and encounter.ticket:
            self.note.busy.start(tr("Coding…") if self._coder_is_open else tr("Loading the model…"))
            if encounter.progress:
                self.note.busy.show_progress(encounter.progress)
        else:
            self.note.busy.hide()
        self._show_review(-1)

    def _show_review(self, position: int) -> None:
        encounter = self._encounter
        review = encounter.review if encounter and not encounter.ticket and encounter.draft is None else None
        highlights = [
            Highlight(evidence.span, code.suggestion.assertion, row)
            for row, code in enumerate(review.codes if review else ())
            for evidence in code.suggestion.evidence
        ]
        self.note.view.show_highlights(highlights)
        self.note.legend.show_assertions([h.assertion for h in highlights])
        edits = encounter.edits if encounter else ()
        self.codes.show_review(review, edits, self._parts.codeset, position, _instead_of_codes(encounter))
        self.status.show_decided(review)
        if encounter is not None:
            self.work_list.model.refresh(encounter)
        self._enable_actions()

    def _refresh(self, encounter: Encounter) -> None:
        """Show a note anew when it is in view, and its line in the work list in any case."""
        if encounter is self._encounter:
            self._show(encounter)
        else:
            self.work_list.model.refresh(encounter)

    def _enable_actions(self) -> None:
        encounter = self._encounter
        review = encounter.review if encounter else None
        ready = review is not None and encounter is not None and encounter.state in (State.REVIEW, State.EXPORTED)
        actions = self.commands
        chosen = ready and self.codes.position >= 0
        actions.enable("export copy add accept_all", ready)
        actions.enable("accept reject reopen replace move_up move_down evidence", chosen)
        actions.enable("undo", ready and bool(encounter and encounter.history and encounter.history.past))
        actions.enable("redo", ready and bool(encounter and encounter.history and encounter.history.future))
        actions.enable("edit", encounter is not None and encounter.draft is None)
        actions.enable("close", encounter is not None)
        actions.enable("export_all", any(e.review for e in self.work_list.model.encounters))
        alternatives = 0
        if chosen and review is not None:
            alternatives = len(review.codes[self.codes.position].suggestion.alternatives)
        for number in range(1, 10):
            actions.offer(f"alternative_{number}", number <= alternatives)

    def _position_selected(self, position: int) -> None:
        self.note.view.select_row(position, scroll=not self.note.view.hasFocus())
        self._enable_actions()

    def _rows_under_cursor(self, rows: list[int]) -> None:
        """Select the code whose evidence the cursor is in; with several, keep the one that is selected."""
        if self.codes.position not in rows:
            self.codes.select(rows[0])

    # Keeping and closing

    def close_note(self) -> None:
        encounter = self._encounter
        if encounter is None:
            return
        self._keep_draft()
        if self.saving.may_close([encounter]):
            self.coding_thread.cancel(encounter.ticket)
            encounter.draft, self._encounter = None, None
            self.work_list.model.remove(encounter)
            if not self.work_list.model.encounters:
                self.new_note()

    def _export(self, encounters: list[Encounter]) -> None:
        if self.saving.export(encounters):
            for encounter in encounters:
                self.work_list.model.refresh(encounter)

    def _copy(self) -> None:
        if self._encounter is not None:
            self.saving.copy(self._encounter)

    def _keep_draft(self) -> None:
        """Keep what was typed before another note is shown; text that is no note yet becomes one."""
        view, encounter = self.note.view, self._encounter
        if view.isReadOnly():
            return
        text = view.edited_text()
        if encounter is not None and encounter.draft is not None:
            encounter.draft = text
        elif encounter is None and text.strip():
            view.show_text("", editable=True)
            self.work_list.model.append(Encounter(Note(self._next_name(), ""), draft=text))

    def _next_name(self) -> str:
        """A name that tells nothing of the text."""
        self._named += 1
        return tr("Note {number}", number=self._named)

    def _folder(self) -> Path:
        return Path(str(self._parts.preferences.value("folder", "") or Path.home()))

    def _escape(self) -> None:
        """Leave what is open in place, else stop the coding, else dismiss the message."""
        encounter = self._encounter
        if self.codes.is_searching:
            self.codes.close_search()
        elif self.note.find_bar.isVisible():
            self.note.find_bar.leave()
        elif encounter is not None and encounter.ticket:
            self.cancel_coding()
        elif encounter is not None and encounter.draft is not None and not encounter.has_uncoded_text:
            self.leave_editing()
        else:
            self.messages.hide()

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
        typed = self._encounter is None and self.note.view.edited_text().strip() != ""
        if self._encounter is not None:
            self._keep_draft()
        if not self.saving.may_close(self.work_list.model.encounters, typed=typed):
            event.ignore()
            return
        self.looks.save()
        self.hide()
        self.coding_thread.stop()
        event.accept()


def _instead_of_codes(encounter: Encounter | None) -> str:
    """What stands in the place of the codes while there are none to review."""
    if encounter is None or encounter.ticket:
        return tr("The codes of the note appear here.")
    if encounter.draft is not None and encounter.review is not None:
        return tr("Code the note again to see its codes. Decisions that still apply are kept.")
    return encounter.failure or tr("This note is not coded yet.")
