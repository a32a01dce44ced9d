"""The window with a workspace: what is decided stays, what is locked is not seen, and who reads decides nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from batches import crew_for, write_notes
from desk import CTRL, Desk, open_desk, preferences
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from safe import CHEAP, PASSPHRASE, add_notes, system_keyring

from medcode_desktop.paths import workspace_folder
from medcode_desktop.services.batch.run import run_batch
from medcode_desktop.services.workspace import (
    Role,
    Workspace,
    create_workspace,
    find_backups,
    open_workspace,
)
from medcode_desktop.settings import save_setting
from medcode_desktop.ui import batch_run
from medcode_desktop.ui.batch_screen import BatchScreen
from medcode_desktop.ui.batch_setup import RESULTS
from medcode_desktop.ui.code_browser import CodeBrowser
from medcode_desktop.ui.pages import Form, SecretShown

Key = Qt.Key
NOTE = "Quillfeather has Hypertension, above goal and Possible sleep apnea since Zanzibarium"
OTHER = "Ploverman has Hypertension, above goal"


@pytest.fixture
def folder(user_home: Path) -> Path:
    """A workspace of Ada that is ready to be unlocked."""
    workspace, _ = create_workspace(workspace_folder(), "Ada", PASSPHRASE, cost=CHEAP)
    workspace.close()
    return workspace_folder()


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[Desks]:
    with ExitStack() as stack:
        yield Desks(qtbot, stack)


class Desks:
    """Opens windows that are closed at the end of the test."""

    def __init__(self, qtbot: QtBot, stack: ExitStack) -> None:
        self._qtbot, self._stack = qtbot, stack

    def open(self, passphrase: str = "") -> Desk:
        desk = self._stack.enter_context(open_desk(self._qtbot))
        if passphrase:
            unlock(desk, passphrase)
            assert desk.window.access.page is None
        return desk


def form(desk: Desk) -> Form:
    page = desk.window.access.page
    assert isinstance(page, Form)
    assert page.isVisible()
    return page


def fill(desk: Desk, *values: str) -> Form:
    """Type into the fields of the page from the first empty one on, and press Enter."""
    page = form(desk)
    fields = [f for f in page.fields if isinstance(f, QLineEdit)]
    for field, value in zip(fields[len(fields) - len(values) :], values, strict=True):
        field.setFocus()
        field.clear()
        desk.type(value)
    desk.press(Key.Key_Return)
    return page


def unlock(desk: Desk, passphrase: str = PASSPHRASE) -> Form:
    return fill(desk, passphrase)


def lock(desk: Desk) -> None:
    desk.window.commands["lock"].trigger()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def die(desk: Desk) -> None:
    """What a killed program leaves: the lock of a dead process is free, and nothing else is done."""
    workspace = desk.window.safe.workspace
    assert workspace.place is not None
    assert workspace.place.lock is not None
    workspace.place.lock.release(force=True)
    workspace.place.lock = None
    for timer in (desk.window.access._settled, desk.window.access._clock):
        timer.stop()


def words_on(widget: QWidget) -> str:
    """Every word that a window and what is in it hold, seen or not."""
    found = [widget.windowTitle()]
    for child in [widget, *widget.findChildren(QWidget)]:
        found += [child.toolTip(), child.accessibleName(), child.accessibleDescription(), child.statusTip()]
        match child:
            case QLabel() | QLineEdit() | QAbstractButton():
                found.append(child.text())
            case QTextEdit() | QPlainTextEdit():
                found.append(child.toPlainText())
            case QComboBox():
                found += [child.itemText(row) for row in range(child.count())]
            case QAbstractItemView() if child.model() is not None:
                model = child.model()
                roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
                rows = range(model.rowCount())
                found += [str(model.data(model.index(row, 0), role) or "") for row in rows for role in roles]
    return "\n".join(found)


class TestWithoutAWorkspace:
    def test_all_is_in_memory_only_and_said_so(self, desks: Desks, user_home: Path) -> None:
        desk = desks.open()
        desk.paste_note(NOTE)
        desk.press(Key.Key_A)
        assert desk.window.access.page is None
        assert desk.window.status.kept == "in memory only"
        assert [e.decided for e in desk.window.safe.workspace.notes()] == [1]
        assert not workspace_folder().exists()
        for name in ("lock", "passphrase", "keyring", "show_closed"):
            assert not desk.window.commands[name].isEnabled()

    def test_a_workspace_is_made_with_the_notes_of_the_desk(self, desks: Desks) -> None:
        desk = desks.open()
        desk.paste_note(NOTE)
        desk.press(Key.Key_A)
        desk.window.commands["workspace"].trigger()
        page = fill(desk, "Ada", PASSPHRASE, "another one")
        assert "not the same" in page.trouble.text()
        assert not workspace_folder().exists()
        fill(desk, "Ada", PASSPHRASE, PASSPHRASE)
        shown = desk.window.access.page
        assert isinstance(shown, SecretShown)
        recovery_key = shown.secret.text()
        shown.copy_button.click()
        assert QApplication.clipboard().text() == recovery_key
        assert QApplication.clipboard().mimeData().data("x-kde-passwordManagerHint") == b"secret"
        shown.button.click()
        assert desk.window.access.page is None
        assert desk.window.status.kept.startswith("saved ")
        assert desk.window.close()
        assert not desk.answers.asked
        again = desks.open()
        form(again).others[0].click()
        fill(again, recovery_key, "a new passphrase", "a new passphrase")
        again.window.access.page.button.click()  # type: ignore[union-attr]
        assert again.statuses() == {"I10": "accepted", "G47.30": "suggested"}


class TestKeeping:
    def test_after_a_kill_decisions_undo_history_and_place_are_there(self, desks: Desks, folder: Path) -> None:
        first = desks.open(PASSPHRASE)
        first.paste_note(OTHER)
        encounter = first.paste_note(NOTE)
        first.press(Key.Key_A)
        first.press(Key.Key_R)
        first.press(Key.Key_Z, CTRL)
        assert {c.reviewer for c in encounter.review.codes} == {"Ada", ""}  # type: ignore[union-attr]
        assert first.window.status.kept == f"saved {time.strftime('%H:%M')}"
        history, edits = encounter.history, encounter.edits
        first.until(lambda: first.window.safe.place == (2, first.window.codes.position))
        code = first.current_code
        die(first)
        again = desks.open(PASSPHRASE)
        assert [e.title for e in again.encounters] == ["Note 1", "Note 2"]
        assert again.encounters[0].entry is not None  # not read before it is gone to
        assert again.window.note.view.toPlainText() == NOTE
        assert again.encounters[1].history == history
        assert again.encounters[1].edits == edits
        assert again.current_code == code
        again.press(Key.Key_3, Qt.KeyboardModifier.AltModifier)
        again.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert set(again.statuses().values()) == {"accepted", "rejected"}
        for _ in range(2):
            again.press(Key.Key_Z, CTRL)
        assert set(again.statuses().values()) == {"suggested"}
        again.press(Key.Key_PageUp, CTRL)
        assert again.window.note.view.toPlainText() == OTHER
        assert again.paste_note(NOTE).title == "Note 3"

    def test_a_draft_a_failure_and_an_export_stay(self, desks: Desks, folder: Path, tmp_path: Path) -> None:
        desk = desks.open(PASSPHRASE)
        desk.answers.saved = tmp_path / "out.csv"
        desk.paste_note(OTHER)
        desk.press(Key.Key_E, CTRL)
        desk.paste_note(NOTE)
        desk.press(Key.Key_F2)
        desk.type("typed ")
        desk.until(lambda: desk.window.safe.workspace.load(2).draft == f"typed {NOTE}")
        desk.coder.failure = ValueError("no")
        desk.press(Key.Key_N, CTRL)
        desk.copy("Nothing")
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[2].failure)
        desk.press(Key.Key_N, CTRL)
        desk.type("not yet a note")
        assert desk.window.close()
        assert not desk.answers.asked
        again = desks.open(PASSPHRASE)
        states = ["exported", "draft", "failed", "draft"]
        assert [str(e.state) for e in again.encounters] == states
        assert [e.title for e in again.encounters if e.entry is None] == ["Note 4"]
        for encounter in again.encounters:
            again.window.work_list.select(encounter)
        assert [str(e.state) for e in again.encounters] == states
        again.window.work_list.select(again.encounters[1])
        assert again.window.note.view.toPlainText() == f"typed {NOTE}"
        again.window.work_list.select(again.encounters[3])
        assert again.window.note.view.toPlainText() == "not yet a note"
        details = {e.detail for e in again.window.safe.workspace.trail.entries() if e.action == "exported"}
        assert details == {"csv"}

    def test_what_is_typed_into_the_empty_pane_is_kept_while_it_is_typed(self, desks: Desks, folder: Path) -> None:
        first = desks.open(PASSPHRASE)
        first.type("Quillfeather has Hyper")
        began = time.monotonic()
        first.until(lambda: [n.has_draft for n in first.window.safe.workspace.notes()] == [True])
        assert time.monotonic() - began < 2.0
        view = first.window.note.view
        assert first.window.work_list.view.currentIndex().data() == "Note 1"
        assert view.textCursor().atEnd()
        first.type("tension, above goal")
        first.until(lambda: first.window.safe.workspace.load(1).draft == "Quillfeather has Hypertension, above goal")
        first.press(Key.Key_Z, CTRL)
        assert view.toPlainText() != "Quillfeather has Hypertension, above goal", "typing can still be undone"
        first.until(lambda: first.window.safe.place[0] == 1)
        die(first)
        again = desks.open(PASSPHRASE)
        assert again.window.note.view.toPlainText() == "Quillfeather has Hypertension, above goal"
        again.window.note.view.setFocus()
        again.press(Key.Key_Return, CTRL)
        again.until(lambda: again.shown_codes == ["I10"])
        assert len(again.encounters) == 1

    @pytest.mark.parametrize("on_disk", [False, True])
    def test_a_note_that_was_typed_and_deleted_again_goes(self, desks: Desks, user_home: Path, on_disk: bool) -> None:
        if on_disk:
            create_workspace(workspace_folder(), "Ada", PASSPHRASE, cost=CHEAP)[0].close()
        desk = desks.open(PASSPHRASE if on_disk else "")
        workspace = desk.window.safe.workspace
        desk.type("Quillfeather")
        desk.until(lambda: [n.has_draft for n in workspace.notes()] == [True])
        desk.window.note.view.selectAll()
        desk.press(Key.Key_Delete)
        desk.until(lambda: workspace.load(workspace.notes()[0].number).draft == "")
        desk.press(Key.Key_Escape)
        assert not desk.window.note.view.isReadOnly()
        desk.copy(NOTE)
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.shown_codes == ["I10", "G47.30"])
        desk.until(lambda: [e.title for e in desk.encounters] == ["Note 2"])
        assert [n.name for n in workspace.notes()] == ["Note 2"]

    def test_codes_that_were_looked_at_are_kept_for_each_person_in_the_workspace(
        self, desks: Desks, folder: Path, user_home: Path
    ) -> None:
        def browsed(desk: Desk) -> list[str]:
            desk.window.commands["browse"].trigger()
            (browser,) = desk.window.findChildren(CodeBrowser)
            return [browser.kept.item(row).text().split()[0] for row in range(browser.kept.count())]

        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        workspace.add_person("Otto", Role.AUDITOR, "an auditor reads")
        workspace.close()
        preferences().setValue("browser/recent", ["E03.9"])  # of an earlier version
        desk = desks.open()
        unlock(desk)
        desk.paste_note(NOTE)
        assert browsed(desk) == ["I10"]
        lock(desk)
        unlock(desk)
        assert browsed(desk) == ["I10"]
        lock(desk)
        form(desk).fields[0].setCurrentText("Otto")  # type: ignore[union-attr]
        unlock(desk, "an auditor reads")
        assert browsed(desk) == []
        desk.preferences.sync()
        assert not [f for f in user_home.rglob("*") if f.is_file() and b"I10" in f.read_bytes()]

    def test_all_notes_are_exported_also_those_that_were_not_looked_at(
        self, desks: Desks, folder: Path, tmp_path: Path
    ) -> None:
        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        add_notes(workspace, 3)
        workspace.close()
        desk = desks.open(PASSPHRASE)
        desk.answers.saved, desk.answers.form = tmp_path / "out.jsonl", "jsonl"
        desk.window.commands["export_all"].trigger()
        desk.until_carried()
        assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 3
        assert [e.exported for e in desk.window.safe.workspace.notes()] == [True] * 3

    def test_what_cannot_be_written_is_told_and_written_with_the_next_change(
        self, desks: Desks, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from medcode_desktop.errors import WorkspaceError

        def full(self: Workspace, *_: object) -> None:
            raise WorkspaceError("The disk is full.", "Make room.")

        desk = desks.open(PASSPHRASE)
        encounter = desk.paste_note(NOTE)
        with monkeypatch.context() as patched:
            patched.setattr(Workspace, "keep_review", full)
            desk.press(Key.Key_A)
            assert "The disk is full. Make room." in desk.window.messages.text
            assert desk.window.status.kept == "not saved: The disk is full"
            assert desk.window.safe.at_risk(desk.encounters) == [encounter]
            desk.window.commands["lock"].trigger()
            unlock(desk)
            assert desk.window.safe.at_risk(desk.encounters) == [encounter]
        desk.press(Key.Key_3, Qt.KeyboardModifier.AltModifier)
        desk.press(Key.Key_A)
        assert desk.window.status.kept.startswith("saved ")
        assert desk.window.safe.workspace.load(1).history == encounter.history

    def test_closing_takes_a_note_out_of_view_and_deleting_asks_in_place(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        desk.paste_note(NOTE)
        desk.press(Key.Key_A)
        desk.paste_note(OTHER)
        desk.window.work_list.select(desk.encounters[0])
        desk.press(Key.Key_W, CTRL)
        assert not desk.answers.asked
        assert [e.title for e in desk.encounters] == ["Note 2"]
        desk.window.commands["show_closed"].trigger()
        assert [e.title for e in desk.encounters] == ["Note 2", "Note 1"]
        desk.window.work_list.select(desk.encounters[1])
        question = desk.window.access.question
        for answer, left in ((Key.Key_Escape, 2), (Key.Key_Space, 2)):
            desk.window.commands["delete"].trigger()
            assert question.no.hasFocus()
            desk.press(answer)
            assert not question.isVisible()
            assert len(desk.encounters) == left
        desk.window.commands["delete"].trigger()
        question.yes.click()
        assert [e.title for e in desk.encounters] == ["Note 2"]
        assert [e.name for e in desk.window.safe.workspace.notes()] == ["Note 2"]

    def test_a_coding_that_a_lock_stopped_goes_on_after_it(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        desk.coder.gate.clear()
        desk.copy(NOTE)
        desk.press(Key.Key_V, CTRL)
        desk.until(lambda: desk.encounters[0].progress)
        desk.press(Key.Key_L, CTRL)
        assert not desk.encounters
        desk.coder.gate.set()
        unlock(desk)
        desk.until(lambda: desk.shown_codes == ["I10", "G47.30"])

    def test_ten_thousand_notes_are_listed_without_being_read(self, desks: Desks, folder: Path) -> None:
        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        add_notes(workspace, 1)
        with workspace.transaction():
            workspace._database.run(
                "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                " INSERT INTO notes (name, source, facts, date_of_service, text_hash, added_at, coded, codes)"
                " SELECT CAST('visit-' || i AS BLOB), source, facts, date_of_service, text_hash, added_at, coded, codes"
                " FROM notes, n WHERE number = 1"
            )
        workspace.close()
        desk = desks.open()
        began = time.perf_counter()
        unlock(desk)
        QApplication.processEvents()
        seconds = time.perf_counter() - began
        assert len(desk.encounters) == 10_000
        desk.window.work_list.select(desk.encounters[0])
        assert "Quillfeather" in desk.window.note.view.toPlainText()
        assert sum(e.entry is None for e in desk.encounters) == 1
        assert seconds < 3.0, seconds


class TestLocking:
    def test_locked_nothing_of_a_note_is_left_in_any_widget(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        window = desk.window
        desk.paste_note(NOTE)
        desk.press(Key.Key_A)
        desk.press(Key.Key_F, CTRL)
        desk.type("Zanzibarium")
        desk.press(Key.Key_N)
        window.codes.open_search(
            window.decisions.codeset, "Add a code for “Quillfeather”", lambda _: True, "above goal"
        )
        window.commands["delete"].trigger()
        window.commands["browse"].trigger()
        secrets = ("Quillfeather", "Zanzibarium", "above goal", "sleep apnea", "I10", "G47.30", "Note 1")
        everywhere = "\n".join(map(words_on, QApplication.topLevelWidgets()))
        assert all(secret in everywhere for secret in secrets)
        window.commands["lock"].trigger()
        assert form(desk).isVisible()
        assert not window.work_list.isVisible()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left = "\n".join(map(words_on, QApplication.topLevelWidgets()))
        assert [secret for secret in secrets if secret in left] == []
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]
        assert window.status.kept == "locked"
        assert window.safe.workspace.locked
        assert not window.safe._written
        on = {name for name in ("new", "paste", "open", "lock", "accept", "undo", "delete", "browse", "export_all")
              if window.commands[name].isEnabled()}  # fmt: skip
        assert not on
        assert desk.drop("Something new", over=window.centralWidget())
        assert not desk.encounters
        assert "locked" in window.messages.text
        unlock(desk)
        assert window.note.view.toPlainText() == NOTE
        assert desk.statuses()["I10"] == "accepted"
        assert window.commands["undo"].isEnabled()

    def test_a_batch_goes_on_behind_the_lock(
        self, desks: Desks, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batch_run, "code_folder", lambda plan, control: run_batch(plan, crew_for(plan), control))
        write_notes(tmp_path / "in", Quillfeather="pain", Ploverman="more pain")
        desk = desks.open(PASSPHRASE)
        bench = desk.window.workbench

        def opened() -> BatchScreen:
            desk.window.commands["batch"].trigger()
            assert bench.batch is not None
            return bench.batch

        def lock() -> None:
            desk.window.commands["lock"].trigger()
            desk.window.activateWindow()
            desk.until(desk.window.isActiveWindow)

        screen = opened()
        desk.answers.folder = tmp_path / "in"
        screen.setup.choose_folder()
        desk.until(lambda: screen.shown.rowCount() == 2 and screen.start_button.isEnabled())
        screen.start()
        lock()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert "Quillfeather" not in "\n".join(map(words_on, QApplication.topLevelWidgets()))
        assert not desk.window.commands["batch"].isEnabled()
        desk.until(lambda: (tmp_path / "in" / RESULTS).exists())
        run_ = bench._batch_run
        assert run_ is not None
        desk.until(lambda: not run_.is_coding)
        assert run_.plan is None and not run_.lines  # the key of the journal goes with the plan
        assert sorted(file.name for file in (tmp_path / "in").iterdir()) == sorted(
            ["Quillfeather.txt", "Ploverman.txt", RESULTS]
        )
        unlock(desk)
        screen = opened()
        desk.until(lambda: screen.start_button.isEnabled())
        assert "All is done" in screen.messages.text
        screen.table.selectAll()
        screen.open_chosen()
        desk.until(lambda: len(desk.encounters) == 2)
        lock()
        unlock(desk)
        assert [e.decided for e in desk.encounters] == [(0, 1), (0, 1)]
        assert opened().setup.folder.text() == str(tmp_path / "in")

    def test_without_use_it_locks_by_itself(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        workspace, access = desk.window.safe.workspace, desk.window.access
        desk.live.change("lock_minutes", 1)
        assert workspace.lock_after_s == 60.0
        workspace._used = (time.monotonic() - 61, time.time() - 61)
        desk.press(Key.Key_Down)  # somebody is there
        access._lock_if_due()
        assert not workspace.locked
        workspace._used = (time.monotonic() - 61, time.time() - 61)
        access._clock.setInterval(10)
        desk.until(lambda: workspace.locked)
        assert form(desk).isVisible()

    def test_wrong_passphrases_are_told_with_the_wait(self, desks: Desks, folder: Path) -> None:
        desk = desks.open()
        for _ in range(2):
            page = unlock(desk, "wrong wrong wrong")
            assert page.trouble.isVisible()
            assert page.button.isEnabled()
            assert [f.text() for f in page.fields if isinstance(f, QLineEdit)] == [""]
        page = unlock(desk, "wrong wrong wrong")
        assert "possible in 2 s" in page.trouble.text()
        assert not page.button.isEnabled()
        assert not desk.encounters
        desk.until(lambda: page.button.isEnabled())
        unlock(desk)
        assert desk.window.access.page is None

    def test_the_passphrase_is_changed(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        desk.window.commands["passphrase"].trigger()
        assert (
            "not the passphrase of Ada"
            in fill(desk, "wrong wrong wrong", "eight new otters", "eight new otters").trouble.text()
        )
        fill(desk, PASSPHRASE, "eight new otters", "eight new otters")
        desk.press(Key.Key_L, CTRL)
        unlock(desk, PASSPHRASE)
        assert form(desk).trouble.isVisible()
        unlock(desk, "eight new otters")
        assert desk.window.access.page is None

    def test_one_may_work_without_it(self, desks: Desks, folder: Path) -> None:
        desk = desks.open()
        assert desk.window.status.kept == "locked"
        QApplication.processEvents()
        assert all(b.width() >= b.sizeHint().width() for b in form(desk).findChildren(QAbstractButton))
        form(desk).others[1].click()
        desk.paste_note(NOTE)
        assert desk.window.status.kept == "in memory only"
        assert desk.window.commands["workspace"].text() == "Unlock the workspace…"
        desk.window.commands["workspace"].trigger()
        unlock(desk)  # what was begun without it goes into it
        assert [e.title for e in desk.encounters] == ["Note 1"]
        assert [(e.name, e.codes) for e in desk.window.safe.workspace.notes()] == [("Note 1", 2)]
        assert desk.window.status.kept.startswith("saved ")


class TestKeyring:
    def test_it_unlocks_when_switched_on_and_asks_again_when_switched_off(self, desks: Desks, folder: Path) -> None:
        with system_keyring() as secrets:
            desk = desks.open(PASSPHRASE)
            assert desk.window.commands["keyring"].text() == "Unlock by the system's keyring"
            desk.window.commands["keyring"].trigger()
            assert "unlocks the workspace for you" in desk.window.messages.text
            assert len(secrets) == 1
            desk.paste_note(NOTE)
            lock(desk)
            QApplication.processEvents()
            page = form(desk)  # whoever locks it wants it locked: the keyring is asked by a click only
            assert all(b.width() >= b.sizeHint().width() for b in page.findChildren(QAbstractButton))
            page.others[0].click()
            assert desk.window.access.page is None
            assert [e.title for e in desk.encounters] == ["Note 1"]
            assert desk.window.close()
            again = desks.open()
            assert again.window.access.page is None, "unlocked at the start"
            assert [e.title for e in again.encounters] == ["Note 1"]
            assert again.window.commands["keyring"].text() == "No longer unlock by the system's keyring"
            again.window.commands["keyring"].trigger()
            assert "you need the passphrase" in again.window.messages.text
            assert not secrets
            assert again.window.close()
            assert [b.text() for b in form(desks.open()).others] == [
                "Use the recovery key…", "Work without it, in memory only",
            ]  # fmt: skip

    def test_a_keyring_that_lost_the_key_is_told_and_the_passphrase_unlocks(self, desks: Desks, folder: Path) -> None:
        with system_keyring() as secrets:
            workspace = open_workspace(folder, "Ada", PASSPHRASE)
            workspace.hold_in_keyring(True)
            workspace.close()
            secrets.clear()
            desk = desks.open()
            assert "holds no key of Ada to this workspace. Use the passphrase." in form(desk).trouble.text()
            unlock(desk)
            assert desk.window.access.page is None

    def test_where_there_is_none_it_says_so(self, desks: Desks, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = desks.open(PASSPHRASE)
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, "keyring", None)
            desk.window.commands["keyring"].trigger()
            assert "pip install 'medcode-desktop[keyring]'" in desk.window.messages.text
        backend = pytest.importorskip("keyring.backends.fail")
        with monkeypatch.context() as patched:
            patched.setattr("keyring.set_password", backend.Keyring().set_password)
            desk.window.commands["keyring"].trigger()
        assert "This system has no keyring that can be used." in desk.window.messages.text
        assert desk.window.commands["keyring"].text() == "Unlock by the system's keyring"


class TestReading:
    def test_a_second_window_reads_and_says_so(self, desks: Desks, folder: Path) -> None:
        first = desks.open(PASSPHRASE)
        first.paste_note(NOTE)
        first.until(lambda: first.window.safe.place[0] == 1)
        second = desks.open(PASSPHRASE)
        assert second.window.status.kept.startswith("read only: Another program has this workspace open")
        assert "reading only" in second.window.messages.text
        self.assert_nothing_changes(second)
        first.window.activateWindow()

    def test_an_auditor_decides_nothing(self, desks: Desks, folder: Path) -> None:
        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        add_notes(workspace, 1)
        workspace.add_person("Otto", Role.AUDITOR, "an auditor reads")
        workspace.close()
        desk = desks.open()
        person = form(desk).fields[0]
        assert isinstance(person, QComboBox)
        person.setCurrentText("Otto")
        unlock(desk, "an auditor reads")
        desk.window.work_list.select(desk.encounters[0])
        assert "An auditor reads" in desk.window.status.kept
        self.assert_nothing_changes(desk)

    @staticmethod
    def assert_nothing_changes(desk: Desk) -> None:
        window = desk.window
        (encounter,) = desk.encounters
        before = encounter.history
        assert before is not None
        for name in ("accept", "reject", "undo", "edit", "paste", "new", "delete", "code"):
            assert not window.commands[name].isEnabled(), name
        window.decisions.accept()
        window.decisions.take_alternative(0)
        window.codes.model.moved.emit(0, 1)
        QApplication.processEvents()
        window.add_text("Possible sleep apnea")
        assert encounter.history is before
        assert len(desk.encounters) == 1
        assert "Nothing was changed." in window.messages.text
        assert window.commands["export"].isEnabled()


class TestDue:
    def test_where_the_clock_cannot_be_right_nothing_is_deleted_before_somebody_says_so(
        self, desks: Desks, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        add_notes(workspace, 1)
        workspace.close()
        save_setting("retention_days", 30)
        later = type("Later", (datetime,), {"now": classmethod(lambda _c, tz=None: datetime(2199, 1, 1, tzinfo=tz))})
        monkeypatch.setattr("medcode_desktop.services.workspace.notes.datetime", later)
        desk = desks.open(PASSPHRASE)
        question = desk.window.access.question
        assert "No note was deleted: the clock says 2199-01-01" in question.label.text()
        assert len(desk.encounters) == 1
        question.yes.click()
        assert not desk.encounters
        assert not desk.window.safe.workspace.notes()

    def test_the_backup_of_the_day_is_made_in_the_background(self, desks: Desks, folder: Path) -> None:
        desk = desks.open(PASSPHRASE)
        desk.until(lambda: [b.reason for b in find_backups(folder)] == ["daily"])

    def test_notes_past_their_time_are_deleted_when_it_is_unlocked(self, desks: Desks, folder: Path) -> None:
        workspace = open_workspace(folder, "Ada", PASSPHRASE)
        add_notes(workspace, 2)
        with workspace.transaction():
            workspace._database.run("UPDATE notes SET added_at = '2020-01-01T00:00:00+00:00' WHERE number = 1")
        workspace.close()
        save_setting("retention_days", 30)
        desk = desks.open(PASSPHRASE)
        assert [e.title for e in desk.encounters] == ["visit-2"]
        assert "1 note older than 30 days was deleted." in desk.window.messages.text
