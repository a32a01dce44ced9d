"""`medcode eval`: how good the suggestions are on notes with reference codes."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, settings_from
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.evaluation import evaluate, read_reference, report


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Code notes that have reference codes, and compare."
    parser = commands.add_parser("eval", help="measure the suggestions against reference codes", description=text)
    parser.add_argument("--gold", type=Path, required=True, metavar="FILE", help="CodiEsp D table, or JSON Lines")
    parser.add_argument("--notes", type=Path, required=True, metavar="FOLDER", help="folder of texts, or JSON Lines")
    parser.add_argument("--out", type=Path, metavar="FILE", help="keep the codings there, as JSON Lines")
    add_coding_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the figures. The scope follows the reference unless it is given."""
    settings = settings_from(arguments)
    reference = read_reference(arguments.gold)
    options = coding_options(arguments, settings)
    if arguments.scope is None:
        options = replace(options, scope=reference.scope)
    with open_coder(settings) as coder:
        work = evaluate(coder, reference, arguments.notes, options, predictions=arguments.out)
        console.show(report(console.run(work)))
    return console.DONE
