"""The engine process: reads requests from its standard input, computes with llama.cpp, writes replies.

It ends with the program that started it (end of input), opens no socket, leaves no core dump, and prints nothing.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from medcode_desktop import crashes, offline
from medcode_desktop.engine.wire import EngineSettings, Message, read_message, write_message
from medcode_desktop.errors import Cancelled, EngineError, MedCodeError, ModelError

if TYPE_CHECKING:
    from medcode_desktop.engine.llamacpp import EncoderModel, InstructModel

_ERRORS: dict[type[MedCodeError], str] = {ModelError: "model", EngineError: "engine"}


def main() -> None:
    """Serve until the input ends."""
    offline.shut()
    crashes.leave_no_dump(hidden=True)
    crashes.tell_no_words()
    keep_quiet()
    source, sink = take_pipes()
    server = _Server()
    threading.Thread(target=server.listen, args=(source,), daemon=True).start()
    server.serve(sink)


class _Server:
    def __init__(self) -> None:
        self._requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._running = 0
        self._cancelled = 0
        self._model: EncoderModel | InstructModel | None = None

    def listen(self, source: BinaryIO) -> None:
        while (message := read_message(source)) is not None:
            if message.kind == "cancel":
                self._cancelled = message.call
            else:
                self._requests.put(message)
        os._exit(0)

    def serve(self, sink: BinaryIO) -> None:
        while True:
            request = self._requests.get()
            self._running = request.call
            write_message(sink, self._answer(request))

    def _interrupted(self) -> bool:
        return self._cancelled >= self._running

    def _answer(self, request: Message) -> Message:
        try:
            reply: Message = getattr(self, f"_do_{request.kind}")(request)
            return Message(reply.kind, request.call, reply.values, reply.arrays)
        except Cancelled:
            return Message("cancelled", request.call)
        except MedCodeError as error:
            kind = _ERRORS.get(type(error), "engine")
            return Message("failed", request.call, {"error": kind, "message": error.message, "hint": error.hint})
        except MemoryError:
            return _failure(request, "There is not enough memory for the model.", "Close other programs.")
        except Exception as error:  # the words of an unforeseen error may hold text of a note: only its type is told
            return _failure(request, f"The engine failed with {type(error).__name__}.", "Please report this.")

    def _do_load(self, request: Message) -> Message:
        from medcode_desktop.engine.llamacpp import EncoderModel, InstructModel

        values = request.values
        make = EncoderModel if values["role"] == "encoder" else InstructModel
        self._model = make(Path(values["path"]), EngineSettings(**values["settings"]), self._interrupted)
        return Message("done", values=asdict(self._model.info))

    def _do_embed(self, request: Message) -> Message:
        ids, lengths = request.arrays
        model: EncoderModel = self._model  # type: ignore[assignment]
        sequences = np.split(ids.astype(np.int32), np.cumsum(lengths)[:-1])
        return Message("done", arrays=[model.embed(sequences, mean=request.values["mean"])])

    def _do_score(self, request: Message) -> Message:
        model: InstructModel = self._model  # type: ignore[assignment]
        return Message("done", arrays=[model.score(request.values["prompt"], request.values["choices"])])

    def _do_complete(self, request: Message) -> Message:
        model: InstructModel = self._model  # type: ignore[assignment]
        values = request.values
        return _text(model.complete(values["prompt"], values["grammar"], values["max_tokens"]))

    def _do_render(self, request: Message) -> Message:
        model: InstructModel = self._model  # type: ignore[assignment]
        return _text(model.render_chat(request.values["system"], request.values["user"]))

    def _do_network(self, request: Message) -> Message:
        return Message("done", values={"attempts": offline.attempts(), "sockets": offline.open_sockets()})


def _text(text: str) -> Message:
    return Message("done", values={"text": text})


def _failure(request: Message, message: str, hint: str) -> Message:
    return Message("failed", request.call, {"error": "engine", "message": message, "hint": hint})


def keep_quiet() -> None:
    """No backtrace by a debugger, no stop by the terminal's Ctrl+C."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the program; what llama.cpp prints to the standard streams goes nowhere."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return source, sink
