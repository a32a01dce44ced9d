"""The batch screen: a folder is listed, coded, paused and gone on with, and its documents are reviewed and exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.services.batch.lines import Line, Standing
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.ui.batch_errands import Errands
from medcode_desktop.ui.batch_run import BatchRun, Phase
from medcode_desktop.ui.batch_setup import BatchSetup
from medcode_desktop.ui.batch_table import LINE, BatchFilter, BatchModel, BatchTable, Stage, stage_words
from medcode_desktop.ui.messages import Message, MessageBar, Tone
from medcode_desktop.ui.note_pane import Busy
from medcode_desktop.ui.pages import Question
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.words import percent, tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow


class BatchScreen(QDialog):
    """A window of its own beside the main one. Closing it stops the run, which can be gone on with later."""

    closed = Signal()

    def __init__(self, window: MainWindow, parts: Parts, run: BatchRun) -> None:
        super().__init__(None, Qt.WindowType.Window)  # not above the main window, where opened notes are reviewed
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Batch"))
        self._window, self._parts, self._run = window, parts, run
        self.setup = BatchSetup(parts, window.safe)
        self.model = BatchModel(run, window.work_list.model, self)
        self.shown = BatchFilter(self.model, self)
        self.table = BatchTable(self.shown)
        self.errands = Errands(window, self.model, self)
        self.messages, self.question, self.busy = MessageBar(), Question(), Busy()
        self.state = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the batch"))
        self.preview_button = self._button(tr("Preview"), self.look, tr("List what would be read; nothing is coded"))
        self.start_button = self._button(tr("Start"), self.start)
        self.start_button.setObjectName("main")
        self.pause_button = self._button(tr("Pause"), run.pause, tr("Documents that are being coded are finished"))
        self.cancel_button = self._button(tr("Cancel"), run.cancel, tr("Stop; what is finished is kept"))
        self.retry_button = self._button(tr("Retry failures"), lambda: self.start(retry=True))
        self.search = SearchField(tr("Filter by name or reason"))
        self.stages = QComboBox()
        self.stages.setAccessibleName(tr("Show documents"))
        self.stages.addItem(tr("All documents"), "")
        for stage in Stage:
            self.stages.addItem(stage_words(stage), str(stage))
        self.found = QLabel()
        self.found.setObjectName("quiet")
        self.detail = QLabel()
        self.detail.setObjectName("quiet")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = self._button(tr("Open"), self.open_chosen, tr("To the work list, with the codes it has"))
        self.least = QSpinBox()
        self.least.setRange(0, 100)
        self.least.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.least.setSuffix(tr("{number}%", number=""))
        self.least.setValue(round(parts.settings.accept_above * 100))
        self.least.setAccessibleName(tr("Least confidence to accept"))
        self.accept_button = self._button(
            tr("Accept by rule…"), self.ask_to_accept, tr("In the documents shown where no check found an error")
        )
        self.export_button = self._button(tr("Export selected…"), self.export_chosen)
        self.export_all_button = self._button(tr("Export all…"), self.export_all)
        self._close_button = self._button(tr("Close"), self.close)
        self._lay_out()
        self._connect()
        run.lock(locked=False)
        self.restoreGeometry(QByteArray(parts.preferences.value("batch/geometry") or b""))
        self._show_state()
        if run.phase is Phase.IDLE:
            self.look()

    def _button(self, words: str, act: Callable[[], object], tip: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.clicked.connect(lambda: act())  # without what Qt says of the button
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        progress = QVBoxLayout()
        progress.addWidget(self.state)
        progress.addWidget(self.bar)
        running = _row(self.preview_button, self.start_button, self.pause_button, self.cancel_button, self.retry_button)
        running.insertLayout(0, progress, 1)
        filters = _row(self.search, self.stages, self.found)
        filters.setStretch(0, 1)
        least = QLabel(tr("Least confidence to accept"))
        least.setBuddy(self.least)
        below = _row(self.open_button, least, self.least, self.accept_button)
        below.insertStretch(1, 1)
        below.addStretch(1)
        for button in (self.export_button, self.export_all_button, self._close_button):
            below.addWidget(button)
        layout.addWidget(self.setup)
        layout.addWidget(self.messages)
        layout.addLayout(running)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        for widget in (self.detail, self.question, self.busy):
            layout.addWidget(widget)
        layout.addLayout(below)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        width, height = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(width * 185, height * 46)

    def _connect(self) -> None:
        self._run.moved_on.connect(self._show_state)
        self._run.relined.connect(self._show_state)
        self.setup.chosen.connect(self._chosen)
        self.setup.settings_wanted.connect(self._open_settings)
        self.search.textChanged.connect(self._filter)
        self.stages.currentIndexChanged.connect(self._filter)
        for signal in (self.shown.layoutChanged, self.shown.modelReset):
            signal.connect(self._enable)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.table.selectionModel().currentChanged.connect(self._show_detail)
        self.table.activated.connect(self.open_chosen)
        self.errands.began.connect(self._errand_began)
        self.errands.progressed.connect(self.busy.show_progress)
        self.errands.ended.connect(self._errand_ended)
        self.busy.cancelled.connect(self.errands.cancel)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)

    # The run

    def look(self) -> None:
        """List the documents of the folder."""
        if (plan := self.setup.plan) is not None:
            self._chosen(plan)

    def start(self, *, retry: bool = False) -> None:
        """Code with the settings as they are now; with `retry` what had failed, too."""
        if (plan := self.setup.plan) is None:
            self.messages.show_message(Message(tr("Choose the folder with the documents."), tone=Tone.WARNING))
        else:
            self._run.plan = plan
            self._run.start(retry=retry)

    def _chosen(self, plan: Plan) -> None:
        self.messages.hide()
        if plan.folder.is_dir():
            self._run.look(plan)
        else:
            words = tr("{folder} is not a folder.", folder=plan.folder)
            self.messages.show_message(Message(words, tr("Choose another one."), Tone.ERROR))

    def _show_state(self) -> None:
        if message := self._run.take_message():
            self.messages.show_message(message)
        phase, progress = self._run.phase, self._run.progress
        self.state.setText(self._state_words())
        self.bar.setVisible(phase is not Phase.IDLE)
        counted = progress if phase in (Phase.RUNNING, Phase.PAUSED) else None
        self.bar.setRange(0, counted.total if counted else 0)
        self.bar.setValue(counted.done if counted else 0)
        self.pause_button.setText(tr("Resume") if phase is Phase.PAUSED else tr("Pause"))
        begun = {Standing.WAITING, Standing.CODED} <= {line.standing for line in self._run.lines}
        self.start_button.setText(tr("Go on") if begun else tr("Start"))
        self._show_detail(self.table.currentIndex())
        self._enable()

    def _state_words(self) -> str:
        run = self._run
        progress = run.progress
        match run.phase:
            case Phase.IDLE:
                return _totals(run.lines) if run.plan else tr("Choose the folder with the documents.")
            case Phase.LOOKING:
                return tr("Looking at the documents…")
            case Phase.STOPPING:
                return tr("Stopping…")
        if progress is None or run.phase is Phase.GETTING_READY:
            return tr("Getting ready…")
        said = [tr("{done:,} of {all:,} documents", done=progress.done, all=progress.total)]
        if progress.failed:
            said.append(tr("{number:,} could not be coded", number=progress.failed))
        if run.phase is Phase.PAUSED:
            said.insert(0, tr("Paused"))
        elif progress.notes_per_minute:
            said.append(tr("{number} a minute", number=round(progress.notes_per_minute)))
        if progress.seconds_left and run.phase is Phase.RUNNING:
            said.append(tr("about {time} left", time=_duration(progress.seconds_left)))
        return "  ·  ".join(said)

    def _open_settings(self) -> None:
        self._window.activateWindow()
        self._window.workbench.open_settings("scope")

    # The documents

    def _filter(self) -> None:
        self.shown.choose(self.search.text(), self.stages.currentData())
        self._enable()

    def _show_detail(self, current: QModelIndex) -> None:
        line: Line | None = current.data(LINE) if current.isValid() else None
        self.detail.setText(line.reason or line.source if line else "")  # the reason names the document

    def open_chosen(self) -> None:
        if not self.errands.is_busy and (lines := self._chosen_lines()):
            self.errands.open(lines)

    def ask_to_accept(self) -> None:
        """Say for how many documents the rule holds, before it is applied."""
        least = self.least.value() / 100
        open_ = (Stage.CODED, Stage.REVIEW)
        lines = [line for line in self.shown.lines if line.acceptable(least) and self.model.stage(line) in open_]
        if not lines:
            words = tr("None of the documents shown has such a code and no error.")
            self.messages.show_message(Message(words, tr("Choose a lower confidence."), Tone.WARNING))
            return
        words = tr(
            "Accept the codes at {share} and above in {count} documents without errors? They join the work list.",
            count=len(lines), share=percent(least),
        )  # fmt: skip
        self.question.ask(words, tr("Accept"), tr("Leave"), lambda: self.errands.accept(lines, least))

    def export_chosen(self) -> None:
        if lines := self._chosen_lines():
            self.errands.export(lines, self)

    def _chosen_lines(self) -> list[Line]:
        """The coded ones of the selected documents; where there are none, that is told."""
        lines = _coded(self.table.chosen)
        if not lines:
            self.messages.show_message(Message(tr("None of the selected documents is coded."), tone=Tone.WARNING))
        return lines

    def export_all(self) -> None:
        self.errands.export(_coded(self._run.lines), self)

    def _errand_began(self, words: str) -> None:
        self.messages.hide()
        self.question.leave()
        self.busy.start(words)
        self._enable()

    def _errand_ended(self, message: Message | None) -> None:
        self.busy.hide()
        if message is not None:
            self.messages.show_message(message)
        self._enable()

    def _enable(self) -> None:
        phase, lines = self._run.phase, self._run.lines
        idle, busy = phase is Phase.IDLE, self.errands.is_busy
        chosen = self.table.selectionModel().hasSelection() and not busy
        coded = any(line.standing is Standing.CODED for line in lines)
        self.setup.setEnabled(not self._run.is_coding)
        self.preview_button.setEnabled(idle and self.setup.plan is not None)
        self.start_button.setEnabled(idle and bool(lines))
        self.retry_button.setEnabled(idle and any(line.standing is Standing.FAILED for line in lines))
        self.pause_button.setEnabled(phase in (Phase.RUNNING, Phase.PAUSED))
        self.cancel_button.setEnabled(phase is Phase.LOOKING or (self._run.is_coding and phase is not Phase.STOPPING))
        self.open_button.setEnabled(chosen)
        self.export_button.setEnabled(chosen)
        self.accept_button.setEnabled(coded and not busy)
        self.export_all_button.setEnabled(coded and not busy)
        self.found.setText(tr("{number:,} of {all:,} shown", number=self.shown.rowCount(), all=len(lines)))

    # Closing

    def reject(self) -> None:
        """Escape leaves what is open in place; a run is not stopped by accident."""
        if self.errands.is_busy:
            self.errands.cancel()
        elif self.question.isVisible():
            self.question.leave()
        elif self.search.text():
            self.search.clear()
        elif not self._run.is_coding:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.errands.give_up()
        if not self._window.safe.locked:  # locking closes all windows; what needs nobody to look goes on
            self._run.cancel()
        self._run.lock(locked=self._window.safe.locked)
        self._parts.preferences.setValue("batch/geometry", self.saveGeometry())
        self.closed.emit()
        event.accept()  # a dialog would ask `reject`


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row


def _coded(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.standing is Standing.CODED]


def _totals(lines: list[Line]) -> str:
    """How many documents there are, how large, and how far they are."""
    if not lines:
        return tr("There are no documents in it.")
    total = sum(line.document.size for line in lines)
    size = QLocale().formattedDataSize(total, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    said = [tr("{count} documents, {size}", count=len(lines), size=size)]
    for standing, words in (
        (Standing.WAITING, tr("{number:,} waiting")),
        (Standing.CODED, tr("{number:,} coded")),
        (Standing.FAILED, tr("{number:,} could not be coded")),
    ):
        number = sum(line.standing is standing for line in lines)
        if number:
            said.append(words.format(number=number))
    return "  ·  ".join(said)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return tr("{minutes} min", minutes=minutes) if minutes else tr("{seconds} s", seconds=rest)
