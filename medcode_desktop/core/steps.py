"""Long work as a part of longer work."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from medcode_desktop.core.types import Progress

T = TypeVar("T")
S = TypeVar("S", bound=Progress)
P = TypeVar("P", bound=Progress)


def retold(work: Generator[S, None, T], tell: Callable[[S], P]) -> Generator[P, None, T]:
    """The work with its result, each of its steps told as `tell` says; closing this closes the work."""
    try:
        while True:
            try:
                step = next(work)
            except StopIteration as stop:
                result: T = stop.value
                return result
            yield tell(step)
    finally:
        work.close()
