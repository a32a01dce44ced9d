"""A field for the date of service."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from medcode_desktop.ui import theme
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.words import tr

_ROOM_FOR_BUTTONS = 72
_FORMS = (
    re.compile(r"(?P<year>\d{4})[-./]?(?P<month>\d{2})[-./]?(?P<day>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
)


class DateField(QWidget):
    """`chosen` gives the new day, or None when it is not known, after it was typed or chosen in the calendar.

    `refused` tells that what was typed is no date.
    """

    chosen = Signal(object)
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._day: date | None = None
        self._length = 0
        self.field = SearchField(tr("Date of service"), tr("YYYY-MM-DD"))
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("2026-11-02") + _ROOM_FOR_BUTTONS)
        self.field.editingFinished.connect(self._typed)
        self.field.textChanged.connect(self._cleared)
        self._calendar_action = QAction(self.field)
        self._calendar_action.setToolTip(tr("Choose in a calendar"))
        self._calendar_action.triggered.connect(self._open_calendar)
        self.field.addAction(self._calendar_action, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.field.findChildren(QToolButton):
            button.setAccessibleName(button.accessibleName() or button.toolTip())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self.refresh_colours()

    def show_value(self, day: date | None) -> None:
        self._day = day
        self.field.blockSignals(True)
        self.field.setText(day.isoformat() if day else "")
        self.field.blockSignals(False)
        self._length = len(self.field.text())

    def refresh_colours(self) -> None:
        self._calendar_action.setIcon(theme.icon("calendar"))

    def _typed(self) -> None:
        text = self.field.text().strip()
        day = read_day(text)
        if text and day is None:
            self.refused.emit()
        elif day != self._day:
            self._day = day
            self.chosen.emit(day)

    def _cleared(self, text: str) -> None:
        """Emptied in one go, as its button does it, the field needs no Return; letter by letter it does."""
        if not text and self._length > 1:
            self._typed()
        self._length = len(text)

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        day = self._day or date.today()  # noqa: DTZ011 the day where the user sits
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(chosen: QDate) -> None:
            menu.close()
            self.field.setText(chosen.toString("yyyy-MM-dd"))
            self._typed()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))


def read_day(text: str) -> date | None:
    """The day in "2026-11-02", "20261102" or "11/2/2026"; None when it is none of these."""
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None
