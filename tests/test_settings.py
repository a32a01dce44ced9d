"""Settings: defaults, limits, the file, and what a damaged file says."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from medcode_desktop.errors import SettingsError
from medcode_desktop.settings import LIMITS, Settings, load_settings, save_setting, settings_file


def test_without_a_file_the_defaults_hold(user_home: Path) -> None:
    assert load_settings() == Settings()
    assert settings_file().is_relative_to(user_home)


def test_what_the_file_says_holds(user_home: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("reviewer = 'Ana Pérez'\nthreshold = 0.4\nthreads = 2\nverify = true", encoding="utf-8")
    assert load_settings() == Settings(reviewer="Ana Pérez", threshold=0.4, threads=2, verify=True)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("threshold", 1.5, "between 0 and 1"),
        ("threshold", float("nan"), "between 0 and 1"),
        ("threads", 0, "between 1 and 512"),
        ("threads", True, "a whole number"),
        ("gpu_layers", -2, "between -1 and 1000"),
        ("scope", "all", "reportable, mentions"),
        ("verify", "yes", "true or false"),
        ("model", 3, "must be text"),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_the_reason(name: str, value: object, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings().with_values({name: value})
    assert f"'{name}'" in caught.value.message
    assert reason in caught.value.message
    assert LIMITS[name].meaning in caught.value.hint


def test_an_option_that_was_not_given_changes_nothing() -> None:
    settings = Settings(threads=3, verify=True)
    assert settings.with_values({"threads": None, "verify": None}) == settings


def test_a_whole_number_is_good_where_a_fraction_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("threshold = 1\n", encoding="utf-8")
    assert load_settings(file).threshold == 1.0


def test_an_unknown_key_is_ignored_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('colour = "blue"\nthreads = 4\n', encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert load_settings(file) == Settings(threads=4)
    assert "'colour'" in caplog.text


@pytest.mark.parametrize("content", [b"threads = ", b"\xff\xfe", b"threads = 'four'"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings(file)


class TestSaving:
    def test_comments_order_and_unknown_keys_stay(self, user_home: Path) -> None:
        settings_file().parent.mkdir(parents=True)
        text = '# mine\ncolour = "blue"  # of a later version\nthreads = 2 # few\n\n[later]\nx = 1\n'
        settings_file().write_text(text, encoding="utf-8")
        save_setting("threads", 3)
        assert settings_file().read_text(encoding="utf-8") == text.replace("threads = 2", "threads = 3")
        save_setting("reviewer", "Ana Pérez")
        assert load_settings() == Settings(threads=3, reviewer="Ana Pérez")
        assert "# few" in settings_file().read_text(encoding="utf-8")

    def test_a_default_is_taken_out(self, user_home: Path) -> None:
        save_setting("verify", True)
        save_setting("threads", 2)
        save_setting("verify", False)
        assert settings_file().read_text(encoding="utf-8").strip() == "threads = 2"

    def test_shortcuts_are_a_table(self, user_home: Path) -> None:
        keys = (("accept", ("Ctrl+J", "Y")), ("reject", ()))
        save_setting("shortcuts", keys)
        save_setting("threads", 2)
        assert load_settings() == Settings(shortcuts=keys, threads=2)

    def test_one_key_may_be_written_without_a_list(self, tmp_path: Path) -> None:
        file = tmp_path / "settings.toml"
        file.write_text('[shortcuts]\naccept = "J"\n', encoding="utf-8")
        assert load_settings(file).shortcuts == (("accept", ("J",)),)
        file.write_text("[shortcuts]\naccept = 3\n", encoding="utf-8")
        with pytest.raises(SettingsError, match="a list of keys"):
            load_settings(file)

    def test_a_damaged_file_is_left_as_it_is(self, user_home: Path) -> None:
        settings_file().parent.mkdir(parents=True)
        settings_file().write_text("threads = ", encoding="utf-8")
        with pytest.raises(SettingsError, match="could not be written"):
            save_setting("threads", 2)
        assert settings_file().read_text(encoding="utf-8") == "threads = "

    def test_a_value_that_is_not_allowed_is_not_written(self, user_home: Path) -> None:
        with pytest.raises(SettingsError):
            save_setting("threads", 0)
        assert not settings_file().exists()
