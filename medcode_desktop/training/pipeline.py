"""From annotated notes to the built-in encoder: data, training, export to GGUF, heads and model card."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from medcode_desktop import paths
from medcode_desktop.core.coder import Coder
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import PROCEDURES, CodeSystem
from medcode_desktop.core.heads import EXPERIENCE, TRAIN_ONLY, Heads, Layers
from medcode_desktop.core.retrieval import FEATURES
from medcode_desktop.core.types import CodingOptions, Progress, Scope
from medcode_desktop.engine import EncoderEngine, EngineSettings
from medcode_desktop.errors import ModelError
from medcode_desktop.services import assembly
from medcode_desktop.services.evaluation import evaluate
from medcode_desktop.services.other_systems import procedures_file
from medcode_desktop.services.packaged_systems import packaged_systems
from medcode_desktop.services.reference import read_reference
from medcode_desktop.services.system_import import write_system
from medcode_desktop.training import fitting
from medcode_desktop.training.adaptation import adapt, unlabelled_notes
from medcode_desktop.training.card import model_card
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.data import TrainingData, data_report, drawn, read_data, read_spans, write_documents
from medcode_desktop.training.encoder import Trainer, TrainingPlan
from medcode_desktop.training.export import read_gguf, write_gguf
from medcode_desktop.training.layers import fit_linear, fit_network
from medcode_desktop.training.network import Network, TorchEncoder, base_model
from medcode_desktop.training.procedure_heads import ProcedureTrainer, fit_procedures, procedure_terms
from medcode_desktop.training.procedures import read_procedures
from medcode_desktop.training.ranking import RankerRows
from medcode_desktop.training.synthetic import synthetic_notes
from medcode_desktop.training.verifier import VerifierPlan, VerifierTrainer, questions
from medcode_desktop.training.verifier import write_gguf as write_verifier

NAME = "medcode-encoder"
VERIFIER = "medcode-verifier"
LIKELIER_RIGHT = 0.5
"""What is reported has to be likelier right than wrong: a code too many does more harm than one to be added."""
QUANTIZATIONS = ("F32", "Q8_0", "Q5_1", "Q4_0")
MEASURED = 60
"""Notes of each dev part that quantisations are compared on."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a run keeps what it has made: `work` for what the next step needs, `out` for the finished model files."""

    work: Path
    out: Path

    @property
    def gguf(self) -> Path:
        return self.out / f"{NAME}-q8_0.gguf"

    @property
    def heads(self) -> Path:
        return self.out / f"{NAME}.npz"

    @property
    def verifier(self) -> Path:
        return self.out / f"{VERIFIER}-q4_0.gguf"

    @property
    def fitted_heads(self) -> Path:
        """The heads before confidences are fitted, which know nothing of the held-out notes."""
        return self.work / "heads.npz"

    def data(self) -> TrainingData:
        """What `prepare` wrote. Raises `ModelError` if it did not run."""
        if not (self.work / "terms.json").exists():
            raise ModelError(f"There is no training data in {self.work}.", "Run: medcode train prepare")
        terms = json.loads((self.work / "terms.json").read_text("utf-8"))
        return TrainingData(read_spans(self.work / "train.jsonl"), terms)

    def dev(self) -> dict[str, list[GoldDocument]]:
        """The notes of each dev part, by the name of its file without the ending."""
        return {path.stem: read_spans(path) for path in sorted(self.work.glob("*-dev.jsonl"))}

    def network(self) -> Network:
        """The trained encoder. Raises `ModelError` if there is none yet."""
        if not (self.work / "network.pt").exists():
            raise ModelError(f"There is no trained encoder in {self.work}.", "Run: medcode train encoder")
        network = Network(base_model())
        network.load_state_dict(torch.load(self.work / "network.pt", map_location="cpu", weights_only=True))
        return network.eval()


