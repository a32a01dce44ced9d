"""The audit of the dependencies: known vulnerabilities fail, missing advisories are told and do not."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "packaging" / "audit.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(name: str, *advisories: str, skipped: str = "") -> dict[str, object]:
    if skipped:
        return {"name": name, "skip_reason": skipped}
    vulns = [{"id": i, "fix_versions": ["9.9"], "aliases": [], "description": ""} for i in advisories]
    return {"name": name, "version": "1.0", "vulns": vulns}


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_known_vulnerability_fails(audit: ModuleType) -> None:
    status, words = audit.verdict(
        report(package("good"), package("bad", "PYSEC-2026-1")), "Found 1 known vulnerability"
    )
    assert status == 1
    assert "bad 1.0: PYSEC-2026-1, mended in 9.9" in words and "good" not in words


def test_nothing_known_passes_and_names_what_was_left_out(audit: ModuleType) -> None:
    status, words = audit.verdict(report(package("good"), package("own", skipped="not on the index")), "")
    assert (status, words) == (0, "No known vulnerabilities in 1 packages; not checked: own")


@pytest.mark.parametrize(
    ("said", "complaint", "reason"),
    [
        ("", "ERROR: x\nERROR:pip_audit: Could not connect to the vulnerability feed", "Could not connect"),
        ("", "", "no reason given"),
        ("{", "Traceback\nValueError", "ValueError"),
        ("[]", "odd", "odd"),
        (report(package("own", skipped="404")), "", "no advisories here for 1 packages"),
        (report(), "", "no advisories here for 0 packages"),
    ],
)
def test_what_could_not_be_checked_is_told_and_does_not_fail(
    audit: ModuleType, said: str, complaint: str, reason: str
) -> None:
    status, words = audit.verdict(said, complaint)
    assert status == 0
    assert words.startswith("NOT CHECKED") and reason in words


def test_an_accepted_advisory_needs_its_reason(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(audit.ACCEPTED.values())
    monkeypatch.setitem(audit.ACCEPTED, "PYSEC-2026-1", "the part with it is not used")
    assert audit.verdict(report(package("bad", "PYSEC-2026-1")), "")[0] == 0


def test_all_that_the_program_needs_is_looked_at(audit: ModuleType) -> None:
    names = {name for name, _ in audit.installed("medcode-desktop")}
    assert {"jinja2", "markupsafe", "llama-cpp-python", "numpy", "psutil", "huggingface-hub", "pytest"} <= names
    assert "medcode-desktop" not in names


def test_it_runs_before_a_change_is_taken() -> None:
    assert ".venv/bin/python packaging/audit.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
