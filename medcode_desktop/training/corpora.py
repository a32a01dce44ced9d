"""Reads annotated notes of several forms into one: texts with mentions, each with code, assertion and importance."""

from __future__ import annotations

import csv
import json
import re
import tarfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
from rapidfuzz import fuzz, process

from medcode_desktop.core.mentions import STOP_WORDS
from medcode_desktop.core.types import Assertion

ALIGNED = 62.0
"""Least score of a silver alignment (chosen on dev: 86 % of the spans reach it)."""
REORDERED = 3.0
"""What a match costs that holds only after sorting the words: translation often puts the adjective first."""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """An annotated phrase. `code`, `assertion`, `reportable` are None where the corpus does not say."""

    start: int
    end: int
    code: str | None
    assertion: Assertion | None = None
    reportable: bool | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated note. Tokens inside `unsure` ranges may or may not be mentions: training skips them."""

    doc_id: str
    corpus: str
    text: str
    mentions: tuple[GoldMention, ...]
    unsure: tuple[tuple[int, int], ...] = ()
    codes: frozenset[str] = field(default=frozenset())
    """Codes that must be found."""
    acceptable: frozenset[str] = field(default=frozenset())
    """Further codes that are no mistake."""
    primary: str = ""
    sex: str = ""
    age: float | None = None


def read_clinic(notes: Path, gold: Path) -> list[GoldDocument]:
    """Clinic form: notes as JSON lines (id, text), gold with must, may, trap and every mention by quote."""
    about = {row["id"]: row for row in map(json.loads, notes.read_text("utf-8").splitlines())}
    documents = []
    for row in map(json.loads, gold.read_text("utf-8").splitlines()):
        note = about[row["id"]]
        text, mentions = note["text"], []
        for m in row.get("mentions", ()):
            start = -1
            for _ in range(m["nth"]):
                start = text.find(m["quote"], start + 1)
            if start >= 0:
                mentions.append(
                    GoldMention(start, start + len(m["quote"]), m["code"], Assertion(m["assertion"]), m["reportable"])
                )
        documents.append(
            GoldDocument(row["id"], "clinic", text, tuple(mentions), codes=frozenset(m["code"] for m in row["must"]),
                         acceptable=frozenset(row["may"]), primary=row["primary"], sex=note.get("sex") or "",
                         age=note.get("age"))
        )  # fmt: skip
    return documents


def read_texts(path: Path) -> dict[str, str]:
    """Notes by name: the text files of a .tar.gz by their names without ending, the rows of a CSV by their number.

    Of a CSV the column `text` is read. A file that is not there holds no notes.
    """
    if not path.is_file():
        return {}
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as table:
            return {str(number): row["text"] for number, row in enumerate(csv.DictReader(table))}
    with tarfile.open(path) as archive:
        files = [(m.name, archive.extractfile(m)) for m in sorted(archive.getmembers(), key=lambda m: m.name)]
        return {Path(n).stem: f.read().decode("utf-8", "replace") for n, f in files if f and n.endswith(".txt")}


def fold(text: str) -> str:
    """Lower case without accents, and spellings that differ between Spanish and English made equal."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    for spanish, common in (("ph", "f"), ("th", "t"), ("y", "i"), ("qu", "c"), ("ch", "c")):
        text = text.replace(spanish, common)
    return text


@dataclass(slots=True)
class Grams:
    """All word n-grams of a text that may be a mention: 1 to 7 words, no stop word or number at either end."""

    spans: list[tuple[int, int]]
    texts: list[str]
    centres: np.ndarray

    @classmethod
    def of(cls, text: str, longest: int = 7) -> Grams:
        words = [(m.start(), m.end()) for m in re.finditer(r"\w+(?:[-'/]\w+)*", text)]
        lowered = [text[a:b].lower() for a, b in words]
        spans = []
        for i, word in enumerate(lowered):
            if word in STOP_WORDS or word.isdigit():
                continue
            for j in range(i, min(i + longest, len(words))):
                if j > i and re.search(r"[.;:\n]", text[words[j - 1][1] : words[j][0]]):
                    break
                if lowered[j] not in STOP_WORDS:
                    spans.append((words[i][0], words[j][1]))
        centres = np.array([(a + b) / 2 / max(1, len(text)) for a, b in spans])
        return cls(spans, [text[a:b] for a, b in spans], centres)


