"""An evaluation reads references and notes, codes, and prints figures that hand counting gives."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import EXPERIENCE, TRAIN_ONLY, Heads
from medcode_desktop.core.scoring import MentionScores, ReportableScores
from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Evidence,
    Note,
    Progress,
    Scope,
    Span,
    Suggestion,
)
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.assembly import load_heads
from medcode_desktop.services.evaluation import Evaluation, Familiarity, compare, compare_runs, evaluate
from medcode_desktop.services.evaluation_report import as_text, write
from medcode_desktop.services.reference import read_codings, read_notes, read_reference

GOLD_LINE = {
    "id": "n1",
    "primary": "I10",
    "must": [{"code": "I10"}, {"code": "E11.9"}],
    "may": ["Z79.84"],
    "trap": [{"code": "R07.9"}],
}


class FakeCoder:
    """Suggests the codes that the note's text lists, with falling confidence."""

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]:
        yield Progress(0, 1, "Reading")
        suggestions = tuple(
            Suggestion(code, "", 0.9 - 0.1 * place, True, Assertion.PRESENT, ())
            for place, code in enumerate(note.text.split())
        )
        return Coding(note.note_id, note.source, "release", "model", suggestions)


def finish(work: Generator[Progress, None, Evaluation]) -> tuple[list[Progress], Evaluation]:
    steps = []
    while True:
        try:
            steps.append(next(work))
        except StopIteration as stop:
            return steps, stop.value


def test_mentions_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "gold.tsv").write_text("n1\ti10\nn1\te11.9\nn2\tr07.9\n")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "n1.txt").write_text("I10 J00 e11.9")
    reference = read_reference(tmp_path / "gold.tsv")
    assert reference.scope is Scope.MENTIONS
    out = tmp_path / "predictions.jsonl"
    options = CodingOptions(reference.scope)
    steps, result = finish(evaluate(FakeCoder(), reference, notes, options, predictions=out))
    assert steps == [Progress(0, 1, "n1"), Progress(0, 1, "n1: Reading")]
    assert isinstance(result.scores, MentionScores)
    assert result.scores.micro.precision == pytest.approx(2 / 3)
    assert result.scores.micro.recall == pytest.approx(2 / 3)
    assert (result.missing, result.suggestions) == (("n2",), 3)
    assert json.loads(out.read_text())["suggestions"][0]["code"] == "I10"
    printed = as_text(result)
    assert "micro P 0.667 R 0.667 F1 0.667" in printed
    assert "without text, counted as without suggestions: 1" in printed


def test_reportable_from_json_lines(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD_LINE) + "\n")
    rows = [{"id": "n1", "text": "I10 Z79.84 R07.9"}, {"id": "n9", "text": "not wanted"}]
    (tmp_path / "notes.jsonl").write_text("\n".join(map(json.dumps, rows)))
    reference = read_reference(tmp_path / "gold.jsonl")
    assert reference.scope is Scope.REPORTABLE
    _, result = finish(evaluate(FakeCoder(), reference, tmp_path / "notes.jsonl", CodingOptions()))
    assert isinstance(result.scores, ReportableScores)
    assert (result.scores.rates.precision, result.scores.rates.recall) == (pytest.approx(2 / 3), 0.5)
    assert (result.scores.trap_rate, result.scores.primary) == (1.0, 1.0)
    printed = as_text(result)
    assert "trap rate 1.000   first-listed right 1.000" in printed
    assert "0.8 to 0.9        1   0.80    1.00" in printed
    assert "expected calibration error 0.333" in printed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("n1\ti10\nn2\n", "line 2: a note id and a code"),
        ('{"id": "n1"}\n', "line 1: id with primary"),
        ('{"id": 1,\n', "line 1: not a line of JSON"),
    ],
)
def test_a_damaged_reference_is_named(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "gold"
    path.write_text(content)
    with pytest.raises(DocumentError, match=f"gold.*{reason}"):
        read_reference(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="gone cannot be read: no such file"):
        read_reference(tmp_path / "gone")
    (tmp_path / "notes.jsonl").write_text('{"id": "n1"}')
    with pytest.raises(DocumentError, match="line 1: id and text"):
        read_notes(tmp_path / "notes.jsonl", ["n1"])


def test_the_real_corpora_are_read(shared_data: Path) -> None:
    mentions = read_reference(shared_data / "codiesp" / "dev" / "devD.tsv")
    assert len(mentions.note_ids) == 250
    texts = shared_data / "codiesp" / "dev" / "text_files_en"
    assert len(read_notes(texts, mentions.note_ids)) == 250
    reportable = read_reference(shared_data / "clinic" / "gold_dev.jsonl")
    assert len(reportable.note_ids) == 40
    assert len(read_notes(shared_data / "clinic" / "notes.jsonl", reportable.note_ids)) == 40


SPAN_LINE = {
    "id": "n1",
    "corpus": "clinic",
    "text": "I10 E11.9 R07.9",
    "mentions": [
        {"start": 0, "end": 3, "code": "I10", "assertion": "present"},
        {"start": 4, "end": 9, "code": "E11.9", "assertion": "negated"},
        {"start": 10, "end": 15, "code": None, "assertion": None},
    ],
    "codes": ["I10", "E11.9"],
    "acceptable": [],
    "primary": "I10",
    "sex": "female",
    "age": 71,
}


class PointingCoder:
    """Suggests each word of a note that is a code, present, with the word as evidence."""

    def __init__(self, wrong: bool = False) -> None:
        self.wrong = wrong

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]:
        yield Progress(0, 1, "Reading")
        suggestions, start = [], 0
        for word in note.text.split():
            evidence = (Evidence(Span(start, start + len(word)), word),)
            code = "J00" if self.wrong else word
            suggestions.append(Suggestion(code, "", 0.8, True, Assertion.PRESENT, evidence))
            start += len(word) + 1
        return Coding(note.note_id, note.source, "release", "model", tuple(suggestions))


