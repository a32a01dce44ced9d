"""What an import changed: the codes that are new, revised and deleted, with what took the place of the last."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.services.code_import import Imported
from medcode_desktop.ui.words import tr

_MOST_LISTED = 5000


class CodeChanges(QWidget):
    """Counts with the lists; `words` are the counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._heading.setWordWrap(True)
        self.tabs = QTabWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._heading)
        layout.addWidget(self.tabs)

    def show_changes(self, done: Imported) -> None:
        """Show how an import differs from what was there; hidden when nothing was."""
        self.setVisible(bool(done.before))
        self._heading.setText(tr("Compared with {before}", before=done.before))
        self.tabs.clear()
        found = done.changes
        self._add(tr("{count:,} new", count=len(found.new)), found.new, {})
        self._add(tr("{count:,} revised", count=len(found.revised)), found.revised, {})
        self._add(tr("{count:,} deleted", count=len(found.deleted)), found.deleted, _successors(done))

    @property
    def words(self) -> list[str]:
        return [self.tabs.tabText(i) for i in range(self.tabs.count())]

    def _add(self, heading: str, codes: Mapping[str, str], successors: Mapping[str, tuple[str, ...]]) -> None:
        lines = []
        for code, title in list(codes.items())[:_MOST_LISTED]:
            instead = f"   →  {', '.join(successors[code])}" if successors.get(code) else ""
            lines.append(f"{code:<9} {title}{instead}")
        if len(codes) > _MOST_LISTED:
            lines.append(tr("and {count:,} more", count=len(codes) - _MOST_LISTED))
        page = QPlainTextEdit("\n".join(lines))
        page.setReadOnly(True)
        page.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        page.setPlaceholderText(tr("None"))
        page.setAccessibleName(heading)
        self.tabs.addTab(page, heading)


def _successors(done: Imported) -> dict[str, tuple[str, ...]]:
    """What took the place of each deleted code, by the conversion table; {} for other systems."""
    if not done.file.stem.startswith("icd10cm") or len(done.changes.deleted) > _MOST_LISTED:
        return {}
    with CodeSet.open(done.file) as codes:
        return {code: codes.successors(code) for code in done.changes.deleted}
