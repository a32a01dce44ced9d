"""Fits the heads for procedures on the frozen encoder: a tagger, a linking projection, a ranker and confidences."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import nn

from medcode_desktop.core.codeset import nearest
from medcode_desktop.core.codesystem import CodeSystem
from medcode_desktop.core.heads import PLAIN, Heads, Layers, term_key
from medcode_desktop.core.mention_coder import MentionCoder
from medcode_desktop.core.mentions import read_note, token_range
from medcode_desktop.core.retrieval import FEATURES, projected
from medcode_desktop.core.sections import SectionFinder
from medcode_desktop.core.types import Encoder, FloatArray, Progress, Scope
from medcode_desktop.training import fitting
from medcode_desktop.training.corpora import GoldDocument
from medcode_desktop.training.data import OWN
from medcode_desktop.training.layers import fit_network
from medcode_desktop.training.ranking import RankerRows
from medcode_desktop.training.terms import TermTable, add_phrases

PHRASES = OWN / "procedures.tsv"
"""Phrases by which notes name common procedures."""
GUIDES = ("codiesp",)
GROUP = 4
FOLDS = 3
HIDDEN = 192
EPOCHS, BATCH, RATE, DROPPED = 12, 1024, 3e-3, 0.4
OUTSIDE = 0.3
"""Share of the tokens outside of mentions that an epoch sees."""
LINK_STEPS, LINK_BATCH, LINK_RATE, OTHERS, NEAR_START = 200, 256, 1e-3, 2000, 3.0
"""Steps of the linking projection, mentions and names of other codes in a step, and what leaving the start costs."""
TEMPERATURE = 0.05
IGNORE = -100


def procedure_terms(table: CodeSystem, annotated: Sequence[str]) -> TermTable:
    """The names of what mentions are linked to: groups of four characters, what the index names, what was annotated.

    Complete codes that nothing names but their title differ from their group only by what notes rarely say.
    """
    given = {*annotated, *(line.split("\t")[0] for line in PHRASES.read_text("utf-8").splitlines())}
    terms: TermTable = {}
    for code in table.codes():
        entry = table.get(code)
        named = len(entry.terms) > (code[0] == "0")  # of section 0 the package gives short titles too
        if code in given or len(code) == GROUP or (len(code) > GROUP and named):
            names = {term_key(name): name for name in reversed((entry.title, *entry.terms))}
            terms[code] = [entry.title, *(n for n in names.values() if n != entry.title)]
    return add_phrases(terms, PHRASES)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A note as the encoder read it, with the tag of each token (0 outside, 1 begins, 2 inside, `IGNORE`)."""

    vectors: FloatArray
    tags: npt.NDArray[np.int64]
    mentions: list[tuple[FloatArray, str]]


