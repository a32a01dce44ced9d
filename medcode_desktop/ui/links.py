"""Codes as links in what is said of a code; who shows it decides where they lead."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QUrl

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.errors import CodeSetError
from medcode_desktop.ui import theme

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_NAMED = re.compile(rf"{_CODE}(?:-{_CODE})?")


def linked(text: str, codeset: CodeSet) -> str:
    """A text with the codes and blocks that it names as links, as HTML."""

    def at(match: re.Match[str]) -> str:
        name = match[0]
        try:
            codeset.get(name)
        except CodeSetError:
            first = name.split("-")[0]
            return name if first not in codeset else link(first, name)
        return link(name, name)

    return _NAMED.sub(at, escape(text))


def link(target: str, words: str) -> str:
    """A link as HTML."""
    return f"<a style='color:{theme.colours().accent}' href='{escape(target)}'>{escape(words)}</a>"


def target_of(url: QUrl) -> str:
    """What a link leads to."""
    return QUrl.fromPercentEncoding(url.toEncoded())
