"""The undo history of a note as steps, each stored as its difference from the step before.

A history is a row of reviews with a place in it: undo and redo move the place, a decision cuts what lies after it and
adds one review. So keeping a decision writes one row of some hundred bytes, however long the history is, and keeping
an undo writes none. A step is a list with an item for each code: a number is the code at that place in the step
before (in the suggestions, for the first step of a coding), anything else the code anew, of which the suggestion may
again be such a number. A step that changes what the reviewer says of the encounter is an object with that list as
`codes` and with the `facts`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar, get_type_hints

import msgspec

from medcode_desktop.core.review import ChosenFacts, History, Review, ReviewedCode
from medcode_desktop.core.types import Coding, Suggestion
from medcode_desktop.services.workspace.database import Database

Value = TypeVar("Value")

_KINDS = get_type_hints(ReviewedCode)


def to_json(value: Any) -> str:
    """Any of the core's values as JSON, exactly: with all digits, and with halves of surrogate pairs as they are."""
    return json.dumps(msgspec.to_builtins(value, enc_hook=_plain), ensure_ascii=True, separators=(",", ":"))


def from_json(text: str, kind: type[Value]) -> Value:
    """The value that `to_json` wrote; fields that are newer than it have their defaults."""
    return msgspec.convert(json.loads(text), kind)


def _plain(value: Any) -> Any:
    """Numbers of numpy as Python's."""
    return value.item()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The reviews of a note in their order, with the place of the present one."""

    reviews: tuple[Review, ...]
    step: int

    @classmethod
    def of(cls, history: History) -> Timeline:
        return cls((*history.past, history.present, *reversed(history.future)), len(history.past))

    @property
    def history(self) -> History:
        return History(self.present, self.reviews[: self.step], tuple(reversed(self.reviews[self.step + 1 :])))

    @property
    def present(self) -> Review:
        return self.reviews[self.step]

    def shared_with(self, other: Timeline) -> int:
        """How many reviews both begin with."""
        shared = 0
        for mine, theirs in zip(self.reviews, other.reviews, strict=False):
            if mine is not theirs and mine != theirs:
                break
            shared += 1
        return shared


def read_timeline(database: Database, note: int, step: int) -> Timeline | None:
    """The stored history of a note, None where it was not coded. Raises WorkspaceError, ValueError when damaged."""
    bodies = database.rows("SELECT number, body FROM codings WHERE note = ?", note)
    fresh = {number: Review.of(from_json(body, Coding)) for number, body in bodies}
    reviews: list[Review] = []
    last = None
    for coding, body in database.rows("SELECT coding, body FROM steps WHERE note = ? ORDER BY step", note):
        reviews.append(_decoded(body, reviews[-1] if coding == last else fresh[coding]))
        last = coding
    return Timeline(tuple(reviews), step) if reviews else None


def write_timeline(database: Database, note: int, new: Timeline, old: Timeline | None, settings: str) -> None:
    """Store what differs between two histories of a note, inside a transaction."""
    shared = new.shared_with(old) if old else 0
    if shared == len(new.reviews) and old and shared == len(old.reviews):
        return
    database.run("DELETE FROM steps WHERE note = ? AND step >= ?", note, shared)
    orphans = "note = ?1 AND number NOT IN (SELECT coding FROM steps WHERE note = ?1)"
    database.run(f"DELETE FROM codings WHERE {orphans}", note)  # noqa: S608
    _add_steps(database, note, new, shared, settings)


def _add_steps(database: Database, note: int, new: Timeline, first: int, settings: str) -> None:
    numbers = database.rows("SELECT coding FROM steps WHERE note = ? AND step = ?", note, first - 1)
    number = int(numbers[0][0]) if numbers else 0
    for step in range(first, len(new.reviews)):
        review = new.reviews[step]
        before = new.reviews[step - 1] if step else None
        if before is None or not (before.coding is review.coding or before.coding == review.coding):
            number = 1 + int(database.rows("SELECT coalesce(max(number), 0) FROM codings WHERE note = ?", note)[0][0])
            body = to_json(review.coding)
            database.run("INSERT INTO codings VALUES (?, ?, ?, ?)", note, number, body, settings)
            before = Review.of(review.coding)
        database.run("INSERT INTO steps VALUES (?, ?, ?, ?)", note, step, number, _encoded(review, before))


def _encoded(review: Review, before: Review) -> str:
    items: list[Any] = []
    for code in review.codes:
        item: Any = _place(code, before.codes)
        if item is None:
            item = {f.name: getattr(code, f.name) for f in fields(code) if getattr(code, f.name) != f.default}
            known = _place(code.suggestion, [c.suggestion for c in before.codes])
            item["suggestion"] = code.suggestion if known is None else known
        items.append(item)
    return to_json(items if review.facts == before.facts else {"codes": items, "facts": review.facts})


def _place(value: object, among: Sequence[object]) -> int | None:
    return next((i for i, other in enumerate(among) if other is value or other == value), None)


def _decoded(body: str, before: Review) -> Review:
    step, facts = json.loads(body), before.facts
    if isinstance(step, dict):
        facts, step = msgspec.convert(step["facts"], ChosenFacts), step["codes"]
    codes = []
    for item in step:
        if isinstance(item, int):
            codes.append(before.codes[item])
            continue
        place = item.pop("suggestion")
        known = before.codes[place].suggestion if isinstance(place, int) else msgspec.convert(place, Suggestion)
        rest = {name: msgspec.convert(value, _KINDS[name]) for name, value in item.items() if name in _KINDS}
        codes.append(ReviewedCode(known, **rest))
    return Review(before.coding, tuple(codes), facts)
