"""The key file of a workspace: one random data key, wrapped once for each person and once for the recovery key.

The data key (32 random bytes) never lies on disk as it is. Each slot of `people.json` wraps it with AES-256-GCM under
a key that Argon2id (RFC 9106) makes of a secret: a person's passphrase, the recovery key, or a random secret that the
system's keyring holds. Name, role and cost are authenticated with it, so that a role that is changed in the file no
longer opens. The file holds names and roles of the people in clear, and no patient data.

A copy of the file lies in each backup under the same folder; all copies change together, so that an old passphrase
or a person who left opens none of them. Copies that were taken elsewhere keep what they had.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from medcode_desktop.errors import WorkspaceError, WrongPassphrase
from medcode_desktop.paths import replaced_file
from medcode_desktop.services.export import reason_of

KEY_FILE = "people.json"
LEAST_PASSPHRASE = 10
"""Characters of a passphrase at least."""

_FORM = 1
_RECOVERY = "recovery"
_KEYRING_SERVICE = "medcode-desktop"
_GROUP = 4


class Role(StrEnum):
    """What a person may do: a coder all, an auditor read everything and export the audit trail."""

    CODER = "coder"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a key to the workspace. `in_keyring`: the system's keyring opens it without the passphrase."""

    name: str
    role: Role
    in_keyring: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What trying one passphrase costs: Argon2id's passes, memory in KiB and lanes.

    The second recommendation of RFC 9106 (section 4); about 0.15 s on two cores.
    """

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (1 <= self.passes <= 64 and 8 <= self.memory_kib <= 2**22 and 1 <= self.lanes <= 64):
            raise ValueError("a cost that no workspace has")


@dataclass(frozen=True, slots=True)
class _Slot:
    salt: bytes
    wrapped: bytes
    cost: Cost

    def to_dict(self) -> dict[str, Any]:
        return {"salt": _text(self.salt), "wrapped": _text(self.wrapped), "cost": asdict(self.cost)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> _Slot:
        return cls(base64.b64decode(data["salt"]), base64.b64decode(data["wrapped"]), Cost(**data["cost"]))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of a workspace. Values are immutable; `write` puts one on disk."""

    workspace_id: str
    slots: Mapping[str, _Slot]
    """By what they belong to: "person:NAME", "keyring:NAME" or "recovery"."""
    roles: Mapping[str, Role]
    cost: Cost = field(default=Cost(), compare=False)

    @classmethod
    def make(cls, person: str, passphrase: str, cost: Cost = Cost()) -> tuple[KeyFile, bytes, str]:
        """A key file for a new workspace with its first coder: with the data key and the recovery key."""
        data_key = secrets.token_bytes(32)
        file = cls(secrets.token_hex(8), {}, {}, cost).with_person(data_key, person, Role.CODER, passphrase)
        file, recovery_key = file.with_recovery_key(data_key)
        return file, data_key, recovery_key

    @classmethod
    def read(cls, folder: Path) -> KeyFile:
        """The key file in `folder`, or a copy of it from a backup where it is damaged.

        Raises WorkspaceError where there is none, or none that can be read.
        """
        path = folder / KEY_FILE
        damaged = False
        for candidate in (path, *_copies(folder)):
            try:
                return cls._parse(candidate.read_bytes())
            except FileNotFoundError:
                continue
            except OSError as error:
                message = f"The workspace in {folder} cannot be read: {reason_of(error)}."
                raise WorkspaceError(message, "Is the drive connected, and the folder yours to read?") from error
            except (ValueError, KeyError, TypeError):
                damaged = True
        if damaged:
            hint = "Copy people.json from a backup of this workspace over it; without it nothing can be unlocked."
            raise WorkspaceError(f"The key file {path} is damaged.", hint)
        raise WorkspaceError(
            f"There is no workspace in {folder}.",
            "Make one with `medcode workspace create`; if it lies on a removable drive, connect that.",
        )

    @classmethod
    def _parse(cls, data: bytes) -> KeyFile:
        document = json.loads(data)
        if document["form"] > _FORM:
            message = "A newer version of MedCode Desktop wrote the keys of this workspace."
            raise WorkspaceError(message, "Open it with the newer version. Nothing was changed.")
        if document["checksum"] != _checksum(document):
            raise ValueError("checksum")
        slots = {name: _Slot.from_dict(slot) for name, slot in document["slots"].items()}
        roles = {name: Role(role) for name, role in document["roles"].items()}
        return cls(document["workspace"], slots, roles)

    def write(self, folder: Path) -> None:
        """Put the file in `folder` and in the backups below it, each whole or not at all. Raises WorkspaceError."""
        document: dict[str, Any] = {
            "form": _FORM,
            "workspace": self.workspace_id,
            "roles": dict(self.roles),
            "slots": {name: slot.to_dict() for name, slot in self.slots.items()},
        }
        document["checksum"] = _checksum(document)
        data = json.dumps(document, indent=1).encode()
        try:
            for path in (folder / KEY_FILE, *_copies(folder)):
                with replaced_file(path) as file:
                    os.chmod(file.name, 0o600)  # noqa: PTH101
                    file.write(data)
        except OSError as error:
            message = f"The keys in {folder} cannot be written: {reason_of(error)}."
            hint = "Make room or free the folder from write protection, then do it again."
            raise WorkspaceError(message, hint) from error

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(Person(name, role, f"keyring:{name}" in self.slots) for name, role in self.roles.items())

    def person(self, name: str) -> Person:
        """Raises WorkspaceError that names the people there are."""
        for person in self.people:
            if person.name == name:
                return person
        known = ", ".join(sorted(self.roles))
        raise WorkspaceError(f"{name or 'Nobody'} has no key to this workspace.", f"These have: {known}.")

    def unlock(self, name: str, passphrase: str) -> bytes:
        """The data key, by a person's passphrase. Raises WrongPassphrase."""
        self.person(name)
        try:
            return self._unwrap(f"person:{name}", _normal(passphrase))
        except InvalidTag:
            raise WrongPassphrase(f"This is not the passphrase of {name}.") from None

    def unlock_from_keyring(self, name: str) -> bytes:
        """The data key, by the secret in the system's keyring. Raises WorkspaceError where there is none."""
        self.person(name)
        secret = _keyring_call("get_password", self._keyring_name(name)) if f"keyring:{name}" in self.slots else None
        try:
            if secret:
                return self._unwrap(f"keyring:{name}", secret)
        except InvalidTag:
            pass
        raise WorkspaceError(f"The system's keyring holds no key of {name} to this workspace.", "Use the passphrase.")

    def unlock_by_recovery(self, recovery_key: str) -> bytes:
        """The data key, by the recovery key as it was shown; case, spaces and dashes do not matter."""
        try:
            return self._unwrap(_RECOVERY, _plain_recovery(recovery_key))
        except (InvalidTag, KeyError):
            raise WrongPassphrase("This is not the recovery key of this workspace.") from None

    def with_person(self, data_key: bytes, name: str, role: Role, passphrase: str) -> KeyFile:
        """With a person's key, in place of one that they had. Raises WorkspaceError for a short passphrase."""
        if not name.strip() or not name.isprintable():
            raise WorkspaceError("A person needs a name.", "Give the one that audit trail and exports shall carry.")
        normal = _normal(passphrase)
        if len(normal) < LEAST_PASSPHRASE:
            message = f"The passphrase is too short: it needs at least {LEAST_PASSPHRASE} characters."
            raise WorkspaceError(message, "Four or five words that do not belong together are easy to keep in mind.")
        file = replace(self, roles={**self.roles, name: Role(role)})
        return file._with_slot(data_key, f"person:{name}", normal)._without_slot(f"keyring:{name}")

    def without_person(self, name: str) -> KeyFile:
        """Without a person. Raises WorkspaceError for the last coder, without whom nobody could decide any more."""
        person = self.person(name)
        if person.role is Role.CODER and sum(p.role is Role.CODER for p in self.people) == 1:
            raise WorkspaceError(f"{name} is the only coder of this workspace.", "Add another coder first.")
        file = replace(self, roles={n: r for n, r in self.roles.items() if n != name})
        return file._without_slot(f"person:{name}")._without_slot(f"keyring:{name}")

    def with_recovery_key(self, data_key: bytes) -> tuple[KeyFile, str]:
        """With a new recovery key (160 random bits), which takes the place of the old one, and that key for people."""
        plain = base64.b32encode(secrets.token_bytes(20)).decode()
        shown = "-".join(plain[i : i + _GROUP] for i in range(0, len(plain), _GROUP))
        return self._with_slot(data_key, _RECOVERY, plain), shown

    def held_in_keyring(self, data_key: bytes, name: str) -> KeyFile:
        """With a slot that the system's keyring opens. Raises WorkspaceError where there is no keyring."""
        secret = secrets.token_urlsafe(32)
        _keyring_call("set_password", self._keyring_name(name), secret)
        return self._with_slot(data_key, f"keyring:{name}", secret)

    def forgotten_by_keyring(self, name: str) -> KeyFile:
        if f"keyring:{name}" in self.slots:
            _keyring_call("delete_password", self._keyring_name(name))
        return self._without_slot(f"keyring:{name}")

    def _keyring_name(self, name: str) -> str:
        return f"{self.workspace_id}/{name}"

    def _with_slot(self, data_key: bytes, owner: str, secret: str) -> KeyFile:
        salt = secrets.token_bytes(16)
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(_derived(secret, salt, self.cost)).encrypt(nonce, data_key, self._bound(owner, self.cost))
        return replace(self, slots={**self.slots, owner: _Slot(salt, nonce + sealed, self.cost)})

    def _without_slot(self, owner: str) -> KeyFile:
        return replace(self, slots={name: slot for name, slot in self.slots.items() if name != owner})

    def _unwrap(self, owner: str, secret: str) -> bytes:
        slot = self.slots[owner]
        cipher = AESGCM(_derived(secret, slot.salt, slot.cost))
        return cipher.decrypt(slot.wrapped[:12], slot.wrapped[12:], self._bound(owner, slot.cost))

    def _bound(self, owner: str, cost: Cost) -> bytes:
        """What belongs to a slot and cannot be changed without the key."""
        role = self.roles.get(owner.partition(":")[2], "")
        return json.dumps([_FORM, self.workspace_id, owner, role, asdict(cost)], sort_keys=True).encode()


