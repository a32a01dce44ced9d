"""Rich text (RTF) as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from striprtf.striprtf import font_table_group, rtf_to_text

from medcode_desktop.services.readers.source import Document, Source, tidy

_MOST_FONT_TABLE = 64_000  # striprtf looks through it once for each font
_CELL = re.compile(r"(?<!\\)\\(?:nest)?cell(?![A-Za-z])")
_PICTURE = re.compile(r"(?<=[\s}])[0-9A-Fa-f]{64,}")


def read_rtf(source: Source) -> Iterator[Document]:
    """The text with a line a paragraph. Pictures, fields' instructions and objects are left out."""
    source.check_tree(len(source.data))
    text = _PICTURE.sub("", source.data.decode("windows-1252", "replace"))
    text = _CELL.sub(r"\\tab", text)
    text = text.replace("\\fldinst{", "\\fldinst {")  # else striprtf writes addresses of links into the text
    if len(font_table_group(text)) > _MOST_FONT_TABLE:
        raise source.damaged("rich text (RTF)")
    yield Document(tidy(rtf_to_text(text, errors="ignore")))
