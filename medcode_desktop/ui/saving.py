"""Taking codes out of the window: what an export writes, the clipboard, and the question before decisions are lost."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import CodingOptions, Progress
from medcode_desktop.errors import Cancelled
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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A note as it was when the export was asked for; what is decided while it is written belongs to the next one."""

    encounter: Encounter
    review: Review
    chart: Chart
    options: CodingOptions


class Saving:
    """Writes encounters, asking for the file where the last one was written, in the form of the last one."""

    def __init__(self, window: QWidget, parts: Parts, show_message: Callable[[Message], None]) -> None:
        self._window, self._dialogs, self._preferences = window, parts.dialogs, parts.preferences
        self._folder = Path.home()  # not a preference: the name of a folder may be that of a patient
        self._parts = parts
        self._show_message = show_message
        self._groups = RiskGroups()
        self.exported: Callable[[Sequence[Encounter], str], object] = lambda _encounters, _form: None

    def choose(self, parent: QWidget, name: str) -> Target | None:
        """Ask for the file to write and its form; None when the user does not want it after all."""
        offered = kinds()
        last = str(self._preferences.value("export_form", ""))
        last = last if last in offered else "csv"
        return self._dialogs.file_to_save(parent, self._folder / Path(name).name, offered, last)

    def taken(self, encounter: Encounter) -> Outgoing | None:
        """What an export writes of a note, with the release and edits of now; None of one without codes."""
        if (review := encounter.review) is None:
            return None
        coding = replace(review.coding, edits=encounter.edits, release=encounter.release)
        chart = Chart(replace(review, coding=coding), encounter.note.text)
        return Outgoing(encounter, review, chart, self._parts.options.for_note(encounter.known_note))

    def writing(
        self, target: Target, leaving: Sequence[Outgoing], may_write: Callable[[], bool]
    ) -> Generator[Progress, None, None]:
        """Write notes as they were reviewed, in any thread, whole or not at all.

        `may_write` is asked when the file is about to be put in its place. Raises MedCodeError.
        """
        path, form = target
        charts: list[Chart] = []
        for one in leaving:
            yield Progress(len(charts), len(leaving), tr("Writing {name}…", name=path.name))
            charts.append(self._chart(one))
        data = self._composed(form, charts)
        if not may_write():
            raise Cancelled
        write_whole(path, data)

    def mark(self, target: Target, leaving: Sequence[Outgoing]) -> None:
        """Keep that notes were exported; of many, some at a time."""
        for one in leaving:
            one.encounter.mark_exported(one.review)
        self.exported([one.encounter for one in leaving], target[1])

    def told(self, target: Target, leaving: Sequence[Outgoing]) -> Message:
        """What is to be told of an export; the next one is offered in the same folder and form."""
        path, form = target
        self._folder = path.parent
        self._preferences.setValue("export_form", form)
        codes = sum(len(one.review.reported) for one in leaving)
        waiting = sum(len(one.review.codes) - one.review.decided for one in leaving)
        hint = tr("{count} of them nobody decided yet.", count=waiting) if waiting else ""
        return Message(tr("{count} codes are in {name}.", count=codes, name=path.name), hint)

    def _chart(self, one: Outgoing) -> Chart:
        """The note as the reviewer left it, with the risk of what is reported now."""
        if one.review == Review.of(one.review.coding):
            return one.chart
        return replace(one.chart, review=self._groups.reviewed(one.chart.review, one.options))

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

    def may_close(self, encounters: Sequence[Encounter], export: Callable[[Sequence[Encounter]], object]) -> bool:
        """Ask about decisions that were not exported and text that was not coded; False keeps all open.

        Where they are to be exported first, `export` is called with them, which closes when it has done that.
        """
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
            export(undone)
        return answer is Answer.DISCARD
