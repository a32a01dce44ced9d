"""The training data of all forms, kept apart by note, and the report on it."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import Assertion
from medcode_desktop.errors import DocumentError, ModelError
from medcode_desktop.training.corpora import GoldDocument, GoldMention
from medcode_desktop.training.data import (
    OWN,
    clean,
    data_report,
    held_out,
    no_note_twice,
    read_alignments,
    read_data,
    read_spans,
    read_standoff,
    write_documents,
)
from medcode_desktop.training.terms import add_phrases

TEXT = "Known hypertension. No fever. Type 2 diabetes."


@pytest.fixture(scope="module")
def codeset() -> CodeSet:
    return CodeSet.open(paths.code_set())


def document(doc_id: str, text: str = TEXT) -> GoldDocument:
    mentions = (
        GoldMention(6, 18, "I10", Assertion.PRESENT, True),
        GoldMention(23, 28, "R50.9", Assertion.NEGATED, False),
    )
    return GoldDocument(doc_id, "clinic", text, mentions, codes=frozenset({"I10"}), primary="I10", sex="female", age=71)


def test_documents_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    documents = [document("a"), GoldDocument("b", "codiesp", "x", (GoldMention(0, 1, None),), ((0, 1),))]
    write_documents(documents, tmp_path / "d.jsonl")
    assert read_spans(tmp_path / "d.jsonl") == documents


def test_a_line_that_is_no_annotated_note_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text('\n{"id": "a"}\n')
    with pytest.raises(DocumentError, match=r"d\.jsonl, line 2: not an annotated note"):
        read_spans(tmp_path / "d.jsonl")


def test_own_notes_of_all_forms_are_read(tmp_path: Path, codeset: CodeSet) -> None:
    write_documents([document("a")], tmp_path / "own.jsonl")
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "note", "codes", "sex", "age"))
        rows.writerow(("t1", "He has essential hypertension\u00a0and gout.", "I10; m10.9", "male", "64"))
    data, dev = read_data(tmp_path, codeset)
    own, table = data.documents
    assert (own, dev) == (document("a"), [])
    assert (table.doc_id, table.codes, table.sex, table.age) == ("t1", {"I10", "M10.9"}, "male", 64.0)
    assert {table.text[m.start : m.end]: m.code for m in table.mentions} == {
        "essential hypertension": "I10",
        "gout": "M10.9",
    }
    assert table.unsure == ((0, len(table.text)),)
    assert {*data.fitted, *data.held_out} == {own, table}
    report = data_report(data, dev, codeset)
    assert "| clinic | 1 |" in report
    assert "| 70 to 79 | 1 |" in report
    assert "| negated | 1 |" in report


def test_a_table_without_codes_is_named(tmp_path: Path, codeset: CodeSet) -> None:
    (tmp_path / "t.csv").write_text("note,codes\nHeadache,\n")
    with pytest.raises(DocumentError, match=r"t\.csv, row 2: the columns 'note' and 'codes' are needed"):
        read_data(tmp_path, codeset)


def test_no_notes_at_all_is_an_error(tmp_path: Path, codeset: CodeSet) -> None:
    with pytest.raises(ModelError, match="No training data was found"):
        read_data(tmp_path, codeset)


def test_a_note_in_two_parts_is_found_even_if_it_is_set_otherwise() -> None:
    no_note_twice([document("a"), document("a2")], [document("b", "Other words")])  # copies in one part do no harm
    with pytest.raises(ModelError, match=r"copy \(dev\) is the same as a \(training\)"):
        no_note_twice([document("a")], [document("copy", TEXT.upper().replace(". ", ".\n\n"))])
    names = [f"n{i}" for i in range(60)]
    kept = next(n for n in names if not held_out(document(n)))
    left_out = next(n for n in names if held_out(document(n)))
    with pytest.raises(ModelError, match="is the same as"):
        no_note_twice([document(kept), document(left_out)], [])
    assert not held_out(replace(document(left_out), corpus="silver"))


@given(st.text())
def test_cleaning_keeps_every_place(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert not {"\u00a0", "\t", "\r", "\u2019", "\ufeff"} & set(cleaned)


def test_annotations_hold_places_and_never_another_text(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    with (tmp_path / "tables" / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("title", "text"), ("visit", TEXT)])
    row = {
        "id": "m1", "corpus": "clinic", "file": "tables/notes.csv", "row": 0,
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest()[:16],
        "primary": "I10", "must": ["I10"], "may": ["E11.9"], "trap": ["R50.9"],
        "mentions": [[6, 18, "I10", "present", True], [23, 28, "R50.9", "negated", False]],
    }  # fmt: skip
    path = tmp_path / "annotations.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps({**row, "file": "tables/absent.csv"}) + "\n")
    (found,) = read_standoff(path, tmp_path)
    assert [found.text[m.start : m.end] for m in found.mentions] == ["hypertension", "fever"]
    assert (found.codes, found.acceptable, found.primary) == ({"I10"}, {"E11.9"}, "I10")
    path.write_text(json.dumps({**row, "sha256": "0" * 16}))
    with pytest.raises(ModelError, match="is not the note that was annotated"):
        read_standoff(path, tmp_path)


def test_phrases_name_codes_of_the_code_set_and_none_twice(codeset: CodeSet) -> None:
    rows = [line.split("\t") for line in (OWN / "synonyms.tsv").read_text("utf-8").splitlines()]
    assert len(rows) > 4000
    assert [code for code, _ in rows if code not in codeset] == []
    table = add_phrases(
        {"I10": ["Essential (primary) hypertension"], "I15.9": ["Secondary hypertension"]}, OWN / "synonyms.tsv"
    )
    assert "HTN" in table["I10"]
    assert "essential hypertension" not in table["I10"][1:]  # it says no more than the title


def test_alignments_are_places_in_the_real_translations(shared_data: Path) -> None:
    alignments = read_alignments(OWN / "alignments.tsv")
    folders = [shared_data / "codiesp" / part / "text_files_en" for part in ("train", "dev")]
    texts = {p.stem: p.read_text("utf-8") for folder in folders for p in folder.glob("*.txt")}
    assert len(alignments) > 6000
    for (doc, _), span in alignments.items():
        if span is not None:
            quote = texts[doc][slice(*span)]
            assert quote == quote.strip() != ""
