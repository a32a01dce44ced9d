"""llama.cpp through its C interface: a loaded model that embeds tokens, scores choices or completes a prompt.

Only the engine process imports this module.
"""

from __future__ import annotations

import ctypes
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2
import llama_cpp
import numpy as np
from llama_cpp import llama_cpp as c
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from medcode_desktop.core.types import FloatArray, IntArray
from medcode_desktop.engine.wire import EngineInfo, EngineSettings
from medcode_desktop.errors import Cancelled, EngineError, ModelError

DEFAULT_CONTEXT = 2048
_BATCH = 512
_PACK_TOKENS = 256
"""Short texts share a micro-batch up to this size: attention is computed over the whole of it."""
_PACK_TEXTS = 64
_WARM_UP_TOKENS = 64


class _Model(ABC):
    """A model with its context. `interrupted` is asked between the steps of every computation."""

    def __init__(self, path: Path, settings: EngineSettings, interrupted: Callable[[], bool]) -> None:
        self._interrupted = interrupted
        self._log: list[str] = []
        self._callbacks: list[Any] = [c.llama_log_callback(self._record), c.ggml_abort_callback(self._abort)]
        c.llama_log_set(self._callbacks[0], ctypes.c_void_p(0))
        c.llama_backend_init()
        wanted = c.llama_model_default_params()
        wanted.n_gpu_layers = settings.gpu_layers if settings.gpu_layers >= 0 else 2**31 - 1
        wanted.use_extra_bufts = not settings.safe_kernels
        self._model = c.llama_model_load_from_file(str(path).encode(), wanted)
        if not self._model:
            raise ModelError(f"llama.cpp cannot load {path.name}: {self._reason()}.", "Choose another model file.")
        self._vocab = c.llama_model_get_vocab(self._model)
        shape = self._context_shape(settings)
        shape.n_threads = shape.n_threads_batch = settings.threads
        shape.abort_callback = self._callbacks[1]
        self._context = c.llama_init_from_model(self._model, shape)
        if not self._context:
            raise EngineError(
                f"There is not enough memory for {path.name} with a context of {shape.n_ctx} tokens.",
                "Choose a smaller context or a smaller model.",
            )
        self._batch = c.llama_batch_init(_BATCH, 0, 1)
        self.info = self._describe(path, settings)
        c.llama_log_set(_SILENT, ctypes.c_void_p(0))
        self._log.clear()

    @abstractmethod
    def _context_shape(self, settings: EngineSettings) -> Any:
        """llama.cpp's parameters of the context that this kind of model needs."""

    def _run(self, sequences: Sequence[IntArray], start: int = 0, *, all_outputs: bool = True) -> None:
        """Compute sequences of tokens in one micro-batch; the first stands at `start` of the context."""
        batch, at = self._batch, 0
        for number, ids in enumerate(sequences):
            for place, token in enumerate(ids.tolist(), start):
                batch.token[at], batch.pos[at] = token, place
                batch.n_seq_id[at], batch.seq_id[at][0] = 1, number
                batch.logits[at] = all_outputs
                at += 1
        batch.logits[at - 1] = True
        batch.n_tokens = at
        status = c.llama_decode(self._context, batch)
        if self._interrupted():
            raise Cancelled
        if status:
            raise EngineError(f"llama.cpp could not read {at} tokens (status {status}).", "Try a smaller context.")

    def _abort(self, _: object) -> bool:
        return self._interrupted()

    def _record(self, level: int, text: bytes, _: object) -> None:
        """Lines of the log while loading; they hold no text of notes, which come later."""
        self._log.append(text.decode("utf-8", "replace").strip())

    def _reason(self) -> str:
        errors = [line for line in self._log if "error" in line.lower()]
        return errors[0].rpartition("error loading model: ")[2] if errors else "it is no model that it knows"

    def _describe(self, path: Path, settings: EngineSettings) -> EngineInfo:
        """What is used, as the log of the loading says it: llama.cpp falls back to the CPU without an error."""
        log = "\n".join(self._log)
        offloaded = re.search(r"offloaded (\d+)/\d+ layers to GPU", log)
        layers = int(offloaded[1]) if offloaded else 0
        devices = re.findall(r"using device (\S+ \([^)]*\))", log)
        return EngineInfo(
            model=path.stem,
            architecture=self.text_entry("general.architecture"),
            device=", ".join(devices) if devices and layers else "CPU",
            layers=c.llama_model_n_layer(self._model) + 1,
            layers_on_gpu=layers if devices else 0,
            threads=settings.threads or 0,
            context=c.llama_n_ctx(self._context),
            gpu_supported=bool(c.llama_supports_gpu_offload()),
            safe_kernels=settings.safe_kernels,
            version=f"llama-cpp-python {llama_cpp.__version__}",
            system=c.llama_print_system_info().decode().strip(" |"),
        )

    def text_entry(self, key: str) -> str:
        """A text of the file's metadata, "" if it has none."""
        buffer = ctypes.create_string_buffer(256)
        c.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")


