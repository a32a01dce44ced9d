"""Whether files are what they were made as: recorded checksums, and checks that cost nothing when they are repeated.

A folder's checksums stand in a file beside its files. What was computed is remembered with the size, the times and
the number of the file, so the next start reads a few bytes instead of all weights. This tells damage and exchanged
files; it cannot tell what was done by someone who may write to the user's folders and to the program itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Generator, Mapping
from pathlib import Path

from medcode_desktop import paths
from medcode_desktop.core.types import Progress

RECORD = "checksums.json"
_CHUNK = 1 << 20
_LONGEST = 1 << 20
"""Bytes of a record; one of some thousand files has less."""
_MOST_REMEMBERED = 500


def sha256_of(path: Path) -> Generator[Progress, None, str]:
    """The checksum of a file in hexadecimal digits; progress counts bytes. Raises OSError."""
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            digest.update(part)
            done += len(part)
            yield Progress(done, size, f"Checking {path.name}")
    return digest.hexdigest()


def recorded(folder: Path) -> dict[str, str]:
    """The checksums that are recorded for the files of a folder; a missing or damaged record counts as none."""
    return {name: value for name, value in _read(folder / RECORD).items() if isinstance(value, str)}


def record(path: Path, sha256: str) -> None:
    """Record the checksum of a file beside it; "" forgets what was recorded, before the file is replaced."""
    record = recorded(path.parent)
    if sha256 or path.name in record:
        record[path.name] = sha256
        known = {name: value for name, value in record.items() if value}
        if known:
            _write(path.parent / RECORD, known)
        else:
            (path.parent / RECORD).unlink()


def record_file(path: Path) -> None:
    """Compute the checksum of a file that was just made, and record it."""
    record(path, _finish(sha256_of(path)))


def fault(path: Path, expected: str = "") -> str:
    """What is wrong with a file, as a sentence; "" when it is as `expected`, or as was recorded, or nothing is known.

    It is read only when it changed since it was read last. Raises OSError.
    """
    expected = expected or recorded(path.parent).get(path.name, "")
    if not expected:
        return ""
    state = path.stat()
    seen = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
    memory = _read(_memory())
    key = str(path.absolute())
    if memory.get(key) == [*seen, expected]:
        return ""
    actual = _finish(sha256_of(path))
    if actual != expected:
        return f"{path.name} is damaged or another file: its sha256 is {actual}, not {expected}."
    memory.pop(key, None)
    newest = dict(list(memory.items())[-_MOST_REMEMBERED:]) | {key: [*seen, expected]}
    with contextlib.suppress(OSError):  # then it is read again next time
        _write(_memory(), newest)
    return ""


def _memory() -> Path:
    return paths.cache_folder() / "checked.json"


def _read(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            record = json.loads(stream.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _write(file: Path, record: Mapping[str, object]) -> None:
    with paths.replaced_file(file) as stream:
        stream.write(json.dumps(record, indent=1).encode())


def _finish(run: Generator[Progress, None, str]) -> str:
    while True:
        try:
            next(run)
        except StopIteration as end:
            return str(end.value)
