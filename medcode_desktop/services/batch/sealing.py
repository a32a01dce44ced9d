"""Takes the words of a note out of its coding, so that the disk holds where they stand and not what they are.

Evidence keeps its place and loses its text. The messages of edits quote the note; each quotation that stands in the
note is replaced by its place there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from medcode_desktop.core.types import Coding, Evidence, Span
from medcode_desktop.services.export import coding_from_dict, coding_to_dict

Words = dict[Span, str]
"""The words that a coding quotes, by their place in the note."""

_QUOTED = re.compile("“([^“”]*)”")
_PLACE = re.compile("\x02(\\d+):(\\d+)\x03")
_JOINT = "; "  # between the pieces of evidence that one message quotes


def seal(coding: Coding, text: str) -> tuple[dict[str, Any], Words]:
    """The coding without words of the note, as JSON data, and the words that `unseal` needs."""
    quotes = {f"“{_JOINT.join(e.text for e in s.evidence)}”": [e.span for e in s.evidence] for s in coding.suggestions}
    words = {e.span: e.text for s in coding.suggestions for e in s.evidence}

    def placed(spans: list[Span]) -> str:
        return "“" + _JOINT.join(f"\x02{span.start}:{span.end}\x03" for span in spans) + "”"

    def hidden(match: re.Match[str]) -> str:
        at = text.find(match[1])
        if not match[1] or at < 0:
            return match[0]
        span = Span(at, at + len(match[1]))
        words[span] = match[1]
        return placed([span])

    def without_words(message: str) -> str:
        message = _PLACE.sub("", message)
        for quote in sorted(quotes, key=len, reverse=True):
            if quotes[quote]:
                message = message.replace(quote, placed(quotes[quote]))
        return _QUOTED.sub(hidden, message)

    bare = replace(
        coding,
        note_id="",
        source="",
        suggestions=tuple(
            replace(s, evidence=tuple(Evidence(e.span, "") for e in s.evidence)) for s in coding.suggestions
        ),
        edits=tuple(replace(e, message=without_words(e.message)) for e in coding.edits),
    )
    return {**coding_to_dict(bare), "fixes": [list(e.fix) for e in coding.edits]}, words


def places(sealed: Mapping[str, Any]) -> list[Span]:
    """The places whose words `unseal` needs."""
    found = {Span(e["start"], e["end"]) for s in sealed["suggestions"] for e in s["evidence"]}
    for edit in sealed["edits"]:
        found |= {Span(int(m[1]), int(m[2])) for m in _PLACE.finditer(edit["message"])}
    return sorted(found)


def unseal(sealed: Mapping[str, Any], words: Words, note_id: str, source: str) -> Coding:
    """The coding as it was, with the words and the names put back. Raises KeyError where a word is missing."""
    coding = coding_from_dict(sealed)

    def spoken(message: str) -> str:
        return _PLACE.sub(lambda m: words[Span(int(m[1]), int(m[2]))], message)

    return replace(
        coding,
        note_id=note_id,
        source=source,
        suggestions=tuple(
            replace(s, evidence=tuple(Evidence(e.span, words[e.span]) for e in s.evidence)) for s in coding.suggestions
        ),
        edits=tuple(
            replace(e, message=spoken(e.message), fix=tuple(fix))
            for e, fix in zip(coding.edits, sealed["fixes"], strict=True)
        ),
    )
