"""A watched folder: what comes to rest there is coded, as one batch that goes on until it is cancelled.

The folder is looked at again and again, which works on network folders too, where the system tells of no changes. A
document is at rest when its size and time were the same at two looks and its time is not of the last seconds.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from medcode_desktop.services.batch.crew import Crew
from medcode_desktop.services.batch.plan import Document, Plan
from medcode_desktop.services.batch.results import WordStore
from medcode_desktop.services.batch.run import BatchProgress, BatchResult, Control, code_documents, started
from medcode_desktop.services.export import check_writable

PAUSE_S = 5.0
_REST_S = 2.0
_TICK_S = 0.1


def watch(
    plan: Plan, crew: Crew, control: Control | None = None, *, pause_s: float = PAUSE_S, rest_s: float = _REST_S
) -> Generator[BatchProgress, None, None]:
    """Code what is in the folder and what comes, looking every `pause_s` seconds, until it is cancelled or closed.

    Results and the list of failures are written after each round. What failed is tried again when it changes. A folder
    that is gone for a while is waited for. Raises as `run_batch`, and Cancelled.
    """
    check_writable(plan.out)
    control, words = control or Control(), WordStore()
    round_plan = replace(plan, resume=True)
    before: dict[Path, Document] = {}
    known: frozenset[Document] = frozenset()
    result: BatchResult | None = None
    with contextlib.closing(crew):
        yield from started(crew, control)
        while True:
            there = crew.find(plan)
            resting = _at_rest(there, before, rest_s)
            before = {document.path: document for document in there}
            if there and frozenset(resting) != known:
                result = yield from code_documents(round_plan, crew, control, resting, there, words)
                known = frozenset(resting)
                round_plan = replace(round_plan, retry=False)
            yield from _wait(pause_s, control, _state(plan, there, resting, result))


def _at_rest(there: Sequence[Document], before: dict[Path, Document], rest_s: float) -> list[Document]:
    """The clock of a file server may be ahead of this one's: what two looks show alike rests for `rest_s` at most."""
    now = time.time()
    return [d for d in there if _same(d, before.get(d.path)) and not now - rest_s < d.changed <= now]


def _same(one: Document, other: Document | None) -> bool:
    return other is not None and (one.size, one.changed) == (other.size, other.changed)


def _state(
    plan: Plan, there: Sequence[Document], resting: Sequence[Document], result: BatchResult | None
) -> BatchProgress:
    failed = result.failed if result else 0
    moving = len(there) - len(resting)
    message = f"Watching {plan.folder}" + (f", {moving} still arriving" if moving else "")
    if not there:
        message += ": no documents" if plan.folder.is_dir() else ": the folder is not there"
    return BatchProgress(len(resting), len(there), message, failed, 0.0, None)


def _wait(seconds: float, control: Control, state: BatchProgress) -> Generator[BatchProgress, None, None]:
    deadline = time.monotonic() + seconds
    while True:
        control.heed()
        yield state
        if time.monotonic() >= deadline:
            return
        time.sleep(min(_TICK_S, seconds))
