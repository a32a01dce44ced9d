"""The real program with its real window and model, worked by a script: `python hands.py ACT`, told by the environment.

What is done it tells in lines of JSON on standard output; then the window stays until the process is killed.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from medcode_desktop import __main__
from medcode_desktop.core.review import Review
from medcode_desktop.ui.dialogs import Dialogs
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.pages import Form, SecretShown
from medcode_desktop.ui.window import MainWindow

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PASSPHRASE = "seven wet otters sing"
_PATIENCE_S = 90.0


def tell(**values: object) -> None:
    """A line for who started the program, at once."""
    os.write(1, json.dumps(values).encode() + b"\n")


def statuses(review: Review) -> list[str]:
    return [f"{code.code} {code.status}" for code in review.codes]


class Hands:
    """Keys go to the widget that has the focus, as they do for people."""

    def __init__(self) -> None:
        (self.window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def until(self, happened: Callable[[], object]) -> None:
        began = time.monotonic()
        while not happened():
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if time.monotonic() - began > _PATIENCE_S:
                raise TimeoutError
            time.sleep(0.002)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def do(self, command: str) -> None:
        self.window.commands[command].trigger()
        QApplication.processEvents()
        self.until_carried()

    def until_carried(self) -> None:
        """Wait until the documents that were asked for are on the desk, and what was exported is in its file."""
        self.until(lambda: not self.window.carrying.is_busy)

    def fill(self, *values: str) -> None:
        """Type into the last fields of the page, and press Enter."""
        page = self.window.access.page
        assert isinstance(page, Form)
        fields = [f for f in page.fields if isinstance(f, QLineEdit)]
        for field, value in zip(fields[-len(values) :], values, strict=True):
            field.setFocus()
            field.clear()
            QTest.keyClicks(field, value)
        self.press(Key.Key_Return)

    def unlock(self) -> None:
        self.fill(PASSPHRASE)
        assert self.window.access.page is None

    def create_workspace(self) -> None:
        self.do("workspace")
        self.fill("Ada", PASSPHRASE, PASSPHRASE)
        page = self.window.access.page
        assert isinstance(page, SecretShown)
        page.button.click()

    @property
    def encounters(self) -> list[Encounter]:
        return self.window.work_list.model.encounters

    def until_coded(self, encounter: Encounter) -> None:
        self.until(lambda: encounter.review is not None and not encounter.ticket)

    def paste(self, text: str) -> Encounter:
        """Paste a note into the empty area, and wait for its codes."""
        self.press(Key.Key_N, CTRL)
        QGuiApplication.clipboard().setText(text)
        self.press(Key.Key_V, CTRL)
        encounter = self.encounters[-1]
        self.until_coded(encounter)
        return encounter


def _save_where_told(path: Path) -> None:
    """Answer the dialog for the file of an export; by its ending the form."""
    Dialogs.file_to_save = lambda *_: (path, path.suffix[1:])  # type: ignore[method-assign]


def code(hands: Hands) -> None:
    """Make a workspace, code the notes of the folder NOTES, decide, and export to OUT; TYPED is left in the pane."""
    hands.create_workspace()
    hands.window.open_files([Path(os.environ["NOTES"])])
    hands.until_carried()
    for encounter in hands.encounters:
        hands.until_coded(encounter)
        hands.window.work_list.select(encounter)
        hands.press(Key.Key_3, ALT)
        hands.press(Key.Key_A)
        hands.press(Key.Key_R)
    hands.do("browse")
    hands.window.activateWindow()
    hands.do("find")
    QTest.keyClicks(hands.window.note.find_bar.field, os.environ["TYPED"])
    for path in os.environ["OUT"].split(os.pathsep):
        _save_where_told(Path(path))
        hands.do("export_all")
    hands.press(Key.Key_N, CTRL)
    QTest.keyClicks(hands.window.note.view, os.environ["TYPED"])
    hands.until(lambda: hands.window.safe.workspace.notes()[-1].has_draft)
    hands.window.looks.save()
    assert not hands.window.safe.at_risk(hands.encounters)
    tell(notes=len(hands.encounters), decided=sum(e.decided[0] for e in hands.encounters))
    wait(hands)


def delete(hands: Hands) -> None:
    """Unlock it again, and delete the note named DELETED."""
    hands.unlock()
    found = {e.title: str(e.state) for e in hands.encounters}
    (encounter,) = [e for e in hands.encounters if e.title == os.environ["DELETED"]]
    hands.window.work_list.select(encounter)
    hands.do("delete")
    hands.window.access.question.yes.click()
    hands.until(lambda: encounter not in hands.encounters)
    tell(found=found, left=len(hands.window.safe.workspace.notes()))
    wait(hands)


def decide(hands: Hands) -> None:
    """Unlock it, and decide about its first note without end; each decision that is shown as saved is told."""
    hands.unlock()
    hands.window.work_list.select(hands.encounters[0])
    hands.press(Key.Key_3, ALT)
    chance = random.Random()
    while True:
        row = chance.randrange(len(hands.encounters[0].review.codes))  # type: ignore[union-attr]
        hands.window.codes.select(row)
        key, modifier = chance.choice(
            [(Key.Key_A, None), (Key.Key_R, None), (Key.Key_U, None), (Key.Key_1, None), (Key.Key_Z, CTRL)]
        )
        hands.press(key, modifier or Qt.KeyboardModifier.NoModifier)
        history = hands.encounters[0].history
        assert history is not None
        if hands.window.status.kept.startswith("saved"):
            tell(step=len(history.past), statuses=statuses(history.present))


def work(hands: Hands) -> None:
    """Code, review, export and close a note again and again, each PACE seconds, until the process is killed."""
    hands.create_workspace()
    _save_where_told(Path(os.environ["OUT"]))
    texts = [file.read_text(encoding="utf-8") for file in sorted(Path(os.environ["NOTES"]).glob("*.txt"))]
    pace = float(os.environ["PACE"])
    for number, text in enumerate(cycle(texts), 1):
        began = time.monotonic()
        encounter = hands.paste(text)
        hands.press(Key.Key_3, ALT)
        for row in range(encounter.decided[1]):
            hands.press(Key.Key_R if row % 4 == 3 else Key.Key_A)
        hands.press(Key.Key_Z, CTRL)
        hands.do("accept_all")
        hands.do("export")
        hands.do("close")
        hands.until(lambda shown=encounter: shown not in hands.encounters)
        tell(notes=number)
        hands.rest(pace - (time.monotonic() - began))


def wait(hands: Hands) -> None:
    hands.rest(_PATIENCE_S)


def _run(_app: object = None) -> int:
    {"code": code, "delete": delete, "decide": decide, "work": work}[act](Hands())
    return 0


if __name__ == "__main__":
    act = sys.argv[1]
    sys.argv[1:] = []
    QApplication.exec = _run  # type: ignore[method-assign]
    sys.exit(__main__.main())
