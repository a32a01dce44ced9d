"""The settings in the window: every one has its place and its words, is checked, kept, and used at once or next."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from desk import CTRL, SHIFT, Desk, open_desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from medcode_desktop.core.types import Scope
from medcode_desktop.settings import LIMITS, Settings, load_settings, objection, settings_file
from medcode_desktop.ui.actions import all_commands, keys_in_force
from medcode_desktop.ui.settings_dialog import SettingsDialog
from medcode_desktop.ui.shortcut_editor import ShortcutEditor

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with open_desk(qtbot) as opened:
        yield opened


@pytest.fixture
def dialog(desk: Desk) -> SettingsDialog:
    desk.press(Key.Key_Comma, CTRL)
    opened = desk.window.workbench.settings
    assert opened is not None
    desk.until(opened.isActiveWindow)
    return opened


def close(desk: Desk, dialog: SettingsDialog) -> None:
    desk.press(Key.Key_Escape)
    assert not dialog.isVisible()
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)


def type_into(desk: Desk, dialog: SettingsDialog, name: str, words: str) -> None:
    dialog.show_setting(name)
    editor = dialog.rows[name].editor
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    desk.type(words)


class TestDialog:
    def test_every_setting_has_its_place_with_its_words(self, dialog: SettingsDialog) -> None:
        words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
        for name, limits in LIMITS.items():
            if name == "shortcuts":
                continue
            dialog.show_setting(name)
            assert dialog.rows[name].editor.isVisible()
            assert dialog.rows[name].editor.hasFocus()
            assert limits.meaning in words
            assert dialog.rows[name].editor.accessibleDescription() == limits.meaning
        dialog.show_setting("shortcuts")
        assert dialog.shortcuts.table.hasFocus()

    def test_a_change_is_kept_and_used_at_once(self, desk: Desk, dialog: SettingsDialog) -> None:
        type_into(desk, dialog, "reviewer", "Ana Perez")
        desk.press(Key.Key_Return)
        assert dialog.isVisible()
        assert load_settings().reviewer == desk.live.current.reviewer == "Ana Perez"
        close(desk, dialog)
        desk.paste_note()
        desk.press(Key.Key_A)
        review = desk.encounters[0].review
        assert review is not None
        assert review.codes[0].reviewer == "Ana Perez"

    @pytest.mark.parametrize(
        ("name", "words", "reason"),
        [
            ("threads", "0", "must be between 1 and 512, not 0"),
            ("threads", "two", "must be a whole number, not 'two'"),
            ("accept_above", "90", "must be between 0 and 1, not 90"),
            ("text_size", "", "must be a whole number, not ''"),
        ],
    )
    def test_what_is_not_allowed_is_told_in_the_words_of_the_schema(
        self, desk: Desk, dialog: SettingsDialog, name: str, words: str, reason: str
    ) -> None:
        type_into(desk, dialog, name, words)
        if not words:
            desk.press(Key.Key_Backspace)
        assert reason in dialog.rows[name].wrong
        desk.press(Key.Key_Return)
        assert reason in dialog.rows[name].wrong
        assert getattr(desk.live.current, name) == getattr(Settings(), name)
        assert not settings_file().exists()

    def test_it_is_reset_to_the_default(self, desk: Desk, dialog: SettingsDialog) -> None:
        type_into(desk, dialog, "threads", "3")
        desk.press(Key.Key_Return)
        row = dialog.rows["threads"]
        assert row.reset.isVisible()
        row.reset.setFocus()
        desk.press(Key.Key_Space)
        assert desk.live.current.threads is None
        assert isinstance(row.editor, QLineEdit)
        assert row.editor.text() == ""
        assert "threads" not in settings_file().read_text(encoding="utf-8")
        assert not row.reset.isVisible()

    def test_an_empty_field_means_that_it_is_chosen_for_you(self, desk: Desk, dialog: SettingsDialog) -> None:
        type_into(desk, dialog, "threshold", "0.4")
        desk.press(Key.Key_Return)
        assert desk.live.current.threshold == 0.4
        dialog.rows["threshold"].editor.selectAll()  # type: ignore[union-attr]
        desk.press(Key.Key_Delete)
        desk.press(Key.Key_Return)
        assert desk.live.current.threshold is None

    def test_choices_and_switches_are_set_by_keys(self, desk: Desk, dialog: SettingsDialog) -> None:
        dialog.show_setting("scope")
        assert isinstance(dialog.rows["scope"].editor, QComboBox)
        desk.press(Key.Key_Down)
        assert load_settings().scope == "mentions"
        dialog.show_setting("verify")
        assert isinstance(dialog.rows["verify"].editor, QCheckBox)
        desk.press(Key.Key_Space)
        assert load_settings().verify

    def test_what_applies_to_the_next_note_does(self, desk: Desk, dialog: SettingsDialog) -> None:
        opened: list[object] = []
        desk.until(lambda: "loading" not in desk.window.status.words)
        desk.window.coding.worker.opened.connect(opened.append)
        desk.live.change("scope", "mentions")
        desk.live.change("threshold", 0.25)
        desk.until(lambda: len(opened) == 2)  # each change opens the coder anew
        close(desk, dialog)
        desk.paste_note()
        assert desk.coder.options[-1].scope is Scope.MENTIONS
        assert desk.coder.options[-1].threshold == 0.25

    def test_the_search_finds_by_meaning_and_says_when_nothing_does(self, desk: Desk, dialog: SettingsDialog) -> None:
        dialog.search.setFocus()
        desk.type("medicare editor")
        assert [name for name, row in dialog.rows.items() if not row.isHidden()] == ["claim_editor"]
        groups = [dialog.groups.item(row) for row in range(dialog.groups.count())]
        assert [group.text() for group in groups if not group.isHidden()] == ["Coding"]
        dialog.search.clear()
        desk.type("move up")
        assert dialog.shortcuts.isVisible()
        dialog.search.clear()
        desk.type("qqq")
        assert "No setting has these words." in [w.text() for w in dialog.findChildren(QLabel) if w.isVisible()]
        dialog.search.clear()
        assert all(not row.isHidden() for row in dialog.rows.values())

    def test_a_file_that_cannot_be_written_is_told_and_the_value_holds(
        self, desk: Desk, dialog: SettingsDialog
    ) -> None:
        settings_file().parent.mkdir(parents=True, exist_ok=True)
        settings_file().write_text("threads = [broken", encoding="utf-8")
        type_into(desk, dialog, "reviewer", "B")
        desk.press(Key.Key_Return)
        assert "could not be written" in dialog.rows["reviewer"].wrong
        assert desk.live.current.reviewer == "B"
        assert settings_file().read_text(encoding="utf-8") == "threads = [broken"

    def test_a_change_from_elsewhere_is_shown(self, desk: Desk, dialog: SettingsDialog) -> None:
        desk.window.commands["look_dark"].trigger()
        editor = dialog.rows["appearance"].editor
        assert isinstance(editor, QComboBox)
        assert editor.currentText() == "dark"


class TestShortcuts:
    @pytest.fixture
    def editor(self, dialog: SettingsDialog) -> ShortcutEditor:
        dialog.show_setting("shortcuts")
        return dialog.shortcuts

    def choose(self, editor: ShortcutEditor, name: str) -> None:
        row = list(all_commands()).index(name)
        editor.table.setCurrentItem(editor.table.topLevelItem(row))

    def test_a_command_gets_another_key_in_menu_tooltip_and_file(self, desk: Desk, editor: ShortcutEditor) -> None:
        self.choose(editor, "accept")
        desk.press(Key.Key_Return)
        assert editor.field.hasFocus()
        desk.press(Key.Key_J, CTRL)
        assert editor.table.hasFocus()
        action = desk.window.commands["accept"]
        assert [key.toString() for key in action.shortcuts()] == ["Ctrl+J"]
        assert action.toolTip() == "Accept (Ctrl+J)"
        desk.live.change("shortcuts", (*desk.live.current.shortcuts, ("code", ("Ctrl+Y",)), ("escape", ())))
        assert desk.window.note.code_button.toolTip() == "Code the note as it stands (Ctrl+Y)"
        assert desk.window.note.busy.button.toolTip() == "Stop coding this note"
        desk.live.change("shortcuts", (("accept", ("Ctrl+J",)),))
        assert tomllib.loads(settings_file().read_text(encoding="utf-8")) == {"shortcuts": {"accept": ["Ctrl+J"]}}
        assert desk.window.workbench.settings is not None
        close(desk, desk.window.workbench.settings)
        desk.paste_note()
        desk.press(Key.Key_A)
        assert set(desk.statuses().values()) == {"suggested"}
        desk.press(Key.Key_J, CTRL)
        assert "accepted" in desk.statuses().values()

    def test_a_key_that_is_taken_is_told_first(self, desk: Desk, editor: ShortcutEditor) -> None:
        self.choose(editor, "accept")
        desk.press(Key.Key_Return)
        desk.press(Key.Key_R)
        assert editor.said.text() == "R belongs to “Reject”, which would lose it."
        assert desk.window.commands.keys["reject"] == ("R", "Del")
        assert editor.take_button.hasFocus()
        desk.press(Key.Key_Space)
        assert desk.window.commands.keys["accept"] == ("R",)
        assert desk.window.commands.keys["reject"] == ("Del",)

    def test_esc_leaves_the_key_as_it_is(self, desk: Desk, editor: ShortcutEditor) -> None:
        self.choose(editor, "accept")
        desk.press(Key.Key_Return)
        desk.press(Key.Key_Escape)
        assert editor.isVisible()
        assert desk.window.commands.keys["accept"] == ("A",)

    @pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Return, Key.Key_Space])
    def test_keys_that_lists_need_are_refused(self, desk: Desk, editor: ShortcutEditor, key: Key) -> None:
        self.choose(editor, "accept")
        desk.press(Key.Key_Return)
        desk.press(key)
        assert "needed to move about" in editor.said.text()
        assert desk.window.commands.keys["accept"] == ("A",)

    def test_keys_are_taken_away_and_reset(self, desk: Desk, editor: ShortcutEditor) -> None:
        self.choose(editor, "accept")
        desk.press(Key.Key_Delete)
        assert desk.window.commands.keys["accept"] == ()
        assert load_settings().shortcuts == (("accept", ()),)
        editor.reset_button.setFocus()
        desk.press(Key.Key_Space)
        assert desk.window.commands.keys["accept"] == ("A",)
        desk.live.change("shortcuts", (("accept", ("X",)), ("reject", ("Y",))))
        editor.reset_all_button.setFocus()
        desk.press(Key.Key_Space)
        assert desk.window.commands.keys == keys_in_force({})
        assert load_settings().shortcuts == ()

    def test_they_hold_in_the_next_window(self, desk: Desk, qtbot: QtBot) -> None:
        desk.live.change("shortcuts", (("accept", ("Ctrl+J",)),))
        with open_desk(qtbot) as again:
            assert again.window.commands["accept"].shortcut().toString() == "Ctrl+J"

    def test_a_file_that_gives_a_key_twice_makes_no_key_dead(self) -> None:
        in_force = keys_in_force({"accept": ("shift+a",), "of a later version": ("R",)})
        assert in_force["accept"] == ("shift+a",)
        assert in_force["accept_above"] == ()
        assert in_force["reject"] == ("R", "Del")


def test_the_schema_refuses_shortcuts_that_are_none() -> None:
    assert objection("shortcuts", (("accept", ("A",)),)) == ""
    assert "must give each command a list of keys" in objection("shortcuts", (("accept", (1,)),))


class TestAcceptAbove:
    def test_only_what_is_sure_enough_is_accepted_and_one_step_undoes_it(self, desk: Desk) -> None:
        desk.live.change("accept_above", 0.8)
        assert desk.window.commands["accept_above"].text() == "Accept all at 80% and above"
        desk.paste_note()
        confidences = {c.code: c.suggestion.confidence for c in desk.encounters[0].review.codes}  # type: ignore[union-attr]
        sure = {code for code, confidence in confidences.items() if confidence >= 0.8}
        assert sure
        assert sure != set(confidences)
        desk.press(Key.Key_A, SHIFT)
        assert {code for code, status in desk.statuses().items() if status == "accepted"} == sure
        left = len(confidences) - len(sure)
        said = f"{len(sure)} suggestions accepted at 80% and above. {left} are left to decide."
        assert desk.window.messages.text == said
        assert desk.statuses()[desk.current_code] == "suggested"
        desk.press(Key.Key_Z, CTRL)
        assert set(desk.statuses().values()) == {"suggested"}

    def test_decisions_that_were_made_stay(self, desk: Desk) -> None:
        desk.live.change("accept_above", 0.0)
        desk.paste_note()
        first = desk.current_code
        desk.press(Key.Key_R)
        desk.press(Key.Key_A, SHIFT)
        assert desk.statuses().pop(first) == "rejected"
        assert {s for code, s in desk.statuses().items() if code != first} == {"accepted"}
