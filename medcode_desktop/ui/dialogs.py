"""The few questions that need a dialog: files, and work that would be lost. Tests put their answers in its place."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from medcode_desktop.ui.words import tr


class Answer(Enum):
    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Dialogs:
    """The platform's own dialogs."""

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        kinds = tr("Notes") + " (*.txt *.text *.md *.note);;" + tr("All files") + " (*)"
        names, _kind = QFileDialog.getOpenFileNames(parent, tr("Open notes"), str(folder), kinds)
        return [Path(name) for name in names]

    def code_files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        kinds = tr("Code sets") + " (*.zip *.xml *.txt *.csv *.xlsx);;" + tr("All files") + " (*)"
        names, _kind = QFileDialog.getOpenFileNames(parent, tr("Import code sets"), str(folder), kinds)
        return [Path(name) for name in names]

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

    def file_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        dialog = QFileDialog(parent, tr("Export codes"), str(suggested.parent), tr("Table") + " (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")  # before the dialog asks whether to replace a file
        dialog.selectFile(suggested.name)
        names = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(names[0]) if names else None

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
