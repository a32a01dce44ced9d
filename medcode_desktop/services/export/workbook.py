"""Results as an Excel workbook: the sheet "Codes" with a row a code, and "Notes" with a row a note.

Numbers, truths and times are typed cells; times are in UTC, as a cell holds no zone. Texts are always written as texts
and guarded as in the CSV, so that no cell is a formula, here or where the sheet is saved as CSV. What XML cannot hold
is written as Excel does (`_x000D_`, ECMA-376 part 1, 22.9.2.19). The edits of a code are a note on its cell too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medcode_desktop.core.review import Review
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export import reason_of
from medcode_desktop.services.export.rows import CODES, KINDS, Kind, Row, Table
from medcode_desktop.services.export.tables import guard, joined, parted, unguard

CODES_SHEET, NOTES_SHEET = "Codes", "Notes"
_MOST_CHARACTERS = 32_767
"""Of a cell, by Excel's specifications."""
_WIDTHS = (6, 60)
_TIME_FORM = "yyyy-mm-dd hh:mm:ss"
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def workbook_bytes(reviews: Sequence[Review], tables: Iterable[Table]) -> bytes:
    """An .xlsx with a sheet for each table, at most one long and one wide.

    Raises ExportError where openpyxl is missing, or a text is longer than a cell can be.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "MedCode Desktop"
    for table in tables:
        sheet = book.create_sheet(NOTES_SHEET if table.wide else CODES_SHEET)
        _fill(sheet, table, table.rows(reviews))
        if not table.wide:
            _annotate(sheet, table, Table(("code", "edits", *table.columns)).rows(reviews))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_workbook(path: Path) -> dict[str, list[Row]]:
    """The rows of each sheet by its name, with the values that were written; times come back in UTC.

    Raises ExportError when the file cannot be read or is not such a workbook.
    """
    openpyxl = _openpyxl()
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {reason_of(error)}.") from error
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ExportError(f"{path} is not a workbook of results.") from error
    sheets = {}
    for sheet in book:
        header, *lines = [[cell.value for cell in line] for line in sheet.iter_rows()] or [[]]
        if not header or not KINDS.keys() >= set(header):
            raise ExportError(f"{path} is not a workbook of results: its columns are not the expected ones.")
        try:
            sheets[sheet.title] = [
                {name: _value(value, KINDS[name]) for name, value in zip(header, line, strict=True)} for line in lines
            ]
        except (ValueError, TypeError) as error:
            raise ExportError(f"{path} is damaged: a cell of {sheet.title} cannot be read.") from error
    return sheets


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise ExportError("Workbooks need openpyxl.", "pip install 'medcode-desktop[exports]'") from error
    return openpyxl


def _fill(sheet: Any, table: Table, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, name in enumerate(table.columns, 1):
        sheet.cell(1, place, name).font = Font(bold=True)
    for line, row in enumerate(rows, 2):
        for place, (name, value) in enumerate(row.items(), 1):
            cell = sheet.cell(line, place)
            cell.alignment = Alignment(vertical="top")
            _put(cell, value, name)
    for place, name in enumerate(table.columns, 1):
        shown = max((len(str(sheet.cell(line, place).value or "")) for line in range(1, len(rows) + 2)), default=0)
        least = 10 if name in CODES else _WIDTHS[0]
        sheet.column_dimensions[get_column_letter(place)].width = min(max(shown + 3, least), _WIDTHS[1])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 1}"


def _put(cell: Any, value: object, name: str) -> None:
    if isinstance(value, list):
        value = value[0] if KINDS[name] is Kind.INTEGERS and len(value) == 1 else joined(value)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if 1900 < value.year < 9999 else None
        if moment and not moment.microsecond:
            cell.value, cell.number_format = moment.replace(tzinfo=None), _TIME_FORM
            return
        value = value.isoformat()  # what a cell cannot hold exactly
    if isinstance(value, str):
        text = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", guard(value))
        if len(text) > _MOST_CHARACTERS:
            raise ExportError(
                f"A text of the column {name} has {len(text):,} characters; a cell takes {_MOST_CHARACTERS:,}.",
                "Export as CSV, or leave the column out.",
            )
        if text:
            cell.value = text
            cell.data_type = "s"  # whatever it looks like
    elif value is not None:
        cell.value = value
        if KINDS[name] is Kind.NUMBER:
            cell.number_format = "0.00"


def _annotate(sheet: Any, table: Table, rows: Sequence[Row]) -> None:
    from openpyxl.comments import Comment

    place = table.columns.index("code") + 1 if "code" in table.columns else 1
    for line, row in enumerate(rows, 2):
        if row["edits"]:
            text = _NO_XML.sub(" ", "\n".join(row["edits"]))
            note = Comment(text, "MedCode Desktop", width=360, height=24 + 20 * (len(text) // 50 + len(row["edits"])))
            sheet.cell(line, place).comment = note


def _value(value: object, kind: Kind) -> object:
    """What a cell held before it was written. Raises ValueError or TypeError where that is nothing of the kind."""
    text = unguard(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)) if isinstance(value, str) else ""
    match kind:
        case Kind.TEXT:
            return text if value is None or isinstance(value, str) else str(value)
        case Kind.TEXTS:
            return parted(text)
        case Kind.INTEGERS:
            return [value] if isinstance(value, int) else [int(item) for item in parted(text)]
        case Kind.TRUTH | Kind.INTEGER:
            return value
        case Kind.NUMBER:
            return float(value) if isinstance(value, int | float) else None
        case Kind.TIME:
            if isinstance(value, datetime):
                return value.replace(tzinfo=UTC)
            return datetime.fromisoformat(text) if text else None
