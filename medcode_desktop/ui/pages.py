"""Questions asked in place: a page with fields instead of the notes, a secret shown once, a line to confirm."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.errors import MedCodeError, WrongPassphrase
from medcode_desktop.ui import clipboard
from medcode_desktop.ui.announcing import announce
from medcode_desktop.ui.button_row import ButtonRow
from medcode_desktop.ui.words import tr

_TICK_MS = 200


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in: `secret` is not shown while it is typed; of `choices` one is taken."""

    label: str
    value: str = ""
    secret: bool = False
    choices: tuple[str, ...] = ()


class _Page(QFrame):
    """A column in the middle of the window: a title, some words, then what the kinds of pages add."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("area")
        self.setAccessibleName(title)
        heading = QLabel(title)
        heading.setObjectName("large")
        about = QLabel(words)
        about.setWordWrap(True)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * 70)
        self.column = QVBoxLayout(inner)
        self.column.setSpacing(8)
        self.column.addWidget(heading)
        self.column.addWidget(about)
        rows = QHBoxLayout()
        rows.addStretch(1)
        rows.addWidget(inner, 4)
        rows.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(rows)
        layout.addStretch(2)

    def begin(self) -> None:
        """Put the focus where the typing starts."""

    def _add_buttons(self, *buttons: QPushButton) -> None:
        self.column.addWidget(ButtonRow(buttons, Qt.AlignmentFlag.AlignLeft))


class Form(_Page):
    """Asks for some values and hands them to `take`; what that raises is told below the fields, which stay.

    `others` are other ways, as buttons; what these raise is told too. After a wrong passphrase the button waits as long
    as the error says.
    """

    def __init__(
        self,
        title: str,
        words: str,
        fields: Sequence[Field],
        button: str,
        take: Callable[[list[str]], object],
        others: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        super().__init__(title, words)
        self._take = take
        self._until = 0.0
        self._trouble = ""
        self.fields: list[QLineEdit | QComboBox] = [self._line(field) for field in fields]
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.button = QPushButton(button)
        self.button.setObjectName("main")
        self.button.clicked.connect(self.submit)
        self.others = [QPushButton(words) for words, _ in others]
        for other, (_, act) in zip(self.others, others, strict=True):
            other.clicked.connect(partial(self._attempt, act))
        beside = len(self.others) % 2  # two of them have a line of their own
        self._add_buttons(self.button, *self.others[:beside])
        if self.others[beside:]:
            self._add_buttons(*self.others[beside:])
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._wait_on)

    def begin(self) -> None:
        first = next((f for f in self.fields if isinstance(f, QLineEdit) and not f.text()), self.fields[0])
        first.setFocus()

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        self._attempt(lambda: self._take(self.values))

    @property
    def values(self) -> list[str]:
        """What stands in the fields."""
        return [f.text() if isinstance(f, QLineEdit) else f.currentText() for f in self.fields]

    def _attempt(self, act: Callable[[], object], _checked: bool = False) -> None:
        try:
            act()
        except MedCodeError as error:
            for field in self.fields:
                if isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Password:
                    field.clear()
            self._tell(error)
            self.begin()
            if isinstance(error, WrongPassphrase) and error.wait_s > 0:
                self._trouble, self._until = error.message, time.monotonic() + error.wait_s
                self.button.setEnabled(False)
                self._clock.start()

    def _wait_on(self) -> None:
        """Count the seconds down until the next attempt."""
        left_s = self._until - time.monotonic()
        if left_s > 0:
            left = tr("The next attempt is possible in {seconds} s.", seconds=math.ceil(left_s))
            self.trouble.setText(f"{self._trouble} {left}")
        else:
            self._clock.stop()
            self.button.setEnabled(True)
            self.trouble.setText(tr("You can try again now."))

    def _tell(self, error: MedCodeError) -> None:
        self.trouble.setText(f"{error.message} {error.hint}".strip())
        self.trouble.show()
        announce(self, self.trouble.text(), urgent=True)

    def _line(self, field: Field) -> QLineEdit | QComboBox:
        made: QLineEdit | QComboBox
        if field.choices:
            made = QComboBox()
            made.addItems(field.choices)
            made.setCurrentText(field.value)
        else:
            made = QLineEdit(field.value)
            made.returnPressed.connect(self.submit)
            if field.secret:
                made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setAccessibleName(field.label)
        label = QLabel(field.label)
        label.setBuddy(made)
        self.column.addWidget(label)
        self.column.addWidget(made)
        return made


class SecretShown(_Page):
    """Shows a secret once, with a button to copy it, until the user goes on."""

    def __init__(self, title: str, words: str, secret: str, go_on: Callable[[], object]) -> None:
        super().__init__(title, words)
        self.secret = QLineEdit(secret)
        self.secret.setReadOnly(True)
        self.secret.setAccessibleName(title)
        font = QFont(self.secret.font())
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.secret.setFont(font)
        self.secret.setCursorPosition(0)
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.clicked.connect(lambda: clipboard.copy(self.secret.text()))
        self.button = QPushButton(tr("I have kept it"))
        self.button.setObjectName("main")
        self.button.clicked.connect(go_on)
        self.column.addWidget(self.secret)
        self._add_buttons(self.button, self.copy_button)

    def begin(self) -> None:
        self.secret.setFocus()
        self.secret.selectAll()


class Question(QFrame):
    """A line that asks before something is done that cannot be taken back; the safe answer has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAccessibleName(tr("Question"))
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.yes, self.no = QPushButton(), QPushButton()
        self.yes.clicked.connect(self._confirmed)
        self.no.clicked.connect(self.leave)
        self._act: Callable[[], object] = lambda: None
        self._back: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def ask(self, words: str, yes: str, no: str, act: Callable[[], object]) -> None:
        """Ask, and do `act` on yes; an earlier question is gone."""
        self.label.setText(words)
        self.yes.setText(yes)
        self.no.setText(no)
        self._act = act
        self._back = self.window().focusWidget()
        self.show()
        self.no.setFocus()
        announce(self, words)

    def leave(self) -> None:
        """Do nothing; no word of the question stays."""
        self.hide()
        self.label.clear()
        self._act = lambda: None
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()
        self._back = None

    def _confirmed(self) -> None:
        act = self._act
        self.leave()
        act()
