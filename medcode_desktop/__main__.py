"""Where the program starts: `medcode`, `python -m medcode_desktop`, a bundle, and the engine process of a bundle."""

from __future__ import annotations

import sys

from medcode_desktop import crashes, offline


def main() -> int:
    """Shut the process off before anything else is imported, then run what the command line asks for."""
    offline.shut()
    crashes.leave_no_dump(hidden=len(sys.argv) > 1)  # without a command the window opens
    crashes.tell_no_words()
    from medcode_desktop.engine import run_child_if_asked

    run_child_if_asked(sys.argv)
    from medcode_desktop.cli import main as run_command

    return run_command()


if __name__ == "__main__":
    sys.exit(main())
