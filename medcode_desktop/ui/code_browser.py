"""The code systems to browse: the tabular list and the index as trees, one search, and all that is said of a code."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.alphabetic_index import IndexEntry
from medcode_desktop.core.catalogue import INDEX, Catalogue, Group, Hit
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.errors import CodeSetError, MedCodeError
from medcode_desktop.services.releases import open_catalogue, open_code_set, open_systems
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import shown_keys
from medcode_desktop.ui.code_page import entry_of_link, page_of_code, page_of_other, page_of_term, use_words
from medcode_desktop.ui.code_trees import IndexTree, TabularTree
from medcode_desktop.ui.kept_codes import KeptCodes
from medcode_desktop.ui.links import target_of
from medcode_desktop.ui.search_field import SearchField
from medcode_desktop.ui.seeking import SearchThread
from medcode_desktop.ui.words import tr

_OF_ALL, _OF_ONE = 15, 200
"""Codes that are listed of each system, and of one that was chosen."""
_HIT = Qt.ItemDataRole.UserRole
_MORE = Qt.ItemDataRole.UserRole + 1


class CodeBrowser(QDialog):
    """`chosen` gives a code to be added to the note in view. Only codes are remembered, nothing of a note."""

    chosen = Signal(object)

    def __init__(
        self, codeset: CodeSet, preferences: QSettings, kept: KeptCodes, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._kept = preferences, kept
        self._catalogue = Catalogue(codeset)
        self._search_thread: SearchThread | None = None
        self._number, self._pending, self._add_when_found = 0, False, False
        self._shown: Hit | None = None
        self._before: list[Hit] = []
        self.field = SearchField(tr("Search the code systems"), tr("Code or words, such as E11.2 or knee pain left"))
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._take)
        self.filter = QComboBox()
        self.filter.setAccessibleName(tr("Code system"))
        self.filter.currentIndexChanged.connect(lambda _index: self._search())
        self.remark = QLabel()
        self.remark.setObjectName("quiet")
        self.remark.setWordWrap(True)
        self.results = self._list(tr("Codes found"))
        self.tree, self.index = TabularTree(), IndexTree()
        self.kept = self._list(tr("Kept and recent codes"))
        self.tree.chosen.connect(self.show_code)
        self.index.chosen.connect(self.show_term)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("About the code"))
        self.page.anchorClicked.connect(self._follow)
        self.keep_button, self.add_button = QPushButton(), QPushButton(tr("Add to the codes of the note"))
        self.copy_button = QPushButton(tr("Copy code"))
        self.keep_button.clicked.connect(self._keep)
        self.copy_button.clicked.connect(self._copy)
        self.add_button.clicked.connect(self._add)
        self._lay_out()
        self.use(codeset)
        self.restoreGeometry(QByteArray(self._preferences.value("browser/geometry") or b""))

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.field, self.filter, self.remark, self.results, self.tabs):
            column.addWidget(widget, 1 if widget in (self.results, self.tabs) else 0)
        self.results.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.add_button)
        right = QWidget()
        about = QVBoxLayout(right)
        about.setContentsMargins(0, 0, 0, 0)
        about.addWidget(self.page)
        about.addLayout(buttons)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([400, 480])
        QVBoxLayout(self).addWidget(splitter)
        self.resize(900, 620)
        shortcuts = (("Ctrl+D", self._keep), ("Ctrl+Return", self._add), ("Alt+Left", self.go_back),
                     ("Ctrl+F", self.field.setFocus), ("Ctrl+Shift+C", self._copy))  # fmt: skip
        for keys, does in shortcuts:
            QShortcut(QKeySequence(keys), self).activated.connect(does)
        for button in (self.keep_button, self.copy_button, self.add_button):
            button.setAutoDefault(False)  # Return in the field adds; it must not press a button too
        self.keep_button.setToolTip(shown_keys(["Ctrl+D"]))
        self.copy_button.setToolTip(shown_keys(["Ctrl+Shift+C"]))
        self.add_button.setToolTip(shown_keys(["Ctrl+Return"]))

    def use(self, codeset: CodeSet) -> None:
        """Browse a release, with the other systems as they are installed now."""
        self._end_search()
        for system in self._catalogue.systems.values():
            system.close()
        trouble = ""
        try:
            self._catalogue = Catalogue(codeset, open_systems())
        except MedCodeError as error:
            self._catalogue, trouble = Catalogue(codeset), str(error)
        self.setWindowTitle(tr("Codes of {release}", release=codeset.release))
        self._shown, self._before = None, []
        self.page.clear()
        self.page.setPlaceholderText(tr("Search, or choose a code on the left."))
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(tr("All code systems"), "")
        for name in self._catalogue.names:
            self.filter.addItem(name, name)
        self.filter.blockSignals(False)
        self.filter.setVisible(self.filter.count() > 2)
        self.tree.show_release(codeset)
        self.index.show_release(codeset)
        self.tabs.clear()
        self.tabs.addTab(self.tree, tr("Tabular list"))
        if codeset.index.kinds:
            self.tabs.addTab(self.index, tr("Index"))
        self.tabs.addTab(self.kept, tr("Kept and recent"))
        self._show_kept()
        self._enable()
        self._tell(trouble)
        if self.isVisible():
            self._start_search()

    @property
    def release(self) -> CodeSet:
        """The release that is browsed."""
        return self._catalogue.codeset

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._search_thread is None:
            self._start_search()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self._end_search()
        super().hideEvent(event)

    # What is shown

    def show_code(self, code: str, system: str = DIAGNOSES, *, remember: bool = True) -> None:
        """Shows all that is said of a code, block or chapter; nothing happens when there is none such."""
        hit = self._catalogue.hit(system, code)
        if hit is None and system == DIAGNOSES:
            try:
                entry = self._catalogue.codeset.get(code)
            except CodeSetError:
                return
            hit = Hit(DIAGNOSES, entry.code, entry.title)
        if hit is not None:
            self._show(hit, remember=remember)

    def show_term(self, entry: IndexEntry) -> None:
        """Shows a term of the index with its codes and where it leads."""
        if self._shown is not None and self._shown.entry != entry:
            self._before.append(self._shown)
        self._show(Hit(INDEX, "", entry.title, entry=entry), remember=False)

    def go_back(self) -> None:
        if self._before:
            hit, self._shown = self._before.pop(), None
            self._show(hit, remember=False)

    @property
    def shown(self) -> str:
        """The code, block or chapter that is shown; "" for a term of the index."""
        return self._shown.code if self._shown and self._shown.entry is None else ""

    def _show(self, hit: Hit, *, remember: bool) -> None:
        if remember and self._shown is not None and self._shown != hit:
            self._before.append(self._shown)
        self._shown = hit
        codeset = self._catalogue.codeset
        if hit.entry is not None:
            html = page_of_term(hit.entry, codeset)
        elif hit.system == DIAGNOSES:
            html = page_of_code(codeset.get(hit.code), codeset)
        else:
            html = page_of_other(hit, self._catalogue.systems[hit.system], codeset)
        self.page.setHtml(html)
        if remember:
            self._remember(hit)
        self._enable()

    def _follow(self, link: QUrl) -> None:
        target = target_of(link)
        entry = entry_of_link(target, self._catalogue.codeset.index)
        if entry is not None:
            self.show_term(entry)
        else:
            self.show_code(target)

    # Searching

    def _start_search(self) -> None:
        release = self._catalogue.codeset.effective.isoformat()
        self._search_thread = SearchThread(partial(_open, release))
        self._search_thread.found.connect(self._found)
        self._search_thread.finished.connect(self._finished)
        self._search_thread.failed.connect(lambda error: self._tell(str(error)))
        self._search_thread.start()
        self._search()

    def _end_search(self) -> None:
        if self._search_thread is not None:
            self._search_thread.stop()
            self._search_thread, self._pending, self._number = None, False, -1

    def _search(self) -> None:
        words, only = self.field.text().strip(), self.filter.currentData() or ""
        self.results.setVisible(bool(words))
        self.tabs.setVisible(not words)
        self._tell("")
        self._add_when_found = False
        if not words:
            self.results.clear()
            self._pending, self._number = False, -1
        elif self._search_thread is not None:
            self._number = self._search_thread.search(words, only, _OF_ONE if only else _OF_ALL)
            self._pending = True

    def _found(self, number: int, group: Group) -> None:
        if number != self._number:
            return
        if self._pending:
            self.results.clear()
            self._pending = False
        if len(self._catalogue.names) > 1:
            self._list_heading(group.system)
        for hit in group.hits:
            self._list_hit(self.results, hit)
        if group.more and not self.filter.currentData():
            more = QListWidgetItem(tr("More of {system}…", system=group.system), self.results)
            more.setData(_MORE, group.system)
            more.setForeground(QColor(theme.colours().accent))
        if self.results.currentRow() < 0:
            first = next(row for row in range(self.results.count()) if self.results.item(row).data(_HIT))
            self.results.setCurrentRow(first)

    def _finished(self, number: int, any_found: bool) -> None:
        if number != self._number:
            return
        if not any_found:
            self.results.clear()
            self._tell(tr("No code has these words."))
        self._pending = False
        if self._add_when_found and any_found:
            self._add()
        self._add_when_found = False

    def _take(self) -> None:
        """Return adds the code that was found; pressed before the answer is there, it waits for it."""
        if self._pending:
            self._add_when_found = True
        else:
            self._add()

    # What is kept

    def _keep(self) -> None:
        """Keeps the code that is shown, or lets it go."""
        if self._shown and self._is_code():
            self._kept.toggle(self._shown.system, self._shown.code)
            self._show_kept()
            self._enable()

    def _remember(self, hit: Hit) -> None:
        if self._is_code():  # not a heading of the tabular list, nor a term of the index
            self._kept.remember(hit.system, hit.code)
            self._show_kept()

    def _show_kept(self) -> None:
        self.kept.blockSignals(True)
        self.kept.clear()
        for system, code, is_kept in self._kept.listed():
            if (hit := self._catalogue.hit(system, code)) is not None:
                self._list_hit(self.kept, hit, "★ " if is_kept else "")
        self.kept.blockSignals(False)

    def _copy(self) -> None:
        if self._shown and self._is_code():
            QGuiApplication.clipboard().setText(self._shown.code)
            self._remember(self._shown)

    def _add(self) -> None:
        if self._shown and self.add_button.isEnabled():
            self._remember(self._shown)
            self.chosen.emit(self._catalogue.entry(self._shown.system, self._shown.code))

    def _is_code(self) -> bool:
        """Whether a code is shown, not a heading of the tabular list or a term of the index."""
        return self._shown is not None and self._catalogue.hit(self._shown.system, self._shown.code) is not None

    def _enable(self) -> None:
        is_code = self._is_code()
        self.add_button.setEnabled(is_code)
        self.keep_button.setEnabled(is_code)
        self.copy_button.setEnabled(is_code)
        kept = self._shown is not None and self._kept.has(self._shown.system, self._shown.code)
        self.keep_button.setText(tr("No longer keep") if kept else tr("Keep"))

    # Parts

    def _tell(self, words: str) -> None:
        self.remark.setText(words)
        self.remark.setVisible(bool(words))

    def _list(self, name: str) -> QListWidget:
        found = QListWidget()
        found.setAccessibleName(name)
        found.setWordWrap(True)
        found.setSpacing(2)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.currentItemChanged.connect(lambda item, _before: self._in_list(item, remember=False))
        found.itemClicked.connect(lambda item: self._in_list(item, remember=True))
        found.itemActivated.connect(self._activated)
        return found

    def _in_list(self, item: QListWidgetItem | None, *, remember: bool) -> None:
        if item is None:
            return
        hit = item.data(_HIT)
        if remember and (system := item.data(_MORE)):
            self.filter.setCurrentIndex(self.filter.findData(system))
        elif hit:
            self._show(hit, remember=remember)

    def _activated(self, item: QListWidgetItem) -> None:
        if item.data(_HIT):
            self._add()
        else:
            self._in_list(item, remember=True)

    def _list_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self.results)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QColor(theme.colours().muted))
        font = item.font()
        font.setBold(True)
        item.setFont(font)

    def _list_hit(self, where: QListWidget, hit: Hit, mark: str = "") -> None:
        note = f"   ({words})" if (words := use_words(hit.use)) else ""
        lead = f"{hit.code}   " if hit.entry is None else ""
        leads_to = f"   {', '.join(code for _, code in hit.entry.codes[:3])}" if hit.entry is not None else ""
        source = f"   · {hit.system}" if where is self.kept and hit.system != DIAGNOSES else ""
        item = QListWidgetItem(f"{mark}{lead}{hit.title}{leads_to}{note}{source}", where)
        item.setData(_HIT, hit)

    def done(self, result: int) -> None:
        self._preferences.setValue("browser/geometry", self.saveGeometry())
        super().done(result)


def _open(release: str) -> Catalogue:
    """The catalogue for the search; a damaged system is told when the window opens, and must not stop it."""
    try:
        return open_catalogue(release)
    except MedCodeError:
        return Catalogue(open_code_set(release))
