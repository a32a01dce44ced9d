"""What codes a note, and how its steps and failures become part of longer work."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from medcode_desktop.core.steps import retold
from medcode_desktop.core.types import Coding, CodingOptions, Note, Progress
from medcode_desktop.errors import Cancelled, DocumentError, ExportError, MedCodeError, ModelError

P = TypeVar("P", bound=Progress)


class NoteCoder(Protocol):
    """What codes a note: `core.coder.Coder`, or the fake of a test."""

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be coded, and why, in words that name it."""

    document: Path | str
    reason: str


@contextmanager
def failure_noted(document: Path | str, failures: list[Failure]) -> Iterator[None]:
    """What fails for this document alone is added to the failures, so that the others can go on."""
    try:
        yield
    except (Cancelled, ExportError, ModelError):
        raise
    except Exception as error:
        failures.append(Failure(document, _reason(error, document)))


def within(steps: Generator[Progress, None, Coding], name: str, show: Callable[[str], P]) -> Generator[P, None, Coding]:
    """The steps of coding one note as steps of longer work, which `show` makes of their words after the note's name."""
    return retold(steps, lambda step: show(f"{name}: {step.message}"))


def _reason(error: Exception, document: Path | str) -> str:
    """Words that name the document; of an unexpected error only its kind, as its text may quote the note."""
    if isinstance(error, DocumentError):
        return str(error)
    if isinstance(error, MedCodeError):
        return f"{document}: {error}"
    return f"{document} could not be coded: an unexpected error ({type(error).__name__})."
