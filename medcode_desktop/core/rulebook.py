"""The guidelines as data: what comes first, what goes together, what needs more; checked on codes in sequence.

Everything comes from `resources/rules.toml`, where each rule names its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medcode_desktop.core.code_ranges import CodeGroup
from medcode_desktop.core.knowledge import parse, require, wrong
from medcode_desktop.core.types import Edit, Facts, Setting, Severity, Sex

_KEYS = {"id", "codes", "says", "source"}
_KINDS: dict[str, tuple[set[str], set[str]]] = {
    "never_first": (set(), {"severity", "setting"}),
    "first_only": (set(), {"severity"}),
    "conflict": ({"with"}, {"severity", "setting"}),
    "needs": ({"one_of"}, {"severity", "setting", "unless"}),
    "before": ({"then"}, {"severity"}),
    "once": (set(), {"severity"}),
    "age": ({"years"}, {"severity"}),
    "sex": ({"sex"}, {"severity"}),
}
"""The kinds of rules: keys that each needs beside the common ones, and those that it may have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `says` is a sentence with {code} and {other}; `others` are the codes of `with`, `one_of` or `then`."""

    id: str
    kind: str
    codes: CodeGroup
    says: str
    source: str
    severity: Severity
    others: CodeGroup
    unless: CodeGroup
    setting: Setting | None = None
    years: tuple[float, float] = (0, 200)
    sex: Sex | None = None

    def edit(self, code: str, other: str = "", fix: tuple[str, ...] = ()) -> Edit:
        says = self.says.format(code=code, other=other)
        return Edit(self.severity, self.id, (code, other) if other else (code,), f"{says} ({self.source})", fix)


class RuleBook:
    """All rules, read from the text of `rules.toml`."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)

    @classmethod
    def read(cls, text: str) -> RuleBook:
        """Raises CodeSetError when an entry has an unknown or missing key or value, or its name is there twice."""
        tables = parse(text, "rules.toml")
        require(tables, "rules.toml", set(), set(_KINDS))
        rules = [_read_rule(kind, entry) for kind, entries in tables.items() for entry in entries]
        names = [rule.id for rule in rules]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise wrong(twice, "is there twice")
        return cls(rules)

    def check(self, codes: Sequence[str], facts: Facts) -> Iterator[Edit]:
        """The edits on existing codes in sequence, none twice."""
        for rule in self.rules:
            if rule.setting in (None, facts.setting or Setting.OUTPATIENT):
                mine = [code for code in codes if code in rule.codes]
                if mine:
                    yield from _CHECKS[rule.kind](rule, mine, codes, facts)


def _never_first(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    if mine[0] == codes[0]:
        follower = next((code for code in codes if code not in rule.codes), None)
        yield rule.edit(mine[0], fix=_moved(codes, follower, 0) if follower else ())


def _first_only(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    """Several may share the first places: two encounters of one day (Guidelines I.C.21.c.16)."""
    place = 0
    while place < len(codes) and codes[place] in rule.codes:
        place += 1
    for code in mine:
        if codes.index(code) > place:
            yield rule.edit(code, fix=_moved(codes, code, place))


def _conflict(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    for code in mine:
        other = next((c for c in codes if c != code and c in rule.others), None)
        if other and not (other in rule.codes and code in rule.others and codes.index(other) < codes.index(code)):
            yield rule.edit(code, other)


def _needs(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    for code in mine:
        if not any(c in rule.others or c in rule.unless for c in codes if c != code):
            yield rule.edit(code)


def _before(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    later = next((c for c in codes if c in rule.others and c not in rule.codes), None)
    if later and codes.index(mine[0]) > codes.index(later):
        yield rule.edit(mine[0], later, _moved(codes, mine[0], codes.index(later)))


def _once(rule: Rule, mine: Sequence[str], codes: Sequence[str], _: Facts) -> Iterator[Edit]:
    for other in mine[1:]:
        yield rule.edit(mine[0], other)


def _age(rule: Rule, mine: Sequence[str], codes: Sequence[str], facts: Facts) -> Iterator[Edit]:
    if facts.age is not None and not rule.years[0] <= int(facts.age) <= rule.years[1]:
        yield from (rule.edit(code) for code in mine)


def _sex(rule: Rule, mine: Sequence[str], codes: Sequence[str], facts: Facts) -> Iterator[Edit]:
    if facts.sex is not None and facts.sex is not rule.sex:
        yield from (rule.edit(code) for code in mine)


_CHECKS = {
    "never_first": _never_first, "first_only": _first_only, "conflict": _conflict, "needs": _needs,
    "before": _before, "once": _once, "age": _age, "sex": _sex,
}  # fmt: skip


def _moved(codes: Sequence[str], code: str, place: int) -> tuple[str, ...]:
    """The codes with one of them at another place."""
    rest = [c for c in codes if c != code]
    return (*rest[:place], code, *rest[place:])


def _read_rule(kind: str, entry: Mapping[str, Any]) -> Rule:
    needed, allowed = _KINDS[kind]
    require(entry, kind, _KEYS | needed, allowed)
    others = next((entry[key] for key in ("with", "one_of", "then") if key in entry), ())
    try:
        return Rule(
            entry["id"], kind, CodeGroup(entry["codes"]), entry["says"], entry["source"],
            Severity(entry.get("severity", "error")), CodeGroup(others), CodeGroup(entry.get("unless", ())),
            Setting(entry["setting"]) if "setting" in entry else None,
            tuple(entry.get("years", (0, 200))), Sex(entry["sex"]) if "sex" in entry else None,
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise wrong(entry["id"], f"has a wrong value: {error}") from error
