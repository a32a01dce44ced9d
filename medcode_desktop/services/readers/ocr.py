"""Character recognition on this machine: pictures of pages in, pieces of text with their boxes and doubtful words out.

The models (PP-OCRv6 small, Apache-2.0) come inside the wheel of rapidocr, so nothing is fetched.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from functools import lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from medcode_desktop.core.types import Span
from medcode_desktop.services.readers.layout import Piece
from medcode_desktop.services.readers.source import Source

DOUBTFUL = 0.85
"""Words recognised with less confidence are marked as uncertain."""
_HOPELESS = 0.5
"""Lines below are noise: stains, stamps, handwriting."""
DOTS_AN_INCH = 200
LONGEST_SIDE = 2_400
"""Pixels to which a page is brought: A4 or letter at 200 dots an inch, and a little more."""
_GAP = 100
"""How many times less sure than of nothing the model may be of a space, for it to be one."""
_THREADS = 4
_lock = threading.Lock()


def recognise(source: Source, picture: npt.NDArray[np.uint8]) -> list[Piece]:
    """The text of a picture (height, width, 3; red green blue), one piece a line of each column.

    Raises DocumentError when the libraries for it are not installed.
    """
    with _lock:  # the engine is one, and its threads take all processors there are
        result = _engine(source)(np.ascontiguousarray(picture[:, :, ::-1]), return_word_box=True)
    pieces = []
    if result.boxes is None or not result.txts:
        return []
    words = result.word_results or [()] * len(result.txts)
    for box, text, score, parts in zip(result.boxes, result.txts, result.scores, words, strict=False):
        if score < _HOPELESS or not text.strip():
            continue
        (left, top), (right, bottom) = np.min(box, axis=0), np.max(box, axis=0)
        marks = _doubtful(text, float(score), parts)
        pieces.append(Piece(text, float(left), float(top), float(right), float(bottom), marks))
    return pieces


def _doubtful(text: str, score: float, words: Any) -> tuple[Span, ...]:
    marks = []
    place = 0
    for word, confidence, *_ in words:
        start = text.find(word, place) if word else -1
        if start < 0:
            return (Span(0, len(text)),) if score < DOUBTFUL else ()  # the words do not make up the line
        place = start + len(word)
        if confidence < DOUBTFUL:
            marks.append(Span(start, place))
    return tuple(marks)


def _engine(source: Source) -> Any:
    try:
        return _loaded_engine()
    except ImportError as error:
        raise source.refusal(
            "is a picture of a page, and character recognition is not installed.",
            "Install it with: pip install 'medcode-desktop[documents]'.",
        ) from error


@lru_cache(maxsize=1)
def _loaded_engine() -> Any:
    has_ipv6, socket.has_ipv6 = socket.has_ipv6, False  # else urllib3, which comes along, opens a socket to try it
    try:
        from rapidocr import RapidOCR
    finally:
        socket.has_ipv6 = has_ipv6
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    threads = min(_THREADS, int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1))
    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    recogniser = engine._load_rec_model()  # what decodes the model's output cannot be given to the library
    recogniser.postprocess_op = partial(_decoded, recogniser.postprocess_op)
    return engine


def _decoded(decode: Any, chances: npt.NDArray[np.float32], *more: Any, **named: Any) -> Any:
    """The text of lines from the chances (lines, places, characters) of each character at each place, 0 for none.

    On blurred pages the model hesitates between a space and nothing: where it sees no letter, a small chance decides.
    """
    space = decode.character.index(" ")
    nothing = chances[:, :, 0]
    gap = (chances.argmax(axis=2) == 0) & (chances[:, :, space] * _GAP > nothing)
    chances[:, :, space] = np.where(gap, nothing, chances[:, :, space])
    chances[:, :, 0] = np.where(gap, 0.0, nothing)
    return decode(chances, *more, **named)
