"""`medcode models`: what is installed, download, import, check, measure."""

from __future__ import annotations

import argparse
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_coding_options, coding_options, positive, settings_from
from medcode_desktop.services import benchmark, model_store


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("models", help="list, download, import and check models", description="The models.")
    actions = parser.add_subparsers(required=True, metavar="list|pull|import|verify|bench")

    actions.add_parser("list", help="the models that there are").set_defaults(command=_list)

    pull = actions.add_parser("pull", help="download a model of the catalog; the only command that uses the network")
    pull.add_argument("name", metavar="NAME")
    pull.set_defaults(command=_pull)

    add = actions.add_parser("import", help="copy a GGUF file into the user's models")
    add.add_argument("file", type=Path, metavar="FILE.gguf")
    add.set_defaults(command=_import)

    verify = actions.add_parser("verify", help="compare the files of installed models with their checksums")
    verify.add_argument("names", nargs="*", metavar="NAME", help="these only")
    verify.set_defaults(command=_verify)

    bench = actions.add_parser("bench", help="seconds a note and memory on this machine")
    bench.add_argument("--words", type=positive, default=400, metavar="N", help="length of the note (400)")
    bench.add_argument("--runs", type=positive, default=9, metavar="N", help="how often it is coded (9)")
    add_coding_options(bench)
    bench.set_defaults(command=_bench)


def _list(arguments: argparse.Namespace) -> int:
    for model in model_store.list_models():
        state = "installed" if model.installed else f"not installed, from {model.source}"
        memory = f", {console.file_size(model.memory * 1e6)} memory" if model.memory else ""
        licence = f", {model.licence}" if model.licence else ""
        console.show(f"{model.name:<24} {model.role:<15} {model.title}{licence}{memory} ({state})\n")
    return console.DONE


def _pull(arguments: argparse.Namespace) -> int:
    console.show(f"{console.run(model_store.pull_model(arguments.name))}\n")
    return console.DONE


def _import(arguments: argparse.Namespace) -> int:
    file = console.run(model_store.import_model(arguments.file))
    console.show(f"{file.stem}: {file}\n")
    return console.DONE


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.names:
        models = [model_store.find_model(name) for name in arguments.names]
    else:
        models = [model for model in model_store.list_models() if model.installed]
    failed = False
    for model in models:
        faults = console.run(model_store.verify_model(model))
        for fault in faults:
            console.complain(f"{model.name}: {fault}")
        if not faults:
            console.show(f"{model.name}: as it should be\n")
        failed = failed or bool(faults)
    return console.SOME_FAILED if failed else console.DONE


def _bench(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    work = benchmark.measure(settings, coding_options(arguments, settings), arguments.words, arguments.runs)
    console.show(f"{console.run(work)}\n")
    return console.DONE
