"""Whether a note only plans, offers or weighs a procedure: then nobody did it, and no claim carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from medcode_desktop.core.knowledge import compiled, parse, require
from medcode_desktop.core.types import Span
from medcode_desktop.core.wording import sentence_bounds

_REACH = 120
"""Characters before and after a procedure that are looked at: within these, all patterns together cost little."""


@dataclass(frozen=True, slots=True)
class Plans:
    """The words that tell a plan, before and after a procedure, and those that say that it was done all the same."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    done: re.Pattern[str]

    @classmethod
    def read(cls, text: str) -> Plans:
        """From the text of `procedures.toml`. Raises CodeSetError when a key is missing or unknown, or no pattern."""
        tables = parse(text, "procedures.toml")
        require(tables, "procedures.toml", {"plans"})
        entry = tables["plans"]
        require(entry, "plans", {"before", "after", "done", "source"})
        return cls(compiled(entry["before"]), compiled(entry["after"]), compiled(entry["done"]))

    def holds(self, text: str, span: Span) -> bool:
        """Whether the sentence around a procedure speaks of it as of something that may come, or that was refused."""
        start, end = sentence_bounds(text, span)
        ahead = text[max(start, span.start - _REACH) : span.start]
        behind = text[span.end : min(end, span.end + _REACH)]
        if self.done.search(behind):
            return False
        cue = self.before.search(ahead)
        return bool(self.after.match(behind) or (cue and not self.done.search(ahead, cue.start())))
