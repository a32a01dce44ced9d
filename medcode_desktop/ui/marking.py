"""What is done with words of the note in view: coding them, marking them as evidence, saying how the note speaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from medcode_desktop.core.catalogue import AnyEntry
from medcode_desktop.core.queries import ASKED_CLOSELY, Query, query_from_edit, query_from_question
from medcode_desktop.core.reassertion import restated
from medcode_desktop.core.types import Assertion, Candidate, Evidence, LinkedMention, Span, Suggestion
from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui.deciding import short
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.query_dialog import QueryDialog
from medcode_desktop.ui.words import assertion_words, percent, tr

if TYPE_CHECKING:
    from medcode_desktop.ui.window import MainWindow

CORRECTIONS = (
    Assertion.PRESENT, Assertion.NEGATED, Assertion.POSSIBLE, Assertion.HISTORICAL, Assertion.FAMILY,
)  # fmt: skip


class Marking(QObject):
    """Changes the review through `decisions`. `queried` gives the note and the code that a query was taken for."""

    queried = Signal(object, str)

    def __init__(self, window: MainWindow, parts: Parts) -> None:
        super().__init__(window)
        self._decisions, self._pane, self._view = window.decisions, window.codes, window.note.view
        self._coding, self._show_message = window.coding, window.show_message
        self._dialogs = parts.dialogs
        self._coding.failed_to_answer.connect(lambda error: self._show_message(Message.of(error)))

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menu Codes do that are about words of the note."""
        corrections = {f"say_{assertion}": partial(self.say, assertion) for assertion in CORRECTIONS}
        return corrections | {"code_words": self.code_words, "mark": self.mark, "query": self.query}

    def code_words(self) -> None:
        """Offer the codes that the selected words may stand for; the chosen one is added with them as evidence."""
        encounter, span = self._decisions.encounter, self._selected()
        if encounter is None or encounter.review is None or span is None or self._decisions.is_refused():
            return
        self._coding.ask(encounter, span, lambda offered: self._offer(encounter, span, offered))

    def _offer(self, encounter: Encounter, span: Span, offered: LinkedMention | None) -> None:
        if encounter is not self._decisions.encounter or encounter.review is None:
            return
        codeset = self._decisions.codeset
        known = [one for one in offered.candidates if one.code in codeset] if offered else []
        if not known or offered is None:
            self._decisions.search_addition()
            return
        words = encounter.note.text[span.start : span.end]
        evidence, assertion = Evidence(span, words), offered.mention.assertion
        answers = [(codeset.get(one.code), f"{one.title}   {percent(round(one.confidence, 2))}") for one in known]

        def take(entry: AnyEntry) -> bool:
            others = tuple(one for one in known if one.code != entry.code)
            self._add(Suggestion(entry.code, entry.title, 0.0, entry.billable, assertion, (evidence,), others))
            return True

        self._pane.open_question(tr("Code for “{words}”", words=short(words)), answers, None, take)

    def _add(self, suggestion: Suggestion) -> None:
        """Add a code; one that is in the list already is accepted, with the words as further evidence."""
        encounter = self._decisions.encounter
        if encounter is None or encounter.review is None:
            return
        review, by = encounter.review, self._decisions.signature()
        place = review.position_of(suggestion.code)
        if place is None:
            changed = review.add(suggestion, by)
            place = len(changed.codes) - 1
        else:
            (evidence,) = suggestion.evidence
            known = evidence in review.codes[place].suggestion.evidence
            changed = (review if known else review.mark(place, evidence)).accept(place, by)
        self._decisions.record(changed, place)

    def mark(self) -> None:
        """Make the selected words evidence of the current code; words that are its evidence already no longer are."""
        span, at = self._selected(), self._decisions.current()
        if span is not None and at is not None and (encounter := self._decisions.encounter) is not None:
            review, position = at
            evidence = Evidence(span, encounter.note.text[span.start : span.end])
            self._decisions.record(review.mark(position, evidence), position)

    def say(self, assertion: Assertion) -> None:
        """Say how the note speaks of the condition under the cursor, or of the current code's; its codes follow."""
        at, encounter = self._decisions.current(), self._decisions.encounter
        if at is None or encounter is None or self._decisions.is_refused():
            return
        review, current = at
        rows = (self._view.rows_at_cursor() if self._view.hasFocus() else []) or [current]
        codeset, setting = self._decisions.codeset, encounter.stated.setting
        knowledge, told = self._decisions.rules.knowledge, []
        for row in sorted(rows, reverse=True):
            said = review.codes[row].suggestion
            choice = restated(said, assertion, encounter.note.text, setting, codeset, knowledge)
            try:
                billable = choice is not None and codeset.is_billable(choice.code)
                review = review.restate(row, assertion, choice, billable=billable, by=self._decisions.signature())
            except MedCodeError as error:
                self._show_message(Message.of(error))
                return
            told.append(_consequence(said, choice, assertion))
        self._decisions.record(review, min(rows), go_on=True)
        self._show_message(Message("  ".join(reversed(told)), tr("Undo takes it back.")))

    # Queries

    def query(self) -> None:
        """Prepare a query about the check in focus, else about what the current code is doubted for or leaves open."""
        at, encounter = self._decisions.current(), self._decisions.encounter
        if at is None or encounter is None:
            return
        review, position = at
        suggestion = review.codes[position].suggestion
        query = self._query(encounter, [c.suggestion for c in review.reported], suggestion)
        if query is None:
            self._show_message(Message(tr("{code} says all there is to say.", code=suggestion.code)))
            return
        day = encounter.day
        heading = encounter.title + (f", date of service {day.isoformat()}" if day else "")
        dialog = QueryDialog(query.text(heading), self._dialogs, self._pane.window())
        dialog.taken.connect(partial(self.queried.emit, encounter, suggestion.code))
        dialog.show()

    def _query(self, encounter: Encounter, reported: list[Suggestion], suggestion: Suggestion) -> Query | None:
        text, edit = encounter.note.text, self._pane.edit_in_focus
        about = [e for e in encounter.edits if suggestion.code in e.codes]
        edit = edit or next((e for e in about if e.kind in ASKED_CLOSELY), None)
        if edit is None and (question := self._decisions.open_question(suggestion)) is not None:
            return query_from_question(question, suggestion, text)
        edit = edit or next(iter(about), None)
        return query_from_edit(edit, reported, text) if edit else None

    def _selected(self) -> Span | None:
        span = self._view.selected_span()
        if span is None:
            self._show_message(Message(tr("Select words in the note first."), tr("Shift with the arrow keys does it.")))
        return span


def _consequence(was: Suggestion, choice: Candidate | None, assertion: Assertion) -> str:
    """What became of a code, in words."""
    how = assertion_words(assertion)
    if choice is None:
        return tr("{code} is not reported: {assertion}.", code=was.code, assertion=how)
    if choice.code != was.code:
        return tr("{code} stands in for {former}: {assertion}.", code=choice.code, former=was.code, assertion=how)
    return tr("{code} is accepted: {assertion}.", code=was.code, assertion=how)
