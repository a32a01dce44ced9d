"""The user's settings: one declared schema that the file, the command line and the window share."""

from __future__ import annotations

import logging
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from medcode_desktop.errors import SettingsError, printable
from medcode_desktop.paths import config_folder, replaced_file

_log = logging.getLogger(__name__)
_LARGEST = 65_536
"""Bytes of the settings file."""
_LONGEST_TEXT = 1000


class Group(StrEnum):
    """Settings that belong together, in the order in which they are shown."""

    CODING = "Coding"
    REVIEW = "Review"
    MODEL = "Model"
    EXPORT = "Export"
    WORKSPACE = "Workspace"
    APPEARANCE = "Appearance"
    SHORTCUTS = "Shortcuts"


class Applies(StrEnum):
    """From when on a change in the window holds."""

    AT_ONCE = "at once"
    NEXT_NOTE = "to the next note"
    NEXT_START = "at the next start"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a setting is and may be: its meaning, type, least and greatest value, or the choices."""

    meaning: str
    kind: type[bool] | type[int] | type[float] | type[str] | type[tuple[object, ...]]
    group: Group = Group.CODING
    applies: Applies = Applies.NEXT_NOTE
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    optional: bool = False
    """None is allowed and means "choose for me"."""


def _setting(default: Any, kind: type, meaning: str, **limits: Any) -> Any:
    return field(default=default, metadata={"limits": Limits(meaning, kind, **limits)})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults. Every instance was checked; see `LIMITS` for what is allowed.

    Raises SettingsError that names the setting and the reason when a value is not allowed.
    """

    scope: str = _setting(
        "reportable", str, "Code what a coder would report, or every mention.", choices=("reportable", "mentions")
    )
    threshold: float | None = _setting(
        None, float, "Least confidence of a suggestion; unset takes the tuned one.", least=0.0, most=1.0, optional=True
    )
    systems: str = _setting(
        "", str, "Other installed code systems to suggest from, with commas, such as icd-10-pcs,hcpcs."
    )
    verify: bool = _setting(False, bool, "Let the language model choose among the candidates of each mention.")
    claim_editor: bool = _setting(
        False, bool, "Check the codes with the Medicare Code Editor too (for claims of hospitals)."
    )
    reviewer: str = _setting(
        "", str, "Name of the coder that is written into exports.", group=Group.REVIEW, applies=Applies.AT_ONCE
    )
    accept_above: float = _setting(
        0.9, float, "Least confidence of the suggestions that are accepted together.", least=0.0, most=1.0,
        group=Group.REVIEW, applies=Applies.AT_ONCE,
    )  # fmt: skip
    model: str = _setting(
        "medcode-encoder", str, "Encoder: the name of a model in the catalog, or a GGUF file.", group=Group.MODEL
    )
    language_model: str = _setting(
        "smollm2-135m-instruct", str, "Language model for verifying: a name in the catalog, or a GGUF file.",
        group=Group.MODEL,
    )  # fmt: skip
    gpu_layers: int = _setting(
        -1, int, "Layers of the model on the GPU, where there is one; -1 puts all there.", least=-1, most=1000,
        group=Group.MODEL,
    )  # fmt: skip
    threads: int | None = _setting(
        None, int, "Processor threads; unset takes the physical cores.", least=1, most=512, optional=True,
        group=Group.MODEL,
    )  # fmt: skip
    context: int = _setting(
        2048, int, "Context of the language model in tokens (the encoder's is fixed).", least=256, most=131_072,
        group=Group.MODEL,
    )  # fmt: skip
    export_columns: str = _setting(
        "standard", str, "Columns of tables: standard, all, billing, audit, or names with commas between them.",
        group=Group.EXPORT, applies=Applies.AT_ONCE,
    )  # fmt: skip
    export_delimiter: str = _setting(
        "comma", str, "What stands between the cells of a CSV.", choices=("comma", "semicolon", "tab"),
        group=Group.EXPORT, applies=Applies.AT_ONCE,
    )  # fmt: skip
    export_locale: bool = _setting(
        False, bool, "Write decimal signs and dates of a CSV as this computer's locale does.",
        group=Group.EXPORT, applies=Applies.AT_ONCE,
    )  # fmt: skip
    workspace: str = _setting(
        "", str, "Folder of the encrypted workspace; empty takes the one in the user's data.", group=Group.WORKSPACE,
    )  # fmt: skip
    lock_minutes: int = _setting(
        10, int, "Minutes without use after which the workspace locks.", least=1, most=1440, group=Group.WORKSPACE,
    )  # fmt: skip
    retention_days: int | None = _setting(
        None, int, "Days after which notes are deleted from the workspace; unset keeps them.", least=1, most=36_500,
        optional=True, group=Group.WORKSPACE,
    )  # fmt: skip
    appearance: str = _setting(
        "system", str, "Colours of the window; contrast is for eyes that need it, system follows the computer.",
        choices=("system", "light", "dark", "contrast"), group=Group.APPEARANCE, applies=Applies.AT_ONCE,
    )  # fmt: skip
    language: str = _setting(
        "system", str, "Language of the window; system takes the computer's where it is one of these, else English.",
        choices=("system", "en", "es", "hi"), group=Group.APPEARANCE, applies=Applies.NEXT_START,
    )  # fmt: skip
    text_size: int = _setting(
        100, int, "Size of all text in the window, in percent of the system's.", least=80, most=300,
        group=Group.APPEARANCE, applies=Applies.AT_ONCE,
    )  # fmt: skip
    zoom: int = _setting(
        0, int, "How many points larger (or smaller) the text of the note is.", least=-4, most=12,
        group=Group.APPEARANCE, applies=Applies.AT_ONCE,
    )  # fmt: skip
    shortcuts: tuple[tuple[str, tuple[str, ...]], ...] = _setting(
        (), tuple, "Keys of commands, where they are not the usual ones.", group=Group.SHORTCUTS,
        applies=Applies.AT_ONCE,
    )  # fmt: skip

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            reason = _objection(getattr(self, name), limits)
            if reason:
                raise SettingsError(f"The setting '{name}' {reason}.", f"It means: {limits.meaning}")

    def with_values(self, values: Mapping[str, Any]) -> Settings:
        """These settings with some values changed; None leaves a value as it is (an option that was not given)."""
        return replace(self, **{name: value for name, value in values.items() if value is not None})


