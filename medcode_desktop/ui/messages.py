"""Messages in a line of the window: what happened and what to do, without a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import with_key
from medcode_desktop.ui.announcing import announce
from medcode_desktop.ui.words import tr

_GOOD_NEWS_MS = 8000


class Tone(StrEnum):
    """How a message is meant; the name is that of its icon."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    hint: str = ""
    tone: Tone = Tone.INFO

    @classmethod
    def of(cls, error: MedCodeError) -> Message:
        return cls(error.message, error.hint, Tone.ERROR)


class MessageBar(QFrame):
    """Shows the latest message until it is dismissed; good news leaves by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAccessibleName(tr("Message"))
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setAccessibleName(tr("Dismiss the message"))
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_message(self, message: Message) -> None:
        c = theme.colours()
        colour = {Tone.INFO: c.accent, Tone.WARNING: c.warning, Tone.ERROR: c.error}[message.tone]
        self._icon.setPixmap(theme.pixmap(message.tone, colour))
        self._close.setToolTip(with_key(tr("Dismiss"), "escape"))
        self._close.setIcon(theme.icon("close"))
        self._text.setText(f"{message.text} {message.hint}".strip())
        self._text.setAccessibleName(self._text.text())
        self.setProperty("severity", str(message.tone))
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        announce(self, self._text.text(), urgent=message.tone is Tone.ERROR)
        if message.tone is Tone.INFO:
            self._timer.start(_GOOD_NEWS_MS)
        else:
            self._timer.stop()

    def clear(self) -> None:
        """Leave no word of the last message."""
        self.hide()
        self._text.clear()
        self._text.setAccessibleName("")

    @property
    def text(self) -> str:
        return self._text.text()
