"""The encoder as an engine: a BERT in GGUF form that gives one vector a token."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from medcode_desktop.core.types import FloatArray, IntArray, Tokens
from medcode_desktop.engine.gguf import ENCODER_ARCHITECTURES, GgufHeader, read_header
from medcode_desktop.engine.process import Engine
from medcode_desktop.engine.wire import EngineSettings
from medcode_desktop.engine.wordpiece import WordPiece
from medcode_desktop.errors import EngineError, ModelError

_VOCABULARY = "tokenizer.ggml.tokens"
_UNKNOWN = "tokenizer.ggml.unknown_token_id"
_SPECIAL_TOKENS = 2
_WINDOW = 512


class EncoderEngine(Engine):
    """Satisfies `core.types.Encoder`. Tokenising needs no engine process and never waits for it.

    `settings.context` has no effect: the windows are those the encoder was trained with.
    """

    role = "encoder"

    def __init__(self, path: Path, settings: EngineSettings | None = None) -> None:
        super().__init__(path, settings)
        vocabulary = self.header.metadata.pop(_VOCABULARY)
        self._wordpiece = WordPiece(vocabulary, self.header.metadata.get(_UNKNOWN, 0))
        self.context_length = min(_WINDOW, self.header.number("context_length", _WINDOW)) - _SPECIAL_TOKENS
        if self.context_length < 1:
            raise ModelError(f"{path.name} is damaged: it reads no tokens at all.", "Install the model again.")

    def _read_header(self) -> GgufHeader:
        header = read_header(self.path, [_VOCABULARY])
        if header.architecture not in ENCODER_ARCHITECTURES or _VOCABULARY not in header.metadata:
            raise ModelError(
                f"{self.path.name} is a {header.architecture} model, not an encoder.",
                "Choose the encoder that came with the program or one trained with `medcode train`.",
            )
        self._check_vocabulary(header.metadata)
        return header

    def _check_vocabulary(self, metadata: dict[str, Any]) -> None:
        pieces, unknown = metadata[_VOCABULARY], metadata.get(_UNKNOWN, 0)
        if not pieces or not isinstance(pieces, list) or not all(isinstance(piece, str) for piece in pieces):
            raise ModelError(f"{self.path.name} is damaged: its vocabulary holds no texts.", "Install the model again.")
        if type(unknown) is not int or not 0 <= unknown < len(pieces):
            raise ModelError(f"{self.path.name} is damaged: its vocabulary lacks a token.", "Install the model again.")

    def tokenize(self, text: str) -> Tokens:
        return self._wordpiece.tokenize(text)

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        """Vectors of each window's tokens, (n, d) a window. Raises EngineError when a window is too long."""
        vectors = self._embed(windows, mean=False)
        return np.split(vectors, np.cumsum([len(w) for w in windows])[:-1]) if windows else []

    def embed_texts(self, texts: Sequence[str]) -> FloatArray:
        """Unit-length mean of each text's token vectors, (len(texts), d); zeros for a text without tokens."""
        if not texts:
            return np.zeros((0, self.header.number("embedding_length")), np.float32)
        means = self._embed([self.tokenize(text).ids for text in texts], mean=True)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.where(lengths > 0, lengths, 1), np.float32)

    def _embed(self, windows: Sequence[IntArray], *, mean: bool) -> FloatArray:
        lengths = np.array([len(w) for w in windows], np.int32)
        if lengths.max(initial=0) > self.context_length:
            raise EngineError(
                f"A text of {lengths.max()} tokens does not fit into the encoder, which reads {self.context_length}.",
                "Split it into windows.",
            )
        ids = np.concatenate([np.asarray(w, np.int32) for w in windows]) if len(windows) else np.zeros(0, np.int32)
        if len(ids) and not 0 <= ids.min() <= ids.max() < self._wordpiece.size:
            raise EngineError("A window holds a number that is no token of the encoder.")
        return np.asarray(self.call("embed", {"mean": mean}, [ids, lengths]).arrays[0], np.float32)
