"""Weights and code tables are used only as they were made; checking them again costs nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_model_store import finish, tiny_gguf

from medcode_desktop import paths
from medcode_desktop.errors import CodeSetError, ModelError
from medcode_desktop.services import integrity, model_store
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.releases import open_code_set, open_systems
from medcode_desktop.services.system_import import read_system, write_system
from medcode_desktop.settings import Settings


def test_all_that_ships_is_what_is_stated() -> None:
    for model in model_store.list_models():
        if model.source == model_store.BUILT_IN:
            assert all(file.sha256 for file in model.files)
            assert finish(model_store.verify_model(model)) == []
    stated = integrity.recorded(paths.resources_folder())
    tables = {file.name for file in paths.resources_folder().glob("*.sqlite")}
    assert tables == stated.keys(), "a new table needs its checksum: services.integrity.record_file"
    for name, sha256 in stated.items():
        assert finish(integrity.sha256_of(paths.resources_folder() / name)) == sha256


@pytest.fixture
def exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Copies of what ships, of which the test changes one byte of a file; size and name stay."""
    for name in ("models", "resources"):
        shutil.copytree(getattr(paths, f"{name}_folder")(), tmp_path / name)
    monkeypatch.setattr(paths, "models_folder", lambda: tmp_path / "models")
    monkeypatch.setattr(paths, "resources_folder", lambda: tmp_path / "resources")

    def change(name: str) -> None:
        with (tmp_path / name).open("r+b") as file:
            file.seek(-2000, os.SEEK_END)
            byte = file.read(1)[0]
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 1]))

    return change


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("models/medcode-encoder-q8_0.gguf", ModelError),
        ("models/medcode-encoder.npz", ModelError),
        ("resources/icd10cm-2026-04-01.sqlite", CodeSetError),
    ],
)
def test_one_changed_bit_is_explained_and_refused(
    exchanged: Callable[[str], None], name: str, error: type[Exception]
) -> None:
    open_coder(Settings(threads=1)).close()  # all is well, and remembered
    exchanged(name)
    with pytest.raises(error, match=rf"{Path(name).name} is damaged or another file.*Install the program again"):
        open_coder(Settings(threads=1)).close()


def test_what_was_checked_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(os.urandom(1000))
    integrity.record_file(file)
    assert integrity.fault(file) == ""
    times = file.stat()
    monkeypatch.setattr(integrity, "sha256_of", lambda _: pytest.fail("it was read again"))
    assert integrity.fault(file) == ""
    monkeypatch.undo()
    file.write_bytes(os.urandom(1000))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # size and time of change as before
    assert "weights.bin is damaged or another file" in integrity.fault(file)
    assert integrity.fault(file), "a fault is not remembered as good"


@pytest.mark.parametrize("memory", [b"", b"[", b"[" * 100_000, b"[1]", b'{"x": [1]}', b"\xff" * 10])
def test_a_damaged_memory_or_record_is_as_none(tmp_path: Path, memory: bytes) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(b"weights")
    paths.cache_folder().mkdir(parents=True)
    (paths.cache_folder() / "checked.json").write_bytes(memory)
    integrity.record_file(file)
    assert integrity.fault(file) == ""
    assert integrity.fault(file, "0" * 64)
    (tmp_path / integrity.RECORD).write_bytes(memory)
    assert integrity.fault(file) == ""


def test_a_start_costs_nothing(tmp_path: Path) -> None:
    files = [paths.code_set(), paths.models_folder() / "medcode-encoder.npz"]
    stated = [finish(integrity.sha256_of(file)) for file in files]
    for file, sha256 in zip(files, stated, strict=True):
        integrity.fault(file, sha256)
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        for file, sha256 in zip(files, stated, strict=True):
            assert integrity.fault(file, sha256) == ""
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.01


def test_where_nothing_can_be_remembered_it_is_read_each_time(tmp_path: Path) -> None:
    paths.cache_folder().parent.mkdir(parents=True, exist_ok=True)
    paths.cache_folder().write_bytes(b"a file where the folder should be")
    file = tmp_path / "weights.bin"
    file.write_bytes(b"weights")
    integrity.record_file(file)
    assert integrity.fault(file) == ""
    assert not (tmp_path / "checked.json").exists()


def test_an_imported_model_and_table_that_changed_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "mine.gguf"
    source.write_bytes(tiny_gguf())
    target = finish(model_store.import_model(source))
    model_store.check(target)
    target.write_bytes(tiny_gguf()[:-1] + b"x")
    with pytest.raises(ModelError, match=r"mine\.gguf is damaged.*import the model again"):
        model_store.check(target)
    model_store.check(source)  # of a file elsewhere nothing is known

    table = tmp_path / "own.csv"
    table.write_text("code,title\nX1,One\n", encoding="utf-8")
    out = finish(write_system(finish(read_system([table], "Own")), paths.user_codes_folder(), "1"))
    for system in open_systems():
        system.close()
    out.write_bytes(out.read_bytes()[:-1] + b"\x01")
    with pytest.raises(CodeSetError, match=r"system-own\.sqlite is damaged.*import it again"):
        open_systems()
    finish(write_system(finish(read_system([table], "Own")), paths.user_codes_folder(), "2"))
    for system in open_systems():
        system.close()
    open_code_set().close()


def test_the_record_is_forgotten_before_a_file_is_replaced(tmp_path: Path) -> None:
    """So that a stop in between leaves a file without a checksum, not one with that of another."""
    file = tmp_path / "a.bin"
    file.write_bytes(b"old")
    integrity.record_file(file)
    integrity.record(file, "")
    assert integrity.recorded(tmp_path) == {}
    file.write_bytes(b"new")
    assert integrity.fault(file) == ""
