"""The program with its window: up before the model is loaded, its dialogs, and what it says when it cannot start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from medcode_desktop.ui.dialogs import Answer, Dialogs
from medcode_desktop.ui.saving import kinds

STARTED = """
import json, sys, time
began = time.perf_counter()
from medcode_desktop.ui import app

def run(self=None):
    (window,) = [w for w in app.QApplication.topLevelWidgets() if isinstance(w, app.MainWindow)]
    window.grab()
    seconds = time.perf_counter() - began
    heavy = sorted({"llama_cpp", "medcode_desktop.engine", "medcode_desktop.services.assembly"} & set(sys.modules))
    words = window.status.words
    while "loading" in window.status.words and time.perf_counter() - began < 60:
        app.QApplication.processEvents()
    after = window.status.words
    window.close()
    print(json.dumps({"seconds": seconds, "heavy": heavy, "before": words, "after": after,
                      "visible": window.isVisible(), "message": window.messages.text}))
    return 0

app.QApplication.exec = run
sys.exit(app.main([]))
"""
START_LIMIT_S = 2.0


def start(**environment: str) -> dict[str, object]:
    """Run the program until its model is loaded, in a process of its own."""
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env=os.environ | environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_window_is_up_before_the_model_and_tells_then_what_runs() -> None:
    told = start(LANGUAGE="en", LANG="C.UTF-8")
    assert told["seconds"] < START_LIMIT_S  # type: ignore[operator]
    assert told["heavy"] == []
    assert told["before"] == "loading the model…"
    assert str(told["after"]).startswith("medcode-encoder")
    assert "CPU  ·  " in str(told["after"]) or " layers  ·  " in str(told["after"])
    assert not told["message"]


def test_damaged_settings_are_told_in_the_window(user_home: Path) -> None:
    (user_home / "config").mkdir()
    (user_home / "config" / "settings.toml").write_text("threads = -1\n", encoding="utf-8")
    assert "'threads' must be between" in str(start()["message"])


def test_the_window_speaks_the_language_of_the_settings(user_home: Path) -> None:
    (user_home / "config").mkdir()
    (user_home / "config" / "settings.toml").write_text('language = "es"\n', encoding="utf-8")
    assert start()["before"] == "cargando el modelo…"


def test_the_qt_binding_gives_back_what_it_takes(qtbot: QtBot) -> None:
    """PySide6 6.12.0 takes a reference to None with each call on Python 3.11, until the program is torn down."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) < 100


def visible(kind: type[QDialog]) -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def soon(kind: type[QDialog], act: Callable[[Any], object]) -> None:
    """Do something with the dialog that is about to open. It never stays open, or the test would hang."""

    def step() -> None:
        for dialog in visible(kind):
            try:
                act(dialog)
            finally:
                if dialog.isVisible():
                    dialog.reject()

    QTimer.singleShot(50, step)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


class TestDialogs:
    @pytest.mark.parametrize(
        ("button", "answer"), [("Discard", Answer.DISCARD), ("Cancel", Answer.CANCEL), ("Export…", Answer.SAVE)]
    )
    def test_the_question_about_unsaved_work(self, parent: QWidget, button: str, answer: Answer) -> None:
        seen: list[str] = []

        def click(box: QMessageBox) -> None:
            seen.append(box.text())
            next(b for b in box.buttons() if b.text() == button).click()

        soon(QMessageBox, click)
        assert Dialogs().ask_about_unsaved(parent, "Not exported.", can_save=True) is answer
        assert seen == ["Not exported."]

    def test_escape_keeps_everything_and_nothing_to_export_offers_no_export(self, parent: QWidget) -> None:
        words: set[str] = set()
        soon(QMessageBox, lambda box: words.update(b.text() for b in box.buttons()))
        assert Dialogs().ask_about_unsaved(parent, "Not coded.", can_save=False) is Answer.CANCEL
        assert words == {"Discard", "Cancel"}

    def test_the_file_to_export_ends_in_csv(self, parent: QWidget, tmp_path: Path) -> None:
        def choose(dialog: QFileDialog) -> None:
            dialog.findChild(QLineEdit).setText("new")
            dialog.accept()

        soon(QFileDialog, choose)
        assert Dialogs().file_to_save(parent, tmp_path / "visit", kinds(), "csv") == (tmp_path / "new.csv", "csv")

    @pytest.mark.parametrize(
        ("form", "typed", "saved"),
        [
            ("xlsx", "", ("visit.0412.xlsx", "xlsx")),
            ("csv-wide", "", ("visit.0412.csv", "csv-wide")),
            ("pdf", "new", ("new.pdf", "pdf")),
            ("fhir", "mine.hl7", ("mine.hl7", "hl7")),
            ("fhir", "mine.json", ("mine.json", "fhir")),
            ("csv", "mine.JSONL", ("mine.JSONL", "jsonl")),
            ("csv", "mine.other", ("mine.other", "csv")),
        ],
    )
    def test_the_kind_that_is_chosen_gives_the_ending_and_an_ending_that_is_typed_the_kind(
        self, parent: QWidget, tmp_path: Path, form: str, typed: str, saved: tuple[str, str]
    ) -> None:
        def choose(dialog: QFileDialog) -> None:
            box = next(b for b in dialog.findChildren(QComboBox) if b.objectName() == "fileTypeCombo")
            title = kinds()[form].title
            place = next(n for n in range(box.count()) if box.itemText(n).startswith(f"{title} ("))
            box.setCurrentIndex(place)
            box.textActivated.emit(box.itemText(place))
            if typed:
                dialog.findChild(QLineEdit).setText(typed)
            dialog.accept()

        soon(QFileDialog, choose)
        answer = Dialogs().file_to_save(parent, tmp_path / "visit.0412", kinds(), "csv")
        assert answer == (tmp_path / saved[0], saved[1])

    def test_the_last_kind_is_offered_first(self, parent: QWidget, tmp_path: Path) -> None:
        soon(QFileDialog, lambda dialog: dialog.accept())
        assert Dialogs().file_to_save(parent, tmp_path / "v", kinds(), "hl7") == (tmp_path / "v.hl7", "hl7")

    def test_replacing_a_file_is_asked_about(self, parent: QWidget, tmp_path: Path) -> None:
        (tmp_path / "old.csv").touch()
        asked: list[str] = []

        def choose(dialog: QFileDialog) -> None:
            dialog.findChild(QLineEdit).setText("old")
            soon(QMessageBox, lambda box: asked.append(box.text()))
            dialog.accept()

        soon(QFileDialog, choose)
        assert Dialogs().file_to_save(parent, tmp_path / "visit", kinds(), "csv") is None
        assert "old.csv" in asked[0]

    def test_notes_are_chosen_in_the_last_folder(self, parent: QWidget, tmp_path: Path) -> None:
        (tmp_path / "a.txt").touch()
        folders: list[str] = []

        def choose(dialog: QFileDialog) -> None:
            folders.append(dialog.directory().absolutePath())
            dialog.findChild(QLineEdit).setText("a.txt")
            dialog.accept()

        soon(QFileDialog, choose)
        assert Dialogs().files_to_open(parent, tmp_path) == [tmp_path / "a.txt"]
        assert folders == [str(tmp_path)]
