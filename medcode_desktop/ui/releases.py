"""Which release each open note is coded and checked with, and the checks by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from medcode_desktop.core.catalogue import CodeTable
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.types import DIAGNOSES, CodingOptions, Edit, Severity
from medcode_desktop.errors import CodeSetError, MedCodeError
from medcode_desktop.services.checking import make_rules
from medcode_desktop.services.claim_editor import ClaimEditor
from medcode_desktop.services.releases import Shelf
from medcode_desktop.services.validity import outside_words, refused_words, validity_edits
from medcode_desktop.ui.check_words import check_words
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.words import tr


class Releases:
    """The date of service chooses the release; a note that was coded keeps its own until a person sets the date."""

    def __init__(
        self, shipped: CodeSet, options: CodingOptions, ask_editor: Callable[[], bool] = lambda: False
    ) -> None:
        self._shelf, self._options, self._ask_editor = Shelf(shipped), options, ask_editor
        self._rules: dict[str, tuple[CodeSet, Rules]] = {}

    def of(self, encounter: Encounter | None) -> CodeSet:
        """The release of a note; without one, the release for notes without a date."""
        if encounter is None:
            return self._shelf.for_day(None)
        review = encounter.review
        kept = review and "date_of_service" not in review.facts.names and self._shelf.named(review.coding.release)
        return kept or self._shelf.for_day(encounter.day)

    def table(self, system: str, encounter: Encounter | None) -> CodeTable | None:
        """The table of a system for a note; None when it is not installed (any more), or damaged."""
        if system == DIAGNOSES:
            return self.of(encounter)
        try:
            return self._shelf.system(system)
        except CodeSetError:
            return None

    def rules(self, codeset: CodeSet) -> Rules:
        """The checks for a release; read when the first codes are checked, which keeps the window quick to open."""
        known = self._rules.get(codeset.release)
        if known is None or known[0] is not codeset:
            known = self._rules[codeset.release] = (codeset, make_rules(codeset))
        return known[1]

    def check(self, encounter: Encounter) -> tuple[Edit, ...]:
        """The edits on the diagnoses that are reported, errors first; those of the claim editor too, if it is asked.

        The editor takes 0.5 ms for 30 codes (measured); its tables, 60 ms once, the coding thread has read before.
        """
        if encounter.review is None:
            return ()
        codeset = self.of(encounter)
        suggestions = [c.suggestion for c in encounter.review.diagnoses]
        codes = [s.code for s in suggestions]
        said = {s.code: Said.of(encounter.note.text, s) for s in suggestions if s.evidence}
        facts = self._options.for_note(encounter.known_note).facts
        edits = (*self.rules(codeset).check(codes, facts, said), *validity_edits(codes, codeset, encounter.day))
        if self._ask_editor():
            day = encounter.day or datetime.now().astimezone().date()
            with suppress(MedCodeError), ClaimEditor() as editor:  # the coder says when it is not installed
                edits = editor.added_to(edits, codes, facts, day)
        return tuple(sorted(edits, key=lambda edit: list(Severity).index(edit.severity)))

    def choose(self, encounter: Encounter, name: str, value: object) -> Message | None:
        """Set a fact of the encounter, take the release in force on its date, and check anew; what is to be told."""
        before = self.of(encounter).release
        encounter.choose(name, value)
        codeset, day = self.of(encounter), encounter.day
        encounter.release = codeset.release
        encounter.edits = self.check(encounter)
        if name == "payment_year" and encounter.review is not None:
            return Message(tr("Exports use the risk groups of that year now."), tr("F5 codes the note anew with it."))
        if name != "date_of_service":
            return None
        warnings = [outside_words(codeset, day), refused_words(encounter.edits, day)]
        if any(warnings):
            hint = tr("Code sets… in the menu Codes imports a release.")
            return Message(" ".join(check_words(warning) for warning in warnings if warning), hint, Tone.WARNING)
        if codeset.release != before and encounter.review is not None:
            text = tr("The codes are checked with {release} now.", release=codeset.release)
            return Message(text, tr("F5 codes the note anew with it."))
        return None

    def close(self) -> None:
        """Let go of the code tables, which are about to be replaced or removed; they open again when needed."""
        self._rules.clear()
        self._shelf.close()
