"""Imports whatever codes are in the files that someone gives: a release of ICD-10-CM, or another code system."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.steps import retold
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services import integrity
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.release_import import (
    ReleaseChanges,
    changes,
    compared,
    end_of_fiscal_year,
    holds_release,
    install,
    read_release,
)
from medcode_desktop.services.releases import checked, code_set_files, newest_code_set
from medcode_desktop.services.system_import import Reading, read_system, system_file, write_system

Result = TypeVar("Result")
_OF_READING, _OF_COMPARING, _ALL = 450, 500, 1000
"""Steps of an import: reading took some 45 % of the time, comparing 5 %, writing the rest."""


class NoFirstDay(CodeSetError):
    """A release whose files do not say from when on it is used."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import installed, and how it differs from `before`, the name of what was there ("" for nothing)."""

    name: str
    file: Path
    codes: int
    billable: int
    before: str
    changes: ReleaseChanges
    indexes: tuple[str, ...] = ()
    mapped: int = 0
    """Entries of a map to ICD-10-CM."""
    left_alone: tuple[str, ...] = ()
    """Names of files that are none of those that are used."""


def import_codes(
    files: Sequence[Path],
    *,
    name: str = "",
    version: str = "",
    effective: date | None = None,
    expires: date | None = None,
) -> Generator[Progress, None, Imported]:
    """Installs what the files hold, whole or not at all. A file may be the name of a packaged system ("ICD-10-PCS").

    `name` is that of the system of a plain CSV, `version` that of another system; the days are those of a release
    where its files do not tell them. Raises CodeSetError that names file, line and field where there are such.
    """
    packaged = packaged_systems().get(str(files[0])) if len(files) == 1 else None
    if packaged is None and holds_release(files):
        return (yield from _import_release(files, effective, expires))
    return (yield from _import_system(packaged() if packaged else read_system(files, name), version))


def removable() -> list[Path]:
    """The code tables that the user imported, those of releases first."""
    folder = paths.user_codes_folder()
    return [*(f for f in code_set_files() if f.parent == folder), *sorted(folder.glob("system-*.sqlite"))]


def remove(file: Path) -> None:
    """Removes an imported code table, and the vectors of its candidates. Raises CodeSetError when that fails."""
    try:
        if file not in removable():
            raise CodeSetError(f"{file.name} came with the program and stays.")
        file.unlink()
        integrity.record(file, "")
        for vectors in file.parent.glob(f"*{file.stem.removeprefix('icd10cm')}.npz"):
            vectors.unlink(missing_ok=True)
    except OSError as error:
        raise CodeSetError(f"{file} cannot be removed: {error.strerror or error}.") from error


def _import_release(
    files: Sequence[Path], effective: date | None, expires: date | None
) -> Generator[Progress, None, Imported]:
    found = yield from _share(read_release(files), 0, _OF_READING)
    effective = effective or found.effective
    if effective is None:
        hint = "Give it with --effective, or as the first day."
        raise NoFirstDay("The files do not say from when on the release is used.", hint)
    yield Progress(_OF_READING, _ALL, "Comparing with the release that is installed")
    with newest_code_set() as before:
        differing, compared_with = changes(found, before), before.release
    writing = install(found, paths.user_codes_folder(), effective, expires or end_of_fiscal_year(effective))
    target = yield from _share(writing, _OF_COMPARING, _ALL)
    with CodeSet.open(target) as codes:
        return Imported(
            codes.release, target, len(codes), codes.billable_count, compared_with, differing,
            tuple(codes.index.kinds), left_alone=tuple(found.left_alone),
        )  # fmt: skip


def _import_system(reading: Reading, version: str) -> Generator[Progress, None, Imported]:
    table = yield from _share(reading, 0, _OF_READING)
    yield Progress(_OF_READING, _ALL, "Comparing with what is installed")
    old: dict[str, str] = {}
    before = ""
    file = system_file(table.system)
    unusable = contextlib.suppress(CodeSetError)  # missing, or damaged, which this import mends
    with unusable, CodeSystem.open(checked(file)) as system:
        old, before = dict(system.titles()), f"{system.system} {system.version}"
    differing = compared(table.titles, old)
    version = version or datetime.now().astimezone().date().isoformat()
    target = yield from _share(write_system(table, file.parent, version), _OF_COMPARING, _ALL)
    rows = len(table.titles)
    return Imported(f"{table.system} {version}", target, rows, rows, before, differing, mapped=len(table.maps))


def _share(work: Generator[Progress, None, Result], begin: int, end: int) -> Generator[Progress, None, Result]:
    """The work as one part of all steps."""

    def tell(step: Progress) -> Progress:
        share = step.done / step.total if step.total else 1.0
        return Progress(begin + round((end - begin) * share), _ALL, step.message)

    return (yield from retold(work, tell))
