"""`medcode train`: makes the built-in models anew, in steps or in one go; needs the extra `[train]`."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.core.types import Progress
from medcode_desktop.errors import MedCodeError

LOG_PAUSE_S = 60.0
STEPS = {
    "prepare": "read notes and terms, split them, and report on them",
    "encoder": "train the encoder, or go on from its checkpoint",
    "export": "write the trained encoder as GGUF",
    "heads": "compute the vectors of all terms and fit the ranking of candidates",
    "calibrate": "fit confidences and thresholds on the held-out notes",
    "procedures": "fit what suggests ICD-10-PCS codes, on the encoder and heads in --out",
    "verifier": "fine-tune the language model on questions about candidates, and write it as GGUF",
    "report": "measure what quantisation costs, and write the model card",
    "build": "prepare, encoder, export, heads, calibrate, procedures and report, in one go",
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Make the built-in models anew. Each step goes on from what the one before left in --work."
    parser = commands.add_parser("train", help="make the models anew", description=text)
    actions = parser.add_subparsers(required=True, metavar="|".join(STEPS))
    for step, meaning in STEPS.items():
        one = actions.add_parser(step, help=meaning, description=meaning[0].upper() + meaning[1:] + ".")
        one.add_argument("--work", type=Path, required=True, metavar="FOLDER", help="for data and checkpoints")
        if step in ("prepare", "encoder", "procedures", "build"):
            one.add_argument("--data", type=Path, required=step != "encoder", metavar="FOLDER", help="the notes")
        if step in ("prepare", "build"):
            text = "use only this share of the annotated notes, such as 0.5, for a learning curve"
            one.add_argument("--share", type=float, default=1.0, metavar="SHARE", help=text)
        if step not in ("prepare", "encoder"):
            one.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="for the model files")
        if step in ("encoder", "verifier", "build"):
            one.add_argument("--epochs", type=int, metavar="N", help="passes over the notes")
            one.add_argument("--seed", type=int, metavar="N", help="of all that is random")
        if step in ("encoder", "build"):
            text = "go on from the encoder in this folder, such as models, with all notes in --data"
            one.add_argument("--from", dest="start", type=Path, metavar="FOLDER", help=text)
            one.add_argument("--adapt", action="store_true", help="first go on with pre-training on unlabelled notes")
        one.set_defaults(command=_run, step=step)


def _run(arguments: argparse.Namespace) -> int:
    try:
        work = _work(arguments)
    except ModuleNotFoundError as error:
        raise MedCodeError(
            f"Training needs more libraries than coding ({error.name} is missing).",
            "Install them: pip install 'medcode-desktop[train]'",
        ) from error
    for file in console.run(work, pause_s=LOG_PAUSE_S):
        console.show(f"{file}\n")
    return console.DONE


def _work(arguments: argparse.Namespace) -> Generator[Progress, None, list[Path]]:
    from medcode_desktop.training import pipeline
    from medcode_desktop.training.encoder import TrainingPlan
    from medcode_desktop.training.network import settle_processor
    from medcode_desktop.training.verifier import VerifierPlan

    settle_processor()
    step = arguments.step
    shop = pipeline.Workshop(arguments.work, getattr(arguments, "out", arguments.work))
    chosen = {"epochs": getattr(arguments, "epochs", None), "seed": getattr(arguments, "seed", None)}
    given = {name: value for name, value in chosen.items() if value is not None}
    plan = TrainingPlan.update if getattr(arguments, "start", None) else TrainingPlan
    if step == "prepare":
        return pipeline.prepare(shop, arguments.data, arguments.share)
    if step == "encoder":
        unlabelled = pipeline.unlabelled(shop, arguments.data) if arguments.adapt and arguments.data else ()
        return pipeline.train_encoder(shop, plan(**given), unlabelled, arguments.start)
    if step == "export":
        return pipeline.export(shop)
    if step == "heads":
        return pipeline.fit_heads(shop)
    if step == "calibrate":
        return pipeline.calibrate(shop)
    if step == "procedures":
        return pipeline.train_procedures(shop, arguments.data)
    if step == "verifier":
        return pipeline.train_verifier(shop, VerifierPlan(**given))
    if step == "report":
        return pipeline.report(shop, plan())
    return pipeline.build(
        shop, arguments.data, plan(**given), adapting=arguments.adapt, share=arguments.share, start=arguments.start
    )
