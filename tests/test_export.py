"""Results read back to what was written, run as no formula, and are never half written."""

from __future__ import annotations

import csv
import io
import json
import resource
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from privileges import unprivileged_folder

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import Assertion, Candidate, Coding, Edit, Evidence, Severity, Span, Suggestion
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export import (
    COLUMNS,
    check_writable,
    coding_from_dict,
    coding_to_dict,
    csv_rows,
    csv_text,
    json_line,
    json_text,
    read_csv,
    text_report,
    write_csv,
    write_jsonl,
    write_whole,
)

KIDNEY = Suggestion(
    "E11.22",
    "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    0.91,
    True,
    Assertion.PRESENT,
    (Evidence(Span(120, 143), "Type 2 diabetes with\nCKD"), Evidence(Span(300, 304), "T2DM")),
    (Candidate("E11.21", "Type 2 diabetes mellitus with diabetic nephropathy", 0.05),),
    ("hcc",),
)
PAIN = Suggestion("R07.9", "Chest pain, unspecified", 0.4, True, Assertion.NEGATED, ())
CODING = Coding(
    "visit-0412",
    "in/visit-0412.txt",
    "ICD-10-CM 2026-04-01",
    "minilm",
    (KIDNEY, PAIN),
    (
        Edit(Severity.ERROR, "excludes1", ("E11.22", "R07.9"), "Not together | ever."),
        Edit(Severity.INFO, "age", (), "?"),
    ),
    ("No assessment was found.",),
)


def text(**limits: int) -> st.SearchStrategy[str]:
    plain = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), **limits)
    nasty = st.text(st.sampled_from("=+-@\t\r\n'\"|\\, ;＝é"), **limits)
    return plain | nasty


confidences = st.floats(0, 1).map(lambda value: round(value, 4))
suggestions = st.builds(
    Suggestion,
    text(),
    text(),
    confidences,
    st.booleans(),
    st.sampled_from(Assertion),
    st.lists(st.builds(Evidence, st.builds(Span, st.integers(0), st.integers(0)), text()), max_size=3).map(tuple),
    st.lists(st.builds(Candidate, text(), text(), confidences), max_size=2).map(tuple),
    st.lists(text(), max_size=3).map(tuple),
    text(),
)
codings = st.builds(
    Coding,
    text(),
    text(),
    text(),
    text(),
    st.lists(suggestions, max_size=3).map(tuple),
    st.lists(
        st.builds(Edit, st.sampled_from(Severity), text(), st.lists(text(), max_size=2).map(tuple), text()), max_size=2
    ).map(tuple),
    st.lists(text(), max_size=2).map(tuple),
)
# Fixed offsets: Python holds a time in the hour that a clock change repeats for equal to nothing in another zone.
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.none() | st.datetimes(timezones=zones)
reviewed_codes = st.builds(ReviewedCode, suggestions, st.sampled_from(Status), text(), text(), times)
reviews = st.builds(Review, codings, st.lists(reviewed_codes, max_size=4).map(tuple))


def test_json_is_the_contract() -> None:
    assert json.loads(json_line(CODING)) == {
        "note_id": "visit-0412",
        "source": "in/visit-0412.txt",
        "release": "ICD-10-CM 2026-04-01",
        "model": "minilm",
        "suggestions": [
            {
                "code": "E11.22",
                "title": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
                "confidence": 0.91,
                "code_system": "ICD-10-CM",
                "billable": True,
                "assertion": "present",
                "evidence": [
                    {"start": 120, "end": 143, "text": "Type 2 diabetes with\nCKD"},
                    {"start": 300, "end": 304, "text": "T2DM"},
                ],
                "alternatives": [
                    {
                        "code": "E11.21",
                        "title": "Type 2 diabetes mellitus with diabetic nephropathy",
                        "confidence": 0.05,
                    }
                ],
                "flags": ["hcc"],
            },
            {
                "code": "R07.9",
                "title": "Chest pain, unspecified",
                "confidence": 0.4,
                "code_system": "ICD-10-CM",
                "billable": True,
                "assertion": "negated",
                "evidence": [],
                "alternatives": [],
                "flags": [],
            },
        ],
        "edits": [
            {
                "severity": "error",
                "kind": "excludes1",
                "codes": ["E11.22", "R07.9"],
                "message": "Not together | ever.",
            },
            {"severity": "info", "kind": "age", "codes": [], "message": "?"},
        ],
        "warnings": ["No assessment was found."],
    }