def read_codiesp(
    folder: Path,
    terms_of: Mapping[str, Sequence[str]],
    checked: Mapping[tuple[str, int], tuple[int, int] | None] = MappingProxyType({}),
) -> list[GoldDocument]:
    """CodiEsp form, with the evidence spans of the Spanish originals aligned to the English translation.

    For each Spanish span the English n-gram near the same relative position that best matches either the Spanish
    words (character ratio after folding) or a term of the gold code (token-sort ratio) is taken if it scores at least
    `ALIGNED`; what stays open is then looked up in the translations found so far. `terms_of` maps codes to titles and
    inclusion terms. `checked` gives the English span of evidence rows (document, its how-manieth diagnosis from 0) that
    a reader aligned, None where the translation lost it. The place of a span that cannot be aligned becomes unsure.
    """
    part = folder.name
    evidence: dict[str, list[tuple[str, str, int, int]]] = defaultdict(list)
    with (folder / f"{part}X.tsv").open(encoding="utf-8", newline="") as file:
        for doc, label, code, words, place in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if label == "DIAGNOSTICO":
                ends = [int(n) for n in re.findall(r"\d+", place)]
                evidence[doc].append((code.upper(), words, min(ends), max(ends)))
    gold: dict[str, set[str]] = defaultdict(set)
    for line in (folder / f"{part}D.tsv").read_text("utf-8").splitlines():
        doc, code = line.split()[:2]
        gold[doc].add(code.upper())

    texts = {p.stem: p.read_text("utf-8") for p in sorted((folder / "text_files_en").glob("*.txt"))}
    lengths = {doc: max(1, len((folder / "text_files" / f"{doc}.txt").read_text("utf-8"))) for doc in texts}
    grams = {doc: Grams.of(text) for doc, text in texts.items()}
    folded = {doc: [fold(t) for t in g.texts] for doc, g in grams.items()}
    dictionary = _translations(evidence, lengths, grams)
    placed: dict[tuple[str, int], tuple[int, int]] = {}
    translations: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, spans in evidence.items():
        g = grams[doc]
        for row, (code, words, start, end) in enumerate(spans):
            position = (start + end) / 2 / lengths[doc]
            near = np.flatnonzero(np.abs(g.centres - position) < 0.15)
            if not len(near):
                continue
            options = [folded[doc][i] for i in near]
            same = np.maximum(
                process.cdist([fold(words)], options, scorer=fuzz.ratio)[0],
                process.cdist([fold(words)], options, scorer=fuzz.token_sort_ratio)[0] - REORDERED,
            )
            lowered = [g.texts[i].lower() for i in near]
            known = dictionary.get(fold(words))
            if known:
                same = np.maximum(same, [100 * known.get(t, 0.0) for t in lowered])
            names = [plain_term(t) for t in terms_of.get(code, ())]
            if names:
                same = np.maximum(same, process.cdist(names, lowered, scorer=fuzz.token_sort_ratio).max(axis=0))
            score = same - 60 * np.abs(g.centres[near] - position)
            best = int(score.argmax())
            if score[best] >= ALIGNED:
                placed[doc, row] = g.spans[near[best]]
                translations[fold(words)][g.texts[near[best]].lower()] += 1

    documents = []
    for doc, text in texts.items():
        g, mentions, unsure = grams[doc], set[GoldMention](), []
        for row, (code, words, start, end) in enumerate(evidence[doc]):
            position = (start + end) / 2 / lengths[doc]
            span = checked.get((doc, row), placed.get((doc, row)))
            if span is None and (doc, row) not in checked:
                seen = translations.get(fold(words), Counter())
                known_words = [
                    (abs(g.centres[i] - position), i)
                    for i, t in enumerate(g.texts)
                    if t.lower() in seen and abs(g.centres[i] - position) < 0.2
                ]
                span = g.spans[min(known_words)[1]] if known_words else None
            if span is not None:
                mentions.add(GoldMention(*span, code))
            else:
                middle = int(position * len(text))
                unsure.append((max(0, middle - 120), min(len(text), middle + 120)))
        unsure += same_words_elsewhere(text, mentions)
        documents.append(
            GoldDocument(doc, "codiesp", text, tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.code or ""))),
                         tuple(unsure), frozenset(gold[doc]))
        )  # fmt: skip
    return documents


def align_by_terms(text: str, terms: Mapping[str, Sequence[str]]) -> tuple[GoldMention, ...]:
    """The n-gram that best matches a term of each code, for codes of which one reaches `ALIGNED`."""
    grams = Grams.of(text)
    lowered = [t.lower() for t in grams.texts]
    found = []
    for code, names in terms.items():
        plain = [p for p in map(plain_term, names) if p]
        if plain and lowered:
            scores = process.cdist(plain, lowered, scorer=fuzz.token_sort_ratio).max(axis=0)
            best = int(scores.argmax())
            if scores[best] >= ALIGNED:
                found.append(GoldMention(*grams.spans[best], code))
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def plain_term(term: str) -> str:
    """A code set's term without the words that only classify ("unspecified", "NOS", "other", ...)."""
    term = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", term.lower())
    term = re.sub(
        r"\b(unspecified|not otherwise specified|not elsewhere classified|nos|nec|other|specified)\b", " ", term
    )
    return " ".join(term.replace(",", " ").split())


def _translations(
    evidence: Mapping[str, Sequence[tuple[str, str, int, int]]], lengths: Mapping[str, int], grams: Mapping[str, Grams]
) -> dict[str, dict[str, float]]:
    """Spanish phrases to English n-grams with their Dice coefficient over documents, for phrases of 3 documents on."""
    phrase_docs: dict[str, set[str]] = defaultdict(set)
    together: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for doc, spans in evidence.items():
        g = grams[doc]
        for _, words, start, end in spans:
            phrase = fold(words)
            phrase_docs[phrase].add(doc)
            for i in np.flatnonzero(np.abs(g.centres - (start + end) / 2 / lengths[doc]) < 0.1):
                together[phrase][g.texts[i].lower()].add(doc)
    gram_docs = Counter(t for g in grams.values() for t in {t.lower() for t in g.texts})
    result = {}
    for phrase, docs in phrase_docs.items():
        if len(docs) >= 3:
            dice = {t: 2 * len(d) / (len(docs) + gram_docs[t]) for t, d in together[phrase].items() if len(d) > 1}
            # A long phrase that holds the right words scores like them: the shorter one is meant, so it is preferred.
            result[phrase] = {t: min(1.0, 1.5 * v - 0.01 * t.count(" ")) for t, v in dice.items() if v > 0.3}
    return result


def same_words_elsewhere(text: str, mentions: Iterable[GoldMention]) -> list[tuple[int, int]]:
    """Unannotated repeats of annotated words: annotators need not mark every one, so they count neither way."""
    mentions = list(mentions)
    taken = [(m.start, m.end) for m in mentions]
    repeats = []
    for words in sorted({text[m.start : m.end].lower() for m in mentions}):
        for match in re.finditer(rf"\b{re.escape(words)}\b", text.lower()):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                repeats.append(match.span())
    return repeats
