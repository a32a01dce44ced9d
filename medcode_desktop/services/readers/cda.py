"""HL7 CDA and C-CDA documents as notes: their sections with titles, tables as lines, or the document they wrap."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from medcode_desktop.core.types import Stated
from medcode_desktop.services.readers import kinds
from medcode_desktop.services.readers.flow import Role, flow_text, local_name, parse_xml
from medcode_desktop.services.readers.source import Document, Source, day_of, numbered, stated

NAMESPACE = "urn:hl7-org:v3"
_N = f"{{{NAMESPACE}}}"
_ROLES: dict[str, Role] = {
    **dict.fromkeys("renderMultiMedia colgroup col".split(), "skip"),
    **dict.fromkeys("text paragraph list item table caption thead tbody tfoot footnote".split(), "block"),
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "br": "break",
}
_PATIENT = f"{_N}recordTarget/{_N}patientRole/{_N}patient"


def read_cda(source: Source) -> Iterator[Document]:
    """The narrative of all sections in order. Raises DocumentError when there is none."""
    root = parse_xml(source, source.data, "a CDA document")
    yield from numbered(_documents(source, root, _stated(root)))


def _documents(source: Source, root: Any, said: Stated) -> Iterator[Document]:
    sections = [part for section in root.iter(f"{_N}section") if (part := _section(section))]
    if sections:
        yield Document("\n\n".join(sections), stated=said)
    for text in root.iterfind(f"{_N}component/{_N}nonXMLBody/{_N}text"):
        yield from _wrapped(source, text, said)


def heading(title: str) -> str:
    """The title of a section as a heading line of a note."""
    title = " ".join(title.split())
    return title if not title or title.endswith((":", ".")) else f"{title}:"


def _section(section: Any) -> str:
    """The title and narrative of a section, those inside it left out."""
    title, text = section.find(f"{_N}title"), section.find(f"{_N}text")
    name = "" if title is None else heading("".join(title.itertext()))
    body = "" if text is None else flow_text(text, _ROLES)
    return "\n".join(part for part in (name, body) if part)


def _wrapped(source: Source, text: Any, said: Stated) -> Iterator[Document]:
    content = "".join(text.itertext())
    if text.find(f"{_N}reference") is not None:
        source.refused.append(source.refusal("refers to a document that is kept elsewhere.", "Get that document."))
    elif text.get("representation") == "B64":
        try:
            data = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise source.damaged("a CDA document") from error
        source.spend(len(data))
        yield from kinds.documents_inside(source.inside("document", data), said)
    else:
        yield from kinds.documents_inside(source.inside("document", content.encode("utf-8", "replace")), said)


def _stated(root: Any) -> Stated:
    """The day of the encounter, else of the document; birth date and sex of the patient."""
    encounter = root.find(f"{_N}componentOf/{_N}encompassingEncounter/{_N}effectiveTime")
    times = [] if encounter is None else [encounter, *encounter]
    own = root.find(f"{_N}effectiveTime")
    times += [] if own is None else [own]
    days = (day_of(time.get("value")) for time in times if local_name(time) in ("effectiveTime", "low"))
    birth, sex = root.find(f"{_PATIENT}/{_N}birthTime"), root.find(f"{_PATIENT}/{_N}administrativeGenderCode")
    return stated(
        next((day for day in days if day), None),
        None if birth is None else day_of(birth.get("value")),
        None if sex is None else sex.get("code"),
    )
