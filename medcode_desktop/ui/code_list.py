"""The list of codes under review: a model over the review, and how a row is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.ui import theme
from medcode_desktop.ui.words import tr

AnyIndex = QModelIndex | QPersistentModelIndex
CODE, GROUP, BADGES = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
REJECTED = str(Status.REJECTED)
_POSITION_TYPE = "application/x-medcode-position"


def status_words(code: ReviewedCode) -> str:
    """The decision in words."""
    if code.status is Status.REPLACED:
        return tr("replaces {code}", code=code.replaces)
    return {
        Status.SUGGESTED: tr("to decide"),
        Status.ACCEPTED: tr("accepted"),
        Status.REJECTED: tr("rejected"),
        Status.ADDED: tr("added by you"),
    }[code.status]


def confidence_words(code: ReviewedCode) -> str:
    """The confidence in words; a code that a person looked up has none."""
    confidence = code.suggestion.confidence
    return f"{confidence:.0%}" if confidence > 0 else tr("chosen by you")


class CodesModel(QAbstractListModel):
    """The codes of a review: the reported diagnoses in sequence, then other systems', then the rejected codes.

    A row is a place on the screen, a position an index into `Review.codes`.
    """

    moved = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: tuple[ReviewedCode, ...] = ()
        self._positions: list[int] = []
        self._flagged: frozenset[str] = frozenset()

    def show(self, review: Review | None, flagged: Sequence[str] = ()) -> None:
        """Show a review; `flagged` are the diagnoses that some edit names."""
        self.beginResetModel()
        self._codes = review.codes if review else ()
        self._flagged = frozenset(flagged)
        groups = dict.fromkeys(_group_of(code) for code in self._codes)
        order = sorted(groups, key=lambda group: (group == REJECTED, group != DIAGNOSES))  # those of one kind stay
        self._positions = sorted(range(len(self._codes)), key=lambda i: order.index(_group_of(self._codes[i])))
        self.endResetModel()

    def position(self, row: int) -> int:
        return self._positions[row]

    def row(self, position: int) -> int:
        return self._positions.index(position)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._positions)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        code = self._codes[self._positions[index.row()]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{code.code}  {code.suggestion.title}"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join((f"{code.code}  {code.suggestion.title}", *self._details(code)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((code.code, code.suggestion.title, *self._details(code)))
            case _ if role == CODE:
                return code
            case _ if role == GROUP:
                return self._group(index.row())
            case _ if role == BADGES:
                return self._badges(code)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_POSITION_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_POSITION_TYPE, str(indexes[0].row()).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        """Ask for the move; the view removes nothing, because the review decides the order."""
        if data.hasFormat(_POSITION_TYPE):
            source = int(data.data(_POSITION_TYPE).toStdString())
            target = row if row >= 0 else parent.row() if parent.isValid() else self.rowCount()
            target -= target > source
            if target != source:
                self.moved.emit(self._positions[source], self._positions[min(target, self.rowCount() - 1)])
        return False

    def _details(self, code: ReviewedCode) -> list[str]:
        system = [] if code.system == DIAGNOSES else [code.system]
        return [*system, status_words(code), confidence_words(code), *(words for words, _ in self._badges(code))]

    def _badges(self, code: ReviewedCode) -> list[tuple[str, bool]]:
        """Short words beside the code, each with whether it is a warning."""
        badges = [(code.replaces and tr("was {code}", code=code.replaces), False)]
        groups = [flag.removeprefix("hcc:") for flag in code.suggestion.flags if flag.startswith("hcc:")]
        badges += [("HCC " + ", ".join(groups), False)] if groups else []
        badges.append(("" if code.suggestion.billable else tr("not billable"), True))
        flagged = code.system == DIAGNOSES and code.code in self._flagged
        badges.append((tr("check") if flagged else "", True))
        return [(words, warns) for words, warns in badges if words]

    def _group(self, row: int) -> str:
        """The heading above a row, "" for one that continues its group."""
        group, before = (_group_of(self._codes[self._positions[r]]) if r >= 0 else "" for r in (row, row - 1))
        if group == DIAGNOSES:
            return {0: tr("First-listed"), 1: tr("Others")}.get(row, "")
        return "" if group == before else tr("Rejected") if group == REJECTED else group


def _group_of(code: ReviewedCode) -> str:
    """What a code is listed with: the codes of its system, or all rejected ones."""
    return REJECTED if code.status is Status.REJECTED else code.system


class CodeDelegate(QStyledItemDelegate):
    """Draws a code: icon of its decision, code, badges and confidence, and the title on up to two lines below."""

    _PAD, _ICON, _BAR, _GAP = 10, 18, 36, 8

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        title = index.data(CODE).suggestion.title
        lines = len(_lines(title, option.font, self._text_width(width)))
        height = option.fontMetrics.height() * (1 + lines) + 18
        return QSize(80, height + (self._heading_height(option) if index.data(GROUP) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        c = theme.colours()
        code: ReviewedCode = index.data(CODE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        if group := index.data(GROUP):
            width, height = area.width() - 2 * self._PAD, self._heading_height(option)
            heading = QRect(area.left() + self._PAD, area.top(), width, height)
            painter.setFont(_weighted(option.font, QFont.Weight.DemiBold, 0.9))
            painter.setPen(QColor(c.muted))
            painter.drawText(heading, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, group)
            area.setTop(heading.bottom() + 3)
        area.adjust(4, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(c.accent if option.state & QStyle.StateFlag.State_HasFocus else c.line))
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._draw_code(painter, option, area.adjusted(self._PAD - 2, 7, -self._PAD, -7), code, index.data(BADGES))
        painter.restore()

    def _draw_code(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        code: ReviewedCode,
        badges: list[tuple[str, bool]],
    ) -> None:
        c = theme.colours()
        rejected = code.status is Status.REJECTED
        height = option.fontMetrics.height()
        painter.drawPixmap(
            area.left(), area.top() + (height - self._ICON) // 2, theme.pixmap(code.status, _status_colour(code.status))
        )
        left = area.left() + self._ICON + self._GAP
        bold = _weighted(option.font, QFont.Weight.DemiBold)
        bold.setStrikeOut(rejected)
        painter.setFont(bold)
        painter.setPen(QColor(c.muted if rejected else c.text))
        painter.drawText(QPointF(left, area.top() + option.fontMetrics.ascent()), code.code)
        self._draw_confidence(painter, area, height, code)
        badge_left = left + QFontMetrics(bold).horizontalAdvance(code.code) + self._GAP
        self._draw_badges(painter, option, badge_left, area.right() - self._BAR - self._GAP, area.top(), badges)
        painter.setFont(option.font)
        painter.setPen(QColor(c.muted if rejected else c.text))
        for number, line in enumerate(_lines(code.suggestion.title, option.font, area.right() - left), start=1):
            baseline = area.top() + height * number + 3 + option.fontMetrics.ascent()
            painter.drawText(QPointF(left, baseline), line)

    def _draw_confidence(self, painter: QPainter, area: QRect, height: int, code: ReviewedCode) -> None:
        """A quiet bar; none for a code that a person looked up."""
        if code.suggestion.confidence <= 0:
            return
        c = theme.colours()
        track = QRectF(area.right() - self._BAR, area.top() + height / 2 - 2, self._BAR, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.track))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(QColor(c.muted if code.status is Status.REJECTED else c.accent))
        track.setWidth(max(4.0, track.width() * min(1.0, code.suggestion.confidence)))
        painter.drawRoundedRect(track, 2, 2)

    def _draw_badges(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        left: int,
        limit: int,
        top: int,
        badges: list[tuple[str, bool]],
    ) -> None:
        c = theme.colours()
        small = _weighted(option.font, QFont.Weight.Normal, 0.85)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        for words, warns in badges:
            box = QRectF(left, top, metrics.horizontalAdvance(words) + 12, option.fontMetrics.height())
            if box.right() > limit:
                break
            painter.setPen(QColor(c.warning if warns else c.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QColor(c.warning if warns else c.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left = int(box.right()) + 6

    def _text_width(self, width: int) -> int:
        return width - 8 - (2 * self._PAD - 2) - self._ICON - self._GAP

    def _heading_height(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.height() + 12


class CodeList(QListView):
    """The list itself; rows are re-measured when its width changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(CodeDelegate(self))
        self.setAccessibleName(tr("Codes"))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current code in sight when a message or the checks take room."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())


def _status_colour(status: Status) -> str:
    c = theme.colours()
    return {Status.SUGGESTED: c.muted, Status.ACCEPTED: c.good, Status.REJECTED: c.error}.get(status, c.accent)


def _weighted(font: QFont, weight: QFont.Weight, scale: float = 1.0) -> QFont:
    made = QFont(font)
    made.setWeight(weight)
    made.setPointSizeF(font.pointSizeF() * scale)
    return made


def _lines(text: str, font: QFont, width: int, most: int = 2) -> list[str]:
    """`text` broken at words into at most `most` lines; what does not fit ends in an ellipsis."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        rest = text[line.textStart() :]
        if len(lines) == most - 1:
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            lines.append(rest[: line.textLength()].rstrip())
    layout.endLayout()
    return lines or [""]