class ProcedureTrainer:
    """Fits heads on some notes; which codes there are and what the encoder says of the terms is computed once."""

    def __init__(
        self, encoder: Encoder, shipped: Heads, table: CodeSystem, terms: TermTable, sections: SectionFinder, name: str
    ) -> None:
        self.encoder, self.table, self.terms, self.name = encoder, table, terms, name
        self._shipped, self._sections = shipped, sections
        self.means = np.empty((0, 0), np.float32)
        self._rows = [(code, term) for code in sorted(terms) for term in dict.fromkeys(terms[code])]
        self._reads: dict[str, Read] = {}

    def known(self, code: str | None) -> str | None:
        return nearest(code, self.terms)

    def read_terms(self) -> Generator[Progress, None, None]:
        """Mean token vectors of all terms, (terms, d)."""
        parts = []
        for at in range(0, len(self._rows), 256):
            yield Progress(at, len(self._rows), "Computing the vectors of the procedures' names")
            parts.append(self.encoder.embed_texts([t for _, t in self._rows[at : at + 256]]))
        self.means = np.concatenate(parts)

    def read(self, documents: Sequence[GoldDocument]) -> Generator[Progress, None, list[Read]]:
        """The notes with their tags, each read once."""
        for done, d in enumerate(documents):
            if d.doc_id in self._reads:
                continue
            yield Progress(done, len(documents), "Reading annotated notes")
            tokens = self.encoder.tokenize(d.text)
            vectors = fitting.finish(read_note(self.encoder, tokens, d.text))
            tags = np.zeros(len(vectors), np.int64)
            for start, end in d.unsure:
                a, b = token_range(tokens.offsets, start, end)
                tags[a:b] = IGNORE
            mentions = []
            for m in sorted(d.mentions, key=lambda m: m.start - m.end):
                a, b = token_range(tokens.offsets, m.start, m.end)
                if a < b:
                    tags[a:b] = 2
                    tags[a] = 1
                    if code := self.known(m.code):
                        mentions.append((vectors[a:b].mean(axis=0), code))
            self._reads[d.doc_id] = Read(vectors, tags, mentions)
        return [self._reads[d.doc_id] for d in documents]

    def fit(self, documents: Sequence[GoldDocument]) -> Generator[Progress, None, fitting.Store]:
        """Everything but ranker and confidences."""
        reads = yield from self.read(documents)
        store = fitting.Store(self.name, GUIDES)
        for head in ("assertion", "reportable"):
            store.add(head, self._shipped.layers[head])
        yield Progress(0, 1, "Fitting the tagger")
        store.add("tags", fit_tagger(reads))
        yield Progress(0, 1, "Fitting the linking")
        store.arrays["link"] = self._fit_link(reads)
        by_text = dict(zip((t for _, t in self._rows), self.means, strict=True))
        yield from fitting.add_terms(store, lambda texts: np.stack([by_text[t] for t in texts]), self.terms)
        yield from fitting.add_experience(store, self.encoder, self.terms, documents, self.known)
        store.settings = {"encoder": self._shipped.fingerprint}
        store.add("ranker", Layers((np.zeros((len(FEATURES), 1), np.float32),), (np.zeros(1, np.float32),)))
        return store

    def coder(self, store: fitting.Store, *, plain: bool = False) -> MentionCoder:
        """A coder with these heads; a plain one knows only the names of the codes, as of a table nobody annotated."""
        heads = Heads.from_arrays(store.finished())
        if plain:
            names = {code: tuple(dict.fromkeys(self.terms[code])) for code in sorted(self.terms)}
            heads = heads.of_names(names, projected(self.means, heads.link))
        return MentionCoder(self.encoder, heads, self.table, self._sections)

    def _fit_link(self, reads: Sequence[Read]) -> FloatArray:
        """The projection that brings mentions near to the names of their code, started from that of conditions."""
        torch.manual_seed(5)
        start = torch.from_numpy(self._shipped.link)
        link = start.clone().requires_grad_()
        mentions = [m for read in reads for m in read.mentions]
        said, terms = torch.from_numpy(np.stack([v for v, _ in mentions])), torch.from_numpy(self.means)
        number = {code: i for i, code in enumerate(sorted(self.terms))}
        owner = torch.tensor([number[code] for code, _ in self._rows])
        wanted = torch.tensor([number[code] for _, code in mentions])
        optimizer = torch.optim.Adam([link], lr=LINK_RATE)
        for _ in range(LINK_STEPS):
            chosen = torch.randint(len(mentions), (LINK_BATCH,))
            some = torch.randint(len(owner), (OTHERS,))
            right = torch.isin(owner, wanted[chosen]).nonzero()[:, 0]
            rows = torch.cat([right, some]).unique()
            vectors = F.normalize(F.dropout(said[chosen], 0.1) @ link, dim=-1)
            scores = vectors @ F.normalize(terms[rows] @ link, dim=-1).T / TEMPERATURE
            good = owner[rows][None] == wanted[chosen][:, None]
            loss = (scores.logsumexp(1) - scores.masked_fill(~good, float("-inf")).logsumexp(1)).mean()
            loss = loss + NEAR_START * (link - start).pow(2).mean() / start.pow(2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return np.asarray(link.detach().numpy(), np.float32)


def fit_tagger(reads: Sequence[Read]) -> Layers:
    """A network with one hidden layer, (n, d) -> (n, 3), on the vectors of all tokens that are not left out.

    With standardised inputs it learns in a third of the epochs.
    """
    torch.manual_seed(3)
    vectors, tags = np.concatenate([r.vectors for r in reads]), np.concatenate([r.tags for r in reads])
    vectors, tags = vectors[tags != IGNORE], tags[tags != IGNORE]
    centre, scale = vectors.mean(axis=0), vectors.std(axis=0) + 1e-3
    x, y = torch.from_numpy((vectors - centre) / scale), torch.from_numpy(tags)
    network = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.Tanh(), nn.Dropout(DROPPED), nn.Linear(HIDDEN, 3))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    kept = int((y > 0).sum() + OUTSIDE * (y == 0).sum())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * (kept // BATCH + 2))
    for _ in range(EPOCHS):
        seen = ((y > 0) | (torch.rand(len(y)) < OUTSIDE)).nonzero()[:, 0]
        for part in seen[torch.randperm(len(seen))].split(BATCH):
            optimizer.zero_grad()
            weight = torch.where(y[part] > 0, 1.0, 1 / OUTSIDE)
            loss = F.cross_entropy(network(F.dropout(x[part], 0.1)), y[part], reduction="none")
            (loss * weight).mean().backward()
            optimizer.step()
            schedule.step()
    first, last = network[0], network[3]
    weights = first.weight.detach().numpy().T / scale[:, None]
    return Layers(
        (weights, last.weight.detach().numpy().T),
        (first.bias.detach().numpy() - centre @ weights, last.bias.detach().numpy()),
    )


def fit_procedures(
    trainer: ProcedureTrainer, documents: Sequence[GoldDocument]
) -> Generator[Progress, None, tuple[fitting.Store, list[str]]]:
    """The heads of all notes; ranker and confidences are fitted on notes that the other parts did not see (folds)."""
    folds = [documents[k::FOLDS] for k in range(FOLDS)]
    unseen = [d for fold in folds for d in fold]
    stores = []
    for k in range(FOLDS):
        others = [d for i, other in enumerate(folds) if i != k for d in other]
        stores.append((yield from trainer.fit(others)))
    final = yield from trainer.fit(documents)
    lines = []
    for prefix, setting in (("", "threshold"), (PLAIN, f"{PLAIN}threshold")):
        coders, rows = [trainer.coder(store, plain=bool(prefix)) for store in stores], RankerRows()
        for coder, fold in zip(coders, folds, strict=True):
            yield from rows.collect(coder, fold, trainer.known)
        ranker, line = rows.fit()
        found = []
        for coder, fold in zip(coders, folds, strict=True):
            coder.heads = coder.linker.heads = replace(coder.heads, layers={**coder.heads.layers, "ranker": ranker})
            found += yield from fitting.gather(coder, fold, Scope.MENTIONS)
        score = fitting.fit_score(found, unseen, partial(fit_network, hidden=12, decay=0.1, steps=300))
        threshold, about = fitting.best_threshold(found, score.unseen, unseen)
        final.add(f"{prefix}ranker", ranker)
        final.add(f"{prefix}{Scope.MENTIONS}.score", score.layers)
        final.settings[setting] = {str(Scope.MENTIONS): threshold}
        lines += [f"{prefix}{line}", f"{prefix}{about}"]
    return final, lines
