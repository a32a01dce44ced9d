"""Codes notes that have reference codes and says how good the suggestions are, and whether confidences hold."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medcode_desktop.core.coder import Coder
from medcode_desktop.core.codeset import CodeSet, nearest
from medcode_desktop.core.heads import Heads, term_key
from medcode_desktop.core.resampling import Interval, Sums, counts_of, intervals, paired_test
from medcode_desktop.core.scoring import (
    CalibrationBin,
    MentionScores,
    Rates,
    ReportableScores,
    calibration,
    calibration_error,
    rank_codes,
    score_mentions,
    score_reportable,
)
from medcode_desktop.core.types import Coding, CodingOptions, Progress, Scope, Span, Suggestion
from medcode_desktop.services.export import write_jsonl
from medcode_desktop.services.note_coder import NoteCoder, within
from medcode_desktop.services.reference import GoldSpan, Reference, read_notes

FREQUENCIES = ((0, "never"), (2, "1 or 2 times"), (9, "3 to 9 times"))
"""How often a code was annotated in the training notes: the most for each group; above stands "10 times or more"."""


class Familiarity:
    """What the training notes showed of codes and of the words for them."""

    def __init__(self, heads: Heads, codeset: CodeSet) -> None:
        self.heads, self.codeset = heads, codeset
        self._places = {code: i for i, code in enumerate(heads.codes)}

    def chapter(self, code: str) -> str:
        """Chapter of a code in words, "unknown" for one that the code set has no more."""
        return self.codeset.chapter(code).title if code in self.codeset else "unknown"

    def times(self, code: str) -> int:
        """How often the code was annotated in the training notes."""
        linked = self.linked(code)
        return int(self.heads.frequency[:, self._places[linked]].sum()) if linked else 0

    def group(self, code: str) -> str:
        """The group of `FREQUENCIES` that the code belongs to."""
        times = self.times(code)
        return next((name for most, name in FREQUENCIES if times <= most), "10 times or more")

    def seen(self, words: str, code: str) -> bool:
        """Whether the training notes had these words annotated with this code."""
        linked = self.linked(code)
        return any(self.heads.codes[c] == linked and n.sum() > 0 for c, n in self.heads.lexicon(term_key(words)))

    def linked(self, code: str) -> str | None:
        """The code as mentions are linked to it."""
        return nearest(code, self._places)


@dataclass(frozen=True, slots=True)
class EvidenceScores:
    """Whether evidence points at the place where the reference finds the code (overlap).

    `pointed` is the share of the right suggestions whose evidence overlaps a span of their code, among those whose
    code has a span; `rates` count mentions: evidence spans that overlap a span of the same code, and spans found.
    """

    pointed: float
    rates: Rates


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Linking alone, at the places that the reference gives: phrases, and the shares with the right code so high up."""

    phrases: int
    first: float
    among_5: float
    among_20: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run. `missing` are notes of the reference without text; they count as without suggestions."""

    scope: Scope
    scores: MentionScores | ReportableScores
    intervals: Mapping[str, Interval]
    bins: tuple[CalibrationBin, ...]
    calibration_error: float
    suggestions: int
    missing: tuple[str, ...]
    seconds: float
    counts: Sums
    tables: Mapping[str, Mapping[str, tuple[int, Rates]]] = field(default_factory=dict)
    """Expected codes and rates by chapter, by frequency in training, by seen or new words, and by patient group."""
    missed: Sequence[tuple[str, int]] = ()
    spurious: Sequence[tuple[str, int]] = ()
    evidence: EvidenceScores | None = None
    assertions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Annotated assertion -> assertion of the suggestion at that place -> how often."""
    linking: Mapping[str, LinkScores] = field(default_factory=dict)
    """Linking alone: of all phrases, of those that training had with their code ("seen"), and of the others ("new")."""


