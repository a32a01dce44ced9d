"""Tables read back to what was written, run as no formula, and rows are added without doubt."""

from __future__ import annotations

import csv
import io
import locale
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviews import CODING, KIDNEY, PAIN, reviews

from medcode_desktop.core.review import Review, ReviewedCode, Signature, Status
from medcode_desktop.core.types import DIAGNOSES, Assertion, Coding, Evidence, RiskTotal, Span, Suggestion
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export.rows import CODES, CONTRACT, LONG_PRESETS, WIDE_PRESETS, Table, choose_table
from medcode_desktop.services.export.tables import (
    DELIMITERS,
    Style,
    append_csv,
    csv_text,
    read_csv,
    style_of_locale,
    write_csv,
)


def test_csv_is_the_contract(tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, 18, 0, tzinfo=timezone(timedelta(hours=-5)))
    codes = (
        ReviewedCode(PAIN, Status.REJECTED, "", "rk", at),
        ReviewedCode(KIDNEY, Status.REPLACED, "E11.9", "rk", at),
    )
    path = tmp_path / "out.csv"
    write_csv([Review(CODING, codes)], path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfnote_id,source_file,sequence,code,") and data.endswith(b"\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        kidney, pain = csv.DictReader(file)
    assert tuple(kidney) == CONTRACT
    assert kidney == {
        "note_id": "visit-0412",
        "source_file": "in/visit-0412.txt",
        "sequence": "1",
        "code": "E11.22",
        "code_system": "ICD-10-CM",
        "code_title": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
        "status": "replaced",
        "confidence": "0.9100",
        "evidence_text": "Type 2 diabetes with\nCKD | T2DM",
        "evidence_start": "120 | 300",
        "evidence_end": "143 | 304",
        "edits": r"error excludes1 (E11.22, R07.9): Not together \| ever. | info age: ?",
        "flags": "hcc | replaces E11.9",
        "release": "ICD-10-CM 2026-04-01",
        "model": "minilm",
        "coder": "rk",
        "decided_at": "2026-11-24T18:00:00-05:00",
    }
    assert (pain["sequence"], pain["code"], pain["status"]) == ("2", "R07.9", "rejected")
    assert pain["edits"] == r"error excludes1 (E11.22, R07.9): Not together \| ever."


def test_a_time_without_zone_is_taken_as_local() -> None:
    code = ReviewedCode(KIDNEY, decided_at=datetime(2026, 11, 24, 18, 0))  # noqa: DTZ001
    (row,) = Table().rows([Review(CODING, (code,))])
    assert row["decided_at"] is not None and row["decided_at"].tzinfo is not None


@given(st.lists(reviews, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
def test_csv_reads_back_to_the_same_values(tmp_path: Path, written: list[Review]) -> None:
    path = tmp_path / "out.csv"
    write_csv(written, path)
    assert read_csv(path) == Table().rows(written)


@given(reviews)
def test_no_cell_starts_a_formula(review: Review) -> None:
    lines = csv.reader(io.StringIO(csv_text([review]), newline=""))  # str.splitlines knows more line ends than CSV
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for line in lines for cell in line)


def test_an_evidence_that_is_a_formula_is_guarded_and_reads_back(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    suggestion = Suggestion("I10", "-", 0.5, True, Assertion.PRESENT, (Evidence(Span(0, len(evil)), evil),))
    path = tmp_path / "out.csv"
    write_csv([Review.of(Coding("'n", "", "", "", (suggestion,)))], path)
    assert '"\'=HYPERLINK(""http://x"",""y"")"' in path.read_text("utf-8-sig")
    (row,) = read_csv(path)
    assert (row["note_id"], row["code_title"], row["evidence_text"]) == ("'n", "-", [evil])


@pytest.mark.parametrize(
    "content", [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe", b'"', (",".join(CONTRACT) + "\r\nonly,two\r\n").encode()]
)
def test_other_files_are_no_results(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=r"other\.csv is (not a CSV of results|damaged)"):
        read_csv(path)
    with pytest.raises(ExportError, match=r"gone\.csv cannot be read: no such file"):
        read_csv(tmp_path / "gone.csv")


def test_times_are_written_with_their_zone() -> None:
    code = ReviewedCode(KIDNEY, decided_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert csv_text([Review(CODING, (code,))]).endswith(",2026-01-02T03:04:05+00:00\r\n")


LOCALS = [Style(d, decimal, date) for d in ",;\t" for decimal, date in ((".", "yyyy-mm-dd"), (",", "dd.mm.yyyy"))] + [
    Style(",", ".", "mm/dd/yyyy")
]
tables = st.one_of(
    st.sampled_from([Table(columns) for columns in LONG_PRESETS.values()]),
    st.sampled_from([Table(columns, wide=True) for columns in WIDE_PRESETS.values()]),
    st.lists(st.sampled_from(LONG_PRESETS["all"]), min_size=1, unique=True).map(lambda names: Table(tuple(names))),
)


@given(st.lists(reviews, max_size=3), tables, st.sampled_from(LOCALS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
def test_every_table_reads_back_in_every_style(
    tmp_path: Path, written: list[Review], table: Table, style: Style
) -> None:
    path = tmp_path / "out.csv"
    write_csv(written, path, table, style)
    assert read_csv(path, style) == table.rows(written)
    lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=style.delimiter))
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for line in lines for cell in line)


def coded(*codes: str, note: str = "n", assertion: Assertion = Assertion.PRESENT) -> Review:
    return Review.of(Coding(note, "", "R 1", "m", tuple(Suggestion(c, c, 0.5, True, assertion, ()) for c in codes)))


class TestColumns:
    def test_the_wide_form_has_a_row_a_note_with_what_can_be_claimed(self) -> None:
        codes = [f"Z{number:02}.0" for number in range(10, 40)]
        review = coded(*codes).reject(0, Signature("rk", datetime(2026, 1, 2, tzinfo=UTC)))
        risk = RiskTotal(("37",), 1.25, 2027, "CMS-HCC Model V28")
        coding = Coding("n", "", "R 1", "m", review.coding.suggestions, (), ("Look.",), risk)
        (row,) = choose_table("standard", wide=True).rows([Review(coding, review.codes)])
        assert [row[name] for name in CODES] == codes[1:26]
        assert row["more_dx"] == codes[26:]
        assert (row["undecided"], row["coders"], row["warnings"]) == (29, ["rk"], ["Look."])
        assert (row["hccs"], row["risk_score"], row["payment_year"]) == (["37"], 1.25, 2027)
        assert row["decided_at"] == datetime(2026, 1, 2, tzinfo=UTC)

    def test_the_wide_form_has_procedures_that_a_person_decided_for(self) -> None:
        found = (("E11.9", DIAGNOSES), ("0TT10ZZ", "ICD-10-PCS"), ("BW03ZZZ", "ICD-10-PCS"), ("50230", "CPT"))
        suggestions = tuple(Suggestion(c, c, 0.5, True, Assertion.PRESENT, (), system=s) for c, s in found)
        review = Review.of(Coding("n", "", "R 1", "m", suggestions))
        for place in (1, 3):
            review = review.accept(place, Signature("rk"))
        for preset in ("standard", "billing", "audit"):
            (row,) = choose_table(preset, wide=True).rows([review])
            assert row["procedures"] == ["ICD-10-PCS 0TT10ZZ", "CPT 50230"]
            assert (row["dx1"], row["dx2"]) == ("E11.9", "")

    @pytest.mark.parametrize("wide", [False, True])
    def test_billing_has_neither_rejected_codes_nor_what_the_note_denies(self, wide: bool) -> None:
        denied = coded("R05.9", assertion=Assertion.NEGATED)
        review = coded("I10", "E11.9").reject(1, Signature("rk"))
        of_relative, history = (coded(c, assertion=Assertion.FAMILY) for c in ("C18.9", "Z80.0"))
        accepted = denied.accept(0, Signature("rk"))
        rows = choose_table("billing", wide=wide).rows([denied, review, of_relative, history, accepted])
        assert [row["dx1" if wide else "code"] for row in rows if not wide or row["dx1"]] == ["I10", "Z80.0", "R05.9"]

    def test_without_the_status_rejected_codes_are_left_out(self) -> None:
        review = coded("I10", "E11.9").reject(0, Signature("rk"))
        assert choose_table("code, assertion", wide=False).rows([review]) == [{"code": "E11.9", "assertion": "present"}]
        assert len(choose_table("code,status", wide=False).rows([review])) == 2

    def test_the_columns_of_the_contract_are_the_default(self) -> None:
        assert Table().columns == choose_table("standard", wide=False).columns == CONTRACT
        assert len(CONTRACT) == 17


class TestAppending:
    def test_rows_are_added_once_and_what_was_there_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        assert append_csv([coded("I10", "E11.9")], path) == 0
        path.write_bytes(path.read_bytes().replace(b"suggested", b"accepted"))
        before = path.read_bytes()
        assert append_csv([coded("I10", "J02.9"), coded("I10", note="other")], path) == 1
        assert path.read_bytes().startswith(before)
        assert [(row["note_id"], row["code"], row["status"]) for row in read_csv(path)] == [
            ("n", "I10", "accepted"), ("n", "E11.9", "accepted"), ("n", "J02.9", "suggested"),
            ("other", "I10", "suggested"),
        ]  # fmt: skip
        after = path.read_bytes()
        assert append_csv([coded("I10", "J02.9")], path) == 2
        assert path.read_bytes() == after

    @given(st.lists(reviews, max_size=3), st.lists(reviews, max_size=3), tables, st.sampled_from(LOCALS))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
    def test_no_row_stands_twice(
        self, tmp_path: Path, first: list[Review], second: list[Review], table: Table, style: Style
    ) -> None:
        path = tmp_path / "all.csv"
        path.unlink(missing_ok=True)
        if not set(table.key) <= set(table.columns):
            with pytest.raises(ExportError, match="without the column"):
                append_csv(first, path, table, style)
            return
        left_out = append_csv(first, path, table, style) + append_csv(second, path, table, style)
        rows = read_csv(path, style)
        wanted = table.rows([*first, *second])
        assert len(rows) + left_out == len(wanted)
        kept = [tuple(row[name] for name in table.key) for row in rows]
        assert kept == list(dict.fromkeys(tuple(row[name] for name in table.key) for row in wanted))
        assert all(row in wanted for row in rows)

    def test_other_columns_or_another_delimiter_are_refused_and_nothing_is_changed(self, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        write_csv([coded("I10")], path)
        before = path.read_bytes()
        for table, style in ((choose_table("all", wide=False), Style()), (Table(), Style(";"))):
            with pytest.raises(ExportError, match=r"columns"):
                append_csv([coded("J02.9")], path, table, style)
        with pytest.raises(ExportError, match="columns"):
            append_csv([coded("J02.9")], path, choose_table("standard", wide=True))
        assert path.read_bytes() == before

    def test_a_file_that_does_not_end_in_a_line_gets_its_end(self, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        write_csv([coded("I10")], path)
        path.write_bytes(path.read_bytes().rstrip())
        append_csv([coded("J02.9")], path)
        assert [row["code"] for row in read_csv(path)] == ["I10", "J02.9"]

    def test_an_empty_file_is_begun(self, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        path.touch()
        append_csv([coded("I10")], path)
        assert path.read_bytes().startswith(b"\xef\xbb\xbfnote_id,")


@pytest.mark.parametrize(
    ("decimal", "shown", "form", "cell"),
    [
        (",", "31.12.2001", "dd.mm.yyyy", "24.11.2026 18:00:00-05:00"),
        (".", "12/31/01", "mm/dd/yyyy", "11/24/2026 18:00:00-05:00"),
        (",", "31. 12. 2001", "dd. mm. yyyy", "24. 11. 2026 18:00:00-05:00"),
        (".", "the last day", "yyyy-mm-dd", "2026-11-24T18:00:00-05:00"),
    ],
)
def test_the_locale_says_how_numbers_and_dates_are_written(
    decimal: str, shown: str, form: str, cell: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The locales themselves need not be installed here; what they answer is put in their place."""

    class Day(datetime):
        def strftime(self, _: str) -> str:
            return shown

    monkeypatch.setattr("medcode_desktop.services.export.tables.datetime", Day)
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": decimal})
    style = style_of_locale(";")
    monkeypatch.undo()
    assert style == Style(";", decimal, form)
    at = datetime(2026, 11, 24, 18, 0, tzinfo=timezone(timedelta(hours=-5)))
    path = tmp_path / "out.csv"
    review = Review(CODING, (ReviewedCode(KIDNEY, Status.ACCEPTED, "", "rk", at),))
    write_csv([review], path, style=style)
    assert f";0{decimal}9100;" in path.read_text("utf-8-sig") and path.read_text("utf-8-sig").rstrip().endswith(cell)
    assert read_csv(path, style) == Table().rows([review])


def test_asking_for_the_locale_leaves_that_of_the_program_as_it_is() -> None:
    before = locale.setlocale(locale.LC_ALL)
    assert style_of_locale(",").decimal in ".,"
    assert locale.setlocale(locale.LC_ALL) == before
    assert set(DELIMITERS) == {"comma", "semicolon", "tab"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Calc is not installed")
def test_calc_shows_the_same_values_and_runs_no_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    evil = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "plain, with a comma", "'quoted"]
    suggestions = tuple(
        Suggestion(f"I{number}.9", words, 0.25, True, Assertion.PRESENT, (Evidence(Span(3, 7), words),))
        for number, words in enumerate(evil, 10)
    )
    reviews_ = [Review.of(Coding("=cmd|' /C calc'!A0", "", "R", "m", suggestions))]
    write_csv(reviews_, tmp_path / "out.csv")
    command = [
        "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
        "--infilter=CSV:44,34,76,1,,1033,false,false,false",  # comma, quotes, UTF-8; formulas would be run
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(tmp_path / "out.csv"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    seen = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    place = {name: number for number, name in enumerate(CONTRACT)}
    for line, row in zip(expected[1:], seen[1:], strict=True):
        for name in ("note_id", "code", "code_title", "evidence_text", "status", "release"):
            assert row[place[name]] == line[place[name]]
        assert (row[place["confidence"]], row[place["evidence_start"]]) == (0.25, 3)