class EncoderModel(_Model):
    """A BERT that gives one vector a token."""

    def __init__(self, path: Path, settings: EngineSettings, interrupted: Callable[[], bool]) -> None:
        super().__init__(path, settings, interrupted)
        self._width = c.llama_model_n_embd(self._model)
        self._ends = np.array([c.llama_vocab_bos(self._vocab), c.llama_vocab_sep(self._vocab)], np.int32)
        if not np.isfinite(self.embed([np.full(_WARM_UP_TOKENS, self._ends[0], np.int32)], mean=False)).all():
            raise ModelError(f"{path.name} is damaged: what it computes are no numbers.", "Install the model again.")

    def _context_shape(self, settings: EngineSettings) -> Any:
        shape = c.llama_context_default_params()
        trained = c.llama_model_n_ctx_train(self._model)
        shape.n_ctx = shape.n_batch = shape.n_ubatch = min(_BATCH, trained)
        shape.n_seq_max, shape.kv_unified = _PACK_TEXTS, True
        shape.embeddings, shape.pooling_type = True, c.LLAMA_POOLING_TYPE_NONE
        return shape

    def embed(self, sequences: Sequence[IntArray], *, mean: bool) -> FloatArray:
        """Vectors of all tokens one below the other, (tokens, d), or the mean of each sequence, (sequences, d).

        Sequences whose mean is wanted share micro-batches. Others do not: the vectors of a token would depend on what
        else is computed with it (by up to 0.06), and so would the codes of a note.
        """
        rows = len(sequences) if mean else sum(map(len, sequences))
        out = np.zeros((rows, self._width), np.float32)
        at = 0
        for pack in _packs(sequences) if mean else ([ids] for ids in sequences):
            full = [np.concatenate([self._ends[:1], ids, self._ends[1:]]) for ids in pack if len(ids)]
            vectors = self._vectors(full)
            place = 0
            for ids in pack:
                own = vectors[place + 1 : place + 1 + len(ids)]
                place += len(ids) + 2 if len(ids) else 0
                if not mean:
                    out[at : at + len(ids)] = own
                elif len(ids):
                    out[at] = own.mean(axis=0)
                at += 1 if mean else len(ids)
        return out

    def _vectors(self, sequences: Sequence[IntArray]) -> FloatArray:
        if not sequences:
            return np.zeros((0, self._width), np.float32)
        self._run(sequences)
        pointer = c.llama_get_embeddings(self._context)
        shape = (sum(map(len, sequences)), self._width)
        return np.array(np.ctypeslib.as_array(pointer, shape), np.float32)


