"""The billable form of a code: which of its specific codes the words around a mention support.

The Official Guidelines ask for the highest specificity that the record documents, no more and no less (I.B.2, I.B.18):
so a word of a title counts for its code when the note has it, and against it when the note lacks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from medcode_desktop.core.codeset import CodeKind, CodeSet
from medcode_desktop.core.wording import BOTH, LEFT, RIGHT, UNSTATED, Surroundings, Wording, title_side

MATCH = 1.0
"""What the stated side adds to a form of that side."""
UNSIDED = 0.3
"""What a form without side has over the others when none is stated."""
MARGIN = 0.15
"""How much better than the linked unspecified code a specific one must fit the words."""
TRUST = 0.5
"""How much the probability of the linked code itself adds to that."""
SILENT = 0.3
"""What a word that titles may hold unsaid adds where the note says it."""
_SIDES = frozenset({RIGHT, LEFT, BOTH, UNSTATED, "unilateral"})
_BRACKETS = re.compile(r"\([^)]*\)")  # nonessential modifiers (Guidelines I.A.7)
_SIDED_PART = re.compile(r",? (?:right|left|unspecified) \w+$", re.I)
_VAGUE = re.compile(r"(?<!and )(?<!or )\bunspecified\b", re.I)
_WITHOUT = re.compile(r"\b(?:without|not)\b(.*)$")


@dataclass(frozen=True, slots=True)
class _Form:
    """A code without its 7th character, with the words of its title and of its inclusion terms."""

    code: str
    side: str
    title: frozenset[str]
    terms: tuple[frozenset[str], ...]
    without: frozenset[str]
    silent: frozenset[str]
    vague: float


_WITH_SEVENTH = len("S42.201A")


class BothSides(NamedTuple):
    """The codes that belong to the code of one side: that of the other side, and the bilateral one."""

    other: str
    bilateral: str


class Specificity:
    """Finds the billable form of codes; look-ups in the code set are kept."""

    def __init__(self, codes: CodeSet, wording: Wording) -> None:
        self._wording = wording
        self._entry = lru_cache(maxsize=8192)(codes.get)
        self._children = lru_cache(maxsize=8192)(codes.children)
        self._leaves = lru_cache(maxsize=1024)(codes.leaves)
        self._meanings = lru_cache(maxsize=8192)(codes.seventh_characters)
        self._words = lru_cache(maxsize=8192)(lambda text: frozenset(wording.words(text)))
        self._forms = lru_cache(maxsize=256)(self._read_forms)  # some families have a thousand forms
        self._sides = lru_cache(maxsize=4096)(self._read_sides)
        self._families = lru_cache(maxsize=4096)(self._read_family)

    def billable_forms(
        self, code: str, around: Surroundings, likely: Mapping[str, float] | None = None
    ) -> tuple[str, ...]:
        """The billable code or codes (right and left, Guidelines I.B.13) that stand for `code` in these surroundings.

        `likely` gives the probability of other codes for the same mention; it breaks ties within the family.
        """
        stem = self.stem(code)
        root, margin = stem, 0.0
        if self._is_leaf(stem) and self.is_vague(stem):
            root, margin = self.family(stem), MARGIN + TRUST * (likely or {}).get(code, 0.0)
        others = {c: p for c, p in (likely or {}).items() if c != code}
        best = self._best(root, around, others, preferred=stem, margin=margin)
        return tuple(self.with_seventh(s, around) for s in self._sided(best, around))

    def is_vague(self, code: str) -> bool:
        """True for a code whose title says "unspecified" or that is the last resort (.9) of its category."""
        return bool(_VAGUE.search(self._entry(code).title)) or self.stem(code).endswith((".9", ".90"))

    def refines(self, code: str, vague: str) -> bool:
        """Whether a code says the same as a vague one, but more."""
        root = self.family(self.stem(vague))
        stem = self.stem(code)
        if stem == self.stem(vague) or not stem.startswith(root):
            return False
        sides = self._sides(self.stem(vague)), self._sides(stem)
        stated = [next((s for s, c in by.items() if c in (stem, self.stem(vague))), "") for by in sides]
        if {RIGHT, LEFT} <= set(stated):
            return False
        return not self.is_vague(stem) or self._entry(stem).parent != root

    def both_sides(self, code: str) -> BothSides | None:
        """For the code of the right side, that of the left and the bilateral one; None where there are none."""
        sides = self._sides(self.stem(code)) if self._entry(code).kind is not CodeKind.EXPANDED else {}
        if sides.get(RIGHT) == code and LEFT in sides and BOTH in sides:
            return BothSides(sides[LEFT], sides[BOTH])
        return None

    def sides(self, code: str) -> Mapping[str, str]:
        """The codes that say the same of each side, without 7th character; {} when the side plays no part."""
        return self._sides(self.stem(code))

    def leaves_side_open(self, code: str) -> bool:
        """Whether the code is the one of its kind for an unstated side."""
        stem = self.stem(code)
        return self._sides(stem).get(UNSTATED) == stem

    def supports(self, code: str, above: str, around: Surroundings) -> bool:
        """Whether the words around say something that the code has and the one above it has not."""
        own = self._words(self._entry(code).title) - self._words(self._entry(above).title)
        return any(around.weights.get(word, 0.0) > 0 for word in own - {UNSTATED}) or (
            bool(around.side) and title_side(self._entry(code).title) == around.side
        )

    def family(self, code: str) -> str:
        """The nearest code above that says something definite; the code itself if there is none above."""
        return self._families(code)

    def _read_family(self, code: str) -> str:
        above = self._entry(code).parent if self._entry(code).kind is not CodeKind.CATEGORY else None
        if above is None:
            return code
        while "unspecified" in self._entry(above).title.lower() and self._entry(above).kind is not CodeKind.CATEGORY:
            above = self._entry(above).parent or above
        return above

    def stem(self, code: str) -> str:
        """The code without its 7th character."""
        entry = self._entry(code)
        return entry.parent if entry.kind is CodeKind.EXPANDED and entry.parent else code

    def with_seventh(self, stem: str, around: Surroundings) -> str:
        """The stem with the 7th character that the words ask for, placeholders filled in; the stem if it takes none.

        Injuries: A for active treatment, D in the healing phase, S for a late effect (Guidelines I.C.19.a); an open
        fracture is B, delayed healing G, nonunion K, malunion P.
        """
        codes = {code[-1]: code for code in self._children(stem)} if not self._entry(stem).billable else {}
        return codes[self._seventh(self._meanings(stem), around)] if codes else stem

    def _seventh(self, meanings: Mapping[str, str], around: Surroundings) -> str:
        if "A" in meanings:
            letter = around.episode or "A"
            if letter in meanings:
                return letter
            return "D" if letter in "GKP" and "D" in meanings else "A"
        scores = {
            letter: sum(around.weights.get(w, -0.3) for w in self._words(text))
            + 0.5 * ("unspecified" in text.lower() or "not applicable" in text.lower())
            for letter, text in meanings.items()
        }
        return max(scores, key=lambda letter: scores[letter])

    def _is_leaf(self, code: str) -> bool:
        """Whether nothing but a 7th character can be added to the code."""
        below = self._children(code)
        return not below or (len(below[0]) == _WITH_SEVENTH and self._entry(below[0]).kind is CodeKind.EXPANDED)

    def _read_forms(self, root: str) -> tuple[_Form, ...]:
        known = self._words(self._entry(root).title)
        forms = []
        for code, title in self._leaves(root):
            plain, added = _BRACKETS.sub(" ", title), " ".join(_BRACKETS.findall(title))
            without = _WITHOUT.search(title.lower())
            absent = self._words(without[1]) if without else frozenset()
            telling = self._telling(plain) - known - absent
            terms = [self._telling(_BRACKETS.sub(" ", t)) - known for t in self._entry(code).inclusion_terms]
            above = self._entry(code).parent
            while above and above != root and above.startswith(root):
                own = telling - self._words(self._entry(above).title)
                terms += [self._telling(t) - known | own for t in self._entry(above).inclusion_terms]
                above = self._entry(above).parent
            side = next((side for side, sided in self._sides(code).items() if sided == code), "")
            silent = ((self._words(plain) & self._wording.silent) | self._words(added)) - known - absent
            forms.append(_Form(code, side, telling, tuple(terms), absent, silent, _vagueness(title, code, root)))
        return tuple(forms)

    def _telling(self, title: str) -> frozenset[str]:
        return self._words(title) - self._wording.silent - _SIDES

    def _best(
        self, root: str, around: Surroundings, likely: Mapping[str, float], *, preferred: str, margin: float
    ) -> str:
        best, best_score = root, float("-inf")
        for form in self._forms(root):
            if root != preferred and form.code != preferred and margin and self.is_vague(form.code):
                continue
            score = form.vague + likely.get(form.code, 0.0) + (margin if form.code == preferred else 0.0)
            score += max(_support(words, around.weights) for words in (form.title, *form.terms))
            score -= 1.5 * sum(around.weights.get(w, 0.0) for w in form.without - around.denied)
            score += SILENT * sum(around.weights.get(w, 0.0) for w in form.silent)
            score += _side_score(form.side, around.side)
            if score > best_score + 1e-9:
                best, best_score = form.code, score
        return best

    def _sided(self, stem: str, around: Surroundings) -> tuple[str, ...]:
        """The code of the stated side in place of the same code of another side."""
        sides = self._sides(stem)
        if around.side in sides:
            return (sides[around.side],)
        if around.side == BOTH and RIGHT in sides and LEFT in sides:
            return (sides[RIGHT], sides[LEFT])
        if not around.side and UNSTATED in sides:
            return (sides[UNSTATED],)
        return (stem,)

    def _read_sides(self, stem: str) -> dict[str, str]:
        """The codes that say the same of each side, `stem` among them; {} when the side plays no part in it.

        The bilateral code may stand a level higher than those of the sides (M17.0 beside M17.11 and M17.12).
        """
        same, title = self._plain(stem), self._entry(stem).title
        loose = self._words(_SIDED_PART.sub("", title)) - _SIDES  # "cataract, right eye" beside "cataract, bilateral"
        above = self._entry(stem)
        found: dict[str, str] = {}
        for _ in range(2):
            if above.kind is CodeKind.CATEGORY or above.parent is None:
                break
            above = self._entry(above.parent)
            sides: dict[str, str] = {}
            leaves = [(leaf, title_side(title)) for leaf, title in self._leaves(above.code)]
            if all(side == UNSTATED for _, side in leaves):
                continue  # as in most families: their words need not be compared
            for leaf, side in leaves:
                alike = self._plain(leaf) == same or (side == BOTH and self._plain(leaf) == loose)
                if alike and (side not in sides or leaf[-1] == stem[-1]):  # "other" and "unspecified" read the same
                    sides[side] = leaf
            if not found and stem in sides.values() and (RIGHT in sides or LEFT in sides):
                found = sides
            if found and BOTH in sides:
                return {**found, BOTH: found.get(BOTH, sides[BOTH])}
        return found

    def _plain(self, code: str) -> frozenset[str]:
        return self._words(self._entry(code).title) - _SIDES


def _vagueness(title: str, code: str, root: str) -> float:
    """How well a form serves when the note says no more: uncomplicated, unspecified, "without", "other", in order."""
    lowered = title.lower()
    level = 0.0
    if "without complication" in lowered or "uncomplicated" in lowered:
        level += 0.9
    elif "unspecified" in lowered or " nos" in lowered:
        level += 0.6
    elif "without" in lowered:
        level += 0.5
    elif "other" in lowered.split():
        level -= 0.1
    if code.endswith(("9", "90", "909")) and "other" not in lowered.split():
        level += 0.2
    return level - 0.02 * (len(code) - len(root))


def _support(words: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(1.2 * weights[w] if w in weights else -0.7 for w in words)


def _side_score(side: str, stated: str) -> float:
    if not side:
        return 0.0 if stated else UNSIDED
    if side == stated:
        return MATCH
    if side == UNSTATED:
        return 0.5 if not stated else -0.5
    if stated == BOTH:
        return 0.4
    return -2.0 if stated else -1.0
