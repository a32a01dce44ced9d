"""What readers take and give: the bytes of a document with the limits of its reading, and the notes found in it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from medcode_desktop.core.types import Sex, Span, Stated
from medcode_desktop.errors import DocumentError

MAX_BYTES = 64_000_000
"""Of a file as it lies on the disk."""
MAX_CHARACTERS = 2_000_000
"""Of one note."""
MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4
"""No encoding read here takes more than four bytes a character, plus its mark."""
MAX_INFLATED = 200_000_000
"""Of all that one file unpacks to, counted while it is unpacked."""
MAX_TREE = 16_000_000
"""Of a part that is held as a tree of elements (XML, HTML, JSON), which takes up to thirty times as much memory."""
MAX_DEPTH = 3
"""Documents inside documents: an archive in a mail in an archive."""
MAX_PARTS = 2_000
"""Documents inside one file, all depths together."""
MAX_NOTES = 20_000
MAX_PAGES = 5_000
MAX_SCANNED_PAGES = 100
MAX_PIXELS = 50_000_000
MAX_SECONDS = 600.0

COPY_HINT = "Open it, copy its text, and paste that here or save it as a .txt file."
DAMAGED_HINT = "Get a new copy of it, or open it in the program it comes from and save it anew."
_OUTSIDE_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\u2028\u2029]")
_SPACE_BEFORE_LINE_END = re.compile(r"[ \t\u00a0]+(?=\n)")


@dataclass(frozen=True, slots=True)
class Document:
    """One note as it was found. `label` tells it from others of the same file: "#row-3", "#2", "/letter"; "" if alone.

    `uncertain` are the words of `text` that character recognition is not sure of.
    """

    text: str
    label: str = ""
    stated: Stated = field(default_factory=Stated)
    uncertain: tuple[Span, ...] = ()


@dataclass(slots=True)
class Budget:
    """What the reading of one file may still take; shared by all documents inside it."""

    deadline: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)
    inflated: int = 0
    parts: int = 0
    scanned: int = 0

    @property
    def exhausted(self) -> bool:
        """Whether nothing more of the file may be read."""
        late = time.monotonic() > self.deadline
        return late or self.inflated > MAX_INFLATED or self.parts > MAX_PARTS or self.scanned > MAX_SCANNED_PAGES


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read: its name for messages, its bytes, and what its reading may take.

    What cannot be read inside it is added to `refused`, so that the rest can be read.
    """

    name: str
    data: bytes
    ending: str = ""
    label: str = ""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    refused: list[DocumentError] = field(default_factory=list)

    def refusal(self, reason: str, hint: str = COPY_HINT) -> DocumentError:
        """The error that names this document."""
        return DocumentError(f"{self.name} {reason}", hint)

    def damaged(self, kind: str) -> DocumentError:
        return self.refusal(f"cannot be read: it is damaged, or not really {kind}.", DAMAGED_HINT)

    def inside(self, name: str, data: bytes, ending: str = "") -> Source:
        """A document inside this one. Raises DocumentError when they are too many or too deep."""
        budget = self.budget
        budget.parts += 1
        if self.depth >= MAX_DEPTH:
            raise self.refusal(f"holds documents more than {MAX_DEPTH} levels deep.", "Unpack it, then open the files.")
        if budget.parts > MAX_PARTS:
            raise self.refusal(f"holds more than {MAX_PARTS:,} documents.", "Divide it into several files.")
        shown = printable(name) or "attachment"
        path = PurePosixPath(shown.replace("\\", "/"))
        return replace(
            self,
            name=f"{self.name}/{shown}",
            data=data,
            ending=ending or path.suffix.lower(),
            label=f"/{path.with_suffix('') if path.name else shown}",
            depth=self.depth + 1,
        )

    def spend(self, inflated: int) -> None:
        """Count bytes that came out of something packed. Raises DocumentError beyond the limit."""
        self.budget.inflated += inflated
        if self.budget.inflated > MAX_INFLATED:
            raise self.refusal(
                f"unpacks to more than {MAX_INFLATED // 1_000_000} MB.", "Unpack it, then open the files you need."
            )

    def check_time(self) -> None:
        """Raises DocumentError when reading has taken too long; readers call it between pages, rows and parts."""
        if time.monotonic() > self.budget.deadline:
            raise self.refusal(f"takes longer than {MAX_SECONDS / 60:.0f} minutes to read.", "Divide it into parts.")

    def check_text(self, size: str, *, fits: bool) -> None:
        """Raises DocumentError when a text is longer than a note may be."""
        if not fits:
            raise self.refusal(
                f"is too large for one note: {size}, the limit is {MAX_CHARACTERS:,} characters.",
                "If it holds many notes, save each as a file of its own.",
            )

    def check_tree(self, size: int) -> None:
        if size > MAX_TREE:
            raise self.refusal(
                f"is too large: {size / 1e6:,.1f} MB, the limit is {MAX_TREE // 1_000_000} MB.",
                "Divide it into several files.",
            )


def printable(name: str) -> str:
    """A name from inside a document on one line, without control characters and of a length that can be shown."""
    return " ".join(_OUTSIDE_TEXT.sub("\ufffd", name).split())[:120]


def tidy(text: str) -> str:
    """Text of a document with plain line ends, without control characters, soft hyphens and blank lines in a row."""
    text = _OUTSIDE_TEXT.sub("", whole_characters(_LINE_ENDS.sub("\n", text))).replace("\u2011", "-")
    text = _SPACE_BEFORE_LINE_END.sub("", text + "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def whole_characters(text: str) -> str:
    """Characters beyond U+FFFF that stand as two halves (surrogates) put together; a lone half is replaced."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def numbered(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents of one file, labelled by their place when they are more than one."""
    found = list(documents)
    for place, document in enumerate(found, 1):
        yield replace(document, label=f"#{place}" if len(found) > 1 else "")


def day_of(value: object) -> date | None:
    """The day of an ISO 8601 or HL7 time stamp (2026-04-01T..., 20260401...), None where it names none."""
    digits = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})", value) if isinstance(value, str) else None
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def stated(day: date | None, birth: date | None, sex: object) -> Stated:
    """The facts of an encounter from its day, the patient's birth date and the sex by any of the usual codes.

    Of the birth date only the age in full years on that day is kept, as it would identify the patient.
    """
    age = None
    if day and birth and birth <= day:
        age = float(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))
    known = {"f": Sex.FEMALE, "female": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE}
    return Stated(day, age, known.get(sex.strip().lower()) if isinstance(sex, str) else None)
