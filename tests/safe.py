"""Workspaces for tests: cheap keys, a note with codes to decide about, and a look behind the encryption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from traces import needles

from medcode_desktop.core.review import History, Review, Signature
from medcode_desktop.core.types import Assertion, Candidate, Coding, Edit, Evidence, Note, Severity, Span, Suggestion
from medcode_desktop.services.workspace import Cost, Workspace, create_workspace, open_workspace

PASSPHRASE = "seven wet otters sing"
CHEAP = Cost(1, 8, 1)
MARKERS = ("Quillfeather", "Zanzibarium")
"""Words of the note that stand nowhere else."""
TEXT = f"{MARKERS[0]} returns for type 2 diabetes with chronic kidney disease. Lives in {MARKERS[1]}.\n"
CODES = ("E11.22", "N18.31", "I12.9", "Z79.4", "M54.50")


def coding(note_id: str = "visit-1", codes: tuple[str, ...] = CODES) -> Coding:
    suggestions = tuple(
        Suggestion(
            code, f"Title of {code}", 0.1 + 0.123456789 / (i + 1), True, Assertion.PRESENT,
            (Evidence(Span(0, len(MARKERS[0])), MARKERS[0]),), (Candidate("E11.9", "Another", 0.05),), ("hcc",),
        )
        for i, code in enumerate(codes)
    )  # fmt: skip
    edit = Edit(Severity.ERROR, "excludes1", codes[:2], "Not together.", codes[1:])
    return Coding(note_id, "in/visit.txt", "ICD-10-CM 2026-04-01", "minilm", suggestions, (edit,), ("?",))


def make(folder: Path, *, notes: int = 1) -> Workspace:
    """A new workspace of Ada with coded notes."""
    workspace, _ = create_workspace(folder, "Ada", PASSPHRASE, cost=CHEAP)
    add_notes(workspace, notes)
    return workspace


def add_notes(workspace: Workspace, notes: int, text: str = TEXT) -> None:
    made = coding()
    with workspace.transaction():
        for number in range(1, notes + 1):
            name = f"visit-{number}"
            added = workspace.add_note(Note(name, text, "in/visit.txt"))
            workspace.keep_coding(added, replace(made, note_id=name))


def reopened(folder: Path) -> Workspace:
    return open_workspace(folder, "Ada", PASSPHRASE)


def signature(number: int = 0) -> Signature:
    return Signature(f"Ada {number}", datetime(2026, 11, 25, 10, 0, number % 60, tzinfo=UTC))


def decide(history: History, number: int) -> History:
    """The history after the decision of this number: each code is accepted and rejected in turn."""
    review: Review = history.present
    place = number % len(review.codes)
    by = signature(number)
    even = number // len(review.codes) % 2 == 0
    return history.record(review.accept(place, by) if even else review.reject(place, by))


@contextmanager
def system_keyring() -> Iterator[dict[tuple[str, str], str]]:
    """A keyring of the system for the block, and what it holds; skips the test where the library is missing."""
    keyring = pytest.importorskip("keyring")
    secrets: dict[tuple[str, str], str] = {}

    class Drawer(keyring.backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return secrets.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            secrets[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del secrets[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    try:
        yield secrets
    finally:
        keyring.set_keyring(before)


def files_with_markers(folder: Path, key: bytes = b"", markers: Sequence[str] = MARKERS) -> list[str]:
    """Files under the folder that hold a word of the note, in UTF-8 or UTF-16; with the key also behind encryption."""
    wanted = needles(markers)
    found = []
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        encrypted = key and file.name.endswith((".db", ".db-wal"))
        views = [file.read_bytes(), *([b"".join(decrypted_pages(file, key))] if encrypted else [])]
        if any(needle in view for needle in wanted for view in views):
            found.append(str(file.relative_to(folder)))
    return found


def decrypted_pages(file: Path, key: bytes) -> Iterator[bytes]:
    """Every page of an SQLCipher 4 database, free ones too, or every page in its write-ahead log.

    AES-256-CBC; 16 bytes of salt at the beginning of the first page, 80 of IV and HMAC at the end of each. In the log
    24 bytes stand before each page, and 32 before all.
    """
    data = file.read_bytes()
    in_log = file.name.endswith("-wal")
    for start in range(56 if in_log else 0, len(data), 4096 + (24 if in_log else 0)):
        page = data[start : start + 4096]
        first = start == 0 or (in_log and data[start - 24 : start - 20] == b"\0\0\0\1")
        cipher = Cipher(algorithms.AES256(key), modes.CBC(page[-80:-64])).decryptor()
        yield cipher.update(page[16 if first else 0 : -80]) + cipher.finalize()


def assert_looks_like_chance(data: bytes) -> None:
    """Each byte is as frequent as any other: chi-square with 255 degrees of freedom, wrong once in a million."""
    counts = np.bincount(np.frombuffer(data, np.uint8), minlength=256)
    expected = len(data) / 256
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    assert 160 < chi_square < 370, chi_square
    assert b"SQLite" not in data
