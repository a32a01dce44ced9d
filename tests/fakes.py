"""Stand-ins for the model, so that tests need no weights."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from medcode_desktop.core.types import (
    Assertion,
    Candidate,
    Coding,
    CodingOptions,
    Evidence,
    FloatArray,
    IntArray,
    LinkedMention,
    Mention,
    Note,
    Progress,
    Span,
    Suggestion,
    Tokens,
)
from medcode_desktop.errors import Cancelled


def suggest(
    note: str, code: str, title: str, quote: str, assertion: Assertion = Assertion.PRESENT, confidence: float = 0.8
) -> Suggestion:
    """A suggestion with the first place of `quote` in the note as its evidence."""
    start = note.index(quote)
    return Suggestion(code, title, confidence, True, assertion, (Evidence(Span(start, start + len(quote)), quote),))


class FakeCoder:
    """Codes by a function of the note, in steps; `gate` holds it before each step, so that a test can cancel.

    What it was asked is in `notes` and `options`.
    `cancel` makes the running step end with Cancelled, as the engine does.
    """

    def __init__(self, find: Callable[[Note], Sequence[Suggestion]], steps: int = 3) -> None:
        self.info = SimpleNamespace(name="fake-encoder", device="CPU, 2 threads")
        self.notes: list[Note] = []
        self.options: list[CodingOptions] = []
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()
        self.failure: Exception | None = None
        self._find, self._steps = find, steps
        self._cancelled = threading.Event()

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        self.notes.append(note)
        self.options.append(options)
        self._cancelled.clear()
        for step in range(self._steps):
            yield Progress(step, self._steps, f"Step {step + 1}")
            while not self.gate.wait(0.01):
                if self._cancelled.is_set():
                    raise Cancelled
            if self._cancelled.is_set():
                raise Cancelled
        if self.failure is not None:
            raise self.failure
        return Coding(note.note_id, note.source, "ICD-10-CM 2026-04-01", self.info.name, tuple(self._find(note)))

    def offers(self, note: Note, span: Span, options: CodingOptions) -> Generator[Progress, None, LinkedMention | None]:
        """Two codes for any words, the first by whether they speak of pain."""
        self.notes.append(note)
        self.options.append(options)
        yield Progress(0, 1, "Reading the note")
        if self.failure is not None:
            raise self.failure
        words = note.text[span.start : span.end]
        knee, weight = Candidate("M25.562", "Pain in left knee", 0.7), Candidate("E66.9", "Obesity, unspecified", 0.8)
        offered = (knee if "pain" in words else weight, Candidate("R05.9", "Cough, unspecified", 0.1))
        return LinkedMention(Mention(span, words, Assertion.PRESENT, 1.0, 1.0), offered)

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        self.closed = True


def code_visit(note: Note) -> list[Suggestion]:
    """The codes of the sample note that ships with the program, those whose words occur in `note`."""
    quotes = (
        ("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease",
         "Type 2 diabetes mellitus with diabetic chronic kidney disease", Assertion.PRESENT, 0.93),
        ("N18.31", "Chronic kidney disease, stage 3a", "Chronic kidney disease stage 3a", Assertion.PRESENT, 0.9),
        ("I10", "Essential (primary) hypertension", "Hypertension, above goal", Assertion.PRESENT, 0.62),
        ("M17.12", "Unilateral primary osteoarthritis, left knee",
         "Primary osteoarthritis of the left knee", Assertion.PRESENT, 0.88),
        ("E03.9", "Hypothyroidism, unspecified", "Hypothyroidism, well controlled", Assertion.PRESENT, 0.85),
        ("G47.30", "Sleep apnea, unspecified", "Possible sleep apnea", Assertion.POSSIBLE, 0.31),
        ("Z85.3", "Personal history of malignant neoplasm of breast",
         "Breast cancer, left", Assertion.HISTORICAL, 0.77),
        ("Z80.0", "Family history of malignant neoplasm of digestive organs",
         "Mother with colon cancer", Assertion.FAMILY, 0.71),
    )  # fmt: skip
    found = [suggest(note.text, *q[:3], q[3], q[4]) for q in quotes if q[2] in note.text]
    alternatives = (
        Candidate("E11.21", "Type 2 diabetes mellitus with diabetic nephropathy", 0.05),
        Candidate("E11.9", "Type 2 diabetes mellitus without complications", 0.01),
    )
    return [
        Suggestion(s.code, s.title, s.confidence, s.billable, s.assertion, s.evidence, alternatives, ("hcc", "hcc:37"))
        if s.code == "E11.22"
        else s
        for s in found
    ]


class FakeLanguageModel:
    """Gives the queued probabilities (and texts), then equal ones; `history` holds the prompts."""

    name = "fake"
    context_length = 2048

    def __init__(self, *answers: Sequence[float], texts: Sequence[str] = ()) -> None:
        self.answers = deque(answers)
        self.texts = deque(texts)
        self.history: list[str] = []

    def score_choices(self, prompt: str, choices: Sequence[str]) -> FloatArray:
        self.history.append(prompt)
        chances = self.answers.popleft() if self.answers else [1 / len(choices)] * len(choices)
        assert len(chances) == len(choices)
        return np.array(chances, np.float32)

    def complete(self, prompt: str, *, grammar: str | None = None, max_tokens: int = 256) -> str:
        self.history.append(prompt)
        return self.texts.popleft()

    def render_chat(self, system: str, user: str) -> str:
        return f"<{system}>\n{user}"


class FakeEncoder:
    """Words as tokens, each with a vector of its own that depends on nothing else."""

    name = "fake"
    context_length = 510
    width = 16

    def tokenize(self, text: str) -> Tokens:
        words = list(re.finditer(r"\w+|[^\w\s]", text))
        ids = [int.from_bytes(hashlib.sha256(w[0].lower().encode()).digest()[:3], "big") for w in words]
        return Tokens(np.array(ids, np.int32), np.array([w.span() for w in words], np.int32).reshape(-1, 2))

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        return [
            np.stack([self._vector(i) for i in w]) if len(w) else np.zeros((0, self.width), np.float32) for w in windows
        ]

    def embed_texts(self, texts: Sequence[str]) -> FloatArray:
        means = [
            v.mean(axis=0) if len(v) else np.zeros(self.width, np.float32)
            for v in self.embed_tokens([self.tokenize(t).ids for t in texts])
        ]
        return np.array([m / (np.linalg.norm(m) or 1) for m in means], np.float32).reshape(-1, self.width)

    def _vector(self, number: int) -> FloatArray:
        return np.random.default_rng(int(number)).standard_normal(self.width).astype(np.float32)


def result_of(work: Generator[Progress, None, Any]) -> Any:
    """Runs long work to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
