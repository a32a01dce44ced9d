"""HL7 v2 messages (ORU, MDM, OUL, REF ...) as notes: the text of their OBX and NTE segments, embedded documents too."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from medcode_desktop.core.types import Stated
from medcode_desktop.services.readers import kinds
from medcode_desktop.services.readers.plain import decode
from medcode_desktop.services.readers.source import Document, Source, day_of, numbered, stated, tidy

_SEGMENT_END = re.compile(r"[\r\n]+")
_SEGMENT_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_FRAME = re.compile(r"[\x0b\x1c]")
_TEXT_TYPES = frozenset(("TX", "FT", ""))
_CODED_TYPES = frozenset(("CE", "CWE", "CNE", "CF"))
_FORMATS = {"br": "\n", "sp": "\n", "in": "", "ti": "", "sk": " ", "ce": "\n", "fi": "", "nf": "", "H": "", "N": ""}
_DAY_FIELDS = (("PV1", 44), ("OBR", 7), ("TXA", 4), ("EVN", 6), ("EVN", 2))
"""Where the day of the encounter stands: admission, observation, activity of the document, event."""


@dataclass(slots=True)
class Message:
    """One message: its segments as fields, and the characters that part them (HL7 v2 section 2.5)."""

    separator: str
    component: str
    repetition: str
    escape: str
    segments: list[list[str]] = field(default_factory=list)

    def first(self, name: str, number: int) -> str:
        """A field of the first segment of that name that fills it, "" where there is none."""
        return next((text for s in self.segments if s[0] == name and (text := get(s, number))), "")

    def plain(self, text: str) -> str:
        """Text of a field with its escape sequences replaced."""
        if not self.escape or self.escape not in text:
            return text
        mark = re.escape(self.escape)
        return re.sub(f"{mark}([^{mark}]{{0,200}}){mark}", self._unescaped, text)

    def _unescaped(self, found: re.Match[str]) -> str:
        code = found[1]
        own = {"F": self.separator, "S": self.component, "R": self.repetition, "E": self.escape, "T": "&"}
        if code in own:
            return own[code]
        if code.startswith("X"):
            try:
                return bytes.fromhex(code[1:]).decode("utf-8", "replace").replace("\r", "\n")
            except ValueError:
                return ""
        name = re.match(r"\.?([A-Za-z]+)", code)
        return _FORMATS.get(name[1], "") if name else ""


def get(segment: list[str], number: int) -> str:
    """A field by its number in the standard."""
    return segment[number] if number < len(segment) else ""


def read_hl7(source: Source) -> Iterator[Document]:
    """A note a message. Raises DocumentError when none of the messages holds text."""
    yield from numbered(document for message in _messages(decode(source)) for document in _documents(source, message))


def _messages(text: str) -> Iterator[Message]:
    message = None
    for lines in _segments(text):
        first = lines[0]
        if first.startswith("MSH"):
            if message:
                yield message
            marks = first[4:].split(first[3], 1)[0].ljust(3, "\x00")
            component, repetition, escape = (mark.replace("\x00", "") for mark in marks[:3])
            message = Message(first[3], component, repetition, escape)
            message.segments.append(["MSH", first[3], *first[4:].split(first[3])])
        elif message and first[:3] not in ("FHS", "BHS", "BTS", "FTS"):
            goes_on = lines if first[:3] in ("OBX", "NTE") else lines[:1]
            message.segments.append(f"{message.escape}.br{message.escape}".join(goes_on).split(message.separator))
    if message:
        yield message


def _segments(text: str) -> Iterator[list[str]]:
    """The lines of each segment: several where a field has line ends, which is forbidden and done all the same."""
    lines: list[str] = []
    separator = "|"
    for line in _SEGMENT_END.split(_FRAME.sub("\r", text)):
        if line.startswith("MSH") and len(line) > 3:
            separator = line[3]
        if len(line) > 3 and line[3] == separator and _SEGMENT_NAME.match(line):
            if lines:
                yield lines
            lines = [line]
        elif line and lines:
            lines.append(line)
    if lines:
        yield lines


def _documents(source: Source, message: Message) -> Iterator[Document]:
    source.check_time()
    said = _stated(message)
    observations = [segment for segment in message.segments if segment[0] == "OBX"]
    names = {_name(message, segment) for segment in observations if get(segment, 2) in _TEXT_TYPES}
    lines: list[str] = []
    heading = ""
    for segment in message.segments:
        if segment[0] == "NTE":
            lines += _repetitions(message, get(segment, 3))
        elif segment[0] == "OBX":
            kind, name = get(segment, 2), _name(message, segment)
            if kind in ("ED", "RP"):
                yield from _embedded(source, message, segment, said)
            elif kind in _TEXT_TYPES:
                if len(names) > 1 and name and name != heading:
                    lines += ["", f"{name}:"]
                heading = name
                lines += _repetitions(message, get(segment, 5))
            elif value := _value(message, segment, kind):
                heading = ""
                lines.append(f"{name}: {value}" if name else value)
    text = tidy("\n".join(lines))
    if text:
        yield Document(text, stated=said)


def _stated(message: Message) -> Stated:
    days = (day_of(message.first(name, number)) for name, number in _DAY_FIELDS)
    return stated(next((day for day in days if day), None), day_of(message.first("PID", 7)), message.first("PID", 8))


def _name(message: Message, segment: list[str]) -> str:
    parts = get(segment, 3).split(message.component or "^")
    return message.plain((parts[1] if len(parts) > 1 else "") or "").strip()


def _repetitions(message: Message, text: str) -> list[str]:
    parts = text.split(message.repetition) if message.repetition else [text]
    return [message.plain(part) for part in parts]


def _value(message: Message, segment: list[str], kind: str) -> str:
    """The value of a result with its unit and what the laboratory says about it."""
    parts = get(segment, 5).split(message.component) if message.component else [get(segment, 5)]
    text = (parts[1] if len(parts) > 1 and parts[1] else parts[0]) if kind in _CODED_TYPES else " ".join(parts)
    unit = get(segment, 6).split(message.component)[0] if message.component else get(segment, 6)
    flag = get(segment, 8)
    words = [message.plain(text).strip(), message.plain(unit).strip(), f"({flag})" if flag not in ("", "N") else ""]
    return " ".join(word for word in words if word) if words[0] else ""


def _embedded(source: Source, message: Message, segment: list[str], said: Stated) -> Iterator[Document]:
    """A document inside a field (type ED: source, type, subtype, encoding, data)."""
    parts = get(segment, 5).split(message.component or "^")
    data = parts[4] if len(parts) > 4 else ""
    if not data:
        source.refused.append(source.refusal("refers to a document that is kept elsewhere.", "Get that document."))
        return
    if parts[3].strip().lower() == "base64":
        try:
            content = base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            source.refused.append(source.damaged("an HL7 message"))
            return
    else:
        content = message.plain(data).encode("utf-8", "replace")
    source.spend(len(content))
    yield from kinds.documents_inside(source.inside(_name(message, segment) or "document", content), said)
