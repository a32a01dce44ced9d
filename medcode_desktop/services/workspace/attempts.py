"""The growing pause after wrong passphrases, which neither a restart nor a changed clock shortens.

Each attempt is counted in `attempts.json` before it is made, so that ending the program in time wins nothing. The pause
is measured by the clock that counts since the machine started, never by the date: within one start of the machine by
that clock, after another start from the beginning. It binds this program; who has the files can guess without it, and
then the cost of Argon2id stands alone.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock

from medcode_desktop.errors import WrongPassphrase
from medcode_desktop.paths import replaced_file

FREE_ATTEMPTS = 3
LONGEST_PAUSE_S = 300.0

_FILE = "attempts.json"
_PATIENCE_S = 5.0
_unwritable: dict[str, Any] = {}
"""Attempts on workspaces whose folder can only be read, by their path."""


def pause_s(failures: int) -> float:
    """How long nobody may try after so many wrong attempts in a row: not at all for two, then 2 s, 4 s, 8 s ..."""
    return min(2.0 ** (failures - FREE_ATTEMPTS + 1), LONGEST_PAUSE_S) if failures >= FREE_ATTEMPTS else 0.0


@contextmanager
def counted(folder: Path, who: str) -> Iterator[int]:
    """An attempt of `who` (a person, or the recovery key) to unlock: it counts as wrong unless the block ends well.

    Gives the number of wrong attempts before it. Raises WrongPassphrase, with the seconds left, while a pause lasts.
    """
    with _exclusive(folder):
        known = _read(folder)
        failures, left = _standing(known, who)
        if left > 0:
            _write(folder, known)
            message = f"There were {failures} wrong attempts; the next one is possible in {left:.0f} s."
            raise WrongPassphrase(message, "Who forgot the passphrase can use the recovery key.", left)
        _write(folder, {**known, who: _record(failures + 1)})
    try:
        yield failures
    except WrongPassphrase as error:
        if wait := pause_s(failures + 1):
            raise WrongPassphrase(error.message, f"The next attempt is possible in {wait:.0f} s.", wait) from None
        raise
    with _exclusive(folder):
        _write(folder, {name: record for name, record in _read(folder).items() if name != who})


def _standing(known: dict[str, Any], who: str) -> tuple[int, float]:
    """Wrong attempts in a row, and the seconds until the next is allowed; a record of another start begins anew."""
    try:
        record = known[who]
        failures, boot, at = int(record["failures"]), str(record["boot"]), float(record["at"])
    except (KeyError, TypeError, ValueError):
        return 0, 0.0
    if boot != _boot():
        known[who] = _record(failures)
        at = time.monotonic()
    return failures, max(0.0, pause_s(failures) - (time.monotonic() - at))


def _record(failures: int) -> dict[str, Any]:
    return {"failures": failures, "boot": _boot(), "at": time.monotonic()}


def _boot() -> str:
    """Names this start of the machine. Elsewhere than on Linux a changed clock names another, which only prolongs."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"{psutil.boot_time():.0f}"


def _read(folder: Path) -> dict[str, Any]:
    try:
        known = _unwritable.get(str(folder)) or json.loads((folder / _FILE).read_bytes())
    except (OSError, ValueError):
        known = {}
    return dict(known) if isinstance(known, dict) else {}


def _write(folder: Path, known: dict[str, Any]) -> None:
    """Keep the counts on disk, or in this process where the folder can only be read."""
    try:
        with replaced_file(folder / _FILE) as file:
            os.chmod(file.name, 0o600)  # noqa: PTH101
            file.write(json.dumps(known).encode())
        _unwritable.pop(str(folder), None)
    except OSError:
        _unwritable[str(folder)] = known


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One program at a time counts, so that many at once win nothing."""
    try:
        lock = FileLock(folder / "attempts.lock", timeout=_PATIENCE_S, mode=0o600)
        lock.acquire()
    except OSError:  # the folder can only be read, or another program hangs (filelock's Timeout is an OSError too)
        yield
        return
    try:
        yield
    finally:
        lock.release()
