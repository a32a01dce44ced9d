"""A newcomer's first minute: the welcome checks the computer and leads to a coded sample, once."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from desk import CTRL, Desk, FakeOpenCoder, open_desk, preferences
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from medcode_desktop.errors import ModelError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services import hardware
from medcode_desktop.services.documents import read_document
from medcode_desktop.ui.welcome import Welcome, samples

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot, newcomer=True) as opened:
        yield opened


def welcome(desk: Desk) -> Welcome:
    shown = desk.window.workbench.welcome
    assert shown is not None
    return shown


def test_it_tells_what_the_computer_has_and_what_the_model_runs_on(desk: Desk) -> None:
    assert welcome(desk).isVisible()
    desk.until(lambda: "runs on" in welcome(desk).model.words)
    assert welcome(desk).model.words.startswith("The model fake-encoder runs on the processor, 2 threads.")
    found = hardware.find_hardware()
    assert found.processor in welcome(desk).machine.words
    assert f"{found.memory / 2**30:.0f} GiB memory" in welcome(desk).machine.words
    assert "never leave this computer" in welcome(desk).offline.words


def test_two_keys_lead_to_a_coded_sample(desk: Desk) -> None:
    """Tab and Space; a newcomer with a mouse needs one click."""
    desk.press(Key.Key_Tab)
    assert desk.window.focusWidget() is welcome(desk).samples["clinic-visit"]
    desk.press(Key.Key_Space)
    desk.until(lambda: desk.shown_codes)
    assert desk.shown_codes[0] == "E11.22"
    assert desk.encounters[0].title == "Sample: Clinic visit"


def test_it_is_shown_once_and_again_from_the_help(desk: Desk, qtbot: QtBot) -> None:
    welcome(desk).leave_button.setFocus()
    desk.press(Key.Key_Space)
    assert desk.window.workbench.welcome is None
    assert desk.window.note.view.hasFocus()
    assert desk.window.note.empty.isVisible()
    with open_desk(qtbot, newcomer=True) as again:
        assert again.window.workbench.welcome is None
        again.paste_note()
        again.window.commands["welcome"].trigger()
        assert welcome(again).isVisible()
        assert again.window.focusWidget() is welcome(again).samples["clinic-visit"]


def test_a_note_can_be_pasted_over_it(desk: Desk) -> None:
    desk.copy("Hypertension, above goal")
    desk.press(Key.Key_V, CTRL)
    desk.until(lambda: desk.shown_codes == ["I10"])
    assert desk.window.workbench.welcome is None
    assert preferences().value("welcomed")


def test_a_note_can_be_typed_over_it(desk: Desk) -> None:
    desk.type("Hypertension, above goal")
    assert not welcome(desk).isVisible()
    desk.press(Key.Key_Return, CTRL)
    desk.until(lambda: desk.shown_codes == ["I10"])


def test_a_graphics_processor_that_is_not_used_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "_graphics", lambda: iter(["NVIDIA H100"]))
    with open_desk(qtbot, newcomer=True) as desk:
        desk.until(lambda: "runs on" in welcome(desk).model.words)
        assert "NVIDIA H100 is not used, and not needed" in welcome(desk).model.words


def test_one_that_is_used_is_named(qtbot: QtBot) -> None:
    coder = FakeOpenCoder()
    coder.info = SimpleNamespace(**{**vars(coder.info), "device": "NVIDIA H100", "layers_on_gpu": 6})
    with open_desk(qtbot, lambda: coder, newcomer=True) as desk:
        desk.until(lambda: "runs on" in welcome(desk).model.words)
        assert welcome(desk).model.words == "The model fake-encoder runs on NVIDIA H100."


def test_a_model_that_cannot_be_loaded_is_told(qtbot: QtBot) -> None:
    def fail() -> object:
        raise ModelError("The model file is missing.", "Install it again.")

    with open_desk(qtbot, fail, newcomer=True) as desk:
        desk.until(lambda: "missing" in welcome(desk).model.words)


def test_the_samples_ship_and_are_no_patients() -> None:
    shipped = {file.stem for file in (resources_folder() / "samples").glob("*.txt")}
    assert shipped == set(samples())
    for name in shipped:
        assert len(read_document(resources_folder() / "samples" / f"{name}.txt").text) > 300
