"""Pieces of text on pages as one text in reading order: columns one by one, rows of tables as lines, no page headers.

Pages are cut along white space as in the recursive XY-cut (Nagy and Seth 1984): a band of lines is read as two columns
when a gutter runs through it and the lines fill both sides, as running text does and the cells of tables do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from medcode_desktop.core.types import Span
from medcode_desktop.services.readers.source import Document

_LEAST_COLUMN_ROWS = 4
_LEAST_COLUMN_SHARE = 0.2
_LEAST_FILL = 0.75
"""Share of a column's width that its median line fills: cells of tables are shorter."""
_GUTTER_HEIGHTS = 0.8
"""Least width of a gutter, in heights of a line."""
_PARAGRAPH_HEIGHTS = 1.0
_HEADER_LINES = 4
_PAGE_NUMBER = re.compile(r"\W*(page|pg\.?|p\.)?\W*(\d{1,4})\W*?(?:(?:of|/)\W*(\d{1,4}))?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_KEEPS_HYPHEN = frozenset(
    "all anti co cross double ex extra follow full half high ill inter intra left long low mid multi non one on "
    "over part post pre right self semi short single sub three two ultra un under up walk well x year".split()
)
"""First parts of compounds that clinicians write with a hyphen (follow-up, well-controlled, non-tender)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together on a page, with its box (y grows downwards) and the words that were hard to read."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    uncertain: tuple[Span, ...] = ()

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line in reading order; `gap` says that white space stands above it."""

    text: str
    uncertain: tuple[Span, ...] = ()
    gap: bool = False


Row = list[Piece]


