"""Workbooks read back to what was written, with typed cells and without formulas."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviews import CODING, KIDNEY, PAIN, reviews

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import Assertion, Coding, Evidence, Span, Suggestion
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export.forms import Wishes, compose
from medcode_desktop.services.export.reports import Chart
from medcode_desktop.services.export.rows import LONG_PRESETS, WIDE_PRESETS, Table
from medcode_desktop.services.export.workbook import read_workbook, workbook_bytes

FULL = [Table(LONG_PRESETS["all"]), Table(WIDE_PRESETS["all"], wide=True)]


def written(path: Path, review: list[Review], tables: list[Table] | None = None) -> openpyxl.Workbook:
    path.write_bytes(workbook_bytes(review, tables or FULL))
    return openpyxl.load_workbook(path)


@given(st.lists(reviews, max_size=2))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25, deadline=None
)
def test_a_workbook_reads_back_to_the_same_values(tmp_path: Path, these: list[Review]) -> None:
    path = tmp_path / "out.xlsx"
    book = written(path, these)
    assert read_workbook(path) == {"Codes": FULL[0].rows(these), "Notes": FULL[1].rows(these)}
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [value for value in texts if value.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


def test_cells_are_typed_and_edits_are_notes(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, 18, 0, tzinfo=timezone(timedelta(hours=-5)))
    review = Review(CODING, (ReviewedCode(KIDNEY, Status.ACCEPTED, "", "rk", at), ReviewedCode(PAIN)))
    sheet = written(tmp_path / "out.xlsx", [review])["Codes"]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert row["confidence"].value == 0.91 and row["confidence"].data_type == "n"
    assert row["sequence"].value == 1 and row["billable"].value is True
    assert row["decided_at"].is_date and row["decided_at"].value == datetime(2026, 11, 24, 23, 0)  # noqa: DTZ001
    assert "excludes1" in row["code"].comment.text
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert len(widths) == len(header) and all(6 <= width <= 60 for width in widths)


def test_a_list_of_columns_makes_the_sheet_that_has_them(tmp_path: Path) -> None:
    charts = [Chart(Review.of(CODING))]
    for columns, sheets in (
        ("billing", ["Codes", "Notes"]), ("note_id, code", ["Codes"]), ("note_id,dx1", ["Notes"]),
        ("note_id", ["Codes"]),
    ):  # fmt: skip
        (tmp_path / "out.xlsx").write_bytes(compose("xlsx", charts, Wishes(columns)))
        assert list(read_workbook(tmp_path / "out.xlsx")) == sheets


def test_a_text_that_no_cell_can_hold_is_told_and_not_cut() -> None:
    words = "x" * 40_000
    suggestion = Suggestion("I10", "", 0.5, True, Assertion.PRESENT, (Evidence(Span(0, 40_000), words),))
    with pytest.raises(ExportError, match="evidence_text has 40,000 characters"):
        workbook_bytes([Review.of(Coding("n", "", "", "", (suggestion,)))], FULL)


def test_other_files_are_no_workbooks_of_results(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with pytest.raises(ExportError, match="cannot be read"):
        read_workbook(path)
    path.write_bytes(b"not a zip")
    with pytest.raises(ExportError, match="is not a workbook"):
        read_workbook(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(ExportError, match="is not a workbook"):
        read_workbook(path)
    book = openpyxl.Workbook()
    book.active["A1"] = "colour"
    book.save(path)
    with pytest.raises(ExportError, match="columns"):
        read_workbook(path)
