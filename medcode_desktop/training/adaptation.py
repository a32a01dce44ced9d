"""Goes on with the base encoder's pre-training on unlabelled notes: masked words are guessed from their context."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from medcode_desktop.core.mentions import windows
from medcode_desktop.core.types import Progress
from medcode_desktop.training.corpora import read_texts
from medcode_desktop.training.network import MASK, Network, base_model, load_tokenizer, padded, tokenize

WORDS_FROM = 999
"""The id from which a BERT vocabulary holds words rather than special tokens."""
MASKED = 0.15
BATCH = 16
LEARNING_RATE = 1e-4


def unlabelled_notes(data: Path, excluded: Iterable[str]) -> list[str]:
    """Texts of the background cases and of the dictated notes below `data` that do not begin like an excluded one."""
    known = {_beginning(text) for text in excluded}
    texts = {_beginning(text): text for text in _unlabelled(data)}
    return [text for beginning, text in texts.items() if beginning not in known]


def _beginning(text: str) -> str:
    """The first letters of a text: copies of a note differ in white space and punctuation."""
    return re.sub(r"[^a-z]", "", text.lower()[:400])[:150]


def _unlabelled(data: Path) -> Iterator[str]:
    yield from read_texts(data / "codiesp" / "background_en.tar.gz").values()
    for path in sorted((data / "mtsamples").glob("*.csv")):
        yield from read_texts(path).values()


def adapt(texts: Sequence[str], epochs: int, seed: int, work: Path) -> Generator[Progress, None, Path]:
    """Trains on the texts and returns the file of weights for `Network`; nothing is done where it exists already."""
    result = work / "adapted.pt"
    if result.exists():
        return result
    torch.manual_seed(seed)
    chance = random.Random(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = load_tokenizer(base_model())
    network = Network(base_model()).to(device)
    network.train()
    width = network.bert.config.hidden_size
    guess = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width)).to(device)
    pool = []
    for text in texts:
        tokens = tokenize(tokenizer, text)
        pool += [tokens.ids[a:b] for a, b in windows(tokens, text, overlap=0)]
    steps = epochs * -(-len(pool) // BATCH)
    parameters = [*network.bert.parameters(), *guess.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.06)
    done, recent, began = 0, 0.0, time.monotonic()
    for epoch in range(epochs):
        chance.shuffle(pool)
        for at in range(0, len(pool), BATCH):
            loss = _loss(network, guess, pool[at : at + BATCH], device)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            recent += 0.02 * (float(loss.detach()) - recent) if recent else float(loss.detach())
            if done % 20 == 0:
                yield Progress(
                    done, steps, f"adapting, epoch {epoch + 1}: {recent:.3f} {time.monotonic() - began:.0f}s"
                )
    torch.save(network.bert.state_dict(), result.with_suffix(".new"))
    result.with_suffix(".new").replace(result)
    return result


def _loss(network: Network, guess: nn.Module, batch: Sequence[np.ndarray], device: str) -> torch.Tensor:
    """Cross entropy of the masked tokens; of those chosen four in five are masked, the rest swapped or left (BERT)."""
    ids, mask = (t.to(device) for t in padded(batch))
    chosen = (torch.rand(ids.shape, device=device) < MASKED) & (ids >= WORDS_FROM)
    fate = torch.rand(ids.shape, device=device)
    shown = ids.masked_fill(chosen & (fate < 0.8), MASK)
    swapped = chosen & (fate >= 0.9)
    shown = torch.where(swapped, torch.randint_like(ids, WORDS_FROM, network.bert.config.vocab_size), shown)
    hidden = network(shown, mask)[chosen]
    words = network.bert.embeddings.word_embeddings.weight
    with torch.autocast(hidden.device.type, torch.bfloat16):
        scores = guess(hidden) @ words.T
    return F.cross_entropy(scores.float(), ids[chosen])