def page_lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a page in reading order."""
    rows = _rows([piece for piece in pieces if piece.text.strip()])
    if not rows:
        return []
    height = median(piece.height for row in rows for piece in row) or 1.0
    lines: list[Line] = []
    todo = [rows]
    while todo:
        part = todo.pop()
        columns = _columns(part, height)
        if columns is None:
            lines += _lines(part, height)
        else:
            todo += reversed([band for band in columns if band])
    return lines


def document_of(pages: Sequence[list[Line]]) -> Document:
    """One text of all pages: repeated headers, footers and page numbers left out, words divided at line ends joined."""
    body = [line for page in _without_running_lines(pages) for line in page]
    words = Counter(word for line in body for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower()))
    parts: list[str] = []
    uncertain: list[Span] = []
    place = 0
    for number, line in enumerate(body):
        uncertain += [Span(span.start + place, span.end + place) for span in line.uncertain]
        following = body[number + 1] if number + 1 < len(body) else None
        text = _joined(line.text, following, words) if following else line.text + "\n"
        parts.append(text)
        place += len(text)
    text = "".join(parts).rstrip("\n")
    return Document(text, uncertain=tuple(span for span in uncertain if span.end <= len(text)))


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces grouped to rows: those whose middle lies within the height of the row's first piece, left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top + piece.bottom, piece.left)):
        middle = (piece.top + piece.bottom) / 2
        if rows:
            first = rows[-1][0]
            if first.top <= middle <= first.bottom or piece.top <= (first.top + first.bottom) / 2 <= piece.bottom:
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _columns(rows: list[Row], height: float) -> list[list[Row]] | None:
    """The rows as four bands: above the columns, the left one, the right one, below; None where there are none."""
    best: tuple[int, int, float] | None = None
    for gutter in _gutters(rows, height):
        start = None
        for place in range(len(rows) + 1):
            crossed = place == len(rows) or any(piece.left < gutter < piece.right for piece in rows[place])
            if not crossed:
                start = place if start is None else start
            elif start is not None:
                if (best is None or place - start > best[1] - best[0]) and _is_text(rows[start:place], gutter):
                    best = (start, place, gutter)
                start = None
    if best is None:
        return None
    start, end, gutter = best
    start, end = _without_cells(rows, start, end, gutter)
    band = rows[start:end]
    left = [[piece for piece in row if piece.right <= gutter] for row in band]
    right = [[piece for piece in row if piece.left >= gutter] for row in band]
    return [rows[:start], [row for row in left if row], [row for row in right if row], rows[end:]]


def _without_cells(rows: list[Row], start: int, end: int, gutter: float) -> tuple[int, int]:
    """The band without a table that follows or goes before it: several rows that fill neither column by half."""
    sides = [[p for row in rows[start:end] for p in row if (p.right <= gutter) is left] for left in (True, False)]
    widths = [max(p.right for p in side) - min(p.left for p in side) for side in sides]

    def is_cells(row: Row) -> bool:
        fills = [sum(p.right - p.left for p in row if (p.right <= gutter) is left) for left in (True, False)]
        return all(fill < 0.5 * width for fill, width in zip(fills, widths, strict=True))

    first = next((place for place in range(start, end) if not is_cells(rows[place])), start)
    last = next((place for place in range(end, start, -1) if not is_cells(rows[place - 1])), end)
    return first if first - start > 1 else start, last if end - last > 1 else end


def _gutters(rows: list[Row], height: float) -> list[float]:
    """The places of white space between neighbours in a row that occur most often."""
    found: Counter[int] = Counter()
    for row in rows:
        for one, other in pairwise(row):
            if other.left - one.right >= _GUTTER_HEIGHTS * height:
                # the right column's lines begin at one place, the left column's end anywhere
                found[round(other.left - _GUTTER_HEIGHTS * height / 2)] += 1
    return [float(place) for place, count in found.most_common(4) if count >= _LEAST_COLUMN_ROWS]


def _is_text(band: list[Row], gutter: float) -> bool:
    sides = (
        [[piece for piece in row if piece.right <= gutter] for row in band],
        [[piece for piece in row if piece.left >= gutter] for row in band],
    )
    whole = max(p.right for row in band for p in row) - min(p.left for row in band for p in row)
    for side in sides:
        rows = [row for row in side if row]
        if len(rows) < _LEAST_COLUMN_ROWS:
            return False
        width = max(p.right for row in rows for p in row) - min(p.left for row in rows for p in row)
        filled = median(sum(p.right - p.left for p in row) for row in rows)
        if width < _LEAST_COLUMN_SHARE * whole or filled < _LEAST_FILL * width:
            return False
        if median(len(" ".join(p.text for p in row).split()) for row in rows) < 3:  # numbers fill their columns too
            return False
    return True


def _lines(rows: list[Row], height: float) -> list[Line]:
    lines = []
    above = None
    for row in rows:
        text = ""
        uncertain: list[Span] = []
        end = None
        for piece in row:
            if end is not None:
                text += "\t" if piece.left - end > _GUTTER_HEIGHTS * height else " "
            lead = len(piece.text) - len(piece.text.lstrip())
            uncertain += [Span(s.start - lead + len(text), s.end - lead + len(text)) for s in piece.uncertain]
            text += piece.text.strip()
            end = piece.right
        top = min(piece.top for piece in row)
        lines.append(Line(text, tuple(uncertain), above is not None and top - above > _PARAGRAPH_HEIGHTS * height))
        above = max(piece.bottom for piece in row)
    return lines


def _without_running_lines(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Pages without page numbers, and with running headers on their first page and footers on their last one only."""
    heads: Counter[str] = Counter()
    feet: Counter[str] = Counter()
    for number, page in enumerate(pages):
        heads.update({_form(line, number, len(pages)) for line in page[:_HEADER_LINES]})
        feet.update({_form(line, number, len(pages)) for line in page[-_HEADER_LINES:]})
    need = max(2, round(0.6 * len([page for page in pages if page])))
    kept = []
    for number, page in enumerate(pages):
        start, end = 0, len(page)
        while start < min(end, _HEADER_LINES) and (
            _is_page_number(page[start], number, len(pages))
            or (number > 0 and heads[_form(page[start], number, len(pages))] >= need)
        ):
            start += 1
        while end > max(start, len(page) - _HEADER_LINES) and (
            _is_page_number(page[end - 1], number, len(pages))
            or (
                number < len(pages) - 1
                and feet[form := _form(page[end - 1], number, len(pages))] >= need
                and not (number == 0 and heads[form] >= need)  # all of a page's text is running
            )
        ):
            end -= 1
        kept.append(page[start:end])
    return kept


def _form(line: Line, number: int, pages: int) -> str:
    """What is the same in a header on every page: its words, the number of the page aside."""
    own = (str(number + 1), str(pages))
    return _DIGITS.sub(lambda found: "#" if found[0] in own else found[0], " ".join(line.text.split()).lower())


def _is_page_number(line: Line, number: int, pages: int) -> bool:
    """Whether a line says "Page 3 of 7", or no more than the number that the page has."""
    found = _PAGE_NUMBER.fullmatch(line.text)
    if found is None:
        return False
    return bool(found[1]) or (pages > 1 and int(found[2]) == number + 1 and int(found[3] or pages) == pages)


def _joined(text: str, following: Line, words: Counter[str]) -> str:
    """A line with what parts it from the next one: nothing after a divided word, else one line end or two."""
    first = re.match(r"[^\W\d_]+", following.text)
    last = re.search(r"([^\W\d_]{2,})[-\u00ad\u2010]\Z", text)
    if last and first and first[0][0].islower() and not following.gap:
        one, other = last[1].lower(), first[0].lower()
        if text.endswith("\u00ad"):
            return text[:-1]
        hyphenated = words[f"{one}-{other}"] or (one in _KEEPS_HYPHEN and not words[one + other])
        return text if hyphenated else text[:-1]
    return text + ("\n\n" if following.gap else "\n")
