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

    def file_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        name, _kind = QFileDialog.getSaveFileName(parent, tr("Export codes"), str(suggested), tr("Table") + " (*.csv)")
        return Path(name) if name else None

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
