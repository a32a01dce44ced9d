"""Tables of codes as their publishers give them out: text files, workbooks, and zips of these, as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path

from medcode_desktop.errors import CodeSetError
from medcode_desktop.services.archives import Allowance, check_document, contents

HINT = "`medcode codes import --help` names the files that can be imported."
LARGEST, LARGEST_FILE, MOST_FILES = 4_000_000_000, 800_000_000, 2_000
"""Bytes of all files and of one, and their number: a release of SNOMED CT has 1.5 billion in some 100."""
MOST_ROWS, MOST_COLUMNS = 200_000, 100
"""Of a sheet: a few bytes can say that it has billions of empty cells."""
_FIRST_LINE = 4_000
csv.field_size_limit(1_000_000)


def read_texts(paths: Iterable[Path], is_known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The text files, those inside of zips too; of a SNOMED CT zip the snapshot alone.

    Of a zip only those are read whose beginning is known. Raises CodeSetError that names the file, the line where there
    is one, and the reason.
    """
    allowance = Allowance(LARGEST, MOST_FILES, HINT)
    for path in paths:
        if path.suffix.lower() == ".xlsx":
            yield path.name, _sheet(path, allowance)
            continue
        for name, data in contents(path, allowance, _wanted):
            if len(data) > LARGEST_FILE:
                raise CodeSetError(f"{name} is larger than the table of a code system ever is.", HINT)
            if name == path.name or is_known(data[:_FIRST_LINE].decode("utf-8-sig", "replace")):
                yield name, _decoded(name, data)


def _wanted(name: str) -> bool:
    return name.lower().endswith((".txt", ".csv", ".zip")) and "Delta" not in name and "Full" not in name


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CodeSetError(f"{name}, line {line}: it is not text in UTF-8.", HINT) from error


def _sheet(path: Path, allowance: Allowance) -> str:
    """The first sheet of a workbook as CSV."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise CodeSetError("Workbooks need openpyxl.", "pip install 'medcode-desktop[systems]'") from error
    try:
        check_document(path, allowance)
        book = load_workbook(path, read_only=True, data_only=True)
        out = StringIO()
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        csv.writer(out).writerows(("" if v is None else str(v) for v in row) for row in rows)
        book.close()
    except CodeSetError:
        raise
    except Exception as error:  # of openpyxl, which fails in many ways at what is no workbook
        raise CodeSetError(f"{path.name} is not a readable workbook ({type(error).__name__}).", HINT) from error
    return out.getvalue()


def has_columns(text: str, *names: str) -> bool:
    """Whether the first line names these columns."""
    first = text.split("\n", 1)[0].rstrip("\r")
    columns = {part.strip().strip('"') for part in re.split(r"[\t,]", first)}
    return set(names) <= columns
