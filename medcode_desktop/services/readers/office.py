"""Word (docx) and OpenDocument text as text, from the XML inside; macros and embedded objects are never touched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from medcode_desktop.services.readers.flow import Role, flow_text, local_name, parse_xml
from medcode_desktop.services.readers.packed import member
from medcode_desktop.services.readers.source import Document, Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD: dict[str, Role] = {
    # deleted text, instructions of fields, the second form of a drawing, and what says how things look
    **dict.fromkeys("del moveFrom delText instrText delInstrText Fallback pPr tblPr trPr tcPr sectPr".split(), "skip"),
    **dict.fromkeys(("br", "cr"), "break"),
    "p": "block",
    "tr": "row",
    "tc": "cell",
    "tab": "tab",
}
_OPEN: dict[str, Role] = {
    **dict.fromkeys(
        "tracked-changes annotation forms scripts sequence-decls note-citation covered-table-cell".split(), "skip"
    ),
    **dict.fromkeys(("p", "h"), "block"),
    "table-row": "row",
    "table-cell": "cell",
    "line-break": "break",
    "tab": "tab",
    "s": "space",
}


def read_docx(source: Source, archive: zipfile.ZipFile) -> Iterator[Document]:
    """The text of a Word document with all changes accepted; hidden text, headers and footers are left out."""
    root = parse_xml(source, member(source, archive, _main_part(source, archive)), "a Word document")
    yield Document(flow_text(root, _WORD, text_in=frozenset(("t",)), hidden=_is_hidden))


def read_odt(source: Source, archive: zipfile.ZipFile) -> Iterator[Document]:
    """The text of an OpenDocument text. Raises DocumentError when it is encrypted."""
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = member(source, archive, "META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise source.refusal("is protected with a password.", "Open it with the password and save it without one.")
    root = parse_xml(source, member(source, archive, "content.xml"), "an OpenDocument text")
    body = next((element for element in root.iter() if local_name(element) == "body"), root)
    yield Document(flow_text(body, _OPEN))


def _main_part(source: Source, archive: zipfile.ZipFile) -> str:
    """The part that holds the text: what the relationships of the package name, mostly word/document.xml."""
    names = archive.namelist()
    if "_rels/.rels" in names:
        for relation in parse_xml(source, member(source, archive, "_rels/.rels"), "a Word document"):
            target = relation.get("Target", "").lstrip("/") if isinstance(relation.tag, str) else ""
            if relation.get("Type", "").endswith("/officeDocument") and target in names:
                return str(target)
    return "word/document.xml"


def _is_hidden(element: Any) -> bool:
    """Runs of hidden text (w:vanish)."""
    if element.tag != f"{_W}r":
        return False
    vanish = element.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "off")
