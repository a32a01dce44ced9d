"""PDF files as text: the text they hold, and character recognition for the pages that are pictures."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from medcode_desktop.services.readers.layout import Line, Piece, document_of, page_lines
from medcode_desktop.services.readers.ocr import DOTS_AN_INCH, LONGEST_SIDE
from medcode_desktop.services.readers.packed import PASSWORD_HINT
from medcode_desktop.services.readers.pictures import recognise_page, scanned
from medcode_desktop.services.readers.source import MAX_PAGES, Document, Source

_FEW_CHARACTERS = 30
"""A page with fewer, most of it a picture, is a scan (perhaps with a stamp or a page number)."""
_PICTURE_SHARE = 0.4
_GAP_HEIGHTS = 1.0
"""White space between two characters that parts cells and columns, in heights of the characters."""
_MOST_CHARACTERS = 200_000  # of one page
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, y growing downwards."""
_lock = threading.RLock()
"""PDFium must not be called from two threads at once."""


def read_pdf(source: Source) -> Iterator[Document]:
    """The text in reading order, with what was filled into forms. Raises DocumentError with the reason."""
    with _lock:
        try:
            pdf = pypdfium2.PdfDocument(source.data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise source.refusal("is protected with a password.", PASSWORD_HINT) from error
            raise source.damaged("a PDF") from error
        try:
            yield _document(source, pdf)
        finally:
            pdf.close()


def _document(source: Source, pdf: pypdfium2.PdfDocument) -> Document:
    if len(pdf) > MAX_PAGES:
        raise source.refusal(f"has {len(pdf):,} pages, the limit is {MAX_PAGES:,}.", "Divide it into several files.")
    if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
        pdf.init_forms()
    pages: list[list[Line]] = []
    pictures = 0
    for number in range(len(pdf)):
        source.check_time()
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError as error:
            raise source.damaged("a PDF") from error
        if page.formenv:
            page.flatten()  # in memory: fields and remarks become text of the page
        pieces, count = _pieces(source, page)
        if count < _FEW_CHARACTERS and _is_picture(page):
            pictures += 1
            pages.append(recognise_page(source, _rendered(page)))
        else:
            pages.append(page_lines(pieces))
        page.close()
    if pictures:
        return scanned(source, pages)
    document = document_of(pages)
    if not document.text:
        raise source.refusal("holds no text.", "If it is a drawing, print it and scan it as a picture.")
    return document


def _pieces(source: Source, page: Any) -> tuple[list[Piece], int]:
    """Runs of characters that stand together, and how many characters of words there are."""
    width, height = page.get_size()
    turn = page.get_rotation()
    text_page = page.get_textpage()
    total = text_page.count_chars()
    if total > _MOST_CHARACTERS:
        raise source.refusal(f"has a page with more than {_MOST_CHARACTERS:,} characters.", "Divide it into parts.")
    pieces: list[Piece] = []
    run: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    edges = [ctypes.c_double() for _ in range(4)]
    count = 0

    def finish() -> None:
        if text := "".join(run).strip():
            pieces.append(Piece(text, *box))
        run.clear()

    for place in range(total):
        code = pdfium.FPDFText_GetUnicode(text_page, place)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n":
            finish()
            continue
        if character.isspace():
            if run and run[-1] != " ":
                run.append(" ")
            continue
        if character in "\x02\ufffe":
            character = "-"  # PDFium's marks for one at the end of a line
        elif character < " " or character in "\x7f\uffff":
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, place, rect := pdfium.FS_RECTF()):
            if not pdfium.FPDFText_GetCharBox(text_page, place, *map(ctypes.byref, edges)):
                continue
            left, right, bottom, top = (edge.value for edge in edges)
        else:
            left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
        here = _turned(left, top, right, bottom, width, height, turn)
        count += 1
        size = max(here[3] - here[1], 1.0)
        if run:
            middle = (here[1] + here[3]) / 2
            apart = here[0] - box[2] > _GAP_HEIGHTS * size or here[0] < box[2] - 2 * size
            if apart or not box[1] - 0.3 * size <= middle <= box[3] + 0.3 * size:
                finish()
        box = _around(box, here) if run else here
        run.append(character)
    finish()
    text_page.close()
    return pieces, count


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _turned(left: float, top: float, right: float, bottom: float, width: float, height: float, turn: int) -> Box:
    """A box of the page as it lies (y upwards) as it is seen (y downwards, the page turned clockwise)."""
    match turn:
        case 90:
            return bottom, left, top, right
        case 180:
            return width - right, bottom, width - left, top
        case 270:
            return width - top, height - right, width - bottom, height - left
        case _:
            return left, height - top, right, height - bottom


def _is_picture(page: Any) -> bool:
    width, height = page.get_size()
    area = 0.0
    for found in page.get_objects(max_depth=3):
        if found.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            left, bottom, right, top = found.get_bounds()
            area += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(area >= _PICTURE_SHARE * max(width * height, 1.0))


def _rendered(page: Any) -> npt.NDArray[np.uint8]:
    width, height = page.get_size()
    bitmap = page.render(scale=min(DOTS_AN_INCH / 72, LONGEST_SIDE / max(width, height, 1.0)), rev_byteorder=True)
    picture = np.array(bitmap.to_numpy()[:, :, :3], np.uint8)
    bitmap.close()
    return picture
