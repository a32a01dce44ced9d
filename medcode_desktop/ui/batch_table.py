"""The documents of a batch as a table, filtered and sorted; only the lines in view are drawn."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from itertools import chain
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from medcode_desktop.core.types import Severity
from medcode_desktop.services.batch.lines import Line, Standing
from medcode_desktop.services.documents import shown
from medcode_desktop.ui import theme
from medcode_desktop.ui.batch_run import BatchRun
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.words import percent, tr
from medcode_desktop.ui.work_list import WorkListModel, state_words

AnyIndex = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
_SETTLED_MS = 250
"""Lines that change are put in their new places no more often."""


class Column(IntEnum):
    DOCUMENT, STATE, CODES, EDITS, LOWEST, REASON = range(6)


_COLUMNS = len(Column)


class Stage(StrEnum):
    """How far a document is: in the batch, and then on the work list of the reviewer."""

    WAITING = "waiting"
    CODING = "coding"
    CODED = "coded"
    REVIEW = "review"
    DECIDED = "decided"
    FAILED = "failed"


_ICONS = {
    Stage.WAITING: "draft",
    Stage.CODING: "coding",
    Stage.CODED: "suggested",
    Stage.REVIEW: "review",
    Stage.DECIDED: "accepted",
    Stage.FAILED: "error",
}
_STAGES = {Standing.WAITING: Stage.WAITING, Standing.CODED: Stage.CODED, Standing.FAILED: Stage.FAILED}
_PLACES = {stage: place for place, stage in enumerate(Stage)}


def stage_words(stage: Stage) -> str:
    return {
        Stage.WAITING: tr("waiting"),
        Stage.CODING: tr("coding…"),
        Stage.CODED: tr("to review"),
        Stage.REVIEW: tr("in review"),
        Stage.DECIDED: tr("all decided"),
        Stage.FAILED: tr("could not be coded"),
    }[stage]


class BatchModel(QAbstractTableModel):
    """The lines of a run, and what became of their notes on the work list."""

    def __init__(self, run: BatchRun, notes: WorkListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run, self._notes = run, notes
        self._by_source: dict[str, list[Encounter]] = {}
        self._rows: dict[str, int] = {}
        self._folder = ""
        run.relined.connect(self._relined)
        run.rows_changed.connect(self._rows_changed)
        notes.rowsInserted.connect(self._notes_added)
        notes.rowsRemoved.connect(self._notes_gone)
        notes.modelReset.connect(self._notes_gone)
        notes.dataChanged.connect(self._notes_changed)
        self._relined()

    @property
    def lines(self) -> list[Line]:
        return self._run.lines

    def encounters(self, line: Line) -> list[Encounter]:
        """The notes of a document that are on the work list."""
        return self._by_source.get(line.source, [])

    def stage(self, line: Line) -> Stage:
        if self._run.at_work and line.document.path in self._run.at_work:
            return Stage.CODING
        if notes := self.encounters(line):
            decided = all(e.is_coded and e.decided[0] == e.decided[1] for e in notes)
            return Stage.DECIDED if decided else Stage.REVIEW
        return _STAGES[line.standing]

    def name(self, line: Line) -> str:
        """Where a document lies in the folder of the batch."""
        return line.source.removeprefix(self._folder)

    def said(self, row: int) -> str:
        """The name and the reason of a line, for a search that does not look at capitals."""
        return f"{self.name(self.lines[row])} {self.lines[row].reason}".casefold()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _COLUMNS

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {
                Column.DOCUMENT: tr("Document"),
                Column.STATE: tr("State"),
                Column.CODES: tr("Codes"),
                Column.EDITS: tr("Checks"),
                Column.LOWEST: tr("Lowest confidence"),
                Column.REASON: tr("Reason"),
            }[Column(section)]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], Column(index.column())
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._words(line, column) or '–'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.reason if column is Column.REASON else self._words(line, column)
        if role == Qt.ItemDataRole.DecorationRole and column is Column.STATE:
            stage = self.stage(line)
            return theme.icon(_ICONS[stage], _colour(stage))
        if role == Qt.ItemDataRole.ForegroundRole:
            wrong = (column is Column.EDITS and Severity.ERROR in line.edits) or column is Column.REASON
            return QBrush(QColor(theme.colours().error)) if wrong else None
        return None

    def _words(self, line: Line, column: Column) -> str:
        coded = line.standing is Standing.CODED
        match column:
            case Column.DOCUMENT:
                return self.name(line)
            case Column.STATE:
                notes = self.encounters(line)
                return state_words(notes[0]) if len(notes) == 1 else stage_words(self.stage(line))
            case Column.CODES:
                return str(len(line.confidences)) if coded else ""
            case Column.EDITS:
                return _checks(line.edits) if coded else ""
            case Column.LOWEST:
                return percent(min(line.confidences)) if line.confidences else ""
        return line.reason.replace(line.source, "").lstrip(": ")

    def order(self, column: int) -> list[Any]:
        """What each line is sorted by in a column."""
        match column:
            case Column.STATE:
                return [_PLACES[self.stage(line)] for line in self.lines]
            case Column.CODES:
                return [len(line.confidences) for line in self.lines]
            case Column.EDITS:
                severities = tuple(Severity)
                return [tuple(map(line.edits.count, severities)) for line in self.lines]
            case Column.LOWEST:
                return [min(line.confidences, default=2.0) for line in self.lines]
            case Column.REASON:
                return [line.reason for line in self.lines]
        return [line.source for line in self.lines]

    # What changes

    def _relined(self) -> None:
        self.beginResetModel()
        self._folder = shown(str(self._run.plan.folder)) + os.sep if self._run.plan else ""
        self._rows = {line.source: row for row, line in enumerate(self.lines)}
        self._by_source = _by_source(self._notes)
        self.endResetModel()

    def _rows_changed(self, rows: list[int]) -> None:
        """Tell of each stretch of rows at once."""
        first = last = rows[0]
        for row in chain(rows[1:], [-1]):
            if row == last + 1:
                last = row
                continue
            self.dataChanged.emit(self.index(first, 0), self.index(last, _COLUMNS - 1))
            first = last = row

    def _notes_added(self, _parent: QModelIndex, first: int, last: int) -> None:
        added = self._notes.encounters[first : last + 1]
        for encounter in added:
            self._by_source.setdefault(encounter.note.source, []).append(encounter)
        self._tell(added)

    def _notes_gone(self) -> None:
        self._by_source = _by_source(self._notes)
        if self.lines:
            self._rows_changed(list(range(len(self.lines))))

    def _notes_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._tell(self._notes.encounters[first.row() : last.row() + 1])

    def _tell(self, encounters: Sequence[Encounter]) -> None:
        rows = {self._rows[e.note.source] for e in encounters if e.note.source in self._rows}
        if rows:
            self._rows_changed(sorted(rows))


class BatchFilter(QAbstractTableModel):
    """Lets through the documents in a stage whose name or reason has all the words, in the order of a column.

    A model of Qt's own for that would ask about each pair of lines that it compares: a second for 10,000 of them.
    """

    def __init__(self, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._words, self._stage = model, list[str](), ""
        self._column, self._descending = -1, False
        self._rows = self._arranged()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLED_MS)
        self._soon.timeout.connect(self._arrange)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._reset)
        model.dataChanged.connect(self._changed)

    @property
    def lines(self) -> list[Line]:
        """The lines that are let through, in their order."""
        lines = self._model.lines
        return [lines[row] for row in self._rows]

    def choose(self, text: str, stage: str) -> None:
        """`stage` is the value of a `Stage`, or "" for all of them."""
        self._words, self._stage = text.casefold().split(), stage
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 is the order of the batch."""
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _COLUMNS

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._model.headerData(section, way, role)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._model.data(self._model.index(self._rows[index.row()], index.column()), role)

    def _arranged(self) -> list[int]:
        """The rows of the model that are let through, in their order."""
        model, words, stage = self._model, self._words, self._stage
        rows: Iterable[int] = range(len(model.lines))
        if stage:
            rows = [row for row in rows if model.stage(model.lines[row]) == stage]
        if words:
            rows = [row for row in rows if all(word in model.said(row) for word in words)]
        if self._column >= 0:
            return sorted(rows, key=model.order(self._column).__getitem__, reverse=self._descending)
        return list(rows)

    def _arrange(self) -> None:
        before, now = self._rows, self._arranged()
        if now == before:
            return
        self.layoutAboutToBeChanged.emit()
        places = {row: place for place, row in enumerate(now)}
        kept = self.persistentIndexList()
        self._rows = now
        moved = [(places.get(before[index.row()]), index.column()) for index in kept]
        gone = QModelIndex()
        self.changePersistentIndexList(kept, [gone if at is None else self.index(at, column) for at, column in moved])
        self.layoutChanged.emit()

    def _reset(self) -> None:
        self._rows = self._arranged()
        self.endResetModel()

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Show a stretch of lines anew; those that belong elsewhere now go there when nothing more changes for long."""
        changed = range(first.row(), last.row() + 1)
        if not self._stage and not self._words and self._column < 0:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], _COLUMNS - 1))
            return
        places = [place for place, row in enumerate(self._rows) if row in changed]
        if places:
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], _COLUMNS - 1))
        if not self._soon.isActive():
            self._soon.start()


class BatchTable(QTreeView):
    """Shows a filter's lines; several can be selected."""

    def __init__(self, shown: BatchFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self.setModel(shown)
        self.setAccessibleName(tr("Documents of the batch"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # in the order of the batch, to begin with
        self.setSortingEnabled(True)
        header, width = self.header(), self.fontMetrics().averageCharWidth()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, characters in zip(Column, (36, 27, 9, 22, 23, 30), strict=True):
            header.resizeSection(column, characters * width)

    @property
    def chosen(self) -> list[Line]:
        """The lines that are selected, from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [row.data(LINE) for row in rows]


def _checks(edits: Sequence[Severity]) -> str:
    """How many checks found something, by how serious that is."""
    errors, warnings, hints = (edits.count(severity) for severity in Severity)
    said = [
        tr("{count} errors", count=errors) if errors else "",
        tr("{count} warnings", count=warnings) if warnings else "",
        tr("{count} hints", count=hints) if hints else "",
    ]
    return ", ".join(filter(None, said))


def _by_source(notes: WorkListModel) -> dict[str, list[Encounter]]:
    found = defaultdict(list)
    for encounter in notes.encounters:
        found[encounter.note.source].append(encounter)
    return dict(found)


def _colour(stage: Stage) -> str:
    c = theme.colours()
    return {Stage.FAILED: c.error, Stage.DECIDED: c.good, Stage.CODING: c.accent}.get(stage, c.muted)
