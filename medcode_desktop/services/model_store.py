"""The models on this machine and those that can be had: list, pull, import, verify, find by name."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcode_desktop import paths
from medcode_desktop.core.types import Progress
from medcode_desktop.engine.gguf import read_header
from medcode_desktop.errors import ModelError
from medcode_desktop.services import hub, integrity

BUILT_IN = "built-in"
ROLES = ("encoder", "language-model")
_CHUNK = 1 << 20
_SEE_LIST = "`medcode models list` shows the models that there are."


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model; `size` 0 (bytes) and `sha256` "" are not known."""

    name: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the catalog or one that the user imported. `memory` is in MB, 0 if not known."""

    name: str
    role: str
    title: str
    licence: str
    memory: int
    source: str
    revision: str
    files: tuple[ModelFile, ...]
    folder: Path

    @property
    def installed(self) -> bool:
        return all((self.folder / file.name).is_file() for file in self.files)

    @property
    def path(self) -> Path:
        """The GGUF file."""
        return self.folder / next(f.name for f in self.files if f.name.endswith(".gguf"))


def list_models() -> list[Model]:
    """The catalog, then what the user imported. Raises ModelError when the catalog is damaged."""
    models = _catalog()
    known = {f.name for m in models for f in m.files}
    return models + [_imported(p) for p in sorted(_user_folder().glob("*.gguf")) if p.name not in known]


def check(path: Path) -> None:
    """Raise ModelError when a file of the catalog or an imported one is not what it was; of others nothing is known.

    What was checked before and did not change since is not read again.
    """
    stated = {m.folder / f.name: f.sha256 for m in _catalog() for f in m.files}
    try:
        fault = integrity.fault(path, stated.get(path, ""))
    except FileNotFoundError:
        return  # who opens it says so in better words
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from error
    if fault:
        hint = "Install the program again." if path in stated else "Delete it, and pull or import the model again."
        raise ModelError(f"{fault} It lies in {path.parent} and is not used.", hint)


def find_model(name: str) -> Model:
    """The model of a name. Raises ModelError that names the ones that there are."""
    models = list_models()
    for model in models:
        if model.name == name:
            return model
    names = ", ".join(m.name for m in models)
    raise ModelError(f"There is no model '{name}'.", f"Known are {names}; a file's name must end in .gguf.")


def resolve(name_or_path: str) -> Path:
    """The GGUF file for `--model NAME|FILE.gguf`. Raises ModelError when it is not there."""
    if name_or_path.lower().endswith(".gguf"):
        path = Path(name_or_path).expanduser()
        if not path.is_file():
            raise ModelError(f"The model file {path} is missing.", _SEE_LIST)
        return path
    model = find_model(name_or_path)
    if not model.installed:
        if model.source == BUILT_IN:
            raise ModelError(f"The built-in model {model.name} is missing.", "Install the program again.")
        raise ModelError(f"The model {model.name} is not on this machine.", f"Run `medcode models pull {model.name}`.")
    return model.path


def heads_file(encoder: Path) -> Path:
    """Where the heads of an encoder lie: beside its GGUF, with its name, the quantisation left out or not."""
    full = encoder.with_suffix(".npz")
    return full if full.exists() else encoder.with_name(re.sub(r"-q\d\w*$", "", encoder.stem, flags=re.I) + ".npz")


def pull_model(name: str) -> Generator[Progress, None, Path]:
    """Download a model of the catalog from its hub, unless it is there; returns the GGUF file.

    Progress counts bytes. A download that was broken off or cancelled goes on where it stopped. Raises ModelError.
    """
    model = find_model(name)
    if model.source == BUILT_IN:
        return resolve(name)
    for file in model.files:
        target = model.folder / file.name
        if not target.is_file():
            yield from _download(model, file, target)
    return model.path


def import_model(source: Path) -> Generator[Progress, None, Path]:
    """Copy a GGUF into the user's models after its header is checked, all or nothing; progress counts bytes.

    With an encoder come its heads. The returned file's name without its ending is the model's name. Raises ModelError.
    """
    header = read_header(source)
    if source.suffix.lower() != ".gguf":
        raise ModelError(f"The name of {source.name} does not end in .gguf.", "Rename the file.")
    target = _user_folder() / f"{source.stem}.gguf"
    copies = {target: source}
    if header.role == "encoder":
        copies = {
            target.with_suffix(".npz"): heads_file(source),
            **copies,
        }  # a model is listed by its GGUF, so that last
    _check_import(copies)
    done: list[Path] = []
    try:
        for copy, original in copies.items():
            yield from _copy(original, copy)
            done.append(copy)
    except BaseException:
        for copy in done:
            copy.unlink()
        raise
    return target


def _check_import(copies: Mapping[Path, Path]) -> None:
    """Raise the ModelError that forbids making these copies."""
    catalog = [model for model in list_models() if model.source != "imported"]
    taken = {model.name for model in catalog} | {Path(file.name).stem for model in catalog for file in model.files}
    for copy, original in copies.items():
        if copy.stem in taken:
            raise ModelError(f"The name {copy.stem} belongs to a model of the catalog.", "Rename the file.")
        if copy.exists():
            raise ModelError(f"There is already a model file {copy}.", "Rename one of them, or use the one there.")
        if not original.is_file():
            raise ModelError(f"The heads {original} of the encoder are missing.", "Put them beside the GGUF file.")
    folder = next(iter(copies)).parent
    if shutil.disk_usage(_nearest(folder)).free < sum(original.stat().st_size for original in copies.values()):
        raise ModelError(f"The disk of {folder} has no room for the model.", "Make room and try again.")


def _copy(source: Path, target: Path) -> Generator[Progress, None, None]:
    size, digest = source.stat().st_size, hashlib.sha256()
    try:
        integrity.record(target, "")
        with source.open("rb") as original, paths.replaced_file(target) as copy:
            done = 0
            while part := original.read(_CHUNK):
                copy.write(part)
                digest.update(part)
                done += len(part)
                yield Progress(done, size, f"Importing {source.name}")
        try:
            integrity.record(target, digest.hexdigest())
        except OSError:
            target.unlink()  # nobody could tell when it changes
            raise
    except OSError as error:
        raise ModelError(f"{source.name} could not be copied: {error.strerror}.", "Is there room?") from error


def verify_model(model: Model) -> Generator[Progress, None, list[str]]:
    """Compare a model's files with the catalog, or with what was recorded; progress counts bytes.

    Returns one sentence for each file that is not as it should be; none when all is well.
    """
    faults: list[str] = []
    for file in model.files:
        path = model.folder / file.name
        if not path.is_file():
            faults.append(f"{file.name} is missing.")
            continue
        actual = yield from integrity.sha256_of(path)
        expected = file.sha256 or integrity.recorded(model.folder).get(file.name, "")
        if not expected:
            faults.append(f"{file.name} has no known checksum; it is {path.stat().st_size} bytes, sha256 {actual}.")
        elif actual != expected:
            faults.append(f"{file.name} is damaged or another file: its sha256 is {actual}, not {expected}.")
    return faults


def _download(model: Model, file: ModelFile, target: Path) -> Generator[Progress, None, None]:
    """Fetch a file beside its place, and put it there when its checksum is right."""
    waiting = target.parent / "downloads"
    path, stated = yield from hub.download(model.source, model.revision, file.name, waiting)
    actual = yield from integrity.sha256_of(path)
    expected = file.sha256 or stated
    if not expected:
        raise ModelError(f"Neither the catalog nor {model.source} states a checksum of {file.name}.", "Do not use it.")
    if actual != expected:
        path.unlink()
        raise ModelError(f"{file.name} arrived damaged: its sha256 is {actual}, not {expected}.", "Pull it again.")
    read_header(path)
    integrity.record(target, "")
    path.replace(target)
    integrity.record(target, actual)


def _catalog() -> list[Model]:
    """The models that the program knows. Raises ModelError when the catalog is damaged."""
    file = paths.models_folder() / "catalog.toml"
    try:
        return [_model(entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["model"]]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The model catalog {file} is damaged: {error}.", "Install the program again.") from error


def _model(entry: Mapping[str, Any]) -> Model:
    """A catalog entry, checked. Raises KeyError, TypeError or ValueError."""
    known = {"name", "role", "title", "licence", "memory", "source", "revision", "file"}
    if unknown := entry.keys() - known:
        raise ValueError(f"unknown entry {sorted(unknown)[0]}")
    files = tuple(ModelFile(**file) for file in entry["file"])
    if entry["role"] not in ROLES or not any(f.name.endswith(".gguf") for f in files):
        raise ValueError(f"{entry['name']} has no known role or no GGUF file")
    if any(Path(f.name).name != f.name for f in files):
        raise ValueError(f"a file of {entry['name']} lies in another folder")
    built_in = entry["source"] == BUILT_IN
    return Model(
        name=entry["name"],
        role=entry["role"],
        title=entry["title"],
        licence=entry["licence"],
        memory=int(entry["memory"]),
        source=entry["source"],
        revision=entry.get("revision", "" if built_in else "main"),
        files=files,
        folder=paths.models_folder() if built_in else _user_folder(),
    )


def _imported(path: Path) -> Model:
    """A GGUF that the user imported; its role is "damaged" when its header cannot be read."""
    try:
        header = read_header(path)
        role, title, licence = header.role, header.name, header.licence or "not stated"
    except ModelError as error:
        role, title, licence = "damaged", error.message, ""
    names = [path.name, heads_file(path).name] if role == "encoder" else [path.name]
    recorded = integrity.recorded(path.parent)
    files = tuple(ModelFile(name, sha256=recorded.get(name, "")) for name in names)
    return Model(path.stem, role, title, licence, 0, "imported", "", files, path.parent)


def _user_folder() -> Path:
    return paths.user_models_folder()


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(f for f in (folder, *folder.parents) if f.exists())
