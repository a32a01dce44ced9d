"""Suggestions from the other code systems that are installed: ICD-10-PCS with what was learnt, the others by names."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from medcode_desktop.core.codesystem import PROCEDURES, CodeSystem, plain_name
from medcode_desktop.core.heads import Heads, Layers, term_key
from medcode_desktop.core.mention_coder import GUIDE, MentionCoder
from medcode_desktop.core.mentions import words_of
from medcode_desktop.core.plans import Plans
from medcode_desktop.core.retrieval import LONGEST_PHRASE, projected
from medcode_desktop.core.sections import SectionFinder, section_at
from medcode_desktop.core.types import (
    Assertion,
    Coding,
    CodingOptions,
    Encoder,
    Evidence,
    FloatArray,
    IntArray,
    Note,
    Progress,
    Scope,
    Section,
    Suggestion,
    Tokens,
)
from medcode_desktop.errors import CodeSetError, ModelError
from medcode_desktop.services.candidates import name_vectors
from medcode_desktop.services.note_coder import NoteCoder
from medcode_desktop.services.releases import open_systems
from medcode_desktop.services.system_import import system_file

FINDINGS = frozenset({"ICD-10", "SNOMED CT"})
"""Systems that name conditions in the first place; of the others, procedures, services and devices are looked for."""
BEFORE = frozenset({"past_history", "surgical_history", "family_history", "social_history"})
"""Sections that speak of the time before this encounter."""
_THERE = (Assertion.PRESENT, Assertion.HISTORICAL)
LARGE = 60_000
"""Names up to which all get vectors, once; of larger tables only those that a note says as they stand do."""


def chosen_systems(names: str) -> list[CodeSystem]:
    """The tables of the systems in a list with commas ("icd-10-pcs, hcpcs"), opened; close each after use.

    Raises CodeSetError for one that is not installed.
    """
    found, lacking = installed_systems(names)
    if lacking is not None:
        for system in found:
            system.close()
        raise lacking
    return found


def installed_systems(names: str) -> tuple[list[CodeSystem], CodeSetError | None]:
    """Those of the systems in such a list that are installed, and what to say of the others, None where there are none.

    What the settings name may have been removed since, and the others serve without it.
    """
    wanted = {plain_name(name): name.strip() for name in names.split(",") if plain_name(name)}
    found, unused = {}, []
    for system in open_systems() if wanted else ():
        if plain_name(system.system) in wanted:
            found[plain_name(system.system)] = system
        else:
            unused.append(system)
    for system in unused:
        system.close()
    there = ", ".join(sorted(s.system for s in (*found.values(), *unused))) or "none"
    missing = [name for plain, name in wanted.items() if plain not in found]
    return [found[plain] for plain in wanted if plain in found], _lacking(missing, there) if missing else None


def _lacking(missing: Sequence[str], there: str) -> CodeSetError:
    source = PROCEDURES if plain_name(missing[0]) == plain_name(PROCEDURES) else "FILE"
    are, it = ("systems", "them") if len(missing) > 1 else ("system", "it")
    verb = "are" if len(missing) > 1 else "is"
    return CodeSetError(
        f"The code {are} {', '.join(missing)} {verb} not installed; installed are: {there}.",
        f"Import {it} (in the window: Code sets…; or `medcode codes import {source}`), or take {it} out of the "
        "setting 'systems'.",
    )


def has_mapped_names() -> bool:
    """Whether a system is installed whose publisher maps it to ICD-10-CM."""
    mapped = False
    for system in open_systems():
        with system:
            mapped = mapped or system.is_mapped
    return mapped


def mapped_names() -> Iterator[tuple[str, str]]:
    """Names of the concepts that installed systems map to ICD-10-CM, with the code."""
    for system in open_systems():
        with system:
            yield from system.mapped_names()


class LastNote:
    """An encoder that keeps what it read of the last note, which several systems read one after the other."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.context_length = encoder.name, encoder.context_length
        self._encoder = encoder
        self._text, self._tokens = "", Tokens(np.empty(0, np.int32), np.empty((0, 2), np.int32))
        self._windows: dict[bytes, FloatArray] = {}
        self.embed_texts = encoder.embed_texts

    def tokenize(self, text: str) -> Tokens:
        if text != self._text:
            self._tokens = self._encoder.tokenize(text)
            self._text, self._windows = text, {}
        return self._tokens

    def embed_tokens(self, windows: Sequence[IntArray]) -> list[FloatArray]:
        new = {w.tobytes(): w for w in windows if w.tobytes() not in self._windows}
        if new:
            self._windows.update(zip(new, self._encoder.embed_tokens(list(new.values())), strict=True))
        return [self._windows[w.tobytes()] for w in windows]


