"""`medcode codes`: look into the code set, and import another release."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import day, positive
from medcode_desktop.core.alphabetic_index import IndexEntry
from medcode_desktop.core.catalogue import Catalogue, Hit, Use
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.errors import CodeSetError, MedCodeError
from medcode_desktop.services.code_import import Imported, import_codes
from medcode_desktop.services.preparing import prepare_candidates
from medcode_desktop.services.release_import import ReleaseChanges
from medcode_desktop.services.releases import code_set_files, open_catalogue, open_systems
from medcode_desktop.settings import load_settings

_USES = {
    Use.USABLE: "", Use.NOT_BILLABLE: "(not billable) ", Use.NEEDS_SEVENTH: "(needs a 7th character) ",
    Use.RETIRED: "(no longer used) ",
}  # fmt: skip


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("codes", help="look into the code set", description="Look into the code set.")
    actions = parser.add_subparsers(required=True, metavar="search|show|import|releases")

    search = actions.add_parser("search", help="find codes by words or by their beginning")
    search.add_argument("words", nargs="+", metavar="WORD")
    text = "most codes of each system to show (default: 20)"
    search.add_argument("--limit", type=positive, default=20, metavar="N", help=text)
    search.add_argument("--system", default="", metavar="NAME", help="only in this code system (default: in all)")
    search.add_argument("--release", default="", metavar="YYYY-MM-DD", help="of another release than the one in use")
    search.set_defaults(command=_search)

    show = actions.add_parser("show", help="all that the tabular list says of a code")
    show.add_argument("codes", nargs="+", metavar="CODE")
    show.add_argument("--system", default="", metavar="NAME", help="of this code system (default: the first with it)")
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
    """Codes of all systems, each with the name of its system where that is not ICD-10-CM."""
    words, found = " ".join(arguments.words), False
    with closing(open_catalogue(arguments.release)) as catalogue:
        for group in catalogue.search(words, _system(arguments, catalogue), arguments.limit):
            found = True
            for hit in group.hits:
                console.show(f"{_line(hit, catalogue)}\n")
            if group.more:
                console.complain(f"{group.system} has more than {arguments.limit}: see --system and --limit.")
    if not found:
        console.complain(f"No code was found for '{words}'.")
    return console.DONE if found else console.SOME_FAILED


def _system(arguments: argparse.Namespace, catalogue: Catalogue) -> str:
    """The system that was asked for, "" for all. Raises CodeSetError when it is not installed."""
    name = catalogue.named(arguments.system) if arguments.system else ""
    if name is None:
        installed = f"Installed are: {', '.join(catalogue.names)}."
        raise CodeSetError(f"There is no code system '{arguments.system}'.", installed)
    return name


def _line(hit: Hit, catalogue: Catalogue) -> str:
    if hit.entry is not None:
        return _index_line(hit.entry, catalogue.codeset)
    said = _USES[hit.use]
    if hit.system == DIAGNOSES:
        return f"{hit.code:<8}  {said}{hit.title}"
    targets = catalogue.systems[hit.system].maps_to(hit.code)
    leads = f"  -> {', '.join(targets)}" if targets else ""
    return f"{hit.system}: {hit.code}  {said}{hit.title}{leads}"


def _index_line(term: IndexEntry, codes: CodeSet) -> str:
    """An entry of the index with its codes, or where it leads."""
    said = [f"{code} ({heading.lower()})" if heading else code for heading, code in term.codes]
    if not said and term.see:
        there = codes.index.follow(term)
        said = [f"see {term.see}", *(code for _, code in there.codes)] if there else [f"see {term.see}"]
    return f"index: {', '.join(term.path)}: {', '.join(said) or 'see what stands below'}"


def _show(arguments: argparse.Namespace) -> int:
    """Each code of the system that was asked for, else of the first that has it, ICD-10-CM before all."""
    failed = False
    with closing(open_catalogue(arguments.release)) as catalogue:
        wanted = _system(arguments, catalogue)
        for typed in arguments.codes:
            code = catalogue.codeset.normalise(typed) if wanted in ("", DIAGNOSES) else None
            names = [name for name in ([wanted] if wanted else catalogue.systems) if name in catalogue.systems]
            others = [catalogue.systems[name] for name in names]
            holder = next((system for system in others if typed.strip().upper() in system), None)
            if code:
                console.show(_description(catalogue.codeset, code))
            elif holder:
                console.show(_other_description(holder, typed.strip().upper()))
            else:
                where = wanted if wanted and wanted != DIAGNOSES else catalogue.codeset.release
                console.complain(f"There is no code '{typed}' in {where}.")
                failed = True
    return console.SOME_FAILED if failed else console.DONE


def _other_description(system: CodeSystem, code: str) -> str:
    entry = system.get(code)
    said = "" if entry.active else "no longer used, "
    lines = [f"{code}  {entry.title}", f"  {said}{system.system} {system.version}"]
    lines += [f"  also: {term}" for term in entry.terms]
    lines += [f"  leads to ICD-10-CM {target}" for target in system.maps_to(code)]
    return "\n".join(lines) + "\n"


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
    done = console.run(
        import_codes(
            arguments.files, name=arguments.system, version=arguments.version,
            effective=arguments.effective, expires=arguments.expires,
        )
    )  # fmt: skip
    if done.before:
        console.show(_tell_changes(done.changes, done.before))
    for name in done.left_alone:
        console.show(f"{name} is none of the files that are used.\n")
    if done.name.startswith(DIAGNOSES):
        console.show(f"{done.name}: {done.codes:,} codes, {done.billable:,} billable, in {done.file}\n")
        console.show(f"Indexes: {', '.join(done.indexes) or 'none'}\n")
    else:
        mapped = f", {done.mapped:,} of its map to ICD-10-CM" if done.mapped else ""
        console.show(f"{done.name}: {done.codes:,} codes{mapped}\n")
    _prepare(done)
    return console.DONE


def _prepare(done: Imported) -> None:
    """Makes the vectors of what was imported, the last step; the import is complete without it."""
    later = f"{done.name} is installed; its first note will take longer."
    try:
        vectors = console.run(prepare_candidates(done.file, load_settings()))
    except MedCodeError as error:
        console.complain(f"{error} {later}")
    except KeyboardInterrupt:
        console.complain(later)
        raise
    else:
        if vectors:
            console.show(f"Its {vectors:,} new names can be found in notes.\n")


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
