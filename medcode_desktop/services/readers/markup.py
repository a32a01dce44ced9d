"""HTML pages as text: what a browser would show, without scripts, styles and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from medcode_desktop.services.readers.flow import Role, flow_text
from medcode_desktop.services.readers.plain import decode
from medcode_desktop.services.readers.source import Document, Source

_ROLES: dict[str, Role] = {
    **dict.fromkeys(
        "head script style template noscript svg math object embed iframe audio video canvas select button".split(),
        "skip",
    ),
    **dict.fromkeys(
        "address article aside blockquote body caption center dd details div dl dt fieldset figure figcaption footer "
        "form header hr html legend li main nav ol section summary table tbody tfoot thead ul".split(),
        "block",
    ),
    **dict.fromkeys("h1 h2 h3 h4 h5 h6 p".split(), "gap"),
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "br": "break",
    "pre": "verbatim",
    "textarea": "verbatim",
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(source: Source) -> Iterator[Document]:
    """The text of a page. Its links, pictures and style sheets are not followed."""
    source.check_tree(len(source.data))
    yield Document(html_text(source, _characters(source)))


def html_text(source: Source, page: str) -> str:
    """The text of HTML. Raises DocumentError when nothing can be made of it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(page.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise source.damaged("a web page (HTML)") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise source.refusal("is nested too deeply to be read.")  # what follows was left out
    if root is None:
        return ""
    return flow_text(root, _ROLES, hidden=_is_hidden)


def _characters(source: Source) -> str:
    declared = _CHARSET.search(source.data[:2048])
    if declared and not source.data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return source.data.decode("windows-1252" if name in ("iso-8859-1", "latin1") else name, "replace")
        except (LookupError, UnicodeError):
            pass
    return decode(source)


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))
