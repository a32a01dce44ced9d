"""The words of the overview: its figures as plots with titles, captions and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from medcode_desktop.core.review import Status
from medcode_desktop.services.overview import LONGEST_PAUSE, STEPS, Overview
from medcode_desktop.services.plots import Bar, Plot, Point
from medcode_desktop.ui.help_pages import edit_titles
from medcode_desktop.ui.words import percent, tr


def heading_of(overview: Overview) -> str:
    """What was done in a sentence, or what will be seen once something was."""
    if not overview.notes:
        return tr(
            "Decide about the codes of a note, and this page shows what you did. Only your own decisions count, in the"
            " notes that are here."
        )
    accepted, rejected = overview.count(Status.ACCEPTED), overview.count(Status.REJECTED)
    replaced, added = overview.count(Status.REPLACED), overview.count(Status.ADDED)
    parts = [
        (accepted, tr("{count} accepted", count=accepted)),
        (rejected, tr("{count} rejected", count=rejected)),
        (replaced, tr("{count} replaced", count=replaced)),
        (added, tr("{count} added", count=added)),
    ]
    notes = tr("You decided about codes of {count} notes", count=overview.notes)
    return f"{notes}: {', '.join(words for count, words in parts if count)}."


def plots_of(overview: Overview) -> list[Plot]:
    """The plots of the page; one for which there is nothing yet says what will appear."""
    return [_chapters(overview), _acceptance(overview), _edits(overview), _minutes(overview)]


def _chapters(overview: Overview) -> Plot:
    pairs = [(_chapter(title), count) for title, count in overview.chapters]
    total = sum(count for _, count in pairs)
    caption = tr("{count} codes that you accepted, replaced or added.", count=total)
    nothing = tr("The codes that you accept, replace or add appear here by chapter.")
    return _counted(tr("Codes by chapter"), caption if pairs else nothing, pairs)


def _chapter(title: str) -> str:
    """A chapter with its codes in front, where they are seen however little room there is."""
    named = re.fullmatch(r"(.+) \((.+-.+)\)", title)
    return f"{named[2]} {named[1]}" if named else title or tr("Not in the newest release")


def _acceptance(overview: Overview) -> Plot:
    title = tr("Accepted by confidence")
    bins = overview.acceptance
    if not bins:
        return Plot(title, tr("How many suggestions you accept appears here, by how confident they were."))
    most, total = max(b.count for b in bins), sum(b.count for b in bins)
    caption = tr(
        "You accepted {accepted} of {all} suggestions as they were. Points on the dashed line were accepted as often"
        " as their confidence says; larger points stand for more suggestions.",
        accepted=sum(round(b.count * b.right) for b in bins),
        all=total,
    )
    points, numbers = [], []
    for b in bins:
        what = tr("Confidence {low} to {high}", low=percent(b.low), high=percent(b.high))
        how = tr("{accepted} of {all} accepted", accepted=round(b.count * b.right), all=b.count)
        points.append(Point(b.confidence, b.right, b.count / most, f"{what}: {how}"))
        numbers.append((what, how))
    below, beside = tr("confidence, %"), tr("accepted, %")
    return Plot(title, caption, points=tuple(points), below=below, beside=beside, numbers=tuple(numbers))


def _minutes(overview: Overview) -> Plot:
    title, minutes = tr("Time per note"), overview.minutes
    if not minutes:
        return Plot(title, tr("How long your notes take appears here."))
    labels = [
        tr("under {count} minutes", count=STEPS[0]),
        *(tr("{low} to {high} minutes", low=low, high=high) for low, high in pairwise(STEPS)),
        tr("{count} minutes and more", count=STEPS[-1]),
    ]
    half, limit = f"{median(minutes):.1f}", LONGEST_PAUSE.seconds // 60
    taken = tr("Half of your {count} notes took {minutes} min or less.", count=len(minutes), minutes=half)
    how = tr("From the coding to your last decision; a pause counts as {limit} min at most.", limit=limit)
    return _counted(title, f"{taken} {how}", list(zip(labels, overview.by_minutes, strict=True)))


def _edits(overview: Overview) -> Plot:
    title, titles = tr("What the checks found"), edit_titles()
    if not overview.edits:
        return Plot(title, tr("What the checks find on your notes appears here, settled and not."))
    most = max(found.all for _, found in overview.edits)
    rows, numbers = [], []
    for kind, found in overview.edits:
        name = titles.get(kind, kind.replace("_", " "))
        how = tr("{settled} settled, {open} still there", settled=found.settled, open=found.open)
        rows.append(Bar(name, (found.settled / most, found.open / most), f"{found.all}", f"{name}: {how}"))
        numbers.append((name, how))
    total, still = (sum(getattr(found, what) for _, found in overview.edits) for what in ("all", "open"))
    caption = tr("{count} times, as coded or after your decisions; {open} are still there.", count=total, open=still)
    key = (tr("settled"), tr("still there"))
    return Plot(title, caption, tuple(rows), key=key, numbers=tuple(numbers))


def _counted(title: str, caption: str, pairs: Sequence[tuple[str, int]]) -> Plot:
    """Counts as bars."""
    most = max((count for _, count in pairs), default=1) or 1
    rows = tuple(Bar(name, (count / most,), f"{count}", f"{name}: {count}") for name, count in pairs)
    return Plot(title, caption, rows, numbers=tuple((name, f"{count}") for name, count in pairs))
