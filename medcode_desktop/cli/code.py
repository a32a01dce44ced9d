"""`medcode code`: documents, folders or standard input in, codes out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, filled, settings_from
from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Note
from medcode_desktop.errors import DocumentError, SettingsError
from medcode_desktop.services import export
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.documents import find_documents, note_ids, read_notes, read_stream_notes
from medcode_desktop.services.export.forms import SUFFIXES, Wishes, compose
from medcode_desktop.services.export.reports import Chart
from medcode_desktop.services.export.tables import append_csv
from medcode_desktop.services.note_coder import Failure, failure_noted
from medcode_desktop.settings import LIMITS


class Reader(Protocol):
    """Reads the notes of one document; what cannot be read inside it is added to `refused`."""

    def __call__(self, *, refused: list[DocumentError]) -> list[Note]: ...


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
    """Codes each note of each document; one that fails is named on standard error and the others go on."""
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
    shown = several = False
    with open_coder(settings, arguments.date) as coder:
        for name, read in sources:
            known = len(failures)
            notes: list[Note] = []
            with failure_noted(name, failures):
                refused: list[DocumentError] = []
                notes = read(refused=refused)
                failures += [Failure(name, str(error)) for error in refused]
            several = several or len(notes) > 1
            for note in notes:
                chart = None
                with failure_noted(f"{name}{note.part}", failures):
                    chart = Chart(Review.of(line.follow(coder.code(note, options))), note.text)
                if chart is not None and streams:
                    if form == "text" and shown:
                        console.show("\n")
                    console.write(compose(form, [chart], wishes))
                    shown = True
                elif chart is not None:
                    charts.append(chart)
            for failure in failures[known:]:
                console.complain(failure.reason)
    if charts or not (streams or failures):
        wishes = replace(wishes, array=wishes.array or several)
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


def _sources(paths: Sequence[str]) -> list[tuple[Path | str, Reader]]:
    """Name of each document and what reads its notes, in the order given, none of it read yet."""
    sources: list[tuple[Path | str, Reader]] = []
    documents = find_documents([path for path in paths if path != "-"])
    for path, note_id in zip(documents, note_ids(documents), strict=True):
        sources.append((path, partial(read_notes, path, note_id)))
    if "-" in paths:
        reader = partial(read_stream_notes, sys.stdin.buffer)
        sources.insert(0 if paths[0] == "-" else len(sources), ("Standard input", reader))
    return sources
