"""The security document promises nothing without a test, and names no test that does not exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "packaging" / "SECURITY.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")


def names_of_tests(file: Path) -> set[str]:
    """The tests of a module as pytest names them, those of its classes too."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return found


def test_every_test_that_is_named_exists() -> None:
    named = _TEST.findall(DOCUMENT)
    assert len(named) > 30
    missing = {f"{file}::{name}" for file, name in named if name not in names_of_tests(ROOT / file)}
    assert not missing
    assert all(name.split("::")[-1].startswith("test_") for _, name in named)
    assert {file for file in re.findall(r"tests/[\w/]+\.py", DOCUMENT) if not (ROOT / file).is_file()} == set()


def test_every_promise_has_its_test() -> None:
    promises = DOCUMENT.split("## Promises", 1)[1].split("## The standards", 1)[0]
    rows = [r for r in promises.splitlines() if r.startswith("| ") and not r.startswith(("| promise", "|---"))]
    assert len(rows) > 20
    assert [row for row in rows if not _TEST.search(row)] == []


def test_the_section_of_the_workspace_is_marked_off() -> None:
    assert DOCUMENT.count("<!-- workspace: begin -->") == DOCUMENT.count("<!-- workspace: end -->") == 1


def test_all_standards_of_the_security_rule_are_there() -> None:
    for standard in ("(a)(1)", "(b)", "(c)(1)", "(d)", "(e)(1)"):
        assert f"| {standard}" in DOCUMENT
