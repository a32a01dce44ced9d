"""What a crash leaves behind: no memory dump, and of an unforeseen error its place but never its words.

The text of an exception may quote a note ("invalid literal: 'Jane Roe'"), and standard error may end up in a log of
the desktop. So tracebacks are shown without it.
"""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

_PR_SET_DUMPABLE = 4
_SKIPS_PIPES = 1
"""Less than a page, so no file is written; and Linux then starts no program that collects dumps (`fs/coredump.c`)."""


def leave_no_dump(*, hidden: bool) -> None:
    """Let the system write no dump of this process.

    With `hidden`, other processes of the same user cannot read its memory either (Linux). Not for the window: the
    desktop looks into `/proc` for who asks it, and would refuse its file dialogs and its appearance.
    """
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        most = _SKIPS_PIPES if hard == resource.RLIM_INFINITY else min(hard, _SKIPS_PIPES)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    if sys.platform == "linux" and hidden:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)  # no report of a crash, no dialog about it


def tell_no_words() -> None:
    """Show unforeseen errors of this process without their texts, in whatever thread they happen."""
    sys.excepthook = _show
    sys.unraisablehook = lambda event: _show(event.exc_type, event.exc_value, event.exc_traceback)
    threading.excepthook = lambda event: _show(event.exc_type, event.exc_value, event.exc_traceback)


def _show(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    if sys.stderr is None or issubclass(kind, SystemExit):  # a window of Windows has no standard error
        return
    places = "".join(f"  {f.filename}:{f.lineno} in {f.name}\n" for f in traceback.extract_tb(trace, limit=-8))
    try:
        sys.stderr.write(f"medcode: an unexpected error ({kind.__name__}). Please report this.\n{places}")
    except (OSError, ValueError):
        return
