"""`medcode code`: documents, folders or standard input in, codes out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, settings_from
from medcode_desktop.core.review import Review
from medcode_desktop.core.types import Coding, Note
from medcode_desktop.errors import MedCodeError, ModelError
from medcode_desktop.services import export
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.documents import find_documents, note_ids, read_document, read_stream

FORMATS = ("text", "json", "jsonl", "csv")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("code", help="suggest the codes of notes", description="Suggest the codes of notes.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a document, a folder, or - for standard input")
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
    failed = 0
    sources = _sources(arguments.paths)
    streams = arguments.out is None and arguments.format in ("text", "jsonl")
    line = console.ProgressLine()
    with open_coder(settings) as coder:
        for number, read in enumerate(sources, 1):
            try:
                coding = line.follow(coder.code(read(), options))
            except ModelError:
                raise  # no other note would fare better
            except MedCodeError as error:
                line.clear()
                console.complain(error)
                failed += 1
                continue
            if streams:
                console.show(_in_format([coding], arguments.format, last=number == len(sources)))
            else:
                codings.append(coding)
    if arguments.out:
        export.write_whole(arguments.out, _file_bytes(codings, arguments.format))
    elif not streams and (codings or arguments.format == "csv"):
        console.show(_in_format(codings, arguments.format))
    return console.SOME_FAILED if failed else console.DONE


def _sources(paths: Sequence[str]) -> list[Callable[[], Note]]:
    """What reads each note, in the order given, none of it read yet."""
    sources: list[Callable[[], Note]] = []
    files = [path for path in paths if path != "-"]
    documents = find_documents(files)
    sources += [_reader(path, note_id) for path, note_id in zip(documents, note_ids(documents), strict=True)]
    if "-" in paths:
        sources.insert(0 if paths[0] == "-" else len(sources), lambda: read_stream(sys.stdin.buffer))
    return sources


def _reader(path: Path, note_id: str) -> Callable[[], Note]:
    return lambda: read_document(path, note_id)


def _in_format(codings: Sequence[Coding], form: str, *, last: bool = True) -> str:
    match form:
        case "json":
            return export.json_text(codings)
        case "jsonl":
            return "".join(map(export.json_line, codings))
        case "csv":
            return export.csv_text(map(Review.of, codings))
        case _:
            return "\n".join(map(export.text_report, codings)) + ("" if last else "\n")


def _file_bytes(codings: Sequence[Coding], form: str) -> bytes:
    """A file's content; only CSV begins with a byte order mark, which Excel needs."""
    return _in_format(codings, form).encode("utf-8-sig" if form == "csv" else "utf-8")
