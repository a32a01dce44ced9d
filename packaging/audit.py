"""Looks for known vulnerabilities in the packages that MedCode Desktop installs, with pip-audit.

Fails (status 1) when there is one. Where the advisories cannot be reached it says so, and does not fail.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

PATIENCE_S = 300
PROJECT = "medcode-desktop"
ACCEPTED: dict[str, str] = {}
"""Advisories that do not touch this program, by their number, with the reason."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "requirements.txt")
        listed.write_text("".join(f"{name}=={version}\n" for name, version in sorted(installed(PROJECT))))
        command = [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--no-deps", "--disable-pip"),
            *("--format", "json", "--progress-spinner", "off", "--timeout", "15"),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
            status, words = verdict(done.stdout, done.stderr)
        except subprocess.TimeoutExpired:
            status, words = verdict("", f"there was no answer in {PATIENCE_S} s")
    print(words)
    return status


def verdict(report: str, complaint: str) -> tuple[int, str]:
    """The exit status, and what to say, for what pip-audit wrote to standard output (JSON) and standard error."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = (complaint.strip().splitlines() or ["no reason given"])[-1]
        return 0, f"NOT CHECKED for known vulnerabilities: {why}"
    checked = [p for p in packages if "vulns" in p]
    found = [(p["name"], p["version"], v) for p in checked for v in p["vulns"] if v["id"] not in ACCEPTED]
    if found:
        lines = [f"{n} {v}: {a['id']}, mended in {', '.join(a['fix_versions']) or 'no version'}" for n, v, a in found]
        return 1, "Known vulnerabilities:\n" + "\n".join(lines)
    if not checked:
        return 0, f"NOT CHECKED for known vulnerabilities: there are no advisories here for {len(packages)} packages"
    skipped = [p["name"] for p in packages if "vulns" not in p]
    without = f"; not checked: {', '.join(skipped)}" if skipped else ""
    return 0, f"No known vulnerabilities in {len(checked)} packages{without}"


def installed(project: str) -> set[tuple[str, str]]:
    """Name and version of all that the project needs, directly or not, its extras too, as far as it is installed."""
    found: dict[str, str] = {}
    waiting = list(_needs(project))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:
            continue  # of an extra, or of another system
        waiting += _needs(name)
    return {(name, version) for name, version in found.items() if name != project}


def _needs(name: str) -> Iterator[str]:
    for line in distribution(name).requires or ():
        if name == PROJECT or "extra ==" not in line:
            yield re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
