"""How far a batch is, as a person or another program wants to see it, and its log."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from medcode_desktop.cli import console
from medcode_desktop.errors import ExportError, MedCodeError
from medcode_desktop.services.batch.plan import Plan
from medcode_desktop.services.batch.run import BatchProgress, BatchResult
from medcode_desktop.services.documents import shown
from medcode_desktop.services.export import reason_of

MACHINE = "json"
_PAUSE_S = 1.0
"""How often another program is told how far the batch is; finished documents are told at once."""


class Display(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def update(self, progress: BatchProgress) -> None: ...

    def tell_error(self, error: MedCodeError) -> bool:
        """Whether the error that ended the batch was told here."""
        ...

    def tell_result(self, result: BatchResult, plan: Plan) -> None: ...


def make_display(form: str) -> Display:
    """JSON lines, a bar where standard error is a terminal, or only the end of the batch."""
    if form == MACHINE:
        return _Lines()
    return _Bar() if form == "auto" and sys.stderr.isatty() else _Words()


class _Words:
    """Failures and the result in words, when the batch has ended."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def update(self, progress: BatchProgress) -> None: ...

    def tell_error(self, error: MedCodeError) -> bool:
        return False

    def tell_result(self, result: BatchResult, plan: Plan) -> None:
        for failure in result.failures:
            console.complain(failure.reason)
        more = [
            f"{number} {what}"
            for number, what in (
                (result.resumed, "from the run before"), (result.duplicates, "with the content of another"),
                (result.removed, "no longer there"), (result.incomplete, "with damaged parts"),
            )
            if number
        ]  # fmt: skip
        console.complain(
            f"{result.coded} notes coded in {console.duration(result.seconds)}, {', '.join([*more, ''])}"
            f"{result.failed} failed; {result.codes} codes are in {plan.out}"
        )


class _Bar(_Words):
    """A bar with notes a minute and the time that is left, on a terminal."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False), console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, rate="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self, progress: BatchProgress) -> None:
        told = [f"{progress.failed} failed"] if progress.failed else []
        if progress.notes_per_minute:
            told.append(f"{progress.notes_per_minute:.0f} a minute")
        if progress.seconds_left:
            told.append(f"{console.duration(progress.seconds_left)} left")
        self._bar.update(
            self._task, completed=progress.done, total=progress.total or None, rate=", ".join(told),
            description=shown(progress.message)[:40],
        )  # fmt: skip

    def tell_result(self, result: BatchResult, plan: Plan) -> None:
        self._bar.stop()
        super().tell_result(result, plan)


class _Lines(_Words):
    """One JSON object a line: progress, each document that is done, the result or the error that ended all."""

    _told = -_PAUSE_S

    def update(self, progress: BatchProgress) -> None:
        for one in progress.finished:
            self._tell(
                "document", path=shown(str(one.document.path)), fate=one.fate, codes=one.codes,
                seconds=round(one.seconds, 3), reason=one.reason,
            )  # fmt: skip
        now = time.monotonic()
        if now >= self._told + _PAUSE_S:
            self._told = now
            left = progress.seconds_left
            self._tell(
                "progress", done=progress.done, total=progress.total, failed=progress.failed,
                notes_per_minute=round(progress.notes_per_minute, 1),
                seconds_left=None if left is None else round(left, 1), message=shown(progress.message),
            )  # fmt: skip

    def tell_error(self, error: MedCodeError) -> bool:
        self._tell("error", message=error.message, hint=error.hint)
        return True

    def tell_result(self, result: BatchResult, plan: Plan) -> None:
        self._tell(
            "result", coded=result.coded, resumed=result.resumed, duplicates=result.duplicates,
            removed=result.removed, incomplete=result.incomplete, failed=result.failed, codes=result.codes,
            seconds=round(result.seconds, 1), out=shown(str(plan.out)),
        )  # fmt: skip

    @staticmethod
    def _tell(event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), file=sys.stderr, flush=True)


class BatchLog:
    """A file with a line for each document: time, fate, codes, seconds, path, reason. Raises ExportError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise self._not_written(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, progress: BatchProgress) -> None:
        try:
            for one in progress.finished:
                when = datetime.now().astimezone().isoformat(timespec="seconds")
                told = [when, one.fate, str(one.codes), f"{one.seconds:.2f}", shown(str(one.document.path)), one.reason]
                self._file.write("\t".join(" ".join(word.split()) for word in told) + "\n")
            self._file.flush()
        except OSError as error:
            raise self._not_written(error) from error

    def _not_written(self, error: OSError) -> ExportError:
        return ExportError(f"{self._path} cannot be written: {reason_of(error)}.", "Choose another file.")
