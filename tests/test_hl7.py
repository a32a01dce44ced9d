"""HL7 messages are read by other programs: two parsers that know nothing of us find what was reviewed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import hl7
import pytest
from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviews import CODING, KIDNEY, reviews

from medcode_desktop.core.review import Review, Signature, Status
from medcode_desktop.core.types import Assertion, Coding, CodingOptions, Facts, Setting, Sex, Suggestion
from medcode_desktop.services.export.hl7 import escaped, hl7_text

AT = datetime(2026, 11, 25, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
INPATIENT = CodingOptions(date_of_service=date(2026, 11, 24), facts=Facts(70, Sex.FEMALE, Setting.INPATIENT))


def unescaped(field: object) -> str:
    """What a receiver makes of the escapes of chapter 2.7."""
    letters = {"E": "\\", "F": "|", "S": "^", "T": "&", "R": "~"}
    return re.sub(
        r"\\(?:([EFSTR])|X([0-9A-F]{2}))\\", lambda m: letters[m[1]] if m[1] else chr(int(m[2], 16)), str(field)
    )


@given(st.lists(reviews, min_size=2, max_size=3))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
def test_a_batch_reads_back(these: list[Review]) -> None:
    batch = hl7.parse_batch(hl7_text(these, CodingOptions(), AT))
    assert len(batch) == len(these)
    for message, review in zip(batch, these, strict=True):
        assert unescaped(message.segment("PID")[3][0][0]) == review.coding.note_id
        found = message["DG1"] if review.claimed else []
        assert [unescaped(s[3][0][0]) for s in found] == [code.code for code in review.claimed]
        assert [unescaped(s[3][0][1]) for s in found] == [code.suggestion.title for code in review.claimed]
        assert [str(s[6]) for s in found] == ["W" if c.status is Status.SUGGESTED else "F" for c in review.claimed]
        procedures = message["PR1"] if review.procedures else []
        assert [unescaped(s[3][0][0]) for s in procedures] == [code.code for code in review.procedures]
        assert [str(s[1]) for s in found] == [str(s[15]) for s in found] == [str(n + 1) for n in range(len(found))]


@given(st.text(st.sampled_from("|^~\\&\r\nEFSTRX0D é")))
def test_escapes_leave_no_delimiter_and_read_back(text: str) -> None:
    assert not set(escaped(text)) & set("|^~&\r\n")
    assert unescaped(escaped(text)) == text


def test_the_fields_of_a_message() -> None:
    text = hl7_text([Review.of(CODING).reject(1, Signature("rk", AT)).accept(0, Signature("rk", AT))], INPATIENT, AT)
    message = hl7.parse(text)
    assert str(message.segment("MSH")[9]) == "ADT^A08^ADT_A01"
    assert str(message.segment("MSH")[12]) == "2.5.1"
    assert str(message.segment("MSH")[7]) == "20261125093000-0500"
    assert (str(message.segment("PID")[8]), str(message.segment("PV1")[2])) == ("F", "I")
    assert str(message.segment("PV1")[19]) == "visit-0412^^^MEDCODE^VN"
    assert str(message.segment("PV1")[44]) == "20261124"
    (diagnosis,) = message["DG1"]
    title = "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    assert str(diagnosis[2]) == "I10C" and str(diagnosis[3]) == f"E11.22^{title}^I10C"
    assert (str(diagnosis[4]), str(diagnosis[5]), str(diagnosis[6])) == (title, "20261124", "F")
    assert (str(diagnosis[15]), str(diagnosis[19])) == ("1", "20261125093000-0500")


@pytest.fixture
def old_ways() -> Iterator[None]:
    """The library reads its tables in ways that Python calls deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.usefixtures("old_ways")
def test_the_message_has_the_structure_of_the_standard() -> None:
    titled = Suggestion("I10", "Essential (primary) hypertension | high & ~^ \\", 0.5, True, Assertion.PRESENT, ())
    done = [
        Suggestion(code, "Title", 0.5, True, Assertion.PRESENT, (), system=system)
        for system, code in (("ICD-10-PCS", "0TT10ZZ"), ("CPT", "50230"), ("HCPCS", "E0143"), ("SNOMED CT", "1"))
    ]
    review = Review.of(Coding("visit\n1", "", "R", "", (KIDNEY, titled, *done)))
    for position in (2, 3, 4, 5):
        review = review.accept(position, Signature("rk", AT))
    parsed = parse_message(hl7_text([review], INPATIENT, AT), validation_level=VALIDATION_LEVEL.STRICT)
    assert parsed.validate()
    assert [d.dg1_3.ce_1.to_er7() for d in parsed.dg1] == ["E11.22", "I10"]
    procedures = [group.pr1 for group in parsed.adt_a01_procedure]
    assert [p.pr1_3.to_er7() for p in procedures] == ["0TT10ZZ^Title^I10P", "50230^Title^C4", "E0143^Title^HPC"]
    assert {p.pr1_5.to_er7() for p in procedures} == {"20261124"}
