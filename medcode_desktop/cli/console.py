"""What the command line shows: results on standard output, everything else on standard error."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
import time
from collections.abc import Generator
from typing import TypeVar

from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.batch.run import BatchProgress

DONE, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses. 130 is what a shell reports for Ctrl-C."""

_COUNTED_ONE_BY_ONE = 100_000
"""Larger totals are bytes, of which a share says more."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""Control characters but the tab and the end of a line, which is what escape sequences begin with."""

Result = TypeVar("Result")


def use_utf8() -> None:
    """Results are UTF-8 wherever they go, with the same line ends everywhere; messages never fail on a letter."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def show(text: str) -> None:
    """Write a part of the result: as it is, but that a terminal obeys no characters of a note or a file's name."""
    sys.stdout.write(_for_terminal(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def write(data: bytes) -> None:
    """Write a result that is a file: as it is, but without the mark of a CSV where a person reads it."""
    if sys.stdout.isatty():
        show(data.decode("utf-8-sig"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def drop_output() -> None:
    """Let go of what cannot be written any more; Python would complain once more when it flushes at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: MedCodeError | str) -> None:
    """Tell a failure, or a remark, on a line of its own."""
    print(_for_terminal(f"medcode: {error}"), file=sys.stderr, flush=True)


def _for_terminal(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def show_warnings() -> None:
    """Warnings of the program's own log are told like remarks."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("medcode: %(message)s"))
    logging.getLogger("medcode_desktop").handlers = [handler]


class ProgressLine:
    """One line on standard error that tells how far long work is and how long it will take.

    Where that is no terminal, a new line comes every `pause_s` seconds, none without it.
    """

    def __init__(self, pause_s: float | None = None) -> None:
        self._terminal = sys.stderr.isatty()
        self._began = self._told = time.monotonic()
        self._pause_s = pause_s
        self._width = 0

    def update(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._terminal and (self._pause_s is None or now < self._told + self._pause_s):
            return
        self._told = now
        many = progress.total > _COUNTED_ONE_BY_ONE
        far = f"{progress.done / progress.total:.0%}" if many else f"{progress.done} of {progress.total}"
        seconds = self._seconds_left(progress)
        left = f", {duration(seconds)} left" if seconds else ""
        line = f"{progress.message} ({far}{left})"
        if not self._terminal:
            print(line, file=sys.stderr, flush=True)
            return
        print("\r" + line.ljust(self._width), end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def _seconds_left(self, progress: Progress) -> float | None:
        if isinstance(progress, BatchProgress):
            return progress.seconds_left
        passed = time.monotonic() - self._began
        return passed / progress.done * (progress.total - progress.done) if progress.done else None

    def clear(self) -> None:
        """Take the line away, so that what is told next stands alone."""
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0

    def follow(self, work: Generator[Progress, None, Result]) -> Result:
        """Run a generator to its end and return its result, showing its progress."""
        try:
            while True:
                try:
                    self.update(next(work))
                except StopIteration as end:
                    result: Result = end.value
                    return result
        finally:
            work.close()
            self.clear()


def run(work: Generator[Progress, None, Result], *, pause_s: float | None = None) -> Result:
    """Run a generator to its end and return its result; `pause_s` as for `ProgressLine`."""
    return ProgressLine(pause_s).follow(work)


def duration(seconds: float) -> str:
    """A time span as people say it: "42 s", "3 min", "1 h 05 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def file_size(size: float) -> str:
    """A number of bytes for reading: "25.4 MB"."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
