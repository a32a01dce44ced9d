"""Suggestions from other code systems: ICD-10-PCS with what was learnt, any other table by its names, SNOMED's map."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from desk import open_desk
from fakes import result_of
from pytestqt.qtbot import QtBot

from medcode_desktop.cli import main
from medcode_desktop.core.codesystem import PROCEDURES, CodeSystem
from medcode_desktop.core.heads import PLAIN, term_key
from medcode_desktop.core.mentions import read_note
from medcode_desktop.core.review import Review
from medcode_desktop.core.types import DIAGNOSES, Coding, CodingOptions, Note, Scope
from medcode_desktop.errors import CodeSetError, ModelError
from medcode_desktop.paths import config_folder, models_folder, user_codes_folder
from medcode_desktop.services import other_systems
from medcode_desktop.services.assembly import load_heads, open_coder
from medcode_desktop.services.export import coding_from_dict, coding_to_dict
from medcode_desktop.services.export.tables import csv_text
from medcode_desktop.services.other_systems import LastNote, chosen_systems
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.system_import import Table, write_system
from medcode_desktop.settings import Settings
from medcode_desktop.ui import app
from medcode_desktop.ui.code_list import CODE, GROUP
from medcode_desktop.ui.live_settings import LiveSettings

NOTE = (
    "A 62-year-old man was admitted with hematuria. A chest X-ray was normal. Abdominal CT showed a mass in the left "
    "kidney.\nA left radical nephrectomy was performed the next day. Colonoscopy was not performed.\n"
)


@pytest.fixture(scope="module")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table of ICD-10-PCS, compiled once."""
    folder = tmp_path_factory.mktemp("tables")
    list(write_system(result_of(packaged_systems()[PROCEDURES]()), folder, "2025"))
    (file,) = folder.glob("*.sqlite")
    return file


@pytest.fixture
def installed(procedures: Path, user_home: Path) -> Path:
    user_codes_folder().mkdir(parents=True)
    return Path(shutil.copy(procedures, user_codes_folder()))


@pytest.fixture
def install() -> Callable[[Table], None]:
    return lambda table: list(write_system(table, user_codes_folder(), "1")) and None


def code(text: str, systems: str, scope: Scope = Scope.REPORTABLE) -> Coding:
    with open_coder(Settings(threads=2, systems=systems)) as coder:
        work = coder.code(Note("n", text), CodingOptions(scope=scope))
        while True:
            try:
                next(work)
            except StopIteration as end:
                coding: Coding = end.value
                return coding


def codes_of(coding: Coding, system: str) -> list[str]:
    return [s.code for s in coding.suggestions if s.system == system]


def test_the_table_has_groups_and_all_sections(procedures: Path) -> None:
    """The package lists section 0 only; the index names what stands in the others."""
    with CodeSystem.open(procedures) as table:
        assert table.get("0TT1").title == "Resection of Kidney, Left"
        assert table.get("BW03ZZZ").title == "Plain Radiography, Chest"
        assert "Chest x-ray" in table.get("BW03").terms
        assert "Colonoscopy" in table.get("0DJD8ZZ").terms
        assert table.get("5A1D").title == "Performance, Urinary"
        assert not table.is_billable("0TT1")
        assert table.is_billable("0TT10ZZ")
        assert table.is_billable("4A02X4Z")
        assert {len(code) for code in table.codes()} == {3, 4, 5, 6, 7}


def test_procedures_of_a_note(installed: Path) -> None:
    coding = code(NOTE, "icd-10-pcs")
    found = codes_of(coding, PROCEDURES)
    assert "0TT1" in {c[:4] for c in found}
    assert "BW03ZZZ" in found
    assert "BW20" in {c[:4] for c in found}
    assert not any(c.startswith("0DJ") for c in found), "what was not done is not reported"
    nephrectomy = next(s for s in coding.suggestions if s.code.startswith("0TT1"))
    assert "nephrectomy" in nephrectomy.evidence[0].text
    assert nephrectomy.billable == (len(nephrectomy.code) == 7)
    assert any(s.system == DIAGNOSES for s in coding.suggestions)
    assert not {c for edit in coding.edits for c in edit.codes} & set(found), "the checks are about diagnoses"


def test_the_window_shows_them_below_the_diagnoses(installed: Path, qtbot: QtBot) -> None:
    """With the real engine, as the setting asks for."""
    parts = app._parts(LiveSettings(Settings(threads=2, systems="icd-10-pcs")))
    with closing(parts.codeset), open_desk(qtbot, parts.open_coder) as desk:
        desk.window.add_text(NOTE)
        desk.until(lambda: desk.encounters[-1].review, 30)
        model = desk.window.codes.model
        headings = [heading for row in range(model.rowCount()) if (heading := model.index(row, 0).data(GROUP))]
        assert headings == ["First-listed", "Others", PROCEDURES]
        shown = [model.index(row, 0).data(CODE) for row in range(model.rowCount())]
        assert "BW03ZZZ" in {code.code for code in shown if code.system == PROCEDURES}
        assert not {c for edit in desk.encounters[-1].edits for c in edit.codes} & {"BW03ZZZ"}


