"""Words of Spanish evidence are found in the translation, without a dictionary."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.services.system_import import Table, write_system
from medcode_desktop.training.alignment import Evidence, learn_translations, place, telling_words
from medcode_desktop.training.corpora import fold
from medcode_desktop.training.procedure_heads import IGNORE, Read, fit_tagger, procedure_terms
from medcode_desktop.training.procedures import read_procedures

WORDS = {
    "ecografía": "ultrasound", "biopsia": "biopsy", "hígado": "liver", "riñón": "kidney", "tórax": "chest",
    "mostró": "showed", "masa": "mass", "fiebre": "fever", "ayer": "yesterday", "llegó": "arrived", "dolor": "pain",
}  # fmt: skip
CHANCE = Random(5)
NOTES = [[CHANCE.choice(list(WORDS)) for _ in range(30)] for _ in range(40)]
PAIRS = [(" ".join(words), " ".join(WORDS[w] for w in words)) for words in NOTES]
SPANISH = "ayer llegó dolor ecografía del hígado mostró masa dolor dolor ayer biopsia riñón llegó"
ENGLISH = "yesterday arrived pain liver ultrasound showed mass pain pain yesterday kidney biopsy arrived"


def evidence(text: str, *parts: str) -> Evidence:
    return Evidence("X", tuple((text.index(p), text.index(p) + len(p)) for p in parts))


def placed(*parts: str) -> str | None:
    telling = telling_words([SPANISH], ["ecografía", "biopsia"])
    (found,) = place(SPANISH, ENGLISH, [evidence(SPANISH, *parts)], learn_translations(PAIRS), telling)
    return ENGLISH[slice(*found)] if found else None


def test_translations_are_learnt_from_places() -> None:
    translations = learn_translations(PAIRS)
    for spanish, english in WORDS.items():
        likely = translations[fold(spanish)[:8]]
        assert max(likely, key=likely.__getitem__) == fold(english)[:8]


def test_evidence_is_placed_whatever_the_order_of_words() -> None:
    assert placed("biopsia") == "biopsy"
    assert placed("ecografía del hígado") == "liver ultrasound"


def test_of_parts_that_stand_apart_the_procedure_is_taken() -> None:
    far = SPANISH + " ayer" * 30 + " hígado"
    (found,) = place(
        far, ENGLISH + " yesterday" * 30 + " liver",
        [Evidence("X", ((far.index("biopsia"), far.index("biopsia") + 7), (len(far) - 6, len(far))))],
        learn_translations(PAIRS), telling_words([far], ["ecografía", "biopsia"]),
    )  # fmt: skip
    assert found is not None
    assert ENGLISH[slice(*found)] == "biopsy"


def test_what_the_translation_lost_has_no_place() -> None:
    spanish, english = "Se realizó una gammagrafía.", "It was performed."
    (found,) = place(spanish, english, [evidence(spanish, "gammagrafía")], {}, {})
    assert found is None


def test_codiesp_procedures_are_read_from_files(tmp_path: Path) -> None:
    folder = tmp_path / "train"
    pairs = [(SPANISH, ENGLISH), *PAIRS]
    for name, texts in (("text_files", [es for es, _ in pairs]), ("text_files_en", [en for _, en in pairs])):
        (folder / name).mkdir(parents=True)
        for i, text in enumerate(texts):
            (folder / name / f"n{i}.txt").write_text(text, "utf-8")
    start = SPANISH.index("biopsia")
    rows = (
        f"n0\tPROCEDIMIENTO\t0fb0\tbiopsia\t{start} {start + 7}",
        "n0\tDIAGNOSTICO\tr10.9\tdolor\t0 2",
        "n1\tPROCEDIMIENTO\t0djd8zz\tx\t0 1",
    )
    (folder / "trainX.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    (documents,) = read_procedures(folder)
    by_id = {d.doc_id: d for d in documents}
    (mention,) = by_id["n0"].mentions
    assert ENGLISH[mention.start : mention.end] == "biopsy"
    assert by_id["n0"].codes == {"0FB0"}
    assert by_id["n1"].mentions == ()
    assert by_id["n1"].unsure, "where the words may be is neither inside nor outside of a mention"
    assert by_id["n2"].codes == frozenset()


@pytest.mark.slow
def test_most_of_the_evidence_finds_its_place(shared_data: Path) -> None:
    (documents,) = read_procedures(shared_data / "codiesp" / "train")
    found = sum(len({m.code for m in d.mentions}) for d in documents)
    assert found / sum(len(d.codes) for d in documents) > 0.9


def test_a_tagger_learns_what_tells_mentions_apart() -> None:
    """Also where the inputs are not centred and differ in scale, which are folded into its weights."""
    chance = np.random.default_rng(2)
    tags = chance.choice([0, 1, 2], 6000, p=[0.8, 0.1, 0.1])
    vectors = (chance.normal(size=(6000, 6)) + 3 * np.eye(3, 6)[tags]) * [1, 20, 1, 0.1, 1, 1] + 5
    left_out = np.where(np.arange(6000) % 10, tags, IGNORE)
    layers = fit_tagger([Read(vectors.astype(np.float32), left_out, [])])
    found = layers(vectors.astype(np.float32)).argmax(axis=1)
    assert (found == tags).mean() > 0.9
    assert layers.weights[-1].shape[1] == 3


def test_the_names_that_procedures_are_linked_to(tmp_path: Path) -> None:
    table = Table("ICD-10-PCS")
    for code, title, *terms in (
        ("0TT1", "Resection of Kidney, Left"), ("0TT10ZZ", "Resection of Left Kidney, Open", "Short"),
        ("0TT14ZZ", "Resection of Left Kidney, Endo", "Short"), ("0TT", "Resection, Urinary", "Nephrectomy"),
        ("BW03ZZZ", "Plain Radiography, Chest"), ("0DJD8ZZ", "Inspection", "Short", "Colonoscopy"),
    ):  # fmt: skip
        table.add(code, title, *terms)
    list(write_system(table, tmp_path, "1"))
    with CodeSystem.open(tmp_path / "system-icd-10-pcs.sqlite") as system:
        terms_of = procedure_terms(system, ["0TT14ZZ"])
    assert set(terms_of) == {"0TT1", "0TT14ZZ", "BW03ZZZ", "0DJD8ZZ"}
    assert terms_of["0DJD8ZZ"][0] == "Inspection"
    assert {"Short", "Colonoscopy", "sigmoidoscopy"} <= set(terms_of["0DJD8ZZ"])
    assert "left nephrectomy" in terms_of["0TT1"]
