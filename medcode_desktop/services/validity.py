"""Codes that their release still has, but that are not valid on the date of service, or no more in a newer release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.tabular_rules import told_successors
from medcode_desktop.core.types import Coding, Edit, Facts, Severity
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.claim_editor import LAST_DAY, ClaimEditor
from medcode_desktop.services.releases import newest_code_set


class Validity:
    """Asks the newest installed release and, where it is installed, the Medicare Code Editor; close it after use.

    Both are opened when they are first needed. One thread uses it.
    """

    def __init__(self) -> None:
        self._editor: ClaimEditor | None = None
        self._has_editor = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._editor is not None:
            self._editor.close()
            self._editor = None

    def edits(self, codes: Sequence[str], codeset: CodeSet, day: date | None) -> tuple[Edit, ...]:
        """Edits on the codes that the release has, for a date of service, None when it is not known.

        Without a date, codes that a newer release no longer has are told as warnings. For a day after the release,
        those that the editor does not accept on that day are errors.
        """
        known = [code for code in dict.fromkeys(codes) if code in codeset]
        if day is None:
            return self._gone(known, codeset)
        return self._refused(known, day) if day > codeset.expires else ()

    def told(self, coding: Coding, codeset: CodeSet, day: date | None) -> Coding:
        """The coding with these edits among its own, and the codes that the editor refuses named in its warnings."""
        found = self.edits([s.code for s in coding.suggestions], codeset, day)
        edits = sorted([*coding.edits, *found], key=lambda edit: list(Severity).index(edit.severity))
        refused = [edit.codes[0] for edit in found if edit.severity is Severity.ERROR]
        words = f"Not valid on {day} by the Medicare Code Editor: {', '.join(refused)}."
        return replace(coding, edits=tuple(edits), warnings=(*coding.warnings, *([words] if refused else [])))

    def _gone(self, known: Sequence[str], codeset: CodeSet) -> tuple[Edit, ...]:
        with newest_code_set() as newest:
            if newest.effective <= codeset.effective:
                return ()
            return tuple(
                Edit(Severity.WARNING, "deleted_later", (code,), _words(code, newest))
                for code in known
                if code not in newest or (codeset.is_billable(code) and not newest.is_billable(code))
            )

    def _refused(self, known: Sequence[str], day: date) -> tuple[Edit, ...]:
        editor = self._opened()
        if editor is None:
            return ()
        asked = min(day, LAST_DAY)  # what was deleted by then stays so
        refused = [e.codes[0] for e in editor.check(known, Facts(), asked) if e.kind == "invalid_code"]
        says = f"is not valid on {day} (Medicare Code Editor, INVALID_CODE): import the release in force to see why."
        return tuple(Edit(Severity.ERROR, "invalid_code", (code,), f"{code} {says}") for code in refused)

    def _opened(self) -> ClaimEditor | None:
        if self._editor is None and self._has_editor:
            try:
                self._editor = ClaimEditor()
            except MedCodeError:
                self._has_editor = False  # the package is optional
        return self._editor


def _words(code: str, newest: CodeSet) -> str:
    since = f"From {newest.effective} on, {code} is not billable ({newest.release})"
    successors = newest.successors(code)
    return f"{since}: {told_successors(successors)} for services from then on." if successors else f"{since}."
