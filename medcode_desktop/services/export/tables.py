r"""Tables as CSV: UTF-8 with BOM, RFC 4180, safe to open in a spreadsheet and exact to read back.

- Formula guard (OWASP, CSV injection): a cell that begins with = + - @ tab CR LF, or one of the full-width forms of
  those signs, gets an apostrophe in front. So does one that begins with an apostrophe; reading takes one away.
- Several values in one cell (evidence, edits, flags) are joined by " | ". Inside a value a bar is written "\|", a
  backslash "\\", and an empty value is a lone backslash.
- Numbers have a decimal point and no thousands sign; times are ISO 8601 with their zone. A style may ask for another
  delimiter, a decimal comma, and dates as the user's locale writes them.
"""

from __future__ import annotations

import csv
import io
import itertools
import locale
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from medcode_desktop.core.review import Review
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export import reason_of, write_whole
from medcode_desktop.services.export.rows import KINDS, Kind, Row, Table

BOM = "\ufeff"
"""What Excel needs to know UTF-8."""
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMALS = 4
_FORMULA_STARTS = tuple("=+-@\t\r\n'＝＋－＠")
_SEPARATOR = " | "
_ISO_DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Style:
    """How a CSV writes its cells. `date` has yyyy, mm and dd once each, in any order, and signs between them."""

    delimiter: str = ","
    decimal: str = "."
    date: str = _ISO_DATE


PLAIN = Style()
CONTRACT_TABLE = Table()


def style_of_locale(delimiter: str) -> Style:
    """A style with the decimal sign and the form of dates that this computer's locale asks for.

    Where the locale does not say, or is not installed, that of the contract holds.
    """
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        decimal = str(locale.localeconv()["decimal_point"])
        date = datetime(2001, 12, 31).strftime("%x")  # noqa: DTZ001
    except locale.Error:
        return Style(delimiter)
    finally:
        locale.setlocale(locale.LC_ALL, before)
    for part, sign in (("2001", "yyyy"), ("01", "yyyy"), ("12", "mm"), ("31", "dd")):
        if sign not in date:
            date = date.replace(part, sign, 1)
    fits = re.fullmatch(r"(?=.*yyyy)(?=.*mm)(?=.*dd)[ymd]+\W{1,2}[ymd]+\W{1,2}[ymd]+\W?", date)
    return Style(delimiter, decimal if decimal in ".," else ".", date if fits else _ISO_DATE)


def csv_text(reviews: Iterable[Review], table: Table = CONTRACT_TABLE, style: Style = PLAIN) -> str:
    """The CSV of the reviews with its header, without the BOM that a file begins with."""
    return _lines([table.columns], style) + _row_text(table.rows(reviews), style)


def write_csv(reviews: Iterable[Review], path: Path, table: Table = CONTRACT_TABLE, style: Style = PLAIN) -> None:
    """Write the CSV to a file, review by review: they need not be in memory together. Raises ExportError."""
    lines = (_row_text(table.rows([review]), style) for review in reviews)
    header = BOM + _lines([table.columns], style)
    write_whole(path, (text.encode("utf-8") for text in itertools.chain([header], lines)))


def append_csv(reviews: Iterable[Review], path: Path, table: Table = CONTRACT_TABLE, style: Style = PLAIN) -> int:
    """Add the rows of the reviews to a CSV, whole or not at all; return how many were there already.

    A row for the same note and code (the same note, in the wide form) is not written twice: what is in the file stays
    as it is. A missing or empty file is begun. Raises ExportError when the columns or the style are not those of the
    file, the columns do not say what a row is about, or the file cannot be read or written.
    """
    if missing := [name for name in table.key if name not in table.columns]:
        raise ExportError(
            f"Rows cannot be added to {path} without the column {missing[0]}: nothing would tell which are there.",
            "Name it among the columns.",
        )
    rows = table.rows(reviews)
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {reason_of(error)}.") from error
    there: set[tuple[object, ...]] = set()
    if before:
        header, old = _read(path, before, style)
        if header != table.columns:
            raise ExportError(
                f"The columns of {path} are not the ones to be added: it has {', '.join(header)}.",
                "Name the same columns in the same order, or choose another file. Nothing was changed.",
            )
        there = {tuple(row[name] for name in table.key) for row in old}
    fresh = []
    for row in rows:
        about = tuple(row[name] for name in table.key)
        if about not in there:
            there.add(about)
            fresh.append(row)
    if before and not fresh:
        return len(rows)
    begun = before or (BOM + _lines([table.columns], style)).encode("utf-8")
    end = b"" if begun.endswith((b"\n", b"\r")) else b"\r\n"
    write_whole(path, begun + end + _row_text(fresh, style).encode("utf-8"))
    return len(rows) - len(fresh)


