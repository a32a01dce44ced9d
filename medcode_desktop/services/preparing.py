"""What the first note with an imported code table would wait for, made right after the import: vectors of its names."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from medcode_desktop.core.codeset import CodeSet
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.types import Progress
from medcode_desktop.engine import EncoderEngine
from medcode_desktop.services import model_store
from medcode_desktop.services.assembly import engine_settings, load_heads
from medcode_desktop.services.candidates import new_terms, release_vectors
from medcode_desktop.services.other_systems import gets_vectors, procedures_file, table_vectors
from medcode_desktop.services.releases import checked
from medcode_desktop.settings import Settings


def prepare_candidates(table: Path, settings: Settings) -> Generator[Progress, None, int]:
    """Makes and keeps the vectors of the names in an installed code table that need some; how many there are.

    An engine of its own runs meanwhile, so that notes can be coded. Nothing is kept when it is stopped: then they are
    made with the first note that needs them. Raises ModelError or CodeSetError.
    """
    model = model_store.resolve(settings.model)
    model_store.check(model)
    heads = model_store.heads_file(model)
    is_release = table.stem.startswith("icd10cm-")
    file = heads if is_release else procedures_file(heads)
    model_store.check(file)
    yield Progress(0, 1, "Loading the model")
    learnt = load_heads(file)
    with EncoderEngine(model, engine_settings(settings)) as encoder:  # the table is closed by then: it may be replaced
        if is_release:
            with CodeSet.open(checked(table)) as codes:
                new = new_terms(learnt, codes)
            return len((yield from release_vectors(learnt, codes, new, encoder)))
        with CodeSystem.open(checked(table)) as system:
            names = system.names()
        if not gets_vectors(system, names):
            return 0
        return len((yield from table_vectors(system, names, learnt, encoder)))
