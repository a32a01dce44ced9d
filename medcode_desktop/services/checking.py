"""Reads the coding knowledge that ships with the program, and makes the checks of codes with it."""

from __future__ import annotations

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.knowledge import Knowledge
from medcode_desktop.core.plans import Plans
from medcode_desktop.core.rulebook import RuleBook
from medcode_desktop.core.rules import Rules


def read_knowledge(codeset: CodeSet) -> Knowledge:
    """What resolution and the checks know. Raises CodeSetError when the files are damaged."""
    return Knowledge.read(_text("resolution.toml"), _text("treatments.toml"), codeset)


def make_rules(codeset: CodeSet, knowledge: Knowledge | None = None) -> Rules:
    """The checks for a release. Raises CodeSetError when the files are damaged."""
    return Rules(codeset, RuleBook.read(_text("rules.toml")), knowledge or read_knowledge(codeset))


def read_plans() -> Plans:
    """What tells a procedure that is only planned. Raises CodeSetError when the file is damaged."""
    return Plans.read(_text("procedures.toml"))


def _text(name: str) -> str:
    return (paths.resources_folder() / name).read_text(encoding="utf-8")
