"""What a batch is to do: which documents, in which order, with how much time and memory for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path

from medcode_desktop.core.types import CodingOptions
from medcode_desktop.services.batch.homes import Home, JournalSafe
from medcode_desktop.services.documents import find_documents, note_ids
from medcode_desktop.settings import Settings

TIME_LIMIT_S = 300.0
MEMORY_LIMIT = 1_500_000_000
_BLOCK = 1 << 20


class Order(StrEnum):
    """What comes first; the results always stand in the order of the paths."""

    PATH = "path"
    SMALL = "small"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Plan:
    """One batch. `time_limit_s` and `memory_limit` (bytes, model included) are for one document.

    `include` and `exclude` are patterns with * and ?: one without a slash is for the name of the file or of a folder
    above it, one with a slash for the path below `folder`. `workers` None takes what was measured for this machine.
    `resume` goes on with what the journal holds; `retry` does so too and tries again what had failed. `safe` is that of
    the workspace which is to keep the journal.
    """

    folder: Path
    out: Path
    options: CodingOptions = field(default_factory=CodingOptions)
    settings: Settings = field(default_factory=Settings)
    recursive: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    order: Order = Order.PATH
    workers: int | None = None
    time_limit_s: float = TIME_LIMIT_S
    memory_limit: int = MEMORY_LIMIT
    resume: bool = False
    retry: bool = False
    safe: JournalSafe | None = None

    @property
    def journal(self) -> Path:
        """Where the journal lies without a workspace."""
        return self.out.with_name(self.out.name + ".journal")

    @property
    def home(self) -> Home:
        """Where the journal of the next run lies."""
        return self.safe.home_of(self.out, self.journal) if self.safe else Home(self.journal, self.journal)

    @property
    def failures(self) -> Path:
        """The list of what failed, with the reasons; it is there only while something has failed."""
        return self.out.with_name(self.out.name + ".failed.csv")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a batch will read: its path, the id of its notes, bytes and time of its last change."""

    path: Path
    name: str
    size: int = 0
    changed: float = 0.0


def find(plan: Plan) -> list[Document]:
    """The documents of the plan by path. What the batch writes itself is left out, wherever it lies."""
    written = (plan.out, plan.journal, plan.failures)
    own = {name for file in written for name in (file.absolute(), file.resolve())}
    paths = [
        path
        for path in find_documents([plan.folder], recursive=plan.recursive)
        if path != plan.folder  # that is what stands for a folder without documents
        and _wanted(path.relative_to(plan.folder), plan)
        and not _is_own(path, own)
    ]
    return [_document(path, name) for path, name in zip(paths, note_ids(paths), strict=True)]


def in_order(documents: Iterable[Document], order: Order) -> list[Document]:
    """The documents as they are to be coded; equal ones by their path."""
    key = {Order.PATH: lambda d: 0.0, Order.SMALL: lambda d: d.size, Order.NEW: lambda d: -d.changed}[order]
    return sorted(documents, key=key)


def fingerprints(paths: Sequence[str]) -> list[str]:
    """A hash of each file's bytes and ending, by which a changed or doubled document is known; "" if unreadable."""
    return [_fingerprint(Path(path)) for path in paths]


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256(path.suffix.lower().encode("utf-8", "surrogateescape") + b"\n")
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _document(path: Path, name: str) -> Document:
    try:
        info = path.stat()
    except OSError:
        return Document(path, name)
    return Document(path, name, info.st_size, info.st_mtime)


def _is_own(path: Path, own: set[Path]) -> bool:
    """Whether the batch wrote the file, its journal's side files and drafts included."""
    here = path.absolute()
    return any(here == file or here.name.startswith((f"{file.name}.journal", f".{file.name}.")) for file in own)


def _wanted(path: Path, plan: Plan) -> bool:
    return (not plan.include or _fits(path, plan.include)) and not _fits(path, plan.exclude)


def _fits(path: Path, patterns: Sequence[str]) -> bool:
    whole = path.as_posix()
    return any(
        fnmatch(whole, pattern) if "/" in pattern else any(fnmatch(part, pattern) for part in path.parts)
        for pattern in patterns
    )
