"""Trees of markup as lines of text: paragraphs become lines, a row of a table one line with tabs between its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from medcode_desktop.services.readers.source import Source, tidy

_DOCTYPE = "<!DOCTYPE"
_SPACE = re.compile(r"\s+")

Role = Literal["skip", "block", "gap", "row", "cell", "break", "tab", "space", "verbatim"]
"""What an element does: left out with all inside, a line of its own, a paragraph with a blank line, a row of a table
and its cells, a line break, a tab, a space, and one whose white space counts."""


@dataclass(slots=True)
class Flow:
    """Takes text and breaks in the order of the document. Rows with cells of several lines are written as lines."""

    verbatim: bool = False
    _parts: list[list[str]] = field(default_factory=lambda: [[]])
    _rows: list[list[str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        if not self.verbatim:
            text = _SPACE.sub(" ", text)
            if self._ends_with((" ", "\n", "\t", "")):
                text = text.lstrip(" ")
        if text:
            self.put(text)

    def put(self, text: str) -> None:
        """Add text whose white space counts."""
        self._parts[-1].append(text)

    def end_line(self, *, always: bool = False) -> None:
        if always or not self._ends_with(("\n", "")):
            self._parts[-1].append("\n")

    def leave_gap(self) -> None:
        self.end_line()
        if self._parts[-1]:
            self._parts[-1].append("\n")

    def open_cell(self) -> None:
        self._parts.append([])

    def close_cell(self) -> None:
        if len(self._parts) > 1:
            cell = tidy("".join(self._parts.pop())).strip()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._parts[-1] += [cell, "\n"]

    def open_row(self) -> None:
        self.end_line()
        self._rows.append([])

    def close_row(self) -> None:
        if self._rows:
            cells = self._rows.pop()
            separator = "\n" if any("\n" in cell for cell in cells) else "\t"
            self._parts[-1] += [separator.join(cell for cell in cells if cell), "\n"]

    @property
    def text(self) -> str:
        while len(self._parts) > 1:
            self.close_cell()
        return tidy("".join(self._parts[0]))

    def _ends_with(self, ends: tuple[str, ...]) -> bool:
        last = self._parts[-1][-1][-1:] if self._parts[-1] else ""
        return last in ends


def flow_text(
    root: Any,
    roles: Mapping[str, Role],
    *,
    text_in: frozenset[str] | None = None,
    hidden: Callable[[Any], bool] | None = None,
) -> str:
    """The text of an lxml tree by the roles of its elements (local names); others are part of the line they stand in.

    With `text_in`, only the text of those elements counts and its white space is kept, as in office documents.
    `hidden` says which further elements to leave out. Walks without recursion, however deep the tree is.
    """
    flow = Flow(verbatim=text_in is not None)
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    pre = 0
    for event, element in walk:
        if event in ("comment", "pi"):
            if text_in is None and element is not root:
                flow.add(element.tail or "")
            continue
        name = local_name(element)
        role = roles.get(name)
        if event == "start":
            if role == "skip" or (hidden is not None and hidden(element)):
                walk.skip_subtree()
                continue
            pre += role == "verbatim"
            flow.verbatim = text_in is not None or pre > 0
            _open(flow, role, element)
            if element.text and (text_in is None or name in text_in):
                flow.add(element.text)
            continue
        skipped = role == "skip" or (hidden is not None and hidden(element))
        if not skipped:
            pre -= role == "verbatim"
            flow.verbatim = text_in is not None or pre > 0
            _close(flow, role)
        if text_in is None and element is not root and element.tail:
            flow.add(element.tail)
    return flow.text


def _open(flow: Flow, role: Role | None, element: Any) -> None:
    match role:
        case "block" | "verbatim":
            flow.end_line()
        case "gap":
            flow.leave_gap()
        case "row":
            flow.open_row()
        case "cell":
            flow.open_cell()
        case "break":
            flow.end_line(always=True)
        case "tab":
            flow.put("\t")
        case "space":
            count = next((value for name, value in element.attrib.items() if name.endswith("}c")), "1")
            flow.put(" " * (min(int(count), 200) if count.isdecimal() and len(count) < 9 else 1))


def _close(flow: Flow, role: Role | None) -> None:
    match role:
        case "block" | "verbatim":
            flow.end_line()
        case "gap":
            flow.leave_gap()
        case "row":
            flow.close_row()
        case "cell":
            flow.close_cell()


def local_name(element: Any) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse_xml(source: Source, data: bytes, kind: str) -> Any:
    """The root of an XML document. Entities, document types and addresses are never followed: a DTD is refused.

    Raises DocumentError when it is damaged, too large or declares a document type.
    """
    source.check_tree(len(data))
    refuse_entities(source, data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise source.damaged(kind) from error
    return root


def refuse_entities(source: Source, data: bytes) -> None:
    """Raises DocumentError when XML declares a document type, whose entities could grow or point outside."""
    if any(_DOCTYPE.encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be")):
        raise source.refusal("declares its own XML entities, which is not safe to read.")
