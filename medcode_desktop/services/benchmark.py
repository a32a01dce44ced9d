"""Measures what coding costs on this machine: seconds a note with a warm engine, and the memory of all processes."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from medcode_desktop.core.ablation import EncoderCoder, LexiconCoder
from medcode_desktop.core.types import CodingOptions, Note, Progress, Scope
from medcode_desktop.errors import ModelError
from medcode_desktop.paths import resources_folder
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.services.documents import read_document
from medcode_desktop.services.evaluation import evaluate
from medcode_desktop.services.evaluation_report import NAMES
from medcode_desktop.services.note_coder import NoteCoder
from medcode_desktop.services.reference import Reference
from medcode_desktop.settings import Settings

_PAUSE_S = 0.01


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Seconds for each of the notes, all alike, and the most memory (bytes) that all processes had together."""

    words: int
    seconds: tuple[float, ...]
    memory: int

    def __str__(self) -> str:
        return (
            f"a note of {self.words} words: {statistics.median(self.seconds):.2f} s "
            f"({min(self.seconds):.2f} to {max(self.seconds):.2f} s in {len(self.seconds)} runs), "
            f"at most {self.memory / 1e6:.0f} MB of memory"
        )


def measure(settings: Settings, options: CodingOptions, words: int, runs: int) -> Generator[Progress, None, Benchmark]:
    """Code a note of so many words, made of the sample notes, once to warm up and then `runs` times."""
    note = Note("benchmark", _text(words))
    with _MemoryWatch() as watch, open_coder(settings) as coder:
        seconds = []
        for run in range(runs + 1):
            yield Progress(run, runs + 1, "Measuring")
            began = time.perf_counter()
            for _ in coder.code(note, options):
                pass
            seconds.append(time.perf_counter() - began)
    return Benchmark(words, tuple(seconds[1:]), watch.most)


def ablation(
    settings: Settings, reference: Reference, notes: Path, options: CodingOptions, *, train_only: bool = False
) -> Generator[Progress, None, str]:
    """What each part of the pipeline is worth on notes with reference codes, as a Markdown table.

    Each row is measured with models of its own, so that its memory is its own; the verifier's row is left out where
    there is no language model.
    """
    figures = ("f1", "map") if reference.scope is Scope.MENTIONS else ("f1", "trap_rate", "first_listed")
    rows = [f"| parts | {' | '.join(NAMES[name] for name in figures)} | seconds a note | memory |"]
    rows.append("|---" * (len(figures) + 3) + "|")
    for name, parts, verify in (
        ("dictionary only", LexiconCoder, False),
        ("+ encoder", EncoderCoder, False),
        ("+ assertion, sections, resolution, confidence", None, False),
        ("+ verifier", None, True),
    ):
        chosen = replace(settings, verify=verify)
        try:
            with _MemoryWatch() as watch, open_coder(chosen, train_only=train_only) as coder:
                judged: NoteCoder = parts(coder.pipeline) if parts else coder
                found = yield from evaluate(judged, reference, notes, replace(options, verify=verify))
        except ModelError:
            if verify:
                continue
            raise
        shown = " | ".join(f"{found.intervals[figure].value:.3f}" for figure in figures)
        seconds = found.seconds / max(1, len(reference.codes) - len(found.missing))
        rows.append(f"| {name} | {shown} | {seconds:.2f} | {watch.most / 1e6:.0f} MB |")
    return "\n".join(rows) + "\n"


def _text(words: int) -> str:
    """The sample notes one after the other, cut or repeated to the number of words."""
    files: list[Path] = sorted((resources_folder() / "samples").glob("*.txt"))
    whole = "\n\n".join(read_document(file).text for file in files)
    text, count = "", 0
    while count < words:
        for piece in whole.splitlines(keepends=True):
            if count >= words:
                break
            taken = piece.split(" ")[: words - count]
            count += len(" ".join(taken).split())
            text += " ".join(taken)
    return text


class _MemoryWatch:
    """Looks again and again at the memory of this process and its children together; shared pages count twice."""

    def __init__(self) -> None:
        self.most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory watch", daemon=True)

    def __enter__(self) -> _MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._done.wait(_PAUSE_S):
            total = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.most = max(self.most, total)
