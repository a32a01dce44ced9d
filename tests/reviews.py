"""Reviews for the tests of exports: a small one, and strategies for any."""

from __future__ import annotations

from datetime import timedelta, timezone

from hypothesis import strategies as st

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    Coding,
    Edit,
    Evidence,
    RiskTotal,
    Severity,
    Span,
    Suggestion,
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


places = st.integers(0, 2_000_000)  # the most characters of a document
confidences = st.floats(0, 1).map(lambda value: round(value, 4))
suggestions = st.builds(
    Suggestion,
    text(),
    text(),
    confidences,
    st.booleans(),
    st.sampled_from(Assertion),
    st.lists(st.builds(Evidence, st.builds(Span, places, places), text()), max_size=3).map(tuple),
    st.lists(st.builds(Candidate, text(), text(), confidences), max_size=2).map(tuple),
    st.lists(text(), max_size=3).map(tuple),
    st.sampled_from(("ICD-10-CM", "ICD-10-PCS", "HCPCS")),
)
risks = st.builds(
    RiskTotal,
    st.lists(text(), max_size=3).map(tuple),
    st.none() | st.floats(0, 20).map(lambda value: round(value, 4)),
    st.integers(2025, 2027),
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
    st.none() | risks,
)
# Fixed offsets: Python holds a time in the hour that a clock change repeats for equal to nothing in another zone.
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.none() | st.datetimes(timezones=zones)
reviewed_codes = st.builds(ReviewedCode, suggestions, st.sampled_from(Status), text(), text(), times)
reviews = st.builds(Review, codings, st.lists(reviewed_codes, max_size=4).map(tuple))
