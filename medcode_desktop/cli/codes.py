"""`medcode codes`: look into the code set, and import another release."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import day, positive
from medcode_desktop.core.alphabetic_index import IndexEntry
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.errors import CodeSetError
from medcode_desktop.paths import user_codes_folder
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.release_import import (
    ReleaseChanges,
    changes,
    end_of_fiscal_year,
    holds_release,
    install,
    read_release,
)
from medcode_desktop.services.releases import code_set_files, newest_code_set, open_code_set, open_systems
from medcode_desktop.services.system_import import read_system, write_system


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

    text = "install a release of ICD-10-CM, or another code system"
    about = (
        "Installs a release of ICD-10-CM from its official zip or the files in it, or another code system from the "
        "files of its publisher: HCPCS Level II (record layout, CSV or workbook), CPT (AMA, tab delimited), SNOMED CT "
        "(RF2 snapshot with the map to ICD-10-CM), LOINC (CSV), or a CSV with the columns code and title. ICD-10-PCS "
        "and ICD-10 (of the WHO) are imported by these names from their packages."
    )
    add = actions.add_parser("import", help=text, description=about)
    add.add_argument("files", type=Path, nargs="+", metavar="FILE|NAME")
    add.add_argument("--system", default="", metavar="NAME", help="name of the code system of a plain CSV")
    add.add_argument("--version", default="", metavar="WORDS", help="version of another code system, such as 2026")
    add.add_argument("--effective", type=day, metavar="YYYY-MM-DD", help="first day of use (default: as the file says)")
    add.add_argument("--expires", type=day, metavar="YYYY-MM-DD", help="last day (default: 30 September)")
    add.set_defaults(command=_import)

    releases = actions.add_parser("releases", help="the releases that are installed")
    releases.set_defaults(command=_releases)


def _search(arguments: argparse.Namespace) -> int:
    words, named_elsewhere = " ".join(arguments.words), False
    with open_code_set(arguments.release) as codes:
        found, named = codes.search(words, arguments.limit), codes.index.search(words, arguments.limit)
        for entry in found:
            console.show(f"{entry.code:<8}  {'' if entry.billable else '(not billable) '}{entry.title}\n")
        for term in named:
            console.show(f"{_index_line(term, codes)}\n")
    for system in open_systems():
        with system:
            for other in system.search(words, arguments.limit):
                said = "" if other.active else "(no longer used) "
                targets = system.maps_to(other.code)
                leads = f"  -> {', '.join(targets)}" if targets else ""
                console.show(f"{system.system}: {other.code}  {said}{other.title}{leads}\n")
                named_elsewhere = True
    if not (found or named or named_elsewhere):
        console.complain(f"No code was found for '{words}'.")
    return console.DONE if found or named or named_elsewhere else console.SOME_FAILED


def _index_line(term: IndexEntry, codes: CodeSet) -> str:
    """An entry of the index with its codes, or where it leads."""
    said = [f"{code} ({heading.lower()})" if heading else code for heading, code in term.codes]
    if not said and term.see:
        there = codes.index.follow(term)
        said = [f"see {term.see}", *(code for _, code in there.codes)] if there else [f"see {term.see}"]
    return f"index: {', '.join(term.path)}: {', '.join(said) or 'see what stands below'}"


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
    packaged = packaged_systems().get(str(arguments.files[0])) if len(arguments.files) == 1 else None
    if packaged is None and holds_release(arguments.files):
        return _import_release(arguments)
    table = packaged() if packaged else read_system(arguments.files, arguments.system)
    version = arguments.version or datetime.now().astimezone().date().isoformat()
    with CodeSystem.open(console.run(write_system(table, user_codes_folder(), version))) as system:
        mapped = f", {len(table.maps):,} of its map to ICD-10-CM" if table.maps else ""
        console.show(f"{system.system} {system.version}: {len(system):,} codes{mapped}\n")
    return console.DONE


def _import_release(arguments: argparse.Namespace) -> int:
    files = read_release(arguments.files)
    effective: date | None = arguments.effective or files.effective
    if effective is None:
        raise CodeSetError("The files do not say from when on the release is used.", "Give it with --effective.")
    with newest_code_set() as before:
        console.show(_tell_changes(changes(files, before), before.release))
    expires = arguments.expires or end_of_fiscal_year(effective)
    target = console.run(install(files, user_codes_folder(), effective, expires))
    for name in files.left_alone:
        console.show(f"{name} is none of the files that are used.\n")
    with CodeSet.open(target) as codes:
        indexes = ", ".join(codes.index.kinds) or "none"
        console.show(f"{codes.release}: {len(codes):,} codes, {codes.billable_count:,} billable, in {target}\n")
        console.show(f"Indexes: {indexes}\n")
    return console.DONE


def _tell_changes(found: ReleaseChanges, before: str, most: int = 10) -> str:
    lines = []
    for name, codes in (("new", found.new), ("revised", found.revised), ("deleted", found.deleted)):
        lines.append(f"{len(codes):,} {name} since {before}")
        lines += [f"  {code}  {title}" for code, title in list(codes.items())[:most]]
        lines += [f"  and {len(codes) - most:,} more"] if len(codes) > most else []
    return "\n".join(lines) + "\n"


def _releases(arguments: argparse.Namespace) -> int:
    for system in open_systems():
        with system:
            console.show(f"{system.system} {system.version}  {len(system):,} codes\n")
    for file in code_set_files():
        with CodeSet.open(file) as codes:
            console.show(
                f"{codes.release}  in force {codes.effective} to {codes.expires}  "
                f"{len(codes):,} codes, {codes.billable_count:,} billable  {file}\n"
            )
    return console.DONE