def test_operations_of_the_past_are_not_reported(installed: Path) -> None:
    text = "PAST SURGICAL HISTORY:\nCesarean section.\n\nPLAN:\nChest X-ray was done today.\n"
    assert codes_of(code(text, "icd-10-pcs"), PROCEDURES) == ["BW03ZZZ"]
    assert "10D0" in {c[:4] for c in codes_of(code(text, "icd-10-pcs", Scope.MENTIONS), PROCEDURES)}


def test_every_mention_is_coded_where_that_is_asked_for(installed: Path) -> None:
    assert any(c.startswith("0DJ") for c in codes_of(code(NOTE, "ICD-10-PCS", Scope.MENTIONS), PROCEDURES))


def test_the_diagnoses_stay_as_they_are(installed: Path) -> None:
    alone, both = code(NOTE, ""), code(NOTE, "icd-10-pcs")
    assert [s for s in both.suggestions if s.system == DIAGNOSES] == list(alone.suggestions)
    assert codes_of(alone, PROCEDURES) == []


def test_json_and_csv_name_the_system(installed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    assert main(["code", str(tmp_path / "note.txt"), "--systems", "icd-10-pcs", "--format", "json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert {s["code_system"] for s in written["suggestions"]} == {DIAGNOSES, PROCEDURES}
    coding = coding_from_dict(written)
    assert coding_to_dict(coding) == written
    for suggestion in written["suggestions"]:
        del suggestion["code_system"]
    assert {s.system for s in coding_from_dict(written).suggestions} == {DIAGNOSES}
    rows = csv.DictReader(StringIO(csv_text([Review.of(coding)])))
    assert {row["code_system"] for row in rows} == {DIAGNOSES, PROCEDURES}


def test_evaluation_of_one_system(installed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.txt").write_text(NOTE, "utf-8")
    (tmp_path / "gold.tsv").write_text("a\tbw03zzz\na\t0tt1\na\tbw20\na\t0djd8zz\n", "utf-8")
    out = tmp_path / "out.jsonl"
    arguments = ["--gold", str(tmp_path / "gold.tsv"), "--notes", str(notes), "--system", "icd-10-pcs"]
    assert main(["eval", *arguments, "--out", str(out)]) == 0
    assert "micro" in capsys.readouterr().out
    (line,) = out.read_text("utf-8").splitlines()
    assert {s["code_system"] for s in json.loads(line)["suggestions"]} == {PROCEDURES}


def equipment(table: Table) -> Table:
    table.add("E0143", "Walker, folding, wheeled, adjustable or fixed height", "Folding wheeled walker")
    table.add("E0601", "Continuous positive airway pressure (CPAP) device", "CPAP device")
    table.add("K0001", "Standard wheelchair")
    table.add("90935", "Hemodialysis procedure with single evaluation", "Hemodialysis")
    table.add("45378", "Colonoscopy, flexible; diagnostic", "Diagnostic colonoscopy")
    table.add("71046", "Radiologic examination, chest; 2 views", "Chest X-ray 2 views")
    return table


def test_any_table_by_its_names(install: Callable[[Table], None]) -> None:
    """Nothing was learnt of this table: its names, their vectors and what weighs names are enough."""
    install(equipment(Table("House list")))
    text = "He uses a folding wheeled walker. Hemodialysis was started. Diagnostic colonoscopy was done."
    coding = code(text, "house-list")
    assert {"E0143", "90935", "45378"} <= set(codes_of(coding, "House list"))
    assert not {"K0001", "E0601"} & set(codes_of(coding, "House list"))
    assert next(user_codes_folder().glob("*.npz")).name == "medcode-encoder-system-house-list.npz"


def test_of_a_large_table_what_the_note_says(install: Callable[[Table], None], monkeypatch: pytest.MonkeyPatch) -> None:
    install(equipment(Table("House list")))
    monkeypatch.setattr(other_systems, "LARGE", 3)
    coding = code("She was given a folding wheeled walker. Diagnostic colonoscopy was done.", "House list")
    assert {"E0143", "45378"} <= set(codes_of(coding, "House list"))
    assert list(user_codes_folder().glob("*.npz")) == []
    assert codes_of(code("Nothing of it.", "House list"), "House list") == []


def test_the_map_of_snomed_ct_names_diagnoses(install: Callable[[Table], None]) -> None:
    table = Table("SNOMED CT")
    table.add("1", "Wobbleknee syndrome (disorder)", "Wobbleknee syndrome")
    table.maps.append(("1", 1, "M25.361"))
    install(table)
    with open_coder(Settings(threads=2)) as coder:
        list(coder.code(Note("n", "Assessment: wobbleknee syndrome."), CodingOptions(scope=Scope.MENTIONS)))
        heads = coder.pipeline.heads
        found = [heads.codes[i] for i, _ in heads.lexicon(term_key("syndrome of wobbleknee"))]
    assert found == ["M25.361"]


def test_systems_that_are_not_there(installed: Path) -> None:
    with pytest.raises(CodeSetError, match=r"hcpcs is not installed; installed are: ICD-10-PCS"):
        chosen_systems("icd-10-pcs, hcpcs")
    assert chosen_systems(" , ") == []
    (one,) = chosen_systems("ICD-10-PCS,icd 10 pcs")
    with one:
        assert one.system == PROCEDURES


def test_a_system_that_was_removed_is_told_and_the_others_serve(installed: Path) -> None:
    coding = code(NOTE, "hcpcs, icd-10-pcs, cpt")
    assert "BW03ZZZ" in codes_of(coding, PROCEDURES)
    assert codes_of(coding, DIAGNOSES)
    (told,) = [w for w in coding.warnings if "not installed" in w]
    assert told.startswith("The code systems hcpcs, cpt are not installed; installed are: ICD-10-PCS. Import them")


def test_the_command_line_goes_on_without_it_unless_it_was_asked_for_there(
    installed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / "settings.toml").write_text('systems = "hcpcs,icd-10-pcs"\n', "utf-8")
    note = tmp_path / "note.txt"
    note.write_text(NOTE, "utf-8")
    assert main(["code", str(note), "--format", "csv"]) == 0
    out, complaints = capsys.readouterr()
    assert "BW03ZZZ" in out
    assert complaints.count("The code system hcpcs is not installed; installed are: ICD-10-PCS.") == 1
    assert main(["code", str(note), "--systems", "hcpcs,icd-10-pcs"]) == 1
    out, complaints = capsys.readouterr()
    assert out == ""
    assert "The code system hcpcs is not installed" in complaints


def test_what_is_only_planned_is_not_reported(installed: Path) -> None:
    text = "A colonoscopy is recommended to rule out cancer. A chest X-ray was done to rule out pneumonia.\n"
    assert codes_of(code(text, "icd-10-pcs"), PROCEDURES) == ["BW03ZZZ"]
    assert any(c.startswith("0DJ") for c in codes_of(code(text, "icd-10-pcs", Scope.MENTIONS), PROCEDURES))


def test_another_encoder_is_refused(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medcode_desktop.core.heads.Heads.fingerprint", "other")
    with pytest.raises(ModelError, match="another encoder"):
        open_coder(Settings(threads=2, systems="icd-10-pcs"))


def test_heads_of_names_know_only_names() -> None:
    heads = load_heads(models_folder() / "medcode-encoder-icd-10-pcs.npz")
    width = heads.link.shape[1]
    names = {"B": ("Walker", "Rollator"), "A": ("Wheelchair, standard",)}
    vectors = np.eye(3, width, dtype=np.float32)
    plain = heads.of_names(names, vectors)
    assert plain.codes == ("A", "B")
    assert plain.term_codes.tolist() == [0, 1, 1]
    assert plain.terms.argmax(axis=1).tolist() == [2, 0, 1]
    assert not plain.frequency.any()
    assert not len(plain.seen)
    assert plain.layers["ranker"] is heads.layers[f"{PLAIN}ranker"]


class _Counting:
    """An encoder that counts how often it reads."""

    name, context_length = "counting", 8

    def __init__(self) -> None:
        self.read = 0

    def tokenize(self, text: str):  # type: ignore[no-untyped-def]
        from medcode_desktop.core.types import Tokens

        ends = np.arange(1, len(text) + 1, dtype=np.int32)
        return Tokens(ends, np.stack([ends - 1, ends], axis=1))

    def embed_tokens(self, windows):  # type: ignore[no-untyped-def]
        self.read += len(windows)
        return [np.ones((len(w), 2), np.float32) * w[:, None] for w in windows]

    def embed_texts(self, texts):  # type: ignore[no-untyped-def]
        return np.ones((len(texts), 2), np.float32)


def test_a_note_is_read_once_for_all_systems() -> None:
    counting = _Counting()
    encoder = LastNote(counting)

    def read(text: str) -> Iterator[object]:
        yield from read_note(encoder, encoder.tokenize(text), text)

    for text in ("one", "one", "two", "one"):
        list(read(text))
    assert counting.read == 3
