"""The first page that a newcomer sees: what this computer has, what is offline, and sample notes to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui import theme
from medcode_desktop.ui.background import Running
from medcode_desktop.ui.words import tr

_GIB = 1 << 30
_ENOUGH = 2 * _GIB
"""Memory with which the built-in model runs beside other programs; it takes less than half a GiB itself."""


def samples() -> dict[str, str]:
    """The titles of the sample notes by the names of their files, the one to begin with first."""
    return {
        "clinic-visit": tr("Clinic visit"),
        "annual-exam": tr("Annual examination"),
        "diabetes-followup": tr("Diabetes follow-up"),
        "sore-throat": tr("Sore throat"),
        "wrist-injury": tr("Wrist injury"),
    }


def sample_title(name: str) -> str:
    return tr("Sample: {name}", name=samples()[name])


class Finding(QWidget):
    """One line of the check: an icon for how it is, and what was found."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.tell("suggested", words)

    def tell(self, name: str, words: str) -> None:
        """Show an icon of `resources/icons` with words; a warning is coloured too."""
        c = theme.colours()
        colour = {"accepted": c.good, "warning": c.warning, "error": c.error}.get(name, c.muted)
        self._icon.setPixmap(theme.pixmap(name, colour))
        self._text.setText(words)
        self._text.setAccessibleName(words)

    @property
    def words(self) -> str:
        return self._text.text()


class Welcome(QScrollArea):
    """`sample_wanted` gives the name of a sample note; `left` is sent when the user wants none."""

    sample_wanted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName(tr("Welcome"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.machine = Finding(tr("Looking at this computer…"))
        self.model = Finding(tr("Loading the model…"))
        self.offline = Finding("")
        offline = tr("Notes never leave this computer: coding opens no connection. Help tells what could ever connect.")
        self.offline.tell("accepted", offline)
        title = QLabel(tr("Welcome to MedCode Desktop"))
        title.setObjectName("large")
        title.setWordWrap(True)
        about = QLabel(
            tr("It reads a note, suggests ICD-10-CM codes and shows the words that support each. You decide.")
        )
        about.setWordWrap(True)
        try_one = QLabel(tr("See it at work on a sample note, none of a real patient:"))
        try_one.setObjectName("heading")
        try_one.setWordWrap(True)
        self.samples = {name: self._sample(name, title) for name, title in samples().items()}
        self.leave_button = QPushButton(tr("Begin with my own note"))
        self.leave_button.clicked.connect(self.left)
        self._grid = QGridLayout()
        self._place_buttons(1)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addStretch(1)
        for widget in (title, about):
            column.addWidget(widget)
        column.addSpacing(6)
        for finding in (self.machine, self.model, self.offline):
            column.addWidget(finding)
        column.addSpacing(6)
        column.addWidget(try_one)
        column.addLayout(self._grid)
        reviewed = QLabel(tr("Suggestions are to be reviewed by a qualified coder."))
        reviewed.setObjectName("quiet")
        reviewed.setWordWrap(True)
        column.addWidget(reviewed)
        column.addStretch(2)
        page.setMaximumWidth(self.fontMetrics().averageCharWidth() * 100)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(page)

    def show_running(self, running: Running) -> None:
        """Say what the computer has and on what the model really runs."""
        from medcode_desktop.services.hardware import find_hardware  # brings the engine, which is loaded by now

        hardware = find_hardware()
        processor, cores = hardware.processor, hardware.physical_cores
        memory = tr("{all:.0f} GiB memory", all=hardware.memory / _GIB)
        words = tr("This computer: {processor}, {cores} cores, ", processor=processor, cores=cores) + memory
        enough = hardware.free_memory >= _ENOUGH
        words += "." if enough else tr(", of which little is free: close other programs if it is slow.")
        self.machine.tell("accepted" if enough else "warning", words)
        on = running.device if running.layers_on_gpu else tr("the processor, {count} threads", count=running.threads)
        words = tr("The model {model} runs on {device}.", model=running.model, device=on)
        if hardware.graphics and not running.layers_on_gpu:
            graphics = ", ".join(hardware.graphics)
            words += " " + tr("{graphics} is not used, and not needed for it.", graphics=graphics)
        self.model.tell("accepted", words)

    def show_no_model(self, error: MedCodeError) -> None:
        self.machine.hide()
        self.model.tell("error", str(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two buttons beside each other where there is room for them, also with large text."""
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in (*self.samples.values(), self.leave_button))
        self._place_buttons(2 if self.viewport().width() >= 2 * widest + 80 else 1)

    def _place_buttons(self, columns: int) -> None:
        for number, button in enumerate((*self.samples.values(), self.leave_button)):
            self._grid.addWidget(button, number // columns, number % columns)

    def _sample(self, name: str, title: str) -> QPushButton:
        button = QPushButton(title)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(sample_title(name))
        if name == "clinic-visit":
            button.setObjectName("main")
        button.clicked.connect(lambda: self.sample_wanted.emit(name))
        return button
