"""`medcode batch` and `medcode watch`: a folder of documents into one CSV, with the time that is left."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from medcode_desktop.cli import console, unlocking
from medcode_desktop.cli.batch_progress import MACHINE, BatchLog, Display, make_display
from medcode_desktop.cli.options import add_coding_options, coding_options, filled, positive, settings_from
from medcode_desktop.errors import DocumentError, MedCodeError, WorkspaceError
from medcode_desktop.services.batch.keeping import Keeper
from medcode_desktop.services.batch.plan import MEMORY_LIMIT, TIME_LIMIT_S, Order, Plan, find, in_order
from medcode_desktop.services.batch.run import BatchProgress, Finished
from medcode_desktop.services.batch.start import code_folder, watch_folder
from medcode_desktop.services.batch.watch import PAUSE_S
from medcode_desktop.services.documents import shown
from medcode_desktop.services.workspace import Workspace

Result = TypeVar("Result")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Code a folder into one CSV. Killed at any moment, it goes on with --resume."
    parser = commands.add_parser("batch", help="code a folder into one CSV", description=text)
    _add_options(parser)
    parser.add_argument("--recursive", action="store_true", help="take the documents of the folders inside too")
    parser.add_argument("--resume", action="store_true", help="keep what the run before had finished")
    parser.add_argument("--watch", action="store_true", help="go on with what comes, as `medcode watch`")
    parser.add_argument("--preview", action="store_true", help="only list what would be read, in that order")
    parser.set_defaults(command=run)

    text = "Code what is in a folder and what comes, also on a network, until Ctrl+C. The folders inside are read too."
    watching = commands.add_parser("watch", help="code a folder, and what comes into it", description=text)
    _add_options(watching)
    watching.set_defaults(command=run, watch=True, preview=False, recursive=True, resume=True)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=filled, metavar="FOLDER", help="folder with the documents")
    parser.add_argument("--out", type=Path, required=True, metavar="RESULTS.csv", help="the CSV to write")
    pattern = "only documents whose name, path or folder fits, such as '*.txt' or '2026/*'; may be given again"
    parser.add_argument("--include", action="append", default=[], metavar="PATTERN", help=pattern)
    parser.add_argument("--exclude", action="append", default=[], metavar="PATTERN", help="leave those out")
    parser.add_argument("--first", type=Order, choices=list(Order), default=Order.PATH, help="what is coded first")
    parser.add_argument("--retry", action="store_true", help="as --resume, and try again what had failed")
    parser.add_argument("--workers", type=positive, metavar="N", help="engine processes; measured for this machine")
    limit = f"time that one document may take ({TIME_LIMIT_S:g})"
    parser.add_argument("--time-limit", type=positive, default=TIME_LIMIT_S, metavar="SECONDS", help=limit)
    limit = f"memory that a worker may take, its model included ({MEMORY_LIMIT // 1_000_000})"
    parser.add_argument("--memory-limit", type=positive, metavar="MB", help=limit)
    text = "run on a Dask cluster (opens network connections to it): address of its scheduler"
    parser.add_argument("--cluster", type=filled, metavar="tcp://HOST:PORT", help=text)
    parser.add_argument("--every", type=positive, default=PAUSE_S, metavar="SECONDS", help="how often a watch looks")
    form = "json: one object a line on standard error"
    parser.add_argument("--progress", choices=("auto", MACHINE, "none"), default="auto", help=form)
    text = "add a line for each document to this file; paths and numbers, no words of the notes"
    parser.add_argument("--log", type=Path, metavar="FILE", help=text)
    add_coding_options(parser)
    unlocking.add_options(
        parser, "With --workspace the notes are put into the work list of that workspace, which keeps the journal too."
    )


def run(arguments: argparse.Namespace) -> int:
    """Codes the folder; documents that fail are named at the end, and in a list beside the results."""
    settings = settings_from(arguments)
    plan = Plan(
        Path(arguments.folder), arguments.out, coding_options(arguments, settings), settings, arguments.recursive,
        tuple(arguments.include), tuple(arguments.exclude), arguments.first, arguments.workers, arguments.time_limit,
        arguments.memory_limit * 1_000_000 if arguments.memory_limit else MEMORY_LIMIT, arguments.resume,
        arguments.retry,
    )  # fmt: skip
    if not plan.folder.is_dir():
        raise DocumentError(f"{plan.folder} is not a folder.", "A single document is coded with `medcode code`.")
    if arguments.preview:
        return _preview(plan)
    with ExitStack() as stack:
        keeper = None
        if arguments.workspace:
            workspace = stack.enter_context(_workspace(arguments))
            keeper, plan = Keeper(workspace, plan.options), replace(plan, safe=workspace.journals)
        display = stack.enter_context(make_display(arguments.progress))
        log = stack.enter_context(BatchLog(arguments.log)) if arguments.log else None
        try:
            if arguments.watch:
                work = watch_folder(plan, cluster=arguments.cluster or "", pause_s=arguments.every)
                _follow(work, display, log, keeper)
                return console.DONE
            result = _follow(code_folder(plan, cluster=arguments.cluster or ""), display, log, keeper)
        except MedCodeError as error:
            if not display.tell_error(error):
                raise
            return console.SOME_FAILED
        display.tell_result(result, plan)
    return console.SOME_FAILED if result.failures else console.DONE


def _keep(documents: Sequence[Finished], keeper: Keeper) -> None:
    for finished in documents:
        try:
            keeper.keep(finished)
        except DocumentError as error:  # gone or changed meanwhile; the others go on
            console.complain(error)


def _preview(plan: Plan) -> int:
    documents = in_order(find(plan), plan.order)
    for document in documents:
        console.show(f"{document.size:>12,}  {shown(str(document.path))}\n")
    console.complain(f"{len(documents)} documents, {console.file_size(sum(d.size for d in documents))}")
    return console.DONE


@contextmanager
def _workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The workspace that takes the notes. Raises WorkspaceError where nothing can be put into it."""
    with unlocking.opened(arguments) as workspace:
        if workspace.read_only:
            raise WorkspaceError(f"Nothing was coded: the workspace takes no notes. {workspace.read_only}")
        yield workspace


def _follow(
    work: Generator[BatchProgress, None, Result], display: Display, log: BatchLog | None, keeper: Keeper | None
) -> Result:
    try:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: Result = end.value
                return result
            display.update(progress)
            if log:
                log.add(progress)
            if keeper:
                _keep(progress.finished, keeper)
    finally:
        work.close()
