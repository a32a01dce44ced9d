"""Other code systems are imported from the forms of their publishers, whole or not at all, and searched in one way."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import result_of
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.words import Speller, stem
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.system_import import read_system, write_system

CONCEPTS = (
    "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\n"
    "22298006\t2002\t1\tm\td\n73211009\t2002\t1\tm\td\n9\t2002\t0\tm\td\n"
)
DESCRIPTIONS = (
    "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n"
    "1\t2002\t1\tm\t22298006\ten\t900000000000003001\tMyocardial infarction (disorder)\tc\n"
    "2\t2002\t1\tm\t22298006\ten\t900000000000013009\tHeart attack\tc\n"
    "3\t2002\t1\tm\t73211009\ten\t900000000000003001\tDiabetes mellitus (disorder)\tc\n"
    "4\t2002\t1\tm\t9\ten\t900000000000003001\tInactive thing\tc\n"
)
MAP = (
    "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tmapGroup\tmapPriority\tmapRule\tmapAdvice\tmapTarget\n"
    "a\t2002\t1\tm\tr\t22298006\t1\t1\tTRUE\tALWAYS\tI219\n"
)
LOINC = (
    "LOINC_NUM,COMPONENT,LONG_COMMON_NAME,SHORTNAME,STATUS\n"
    '4548-4,HbA1c,"Hemoglobin A1c in Blood",HbA1c MFr Bld,ACTIVE\n'
    '1-8,Acyclovir,"Acyclovir [Susceptibility]",Acyclovir Islt,DEPRECATED\n'
)
CPT = "Concept Id\tCPT Code\tLong\tMedium\tShort\n1\t99999\tVisit of an invented kind\tINVENTED VISIT\tINV\n"


def record(code: str, kind: str, long: str, short: str = "", end: str = "") -> str:
    return f"{code:<5}00100{kind}{long:<80}{short:<28}".ljust(284) + end.ljust(36)


HCPCS = "\n".join(
    (
        record("A0021", "3", "Ambulance service, outside state per mile,", "Outside state ambulance serv", "20031231"),
        record("A0021", "4", "transport (medicaid only)"),
        record("E0100", "3", "Cane, includes canes of all materials", "Cane adjust/fixed with tip"),
        record("   LT", "7", "Left side", "Left side"),
    )
)


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., CodeSystem]:
    opened: list[CodeSystem] = []

    def run(*files: tuple[str, str], name: str = "") -> CodeSystem:
        paths = []
        for file, text in files:
            (tmp_path / file).write_text(text, "utf-8")
            paths.append(tmp_path / file)
        steps = list(write_system(result_of(read_system(paths, name)), tmp_path / "codes", "2026"))
        assert (steps[0].done, steps[-1].done) == (0, steps[-1].total)
        (table,) = (tmp_path / "codes").glob("system-*.sqlite")
        opened.append(CodeSystem.open(table))
        return opened[-1]

    return run


def test_hcpcs_in_the_record_layout(imported: Callable[..., CodeSystem]) -> None:
    with imported(("HCPC2026_JAN_ANWEB.txt", HCPCS)) as system:
        assert (system.system, len(system)) == ("HCPCS", 3)
        ambulance = system.get("A0021")
        assert ambulance.title == "Ambulance service, outside state per mile, transport (medicaid only)"
        assert not ambulance.active
        assert system.get("LT").title == "Left side"
        assert [e.code for e in system.search("canes material")] == ["E0100"]


def test_hcpcs_as_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "TERM DT"],
                ["E0100", 100, "3", "Cane, includes canes of all materials", "Cane", None]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "HCPC2026.xlsx")
    table = result_of(read_system([tmp_path / "HCPC2026.xlsx"]))
    assert (table.system, table.titles) == ("HCPCS", {"E0100": "Cane, includes canes of all materials"})


def test_snomed_with_its_map(imported: Callable[..., CodeSystem], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "snomed.zip", "w") as archive:
        for name, text in (("Snapshot/sct2_Concept_Snapshot.txt", CONCEPTS),
                           ("Snapshot/sct2_Description_Snapshot-en.txt", DESCRIPTIONS),
                           ("Snapshot/der2_iisssccRefset_ExtendedMapSnapshot.txt", MAP),
                           ("Full/sct2_Concept_Full.txt", "not read")):  # fmt: skip
            archive.writestr(name, text)
    table = result_of(read_system([tmp_path / "snomed.zip"]))
    assert table.titles == {
        "22298006": "Myocardial infarction (disorder)", "73211009": "Diabetes mellitus (disorder)",
    }  # fmt: skip
    list(write_system(table, tmp_path / "codes", "2026"))
    with CodeSystem.open(tmp_path / "codes" / "system-snomed-ct.sqlite") as system:
        (found,) = system.search("heart atack")
        assert (found.code, found.terms) == ("22298006", ("Heart attack",))
        assert system.maps_to("22298006") == ("I21.9",)
        assert system.maps_to("73211009") == ()


def test_loinc_cpt_and_a_plain_table(imported: Callable[..., CodeSystem], tmp_path: Path) -> None:
    with imported(("Loinc.csv", LOINC)) as system:
        assert [e.code for e in system.search("hemoglobin blood")] == ["4548-4"]
        assert not system.get("1-8").active
    cpt = result_of(read_system([write(tmp_path, "LONGULT.txt", CPT)]))
    assert cpt.titles == {"99999": "Visit of an invented kind"}
    own_file = write(tmp_path, "own.csv", "code,title,synonyms\nX1,Our service,ours\n")
    own = result_of(read_system([own_file], "House codes"))
    assert (own.system, own.terms) == ("House codes", {"X1": ["ours"]})


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("a.txt", "", "none of the forms"),
        ("a.txt", "nothing known\n", "none of the forms"),
        ("own.csv", "code,title\nX1,One\nX2,\n", r"own\.csv, line 3, field title: it is empty"),
        ("own.csv", "code,title\nX1,One\nX1,Two\n", r"line 3, field code: the code X1 is there twice"),
        ("Loinc.csv", LOINC + "5-1,,,,ACTIVE\n", "line 4, field LONG_COMMON_NAME: it is empty"),
        ("LONGULT.txt", CPT + "2\t\tx\ty\tz\n", "line 3, field CPT Code: it is empty"),
        ("h.txt", HCPCS + "\nA0021 damaged", "line 5, field code or record kind"),
        ("h.txt", HCPCS + "\n" + record("B1111", "4", "goes on"), "B1111 goes on before it has begun"),
        ("d.txt", DESCRIPTIONS, "The concepts of SNOMED CT are missing"),
        ("c.txt", CONCEPTS + "x\t2002\t1\tm\td\n", "line 5, field id: 'x' is no concept"),
        ("c.txt", CONCEPTS.replace("effectiveTime", "conceptId\tterm") + "1\t2\n", r"line 2: 5 fields instead of 6"),
    ],
)
def test_malformed_files_name_line_and_field_and_import_nothing(
    tmp_path: Path, file: str, text: str, reason: str
) -> None:
    path = write(tmp_path, file, text)
    with pytest.raises(CodeSetError, match=reason):
        list(write_system(result_of(read_system([path], "Own")), tmp_path / "codes", "1"))
    assert not (tmp_path / "codes").exists()


@pytest.mark.parametrize("steps", range(2))
def test_an_import_that_is_stopped_leaves_what_was_there(
    imported: Callable[..., CodeSystem], tmp_path: Path, steps: int
) -> None:
    imported(("own.csv", "code,title\nX1,Old\n"), name="Own").close()
    table = result_of(read_system([write(tmp_path, "new.csv", "code,title\nX1,New\n")], "Own"))
    work = write_system(table, tmp_path / "codes", "2")
    for _ in range(steps):
        next(work)
    work.close()
    with CodeSystem.open(tmp_path / "codes" / "system-own.sqlite") as system:
        assert (system.get("X1").title, system.version) == ("Old", "2026")
    assert sorted(p.name for p in (tmp_path / "codes").iterdir()) == ["checksums.json", "system-own.sqlite"]


def test_the_packages_carry_procedures_and_the_icd_10_of_the_who(tmp_path: Path) -> None:
    assert sorted(packaged_systems()) == ["ICD-10", "ICD-10-PCS"]
    list(write_system(result_of(packaged_systems()["ICD-10-PCS"]()), tmp_path, "2025"))
    with CodeSystem.open(tmp_path / "system-icd-10-pcs.sqlite") as system:
        assert sum(len(code) == 7 and code[0] == "0" for code in system.codes()) == 68_367
        assert len(system) == 87_986
        assert system.get("0DTJ4ZZ").title == "Resection of Appendix, Percutaneous Endoscopic Approach"
        assert system.search("endoscopic resection apendix")[0].code == "0DTJ4ZZ"
        system.search("warm up xyzzy")
        spent = []
        for typed in ("r", "re", "res", "resection ap", "appendx resect", "0DTJ", "bypass coronary artery one"):
            taken = []
            for _ in range(3):  # the least: other programs may run
                start = time.perf_counter()
                assert system.search(typed, 20)
                taken.append(time.perf_counter() - start)
            spent.append(min(taken))
        assert sorted(spent)[len(spent) // 2] < 0.03
    who = result_of(packaged_systems()["ICD-10"]())
    assert who.titles["I10"] == "Essential (primary) hypertension"


def test_words_that_are_no_system(tmp_path: Path) -> None:
    with pytest.raises(CodeSetError, match="is missing"):
        CodeSystem.open(tmp_path / "system-none.sqlite")
    with pytest.raises(CodeSetError, match="damaged or not a code system"):
        CodeSystem.open(write(tmp_path, "system-x.sqlite", "no database, but text that is long enough to be read" * 9))
    with pytest.raises(CodeSetError, match="cannot be read"):
        result_of(read_system([tmp_path / "gone.csv"]))


@given(st.text(max_size=60))
def test_any_search_is_answered(text: str) -> None:
    speller = Speller(["appendix", "resection", "bypass"])
    for word in text.split():
        assert speller.nearest(stem(word)) in {stem(word), "appendix", "resection", "bypass", ""}


@pytest.mark.parametrize(
    ("typed", "meant"), [("apendix", "appendix"), ("apepndix", "appendix"), ("byp", "byp"), ("zzzzzz", "")]
)
def test_slips_of_the_finger(typed: str, meant: str) -> None:
    assert Speller(["appendix", "resection", "bypass"]).nearest(typed) == meant
