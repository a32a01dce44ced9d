"""The releases of the code set that are installed, and which one a note is coded with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services import integrity


def code_set_files() -> list[Path]:
    """The compiled code tables by their first day: the shipped ones, or what the user imported in their place."""
    folders = (paths.resources_folder(), paths.user_codes_folder())
    files = {file.stem: file for folder in folders for file in folder.glob("icd10cm-*.sqlite")}
    return [files[stem] for stem in sorted(files)]


def open_code_set(release: str = "") -> CodeSet:
    """The release that the program came with, or the one whose name ends with `release` ("2026-04-01").

    Raises CodeSetError when there is none such, or it is damaged.
    """
    files = {file.stem: file for file in code_set_files()}
    release = release or paths.code_set().stem
    for stem, file in files.items():
        if stem.endswith(release):
            return CodeSet.open(checked(file))
    raise CodeSetError(f"There is no code table of release {release}.", f"Installed are: {', '.join(files)}.")


def newest_code_set() -> CodeSet:
    """The installed release that came into force last."""
    return CodeSet.open(checked(max(code_set_files(), key=lambda file: file.stem)))


def code_set_for(day: date | None) -> CodeSet:
    """The release in force on a date of service; the newest one before it where none is, the shipped one for None."""
    if day is None:
        return open_code_set()
    begun = [file for file in code_set_files() if _first_day(file) <= day]
    return CodeSet.open(checked(max(begun, key=_first_day))) if begun else open_code_set()


def open_systems() -> list[CodeSystem]:
    """The other code systems that the user imported, by name. Close each after use."""
    return [CodeSystem.open(checked(file)) for file in sorted(paths.user_codes_folder().glob("system-*.sqlite"))]


def checked(file: Path) -> Path:
    """The file, when it is as it was made. Raises CodeSetError that says what is wrong and what to do."""
    try:
        fault = integrity.fault(file)
    except OSError as error:
        raise CodeSetError(f"The code table {file} cannot be read: {error.strerror}.") from error
    if fault:
        shipped = file.parent == paths.resources_folder()
        hint = "Install the program again." if shipped else "Delete it, and import it again."
        raise CodeSetError(f"{fault} It lies in {file.parent} and is not used.", hint)
    return file


def _first_day(file: Path) -> date:
    """The first day of use, as the name of the table says it."""
    try:
        return date.fromisoformat(file.stem[-10:])
    except ValueError:
        return date.max
