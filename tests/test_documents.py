"""Documents become notes whatever their encoding; what is no note is refused with its name and the reason."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from privileges import unprivileged_folder

from medcode_desktop.errors import DocumentError
from medcode_desktop.services.documents import (
    find_documents,
    note_from_text,
    note_ids,
    read_document,
    read_stream,
)
from medcode_desktop.services.readers.source import MAX_CHARACTERS

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), min_size=1).map(
    lambda text: "Dx: " + text
)
LATIN = st.text(st.characters(codec="windows-1252", exclude_categories=("Cc",), include_characters="\r\n"))


def text_of(data: bytes) -> str:
    return read_stream(io.BytesIO(data)).text


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return str(caught.value)


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_with_and_without_mark_reads_back(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@given(WORDS, st.sampled_from([("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"\xff\xfe")]))
def test_utf16_of_either_byte_order_reads_back(text: str, kind: tuple[str, bytes]) -> None:
    encoding, mark = kind
    assert text_of(mark + text.encode(encoding)) == text


@given(LATIN, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_without_mark_is_known_by_its_nuls(text: str, encoding: str) -> None:
    note = "Assessment: heart failure. " + text.replace("\ufeff", "")
    assert text_of((note + " " * (len(note) // 4)).encode(encoding)).rstrip(" ") == note.rstrip(" ")


@given(LATIN)
def test_windows_1252_is_the_last_resort(text: str) -> None:
    data = ("Dx: " + text).encode("windows-1252")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        good = sum(c > "\x7f" for c in data.decode("utf-8", "ignore"))
        assume(good == 0)
        assert text_of(data) == "Dx: " + text


@given(st.binary())
def test_any_bytes_give_a_note_or_a_document_error(data: bytes) -> None:
    try:
        assert text_of(data)
    except DocumentError as error:
        assert error.message.startswith("Standard input ")


def test_newlines_and_quotes_stay(tmp_path: Path) -> None:
    path = tmp_path / "visit-0412.txt"
    path.write_bytes("Patient’s café\r\nline\rend\n".encode("windows-1252"))
    note = read_document(path)
    assert (note.note_id, note.text, note.source) == ("visit-0412", "Patient’s café\r\nline\rend\n", str(path))


def test_utf8_with_one_broken_byte_is_not_read_as_windows_1252() -> None:
    with pytest.raises(DocumentError, match="cannot be decoded: read as UTF-8 its byte 15"):
        text_of("Año, café, señor".encode()[:14] + b"\xc3" + " más".encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \r\n\t\x0c", "is empty"),
        (b"{\\rtf1 }", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is damaged, or not really a PDF"),
        (b"PK\x03\x04\x14\x00word/", "is damaged, or not really a ZIP file"),
        (b"\x89PNG\r\n\x1a\n", "is damaged, or not really a picture"),
        (b"GIF89a", "looks like a GIF picture"),
        (b"abc\x00def", "holds binary data"),
        (bytes(range(1, 128)), "holds binary data"),
        (b"caf\xe9 \x81", "read as Windows-1252 its byte 6"),
        (b"\xff\xfea\x00b", "read as UTF-16 its byte 3"),
        (b"word " * (MAX_CHARACTERS // 5 + 1), "is too large"),
    ],
)
def test_content_that_is_no_note(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "visit.txt"
    path.write_bytes(data)
    message = refusal(path)
    assert str(path) in message and reason in message


def test_a_few_control_characters_are_let_pass(tmp_path: Path) -> None:
    assert text_of(b"\x0bReport from an old system. " * 10 + b"\x1a").endswith("\x1a")


def test_ten_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"word " * 2_000_000)
    started = time.perf_counter()
    assert "huge.txt is too large for one note: 10.0 MB" in refusal(path)
    assert time.perf_counter() - started < 0.05


def test_an_endless_stream_is_refused() -> None:
    with pytest.raises(DocumentError, match="Standard input is too large"), Path("/dev/zero").open("rb") as endless:
        read_stream(endless)


def test_paths_that_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "missing.txt does not exist" in refusal(tmp_path / "missing.txt")
    assert "is a folder, not a note" in refusal(tmp_path)
    assert "too many levels of symbolic links" in refusal(tmp_path / "loop.txt")
    assert "is not a file but a device, pipe" in refusal(tmp_path / "pipe.txt")
    assert "is not a file but a device, pipe" in refusal(Path(os.devnull))


def test_unreadable_file_and_folder() -> None:
    with unprivileged_folder() as folder:
        locked, secret = folder / "locked", folder / "secret.txt"
        locked.mkdir(mode=0)
        secret.write_text("Dx")
        secret.chmod(0)
        assert find_documents([folder]) == [locked, secret]
        assert "secret.txt cannot be read: permission denied" in refusal(secret)
        assert "locked cannot be read: permission denied" in refusal(locked)


def test_surrogates_of_a_pasted_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="The text holds broken characters"):
        note_from_text("Dx \ud83d", "pasted")


def test_find_documents(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "sub/c.note", "sub/.hidden.txt", ".git/d.txt", "scan.pdf", "out.csv", "z/e.text"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Dx")
    (tmp_path / "notes.csv").write_text("id,note\n1,Dx\n")
    (tmp_path / "results.json").write_text('{"note_id": "b"}')
    (tmp_path / "bundle.json").write_text('{"resourceType": "Bundle"}')
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "empty").mkdir()
    found = find_documents([tmp_path, tmp_path / "b.txt", tmp_path / "gone.txt", tmp_path / "empty"])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == [
        "a.MD",
        "b.txt",
        "bundle.json",
        "notes.csv",
        "scan.pdf",
        "sub/c.note",
        "z/e.text",
        "gone.txt",
        "empty",
    ]
    flat = find_documents([tmp_path], recursive=False)
    assert [path.name for path in flat] == ["a.MD", "b.txt", "bundle.json", "notes.csv", "scan.pdf"]


def test_note_ids_tell_documents_apart() -> None:
    paths = [Path("in/2024/visit.txt"), Path("in/2025/visit.txt"), Path("in/2025/visit.md"), Path("other.txt")]
    assert note_ids(paths) == ["2024/visit.txt", "2025/visit.txt", "visit.md", "other"]
    assert note_ids([Path("/a/x/n.txt"), Path("/b/x/n.txt")]) == ["a/x/n.txt", "b/x/n.txt"]
    assert note_ids([]) == []


def test_ids_of_many_documents_are_found_quickly() -> None:
    paths = [Path(f"/in/{patient}/visit.txt") for patient in range(5_000)]
    started = time.perf_counter()
    assert len(set(note_ids(paths))) == 5_000
    assert time.perf_counter() - started < 2


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_a_file_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("Dx")
    note = read_document(path)
    assert note.note_id == "caf\ufffd"
    assert note.source.encode("utf-8")
