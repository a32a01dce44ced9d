"""What the machine has: processor, cores, memory and graphics, for `medcode doctor` and the welcome."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from medcode_desktop.engine import physical_cores

_GIB = 1 << 30
_VENDORS = {"0x10de": "NVIDIA graphics", "0x1002": "AMD graphics", "0x8086": "Intel graphics"}
_DISPLAYS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"


@dataclass(frozen=True, slots=True)
class Hardware:
    """`memory` and `free_memory` are bytes; `default_threads` is what the engine takes unless told otherwise.

    `graphics` are the graphics processors that the system knows; whether the engine can use them is for it to say.
    """

    processor: str
    physical_cores: int
    logical_cores: int
    memory: int
    free_memory: int
    default_threads: int
    graphics: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.physical_cores} cores, "
            f"{self.memory / _GIB:.1f} GiB memory ({self.free_memory / _GIB:.1f} free), "
            f"{', '.join(self.graphics) or 'no graphics processor'}"
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
        graphics=tuple(dict.fromkeys(_graphics())),
    )


def _graphics() -> Iterator[str]:
    """The graphics processors by name, or by maker where Linux tells no more."""
    if sys.platform == "win32":
        yield from _windows_graphics()
    elif sys.platform == "darwin":
        if platform.machine() == "arm64":
            yield "Apple graphics"
    else:
        named = sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))
        for file in named:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            yield from (line.partition(":")[2].strip() for line in lines if line.startswith("Model:"))
        for file in sorted(Path("/sys/class/drm").glob("card[0-9]/device/vendor")):
            maker = _VENDORS.get(file.read_text(encoding="utf-8").strip(), "")
            if maker and not (named and maker.startswith("NVIDIA")):
                yield maker


def _windows_graphics() -> Iterator[str]:
    """The names of the display drivers in the registry."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _DISPLAYS) as displays:  # type: ignore[attr-defined]
            for number in range(8):
                with winreg.OpenKey(displays, f"{number:04}") as driver:  # type: ignore[attr-defined]
                    yield str(winreg.QueryValueEx(driver, "DriverDesc")[0])  # type: ignore[attr-defined]
    except OSError:
        return


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
