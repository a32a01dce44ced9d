"""Training data: what is read, aligned, invented and said in other words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.types import Assertion
from medcode_desktop.training.corpora import fold, plain_term, read_clinic, read_codiesp
from medcode_desktop.training.data import drawn
from medcode_desktop.training.synthetic import synthetic_notes
from medcode_desktop.training.terms import TermTable, add_abbreviations, add_synonyms, code_set_terms, say_otherwise


@pytest.fixture(scope="module")
def terms() -> TermTable:
    with CodeSet.open(paths.code_set()) as codeset:
        return code_set_terms(codeset)


def test_the_code_set_names_its_codes_with_the_includes_of_categories(terms: TermTable) -> None:
    assert terms["I10"][0] == "Essential (primary) hypertension"
    assert "hypertension" in map(plain_term, terms["I10"])
    assert terms["E11.9"] == ["Type 2 diabetes mellitus without complications"]


def test_names_are_said_otherwise(terms: TermTable) -> None:
    said = say_otherwise(terms)
    assert "breast cancer" not in said["C50.011"]
    assert {"bone metastasis", "metastatic bone"} <= set(said["C79.51"])
    assert "kidney stone" in said["N20.0"]
    assert "right knee pain" in said["M25.561"]
    assert "history of breast cancer" in said["Z85.3"]
    assert all(said[code][: len(names)] == names for code, names in terms.items())
    known = {plain_term(name) for names in terms.values() for name in names}
    new = [name for code, names in said.items() for name in names[len(terms[code]) :]]
    assert len(new) == len(set(new)) and not known & set(new)


def test_abbreviations_are_taken_where_the_lists_agree(terms: TermTable, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("copd\tchronic obstructive pulmonary disease\t1\nab\tasthma\t1\n")
    (tmp_path / "b.txt").write_text("COPD = chronic obstructive pulmonary disease\nAB = anemia\nqd = daily\n")
    (tmp_path / "c.csv").write_text('"abr","long_form"\n"HTN","hypertension"\n')
    table = add_abbreviations(terms, tmp_path)
    assert [code for code, names in table.items() if "COPD" in names] == ["J44.9"]
    assert [code for code, names in table.items() if "HTN" in names] == ["I10"]
    assert not any("AB" in names or "QD" in names for names in table.values())


def test_synonyms_come_through_a_name_or_a_cross_reference(terms: TermTable, tmp_path: Path) -> None:
    (tmp_path / "small.obo").write_text(
        'format-version: 1.2\n\n[Term]\nid: X:1\nname: gonarthrosis of the knee\nxref: ICD10CM:M17.9\n\n'
        '[Term]\nid: X:2\nname: Hypothyroidism\nsynonym: "sluggish thyroid" EXACT []\n\n'
        '[Term]\nid: X:3\nname: nowhere\nsynonym: "nothing" EXACT []\n'
    )  # fmt: skip
    table = add_synonyms(terms, [tmp_path])
    assert "gonarthrosis of the knee" in table["M17.9"]
    assert [code for code, names in table.items() if "sluggish thyroid" in names] == ["E03.9"]
    assert not any("nothing" in names for names in table.values())


@pytest.mark.parametrize(
    ("term", "plain"),
    [
        ("Hypertension (arterial) (benign)", "hypertension"),
        ("Other specified diabetes mellitus", "diabetes mellitus"),
        ("Asthma NOS", "asthma"),
        ("Heart failure, unspecified", "heart failure"),
    ],
)
def test_words_that_only_classify_are_left_out(term: str, plain: str) -> None:
    assert plain_term(term) == plain


def test_spanish_and_english_spellings_meet() -> None:
    assert fold("Hipofosfatemia") == "hipofosfatemia"
    assert fold("Hypophosphataemia").startswith("hipofosfat")
    assert fold("cólico") == "colico"


@given(st.lists(st.text(), unique=True, min_size=400, max_size=400))
def test_the_held_out_share_depends_on_the_name_alone(names: list[str]) -> None:
    chosen = [drawn(name, 0.15) for name in names]
    assert chosen == [drawn(name, 0.15) for name in names]
    assert 0.03 < sum(chosen) / len(names) < 0.3


def test_clinic_mentions_are_found_by_quote_and_occurrence(tmp_path: Path) -> None:
    text = "No cough. Later a cough with fever."
    (tmp_path / "notes.jsonl").write_text(json.dumps({"id": "a", "text": text}))
    mentions = [
        {"quote": "cough", "nth": 2, "code": "R05.9", "assertion": "present", "reportable": True},
        {"quote": "cough", "nth": 1, "code": "R05.9", "assertion": "negated", "reportable": False},
        {"quote": "rash", "nth": 1, "code": "R21", "assertion": "present", "reportable": True},
    ]
    gold = {
        "id": "a",
        "primary": "R05.9",
        "must": [{"code": "R05.9"}],
        "may": ["R50.9"],
        "trap": [],
        "mentions": mentions,
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    (document,) = read_clinic(tmp_path / "notes.jsonl", tmp_path / "gold.jsonl")
    assert [(m.start, m.assertion, m.reportable) for m in document.mentions] == [
        (text.rindex("cough"), Assertion.PRESENT, True),
        (text.index("cough"), Assertion.NEGATED, False),
    ]
    assert (document.codes, document.acceptable, document.primary) == ({"R05.9"}, {"R50.9"}, "R05.9")


def test_spanish_evidence_is_aligned_to_the_translation(tmp_path: Path, terms: TermTable) -> None:
    spanish = "Paciente con hipertensión arterial y anemia. Sin fiebre."
    english = "Patient with arterial hypertension and anemia. No fever."
    folder = tmp_path / "tiny"
    for name, text in (("text_files", spanish), ("text_files_en", english)):
        (folder / name).mkdir(parents=True)
        (folder / name / "case.txt").write_text(text, encoding="utf-8")
    rows = [("I10", "hipertensión arterial"), ("D64.9", "anemia"), ("R50.9", "fiebre")]
    (folder / "tinyD.tsv").write_text("".join(f"case\t{code.lower()}\n" for code, _ in rows))
    lines = [
        f"case\tDIAGNOSTICO\t{code.lower()}\t{words}\t{spanish.index(words)} {spanish.index(words) + len(words)}\n"
        for code, words in rows
    ]
    (folder / "tinyX.tsv").write_text("".join(lines), encoding="utf-8")
    (document,) = read_codiesp(folder, terms)
    found = {m.code: english[m.start : m.end] for m in document.mentions}
    assert found == {"I10": "arterial hypertension", "D64.9": "anemia", "R50.9": "fever"}
    assert document.codes == {"I10", "D64.9", "R50.9"}


def test_invented_notes_name_what_they_say_they_name(terms: TermTable) -> None:
    notes = synthetic_notes(terms, 40, seed=3)
    assert notes == synthetic_notes(terms, 40, seed=3) != synthetic_notes(terms, 40, seed=4)
    mentions = [(n, m) for n in notes for m in n.mentions]
    assert {m.assertion for _, m in mentions} == set(Assertion)
    assert all(m.code in terms for _, m in mentions)
    exact = sum(
        n.text[m.start : m.end].lower() in {t.lower() for name in terms[str(m.code)] for t in (name, plain_term(name))}
        for n, m in mentions
    )
    assert 0.9 < exact / len(mentions) < 1.0  # the others are misspelt
