"""Refuses network sockets in a Python process and notes each attempt; child processes load it through PYTHONPATH.

``MEDCODE_TEST_SOCKETS`` says what is allowed: "loopback" lets a test talk to a server of its own, anything else nothing
but the Unix sockets that processes use among themselves. Attempts are added to the file ``MEDCODE_TEST_SOCKET_LOG``, so
that one that was caught and swallowed is known too.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

_LOOPBACK = ("127.0.0.1", "::1", "localhost", "")
_LOCAL_FAMILIES = (getattr(socket, "AF_UNIX", None), getattr(socket, "AF_ALG", None))


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    loopback = os.environ.get("MEDCODE_TEST_SOCKETS") == "loopback"
    if event == "socket.__new__" and (loopback or args[1] in (*_LOCAL_FAMILIES, -1)):
        return
    if event in ("socket.connect", "socket.bind"):
        address = args[1]
        if not isinstance(address, tuple) or (loopback and address[0] in _LOOPBACK):
            return
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if loopback and args[0] in (*_LOOPBACK, None):
            return
    elif event != "socket.__new__":
        return
    message = f"{event} {args[1:] if event == 'socket.__new__' else args!r} in process {os.getpid()}"
    if log := os.environ.get("MEDCODE_TEST_SOCKET_LOG"):
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(message + "\n")
    raise PermissionError(f"No network in tests: {message}")


sys.addaudithook(_refuse_network)
