"""Settings: defaults, limits, the file, and what a damaged file says."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.errors import SettingsError
from medcode_desktop.settings import LIMITS, Settings, load_settings, save_settings, settings_file


def test_without_a_file_the_defaults_hold(user_home: Path) -> None:
    assert load_settings() == Settings()
    assert settings_file().is_relative_to(user_home)


def test_what_is_saved_is_loaded_and_defaults_are_not_written(user_home: Path) -> None:
    settings = Settings(reviewer='Ana "Ñ" \\ Pérez', threshold=0.4, threads=2, verify=True)
    save_settings(settings)
    assert load_settings() == settings
    assert "scope" not in settings_file().read_text(encoding="utf-8")
    assert [p.name for p in settings_file().parent.iterdir()] == ["settings.toml"]


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


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be saved"):
        save_settings(Settings(threads=1), tmp_path / "file" / "settings.toml")


@given(
    reviewer=st.text(st.characters(exclude_categories=["Cs"])),
    threshold=st.none() | st.floats(0, 1),
    gpu_layers=st.integers(-1, 1000),
)
def test_any_allowed_value_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, reviewer: str, threshold: float | None, gpu_layers: int
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings = Settings(reviewer=reviewer, threshold=threshold, gpu_layers=gpu_layers)
    save_settings(settings, file)
    assert load_settings(file) == settings
