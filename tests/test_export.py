"""Results as JSON read back to what was written, and no file is ever half written, whatever its form."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from privileges import unprivileged_folder
from reviews import CODING, KIDNEY, PAIN, codings, reviews

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import Assertion, Coding, RiskTotal, Suggestion
from medcode_desktop.errors import ExportError, SettingsError
from medcode_desktop.services.export import (
    check_writable,
    coding_from_dict,
    coding_to_dict,
    json_line,
    json_text,
    reported_coding,
    review_to_dict,
    write_jsonl,
    write_whole,
)
from medcode_desktop.services.export.forms import SUFFIXES, Wishes, compose
from medcode_desktop.services.export.reports import Chart
from medcode_desktop.services.export.rows import Table
from medcode_desktop.services.export.tables import read_csv, write_csv


def test_json_is_the_contract() -> None:
    assert json.loads(json_line(Review.of(CODING))) == {
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
    line = json_line(Review.of(coding))
    assert line.endswith("\n") and "\n" not in line[:-1]
    assert coding_from_dict(json.loads(line)) == coding


def test_numpy_confidence_is_written_as_a_number() -> None:
    suggestion = Suggestion("I10", "", np.float32(0.1), True, Assertion.PRESENT, ())  # type: ignore[arg-type]
    coding = Coding("n", "", "", "", (suggestion,))
    assert coding_to_dict(coding)["suggestions"][0]["confidence"] == 0.1
    assert Table().rows([Review.of(coding)])[0]["confidence"] == 0.1


def test_one_note_is_an_object_and_several_an_array(tmp_path: Path) -> None:
    assert json.loads(json_text([Review.of(CODING)], array=False)) == coding_to_dict(CODING)
    assert json.loads(json_text([Review.of(CODING)], array=True)) == [coding_to_dict(CODING)]
    write_jsonl([CODING, CODING], tmp_path / "two.jsonl")
    assert (tmp_path / "two.jsonl").read_text("utf-8") == json_line(Review.of(CODING)) * 2


@given(reviews)
def test_json_of_a_review_is_the_contract_of_what_is_reported(review: Review) -> None:
    data = json.loads(json_line(review))
    assert coding_from_dict(data) == reported_coding(review)
    decided = [code for code in review.reported if code.status is not Status.SUGGESTED]
    assert [s["status"] for s in data["suggestions"] if "status" in s] == [str(code.status) for code in decided]
    rejected = [code.code for code in review.codes if code.status is Status.REJECTED]
    assert [s["code"] for s in data.get("rejected", [])] == rejected


def test_json_of_a_review_says_who_decided_what() -> None:
    code = ReviewedCode(KIDNEY, Status.REPLACED, "E11.9", "rk", datetime.fromisoformat("2026-11-24T18:00:00-05:00"))
    data = review_to_dict(Review(CODING, (code, ReviewedCode(PAIN, Status.REJECTED))))
    (kidney,), (pain,) = data["suggestions"], data["rejected"]
    assert (kidney["status"], kidney["replaces"], kidney["coder"]) == ("replaced", "E11.9", "rk")
    assert kidney["decided_at"] == "2026-11-24T18:00:00-05:00"
    assert (pain["code"], pain["status"]) == ("R07.9", "rejected")


def test_the_risk_is_a_key_of_its_own() -> None:
    coding = Coding("n", "", "", "", (), risk=RiskTotal(("37", "226"), 1.336, 2027, "CMS-HCC Model V28"))
    assert coding_to_dict(coding)["risk"] == {
        "model": "CMS-HCC Model V28", "payment_year": 2027, "hccs": ["37", "226"], "score": 1.336,
    }  # fmt: skip


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


CHARTS = [Chart(Review.of(CODING), "A note."), Chart(Review.of(CODING), "Another one.")]


@pytest.mark.parametrize("form", SUFFIXES)
def test_a_full_disk_leaves_what_was_there_in_every_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{SUFFIXES[form]}"
    path.write_bytes(b"before")
    data = compose(form, CHARTS, Wishes())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(data) // 2, limits[1]))
    try:
        with pytest.raises(ExportError, match="cannot be written: file too large"):
            write_whole(path, data)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, data)
    assert path.read_bytes() == data


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_program_that_is_killed_while_it_writes_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    code = f"""
import os, signal
from pathlib import Path
from medcode_desktop.services.export import write_whole
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)  # everything is written, nothing is in its place
write_whole(Path({str(path)!r}), b"after" * 1000)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"before"


def test_unknown_columns_are_told_before_the_work() -> None:
    for form in ("csv", "csv-wide", "xlsx"):
        with pytest.raises(SettingsError, match="no column 'colour'") as caught:
            Wishes("note_id, colour").check(form)
        assert "billing" in caught.value.hint and "note_id" in caught.value.hint
    Wishes("note_id, colour").check("fhir")
    with pytest.raises(SettingsError, match="twice"):
        Wishes("note_id,note_id").check("csv")


@pytest.mark.parametrize(("module", "form"), [("openpyxl", "xlsx"), ("fhir.resources.R4B.bundle", "fhir")])
def test_a_missing_package_is_told_with_its_extra(module: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    for tell in (lambda: compose(form, CHARTS, Wishes()), lambda: Wishes().check(form)):
        with pytest.raises(ExportError) as caught:
            tell()
        assert "[exports]" in caught.value.hint


@pytest.mark.parametrize("form", SUFFIXES)
def test_no_notes_are_no_error(form: str) -> None:
    Wishes(array=False).check(form)
