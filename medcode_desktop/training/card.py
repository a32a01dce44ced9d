"""The model card: what an encoder was made from, how, and what was measured."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from medcode_desktop.training.data import TrainingData
from medcode_desktop.training.encoder import TrainingPlan


def model_card(
    name: str,
    data: TrainingData,
    plan: TrainingPlan,
    lines: Sequence[str],
    table: str,
    measured: int,
    files: Sequence[Path],
    release: str,
    before: Path | None,
) -> str:
    """The model card in Markdown; `lines` come from held-out notes, `table` from `measured` notes of each dev part."""
    notes = Counter(d.corpus for d in data.documents)
    mentions = Counter(d.corpus for d in data.documents for _ in d.mentions)
    held = Counter(d.corpus for d in data.held_out)
    rows = "\n".join(
        f"| {c} | {notes[c]} | {held[c]} | {mentions[c]} | "
        f"{len({m.code for d in data.documents if d.corpus == c for m in d.mentions})} |"
        for c in sorted(notes)
    )
    sums = "\n".join(
        f"| {f.name} | {f.stat().st_size:,} | `{hashlib.sha256(f.read_bytes()).hexdigest()}` |" for f in files
    )
    went_on = f" {WENT_ON.format(sum=hashlib.sha256(before.read_bytes()).hexdigest())}" if before else ""
    held_lines = "\n".join(f"- {line}" for line in lines)
    terms = sum(map(len, data.terms.values()))
    return CARD.format(
        name=name, today=datetime.now(UTC).date(), release=release, codes=len(data.terms), terms=terms, rows=rows,
        sums=sums, held=held_lines, plan=plan, went_on=went_on, table=table, measured=measured,
    )  # fmt: skip


WENT_ON = "Training went on from the weights of an encoder that had been trained before (sha256 `{sum}`)."
CARD = """# {name}

The built-in encoder of MedCode Desktop: all-MiniLM-L6-v2 (22.7 million parameters), fine-tuned to find the conditions
that a clinical note names, how the note speaks of them, whether a coder would report them, and which code of
{release} they stand for. Written by `medcode train build` on {today}. It suggests; a qualified coder decides.

| file | bytes | sha256 |
|---|---|---|
{sums}

## What it was trained on
| corpus | notes | of these held out | mentions | codes |
|---|---|---|---|---|
{rows}

- *codiesp*: the training part of CodiEsp (CLEF eHealth 2020, CC BY 4.0), machine-translated English. The spans were
  annotated in the Spanish originals and aligned to the English by program; a language model that read both texts
  corrected three in ten of the places and gave up on one in twenty.
- *clinic*: outpatient and dictated notes (ACI-BENCH, CC BY 4.0, and public sample notes). The codes were assigned by a
  careful reader with a language model's help, **not by certified coders**; those of the newest ones by a language
  model alone.
- *silver*: cases of CodiEsp's background part (CC BY 4.0), which has no codes of its own, annotated for this project by
  a language model after CodiEsp's examples. No confidence is fitted on them.
- {terms:,} terms for {codes:,} codes: the code set's own, these said in other ways, synonyms of the Human Phenotype
  Ontology, Mondo (CC BY 4.0) and the Disease Ontology (CC0), clinical abbreviation lists (CC BY
  4.0); phrases for the common codes as notes word them, written for this project by a language model; and sentences
  written by program for rare codes and assertions.
- No words of any note are in these files: weights, vectors of mentions, and 64-bit keys of terms.

## How
Mention tags, assertion, importance and linking are learnt together on windows of 256 tokens, seeded: `{plan}`.{went_on}
The held-out notes are seen by no weight of the encoder; on them the ranking of candidates and the confidences are
fitted, and figures below come from five folds over them.

{held}

The lexicon and the vectors of annotated mentions hold the dev parts of CodiEsp and of the clinic notes too, which no
weight has seen. Figures on the dev parts leave these out (`medcode eval --train-only`); those, with the commands that
make them, are in the README. Without that option a measurement on the dev parts is too good.

## What quantisation costs
The encoder in several quantisations with the same heads, on at most {measured} notes of each dev part:

{table}

## Limits
English notes; diagnoses only; one release of ICD-10-CM. Rare codes, lay words, abbreviations and codes that follow from
several facts are found less well than common ones. Most of the training notes are hospital case reports translated
from Spanish. Fairness over sex, age and language has not been measured for this version.

## Licence
Apache-2.0 (base model: Apache-2.0, sentence-transformers). Training data as named above; attribution in `NOTICE`.
"""
