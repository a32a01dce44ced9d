"""A row of buttons that becomes a column where there is no room for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget


class ButtonRow(QWidget):
    """Buttons beside each other at a side or in the middle, or below each other where there is no room for that."""

    def __init__(self, buttons: Sequence[QPushButton], alignment: Qt.AlignmentFlag) -> None:
        super().__init__()
        self._buttons = buttons
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            self._layout.addWidget(button)
        self._layout.setAlignment(alignment)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._turn()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Room for the widest of the buttons."""
        return QSize(max(button.sizeHint().width() for button in self._buttons), super().minimumSizeHint().height())

    def _turn(self) -> None:
        shown = [button.sizeHint().width() for button in self._buttons if not button.isHidden()]
        beside = sum(shown) + self._layout.spacing() * (len(shown) - 1) <= self.width()
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
