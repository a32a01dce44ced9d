"""What is built from the checkout: the wheel with its data, and the bundle that runs without Python."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import papers
import pytest

from medcode_desktop import __version__

ROOT = Path(__file__).parents[1]
SAMPLE = "resources/samples/diabetes-followup.txt"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_models_resources_and_licence(wheel: Path) -> None:
    assert wheel.name.startswith(f"medcode_desktop-{__version__}-py3-none-any")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("models", "resources"):
        shipped = {p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts}
        missing = {str(p.relative_to(ROOT)) for p in shipped} - {n.removeprefix("medcode_desktop/") for n in names}
        assert not missing
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not {name for name in names if name.startswith(("tests/", "packaging/"))}


def test_data_is_found_in_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "from medcode_desktop import paths; print(paths.models_folder(), paths.code_set(), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), os.environ["PYTHONPATH"]])},
    )  # fmt: skip
    models, code_set = map(Path, done.stdout.splitlines())
    assert models == tmp_path / "site" / "medcode_desktop" / "models"
    assert code_set.is_file()


def test_the_version_has_one_source() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert "version" not in project


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed: pip install '.[package]'")
    folder = tmp_path_factory.mktemp("bundle")
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", str(folder / "dist"),
        "--workpath", str(folder / "work"), str(ROOT / "packaging" / "medcode.spec"),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "dist" / "medcode"


def _bare(home: Path) -> dict[str, str]:
    """An environment without Python, and nothing of this one but what a window needs."""
    user = {"PATH": "/nonexistent", "HOME": str(home), "MEDCODE_HOME": str(home)}
    return user | {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_bundle_codes_a_note(bundle: Path, user_home: Path, tmp_path: Path) -> None:
    note = shutil.copy(ROOT / SAMPLE, tmp_path / "note.txt")
    command = [bundle / "medcode", "code", note]
    done = subprocess.run(command, capture_output=True, text=True, env=_bare(user_home), timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "E11" in done.stdout
    assert not (bundle / "_internal" / "torch").exists()


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", ["scan.png", "visit.pdf", "visit.docx", "visit.rtf", "visits.xlsx"])
def test_the_bundle_reads_documents(bundle: Path, user_home: Path, tmp_path: Path, name: str) -> None:
    note = "Assessment: Hypertension."
    written = {
        "scan.png": lambda: papers.picture(note, size=(600, 160)), "visit.pdf": lambda: papers.pdf([note]),
        "visit.docx": lambda: papers.docx(note), "visit.rtf": lambda: papers.rtf(note),
        "visits.xlsx": lambda: papers.workbook({"Notes": [["note"], [note]]}),
    }  # fmt: skip
    (tmp_path / name).write_bytes(written[name]())
    command = [bundle / "medcode", "code", tmp_path / name]
    done = subprocess.run(command, capture_output=True, text=True, env=_bare(user_home), timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "I10" in done.stdout


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_bundle_opens_its_window(bundle: Path, user_home: Path) -> None:
    program = bundle / "medcode-desktop"
    with subprocess.Popen([program], stderr=subprocess.PIPE, text=True, env=_bare(user_home)) as window:
        time.sleep(8)
        status = window.poll()
        window.terminate()
        _, complaints = window.communicate(timeout=20)
    assert status is None, f"it ended by itself: {complaints}"
    of_the_test_screen = "This plugin does not support propagateSizeHints()"
    assert [line for line in complaints.splitlines() if line != of_the_test_screen] == []
