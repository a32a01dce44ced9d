"""Documents of all kinds, damaged and hostile too, in one folder through `medcode batch` with the built-in model."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import threading
from pathlib import Path

import papers
import pytest
from test_hostile_documents import DOCUMENTS, MOST_MEMORY_MB
from visits import VISITS

from medcode_desktop.services.batch.crew import memory_of
from medcode_desktop.services.batch.plan import Plan, find
from medcode_desktop.services.export.tables import read_csv

WRITERS = {
    ".txt": str.encode, ".docx": papers.docx, ".odt": papers.odt, ".rtf": papers.rtf,
    ".pdf": lambda text: papers.pdf([text]), ".html": papers.html, ".eml": papers.mail, ".hl7": papers.hl7,
    ".xml": papers.cda, ".json": papers.fhir, ".png": papers.picture,
    ".tif": lambda text: papers.picture(text, form="TIFF"),
    ".csv": lambda text: papers.table([["id", "note"], ["1", text]]),
    ".xlsx": lambda text: papers.workbook({"Notes": [["id", "note"], [1, text]]}),
    ".zip": lambda text: papers.packed({"visit.txt": text, "letter.docx": b"PK\x03\x04 cut"}),
}  # fmt: skip
IN_PART = "visit-14.zip"


def peak_memory(program: subprocess.Popen[str], peak: list[int], ended: threading.Event) -> None:
    """Keep the most bytes that a program and its children have had at once; pages that they share count for each."""
    while not ended.wait(0.1):
        peak[0] = max(peak[0], memory_of(program.pid))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_each_is_coded_or_refused_with_its_reason(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.csv"
    folder.mkdir()
    for name, (make, _) in DOCUMENTS.items():
        (folder / name).write_bytes(make())
    for number, (ending, write) in enumerate(WRITERS.items()):
        (folder / f"visit-{number:02}{ending}").write_bytes(write(VISITS[number][0]))
    found = {document.path.name for document in find(Plan(folder, out))}
    assert len(found) >= 75
    assert set(DOCUMENTS) - found == {
        "wrong-ending", "slides.pptx", "packed.gz", "packed.7z", "other.xml", "other.json", "empty.csv",
    }  # fmt: skip

    command = ["batch", str(folder), "--out", str(out), "--workers", "1", "--threads", "1", "--progress", "json"]
    peak, ended, told = [0], threading.Event(), []
    with subprocess.Popen(
        [sys.executable, "-m", "medcode_desktop", *command], stderr=subprocess.PIPE, text=True
    ) as program:
        looking = threading.Thread(target=peak_memory, args=(program, peak, ended))
        looking.start()
        assert program.stderr
        told = [json.loads(line) for line in program.stderr]
        ended.set()
        looking.join()
    assert program.returncode == 1
    fates = {Path(one["path"]).name: one["fate"] for one in told if one["event"] == "document"}
    assert set(fates) == found
    with Path(f"{out}.failed.csv").open(encoding="utf-8-sig", newline="") as file:
        reasons = {Path(row["source_file"]).name: row["reason"] for row in csv.DictReader(file)}
    result = told[-1]
    print(f"{len(found)} documents: {result}; all processes together {peak[0] / 1e6:,.0f} MB at most")

    for name in found & set(DOCUMENTS):
        expected = DOCUMENTS[name][1]
        assert (name in reasons) == expected.startswith("!"), (name, reasons.get(name))
        assert not expected.startswith("!") or expected[1:] in reasons[name], (name, reasons[name])
    rows = read_csv(out)
    for number, ending in enumerate(WRITERS):
        name = f"visit-{number:02}{ending}"
        codes = {row["code"] for row in rows if Path(str(row["source_file"])).name == name}
        assert codes & set(VISITS[number][1]), f"{name} has codes"
    assert "letter.docx cannot be read" in reasons.pop(IN_PART)
    assert (result["incomplete"], result["failed"]) == (1, len(reasons))
    assert peak[0] < MOST_MEMORY_MB * 1_000_000
