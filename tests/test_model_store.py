"""The model store: what it lists, finds, imports, checks, and pulls from a hub of its own."""

from __future__ import annotations

import hashlib
import http.server
import struct
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from medcode_desktop import paths
from medcode_desktop.errors import ModelError
from medcode_desktop.services import model_store

T = TypeVar("T")


def finish(run: Generator[Any, None, T]) -> T:
    while True:
        try:
            next(run)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]


def tiny_gguf(size: int = 1000, architecture: str = "llama") -> bytes:
    """A whole GGUF file with one tensor of `size` numbers."""

    def text(words: str) -> bytes:
        return struct.pack("<Q", len(words)) + words.encode()

    head = (
        b"GGUF"
        + struct.pack("<IQQ", 3, 1, 1)
        + text("general.architecture")
        + struct.pack("<I", 8)
        + text(architecture)
    )
    head += text("weights") + struct.pack("<IQIQ", 1, size, 0, 0)
    return head + bytes(-len(head) % 32) + bytes(size * 4)


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "mine.gguf"
    path.write_bytes(tiny_gguf())
    return path


def test_the_shipped_catalog_is_sound() -> None:
    models = {m.name: m for m in model_store.list_models()}
    assert models["medcode-encoder"].role == "encoder"
    assert sum(m.role == "language-model" for m in models.values()) >= 3
    assert all(m.licence in ("Apache-2.0", "MIT") for m in models.values())


def test_an_imported_model_is_listed_found_and_checked(gguf: Path) -> None:
    target = finish(model_store.import_model(gguf))
    assert target.read_bytes() == gguf.read_bytes()
    assert model_store.resolve("mine") == target
    model = model_store.find_model("mine")
    assert (model.role, model.installed, model.source) == ("language-model", True, "imported")
    assert finish(model_store.verify_model(model)) == []
    target.write_bytes(tiny_gguf()[:-1] + b"x")
    (fault,) = finish(model_store.verify_model(model))
    assert "mine.gguf is damaged" in fault
    with pytest.raises(ModelError, match="already"):
        finish(model_store.import_model(gguf))


def test_an_encoder_is_imported_with_its_heads_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "own-q8_0.gguf"
    file.write_bytes(tiny_gguf(architecture="bert"))
    with pytest.raises(ModelError, match=r"heads .*own\.npz of the encoder are missing"):
        finish(model_store.import_model(file))
    (tmp_path / "own.npz").write_bytes(b"heads")
    run = model_store.import_model(file)
    next(run), next(run)
    run.close()
    assert list(paths.user_models_folder().glob("own*")) == []
    target = finish(model_store.import_model(file))
    assert model_store.heads_file(target).read_bytes() == b"heads"
    model = model_store.find_model("own-q8_0")
    assert finish(model_store.verify_model(model)) == []
    model_store.heads_file(target).write_bytes(b"other")
    assert len(finish(model_store.verify_model(model))) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("mine.bin", r"does not end in \.gguf"),
        ("smollm2-135m-instruct.gguf", "belongs to a model of the catalog"),
        ("medcode-encoder-q8_0.GGUF", "belongs to a model of the catalog"),
    ],
)
def test_names_that_could_not_be_found_are_refused(gguf: Path, name: str, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        finish(model_store.import_model(gguf.rename(gguf.with_name(name))))


def test_a_cancelled_import_leaves_nothing(gguf: Path) -> None:
    run = model_store.import_model(gguf)
    next(run)
    run.close()
    assert list(paths.user_models_folder().glob("*")) == []


def test_only_whole_models_are_imported(gguf: Path) -> None:
    gguf.write_bytes(tiny_gguf()[:-100])
    with pytest.raises(ModelError, match="100 bytes are missing"):
        finish(model_store.import_model(gguf))


def test_names_and_files_are_found_or_told(gguf: Path) -> None:
    assert model_store.resolve(str(gguf)) == gguf
    with pytest.raises(ModelError, match="is missing"):
        model_store.resolve("nowhere.gguf")
    with pytest.raises(ModelError, match=r"no model 'nothing'.*medcode-encoder"):
        model_store.resolve("nothing")
    with pytest.raises(ModelError, match="medcode models pull smollm2-135m-instruct"):
        model_store.resolve("smollm2-135m-instruct")


def test_a_damaged_catalog_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "models_folder", lambda: tmp_path)
    (tmp_path / "catalog.toml").write_text("[[model]]\nname = 1")
    with pytest.raises(ModelError, match=r"catalog .* is damaged"):
        model_store.list_models()


class Hub(http.server.BaseHTTPRequestHandler):
    """Answers for one file as the hub does; `ranges` holds from where it was asked for."""

    content = tiny_gguf(3_000_000)
    stated = hashlib.sha256(content).hexdigest()
    ranges: list[int]

    def do_HEAD(self) -> None:
        self._head(200, 0)

    def do_GET(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.ranges.append(start)
        self._head(206 if start else 200, start)
        try:
            self.wfile.write(self.content[start:])
        except OSError:
            self.close_connection = True

    def _head(self, status: int, start: int) -> None:
        self.send_response(status)
        self.send_header("ETag", f'"{self.stated}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(self.content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    handler = type("OneHub", (Hub,), {"ranges": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.loopback
def test_a_model_is_pulled_and_its_checksum_recorded(hub: type[Hub]) -> None:
    path = finish(model_store.pull_model("smollm2-135m-instruct"))
    assert path.read_bytes() == Hub.content
    assert model_store.resolve("smollm2-135m-instruct") == path
    assert finish(model_store.verify_model(model_store.find_model("smollm2-135m-instruct"))) == []
    asked = len(hub.ranges)
    assert finish(model_store.pull_model("smollm2-135m-instruct")) == path
    assert len(hub.ranges) == asked


@pytest.mark.loopback
def test_a_file_with_a_wrong_checksum_is_refused(hub: type[Hub]) -> None:
    hub.stated = "0" * 64
    with pytest.raises(ModelError, match="arrived damaged"):
        finish(model_store.pull_model("smollm2-135m-instruct"))
    assert not model_store.find_model("smollm2-135m-instruct").installed


@pytest.mark.loopback
def test_no_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"could not be downloaded .* Check the network"):
        finish(model_store.pull_model("smollm2-135m-instruct"))
