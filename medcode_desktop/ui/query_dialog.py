"""A query to the provider, to be read over and changed before it is copied or saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.export import write_whole
from medcode_desktop.ui import clipboard
from medcode_desktop.ui.dialogs import Dialogs, Kind
from medcode_desktop.ui.words import tr


class QueryDialog(QDialog):
    """`taken` tells that the text was copied or saved, before it may be changed again."""

    taken = Signal()

    def __init__(self, text: str, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Query to the provider"))
        self._dialogs = dialogs
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(tr("Text of the query"))
        self.text.setTabChangesFocus(True)
        self.told = QLabel(tr("Read it over: only you know whether the answers are reasonable for this patient."))
        self.told.setObjectName("quiet")
        self.told.setWordWrap(True)
        self.copy_button = QPushButton(tr("&Copy"))
        self.copy_button.setObjectName("main")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button = QPushButton(tr("&Save as text…"))
        self.save_button.clicked.connect(self._save)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (close, self.save_button, self.copy_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 88, metrics.lineSpacing() * 26)
        self.copy_button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave no word of the note behind."""
        self.text.clear()
        super().closeEvent(event)

    def _copy(self) -> None:
        clipboard.copy(self.text.toPlainText())
        self.told.setText(tr("The query is on the clipboard."))
        self.taken.emit()

    def _save(self) -> None:
        kinds = {"text": Kind(tr("Plain text"), "txt")}
        chosen = self._dialogs.file_to_save(self, Path.home() / tr("query"), kinds, "text", tr("Save the query"))
        if chosen is None:
            return
        try:
            write_whole(chosen[0], self.text.toPlainText().encode())
        except MedCodeError as error:
            self.told.setText(f"{error.message} {error.hint}")
            return
        self.told.setText(tr("The query is in {name}.", name=chosen[0].name))
        self.taken.emit()
