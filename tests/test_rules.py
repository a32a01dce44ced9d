"""Each convention of the tabular list and each guideline is checked on codes that break it and codes that keep it."""

from __future__ import annotations

import csv
import random
import time
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcode_desktop.core.code_ranges import CodeGroup, named_codes
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.rulebook import RuleBook
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.types import Assertion, Edit, Facts, Setting, Severity, Sex
from medcode_desktop.errors import CodeSetError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.checking import make_rules

TABLE = resources_folder() / "icd10cm-2026-04-01.sqlite"
with (Path(__file__).parent / "data" / "rule_cases.tsv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def codeset() -> Iterator[CodeSet]:
    with CodeSet.open(TABLE) as opened:
        yield opened


@pytest.fixture(scope="module")
def rules(codeset: CodeSet) -> Rules:
    return make_rules(codeset)


@pytest.fixture(scope="module")
def billable(codeset: CodeSet) -> list[str]:
    return [code for code in codeset.codes() if codeset.is_billable(code)]


def read_facts(text: str) -> Facts:
    name, _, value = text.partition("=")
    return {
        "": lambda: Facts(), "age": lambda: Facts(age=float(value)), "sex": lambda: Facts(sex=Sex(value)),
        "setting": lambda: Facts(setting=Setting(value)),
    }[name]()  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{c['kind']} {c['codes']}" for c in CASES])
def test_cases_with_their_sources(rules: Rules, case: dict[str, str]) -> None:
    edits = rules.check(case["codes"].split(), read_facts(case["facts"]))
    assert case["source"]
    if case["kind"] == "-":
        assert [e for e in edits if e.severity is not Severity.INFO] == []
        return
    edit = only(edits, case["kind"])
    assert edit.severity == case["severity"]
    if case["fix"]:
        assert " ".join(edit.fix) == case["fix"]


def said(words: str, sentence: str = "", assertion: Assertion = Assertion.PRESENT) -> Said:
    return Said(words, sentence, assertion)


def only(edits: tuple[Edit, ...], kind: str) -> Edit:
    found = [edit for edit in edits if edit.kind == kind]
    assert found, f"{kind} is not among {[(e.kind, e.message) for e in edits]}"
    return found[0]


def test_messages_quote_the_note_and_where_it_stands(rules: Rules) -> None:
    excludes = only(rules.check(["E11.9", "E10.9"]), "excludes1").message
    assert "E11 has Excludes1 “type 1 diabetes mellitus (E10.-)”" in excludes
    assert "S42.201A initial encounter for closed fracture" in only(rules.check(["S42.201"]), "not_billable").message
    assert "E11.21, E11.22, E11.29" in only(rules.check(["E11.2"]), "not_billable").message
    assert "1398 codes below S42.0, S42.1" in only(rules.check(["S42"]), "not_billable").message
    assert "Did you mean E11.21" in only(rules.check(["E11.20"]), "invalid_code").message
    external = only(rules.check(["W19.XXXA"]), "external_cause_first").message
    assert "Chapter 20: “This chapter permits" in external
    behind = only(rules.check(["G63"]), "code_first")
    assert "amyloidosis (E85.-)" in behind.message
    assert "A, B, C" in only(rules.check(["S72.001Z"]), "seventh_character").message


@pytest.mark.parametrize(
    ("codes", "severity"),
    [("S82.201A S88.111A", Severity.ERROR), ("S82.201A S88.112A", Severity.WARNING), ("A15.0 R76.11", Severity.ERROR)],
)
def test_excludes1_weighs_less_where_the_conditions_are_likely_unrelated(
    rules: Rules, codes: str, severity: Severity
) -> None:
    """Guidelines I.A.12.a: unrelated conditions may be coded together despite the note."""
    assert only(rules.check(codes.split()), "excludes1").severity is severity


@pytest.mark.parametrize(
    ("code", "said", "facts", "kind", "fix"),
    [
        ("J18.9", Said("pneumonia", "possible pneumonia", Assertion.POSSIBLE), Facts(), "uncertain", ()),
        ("J18.9", Said("pneumonia", "no pneumonia", Assertion.NEGATED), Facts(), "negated", ()),
        ("C50.919", Said("breast cancer", "mother had breast cancer", Assertion.FAMILY), Facts(), "family", ()),
        ("M25.569", said("knee pain", "right knee pain for a week"), Facts(), "more_specific", ("M25.561",)),
        ("I50.9", said("acute on chronic systolic heart failure"), Facts(), "more_specific", ("I50.23",)),
    ],
)  # fmt: skip
def test_what_the_note_says_against_a_code(
    rules: Rules, code: str, said: Said, facts: Facts, kind: str, fix: tuple[str, ...]
) -> None:
    edit = only(rules.check([code], facts, {code: said}), kind)
    assert said.words in edit.message
    assert edit.fix == fix


def test_inpatients_get_the_suspected_condition(rules: Rules) -> None:
    """Guidelines II.H against IV.H."""
    said = {"J18.9": Said("pneumonia", "probable pneumonia", Assertion.POSSIBLE)}
    assert "uncertain" not in {e.kind for e in rules.check(["J18.9"], Facts(setting=Setting.INPATIENT), said)}


def test_hints(rules: Rules) -> None:
    kinds = [e.kind for e in rules.check(["E11.22", "N18.31", "Z79.84"]) if e.codes == ("E11.22",)]
    assert kinds == []
    assert not [e for e in rules.check(["E66.9"]) if e.kind == "code_first"]  # it says "if applicable"


@pytest.mark.parametrize(
    ("note", "named", "unnamed"),
    [
        ("type 1 diabetes mellitus (E10.-)", ["E10.9"], ["E11.9"]),
        ("Escherichia coli infection (A04.0-A04.4)", ["A04.0", "A04.4"], ["A04.5"]),
        ("current injury (S00-T88)", ["S42.201A", "T88.9XXA"], ["W19.XXXA"]),
        ("influenza (J09.X3, J10.2, J11.2)", ["J09.X3", "J11.2"], ["J10.1"]),
        ("poisoning (T36-T50 with fifth or sixth character 1-4)", ["T36.0X1A", "T39.011A"], ["T36.0X5A"]),
        ("adverse effect (T36-T50 with fifth or sixth character 5)", ["T36.0X5A", "T36.95XA"], ["T43.651A"]),
        ("injury to visual cortex S04.04-", ["S04.041A"], ["S04.02XA"]),
        ("see categories E08-E10, E11, E13 with ketoacidosis", [], ["E11.9", "E10.10"]),
        ("poisoning (T51.- to T65)", ["T60.0X1A"], ["T50.901A"]),
        ("code to injury", [], ["S00.00XA"]),
    ],
)  # fmt: skip
def test_named_codes(note: str, named: list[str], unnamed: list[str]) -> None:
    is_named = named_codes(note)
    assert all(map(is_named, named))
    assert not any(map(is_named, unnamed))


@given(st.text(max_size=120))
def test_any_note_can_be_read(note: str) -> None:
    named_codes(note)("E11.9")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_set_of_codes_raises_and_what_is_found_does_not_depend_on_the_order_of_the_others(
    rules: Rules, billable: list[str], data: st.DataObject
) -> None:
    codes = data.draw(st.lists(st.sampled_from(billable), min_size=1, max_size=12, unique=True))
    facts = Facts(
        data.draw(st.none() | st.floats(0, 120)), data.draw(st.none() | st.sampled_from(Sex)),
        data.draw(st.sampled_from(Setting)),
    )  # fmt: skip
    edits = rules.check(codes, facts)
    assert list(edits) == sorted(edits, key=lambda e: list(Severity).index(e.severity))
    other = [codes[0], *data.draw(st.permutations(codes[1:]))]
    free = {"excludes1", "excludes2", "duplicate", "bilateral", "not_billable", "age_adult", "sex_female", "sex_male"}
    about = [
        sorted((e.kind, *sorted(e.codes)) for e in found if e.kind in free)
        for found in (edits, rules.check(other, facts))
    ]
    assert about[0] == about[1]
    for edit in edits:
        assert set(edit.codes) <= set(codes)
        assert edit.message


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_fix_mends_its_fault(rules: Rules, billable: list[str], data: st.DataObject) -> None:
    """After the fix the same edit on the same codes is gone, and all codes of the fix exist."""
    pool = (
        "I10 I50.9 N18.31 E11.9 E11.22 Z79.4 R05.9 J18.9 A41.9 R65.20 Z68.35 E66.9 W19.XXXA S52.501A M17.11 M17.12 "
        "U07.1 J12.82 Z00.00 G30.9 F02.80 J45.909 J45.41 T36.0X5A L27.0 C18.9 D63.0 O99.012 D50.9"
    ).split()
    codes = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=8, unique=True))
    for edit in rules.check(codes):
        if edit.fix:
            again = {(e.kind, e.codes) for e in rules.check(edit.fix)}
            assert (edit.kind, edit.codes) not in again
            assert set(edit.fix) <= set(billable)


