"""Taking codes out of the window: export, the clipboard, and the question before decisions would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from medcode_desktop.core.review import Review
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.export import write_whole
from medcode_desktop.services.export.forms import SUFFIXES, Wishes, compose
from medcode_desktop.services.export.reports import Chart, html_report
from medcode_desktop.services.risk import RiskGroups
from medcode_desktop.ui import clipboard
from medcode_desktop.ui.dialogs import Answer, Kind
from medcode_desktop.ui.encounter import Encounter
from medcode_desktop.ui.messages import Message
from medcode_desktop.ui.parts import Parts
from medcode_desktop.ui.printing import pdf_of
from medcode_desktop.ui.words import tr

PDF = "pdf"
"""The form that needs Qt; all others come from the services."""
Target = tuple[Path, str]
"""A file to write and its form."""


def kinds() -> dict[str, Kind]:
    """The forms that codes can be exported in, the most usual first."""
    titles = {
        "csv": tr("Table, a row a code"),
        "csv-wide": tr("Table, a row a note"),
        "xlsx": tr("Excel workbook"),
        PDF: tr("Report"),
        "html": tr("Web page"),
        "fhir": tr("FHIR R4 bundle"),
        "hl7": tr("HL7 v2 message"),
        "json": tr("JSON"),
        "jsonl": tr("JSON, a line a note"),
        "text": tr("Plain text"),
    }
    suffixes = SUFFIXES | {PDF: "pdf"}
    return {form: Kind(title, suffixes[form]) for form, title in titles.items()}


class Saving:
    """Exports encounters, asking for the file where the last one was written, in the form of the last one."""

    def __init__(self, window: QWidget, parts: Parts, show_message: Callable[[Message], None]) -> None:
        self._window, self._dialogs, self._preferences = window, parts.dialogs, parts.preferences
        self._folder = Path.home()  # not a preference: the name of a folder may be that of a patient
        self._parts = parts
        self._show_message = show_message
        self._groups = RiskGroups()
        self.exported: Callable[[Sequence[Encounter], str], object] = lambda _encounters, _form: None

    def export(self, encounters: Sequence[Encounter]) -> bool:
        """Write the codes of the notes into one file; False when the user or the disk says no."""
        coded = [(e, e.review) for e in encounters if e.review]
        if not coded:
            return False
        name = coded[0][0].title if len(coded) == 1 else tr("codes")
        chosen = self.choose(self._window, name)
        if chosen is None:
            return False
        try:
            self.write(chosen, coded)
        except MedCodeError as error:
            self._show_message(Message.of(error))
            return False
        self.mark(chosen, coded)
        self._show_message(self.told(chosen, coded))
        return True

    def choose(self, parent: QWidget, name: str) -> Target | None:
        """Ask for the file to write and its form; None when the user does not want it after all."""
        offered = kinds()
        last = str(self._preferences.value("export_form", ""))
        last = last if last in offered else "csv"
        return self._dialogs.file_to_save(parent, self._folder / Path(name).name, offered, last)

    def write(self, target: Target, coded: Sequence[tuple[Encounter, Review]]) -> None:
        """Write notes as they were reviewed, in any thread. Raises MedCodeError."""
        path, form = target
        write_whole(path, self._composed(form, [self._chart(encounter, review) for encounter, review in coded]))

    def mark(self, target: Target, coded: Sequence[tuple[Encounter, Review]]) -> None:
        """Keep that notes were exported; of many, some at a time."""
        for encounter, review in coded:
            encounter.mark_exported(review)
        self.exported([encounter for encounter, _ in coded], target[1])

    def told(self, target: Target, coded: Sequence[tuple[Encounter, Review]]) -> Message:
        """What is to be told of an export; the next one is offered in the same folder and form."""
        path, form = target
        self._folder = path.parent
        self._preferences.setValue("export_form", form)
        codes = sum(len(review.reported) for _, review in coded)
        waiting = sum(len(review.codes) - review.decided for _, review in coded)
        hint = tr("{count} of them nobody decided yet.", count=waiting) if waiting else ""
        return Message(tr("{count} codes are in {name}.", count=codes, name=path.name), hint)

    def _chart(self, encounter: Encounter, review: Review) -> Chart:
        """The note as the reviewer left it: with the release and edits of now, and the risk of what is reported now."""
        if review != Review.of(review.coding):
            review = self._groups.reviewed(review, self._parts.options.for_note(encounter.known_note))
        coding = replace(review.coding, edits=encounter.edits, release=encounter.release)
        return Chart(replace(review, coding=coding), encounter.note.text)

    def _composed(self, form: str, charts: Sequence[Chart]) -> bytes:
        if form == PDF:
            return pdf_of(html_report(charts, self._parts.options, datetime.now().astimezone(), paper=True))
        return compose(form, charts, Wishes.of(self._parts.settings, self._parts.options))

    def copy(self, encounter: Encounter | None) -> None:
        """Put the reported codes with their titles on the clipboard, one a line."""
        if encounter is None or encounter.review is None:
            return
        codes = [c.suggestion for c in encounter.review.reported]
        clipboard.copy("".join(f"{s.code}\t{s.title}\n" for s in codes))
        self._show_message(Message(tr("{count} codes are on the clipboard.", count=len(codes))))

    def may_close(self, encounters: Sequence[Encounter]) -> bool:
        """Ask about decisions that were not exported and text that was not coded; False keeps all open."""
        undone = [e for e in encounters if e.has_unsaved_decisions]
        drafts = sum(e.has_uncoded_text for e in encounters)
        if not undone and not drafts:
            return True
        parts = []
        if undone:
            parts.append(tr("Your decisions on {count} notes are not exported.", count=len(undone)))
        if drafts:
            parts.append(tr("{count} notes hold text that is not coded.", count=drafts))
        answer = self._dialogs.ask_about_unsaved(self._window, "\n".join(parts), can_save=bool(undone))
        if answer is Answer.SAVE:
            return self.export(undone)
        return answer is Answer.DISCARD
