"""Tables of codes as their publishers give them out: text files, workbooks, and zips of these, as text."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

from medcode_desktop.errors import CodeSetError

HINT = "`medcode codes import --help` names the files that can be imported."
csv.field_size_limit(1_000_000)


def read_texts(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The text files, those inside of zips too; of a SNOMED CT zip only the snapshot is read."""
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CodeSetError(f"{path} cannot be read: {error.strerror or error}.") from error
        if path.suffix.lower() == ".xlsx":
            yield path.name, _sheet(path)
        elif data[:4] == b"PK\x03\x04":
            try:
                with zipfile.ZipFile(BytesIO(data)) as archive:
                    for member in archive.infolist():
                        wanted = member.filename.lower().endswith((".txt", ".csv"))
                        if wanted and ("Delta" not in member.filename and "Full" not in member.filename):
                            yield member.filename, _decoded(member.filename, archive.read(member))
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                raise CodeSetError(f"{path.name} is a zip that cannot be read: {error}.", HINT) from error
        else:
            yield path.name, _decoded(path.name, data)


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CodeSetError(f"{name}, line {line}: it is not text in UTF-8.", HINT) from error


def _sheet(path: Path) -> str:
    """The first sheet of a workbook as CSV."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise CodeSetError("Workbooks need openpyxl.", "pip install 'medcode-desktop[systems]'") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        out = StringIO()
        rows = ((("" if v is None else str(v)) for v in row) for row in book.worksheets[0].iter_rows(values_only=True))
        csv.writer(out).writerows(rows)
        book.close()
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CodeSetError(f"{path.name} is not a readable workbook: {error}.", HINT) from error
    return out.getvalue()


def has_columns(text: str, *names: str) -> bool:
    first = text.split("\n", 1)[0].rstrip("\r")
    columns = {part.strip().strip('"') for part in re.split(r"[\t,]", first)}
    return set(names) <= columns
