"""`python -m medcode_desktop` is the same as `medcode`; a bundle starts here, and so does its engine process."""

from __future__ import annotations

import sys

from medcode_desktop.cli import main
from medcode_desktop.engine import run_child_if_asked

if __name__ == "__main__":
    run_child_if_asked(sys.argv)
    sys.exit(main())
