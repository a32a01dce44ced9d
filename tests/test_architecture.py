"""Dependencies point one way, and each module says in its first line what it holds."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "medcode_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))

SHARED = {"", "errors", "__version__"}
"""What every part may import from the package's top."""
ALLOWED = {
    "core": {"core"} | SHARED,
    "engine": {"core", "engine", "offline", "crashes"} | SHARED,
    "services": {"core", "engine", "services", "paths", "settings", "offline", "crashes"} | SHARED,
    "training": {"core", "engine", "services", "training", "paths", "settings"} | SHARED,
    "ui": {"core", "services", "ui", "paths", "settings"} | SHARED,
}
"""Which parts of the package each part may import; the command line and `__main__` may import any."""
THIRD_PARTY_OF_CORE = {"numpy"}
OWNERS = {
    "PySide6": {"ui"},
    "llama_cpp": {"engine", "training"},
    "torch": {"training"},
    "transformers": {"training"},
    "sqlcipher3": {"services"},
    "cryptography": {"services"},
}
"""Parts that may import a heavy library."""
NO_FILES_IN_CORE = {"pathlib", "io", "os", "shutil", "tempfile", "subprocess", "socket", "sqlite3", "multiprocessing"}
OPENS_ITS_DATABASE = {
    "core/codeset.py": {"sqlite3"},
    "core/alphabetic_index.py": {"sqlite3"},
    "core/codesystem.py": {"sqlite3"},
    "core/conversions.py": {"sqlite3"},
    "core/table.py": {"pathlib", "sqlite3"},
}
"""The code set is a read-only table that is looked into, not loaded; it alone is opened by its path."""
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "misc", "common"}


def part_of(module: Path) -> str:
    inner = module.relative_to(PACKAGE)
    return inner.parts[0] if len(inner.parts) > 1 else inner.stem


def imports_of(module: Path) -> Iterator[tuple[str, int]]:
    """Every module that a module imports, wherever it does so, as an absolute dotted name with its line."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute here"
            if node.module == "medcode_desktop":
                yield from ((f"medcode_desktop.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module or "", node.lineno


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_dependencies_point_one_way(module: Path) -> None:
    part = part_of(module)
    for name, line in imports_of(module):
        top, _, rest = name.partition(".")
        where = f"{module.relative_to(ROOT)}:{line} imports {name}"
        if top == "medcode_desktop" and part in ALLOWED:
            assert rest.split(".")[0] in ALLOWED[part], where
        if top in OWNERS:
            assert part in OWNERS[top], where
        if part == "core":
            allowed = OPENS_ITS_DATABASE.get(module.relative_to(PACKAGE).as_posix(), set())
            assert top not in NO_FILES_IN_CORE - allowed, where
            assert top in THIRD_PARTY_OF_CORE or top == "medcode_desktop" or top in sys.stdlib_module_names, where


def test_core_opens_no_files() -> None:
    for module in (PACKAGE / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("open", "print"), f"{module.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_every_module_says_what_it_holds(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring, "a module opens with one sentence"
    assert docstring.splitlines()[0].endswith((".", ":")), "the first line is a whole sentence"


def test_modules_are_named_for_what_they_hold() -> None:
    assert not {m.stem for m in MODULES} & DRAWERS
    assert not {f.name for f in PACKAGE.rglob("*") if f.is_dir()} & DRAWERS


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_no_module_outgrows_its_reader(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_packaging_folder_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow the library of that name"
