"""The whole job in the real window with the real built-in model: a note goes in, a reviewed CSV comes out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import ALT, CTRL, SHIFT, VISIT, Desk, open_desk
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medcode_desktop.core.review import Review
from medcode_desktop.services.assembly import OpenCoder, open_coder
from medcode_desktop.services.export.tables import read_csv
from medcode_desktop.settings import Settings
from medcode_desktop.ui.dialogs import Answer
from medcode_desktop.ui.encounter import State

Key = Qt.Key
PATIENCE_S = 60
NOTE = "🏥 Visit of the 1st 👩🏽‍⚕️\r\n" + VISIT.replace("\n", "\r\n")
"""A note whose characters count differently in Python, in Qt and on paper."""

SHORT = "Assessment: Type 2 diabetes mellitus with diabetic polyneuropathy."


def _open() -> OpenCoder:
    return open_coder(Settings(threads=2))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot, _open) as opened:
        yield opened


def review_of(desk: Desk, number: int = 0) -> Review:
    review = desk.encounters[number].review
    assert review is not None
    return review


def search(desk: Desk, key: Qt.Key, words: str) -> None:
    """Open the search with a key, type, and take the first code."""
    desk.press(key)
    desk.type(words)
    desk.press(Key.Key_Return)


def test_from_a_pasted_note_to_the_csv(desk: Desk, tmp_path: Path) -> None:
    desk.copy(NOTE)
    desk.press(Key.Key_V, CTRL)
    desk.until(lambda: desk.shown_codes, PATIENCE_S)
    assert "medcode-encoder" in desk.window.status.words
    assert "2 threads" in desk.window.status.words

    suggested = review_of(desk)
    assert suggested.codes[0].code.startswith("E11.")
    assert len(suggested.codes) >= 5
    for position, code in enumerate(suggested.codes):
        desk.go_to(code.code)
        assert desk.window.codes.position == position
        assert desk.strong_texts == [NOTE[e.span.start : e.span.end] for e in code.suggestion.evidence]
        assert code.suggestion.title in desk.window.codes.detail.plain_text()

    view = desk.window.note.view
    knee = view.document().find("osteoarthritis")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(knee).center() - QPoint(8, 0))
    assert desk.current_code == "M17.12"

    first, second, third = desk.shown_codes[:3]
    desk.go_to(second)
    desk.press(Key.Key_R)
    desk.go_to(first)
    alternative = review_of(desk).codes[0].suggestion.alternatives[0].code
    desk.press(Key.Key_1)
    desk.go_to(third)
    search(desk, Key.Key_S, "G40.909")
    view.setTextCursor(view.document().find("BMI 33.2"))
    search(desk, Key.Key_N, "Z68.33")
    desk.press(Key.Key_3, ALT)
    desk.press(Key.Key_Up, ALT)
    desk.press(Key.Key_A, CTRL | SHIFT)
    decided = review_of(desk)
    assert decided.decided == len(decided.codes)

    steps = 0
    while desk.window.commands["undo"].isEnabled():
        desk.press(Key.Key_Z, CTRL)
        steps += 1
    assert steps == 6
    assert review_of(desk) == suggested
    for _ in range(steps):
        desk.press(Key.Key_Z, CTRL | SHIFT)
    assert review_of(desk) == decided

    desk.answers.saved = tmp_path / "codes.csv"
    desk.press(Key.Key_S, CTRL)
    rows = read_csv(tmp_path / "codes.csv")
    assert [row["code"] for row in rows] == desk.shown_codes
    status = {row["code"]: row["status"] for row in rows}
    assert rows[0]["code"] == alternative
    assert status[alternative] == "replaced"
    assert status[second] == "rejected"
    assert status["G40.909"] == "replaced"
    assert status["Z68.33"] == "added"
    assert set(status.values()) == {"replaced", "rejected", "added", "accepted"}
    for row in rows:
        places = zip(row["evidence_start"], row["evidence_end"], strict=True)
        assert [NOTE[start:end] for start, end in places] == row["evidence_text"]
        assert row["decided_at"] is not None
    assert [row["evidence_text"] for row in rows if row["code"] == "Z68.33"] == [["BMI 33.2"]]
    assert desk.window.close()
    assert not desk.answers.asked


def test_dropped_notes_are_coded_and_closing_asks_about_decisions(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_text(NOTE, encoding="utf-16")
    (tmp_path / "short.txt").write_text(SHORT, encoding="utf-8")
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.7\n")
    desk.drop(tmp_path)
    assert "scan.txt" in desk.window.messages.text
    desk.until(lambda: all(e.review for e in desk.encounters), PATIENCE_S)
    assert [e.title for e in desk.encounters] == ["short", "visit"]
    assert "E11.42" in [c.code for c in review_of(desk).codes]
    desk.press(Key.Key_3, ALT)
    desk.press(Key.Key_A)
    desk.answers.answers.append(Answer.CANCEL)
    assert not desk.window.close()
    assert "1 note" in desk.answers.asked[0]
    assert desk.window.isVisible()


def test_cancelling_stops_the_model_at_once_and_it_goes_on_with_the_next(desk: Desk) -> None:
    desk.copy(VISIT * 150)
    desk.press(Key.Key_V, CTRL)
    desk.until(lambda: desk.encounters[0].progress and desk.encounters[0].progress.done > 0, PATIENCE_S)
    began = time.monotonic()
    desk.press(Key.Key_Escape)
    assert desk.encounters[0].state is State.DRAFT
    desk.copy(SHORT)
    desk.press(Key.Key_V, CTRL | SHIFT)
    desk.until(lambda: "E11.42" in desk.shown_codes, PATIENCE_S)
    assert time.monotonic() - began < 10
    assert desk.encounters[0].review is None


def test_closing_while_the_model_loads_or_codes_is_quick(desk: Desk) -> None:
    desk.copy(VISIT * 150)
    desk.press(Key.Key_V, CTRL)
    began = time.monotonic()
    assert desk.window.close()
    assert time.monotonic() - began < 5


def test_a_newcomer_sees_a_coded_note_within_a_minute(qtbot: QtBot) -> None:
    began = time.monotonic()
    with open_desk(qtbot, _open, newcomer=True) as desk:
        desk.press(Key.Key_Tab)
        desk.press(Key.Key_Space)
        desk.until(lambda: desk.shown_codes, PATIENCE_S)
        assert time.monotonic() - began < 60
        assert "E11.22" in desk.shown_codes
        desk.press(Key.Key_A, SHIFT)
        sure = [c for c in review_of(desk).codes if c.suggestion.confidence >= desk.live.current.accept_above]
        assert sure
        assert review_of(desk).decided == len(sure)
