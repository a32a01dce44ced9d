"""Scans and photographs of pages as text: PNG, JPEG, TIFF with several pages, BMP and WebP."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from medcode_desktop.errors import DocumentError
from medcode_desktop.services.readers.layout import Line, document_of, page_lines
from medcode_desktop.services.readers.ocr import LONGEST_SIDE, recognise
from medcode_desktop.services.readers.source import MAX_PIXELS, MAX_SCANNED_PAGES, Document, Source

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")


def read_picture(source: Source) -> Iterator[Document]:
    """The text that is recognised. Raises DocumentError when there is none, or the libraries for it are missing."""
    yield scanned(source, [recognise_page(source, picture) for picture in _pictures(source)])


def recognise_page(source: Source, picture: npt.NDArray[np.uint8]) -> list[Line]:
    """The lines of one page, counted against what one document may take."""
    source.check_time()
    source.budget.scanned += 1
    if source.budget.scanned > MAX_SCANNED_PAGES:
        raise source.refusal(f"has more than {MAX_SCANNED_PAGES} scanned pages.", "Divide it into several files.")
    return page_lines(recognise(source, picture))


def scanned(source: Source, pages: list[list[Line]]) -> Document:
    """The document of pages that were pictures. Raises DocumentError when no words were found on them."""
    document = document_of(pages)
    if not any(map(str.isalnum, document.text)):
        raise source.refusal("is a picture without any words that can be made out.", "Scan it upright and sharper.")
    return document


def _pictures(source: Source) -> Iterator[npt.NDArray[np.uint8]]:
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise source.refusal(
            "is a picture, and what reads pictures is not installed.",
            "Install it with: pip install 'medcode-desktop[documents]'.",
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about pixels, which are counted here, and odd metadata
            with Image.open(io.BytesIO(source.data), formats=_FORMATS) as image:
                frames = min(getattr(image, "n_frames", 1), MAX_SCANNED_PAGES + 1)
                for frame in range(frames):
                    image.seek(frame)
                    _check_pixels(source, *image.size)
                    page = image.copy() if frames > 1 else image  # a large one is held once
                    page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                    yield _on_white(ImageOps.exif_transpose(page))
    except DocumentError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(source) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise source.damaged("a picture") from error


def _on_white(image: Any) -> npt.NDArray[np.uint8]:
    """The picture as it looks on white paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"), np.uint8)


def _check_pixels(source: Source, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(source)


def _too_many_pixels(source: Source) -> DocumentError:
    return source.refusal(f"has more than {MAX_PIXELS // 1_000_000} million pixels.", "Scan it with 300 dots an inch.")
