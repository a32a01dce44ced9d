"""The date of service chooses the release, and notes are coded with its codes: new ones found, deleted ones gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from fakes import result_of

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import term_key
from medcode_desktop.core.types import Coding, CodingOptions, Note, Stated
from medcode_desktop.paths import user_codes_folder
from medcode_desktop.services.assembly import OpenCoder, open_coder
from medcode_desktop.services.release_import import changes, end_of_fiscal_year, install, read_release
from medcode_desktop.services.releases import code_set_files, code_set_for, newest_code_set, open_code_set
from medcode_desktop.settings import Settings

NEXT = date(2026, 10, 1)
NOTE = """Assessment:
1. Zanzibar asthma, under treatment with inhaled steroids.
2. Qualitative platelet defects.
3. Hypertension.
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tabular list of April 2026 with one code more and one (D69.1) less, as a release from October on."""
    tmp_path = tmp_path_factory.mktemp("release")
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None and spec.origin is not None
    official = Path(spec.origin).parent / "data" / "icd10c-tabular-April-1-2026.xml"
    text = official.read_text("utf-8")
    end = text.index("<name>J45.4</name>")
    new = "<diag><name>J45.3A</name><desc>Zanzibar asthma</desc></diag>"
    place = text.rindex("</diag>", 0, text.rindex("</diag>", 0, end))
    text = text[:place] + "</diag>" + new + text[place + len("</diag>") :]
    start = text.rindex("<diag", 0, text.index("<name>D69.1</name>"))
    text = text[:start] + text[text.index("</diag>", start) + len("</diag>") :]
    changed = tmp_path / "icd10cm-tabular-October-1-2026.xml"
    changed.write_text(text, "utf-8")
    files = result_of(read_release([changed]))
    assert files.effective == NEXT
    with newest_code_set() as before:
        found = changes(files, before)
        assert (list(found.new), list(found.deleted)) == (["J45.3A"], ["D69.1"])
    list(install(files, tmp_path, NEXT, end_of_fiscal_year(NEXT)))
    return tmp_path / "icd10cm-2026-10-01.sqlite"


@pytest.fixture
def next_release(user_home: Path, compiled: Path) -> Path:
    """That release, installed for the user."""
    user_codes_folder().mkdir(parents=True)
    return Path(shutil.copy(compiled, user_codes_folder()))


@pytest.fixture
def coder(next_release: Path) -> Iterator[OpenCoder]:
    with open_coder(Settings(threads=2), date(2026, 11, 2)) as opened:
        yield opened


def code(coder: OpenCoder, day: date) -> tuple[list[str], Coding]:
    steps, work = [], coder.code(Note("n", NOTE), CodingOptions(date_of_service=day))
    while True:
        try:
            steps.append(next(work).message)
        except StopIteration as end:
            return steps, end.value


@pytest.mark.parametrize(
    ("day", "release"),
    [(None, "2026-04-01"), ("2026-05-01", "2026-04-01"), ("2026-10-01", "2026-10-01"), ("2030-01-01", "2026-10-01"),
     ("2020-01-01", "2026-04-01")],
)  # fmt: skip
def test_the_date_of_service_chooses(next_release: Path, day: str | None, release: str) -> None:
    assert [file.stem for file in code_set_files()] == ["icd10cm-2026-04-01", "icd10cm-2026-10-01"]
    with code_set_for(date.fromisoformat(day) if day else None) as codeset:
        assert codeset.release == f"ICD-10-CM {release}"
    with open_code_set("2026-10-01") as codeset:
        assert "J45.3A" in codeset


def test_a_note_is_coded_with_the_codes_of_its_release(coder: OpenCoder) -> None:
    """With the real encoder: its vectors of the new terms are computed once, then they are candidates like all."""
    steps, coding = code(coder, date(2026, 11, 2))
    assert "Learning the new codes of ICD-10-CM 2026-10-01" in steps
    codes = [s.code for s in coding.suggestions]
    assert coding.release == "ICD-10-CM 2026-10-01"
    assert {"J45.3A", "I10"} <= set(codes)
    assert "D69.1" not in {c.code for s in coding.suggestions for c in s.alternatives} | set(codes)
    assert coding.warnings == ()
    steps, again = code(coder, date(2026, 11, 2))
    assert "Learning the new codes of ICD-10-CM 2026-10-01" not in steps
    assert [s.code for s in again.suggestions] == codes


def test_the_vectors_are_kept_and_a_damaged_file_is_made_anew(coder: OpenCoder) -> None:
    code(coder, date(2026, 11, 2))
    (kept,) = user_codes_folder().glob("*.npz")
    kept.write_bytes(b"damaged")
    with open_coder(Settings(threads=2), date(2026, 11, 2)) as other:
        steps, coding = code(other, date(2026, 11, 2))
    assert "Learning the new codes of ICD-10-CM 2026-10-01" in steps
    assert "J45.3A" in [s.code for s in coding.suggestions]
    assert kept.stat().st_size > 200


def test_a_day_after_the_newest_release_is_told(coder: OpenCoder) -> None:
    _, coding = code(coder, date(2028, 1, 5))
    assert any("2028-01-05" in warning for warning in coding.warnings)


def test_the_date_that_a_document_states_chooses_too(next_release: Path) -> None:
    with open_coder(Settings(threads=2)) as opened:
        assert "icd10cm-2026-10-01" in opened.identity
        work = opened.code(Note("n", NOTE, stated=Stated(date(2026, 11, 2))), CodingOptions())
        coding = result_of(work)
        assert (coding.release, opened.release) == ("ICD-10-CM 2026-10-01", "ICD-10-CM 2026-04-01")
        assert "J45.3A" in [s.code for s in coding.suggestions]


def test_the_old_release_still_codes_as_before(next_release: Path) -> None:
    with open_coder(Settings(threads=2), date(2026, 5, 4)) as old, CodeSet.open(next_release) as new:
        _, coding = code(old, date(2026, 5, 4))
        assert "D69.1" in [s.code for s in coding.suggestions]
        assert "D69.1" not in new


def test_the_index_is_a_lexicon_too(shared_data: Path, user_home: Path) -> None:
    """What the neoplasm table and the external-cause index lead to becomes a candidate."""
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None and spec.origin is not None
    tabular = Path(spec.origin).parent / "data" / "icd10c-tabular-April-1-2026.xml"
    files = result_of(read_release([tabular, *(shared_data / "icd10cm-2026-04").glob("*.xml")]))
    list(install(files, user_codes_folder(), date(2026, 4, 1), date(2026, 9, 30)))
    with open_coder(Settings(threads=2)) as coder:
        _, coding = code(coder, date(2026, 5, 4))
        assert "I10" in [s.code for s in coding.suggestions]
        lexicon = coder.pipeline.heads
        found = [lexicon.codes[i] for i, _ in lexicon.lexicon(term_key("malignant neoplasm of abdominal cavity"))]
        assert "C76.2" in found
