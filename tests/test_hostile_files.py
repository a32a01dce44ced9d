"""Files of strangers: whatever they hold, they are read within limits or refused in words, and nothing in them runs."""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import shutil
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import result_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_codeset_import import INDEX, ORDER, SMALL, TABLE_OF, official_zip
from test_engine import instruct_file
from test_model_store import tiny_gguf
from test_systems import CONCEPTS, CPT, DESCRIPTIONS, HCPCS, LOINC, MAP

from medcode_desktop.cli import console
from medcode_desktop.engine import EngineSettings, LanguageModelEngine, process, wire
from medcode_desktop.engine.gguf import read_header
from medcode_desktop.errors import CodeSetError, EngineError, MedCodeError, ModelError, SettingsError
from medcode_desktop.services import archives, code_tables, codeset_import, release_import
from medcode_desktop.services.assembly import load_heads
from medcode_desktop.services.codeset_import import parse_xml
from medcode_desktop.services.release_import import read_release
from medcode_desktop.services.system_import import read_system, write_system
from medcode_desktop.settings import load_settings, settings_file

__all__ = ["instruct_file"]  # a fixture
SMALL_ENGINE = EngineSettings(threads=1, context=256)
FUZZ = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def damaged(source: bytes) -> st.SearchStrategy[bytes]:
    """The source with some bytes changed, a part cut out, doubled or exchanged for noise."""

    @st.composite
    def change(draw: st.DrawFn) -> bytes:
        data = bytearray(source)
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, max(0, len(data) - 1)))
            end = draw(st.integers(at, min(len(data), at + 64)))
            kind = draw(st.sampled_from(["bytes", "cut", "double", "number"]))
            if kind == "bytes":
                data[at:end] = draw(st.binary(max_size=end - at))
            elif kind == "cut":
                del data[at:end]
            elif kind == "double":
                data[at:at] = data[at:end]
            else:
                data[at : at + 8] = struct.pack("<Q", draw(st.sampled_from([0, 1, 2**31, 2**32, 2**63, 2**64 - 1])))
        return bytes(data)

    return change()


# --- model files


def text(words: bytes) -> bytes:
    return struct.pack("<Q", len(words)) + words


