"""The left area of the window: the open notes with how far each is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.ui import theme
from medcode_desktop.ui.encounter import Encounter, State
from medcode_desktop.ui.words import tr

AnyIndex = QModelIndex | QPersistentModelIndex
_ENCOUNTER = Qt.ItemDataRole.UserRole


def state_words(encounter: Encounter) -> str:
    """How far a note is, in words."""
    done, all_ = encounter.decided
    match encounter.state:
        case State.CODING:
            return tr("coding…")
        case State.DRAFT:
            return tr("being edited") if encounter.is_coded else tr("not coded yet")
        case State.FAILED:
            return tr("could not be coded")
        case State.EXPORTED:
            return tr("exported")
        case State.REVIEW if done < all_:
            return tr("{done} of {all} decided", done=done, all=all_)
    return tr("all decided")


def words_instead_of_codes(encounter: Encounter | None) -> str:
    """What stands in the place of the codes while there are none to review."""
    if encounter is None or encounter.ticket:
        return tr("The codes of the note appear here.")
    if encounter.draft is not None and encounter.review is not None:
        return tr("Code the note again to see its codes. Decisions that still apply are kept.")
    return encounter.failure or tr("This note is not coded yet.")


class WorkListModel(QAbstractListModel):
    """The open notes, in the order in which they were opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.encounters: list[Encounter] = []

    def append(self, encounter: Encounter) -> QModelIndex:
        row = len(self.encounters)
        self.beginInsertRows(QModelIndex(), row, row)
        self.encounters.append(encounter)
        self.endInsertRows()
        return self.index(row, 0)

    def extend(self, encounters: Sequence[Encounter]) -> None:
        if encounters:
            row = len(self.encounters)
            self.beginInsertRows(QModelIndex(), row, row + len(encounters) - 1)
            self.encounters.extend(encounters)
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self.encounters.clear()
        self.endResetModel()

    def remove(self, encounter: Encounter) -> None:
        row = self._row(encounter)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.encounters[row]
        self.endRemoveRows()

    def refresh(self, encounter: Encounter) -> None:
        index = self.index(self._row(encounter), 0)
        self.dataChanged.emit(index, index)

    def refresh_all(self) -> None:
        if self.encounters:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.encounters) - 1, 0))

    def index_of(self, encounter: Encounter) -> QModelIndex:
        return self.index(self._row(encounter), 0)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.encounters)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        encounter = self.encounters[index.row()]
        if role == _ENCOUNTER:
            return encounter
        if role == Qt.ItemDataRole.DisplayRole:
            return encounter.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{encounter.title}: {encounter.failure or state_words(encounter)}"
        return None

    def _row(self, encounter: Encounter) -> int:
        return next(row for row, known in enumerate(self.encounters) if known is encounter)


class _Delegate(QStyledItemDelegate):
    """Two lines: the name of the note, and below how far it is, with an icon for the state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(80, option.fontMetrics.height() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        c = theme.colours()
        encounter: Encounter = index.data(_ENCOUNTER)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(4, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(c.accent if option.state & QStyle.StateFlag.State_HasFocus else c.line))
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(area, 6, 6)
        colour = {State.FAILED: c.error, State.EXPORTED: c.good, State.CODING: c.accent}.get(encounter.state, c.muted)
        name = "error" if encounter.state is State.FAILED else str(encounter.state)
        metrics = option.fontMetrics
        left = area.left() + 34
        width = area.right() - left - 8
        painter.drawPixmap(area.left() + 8, area.top() + 8, theme.pixmap(name, colour))
        title = QFont(option.font)
        title.setWeight(QFont.Weight.DemiBold if encounter.has_unsaved_decisions else QFont.Weight.Normal)
        painter.setFont(title)
        painter.setPen(QColor(c.text))
        top = area.top() + 8 + metrics.ascent()
        painter.drawText(left, top, metrics.elidedText(encounter.title, Qt.TextElideMode.ElideMiddle, width))
        painter.setFont(option.font)
        painter.setPen(QColor(colour if encounter.state is State.FAILED else c.muted))
        words = metrics.elidedText(state_words(encounter), Qt.TextElideMode.ElideRight, width)
        painter.drawText(left, top + metrics.height() + 2, words)
        painter.restore()


class WorkList(QFrame):
    """Shows the open notes; `selected` gives the one the user goes to, None when none is left."""

    selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("area")
        self.model = WorkListModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)  # a workspace may hold 10,000 notes
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setAccessibleName(tr("Open notes"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        heading = QLabel(tr("Notes"))
        heading.setObjectName("heading")
        heading.setContentsMargins(14, 10, 14, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addWidget(self.view, 1)
        self.setMinimumWidth(150)

    def select(self, encounter: Encounter | None) -> None:
        self.view.setCurrentIndex(self.model.index_of(encounter) if encounter else QModelIndex())

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that go through the list."""
        return {
            "next_note": lambda: self.step(1),
            "previous_note": lambda: self.step(-1),
            "go_notes": self.view.setFocus,
        }

    def step(self, rows: int) -> None:
        """Go to a note further down or up the list."""
        row = self.view.currentIndex().row() + rows
        if 0 <= row < len(self.model.encounters):
            self.view.setCurrentIndex(self.model.index(row, 0))

    def _current_changed(self, current: QModelIndex) -> None:
        self.selected.emit(current.data(_ENCOUNTER) if current.isValid() else None)
