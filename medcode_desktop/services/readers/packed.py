"""What lies in zip files, in memory only: archives of documents, and the office documents that are zip files too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from medcode_desktop.errors import DocumentError
from medcode_desktop.services.readers.source import DAMAGED_HINT, MAX_INFLATED, MAX_PARTS, Source

_CHUNK = 1 << 20
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
PASSWORD_HINT = "Open it with the password and save it without one."  # noqa: S105


def open_archive(source: Source) -> zipfile.ZipFile:
    """The zip file, its directory read. Raises DocumentError when it is damaged or claims to be too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise source.damaged("a ZIP file or Office document") from error
    if len(archive.namelist()) > 10 * MAX_PARTS:
        raise source.refusal(f"holds more than {10 * MAX_PARTS:,} files.", "Unpack it, then open the files you need.")
    if sum(info.file_size for info in archive.infolist()) > MAX_INFLATED:
        source.spend(MAX_INFLATED + 1)
    return archive


def member(source: Source, archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """One file of an archive, unpacked piece by piece until the limit, whatever size its directory claims.

    Raises DocumentError when it is missing, damaged, encrypted or too large.
    """
    try:
        info = archive.getinfo(name) if isinstance(name, str) else name
        if info.flag_bits & 1:
            raise source.refusal("is protected with a password.", PASSWORD_HINT)
        pieces = []
        with archive.open(info) as file:
            while piece := file.read(_CHUNK):
                source.spend(len(piece))
                source.check_time()
                pieces.append(piece)
    except KeyError as error:
        raise source.refusal("cannot be read: a part of it is missing.", DAMAGED_HINT) from error
    except NotImplementedError as error:
        raise source.refusal("is packed in a way that cannot be read.", "Unpack it, then open the files.") from error
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise source.damaged("a ZIP file or Office document") from error
    return b"".join(pieces)


def members(source: Source, archive: zipfile.ZipFile) -> Iterator[Source]:
    """Each document of an archive; one that cannot be unpacked is noted as refused. Names are labels, never paths."""
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if info.is_dir() or path.name.startswith(".") or any(part in _LITTER for part in path.parts):
            continue
        inner = source.inside("/".join(part for part in path.parts if part not in ("/", "..", ".")), b"")
        try:
            data = member(inner, archive, info)
        except DocumentError as error:
            if source.budget.exhausted:
                raise
            source.refused.append(error)
            continue
        yield replace(inner, data=data)
