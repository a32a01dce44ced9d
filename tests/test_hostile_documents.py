"""Damaged, locked, disguised and hostile documents are read or refused with a reason, whatever their bytes are."""

from __future__ import annotations

import io
import json
import os
import random
import re
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import papers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import NOTE
from PIL import Image

from medcode_desktop.errors import DocumentError
from medcode_desktop.services.documents import note_from_text, read_notes, read_stream_notes
from medcode_desktop.services.readers import source as limits
from medcode_desktop.services.readers.kinds import documents_in
from medcode_desktop.services.readers.source import Source

MOST_MEMORY_MB = 1_500
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {one} '{('&' + other + ';') * 10}'>" for other, one in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
DAMAGED = "cannot be read: it is damaged"
LOCKED = "is protected with a password"
EMPTY = "is empty: there are no words in it"


def encrypted_zip() -> bytes:
    """A ZIP whose entry says that it is encrypted."""
    data = bytearray(papers.packed({"visit.txt": NOTE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_zip(claimed: int) -> bytes:
    """A ZIP whose directory claims another size than its entry has."""
    data = bytearray(papers.packed({"visit.txt": b"pain " * 2_000_000}))
    directory = data.index(b"PK\x01\x02")
    data[22:26] = data[directory + 24 : directory + 28] = struct.pack("<I", claimed)
    return bytes(data)


def nested_zip(depth: int) -> bytes:
    data = papers.packed({"visit.txt": NOTE})
    for _ in range(depth):
        data = papers.packed({"more.zip": data})
    return data


def nested_json(depth: int) -> bytes:
    return b'{"resourceType": "Bundle", "entry": ' + b"[" * depth + b"]" * depth + b"}"


def wide_image(width: int, height: int) -> bytes:
    """A PNG that says it has that many pixels."""
    data = bytearray(papers.saved(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def laughing_workbook() -> bytes:
    data = io.BytesIO(papers.workbook({"Notes": [["note"], [NOTE]]}))
    with zipfile.ZipFile(data) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    files["xl/worksheets/sheet1.xml"] = f"{LAUGHS}]>".encode() + sheet
    return papers.packed(files)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


CDA_HEAD = '<ClinicalDocument xmlns="urn:hl7-org:v3">'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    # name: what is in it, and words of the note or, after "!", of the reason it is refused for
    "plain.txt": (lambda: NOTE.encode(), "pneumonia"),
    "windows.txt": (lambda: NOTE.encode("windows-1252"), "café"),
    "utf16.txt": (lambda: NOTE.encode("utf-16"), "café"),
    "mixed.txt": (lambda: "é".encode() * 10 + b"\xff", "!cannot be decoded"),
    "emoji.txt": (lambda: "Mood \U0001f642\u200d\u2764\ufe0f".encode(), "\U0001f642\u200d\u2764"),
    "emoji.docx": (lambda: papers.docx("Mood \U0001f642"), "\U0001f642"),
    "emoji.rtf": (lambda: papers.rtf("Mood \U0001f642"), "\U0001f642"),
    "right-to-left.txt": (lambda: "\u202bسعال وحمى\u202c cough".encode(), "سعال"),
    "right-to-left.docx": (lambda: papers.docx("שיעול cough"), "שיעול"),
    "right-to-left.html": (lambda: papers.html("سعال"), "سعال"),
    "nul.txt": (lambda: b"Dx: \x00 gout", "!holds binary data"),
    "nul.docx": (lambda: papers.docx("Dx:\x00 gout"), f"!{DAMAGED}"),
    "nul.html": (lambda: b"<html><body>Dx: \x00gout</body></html>", "Dx: gout"),
    "nul.hl7": (lambda: papers.hl7("Dx: \x00gout"), "Dx: gout"),
    "empty.txt": (lambda: b"", f"!{EMPTY}"),
    "empty.pdf": (lambda: b"", f"!{EMPTY}"),
    "empty.docx": (lambda: papers.docx(""), f"!{EMPTY}"),
    "empty.zip": (lambda: papers.packed({}), "!holds no text"),
    "empty.eml": (lambda: papers.mail(" "), "!holds no text"),
    "empty.hl7": (lambda: b"MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.5\r", "!holds no text"),
    "empty.json": (lambda: b'{"resourceType": "Patient"}', "!holds no text"),
    "empty.csv": (lambda: b"\n\n", "!has no column with notes"),
    "empty-page.pdf": (lambda: papers.pdf([""]), "!holds no text"),
    "wrong-ending.txt": (lambda: papers.docx(), "pneumonia"),
    "wrong-ending.docx": (lambda: papers.pdf(), "pneumonia"),
    "wrong-ending.pdf": (lambda: NOTE.encode(), "pneumonia"),
    "wrong-ending.png": (lambda: papers.rtf(), "pneumonia"),
    "wrong-ending": (lambda: papers.workbook({"A": [["note"], [NOTE]]}), "pneumonia"),
    "damaged.docx": (lambda: cut(papers.docx()), f"!{DAMAGED}"),
    "damaged.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(500), f"!{DAMAGED}"),
    "damaged.png": (lambda: cut(papers.picture(size=(200, 100))), f"!{DAMAGED}"),
    "damaged.tif": (lambda: b"II*\x00" + b"\xff" * 60, f"!{DAMAGED}"),
    "damaged.webp": (lambda: b"RIFF\x00\x00\x00\x00WEBPVP8 ", f"!{DAMAGED}"),
    "damaged.xlsx": (lambda: papers.packed({"[Content_Types].xml": "<", "xl/workbook.xml": "<"}), f"!{DAMAGED}"),
    "damaged.xml": (lambda: cut(papers.cda()), f"!{DAMAGED}"),
    "damaged.json": (lambda: cut(papers.fhir()), f"!{DAMAGED}"),
    "damaged.rtf": (lambda: cut(papers.rtf()), "pneumonia"),
    "damaged.html": (lambda: b"<html><body><p>Gout<table><td>of<ul", "Gout"),
    "missing.docx": (lambda: papers.packed({"[Content_Types].xml": "", "word/a": ""}), "!a part of it is missing"),
    "locked.pdf": (papers.locked_pdf, f"!{LOCKED}"),
    "locked.docx": (lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), f"!{LOCKED}"),
    "locked.odt": (lambda: papers.odt(manifest="<manifest><encryption-data/></manifest>"), f"!{LOCKED}"),
    "locked.zip": (encrypted_zip, f"!{LOCKED}"),
    "old.doc": (lambda: OLD_OFFICE, "!looks like an old Word"),
    "slides.pptx": (lambda: papers.packed({"[Content_Types].xml": "", "ppt/a": ""}), "!of a kind that cannot be read"),
    "sheet.ods": (lambda: papers.packed({"mimetype": "x", "content.xml": "<a/>"}), "!but no text"),
    "picture.gif": (lambda: b"GIF89a", "!looks like a GIF"),
    "photo.heic": (lambda: b"\x00\x00\x00\x18ftypheic", "!HEIC"),
    "packed.gz": (lambda: b"\x1f\x8b\x08", "!gzip"),
    "packed.7z": (lambda: b"7z\xbc\xaf\x27\x1c", "!7-Zip"),
    "other.xml": (lambda: b"<?xml version='1.0'?><a>b</a>", "!is XML, but no CDA"),
    "other.json": (lambda: b'{"a": 1}', "!is JSON, but no FHIR"),
    "laughs.xml": (lambda: f"{LAUGHS}]>{CDA_HEAD}&i;</ClinicalDocument>".encode(), "!declares its own XML entities"),
    "outside.xml": (lambda: f"{OUTSIDE}{CDA_HEAD}&a;</ClinicalDocument>".encode(), "!declares its own XML entities"),
    "laughs.docx": (
        lambda: papers.packed({"[Content_Types].xml": "", "word/document.xml": f"{LAUGHS}]><w>&i;</w>"}),
        "!declares its own XML entities",
    ),
    "laughs.xlsx": (laughing_workbook, "!declares its own XML entities"),
    "deep.xml": (lambda: (CDA_HEAD + "<section>" * 100_000).encode(), f"!{DAMAGED}"),
    "deep.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"gout", "!is nested too deeply"),
    "deep.json": (lambda: nested_json(100_000), f"!{DAMAGED}"),
    "deep.zip": (lambda: nested_zip(9), "!more than 3 levels deep"),
    "deep.rtf": (lambda: b"{\\rtf1" + b"{" * 100_000 + b"gout" + b"}" * 100_001, "gout"),
    "bomb.zip": (lambda: papers.packed({"a.txt": bytes(300_000_000)}), "!unpacks to more than 200 MB"),
    "bomb.docx": (
        lambda: papers.packed({"[Content_Types].xml": "", "word/document.xml": b" " * 150_000_000}), "!is too large"
    ),
    "many-bombs.zip": (
        lambda: papers.packed(dict.fromkeys("123", papers.packed({"a.txt": b" " * 70_000_000}))),
        "!unpacks to more than 200 MB",
    ),
    "lying.zip": (lambda: lying_zip(100), f"!{DAMAGED}"),
    "bragging.zip": (lambda: lying_zip(4_000_000_000), "!unpacks to more than 200 MB"),
    "crowd.zip": (lambda: papers.packed({f"{n}.txt": "" for n in range(2_100)}), "!holds more than 2,000 documents"),
    "wide.png": (lambda: wide_image(30_000, 30_000), "!has more than 50 million pixels"),
    "pages.pdf": (lambda: papers.pdf(["gout"] * 5_001), "!has 5,001 pages, the limit is 5,000"),
    "many-pages.pdf": (lambda: papers.pdf([f"gout {n}" for n in range(2_000)]), "gout 1999"),
    "long-line.csv": (lambda: b"id,note\n1," + b"pain " * 500_000, f"!{DAMAGED}"),
    "many-rows.csv": (lambda: b"id,note\n" + b"1,pain\n" * 20_100, "!has more than 20,000 rows"),
    "large.txt": (lambda: b"pain " * 2_000_000, "!is too large for one note"),
    "large.json": (lambda: b'{"resourceType": "Bundle", "a": "' + b"a" * 17_000_000 + b'"}', "!is too large"),
    "elsewhere.json": (
        lambda: json.dumps({
            "resourceType": "DocumentReference", "content": [{"attachment": {"url": "http://elsewhere.test/note"}}]
        }).encode(),
        "!refers to a document that is kept elsewhere",
    ),
    "secret.eml": (lambda: b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nAAAA", "!is encrypted"),
    "script.html": (lambda: b"<html><body onload=x()><script>document.write('no')</script>gout</body></html>", "gout"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_is_read_or_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    make, expected = DOCUMENTS[name]
    path = tmp_path / name
    path.write_bytes(make())
    before = sorted(tmp_path.rglob("*"))
    started = time.monotonic()
    if expected.startswith("!"):
        with pytest.raises(DocumentError) as caught:
            read_notes(path)
        assert caught.value.message.startswith(str(path)), "the message names the file"
        assert expected[1:] in caught.value.message
        assert caught.value.hint or EMPTY in caught.value.message or "holds no text" in caught.value.message
    else:
        assert any(expected in note.text for note in read_notes(path))
    assert time.monotonic() - started < 20
    assert sorted(tmp_path.rglob("*")) == before, "nothing is unpacked to the disk"


def test_there_are_documents_enough_of_all_kinds() -> None:
    assert len(DOCUMENTS) >= 70
    endings = {Path(name).suffix for name in DOCUMENTS}
    assert {
        ".txt",
        ".docx",
        ".odt",
        ".rtf",
        ".pdf",
        ".html",
        ".eml",
        ".hl7",
        ".xml",
        ".json",
        ".csv",
        ".xlsx",
    } <= endings
    assert {".zip", ".png", ".tif", ".webp"} <= endings


def test_reading_stops_at_its_time_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "visit.pdf"
    path.write_bytes(papers.pdf())
    monkeypatch.setattr(limits, "MAX_SECONDS", -1.0)
    with pytest.raises(DocumentError, match="takes longer than"):
        read_notes(path)


HUNGRY = {
    "json": lambda: b'{"resourceType": "Bundle", "entry": [' + b"[]," * 5_200_000 + b"[]]}",
    "xml": lambda: (CDA_HEAD + "<a/>" * 3_900_000 + "</ClinicalDocument>").encode(),
    "html": lambda: b"<html>" + b"<p>" * 5_200_000,
    "rtf": lambda: b"{\\rtf1" + b"\\b a" * 3_900_000,
    "eml": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 5_000_000,
    "csv": lambda: b"id,note\n" + b",,,\n" * 15_000_000,
    "txt": lambda: b"a " * 990_000,
    "pdf": lambda: papers.pdf_of(["BT /F1 1 Tf " + "(gout) Tj 1 0 Td " * 45_000 + "ET"] * 40),
}


@pytest.mark.slow
@pytest.mark.parametrize("ending", HUNGRY)
def test_memory_stays_within_bounds(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"hungry.{ending}"
    path.write_bytes(HUNGRY[ending]())
    program = (
        "import sys, resource; from medcode_desktop.services.documents import read_notes; "
        "from medcode_desktop.errors import DocumentError\n"
        "try: print(len(read_notes(sys.argv[1])))\n"
        "except DocumentError as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    said, memory = done.stdout.strip().rsplit("\n", 1)
    print(ending, said[:200], memory, "MB")
    assert int(memory) < MOST_MEMORY_MB


# Any bytes at all


SEEDS: dict[str, list[bytes]] = {
    "plain": [NOTE.encode(), NOTE.encode("utf-16"), f"Visit date: 2026-01-02\n{NOTE}\n\nVisit 2\n{NOTE}".encode()],
    "rtf": [papers.rtf(), rb"{\rtf1\ansi{\fonttbl{\f0\fcharset178 A;}}\f0\'e9\u-10179?\cell\row{\pict\bin12 aaaa}}"],
    "office": [papers.docx(), papers.odt()],
    "pdf": [papers.pdf(), papers.pdf(["a", "b-\nc"]), papers.locked_pdf()],
    "html": [papers.html(), b"<html><table><tr><td>a<td>b<tr><td><table><tr><td>c</table></table><pre> x"],
    "cda": [papers.cda()],
    "fhir": [papers.fhir(), b'{"resourceType":"Composition","section":[{"title":"a","text":{"div":"<b>c"}}]}'],
    "hl7": [papers.hl7(), papers.hl7("a", extra="OBX|1|NM|a^b||1|mg||H\rNTE|1||x\\.br\\y\\X41\\\r")],
    "mail": [papers.mail(), papers.mail("a", {"a.txt": b"b", "c.eml": papers.mail("d")})],
    "csv": [papers.table([["id", "note", "date"], ["1", NOTE, "2026-01-01"]]), b"note;age\n\"a\nb\";4\n"],
    "xlsx": [papers.workbook({"A": [["id", "note"], [1, NOTE]], "B": [["note"], ["x"]]})],
    "zip": [papers.packed({"a/b.txt": NOTE, "c.rtf": papers.rtf()}), nested_zip(2)],
    "picture": [papers.saved(Image.new("L", (20, 10), 200), form) for form in ("PNG", "JPEG", "TIFF", "BMP", "WEBP")],
}  # fmt: skip
MARKS = [
    *b"\x00\n\r\t |^~\\&<>{}[]\"';,=", b"\xff\xfe", b"\xef\xbb\xbf", b"MSH|^~\\&|", b"OBX|1|ED|", b"%PDF-",
    b"PK\x03\x04", b"<!DOCTYPE a [", b"&#x0;", b"<![CDATA[", b"{\\rtf1", b"\\'", b"\\u-1?", b"\\bin99999999 ",
    b"\\fcharset999", b"=?utf-8?b?", b"Content-Type: multipart/mixed; boundary=a\n", b"--a\n", b"0" * 40, b"9" * 20,
    b"-1", b"\xed\xa0\x80", b"\x80" * 9, b'"resourceType":"Binary"', b'"data":"AAA"', b"base64", b"endobj",
    b"stream\n", b"</text>", b"<table>", b"<td>", b"hidden",
]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good document with some bytes cut out, doubled, overwritten or put in; packed ones inside too."""
    return spoil(draw(st.sampled_from(seeds)), random.Random(draw(st.integers(0, 2**64))))


def spoil(data: bytes, rng: random.Random) -> bytes:
    if not data.startswith(b"PK") or rng.random() < 0.5:
        return _spoiled(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(files))
    return papers.packed({**files, name: _spoiled(files[name], rng)})


def _spoiled(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(0, 6)):
        at, to = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        mark = rng.choice(MARKS)
        mark = bytes((mark,)) if isinstance(mark, int) else mark
        match rng.randint(0, 5):
            case 0:
                data = data[:at] + data[to:]
            case 1:
                data = data[:at] + data[at : min(to, at + 2_000)] * 2 + data[to:]
            case 2:
                data = data[:at] + mark * rng.randint(1, 3) + data[at:]
            case 3:
                data = data[:at] + rng.randbytes(min(8, to - at)) + data[min(to, at + 8) :]
            case 4:
                data = data[:at] + mark + data[at + len(mark) :]
            case _:
                data = data[:to] + data[at : at + 200] + data[to:]
    return data


def check(data: bytes) -> None:
    """The document is read, or refused by an error of ours that names it."""
    source = Source("it", data)
    try:
        for document in documents_in(source):
            assert all(0 <= span.start < span.end <= len(document.text) for span in document.uncertain)
            try:
                note_from_text(document.text, "it", "it")
            except DocumentError:
                continue
    except DocumentError as error:
        source.refused.append(error)
    for refusal in source.refused:
        assert refusal.message.startswith("it") and "\n" not in refusal.message


def no_engine() -> object:
    raise ImportError


@pytest.mark.parametrize("reader", SEEDS)
def test_spoiled_documents_raise_nothing_but_our_errors(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medcode_desktop.services.readers.ocr._loaded_engine", no_engine)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(spoiled(SEEDS[reader]))
    def run(data: bytes) -> None:
        check(data)

    run()


@given(st.binary(max_size=300), st.sampled_from([b"", *(seed[:12] for seeds in SEEDS.values() for seed in seeds)]))
def test_any_bytes_after_any_beginning(data: bytes, start: bytes) -> None:
    check(start + data)


@pytest.mark.slow
@pytest.mark.timeout(1_000)
@pytest.mark.parametrize("reader", SEEDS)
def test_many_spoiled_documents(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes a reader, or MEDCODE_FUZZ_SECONDS."""
    monkeypatch.setattr("medcode_desktop.services.readers.ocr._loaded_engine", no_engine)
    rng = random.Random(os.environ.get("MEDCODE_FUZZ_SEED", "1"))
    end = time.monotonic() + float(os.environ.get("MEDCODE_FUZZ_SECONDS", "120"))
    count, slowest = 0, 0.0
    while time.monotonic() < end:
        data = spoil(rng.choice(SEEDS[reader]), rng)
        started = time.monotonic()
        check(data)
        slowest = max(slowest, time.monotonic() - started)
        count += 1
    print(f"{reader}: {count:,} documents, slowest {slowest:.2f} s")
    assert slowest < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MOST_MEMORY_MB * 1024


def test_streams_are_bounded_too() -> None:
    with pytest.raises(DocumentError, match=re.escape("Standard input is too large: 64.0 MB")):
        read_stream_notes(io.BytesIO(b"%PDF-1.7\n" + bytes(65_000_000)))
