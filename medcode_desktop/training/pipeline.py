"""From annotated notes to the built-in encoder: data, training, export to GGUF, heads and model card."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from medcode_desktop import paths
from medcode_desktop.core.coder import Coder
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import Heads, Layers
from medcode_desktop.core.retrieval import FEATURES
from medcode_desktop.core.types import Encoder, Progress, Scope
from medcode_desktop.engine import EncoderEngine, EngineSettings
from medcode_desktop.errors import ModelError
from medcode_desktop.services import assembly
from medcode_desktop.training import fitting
from medcode_desktop.training.corpora import GoldDocument, held_out, read_clinic, read_codiesp
from medcode_desktop.training.encoder import Network, Trainer, TrainingPlan
from medcode_desktop.training.export import write_gguf
from medcode_desktop.training.terms import TermTable, add_abbreviations, add_synonyms, code_set_terms, say_otherwise

NAME = "medcode-encoder"
HELD_OUT = 0.15
"""Share of the annotated notes that the encoder never sees: on them candidates and confidences are weighed."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All annotated notes for training, and the terms of every code."""

    documents: list[GoldDocument]
    terms: TermTable

    @property
    def fitted(self) -> list[GoldDocument]:
        return [d for d in self.documents if not held_out(d.doc_id, HELD_OUT)]

    @property
    def held_out(self) -> list[GoldDocument]:
        return [d for d in self.documents if held_out(d.doc_id, HELD_OUT)]

    def known(self, code: str | None) -> str | None:
        """The code as linked: without 7th character, or the nearest ancestor of a code that is no longer valid."""
        while code and len(code) >= 3:
            if code in self.terms:
                return code
            code = code[:-1].rstrip(".")
        return None


def prepare(data: Path, codeset: CodeSet) -> TrainingData:
    """Reads `codiesp/train`, `clinic` (train part), `doid` and `abbreviations` below a data folder.

    Raises `ModelError` if there are no annotated notes.
    """
    terms = code_set_terms(codeset)
    documents: list[GoldDocument] = []
    if (data / "codiesp" / "train").is_dir():
        documents += read_codiesp(data / "codiesp" / "train", _NearestTerms(terms))
    if (data / "clinic" / "gold_train.jsonl").is_file():
        documents += read_clinic(data / "clinic" / "notes.jsonl", data / "clinic" / "gold_train.jsonl")
    if not documents:
        raise ModelError(
            f"No training data was found in {data}.",
            "It needs codiesp/train or clinic/gold_train.jsonl and notes.jsonl.",
        )
    terms = add_abbreviations(add_synonyms(terms, [data / "doid"]), data / "abbreviations")
    return TrainingData(documents, say_otherwise(terms))


class _NearestTerms(dict[str, list[str]]):
    """Terms of a code, or of its nearest ancestor where the code set has it no more."""

    def get(self, code: str, default: Sequence[str] = ()) -> Sequence[str]:  # type: ignore[override]
        while code and code not in self:
            code = code[:-1].rstrip(".")
        return super().get(code, list(default))


def train_encoder(data: TrainingData, plan: TrainingPlan, work: Path) -> Generator[Progress, None, Network]:
    """Trains, or goes on from `work/encoder.pt`, on a GPU where there is one."""
    work.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    trainer = Trainer(data.fitted, data.terms, plan, device)
    yield from trainer.train(work / "encoder.pt")
    return trainer.network.cpu().eval()


def fit_heads(
    data: TrainingData, network: Network, encoder: Encoder, codeset: CodeSet
) -> Generator[Progress, None, tuple[fitting.Store, list[str]]]:
    """The arrays that stand beside the encoder, fitted on the held-out notes, and lines that say how well they do."""
    random.seed(1)
    store, lines = fitting.Store(NAME, network), []
    yield from fitting.add_terms(store, encoder, data.terms)
    yield from fitting.add_experience(store, encoder, data.terms, data.fitted, data.known)
    store.add("ranker", Layers((np.zeros((len(FEATURES), 1), np.float32),), (np.zeros(1, np.float32),)))

    def coder() -> Coder:
        return assembly.make_coder(encoder, Heads.from_arrays(store.finished()), codeset)

    ranker, line = yield from fitting.fit_ranker(coder(), data.held_out, data.known)
    store.add("ranker", ranker)
    lines.append(line)
    notes = [d for d in data.held_out if d.corpus == "codiesp"]
    found = yield from fitting.gather(coder(), notes, Scope.MENTIONS)
    score = fitting.fit_score(found, notes, hidden=12, decay=0.1)
    store.add("mentions.score", score.layers)
    store.settings["threshold"]["mentions"], line = fitting.best_threshold(found, score.unseen, notes, prefer_more=True)
    lines.append(f"every mention (codiesp): {line}")

    notes = [d for d in data.held_out if d.corpus == "clinic"]
    found = yield from fitting.gather(coder(), notes, Scope.REPORTABLE)
    score = fitting.fit_score(found, notes, hidden=8, decay=3.0)
    store.add("reportable.score", score.layers)
    seen = [d for d in data.fitted if d.corpus == "clinic"]
    of_seen = yield from fitting.gather(coder(), seen, Scope.REPORTABLE)
    weighing = coder()
    of_all = [*score.unseen, *(weighing.confidences(f, Scope.REPORTABLE) for f in of_seen)]
    contender = store.settings["contender"]
    store.add("first", fitting.fit_first([*found, *of_seen], of_all, [*notes, *seen], contender))
    store.settings["sequenced"] = fitting.fit_sequenced(coder(), found, score.unseen, notes)
    choosing = coder()
    final = [choosing.sequenced(f, c)[1] if f else c for f, c in zip(found, score.unseen, strict=True)]
    store.settings["threshold"]["reportable"], line = fitting.best_threshold(found, final, notes, prefer_more=False)
    lines.append(f"what a coder reports (clinic): {line}")
    yield from fitting.add_experience(store, encoder, data.terms, data.documents, data.known)
    return store, lines