def database_key(data_key: bytes) -> bytes:
    """The key of the database: 32 bytes that HKDF-SHA256 makes of the data key."""
    return HKDF(SHA256(), 32, None, b"medcode workspace database").derive(data_key)


def journal_key(data_key: bytes) -> bytes:
    """The key of the journals of batches: a run that goes on behind the lock holds it, and it opens nothing else."""
    return HKDF(SHA256(), 32, None, b"medcode batch journals").derive(data_key)


def _derived(secret: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(secret.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def _normal(passphrase: str) -> str:
    """The same passphrase whichever way a keyboard composes its letters (NFKC, as RFC 8265 has it for passwords)."""
    return unicodedata.normalize("NFKC", passphrase)


def _plain_recovery(shown: str) -> str:
    letters = "".join(c for c in shown.upper() if c.isalnum())
    return letters.translate(str.maketrans("018", "OIB"))  # digits that base32 does not have


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _checksum(document: Mapping[str, Any]) -> str:
    """Tells damage, which a wrong passphrase would look like otherwise; it guards against no person."""
    body = {key: value for key, value in document.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _keyring_call(action: str, *arguments: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ModuleNotFoundError as error:
        hint = "Install it: pip install 'medcode-desktop[keyring]'"
        raise WorkspaceError("The system's keyring cannot be used: the library keyring is missing.", hint) from error
    try:
        found: str | None = getattr(keyring, action)(_KEYRING_SERVICE, *arguments)
    except NoKeyringError as error:
        hint = "Install or start one, such as GNOME Keyring or KWallet; until then the passphrase unlocks it."
        raise WorkspaceError("This system has no keyring that can be used.", hint) from error
    except (KeyringError, OSError, RuntimeError) as error:  # the desktop's own library may not answer
        message = f"The system's keyring cannot be used ({type(error).__name__})."
        raise WorkspaceError(message, "Unlock with the passphrase instead.") from error
    return found


def _copies(folder: Path) -> list[Path]:
    """Copies of the key file in the backups, newest first."""
    return sorted(folder.glob(f"backups/*/{KEY_FILE}"), reverse=True)
