"""The few questions that need a dialog: files, and work that would be lost. Tests put their answers in its place."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

from medcode_desktop.services.documents import DOCUMENT_ENDINGS
from medcode_desktop.ui.words import tr


class Page(QDialog):
    """A page to read, in Markdown. It opens no links."""

    def __init__(self, title: str, markdown: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(640, 560)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setMarkdown(markdown)
        self.text.setAccessibleName(title)
        QVBoxLayout(self).addWidget(self.text)


class Answer(Enum):
    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Dialogs:
    """The platform's own dialogs."""

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        endings = " ".join(f"*{ending}" for ending in DOCUMENT_ENDINGS)
        kinds = f"{tr('Documents')} ({endings});;{tr('All files')} (*)"
        names, _kind = QFileDialog.getOpenFileNames(parent, tr("Open notes"), str(folder), kinds)
        return [Path(name) for name in names]

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
