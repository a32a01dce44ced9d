"""What the reviewer decided about a coding: an immutable list of codes with their status, in sequence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from medcode_desktop.core.types import Coding, Suggestion


class Status(StrEnum):
    """Where a code stands: nobody decided yet, accepted, rejected, put in another's place, or added by hand."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class ReviewedCode:
    """One code with the decision about it. `replaces` names the suggested code that it stands in for."""

    suggestion: Suggestion
    status: Status = Status.SUGGESTED
    replaces: str = ""
    reviewer: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A coding under review; `codes` is in the sequence in which they are exported."""

    coding: Coding
    codes: tuple[ReviewedCode, ...]

    @classmethod
    def of(cls, coding: Coding) -> Review:
        return cls(coding, tuple(ReviewedCode(s) for s in coding.suggestions))
