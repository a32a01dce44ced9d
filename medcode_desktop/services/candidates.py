"""The candidates of a release that the encoder was not trained for: its new codes get vectors, its deleted ones go."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

import numpy as np

from medcode_desktop import paths
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import Heads
from medcode_desktop.core.retrieval import projected
from medcode_desktop.core.types import Encoder, FloatArray, Progress

AT_ONCE = 128


def adapted_heads(
    heads: Heads, codeset: CodeSet, encoder: Encoder, phrases: Iterable[tuple[str, str]] = ()
) -> Generator[Progress, None, Heads]:
    """The heads for the codes of this release, with the phrases of its index and further ones with their codes.

    Vectors of new terms are computed once and kept beside the code tables.
    Some 300 terms a second are computed on two cores; a yearly update brings some 1,500.
    """
    there = set(codeset.codes())
    known, new = set(heads.codes), dict[str, list[str]]()
    for code, term, _ in codeset.terms():
        if code not in known:
            new.setdefault(code, []).append(term)
    terms = [term for names in new.values() for term in names]
    vectors = yield from name_vectors(f"{heads.name}-{codeset.effective}.npz", terms, heads, encoder, codeset.release)
    return heads.adapted(there, new, vectors, (*codeset.index.phrases(), *phrases))


def name_vectors(
    file: str, names: Sequence[str], heads: Heads, encoder: Encoder, table: str
) -> Generator[Progress, None, FloatArray]:
    """Unit vectors of names of a table, (n, w), kept in a file of that name beside the code tables."""
    path = paths.user_codes_folder() / file
    vectors = _kept(path, len(names), heads.link.shape[1])
    if vectors is None:
        rows = []
        for at in range(0, len(names), AT_ONCE):
            yield Progress(at, len(names), f"Learning the new codes of {table}")
            rows.append(projected(encoder.embed_texts(names[at : at + AT_ONCE]), heads.link))
        vectors = np.concatenate(rows) if rows else np.empty((0, heads.link.shape[1]), np.float32)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, vectors=vectors)
        partial.replace(path)
    return vectors


def _kept(file: Path, terms: int, width: int) -> FloatArray | None:
    """The vectors of an earlier run, None when there are none or they are of other terms."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            vectors = np.asarray(arrays["vectors"], np.float32)
    except (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error):
        return None
    return vectors if vectors.shape == (terms, width) else None
