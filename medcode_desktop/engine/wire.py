"""What the program and its engine process say to each other, and how a message looks on the pipe.

A message is two lengths, a JSON head, and the raw numbers of its arrays. No pickle: the engine process reads model
files of strangers, so nothing it says may run as code.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.int32] | npt.NDArray[np.float32]
_LENGTHS = struct.Struct("<QQ")
_LARGEST_HEAD, _LARGEST_BODY = 1 << 26, 1 << 32
"""Bytes; a note of two million characters has fewer of both."""
_TYPES = {"int32": np.int32, "float32": np.float32}


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What the user asks of the engine; `EngineInfo` says what it really got.

    `gpu_layers` -1 puts all layers on the GPU if there is one, `threads` None takes the physical cores, `context`
    None what the model was trained for, at most 2,048 tokens. `safe_kernels` leaves out the processor's matrix
    units; the engine turns it on by itself where they crash.
    """

    gpu_layers: int = -1
    threads: int | None = None
    context: int | None = None
    safe_kernels: bool = False


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What is really used. `device` is "CPU" or the names of the GPUs that hold layers."""

    model: str
    architecture: str
    device: str
    layers: int
    layers_on_gpu: int
    threads: int
    context: int
    gpu_supported: bool
    safe_kernels: bool
    version: str
    system: str


@dataclass(frozen=True, slots=True)
class Message:
    """One request or reply: its kind, the number of the call it belongs to, plain values, and arrays."""

    kind: str
    call: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    arrays: Sequence[Array] = ()


def write_message(stream: BinaryIO, message: Message) -> None:
    """Raises OSError when the other side is gone."""
    shapes = [[a.dtype.name, list(a.shape)] for a in message.arrays]
    head = json.dumps([message.kind, message.call, message.values, shapes]).encode("ascii")
    body = b"".join(np.ascontiguousarray(a).tobytes() for a in message.arrays)
    stream.write(_LENGTHS.pack(len(head), len(body)) + head + body)
    stream.flush()


def read_message(stream: BinaryIO) -> Message | None:
    """The next message, or None when the other side is gone, in the middle of a message too.

    Raises ValueError, KeyError, TypeError or RecursionError when what is read is no message.
    """
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_size, body_size = _LENGTHS.unpack(lengths)
    if head_size > _LARGEST_HEAD or body_size > _LARGEST_BODY:
        raise ValueError("a message is larger than any")
    head, body = stream.read(head_size), stream.read(body_size)
    if len(head) < head_size or len(body) < body_size:
        return None
    kind, call, values, shapes = json.loads(head)
    arrays: list[Array] = []
    at = 0
    for name, shape in shapes:
        count = int(np.prod(shape, dtype=np.int64))
        arrays.append(np.frombuffer(body, _TYPES[name], count, at).reshape(shape))
        at += count * 4
    return Message(kind, call, values, arrays)
