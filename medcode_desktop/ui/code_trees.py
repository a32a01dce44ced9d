"""The tabular list and the index of a release as trees, whose branches are looked up when they are opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from medcode_desktop.core.alphabetic_index import IndexEntry, IndexKind
from medcode_desktop.core.codeset import CodeEntry, CodeSet
from medcode_desktop.errors import CodeSetError
from medcode_desktop.ui.code_page import index_words
from medcode_desktop.ui.words import tr

_DATA = Qt.ItemDataRole.UserRole


class _Tree(QTreeWidget):
    """Opens its branches by `_grow`, once each."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codeset: CodeSet | None = None
        self.setHeaderHidden(True)
        self.setAccessibleName(name)
        self.itemExpanded.connect(lambda item: None if item.childCount() else self._grow(item, item.data(0, _DATA)))
        self.currentItemChanged.connect(lambda item, _before: self._choose(item.data(0, _DATA)) if item else None)

    def show_release(self, codeset: CodeSet) -> None:
        self._codeset = codeset
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._plant(codeset)

    def _plant(self, codeset: CodeSet) -> None:
        """Put in the top level."""

    def _grow(self, item: QTreeWidgetItem, data: object) -> None:
        """Put in what is below."""

    def _choose(self, data: object) -> None:
        """Tell what was chosen."""

    def _branch(self, parent: QTreeWidget | QTreeWidgetItem, words: str, data: object, *, opens: bool) -> None:
        item = QTreeWidgetItem(parent, [words])
        item.setData(0, _DATA, data)
        item.setToolTip(0, words)
        if opens:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)


class TabularTree(_Tree):
    """Chapters, blocks and codes down to the 7th character; `chosen` gives their name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Tabular list"))

    def _plant(self, codeset: CodeSet) -> None:
        for number in range(1, 30):
            try:
                self._add(self, codeset.get(f"Chapter {number}"), codeset)
            except CodeSetError:
                break

    def _grow(self, item: QTreeWidgetItem, data: object) -> None:
        if self._codeset is not None:
            for child in self._codeset.children(str(data)):
                self._add(item, self._codeset.get(child), self._codeset)

    def _choose(self, data: object) -> None:
        self.chosen.emit(str(data))

    def _add(self, parent: QTreeWidget | QTreeWidgetItem, entry: CodeEntry, codeset: CodeSet) -> None:
        opens = not entry.billable and bool(codeset.children(entry.code))
        self._branch(parent, f"{entry.code}   {entry.title}", entry.code, opens=opens)


class IndexTree(_Tree):
    """The parts of the index, their letters, main terms and subterms; `chosen` gives a term."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Index"))

    def _plant(self, codeset: CodeSet) -> None:
        for kind in codeset.index.kinds:
            self._branch(self, index_words(kind), kind, opens=True)

    def _grow(self, item: QTreeWidgetItem, data: object) -> None:
        index = self._codeset.index if self._codeset is not None else None
        if index is None:
            return
        if isinstance(data, IndexEntry):
            terms = index.subterms(data)
        elif isinstance(data, tuple):
            terms = index.main_terms(*data)
        else:
            kind = IndexKind(str(data))
            for letter in index.letters(kind):
                self._branch(item, letter, (kind, letter), opens=True)
            return
        for term in terms:
            self._branch(item, _words(term), term, opens=term.has_subterms)

    def _choose(self, data: object) -> None:
        if isinstance(data, IndexEntry):
            self.chosen.emit(data)


def _words(term: IndexEntry) -> str:
    most = 1 if any(heading not in ("", "manifestation") for heading, _ in term.codes) else 2  # columns: see the page
    said = [term.title, *(code for _, code in term.codes[:most])]
    said += [tr("see {term}", term=term.see)] if term.see else []
    said += [tr("see also {term}", term=term.see_also)] if term.see_also else []
    return "   ".join(said)
