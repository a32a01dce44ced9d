"""`medcode eval`: how good the suggestions are on notes with reference codes."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, settings_from
from medcode_desktop.services import evaluation_report
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.benchmark import ablation
from medcode_desktop.services.evaluation import compare, compare_runs, evaluate, evaluate_linking
from medcode_desktop.services.other_systems import OneSystem
from medcode_desktop.services.reference import read_codings, read_reference


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Code notes that have reference codes, and compare."
    parser = commands.add_parser("eval", help="measure the suggestions against reference codes", description=text)
    gold = "CodiEsp D table, clinic gold, or JSON Lines with spans as `medcode train prepare` writes them"
    parser.add_argument("--gold", type=Path, required=True, metavar="FILE", help=gold)
    parser.add_argument("--notes", type=Path, required=True, metavar="FOLDER", help="folder of texts, or JSON Lines")
    parser.add_argument("--out", type=Path, metavar="FILE", help="keep the codings there, as JSON Lines")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write all figures there: .html with plots, or .json"
    )
    against = "codings of another run on the same notes (its --out), to compare with by a paired test"
    parser.add_argument("--against", type=Path, metavar="FILE", help=against)
    alone = "also measure linking by itself, at the places that the reference gives"
    parser.add_argument("--linking", action="store_true", help=alone)
    parts = "a table of what each part is worth: dictionary, + encoder, + assertion and sections, + verifier"
    parser.add_argument("--ablation", action="store_true", help=parts)
    dev = "leave out what the built-in model learnt of the dev notes: for figures on the dev parts of its own data"
    parser.add_argument("--train-only", action="store_true", help=dev)
    only = "measure the suggestions of this installed code system, such as icd-10-pcs, instead of diagnoses"
    parser.add_argument("--system", default="", metavar="NAME", help=only)
    add_coding_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the figures. The scope follows the reference unless it is given."""
    if arguments.system:
        arguments.systems = arguments.system
    settings = settings_from(arguments)
    reference = read_reference(arguments.gold)
    options = coding_options(arguments, settings)
    if arguments.scope is None:
        options = replace(options, scope=reference.scope)
    other = compare(reference, read_codings(arguments.against)) if arguments.against else None
    if arguments.ablation:
        table = console.run(ablation(settings, reference, arguments.notes, options, train_only=arguments.train_only))
        console.show(table)
        return console.DONE
    with open_coder(settings, train_only=arguments.train_only) as coder:
        familiarity = coder.familiarity
        measured = OneSystem(coder, arguments.system) if arguments.system else coder
        work = evaluate(
            measured, reference, arguments.notes, options, predictions=arguments.out,
            familiarity=None if arguments.system else familiarity,
        )  # fmt: skip
        found = console.run(work)
        if arguments.linking and reference.spans:
            linking = console.run(evaluate_linking(coder.pipeline, reference, arguments.notes, options))
            found = replace(found, linking=linking)
        differences = compare_runs(found, other) if other else None
        console.show(evaluation_report.as_text(found, differences))
        if arguments.report:
            evaluation_report.write(found, arguments.report, familiarity.codeset, differences)
    return console.DONE
