"""Which folder a batch codes and where its results go: remembered in the workspace, for its name may be a patient's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from medcode_desktop.errors import WorkspaceError
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.ui.dialogs import Dialogs
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.safe import Safe
from medcode_desktop.ui.settings_dialog import choice_words
from medcode_desktop.ui.words import percent, tr

RESULTS = "medcode-results.csv"
"""What the results are called in the folder, unless another file is chosen."""
_REMEMBERED = "batch"


class BatchSetup(QWidget):
    """`chosen` gives the plan when there is another one, and `settings_wanted` asks for the settings."""

    chosen = Signal(object)
    settings_wanted = Signal()

    def __init__(self, parts: Parts, safe: Safe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._safe = parts, safe
        self._dialogs: Dialogs = parts.dialogs
        self._told: Plan | None = None
        self.folder, self.results = QLineEdit(), QLineEdit()
        self.folder.setPlaceholderText(tr("The folder with the documents"))
        self.results.setPlaceholderText(tr("The file that the codes are written to"))
        self.folder.editingFinished.connect(self._folder_typed)
        self.results.editingFinished.connect(self._tell)
        self.inside = QCheckBox(tr("With the folders inside"))
        self.inside.clicked.connect(self._tell)
        self.folder_button, self.results_button = QPushButton(tr("Choose…")), QPushButton(tr("Choose…"))
        self.folder_button.clicked.connect(self.choose_folder)
        self.results_button.clicked.connect(self.choose_results)
        self.folder_button.setAccessibleName(tr("Choose the folder"))
        self.results_button.setAccessibleName(tr("Choose the file of the results"))
        self.options = QLabel()
        self.options.setObjectName("quiet")
        self.options.setWordWrap(True)
        self.settings_button = QPushButton(tr("Settings…"))
        self.settings_button.clicked.connect(self.settings_wanted)
        self._lay_out()
        self._recall()
        parts.live.changed.connect(self._setting_changed)
        self._setting_changed("scope")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        rows = (
            (tr("Folder"), self.folder, self.folder_button, self.inside),
            (tr("Results"), self.results, self.results_button, None),
        )
        for row, (words, field, button, more) in enumerate(rows):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(button, row, 2)
            if more is not None:
                grid.addWidget(more, row, 3)
        grid.addWidget(self.options, 2, 1)
        grid.addWidget(self.settings_button, 2, 2)

    @property
    def plan(self) -> Plan | None:
        """What is to be coded, with the settings as they are now; None where no folder is given, or all is locked."""
        folder, out = self.folder.text().strip(), self.results.text().strip()
        if not folder or not out or self._safe.locked:
            return None
        settings = self._parts.settings.with_values({"systems": ""})  # the window reviews diagnoses
        place = Path(folder).expanduser().absolute()
        results = Path(out).expanduser().absolute()
        safe = self._safe.workspace.journals
        return Plan(place, results, self._parts.options, settings, self.inside.isChecked(), safe=safe)

    def choose_folder(self) -> None:
        if folder := self._dialogs.folder_to_code(self, Path(self.folder.text() or Path.home())):
            self.folder.setText(str(folder))
            self._folder_typed()

    def choose_results(self) -> None:
        suggested = Path(self.results.text() or Path(self.folder.text() or Path.home()) / RESULTS)
        if file := self._dialogs.results_to_write(self, suggested):
            self.results.setText(str(file if file.suffix else file.with_suffix(".csv")))
            self._tell()

    def _folder_typed(self) -> None:
        """Another folder has results of its own."""
        folder = self.folder.text().strip()
        if folder and (self._told is None or Path(folder).expanduser().absolute() != self._told.folder):
            self.results.setText(str(Path(folder) / RESULTS))
        self._tell()

    def _tell(self) -> None:
        plan = self.plan
        if plan is not None and plan != self._told:
            self._told = plan
            with suppress(WorkspaceError):  # a window that only reads remembers none
                found = [str(plan.folder), str(plan.out), plan.recursive]
                self._safe.workspace.keep_state(_REMEMBERED, found)
            self.chosen.emit(plan)

    def _recall(self) -> None:
        with suppress(WorkspaceError):
            folder, results, inside = self._safe.workspace.state(_REMEMBERED, ["", "", False])
            self.folder.setText(folder)
            self.results.setText(results)
            self.inside.setChecked(inside)
        self._told = self.plan  # the screen takes it to begin with

    def _setting_changed(self, _name: str) -> None:
        """Say how documents are coded, as the settings have it."""
        s = self._parts.settings
        said = [choice_words(s.scope)]
        if s.threshold is not None:
            said.append(tr("from {share} on", share=percent(s.threshold)))
        if s.verify:
            said.append(tr("with the language model"))
        if s.claim_editor:
            said.append(tr("with the Medicare Code Editor"))
        self.options.setText(tr("Coded as the settings say: {options}", options=", ".join(said)))
