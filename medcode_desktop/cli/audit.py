"""`medcode audit`: the audit trail of the encrypted workspace, checked and exported."""

from __future__ import annotations

import argparse
from pathlib import Path

from medcode_desktop.cli import console, unlocking
from medcode_desktop.services.export import write_whole
from medcode_desktop.services.workspace import Head, csv_of, json_of


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "The audit trail of the encrypted workspace: who did what to which code when."
    parser = commands.add_parser("audit", help="check and export the audit trail", description=text)
    actions = parser.add_subparsers(required=True, metavar="verify|export")

    verify = actions.add_parser("verify", help="check that no entry was changed", description="Check every entry.")
    text = "an end of the trail that was written down earlier, as COUNT:HASH; it must still be there"
    verify.add_argument("--head", type=_head, metavar="COUNT:HASH", help=text)
    unlocking.add_options(verify)
    verify.set_defaults(command=_verify)

    export = actions.add_parser("export", help="write the trail into a file", description="Write the trail.")
    export.add_argument("--format", choices=("csv", "json"), default="csv", help="(csv)")
    export.add_argument("--out", type=Path, metavar="FILE", help="the file to write, if not standard output")
    unlocking.add_options(export)
    export.set_defaults(command=_export)


def _head(text: str) -> Head:
    count, _, digest = text.partition(":")
    if not count.isdecimal() or len(digest) != 64:
        raise argparse.ArgumentTypeError(f"'{text}' is not COUNT:HASH")
    return Head(int(count), digest)


def _verify(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments, read_only=True) as workspace:
        faults = workspace.trail.faults(arguments.head)
        head = workspace.trail.head()
    for fault in faults:
        console.complain(f"the audit trail was changed: {fault}")
    if not faults:
        console.show(f"{head.count} entries, none changed. Write down to compare later: {head}\n")
    return console.SOME_FAILED if faults else console.DONE


def _export(arguments: argparse.Namespace) -> int:
    with unlocking.opened(arguments) as workspace:
        workspace.record("audit trail exported", arguments.format)
        entries = list(workspace.trail.entries())
        as_csv = arguments.format == "csv"
        text = csv_of(entries) if as_csv else json_of(entries, workspace.trail.faults())
        if arguments.out is None:
            console.show(text)
        else:
            write_whole(arguments.out, text.encode("utf-8-sig" if as_csv else "utf-8"))
    return console.DONE
