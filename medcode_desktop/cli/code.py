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
from medcode_desktop.core.types import Coding, Note
from medcode_desktop.services import export
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.documents import find_documents, note_ids, read_document, read_stream
from medcode_desktop.services.note_coder import Failure, failure_noted

FORMATS = ("text", "json", "jsonl", "csv")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("code", help="suggest the codes of notes", description="Suggest the codes of notes.")
    parser.add_argument(
        "paths", nargs="+", type=filled, metavar="PATH", help="a document, a folder, or - for standard input"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the result (default: text)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, all or nothing")
    add_coding_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Codes each document; one that fails is named on standard error and the others go on."""
    settings = settings_from(arguments)
    options = coding_options(arguments, settings)
    if arguments.out:
        export.check_writable(arguments.out)
    codings: list[Coding] = []
    failures: list[Failure] = []
    sources = _sources(arguments.paths)
    streams = arguments.out is None and arguments.format in ("text", "jsonl")
    line = console.ProgressLine()
    with open_coder(settings, arguments.date) as coder:
        for number, (name, read) in enumerate(sources, 1):
            coding = None
            with failure_noted(name, failures):
                coding = line.follow(coder.code(read(), options))
            if coding is None:
                console.complain(failures[-1].reason)
            elif streams:
                console.show(_in_format([coding], arguments.format, last=number == len(sources)))
            else:
                codings.append(coding)
    if codings or not (streams or failures):
        text = _in_format(codings, arguments.format, array=len(sources) > 1)
        if arguments.format == "csv" and (arguments.out or not sys.stdout.isatty()):
            text = "\ufeff" + text  # Excel needs it to know UTF-8
        if arguments.out:
            export.write_whole(arguments.out, text.encode("utf-8"))
        else:
            console.show(text)
    return console.SOME_FAILED if failures else console.DONE


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


def _in_format(codings: Sequence[Coding], form: str, *, array: bool = False, last: bool = True) -> str:
    match form:
        case "json":
            return export.json_text(codings, array=array)
        case "jsonl":
            return "".join(map(export.json_line, codings))
        case "csv":
            return export.csv_text(map(Review.of, codings))
        case _:
            return "\n".join(map(export.text_report, codings)) + ("" if last else "\n")