def read_csv(path: Path, style: Style = PLAIN) -> list[Row]:
    """The rows of a CSV that this module wrote in the same style, with the values that were written.

    Raises ExportError when the file cannot be read or is not such a CSV.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {reason_of(error)}.") from error
    return _read(path, data, style)[1]


def guard(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text.removeprefix("'")


def joined(values: Iterable[object]) -> str:
    """Several values in one cell."""
    return _SEPARATOR.join(re.sub(r"([\\|])", r"\\\1", str(value)) or "\\" for value in values)


def parted(cell: str) -> list[str]:
    """The values that `joined` was given, as texts."""
    items = cell.split(_SEPARATOR) if cell else []
    return [re.sub(r"\\(.?)", r"\1", item, flags=re.DOTALL) for item in items]


def _read(path: Path, data: bytes, style: Style) -> tuple[tuple[str, ...], list[Row]]:
    try:
        text = data.decode("utf-8-sig")
        header, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=style.delimiter, strict=True)
    except (ValueError, csv.Error) as error:
        raise ExportError(f"{path} is not a CSV of results.") from error
    if not header or not KINDS.keys() >= set(header) or len(set(header)) < len(header):
        raise ExportError(
            f"{path} is not a CSV of results: its columns are not the expected ones.",
            "If they stand in one cell, it has another delimiter.",
        )
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            cells = zip(header, map(unguard, line), strict=True)
            rows.append({name: _value(cell, KINDS[name], style) for name, cell in cells})
        except ValueError as error:
            raise ExportError(f"{path} is damaged: its row {number} cannot be read.") from error
    return tuple(header), rows


def _row_text(rows: Iterable[Row], style: Style) -> str:
    return _lines(([guard(_cell(value, style)) for value in row.values()] for row in rows), style)


def _lines(lines: Iterable[Iterable[str]], style: Style) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=style.delimiter).writerows(lines)
    return buffer.getvalue()


def _cell(value: object, style: Style) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.{_DECIMALS}f}".replace(".", style.decimal)
        case datetime():
            return value.isoformat() if style.date == _ISO_DATE else _local(value, style.date)
        case list():
            return joined(value)
        case None:
            return ""
        case _:
            return str(value)


def _value(cell: str, kind: Kind, style: Style) -> object:
    """The value of a cell. Raises ValueError where there is none of that kind."""
    match kind:
        case Kind.TEXT:
            return cell
        case Kind.TEXTS:
            return parted(cell)
        case Kind.INTEGERS:
            return [int(item) for item in parted(cell)]
        case Kind.TRUTH:
            return ("false", "true").index(cell.lower()) == 1  # spreadsheets write them large
        case Kind.INTEGER:
            return int(cell) if cell else None
        case Kind.NUMBER:
            return float(cell.replace(style.decimal, ".")) if cell else None
        case Kind.TIME:
            return _time(cell, style.date) if cell else None


def _local(time: datetime, form: str) -> str:
    """Such as "24.11.2026 18:00:00-05:00": the date as people write it, the time with its zone."""
    date = form.replace("yyyy", f"{time.year:04}").replace("mm", f"{time.month:02}").replace("dd", f"{time.day:02}")
    return f"{date} {time.isoformat().partition('T')[2]}"


def _time(cell: str, form: str) -> datetime:
    if form == _ISO_DATE:
        return datetime.fromisoformat(cell)
    date, _, time = cell.rpartition(" ")
    pattern = re.escape(form).replace("yyyy", r"(?P<y>\d{4})").replace("mm", r"(?P<m>\d\d)")
    found = re.fullmatch(pattern.replace("dd", r"(?P<d>\d\d)"), date)
    if not found:
        raise ValueError(cell)
    return datetime.fromisoformat(f"{found['y']}-{found['m']}-{found['d']}T{time}")
