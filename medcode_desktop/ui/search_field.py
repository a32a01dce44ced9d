"""A field to search with, which a screen reader can name down to the button that clears it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from medcode_desktop.ui.words import tr


class SearchField(QLineEdit):
    """`name` says what is searched; `hint` stands in the empty field, the name when it is not given."""

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint or name)
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(tr("Clear the field"))
