"""Mail (eml) as notes: the text of the message, and each attached document as a further one."""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from medcode_desktop.services.readers import kinds
from medcode_desktop.services.readers.markup import html_text
from medcode_desktop.services.readers.source import Document, Source, tidy

_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_MOST_DEPTH = 20
_MOST_BOUNDARIES = 50
_MOST_DIVISIONS = 10_000
_MOST_LINES = 2_000_000
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)


def read_mail(source: Source) -> Iterator[Document]:
    """The text of the message if it has any, then its attachments. Pictures that only decorate it are passed over."""
    _check_parts(source)
    message = email.message_from_bytes(source.data)
    plain: list[str] = []
    pages: list[str] = []
    attached: list[Source] = []
    for part in _parts(message):
        source.check_time()
        kind, name = part.get_content_type(), _file_name(part)
        if kind in _ENCRYPTED:
            raise source.refusal("is encrypted.", "Open it in your mail program, then save the text or the attachment.")
        if kind in _SIGNATURES or (kind.startswith("image/") and part.get("Content-ID") and not _is_attached(part)):
            continue
        data = _content(part)
        if kind in ("text/plain", "text/html") and not _is_attached(part):
            text = _characters(part, data)
            (plain if kind == "text/plain" else pages).append(text)
        elif data:
            source.spend(len(data))
            attached.append(source.inside(name or f"attachment.{kind.rpartition('/')[2]}", data))
    body = tidy("\n\n".join(plain)) or "\n\n".join(html_text(source, page) for page in pages)
    if any(map(str.isalnum, body)):
        yield Document(body)
    for inner in attached:
        yield from kinds.documents_inside(inner)


def _check_parts(source: Source) -> None:
    """Raises DocumentError for more parts or lines than a mail has: the parser seeks each boundary in each line."""
    data = source.data
    if (
        sum(1 for _ in _BOUNDARY.finditer(data)) > _MOST_BOUNDARIES
        or data.count(b"\n--") > _MOST_DIVISIONS
        or data.count(b"\n") > _MOST_LINES
    ):
        raise source.refusal("has too many parts or lines for a mail.", "Save its attachments, then open those.")


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; forwarded messages are one part each."""
    todo = [(message, 0)]
    while todo:
        part, depth = todo.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            if depth < _MOST_DEPTH:
                todo += [(each, depth + 1) for each in reversed(inner) if isinstance(each, Message)]
        else:
            yield part


def _content(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # a forwarded message
        return b"\n".join(each.as_bytes() for each in inner if isinstance(each, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _characters(part: Message, data: bytes) -> str:
    declared = part.get_content_charset("utf-8")
    for encoding in (declared, "utf-8", "windows-1252"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _file_name(part: Message) -> str:
    name = part.get_filename() or ""
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):  # it is a label only
        name = str(make_header(decode_header(name)))
    return name if name or part.get_content_type() != "message/rfc822" else "message.eml"
