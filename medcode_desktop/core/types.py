"""The data that flows through the coder: plain, frozen values that every part shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]


class Assertion(StrEnum):
    """How a note speaks of a condition (i2b2 2010 assertion classes, with family for "someone else")."""

    PRESENT = "present"
    NEGATED = "negated"
    POSSIBLE = "possible"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"


class Scope(StrEnum):
    """What is coded: what a coder would report, or every mention (negated ones too)."""

    REPORTABLE = "reportable"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in the original text of the note."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Setting(StrEnum):
    """Where the patient was seen. Inpatients have a principal diagnosis, outpatients a first-listed one."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states of its encounter, in fields of its own or in its text; None where it states nothing.

    `age` is in full years on the date of service, `payment_year` the year whose risk tables count.
    """

    date_of_service: date | None = None
    age: float | None = None
    sex: Sex | None = None
    setting: Setting | None = None
    payment_year: int | None = None

    def over(self, other: Stated) -> Stated:
        """These facts, with those of another where these say nothing."""
        return Stated(
            self.date_of_service or other.date_of_service,
            other.age if self.age is None else self.age,
            self.sex or other.sex,
            self.setting or other.setting,
            self.payment_year or other.payment_year,
        )


@dataclass(frozen=True, slots=True)
class Note:
    """One note as it was read. `source` is where it came from (a path, or "" for pasted text).

    `part` tells the notes of one source apart ("#row-3", "/letter"), "" where it holds only one. `uncertain` are the
    words that character recognition is not sure of.
    """

    note_id: str
    text: str
    source: str = ""
    part: str = ""
    stated: Stated = Stated()
    uncertain: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a note under one heading; `kind` is one of `sections.KINDS`, `span` includes the heading."""

    kind: str
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names a codable condition, as the encoder reads it in its context.

    `detection` is the probability that the phrase is a mention, `reportable` that a coder would report it,
    `assertions` the probability of each assertion. `vector` (d,) is the unit-length mean of the phrase's token
    vectors in context; it takes no part in comparisons.
    """

    span: Span
    text: str
    assertion: Assertion
    detection: float
    reportable: float
    section: str = "other"
    heads_line: bool = False
    """Whether it begins a list item or a line that says little else."""
    assertions: tuple[tuple[Assertion, float], ...] = ()
    vector: FloatArray | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One code of the code set that a mention may stand for, with its probability among the candidates."""

    code: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LinkedMention:
    """A mention with its candidates, best first."""

    mention: Mention
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the note that support a code, with their place."""

    span: Span
    text: str


DIAGNOSES = "ICD-10-CM"
"""The code system of suggestions that do not say otherwise."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code offered to the reviewer. Checks and flags are about those of `DIAGNOSES` only."""

    code: str
    title: str
    confidence: float
    billable: bool
    assertion: Assertion
    evidence: tuple[Evidence, ...]
    alternatives: tuple[Candidate, ...] = ()
    flags: tuple[str, ...] = ()
    system: str = DIAGNOSES


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """A failed check on the set of codes (in the sense of a claim edit).

    `fix` are all codes in sequence as they would be without the fault; empty where only a person can decide.
    """

    severity: Severity
    kind: str
    codes: tuple[str, ...]
    message: str
    fix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the encounter; None where it is not known. `age` is in years at the date of service.

    A setting that is not known counts as outpatient, a payment year as the one after the date of service.
    """

    age: float | None = None
    sex: Sex | None = None
    setting: Setting | None = None
    payment_year: int | None = None


@dataclass(frozen=True, slots=True)
class RiskTotal:
    """What the codes of a note add up to: its HCCs after hierarchies, and the risk score where age and sex are known.

    `score` is the raw score of a community, non-dual, aged or disabled patient, demographics included; `year` is the
    payment year.
    """

    hccs: tuple[str, ...]
    score: float | None
    year: int
    model: str


@dataclass(frozen=True, slots=True)
class Coding:
    """The result for one note: suggestions in sequence (first-listed diagnosis first), edits and warnings.

    `risk` is None where it was not computed.
    """

    note_id: str
    source: str
    release: str
    model: str
    suggestions: tuple[Suggestion, ...]
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()
    risk: RiskTotal | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is: `done` of `total` steps, and what is being done in words for the screen."""

    done: int
    total: int
    message: str


@dataclass(frozen=True, slots=True)
class CodingOptions:
    """What the reviewer chose for one run. `threshold` None takes the scope's tuned threshold."""

    scope: Scope = Scope.REPORTABLE
    date_of_service: date | None = None
    facts: Facts = Facts()
    threshold: float | None = None
    verify: bool = False

    def for_note(self, note: Note) -> CodingOptions:
        """These options, with what the note's document states where they leave it open."""
        given = self.facts
        said = Stated(self.date_of_service, given.age, given.sex, given.setting, given.payment_year).over(note.stated)
        facts = Facts(said.age, said.sex, said.setting, said.payment_year)
        return replace(self, date_of_service=said.date_of_service, facts=facts)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text as the encoder's tokens: `ids` (n,) and the code points each covers, `offsets` (n, 2), half-open.

    Special tokens ([CLS], [SEP]) are left out; the encoder adds them to each window.
    """

    ids: IntArray
    offsets: IntArray


class Encoder(Protocol):
    """The fine-tuned encoder, as the core sees it. The engine and the tests' fake both satisfy it."""

    name: str
    context_length: int
    """Most tokens one window may hold, special tokens not counted."""

    def tokenize(self, text: str) -> Tokens: ...

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        """Vectors of each window's tokens, (n, d) a window, without those of the special tokens."""
        ...

    def embed_texts(self, texts: Sequence[str]) -> FloatArray:
        """Mean of the token vectors of each text, special tokens left out, unit length: (len(texts), d)."""
        ...


class LanguageModel(Protocol):
    """An instruct model that judges choices. The engine and the tests' fake both satisfy it."""

    name: str
    context_length: int

    def score_choices(self, prompt: str, choices: Sequence[str]) -> FloatArray:
        """Probability of each choice as the next thing said after the prompt, summing to 1: (len(choices),)."""
        ...

    def complete(self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256) -> str: ...

    def render_chat(self, system: str, user: str) -> str:
        """The prompt in the model's own chat template, ready for the answer."""
        ...
