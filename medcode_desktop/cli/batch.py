"""`medcode batch`: a folder of documents into one CSV, with the time that is left, going on after a stop."""

from __future__ import annotations

import argparse
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, filled, settings_from
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.batch import run_batch
from medcode_desktop.services.documents import find_documents


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("batch", help="code a folder into one CSV", description="Code a folder into one CSV.")
    parser.add_argument("folder", type=filled, metavar="FOLDER", help="folder with the documents")
    parser.add_argument("--out", type=Path, required=True, metavar="RESULTS.csv", help="the CSV to write")
    parser.add_argument("--recursive", action="store_true", help="take the documents of the folders inside too")
    parser.add_argument("--resume", action="store_true", help="keep what a stopped run had finished")
    add_coding_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Codes the folder; documents that fail are named at the end."""
    settings = settings_from(arguments)
    if not Path(arguments.folder).is_dir():
        raise DocumentError(f"{arguments.folder} is not a folder.", "A single document is coded with `medcode code`.")
    documents = find_documents([arguments.folder], recursive=arguments.recursive)
    with open_coder(settings, arguments.date) as coder:
        work = run_batch(coder, documents, coding_options(arguments, settings), arguments.out, resume=arguments.resume)
        result = console.ProgressLine().follow(work)
    for failure in result.failures:
        console.complain(failure.reason)
    resumed = f", {result.resumed} from the run before" if result.resumed else ""
    console.complain(
        f"{result.coded} notes coded in {console.duration(result.seconds)}{resumed}, "
        f"{len(result.failures)} failed; {result.codes} codes are in {arguments.out}"
    )
    return console.SOME_FAILED if result.failures else console.DONE
