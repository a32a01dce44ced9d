"""The right area of the window: the codes, the edits about them, and the selected code in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.catalogue import AnyEntry, CodeTable
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES, Edit, Severity
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import with_key
from medcode_desktop.ui.check_words import check_words
from medcode_desktop.ui.code_list import CodeList, CodesModel
from medcode_desktop.ui.code_search import CodeSearch
from medcode_desktop.ui.detail import DetailPane
from medcode_desktop.ui.facts_row import FactsRow
from medcode_desktop.ui.words import severity_words, tr


class CodesPane(QFrame):
    """Shows a review; it decides nothing itself. `position_selected` gives -1 when no code is selected."""

    position_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("area")
        self._review: Review | None = None
        self._codeset: CodeSet | None = None
        self.other_system: Callable[[str], CodeTable | None] = lambda _name: None
        self._edits: tuple[Edit, ...] = ()
        self._shown_edits: tuple[Edit, ...] = ()
        self._take: Callable[[AnyEntry], bool] = lambda _entry: True
        self.model = CodesModel(self)
        self.codes = CodeList()
        self.codes.setModel(self.model)
        self.codes.selectionModel().currentChanged.connect(self._current_changed)
        self.edits = QListWidget()
        self.edits.setAccessibleName(tr("Checks on the codes"))
        self.edits.setWordWrap(True)
        self.edits.setSpacing(2)
        self.edits.setIconSize(QSize(16, 16))
        self.edits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edits.itemClicked.connect(self._edit_chosen)
        self.edits.itemActivated.connect(self._edit_chosen)
        self.edits_heading = QToolButton()
        self.edits_heading.setObjectName("heading")
        self.edits_heading.setCheckable(True)
        self.edits_heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.edits_heading.setToolTip(tr("Show or hide the hints; errors and warnings are always shown"))
        self.edits_heading.toggled.connect(self._show_edits)
        self.facts = FactsRow()
        self.facts.left.connect(self.codes.setFocus)
        self.detail = DetailPane()
        self.search = CodeSearch()
        self.search.left.connect(self.close_search)
        self.search.chosen.connect(self._chosen)
        self._empty = QLabel()
        self._empty.setObjectName("quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(24, 24, 24, 24)
        self._lay_out()

    def _lay_out(self) -> None:
        upper = QWidget()
        upper.setObjectName("page")
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.codes, 1)
        column.addWidget(_rule())
        column.addWidget(self.edits_heading)
        column.addWidget(self.edits)
        lower = QWidget()
        lower.setObjectName("page")
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(_rule())
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(10, 6, 10, 0)
        self._buttons.setSpacing(2)
        below.addLayout(self._buttons)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.viewport().setAutoFillBackground(False)
        scrolled.setWidget(self.detail)
        below.addWidget(scrolled, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setSizes([440, 280])
        self._pages = QStackedWidget()
        for page in (self._empty, self.splitter, self.search):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self._pages, 1)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menus do that go to its parts."""
        return {"go_codes": self.codes.setFocus, "go_facts": self.facts.start}

    def set_commands(self, commands: Sequence[QAction]) -> None:
        """Show commands as buttons between the codes and the details."""
        for command in commands:
            button = QToolButton()
            button.setDefaultAction(command)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(command.toolTip())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Room for the facts and the buttons, however long their words and large the text are."""
        widest = max(340, self._buttons.minimumSize().width() + 8, self.facts.minimumSizeHint().width() + 4)
        return QSize(widest, super().minimumSizeHint().height())

    def show_review(
        self,
        review: Review | None,
        edits: Sequence[Edit],
        codeset: CodeSet | None,
        position: int = -1,
        instead: str = "",
    ) -> None:
        """Show a review with its edits and select the code at `position`, or the first; `instead` of no review."""
        self._review, self._edits, self._codeset = review, tuple(edits), codeset
        warned = [code for e in edits if e.severity is not Severity.INFO for code in e.codes]
        self.codes.selectionModel().blockSignals(True)
        self.model.show(review, warned)
        self.codes.selectionModel().blockSignals(False)
        self._show_edits()
        self._empty.setText(instead if review is None else with_key(tr("No codes. Add one"), "add"))
        if self._pages.currentWidget() is not self.search or review is None:
            self._show_codes()
        if review is not None and review.codes:
            self.select(position if 0 <= position < len(review.codes) else self.model.position(0))
        else:
            self._announce(-1)

    def select(self, position: int) -> None:
        """Make a code the current one; its details are shown."""
        index = self.model.index(self.model.row(position), 0)
        if self.codes.currentIndex() == index:
            self._announce(position)
        else:
            self.codes.setCurrentIndex(index)
        self.codes.scrollTo(index)

    @property
    def position(self) -> int:
        """The position of the current code in the review, -1 when there is none."""
        index = self.codes.currentIndex()
        return self.model.position(index.row()) if index.isValid() else -1

    def following(self, position: int) -> int:
        """The next code to decide after `position`, in the order on the screen; else `position` itself."""
        if self._review is None:
            return -1
        order = [self.model.position(row) for row in range(self.model.rowCount())]
        at = order.index(position)
        waiting = (p for p in order[at + 1 :] + order[:at] if self._review.codes[p].status is Status.SUGGESTED)
        return next(waiting, position)

    def open_search(self, table: CodeTable, heading: str, take: Callable[[AnyEntry], bool], text: str = "") -> None:
        """Search in place; `take` gets the chosen code and says whether the search is over."""
        self._take = take
        self._pages.setCurrentWidget(self.search)
        self.search.start(table, heading, text)

    def open_question(
        self,
        heading: str,
        answers: Sequence[tuple[AnyEntry, str]],
        preset: int | None,
        take: Callable[[AnyEntry], bool],
    ) -> None:
        """Ask in place; `take` gets the code of the answer and says whether that was the last question."""
        self._take = take
        self._pages.setCurrentWidget(self.search)
        self.search.ask(heading, answers, preset)

    @property
    def edit_in_focus(self) -> Edit | None:
        """The check that the keyboard is on."""
        row = self.edits.currentRow() if self.edits.hasFocus() else -1
        return self._shown_edits[row] if row >= 0 else None

    @property
    def fixable(self) -> Edit | None:
        """The edit to mend: the one that is selected, else the first that has a fix."""
        edit = self.edit_in_focus
        if edit is not None and edit.fix:
            return edit
        return next((edit for edit in self._shown_edits if edit.fix), None)

    def close_search(self) -> None:
        if self._pages.currentWidget() is self.search:
            self._show_codes()
            self.codes.setFocus()

    @property
    def words_instead(self) -> str:
        """What stands in the place of the codes; "" when there are some."""
        return self._empty.text() if self._pages.currentWidget() is self._empty else ""

    @property
    def is_searching(self) -> bool:
        return self._pages.currentWidget() is self.search

    def refresh_colours(self) -> None:
        self.facts.refresh_colours()
        self.detail.refresh_colours()
        self._show_edits()
        self.codes.viewport().update()

    def _show_codes(self) -> None:
        self._pages.setCurrentWidget(self.splitter if self._review is not None and self._review.codes else self._empty)

    def _chosen(self, entry: AnyEntry) -> None:
        if self._take(entry):
            self.close_search()

    def _current_changed(self, current: QModelIndex) -> None:
        self._announce(self.model.position(current.row()) if current.isValid() else -1)

    def _announce(self, position: int) -> None:
        code: ReviewedCode | None = self._review.codes[position] if self._review and position >= 0 else None
        table = self.other_system(code.system) if code and code.system != DIAGNOSES else self._codeset
        self.detail.show_code(code, table)
        self.position_selected.emit(position)

    def _show_edits(self) -> None:
        c = theme.colours()
        colours = {Severity.ERROR: c.error, Severity.WARNING: c.warning, Severity.INFO: c.muted}
        problems = tuple(e for e in self._edits if e.severity is not Severity.INFO)
        hints = len(self._edits) - len(problems)
        open_ = self.edits_heading.isChecked()
        self._shown_edits = self._edits if open_ else problems
        self.edits.clear()
        for edit in self._shown_edits:
            says = check_words(edit.message)
            item = QListWidgetItem(theme.icon(str(edit.severity), colours[edit.severity]), says)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{severity_words(edit.severity)}: {says}")
            mended = with_key(tr("It can be made {codes}", codes=", ".join(edit.fix)), "fix") if edit.fix else ""
            item.setToolTip("\n".join(filter(None, (", ".join(edit.codes), mended))))
            self.edits.addItem(item)
        counts = [tr("{count} problems", count=len(problems))] if problems else []
        counts += [tr("{count} hints", count=hints)] if hints else []
        self.edits_heading.setText(tr("Checks: ") + ", ".join(counts))
        self.edits_heading.setIcon(theme.icon("down" if open_ else "up", c.muted))
        self.edits_heading.setEnabled(hints > 0)
        self.edits_heading.setVisible(bool(self._edits))
        self.edits.setVisible(bool(self._shown_edits))
        self.edits.setMaximumHeight(min(2, len(self._shown_edits)) * self.fontMetrics().height() * 3 + 12)

    def _edit_chosen(self, item: QListWidgetItem) -> None:
        """Go to the first code that the edit names."""
        for code in self._shown_edits[self.edits.row(item)].codes:
            position = self._review.position_of(code) if self._review else None
            if position is not None:
                self.select(position)
                return


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    return rule
