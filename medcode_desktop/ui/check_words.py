"""What checks, warnings and the progress of work say, in the language of the window; official words in it stay."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from medcode_desktop.core.frames import Doing, Frame, Part, Reader, Reading
from medcode_desktop.core.rulebook import Rule, RuleBook
from medcode_desktop.paths import resources_folder
from medcode_desktop.ui.words import spoken, tr

_SEVERAL = {"codes": tuple(Part), "choices": (Part.MORE,)}
"""The places that may hold a part; what else stands in them are codes and titles."""


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the guidelines that ship with the program."""
    return RuleBook.read((resources_folder() / "rules.toml").read_text(encoding="utf-8")).rules


def rule_title(name: str) -> str:
    """What a rule is called, in English."""
    return name.replace("_", " ").capitalize()


def check_words(message: str) -> str:
    """A message of the checks in the language of the window: each sentence whose frame is known."""
    if spoken() == "en":
        return message
    said = []
    while message and (reading := _read(message)):
        values = {name: _several(value, _SEVERAL.get(name, ())) for name, value in reading.values.items()}
        said.append(tr(reading.frame).format(**values))
        message = reading.rest
    return " ".join([*said, message] if message else said)


def progress_words(message: str) -> str:
    """What work says that it is doing, in the language of the window; the names of files stay."""
    told = tr(message)
    return told if told != message else _several(message, tuple(Doing))


def _several(text: str, parts: tuple[StrEnum, ...]) -> str:
    reading = _parts(parts).read(text)
    if reading is None:
        return text
    values = {name: _several(value, _SEVERAL.get(name, ())) for name, value in reading.values.items()}
    return tr(reading.frame).format(**values)


@lru_cache(maxsize=4096)
def _read(message: str) -> Reading | None:
    return _sentences().read(message)


@cache
def _sentences() -> Reader:
    return Reader((*Frame, *(rule.says for rule in rules())))


@cache
def _parts(parts: tuple[StrEnum, ...]) -> Reader:
    return Reader(parts, followed=False)
