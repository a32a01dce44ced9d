"""Which kind of document something is, by what it holds, and the one table that says which reader takes each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from medcode_desktop.core.types import Stated
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.readers.packed import members, open_archive
from medcode_desktop.services.readers.plain import read_plain, split_encounters, utf16_without_mark
from medcode_desktop.services.readers.source import COPY_HINT, Document, Source


class Kind(StrEnum):
    """A family of documents; the value names it in messages."""

    TEXT = "text"
    RTF = "rich text (RTF)"
    PDF = "a PDF"
    PICTURE = "a picture"
    PACKED = "a ZIP file or Office document"
    HTML = "a web page (HTML)"
    CDA = "a CDA document"
    FHIR = "FHIR (JSON)"
    HL7 = "an HL7 message"
    MAIL = "a mail"
    CSV = "a table (CSV)"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What cannot be read, in words that go on after the document's name, and what to do instead."""

    reason: str
    hint: str = COPY_HINT


ENDINGS = {
    Kind.TEXT: (".md", ".note", ".text", ".txt"),
    Kind.RTF: (".rtf",),
    Kind.PDF: (".pdf",),
    Kind.PICTURE: (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"),
    Kind.PACKED: (".docm", ".docx", ".odt", ".xlsm", ".xlsx", ".zip"),
    Kind.HTML: (".htm", ".html", ".xhtml"),
    Kind.CDA: (".ccda", ".cda", ".xml"),
    Kind.FHIR: (".json", ".ndjson"),
    Kind.HL7: (".hl7",),
    Kind.MAIL: (".eml",),
    Kind.CSV: (".csv", ".tsv"),
}
"""The endings that such documents usually have. What a document is, its content decides."""

HEAD = 4096
"""Bytes from the start of a document that tell its kind."""

_SAVE_HINT = "Open it and save it as .docx or .pdf."
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_UNREADABLE = (
    (b"GIF8", Unreadable("is not a text: it looks like a GIF picture.", "Save it as PNG.")),
    (b"\x1f\x8b", Unreadable("is not a text: it looks like a compressed (gzip) file.", "Unpack it first.")),
    (b"7z\xbc\xaf", Unreadable("is not a text: it looks like a 7-Zip archive.", "Unpack it, or pack it as ZIP.")),
    (b"Rar!", Unreadable("is not a text: it looks like a RAR archive.", "Unpack it, or pack it as ZIP.")),
    (b"GGUF", Unreadable("is not a text: it looks like a model file.", "Add it with medcode models import.")),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HL7 = re.compile(r"[\x0b\s]*(?:MSH|FHS|BHS)([^\w\s])[^\w\s]{1,5}\1")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_HEADER = re.compile(r"[!-9;-~]{1,60}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_MAIL_ONLY = ("mime-version:", "message-id:", "received:", "return-path:", "delivered-to:")
_RESOURCE = re.compile(r'"resourceType"\s*:')


def kind_of(data: bytes, ending: str) -> Kind | Unreadable:
    """The kind of a document by its first bytes, `HEAD` or more; the ending decides where two would fit."""
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.PACKED
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Kind.PICTURE
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return Kind.PICTURE
    if data.startswith(_OLD_OFFICE):
        return _old_office(data)
    if data[4:8] == b"ftyp":
        return Unreadable("is not a text: it looks like a film or a HEIC picture.", "Save the picture as JPEG.")
    if data[128:132] == b"DICM":
        return Unreadable("is a DICOM picture.", "Open its report instead.")
    for magic, unreadable in _UNREADABLE:
        if data.startswith(magic):
            return unreadable
    return _kind_of_text(_characters(data), ending)


def documents_in(source: Source) -> list[Document]:
    """All notes of a document. What cannot be read inside it is in `source.refused`.

    Raises DocumentError, naming the document and the reason, when it cannot be read at all.
    """
    kind = kind_of(source.data, source.ending)
    if isinstance(kind, Unreadable):
        raise source.refusal(kind.reason, kind.hint)
    try:
        found = list(_reader(kind)(source))
        if kind in (Kind.TEXT, Kind.RTF, Kind.PDF, Kind.PICTURE, Kind.HTML):
            found = [part for document in found for part in split_encounters(document)]
    except DocumentError:
        raise
    except Exception as error:  # what the libraries raise on damaged files has no common base
        raise source.damaged(kind) from error
    if not found:
        raise source.refused.pop(0) if source.refused else source.refusal("holds no text that could be coded.", "")
    return found


def documents_inside(source: Source, said: Stated | None = None) -> Iterator[Document]:
    """The notes of a document inside another, with what the outer one states unless it states something itself.

    One that cannot be read is added to `source.refused`. Raises DocumentError when nothing more may be read at all.
    """
    try:
        found = documents_in(source)
    except DocumentError as error:
        if source.budget.exhausted:
            raise
        source.refused.append(error)
        return
    for document in found:
        stated = said if said and document.stated == Stated() else document.stated
        yield replace(document, label=source.label + document.label, stated=stated)


def _reader(kind: Kind) -> Callable[[Source], Iterable[Document]]:
    """The reader of a kind, loaded when it is needed: some bring large libraries."""
    match kind:
        case Kind.RTF:
            from medcode_desktop.services.readers.rtf import read_rtf as reader
        case Kind.PDF:
            from medcode_desktop.services.readers.pdf import read_pdf as reader
        case Kind.PICTURE:
            from medcode_desktop.services.readers.pictures import read_picture as reader
        case Kind.HTML:
            from medcode_desktop.services.readers.markup import read_html as reader
        case Kind.CDA:
            from medcode_desktop.services.readers.cda import read_cda as reader
        case Kind.FHIR:
            from medcode_desktop.services.readers.fhir import read_fhir as reader
        case Kind.HL7:
            from medcode_desktop.services.readers.hl7 import read_hl7 as reader
        case Kind.MAIL:
            from medcode_desktop.services.readers.mail import read_mail as reader
        case Kind.CSV:
            from medcode_desktop.services.readers.tables import read_csv as reader
        case Kind.PACKED:
            reader = _read_packed
        case Kind.TEXT:
            reader = read_plain
    return reader


def _read_packed(source: Source) -> Iterator[Document]:
    """An office document by the parts it has, else an archive with a document in each file."""
    from medcode_desktop.services.readers.office import read_docx, read_odt
    from medcode_desktop.services.readers.tables import read_xlsx

    with open_archive(source) as archive:
        names = frozenset(archive.namelist())
        if "[Content_Types].xml" in names or "_rels/.rels" in names:
            folders = {name.partition("/")[0] for name in names}
            if "xl" in folders and not any(name.endswith("workbook.bin") for name in names):
                yield from read_xlsx(source, archive)
            elif "word" in folders:
                yield from _whole(read_docx(source, archive))
            else:
                raise source.refusal("is an Office document of a kind that cannot be read.", _SAVE_HINT)
        elif "content.xml" in names:
            if "mimetype" in names and b"opendocument.text" not in archive.read("mimetype")[:100]:
                raise source.refusal("is an OpenDocument file, but no text.", "Save it as .xlsx, .docx or .pdf.")
            yield from _whole(read_odt(source, archive))
        else:
            for inner in members(source, archive):
                yield from documents_inside(inner)


def _whole(documents: Iterable[Document]) -> Iterator[Document]:
    for document in documents:
        yield from split_encounters(document)


def _old_office(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("is protected with a password.", "Open it with the password and save it without one.")
    return Unreadable("is not a text: it looks like an old Word or Office file, or an Outlook message.", _SAVE_HINT)


def _kind_of_text(text: str, ending: str) -> Kind | Unreadable:
    start = text.lstrip("\ufeff \t\r\n\x0b")
    if _HL7.match(start):
        return Kind.HL7
    if start.startswith(("{", "[")):
        if _RESOURCE.search(text):
            return Kind.FHIR
        if ending in ENDINGS[Kind.FHIR]:
            return Unreadable("is JSON, but no FHIR resource.")
    if start.startswith("<"):
        if "ClinicalDocument" in text and "urn:hl7-org:v3" in text:
            return Kind.CDA
        if _HTML.search(text[:2048]) or ending in ENDINGS[Kind.HTML]:
            return Kind.HTML
        if start.startswith("<?xml") or ending in ENDINGS[Kind.CDA]:
            return Unreadable("is XML, but no CDA document.", "Export it as CDA, FHIR JSON, PDF or text.")
    if _is_mail(start, ending):
        return Kind.MAIL
    if ending in ENDINGS[Kind.CSV]:
        return Kind.CSV
    from medcode_desktop.services.readers.tables import has_notes_header

    line, more, _ = start.partition("\n")
    return Kind.CSV if more and has_notes_header(line) else Kind.TEXT


def _is_mail(start: str, ending: str) -> bool:
    """Header lines up to a blank one, among them one that only mail has: a memo may have the others too."""
    place, names = 0, []
    while header := _HEADER.match(start, place):
        names.append(header[0].partition(":")[0].lower() + ":")
        place = header.end()
    return any(name in _MAIL_ONLY for name in names) or (ending in ENDINGS[Kind.MAIL] and len(names) > 1)


def _characters(data: bytes) -> str:
    """The first characters as they may be; for guessing only."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode(utf16_without_mark(data) or "utf-8", "replace")
