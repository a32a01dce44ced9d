"""Puts a coder together from files and settings: code set, knowledge, encoder with its heads, verifier."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from medcode_desktop import paths
from medcode_desktop.core.coder import Coder
from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.heads import Heads
from medcode_desktop.core.sections import SectionFinder
from medcode_desktop.core.types import Coding, CodingOptions, Encoder, LanguageModel, Note, Progress, Scope
from medcode_desktop.core.verifier import Verifier, VerifierPrompt
from medcode_desktop.engine import EncoderEngine, EngineInfo, EngineSettings, LanguageModelEngine
from medcode_desktop.errors import ModelError
from medcode_desktop.services import model_store
from medcode_desktop.services.candidates import adapted_heads
from medcode_desktop.services.checking import make_rules, read_knowledge
from medcode_desktop.services.claim_editor import ClaimEditor
from medcode_desktop.services.evaluation import Familiarity
from medcode_desktop.services.releases import code_set_file_for, code_set_for
from medcode_desktop.services.risk import RiskGroups
from medcode_desktop.services.validity import with_validity
from medcode_desktop.settings import Settings

SHIPPED = "ICD-10-CM 2026-04-01"
"""The release that the built-in encoder was trained for."""


def make_coder(encoder: Encoder, heads: Heads, codeset: CodeSet, verifier: Verifier | None = None) -> Coder:
    """A coder with the knowledge that ships with the program."""
    knowledge = read_knowledge(codeset)
    rules = make_rules(codeset, knowledge)
    sections = SectionFinder(tomllib.loads(_text(paths.resources_folder() / "sections.toml")))
    return Coder(encoder, heads, codeset, sections, knowledge, rules, verifier)


def verifier_prompt() -> VerifierPrompt:
    """The words of the verifier's question that ship with the program."""
    return VerifierPrompt.from_data(tomllib.loads(_text(paths.resources_folder() / "prompts" / "verifier.toml")))


def make_verifier(model: LanguageModel) -> Verifier:
    """A verifier that asks with the words that ship with the program."""
    return Verifier(model, verifier_prompt())


