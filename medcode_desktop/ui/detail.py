"""What is known about the selected code: evidence, confidence, alternatives, and its notes in the code set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from medcode_desktop.core.catalogue import CodeTable
from medcode_desktop.core.codeset import NoteKind
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.review import ReviewedCode
from medcode_desktop.core.types import Candidate, Span
from medcode_desktop.ui import theme
from medcode_desktop.ui.actions import with_key
from medcode_desktop.ui.code_list import confidence_words, status_words
from medcode_desktop.ui.links import link, linked, target_of
from medcode_desktop.ui.words import assertion_words, tr

_OTHER_NAMES = 8
_OWN_NOTES = 8
_INHERITED_NOTES = 4
_FACT_LINES = 9
"""Evidence beyond that many lines is scrolled, so that the alternatives stay in sight."""


class AlternativesList(QListWidget):
    """Codes to take instead; Enter or a double click takes the current one."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Alternatives"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda item: self.taken.emit(self.row(item)))

    def show_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        self.clear()
        for number, candidate in enumerate(candidates[:9], start=1):
            item = QListWidgetItem(f"{number}   {candidate.code}   {_share(candidate)}{candidate.title}")
            how = with_key(tr("Replace the code by {code}", code=candidate.code), f"alternative_{number}")
            item.setToolTip(f"{candidate.title}\n{how}")
            self.addItem(item)
        rows = min(self.count(), 5)
        self.setVisible(rows > 0)
        self.setFixedHeight(rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 2 if rows else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
            return
        super().keyPressEvent(event)


class DetailPane(QWidget):
    """The selected code in full. Evidence is a link: `evidence_chosen` brings it into sight in the note.

    So are the codes in the notes: `code_wanted` gives one of ICD-10-CM, or a block.
    """

    alternative_chosen = Signal(int)
    evidence_chosen = Signal(Span)
    code_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code: ReviewedCode | None = None
        self._table: CodeTable | None = None
        self.setObjectName("page")
        self._facts = self._browser(tr("Selected code"))
        self.alternatives = AlternativesList()
        self.alternatives.taken.connect(self.alternative_chosen)
        self._instead = QLabel(tr("Instead"))
        self._instead.setObjectName("heading")
        self._instead.setContentsMargins(4, 4, 0, 0)
        self._notes = self._browser(tr("Notes of the code set"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 4, 6)
        layout.setSpacing(2)
        layout.addWidget(self._facts)
        layout.addWidget(self._instead)
        layout.addWidget(self.alternatives)
        layout.addWidget(self._notes)
        layout.addStretch(1)
        self.show_code(None, None)

    def show_code(self, code: ReviewedCode | None, table: CodeTable | None) -> None:
        """Show a code with what its table says of it, if that is there."""
        self._code, self._table = code, table
        alternatives = code.suggestion.alternatives if code else ()
        self.alternatives.show_candidates(alternatives)
        self._instead.setVisible(bool(alternatives))
        self._facts.setHtml(_facts(code) if code else "")
        self._notes.setHtml(_notes(code.code, table) if code and table and code.code in table else "")
        self._notes.setPlaceholderText("" if code else tr("Select a code to see why it was suggested."))
        self._fit()

    def refresh_colours(self) -> None:
        self.show_code(self._code, self._table)

    def plain_text(self) -> str:
        """All that is shown, for a test or a screen reader."""
        return f"{self._facts.toPlainText()}\n{self._notes.toPlainText()}"

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Give the texts the height they need; what is around this pane scrolls."""
        most = self.fontMetrics().height() * _FACT_LINES
        self._facts.setFixedHeight(min(self._height(self._facts), most) if self._code else 0)
        self._notes.setFixedHeight(self._height(self._notes) if self._code else 60)

    def _height(self, browser: QTextBrowser) -> int:
        document = browser.document()
        document.setTextWidth(max(80, self.width() - 12))
        return round(document.size().height()) + 2

    def _browser(self, name: str) -> QTextBrowser:
        browser = QTextBrowser()
        browser.setAccessibleName(name)
        browser.setOpenLinks(False)
        browser.setTabChangesFocus(True)
        browser.document().setDocumentMargin(4)
        browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        browser.anchorClicked.connect(self._follow)
        return browser

    def _follow(self, link: QUrl) -> None:
        if not link.hasFragment():
            self.code_wanted.emit(target_of(link))
        elif self._code is not None:
            self.evidence_chosen.emit(self._code.suggestion.evidence[int(link.fragment())].span)


def _share(candidate: Candidate) -> str:
    """The confidence of an alternative; a code that a person looked up has none."""
    if candidate.confidence <= 0:
        return ""
    return tr("below 1%   ") if candidate.confidence < 0.005 else f"{candidate.confidence:.0%}   "


def _facts(code: ReviewedCode) -> str:
    c = theme.colours()
    s = code.suggestion
    words = " · ".join((status_words(code), confidence_words(code), assertion_words(s.assertion)))
    lines = [f"<p style='margin:0'><b>{escape(s.code)}</b>&nbsp; {escape(s.title)}</p>"]
    lines.append(f"<p style='margin:2px 0;color:{c.muted}'>{escape(words)}</p>")
    quotes = [
        f"<a style='color:{c.accent}' href='#{i}'>{escape(' '.join(evidence.text.split()))}</a>"
        for i, evidence in enumerate(s.evidence)
    ]
    if quotes:
        lines.append(f"<p style='margin:4px 0 0 0'>“{'”, “'.join(quotes)}”</p>")
    return "".join(lines)


def _notes(code: str, table: CodeTable) -> str:
    """The notes that hold for a code: its own, then the nearest of what is above it."""
    html = [also_called(table.get(code).inclusion_terms[:_OTHER_NAMES])]
    if isinstance(table, CodeSystem):
        targets = table.maps_to(code)
        return "".join([*html, headed(tr("In ICD-10-CM"), (link(t, t) for t in targets)) if targets else ""])
    notes = table.notes(code)
    own = [n for n in notes if n.source == code][:_OWN_NOTES]
    above = [n for n in notes if n.source != code][: _INHERITED_NOTES if own else _OWN_NOTES]
    for (kind, source), group in groupby((*own, *above), key=lambda n: (n.kind, n.source)):
        where = "" if source == code else f" ({source})"
        html.append(headed(kind_words(kind) + where, (linked(note.text, table) for note in group)))
    return "".join(html)


def also_called(names: Sequence[str]) -> str:
    """Other names of a code, "" when there are none."""
    return headed(tr("Also called"), map(escape, names)) if names else ""


def _heading(text: str) -> str:
    return f"<p style='margin:8px 0 1px 0;color:{theme.colours().muted}'><b>{escape(text)}</b></p>"


def headed(heading: str, texts: Iterable[str]) -> str:
    """A heading with lines below it, as HTML; the lines are HTML already."""
    return _heading(heading) + "".join(f"<p style='margin:0 0 1px 8px'>{text}</p>" for text in texts)


def kind_words(kind: NoteKind) -> str:
    """What a kind of note asks for, in words."""
    return {
        NoteKind.INCLUDES: tr("Includes"),
        NoteKind.EXCLUDES1: tr("Excludes1: never together"),
        NoteKind.EXCLUDES2: tr("Excludes2: not included here"),
        NoteKind.CODE_FIRST: tr("Code first"),
        NoteKind.USE_ADDITIONAL: tr("Use additional code"),
        NoteKind.CODE_ALSO: tr("Code also"),
        NoteKind.SEVENTH_CHARACTER: tr("7th character"),
        NoteKind.NOTE: tr("Note"),
    }[kind]
