"""The figures of a coder's own work: known decisions, sums that agree, and nothing of anybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import safe
from hypothesis import given, settings
from hypothesis import strategies as st
from reviews import reviews

from medcode_desktop.core.review import History, Review, Signature, Status
from medcode_desktop.core.types import DIAGNOSES, Candidate, Edit, Note, Severity
from medcode_desktop.services.overview import LONGEST_PAUSE, Found, Overview, minutes_by_note, overview_of, summed
from medcode_desktop.services.plots import Bar, Look, Plot, Point, draw_page
from medcode_desktop.services.workspace import AuditEntry, Workspace, in_memory

ADA = Signature("Ada", datetime(2026, 11, 25, 10, tzinfo=UTC))
BOB = Signature("Bob", datetime(2026, 11, 25, 10, tzinfo=UTC))


def figures(workspace: Workspace) -> Overview:
    work = overview_of(workspace)
    while True:
        try:
            next(work)
        except StopIteration as end:
            assert isinstance(end.value, Overview)
            return end.value


def decided_by(by: Signature) -> tuple[Review, Review]:
    """A review before and after: one code of each status, of five."""
    before = Review.of(safe.coding())
    after = before.accept(0, by).reject(1, by).accept(3, by)
    return before, after.replace(2, Candidate("I13.0", "Another", 0.0), billable=True, by=by)


def keep(workspace: Workspace, name: str, by: Signature) -> int:
    before, after = decided_by(by)
    number = workspace.add_note(Note(name, safe.TEXT))
    workspace.keep_coding(number, before.coding)
    workspace.keep_review(number, History(before).record(after), ())
    return number


def test_known_decisions_give_known_figures() -> None:
    workspace = in_memory("Ada")
    keep(workspace, "one", ADA)
    untouched = workspace.add_note(Note("two", safe.TEXT))
    workspace.keep_coding(untouched, safe.coding())
    found = figures(workspace)
    assert found.notes == 1
    assert dict(found.decided) == {Status.ACCEPTED: 2, Status.REJECTED: 1, Status.REPLACED: 1}
    assert [(title.split("(")[-1], count) for title, count in found.chapters] == [
        ("E00-E89)", 1), ("I00-I99)", 1), ("Z00-Z99)", 1)
    ]  # fmt: skip
    shares = [(b.low, b.count, b.right) for b in found.acceptance]
    assert shares == [(0.1, 3, pytest.approx(1 / 3)), (0.2, 1, 1.0)]
    assert found.edits == (("excludes1", Found(1, 0)),)
    assert len(found.minutes) == 1
    assert sum(found.by_minutes) == 1


def test_only_the_own_decisions_count_in_a_workspace(tmp_path: Path) -> None:
    with_ada = safe.make(tmp_path / "w", notes=0)
    keep(with_ada, "hers", ADA)
    keep(with_ada, "his", BOB)
    found = figures(with_ada)
    assert (found.notes, found.count(*Status)) == (1, 4)
    with_ada.close()


def test_without_decisions_there_are_no_figures() -> None:
    workspace = in_memory("Ada")
    assert figures(workspace) == Overview()
    workspace.keep_coding(workspace.add_note(Note("one", safe.TEXT)), safe.coding())
    assert figures(workspace) == Overview()


def test_a_deleted_note_leaves_the_figures() -> None:
    workspace = in_memory("Ada")
    number = keep(workspace, "one", ADA)
    workspace.delete([number])
    assert figures(workspace) == Overview()


def one_chapter(codes: Collection[str]) -> list[tuple[str, int]]:
    return sorted(Counter(code[:1] for code in codes).items())


@given(st.lists(reviews, max_size=4), st.lists(st.floats(0, 500), max_size=20))
@settings(max_examples=60, deadline=None)
def test_sums_agree(some: list[Review], minutes: list[float]) -> None:
    found = summed([(review, review.coding.edits[:1]) for review in some], None, one_chapter, minutes)
    codes = [code for review in some for code in review.codes]
    assert found.count(*Status) == sum(code.status is not Status.SUGGESTED for code in codes)
    reported = found.count(Status.ACCEPTED, Status.REPLACED, Status.ADDED)
    assert sum(count for _, count in found.chapters) == reported
    assert sum(b.count for b in found.acceptance) <= found.count(*Status)
    assert sum(found.by_minutes) == len(found.minutes) == len(minutes)
    for review in some:
        kinds = {(e.kind, e.codes) for e in review.coding.edits}
        assert sum(f.all for _, f in found.edits) >= len(kinds)
    assert all(f.open >= 0 and f.settled >= 0 for _, f in found.edits)
    named = summed([(review, ()) for review in some], "Nobody", one_chapter)
    assert named.count(*Status) == sum(c.reviewer == "Nobody" and c.status is not Status.SUGGESTED for c in codes)


@given(st.lists(st.sampled_from(("accept", "reject", "replace", "reopen")), max_size=12))
@settings(max_examples=60, deadline=None)
def test_all_that_was_decided_about_a_suggestion_has_its_confidence(acts: list[str]) -> None:
    """What the window can do to suggestions: each that is decided about stands in just one group of confidence."""
    review = Review.of(safe.coding())
    for place, act in enumerate(acts):
        at = place % len(review.codes)
        if act == "replace":
            review = review.replace(at, Candidate(f"A0{place % 10}.{place}", "Other", 0.0), billable=True, by=ADA)
        else:
            review = review.reopen(at) if act == "reopen" else getattr(review, act)(at, ADA)
    found = summed([(review, ())], "Ada", one_chapter)
    assert sum(b.count for b in found.acceptance) == found.count(*Status) == review.decided
    assert round(sum(b.count * b.right for b in found.acceptance)) == found.count(Status.ACCEPTED)


def test_edits_that_are_new_and_those_that_stay_are_told_apart() -> None:
    _, after = decided_by(ADA)
    (old,) = after.coding.edits
    new = Edit(Severity.WARNING, "laterality", ("M54.50",), "Which side?")
    assert dict(summed([(after, (old, new))], None, one_chapter).edits) == {
        "excludes1": Found(0, 1), "laterality": Found(0, 1)
    }  # fmt: skip
    assert dict(summed([(after, (new,)), (after, ())], None, one_chapter).edits)["excludes1"] == Found(2, 0)


def test_other_code_systems_stand_by_their_name() -> None:
    assert DIAGNOSES not in dict(summed([(decided_by(ADA)[1], ())], None, one_chapter).chapters)


def entry(
    seconds: float, action: str, note: int | None = 1, code: str = "", *, by: str = "Ada", detail: str = ""
) -> AuditEntry:
    at = (datetime(2026, 11, 25, 10, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
    return AuditEntry(1, at, by, action, note, code, "", detail, "", "", "", "", "", "")


class TestMinutes:
    def test_each_decision_took_the_time_since_the_one_before(self) -> None:
        trail = [
            entry(0, "added"), entry(2, "coded", detail="I10 E11.9"), entry(32, "accepted", code="I10"),
            entry(62, "rejected", code="E11.9"), entry(70, "exported"), entry(71, "coded", 2),
            entry(90, "accepted", 2, "I10"), entry(96, "sequenced", 2),
        ]  # fmt: skip
        assert minutes_by_note(trail, None) == {1: pytest.approx(1.0), 2: pytest.approx((96 - 71) / 60)}

    def test_a_note_that_is_coded_meanwhile_takes_no_time_of_another(self) -> None:
        trail = [entry(0, "coded"), entry(10, "added", 2), entry(20, "coded", 2), entry(60, "accepted", code="I10")]
        assert minutes_by_note(trail, "Ada") == {1: 1.0}

    def test_a_long_pause_counts_as_its_limit(self) -> None:
        trail = [entry(0, "coded"), entry(40_000, "accepted", code="I10")]
        assert minutes_by_note(trail, None) == {1: LONGEST_PAUSE.total_seconds() / 60}

    def test_who_comes_back_begins_anew(self) -> None:
        trail = [entry(0, "coded"), entry(500, "unlocked", None), entry(530, "accepted", code="I10")]
        assert minutes_by_note(trail, "Ada") == {1: 0.5}

    def test_others_and_what_is_carried_over_take_no_time(self) -> None:
        trail = [
            entry(0, "coded"), entry(1, "accepted", code="I10", detail="carried over"),
            entry(20, "accepted", code="I10", by="Bob"), entry(30, "rejected", code="I10"),
        ]  # fmt: skip
        assert minutes_by_note(trail, "Ada") == {1: 0.5}

    def test_groups_end_where_they_say(self) -> None:
        assert Overview(minutes=(0.5, 1.0, 1.9, 4.0, 10.0, 90.0)).by_minutes == (1, 2, 0, 1, 0, 2)


def measure(words: str) -> float:
    return 7.0 * len(words)


PLOTS = (
    Plot("Codes <by> chapter", "Four & more.", tuple(Bar(f"Chapter {i} " * 9, (i / 5, 0.2), f"{i}") for i in range(5)),
         key=("settled", "open"), numbers=(("Chapter 1", "1"),)),
    Plot("Acceptance", "", points=(Point(0.2, 0.3, 1.0, "x"), Point(0.9, 0.8, 0.1, "y")), below="a", beside="b"),
    Plot("Time", "Nothing yet."),
)  # fmt: skip


@pytest.mark.parametrize(("width", "columns"), [(1400, 2), (500, 1)])
def test_a_page_is_drawn_within_its_bounds(width: float, columns: int) -> None:
    page = draw_page("Overview", PLOTS, width, Look(), measure)
    drawn = ElementTree.fromstring(page.svg)
    assert drawn.tag.endswith("svg")
    assert len({placed.x for placed in page.places}) == columns
    for placed in page.places:
        assert 0 <= placed.x <= placed.x + placed.width <= width
        assert 0 <= placed.y <= placed.y + placed.height <= page.height
        for bar in placed.rows:
            end = placed.label + (placed.width - placed.label - 4 * 12) * sum(bar.parts)
            assert end + measure(bar.words) <= placed.width
            assert measure(bar.label) <= placed.label
        others = [other for other in page.places if other is not placed]
        assert not any(other.holds(placed.x + 1, placed.y + 1) for other in others)
    said = "".join(drawn.itertext())
    assert "Codes <by> chapter" in said
    assert "Chapter 1: 1" in said


plain = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=40)


@given(plain, st.lists(st.floats(0, 1), max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_words_make_a_picture(words: str, lengths: list[float]) -> None:
    plot = Plot(words, words, tuple(Bar(words, (length, 0.0), words) for length in lengths))
    drawn = ElementTree.fromstring(draw_page(words, [plot], 600, Look(), measure).svg)
    assert words in "".join(drawn.itertext())
