"""The audit trail: who did what to which code when, append-only and chained by hashes.

Each entry carries the SHA-256 of the entry before it and of all its own values, and triggers refuse to change or
delete one. Notes are named by their number, never by their name or words, so that the trail can outlive them. The
hashes need no key: who wrote down a count and its hash (`medcode audit verify` tells them) proves with it later that
nothing before was changed, even by someone who holds a key to the workspace and computes all later hashes anew.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from itertools import zip_longest

from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES
from medcode_desktop.services.export.tables import guard
from medcode_desktop.services.workspace.database import Database

_START = "0" * 64
_ACTIONS = {Status.SUGGESTED: "reopened"}


@dataclass(frozen=True, slots=True)
class Event:
    """What was done: an action, the code it was done to, the code that stood there before, and what else to know."""

    action: str
    code: str = ""
    before: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decided the codes: the note by its number and the hash of its text, model, release and settings."""

    note: int | None = None
    model: str = ""
    release: str = ""
    settings: str = ""
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the trail; `at` is ISO 8601 in UTC, `previous` the hash of the entry before."""

    entry: int
    at: str
    person: str
    action: str
    note: int | None
    code: str
    before: str
    detail: str
    model: str
    release: str
    settings: str
    text_hash: str
    previous: str
    hash: str

    def computed_hash(self) -> str:
        """The hash as the values ask for it."""
        return hashlib.sha256(json.dumps(astuple(self)[:-1], ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail: how many entries there are, and the last one's hash."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


COLUMNS = tuple(field.name for field in fields(AuditEntry))


class Trail:
    """The audit trail of an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, person: str, events: Iterable[Event], about: Circumstances) -> None:
        """Add entries inside a transaction. Raises WorkspaceError."""
        head, at = self.head(), datetime.now(UTC).isoformat(timespec="milliseconds")
        count, previous = head.count, head.hash
        marks = ", ".join("?" * len(COLUMNS))
        for event in events:
            count += 1
            entry = AuditEntry(
                count, at, person, event.action, about.note, event.code, event.before, event.detail,
                about.model, about.release, about.settings, about.text_hash, previous, "",
            )  # fmt: skip
            previous = entry.computed_hash()
            values = (*astuple(entry)[:-1], previous)
            self._database.run(f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({marks})", *values)  # noqa: S608

    def head(self) -> Head:
        found = self._database.rows("SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1")
        return Head(*found[0]) if found else Head(0, _START)

    def last_time(self) -> datetime | None:
        """When the last entry was made."""
        found = self._database.rows("SELECT at FROM audit ORDER BY entry DESC LIMIT 1")
        return datetime.fromisoformat(found[0][0]) if found else None

    def entries(self) -> Iterator[AuditEntry]:
        """All entries from the first one on."""
        done = 0
        query = f"SELECT {', '.join(COLUMNS)} FROM audit WHERE entry > ? ORDER BY entry LIMIT 1000"  # noqa: S608
        while rows := self._database.rows(query, done):
            yield from (AuditEntry(*row) for row in rows)
            done = rows[-1][0]

    def faults(self, known: Head | None = None) -> list[str]:
        """What is wrong with the trail, each fault naming its entry; empty when it is whole.

        `known` is an end of the trail that was written down earlier.
        """
        given = self._database.rows("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")
        return chain_faults(self.entries(), known, int(given[0][0]) if given else 0)


def chain_faults(entries: Iterable[AuditEntry], known: Head | None = None, given: int = 0) -> list[str]:
    """The faults of a chain of entries, as they stand in a workspace or in an export; `given` were made in all."""
    found, last, count, known_hash = [], _START, 0, _START
    for entry in entries:
        count += 1
        if entry.entry != count:
            missing = f"entry {count} is missing" if entry.entry == count + 1 else _missing(count, entry.entry - 1)
            found.append(missing)
            count = entry.entry
        elif entry.previous != last:
            found.append(f"entry {count - 1} was replaced after entry {count} had been made")
        if entry.hash != entry.computed_hash():
            found.append(f"entry {count} ({entry.at}, {entry.person}, {entry.action}) was changed")
        last = entry.hash
        if known and known.count == count:
            known_hash = last
    if count < given:
        found.append(_missing(count + 1, given) + " at the end")
    if known and known.hash != known_hash:
        found.append(f"the first {known.count} entries are not those that were written down with the hash {known.hash}")
    return found


def _missing(first: int, last: int) -> str:
    return f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"


def csv_of(entries: Iterable[AuditEntry]) -> str:
    """The trail as CSV (RFC 4180) with its header; cells are safe to open in a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow(guard("" if value is None else str(value)) for value in astuple(entry))
    return buffer.getvalue()


def json_of(entries: Iterable[AuditEntry], faults: Sequence[str]) -> str:
    """The trail as JSON, with what is wrong with its chain."""
    document = {"faults": list(faults), "entries": [asdict(entry) for entry in entries]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def decisions(before: Review, after: Review, detail: str = "") -> list[Event]:
    """What was done to which code between two reviews of a note."""
    old, new = _by_root(before), _by_root(after)
    found = []
    for root in dict.fromkeys([*old, *new]):
        for was, now in zip_longest(old.get(root, []), new.get(root, [])):
            if now is None:
                found.append(Event("removed", _named(was, was.code), detail=detail))
            elif was is None or was != now:
                changed = was is not None and was.code != now.code
                stood = root if now.status is Status.REPLACED else _named(now, was.code) if was and changed else ""
                found.append(Event(_action(was, now), _named(now, now.code), stood, detail))
    if before.facts != after.facts:
        found.append(Event("encounter changed", detail=detail))
    kept_before = [root for root in _sequence(before) if root in new]
    kept_after = [root for root in _sequence(after) if root in old]
    if kept_before != kept_after:
        found.append(_move(kept_before, kept_after, detail))
    return found


def _action(was: ReviewedCode | None, now: ReviewedCode) -> str:
    """What was done to a code, in words."""
    if was is None or was.code != now.code or was.suggestion == now.suggestion:
        return _ACTIONS.get(now.status, str(now.status))
    said = f"said to be {now.suggestion.assertion}" if was.suggestion.assertion is not now.suggestion.assertion else ""
    if was.status is now.status:
        return said or "evidence changed"
    return ", ".join(filter(None, (_ACTIONS.get(now.status, str(now.status)), said)))


def _by_root(review: Review) -> dict[str, list[ReviewedCode]]:
    """The codes by the suggestion or addition that each goes back to."""
    found: dict[str, list[ReviewedCode]] = {}
    for code in review.codes:
        found.setdefault(_root(code), []).append(code)
    return found


def _sequence(review: Review) -> list[str]:
    return [_root(code) for code in review.codes]


def _root(code: ReviewedCode) -> str:
    return _named(code, code.replaces or code.code)


def _named(of: ReviewedCode, code: str) -> str:
    """The code as the trail names it: with its system where that is not the one of diagnoses."""
    return code if of.system == DIAGNOSES else f"{of.system} {code}"


def _move(before: list[str], after: list[str], detail: str) -> Event:
    """The code that was moved and its new place, or the new sequence where several were."""
    for code in after:
        if before.count(code) == 1 and [c for c in before if c != code] == [c for c in after if c != code]:
            place = f"from {before.index(code) + 1} to {after.index(code) + 1}"
            return Event("moved", code, detail=f"{place}, {detail}" if detail else place)
    sequence = " ".join(after)
    return Event("sequenced", detail=f"{sequence}, {detail}" if detail else sequence)
