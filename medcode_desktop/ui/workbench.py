"""What surrounds the three areas of the window: settings, palette, shortcuts, help, welcome and announcements."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from medcode_desktop.core.types import Coding, Progress, Severity
from medcode_desktop.errors import MedCodeError
from medcode_desktop.settings import LIMITS, Applies
from medcode_desktop.ui.announcing import announce
from medcode_desktop.ui.background import Running
from medcode_desktop.ui.code_sets import CodeSetsDialog
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.help import HelpWindow
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.overview import OverviewWindow
from medcode_desktop.ui.palette import Palette
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.preparing import Preparation
from medcode_desktop.ui.settings_dialog import SettingsDialog
from medcode_desktop.ui.welcome import Welcome
from medcode_desktop.ui.words import percent, tr

if TYPE_CHECKING:
    from medcode_desktop.ui.batch_run import BatchRun
    from medcode_desktop.ui.batch_screen import BatchScreen
    from medcode_desktop.ui.errand import Errand
    from medcode_desktop.ui.window import MainWindow


_PATIENCE_S = 5.0
"""Between two announcements of how far a note is."""


class Workbench(QObject):
    """Built before the window's commands, and `furnish`ed when the window is laid out."""

    def __init__(self, window: MainWindow, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._live, self._preferences = window, parts.live, parts.preferences
        self._dialogs = parts.dialogs
        self._parts = parts
        self._batch_run: BatchRun | None = None
        self.batch: BatchScreen | None = None
        self.palette: Palette | None = None
        self.settings: SettingsDialog | None = None
        self.help: HelpWindow | None = None
        self.overview: OverviewWindow | None = None
        self.welcome: Welcome | None = None
        self._running: Running | None = None
        self._no_model: MedCodeError | None = None
        self._told_at = -math.inf
        self.preparation = Preparation(parts.prepare, self)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that are about the program itself."""
        return {
            "settings": lambda: self.open_settings("scope"),
            "palette": self.open_palette,
            "overview": self.open_overview,
            "batch": self.open_batch,
            "escape": self._escape,
            "code_sets": self.manage_code_sets,
            "stop_preparing": self.preparation.stop,
            "help": self.open_help,
            "shortcuts": lambda: self.open_help("shortcuts"),
            "privacy": lambda: self.open_help("privacy"),
            "welcome": self.open_welcome,
        }

    def furnish(self) -> None:
        """Bring the window into the state that the settings ask for, and keep it there."""
        self._live.changed.connect(self._setting_changed)
        self._live.failed.connect(lambda error: self._window.show_message(Message.of(error)))
        for name in ("shortcuts", "appearance", "accept_above"):
            self._apply(name)
        coding = self._window.coding
        coding.worker.opened.connect(self._opened)
        coding.worker.failed_to_open.connect(self._failed_to_open)
        coding.coded.connect(self._coded)
        self._window.status.set_stop(self._window.commands["stop_preparing"])
        self.preparation.progressed.connect(self._show_preparing)
        self.preparation.failed.connect(lambda error: self._window.show_message(Message.of(error)))
        self._show_preparing(None)
        coding.progressed.connect(self._progressed)
        if not self._preferences.value("welcomed"):
            self._show_welcome()

    # Opening

    def open_settings(self, name: str) -> None:
        """Show the settings, at one of them."""
        if self.settings is None:
            self.settings = SettingsDialog(self._live, self._preferences, self._window)
        self.settings.show_setting(name)

    def manage_code_sets(self) -> None:
        """Show what is installed, to import and remove; notes are checked and coded with what there is afterwards."""
        decisions, worker = self._window.decisions, self._window.coding.worker
        dialog = CodeSetsDialog(self._dialogs, self._live, self._window)
        for let_go in (decisions.let_go, worker.let_go):
            dialog.about_to_change.connect(let_go)
        for take_up in (decisions.check_anew, worker.reopen):
            dialog.changed.connect(take_up)
        dialog.imported.connect(self.preparation.start)
        dialog.chosen.connect(self.preparation.ensure)
        dialog.removed.connect(self.preparation.forget)
        dialog.show()

    def open_palette(self) -> None:
        if self.palette is None:
            self.palette = Palette(self._window)
        self.palette.open(self._window.commands)

    def open_overview(self) -> None:
        """Show what the coder did, as it is now."""
        if self.overview is None:
            self.overview = OverviewWindow(self._preferences, self._dialogs, self._window)
        self.overview.open_for(self._window.safe.workspace)

    def open_batch(self) -> None:
        """Show the folder that is coded, or was last."""
        if self.batch is None:
            from medcode_desktop.ui.batch_run import BatchRun  # the window opens without the processes of a batch
            from medcode_desktop.ui.batch_screen import BatchScreen

            self._batch_run = self._batch_run or BatchRun(self)
            self.batch = BatchScreen(self._window, self._parts, self._batch_run)
            self.batch.closed.connect(self._batch_closed)
        self.batch.show()
        self.batch.raise_()
        self.batch.activateWindow()

    def _batch_closed(self) -> None:
        self.batch = None

    @property
    def exporting(self) -> Errand | None:
        """What is writing a file beside the desk."""
        return self.batch.errands if self.batch is not None and self.batch.errands.is_writing else None

    def give_up(self) -> None:
        """The notes go out of sight: nothing more is brought or exported."""
        self._window.carrying.give_up()
        if self.batch is not None:
            self.batch.errands.give_up()

    def end(self) -> None:
        """The window closes, and what is beside it."""
        if self.batch is not None:
            self.batch.close()
        if self._batch_run is not None:
            self._batch_run.close()
        self.preparation.stop()

    def open_help(self, page: str = "") -> None:
        """Show a page of the help; without one, what the check means that the focus is on, or how to work."""
        codes = self._window.codes
        edit = codes.edit_in_focus if not page else None
        if self.help is None:
            self.help = HelpWindow(self._preferences, self._window)
        name = page or ("edits" if edit else "start")
        self.help.open_at(name, self._window.commands.keys, self._live.current.model, edit.kind if edit else "")

    def open_welcome(self) -> None:
        """Show the welcome in the place of an empty note."""
        self._window.new_note()
        self._show_welcome()
        if self.welcome is not None:
            next(iter(self.welcome.samples.values())).setFocus()

    def _show_welcome(self) -> None:
        if self.welcome is None:
            self.welcome = Welcome()
            self.welcome.sample_wanted.connect(self._window.open_sample)
            self.welcome.left.connect(self._leave_welcome)
            self._window.work_list.model.rowsInserted.connect(self._leave_welcome)
            self._window.note.show_when_empty(self.welcome)
            self._tell_welcome()

    def _leave_welcome(self) -> None:
        """The welcome was seen; it does not come again by itself."""
        if self.welcome is not None:
            self.welcome = None
            self._preferences.setValue("welcomed", True)
            self._window.work_list.model.rowsInserted.disconnect(self._leave_welcome)
            self._window.note.show_when_empty(None)
            self._window.note.view.setFocus()

    def _tell_welcome(self) -> None:
        if self.welcome is not None and self._running is not None:
            self.welcome.show_running(self._running)
        elif self.welcome is not None and self._no_model is not None:
            self.welcome.show_no_model(self._no_model)

    def _escape(self) -> None:
        """Leave what is open in place, else stop the coding, else dismiss the message."""
        window, encounter = self._window, self._window.decisions.encounter
        if window.access.question.isVisible():
            window.access.question.leave()
        elif window.codes.is_searching:
            window.codes.close_search()
        elif window.note.find_bar.isVisible():
            window.note.find_bar.leave()
        elif window.carrying.is_busy:
            window.carrying.cancel()
        elif encounter is not None and encounter.ticket:
            window.cancel_coding()
        elif encounter and encounter.draft is not None and not (encounter.has_uncoded_text or encounter.is_blank):
            window.leave_editing()
        else:
            window.messages.hide()

    # What changes

    def _setting_changed(self, name: str) -> None:
        self._apply(name)
        if LIMITS[name].applies is Applies.NEXT_NOTE:
            self._window.coding.worker.reopen()

    def _apply(self, name: str) -> None:
        settings, commands = self._live.current, self._window.commands
        match name:
            case "shortcuts":
                commands.assign(dict(settings.shortcuts))
                self._window.note.refresh_keys()
                self._window.codes.refresh_colours()
            case "appearance":
                commands[f"look_{settings.appearance}"].setChecked(True)
            case "accept_above":
                share = percent(settings.accept_above)
                commands.rename("accept_above", tr("Accept all at {share} and above", share=share))

    def _show_preparing(self, progress: Progress | None) -> None:
        self._window.commands["stop_preparing"].setEnabled(progress is not None)
        self._window.status.show_preparing(progress)

    def _opened(self, running: Running) -> None:
        self._running, self._no_model = running, None
        self._tell_welcome()

    def _failed_to_open(self, error: MedCodeError) -> None:
        self._running, self._no_model = None, error
        self._tell_welcome()

    def _coded(self, encounter: Encounter, coding: Coding) -> None:
        """Say how many codes there are for the note in view, and how many of the checks are serious."""
        self._told_at = -math.inf
        if encounter is not self._window.decisions.encounter:
            return
        wrong = sum(edit.severity is Severity.ERROR for edit in encounter.edits)
        words = tr("{title}: {count} codes suggested", title=encounter.title, count=len(coding.suggestions))
        announce(self._window, words + (tr(", {count} errors", count=wrong) if wrong else ""))

    def _progressed(self, encounter: Encounter) -> None:
        """Say at the start, and then now and again, how far the note in view is."""
        progress = encounter.progress
        if (
            progress
            and encounter is self._window.decisions.encounter
            and time.monotonic() - self._told_at >= _PATIENCE_S
        ):
            self._told_at = time.monotonic()
            numbers = {"done": progress.done, "all": progress.total}
            announce(self._window, tr("Coding {title}: {done} of {all} steps", title=encounter.title, **numbers))
