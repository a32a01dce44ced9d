"""What notes state of their encounter is found, what they say of others is not, and any text is read in time."""

from __future__ import annotations

import time
from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.encounter_facts import OLDEST, find_stated
from medcode_desktop.core.types import Setting, Sex, Stated

F, M = Sex.FEMALE, Sex.MALE


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("A 67-year-old woman with diabetes.", 67, F),
        ("This is a 41 year old white male who", 41, M),
        ("The patient is a pleasant 69-year-old African-American gentleman with", 69, M),
        ("65 y/o M with cough", 65, M),
        ("72F p/w chest pain", 72, F),
        ("Pt is a 54 yo WF here for", 54, F),
        ("M/45, cough", 45, M),
        ("An 18-month-old girl", 1, F),
        ("5 day old boy with jaundice", 0, M),
        ("Age: 44 Sex: Male\nHPI: cough", 44, M),
        ("AGE/SEX: 33 y/F", 33, F),
        ("DOB: 03/14/1959\nDOS: 03/13/2026\nFollow-up", 66, None),
        ("DOB 3/14/59, date of service 3/14/26", 67, None),
        ("DOB: 03/14/1959\nFollow-up", None, None),
        ("Patient is a female with cough.", None, F),
        ("Mother, a 67-year-old woman, has diabetes.", None, None),
        ("Her 5-year-old son is sick. 34-year-old woman, well.", 34, F),
        ("Broke her arm when she was a 12-year-old girl.", None, None),
        ("FAMILY HISTORY\nA 61-year-old man in the family with stroke", None, None),
        ("Sex: F\nSex: M", None, None),
        ("A 300-year-old house", None, None),
        ("BP 140/80, pain for 2 years, old infarct", None, None),
    ],
)
def test_age_and_sex_as_notes_state_them(text: str, age: int | None, sex: Sex | None) -> None:
    found = find_stated(text)
    assert (found.age, found.sex) == (age, sex)


@pytest.mark.parametrize(
    ("text", "day", "setting"),
    [
        ("Date of service: 2026-03-02", date(2026, 3, 2), None),
        ("DOS: 3/2/26", date(2026, 3, 2), None),
        ("Visit date: March 2nd, 2026", date(2026, 3, 2), None),
        ("Date of visit 02-Mar-2026", date(2026, 3, 2), None),
        ("DOS: 2026-03-02\nDOS: 2026-03-09", None, None),
        ("DOS: 13/13/2026", None, None),
        ("Date of birth: 1959-03-14", None, None),
        ("DISCHARGE SUMMARY\nDate of admission: 3/1/2026\nDate of discharge: 3/9/2026", date(2026, 3, 9), "inpatient"),
        ("Patient class: Observation\nDischarge date: 3/9/2026", None, "outpatient"),
        ("Place of service: 21", None, "inpatient"),
        ("Office visit\nCough.", None, "outpatient"),
        ("He brought his discharge summary from the hospital.", None, None),
        ("Office visit\nHospital course: long", None, None),
    ],
)
def test_day_and_setting_as_notes_state_them(text: str, day: date | None, setting: str | None) -> None:
    found = find_stated(text)
    assert (found.date_of_service, found.setting) == (day, Setting(setting) if setting else None)


def test_the_payment_year_is_found_where_it_is_named() -> None:
    assert find_stated("Payment year: 2027").payment_year == 2027
    assert find_stated("PY2026 and PY 2027").payment_year is None


@given(
    st.integers(0, OLDEST), st.sampled_from(("woman", "female", "lady", "man", "male", "gentleman")),
    st.sampled_from(("{n}-year-old {s}", "{n} year old {s}", "{n} y/o {s}", "{n}yo {s}", "{n} yr old white {s}")),
    st.sampled_from(("", "CC: cough\n", "Her mother is a 99-year-old woman. ", "Seen on 3/4.\n")),
)  # fmt: skip
def test_the_patient_is_found_whatever_stands_before(years: int, sex: str, form: str, before: str) -> None:
    found = find_stated(f"{before}A {form.format(n=years, s=sex)} with a cough for 3 days.")
    assert (found.age, found.sex) == (years, F if sex in ("woman", "female", "lady") else M)


@given(st.dates(date(1990, 1, 1), date(2099, 1, 1)), st.integers(0, 40_000))
def test_the_age_counts_from_the_birth_date_to_the_day(day: date, lived: int) -> None:
    birth = day - timedelta(days=lived)
    found = find_stated(f"DOB: {birth.isoformat()}\nDOS: {day.month}/{day.day}/{day.year}")
    assert found.date_of_service == day
    assert found.age is not None and -2 < lived - found.age * 365.2425 < 367


@given(st.text() | st.text("0123456789-/ :yoldDOBSageFM.\n", max_size=200))
def test_any_text_gives_facts_that_can_be(text: str) -> None:
    found = find_stated(text)
    assert found.age is None or (found.age.is_integer() and 0 <= found.age <= OLDEST)
    assert all(value is None for value in astuple(found)) or found != Stated()


@given(st.builds(Stated, st.none() | st.dates(), st.none() | st.floats(0, 120), st.none() | st.sampled_from(Sex)))
def test_what_fields_of_a_document_state_stands_over_its_text(stated: Stated) -> None:
    assert stated.over(Stated()) == Stated().over(stated) == stated.over(stated) == stated


@pytest.mark.parametrize("piece", ["1 ", "DOS: ", "age: 1", "1 y o ", "12-year-old ", "1/1/11", "a ", "\n\n1yo, "])
def test_long_texts_are_read_in_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    find_stated(text)
    assert time.process_time() - started < 3