@given(codings)
def test_json_reads_back(coding: Coding) -> None:
    line = json_line(coding)
    assert line.endswith("\n") and "\n" not in line[:-1]
    assert coding_from_dict(json.loads(line)) == coding


def test_numpy_confidence_is_written_as_a_number() -> None:
    suggestion = Suggestion("I10", "", np.float32(0.1), True, Assertion.PRESENT, ())  # type: ignore[arg-type]
    coding = Coding("n", "", "", "", (suggestion,))
    assert coding_to_dict(coding)["suggestions"][0]["confidence"] == 0.1
    assert csv_rows([Review.of(coding)])[0]["confidence"] == 0.1


def test_one_note_is_an_object_and_several_an_array(tmp_path: Path) -> None:
    assert json.loads(json_text([CODING], array=False)) == coding_to_dict(CODING)
    assert json.loads(json_text([CODING], array=True)) == [coding_to_dict(CODING)]
    write_jsonl([CODING, CODING], tmp_path / "two.jsonl")
    assert (tmp_path / "two.jsonl").read_text("utf-8") == json_line(CODING) * 2


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
    assert tuple(kidney) == COLUMNS
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
    (row,) = csv_rows([Review(CODING, (code,))])
    assert row["decided_at"] is not None and row["decided_at"].tzinfo is not None


@given(st.lists(reviews, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
def test_csv_reads_back_to_the_same_values(tmp_path: Path, written: list[Review]) -> None:
    path = tmp_path / "out.csv"
    write_csv(written, path)
    assert read_csv(path) == csv_rows(written)


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
    "content", [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe", b'"', (",".join(COLUMNS) + "\r\nonly,two\r\n").encode()]
)
def test_other_files_are_no_results(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=r"other\.csv is (not a CSV of results|damaged)"):
        read_csv(path)
    with pytest.raises(ExportError, match=r"gone\.csv cannot be read: no such file"):
        read_csv(tmp_path / "gone.csv")


def test_text_report() -> None:
    assert text_report(CODING).splitlines() == [
        "visit-0412  (ICD-10-CM 2026-04-01, minilm)",
        "  1  E11.22    0.91  Type 2 diabetes mellitus with diabetic chronic kidney disease  [hcc]",
        "                     “Type 2 diabetes with CKD”; “T2DM”",
        "  2  R07.9     0.40  Chest pain, unspecified  [negated]",
        "  error: Not together | ever.",
        "  info: ?",
        "  note: No assessment was found.",
    ]
    assert "no codes found" in text_report(Coding("n", "", "", "", ()))


def test_a_read_only_folder_is_said_so() -> None:
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        for write in (lambda path: write_whole(path, b"x"), check_writable):
            with pytest.raises(ExportError, match=r"out\.csv cannot be written: permission denied"):
                write(folder / "out.csv")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(ExportError, match="cannot be written: file too large"):
            write_whole(path, b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_target_held_by_another_program_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ExportError, match="used by another process") as caught:
        write_whole(path, b"after")
    assert "open in another program" in caught.value.hint
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a directory"):
        write_whole(tmp_path, b"x")
    with pytest.raises(ExportError, match="it is a folder"):
        check_writable(tmp_path)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.csv"
    check_writable(path)
    write_csv([Review.of(CODING)], path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [row["code"] for row in read_csv(path)] == ["E11.22", "R07.9"]


def test_a_replaced_file_keeps_its_permissions_and_a_link_its_place(tmp_path: Path) -> None:
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    check_writable(link)
    write_whole(link, b"after")
    assert link.is_symlink() and path.read_bytes() == b"after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_times_are_written_with_their_zone() -> None:
    code = ReviewedCode(KIDNEY, decided_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert csv_text([Review(CODING, (code,))]).endswith(",2026-01-02T03:04:05+00:00\r\n")
