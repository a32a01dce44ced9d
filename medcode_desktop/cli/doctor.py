"""`medcode doctor`: what is installed, where things lie, and what the engine really uses when it codes a line."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from medcode_desktop import __version__, paths
from medcode_desktop.cli import console
from medcode_desktop.cli.options import add_model_options, settings_from
from medcode_desktop.cli.proof import SAMPLE, prove, prove_without_network
from medcode_desktop.core.types import CodingOptions
from medcode_desktop.errors import MedCodeError, ModelError
from medcode_desktop.services import model_store
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.hardware import find_hardware
from medcode_desktop.services.releases import open_code_set
from medcode_desktop.settings import Settings


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Show what is installed and what the engine really uses."
    parser = commands.add_parser("doctor", help="what is installed and really used", description=text)
    parser.add_argument("--privacy", action="store_true", help="what could ever connect, and what stays here")
    text = "code a sample note and show that nothing connects; on Linux where there is no network at all"
    parser.add_argument("--offline-proof", action="store_true", help=text)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # with --offline-proof: no namespace
    add_model_options(parser)
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Reports part by part; a part that fails says why, and the others go on."""
    if arguments.privacy:
        console.show(paths.privacy_page().read_text(encoding="utf-8"))
        return console.DONE
    if arguments.offline_proof:
        status = None if arguments.here else prove_without_network([*sys.argv[1:], "--here"])
        return prove(settings_from(arguments)) if status is None else status
    settings = settings_from(arguments, Settings())
    failed = False

    def load() -> list[str]:
        nonlocal settings
        settings = settings_from(arguments)
        changed = asdict(settings).items() - asdict(Settings()).items()
        return [f"{name}: {value}" for name, value in sorted(changed)] or ["none"]

    def verifies() -> bool:
        return settings.verify or arguments.language_model is not None

    parts: list[tuple[str, Callable[[], list[str]]]] = [
        ("Program", _program),
        ("Machine", lambda: [str(find_hardware())]),
        ("Folders", lambda: [f"{name}: {folder}" for name, folder in paths.user_folders().items()]),
        ("Settings that differ from the defaults", load),
        ("Code set", _code_set),
        ("Model", lambda: _model(settings.model)),
        ("Language model", lambda: _model(settings.language_model) if verifies() else ["not in use"]),
        ("Scanned documents", _recognition),
        ("Coding", lambda: _coding(replace(settings, verify=verifies()))),
    ]
    for title, report in parts:
        try:
            lines = report()
        except MedCodeError as error:
            lines, failed = [f"FAILED: {error}"], True
        console.show(f"{title}\n" + "".join(f"  {line}\n" for line in lines))
    return console.SOME_FAILED if failed else console.DONE


def _program() -> list[str]:
    parts = ", ".join(f"{name} {_version(name)}" for name in ("llama-cpp-python", "PySide6-Essentials", "numpy"))
    return [f"MedCode Desktop {__version__}", f"Python {platform.python_version()} on {platform.platform()}", parts]


def _recognition() -> list[str]:
    if find_spec("rapidocr") is None:
        return ["cannot be read: character recognition comes with pip install 'medcode-desktop[documents]'"]
    return [f"rapidocr {_version('rapidocr')} on onnxruntime {_version('onnxruntime')}"]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(part of the bundle)"


def _code_set() -> list[str]:
    with open_code_set() as codes:
        force = f"in force {codes.effective} to {codes.expires}"
        about = f"{codes.release}, {force}, {codes.billable_count:,} billable codes"
        return [about, str(paths.code_set()), "its checksum is right"]


def _model(name: str) -> list[str]:
    file = model_store.resolve(name)
    lines = [f"{file} ({console.file_size(file.stat().st_size)})"]
    for model in model_store.list_models():
        if model.installed and model.path == file:
            if faults := console.run(model_store.verify_model(model)):
                raise ModelError(f"{file}: {' '.join(faults)}")
            lines.append("its checksum is right")
    return lines


def _coding(settings: Settings) -> list[str]:
    """Codes a line with the real model, and says on what it ran."""
    with open_coder(settings) as coder:
        began = time.monotonic()
        infos = coder.infos
        loaded = time.monotonic()
        coding = console.run(coder.code(SAMPLE, CodingOptions(verify=settings.verify)))
        coded = time.monotonic()
    codes = ", ".join(f"{s.code} {s.title}" for s in coding.suggestions) or "no codes"
    return [
        *(
            f"{info.model}: device {info.device}, {info.layers_on_gpu} of {info.layers} layers on a GPU, "
            f"{info.threads} threads, context {info.context} tokens, llama.cpp {info.version}"
            for info in infos
        ),
        f"loaded in {loaded - began:.2f} s, coded a line in {coded - loaded:.2f} s: {codes}",
    ]
