"""`python -m medcode_desktop` is the same as `medcode`."""

from __future__ import annotations

import multiprocessing
import sys

from medcode_desktop.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a bundle, a child process starts here too
    sys.exit(main())
