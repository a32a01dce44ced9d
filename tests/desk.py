"""The window as a reviewer sits at it: real widgets, real key presses, and answers for the questions it asks."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from fakes import FakeCoder, code_visit
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.paths import code_set, config_folder, resources_folder
from medcode_desktop.settings import load_settings
from medcode_desktop.ui import theme
from medcode_desktop.ui.dialogs import Answer, Dialogs, Kind
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.live_settings import LiveSettings
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.window import MainWindow
from medcode_desktop.ui.words import speak

VISIT = (resources_folder() / "samples" / "clinic-visit.txt").read_text(encoding="utf-8")
NO_MODIFIER, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Answers(Dialogs):
    """Answers questions as the test says, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: deque[Answer] = deque()
        self.opened: list[Path] = []
        self.saved: Path | None = None
        self.form = "csv"
        self.chosen: list[str] = []
        self.offered: list[Path] = []
        self.folder: Path | None = None
        self.results: Path | None = None

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        self.offered.append(folder)
        return self.opened

    def code_files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        return self.opened

    def folder_to_code(self, parent: QWidget, folder: Path) -> Path | None:
        self.offered.append(folder)
        return self.folder

    def results_to_write(self, parent: QWidget, suggested: Path) -> Path | None:
        self.offered.append(suggested)
        return self.results

    def may_remove(self, parent: QWidget, name: str) -> bool:
        self.asked.append(name)
        return True

    def file_to_save(
        self, parent: QWidget, suggested: Path, kinds: Mapping[str, Kind], chosen: str, title: str = ""
    ) -> tuple[Path, str] | None:
        self.offered.append(suggested)
        self.chosen.append(chosen)
        assert self.form in kinds
        return (self.saved, self.form) if self.saved else None

    def ask_about_unsaved(self, parent: QWidget, question: str, *, can_save: bool) -> Answer:
        self.asked.append(question)
        return self.answers.popleft()


class FakeOpenCoder(FakeCoder):
    """The fake coder with what the engine tells of itself."""

    def __init__(self) -> None:
        super().__init__(code_visit)
        self.info = SimpleNamespace(
            name="fake-encoder", model="fake-encoder", device="CPU", layers=6, layers_on_gpu=0, threads=2, context=512
        )


class Desk:
    """The window with what lies around it. Keys go to the widget that has the focus, as they do for people."""

    def __init__(self, qtbot: QtBot, parts: Parts, answers: Answers) -> None:
        self.qtbot, self.answers = qtbot, answers
        self.preferences, self.live = parts.preferences, parts.live
        self.window = MainWindow(parts)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.start()

    def until(self, happened: Callable[[], object], seconds: float = 5.0) -> None:
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=round(seconds * 1000))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.until_carried()

    def until_carried(self) -> None:
        """Wait until the documents that were asked for are on the desk, and what was exported is in its file."""
        self.until(lambda: not self.window.carrying.is_busy, 60)

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, words)

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def paste_note(self, text: str = VISIT) -> Encounter:
        """Paste a note into the empty area and wait for its codes."""
        self.press(Qt.Key.Key_N, CTRL)
        self.copy(text)
        self.press(Qt.Key.Key_V, CTRL)
        encounter = self.encounters[-1]
        self.until(lambda: encounter.review and not encounter.ticket)
        return encounter

    def drop(self, *things: Path | str, over: QWidget | None = None) -> bool:
        """Drop files, or a text, where the platform would deliver them; says whether the window wanted them."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(thing)) for thing in things if isinstance(thing, Path)])
        if isinstance(things[0], str):
            data = QMimeData()
            data.setText(things[0])
        target = over or self.window.note.view
        where = target.mapTo(self.window, target.rect().center())
        action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        platform = self.window.windowHandle()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Qt 6.12 wants a QPointF, which 6.11 refuses
            enter = QDragEnterEvent(where, action, data, left, NO_MODIFIER)
        QApplication.sendEvent(platform, enter)
        if enter.isAccepted():
            QApplication.sendEvent(platform, QDropEvent(QPointF(where), action, data, left, NO_MODIFIER))
            self.until_carried()
        return enter.isAccepted()

    @property
    def encounters(self) -> list[Encounter]:
        return self.window.work_list.model.encounters

    @property
    def shown_codes(self) -> list[str]:
        """The codes as they stand in the list, from top to bottom."""
        model = self.window.codes.model
        return [model.data(model.index(row, 0)).split()[0] for row in range(model.rowCount())]

    @property
    def current_code(self) -> str:
        index = self.window.codes.codes.currentIndex()
        return str(index.data()).split()[0] if index.isValid() else ""

    def go_to(self, code: str) -> None:
        """Select a code with the arrow keys."""
        self.press(Qt.Key.Key_3, ALT)
        self.press(Qt.Key.Key_Home)
        for _ in range(self.shown_codes.index(code)):
            self.press(Qt.Key.Key_Down)
        assert self.current_code == code

    @property
    def strong_texts(self) -> list[str]:
        """What is emphasised in the note: the evidence of the selected code."""
        strong = QColor(theme.colours().evidence_strong)
        marks = self.window.note.view.extraSelections()
        return [mark.cursor.selectedText() for mark in marks if mark.format.background().color() == strong]

    def statuses(self) -> dict[str, str]:
        review = self.window.decisions.encounter and self.window.decisions.encounter.review
        return {c.code: str(c.status) for c in review.codes} if review else {}


def preferences() -> QSettings:
    return QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)


@contextlib.contextmanager
def open_desk(
    qtbot: QtBot,
    open_coder: Callable[[], object] | None = None,
    *,
    newcomer: bool = False,
    language: str = "en",
    **parts: object,
) -> Iterator[Desk]:
    """A window with a fake coder, unless another is given; it is closed without questions at the end.

    A `newcomer` sees the welcome; others have seen it.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak(app, language)
    coder = FakeOpenCoder()
    answers = Answers()
    if not newcomer:
        preferences().setValue("welcomed", True)
    with CodeSet.open(code_set()) as codeset:
        everything = {
            "open_coder": open_coder or (lambda: coder),
            "codeset": codeset,
            "preferences": preferences(),
            "live": LiveSettings(replace(load_settings(), reviewer="R. Coder")),
            "dialogs": answers,
        } | parts
        desk = Desk(qtbot, Parts(**everything), answers)  # type: ignore[arg-type]
        desk.coder = coder
        try:
            yield desk
        finally:
            coder.gate.set()
            answers.answers.extend([Answer.DISCARD] * 3)
            desk.window.close()
            desk.window.deleteLater()
            QApplication.sendPostedEvents(desk.window, QEvent.Type.DeferredDelete.value)


def logged(records: list[logging.LogRecord]) -> str:
    return "\n".join(record.getMessage() for record in records)
