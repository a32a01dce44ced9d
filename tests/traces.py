"""What a program leaves on the disk: folders for all that it may write unasked, and the search for words in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def make_places(folder: Path) -> dict[str, Path]:
    """Folders for all that a program may write without being told to."""
    folders = {name: folder / name for name in ("home", "tmp", "cache", "medcode")}
    for place in folders.values():
        place.mkdir()
    return folders


def environment(places: Mapping[str, Path]) -> dict[str, str]:
    """What tells a program to write there."""
    return os.environ | {
        "HOME": str(places["home"]),
        "MEDCODE_HOME": str(places["medcode"]),
        "TMPDIR": str(places["tmp"]),
        "XDG_CACHE_HOME": str(places["cache"]),
        "XDG_CONFIG_HOME": str(places["cache"]),
        "XDG_DATA_HOME": str(places["cache"]),
        "XDG_RUNTIME_DIR": str(places["tmp"]),
        "XDG_STATE_HOME": str(places["cache"]),
    }


def needles(words: Iterable[str]) -> list[bytes]:
    """The words as a file may hold them, in UTF-8 or UTF-16."""
    return [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def files_with(words: Sequence[str], folders: Iterable[Path]) -> list[str]:
    """Files in the folders that hold one of the words, in their content or their name."""
    wanted = needles(words)
    files = (file for folder in folders for file in [folder, *folder.rglob("*")] if file.is_file())
    return [
        str(file)
        for file in files
        if any(word in content for content in (file.read_bytes(), os.fsencode(file.name)) for word in wanted)
    ]
