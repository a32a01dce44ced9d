"""Which release each open note is coded and checked with, and the checks by it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from medcode_desktop.core.catalogue import CodeTable
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.rules import Rules, Said
from medcode_desktop.core.types import DIAGNOSES, Coding, CodingOptions, Edit, Note, Progress, Severity
from medcode_desktop.errors import CodeSetError, MedCodeError
from medcode_desktop.services.checking import make_rules
from medcode_desktop.services.claim_editor import ClaimEditor
from medcode_desktop.services.releases import Shelf
from medcode_desktop.services.validity import outside_words, refused_words, validity_edits
from medcode_desktop.ui.check_words import check_words
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message, Tone
from medcode_desktop.ui.words import tr
from medcode_desktop.ui.work import Work

_AT_REST_MS = 100
"""A note is looked at so long before what its checks need is looked up."""
_PATIENCE_S = 3.0


class Releases:
    """The date of service chooses the release; a note that was coded keeps its own until a person sets the date."""

    def __init__(
        self, shipped: CodeSet, options: CodingOptions, ask_editor: Callable[[], bool] = lambda: False
    ) -> None:
        self._shelf, self._options, self._ask_editor = Shelf(shipped), options, ask_editor
        self._rules: dict[str, tuple[CodeSet, Rules]] = {}
        self._last: tuple[tuple[object, ...], tuple[Edit, ...]] = ((), ())
        self._opening, self._ahead = threading.RLock(), threading.Lock()

    def of(self, encounter: Encounter | None) -> CodeSet:
        """The release of a note; without one, the release for notes without a date."""
        with self._opening:
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
            with self._opening:
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
        facts = self._options.for_note(encounter.known_note).facts
        asked = (codeset, suggestions, encounter.note.text, facts, encounter.day, self._ask_editor())
        last, edits = self._last
        if asked == last:  # accepting a code changes nothing that is checked
            return edits
        codes = [s.code for s in suggestions]
        said = {s.code: Said.of(encounter.note.text, s) for s in suggestions if s.evidence}
        edits = (*self.rules(codeset).check(codes, facts, said), *validity_edits(codes, codeset, encounter.day))
        if self._ask_editor():
            day = encounter.day or datetime.now().astimezone().date()
            with suppress(MedCodeError), ClaimEditor() as editor:  # the coder says when it is not installed
                edits = editor.added_to(edits, codes, facts, day)
        edits = tuple(sorted(edits, key=lambda edit: list(Severity).index(edit.severity)))
        self._last = (asked, edits)
        return edits

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

    def look_up(self, encounter: Encounter) -> None:
        """Check a note in any thread, so that what the checks look up is at hand when the window asks for them.

        The checks of a hundred codes look up so much that this takes half a second, and 15 ms when it is known.
        """
        if sqlite3.threadsafety == 3:  # else the tables belong to one thread
            with self._ahead, suppress(MedCodeError):
                self.check(encounter)

    def look_up_coded(self, note: Note, coding: Coding) -> None:
        """The same for what a note was just coded with."""
        encounter = Encounter(note)
        encounter.receive(coding)
        self.look_up(encounter)

    def close(self) -> None:
        """Let go of the code tables, which are about to be replaced or removed; they open again when needed."""
        with self._ahead, self._opening:
            self._rules.clear()
            self._last = ((), ())
            self._shelf.close()


class Foresight(QObject):
    """Looks up what the checks of the note in view need, in a thread, while it is read."""

    def __init__(self, releases: Releases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._releases = releases
        self._wanted: Encounter | None = None
        self._then: Callable[[], None] | None = None
        self._work: Work | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)

    def look_at(self, encounter: Encounter) -> None:
        """A note came into view."""
        if encounter.review is not None and not self._then:
            self._wanted = replace(encounter)
            self._soon.start(_AT_REST_MS)

    def check(self, encounter: Encounter, then: Callable[[], None]) -> None:
        """Call `then` when all is looked up for a note, unless another one is checked meanwhile."""
        self._wanted, self._then = replace(encounter), then
        self._soon.start(0)

    def stop(self) -> None:
        """Look up nothing more; when this returns, no table is in use."""
        self._soon.stop()
        self._wanted = self._then = None
        if self._work is not None:
            self._work.cancel()
            self._work.wait(_PATIENCE_S)
            self._work = None

    def _begin(self) -> None:
        wanted = self._wanted
        if self._work is None and wanted is not None:

            def look_up() -> Generator[Progress, None, None]:
                yield from ()
                self._releases.look_up(wanted)

            self._wanted = None
            self._work = Work(look_up)
            self._work.finished.connect(self._has_ended)
            self._work.failed.connect(self._has_ended)
            self._work.start()

    def _has_ended(self) -> None:
        if self.sender() is not self._work:
            return
        self._work = None
        if self._wanted is not None:
            self._begin()
        elif self._then is not None:
            then, self._then = self._then, None
            then()
