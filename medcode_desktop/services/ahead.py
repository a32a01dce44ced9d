"""An encoder that reads texts ahead: the windows of several notes in one call, kept until each note is coded."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from medcode_desktop.core.mentions import windows
from medcode_desktop.core.types import Encoder, FloatArray, IntArray, Tokens

_MOST_KEPT = 64
"""Texts that may wait to be coded; more are only left over from notes that failed."""


class AheadEncoder:
    """Satisfies `core.types.Encoder`; `prepare` may be called from another thread than the rest."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.context_length = encoder.name, encoder.context_length
        self._lock = threading.Lock()
        self._tokens: dict[str, Tokens] = {}
        self._vectors: dict[bytes, FloatArray] = {}

    def prepare(self, texts: Sequence[str]) -> None:
        """Read the texts now; what is read of each is forgotten when it is asked for."""
        tokens = {text: self._encoder.tokenize(text) for text in texts}
        ids = [t.ids[start:end] for text, t in tokens.items() for start, end in windows(t, text)]
        vectors = self._encoder.embed_tokens(ids) if ids else []
        with self._lock:
            if len(self._tokens) > _MOST_KEPT:
                self._tokens.clear()
                self._vectors.clear()
            self._tokens.update(tokens)
            self._vectors.update((i.tobytes(), v) for i, v in zip(ids, vectors, strict=True))

    def tokenize(self, text: str) -> Tokens:
        with self._lock:
            tokens = self._tokens.pop(text, None)
        return tokens or self._encoder.tokenize(text)

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        with self._lock:
            ready = [self._vectors.pop(w.tobytes(), None) for w in windows]
        missing = [w for w, vectors in zip(windows, ready, strict=True) if vectors is None]
        read = iter(self._encoder.embed_tokens(missing) if missing else [])
        return [next(read) if vectors is None else vectors for vectors in ready]

    def embed_texts(self, texts: Sequence[str]) -> FloatArray:
        return self._encoder.embed_texts(texts)
