"""An evaluation reads references and notes, codes, and prints figures that hand counting gives."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from medcode_desktop.core.scoring import MentionScores, ReportableScores
from medcode_desktop.core.types import Assertion, Coding, CodingOptions, Note, Progress, Scope, Suggestion
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.evaluation import Evaluation, evaluate, read_notes, read_reference, report

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
    printed = report(result)
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
    printed = report(result)
    assert "trap rate 1.000   first-listed right 1.000" in printed
    assert "0.8 to 0.9        1   0.80    1.00" in printed
    assert "expected calibration error 0.333" in printed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("n1\ti10\nn2\n", "line 2: a note id and a code"),
        ('{"id": "n1"}\n', "line 1: id, primary"),
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
