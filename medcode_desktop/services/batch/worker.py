"""A worker process of a batch: documents flow through reading, encoding and coding, each in a thread of its own.

While one document is coded, the model reads the next ones, several in one call, and the one after those is read from
the disk. The process speaks with the batch as an engine process does with the program, and ends with it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Iterable
from typing import BinaryIO

from medcode_desktop import crashes, offline
from medcode_desktop.engine.child import keep_quiet, take_pipes
from medcode_desktop.engine.wire import Message, read_message, write_message
from medcode_desktop.errors import EngineError, MedCodeError
from medcode_desktop.services.batch.task import BatchCoder, Job, Reading, Task, code, read

IN_FLIGHT = 8
"""Documents that a worker may have at once, on all its stages together."""
_READY = 3
"""Documents that wait between two stages at most."""
_CHARACTERS_AT_ONCE = 16_000
"""Notes that the model reads in one call; a longer one is read window by window when it is coded."""


def main() -> None:
    """Serve until the input ends."""
    offline.shut()
    crashes.leave_no_dump(hidden=True)
    crashes.tell_no_words()
    keep_quiet()
    source, sink = take_pipes()
    Worker(source, sink).serve()


class Worker:
    """Three stages between two pipes."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._speaking = threading.Lock()
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._read: queue.Queue[Reading] = queue.Queue(_READY)
        self._encoded: queue.Queue[Reading] = queue.Queue(_READY)

    def serve(self) -> None:
        first = read_message(self._source)
        if first is None:
            return
        job = Job.from_dict(first.values)
        try:
            coder = job.open()
            self._say("ready", {"identity": coder.identity})
        except MedCodeError as error:
            self._say("refused", {"message": error.message, "hint": error.hint})
            return
        for stage in (self._listen, self._keep_reading):
            threading.Thread(target=stage, daemon=True).start()
        threading.Thread(target=self._keep_encoding, args=(coder,), daemon=True).start()
        while True:
            reading = self._encoded.get()
            self._tell_stage([reading], begins=True)
            self._say("done", code(reading, coder, job.options).to_dict())

    def _listen(self) -> None:
        while (message := read_message(self._source)) is not None:
            self._tasks.put(Task.from_dict(message.values))
        os._exit(0)  # the batch has ended; nothing here could be lost

    def _keep_reading(self) -> None:
        while True:
            task = self._tasks.get()
            self._tell_stage([Reading(task)], begins=True)
            reading = read(task)
            self._tell_stage([reading], begins=False)
            self._read.put(reading)

    def _keep_encoding(self, coder: BatchCoder) -> None:
        while True:
            readings = [self._read.get()]
            while sum(map(_characters, readings)) < _CHARACTERS_AT_ONCE and len(readings) <= _READY:
                try:
                    readings.append(self._read.get_nowait())
                except queue.Empty:
                    break
            short = [r for r in readings if r.task.places is None and 0 < _characters(r) < _CHARACTERS_AT_ONCE]
            if short:
                self._tell_stage(short, begins=True)
                with contextlib.suppress(EngineError):  # the note that caused it fails when it is coded by itself
                    coder.prepare([note.text for reading in short for note in reading.notes])
                self._tell_stage(short, begins=False)
            for reading in readings:
                self._encoded.put(reading)

    def _tell_stage(self, readings: Iterable[Reading], *, begins: bool) -> None:
        """Documents that a stage takes up or lets go: the batch sums up how long each was worked on."""
        self._say("stage", {"tasks": [r.task.number for r in readings], "begins": begins, "at": time.monotonic()})

    def _say(self, kind: str, values: dict[str, object]) -> None:
        with self._speaking:
            try:
                write_message(self._sink, Message(kind, os.getpid(), values))
            except OSError:
                os._exit(0)


def _characters(reading: Reading) -> int:
    return sum(len(note.text) for note in reading.notes)
