"""The same notes in every form have the same codes; recognised from pictures, nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import papers
import pytest
from fakes import result_of
from visits import VISITS

from medcode_desktop.core.types import CodingOptions, Facts, Note, Sex
from medcode_desktop.services.assembly import OpenCoder, open_coder
from medcode_desktop.services.documents import read_document
from medcode_desktop.settings import Settings

LOSSLESS = {
    "docx": papers.docx, "odt": papers.odt, "rtf": papers.rtf, "pdf": lambda text: papers.pdf([text]),
    "html": papers.html, "eml": papers.mail, "hl7": papers.hl7, "xml": papers.cda, "json": papers.fhir,
}  # fmt: skip
SCANNED = {"scan.pdf": papers.scanned_pdf, "scan.png": papers.picture}
OPTIONS = CodingOptions(date_of_service=date(2026, 3, 2), facts=Facts(65.0, Sex.FEMALE))
"""What the forms of health records state of the encounter, for those that state nothing."""


@pytest.fixture(scope="module")
def coder() -> Iterator[OpenCoder]:
    with open_coder(Settings(threads=1), OPTIONS.date_of_service) as opened:
        result_of(opened.code(Note("warm", "Gout."), OPTIONS))  # its process begins here and not in a test
        yield opened


def codes_of(coder: OpenCoder, path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    return [s.code for s in result_of(coder.code(read_document(path), OPTIONS)).suggestions]


def f1(found: list[list[str]]) -> float:
    """Micro F1 against the codes that the notes should have."""
    right = sum(len(set(codes) & set(wanted)) for codes, (_, wanted) in zip(found, VISITS, strict=False))
    wanted = sum(len(wanted) for _, wanted in VISITS[: len(found)])
    return 2 * right / (wanted + sum(map(len, found)))


@pytest.mark.parametrize(
    ("notes", "scans"), [(3, 1), pytest.param(20, 2, marks=[pytest.mark.slow, pytest.mark.timeout(1_800)])]
)
def test_every_form_of_a_note_has_the_same_codes(coder: OpenCoder, tmp_path: Path, notes: int, scans: int) -> None:
    texts = [text for text, _ in VISITS[:notes]]
    plain = [codes_of(coder, tmp_path / f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
    differ: Counter[str] = Counter()
    for ending, write in LOSSLESS.items():
        for number, text in enumerate(texts):
            differ[ending] += codes_of(coder, tmp_path / f"{number}.{ending}", write(text)) != plain[number]
    share = {}
    for ending, write in list(SCANNED.items())[:scans]:
        found = [codes_of(coder, tmp_path / f"{n}.{ending}", write(text)) for n, text in enumerate(texts)]
        share[ending] = f1(found) / f1(plain)
    print(f"{notes} notes: F1 as text {f1(plain):.3f}; share of it when recognised: {share}; differ: {+differ}")
    assert not +differ
    assert min(share.values()) > 0.95
