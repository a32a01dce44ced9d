"""Imported code tables are made ready for notes right after the import: on the command line, and beside the work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from desk import CTRL, SHIFT, Desk, open_desk
from fakes import FakeEncoder, result_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from medcode_desktop.cli import main
from medcode_desktop.core.types import CodingOptions, FloatArray, Note, Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.paths import models_folder, user_codes_folder
from medcode_desktop.services.assembly import load_heads, open_coder
from medcode_desktop.services.candidates import AT_ONCE, name_vectors
from medcode_desktop.services.code_import import remove
from medcode_desktop.services.preparing import prepare_candidates
from medcode_desktop.services.system_import import Table, system_file, write_system
from medcode_desktop.settings import Settings
from medcode_desktop.ui.code_sets import CodeSetsDialog
from medcode_desktop.ui.preparing import Preparation

NOTE = Note("n", "He uses a folding wheeled walker. Diagnostic colonoscopy was done.")
SETTINGS = Settings(threads=2, systems="house-list")


def table(*more: tuple[str, str]) -> Path:
    """A small table of equipment and services, installed."""
    made = Table("House list")
    for code, title in (("E0143", "Folding wheeled walker"), ("45378", "Diagnostic colonoscopy"), *more):
        made.add(code, title)
    list(write_system(made, user_codes_folder(), "1"))
    return system_file("House list")


def kept() -> list[str]:
    return [file.name for file in user_codes_folder().glob("*.npz")]


def steps_of_coding() -> tuple[list[str], set[str]]:
    """The steps of coding the note, and the codes of the table."""
    with open_coder(SETTINGS) as coder:
        work, steps = coder.code(NOTE, CodingOptions()), []
        while True:
            try:
                steps.append(next(work).message)
            except StopIteration as end:
                return steps, {s.code for s in end.value.suggestions if s.system == "House list"}


def test_the_first_note_waits_for_nothing_and_what_is_stopped_leaves_nothing() -> None:
    """That the first note makes the vectors where there are none is shown in `test_procedures`."""
    work = prepare_candidates(table(), SETTINGS)
    while not next(work).message.startswith("Learning"):
        pass
    work.close()
    assert kept() == []
    assert result_of(prepare_candidates(system_file("House list"), SETTINGS)) == 2
    steps, codes = steps_of_coding()
    assert not [step for step in steps if step.startswith("Learning")]
    assert codes == {"E0143", "45378"}


def test_another_edition_with_as_many_names_is_learnt_anew_and_removed_with_its_table() -> None:
    result_of(prepare_candidates(table(("1", "Lollipop")), SETTINGS))
    before = (user_codes_folder() / kept()[0]).read_bytes()
    file = table(("1", "Toothbrush"))
    result_of(prepare_candidates(file, SETTINGS))
    assert (user_codes_folder() / kept()[0]).read_bytes() != before
    remove(file)
    assert kept() == []


class _Gated(FakeEncoder):
    """Embeds when it is allowed to."""

    def __init__(self) -> None:
        self.asked, self.gate = 0, threading.Event()

    def embed_texts(self, texts: object) -> FloatArray:
        self.asked += 1
        self.gate.wait(5)
        return np.ones((len(texts), 3), np.float32)  # type: ignore[arg-type]


def test_a_note_waits_for_what_is_being_made_instead_of_making_it_twice() -> None:
    encoder = _Gated()
    heads = replace(load_heads(models_folder() / "medcode-encoder-icd-10-pcs.npz"), link=np.eye(3, dtype=np.float32))
    made: list[FloatArray] = []
    names = [str(i) for i in range(AT_ONCE + 1)]
    arguments = ("some.npz", names, heads, encoder, "Some")
    beside = threading.Thread(target=lambda: made.append(result_of(name_vectors(*arguments))))
    beside.start()
    while not encoder.asked:
        pass
    note = name_vectors(*arguments)
    assert next(note) == Progress(0, len(names), "Learning the new codes of Some")
    assert encoder.asked == 1
    encoder.gate.set()
    assert np.array_equal(result_of(note), np.full((len(names), 3), 3**-0.5, np.float32))
    beside.join()
    assert encoder.asked == 2
    assert len(made) == 1


# -- on the command line


@pytest.fixture
def listed(tmp_path: Path) -> list[str]:
    file = tmp_path / "own.csv"
    file.write_text("code,title\nE0143,Folding wheeled walker\n", "utf-8")
    return ["codes", "import", str(file), "--system", "House list", "--version", "1"]


def test_the_import_ends_with_it(listed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(listed) == 0
    out = capsys.readouterr().out
    assert out == "House list 1: 1 codes\nIts 1 new names can be found in notes.\n"
    assert kept() == ["medcode-encoder-system-house-list.npz"]


@pytest.mark.parametrize(("stop", "status"), [(KeyboardInterrupt, 130), (None, 0)])
def test_stopped_or_without_a_model_the_table_is_there(
    listed: list[str],
    stop: type[BaseException] | None,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    user_home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(table: Path, settings: Settings) -> Generator[Progress, None, int]:
        yield Progress(0, 1, "")
        raise KeyboardInterrupt

    if stop is not None:
        monkeypatch.setattr("medcode_desktop.cli.codes.prepare_candidates", interrupted)
    else:
        (user_home / "config").mkdir()
        (user_home / "config" / "settings.toml").write_text("model = 'gone.gguf'\n", "utf-8")
    assert main(listed) == status
    said = capsys.readouterr().err
    assert "House list 1 is installed; its first note will take longer." in said
    assert ("gone.gguf is missing" in said) is (stop is None)
    assert main(["codes", "show", "E0143"]) == 0


# -- in the window


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def desk(qtbot: QtBot, gate: threading.Event) -> Iterator[Desk]:
    def prepare(table: Path) -> Generator[Progress, None, int]:
        for step in range(50, 100):
            yield Progress(step, 100, "Learning")
            gate.wait(0.02)
        return 1

    with open_desk(qtbot, prepare=prepare) as opened:
        yield opened


def import_listed(desk: Desk, file: str) -> CodeSetsDialog:
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    (dialog,) = desk.window.findChildren(CodeSetsDialog)
    dialog.start_import([Path(file)], name="House list")
    desk.until(lambda: "House list" in dialog.messages.text)
    return dialog


def test_it_goes_on_when_the_dialog_is_closed(desk: Desk, listed: list[str], gate: threading.Event) -> None:
    import_listed(desk, listed[2]).close()
    status = desk.window.status
    desk.until(lambda: status.preparing.startswith("preparing imported codes: 5"))
    desk.window.add_text("Hypertension, above goal")
    desk.until(lambda: desk.encounters[-1].review)
    gate.set()
    desk.until(lambda: not status.preparing)
    assert not desk.window.commands["stop_preparing"].isEnabled()


def test_it_is_stopped_at_once_by_the_button_or_the_command(desk: Desk, listed: list[str]) -> None:
    import_listed(desk, listed[2])
    status = desk.window.status
    desk.until(lambda: status.preparing)
    (button,) = (b for b in status.findChildren(QToolButton) if b.isVisible())
    assert button.accessibleName() == "Stop preparing the imported codes"
    button.click()
    assert status.preparing == ""
    assert not button.isVisible()
    assert system_file("House list").is_file()


def test_what_was_stopped_is_made_up_for_when_its_codes_are_to_be_suggested(desk: Desk, listed: list[str]) -> None:
    dialog = import_listed(desk, listed[2])
    status = desk.window.status
    desk.until(lambda: status.preparing)
    desk.window.commands["stop_preparing"].trigger()
    assert status.preparing == ""
    dialog.suggest.click()
    desk.until(lambda: status.preparing)


def test_what_is_removed_is_no_longer_prepared(desk: Desk, listed: list[str]) -> None:
    dialog = import_listed(desk, listed[2])
    desk.until(lambda: desk.window.status.preparing)
    dialog.remove_current()
    assert desk.window.status.preparing == ""
    assert not system_file("House list").exists()


def test_one_table_after_the_other_and_what_comes_late_changes_nothing(qtbot: QtBot, gate: threading.Event) -> None:
    begun: list[str] = []

    def prepare(table: Path) -> Generator[Progress, None, int]:
        begun.append(table.name)
        for step in range(1000):
            yield Progress(step, 1000, "")
            if gate.wait(0.01):
                break
        if table.name == "damaged":
            raise MedCodeError("It is damaged.")
        return 1

    told: list[object] = []
    failed: list[MedCodeError] = []
    preparation = Preparation(prepare)
    preparation.progressed.connect(told.append)
    preparation.failed.connect(failed.append)
    for name in ("a", "b", "c", "a", "damaged"):
        preparation.start(Path(name))
        qtbot.waitUntil(lambda: bool(begun))
    preparation.forget(Path("c"))
    assert begun[0] == "a"
    qtbot.waitUntil(lambda: "b" in begun)
    gate.set()
    qtbot.waitUntil(lambda: told[-1:] == [None])
    assert begun == ["a", "b", "a", "damaged"]
    assert [str(error) for error in failed] == ["It is damaged."]
    gate.clear()
    preparation.start(Path("d"))
    qtbot.waitUntil(lambda: told[-1] is not None)
    preparation.stop()
    qtbot.wait(60)
    assert told[-1] is None


def test_the_real_one_beside_the_window(qtbot: QtBot, listed: list[str]) -> None:
    prepare: Callable[[Path], Generator[Progress, None, int]] = lambda table: prepare_candidates(table, SETTINGS)  # noqa: E731
    with open_desk(qtbot, prepare=prepare) as desk:
        import_listed(desk, listed[2])
        desk.until(kept, 90)
        desk.until(lambda: not desk.window.status.preparing, 30)
