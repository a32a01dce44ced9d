"""The coding thread: one note after the other, cancelling, failing, and ending at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from desk import FakeOpenCoder
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import CodingOptions, Note
from medcode_desktop.errors import Cancelled, EngineError, ModelError
from medcode_desktop.ui.background import CodingThread

OPTIONS = CodingOptions()


class Watched:
    """A coding thread with what it told."""

    def __init__(self, open_coder: Callable[[], object]) -> None:
        self.thread = CodingThread(open_coder)  # type: ignore[arg-type]
        self.told: list[tuple[str, object]] = []
        self.thread.opened.connect(lambda info: self.told.append(("opened", info.model)))
        self.thread.failed_to_open.connect(lambda error: self.told.append(("no coder", str(error))))
        self.thread.progressed.connect(lambda ticket, _progress: self.told.append(("progress", ticket)))
        self.thread.finished_note.connect(lambda ticket, _coding: self.told.append(("done", ticket)))
        self.thread.failed_note.connect(lambda ticket, error: self.told.append(("failed", str(error))))

    def code(self, name: str) -> int:
        return self.thread.code(Note(name, "Hypertension, above goal"), OPTIONS)


@pytest.fixture
def coder() -> FakeOpenCoder:
    return FakeOpenCoder()


@pytest.fixture
def watched(qtbot: QtBot, coder: FakeOpenCoder) -> Iterator[Watched]:
    made = Watched(lambda: coder)
    made.thread.start()
    yield made
    made.thread.stop()


def test_notes_are_coded_in_turn_and_told_in_order(qtbot: QtBot, watched: Watched) -> None:
    tickets = [watched.code("a"), watched.code("b")]
    qtbot.waitUntil(lambda: ("done", tickets[1]) in watched.told)
    steps = [entry for entry in watched.told if entry[0] != "opened"]
    assert steps == [(what, t) for t in tickets for what in ("progress", "progress", "progress", "done")]
    assert watched.told[0] == ("opened", "fake-encoder")


def test_it_lets_the_coder_go_until_the_next_note(qtbot: QtBot, watched: Watched, coder: FakeOpenCoder) -> None:
    """So that code tables can be replaced, which the coder holds open."""
    first = watched.code("a")
    watched.thread.let_go()
    qtbot.waitUntil(lambda: ("done", first) in watched.told and coder.closed)
    second = watched.code("b")
    qtbot.waitUntil(lambda: ("done", second) in watched.told)
    assert [what for what, _ in watched.told].count("opened") == 2


def test_after_cancel_nothing_more_is_told(qtbot: QtBot, watched: Watched, coder: FakeOpenCoder) -> None:
    coder.gate.clear()
    first, second = watched.code("a"), watched.code("b")
    qtbot.waitUntil(lambda: ("progress", first) in watched.told)
    watched.thread.cancel(first)
    coder.gate.set()
    qtbot.waitUntil(lambda: ("done", second) in watched.told)
    assert ("done", first) not in watched.told
    assert not any(what == "failed" for what, _ in watched.told)


def test_cancelling_in_any_moment_leaves_the_others_alone(qtbot: QtBot, watched: Watched) -> None:
    kept = []
    for number in range(60):
        cancelled, wanted = watched.code("x"), watched.code("y")
        kept.append(wanted)
        time.sleep(number % 7 / 3000)
        watched.thread.cancel(cancelled)
    qtbot.waitUntil(lambda: ("done", kept[-1]) in watched.told)
    assert [ticket for ticket in kept if ("done", ticket) not in watched.told] == []


def test_an_error_for_people_is_told_as_it_is(qtbot: QtBot, watched: Watched, coder: FakeOpenCoder) -> None:
    coder.failure = EngineError("The engine stopped.", "Try again.")
    watched.code("a")
    qtbot.waitUntil(lambda: ("failed", "The engine stopped. Try again.") in watched.told)


def test_of_another_error_only_the_kind_is_told(
    qtbot: QtBot, watched: Watched, coder: FakeOpenCoder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    coder.failure = KeyError("Quillfeather")
    watched.code("a")
    qtbot.waitUntil(lambda: any(what == "failed" for what, _ in watched.told))
    assert "KeyError" in caplog.text
    assert "Quillfeather" not in caplog.text + str(watched.told)


def test_a_coder_that_cannot_be_opened_is_tried_with_each_note(qtbot: QtBot, coder: FakeOpenCoder) -> None:
    tries = []

    def open_coder() -> FakeOpenCoder:
        tries.append(1)
        if len(tries) < 3:
            raise ModelError("The model is damaged.")
        return coder

    watched = Watched(open_coder)
    watched.thread.start()
    watched.code("a")
    second = watched.code("b")
    qtbot.waitUntil(lambda: ("done", second) in watched.told)
    watched.thread.stop()
    told = [entry for entry in watched.told if entry[0] != "progress"]
    assert told == [
        ("no coder", "The model is damaged."),
        ("failed", "The model is damaged."),
        ("opened", "fake-encoder"),
        ("done", second),
    ]


class SlowToLoad(FakeOpenCoder):
    """Its engine takes a minute to start, and can be cancelled meanwhile."""

    loading = True

    def __getattribute__(self, name: str) -> object:
        if name == "info":
            for _ in range(6000):
                time.sleep(0.01)
                if self._cancelled.is_set():
                    raise Cancelled
        return super().__getattribute__(name)


def test_stopping_does_not_wait_for_the_model_to_load(qtbot: QtBot) -> None:
    coder = object.__new__(SlowToLoad)
    coder.__dict__.update(FakeOpenCoder().__dict__)
    opened = threading.Event()

    def open_coder() -> FakeOpenCoder:
        opened.set()
        return coder

    watched = Watched(open_coder)
    watched.thread.start()
    watched.code("a")
    assert opened.wait(5)
    began = time.monotonic()
    watched.thread.stop()
    assert time.monotonic() - began < 1
    assert coder.closed
    assert watched.told == []


def test_stopping_what_never_started_is_no_trouble(qtbot: QtBot, coder: FakeOpenCoder) -> None:
    watched = Watched(lambda: coder)
    watched.code("a")
    watched.thread.stop()
    assert not coder.notes
