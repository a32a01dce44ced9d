"""`medcode doctor --offline-proof`: codes a note and shows that nothing connected, or could have connected."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

import medcode_desktop
from medcode_desktop import offline
from medcode_desktop.cli import console
from medcode_desktop.core.types import CodingOptions, Note
from medcode_desktop.services.assembly import open_coder
from medcode_desktop.settings import Settings

SAMPLE = Note("sample", "Assessment: Type 2 diabetes mellitus with diabetic polyneuropathy.")
_CONTROL = ("192.0.2.1", 80)
"""An address for documentation (RFC 5737), at which nobody listens."""


def prove_without_network(arguments: Sequence[str]) -> int | None:
    """Runs `medcode` with the arguments where no network is; None when the system permits no such place.

    That is a network namespace of its own (Linux), entered by `unshare -rn`.
    """
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None:
        console.show("There is no way to take the network away from one program here; the interfaces stay.\n")
        return None
    tried = subprocess.run([unshare, "-rn", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        console.show(f"The system permits no surrounding without a network ({tried.stderr.strip()}).\n")
        return None
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "medcode_desktop"]
    root = str(Path(medcode_desktop.__file__).parents[1])
    search = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH", ""), root]))
    console.show("In a network namespace of its own (unshare -rn):\n")
    command = [unshare, "-rn", *program, *arguments]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": search}, check=False).returncode


def prove(settings: Settings) -> int:
    """Codes the sample with the network shut off, and shows what was tried, what is open, and the codes."""
    offline.shut()
    interfaces = ", ".join(f"{n} ({'up' if s.isup else 'down'})" for n, s in psutil.net_if_stats().items())
    console.show(f"Network interfaces: {interfaces or 'none'}\n")
    refused = _control_is_refused()
    console.show(f"A connection tried on purpose: {'refused' if refused else 'NOT refused'}\n")
    before = len(offline.attempts())
    with open_coder(settings) as coder:
        coding = console.run(coder.code(SAMPLE, CodingOptions(verify=settings.verify)))
        processes = {"the program": (list(offline.attempts()[before:]), offline.open_sockets())}
        processes |= {f"the engine of {name}": found for name, found in coder.network().items()}
    silent = True
    for name, (attempts, sockets) in processes.items():
        console.show(f"Tries to connect by {name}: {'; '.join(attempts) or 'none'}\n")
        console.show(f"Network sockets of {name}: {'; '.join(sockets) or 'none'}\n")
        silent = silent and not (attempts or sockets)
    console.show(f"Codes: {', '.join(f'{s.code} {s.title}' for s in coding.suggestions) or 'none'}\n")
    proven = refused and silent and bool(coding.suggestions)
    console.show(f"{'A note was coded, and nothing connected.' if proven else 'This is NOT as it should be.'}\n")
    return console.DONE if proven else console.SOME_FAILED


def _control_is_refused() -> bool:
    """Whether the gate stops what it should: without this, silence would prove nothing."""
    try:
        socket.create_connection(_CONTROL, timeout=0.2).close()
    except PermissionError:
        return bool(offline.attempts())
    except OSError:
        return False
    return False
