"""HCCs, chronic conditions and CCSR groups are those of the official tables."""

from __future__ import annotations

from datetime import date

import pytest

from medcode_desktop.core.review import Review, Signature
from medcode_desktop.core.types import Assertion, Coding, CodingOptions, Facts, Scope, Sex, Suggestion
from medcode_desktop.services.risk import RiskGroups, payment_year


@pytest.fixture(scope="module")
def groups() -> RiskGroups:
    return RiskGroups()


@pytest.mark.parametrize(
    ("code", "flags"),
    [
        ("E11.22", ("hcc", "hcc:37", "chronic", "ccsr:END003")),
        ("I50.22", ("hcc", "hcc:226", "chronic", "ccsr:CIR019")),
        ("I10", ("chronic", "ccsr:CIR007")),
        ("J18.9", ("ccsr:RSP002",)),
        ("X99.999", ()),
    ],
)
def test_flags(groups: RiskGroups, code: str, flags: tuple[str, ...]) -> None:
    assert groups.flags(code, 2026) == flags


def test_hierarchies_and_score(groups: RiskGroups) -> None:
    """V28: diabetes with chronic complications (37) trumps diabetes without (38)."""
    total = groups.total(["E11.22", "E11.9", "I50.22"], Facts(70, Sex.FEMALE), 2026)
    assert total is not None
    assert (total.hccs, total.year) == (("37", "226"), 2026)
    assert total.score is not None
    assert 0.8 < total.score < 1.6
    unknown = groups.total(["E11.22"], Facts(), 2026)
    assert unknown is not None
    assert unknown.score is None


@pytest.mark.parametrize(("day", "year"), [("2025-12-31", 2026), ("2020-01-01", 2025), ("2030-01-01", 2027)])
def test_diagnoses_of_a_year_count_for_the_next(day: str, year: int) -> None:
    assert payment_year(CodingOptions(date_of_service=date.fromisoformat(day))) == year


def _suggested(code: str, assertion: Assertion = Assertion.PRESENT) -> Suggestion:
    return Suggestion(code, "", 0.9, True, assertion, ())


def test_a_coding_gets_its_flags_and_the_total_of_what_can_be_claimed(groups: RiskGroups) -> None:
    codes = (_suggested("E11.22"), _suggested("C18.9", Assertion.FAMILY), _suggested("I50.22", Assertion.NEGATED))
    options = CodingOptions(date_of_service=date(2025, 3, 1))
    flagged = groups.flagged(Coding("n", "", "", "", codes), options)
    assert flagged.suggestions[0].flags[:2] == ("hcc", "hcc:37")
    assert flagged.risk is not None
    assert (flagged.risk.hccs, flagged.risk.year, flagged.risk.score) == (("37",), 2026, None)
    mentions = groups.flagged(Coding("n", "", "", "", codes), CodingOptions(scope=Scope.MENTIONS))
    assert mentions.risk is None and mentions.suggestions[0].flags


def test_the_total_follows_the_decisions_and_chosen_codes_get_their_flags(groups: RiskGroups) -> None:
    options = CodingOptions(date_of_service=date(2025, 3, 1), facts=Facts(70, Sex.FEMALE))
    review = Review.of(groups.flagged(Coding("n", "", "", "", (_suggested("E11.22"),)), options))
    before = review.coding.risk
    by = Signature("rk")
    added = groups.reviewed(review.add(_suggested("I50.22"), by), options)
    assert added.codes[1].suggestion.flags[:2] == ("hcc", "hcc:226")
    assert added.coding.risk is not None and before is not None
    assert added.coding.risk.hccs == ("37", "226")
    assert added.coding.risk.score is not None and before.score is not None
    assert added.coding.risk.score > before.score
    rejected = groups.reviewed(added.reject(0, by), options).coding.risk
    assert rejected is not None and rejected.hccs == ("226",)
