"""Finds the sections of a clinical note by its headings, on lines of their own or in the middle of dictated text.

A heading is a known phrase (`resources/sections.toml`) on a line of its own, or one before a colon: at the start of a
line, after a sentence, or anywhere in capitals. What comes before the first heading is of kind "other", and a note
without headings is one such section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from medcode_desktop.core.types import Section, Span
from medcode_desktop.errors import MedCodeError

KINDS = (
    "chief_complaint", "present_illness", "past_history", "problem_list", "surgical_history", "family_history",
    "social_history", "medications", "allergies", "review_of_systems", "vitals", "physical_exam", "results",
    "indication", "procedure", "preoperative_diagnosis", "postoperative_diagnosis", "hospital_course", "assessment",
    "assessment_plan", "impression", "diagnosis", "discharge_diagnosis", "plan", "other",
)  # fmt: skip
"""What a section can be. "diagnosis" is a list of diagnoses that are not called those at discharge; an admission
diagnosis is one of them. "procedure" holds all parts of an operative report that are no diagnosis."""

_SILENT = frozenset(("and", "of", "the"))
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*", re.ASCII)
_LINE = re.compile(
    r"^[^\S\n]{0,40}[#>*_\-•]{0,8}[^\S\n]{0,40}(?:\d{1,2}[.)][^\S\n]{1,8})?[*_]{0,4}"
    r"(?P<heading>[A-Za-z][^\n:]{0,70}?)[ \t\r:*_#,]{0,40}$",
    re.MULTILINE,
)
_MARKER = re.compile(r"(?:^|(?<=\n))[^\S\n]*[#>*_\-•]*[^\S\n]*(?:\d{1,2}[.)][^\S\n]+)?[*_]*\Z")
_NUMBERED = re.compile(r"(?:^|[\n,.])\s*\d{1,2}[.)]\Z")
_COLON = re.compile(r"[*_]*[ \t]*:")
_STOPS = ".,;:!?\n\r\t*#_•|>[]"
_LOOK_BACK = 80
_MOST_WORDS = 9


class SectionFinder:
    """Finds sections with the headings of the data, the parsed `sections.toml`; raises MedCodeError if it is wrong."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        _reject_unknown(data, {"headings", "keywords", "systems"}, "sections")
        self._kinds: dict[str, str] = {}
        _reject_unknown(data["headings"], set(KINDS), "headings")
        for kind, phrases in data["headings"].items():
            for phrase in phrases:
                known = self._kinds.setdefault(_fold(phrase), kind)
                if known != kind:
                    raise MedCodeError(f"The heading {phrase!r} is both {known} and {kind}.")
        self._keywords: list[tuple[str, str]] = []
        for rule in data["keywords"]:
            _reject_unknown(rule, {"words", "kind"}, "keywords")
            self._keywords += [(f" {_fold(word)} ", _known_kind(rule["kind"])) for word in rule["words"]]
        systems = data["systems"]
        _reject_unknown(systems, {"kind", "inside", "phrases"}, "systems")
        self._system_kind = _known_kind(systems["kind"])
        self._inside = frozenset(map(_known_kind, systems["inside"]))
        self._systems = frozenset(map(_fold, systems["phrases"]))

    def find(self, text: str) -> tuple[Section, ...]:
        """The sections of a text, in order; together they cover it without gap or overlap. () for an empty text."""
        if not text:
            return ()
        headings: dict[int, tuple[int, str]] = {}  # start: end, "" for a body system
        for line in _LINE.finditer(text):
            folded = _fold(line["heading"])
            if folded in self._systems or folded in self._kinds:
                headings[line.start("heading")] = (line.end("heading"), self._kinds.get(folded, ""))
        for colon in _COLON.finditer(text):
            if found := self._before_colon(text, colon.start()):
                start, kind = found
                headings.setdefault(start, (colon.start(), kind))
        bounds: list[tuple[int, str, str]] = []
        for start, (end, kind) in sorted(headings.items()):
            title = text[start:end].strip()
            current = bounds[-1][1] if bounds else "other"
            if not kind:
                if current in self._inside or not (title.isupper() and text[end : end + 1] == ":"):
                    continue
                kind = self._system_kind
            bounds.append((_with_marker(text, start), kind, title))
        if not bounds or bounds[0][0] > 0:
            bounds.insert(0, (0, "other", ""))
        ends = [start for start, _, _ in bounds[1:]] + [len(text)]
        return tuple(Section(k, t, Span(s, e)) for (s, k, t), e in zip(bounds, ends, strict=True))

    def _before_colon(self, text: str, colon: int) -> tuple[int, str] | None:
        """The longest known heading that ends at a colon: its start and kind ("" for a body system)."""
        floor = max(0, colon - _LOOK_BACK)
        floor = max(floor, text.rfind("\n", floor, colon) + 1, text.rfind(":", floor, colon) + 1)
        words = list(_WORD.finditer(text, floor, colon))[-_MOST_WORDS:]
        for word in words:
            heading = text[word.start() : colon]
            if not _opens(text, word.start(), heading):
                continue
            folded = _fold(heading)
            if folded in self._systems:
                return word.start(), ""
            if folded in self._kinds:
                return word.start(), self._kinds[folded]
        if not words or not words[-1][0].isupper():
            return None
        for word in words:
            heading = text[word.start() : colon]
            if heading.isupper() and "," not in heading and _opens(text, word.start(), heading):
                folded = f" {_fold(heading)} "
                return next(((word.start(), kind) for key, kind in self._keywords if key in folded), None)
        return None


def section_at(sections: Sequence[Section], position: int) -> Section:
    """The section that holds a code point; the last one at the end of the text."""
    index = bisect_right(sections, position, key=lambda section: section.span.start) - 1
    return sections[max(index, 0)] if sections else Section("other", "", Span(0, 0))


def _opens(text: str, start: int, heading: str) -> bool:
    """Whether a heading may begin here: at a stop, or in capitals after words that are not."""
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(" ")
    stop = before[-1:]
    if stop in ("", "\n", "\r") or (stop and stop in "#*>•_-|" and not before.rstrip("#*>•_-| \t").endswith(" ")):
        return heading[0].isupper() or len(heading) > 3
    if heading.isupper():
        last = before.rsplit(None, 1)[-1] if before.split() else ""
        return len(heading) > 1 and (stop in _STOPS or stop in ")-" or not last.isupper())
    titled = all(w[0].isupper() for w in _WORD.findall(heading) if w.lower() not in _SILENT)
    return titled and (stop in ".!?\t" or (stop in ",;:" and " " in heading)) and not _NUMBERED.search(before)


def _with_marker(text: str, start: int) -> int:
    """Where a heading begins with the bullet, number or # before it, when it begins its line."""
    floor = max(0, start - _LOOK_BACK)
    marker = _MARKER.search(text[floor:start])
    return floor + marker.start() if marker and (floor == 0 or marker.start() > 0) else start


def _fold(phrase: str) -> str:
    """A heading as it is compared: words in lower case, without brackets, "and", "of" and the like."""
    words = _WORD.findall(_BRACKETS.sub(" ", phrase.lower().replace("’", "'")))
    return " ".join(w for w in words if w not in _SILENT) or " ".join(words)


def _reject_unknown(table: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := set(table) - known:
        raise MedCodeError(
            f"Unknown in {where}: {', '.join(sorted(unknown))}.", f"Known are {', '.join(sorted(known))}."
        )


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise MedCodeError(f"There is no kind of section {kind!r}.", f"Known are {', '.join(KINDS)}.")
    return kind