def prepare(shop: Workshop, data_folder: Path, share: float = 1.0) -> Generator[Progress, None, list[Path]]:
    """Reads all notes and terms, and writes train.jsonl, one file for each dev part, terms.json and data.md.

    With a `share` below 1 only that part of the annotated notes is used, for a learning curve.
    """
    shop.work.mkdir(parents=True, exist_ok=True)
    with CodeSet.open(paths.code_set()) as codeset:
        yield Progress(0, 1, "Reading the notes and the code set")
        data, dev = read_data(data_folder, codeset)
        data = replace(data, documents=[d for d in data.documents if drawn(f"share {d.doc_id}", share)])
        files = {"train.jsonl": data.documents}
        files |= {f"{c}-dev.jsonl": [d for d in dev if d.corpus == c] for c in sorted({d.corpus for d in dev})}
        for name, documents in files.items():
            write_documents(documents, shop.work / name)
        (shop.work / "terms.json").write_text(json.dumps(data.terms, ensure_ascii=False), "utf-8")
        (shop.work / "data.md").write_text(data_report(data, dev, codeset), "utf-8")
    return [shop.work / name for name in (*files, "terms.json", "data.md")]


def train_encoder(
    shop: Workshop, plan: TrainingPlan, notes: Sequence[str] = (), start: Path | None = None
) -> Generator[Progress, None, list[Path]]:
    """Trains, or goes on from the checkpoint in `work`, on a GPU where there is one.

    With `notes` (unlabelled) the base model is first adapted to their language; with `start`, a folder with the files
    of a trained encoder, training goes on from that.
    """
    data = shop.data()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    adapted = None
    if notes:
        texts = [*notes, *(d.text for d in data.fitted)]
        adapted = yield from adapt(texts, plan.adapting, plan.seed, shop.work)
    trained = None
    if start is not None:
        source = Workshop(start, start)
        trained = Network(base_model())
        read_gguf(trained, source.gguf)
        fitting.Store.read(source.heads).put_into(trained)
    trainer = Trainer(data.fitted, data.terms, plan, device, adapted, trained)
    yield from trainer.train(shop.work / "encoder.pt")
    torch.save(trainer.network.cpu().state_dict(), shop.work / "network.pt")
    return [shop.work / "network.pt"]


def export(shop: Workshop) -> Generator[Progress, None, list[Path]]:
    """Writes the encoder as GGUF."""
    yield Progress(0, 1, "Writing the GGUF")
    shop.out.mkdir(parents=True, exist_ok=True)
    write_gguf(shop.network(), shop.gguf, NAME)
    return [shop.gguf]