class InstructModel(_Model):
    """A causal language model that keeps what it read of the last prompt, for the next that begins alike."""

    def __init__(self, path: Path, settings: EngineSettings, interrupted: Callable[[], bool]) -> None:
        super().__init__(path, settings, interrupted)
        self._memory = c.llama_get_memory(self._context)
        self._read = np.zeros(0, np.int32)
        self._words = c.llama_vocab_n_tokens(self._vocab)
        self._end = c.llama_vocab_eos(self._vocab)
        self._formatter = self._chat_template()
        self._continue(np.full(_WARM_UP_TOKENS, self._end, np.int32))

    def _context_shape(self, settings: EngineSettings) -> Any:
        shape = c.llama_context_default_params()
        shape.n_ctx = min(settings.context or DEFAULT_CONTEXT, c.llama_model_n_ctx_train(self._model))
        shape.n_batch = shape.n_ubatch = min(_BATCH, shape.n_ctx)
        return shape

    def render_chat(self, system: str, user: str) -> str:
        if self._formatter is None:
            raise ModelError(f"{self.info.model} has no chat template.", "Choose an instruct model.")
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        try:
            return str(self._formatter(messages=messages).prompt)
        except (ValueError, jinja2.TemplateError):  # some templates know no system message
            merged = [{"role": "user", "content": f"{system}\n\n{user}"}]
        try:
            return str(self._formatter(messages=merged).prompt)
        except Exception as error:  # its words may quote the note
            raise self._bad_template(error) from None

    def score(self, prompt: str, choices: Sequence[str]) -> FloatArray:
        """Probability of each choice when the answer must be one of them, (len(choices),).

        The model is asked once at each point where the choices part; with different first tokens, once.
        """
        start = self._prompt_tokens(prompt)
        answers = [(*self._tokens(choice, special=False), self._end) for choice in choices]
        self._check_length(len(start) + max(map(len, answers)))
        chances = np.ones(len(choices), np.float32)
        open_points: list[tuple[int, ...]] = [()]
        while open_points:
            said = open_points.pop()
            here = [i for i, a in enumerate(answers) if a[: len(said)] == said]
            following = sorted({answers[i][len(said)] for i in here if len(answers[i]) > len(said)})
            if len(following) == 1:
                open_points.append((*said, following[0]))
            elif following:
                logits = self._continue(np.append(start, said).astype(np.int32))[following]
                share = np.exp(logits - logits.max())
                share /= share.sum()
                for token, chance in zip(following, share, strict=True):
                    chances[[i for i in here if answers[i][len(said)] == token]] *= chance
                    open_points.append((*said, token))
        return chances

    def complete(self, prompt: str, grammar: str | None, max_tokens: int) -> str:
        """The likeliest text after the prompt, at most `max_tokens` long, in the form of a GBNF grammar if given."""
        tokens = self._prompt_tokens(prompt)
        self._check_length(len(tokens) + max_tokens)
        sampler = self._sampler(grammar)
        try:
            written = b""
            for _ in range(max_tokens):
                self._continue(tokens)
                token = c.llama_sampler_sample(sampler, self._context, -1)
                if c.llama_vocab_is_eog(self._vocab, token):
                    break
                written += self._piece(token)
                tokens = np.append(tokens, np.int32(token))
            return written.decode("utf-8", "replace")
        finally:
            c.llama_sampler_free(sampler)

    def _sampler(self, grammar: str | None) -> Any:
        chain = c.llama_sampler_chain_init(c.llama_sampler_chain_default_params())
        if grammar is not None:
            rules = c.llama_sampler_init_grammar(self._vocab, grammar.encode(), b"root")
            if not rules:
                c.llama_sampler_free(chain)
                raise EngineError("The grammar for the answer is not valid GBNF.")
            c.llama_sampler_chain_add(chain, rules)
        c.llama_sampler_chain_add(chain, c.llama_sampler_init_greedy())
        return chain

    def _continue(self, tokens: IntArray) -> FloatArray:
        """Logits (vocabulary,) after these tokens; what they share with the last ones is not computed again."""
        shortest = min(len(tokens) - 1, len(self._read))
        differ = np.flatnonzero(tokens[:shortest] != self._read[:shortest])
        kept = int(differ[0]) if len(differ) else shortest
        if not c.llama_memory_seq_rm(self._memory, 0, kept, -1):
            c.llama_memory_clear(self._memory, True)
            kept = 0
        self._read = tokens[:0]  # unknown until all went well
        for at in range(kept, len(tokens), _BATCH):
            try:
                self._run([tokens[at : at + _BATCH]], at, all_outputs=False)
            except (Cancelled, EngineError):
                c.llama_memory_clear(self._memory, True)
                raise
        self._read = tokens
        return np.array(np.ctypeslib.as_array(c.llama_get_logits_ith(self._context, -1), (self._words,)), np.float32)

    def _prompt_tokens(self, prompt: str) -> IntArray:
        first = self._piece(c.llama_vocab_bos(self._vocab), special=True).decode("utf-8", "replace")
        tokens = self._tokens(prompt, special=True, add_bos=not (first and prompt.startswith(first)))
        if not tokens:
            raise EngineError("The prompt for the language model is empty.")
        return np.array(tokens, np.int32)

    def _tokens(self, text: str, *, special: bool, add_bos: bool = False) -> list[int]:
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        buffer = (c.llama_token * room)()
        count = c.llama_tokenize(self._vocab, raw, len(raw), buffer, room, add_bos, special)
        return list(buffer[: max(count, 0)])

    def _piece(self, token: int, *, special: bool = False) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        size = c.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, special) if token >= 0 else 0
        return buffer.raw[: max(size, 0)]

    def _check_length(self, tokens: int) -> None:
        if tokens > self.info.context:
            raise EngineError(
                f"The prompt with its answer needs {tokens} tokens; the context holds {self.info.context}.",
                "Set a larger context, or use a model with one.",
            )

    def _chat_template(self) -> Jinja2ChatFormatter | None:
        template = c.llama_model_chat_template(self._model, None)
        if not template:
            return None
        bos, eos = (
            self._piece(token, special=True).decode("utf-8", "replace")
            for token in (c.llama_vocab_bos(self._vocab), self._end)
        )
        try:  # the formatter renders in jinja2's ImmutableSandboxedEnvironment, which runs no code of a stranger
            return Jinja2ChatFormatter(template.decode("utf-8", "replace"), eos_token=eos, bos_token=bos)
        except Exception as error:
            raise self._bad_template(error) from None

    def _bad_template(self, error: Exception) -> ModelError:
        kind = type(error).__name__
        return ModelError(f"The chat template of {self.info.model} cannot be used ({kind}).", "Choose another model.")


def _packs(sequences: Sequence[IntArray]) -> Iterator[list[IntArray]]:
    """Sequences in order, as many as fit into one micro-batch; a long one has its own."""
    pack: list[IntArray] = []
    size = 0
    for ids in sequences:
        if pack and (size + len(ids) + 2 > _PACK_TOKENS or len(pack) == _PACK_TEXTS):
            yield pack
            pack, size = [], 0
        pack.append(ids)
        size += len(ids) + 2
    if pack:
        yield pack


@c.llama_log_callback  # type: ignore[untyped-decorator]
def _SILENT(level: int, text: bytes, data: object) -> None:  # noqa: N802
    """Drop what llama.cpp says: it must not reach the terminal, and may hold text of a note."""
