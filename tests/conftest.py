"""Every test gets its own user folders, no network, and fails when it leaves threads or child processes behind."""

from __future__ import annotations

import importlib.util
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from medcode_desktop.paths import HOME_VARIABLE

os.environ["QT_QPA_PLATFORM"] = "offscreen"

_GUARD = Path(__file__).parent / "guard"
_PATIENCE_S = 3.0


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the network in this process and in each Python that a test starts, which runs this checkout too."""
    search = [str(_GUARD), str(_GUARD.parents[1]), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, search))
    spec = importlib.util.spec_from_file_location("network_guard", _GUARD / "sitecustomize.py")
    assert spec and spec.loader
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh user folders for the test and for every program that it starts."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return home


@pytest.fixture(autouse=True)
def network_attempts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The file that names each attempt to use the network; a test that leaves one there fails."""
    log = tmp_path_factory.mktemp("network") / "attempts.txt"
    allowed = "loopback" if request.node.get_closest_marker("loopback") else "none"
    monkeypatch.setenv("MEDCODE_TEST_SOCKETS", allowed)
    monkeypatch.setenv("MEDCODE_TEST_SOCKET_LOG", str(log))
    yield log
    if log.exists():
        pytest.fail(f"The network was used:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Threads and child processes that a test starts end with it. Those of module fixtures were there before."""
    before = _running()
    yield
    deadline = time.monotonic() + _PATIENCE_S
    while (left := _running() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    if left:
        pytest.fail(f"Left running: {', '.join(sorted(name for name, _ in left))}")


def _running() -> set[tuple[str, int]]:
    threads = {(f"thread {t.name}", t.ident or 0) for t in threading.enumerate()}
    children = set()
    for child in psutil.Process().children(recursive=True):
        try:
            command = " ".join(child.cmdline())
            if "resource_tracker" not in command and child.status() != psutil.STATUS_ZOMBIE:
                children.add((f"process {command}", child.pid))
        except psutil.NoSuchProcess:
            continue
    return threads | children


@pytest.fixture
def shared_data() -> Path:
    """The folder of corpora beside the checkout; tests that need it are skipped without it."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"The corpora are not at {folder}.")
    return folder
