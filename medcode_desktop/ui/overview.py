"""The overview of the coder's own work: plots and their numbers, which can be saved as a picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, QSettings, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.export import write_whole
from medcode_desktop.services.overview import Overview, overview_of
from medcode_desktop.services.plots import Look, Page, Plot, draw_page
from medcode_desktop.services.workspace import Workspace
from medcode_desktop.ui import theme
from medcode_desktop.ui.dialogs import Dialogs, Kind
from medcode_desktop.ui.messages import Message, MessageBar
from medcode_desktop.ui.note_pane import Busy
from medcode_desktop.ui.overview_words import heading_of, plots_of
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

_SAVED = 96
"""The width of a saved page in sizes of letters: two columns."""
_SHARPNESS = 2
"""Pixels of a saved picture for each on the screen."""


class PlotsView(QLabel):
    """Draws a page of plots as wide as it is itself; keys scroll it, and the mouse rests on a plot for its numbers."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area = area
        self._heading, self._plots = "", list[Plot]()
        self._page: Page | None = None
        self._drawing = QSvgRenderer(self)

    def show_plots(self, heading: str, plots: list[Plot]) -> None:
        self._heading, self._plots = heading, plots
        self.setAccessibleName(heading or tr("Plots"))
        self.setAccessibleDescription("\n".join(plot.spoken for plot in plots))
        self._draw()

    def page(self, width: float) -> Page:
        """The page in the colours and letters of the window."""
        c, info = theme.colours(), QFontInfo(self.font())
        size = max(1, info.pixelSize())
        look = Look(c.text, c.muted, c.accent, c.warning, c.base, size, f"{info.family()}, sans-serif")
        font = QFont(self.font())
        font.setPixelSize(size)
        return draw_page(self._heading, self._plots, width, look, QFontMetricsF(font).horizontalAdvance)

    def file_of(self, form: str) -> bytes:
        """The page as a file: "svg" or "png"."""
        page = self.page(_SAVED * QFontInfo(self.font()).pixelSize())
        if form == "svg":
            return page.svg.encode()
        image = QImage(QSize(round(page.width), round(page.height)) * _SHARPNESS, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.colours().base))
        painter = QPainter(image)
        QSvgRenderer(QByteArray(page.svg.encode())).render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def numbers_at(self, x: float, y: float) -> str:
        """The numbers of the plot at a place, a line each."""
        found = next((p.plot for p in self._page.places if p.holds(x, y)), None) if self._page else None
        return "\n".join(f"{what}: {how}" for what, how in found.numbers) if found else ""

    def _draw(self) -> None:
        self._page = self.page(self.width()) if self._plots else None
        if self._page is not None:
            self._drawing.load(QByteArray(self._page.svg.encode()))
        self.setMinimumHeight(round(self._page.height) if self._page else 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = theme.colours()
        painter.fillRect(self.rect(), QColor(c.base))
        if self._page is not None:
            self._drawing.render(painter, QRectF(0, 0, self._page.width, self._page.height))
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRect(self.visibleRegion().boundingRect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if (step := steps.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = event.pos()
            QToolTip.showText(event.globalPos(), self.numbers_at(at.x(), at.y()), self)
            return True
        return super().event(event)


class OverviewWindow(QDialog):
    """Reads the workspace anew each time it is opened, in the background, and forgets it when it is closed."""

    def __init__(self, preferences: QSettings, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Overview of my work"))
        self._preferences, self._dialogs, self._folder = preferences, dialogs, Path.home()
        self._work: Work | None = None
        self.messages = MessageBar()
        self.busy = Busy()
        self.busy.cancelled.connect(self.close)
        self._area = QScrollArea()
        self._area.setObjectName("plain")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view = PlotsView(self._area)
        self._area.setWidget(self.view)
        self.table = QTreeWidget()
        self.table.setAccessibleName(tr("The numbers of the plots"))
        self.table.setHeaderLabels([tr("What"), tr("Number")])
        self.table.header().setStretchLastSection(False)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._area)
        self._pages.addWidget(self.table)
        self.as_table = QPushButton(tr("As a table"))
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_table)
        self.save_button = QPushButton(tr("Save as a picture…"))
        self.save_button.clicked.connect(self.save)
        self._lay_out()

    def _lay_out(self) -> None:
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self.as_table)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for part in (self.messages, self.busy):
            layout.addWidget(part)
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.resize(self.fontMetrics().averageCharWidth() * 170, self.fontMetrics().height() * 46)
        self.restoreGeometry(QByteArray(self._preferences.value("overview/geometry") or b""))

    def open_for(self, workspace: Workspace) -> None:
        """Show the window, and in it the work as it is now when it was read."""
        self._stop()
        self._work = Work(partial(overview_of, workspace))
        self._work.progressed.connect(self._progressed)
        self._work.finished.connect(self.show_overview)
        self._work.failed.connect(self._failed)
        self.save_button.setEnabled(False)
        self.busy.start(tr("Reading your decisions…"))
        self.show()
        self.raise_()
        self.activateWindow()
        self._work.start()

    def show_overview(self, overview: Overview) -> None:
        if self._work is None:
            return
        self._stop()
        plots = plots_of(overview)
        self.view.show_plots(heading_of(overview), plots)
        self._fill(plots)
        self.save_button.setEnabled(overview.notes > 0)
        (self.table if self.as_table.isChecked() else self.view).setFocus()

    def save(self) -> None:
        """Write the plots as they look now into a file that the user names."""
        kinds = {"png": Kind(tr("Picture"), "png"), "svg": Kind(tr("Drawing that can be scaled"), "svg")}
        chosen = self._dialogs.file_to_save(self, self._folder / tr("overview"), kinds, "png", tr("Save as a picture"))
        if chosen is None:
            return
        path, form = chosen
        self._folder = path.parent
        try:
            write_whole(path, self.view.file_of(form))
        except MedCodeError as error:
            self.messages.show_message(Message.of(error))
        else:
            self.messages.show_message(Message(tr("The plots are in {name}.", name=path.name)))

    def done(self, result: int) -> None:
        self._stop()
        self._preferences.setValue("overview/geometry", self.saveGeometry())
        self.view.show_plots("", [])
        self.table.clear()
        self.messages.clear()
        super().done(result)

    def _fill(self, plots: list[Plot]) -> None:
        self.table.clear()
        for plot in plots:
            group = QTreeWidgetItem([plot.title if plot.numbers else f"{plot.title}: {plot.caption}"])
            group.setToolTip(0, plot.caption)
            group.setData(1, Qt.ItemDataRole.AccessibleTextRole, plot.caption)
            group.addChildren([QTreeWidgetItem(list(pair)) for pair in plot.numbers])
            self.table.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
        self.table.expandAll()
        self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _show_table(self, shown: bool) -> None:
        self._pages.setCurrentWidget(self.table if shown else self._area)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None
        self.busy.hide()

    def _progressed(self, progress: Progress) -> None:
        if self._work is not None:
            self.busy.show_progress(progress)

    def _failed(self, error: MedCodeError) -> None:
        if self._work is not None:
            self._stop()
            self.messages.show_message(Message.of(error))
