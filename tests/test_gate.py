"""The gate to the network: what it refuses, whom it lets through, and that each process of the program shuts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from medcode_desktop import paths

ROOT = Path(__file__).parents[1]
TRIES = """
import json, socket, sys, threading
from medcode_desktop import offline

offline.shut()
offline.shut()
told = {}

def attempt(name, act):
    try:
        act()
        told[name] = "passed"
    except PermissionError as error:
        told[name] = "refused" if "offline" in str(error) else str(error)
    except OSError:
        told[name] = "passed"  # the gate let it through; there is nobody at the other end

def made():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

with offline.opened():
    ours = made()
attempt("make", made)
attempt("make v6", lambda: socket.socket(socket.AF_INET6))
attempt("connect", lambda: ours.connect(("127.0.0.1", 9)))
attempt("bind", lambda: ours.bind(("127.0.0.1", 0)))
attempt("sendto", lambda: ours.sendto(b"x", ("127.0.0.1", 9)))
attempt("sendmsg", lambda: ours.sendmsg([b"x"], [], 0, ("127.0.0.1", 9)))
attempt("getaddrinfo", lambda: socket.getaddrinfo("localhost", 80))
attempt("gethostbyname", lambda: socket.gethostbyname("localhost"))
attempt("getnameinfo", lambda: socket.getnameinfo(("127.0.0.1", 9), 0))
attempt("create_connection", lambda: socket.create_connection(("127.0.0.1", 9)))
refused = len(offline.attempts())
if hasattr(socket, "AF_UNIX"):
    attempt("unix", lambda: [s.close() for s in socket.socketpair()])
with offline.opened():
    attempt("download", lambda: made().connect(("127.0.0.1", 9)))
    other = threading.Thread(target=attempt, args=("other thread", made))
    other.start()
    other.join()
attempt("after the download", made)
print(json.dumps([told, refused, len(offline.attempts()), offline.open_sockets()]))
"""


def without_guard(**more: str) -> dict[str, str]:
    """An environment without the tests' own guard, which would refuse before the program does."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | more


def test_only_the_thread_of_a_download_passes() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TRIES], env=without_guard(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told, refused, in_all, sockets = json.loads(done.stdout)
    passed = {"unix", "download"} & told.keys()
    assert {name for name, became in told.items() if became == "passed"} == passed, told
    assert {name for name, became in told.items() if became == "refused"} == told.keys() - passed
    assert (refused, in_all) == (10, 12)
    assert len(sockets) <= 2


@pytest.mark.parametrize("code", ["import medcode_desktop.engine.child as c; c._Server.listen = lambda *_: None; "
                                  "c._Server.serve = lambda *_: probe(); c.take_pipes = lambda: (0, 0); c.main()",
                                  "import medcode_desktop.cli as c; c.main = probe; "
                                  "from medcode_desktop.__main__ import main; main()"])  # fmt: skip
def test_each_process_shuts_itself_off_first(code: str) -> None:
    """The engine and the program as they start, with a look at the process in place of their work."""
    probe = (
        "import sys\nimport medcode_desktop.engine.process\n"
        "def probe(*_):\n"
        "    import resource, socket, ctypes, threading\n"
        "    try: socket.socket()\n"
        "    except PermissionError as error: print(error)\n"
        "    print(max(resource.getrlimit(resource.RLIMIT_CORE)), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "    def fail(): raise ValueError('Jane Roe has gout')\n"
        "    thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "    fail()\n"
    )
    if sys.platform != "linux":
        pytest.skip("the look at the process is one of Linux")
    done = subprocess.run(
        [sys.executable, "-c", probe + code, "a command"],
        env=without_guard(),
        capture_output=True,
        text=True,
        check=False,
    )
    said, limits = done.stdout.splitlines()
    assert "only a download that you start may connect" in said
    assert limits == "1 0", "no dump is written, and the process is not dumpable"
    assert done.stderr.count("ValueError") == 2 and "in fail" in done.stderr
    assert "Jane" not in done.stderr


def test_all_ways_to_start_lead_through_the_gate() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    scripts = {**project["scripts"], **project["gui-scripts"]}
    assert set(scripts.values()) == {"medcode_desktop.__main__:main"}
    spec = (ROOT / "packaging" / "medcode.spec").read_text(encoding="utf-8")
    assert '"medcode_desktop" / "__main__.py"' in spec


def doctor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "medcode_desktop", "doctor", *arguments]
    return subprocess.run(
        command, env=without_guard(**environment), capture_output=True, text=True, timeout=100, check=False
    )


def test_the_proof_codes_a_note_where_there_is_no_network() -> None:
    done = doctor("--offline-proof", "--threads", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "A connection tried on purpose: refused" in lines
    assert "Tries to connect by the program: none" in lines
    assert "Network sockets of the engine of medcode-encoder-q8_0: none" in lines
    assert any("E11.42" in line for line in lines)
    permitted = shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0
    if sys.platform == "linux" and permitted:
        assert "Network interfaces: lo (down)" in lines


def test_where_no_such_place_is_permitted_the_proof_says_so(tmp_path: Path) -> None:
    """With an `unshare` that is refused by the system, as in most containers."""
    if sys.platform != "linux":
        pytest.skip("namespaces are of Linux")
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    done = doctor("--offline-proof", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "permits no surrounding without a network (unshare failed: Operation not permitted)" in done.stdout
    assert "nothing connected" in done.stdout


def test_the_page_says_what_could_connect() -> None:
    said = doctor("--privacy").stdout
    assert said == paths.privacy_page().read_text(encoding="utf-8")
    assert "medcode models pull" in said and "--offline-proof" in said
