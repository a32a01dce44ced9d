"""One short note as a document of every kind that can be read, and documents that are damaged, hostile or odd."""

from __future__ import annotations

import base64
import csv
import io
import json
import struct
import zipfile
from email.message import EmailMessage
from html import escape

from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

NOTE = """Chief complaint:
Cough and fever for three days.

Assessment:
1. Community-acquired pneumonia, right lower lobe.
2. Type 2 diabetes mellitus with diabetic nephropathy, A1c 8.1 %.
3. Hypertension, well-controlled. Patient’s café visit at 38 °C.

Plan:
Amoxicillin 1 g three times a day. No chest pain. Return in 3 days."""

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1960-05-04", "gender": "female"}


def packed(files: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def docx(text: str = NOTE, *, body: str = "") -> bytes:
    body = body or "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r></w:p>' for t in lines(text))
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document})


def odt(text: str = NOTE, *, manifest: str = "<manifest/>") -> bytes:
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines(text))
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def rtf(text: str = NOTE) -> bytes:
    units = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").encode("utf-16-le")
    words = "".join(
        chr(unit) if unit < 128 else f"\\u{unit - 65536 if unit > 32767 else unit}?"
        for (unit,) in struct.iter_unpack("<H", units)
    )
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 " + words.replace("\n", "\\par\n") + "}").encode("ascii")


def html(text: str = NOTE) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines(text))
    head = "<head><meta charset='utf-8'><title>T</title><style>p {}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body><script>steal()</script>{body}</body></html>".encode()


def pdf(pages: list[str] | None = None, *, size: tuple[int, int] = (612, 792), extra: str = "") -> bytes:
    """A PDF with one font in WinAnsi encoding, a line of text where the page's text has one."""
    pages = [NOTE] if pages is None else pages
    contents = []
    for page in pages:
        rows = "".join(f"({_pdf_text(line)}) Tj T*\n" for line in page.split("\n"))
        contents.append(f"BT /F1 11 Tf 14 TL 60 {size[1] - 70} Td\n{rows}ET")
    return pdf_of(contents, size=size, extra=extra)


def pdf_of(contents: list[str], *, size: tuple[int, int] = (612, 792), extra: str = "") -> bytes:
    """A PDF of pages with these content streams."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra}>>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        box = f"/MediaBox [0 0 {size[0]} {size[1]}] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>")
        length = len(content.encode("windows-1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{content}\nendstream")
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("windows-1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def locked_pdf() -> bytes:
    """A PDF that asks for a password (standard security handler, revision 2)."""
    encryption = f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    key = f"<{'00' * 16}>"
    return pdf().replace(b"/Root 1 0 R", f"/Root 1 0 R /Encrypt {encryption} /ID [{key} {key}]".encode("ascii"))


def picture(text: str = NOTE, *, form: str = "PNG", size: tuple[int, int] = (1240, 900), height: int = 26) -> bytes:
    return saved(drawn(text, size=size, height=height), form)


def drawn(text: str, *, size: tuple[int, int] = (1240, 900), height: int = 26) -> Image.Image:
    image = Image.new("RGB", size, "white")
    font = ImageFont.truetype(FONT, height)
    ImageDraw.Draw(image).multiline_text((60, 50), text, fill="black", font=font, spacing=height // 2)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def scanned_pdf(text: str = NOTE) -> bytes:
    return saved(drawn(text), "PDF", resolution=150)


def hl7(text: str = NOTE, *, control: str = "1", extra: str = "") -> bytes:
    escaped = text
    for character, name in (("\\", "E"), ("|", "F"), ("^", "S"), ("&", "T"), ("~", "R")):
        escaped = escaped.replace(character, f"\\{name}\\")
    rows = [f"OBX|{n}|TX|28570-0^Note^LN||{line}||||||F" for n, line in enumerate(escaped.split("\n"), 1)]
    head = [
        f"MSH|^~\\&|EHR|CLINIC|MC|HERE|20260302101500||MDM^T02|{control}|P|2.5",
        "PID|1||123^^^MRN||Roe^Jane||19600504|F",
        "PV1|1|O|||||||||||||||||||||||||||||||||||||||||||20260301",
        "TXA|1|PN|TX|20260302",
    ]
    return ("\r".join([*head, *rows]) + "\r" + extra).encode()


def cda(text: str = NOTE, *, body: str = "") -> bytes:
    sections = []
    for part in text.split("\n\n"):
        title, _, rest = part.partition("\n")
        paragraphs = "".join(f"<paragraph>{escape(line)}</paragraph>" for line in rest.split("\n"))
        sections.append(
            f"<component><section><title>{escape(title)}</title><text>{paragraphs}</text></section></component>"
        )
    body = body or f"<structuredBody>{''.join(sections)}</structuredBody>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Visit</title>'
        '<effectiveTime value="20260302"/><recordTarget><patientRole><patient><name>Jane Roe</name>'
        '<administrativeGenderCode code="F"/><birthTime value="19600504"/></patient></patientRole></recordTarget>'
        f"<component>{body}</component></ClinicalDocument>"
    ).encode()


def fhir(text: str = NOTE) -> bytes:
    data = base64.b64encode(text.encode()).decode()
    reference = {
        "resourceType": "DocumentReference",
        "subject": {"reference": "Patient/p1"},
        "context": {"period": {"start": "2026-03-02T09:00:00Z"}},
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}],
    }
    entries = [{"resource": PATIENT}, {"resource": reference}]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def mail(text: str = NOTE, attachments: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@clinic.test", "b@clinic.test", "Visit"
    message["Message-ID"] = "<1@clinic.test>"
    message.set_content(text)
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def table(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def lines(text: str) -> list[str]:
    return text.split("\n")


def _pdf_text(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
