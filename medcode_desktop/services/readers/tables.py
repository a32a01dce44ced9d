"""Tables of notes (CSV, Excel workbooks): each row with text in the column of notes is a note."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from statistics import fmean

from medcode_desktop.core.types import Stated
from medcode_desktop.services.readers.flow import refuse_entities
from medcode_desktop.services.readers.packed import member
from medcode_desktop.services.readers.plain import decode
from medcode_desktop.services.readers.source import MAX_NOTES, Document, Source, day_of, printable, stated, tidy

TEXT_COLUMNS = (
    "note", "notetext", "text", "clinicalnote", "clinicaltext", "reporttext", "report", "documenttext", "narrative",
    "transcription", "content", "body", "document", "freetext", "dictation", "fulltext",
)  # fmt: skip
_ID_COLUMNS = (
    "noteid", "documentid", "docid", "reportid", "encounterid", "visitid", "encounter", "visit", "rowid", "id",
)  # fmt: skip
_DAY_COLUMNS = ("dateofservice", "servicedate", "dos", "visitdate", "encounterdate", "notedate", "date")
_BIRTH_COLUMNS = ("birthdate", "dateofbirth", "dob")
_AGE_COLUMNS = ("age", "patientage", "ageyears")
_SEX_COLUMNS = ("sex", "gender", "patientsex")
_DELIMITERS = ",;\t|"
_ROWS_LOOKED_AT = 50
_LEAST_MEAN = 40
"""Mean characters from which a column without a known name may hold notes."""
_MOST_CELLS = 200
_MOST_FIELD = 2_000_000

Row = tuple[int, Sequence[object]]
"""Number of a row as the table shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each thing stands, -1 where the table does not have it."""

    text: int
    note_id: int
    day: int
    birth: int
    age: int
    sex: int


def read_csv(source: Source) -> Iterator[Document]:
    """Notes of a CSV with commas, semicolons, tabs or bars. Raises DocumentError when no column holds notes."""
    yield from _documents(source, _csv_rows(source, decode(source)))


def read_xlsx(source: Source, archive: zipfile.ZipFile) -> Iterator[Document]:
    """Notes of all sheets of a workbook. Formulas are not computed: the values saved with them count."""
    from openpyxl import load_workbook

    for info in archive.infolist():  # real sizes are counted, and entities refused, before the library unpacks it
        if info.filename.lower().endswith((".xml", ".rels")):
            refuse_entities(source, member(source, archive, info))
    book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False)
    found = False
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            rows = enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_CELLS), 1)
            for document in _documents(source, rows, demanded=len(sheets) == 1):
                found = True
                prefix = f"#{printable(sheet.title)}" if len(sheets) > 1 else ""
                yield Document(document.text, prefix + document.label, document.stated)
    finally:
        book.close()
    if not found:
        raise _no_notes(source)


def has_notes_header(line: str) -> bool:
    """Whether a line parts names by one delimiter, and one of the names is that of a column of notes."""
    return any(
        len(names := line.split(mark)) > 1 and any(_plain(name) in TEXT_COLUMNS for name in names)
        for mark in _DELIMITERS
    )


def _csv_rows(source: Source, text: str) -> Iterator[Row]:
    first = next((line for line in text[:10_000].splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1):
            yield number, row[:_MOST_CELLS]
    except csv.Error as error:
        raise source.damaged("a table (CSV)") from error


def _documents(source: Source, rows: Iterable[Row], *, demanded: bool = True) -> Iterator[Document]:
    rows = ((number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells))
    start = list(islice(rows, _ROWS_LOOKED_AT))
    columns, has_header = _columns([cells for _, cells in start])
    if columns is None:
        if demanded:
            raise _no_notes(source)
        return
    seen: set[str] = set()
    count = 0
    for number, cells in chain(start[has_header:], rows):
        text = _cell(cells, columns.text)
        if not any(map(str.isalnum, text)):
            continue
        if count % 100 == 0:
            source.check_time()
        count += 1
        if count > MAX_NOTES:
            raise source.refusal(f"has more than {MAX_NOTES:,} rows with notes.", "Divide it into several files.")
        label = printable(_cell(cells, columns.note_id)).replace("#", "")
        if not label or label in seen:
            label = f"row-{number}"
        seen.add(label)
        yield Document(tidy(text), f"#{label}", _stated(cells, columns))


def _columns(rows: Sequence[Sequence[object]]) -> tuple[Columns | None, bool]:
    """The columns by their names in the first row, else the one with the longest text; whether there is a header."""
    if not rows:
        return None, False
    names = [_plain(cell) for cell in rows[0]]

    def place(known: Sequence[str]) -> int:
        return next((names.index(name) for name in known if name in names), -1)

    text = place(TEXT_COLUMNS)
    has_header = text >= 0
    if not has_header:
        width = max(map(len, rows))
        means = [fmean(len(_cell(row, at)) for row in rows[1:] or rows) for at in range(width)]
        text = max(range(width), key=means.__getitem__, default=-1)
        if text < 0 or means[text] < _LEAST_MEAN or not any(" " in _cell(row, text) for row in rows):
            return None, False
        has_header = len(rows) > 1 and len(_cell(rows[0], text)) < means[text] / 4
    if not has_header:
        return Columns(text, -1, -1, -1, -1, -1), False
    known = (_ID_COLUMNS, _DAY_COLUMNS, _BIRTH_COLUMNS, _AGE_COLUMNS, _SEX_COLUMNS)
    note_id, *others = (-1 if (found := place(columns)) == text else found for columns in known)
    return Columns(text, note_id, *others), True


def _stated(cells: Sequence[object], columns: Columns) -> Stated:
    said = stated(_day(cells, columns.day), _day(cells, columns.birth), _cell(cells, columns.sex))
    try:
        years = float(_cell(cells, columns.age))
    except ValueError:
        return said
    return Stated(said.date_of_service, years, said.sex) if 0 <= years <= 150 else said


def _day(cells: Sequence[object], place: int) -> date | None:
    value = cells[place] if 0 <= place < len(cells) else None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else day_of(value)


def _cell(cells: Sequence[object], place: int) -> str:
    value = cells[place] if 0 <= place < len(cells) else None
    return "" if value is None else str(value)


def _plain(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name)).lower() if name is not None else ""


def _no_notes(source: Source) -> Exception:
    return source.refusal("has no column with notes.", 'Name the column "note" in its first row.')
