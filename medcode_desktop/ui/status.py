"""The line at the foot of the window: what really codes the notes, and how many codes are decided."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Progress
from medcode_desktop.ui.background import Running
from medcode_desktop.ui.words import percent, tr


class Status(QStatusBar):
    """Says that the model is being loaded until it is told what runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._device, self._decided = QLabel(tr("loading the model…")), QLabel(), QLabel()
        self._kept = QLabel(tr("in memory only"))
        offline = QLabel(tr("offline"))
        offline.setToolTip(tr("Notes never leave this computer; the program opens no connection to code them."))
        for label in (self._model, self._device, offline, self._kept):
            self.addWidget(label)
        self._preparing = QLabel()
        self._stop = QToolButton()
        self._stop.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for widget in (self._preparing, self._stop, self._decided):
            self.addPermanentWidget(widget)
        self.show_preparing(None)

    def show_running(self, running: Running) -> None:
        """Show the model and on what it runs."""
        device = running.device
        if running.layers_on_gpu:
            numbers = {"some": running.layers_on_gpu, "all": running.layers}
            device = tr("{device}: {some} of {all} layers", device=device, **numbers)
        threads = tr("{count} threads", count=running.threads)
        context = tr("context {count} tokens", count=running.context)
        self._model.setText(running.model)
        self._device.setText(f"{device}  ·  {threads}  ·  {context}")

    def show_no_model(self) -> None:
        self._model.setText(tr("no model"))

    def show_decided(self, review: Review | None) -> None:
        words = tr("{done} of {all} decided", done=review.decided, all=len(review.codes)) if review else ""
        self._decided.setText(words)

    def set_stop(self, command: QAction) -> None:
        """The command that the button beside the progress of background work gives."""
        self._stop.setDefaultAction(command)
        self._stop.setAccessibleName(command.toolTip())

    def show_preparing(self, progress: Progress | None) -> None:
        """Say how far imported codes are prepared in the background, in the place of the device; nothing when not."""
        share = percent(round(progress.done / max(progress.total, 1), 2)) if progress else ""
        self._preparing.setText(tr("preparing imported codes: {share}", share=share) if progress else "")
        busy = progress is not None
        seen = ((self._device, not busy), (self._preparing, busy), (self._stop, busy))
        for widget, visible in sorted(seen, key=lambda pair: pair[1]):  # first what goes: the window keeps its width
            widget.setVisible(visible)

    @property
    def preparing(self) -> str:
        """What it says of background work, "" when there is none."""
        return self._preparing.text()

    def show_kept(self, words: str) -> None:
        """Say whether and when the notes were saved."""
        self._kept.setText(words)
        self._kept.setToolTip(words)

    @property
    def kept(self) -> str:
        """What it says of saving."""
        return self._kept.text()

    @property
    def words(self) -> str:
        """All that the line says of the model and the decisions."""
        return "  ".join(label.text() for label in (self._model, self._device, self._decided) if label.text())
