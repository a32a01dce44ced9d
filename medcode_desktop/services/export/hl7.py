"""Reviews as HL7 v2.5.1 messages ADT^A08, one a note: each claimed diagnosis is a DG1 segment, each procedure a PR1.

ADT and not DFT^P03: the latter is about charges and must have one (FT1), which a note does not tell. Who the patient
is, is not known here: PID-3 and PV1-19 hold the name of the note, under the authority MEDCODE, for the interface engine
to put the real ones in their place. Several messages make a batch (BHS to BTS). Segments end with a carriage return.
The day of a procedure (PR1-5) is the date of service; where that is not known, it stays empty for the receiver to fill.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from medcode_desktop import __version__
from medcode_desktop.core.codesystem import PROCEDURES
from medcode_desktop.core.review import Review, Status
from medcode_desktop.core.types import CodingOptions, Setting, Sex
from medcode_desktop.services.export import with_zone

_ESCAPES = {"\\": "E", "|": "F", "^": "S", "&": "T", "~": "R"}
_ENCODING = "^~\\&"
_SENDER = "MEDCODE"
_SYSTEM = "I10C"
_OF_PROCEDURES = {PROCEDURES: "I10P", "CPT": "C4", "HCPCS": "HPC"}
"""Code systems in HL7 table 0396, that of diagnoses first."""


def hl7_text(reviews: Sequence[Review], options: CodingOptions, at: datetime) -> str:
    """The message of a note, or the batch of several. `at` is the time of the export, with its zone."""
    messages = [_message(review, number, options, at) for number, review in enumerate(reviews, 1)]
    if len(messages) != 1:
        header = _segment("BHS", _ENCODING, _SENDER, "", "", "", _time(at))
        messages = [header, *messages, _segment("BTS", str(len(messages)))]
    return "".join(messages)


def escaped(text: str) -> str:
    r"""A text as a field holds it (chapter 2.7): delimiters by their letter, control characters as \Xdd\."""
    signs = (
        f"\\{_ESCAPES[c]}\\" if c in _ESCAPES else f"\\X{ord(c):02X}\\" if ord(c) < 0x20 or ord(c) == 0x7F else c
        for c in text
    )
    return "".join(signs)


def _message(review: Review, number: int, options: CodingOptions, at: datetime) -> str:
    coding, facts = review.coding, options.facts
    control = uuid.uuid5(uuid.NAMESPACE_OID, f"{number}\n{coding.note_id}\n{coding.source}\n{at.isoformat()}").hex[:20]
    name = f"{escaped(coding.note_id)}^^^{_SENDER}^VN"
    sex = {Sex.FEMALE: "F", Sex.MALE: "M", None: "U"}[facts.sex]
    patient_class = "I" if facts.setting is Setting.INPATIENT else "O"
    day = f"{options.date_of_service:%Y%m%d}" if options.date_of_service else ""
    segments = [
        _segment(
            "MSH", _ENCODING, _SENDER, "", "", "", _time(at), "", "ADT^A08^ADT_A01", control, "P", "2.5.1", "", "", "",
            "", "", "UNICODE UTF-8",
        ),
        _segment("SFT", "MedCode Desktop", __version__, "MedCode Desktop", escaped(coding.model) or "-"),
        _segment("EVN", "A08", _time(at)),
        _segment("PID", "1", "", name, "", "^^^^^^U", "", "", sex),
        _segment("PV1", "1", patient_class, *[""] * 16, name, *[""] * 24, day),
    ]  # fmt: skip
    for place, code in enumerate(review.claimed, 1):
        title = escaped(code.suggestion.title)
        kind = "W" if code.status is Status.SUGGESTED else "F"  # working, final: HL7 table 0052
        attested = with_zone(code.decided_at)
        segments.append(
            _segment(
                "DG1", str(place), _SYSTEM, f"{escaped(code.code)}^{title}^{_SYSTEM}", title, day, kind,
                *[""] * 8, str(place), "", "", "", _time(attested) if attested else "",
            )
        )  # fmt: skip
    for place, code in enumerate(review.procedures, 1):
        system, title = _OF_PROCEDURES[code.system], escaped(code.suggestion.title)
        segments.append(_segment("PR1", str(place), "", f"{escaped(code.code)}^{title}^{system}", title, day))
    return "".join(segments)


def _segment(name: str, *fields: str) -> str:
    return "|".join([name, *fields]).rstrip("|") + "\r"


def _time(time: datetime) -> str:
    return f"{time.year:04}{time:%m%d%H%M%S%z}"
