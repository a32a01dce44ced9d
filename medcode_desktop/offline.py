"""The gate to the network: shut in every process of the program, opened for a download or a cluster of the user.

An audit hook (PEP 578) sees each socket that Python code makes, with its address, and refuses it. It sees nothing of
sockets that libraries make in C: Qt talks to the desktop (D-Bus, X11, Wayland) over Unix sockets in that way.
`tests/test_system_calls.py` holds that no process of the program makes another kind at all.
"""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LOCAL_FAMILY = getattr(socket, "AF_UNIX", None)
_FROM_DESCRIPTOR = -1
"""The family of a socket that is made for a descriptor that is there already."""
_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_ADDRESSED = ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg")
_MOST_KEPT = 100

_shut = False
_opened = threading.local()
_opened_to_all = False
_attempts: list[str] = []


def shut() -> None:
    """Refuse all network sockets of this process from now on. It cannot be undone; a second call does nothing."""
    global _shut
    if not _shut:
        _shut = True
        sys.addaudithook(_refuse)


@contextmanager
def opened() -> Iterator[None]:
    """Inside the block this thread, and no other, may use the network: for a download that the user started."""
    _opened.here = True
    try:
        yield
    finally:
        _opened.here = False


@contextmanager
def opened_to_all() -> Iterator[None]:
    """Inside the block the whole process may use the network: for the cluster that the user named."""
    global _opened_to_all
    _opened_to_all = True
    try:
        yield
    finally:
        _opened_to_all = False


def attempts() -> tuple[str, ...]:
    """What was refused in this process so far, at most the first hundred: the event and the address."""
    return tuple(_attempts)


def open_sockets() -> list[str]:
    """The network sockets that this process has, those of libraries in C among them, as the system tells it."""
    import psutil

    return [f"{c.laddr} to {c.raddr}, {c.status}" for c in psutil.Process().net_connections("inet")]


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event == "socket.__new__":
        used: object = f"family {arguments[1]}"
        if arguments[1] in (_LOCAL_FAMILY, _FROM_DESCRIPTOR):
            return
    elif event in _ADDRESSED:
        used = arguments[1]
        if used is None or isinstance(used, str | bytes):  # sockets of the Unix family, or connected before
            return
    elif event in _LOOKUPS:
        used = arguments[0]
    else:
        return
    if _opened_to_all or getattr(_opened, "here", False):
        return
    if len(_attempts) < _MOST_KEPT:
        _attempts.append(f"{event}: {used}")
    raise PermissionError(errno.EACCES, "MedCode Desktop is offline: only a download that you start may connect")
