"""The reviewer's decisions on the note in view: what accept, replace, add, move and undo do to its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from medcode_desktop.core.catalogue import AnyEntry, CodeTable
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.facets import Question
from medcode_desktop.core.review import History, Review, Signature, Status
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.types import DIAGNOSES, Assertion, Candidate, Evidence, Stated, Suggestion
from medcode_desktop.core.wording import Surroundings
from medcode_desktop.errors import MedCodeError
from medcode_desktop.ui.code_browser import CodeBrowser
from medcode_desktop.ui.codes_pane import CodesPane
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.kept_codes import KeptCodes
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.note_view import NoteView
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.releases import Foresight, Releases
from medcode_desktop.ui.words import facet_question, percent, tr


class Decisions(QObject):
    """Changes the review of `encounter`; `changed` gives the position to select afterwards."""

    changed = Signal(int)
    code_wanted = Signal()
    """What is known of the note that is being coded has changed."""

    def __init__(
        self,
        pane: CodesPane,
        view: NoteView,
        parts: Parts,
        kept: KeptCodes,
        show_message: Callable[[Message], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._encounter: Encounter | None = None
        self.is_refused: Callable[[], bool] = lambda: False
        self.signer: Callable[[], str] = lambda: parts.live.current.reviewer
        self._releases = Releases(parts.codeset, parts.options, lambda: parts.settings.claim_editor)
        self.look_up_coded = self._releases.look_up_coded
        self._foresight = Foresight(self._releases, self)
        self.stop = self._foresight.stop
        self._pane, self._view = pane, view
        self._live, self._show_message = parts.live, show_message
        self._preferences: QSettings = parts.preferences
        self._kept = kept
        self._browser: CodeBrowser | None = None
        pane.facts.chosen.connect(self.choose)
        pane.other_system = self._table
        pane.detail.code_wanted.connect(self.browse)
        self._show_facts()

    @property
    def encounter(self) -> Encounter | None:
        """The note in view."""
        return self._encounter

    @encounter.setter
    def encounter(self, encounter: Encounter | None) -> None:
        self._encounter = encounter
        if encounter is not None and encounter.review is not None:
            encounter.release = self.codeset.release
            self._foresight.look_at(encounter)
        self._show_facts()

    @property
    def codeset(self) -> CodeSet:
        """The release of the note in view."""
        return self._releases.of(self._encounter)

    def _table(self, system: str) -> CodeTable | None:
        return self._releases.table(system, self._encounter)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the commands of the menu do that decide about codes."""
        alternatives = {f"alternative_{n + 1}": partial(self.take_alternative, n) for n in range(9)}
        return alternatives | {
            "undo": self.undo,
            "redo": self.redo,
            "accept": self.accept,
            "reject": self.reject,
            "reopen": self.reopen,
            "replace": self.search_replacement,
            "add": self.search_addition,
            "browse": self.browse,
            "specify": self.specify,
            "fix": self.fix,
            "accept_all": self.accept_all,
            "accept_above": self.accept_above,
            "move_up": partial(self.move, -1),
            "move_down": partial(self.move, 1),
        }

    def accept(self) -> None:
        if (at := self.current()) is not None:
            self.record(at[0].accept(at[1], self.signature()), at[1], go_on=True)

    def reject(self) -> None:
        if (at := self.current()) is not None:
            self.record(at[0].reject(at[1], self.signature()), at[1], go_on=True)

    def reopen(self) -> None:
        if (at := self.current()) is not None:
            self.record(at[0].reopen(at[1]), at[1])

    def accept_all(self) -> None:
        if (at := self.current()) is not None:
            self.record(at[0].accept_remaining(self.signature()), at[1])

    def accept_above(self) -> None:
        """Accept the suggestions that are as confident as the setting asks for, and say how many they were."""
        if (at := self.current()) is None:
            return
        review, position = at
        least = self._live.current.accept_above
        changed = review.accept_remaining(self.signature(), least)
        count, share = changed.decided - review.decided, percent(least)
        waiting = sum(c.status is Status.SUGGESTED for c in changed.codes)
        first = next((i for i, c in enumerate(changed.codes) if c.status is Status.SUGGESTED), position)
        self.record(changed, first)
        words = tr("{count} suggestions accepted at {share} and above.", count=count, share=share)
        self._show_message(Message(words, tr("{count} are left to decide.", count=waiting)))

    def accept_in(self, encounter: Encounter, least: float) -> int:
        """Accept the suggestions of a note, in view or not, that are at least so confident; how many those were."""
        if encounter.history is None:
            return 0
        before = encounter.history.present
        encounter.history = encounter.history.record(before.accept_remaining(self.signature(), least))
        if encounter is self._encounter:
            self.changed.emit(self._pane.position)
        return encounter.history.present.decided - before.decided

    def take_alternative(self, number: int) -> None:
        """Put the alternative of this number (0 for the first) in the place of the current code."""
        if (at := self.current()) is not None:
            alternatives = at[0].codes[at[1]].suggestion.alternatives
            if number < len(alternatives):
                self._replace(alternatives[number])

    def move(self, step: int) -> None:
        """Move the current code up (-1) or down (1) among those that are reported."""
        if (at := self.current()) is None:
            return
        rows = self._pane.model
        target = rows.row(at[1]) + step
        if 0 <= target < len(at[0].reported) and rows.row(at[1]) < len(at[0].reported):
            self.move_to(at[1], rows.position(target))

    def move_to(self, position: int, to: int) -> None:
        if self.encounter is not None and self.encounter.review is not None:
            moved = self.encounter.review.move(position, to)
            self.record(moved, position if moved is self.encounter.review else to)

    def search_replacement(self) -> None:
        """Search for a code of the same system to take instead."""
        if (at := self.current()) is not None:
            code = at[0].codes[at[1]]
            if (table := self._table(code.system)) is None:
                self._show_message(Message(*_not_installed(code.system), Tone.WARNING))
                return
            begins = "" if code.suggestion.billable or code.system == DIAGNOSES else code.code
            self._pane.open_search(table, tr("Replace {code} by", code=code.code), self._take_replacement, begins)

    def search_addition(self) -> None:
        """Search for a code to add; words selected in the note are looked up and become its evidence."""
        if self.encounter is None or self.encounter.review is None:
            return
        evidence = self._selected_words()
        text = evidence[0].text if evidence else ""
        heading = tr("Add a code for “{words}”", words=short(text)) if text else tr("Add a code")
        self._pane.open_search(self.codeset, heading, lambda entry: self._add(entry, evidence), short(text))

    def _selected_words(self) -> tuple[Evidence, ...]:
        """What is selected in the note, as evidence."""
        span = self._view.selected_span() if self.encounter else None
        return (Evidence(span, self.encounter.note.text[span.start : span.end]),) if span and self.encounter else ()

    def browse(self, code: str = "") -> None:
        """Show the code browser, at a diagnosis or else at the current code; what is chosen there is added."""
        if self._browser is None:
            self._browser = CodeBrowser(self.codeset, self._preferences, self._kept, self._pane.window())
            self._browser.chosen.connect(lambda entry: self._add(entry, self._selected_words()))
        elif self._browser.release is not self.codeset:
            self._browser.use(self.codeset)
        if code:
            self._browser.show_code(code)
        elif (at := self.current()) is not None:
            self._browser.show_code(at[0].codes[at[1]].code, at[0].codes[at[1]].system)
        self._browser.show()
        self._browser.raise_()
        (self._browser.page if code else self._browser.field).setFocus()

    def let_go(self) -> None:
        """Close the code tables that may be replaced or removed."""
        if self._browser is not None:
            self._browser.close()
            self._browser.deleteLater()
            self._browser = None
        self.stop()
        self._releases.close()

    def check_anew(self) -> None:
        """Check the note in view with the code tables as they are now, when what that needs is looked up."""
        encounter = self._encounter

        def check() -> None:
            if encounter is not None and encounter is self._encounter:
                self.recheck(encounter)
                QTimer.singleShot(0, self, lambda: self.changed.emit(self._pane.position))

        self._show_facts()
        if encounter is not None and encounter.review is not None:
            self._foresight.check(encounter, check)
        else:
            self.changed.emit(self._pane.position)

    def choose(self, name: str, value: object) -> None:
        """Set a fact of the encounter in view: its codes are checked anew, by the release in force on its date."""
        encounter = self._encounter
        if encounter is None or self.is_refused():
            self._show_facts()
            return
        message = self._releases.choose(encounter, name, value)
        if message is not None:
            self._show_message(message)
        self._show_facts()
        if encounter.ticket:
            self.code_wanted.emit()
        else:
            self.changed.emit(self._pane.position)

    def _show_facts(self) -> None:
        encounter = self._encounter
        review = encounter.review if encounter else None
        by_hand = review.facts.names if review else ()
        stated = encounter.stated if encounter else Stated()
        self._pane.facts.show_facts(stated, by_hand, self.codeset.release, enabled=encounter is not None)

    def specify(self) -> None:
        """Ask for what the current code leaves open, until it is billable and says enough."""
        if (at := self.current()) is None:
            return
        suggestion = at[0].codes[at[1]].suggestion
        if suggestion.system != DIAGNOSES:
            self.search_replacement()  # only of diagnoses is known what they leave open
            return
        question = self.open_question(suggestion)
        if question is None:
            self._show_message(Message(tr("{code} says all there is to say.", code=suggestion.code)))
        else:
            self._ask(question, self._around(suggestion))

    def open_question(self, suggestion: Suggestion) -> Question | None:
        """The first question about what a code of the note in view leaves open; None when it says enough."""
        return self.rules.dialogue.begin(suggestion.code, self._around(suggestion))

    def _around(self, suggestion: Suggestion) -> Surroundings:
        """The words of the note around the evidence of a code."""
        said = Said.of(self.encounter.note.text if self.encounter else "", suggestion)
        wording = self.rules.wording
        side = wording.side(said.words) or wording.side(said.sentence)
        return Surroundings(wording, said.words, said.sentence, side=side)

    def _ask(self, question: Question, around: Surroundings) -> None:
        def take(entry: AnyEntry) -> bool:
            following = self.rules.dialogue.follow(entry.code, around)
            if following is None:
                return self._replace(Candidate(entry.code, entry.title, 0.0))
            self._ask(following, around)
            return False

        answers = [(self.codeset.get(a.code), a.label) for a in question.answers]
        self._pane.open_question(facet_question(question), answers, question.preset, take)

    def fix(self) -> None:
        """Do what the selected check, or the first that can be mended, asks for."""
        edit = self._pane.fixable
        if edit is None or self.encounter is None or self.encounter.review is None:
            return
        review = self.encounter.review
        changed = review.arranged(edit.fix, self.codeset.get, self.signature())
        at = next((p for c in (*edit.fix, *edit.codes) if (p := changed.position_of(c)) is not None), 0)
        self.record(changed, at)

    def undo(self) -> None:
        self._travel(History.undo)

    def redo(self) -> None:
        self._travel(History.redo)

    def recheck(self, encounter: Encounter) -> None:
        """Compute the edits on the codes that are reported."""
        encounter.edits = self._releases.check(encounter)
        encounter.release = self._releases.of(encounter).release
        self._show_facts()

    @property
    def rules(self) -> Rules:
        """The checks by the release of the note in view."""
        return self._releases.rules(self.codeset)

    def _take_replacement(self, entry: AnyEntry) -> bool:
        return self._replace(Candidate(entry.code, entry.title, 0.0))

    def _replace(self, choice: Candidate) -> bool:
        if (at := self.current()) is None:
            return True
        review, position = at
        system = review.codes[position].system
        try:
            table = self._table(system)
            if table is None:
                raise MedCodeError(*_not_installed(system))
            billable = table.is_billable(choice.code)
            changed = review.replace(position, choice, billable=billable, by=self.signature())
        except MedCodeError as error:
            self._show_message(Message.of(error))
            return False
        found = changed.position_of(choice.code, system)
        self.record(changed, position if found is None else found)
        return True

    def _add(self, entry: AnyEntry, evidence: tuple[Evidence, ...]) -> bool:
        if self.encounter is None or self.encounter.review is None:
            return True
        suggestion = Suggestion(
            entry.code, entry.title, 0.0, entry.billable, Assertion.PRESENT, evidence, system=entry.system
        )
        try:
            changed = self.encounter.review.add(suggestion, self.signature())
        except MedCodeError as error:
            self._show_message(Message.of(error))
            return False
        found = changed.position_of(entry.code, entry.system)
        self.record(changed, len(changed.codes) - 1 if found is None else found)
        return True

    def current(self) -> tuple[Review, int] | None:
        """The review in view with the position of the selected code."""
        if self.encounter is None or self.encounter.review is None or self._pane.position < 0:
            return None
        return self.encounter.review, self._pane.position

    def record(self, review: Review, position: int, *, go_on: bool = False) -> None:
        """Make a review the present one and check it; `go_on` selects the next code to decide after `position`."""
        encounter = self.encounter
        if encounter is None or encounter.history is None or self.is_refused():
            return
        target = self._pane.following(position) if go_on and len(review.codes) == len(self._codes()) else position
        encounter.history = encounter.history.record(review)
        self.recheck(encounter)
        self.changed.emit(min(target, len(review.codes) - 1))

    def _travel(self, step: Callable[[History], History]) -> None:
        encounter = self.encounter
        if encounter is None or encounter.history is None or self.is_refused():
            return
        before = encounter.history
        encounter.history = step(before)
        if encounter.history is not before:
            self.recheck(encounter)
            self.changed.emit(_first_difference(before.present, encounter.history.present))

    def _codes(self) -> tuple[object, ...]:
        return self.encounter.review.codes if self.encounter and self.encounter.review else ()

    def signature(self) -> Signature:
        """Who decides now, and the time."""
        return Signature(self.signer(), datetime.now().astimezone().replace(microsecond=0))


def _first_difference(before: Review, after: Review) -> int:
    """Where undo or redo changed something, so that the eye finds it."""
    pairs = enumerate(zip(before.codes, after.codes, strict=False))
    differing = next((i for i, (old, new) in pairs if old != new), len(after.codes) - 1)
    return min(differing, len(after.codes) - 1)


def _not_installed(system: str) -> tuple[str, str]:
    words = tr("The code system {name} is not installed.", name=system)
    return words, tr("Code sets… in the menu Codes imports it.")


def short(text: str) -> str:
    """Selected words on one line, at most eight of them."""
    return " ".join(text.split()[:8])
