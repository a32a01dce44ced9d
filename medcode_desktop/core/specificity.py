"""The billable form of a code: which of its specific codes the words around a mention support.

The Official Guidelines ask for the highest specificity that the record documents, no more and no less (I.B.2, I.B.18):
so a word of a title counts for its code when the note has it, and against it when the note lacks it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from medcode_desktop.core.codeset import CodeKind, CodeSet
from medcode_desktop.core.types import Span

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
RIGHT, LEFT, BOTH, UNSTATED = "right", "left", "bilateral", "unspecified"
_SIDES = frozenset({RIGHT, LEFT, BOTH, UNSTATED, "unilateral"})
_SIDE_IN_TITLE = re.compile(r"\b(right|left|bilateral)\b", re.I)
_SIDED_PART = re.compile(r",? (?:right|left|unspecified) \w+$", re.I)
_VAGUE = re.compile(r"(?<!and )(?<!or )\bunspecified\b", re.I)
_WORD = re.compile(r"[a-z0-9]+(?:'s)?")
_NUMBERED = re.compile(r"\b(stage|grade|type|class|category)\s+(i{1,3}|iv|v)(a|b)?\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_VERTEBRAE = re.compile(r"\b([cl])(\d)-(\d)\b")
_WITHOUT = re.compile(r"\b(?:without|not)\b(.*)$")
_DENIAL = re.compile(r"\b(?:no|not|without|denies|denied|negative for|never)\b[^.;:\n]{0,60}", re.I)


@dataclass(frozen=True, slots=True)
class Wording:
    """How the words of notes and of code titles are made to meet; read from `resources/resolution.toml`.

    `same` maps a word to the words that titles use for it, `ignored` are words that tell no codes apart, `silent`
    words that a title may hold although the note is silent (a fracture not said to be open is closed, not said to be
    in place is displaced: Guidelines I.C.19.c). `sides` maps a pattern to a side, `episodes` a pattern to the letter
    of the 7th character. `opposed` are pairs of words of which one denies the other.
    """

    same: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]
    silent: frozenset[str]
    sides: tuple[tuple[re.Pattern[str], str], ...]
    episodes: tuple[tuple[re.Pattern[str], str], ...]
    opposed: tuple[tuple[str, str], ...] = ()

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text in the form in which they are compared."""
        lowered = _NUMBERED.sub(lambda m: f"{m[1]} {_ROMAN[m[2]]}{m[3] or ''}", text.lower())
        lowered = _VERTEBRAE.sub(r"\1\2 \1\3", lowered)
        found: list[str] = []
        for match in _WORD.finditer(lowered):
            word = _singular(match[0].removesuffix("'s"))
            found.extend(w for w in self.same.get(word, (word,)) if w not in self.ignored)
        return tuple(found)

    def contradicts(self, title: str, text: str) -> bool:
        """Whether a title says the opposite of a word in the text."""
        named = [set(re.findall(r"type \d|\w+", t.lower())) for t in (title, text)]
        return any(
            (one in there and other not in there and other in here and one not in here)
            or (other in there and one not in there and one in here and other not in here)
            for here, there in (named,)
            for one, other in self.opposed
        )

    def side(self, text: str) -> str:
        """The one side that a text states: right, left or bilateral; "" when it states none."""
        stated = {side for pattern, side in self.sides if pattern.search(text)}
        if BOTH in stated or {RIGHT, LEFT} <= stated:
            return BOTH
        return stated.pop() if stated else ""


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Surroundings:
    """The words around a mention, each with the weight of its nearness (1 in the mention itself).

    `side` is the side stated for the mention ("" when none is), `episode` the 7th character that the words ask for
    ("" when they ask for none), `denied` the words that the sentence denies.
    """

    __slots__ = ("denied", "episode", "side", "text", "weights")

    def __init__(
        self, wording: Wording, mention: str, near: str = "", elsewhere: Sequence[str] = (), side: str = ""
    ) -> None:
        self.text = f"{mention}\n{near}"
        self.side = side or wording.side(mention)
        self.denied = frozenset(w for m in _DENIAL.finditer(near) for w in wording.words(m[0]))
        self.weights: dict[str, float] = {}
        for weight, text in ((0.5, _DENIAL.sub(" ", near)), *((0.7, t) for t in elsewhere), (1.0, mention)):
            for word in wording.words(text):
                self.weights[word] = max(weight, self.weights.get(word, 0.0))
        self.episode = next((letter for pattern, letter in wording.episodes if pattern.search(self.text)), "")


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


