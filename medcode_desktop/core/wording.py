"""How the words of notes and of code titles are made to meet: same words, stated sides, what surrounds a mention."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medcode_desktop.core.types import Span

RIGHT, LEFT, BOTH, UNSTATED = "right", "left", "bilateral", "unspecified"
_SIDE_IN_TITLE = re.compile(r"\b(right|left|bilateral)\b", re.I)
_WORD = re.compile(r"[a-z0-9]+(?:'s)?")
_NUMBERED = re.compile(r"\b(stage|grade|type|class|category)\s+(i{1,3}|iv|v)(a|b)?\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_VERTEBRAE = re.compile(r"\b([cl])(\d)-(\d)\b")
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


def title_side(title: str) -> str:
    """The side that a title names; "unspecified" when it names none."""
    match = _SIDE_IN_TITLE.search(title)
    return match[1].lower() if match else UNSTATED


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
    start, end = sentence_bounds(text, span)
    return text[start:end]


def sentence_bounds(text: str, span: Span) -> tuple[int, int]:
    """Where that sentence begins and ends."""
    start = max((m.end() for m in re.finditer(r"[.;?!]\s|\n", text[: span.start])), default=0)
    end = re.search(r"[.;?!](?:\s|$)|\n", text[span.end :])
    return start, span.end + end.start() if end else len(text)
