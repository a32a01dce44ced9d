"""Fine-tunes the encoder: mentions, assertion, importance and linking are learnt together on one small BERT."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from medcode_desktop.core.codeset import nearest
from medcode_desktop.core.mentions import token_range, windows
from medcode_desktop.core.types import Progress
from medcode_desktop.training.corpora import GoldDocument, plain_term
from medcode_desktop.training.network import (
    ASSERTIONS,
    GUIDES,
    LINK_WIDTH,
    MASK,
    SEP,
    Network,
    base_model,
    load_tokenizer,
    padded,
    tokenize,
)
from medcode_desktop.training.synthetic import synthetic_notes
from medcode_desktop.training.terms import TermTable

TEMPERATURE = 0.05
IGNORE = -100
AVERAGE_EVERY = 5
LONGEST_NAME = 24
"""Tokens of a name that the contrast of names reads."""


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """Everything that decides how a run turns out."""

    seed: int = 7
    epochs: int = 9
    batch: int = 8
    pairs: int = 32
    pairs_every: int = 2
    """Steps between two contrasts of names, which cost as much as the windows of a step."""
    learning_rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    synthetic: int = 500
    """Synthetic notes an epoch, new ones in each."""
    refresh: tuple[int, ...] = (1, 3, 6)
    """Epochs at whose start the vectors of all terms are computed anew."""
    gaps: float = 0.06
    """Share of the words of a window that are masked."""
    adapting: int = 2
    """Epochs over the unlabelled notes."""
    averaging: float = 0.99
    """The network in use is the moving average of the trained one, renewed by 1 % every `AVERAGE_EVERY` steps."""

    @classmethod
    def update(cls, **given: int) -> TrainingPlan:
        """To go on from a trained network with further notes: short, and gently."""
        return cls(**{"epochs": 2, "learning_rate": 5e-5, "head_rate": 5e-4, "refresh": (), **given})  # type: ignore[arg-type]


@dataclass(slots=True)
class Window:
    """A stretch of a note for training; mentions are (first token, last token + 1, code, assertion, reportable)."""

    guide: str
    ids: np.ndarray
    tags: np.ndarray
    mentions: list[tuple[int, int, str | None, int, int]]


def cut_windows(tokenizer: Tokenizer, document: GoldDocument) -> list[Window]:
    tokens = tokenize(tokenizer, document.text)
    tags = np.zeros(len(tokens.ids), np.int64)
    for start, end in document.unsure:
        a, b = token_range(tokens.offsets, start, end)
        tags[a:b] = IGNORE
    placed: list[tuple[int, int, str | None, int, int]] = []
    taken = np.zeros(len(tokens.ids), bool)
    for m in sorted(document.mentions, key=lambda m: m.start - m.end):
        a, b = token_range(tokens.offsets, m.start, m.end)
        if a == b:
            continue
        placed.append(
            (a, b, m.code, IGNORE if m.assertion is None else ASSERTIONS.index(m.assertion),
             IGNORE if m.reportable is None else int(m.reportable))
        )  # fmt: skip
        if not taken[a:b].any():
            taken[a:b] = True
            tags[a], tags[a + 1 : b] = 1, 2
    cut = []
    for a, b in windows(tokens, document.text):
        inside = [(s - a, e - a, code, state, worth) for s, e, code, state, worth in placed if a <= s < e <= b]
        cut.append(Window(document.corpus, tokens.ids[a:b], tags[a:b], inside))
    return cut


class Trainer:
    """Holds the network, the term vectors that mentions are linked to, and the order in which data is seen."""

    def __init__(
        self,
        documents: Sequence[GoldDocument],
        terms: TermTable,
        plan: TrainingPlan,
        device: str,
        adapted: Path | None = None,
        trained: Network | None = None,
    ) -> None:
        """`adapted` is a base model that went on with its pre-training, `trained` a whole network to go on from."""
        torch.manual_seed(plan.seed)
        self.plan, self.terms, self.device = plan, terms, device
        self.chance = random.Random(plan.seed)
        folder = base_model()
        self.tokenizer = load_tokenizer(folder)
        self.network, self.fresh = trained or Network(folder), trained is None
        if adapted is not None:
            self.network.bert.load_state_dict(torch.load(adapted, map_location="cpu", weights_only=True))
        self.network.to(device)
        self.rows = [(code, term) for code, names in terms.items() for term in dict.fromkeys(names)]
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        for i, (code, _) in enumerate(self.rows):
            self.rows_of[code].append(i)
        self.real = [w for d in documents for w in cut_windows(self.tokenizer, d)]
        self.spoken = [
            (known, d.text[m.start : m.end]) for d in documents for m in d.mentions if (known := self.known(m.code))
        ]
        self.siblings: dict[str, list[str]] = defaultdict(list)
        for code in terms:
            self.siblings[code[:3]].append(code)
        self.families = [c for c, codes in self.siblings.items() if len(codes) > 3]
        self.bank = torch.empty(0)

    def known(self, code: str | None) -> str | None:
        """The code as it stands in the term table."""
        return nearest(code, self.rows_of)

    @torch.no_grad()
    def _mean_vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Mean token vectors of all terms, (n, width); sorted by length so that little is padded."""
        self.network.eval()
        encoded = [e.ids or [100] for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        result = torch.empty(len(texts), self.network.bert.config.hidden_size)
        for at in range(0, len(order), 256):
            chunk = order[at : at + 256]
            result[chunk] = self._term_means([np.array(encoded[i][:64]) for i in chunk]).cpu()
        self.network.train()
        return result

    def _term_means(self, sequences: Sequence[np.ndarray]) -> torch.Tensor:
        ids, mask = (t.to(self.device) for t in padded(sequences))
        hidden = self.network(ids, mask)
        inner = mask.clone()
        inner[:, 0] = 0
        inner[torch.arange(len(sequences)), mask.sum(1) - 1] = 0
        return (hidden * inner[..., None]).sum(1) / inner.sum(1, keepdim=True)

    def _first_bank(self) -> torch.Tensor:
        """Term vectors of the base model; their principal axes start the linking projection."""
        means = self._mean_vectors([t for _, t in self.rows])
        _, _, axes = torch.linalg.svd(means[torch.randperm(len(means))[:8000]], full_matrices=False)
        with torch.no_grad():
            self.network.link.weight.copy_(axes[:LINK_WIDTH])
            return self.network.linked(means.to(self.device)).bfloat16()

    def refresh_bank(self) -> None:
        with torch.no_grad():
            self.bank = self.network.linked(self._mean_vectors([t for _, t in self.rows]).to(self.device)).bfloat16()

    def _batches(self, epoch: int) -> Iterator[list[Window]]:
        invented = synthetic_notes(self.terms, self.plan.synthetic, self.plan.seed * 1000 + epoch, self.spoken)
        pool = self.real + [w for d in invented for w in cut_windows(self.tokenizer, d)]
        self.chance.shuffle(pool)
        pool = [w for at in range(0, len(pool), 128) for w in sorted(pool[at : at + 128], key=lambda w: len(w.ids))]
        batches = [pool[at : at + self.plan.batch] for at in range(0, len(pool), self.plan.batch)]
        self.chance.shuffle(batches)
        yield from batches

    def _window_loss(self, batch: Sequence[Window]) -> tuple[torch.Tensor, dict[str, float]]:
        ids, mask = (t.to(self.device) for t in padded([w.ids for w in batch]))
        hidden = self.network(self._with_gaps(ids), mask)
        losses: dict[str, torch.Tensor] = {}
        logits = self.network.tags(F.dropout(hidden, 0.1, training=True)).view(*hidden.shape[:2], len(GUIDES), 3)
        targets = torch.full((*hidden.shape[:2], len(GUIDES)), IGNORE, dtype=torch.long)
        for row, w in enumerate(batch):
            wanted = torch.from_numpy(w.tags)
            guides = range(len(GUIDES)) if w.guide not in GUIDES else (GUIDES.index(w.guide),)
            for g in guides:
                targets[row, 1 : len(w.ids) + 1, g] = wanted
        losses["tags"] = F.cross_entropy(logits.flatten(0, 2), targets.flatten().to(self.device), ignore_index=IGNORE)

        places = [(row, *m) for row, w in enumerate(batch) for m in w.mentions]
        if places:
            means = torch.stack([hidden[row, a + 1 : b + 1].mean(0) for row, a, b, *_ in places])
            dropped = F.dropout(means, 0.1, training=True)
            states = torch.tensor([p[4] for p in places], device=self.device)
            if (states != IGNORE).any():
                losses["assertion"] = F.cross_entropy(self.network.assertion(dropped), states, ignore_index=IGNORE)
            worth = torch.tensor([p[5] for p in places], device=self.device)
            if (sure := worth != IGNORE).any():
                losses["reportable"] = F.binary_cross_entropy_with_logits(
                    self.network.reportable(dropped)[sure, 0], worth[sure].float()
                )
            codes = [self.known(p[3]) for p in places]
            coded = [i for i, c in enumerate(codes) if c]
            if coded:
                losses["link"] = self._link_loss(means[coded], [codes[i] or "" for i in coded])
        total = torch.stack(list(losses.values())).sum()
        return total, {k: float(v.detach()) for k, v in losses.items()}

    def _with_gaps(self, ids: torch.Tensor) -> torch.Tensor:
        """The ids with some words masked, so that no word alone decides (word dropout)."""
        chosen = (torch.rand(ids.shape, device=ids.device) < self.plan.gaps) & (ids > SEP)
        return ids.masked_fill(chosen, MASK)

    def _link_loss(self, means: torch.Tensor, codes: Sequence[str]) -> torch.Tensor:
        """Softmax over all terms of the code set; every term of the right code counts as right."""
        scores = ((self.network.linked(means) / TEMPERATURE).bfloat16() @ self.bank.T).float()
        right = [torch.tensor(self.rows_of[code], device=self.device) for code in codes]
        places = nn.utils.rnn.pad_sequence(right, batch_first=True, padding_value=-1)
        chosen = scores.gather(1, places.clamp(min=0)).masked_fill(places < 0, float("-inf"))
        return (scores.logsumexp(1) - chosen.logsumexp(1)).mean()

    def _pair_loss(self) -> torch.Tensor:
        """In-batch contrast of two names of a code, the batch filled with siblings as hard negatives."""
        pairs: list[tuple[str, str, str]] = []
        for code, words in self.chance.sample(self.spoken, self.plan.pairs // 3):
            pairs.append((code, words, self.chance.choice(self.terms[code])))
        while len(pairs) < self.plan.pairs:
            family = self.siblings[self.chance.choice(self.families)]
            for code in self.chance.sample(family, min(4, len(family))):
                names = self.terms[code]
                one = self.chance.choice(names)
                other = self.chance.choice([n for n in names if n != one] or [plain_term(one) or one])
                pairs.append((code, one, other))
        texts = [t for _, a, b in pairs for t in (a, b)]
        encoded = [
            np.array((e.ids or [100])[:LONGEST_NAME])
            for e in self.tokenizer.encode_batch(texts, add_special_tokens=False)
        ]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        middle = len(order) // 2  # short and long ones apart: little is padded
        means = [self._term_means([encoded[i] for i in part]) for part in (order[:middle], order[middle:])]
        vectors = self.network.linked(torch.cat(means)[torch.tensor(order).argsort()])
        scores = vectors[0::2] @ vectors[1::2].T / TEMPERATURE
        codes = [c for c, _, _ in pairs]
        same = torch.tensor([[i != j and a == b for j, b in enumerate(codes)] for i, a in enumerate(codes)])
        scores = scores.masked_fill(same.to(self.device), float("-inf"))
        wanted = torch.arange(len(pairs), device=self.device)
        return (F.cross_entropy(scores, wanted) + F.cross_entropy(scores.T, wanted)) / 2

    def train(self, checkpoint: Path) -> Generator[Progress, None, None]:
        """Trains to the end of the plan, from the checkpoint if there is one; writes it after each epoch.

        At the end `network` holds the averaged weights.
        """
        plan, network = self.plan, self.network
        average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(plan.averaging))
        heads = [p for n, p in network.named_parameters() if not n.startswith("bert.")]
        optimizer = torch.optim.AdamW(
            [{"params": network.bert.parameters(), "lr": plan.learning_rate}, {"params": heads, "lr": plan.head_rate}],
            weight_decay=0.01,
            fused=True,
        )
        steps = plan.epochs * (sum(1 for _ in self._batches(0)))
        warm = max(1, steps // 20)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm)))
        )
        first = 0
        if checkpoint.exists():
            saved = torch.load(checkpoint, map_location=self.device, weights_only=False)
            network.load_state_dict(saved["network"])
            average.load_state_dict(saved["average"])
            optimizer.load_state_dict(saved["optimizer"])
            schedule.load_state_dict(saved["schedule"])
            first, self.bank = saved["epoch"] + 1, saved["bank"]
            self.chance.setstate(saved["chance"])
        else:
            yield Progress(0, steps, f"computing the vectors of {len(self.rows)} terms")
            if self.fresh:
                self.bank = self._first_bank()
            else:
                self.refresh_bank()
        done, began, recent = first * (steps // plan.epochs), time.monotonic(), defaultdict[str, float](float)
        for epoch in range(first, plan.epochs):
            if epoch in plan.refresh:
                yield Progress(done, steps, f"epoch {epoch + 1}: computing the vectors of {len(self.rows)} terms")
                self.refresh_bank()
            network.train()
            for batch in self._batches(epoch):
                loss, parts = self._window_loss(batch)
                if done % plan.pairs_every == 0:
                    pair = self._pair_loss()
                    parts["pairs"] = float(pair.detach())
                    loss = loss + pair
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                done += 1
                if done % AVERAGE_EVERY == 0:
                    average.update_parameters(network)
                for name, value in parts.items():
                    recent[name] += 0.02 * (value - recent[name]) if recent[name] else value
                if done % 20 == 0:
                    words = " ".join(f"{k} {v:.3f}" for k, v in sorted(recent.items()))
                    yield Progress(done, steps, f"epoch {epoch + 1} {words} {time.monotonic() - began:.0f}s")
            state = {
                "network": network.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(), "bank": self.bank, "epoch": epoch, "chance": self.chance.getstate(),
            }  # fmt: skip
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
        network.load_state_dict(average.module.state_dict())
