"""What the machine has: processor, cores and memory, for `medcode doctor` and the status bar."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

import psutil

from medcode_desktop.engine import physical_cores

_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Hardware:
    """`memory` and `free_memory` are bytes; `default_threads` is what the engine takes unless told otherwise."""

    processor: str
    physical_cores: int
    logical_cores: int
    memory: int
    free_memory: int
    default_threads: int

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.physical_cores} cores, "
            f"{self.memory / _GIB:.1f} GiB memory ({self.free_memory / _GIB:.1f} free)"
        )


def find_hardware() -> Hardware:
    """The machine as it is now."""
    memory = psutil.virtual_memory()
    logical = psutil.cpu_count() or 1
    return Hardware(
        processor=_processor(),
        physical_cores=psutil.cpu_count(logical=False) or logical,
        logical_cores=logical,
        memory=memory.total,
        free_memory=memory.available,
        default_threads=physical_cores(),
    )


def _processor() -> str:
    """The processor's name; Linux tells it in /proc/cpuinfo only."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return " ".join(value.split())
    except OSError:
        pass
    return platform.processor() or platform.machine()
