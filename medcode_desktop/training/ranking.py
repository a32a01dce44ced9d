"""Fits the ranker of candidates on spans that the tagger finds where annotators marked a mention."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from medcode_desktop.core.heads import Layers
from medcode_desktop.core.mention_coder import MentionCoder
from medcode_desktop.core.mentions import find_spans, read_note
from medcode_desktop.core.types import FloatArray, Progress
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.fitting import Known, finish
from medcode_desktop.training.layers import averaged, fit_network

SEEDS = 3


@dataclass(slots=True)
class RankerRows:
    """Candidates of the spans that a tagger found where annotators marked a mention: features, and which are right."""

    features: list[FloatArray] = field(default_factory=list)
    right: list[npt.NDArray[np.bool_]] = field(default_factory=list)

    def collect(self, coder: MentionCoder, documents: Sequence[GoldDocument], known: Known) -> Generator[Progress]:
        """Adds the candidates of the documents, which the parts of the coder were not fitted on."""
        guides = coder.heads.guides
        for done, document in enumerate(documents):
            yield Progress(done, len(documents), "Reading the held-out notes")
            guide = guides.index(document.corpus)
            tokens = coder.encoder.tokenize(document.text)
            vectors = finish(read_note(coder.encoder, tokens, document.text))
            logits = coder.heads.layers["tags"](vectors).reshape(len(vectors), len(guides), 3)[:, guide]
            tags = np.exp(logits - logits.max(axis=1, keepdims=True))
            tags /= tags.sum(axis=1, keepdims=True)
            spans = find_spans(document.text, tokens.offsets, np.asarray(1 - tags[:, 0], np.float32), tags[:, 1])
            wanted = [
                {known(m.code) for m in document.mentions if m.start < s.span.end and s.span.start < m.end} - {None}
                for s in spans
            ]
            used = [i for i, codes in enumerate(wanted) if codes]
            if not used:
                continue
            means = np.stack([vectors[spans[i].first : spans[i].last].mean(axis=0) for i in used])
            places, linking = [spans[i].span for i in used], coder.linker.project(means)
            found = coder.linker.candidates(document.text, places, linking, guide)
            for i, (codes, features) in zip(used, found, strict=True):
                self.features.append(features)
                self.right.append(np.array([coder.heads.codes[c] in wanted[i] for c in codes]))

    def fit(self) -> tuple[Layers, str]:
        """The ranker, and a line about it."""
        rows, right = self.features, self.right
        width = max(len(r) for r in rows)
        index = torch.full((len(rows), width + 1), -1)
        good = torch.zeros((len(rows), width + 1), dtype=torch.bool)
        at = 0
        for i, mask in enumerate(right):
            index[i, : len(mask)] = torch.arange(at, at + len(mask))
            good[i, : len(mask)] = torch.from_numpy(mask)
            good[i, width] = not mask.any()
            at += len(mask)

        def loss(scores: torch.Tensor) -> torch.Tensor:
            table = scores[index.clamp(min=0)].masked_fill(index < 0, float("-inf"))
            table = torch.cat([table[:, :width], torch.zeros(len(rows), 1)], dim=1)
            return (table.logsumexp(1) - table.masked_fill(~good, float("-inf")).logsumexp(1)).mean()

        layers = averaged(
            [fit_network(np.concatenate(rows), loss, hidden=16, decay=0.02, seed=seed) for seed in range(SEEDS)]
        )
        first = sum(bool(m[int(layers(f)[:, 0].argmax())]) for f, m in zip(rows, right, strict=True))
        there = sum(bool(m.any()) for m in right)
        shares = f"right first {first / len(rows):.3f}, among the candidates {there / len(rows):.3f}"
        return layers, f"ranker: {len(rows)} mentions, {shares}"
