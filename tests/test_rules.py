"""Each convention of the tabular list is checked against codes that break it and codes that keep it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.rules import check, named_codes
from medcode_desktop.core.types import Edit, Severity
from medcode_desktop.paths import resources_folder

TABLE = resources_folder() / "icd10cm-2026-04-01.sqlite"


@pytest.fixture(scope="module")
def codeset() -> Iterator[CodeSet]:
    with CodeSet.open(TABLE) as opened:
        yield opened


def errors(codes: list[str], codeset: CodeSet) -> list[tuple[str, tuple[str, ...]]]:
    return [(edit.kind, edit.codes) for edit in check(codes, codeset) if edit.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["E11.22", "N18.31", "I10"], []),
        (["E11.9", "E10.9"], [("excludes1", ("E11.9", "E10.9"))]),
        (["E10.9", "E11.9"], [("excludes1", ("E10.9", "E11.9"))]),
        (["Q55.69", "Q54.4"], [("excludes1", ("Q55.69", "Q54.4"))]),
        (["E87.21", "E11.9"], []),  # the note is about diabetes with ketoacidosis
        (["I10", "I10"], [("duplicate", ("I10",))]),
        (["E11.20"], [("invalid_code", ("E11.20",))]),
        (["E08-E13"], [("invalid_code", ("E08-E13",))]),
        (["E11.2"], [("not_billable", ("E11.2",))]),
        (["S42.201"], [("not_billable", ("S42.201",))]),
        (["W19.XXXA", "S13.4XXA"], [("external_cause_first", ("W19.XXXA",))]),
        (["S13.4XXA", "W19.XXXA"], []),
        (["G30.9", "F02.80"], []),
        (["F02.80", "G30.9"], [("manifestation_first", ("F02.80",)), ("code_first", ("F02.80", "G30.9"))]),
        (["I50.9"], []),
        (["I50.9", "I11.0"], [("code_first", ("I50.9", "I11.0"))]),
        (["B96.20", "N39.0"], [("manifestation_first", ("B96.20",))]),
        (["N39.0", "B96.20"], []),
        ([], []),
    ],
)
def test_errors(codeset: CodeSet, codes: list[str], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert errors(codes, codeset) == expected


def only(edits: tuple[Edit, ...], kind: str) -> Edit:
    return next(edit for edit in edits if edit.kind == kind)


def test_messages_quote_the_note_and_where_it_stands(codeset: CodeSet) -> None:
    excludes = only(check(["E11.9", "E10.9"], codeset), "excludes1").message
    assert "E11 has Excludes1 “type 1 diabetes mellitus (E10.-)”" in excludes
    assert "S42.201A initial encounter for closed fracture" in only(check(["S42.201"], codeset), "not_billable").message
    assert "E11.21, E11.22, E11.29" in only(check(["E11.2"], codeset), "not_billable").message
    assert "1398 codes below S42.0, S42.1" in only(check(["S42"], codeset), "not_billable").message
    assert "Did you mean E11.21" in only(check(["E11.20"], codeset), "invalid_code").message
    external = only(check(["W19.XXXA"], codeset), "external_cause_first").message
    assert "Chapter 20: “This chapter permits" in external


def test_hints(codeset: CodeSet) -> None:
    hint = only(check(["E11.22"], codeset), "use_additional")
    assert hint.severity is Severity.INFO
    kinds = [edit.kind for edit in check(["E11.22", "N18.31", "Z79.84"], codeset) if edit.codes == ("E11.22",)]
    assert kinds == []
    behind = only(check(["G63"], codeset), "code_first")
    assert behind.severity is Severity.INFO
    assert "amyloidosis (E85.-)" in behind.message


@pytest.mark.parametrize(
    ("note", "named", "unnamed"),
    [
        ("type 1 diabetes mellitus (E10.-)", ["E10.9"], ["E11.9"]),
        ("Escherichia coli infection (A04.0-A04.4)", ["A04.0", "A04.4"], ["A04.5"]),
        ("current injury (S00-T88)", ["S42.201A", "T88.9XXA"], ["W19.XXXA"]),
        ("influenza (J09.X3, J10.2, J11.2)", ["J09.X3", "J11.2"], ["J10.1"]),
        ("poisoning (T36-T50 with fifth or sixth character 1-4)", ["T36.0X1A", "T39.011A"], ["T36.0X5A"]),
        ("adverse effect (T36-T50 with fifth or sixth character 5)", ["T36.0X5A"], ["T36.0X1A"]),
        ("injury to visual cortex S04.04-", ["S04.041A"], ["S04.02XA"]),
        ("see categories E08-E10, E11, E13 with ketoacidosis", [], ["E11.9", "E10.10"]),
        ("poisoning (T51.- to T65)", ["T60.0X1A"], ["T50.901A"]),
        ("code to injury", [], ["S00.00XA"]),
    ],
)
def test_named_codes(note: str, named: list[str], unnamed: list[str]) -> None:
    is_named = named_codes(note)
    assert all(map(is_named, named))
    assert not any(map(is_named, unnamed))


@given(st.text(max_size=120))
def test_any_note_can_be_read(note: str) -> None:
    named_codes(note)("E11.9")


def test_twenty_codes_in_20_ms(codeset: CodeSet) -> None:
    billable = [code for code in codeset.codes() if codeset.is_billable(code)]
    codes = billable[:: len(billable) // 20][:20]
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        check(codes, codeset)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.02


def test_a_condition_that_need_not_be_there_is_no_hint(codeset: CodeSet) -> None:
    assert not [edit for edit in check(["E66.9"], codeset) if edit.kind == "code_first"]
    assert [edit.kind for edit in check(["N18.4", "E11.22"], codeset)][:1] == ["code_first"]