@pytest.mark.parametrize("count", [1500, pytest.param(5000, marks=pytest.mark.slow)])
def test_no_code_excludes_what_stands_above_or_below_it(rules: Rules, codeset: CodeSet, count: int) -> None:
    chance = random.Random(3)
    for code in chance.sample(list(codeset.codes()), count):
        line = [code, *(c for c in codeset.ancestors(code) if c in codeset)]
        assert not [e for e in rules.check(line) if e.kind == "excludes1"], line


def test_thirty_codes_in_20_ms(rules: Rules, billable: list[str]) -> None:
    codes = billable[:: len(billable) // 30][:30]
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        rules.check(codes)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.02


def test_thirty_codes_that_nobody_asked_about_before_in_20_ms(codeset: CodeSet, billable: list[str]) -> None:
    """Nothing of them is kept from an earlier check. In time of the processor, for other work may run beside it."""
    fresh, chance = make_rules(codeset), random.Random(5)
    spent = []
    for _ in range(30):
        codes = chance.sample(billable, 30)
        start = time.process_time()
        fresh.check(codes)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.02


def test_every_code_of_the_book_is_one_of_the_release(billable: list[str]) -> None:
    book = RuleBook.read((resources_folder() / "rules.toml").read_text("utf-8"))
    for rule in book.rules:
        for entry in (*rule.codes.entries, *rule.others.entries, *rule.unless.entries):
            group = CodeGroup([entry])
            likely = bisect_left(billable, entry[:3])
            assert any(code in group for code in (*billable[likely:], *billable[:likely])), (rule.id, entry)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[never_first]]\nid = 'a'", "lacks or has unknown"),
        ("[[sometimes]]\nid = 'a'", "lacks or has unknown"),
        ("[[sex]]\nid = 'a'\ncodes = ['I10']\nsays = ''\nsource = ''\nsex = 'x'", "has a wrong value"),
        ("[[once]]\nid = 'a'\ncodes = ['I10']\nsays = ''\nsource = ''\n" * 2, "is there twice"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_damaged_book_is_told(text: str, reason: str) -> None:
    with pytest.raises(CodeSetError, match=reason):
        RuleBook.read(text)