class BothSides(NamedTuple):
    """The codes that belong to the code of one side: that of the other side, and the bilateral one."""

    other: str
    bilateral: str


class Specificity:
    """Finds the billable form of codes; look-ups in the code set are kept."""

    def __init__(self, codes: CodeSet, wording: Wording) -> None:
        self._wording = wording
        self._entry = lru_cache(maxsize=None)(codes.get)
        self._children = lru_cache(maxsize=None)(codes.children)
        self._meanings = lru_cache(maxsize=None)(codes.seventh_characters)
        self._words = lru_cache(maxsize=None)(lambda text: frozenset(wording.words(text)))
        self._forms = lru_cache(maxsize=4096)(self._read_forms)
        self._sides = lru_cache(maxsize=4096)(self._read_sides)

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

    def family(self, code: str) -> str:
        """The nearest code above that says something definite; the code itself if there is none above."""
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
        return not below or self._entry(below[0]).kind is CodeKind.EXPANDED

    def _leaves(self, code: str) -> Iterator[str]:
        if self._is_leaf(code):
            yield code
        else:
            for child in self._children(code):
                yield from self._leaves(child)

    def _read_forms(self, root: str) -> tuple[_Form, ...]:
        known = self._words(self._entry(root).title)
        forms = []
        for code in self._leaves(root):
            title = self._entry(code).title
            without = _WITHOUT.search(title.lower())
            absent = self._words(without[1]) if without else frozenset()
            telling = self._telling(title) - known - absent
            terms = [self._telling(t) - known for t in self._entry(code).inclusion_terms]
            above = self._entry(code).parent
            while above and above != root and above.startswith(root):
                own = telling - self._words(self._entry(above).title)
                terms += [self._telling(t) - known | own for t in self._entry(above).inclusion_terms]
                above = self._entry(above).parent
            side = next((side for side, sided in self._sides(code).items() if sided == code), "")
            silent = (self._words(title) & self._wording.silent) - absent
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
            for leaf in self._leaves(above.code):
                side = title_side(self._entry(leaf).title)
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


def title_side(title: str) -> str:
    """The side that a title names; "unspecified" when it names none."""
    match = _SIDE_IN_TITLE.search(title)
    return match[1].lower() if match else UNSTATED


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


class SideReader:
    """Which side a note states for a place of the body, from the words next to each "right" and "left"."""

    def __init__(self, wording: Wording, text: str) -> None:
        self._wording = wording
        self._by_word: dict[str, Counter[str]] = {}
        self._all: Counter[str] = Counter()
        for pattern, side in wording.sides:
            for match in pattern.finditer(text):
                self._all[side] += 1
                after = re.match(r"(?:[\s,]+[\w-]+){0,4}", text[match.end() :])
                before = text[max(0, match.start() - 40) : match.start()]
                before = re.split(r"[.;:\n,]", before)[-1]
                near = wording.words(re.split(r"[.;:\n]", after[0] if after else "")[0]) + wording.words(before)[-3:]
                for word in set(near):
                    self._by_word.setdefault(word, Counter())[side] += 1

    def side_of(self, words: Iterable[str]) -> str:
        """The side that at least three in four of the statements about these words give; "" when there is none."""
        about: Counter[str] = Counter()
        for word in words:
            about.update(self._by_word.get(word, {}))
        return _dominant(about)

    def side_of_note(self) -> str:
        """The side that at least three in four of all statements of the note give; "" when there is none."""
        return _dominant(self._all)


def _dominant(stated: Counter[str]) -> str:
    side, count = max(stated.items(), key=lambda item: item[1], default=("", 0))
    return side if count >= 0.75 * stated.total() else ""


def sentence_around(text: str, span: Span) -> str:
    """The sentence (or line) of a note that holds the span."""
    start = max((m.end() for m in re.finditer(r"[.;?!]\s|\n", text[: span.start])), default=0)
    end = re.search(r"[.;?!](?:\s|$)|\n", text[span.end :])
    return text[start : span.end + end.start() if end else len(text)]
