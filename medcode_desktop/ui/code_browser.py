"""The code set to browse: the tabular list and the index as trees, a search, and all that is said of a code."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QByteArray, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from medcode_desktop.core.alphabetic_index import IndexEntry
from medcode_desktop.core.codeset import CodeEntry, CodeKind, CodeSet
from medcode_desktop.errors import CodeSetError
from medcode_desktop.ui import theme
from medcode_desktop.ui.detail import headed, kind_words
from medcode_desktop.ui.words import tr

_KEPT, _RECENT = "browser/kept", "browser/recent"
_MOST_RECENT = 20
_NAMED = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:-[A-Z][0-9][0-9A-Z])?")
_DATA = Qt.ItemDataRole.UserRole


class CodeBrowser(QDialog):
    """`chosen` gives a code to be added to the note in view. Only codes are remembered, nothing of a note."""

    chosen = Signal(object)

    def __init__(self, codeset: CodeSet, preferences: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Codes of {release}", release=codeset.release))
        self._codeset, self._preferences = codeset, preferences
        self._shown = ""
        self._before: list[str] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Code or words, such as E11.2 or knee pain left"))
        self.field.setAccessibleName(tr("Search the code set"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._add)
        self.results = self._list(tr("Codes found"))
        self.tree = self._tree(tr("Tabular list"))
        self.index = self._tree(tr("Index"))
        self.kept = self._list(tr("Kept and recent codes"))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("About the code"))
        self.page.anchorClicked.connect(lambda link: self.show_code(QUrl.fromPercentEncoding(link.toEncoded())))
        self.keep_button = QPushButton()
        self.keep_button.clicked.connect(self._keep)
        self.add_button = QPushButton(tr("Add to the codes of the note"))
        self.add_button.clicked.connect(self._add)
        self._lay_out()
        self._fill()
        self.restoreGeometry(QByteArray(self._preferences.value("browser/geometry") or b""))

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.addTab(self.tree, tr("Tabular list"))
        if self._codeset.index.kinds:
            self.tabs.addTab(self.index, tr("Index"))
        self.tabs.addTab(self.kept, tr("Kept and recent"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.field, self.results, self.tabs):
            column.addWidget(widget)
        self.results.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addStretch(1)
        buttons.addWidget(self.add_button)
        right = QWidget()
        about = QVBoxLayout(right)
        about.setContentsMargins(0, 0, 0, 0)
        about.addWidget(self.page)
        about.addLayout(buttons)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([380, 460])
        QVBoxLayout(self).addWidget(splitter)
        self.resize(860, 600)
        shortcuts = (("Ctrl+D", self._keep), ("Ctrl+Return", self._add), ("Alt+Left", self.go_back),
                     ("Ctrl+F", self.field.setFocus))  # fmt: skip
        for keys, does in shortcuts:
            QShortcut(QKeySequence(keys), self).activated.connect(does)
        for button in (self.keep_button, self.add_button):
            button.setAutoDefault(False)  # Return in the field adds; it must not press a button too
        self.keep_button.setToolTip("Ctrl+D")
        self.add_button.setToolTip("Ctrl+Return")

    def _fill(self) -> None:
        for number in range(1, 23):
            try:
                self._add_node(self.tree, self._codeset.get(f"Chapter {number}"))
            except CodeSetError:
                break
        for kind in self._codeset.index.kinds:
            top = QTreeWidgetItem(self.index, [kind.replace("_", " ")])
            for entry in self._codeset.index.main_terms(kind):
                self._add_term(top, entry)
        self._show_kept()
        self._enable()

    # What is shown

    def show_code(self, code: str) -> None:
        """Shows all that is said of a code, block or chapter; nothing happens when there is none such."""
        try:
            entry = self._codeset.get(code)
        except CodeSetError:
            return
        if self._shown and self._shown != entry.code:
            self._before.append(self._shown)
        self._shown = entry.code
        self.page.setHtml(_page(entry, self._codeset))
        if entry.kind not in (CodeKind.CHAPTER, CodeKind.BLOCK):
            recent = [entry.code, *(c for c in self._codes(_RECENT) if c != entry.code)]
            self._preferences.setValue(_RECENT, recent[:_MOST_RECENT])
            self._show_kept()
        self._enable()

    def go_back(self) -> None:
        if self._before:
            code, self._shown = self._before.pop(), ""
            self.show_code(code)

    @property
    def shown(self) -> str:
        return self._shown

    def _search(self, text: str) -> None:
        words = text.strip()
        self.results.clear()
        for entry in self._codeset.search(words, 60) if words else ():
            self._list_code(self.results, entry.code)
        for term in self._codeset.index.search(words, 20) if words else ():
            item = QListWidgetItem(_term_words(term), self.results)
            item.setData(_DATA, _first_code(term))
        self.results.setVisible(bool(words))
        self.tabs.setVisible(not words)
        if self.results.count():
            self.results.setCurrentRow(0)

    def _add_node(self, parent: QTreeWidget | QTreeWidgetItem, entry: CodeEntry) -> None:
        item = QTreeWidgetItem(parent, [f"{entry.code}   {entry.title}"])
        item.setData(0, _DATA, entry.code)
        item.setToolTip(0, entry.title)
        if self._codeset.children(entry.code):
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)

    def _add_term(self, parent: QTreeWidgetItem, entry: IndexEntry) -> None:
        item = QTreeWidgetItem(parent, [_term_words(entry, whole=False)])
        item.setData(0, _DATA, entry)
        if entry.has_subterms:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)

    def _open(self, item: QTreeWidgetItem) -> None:
        """What is below is looked up when it is opened for the first time."""
        data = item.data(0, _DATA)
        if item.childCount():
            return
        if isinstance(data, IndexEntry):
            for term in self._codeset.index.subterms(data):
                self._add_term(item, term)
        elif data:
            for child in self._codeset.children(data):
                self._add_node(item, self._codeset.get(child))

    def _in_tree(self, item: QTreeWidgetItem | None) -> None:
        data = item.data(0, _DATA) if item else None
        if isinstance(data, IndexEntry):
            target = self._codeset.index.follow(data) if data.see else data
            self.show_code(_first_code(target or data))
        elif data:
            self.show_code(data)

    def _in_list(self, item: QListWidgetItem | None) -> None:
        if item and item.data(_DATA):
            self.show_code(item.data(_DATA))

    # What is kept

    def _keep(self) -> None:
        """Keeps the code that is shown, or lets it go."""
        kept = self._codes(_KEPT)
        if self._shown and self._is_code():
            self._preferences.setValue(
                _KEPT, [c for c in kept if c != self._shown] if self._shown in kept else [*kept, self._shown]
            )
            self._show_kept()
            self._enable()

    def _show_kept(self) -> None:
        self.kept.clear()
        kept = self._codes(_KEPT)
        for code in (*kept, *(c for c in self._codes(_RECENT) if c not in kept)):
            if code in self._codeset:
                self._list_code(self.kept, code, "★ " if code in kept else "")

    def _codes(self, name: str) -> list[str]:
        value = self._preferences.value(name)
        return [value] if isinstance(value, str) else [str(code) for code in value or ()]

    def _add(self) -> None:
        if self._is_code():
            self.chosen.emit(self._codeset.get(self._shown))

    def _is_code(self) -> bool:
        return bool(self._shown) and self._shown in self._codeset

    def _enable(self) -> None:
        is_code = self._is_code()
        self.add_button.setEnabled(is_code)
        self.keep_button.setEnabled(is_code)
        self.keep_button.setText(tr("No longer keep") if self._shown in self._codes(_KEPT) else tr("Keep"))

    # Parts

    def _list(self, name: str) -> QListWidget:
        found = QListWidget()
        found.setAccessibleName(name)
        found.setWordWrap(True)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.currentItemChanged.connect(lambda item, _before: self._in_list(item))
        found.itemActivated.connect(lambda _item: self._add())
        return found

    def _tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setAccessibleName(name)
        tree.itemExpanded.connect(self._open)
        tree.currentItemChanged.connect(lambda item, _before: self._in_tree(item))
        return tree

    def _list_code(self, where: QListWidget, code: str, mark: str = "") -> None:
        entry = self._codeset.get(code)
        note = "" if entry.billable else tr("   (not billable)")
        item = QListWidgetItem(f"{mark}{entry.code}   {entry.title}{note}", where)
        item.setData(_DATA, entry.code)

    def done(self, result: int) -> None:
        self._preferences.setValue("browser/geometry", self.saveGeometry())
        super().done(result)


def _first_code(term: IndexEntry) -> str:
    """The first code of an index entry without the dash that asks for more characters."""
    return next((code.rstrip("-").rstrip(".") for _, code in term.codes if code.strip("-")), "")


def _term_words(term: IndexEntry, *, whole: bool = True) -> str:
    said = [", ".join(term.path) if whole else term.title]
    said += [f"{heading} {code}".strip() for heading, code in term.codes[:2]]
    said += [tr("see {term}", term=term.see)] if term.see else []
    said += [tr("see also {term}", term=term.see_also)] if term.see_also else []
    return "   ".join(said)


def _page(entry: CodeEntry, codeset: CodeSet) -> str:
    c = theme.colours()
    is_code = entry.kind not in (CodeKind.CHAPTER, CodeKind.BLOCK)
    line: list[str] = []
    above = entry.parent
    while above:
        line.insert(0, _link(above, above))
        above = codeset.get(above).parent
    html = [f"<p style='color:{c.muted}'>{' › '.join(line)}</p>" if line else ""]
    html.append(f"<p><b>{escape(entry.code)}</b>&nbsp; {escape(entry.title)}</p>")
    characters = codeset.seventh_characters(entry.code) if is_code else {}
    if is_code:
        said = tr("Billable") if entry.billable else tr("Not billable: it needs more characters")
        html.append(f"<p style='color:{c.muted}'>{escape(said)}</p>")
    if entry.inclusion_terms:
        html.append(headed(tr("Also called"), map(escape, entry.inclusion_terms)))
    if characters and not entry.billable:
        html.append(headed(tr("7th character"), (f"{k}: {escape(v)}" for k, v in characters.items())))
    below = codeset.children(entry.code)
    if below:
        rows = (f"{_link(code, code)} {escape(codeset.title(code))}" for code in below)
        html.append(headed(tr("Below"), rows))
    groups: dict[str, list[str]] = {}
    for note in codeset.notes(entry.code):
        where = "" if note.source == entry.code else f" ({note.source})"
        groups.setdefault(kind_words(note.kind) + where, []).append(_linked(note.text, codeset))
    html += [headed(heading, texts) for heading, texts in groups.items()]
    return "".join(html)


def _linked(text: str, codeset: CodeSet) -> str:
    """A note with the codes and blocks that it names as links."""

    def link(match: re.Match[str]) -> str:
        name = match[0]
        try:
            codeset.get(name)
        except CodeSetError:
            first = name.split("-")[0]
            return name if first not in codeset else _link(first, name)
        return _link(name, name)

    return _NAMED.sub(link, escape(text))


def _link(code: str, words: str) -> str:
    return f"<a style='color:{theme.colours().accent}' href='{escape(code)}'>{escape(words)}</a>"
