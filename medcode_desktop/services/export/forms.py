"""All forms that results can be written in, by name: what the command line and the window offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from medcode_desktop.core.types import CodingOptions
from medcode_desktop.errors import SettingsError
from medcode_desktop.services.export import json_line, json_text, reported_coding
from medcode_desktop.services.export.fhir import fhir_text
from medcode_desktop.services.export.hl7 import hl7_text
from medcode_desktop.services.export.reports import Chart, html_report, text_report
from medcode_desktop.services.export.rows import LONG_PRESETS, Table, choose_table
from medcode_desktop.services.export.tables import BOM, DELIMITERS, PLAIN, Style, csv_text, style_of_locale
from medcode_desktop.services.export.workbook import workbook_bytes
from medcode_desktop.settings import Settings

SUFFIXES = {
    "text": "txt",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "csv-wide": "csv",
    "xlsx": "xlsx",
    "fhir": "json",
    "hl7": "hl7",
    "html": "html",
}
"""The forms with the usual ending of their files."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants results written: columns of tables, style of CSV, and the circumstances of the encounter.

    `array` says whether JSON is an array, by default when there are several notes.
    """

    columns: str = "standard"
    style: Style = PLAIN
    options: CodingOptions = field(default_factory=CodingOptions)
    array: bool | None = None

    @classmethod
    def of(cls, settings: Settings, options: CodingOptions, *, array: bool | None = None) -> Wishes:
        """As the settings say."""
        delimiter = DELIMITERS[settings.export_delimiter]
        style = style_of_locale(delimiter) if settings.export_locale else Style(delimiter)
        return cls(settings.export_columns, style, options, array)

    def table(self, form: str) -> Table:
        """The columns of a CSV form. Raises SettingsError where they are none of that table."""
        return choose_table(self.columns, wide=form == "csv-wide")

    def check(self, form: str) -> None:
        """Raise what `compose` would raise of unknown columns or missing packages; for work that takes long before."""
        compose(form, [], replace(self, array=True))

    def sheets(self) -> list[Table]:
        """The sheets of a workbook: both with a preset, the one that has the columns with a list of names."""
        tables, errors = [], []
        for wide in (False, True):
            try:
                tables.append(choose_table(self.columns, wide=wide))
            except SettingsError as error:
                errors.append(error)
        if not tables:
            raise errors[0]
        return tables if self.columns in LONG_PRESETS else tables[:1]


def compose(form: str, charts: Sequence[Chart], wishes: Wishes) -> bytes:
    """The results in a form of `SUFFIXES`, as the bytes of its file.

    Raises ExportError where a form needs a package that is not installed, SettingsError where columns are unknown.
    """
    reviews = [chart.review for chart in charts]
    now = datetime.now().astimezone().replace(microsecond=0)
    match form:
        case "xlsx":
            return workbook_bytes(reviews, wishes.sheets())
        case "csv" | "csv-wide":
            text = BOM + csv_text(reviews, wishes.table(form), wishes.style)
        case "json":
            text = json_text(reviews, array=len(reviews) != 1 if wishes.array is None else wishes.array)
        case "jsonl":
            text = "".join(map(json_line, reviews))
        case "fhir":
            text = fhir_text(reviews, wishes.options, now)
        case "hl7":
            text = hl7_text(reviews, wishes.options, now)
        case "html":
            text = html_report(charts, wishes.options, now)
        case _:
            text = "\n".join(text_report(reported_coding(review)) for review in reviews)
    return text.encode("utf-8")
