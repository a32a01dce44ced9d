"""`medcode code`: documents, folders or standard input in, codes out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, filled, settings_from
from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Note
from medcode_desktop.errors import SettingsError
from medcode_desktop.services import export
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.batch import Failure, failure_noted
from medcode_desktop.services.documents import find_documents, note_ids, read_document, read_stream
from medcode_desktop.services.export.forms import SUFFIXES, Wishes, compose
from medcode_desktop.services.export.reports import Chart
from medcode_desktop.services.export.tables import append_csv
from medcode_desktop.settings import LIMITS

TABLES = ("csv", "csv-wide")
"""Forms that rows can be added to."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("code", help="suggest the codes of notes", description="Suggest the codes of notes.")
    parser.add_argument(
        "paths", nargs="+", type=filled, metavar="PATH", help="a document, a folder, or - for standard input"
    )
    parser.add_argument("--format", choices=SUFFIXES, default="text", help="form of the result (default: text)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, all or nothing")
    parser.add_argument(
        "--append", action="store_true", help="add rows to the CSV of --out; what is there already stays as it is"
    )
    parser.add_argument(
        "--columns", dest="export_columns", metavar="PRESET|NAME,NAME...", help=LIMITS["export_columns"].meaning
    )
    parser.add_argument(
        "--delimiter",
        dest="export_delimiter",
        choices=LIMITS["export_delimiter"].choices,
        help=LIMITS["export_delimiter"].meaning,
    )
    add_coding_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Codes each document; one that fails is named on standard error and the others go on."""
    settings = settings_from(arguments)
    options = coding_options(arguments, settings)
    form, out = arguments.format, arguments.out
    sources = _sources(arguments.paths)
    wishes = Wishes.of(settings, options, array=len(sources) > 1)
    wishes.check(form)
    if arguments.append and not (out and form in TABLES):
        hint = f"Use it with --out FILE and --format {' or '.join(TABLES)}."
        raise SettingsError("--append adds rows to a CSV.", hint)
    if form == "xlsx" and not out and sys.stdout.isatty():
        raise SettingsError("A workbook is nothing to show in a terminal.", "Name a file with --out FILE.")
    if out:
        export.check_writable(out)
    if arguments.append and out.exists():
        append_csv([], out, wishes.table(form), wishes.style)  # tells now what does not fit
    charts: list[Chart] = []
    failures: list[Failure] = []
    streams = out is None and form in ("text", "jsonl")
    line = console.ProgressLine()
    with open_coder(settings, arguments.date) as coder:
        for number, (name, read) in enumerate(sources, 1):
            chart = None
            with failure_noted(name, failures):
                note = read()
                coding = line.follow(coder.code(note, options))
                chart = Chart(Review.of(coding), note.text)
            if chart is None:
                console.complain(failures[-1].reason)
            elif streams:
                console.write(compose(form, [chart], wishes))
                console.show("\n" if form == "text" and number < len(sources) else "")
            else:
                charts.append(chart)
    if charts or not (streams or failures):
        if arguments.append:
            _append(charts, out, wishes, form)
        elif out:
            export.write_whole(out, compose(form, charts, wishes))
        else:
            console.write(compose(form, charts, wishes))
    return console.SOME_FAILED if failures else console.DONE


def _append(charts: Sequence[Chart], out: Path, wishes: Wishes, form: str) -> None:
    there = append_csv([chart.review for chart in charts], out, wishes.table(form), wishes.style)
    if there:
        console.complain(f"{there} rows were in {out} already and stay as they are.")


def _sources(paths: Sequence[str]) -> list[tuple[Path | str, Callable[[], Note]]]:
    """Name of each note and what reads it, in the order given, none of it read yet."""
    sources: list[tuple[Path | str, Callable[[], Note]]] = []
    documents = find_documents([path for path in paths if path != "-"])
    for path, note_id in zip(documents, note_ids(documents), strict=True):
        sources.append((path, partial(read_document, path, note_id)))
    if "-" in paths:
        reader = partial(read_stream, sys.stdin.buffer)
        sources.insert(0 if paths[0] == "-" else len(sources), ("Standard input", reader))
    return sources
