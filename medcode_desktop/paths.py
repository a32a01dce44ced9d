"""Where things lie: the data that ships with the program, and the folders of the user.

Shipped data is found in the same way from a checkout (beside the package), an installed wheel and a PyInstaller bundle
(inside the package). User folders follow the platform's convention; the environment variable ``MEDCODE_HOME`` moves
all of them under one folder, which the tests and portable installations use.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import IO

import platformdirs

from medcode_desktop.errors import MedCodeError

HOME_VARIABLE = "MEDCODE_HOME"
_APP = "medcode-desktop"


def models_folder() -> Path:
    """The folder of the built-in models with their catalog."""
    return _shipped("models")


def resources_folder() -> Path:
    """The folder of rules, code tables, icons and sample notes that ship with the program."""
    return _shipped("resources")


def code_set() -> Path:
    """The code table that notes are coded with: the shipped one, which the built-in encoder was made for."""
    return resources_folder() / "icd10cm-2026-04-01.sqlite"


def privacy_page() -> Path:
    """What could ever connect, in plain words (Markdown)."""
    return resources_folder() / "privacy.md"


def config_folder() -> Path:
    """Where the user's settings are kept. It may not exist yet, as all the user's folders."""
    return _user("config", platformdirs.user_config_path(_APP, appauthor=False))


def user_models_folder() -> Path:
    """Where models that the user downloads or imports are kept."""
    return _data_folder() / "models"


def user_codes_folder() -> Path:
    """Where code tables that the user imports are kept."""
    return _data_folder() / "codes"


def workspace_folder(chosen: str = "") -> Path:
    """Where the encrypted workspace is kept: the folder that was chosen, if one was."""
    return Path(chosen).expanduser() if chosen else _data_folder() / "workspace"


def cache_folder() -> Path:
    """Where the program keeps what it can make again; nothing of a note."""
    return _user("cache", platformdirs.user_cache_path(_APP, appauthor=False))


def machine_file() -> Path:
    """What was measured on this machine; it can be deleted at any time."""
    return _data_folder() / "machine.json"


def user_folders() -> dict[str, Path]:
    """The user's folders by what they hold, for `medcode doctor` and the settings."""
    return {
        "settings": config_folder(),
        "models": user_models_folder(),
        "code tables": user_codes_folder(),
        "workspace": workspace_folder(),
        "cache": cache_folder(),
    }


@contextmanager
def replaced_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write in place of another, which takes its place when the block ends well, and vanishes when not.

    Readers see the old file or the whole new one. The folder is made if it is missing. What is no ordinary file (a
    pipe, the console) cannot be replaced and is written to as it is. Raises OSError.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _data_folder() -> Path:
    return _user("data", platformdirs.user_data_path(_APP, appauthor=False))


def _user(kind: str, default: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() / kind if home else default


def _shipped(name: str) -> Path:
    package = Path(str(files("medcode_desktop")))
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise MedCodeError(
        f"The folder '{name}' of MedCode Desktop is missing; it was looked for in {package} and beside it.",
        "Install MedCode Desktop again.",
    )
