"""The verifier that is trained and the GGUF that is written of it answer alike; needs the [train] extra."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("accelerate", reason="needs the [train] extra")

import torch
from tqdm import tqdm

from medcode_desktop.core.verifier import LETTERS
from medcode_desktop.engine import LanguageModelEngine
from medcode_desktop.services.assembly import verifier_prompt
from medcode_desktop.training.verifier import Question, VerifierPlan, VerifierTrainer, write_gguf

QUESTIONS = [
    Question("She has **high blood pressure** for years", ("Essential (primary) hypertension", "Hypotension"), 0),
    Question("He broke his **left wrist**", ("Asthma", "Fracture of left wrist", "Gout"), 1),
    Question("Treated for **acid reflux**", ("Fever, unspecified", "Cough"), 2),
]


@pytest.mark.slow
def test_training_goes_on_from_its_checkpoint_and_the_gguf_answers_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tqdm, "monitor_interval", 0)  # else a thread that watches progress bars outlives the test
    plan = VerifierPlan(batch=3, trained_layers=2, epochs=4, learning_rate=1e-3)
    trainer = VerifierTrainer(verifier_prompt(), plan, "cpu")
    with torch.no_grad():
        before = trainer.scores(QUESTIONS).softmax(1)
    for _ in trainer.train(QUESTIONS, tmp_path / "v.pt"):
        pass
    with torch.no_grad():
        theirs = trainer.scores(QUESTIONS).softmax(1).numpy()
    right = [q.answer for q in QUESTIONS]
    assert theirs[range(3), right].mean() > before.numpy()[range(3), right].mean()

    again = VerifierTrainer(verifier_prompt(), plan, "cpu")
    assert list(again.train(QUESTIONS, tmp_path / "v.pt")) == []  # it was trained to the end already
    with torch.no_grad():
        assert np.allclose(again.scores(QUESTIONS).softmax(1).numpy(), theirs, atol=1e-3)

    path = tmp_path / "v.gguf"
    write_gguf(trainer.model, path, "v", "Q8_0")
    with LanguageModelEngine(path) as engine:
        for row, question in enumerate(QUESTIONS):
            prompt = engine.render_chat(
                verifier_prompt().system, verifier_prompt().ask(question.sentence, question.titles)
            )
            assert prompt == trainer.render(question)
            ours = engine.score_choices(prompt, LETTERS[: len(question.titles) + 1])
            assert np.abs(ours - theirs[row, : len(ours)]).max() < 0.05
