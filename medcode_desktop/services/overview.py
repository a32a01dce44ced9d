"""What a coder did, in figures: codes by chapter, acceptance by confidence, time per note, and edits.

All of it is from the coder's own decisions in the workspace, which is in memory only where there is none on disk.
Nothing here names a note or holds its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.scoring import CalibrationBin, calibration
from medcode_desktop.core.types import DIAGNOSES, Edit, Progress
from medcode_desktop.services.releases import newest_code_set
from medcode_desktop.services.workspace import AuditEntry, Workspace

LONGEST_PAUSE = timedelta(minutes=5)
"""A longer time without a decision counts as this: somebody was called away."""
STEPS = (1, 2, 3, 5, 10)
"""Minutes where the groups of `Overview.by_minutes` end."""
_STEP = 25
_CARRIED = "carried over"
_BY_THE_PROGRAM = frozenset(("added", "coded", "not coded", "backup made"))
"""Entries of a trail that nobody did with a key press of their own, where they name no code."""


@dataclass(frozen=True, slots=True)
class Found:
    """Edits of one kind: those that the coder's decisions settled, and those that the codes still fail."""

    settled: int
    open: int

    @property
    def all(self) -> int:
        return self.settled + self.open


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures over the notes on which one person decided.

    `decided` counts codes by their status, those that nobody decided about left out. `chapters` are pairs of a
    chapter's title ("" for codes that the newest release lacks; the name of another code system) and how many codes of
    it are accepted, replaced or added, in the order of the tabular list. `acceptance` groups the suggestions that were
    decided about by confidence, `right` being the share accepted as suggested. `minutes` are those of each note whose
    work left times, rising. `edits` are pairs of a kind and what was found of it, the most frequent first.
    """

    notes: int = 0
    decided: tuple[tuple[Status, int], ...] = ()
    chapters: tuple[tuple[str, int], ...] = ()
    acceptance: tuple[CalibrationBin, ...] = ()
    minutes: tuple[float, ...] = ()
    edits: tuple[tuple[str, Found], ...] = ()

    def count(self, *of: Status) -> int:
        """How many codes have one of these statuses."""
        return sum(number for status, number in self.decided if status in of)

    @property
    def by_minutes(self) -> tuple[int, ...]:
        """How many notes took less than the first of `STEPS`, than the next, and at last longer than all."""
        places = Counter(sum(minutes >= step for step in STEPS) for minutes in self.minutes)
        return tuple(places[place] for place in range(len(STEPS) + 1))


def overview_of(workspace: Workspace) -> Generator[Progress, None, Overview]:
    """Read a workspace; some milliseconds a note. Raises WorkspaceError, CodeSetError."""
    person = workspace.person.name if workspace.place else None
    numbers = [entry.number for entry in workspace.notes() if entry.decided]
    own = {}
    for done, number in enumerate(numbers):
        if done % _STEP == 0:
            yield Progress(done, len(numbers), "Reading your decisions…")
        found = workspace.reviewed(number)
        if found is not None and any(is_own(code, person) for code in found[0].codes):
            own[number] = found
    yield Progress(len(numbers), len(numbers), "Reading your decisions…")
    times = minutes_by_note(workspace.trail.entries(), person)
    with newest_code_set() as codeset:
        return summed(list(own.values()), person, _chapters(codeset), [times[n] for n in own if n in times])


def is_own(code: ReviewedCode, person: str | None) -> bool:
    """Whether this person decided about the code; None is whoever sits there, where all is in memory only."""
    return code.status is not Status.SUGGESTED and person in (None, code.reviewer)


def summed(
    reviews: Sequence[tuple[Review, Sequence[Edit]]],
    person: str | None,
    chapter_of: Callable[[Collection[str]], Sequence[tuple[str, int]]],
    minutes: Iterable[float] = (),
) -> Overview:
    """The figures of reviews with the edits that are open on them, and of the minutes that they took.

    `chapter_of` counts codes by chapter, in the order of the chapters.
    """
    decided, systems, kinds = Counter[Status](), Counter[str](), Counter[str]()
    unsettled, outcomes, diagnoses = Counter[str](), list[tuple[float, bool]](), list[str]()
    for review, edits in reviews:
        suggested = {s.code: s for s in review.coding.suggestions}
        for code in (c for c in review.codes if is_own(c, person)):
            decided[code.status] += 1
            first = suggested.get(code.replaces or code.code)
            if first is not None and code.status is not Status.ADDED:
                outcomes.append((min(1.0, max(0.0, first.confidence)), code.status is Status.ACCEPTED))
            if code.status is not Status.REJECTED:
                if code.suggestion.system == DIAGNOSES:
                    diagnoses.append(code.code)
                else:
                    systems[code.suggestion.system] += 1
        still = {(e.kind, e.codes) for e in edits}
        unsettled.update(kind for kind, _ in still)
        kinds.update(kind for kind, _ in still | {(e.kind, e.codes) for e in review.coding.edits})
    found = [(kind, Found(count - unsettled[kind], unsettled[kind])) for kind, count in kinds.items()]
    return Overview(
        len(reviews),
        tuple((status, decided[status]) for status in Status if decided[status]),
        (*chapter_of(diagnoses), *sorted(systems.items())),
        tuple(calibration(outcomes)),
        tuple(sorted(minutes)),
        tuple(sorted(found, key=lambda pair: (-pair[1].all, pair[0]))),
    )


def minutes_by_note(entries: Iterable[AuditEntry], person: str | None) -> dict[int, float]:
    """The minutes that a person's decisions on each note took, by the times in the audit trail.

    A decision took the time since what the person did before, or since the note was coded, if that was later;
    `LONGEST_PAUSE` at most. Exporting is no decision.
    """
    took: dict[int, timedelta] = {}
    coded: dict[int | None, datetime] = {}
    last: datetime | None = None
    for entry in entries:
        at = datetime.fromisoformat(entry.at)
        decides = entry.note is not None and (entry.code != "" or entry.action == "sequenced")
        if entry.action == "coded":
            coded[entry.note] = at
        elif person not in (None, entry.person) or entry.detail.endswith(_CARRIED):
            continue
        elif decides and entry.note is not None:
            begins = [time for time in (last, coded.get(entry.note)) if time is not None]
            time = at - max(begins, default=at)
            took[entry.note] = took.get(entry.note, timedelta()) + min(max(time, timedelta()), LONGEST_PAUSE)
            last = at
        elif entry.action not in _BY_THE_PROGRAM:
            last = at
    return {note: time / timedelta(minutes=1) for note, time in took.items()}


def _chapters(codeset: CodeSet) -> Callable[[Collection[str]], list[tuple[str, int]]]:
    """Counts codes by the chapter of their category; codes come and go more often than categories."""

    def count(codes: Collection[str]) -> list[tuple[str, int]]:
        found: dict[tuple[int, str], int] = {}
        for category, number in Counter(code[:3] for code in codes).items():
            chapter = codeset.chapter(category) if category in codeset else None
            place = (int(chapter.code.split()[-1]), chapter.title) if chapter else (99, "")
            found[place] = found.get(place, 0) + number
        return [(title, number) for (_, title), number in sorted(found.items())]

    return count
