"""The few questions that need a dialog: files, and work that would be lost. Tests put their answers in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QWidget
from shiboken6 import delete

from medcode_desktop.services.documents import DOCUMENT_ENDINGS
from medcode_desktop.ui.words import tr

_PLACES = ("FileDialog/history", "FileDialog/lastVisited")


@contextmanager
def _no_place_kept() -> Iterator[None]:
    """Qt writes the folders that a dialog showed into settings of all its programs, when the dialog is destroyed.

    A folder may be named for a patient, so these settings are as before when the block ends.
    """
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {name: settings.value(name) for name in _PLACES}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                settings.remove(name)
            else:
                settings.setValue(name, value)
        settings.sync()


class Answer(Enum):
    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called and the ending of its name, without the dot."""

    title: str
    suffix: str


class Dialogs:
    """The platform's own dialogs."""

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        endings = " ".join(f"*{ending}" for ending in DOCUMENT_ENDINGS)
        kinds = f"{tr('Documents')} ({endings});;{tr('All files')} (*)"
        with _no_place_kept():
            names, _kind = QFileDialog.getOpenFileNames(parent, tr("Open notes"), str(folder), kinds)
        return [Path(name) for name in names]

    def code_files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        kinds = tr("Code sets") + " (*.zip *.xml *.txt *.csv *.xlsx);;" + tr("All files") + " (*)"
        with _no_place_kept():
            names, _kind = QFileDialog.getOpenFileNames(parent, tr("Import code sets"), str(folder), kinds)
        return [Path(name) for name in names]

    def folder_to_code(self, parent: QWidget, folder: Path) -> Path | None:
        with _no_place_kept():
            name = QFileDialog.getExistingDirectory(parent, tr("Folder with the documents"), str(folder))
        return Path(name) if name else None

    def results_to_write(self, parent: QWidget, suggested: Path) -> Path | None:
        """The CSV of a batch. One that is there is gone on with, so it is not asked whether to replace it."""
        go_on = QFileDialog.Option.DontConfirmOverwrite
        with _no_place_kept():
            name, _kind = QFileDialog.getSaveFileName(
                parent, tr("Results of the batch"), str(suggested), "CSV (*.csv)", options=go_on
            )
        return Path(name) if name else None

    def may_remove(self, parent: QWidget, name: str) -> bool:
        """Whether an installed code set is to be removed."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("Remove {name} from this computer?", name=name))
        box.setInformativeText(tr("Notes that were coded with it keep their codes."))
        remove = box.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is remove

    def file_to_save(
        self, parent: QWidget, suggested: Path, kinds: Mapping[str, Kind], chosen: str, title: str = ""
    ) -> tuple[Path, str] | None:
        """The file and its kind, of which `chosen` is offered first; `title` says what is saved, if not codes.

        An ending that the user types himself says the kind, if there is one for it. `suggested` has no ending.
        """
        filters = {f"{kind.title} (*.{kind.suffix})": name for name, kind in kinds.items()}
        dialog = QFileDialog(parent, title or tr("Export codes"), str(suggested.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        endings = {f".{kind.suffix}" for kind in kinds.values()}

        def take_kind(text: str) -> None:
            """Give the file the ending of the kind, before the dialog asks whether to replace a file."""
            names = dialog.selectedFiles()
            name = Path(names[0]).name if names else suggested.name
            stem = Path(name).stem if Path(name).suffix in endings else name
            dialog.setDefaultSuffix(kinds[filters[text]].suffix)
            name = f"{stem}.{kinds[filters[text]].suffix}"
            dialog.selectFile(name)
            if (field := dialog.findChild(QLineEdit, "fileNameEdit")) is not None:
                field.setText(name)  # which Qt leaves alone while it has the focus

        first = next(text for text, name in filters.items() if name == chosen)
        dialog.selectNameFilter(first)
        dialog.selectFile(suggested.name)  # after the kind, for which Qt would change what it takes for an ending
        take_kind(first)
        dialog.filterSelected.connect(take_kind)
        names = dialog.selectedFiles() if dialog.exec() else []
        kind = filters.get(dialog.selectedNameFilter(), chosen)
        with _no_place_kept():
            delete(dialog)  # now, not when Qt finds the time
        if not names:
            return None
        path = Path(names[0])
        if path.suffix[1:] != kinds[kind].suffix:
            kind = next((name for name, other in kinds.items() if f".{other.suffix}" == path.suffix.lower()), kind)
        return path, kind

    def ask_about_unsaved(self, parent: QWidget, question: str, *, can_save: bool) -> Answer:
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(question)
        buttons = {
            Answer.DISCARD: box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole),
            Answer.CANCEL: box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
        }
        if can_save:
            buttons[Answer.SAVE] = box.addButton(tr("Export…"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(buttons.get(Answer.SAVE, buttons[Answer.CANCEL]))
        box.setEscapeButton(buttons[Answer.CANCEL])
        box.exec()
        return next((answer for answer, button in buttons.items() if button is box.clickedButton()), Answer.CANCEL)