def entry(key: bytes, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


ARCHITECTURE = entry(b"general.architecture", 8, text(b"llama"))


def gguf(*entries: bytes, tensors: bytes = b"", count: int | None = None, many: int = 1, size: int = 4096) -> bytes:
    """A GGUF with these entries and tensors, with what may be said falsely of their number."""
    tensors = tensors or tensor()
    head = b"GGUF" + struct.pack("<IQQ", 3, many, len(entries) + 1 if count is None else count)
    head += ARCHITECTURE + b"".join(entries) + tensors
    return head + bytes(-len(head) % 32) + bytes(size)


def tensor(name: bytes = b"w", shape: tuple[int, ...] = (32,), kind: int = 0, offset: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


def long_list(kind: int, count: int) -> bytes:
    return struct.pack("<IQ", kind, count)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gguf(count=2**64 - 1), "it says that it has 1 tensors and 18,446,744,073,709,551,615 entries"),
        (gguf(many=2**40), "it says that it has 1,099,511,627,776 tensors"),
        (gguf(entry(b"x", 8, struct.pack("<Q", 2**63))), "a text in its header is too long"),
        (gguf(struct.pack("<Q", 2**64 - 1)), "a text in its header is too long"),
        (gguf(entry(b"x", 9, long_list(12, 2**61))), "a list is too long"),
        (gguf(entry(b"x", 9, long_list(8, 2**40))), "a list is too long"),
        (gguf(entry(b"x", 9, long_list(9, 1))), "an entry has an unknown type"),
        (gguf(entry(b"x", 9, long_list(12, 3_000_000))), "it ends in the middle of its header"),
        (gguf(entry(b"general.alignment", 4, struct.pack("<I", 0))), "its alignment is impossible"),
        (gguf(entry(b"general.alignment", 4, struct.pack("<I", 48))), "its alignment is impossible"),
        (gguf(entry(b"general.alignment", 7, b"\1")), "its alignment is impossible"),
        (gguf(entry(b"general.name", 8, text(b"a")), entry(b"general.name", 8, text(b"b"))), "an entry is there twice"),
        (gguf(tensors=tensor(shape=(1,) * 5)), "too many dimensions"),
        (gguf(tensors=tensor(shape=(2**63, 2**63))), "impossible shape"),
        (gguf(tensors=tensor(shape=(0,))), "impossible shape"),
        (gguf(tensors=tensor(shape=(33,), kind=2)), "impossible shape"),
        (gguf(tensors=tensor(offset=7)), "begins at an impossible place"),
        (gguf(tensors=tensor(offset=2**63)), "bytes are missing at its end"),
        (gguf(tensors=tensor() + tensor(b"v", (64,), offset=64), many=2), "tensors lie one over the other"),
        (gguf(tensors=tensor() + tensor(offset=128), many=2), "a tensor is there twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_absurd_model_files_are_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "absurd.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=reason):
        read_header(file)


@FUZZ
@given(damaged(tiny_gguf(40)) | damaged(gguf(entry(b"x", 9, long_list(8, 2) + text(b"a") + text(b"b")))))
@example(b"GGUF")
@example(b"GGUF" + b"\xff" * 200)
def test_any_damage_of_a_model_file_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "damaged.gguf"
    file.write_bytes(content)
    try:
        header = read_header(file, ["x"])
    except ModelError as error:
        assert "damaged.gguf" in error.message
    else:
        assert header.tensors and header.name.isprintable()


def test_a_large_list_is_not_copied_into_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.gguf"
    file.write_bytes(gguf(entry(b"x", 9, long_list(12, 2_000_000) + bytes(16_000_000))))
    tracemalloc.start()
    read_header(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def test_names_that_a_terminal_would_obey_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "named.gguf"
    file.write_bytes(gguf(entry(b"general.name", 8, text(b"\x1b]0;owned\x07" + b"x" * 5000))))
    name = read_header(file).name
    assert name.isprintable() and len(name) <= 200
    console.complain("a\x1b[2Jb\x9bc\td\r\ne\rf")
    assert capsys.readouterr().err == "medcode: a\ufffd[2Jb\ufffdc\td\r\ne\ufffdf\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes with a name are of POSIX")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, user_home: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    with pytest.raises(ModelError, match="is no file"):
        read_header(pipe)
    with pytest.raises(CodeSetError, match="no file"):
        result_of(read_release([pipe]))
    settings_file().parent.mkdir(parents=True)
    pipe.rename(settings_file())
    with pytest.raises(SettingsError, match="no file"):
        load_settings()


@FUZZ
@given(st.data())
def test_damaged_heads_are_told_in_words(tmp_path: Path, data: st.DataObject) -> None:
    if not (kept := tmp_path / "kept.bin").exists():
        np.savez(tmp_path / "a.npz", link=np.zeros((4, 2), np.float32), name=np.array("x"))
        kept.write_bytes((tmp_path / "a.npz").read_bytes())
    (tmp_path / "a.npz").write_bytes(data.draw(damaged(kept.read_bytes())))
    with pytest.raises(ModelError, match=r"a\.npz"):
        load_heads(tmp_path / "a.npz")


def test_heads_run_no_code(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (tmp_path.joinpath("ran").touch, ())

    np.savez(tmp_path / "evil.npz", link=np.array([Evil()], dtype=object))
    with pytest.raises(ModelError, match="damaged"):
        load_heads(tmp_path / "evil.npz")
    assert not (tmp_path / "ran").exists()


@pytest.fixture
def with_template(instruct_file: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The language model with another chat template of the same length in its file."""

    def make(template: str) -> Path:
        copy = Path(shutil.copy(instruct_file, tmp_path / "strange.gguf"))
        old = read_header(copy).metadata["tokenizer.chat_template"].encode()
        new = template.encode() + b"{#" + b" " * (len(old) - len(template) - 4) + b"#}"
        head = copy.read_bytes()[:8_000_000]
        with copy.open("r+b") as file:
            file.seek(head.index(old))
            file.write(new)
        return copy

    return make


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "cannot be used .SecurityError"),
        pytest.param("{{ messages.append(1) }}", "cannot be used .SecurityError", marks=pytest.mark.slow),
        ("{% for", "cannot be used .TemplateSyntaxError"),
    ],
)
def test_a_chat_template_runs_no_code(with_template: Callable[[str], Path], template: str, reason: str) -> None:
    with LanguageModelEngine(with_template(template), SMALL_ENGINE) as engine, pytest.raises(ModelError, match=reason):
        engine.render_chat("system", "Jane Roe has gout")


@pytest.mark.slow
def test_a_chat_template_that_never_ends_is_stopped(
    with_template: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(process._LIMITS_S, "render", 0.5)
    turns = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with LanguageModelEngine(with_template(turns), SMALL_ENGINE) as engine:
        engine.start()
        with pytest.raises(EngineError, match="gave no answer"):
            engine.render_chat("system", "user")


@FUZZ
@given(damaged(struct.pack("<QQ", 40, 8) + b'["done", 1, {}, [["float32", [1, 2]]]]'.ljust(40) + bytes(8)))
@example(struct.pack("<QQ", 2**63, 2**63))
@example(struct.pack("<QQ", 100_000, 0) + b"[" * 100_000)
def test_what_a_captured_engine_says_is_no_danger(content: bytes) -> None:
    try:
        message = wire.read_message(io.BytesIO(content))
    except (ValueError, KeyError, TypeError, RecursionError):
        return  # what the program's side takes as the end of the engine
    assert message is None or isinstance(message, wire.Message)


# --- code tables


BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha">{}]><ICD10CM.tabular>&z;</ICD10CM.tabular>'

BILLION_LAUGHS = "".join(f'<!ENTITY {b} "{(chr(38) + a + ";") * 10}">' for a, b in pairwise("abcdefghiz"))
MANY_ATTRIBUTES = '<?xml version="1.0"?><a ' + " ".join(f"x{n}=''" for n in range(1000)) + "/>"


def xml(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB.format(BILLION_LAUGHS),
         "document type declaration"),
        (BOMB.format('<!ENTITY z SYSTEM "file:///etc/passwd">'), "document type declaration"),
        (BOMB.format('<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd">%p;'), "document type declaration"),
        ('<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://192.0.2.1/x.dtd"><a/>', "document type declaration"),
        ('<?xml version="1.0"?>' + "<a>" * 100_000, "more elements, levels"),
        (SMALL.format(more="<diag>" * 50), "more elements, levels"),
        (MANY_ATTRIBUTES, "more elements, levels"),
        (SMALL.format(more=f"<diag><name>A01</name><desc>{'x' * 20_000}</desc></diag>"), "20,000 characters"),
    ],
    ids=range(8),
)  # fmt: skip
def test_xml_bombs_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(CodeSetError, match=reason) as caught:
        result_of(read_release([xml(tmp_path / "bomb.xml", content)]))
    assert "root:" not in str(caught.value)


def test_more_elements_than_any_list_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codeset_import.MOST_ELEMENTS > 5 * 182_355  # of the official tabular list
    monkeypatch.setattr(codeset_import, "MOST_ELEMENTS", 100)
    result_of(parse_xml(b"<a>" + b"<b/>" * 99 + b"</a>"))
    with pytest.raises(ValueError, match="more elements"):
        result_of(parse_xml(b"<a>" + b"<b/>" * 100 + b"</a>"))


def test_a_second_index_of_a_kind_is_refused(tmp_path: Path) -> None:
    index = INDEX.format(title="ICD-10-CM INDEX TO DISEASES")
    files = [
        xml(tmp_path / name, text)
        for name, text in (("a.xml", SMALL.format(more="")), ("b.xml", index), ("c.xml", index))
    ]
    with pytest.raises(CodeSetError, match=r"c\.xml cannot be used: it is a second alphabetic index"):
        result_of(read_release(files))


def test_notes_made_to_be_slow_are_read_quickly(tmp_path: Path) -> None:
    slow = "7th characters " * 600
    notes = f"<notes>{f'<note>{slow}</note>' * 40}</notes>"
    more = f"<diag><name>A01</name><desc>x</desc>{notes}</diag>"
    assert result_of(read_release([xml(tmp_path / "slow.xml", SMALL.format(more=more))])).nodes
    line = "A00.1\t2026\tA" + " " * 200_000 + "x\n"
    (tmp_path / "conversion.txt").write_text(line * 20, encoding="utf-8")
    (tmp_path / "slow.xml").write_text(SMALL.format(more=""), encoding="utf-8")
    found = result_of(read_release([tmp_path / "slow.xml", tmp_path / "conversion.txt"]))
    assert found.left_alone == ["conversion.txt"]


@pytest.mark.parametrize(
    "source", [SMALL.format(more=""), INDEX.format(title="INDEX"), TABLE_OF.format(first="Neoplasm", col=2)]
)
def test_any_damage_of_an_xml_file_is_told_in_words(tmp_path: Path, source: str) -> None:
    @FUZZ
    @given(damaged(source.encode()))
    def run(content: bytes) -> None:
        (tmp_path / "good.xml").write_text(SMALL.format(more=""), encoding="utf-8")
        (tmp_path / "damaged.xml").write_bytes(content)
        for files in (["damaged.xml"], ["good.xml", "damaged.xml"]):
            with contextlib.suppress(CodeSetError):
                result_of(read_release([tmp_path / name for name in files]))

    run()


SYSTEMS = (HCPCS, CPT, LOINC, CONCEPTS, DESCRIPTIONS, MAP, "code,title\nX1,One\n")


@pytest.mark.parametrize("number", range(len(SYSTEMS)))
def test_any_damage_of_a_table_is_told_in_words(tmp_path: Path, number: int) -> None:
    @FUZZ
    @given(damaged(SYSTEMS[number].encode()))
    @example(SYSTEMS[number].replace("\t", ",").encode())
    @example(SYSTEMS[number].replace(",", "\t").encode())
    @example(SYSTEMS[number].replace("mapPriority", '"mapPriority"').encode())
    @example(SYSTEMS[number].replace("\t1\t1\t", "\t1\t²\t").encode())
    @example(SYSTEMS[number].replace("900000000000003001", "1").encode())
    def run(content: bytes) -> None:
        files = []
        for place, text in enumerate(SYSTEMS[3:6] if number in (3, 4, 5) else SYSTEMS[number : number + 1]):
            files.append(tmp_path / f"{place}.txt")
            files[-1].write_bytes(content if text == SYSTEMS[number] else text.encode())
        with contextlib.suppress(CodeSetError):
            result_of(read_system(files, "Own"))

    run()


# --- zips


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Callable[[bytes], list[str]]]:
    """Both importers at once, on a zip; what each of them says. Nothing may appear on the disk."""
    folder = tmp_path / "deep" / "inside"
    folder.mkdir(parents=True)

    def run(content: bytes) -> list[str]:
        (folder / "strange.zip").write_bytes(content)
        said = []
        for read in (read_release, read_system):
            with pytest.raises(CodeSetError) as caught:
                result_of(read([folder / "strange.zip"]))
            said.append(str(caught.value))
        return said

    yield run
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [folder / "strange.zip"]


def test_a_zip_that_unpacks_to_too_much_is_refused_unopened(
    readers: Callable[[bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_import, "LARGEST", 5_000_000)
    monkeypatch.setattr(code_tables, "LARGEST", 5_000_000)
    bomb = zipped({f"{n}.txt": bytes(1_000_000) for n in range(9)})
    assert len(bomb) < 20_000
    tracemalloc.start()
    said = readers(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all("holds more than there can be" in words for words in said)
    assert most < 12_000_000


def test_a_zip_that_states_less_than_it_holds_is_never_unpacked_beyond_that(
    readers: Callable[[bytes], list[str]],
) -> None:
    honest = zipped({"a.txt": bytes(50_000_000)})
    lying = honest.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 100))
    tracemalloc.start()
    said = readers(lying)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all("cannot be read: Bad CRC-32" in words for words in said)
    assert most < 5_000_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.txt": b"x" * 99}, zipfile.ZIP_LZMA), "packed in a way that is not read here"),
        (zipped({"a.txt": b"x" * 99}, zipfile.ZIP_BZIP2), "packed in a way that is not read here"),
        (zipped({f"{n}.txt": b"" for n in range(2_001)}), "holds more than there can be"),
        (zipped({f"{n:0300}.txt": b"" for n in range(13_000)}, zipfile.ZIP_STORED), "more files than there can be"),
        (b"PK\x03\x04" + bytes(100), "is a damaged zip: it has no end"),
        (zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": b"x"})})})}), "zip in a zip in a zip"),
        (zipped({"../../../evil.txt": b"x", "/evil.txt": b"y", "C:\\evil.txt": b"z"}), "no tabular|none of the"),
    ],
    ids=range(7),
)  # fmt: skip
def test_strange_zips_are_refused_and_write_nothing(
    readers: Callable[[bytes], list[str]], content: bytes, reason: str
) -> None:
    for words in readers(content):
        assert re.search(reason, words)


def test_any_damage_of_a_zip_is_told_in_words(tmp_path: Path) -> None:
    source = official_zip(tmp_path / "good.zip").read_bytes()
    chance = random.Random(5)
    for _ in range(150):
        content = bytearray(source)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(content))
            content[at : at + 4] = chance.choice([b"", b"\xff" * 4, bytes(4), chance.randbytes(4)])
        (tmp_path / "damaged.zip").write_bytes(content)
        for read in (read_release, read_system):
            try:
                result_of(read([tmp_path / "damaged.zip"]))
            except CodeSetError:
                continue


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "code", "x"
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(CodeSetError):
        result_of(read_system([tmp_path / "wide.xlsx"], "Own"))
    members = {i.filename: b" " * 900_000 for i in zipfile.ZipFile(tmp_path / "wide.xlsx").infolist()}
    (tmp_path / "bomb.xlsx").write_bytes(zipped(members))
    monkeypatch.setattr(code_tables, "LARGEST", 1_000_000)
    with pytest.raises(CodeSetError, match="holds more than there can be"):
        result_of(read_system([tmp_path / "bomb.xlsx"], "Own"))


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("code,title\nX1,One\n", encoding="utf-8")
    for name in ("../" * 20, "x" * 300):
        with pytest.raises(CodeSetError, match="name of a code system"):
            result_of(read_system([table], name))
    list(write_system(result_of(read_system([table], "../../out of here")), tmp_path / "codes", "1"))
    assert {p.parent for p in tmp_path.rglob("*.sqlite")} == {tmp_path / "codes"}


def test_the_limits_leave_room_for_what_is_official() -> None:
    assert ORDER and archives.DEEPEST >= 2
    assert release_import.LARGEST > 3 * 60_000_000


# --- settings


@pytest.mark.parametrize(
    "content",
    [
        b"a = " + b"[" * 30_000,
        b"a = " + b"{b=" * 10_000,
        b"# " + b"x" * 70_000,
        b"threads = " + b"9" * 5_000,
        b"reviewer = '" + b"x" * 2_000 + b"'",
        b'reviewer = "\\u001b[2J"',
        b"model = ['../../etc/passwd']",
        bytes(100),
    ],
    ids=range(8),
)
def test_hostile_settings_are_refused_in_words(user_home: Path, content: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "settings.toml" in str(caught.value) and len(str(caught.value)) < 5_000


@FUZZ
@given(damaged(b"threads = 2\nreviewer = 'Ana'\nthreshold = 0.4\n[other]\nx = [1, {y = 2}]\n"))
def test_any_damage_of_the_settings_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    try:
        load_settings(tmp_path / "settings.toml")
    except MedCodeError as error:
        assert isinstance(error, SettingsError)
