"""Queries to the provider: what the record leaves open, asked so that no answer is led to.

After the Guidelines for Achieving a Compliant Query Practice (ACDIS and AHIMA, 2022 update): the clinical indicators
are quoted from the record, the answers are those that the record makes reasonable, with "other" and "unable to
determine" always among them, and nothing is said of codes, payment or quality measures. Where too many answers are
possible, the question is an open one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from medcode_desktop.core.facets import Facet, Question
from medcode_desktop.core.types import Edit, Span, Suggestion
from medcode_desktop.core.wording import sentence_around

MOST_ANSWERS = 7
_LONGEST = 300
_VAGUE = re.compile(r"\b(?:unspecified|not otherwise specified|NOS)\b", re.I)
_ASKED = {
    Facet.SIDE: "the side of the body",
    Facet.EPISODE: "the phase of care",
    Facet.TRIMESTER: "the trimester",
    Facet.STAGE: "the stage",
    Facet.SEVERITY: "the severity",
    Facet.COMPLICATION: "any associated manifestation or complication",
    Facet.TYPE: "the type or further specificity",
}
ASKED_CLOSELY: dict[str, tuple[str, tuple[str, ...]]] = {
    "uncertain": (
        "the status of the condition after evaluation",
        ("Condition confirmed", "Condition ruled out", "Not yet determined at the end of this encounter"),
    ),
    "history": (
        "whether the condition is current or past",
        ("Condition is current, or still under treatment", "Condition is resolved (history of)"),
    ),
    "unspecified_side": ("the side of the body", ("Right", "Left", "Bilateral")),
    "negated": ("whether the condition is present", ("Condition is present", "Condition is not present")),
    "family": ("whose condition it is", ("Condition of the patient", "Condition of a relative only")),
}
"""For kinds of edits what is asked, and the answers; other kinds ask openly how the conditions belong together."""
_OPEN = "how the conditions documented above relate to each other, and which of them are present"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked about which words of the note. Without `answers` the question is an open one."""

    asked: str
    indicators: tuple[str, ...]
    subject: str
    answers: tuple[str, ...] = ()

    def text(self, heading: str) -> str:
        """The query in words, after a heading that says which note it is about."""
        quoted = "\n".join(f"  - “{words}”" for words in self.indicators)
        about = f" for the condition documented as “{self.subject}”" if self.subject else ""
        lines = [
            "Query for clarification of documentation",
            heading,
            "",
            "Clinical indicators in the record:",
            quoted or "  - (quote the findings, results and treatment that apply)",
            "",
            f"Based on your independent clinical judgment, please clarify {self.asked}{about}.",
            "",
        ]
        if self.answers:
            offered = (*self.answers, "Other (please specify): ____________________", "Unable to determine")
            lines += [*(f"  [ ] {answer}" for answer in offered), ""]
        else:
            lines += ["  Your answer: ____________________", "", "  [ ] Unable to determine", ""]
        lines.append(
            "No particular answer is expected or preferred. Please document your answer in the record, with its date."
        )
        return "\n".join(lines) + "\n"


def query_from_question(question: Question, suggestion: Suggestion, text: str) -> Query:
    """The query about what a code leaves open: its possible answers are those of the specificity dialogue."""
    labels = [_plain(answer.label) for answer in question.answers if not _VAGUE.search(answer.label)]
    answers = tuple(label for label in dict.fromkeys(labels) if label)
    asked = _ASKED[question.facet]
    return Query(asked, *_indicators([suggestion], text), answers if 1 < len(answers) <= MOST_ANSWERS else ())


def query_from_edit(edit: Edit, suggestions: Sequence[Suggestion], text: str) -> Query:
    """The query about a failed check on codes of these suggestions."""
    asked, answers = ASKED_CLOSELY.get(edit.kind, (_OPEN, ()))
    indicators, subject = _indicators([s for s in suggestions if s.code in edit.codes], text)
    return Query(asked, indicators, subject if answers else "", answers)


def _indicators(suggestions: Sequence[Suggestion], text: str) -> tuple[tuple[str, ...], str]:
    """The sentences at the evidence, each once, and the words of the first evidence."""
    spans = [e.span for s in suggestions for e in s.evidence]
    quotes = tuple(dict.fromkeys(_quote(text, span) for span in spans))
    return quotes, " ".join(text[spans[0].start : spans[0].end].split()) if spans else ""


def _quote(text: str, span: Span) -> str:
    sentence = " ".join(sentence_around(text, span).split())
    if len(sentence) <= _LONGEST:
        return sentence
    return " ".join(text[max(0, span.start - 100) : span.end + 100].split())[:_LONGEST]


def _plain(label: str) -> str:
    """An answer with a capital, without the marks of the code set."""
    words = re.sub(r"\s+", " ", label).strip(" ,;")
    return words[:1].upper() + words[1:]