def build(data_folder: Path, work: Path, out: Path, plan: TrainingPlan) -> Generator[Progress, None, list[Path]]:
    """Everything in one go, without training where a finished checkpoint lies in `work`. Returns the files written."""
    with CodeSet.open(paths.code_set()) as codeset:
        data = prepare(data_folder, codeset)
        network = yield from train_encoder(data, plan, work)
        gguf_path, heads_path, card_path = (out / f"{NAME}{end}" for end in ("-q8_0.gguf", ".npz", ".md"))
        write_gguf(network, gguf_path, NAME)
        with EncoderEngine(gguf_path, EngineSettings()) as engine:
            store, lines = yield from fit_heads(data, network, fitting.RememberingEncoder(engine), codeset)
        np.savez(heads_path, allow_pickle=False, **store.finished())
        card_path.write_text(model_card(data, plan, lines, (gguf_path, heads_path), codeset.release), "utf-8")
        return [gguf_path, heads_path, card_path]


def model_card(
    data: TrainingData, plan: TrainingPlan, lines: Sequence[str], files: Sequence[Path], release: str
) -> str:
    """The model card in Markdown: what it was made from, how, and what was measured on the held-out notes."""
    notes = Counter(d.corpus for d in data.documents)
    mentions = Counter(d.corpus for d in data.documents for _ in d.mentions)
    held = Counter(d.corpus for d in data.held_out)
    rows = "\n".join(
        f"| {c} | {notes[c]} | {held[c]} | {mentions[c]} | "
        f"{len({m.code for d in data.documents if d.corpus == c for m in d.mentions})} |"
        for c in sorted(notes)
    )
    sums = "\n".join(
        f"| {f.name} | {f.stat().st_size:,} | `{hashlib.sha256(f.read_bytes()).hexdigest()}` |" for f in files
    )
    held_lines = "\n".join(f"- {line}" for line in lines)
    terms = sum(map(len, data.terms.values()))
    return CARD.format(
        name=NAME, today=datetime.now(UTC).date(), release=release, codes=len(data.terms), terms=terms, rows=rows,
        sums=sums, held=held_lines, plan=plan,
    )  # fmt: skip


CARD = """# {name}

The built-in encoder of MedCode Desktop: all-MiniLM-L6-v2 (22.7 million parameters), fine-tuned to find the conditions
that a clinical note names, how the note speaks of them, whether a coder would report them, and which code of
{release} they stand for. Written by `medcode train build` on {today}. It suggests; a qualified coder decides.

| file | bytes | sha256 |
|---|---|---|
{sums}

## What it was trained on
| corpus | notes | of these held out | mentions | codes |
|---|---|---|---|---|
{rows}

- *codiesp*: the training part of CodiEsp (CLEF eHealth 2020, CC BY 4.0), machine-translated English. The spans were
  annotated in the Spanish originals and aligned to the English by program (four in five found), so some are wrong.
- *clinic*: outpatient and dictated notes (ACI-BENCH, CC BY 4.0, and public sample notes). The codes were assigned by a
  careful reader with a language model's help, **not by certified coders**.
- {terms:,} terms for {codes:,} codes: the code set's own, these said in other ways, synonyms of the Human Phenotype
  Ontology, Mondo (CC BY 4.0) and the Disease Ontology (CC0), clinical abbreviation lists (CC BY
  4.0); and sentences written by program for rare codes and assertions.
- No words of any note are in these files: weights, vectors of mentions, and 64-bit keys of terms.

## How
Mention tags, assertion, importance and linking are learnt together on windows of 256 tokens, seeded: `{plan}`.
The held-out notes are seen by no weight of the encoder; on them the ranking of candidates and the confidences are
fitted, and figures below come from five folds over them.

{held}

Figures on the dev parts, with the commands that make them, are in the README.

## Limits
English notes; diagnoses only; one release of ICD-10-CM. Rare codes, lay words, abbreviations and codes that follow from
several facts are found less well than common ones. Half of the training notes are hospital case reports translated from
Spanish. Fairness over sex, age and language has not been measured for this version.

## Licence
Apache-2.0 (base model: Apache-2.0, sentence-transformers). Training data as named above; attribution in `NOTICE`.
"""
