"""One open note on the desk: its text, how far its coding is, and the history of its review."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from medcode_desktop.core.review import History, Review
from medcode_desktop.core.types import Coding, Edit, Note, Progress, Stated
from medcode_desktop.services.workspace import NoteEntry


class State(StrEnum):
    """What the work list says about a note."""

    DRAFT = "draft"
    CODING = "coding"
    REVIEW = "review"
    EXPORTED = "exported"
    FAILED = "failed"


@dataclass(slots=True)
class Encounter:
    """A note with its review.

    `draft` is its text while it is being edited, None when it is not; `ticket` names the coding that runs or waits,
    0 when none does. `kept` is the review as it was last exported (or as it was suggested):
    what differs from it is unsaved. `release` is the one that the codes are of, "" before the first coding. `number`
    names the note in the workspace, 0 while it is not there; `entry` is what the workspace says of it until it is
    loaded, and the rest is empty by then.
    """

    note: Note
    draft: str | None = None
    history: History | None = None
    kept: Review | None = None
    exported: bool = False
    edits: tuple[Edit, ...] = ()
    ticket: int = 0
    progress: Progress | None = None
    failure: str = ""
    release: str = ""
    number: int = 0
    entry: NoteEntry | None = None

    @property
    def stated(self) -> Stated:
        """What is known of the encounter: what the document states, but for what the reviewer says."""
        return self.review.facts.over(self.note.stated) if self.review else self.note.stated

    @property
    def known_note(self) -> Note:
        """The note with all that is known of the encounter as stated by it."""
        return replace(self.note, stated=self.stated)

    @property
    def day(self) -> date | None:
        """The date of service, None when it is not known."""
        return self.stated.date_of_service

    def choose(self, name: str, value: Any) -> None:
        """Set a fact of the encounter by the reviewer's hand; before there are codes, the note counts as stating it."""
        if self.history is None or self.review is None:
            self.note = replace(self.note, stated=replace(self.note.stated, **{name: value}))
        else:
            facts = self.review.facts.choosing(name, value, self.note.stated)
            self.history = self.history.record(replace(self.review, facts=facts))

    @property
    def title(self) -> str:
        return self.note.note_id

    @property
    def review(self) -> Review | None:
        return self.history.present if self.history else None

    @property
    def state(self) -> State:
        if self.ticket:
            return State.CODING
        if self.draft is not None or (self.entry is not None and self.entry.has_draft):
            return State.DRAFT
        if self.failure:
            return State.FAILED
        if self.entry is not None:
            return State.EXPORTED if self.entry.exported else State.REVIEW if self.entry.coded else State.DRAFT
        if self.history is None:
            return State.DRAFT
        return State.EXPORTED if self.exported and not self.has_unsaved_decisions else State.REVIEW

    @property
    def is_coded(self) -> bool:
        return self.history is not None or (self.entry is not None and self.entry.coded)

    @property
    def decided(self) -> tuple[int, int]:
        """How many codes are decided about, and how many there are."""
        if self.entry is not None:
            return self.entry.decided, self.entry.codes
        return (self.review.decided, len(self.review.codes)) if self.review else (0, 0)

    @property
    def has_unsaved_decisions(self) -> bool:
        if self.entry is not None:
            return self.entry.decided > 0 and not self.entry.exported
        return self.review is not None and self.review != self.kept

    @property
    def has_uncoded_text(self) -> bool:
        """Typed or changed text that was never coded would be lost on closing."""
        return self.draft is not None and self.draft.strip() != "" and self.draft != self.note.text

    @property
    def is_blank(self) -> bool:
        """Whether it is a draft without text that never was more than one."""
        return self.history is None and not self.note.text and self.draft is not None and not self.draft.strip()

    def receive(self, coding: Coding) -> None:
        """Take the result of a coding; decisions about an earlier one of the same note are carried over."""
        fresh = Review.of(coding)
        review = self.review.recoded(coding, self.note.text) if self.review else fresh
        self.history, self.kept, self.exported = History(review), fresh, False
        self.failure, self.ticket, self.draft, self.release = "", 0, None, coding.release

    def mark_exported(self, review: Review) -> None:
        """It was exported as `review` says, which may be older than the present one."""
        self.kept, self.exported = review, True
