"""`medcode codes`: look into the code set, and import another release."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import day, positive
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.errors import CodeSetError
from medcode_desktop.paths import user_codes_folder
from medcode_desktop.services.assembly import code_set_files, open_code_set
from medcode_desktop.services.codeset_import import compile_tabular


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("codes", help="look into the code set", description="Look into the code set.")
    actions = parser.add_subparsers(required=True, metavar="search|show|import|releases")

    search = actions.add_parser("search", help="find codes by words or by their beginning")
    search.add_argument("words", nargs="+", metavar="WORD")
    search.add_argument("--limit", type=positive, default=20, metavar="N", help="most codes to show (default: 20)")
    search.add_argument("--release", default="", metavar="YYYY-MM-DD", help="of another release than the one in use")
    search.set_defaults(command=_search)

    show = actions.add_parser("show", help="all that the tabular list says of a code")
    show.add_argument("codes", nargs="+", metavar="CODE")
    show.add_argument("--release", default="", metavar="YYYY-MM-DD", help="of another release than the one in use")
    show.set_defaults(command=_show)

    add = actions.add_parser("import", help="compile the tabular XML of a release")
    add.add_argument("file", type=Path, metavar="FILE.xml")
    add.add_argument("--effective", type=day, required=True, metavar="YYYY-MM-DD", help="first day of use")
    add.add_argument("--expires", type=day, metavar="YYYY-MM-DD", help="last day (default: 30 September)")
    add.set_defaults(command=_import)

    releases = actions.add_parser("releases", help="the releases that are installed")
    releases.set_defaults(command=_releases)


def _search(arguments: argparse.Namespace) -> int:
    with open_code_set(arguments.release) as codes:
        found = codes.search(" ".join(arguments.words), arguments.limit)
    for entry in found:
        console.show(f"{entry.code:<8}  {'' if entry.billable else '(not billable) '}{entry.title}\n")
    if not found:
        console.complain(f"No code was found for '{' '.join(arguments.words)}'.")
    return console.DONE if found else console.SOME_FAILED


def _show(arguments: argparse.Namespace) -> int:
    failed = False
    with open_code_set(arguments.release) as codes:
        for typed in arguments.codes:
            code = codes.normalise(typed)
            if code:
                console.show(_description(codes, code))
            else:
                console.complain(f"There is no code '{typed}' in {codes.release}.")
                failed = True
    return console.SOME_FAILED if failed else console.DONE


def _description(codes: CodeSet, code: str) -> str:
    entry = codes.get(code)
    lines = [f"{entry.code}  {entry.title}", f"  {'billable' if entry.billable else 'not billable'}, {codes.release}"]
    lines += [f"  in {above}  {codes.get(above).title}" for above in codes.ancestors(code)]
    lines += [f"  also: {term}" for term in entry.inclusion_terms]
    for note in codes.notes(code):
        source = f" ({note.source})" if note.source != code else ""
        lines.append(f"  {note.kind.replace('_', ' ')}{source}: {note.text}")
    lines += [f"  7th character {char}: {meaning}" for char, meaning in codes.seventh_characters(code).items()]
    children = codes.children(code)
    lines += [f"  {child}  {codes.get(child).title}" for child in children]
    return "\n".join(lines) + "\n"


def _import(arguments: argparse.Namespace) -> int:
    effective: date = arguments.effective
    expires = arguments.expires or _end_of_fiscal_year(effective)
    if expires < effective:
        raise CodeSetError(f"The release would end on {expires}, before it begins on {effective}.")
    release = f"ICD-10-CM {effective}"
    target = user_codes_folder() / f"icd10cm-{effective}.sqlite"
    target.parent.mkdir(parents=True, exist_ok=True)
    console.run(compile_tabular(arguments.file, target, release=release, effective=effective, expires=expires))
    with CodeSet.open(target) as codes:
        console.show(f"{codes.release}: {len(codes):,} codes, {codes.billable_count:,} billable, in {target}\n")
    return console.DONE


def _end_of_fiscal_year(begin: date) -> date:
    """A release is in force to the end of the federal fiscal year it belongs to, 30 September at the latest."""
    return date(begin.year + (begin.month >= 10), 9, 30)


def _releases(arguments: argparse.Namespace) -> int:
    for file in code_set_files():
        with CodeSet.open(file) as codes:
            console.show(
                f"{codes.release}  in force {codes.effective} to {codes.expires}  "
                f"{len(codes):,} codes, {codes.billable_count:,} billable  {file}\n"
            )
    return console.DONE