def evaluate(
    coder: NoteCoder,
    reference: Reference,
    notes: Path,
    options: CodingOptions,
    *,
    predictions: Path | None = None,
    familiarity: Familiarity | None = None,
) -> Generator[Progress, None, Evaluation]:
    """Code the notes of the reference and compare.

    `notes` is a folder of `<note id>.txt` or a JSON Lines file of objects with `id` and `text`. With `predictions`,
    the codings are written there in the JSON Lines contract. `options.scope` should be `reference.scope`. Raises
    DocumentError, ExportError, and what the coder raises: figures over a part of the notes would mislead.
    """
    wanted = reference.note_ids
    found = read_notes(notes, wanted)
    codings: list[Coding] = []
    started = time.monotonic()

    def progress(message: str) -> Progress:
        return Progress(len(codings), len(found), message)

    for note in found:
        yield progress(note.note_id)
        codings.append((yield from within(coder.code(note, options), note.note_id, progress)))
    seconds = time.monotonic() - started
    if predictions:
        write_jsonl(codings, predictions)
    missing = sorted(set(wanted) - {note.note_id for note in found})
    return compare(reference, codings, missing=missing, seconds=seconds, familiarity=familiarity)


def compare(
    reference: Reference,
    codings: Iterable[Coding],
    *,
    missing: Sequence[str] = (),
    seconds: float = 0.0,
    familiarity: Familiarity | None = None,
) -> Evaluation:
    """The figures of codings that exist already. Codes are compared in upper case."""
    suggested = {c.note_id: c.suggestions for c in codings if c.note_id in reference.codes}
    ranked = {n: [(s.code.upper(), s.confidence) for s in found] for n, found in suggested.items()}
    rankings = {note_id: rank_codes(pairs) for note_id, pairs in ranked.items()}
    if reference.scope is Scope.MENTIONS:
        wanted = {note_id: expected.must for note_id, expected in reference.codes.items()}
        scores: MentionScores | ReportableScores = score_mentions(wanted, rankings)
        figures: tuple[str, ...] = ("precision", "recall", "f1", "map")
    else:
        scores = score_reportable(reference.codes, rankings)
        figures = ("precision", "recall", "f1", "first_listed", "trap_rate")
    outcomes = [(c, reference.is_right(note_id, code)) for note_id, pairs in ranked.items() for code, c in pairs]
    bins = calibration(outcomes)
    counts = counts_of(reference.codes, rankings)
    missed, spurious = Counter[str](), Counter[str]()
    for note_id, expected in reference.codes.items():
        given = set(rankings.get(note_id, ()))
        missed.update(expected.must - given)
        spurious.update(given - expected.must - expected.may)
    return Evaluation(
        reference.scope, scores, intervals(counts, figures), tuple(bins), calibration_error(bins), len(outcomes),
        tuple(missing), seconds, counts, _tables(reference, suggested, familiarity),
        missed.most_common(), spurious.most_common(), _evidence(reference, suggested),
        _assertions(reference, suggested),
    )  # fmt: skip


def compare_runs(one: Evaluation, other: Evaluation) -> dict[str, tuple[float, float]]:
    """For each figure the difference `one` less `other` on the same notes, and how likely it is by chance."""
    return {name: paired_test(one.counts, other.counts, name) for name in one.intervals}


def evaluate_linking(
    coder: Coder, reference: Reference, notes: Path, options: CodingOptions
) -> Generator[Progress, None, dict[str, LinkScores]]:
    """How well linking does by itself, at the places where the reference has its codes."""
    familiarity = Familiarity(coder.heads, coder.codeset)
    ranks: dict[str, list[int]] = defaultdict(list)
    found = read_notes(notes, reference.note_ids)
    for done, note in enumerate(found):
        yield Progress(done, len(found), f"Linking {note.note_id}")
        wanted: dict[Span, set[str]] = defaultdict(set)
        for g in reference.spans.get(note.note_id, ()):
            if (code := familiarity.linked(g.code)) is not None:
                wanted[Span(g.start, g.end)].add(code)
        for one in (yield from coder.link(note, list(wanted), options)):
            codes = [c.code for c in one.candidates]
            for code in wanted[one.mention.span]:
                rank = codes.index(code) if code in codes else len(coder.heads.codes)
                ranks["all"].append(rank)
                ranks["seen" if familiarity.seen(one.mention.text, code) else "new"].append(rank)
    return {
        group: LinkScores(len(r), *(sum(rank < most for rank in r) / len(r) for most in (1, 5, 20)))
        for group, r in sorted(ranks.items())
    }


Suggestions = Mapping[str, Sequence[Suggestion]]


