"""`medcode train`: makes the built-in encoder anew; needs the extra `[train]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from medcode_desktop.cli import console
from medcode_desktop.errors import MedCodeError

LOG_PAUSE_S = 60.0


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("train", help="make the encoder anew", description="Make the encoder anew.")
    actions = parser.add_subparsers(required=True, metavar="build")
    build = actions.add_parser("build", help="from annotated notes to GGUF, heads and model card, in one go")
    build.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="holds codiesp, clinic and doid")
    build.add_argument("--work", type=Path, required=True, metavar="FOLDER", help="for checkpoints; goes on from there")
    build.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the model files are written")
    build.add_argument("--epochs", type=int, metavar="N", help="passes over the notes")
    build.add_argument("--seed", type=int, metavar="N", help="of all that is random")
    build.set_defaults(command=_build)


def _build(arguments: argparse.Namespace) -> int:
    try:
        from medcode_desktop.training.encoder import TrainingPlan
        from medcode_desktop.training.pipeline import build
    except ModuleNotFoundError as error:
        raise MedCodeError(
            f"Training needs more libraries than coding ({error.name} is missing).",
            "Install them: pip install 'medcode-desktop[train]'",
        ) from error
    given = {"epochs": arguments.epochs, "seed": arguments.seed}
    plan = TrainingPlan(**{name: value for name, value in given.items() if value is not None})
    for file in console.run(build(arguments.data, arguments.work, arguments.out, plan), pause_s=LOG_PAUSE_S):
        console.show(f"{file}\n")
    return console.DONE
