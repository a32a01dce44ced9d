"""`python -m medcode_desktop` is the same as `medcode`."""

from __future__ import annotations

import sys

from medcode_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
