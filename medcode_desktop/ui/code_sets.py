"""The code sets that are installed: releases and other systems are listed, imported and removed."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem, plain_name
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.code_import import Imported, NoFirstDay, import_codes, removable, remove
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.releases import checked, code_set_files
from medcode_desktop.services.system_import import UnnamedTable
from medcode_desktop.ui.code_changes import CodeChanges
from medcode_desktop.ui.date_field import read_day
from medcode_desktop.ui.dialogs import Dialogs
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.messages import Message, MessageBar, Tone
from medcode_desktop.ui.note_pane import Busy
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

_FILE = Qt.ItemDataRole.UserRole


class CodeSetsDialog(QDialog):
    """`about_to_change` is sent before a code table is replaced or removed, `changed` afterwards.

    `imported`, `chosen` (for suggestions) and `removed` give the file of a code table.
    """

    about_to_change = Signal()
    changed = Signal()
    imported = Signal(Path)
    chosen = Signal(Path)
    removed = Signal(Path)

    def __init__(self, dialogs: Dialogs, live: LiveSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Code sets"))
        self._dialogs, self._live, self._folder = dialogs, live, Path.home()
        self._work: Work | None = None
        self._files: list[Path] = []
        self.installed = QTreeWidget()
        self.installed.setHeaderLabels([tr("Code set"), tr("In force, or version"), tr("Codes"), tr("With")])
        self.installed.setRootIsDecorated(False)
        self.installed.setAccessibleName(tr("Installed code sets"))
        self.installed.currentItemChanged.connect(lambda: self._enable())
        self.suggest = QCheckBox(tr("Suggest its codes for notes"))
        self.suggest.clicked.connect(self._suggest)
        self.messages = MessageBar()
        self.busy = Busy()
        self.busy.button.setToolTip(tr("Stop the import; what is installed stays as it is"))
        self.busy.cancelled.connect(self.cancel)
        self.question = QLineEdit()
        self.question.returnPressed.connect(self._answered)
        self._question_label = QLabel()
        self._question_label.setBuddy(self.question)
        self._question_row = QWidget()
        self.changes = CodeChanges()
        self.import_button = QPushButton(tr("Import files…"))
        self.import_button.setObjectName("main")
        self.import_button.setToolTip(tr("The official zip of a release, its files, or the files of another system"))
        self.import_button.clicked.connect(self.choose_files)
        self.package_button = QPushButton(tr("From a package"))
        self.remove_button = QPushButton(tr("Remove…"))
        self.remove_button.clicked.connect(self.remove_current)
        self._close_button = QPushButton(tr("Close"))
        self._close_button.clicked.connect(self.close)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        question = QHBoxLayout(self._question_row)
        question.setContentsMargins(0, 0, 0, 0)
        go_on = QPushButton(tr("Go on"))
        go_on.clicked.connect(self._answered)
        for widget in (self._question_label, self.question, go_on):
            question.addWidget(widget)
        self._question_row.hide()
        menu = QMenu(self.package_button)
        for name in packaged_systems():
            menu.addAction(name).triggered.connect(lambda _checked, name=name: self.start_import([Path(name)]))
        self.package_button.setMenu(menu)
        self.package_button.setVisible(not menu.isEmpty())
        buttons = QHBoxLayout()
        for widget in (self.import_button, self.package_button, self.remove_button):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        buttons.addWidget(self._close_button)
        header = self.installed.header()
        header.setStretchLastSection(True)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for part in (self.messages, self.installed, self.suggest, self._question_row, self.busy, self.changes):
            layout.addWidget(part, {self.installed: 2, self.changes: 3}.get(part, 0))
        layout.addLayout(buttons)
        self.changes.hide()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(760, 420)

    def _fill(self, current: Path | None = None) -> None:
        """List the releases, the newest first, then the other systems."""
        self.installed.clear()
        files = removable()
        for file in [*reversed(code_set_files()), *filter(_is_system, files)]:
            try:
                columns = self._of_system(file) if _is_system(file) else _of_release(file)
            except MedCodeError as error:
                columns = [file.stem, tr("damaged"), "", str(error)]
            item = QTreeWidgetItem(self.installed, columns)
            item.setData(0, _FILE, file)
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, words in enumerate(columns):
                item.setToolTip(column, words)
            if file == current or self.installed.currentItem() is None:
                self.installed.setCurrentItem(item)
        self._enable()

    def _of_system(self, file: Path) -> list[str]:
        with CodeSystem.open(checked(file)) as system:
            words = [tr("suggestions")] if plain_name(system.system) in self._suggested() else []
            words += [tr("map to ICD-10-CM")] if system.has_map else []
            return [system.system, system.version, f"{len(system):,}", ", ".join(words)]

    def _suggested(self) -> list[str]:
        """The systems that the settings ask suggestions from."""
        return [name for text in self._live.current.systems.split(",") if (name := plain_name(text))]

    def _suggest(self, wanted: bool) -> None:
        """Ask for suggestions from the current system, or no longer."""
        if (item := self.installed.currentItem()) is not None:
            file = item.data(0, _FILE)
            self._choose(item.text(0), wanted)
            self._fill(file)
            if wanted:
                self.chosen.emit(file)

    def _choose(self, system: str, wanted: bool) -> None:
        name, chosen = plain_name(system), self._suggested()
        if wanted is not (name in chosen):
            others = [other for other in chosen if other != name]
            self._live.choose("systems", ",".join([*others, name] if wanted else others))

    # Importing

    def choose_files(self) -> None:
        files = self._dialogs.code_files_to_open(self, self._folder)
        if files:
            self._folder = files[0].parent
            self.start_import(files)

    def start_import(self, files: list[Path], **known: object) -> None:
        """Import in the background; `known` is what the files do not say, as for `import_codes`."""
        self.cancel()
        self._files = files
        self.messages.hide()
        self.changes.hide()
        self._question_row.hide()
        self.about_to_change.emit()
        self._work = Work(partial(_importing, files, **known))
        self._work.progressed.connect(self._progressed)
        self._work.finished.connect(self._imported)
        self._work.failed.connect(self._failed)
        self.busy.start(tr("Reading the files…"))
        self._enable()
        self._work.start()

    def cancel(self) -> None:
        """Stop an import; returns at once, and what is installed stays as it is."""
        if self._work is not None:
            self._work.cancel()
            self._end()
            self.messages.show_message(Message(tr("The import was stopped; nothing has changed.")))

    def _end(self) -> None:
        self._work = None
        self.busy.hide()
        self._enable()

    def _progressed(self, progress: Progress) -> None:
        if self._work is not None:
            self.busy.show_progress(progress)

    def _imported(self, done: Imported) -> None:
        self._end()
        self._fill(done.file)
        self.changes.show_changes(done)
        self.resize(self.width(), max(self.height(), 640))
        left = [tr("Not used: {names}.", names=", ".join(done.left_alone))] if done.left_alone else []
        words = tr("{name} is installed: {count:,} codes.", name=done.name, count=done.billable)
        self.messages.show_message(Message(words, " ".join(left)))
        self.changed.emit()
        self.imported.emit(done.file)

    def _failed(self, error: MedCodeError) -> None:
        self._end()
        if isinstance(error, UnnamedTable):
            self._ask(tr("What is this code system called?"), tr("Name of the system"))
        elif isinstance(error, NoFirstDay):
            self._ask(tr("From when on is the release used?"), tr("YYYY-MM-DD"))
        else:
            hint = "" if "`" in error.hint else error.hint  # that one is for the command line
            self.messages.show_message(Message(error.message, hint, Tone.ERROR))
        self.changed.emit()

    def _ask(self, question: str, form: str) -> None:
        self._question_label.setText(question)
        self.question.setPlaceholderText(form)
        self.question.setAccessibleName(question)
        self.question.clear()
        self._question_row.show()
        self.question.setFocus()

    def _answered(self) -> None:
        text = self.question.text().strip()
        if self.question.placeholderText() != tr("YYYY-MM-DD"):
            if text:
                self.start_import(self._files, name=text)
        elif (day := read_day(text)) is not None:
            self.start_import(self._files, effective=day)
        else:
            self.messages.show_message(Message(tr("This is no date like 2026-10-01."), tone=Tone.WARNING))

    # Removing

    def remove_current(self) -> None:
        item = self.installed.currentItem()
        if item is None or not self._dialogs.may_remove(self, item.text(0)):
            return
        self.about_to_change.emit()
        try:
            remove(item.data(0, _FILE))
        except MedCodeError as error:
            self.messages.show_message(Message.of(error))
        else:
            self._choose(item.text(0), wanted=False)
            self.messages.show_message(Message(tr("{name} is removed.", name=item.text(0))))
            self.removed.emit(item.data(0, _FILE))
        self.changes.hide()
        self._fill()
        self.changed.emit()

    def _enable(self) -> None:
        idle = self._work is None
        item = self.installed.currentItem()
        own = item is not None and item.data(0, _FILE) in removable()
        self.import_button.setEnabled(idle)
        self.package_button.setEnabled(idle)
        self.remove_button.setEnabled(idle and own)
        is_system = item is not None and _is_system(item.data(0, _FILE)) and item.text(2) != ""
        self.suggest.setEnabled(idle and is_system)
        self.suggest.setChecked(item is not None and (not is_system or plain_name(item.text(0)) in self._suggested()))
        self.suggest.setToolTip("" if is_system else tr("Diagnoses are always suggested."))
        why_not = tr("This one came with the program and stays.")
        self.remove_button.setToolTip(why_not if idle and item is not None and not own else "")

    def done(self, result: int) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None
        super().done(result)


def _importing(files: list[Path], **known: Any) -> Generator[Progress, None, Imported]:
    """The import, and the check of what it made, which is to be listed: all its bytes are read."""
    done = yield from import_codes(files, **known)
    checked(done.file)
    return done


def _of_release(file: Path) -> list[str]:
    with CodeSet.open(checked(file)) as codes:
        when = tr("{begin} to {end}", begin=codes.effective, end=codes.expires)
        kinds = ", ".join(kind.replace("_", " ") for kind in codes.index.kinds)
        indexes = tr("index: {kinds}", kinds=kinds) if kinds else tr("no index")
        return [codes.release, when, f"{codes.billable_count:,}", indexes]


def _is_system(file: Path) -> bool:
    return file.stem.startswith("system-")
