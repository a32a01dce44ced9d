"""Reading ahead changes when the encoder reads, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from fakes import FakeEncoder

from medcode_desktop.core.types import FloatArray, IntArray
from medcode_desktop.services.ahead import AheadEncoder


class CountingEncoder(FakeEncoder):
    def __init__(self) -> None:
        self.calls: list[int] = []

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        self.calls.append(len(windows))
        return super().embed_tokens(windows)


def test_what_was_read_ahead_is_given_once_and_the_rest_is_read() -> None:
    plain, counting = FakeEncoder(), CountingEncoder()
    ahead = AheadEncoder(counting)
    texts = ["back pain", "no fever", "pain " * 300]
    ahead.prepare(texts)
    assert counting.calls == [4]  # the long one has two windows
    for text in texts[:2]:
        ids = ahead.tokenize(text).ids
        assert np.array_equal(ahead.embed_tokens([ids])[0], plain.embed_tokens([ids])[0])
    assert counting.calls == [4]
    new, known = ahead.tokenize("cough").ids, ahead.tokenize("pain " * 300).ids[:256]
    both = ahead.embed_tokens([new, known])
    assert counting.calls == [4, 1]
    assert all(np.array_equal(a, b) for a, b in zip(both, plain.embed_tokens([new, known]), strict=True))
    assert (ahead.name, ahead.context_length) == (plain.name, plain.context_length)


def test_what_is_never_asked_for_does_not_pile_up() -> None:
    ahead = AheadEncoder(FakeEncoder())
    for number in range(200):
        ahead.prepare([f"note {number}"])
    assert len(ahead._tokens) <= 65
