"""The verifier: a language model judges the candidates of a mention in a multiple-choice question.

The probabilities of the letters come from one forward pass, so the model can choose nothing that is not in the code
set. Letters have a pull of their own, strongest in small models; it is measured on an empty question and divided out
(contextual calibration, Zhao et al. 2021, arXiv 2102.09690).
"""

from __future__ import annotations

import string
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from medcode_desktop.core.types import Candidate, FloatArray, LanguageModel, LinkedMention, Progress, Span
from medcode_desktop.errors import ModelError

LETTERS = string.ascii_uppercase
_NOTHING = "N/A"
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class VerifierPrompt:
    """The words of the question and how it is used; `resources/prompts/verifier.toml` explains each entry."""

    system: str
    question: str
    none_of_these: str
    candidates: int
    context: int
    certain: float
    weight: float

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Raises ModelError that names the entry that is missing, unknown or not allowed."""
        wanted = {f.name: {"str": str, "int": int, "float": (int, float)}[str(f.type)] for f in fields(cls)}
        for name in sorted(wanted.keys() ^ data.keys()):
            state = "unknown" if name in data else "missing"
            raise ModelError(f"The entry '{name}' of the verifier's prompt is {state}.")
        for name, kind in wanted.items():
            if not isinstance(data[name], kind):  # type: ignore[arg-type]
                raise ModelError(f"The entry '{name}' of the verifier's prompt has the wrong type.")
        prompt = cls(**data)
        if not 1 <= prompt.candidates < len(LETTERS):
            raise ModelError(f"The verifier's prompt may offer 1 to {len(LETTERS) - 1} candidates.")
        if not (0 <= prompt.weight <= 1 and 0 <= prompt.certain <= 1 and prompt.context > 0):
            raise ModelError("A number of the verifier's prompt is out of its range.")
        if "{sentence}" not in prompt.question or "{choices}" not in prompt.question:
            raise ModelError("The verifier's question needs the places {sentence} and {choices}.")
        return prompt

    def ask(self, sentence: str, titles: Sequence[str]) -> str:
        """The question with lettered titles, "none of these" last."""
        choices = "\n".join(
            f"{letter}. {title}" for letter, title in zip(LETTERS, [*titles, self.none_of_these], strict=False)
        )
        before, _, rest = self.question.strip().partition("{sentence}")
        between, _, after = rest.partition("{choices}")
        return f"{before}{sentence}{between}{choices}{after}"


class Verifier:
    """Re-weighs the candidates of mentions. `name` is that of the language model."""

    def __init__(self, model: LanguageModel, prompt: VerifierPrompt) -> None:
        self.name = model.name
        self._model, self._prompt = model, prompt
        self._pulls: dict[int, FloatArray] = {}

    def verify(self, text: str, linked: Sequence[LinkedMention]) -> Generator[Progress, None, list[LinkedMention]]:
        """The mentions with their candidates in the new order; those that are certain stay as they are."""
        verified: list[LinkedMention] = []
        for done, mention in enumerate(linked):
            yield Progress(done, len(linked), "Checking candidates")
            verified.append(self._verified(text, mention))
        return verified

    def _verified(self, text: str, linked: LinkedMention) -> LinkedMention:
        candidates = linked.candidates
        if not candidates or candidates[0].confidence >= self._prompt.certain:
            return linked
        offered, others = candidates[: self._prompt.candidates], candidates[self._prompt.candidates :]
        sentence = marked_sentence(text, linked.mention.span, self._prompt.context)
        chances = self._chances(sentence, [c.title for c in offered])
        weighed = combine(offered, chances, self._prompt.weight)
        ranked = sorted([*weighed, *others], key=lambda c: -c.confidence)
        return replace(linked, candidates=tuple(ranked))

    def _chances(self, sentence: str, titles: Sequence[str]) -> FloatArray:
        """Probability of each title and of "none of these", (len(titles) + 1,), without the pull of the letters."""
        count = len(titles) + 1
        if count not in self._pulls:
            self._pulls[count] = self._letters(_NOTHING, [_NOTHING] * len(titles))
        chances = self._letters(sentence, titles) / np.maximum(self._pulls[count], _LEAST)
        return np.asarray(chances / chances.sum(), np.float32)

    def _letters(self, sentence: str, titles: Sequence[str]) -> FloatArray:
        prompt = self._model.render_chat(self._prompt.system, self._prompt.ask(sentence, titles))
        return self._model.score_choices(prompt, LETTERS[: len(titles) + 1])


def combine(candidates: Sequence[Candidate], chances: FloatArray, weight: float) -> list[Candidate]:
    """Candidates with the retrieval's and the language model's probability combined.

    `chances` (len(candidates) + 1,) are the language model's, that of "none of these" last. Among the candidates the
    two are pooled by their weighted geometric mean (logarithmic opinion pool, Genest and Zidek 1986); their sum stays
    what the retrieval gave, less `weight` times the chance that none fits. With weight 0 nothing changes.
    """
    before = np.array([c.confidence for c in candidates], np.float64)
    if not before.sum():
        return list(candidates)
    pooled = np.maximum(before, _LEAST) ** (1 - weight) * np.maximum(chances[:-1], _LEAST) ** weight
    after = before.sum() * (1 - weight * float(chances[-1])) * pooled / pooled.sum()
    return [replace(c, confidence=float(p)) for c, p in zip(candidates, after, strict=True)]


def marked_sentence(text: str, span: Span, context: int) -> str:
    """The line or sentence around a mention, at most `context` code points on each side, the mention in ** **."""
    before = text[max(0, span.start - context) : span.start]
    after = text[span.end : span.end + context]
    start = max(before.rfind(mark) + len(mark) for mark in ("\n", ". ", "? ", "! ") if mark in before or mark == "\n")
    ends = [at for mark in ("\n", ". ", "? ", "! ") if (at := after.find(mark)) >= 0]
    sentence = f"{before[start:]}**{text[span.start : span.end]}**{after[: min(ends, default=len(after))]}"
    return " ".join(sentence.split())
