"""The coding knowledge of resolution: read from two TOML texts, checked against the code set, sources kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.sections import KINDS
from medcode_desktop.core.wording import Wording
from medcode_desktop.errors import CodeSetError

DIABETES = ("E08", "E09", "E10", "E11", "E13")
"""What {d} may stand for in a code of the data."""

T = TypeVar("T")
_CHAPTER_LIKE = re.compile(r"[A-Z]\d?")


@dataclass(frozen=True, slots=True)
class Combination:
    """When each group of prefixes `when` has a code, `code` is reported in place of those that `replaces` names.

    With `words`, the evidence of the last group's codes must hold them.
    """

    id: str
    when: tuple[tuple[str, ...], ...]
    code: str
    replaces: tuple[str, ...]
    source: str
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words in the sentence of a mention of one of `codes` that make it `code`."""

    id: str
    codes: frozenset[str]
    code: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ToBeSaid:
    """Codes with these prefixes stand only where the sentence has such words, or in one of the sections."""

    codes: tuple[str, ...]
    words: re.Pattern[str]
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Precedence:
    """Codes with these prefixes are not reported beside one with a prefix of `by`; `integral`: they are signs of it."""

    codes: tuple[str, ...]
    by: tuple[str, ...]
    source: str
    integral: bool


@dataclass(frozen=True, slots=True)
class Treatment:
    """Words that speak for a code by themselves.

    `past` asks for words that place them in the past or for a section of history, `sections` limits the places (empty:
    all but family history and allergies), `needs` are prefixes of which the note must have a code, `unless` prefixes
    of which it must have none.
    """

    id: str
    code: str
    pattern: re.Pattern[str]
    past: bool = False
    sections: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Treatments:
    """The word rules, with the words before a phrase that undo it and those that place it in the past."""

    rules: tuple[Treatment, ...]
    undone: re.Pattern[str]
    undone_after: re.Pattern[str]
    past: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All data that resolution uses. Compared and hashed by identity."""

    wording: Wording
    unnamed_after: re.Pattern[str]
    to_be_said: ToBeSaid
    confirmed_only: tuple[str, ...]
    combinations: tuple[Combination, ...]
    qualifiers: tuple[Qualifier, ...]
    history: Mapping[str, str]
    family: Mapping[str, str]
    precedences: tuple[Precedence, ...]
    treatments: Treatments

    @classmethod
    def read(cls, resolution: str, treatments: str, codeset: CodeSet, *, strict: bool = False) -> Knowledge:
        """From the texts of `resolution.toml` and `treatments.toml`; what names codes of other releases is left out.

        Raises CodeSetError when an entry has an unknown or missing key, lacks its source, has a pattern that does not
        compile, or names a section that there is not; if it is `strict`, also when it names a code that the code set
        lacks.
        """
        first, second = parse(resolution, "resolution.toml"), parse(treatments, "treatments.toml")
        sections = {
            "wording",
            "unnamed",
            "to_be_said",
            "confirmed_only",
            "combination",
            "qualifier",
            "history",
            "family",
        }
        require(first, "resolution.toml", sections | {"gives_way", "integral"})
        require(second, "treatments.toml", {"context", "treatment"})
        reader = _Reader(codeset, strict)
        words = first["wording"]
        require(words, "wording", {"same", "ignored", "opposed", "silent", "sides", "episodes"})
        require(first["unnamed"], "unnamed", {"after", "source"})
        said = first["to_be_said"]
        require(said, "to_be_said", {"codes", "words", "sections", "source"})
        require(first["confirmed_only"], "confirmed_only", {"codes", "source"})
        context = second["context"]
        require(context, "context", {"undone", "undone_after", "past"})
        return cls(
            wording=Wording(
                {word: tuple(same) for word, same in words["same"].items()},
                frozenset(words["ignored"]["words"]),
                frozenset(words["silent"]["words"]),
                tuple((compiled(s["pattern"]), s["side"]) for s in words["sides"]),
                tuple((compiled(e["pattern"]), e["letter"]) for e in words["episodes"]),
                tuple((one, other) for one, other in words["opposed"]["pairs"]),
            ),
            unnamed_after=compiled(first["unnamed"]["after"]),
            to_be_said=ToBeSaid(
                reader.every(reader.prefix, said["codes"]),
                compiled(said["words"]),
                _sections(said["sections"], "to_be_said"),
            ),
            confirmed_only=reader.every(reader.prefix, first["confirmed_only"]["codes"]),
            combinations=reader.every(reader.combination, first["combination"]),
            qualifiers=reader.every(reader.qualifier, first["qualifier"]),
            history=reader.mapping(first["history"]),
            family=reader.mapping(first["family"]),
            precedences=(
                *reader.every(reader.precedence, first["gives_way"]),
                *reader.every(partial(reader.precedence, integral=True), first["integral"]),
            ),
            treatments=Treatments(
                reader.every(reader.treatment, second["treatment"]),
                compiled(context["undone"]),
                compiled(context["undone_after"]),
                compiled(context["past"]),
            ),
        )


class _Reader:
    """Reads entries and checks their codes."""

    def __init__(self, codeset: CodeSet, strict: bool) -> None:
        self._codes, self._strict = codeset, strict

    def every(self, read: Callable[[Any], T], entries: Iterable[Any]) -> tuple[T, ...]:
        """All entries that the release has the codes for."""
        found = []
        for entry in entries:
            try:
                found.append(read(entry))
            except _OtherRelease:
                if self._strict:
                    raise
        return tuple(found)

    def combination(self, entry: dict[str, Any]) -> Combination:
        require(entry, "combination", {"id", "when", "code", "replaces", "source"}, {"words"})
        when = tuple(tuple(map(self.prefix, group)) for group in entry["when"])
        replaces = tuple(map(self.prefix, entry["replaces"]))
        words = compiled(entry["words"]) if "words" in entry else None
        return Combination(entry["id"], when, self._target(entry["code"]), replaces, entry["source"], words)

    def qualifier(self, entry: dict[str, Any]) -> Qualifier:
        require(entry, "qualifier", {"id", "codes", "code", "pattern", "source"})
        codes = frozenset(map(self.prefix, entry["codes"]))
        return Qualifier(entry["id"], codes, self._target(entry["code"]), compiled(entry["pattern"]))

    def precedence(self, entry: dict[str, Any], *, integral: bool = False) -> Precedence:
        require(entry, "precedence", {"codes", "by", "source"})
        codes, by = (tuple(map(self.prefix, entry[key])) for key in ("codes", "by"))
        return Precedence(codes, by, entry["source"], integral)

    def mapping(self, entry: dict[str, str]) -> dict[str, str]:
        if not entry.get("source"):
            raise wrong("history or family", "has no source")
        pairs = {prefix: code for prefix, code in entry.items() if prefix != "source"}
        read = self.every(lambda pair: (self.prefix(pair["from"]), self._target(pair["to"]) if pair["to"] else ""),
                          ({"from": prefix, "to": code} for prefix, code in pairs.items()))  # fmt: skip
        return dict(read)

    def treatment(self, entry: dict[str, Any]) -> Treatment:
        require(
            entry, "treatment", {"id", "code", "source"}, {"words", "pattern", "past", "sections", "needs", "unless"}
        )
        if ("words" in entry) == ("pattern" in entry):
            raise wrong(entry["id"], "needs either words or a pattern")
        pattern = entry.get("pattern") or r"(?i:\b(?:" + "|".join(map(re.escape, entry["words"])) + r")\b)"
        return Treatment(
            entry["id"],
            self._target(entry["code"]),
            compiled(pattern),
            bool(entry.get("past", False)),
            _sections(entry.get("sections", ()), entry["id"]),
            tuple(map(self.prefix, entry.get("needs", ()))),
            tuple(map(self.prefix, entry.get("unless", ()))),
        )

    def _target(self, code: str) -> str:
        for family in DIABETES if "{d}" in code else ("",):
            if code.replace("{d}", family) not in self._codes:
                raise _OtherRelease(*_said(code, f"is not a code of {self._codes.release}"))
        return code

    def prefix(self, prefix: str) -> str:
        starts = [prefix.replace("{d}", family) for family in DIABETES] if "{d}" in prefix else [prefix]
        if not any(start in self._codes or _CHAPTER_LIKE.fullmatch(start) for start in starts):
            raise _OtherRelease(*_said(prefix, f"begins no code of {self._codes.release}"))
        return prefix


def _sections(names: Iterable[str], entry: str) -> frozenset[str]:
    if unknown := set(names) - set(KINDS):
        raise wrong(entry, f"names the unknown section {unknown.pop()!r}")
    return frozenset(names)


def parse(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text of the coding knowledge. Raises CodeSetError when it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong(name, f"cannot be read: {error}") from error


def require(entry: Mapping[str, Any], name: str, keys: set[str], optional: set[str] | None = None) -> None:
    """Raises CodeSetError unless the entry has all of the keys, and beside them only optional ones."""
    odd = (keys - entry.keys()) | (entry.keys() - keys - (optional or set()))
    if odd:
        raise wrong(str(entry.get("id", name)), f"lacks or has unknown {', '.join(sorted(odd))}")


def compiled(text: str) -> re.Pattern[str]:
    """A pattern of the coding knowledge. Raises CodeSetError when it does not compile."""
    try:
        return re.compile(text)
    except re.error as error:
        raise wrong(text, f"does not compile: {error}") from error


def wrong(what: str, why: str) -> CodeSetError:
    """The error for an entry of the coding knowledge that cannot be used."""
    return CodeSetError(*_said(what, why))


def _said(what: str, why: str) -> tuple[str, str]:
    return f"The coding knowledge is damaged: {what!r} {why}.", "Install the program again."


class _OtherRelease(CodeSetError):
    """An entry names a code that this release does not have."""
