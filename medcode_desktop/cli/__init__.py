"""The command line: `medcode` opens the window, its commands do the same work without one."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from medcode_desktop import __version__
from medcode_desktop.cli import console
from medcode_desktop.errors import Cancelled, MedCodeError, SettingsError
from medcode_desktop.services.export import reason_of

COMMANDS = ("code", "batch", "models", "codes", "evaluate", "train", "workspace", "audit", "doctor")
"""Modules of this package that each add a command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 some documents failed, 2 usage, 130 interrupted."""
    console.use_utf8()
    console.show_warnings()
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command is None:
            return open_window()
        status: int = arguments.command(arguments)
        return status
    except SettingsError as error:
        console.complain(error)
        return console.USAGE
    except MedCodeError as error:
        console.complain(error)
        return console.SOME_FAILED
    except (KeyboardInterrupt, Cancelled):
        return console.INTERRUPTED
    except BrokenPipeError:
        console.drop_output()  # who reads the result has enough
        return console.DONE
    except OSError as error:
        console.drop_output()
        console.complain(f"The system refuses: {reason_of(error)} ({type(error).__name__}).")
        return console.SOME_FAILED
    except Exception as error:  # its words and its traceback may quote a note
        console.complain(f"An unexpected error ({type(error).__name__}). Please report this.")
        return console.SOME_FAILED


def open_window() -> int:
    """Open the window and return the exit status when it is closed. Raises MedCodeError where there is no display."""
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise MedCodeError(
            "There is no display to open a window on.",
            "Without one, `medcode code FILE` codes notes in the terminal; `medcode --help` lists all commands.",
        )
    try:
        from medcode_desktop.ui.app import main as run_window
    except ImportError as error:
        raise MedCodeError(
            f"The window cannot be opened: {error}.", "The README names the system libraries that Qt needs."
        ) from error
    return run_window()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medcode",
        description="Offline medical coding assistant. Without a command the window opens.",
        epilog="Suggestions are to be reviewed by a qualified coder.",
    )
    parser.add_argument("--version", action="version", version=f"medcode {__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"medcode_desktop.cli.{name}").add_parser(commands)
    return parser