def load_heads(path: Path, *, train_only: bool = False) -> Heads:
    """The heads in an `.npz` file, as `Heads.from_arrays` reads them.

    Raises ModelError that names the file and the reason.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Heads.from_arrays(arrays, train_only=train_only)
    except FileNotFoundError as error:
        hint = "An encoder needs the .npz file that was made with it, in the same folder."
        raise ModelError(f"The heads {path} of the encoder are missing.", hint) from error
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        hint = "Install the model again."
        raise ModelError(f"The heads {path} of the encoder are damaged: {error}.", hint) from error


def open_coder(settings: Settings, day: date | None = None, *, train_only: bool = False) -> OpenCoder:
    """A coder as the settings say, with the release in force on the date of service.

    The models are checked here but start with the first note; close it after use. With `train_only` it knows nothing
    of the dev notes: for measuring on these.

    Raises ModelError or CodeSetError that names the file and the reason.
    """
    code_set = code_set_for(day)
    try:
        engine = EngineSettings(gpu_layers=settings.gpu_layers, threads=settings.threads)
        encoder = EncoderEngine(model_store.resolve(settings.model), engine)
        language_model = verifier = None
        if settings.verify:
            model = model_store.resolve(settings.language_model)
            language_model = LanguageModelEngine(model, replace(engine, context=settings.context))
            verifier = make_verifier(language_model)
        heads = load_heads(model_store.heads_file(encoder.path), train_only=train_only)
        coder = make_coder(encoder, heads, code_set, verifier)
        return OpenCoder(coder, encoder, language_model, verifier, ClaimEditor() if settings.claim_editor else None)
    except BaseException:
        code_set.close()
        raise


class OpenCoder:
    """A coder with its engines, which start at the first note; close it, or use it in a `with` block.

    One thread codes; `cancel` may be called from another.
    """

    def __init__(
        self,
        coder: Coder,
        encoder: EncoderEngine,
        language_model: LanguageModelEngine | None = None,
        verifier: Verifier | None = None,
        claim_editor: ClaimEditor | None = None,
    ) -> None:
        self._coder, self._claim_editor, self._groups = coder, claim_editor, RiskGroups()
        self._encoder, self._verifier = encoder, verifier
        self._heads, self._fits = coder.heads, _fits(coder.codeset)
        self._others: dict[tuple[Path, int], Coder] = {}
        self._engines = [engine for engine in (encoder, language_model) if engine]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Name of the encoder, as it stands in each coding."""
        return self._coder.heads.name

    @property
    def release(self) -> str:
        return self._coder.codeset.release

    @property
    def identity(self) -> str:
        """What decides the codes of a note beside the options: the models and the release."""
        return ", ".join([self.name, *(engine.name for engine in self._engines), self.release])

    @property
    def info(self) -> EngineInfo:
        """What the encoder really runs on."""
        return self._engines[0].info

    @property
    def infos(self) -> list[EngineInfo]:
        """What each of the models really runs on, the encoder first."""
        return [engine.info for engine in self._engines]

    @property
    def pipeline(self) -> Coder:
        """The coder itself, for those that use its parts."""
        return self._coder

    @property
    def familiarity(self) -> Familiarity:
        """What the training notes showed of codes, for evaluations."""
        return Familiarity(self._coder.heads, self._coder.codeset)

    def code(self, note: Note, options: CodingOptions) -> Generator[Progress, None, Coding]:
        """As `Coder.code`, with the release in force on the date of service, and risk groups as flags.

        The edits are told that come from dates, and those of the Medicare Code Editor if it was asked for.
        """
        coder = yield from self._coder_for(options.date_of_service)
        coding = yield from coder.code(note, options)
        if options.scope is Scope.REPORTABLE:
            coding = with_validity(coding, coder.codeset, options.date_of_service)
        if self._claim_editor is not None and options.scope is Scope.REPORTABLE:
            codes, day = (
                [s.code for s in coding.suggestions],
                options.date_of_service or datetime.now().astimezone().date(),
            )
            coding = replace(coding, edits=self._claim_editor.added_to(coding.edits, codes, options.facts, day))
        return self._groups.flagged(coding, options.date_of_service)

    def _coder_for(self, day: date | None) -> Generator[Progress, None, Coder]:
        """The coder of the release for a day, made when it is first needed; without one that it was opened with."""
        if not self._fits:
            heads = yield from adapted_heads(self._heads, self._coder.codeset, self._encoder)
            self._coder = make_coder(self._encoder, heads, self._coder.codeset, self._verifier)
            self._fits = True
        own = self._coder.codeset
        if day is None or own.effective <= day <= own.expires:
            return self._coder
        file = code_set_file_for(day)
        if file.stem.endswith(own.effective.isoformat()):
            return self._coder
        key = (file, file.stat().st_mtime_ns)
        if key not in self._others:
            codeset = CodeSet.open(file)
            try:
                heads = self._heads
                if not _fits(codeset):
                    heads = yield from adapted_heads(heads, codeset, self._encoder)
                self._others[key] = make_coder(self._encoder, heads, codeset, self._verifier)
            except BaseException:
                codeset.close()
                raise
        return self._others[key]

    def cancel(self) -> None:
        """Make the running step end with Cancelled at once."""
        for engine in self._engines:
            engine.cancel()

    def close(self) -> None:
        for engine in self._engines:
            engine.close()
        if self._claim_editor is not None:
            self._claim_editor.close()
        for coder in (self._coder, *self._others.values()):
            coder.codeset.close()


def _fits(codeset: CodeSet) -> bool:
    """Whether the built-in encoder was trained for this release, so that its candidates are complete."""
    return codeset.release == SHIPPED and not codeset.index.kinds


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
