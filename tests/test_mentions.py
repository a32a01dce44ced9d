"""Where a mention stands: at the head of a problem's line, or in running text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.mentions import FoundSpan, heads_line, split_at_links
from medcode_desktop.core.types import Span


@pytest.mark.parametrize(
    ("text", "words", "heads"),
    [
        ("ASSESSMENT AND PLAN\n\nAcute lumbar strain.\n- Rest.", "Acute lumbar strain", True),
        ("ASSESSMENT\n\n• Status post mammoplasty.\n", "Status post mammoplasty", True),
        ("Anemia", "Anemia", True),
        ("IMPRESSION: 1. Pneumonia, right lower lobe, with a small effusion on the lateral view.", "Pneumonia", True),
        ("DIAGNOSES:\n2) Gout", "Gout", True),
        ("Acid reflux with nausea and vomiting.", "Acid reflux", True),
        ("Acid reflux has troubled her for years and gets worse after every large meal in the evening.",
         "Acid reflux", False),
        ("She presents today with anemia.", "anemia", False),
        ("Hemoglobin was 8.2 anemia", "anemia", False),
        ("Follow up in 2. weeks", "weeks", False),
    ],
)  # fmt: skip
def test_problem_lines(text: str, words: str, heads: bool) -> None:
    start = text.index(words)
    assert heads_line(text, Span(start, start + len(words))) is heads


@given(
    st.text(alphabet="ab .1)\n-•", max_size=40), st.text(alphabet="cd", min_size=1, max_size=5), st.text(max_size=60)
)
def test_a_line_of_its_own_always_heads(before: str, words: str, after: str) -> None:
    text = f"{before}\n{words}\n{after}"
    start = len(before) + 1
    assert heads_line(text, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Type 2 diabetes with CKD stage 3a", ["Type 2 diabetes", "CKD stage 3a"]),
        ("anemia due to blood loss and gastritis", ["anemia", "blood loss", "gastritis"]),
        ("acute bronchitis", []),
        ("with edema", []),
    ],
)
def test_linked_conditions_are_split(text: str, parts: list[str]) -> None:
    offsets = np.array([[i, i + 1] for i in range(len(text))], np.int32)
    found = split_at_links(text, FoundSpan(Span(0, len(text)), 0, len(text), 0.9), offsets)
    assert [text[f.span.start : f.span.end] for f in found] == parts
    assert all(f.first == f.span.start and f.last == f.span.end for f in found)