class SystemCoder:
    """Codes notes with one of these systems. Its heads are made with the first note where nothing was learnt for it."""

    def __init__(
        self,
        encoder: Encoder,
        conditions: Heads,
        procedures: Heads,
        table: CodeSystem,
        sections: SectionFinder,
        plans: Plans,
    ) -> None:
        self.table, self._encoder, self._sections, self._plans = table, encoder, sections, plans
        self._heads = procedures = _fitting(procedures, conditions)
        self._coder: MentionCoder | None = None
        self._names: dict[str, tuple[str, ...]] = {}
        self._keys, self._owners = np.empty(0, np.uint64), np.empty(0, np.int32)
        if table.system == PROCEDURES:
            self._coder = MentionCoder(encoder, _of_table(procedures, table), table, sections)
        elif table.system in FINDINGS:
            self._heads = replace(procedures, layers={**procedures.layers, "tags": _tagger(conditions)})

    def suggest(self, note: Note, options: CodingOptions) -> Generator[Progress, None, list[Suggestion]]:
        """The codes of the system: of every mention, or of what is done or there in this encounter.

        The encoder learnt to call operations historical, which they are as conditions; only a section of the patient's
        history says that they were done before. Nor is a procedure only possible: what a test looks for may be. Whether
        it was done, or somebody only means to, say the words around it.
        """
        coder = self._coder or (yield from self._made(note))
        found = yield from coder.suggest(note, replace(options, scope=Scope.MENTIONS, verify=False))
        if options.scope is Scope.MENTIONS:
            return found
        sections = self._sections.find(note.text)
        there = _THERE if self.table.system in FINDINGS else (*_THERE, Assertion.POSSIBLE)
        return [
            replace(s, assertion=Assertion.PRESENT)
            for s in found
            if s.assertion in there and any(self._is_of_now(e, note, sections) for e in s.evidence)
        ]

    def _is_of_now(self, evidence: Evidence, note: Note, sections: Sequence[Section]) -> bool:
        if section_at(sections, evidence.span.start).kind in BEFORE:
            return False
        return self.table.system in FINDINGS or not self._plans.holds(note.text, evidence.span)

    def close(self) -> None:
        self.table.close()

    def _made(self, note: Note) -> Generator[Progress, None, MentionCoder]:
        if not self._names:
            self._names = self.table.names()
        if not gets_vectors(self.table, self._names):
            names = yield from self._said(note)
            vectors = projected(self._encoder.embed_texts([n for its in names.values() for n in its]), self._heads.link)
            return MentionCoder(self._encoder, self._heads.of_names(names, vectors), self.table, self._sections)
        vectors = yield from table_vectors(self.table, self._names, self._heads, self._encoder)
        heads = self._heads.of_names(self._names, vectors)
        self._coder = MentionCoder(self._encoder, heads, self.table, self._sections)
        return self._coder

    def _said(self, note: Note) -> Generator[Progress, None, dict[str, tuple[str, ...]]]:
        """The codes one of whose names the note says, in whatever order and inflection its words stand."""
        codes = list(self._names)
        if not len(self._keys):
            yield Progress(0, 1, f"Reading the names of {self.table.release}")
            rows = sorted((term_key(n), i) for i, code in enumerate(codes) for n in self._names[code])
            self._keys = np.array([key for key, _ in rows], np.uint64)
            self._owners = np.array([owner for _, owner in rows], np.int32)
        words = words_of(note.text)
        phrases = {
            term_key(note.text[first.start : last.end])
            for at, first in enumerate(words)
            for last in words[at : at + LONGEST_PHRASE]
        } - {0}
        keys = np.array(sorted(phrases), np.uint64)
        starts = np.searchsorted(self._keys, keys, "left")
        ends = np.searchsorted(self._keys, keys, "right")
        owners = {int(self._owners[i]) for a, b in zip(starts, ends, strict=True) for i in range(a, b)}
        return {codes[i]: self._names[codes[i]] for i in sorted(owners)} or {codes[0]: self._names[codes[0]]}


def gets_vectors(table: CodeSystem, names: Mapping[str, Sequence[str]]) -> bool:
    """Whether all names of a table get vectors: not of large ones, nor where what was learnt brings its own."""
    return table.system != PROCEDURES and sum(map(len, names.values())) <= LARGE


def table_vectors(
    table: CodeSystem, names: Mapping[str, Sequence[str]], heads: Heads, encoder: Encoder
) -> Generator[Progress, None, FloatArray]:
    """The vectors of all names of a table in order, (n, w); `heads` are those for procedures.

    Of the table only name and version are asked for.
    """
    flat = [name for its in names.values() for name in its]
    file = f"{heads.name}-{system_file(table.system).stem}.npz"
    return (yield from name_vectors(file, flat, heads, encoder, table.release))


class OneSystem:
    """A coder of which only the suggestions of one of the other systems are kept, to measure them."""

    def __init__(self, coder: NoteCoder, name: str) -> None:
        self._coder, self._name = coder, plain_name(name)

    def code(self, note: Note, options: CodingOptions, /) -> Generator[Progress, None, Coding]:
        coding = yield from self._coder.code(note, options)
        kept = tuple(s for s in coding.suggestions if plain_name(s.system) == self._name)
        return replace(coding, suggestions=kept, edits=())


def procedures_file(heads: Path) -> Path:
    """Where what was learnt about procedures lies: beside the heads of the encoder."""
    return heads.with_name(f"{heads.stem}-{plain_name(PROCEDURES)}.npz")


def _of_table(heads: Heads, table: CodeSystem) -> Heads:
    """The heads without codes that the installed version of the table does not have."""
    there = set(table.codes())
    return heads.adapted(there, {}, np.empty((0, heads.link.shape[1]), np.float32))


def _tagger(conditions: Heads) -> Layers:
    """The tagger of conditions for the guide that marks every mention."""
    guide = conditions.guides.index(GUIDE[Scope.MENTIONS])
    tags = conditions.layers["tags"]
    mine = slice(3 * guide, 3 * guide + 3)
    return Layers((*tags.weights[:-1], tags.weights[-1][:, mine]), (*tags.biases[:-1], tags.biases[-1][mine]))


def _fitting(procedures: Heads, conditions: Heads) -> Heads:
    """The heads for procedures. Raises ModelError when they were made for another encoder."""
    if procedures.settings.get("encoder") != conditions.fingerprint:
        raise ModelError(
            "What was learnt about procedures belongs to another encoder than the one in use.",
            "Use the built-in encoder, or run `medcode train procedures`.",
        )
    return procedures
