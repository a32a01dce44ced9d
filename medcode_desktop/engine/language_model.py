"""The language model as an engine: any instruct model of llama.cpp that judges choices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from medcode_desktop.core.types import FloatArray
from medcode_desktop.engine.gguf import GgufHeader, read_header
from medcode_desktop.engine.process import Engine
from medcode_desktop.engine.wire import EngineSettings
from medcode_desktop.errors import ModelError

_DEFAULT_CONTEXT = 2048


class LanguageModelEngine(Engine):
    """Satisfies `core.types.LanguageModel`. Prompts that begin alike are computed from where they part."""

    role = "language-model"

    def __init__(self, path: Path, settings: EngineSettings | None = None) -> None:
        super().__init__(path, settings)
        asked = self._settings.context or _DEFAULT_CONTEXT
        self.context_length = min(asked, self.header.number("context_length", asked))

    def _read_header(self) -> GgufHeader:
        header = read_header(self.path)
        if header.role != self.role:
            raise ModelError(f"{self.path.name} is an encoder, not a language model.", "Choose an instruct model.")
        return header

    def score_choices(self, prompt: str, choices: Sequence[str]) -> FloatArray:
        """Probability of each choice as the next thing said after the prompt, summing to 1: (len(choices),).

        Raises EngineError when the prompt does not fit into the context.
        """
        if not choices:
            return np.zeros(0, np.float32)
        reply = self.call("score", {"prompt": prompt, "choices": list(choices)})
        return np.asarray(reply.arrays[0], np.float32)

    def complete(self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256) -> str:
        """The likeliest continuation, in the form of a GBNF `grammar` if given. Raises EngineError as above."""
        values = {"prompt": prompt, "grammar": grammar, "max_tokens": max_tokens}
        return str(self.call("complete", values).values["text"])

    def render_chat(self, system: str, user: str) -> str:
        """The prompt in the model's own chat template. Raises ModelError when the model has none."""
        return str(self.call("render", {"system": system, "user": user}).values["text"])
