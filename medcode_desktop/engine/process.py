"""The program's side of the engine: starts the engine process, calls it, cancels calls, and outlives its death."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import psutil

import medcode_desktop
from medcode_desktop.engine.gguf import GgufHeader, read_header
from medcode_desktop.engine.wire import Array, EngineInfo, EngineSettings, Message, read_message, write_message
from medcode_desktop.errors import Cancelled, EngineError, ModelError

CHILD_ARGUMENT = "--engine-process"
CANCEL_PATIENCE_S = 0.1
"""How long a cancelled call may take to stop by itself before its process is ended."""
_LIMITS_S = {"load": 900.0, "embed": 60.0, "render": 10.0}
_LIMIT_S = 300.0
"""How long a call may take, by its kind: a stopped process must be noticed, a slow machine must not be."""
_CLOSE_PATIENCE_S = 1.0
_SERVE = "medcode_desktop.engine.child:main"
_CRASHES = {"SIGSEGV", "SIGILL", "SIGBUS", "SIGFPE", "0xC0000005", "0xC000001D"}
_DEATHS = {
    "SIGKILL": ("it was ended from outside, perhaps because memory ran out", "Close other programs and try again."),
    "SIGTERM": ("it was ended from outside", "Try again."),
    "SIGILL": ("this processor lacks an instruction that it uses", "Install llama-cpp-python built for this machine."),
    "0xC000001D": ("this processor lacks an instruction that it uses", "Install a build for older processors."),
    "SIGABRT": ("llama.cpp stopped at a failed check", "The model file may not suit this version of llama.cpp."),
}


def physical_cores() -> int:
    """Cores that this process may use, hyper-threads not counted: more threads slow llama.cpp down."""
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(cores, allowed))


def run_child_if_asked(arguments: Sequence[str]) -> None:
    """Become the process that the command line names; a bundle starts itself as its engine."""
    if list(arguments[1:2]) == [CHILD_ARGUMENT]:
        module, _, function = (arguments[2] if len(arguments) > 2 else _SERVE).partition(":")
        if module.split(".")[0] == medcode_desktop.__name__:
            getattr(importlib.import_module(module), function)()
        sys.exit(0)


class Engine:
    """One model in a process of its own, which starts at the first call and again after it died.

    Calls from several threads wait for each other. `cancel` and `close` may come from any thread. Raises ModelError
    when the file does not fit.
    """

    role = ""
    _kernels_crash = False
    """A model crashed in this program with the processor's matrix units, so no other needs to try them."""

    def __init__(self, path: Path, settings: EngineSettings | None = None) -> None:
        self.path = path
        self.name = path.stem
        self.header = self._read_header()
        settings = settings or EngineSettings()
        self._settings = replace(settings, threads=settings.threads or physical_cores())
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._running = 0
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._child: ChildProcess | None = None
        self._info: EngineInfo | None = None
        self._closed = False

    def _read_header(self) -> GgufHeader:
        return read_header(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def info(self) -> EngineInfo:
        """What is really used; starts the engine if it never ran."""
        return self._info or self.start()

    @property
    def process_id(self) -> int | None:
        """The engine process, if it runs."""
        return self._child.process.pid if self._child else None

    def start(self) -> EngineInfo:
        """Start the process and load the model now instead of at the first call."""
        with self._lock:
            self._running = next(self._numbers)
            try:
                return self._started().info
            finally:
                self._running = 0

    def network(self) -> tuple[list[str], list[str]]:
        """What the engine process was refused of the network, and the network sockets that it has; [] is as it is."""
        told = self.call("network").values
        return told["attempts"], told["sockets"]

    def cancel(self) -> None:
        """Make the running call raise Cancelled, within 200 ms; without one, nothing happens."""
        if self._running:
            self._events.put(Event("cancel", self._running))

    def close(self) -> None:
        """End the process; a running call raises Cancelled. The engine cannot be used afterwards."""
        self._closed = True
        self.cancel()
        while not self._lock.acquire(timeout=CANCEL_PATIENCE_S):
            self.cancel()  # the call that holds the lock may not have been known as running before
        try:
            self._drop()
        finally:
            self._lock.release()

    def call(self, kind: str, values: dict[str, Any] | None = None, arrays: Sequence[Array] = ()) -> Message:
        """Let the engine process do something. Raises Cancelled, ModelError, or EngineError in words."""
        with self._lock:
            self._running = number = next(self._numbers)
            try:
                return self._exchange(self._started(), Message(kind, number, values or {}, arrays))
            finally:
                self._running = 0

    def _started(self) -> ChildProcess:
        """The running process with the model loaded; crashing kernels are left out at a second try."""
        if self._closed:
            raise EngineError(f"The engine of {self.name} was closed.")
        if self._child is not None and self._child.process.poll() is None:
            return self._child
        self._drop()
        safe = self._settings.safe_kernels or Engine._kernels_crash
        try:
            return self._load()
        except _ProcessDeathError as death:
            if death.cause not in _CRASHES or safe:
                raise
            Engine._kernels_crash = True
            return self._load()

    def _load(self) -> ChildProcess:
        self._read_header()  # the file may have changed since
        self._child = child = ChildProcess(self._events)
        settings = replace(self._settings, safe_kernels=self._settings.safe_kernels or Engine._kernels_crash)
        request = {"role": self.role, "path": str(self.path.absolute()), "settings": asdict(settings)}
        try:
            reply = self._exchange(child, Message("load", self._running, request))
        except BaseException:
            self._drop()
            raise
        child.info = self._info = EngineInfo(**reply.values)
        return child

    def _exchange(self, child: ChildProcess, request: Message) -> Message:
        child.send(request)
        deadline = time.monotonic() + _LIMITS_S.get(request.kind, _LIMIT_S)
        cancelled = False
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._drop()
                if cancelled:
                    raise Cancelled from None
                raise EngineError(f"The engine of {self.name} gave no answer.", "It starts anew next time.") from None
            if event.kind == "cancel" and event.number == request.call and not cancelled:
                cancelled = True
                deadline = time.monotonic() + CANCEL_PATIENCE_S
                child.send(Message("cancel", request.call))
            elif event.kind == "died" and event.number == child.process.pid:
                self._drop()
                if cancelled:
                    raise Cancelled
                raise _ProcessDeathError(self.name, child.cause_of_death())
            elif event.reply is not None and event.reply.call == request.call:
                if cancelled or event.reply.kind == "cancelled":
                    raise Cancelled
                return _checked(event.reply)

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _ProcessDeathError(EngineError):
    def __init__(self, name: str, cause: str) -> None:
        reason, hint = _DEATHS.get(cause, (f"it crashed ({cause})", "It starts anew at the next call."))
        super().__init__(f"The engine of {name} stopped: {reason}.", hint)
        self.cause = cause


class Event:
    """Something that the caller waits for: a reply, the death of process `number`, the cancel of call `number`."""

    def __init__(self, kind: str, number: int = 0, reply: Message | None = None) -> None:
        self.kind, self.number, self.reply = kind, number, reply


class ChildProcess:
    """A process of this program, with a thread that reads from it and one that writes: no call ever blocks on it.

    It runs the function `serve` ("module:function"), with `environment` beside the program's own. What it says comes
    into `events`, and its death at last.
    """

    info: EngineInfo
    _status = 0

    def __init__(
        self, events: queue.SimpleQueue[Event], serve: str = _SERVE, environment: Mapping[str, str] | None = None
    ) -> None:
        self._events = events
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        frozen = getattr(sys, "frozen", False)
        module, _, function = serve.partition(":")
        code = f"from {module} import {function}; {function}()"
        command = [sys.executable, CHILD_ARGUMENT, serve] if frozen else [sys.executable, "-P", "-c", code]
        # Without -P, or with an empty entry in the path, a queue.py in the current folder would be run.
        root = str(Path(medcode_desktop.__file__).parents[1])
        search = os.pathsep.join(filter(None, [*os.environ.get("PYTHONPATH", "").split(os.pathsep), root]))
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **(environment or {}), "PYTHONPATH": search},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EngineError(f"The engine cannot be started: {error.strerror}.") from error
        self._pipes = (self.process.stdin, self.process.stdout)
        self._threads = [
            threading.Thread(target=self._write, args=self._pipes[:1], name="engine writer", daemon=True),
            threading.Thread(target=self._read, args=self._pipes[1:], name="engine reader", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, message: Message) -> None:
        self._outbox.put(message)

    def end(self) -> None:
        """End the process at once (it holds nothing that could be lost) and let go of everything."""
        self.process.kill()
        self.process.wait()
        self._outbox.put(None)
        for thread in self._threads:
            thread.join(_CLOSE_PATIENCE_S)
        for pipe in self._pipes:
            with contextlib.suppress(OSError):  # a message to the dead process may still be in the buffer
                cast(BinaryIO, pipe).close()

    def cause_of_death(self) -> str:
        """Name of the signal, code of the Windows exception, or exit status."""
        status = self._status
        if sys.platform == "win32" and status >= 0xC0000000:
            return f"0x{status:08X}"
        if status < 0:
            try:
                return signal.Signals(-status).name
            except ValueError:
                return f"signal {-status}"
        return f"exit status {status}"

    def _write(self, pipe: BinaryIO) -> None:
        while (message := self._outbox.get()) is not None:
            try:
                write_message(pipe, message)
            except OSError:
                return

    def _read(self, pipe: BinaryIO) -> None:
        try:
            while (message := read_message(pipe)) is not None:
                self._events.put(Event("reply", reply=message))
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            RecursionError,
            MemoryError,
        ):  # what a damaged process writes is no message
            self.process.kill()
        self._status = self.process.wait()
        self._events.put(Event("died", self.process.pid))


def _checked(reply: Message) -> Message:
    if reply.kind == "done":
        return reply
    error = ModelError if reply.values["error"] == "model" else EngineError
    raise error(reply.values["message"], reply.values["hint"])