def fit_heads(shop: Workshop) -> Generator[Progress, None, list[Path]]:
    """Term vectors, lexicon and ranker of the exported encoder; the ranker is fitted on the held-out notes."""
    data = shop.data()
    with CodeSet.open(paths.code_set()) as codeset, EncoderEngine(shop.gguf, EngineSettings()) as engine:
        encoder = fitting.RememberingEncoder(engine)
        store, lines = fitting.Store(NAME), []
        store.add_network(shop.network())
        yield from fitting.add_terms(store, TorchEncoder(shop.network(), NAME).embed_texts, data.terms)
        yield from fitting.add_experience(store, encoder, data.terms, data.fitted, data.known)
        store.add("ranker", Layers((np.zeros((len(FEATURES), 1), np.float32),), (np.zeros(1, np.float32),)))
        coder = assembly.make_coder(encoder, Heads.from_arrays(store.finished()), codeset)
        rows = RankerRows()
        yield from rows.collect(coder, data.held_out, data.known)
        ranker, line = rows.fit()
        store.add("ranker", ranker)
        lines.append(line)
    store.write(shop.fitted_heads)
    (shop.work / "heads.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return [shop.fitted_heads]


def calibrate(shop: Workshop) -> Generator[Progress, None, list[Path]]:
    """Confidences and thresholds, fitted on the held-out notes; then the mentions of all notes are remembered.

    Those of the dev notes too: what the dev notes are measured with is kept apart (`heads.TRAIN_ONLY`).
    """
    data = shop.data()
    store, lines = fitting.Store.read(shop.fitted_heads), []
    with CodeSet.open(paths.code_set()) as codeset, EncoderEngine(shop.gguf, EngineSettings()) as engine:
        encoder = fitting.RememberingEncoder(engine)

        def coder() -> Coder:
            return assembly.make_coder(encoder, Heads.from_arrays(store.finished()), codeset)

        notes = [d for d in data.held_out if d.corpus == "codiesp"]
        if notes:
            found = yield from fitting.gather(coder(), notes, Scope.MENTIONS)
            score = fitting.fit_score(found, notes, partial(fit_network, hidden=12, decay=0.1, steps=300))
            store.add("mentions.score", score.layers)
            threshold, line = fitting.best_threshold(found, score.unseen, notes)
            store.settings["threshold"]["mentions"] = threshold
            lines.append(f"every mention (codiesp): {line}")
        notes = [d for d in data.held_out if d.corpus == "clinic"]
        if notes:
            lines.append((yield from _calibrate_reported(store, coder, data, notes)))
        yield from fitting.add_experience(store, encoder, data.terms, data.documents, data.known)
        train_only = {TRAIN_ONLY + name: store.arrays[name] for name in EXPERIENCE}
        known = [*data.documents, *(d for part in shop.dev().values() for d in part)]
        yield from fitting.add_experience(store, encoder, data.terms, known, data.known)
        store.arrays |= train_only
    store.write(shop.heads)
    (shop.work / "calibration.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return [shop.heads]


def _calibrate_reported(
    store: fitting.Store, coder: Callable[[], Coder], data: TrainingData, notes: Sequence[GoldDocument]
) -> Generator[Progress, None, str]:
    """What a coder reports: confidences, then the first-listed diagnosis, then the threshold."""
    found = yield from fitting.gather(coder(), notes, Scope.REPORTABLE)
    # linear: with a few hundred codes a hidden layer learns where no code lies, and doubts what short notes say
    score = fitting.fit_score(found, notes, partial(fit_linear, decay=0.07))
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
    store.settings["threshold"]["reportable"], line = fitting.best_threshold(found, final, notes, LIKELIER_RIGHT)
    return f"what a coder reports (clinic): {line}"


def train_procedures(shop: Workshop, data_folder: Path) -> Generator[Progress, None, list[Path]]:
    """What suggests codes of ICD-10-PCS, for the encoder and heads in `out`, from the procedures of `codiesp/train`."""
    file = procedures_file(shop.heads)
    (documents,) = read_procedures(data_folder / "codiesp" / "train")
    codes = yield from packaged_systems()[PROCEDURES]()
    list(write_system(codes, shop.work, "train"))
    table = shop.work / "system-icd-10-pcs.sqlite"
    with CodeSystem.open(table) as system, EncoderEngine(shop.gguf, EngineSettings()) as engine:
        encoder = fitting.RememberingEncoder(engine)
        terms = procedure_terms(system, [code for d in documents for code in d.codes])
        trainer = ProcedureTrainer(
            encoder, assembly.load_heads(shop.heads), system, terms, assembly.make_sections(), NAME
        )
        yield from trainer.read_terms()
        store, lines = yield from fit_procedures(trainer, documents)
    store.write(file)
    (shop.work / "procedures.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return [file]


def train_verifier(
    shop: Workshop, plan: VerifierPlan, quantization: str = "Q4_0"
) -> Generator[Progress, None, list[Path]]:
    """Trains the verifier on questions about the candidates of annotated mentions, and writes it as GGUF."""
    data, prompt = shop.data(), assembly.verifier_prompt()
    with CodeSet.open(paths.code_set()) as codeset, EncoderEngine(shop.gguf, EngineSettings()) as engine:
        coder = assembly.make_coder(engine, assembly.load_heads(shop.fitted_heads), codeset)
        invented = synthetic_notes(data.terms, plan.synthetic, plan.seed)
        asked = yield from questions(coder, [*data.fitted, *invented], data.known, prompt, plan.seed)
        held = yield from questions(coder, data.held_out, data.known, prompt, plan.seed)
    trainer = VerifierTrainer(prompt, plan, "cuda" if torch.cuda.is_available() else "cpu")
    yield from trainer.train(asked, shop.work / "verifier.pt")
    write_verifier(trainer.model, shop.verifier, VERIFIER, "Q4_0")
    line = f"verifier: {trainer.share_right(held):.3f} of {len(held)} held-out questions answered right"
    (shop.work / "verifier.txt").write_text(line + "\n", "utf-8")
    return [shop.verifier]


def report(shop: Workshop, plan: TrainingPlan, start: Path | None = None) -> Generator[Progress, None, list[Path]]:
    """Measures what quantisation costs on the dev notes, and writes the model card beside the model files.

    `start` is the folder with the encoder that training went on from, if it did.
    """
    table = yield from quantization_table(shop)
    lines = [
        line
        for name in ("heads.txt", "calibration.txt", "verifier.txt")
        if (shop.work / name).exists()
        for line in (shop.work / name).read_text("utf-8").splitlines()
    ]
    card = shop.out / f"{NAME}.md"
    before = Workshop(start, start).gguf if start else None
    with CodeSet.open(paths.code_set()) as codeset:
        files = (shop.gguf, shop.heads)
        card.write_text(
            model_card(NAME, shop.data(), plan, lines, table, MEASURED, files, codeset.release, before), "utf-8"
        )
    return [card]


def quantization_table(shop: Workshop) -> Generator[Progress, None, str]:
    """F1, size and speed of the encoder in several quantisations with the same heads, as a Markdown table."""
    network, heads = shop.network(), assembly.load_heads(shop.heads, train_only=True)
    dev = {path.stem: read_reference(path) for path in sorted(shop.work.glob("*-dev.jsonl"))}
    rows = [f"| quantisation | size | {' | '.join(f'F1 {name}' for name in dev)} | seconds a note |"]
    rows.append("|---" * (len(dev) + 3) + "|")
    for kind in QUANTIZATIONS:
        path = shop.work / f"{NAME}-{kind.lower()}.gguf"
        write_gguf(network, path, NAME, kind)
        figures, seconds, notes = [], 0.0, 0
        with CodeSet.open(paths.code_set()) as codeset, EncoderEngine(path, EngineSettings()) as engine:
            coder = assembly.make_coder(engine, heads, codeset)
            for name, whole in dev.items():
                reference = replace(whole, codes=dict(list(whole.codes.items())[:MEASURED]))
                found = yield from evaluate(
                    coder, reference, shop.work / f"{name}.jsonl", CodingOptions(scope=reference.scope)
                )
                figures.append(f"{found.intervals['f1'].value:.3f}")
                seconds, notes = seconds + found.seconds, notes + len(reference.codes)
        size = path.stat().st_size / 1e6
        rows.append(f"| {kind} | {size:.1f} MB | {' | '.join(figures)} | {seconds / max(1, notes):.2f} |")
        path.unlink()
    return "\n".join(rows)


def build(
    shop: Workshop,
    data_folder: Path,
    plan: TrainingPlan,
    *,
    adapting: bool = False,
    share: float = 1.0,
    start: Path | None = None,
) -> Generator[Progress, None, list[Path]]:
    """Everything for the encoder in one go; what a finished checkpoint in `work` holds is not trained again."""
    yield from prepare(shop, data_folder, share)
    yield from train_encoder(shop, plan, unlabelled(shop, data_folder) if adapting else (), start)
    yield from export(shop)
    yield from fit_heads(shop)
    yield from calibrate(shop)
    procedures: list[Path] = []
    if (data_folder / "codiesp" / "train" / "trainX.tsv").is_file():
        procedures = yield from train_procedures(shop, data_folder)
    return [shop.gguf, shop.heads, *procedures, *(yield from report(shop, plan, start))]


def unlabelled(shop: Workshop, data_folder: Path) -> list[str]:
    """The notes without codes below the data folder, without copies of those of the dev parts."""
    return unlabelled_notes(data_folder, [d.text for part in shop.dev().values() for d in part])