@pytest.fixture
def spans(tmp_path: Path) -> Path:
    path = tmp_path / "spans.jsonl"
    path.write_text(json.dumps(SPAN_LINE) + "\n" + json.dumps({**SPAN_LINE, "id": "n2", "sex": None, "age": 30}) + "\n")
    return path


def test_spans_show_evidence_assertion_and_patient_groups(spans: Path) -> None:
    reference = read_reference(spans)
    assert reference.scope is Scope.REPORTABLE
    _, result = finish(evaluate(PointingCoder(), reference, spans, CodingOptions()))
    assert result.evidence is not None
    assert result.evidence.pointed == 1.0
    assert (result.evidence.rates.precision, result.evidence.rates.recall) == (pytest.approx(4 / 6), 1.0)
    assert result.assertions == {"present": {"present": 2}, "negated": {"present": 2}}
    assert set(result.tables["age"]) == {"65 and over", "18 to 64"}
    assert set(result.tables["sex"]) == {"female"}
    assert result.tables["sex"]["female"][0] == 2
    assert dict(result.spurious) == {"R07.9": 2}
    assert result.missed == []


def test_tables_say_where_codes_are_found(spans: Path) -> None:
    heads = load_heads(paths.models_folder() / "medcode-encoder.npz")
    with CodeSet.open(paths.code_set()) as codeset:
        familiarity = Familiarity(heads, codeset)
        assert familiarity.group("I10") == "10 times or more"
        assert familiarity.group("W56.01") == "never"
        assert familiarity.times("S72.001A") == familiarity.times("S72.001")
        assert familiarity.seen("hypertension", "I10")
        assert not familiarity.seen("hypertension", "E11.9")
        work = evaluate(PointingCoder(), read_reference(spans), spans, CodingOptions(), familiarity=familiarity)
        _, result = finish(work)
    chapters = result.tables["chapter"]
    assert sum(count for count, _ in chapters.values()) == 4
    assert any("circulatory" in name for name in chapters)
    assert set(result.tables["words with this code in training"]) == {"new"}


def test_heads_for_measuring_know_nothing_of_the_dev_notes() -> None:
    with np.load(paths.models_folder() / "medcode-encoder.npz", allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    assert {TRAIN_ONLY + name for name in EXPERIENCE} <= arrays.keys()
    everything, train_only = Heads.from_arrays(arrays), Heads.from_arrays(arrays, train_only=True)
    assert len(train_only.seen) < len(everything.seen)
    assert len(train_only.lexicon_keys) < len(everything.lexicon_keys)
    assert (train_only.frequency <= everything.frequency).all()
    assert train_only.frequency.sum() < everything.frequency.sum()
    assert set(train_only.phrase_keys.tolist()) < set(everything.phrase_keys.tolist())
    assert (train_only.terms == everything.terms).all()


def test_a_report_is_written_as_a_page_and_as_json(spans: Path, tmp_path: Path) -> None:
    reference = read_reference(spans)
    out = tmp_path / "codings.jsonl"
    _, bad = finish(evaluate(PointingCoder(wrong=True), reference, spans, CodingOptions(), predictions=out))
    _, good = finish(evaluate(PointingCoder(), reference, spans, CodingOptions()))
    assert compare(reference, read_codings(out)).scores == bad.scores
    differences = compare_runs(good, bad)
    assert differences["f1"][0] == pytest.approx(good.intervals["f1"].value)
    assert "against the other run: precision +0.667" in as_text(good, differences)
    with CodeSet.open(paths.code_set()) as codeset:
        write(good, tmp_path / "r.html", codeset, differences)
        write(good, tmp_path / "r.json", codeset, differences)
    page, data = (tmp_path / "r.html").read_text(), json.loads((tmp_path / "r.json").read_text())
    assert "<svg" in page
    assert "Chest pain, unspecified" in page
    assert "http" not in page.replace("http://www.w3.org", "")  # nothing is loaded from anywhere
    assert data["scores"]["rates"]["recall"] == 1.0
    assert data["assertions"]["negated"] == {"present": 2}


def test_codings_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"note_id": "n1"}\n')
    with pytest.raises(DocumentError, match=r"c\.jsonl, line 1: this is no coding"):
        read_codings(tmp_path / "c.jsonl")
