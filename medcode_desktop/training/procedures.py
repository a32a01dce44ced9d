"""Reads the procedures of CodiEsp notes: ICD-10-PCS codes with the words of the translation that support them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

from medcode_desktop.training.alignment import Evidence, learn_translations, place, telling_words
from medcode_desktop.training.corpora import GoldDocument, GoldMention, same_words_elsewhere

UNSURE = 120
"""Code points around the place of evidence that was not found in the translation, which training skips."""


def read_procedures(train: Path, *others: Path) -> list[list[GoldDocument]]:
    """The procedures (ICD-10-PCS) of CodiEsp folders, placed in the English translation.

    Word translations are learnt from the first folder only, which all are placed with.
    """
    texts = [_texts(folder) for folder in (train, *others)]
    evidence = [_evidence(folder) for folder in (train, *others)]
    translations = learn_translations(texts[0].values())
    words = [
        es[a:b] for doc, rows in evidence[0].items() for es in (texts[0][doc][0],) for e in rows for a, b in e.parts
    ]
    telling = telling_words((es for es, _ in texts[0].values()), words)
    result = []
    for its_texts, rows in zip(texts, evidence, strict=True):
        documents = []
        for doc, (spanish, english) in its_texts.items():
            placed = place(spanish, english, rows[doc], translations, telling)
            mentions = {GoldMention(*span, e.code) for e, span in zip(rows[doc], placed, strict=True) if span}
            unsure = [
                (max(0, middle - UNSURE), min(len(english), middle + UNSURE))
                for e, span in zip(rows[doc], placed, strict=True)
                if span is None
                for middle in (int(e.parts[0][0] / max(1, len(spanish)) * len(english)),)
            ]
            unsure += same_words_elsewhere(english, mentions)
            documents.append(
                GoldDocument(
                    doc, "codiesp", english, tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.code or ""))),
                    tuple(unsure), frozenset(e.code for e in rows[doc]),
                )
            )  # fmt: skip
        result.append(documents)
    return result


def _texts(folder: Path) -> dict[str, tuple[str, str]]:
    """The Spanish text of each note with its translation."""
    return {
        p.stem: ((folder / "text_files" / p.name).read_text("utf-8"), p.read_text("utf-8"))
        for p in sorted((folder / "text_files_en").glob("*.txt"))
    }


def _evidence(folder: Path) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    with (folder / f"{folder.name}X.tsv").open(encoding="utf-8", newline="") as file:
        for doc, label, code, _, places in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if label == "PROCEDIMIENTO":
                numbers = [int(n) for n in re.findall(r"\d+", places)]
                parts = tuple(zip(numbers[::2], numbers[1::2], strict=True))
                found[doc].append(Evidence(code.upper(), parts))
    return found
