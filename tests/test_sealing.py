"""What a batch keeps on disk holds no words of a note, and with the note it is the coding again."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.core.types import Assertion, Candidate, Coding, Edit, Evidence, Severity, Span, Suggestion
from medcode_desktop.services.batch.sealing import places, seal, unseal

NOTE = "Quillfeather has Zanzibar fever; no rales “as such”. Quillfeather fell."
TITLE = "Fever, unspecified"


def coding(*edits: str, spans: tuple[Span, ...] = (Span(17, 25),)) -> Coding:
    evidence = tuple(Evidence(span, NOTE[span.start : span.end]) for span in spans)
    fever = Suggestion("R50.9", TITLE, 0.91, True, Assertion.POSSIBLE, evidence, (Candidate("A92", "Other", 0.1),))
    found = tuple(Edit(Severity.WARNING, "kind", ("R50.9",), message, ("R50.8",)) for message in edits)
    return Coding("id", "source.txt", "release", "model", (fever,), found, ("a warning",))


def opened(sealed: dict[str, object]) -> dict[Span, str]:
    return {span: NOTE[span.start : span.end] for span in places(sealed)}


def test_quotations_are_places_until_the_note_is_there_again() -> None:
    whole = coding(
        "is suspected (“Zanzibar; Quillfeather”): see “Type 1 excludes”", "the note says “fever; no”", "“”",
        spans=(Span(17, 25), Span(53, 65)),
    )  # fmt: skip
    sealed, words = seal(whole, NOTE)
    told = json.dumps(sealed, ensure_ascii=False)
    assert not any(word in told for word in ("Quillfeather", "Zanzibar", "source.txt", "fever;"))
    assert TITLE in told and "Type 1 excludes" in told
    assert set(places(sealed)) == set(words) == {Span(17, 25), Span(53, 65), Span(26, 35)}
    assert unseal(sealed, words, "id", "source.txt") == whole
    assert unseal(json.loads(told), opened(sealed), "id", "source.txt") == whole


@given(st.text("“”; \x02\x03:0a", max_size=30), st.integers(0, 60), st.integers(1, 10))
def test_any_message_comes_back(message: str, start: int, length: int) -> None:
    span = Span(start, min(len(NOTE), start + length))
    whole = coding(f"“{NOTE[span.start : span.end]}” {message}".replace("\x02", "").replace("\x03", ""), spans=(span,))
    sealed, words = seal(whole, NOTE)
    assert unseal(sealed, words, "id", "source.txt") == whole
    assert unseal(sealed, opened(sealed), "id", "source.txt") == whole
