"""Puts a coder together from files and settings: code set, knowledge, encoder with its heads, verifier."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Sequence
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
from medcode_desktop.core.types import (
    Coding,
    CodingOptions,
    Encoder,
    LanguageModel,
    LinkedMention,
    Note,
    Progress,
    Scope,
    Span,
)
from medcode_desktop.core.verifier import Verifier, VerifierPrompt
from medcode_desktop.engine import EncoderEngine, EngineInfo, EngineSettings, LanguageModelEngine
from medcode_desktop.errors import CodeSetError, ModelError, printable
from medcode_desktop.services import model_store
from medcode_desktop.services.ahead import AheadEncoder
from medcode_desktop.services.candidates import adapted_heads
from medcode_desktop.services.checking import make_rules, read_knowledge, read_plans
from medcode_desktop.services.claim_editor import ClaimEditor
from medcode_desktop.services.evaluation import Familiarity
from medcode_desktop.services.other_systems import (
    LastNote,
    SystemCoder,
    has_mapped_names,
    installed_systems,
    mapped_names,
    procedures_file,
)
from medcode_desktop.services.releases import checked, code_set_file_for, code_set_files, code_set_for
from medcode_desktop.services.risk import RiskGroups
from medcode_desktop.services.validity import with_validity
from medcode_desktop.settings import Settings

SHIPPED = "ICD-10-CM 2026-04-01"
"""The release that the built-in encoder was trained for."""


def make_coder(encoder: Encoder, heads: Heads, codeset: CodeSet, verifier: Verifier | None = None) -> Coder:
    """A coder with the knowledge that ships with the program."""
    knowledge = read_knowledge(codeset)
    rules = make_rules(codeset, knowledge)
    return Coder(encoder, heads, codeset, make_sections(), knowledge, rules, verifier)


def make_sections() -> SectionFinder:
    """What finds sections, with the headings that ship with the program."""
    return SectionFinder(tomllib.loads(_text(paths.resources_folder() / "sections.toml")))


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
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return Heads.from_arrays(arrays, train_only=train_only)
    except FileNotFoundError as error:
        hint = "An encoder needs the .npz file that was made with it, in the same folder."
        raise ModelError(f"The heads {path} of the encoder are missing.", hint) from error
    except ModelError as error:
        raise ModelError(f"{path}: {error.message}", error.hint) from error
    except Exception as error:  # numpy fails in many ways at files that are none of its own
        hint = "Install the model again."
        why = printable(str(error)) or type(error).__name__
        raise ModelError(f"The heads {path} of the encoder are damaged: {why}.", hint) from error


def engine_settings(settings: Settings) -> EngineSettings:
    """How the encoder runs."""
    return EngineSettings(gpu_layers=settings.gpu_layers, threads=settings.threads)


def open_coder(settings: Settings, day: date | None = None, *, train_only: bool = False) -> OpenCoder:
    """A coder as the settings say, with the release in force on the date of service.

    The models are checked here but start with the first note; close it after use. With `train_only` it knows nothing
    of the dev notes: for measuring on these.

    Raises ModelError or CodeSetError that names the file and the reason.
    """
    code_set = code_set_for(day)
    others: list[SystemCoder] = []
    try:
        engine = engine_settings(settings)
        encoder = EncoderEngine(_checked(model_store.resolve(settings.model)), engine)
        language_model = verifier = None
        if settings.verify:
            model = model_store.resolve(settings.language_model)
            language_model = LanguageModelEngine(_checked(model), replace(engine, context=settings.context))
            verifier = make_verifier(language_model)
        heads = load_heads(_checked(model_store.heads_file(encoder.path)), train_only=train_only)
        ahead = AheadEncoder(encoder)
        reader: Encoder = ahead
        tables, lacking = installed_systems(settings.systems)
        if tables:
            reader = LastNote(ahead)
            procedures = load_heads(_checked(procedures_file(model_store.heads_file(encoder.path))))
            sections, plans = make_sections(), read_plans()
            others = [SystemCoder(reader, heads, procedures, table, sections, plans) for table in tables]
        coder = make_coder(reader, heads, code_set, verifier)
        editor = ClaimEditor() if settings.claim_editor else None
        return OpenCoder(coder, ahead, encoder, language_model, verifier, editor, others, lacking)
    except BaseException:
        for other in others:
            other.close()
        code_set.close()
        raise


class OpenCoder:
    """A coder with its engines, which start at the first note; close it, or use it in a `with` block.

    One thread codes; `cancel` may be called from another.
    """

    def __init__(
        self,
        coder: Coder,
        ahead: AheadEncoder,
        encoder: EncoderEngine,
        language_model: LanguageModelEngine | None = None,
        verifier: Verifier | None = None,
        claim_editor: ClaimEditor | None = None,
        others: Sequence[SystemCoder] = (),
        lacking: CodeSetError | None = None,
    ) -> None:
        self._coder, self._claim_editor, self._groups = coder, claim_editor, RiskGroups()
        self._ahead, self._encoder, self._verifier, self._others = ahead, encoder, verifier, others
        self._lacking = (f"{lacking.message} {lacking.hint}",) if lacking else ()
        self._heads, self._fits = coder.heads, _fits(coder.codeset)
        self._by_release: dict[tuple[Path, int], Coder] = {}
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
        """What decides the codes of a note beside the options: the models, and the releases that dates choose from."""
        others = (other.table.release for other in self._others)
        installed = (file.stem for file in code_set_files())
        return ", ".join([self.name, *(engine.name for engine in self._engines), self.release, *installed, *others])

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
        """As `Coder.code`, with the release in force on the date of service, risk groups, their total, and what else.

        The edits are told that come from dates, and those of the Medicare Code Editor if it was asked for. Codes of
        other systems stand after the diagnoses and take no part in the edits; a warning tells which of those that the
        settings name are not installed.
        """
        options = options.for_note(note)
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
        coding = self._groups.flagged(coding, options)
        for other in self._others:
            found = yield from other.suggest(note, options)
            coding = replace(coding, suggestions=(*coding.suggestions, *found))
        return replace(coding, warnings=(*coding.warnings, *self._lacking))

    def offers(self, note: Note, span: Span, options: CodingOptions) -> Generator[Progress, None, LinkedMention | None]:
        """As `Coder.offers`, with the release in force on the date of service."""
        options = options.for_note(note)
        coder = yield from self._coder_for(options.date_of_service)
        return (yield from coder.offers(note, span, options))

    def network(self) -> dict[str, tuple[list[str], list[str]]]:
        """What each engine process was refused of the network, and the network sockets it has, by its model."""
        return {engine.name: engine.network() for engine in self._engines}

    def prepare(self, texts: Sequence[str]) -> None:
        """Let the encoder read the texts of notes that will be coded next, in one call; from any thread."""
        self._ahead.prepare(texts)

    def _coder_for(self, day: date | None) -> Generator[Progress, None, Coder]:
        """The coder of the release for a day, made when it is first needed; without one that it was opened with."""
        reader, own = self._coder.encoder, self._coder.codeset
        if not self._fits:
            heads = yield from adapted_heads(self._heads, own, self._encoder, mapped_names())
            self._coder = make_coder(reader, heads, own, self._verifier)
            self._fits = True
        if day is None or own.effective <= day <= own.expires:
            return self._coder
        file = code_set_file_for(day)
        if file.stem.endswith(own.effective.isoformat()):
            return self._coder
        key = (file, file.stat().st_mtime_ns)
        if key not in self._by_release:
            codeset = CodeSet.open(checked(file))
            try:
                heads = self._heads
                if not _fits(codeset):
                    heads = yield from adapted_heads(heads, codeset, self._encoder, mapped_names())
                self._by_release[key] = make_coder(reader, heads, codeset, self._verifier)
            except BaseException:
                codeset.close()
                raise
        return self._by_release[key]

    def cancel(self) -> None:
        """Make the running step end with Cancelled at once."""
        for engine in self._engines:
            engine.cancel()

    def close(self) -> None:
        for engine in self._engines:
            engine.close()
        if self._claim_editor is not None:
            self._claim_editor.close()
        for other in self._others:
            other.close()
        for coder in (self._coder, *self._by_release.values()):
            coder.codeset.close()


def _fits(codeset: CodeSet) -> bool:
    """Whether the built-in encoder was trained for this release, so that its candidates are complete."""
    return codeset.release == SHIPPED and not codeset.index.kinds and not has_mapped_names()


def _checked(file: Path) -> Path:
    model_store.check(file)
    return file


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