def _tables(
    reference: Reference, suggested: Suggestions, familiarity: Familiarity | None
) -> dict[str, dict[str, tuple[int, Rates]]]:
    tables = {}
    if familiarity is not None:
        tables["chapter"] = _rates_by(reference, suggested, lambda _, code: familiarity.chapter(code))
        tables["times annotated in training"] = _rates_by(reference, suggested, lambda _, code: familiarity.group(code))
        if reference.spans:
            tables["words with this code in training"] = _rates_by(
                reference, suggested, _Newness(reference, suggested, familiarity)
            )
    for kind in sorted({kind for about in reference.groups.values() for kind in about}):
        tables[kind] = _rates_by(
            reference,
            suggested,
            lambda note, _, kind=kind: reference.groups.get(note, {}).get(kind, ""),  # type: ignore[misc]
        )
    return tables


class _Newness:
    """Whether a code of a note was annotated for the same words in training: by its spans, or else by its evidence."""

    def __init__(self, reference: Reference, suggested: Suggestions, familiarity: Familiarity) -> None:
        self._texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._familiarity = familiarity
        for note, suggestions in suggested.items():
            for s in suggestions:
                self._texts[note, s.code.upper()] += [e.text for e in s.evidence]
        for note, spans in reference.spans.items():
            placed: dict[str, list[str]] = defaultdict(list)
            for g in spans:
                placed[g.code].append(g.text)
            for code, texts in placed.items():
                self._texts[note, code] = texts

    def __call__(self, note: str, code: str) -> str:
        texts = self._texts.get((note, code))
        if not texts:
            return ""
        return "seen" if any(self._familiarity.seen(t, code) for t in texts) else "new"


def _rates_by(
    reference: Reference, suggested: Suggestions, group_of: Callable[[str, str], str]
) -> dict[str, tuple[int, Rates]]:
    """Expected codes and rates of each group; codes of the group "" are left out."""
    right, given, found, expected = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for note, wanted in reference.codes.items():
        codes = {s.code.upper() for s in suggested.get(note, ())}
        given.update(group_of(note, c) for c in codes)
        right.update(group_of(note, c) for c in codes & (wanted.must | wanted.may))
        expected.update(group_of(note, c) for c in wanted.must)
        found.update(group_of(note, c) for c in codes & wanted.must)
    return {
        g: (expected[g], Rates.of(right[g] / given[g] if given[g] else 0.0, found[g] / n if n else 0.0))
        for g in sorted({*expected, *given} - {""}, key=lambda g: -expected[g])
        for n in (expected[g],)
    }


def _evidence(reference: Reference, suggested: Suggestions) -> EvidenceScores | None:
    pointed = placed = hits = shown = found = there = 0
    for note, spans in reference.spans.items():
        if note not in reference.codes:
            continue
        by_code: dict[str, list[GoldSpan]] = defaultdict(list)
        for g in spans:
            by_code[g.code].append(g)
        evidence = {s.code.upper(): [e.span for e in s.evidence] for s in suggested.get(note, ())}
        for code, shown_spans in evidence.items():
            gold = by_code.get(code, [])
            overlapping = sum(any(e.start < g.end and g.start < e.end for g in gold) for e in shown_spans)
            hits += overlapping
            shown += len(shown_spans)
            if gold and reference.is_right(note, code):
                placed += 1
                pointed += overlapping > 0
        for code, gold in by_code.items():
            there += len(gold)
            found += sum(any(e.start < g.end and g.start < e.end for e in evidence.get(code, ())) for g in gold)
    if not there:
        return None
    return EvidenceScores(pointed / max(1, placed), Rates.of(hits / max(1, shown), found / there))


def _assertions(reference: Reference, suggested: Suggestions) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for note, spans in reference.spans.items():
        for g in spans:
            if g.assertion is None:
                continue
            there = [
                s
                for s in suggested.get(note, ())
                if any(e.span.start < g.end and g.start < e.span.end for e in s.evidence)
            ]
            if there:
                best = max(there, key=lambda s: (s.code.upper() == g.code, s.confidence))
                table[str(g.assertion)][str(best.assertion)] += 1
    return {a: dict(c) for a, c in table.items()}