LIMITS: dict[str, Limits] = {f.name: f.metadata["limits"] for f in fields(Settings)}
"""The schema: what each setting means and may be."""


def settings_file() -> Path:
    return config_folder() / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """The settings in a TOML file, by default the user's; a missing file gives the defaults.

    Unknown keys are ignored with a warning, so that an older version reads a newer file. Raises SettingsError when
    the file cannot be read or a value is not allowed.
    """
    path = path or settings_file()
    try:
        values = _read(path)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        message = f"The settings in {path} cannot be read: {error}."
        raise SettingsError(message, "Correct or delete the file.") from error
    for name in values.keys() - LIMITS.keys():
        _log.warning("The unknown setting '%s' in %s is ignored.", printable(name), path)
    known = {name: value for name, value in values.items() if name in LIMITS}
    try:
        return Settings(**{name: _as_declared(value, LIMITS[name]) for name, value in known.items()})
    except SettingsError as error:
        raise SettingsError(f"{error.message} It stands in {path}.", error.hint) from error


def _read(path: Path) -> dict[str, Any]:
    """Raises OSError, RecursionError, or ValueError."""
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"it has more than {_LARGEST:,} bytes")
    return tomllib.loads(data.decode("utf-8"))


def save_setting(name: str, value: Any, path: Path | None = None) -> None:
    """Write one setting into the file, by default the user's; comments, order and unknown keys stay as they are.

    A default is taken out of the file, so that a later version may choose a better one. The file is replaced as a
    whole or not at all. Raises SettingsError when it cannot be read or written, or the value is not allowed.
    """
    import tomlkit  # it takes its time to load, and reading does without it

    default = getattr(Settings(**{name: value}), name) == getattr(Settings(), name)
    path = path or settings_file()
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        if default:
            document.pop(name, None)
        else:
            document[name] = {command: list(keys) for command, keys in value} if name == "shortcuts" else value
        with replaced_file(path) as file:
            file.write(tomlkit.dumps(document).encode())
    except (OSError, UnicodeDecodeError, tomlkit.exceptions.TOMLKitError) as error:
        message = f"The setting '{name}' holds for now, but could not be written to {path}: {error}."
        raise SettingsError(message, "Correct or delete the file, or make room for it.") from error


def _as_declared(value: Any, limits: Limits) -> Any:
    """The number 1 is as good as 1.0 where a fraction is asked for; a table of keys becomes pairs."""
    if limits.kind is tuple and isinstance(value, dict):
        return tuple((name, (keys,) if isinstance(keys, str) else _tuple(keys)) for name, keys in value.items())
    return float(value) if limits.kind is float and type(value) is int else value


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def objection(name: str, value: Any) -> str:
    """What is wrong with a value of a setting, as the end of a sentence, or "" when nothing is."""
    return _objection(value, LIMITS[name])


def _objection(value: Any, limits: Limits) -> str:
    """What is wrong with a value, or "" when nothing is. A bool is not a number here, though Python says so."""
    if value is None and limits.optional:
        return ""
    if type(value) is not limits.kind:
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "text", tuple: "a table"}
        return f"must be {words[limits.kind]}, not {value!r}"
    if limits.choices and value not in limits.choices:
        return f"must be one of {', '.join(limits.choices)}, not {value!r}"
    if isinstance(value, str) and (len(value) > _LONGEST_TEXT or not value.isprintable()):
        return f"must be one line of at most {_LONGEST_TEXT:,} characters"
    if isinstance(value, (int, float)) and not limits.least <= value <= limits.most:
        return f"must be between {limits.least:g} and {limits.most:g}, not {value!r}"
    if isinstance(value, tuple):
        pairs: tuple[Any, ...] = value
        for command, keys in pairs:
            if type(keys) is not tuple or any(type(key) is not str for key in keys):
                return f'must give each command a list of keys, like accept = ["A"], not {command} = {keys!r}'
    return ""
