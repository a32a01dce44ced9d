"""Codes that their release has, but that are not valid on the date of service, or no more in a newer release.

The newest installed release is asked, and where it is installed the Medicare Code Editor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.frames import Frame
from medcode_desktop.core.tabular_rules import told_successors
from medcode_desktop.core.types import Coding, Edit, Facts, Severity
from medcode_desktop.errors import MedCodeError
from medcode_desktop.services.claim_editor import INVALID, LAST_DAY, ClaimEditor
from medcode_desktop.services.releases import newest_code_set

NOT_YET_IMPORTED = "invalid_on_day"
"""Kind of the edit on a code that only the editor refuses, because the release in force is not installed."""


def validity_edits(codes: Sequence[str], codeset: CodeSet, day: date | None) -> tuple[Edit, ...]:
    """Edits on those of the codes that the release has, for a date of service, None when it is not known.

    Without a date, codes that a newer release no longer has are told as warnings. For a day after the release, those
    that the editor does not accept on that day are errors.
    """
    known = [code for code in dict.fromkeys(codes) if code in codeset]
    if day is None:
        return _gone(known, codeset)
    return _refused(known, day) if day > codeset.expires else ()


def with_validity(coding: Coding, codeset: CodeSet, day: date | None) -> Coding:
    """The coding with these edits among its own, and the codes that the editor refuses named in a warning."""
    found = validity_edits([s.code for s in coding.suggestions], codeset, day)
    edits = sorted([*coding.edits, *found], key=lambda edit: list(Severity).index(edit.severity))
    warnings = (*coding.warnings, *filter(None, [refused_words(found, day)]))
    return replace(coding, edits=tuple(edits), warnings=warnings)


def refused_words(edits: Sequence[Edit], day: date | None) -> str:
    """The codes among edits that the editor refuses, in one sentence; "" when there are none."""
    refused = [edit.codes[0] for edit in edits if edit.kind == NOT_YET_IMPORTED]
    return Frame.REFUSED.format(day=day, codes=", ".join(refused)) if refused else ""


def outside_words(codeset: CodeSet, day: date | None) -> str:
    """That no installed release is in force on the day; "" when `codeset` is, or the day is not known."""
    if day is None or codeset.effective <= day <= codeset.expires:
        return ""
    since, until = codeset.effective, codeset.expires
    return Frame.OUTSIDE_ALL.format(day=day, release=codeset.release, since=since, until=until)


def _gone(known: Sequence[str], codeset: CodeSet) -> tuple[Edit, ...]:
    with newest_code_set() as newest:
        if newest.effective <= codeset.effective:
            return ()
        return tuple(
            Edit(Severity.WARNING, "deleted_later", (code,), _words(code, newest))
            for code in known
            if code not in newest or (codeset.is_billable(code) and not newest.is_billable(code))
        )


def _refused(known: Sequence[str], day: date) -> tuple[Edit, ...]:
    try:
        with ClaimEditor() as editor:
            asked = min(day, LAST_DAY)  # what was deleted by then stays so
            refused = [e.codes[0] for e in editor.check(known, Facts(), asked) if e.kind == "invalid_code"]
    except MedCodeError:
        return ()  # the package is optional
    return tuple(
        Edit(Severity.ERROR, NOT_YET_IMPORTED, (code,), Frame.EDITOR_INVALID.format(code=code, day=day, name=INVALID))
        for code in refused
    )


def _words(code: str, newest: CodeSet) -> str:
    successors = newest.successors(code)
    frames = (Frame.DELETED_LATER, Frame.REPLACED_LATER, Frame.REPLACED_LATER_BY_SEVERAL)
    told = told_successors(successors)
    frame = frames[min(len(successors), 2)]
    return frame.format(day=newest.effective, code=code, release=newest.release, better=told, codes=told)
