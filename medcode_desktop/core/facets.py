"""The specificity dialogue: from a code that says too little, by short questions with valid answers, to a billable one.

Each question offers what stands directly below a code in the tabular list (Guidelines I.B.2: codes are reported with
the highest number of characters available), so every path of answers ends in a code that exists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medcode_desktop.core.codeset import CodeKind, CodeSet
from medcode_desktop.core.specificity import Specificity
from medcode_desktop.core.wording import Surroundings


class Facet(StrEnum):
    """What a question asks for."""

    SIDE = "side"
    EPISODE = "episode"
    TRIMESTER = "trimester"
    STAGE = "stage"
    SEVERITY = "severity"
    COMPLICATION = "complication"
    TYPE = "type"


_TELLS = (
    (Facet.TRIMESTER, re.compile(r"\btrimester\b", re.I), 2),
    (Facet.SIDE, re.compile(r"\b(?:right|left|bilateral)\b", re.I), 2),
    (Facet.STAGE, re.compile(r"\bstage\b", re.I), 2),
    (Facet.SEVERITY, re.compile(r"\b(?:mild|moderate|severe|severity)\b", re.I), 2),
    (Facet.COMPLICATION, re.compile(r"\bwith(?:out)?\b", re.I), 2),
)
"""A facet is asked for when at least so many of the answers hold such a word; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is what the answer leads to, `label` the part of its title that tells it from the others."""

    code: str
    label: str
    billable: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Asked about `code`. `preset` is the place of the answer that the words of the note give, None for silence."""

    code: str
    title: str
    facet: Facet
    answers: tuple[Answer, ...]
    preset: int | None


class SpecificityDialogue:
    """Finds the questions that lead to a billable code."""

    def __init__(self, codeset: CodeSet, specific: Specificity) -> None:
        self._codes, self._specific = codeset, specific

    def begin(self, code: str, around: Surroundings) -> Question | None:
        """The first question about a code that is not billable or unspecified; None for one that says enough."""
        if not self._codes.is_billable(code):
            return self.follow(code, around)
        stem = self._specific.stem(code)
        if not self._specific.is_vague(stem):
            return None
        return self.follow(self._specific.family(stem), around)

    def follow(self, code: str, around: Surroundings) -> Question | None:
        """The question about what stands below a code (an answer, say); None when it is billable."""
        below = self._codes.children(code)
        if not below:
            return None
        if len(below) == 1 and self._codes.children(below[0]):
            return self.follow(below[0], around)
        titles = [self._codes.title(child) for child in below]
        if self._codes.get(below[0]).kind is CodeKind.EXPANDED:
            meanings = self._codes.seventh_characters(code)
            facet, labels = Facet.EPISODE, [meanings[child[-1]] for child in below]
        else:
            facet, labels = _facet(titles), _labels(titles)
        answers = tuple(Answer(c, label, self._codes.is_billable(c)) for c, label in zip(below, labels, strict=True))
        return Question(code, self._codes.title(code), facet, answers, self._preset(code, below, facet, around))

    def _preset(self, code: str, below: Sequence[str], facet: Facet, around: Surroundings) -> int | None:
        """The answer towards which the note's words lead; a vague one is not preset, for then the note says nothing."""
        if facet is Facet.EPISODE:
            chosen = self._specific.with_seventh(code, around)
            return below.index(chosen) if chosen in below and around.episode else None
        forms = self._specific.billable_forms(code, around)
        if len(forms) != 1:
            return None
        stem = self._specific.stem(forms[0])
        place = next((i for i, child in enumerate(below) if stem.startswith(child)), None)
        if place is None or (facet is not Facet.SIDE and self._specific.is_vague(below[place])):
            return None
        return place if self._specific.supports(below[place], code, around) else None


def _facet(titles: Sequence[str]) -> Facet:
    for facet, pattern, least in _TELLS:
        if sum(bool(pattern.search(title)) for title in titles) >= least:
            return facet
    return Facet.TYPE


def _labels(titles: Sequence[str]) -> list[str]:
    """The titles without the words that all of them begin and end with."""
    if len(titles) == 1:
        return list(titles)
    split = [title.split() for title in titles]
    shortest = min(map(len, split))
    start = 0
    while start < shortest - 1 and len({words[start] for words in split}) == 1:
        start += 1
    end = 0
    while end < shortest - start - 1 and len({words[-1 - end] for words in split}) == 1:
        end += 1
    return [" ".join(words[start : len(words) - end]).strip(" ,") for words in split]
