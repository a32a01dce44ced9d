"""Draws plots as SVG, by the templates in the resources: pages of figures, and those of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from medcode_desktop import paths

if TYPE_CHECKING:
    from jinja2 import Environment

_LABELS = 0.54
"""The share of a plot's width that the labels of bars may take."""
_NARROWEST, _GAP, _ROW, _LINE = 32, 2.2, 1.8, 1.4
"""Of a plot, between plots, of a row of bars, and of a line of words, in sizes of letters."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours in any form of SVG, and letters: `size` in pixels, `family` as in CSS.

    `first` and `second` are those of the two parts of a bar, the second an outline; `ground` lies under all.
    """

    ink: str = "currentColor"
    quiet: str = "currentColor"
    first: str = "#3b74c4"
    second: str = "#96590f"
    ground: str = "none"
    size: float = 12.0
    family: str = "sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one or two `parts`, in shares of the longest bar, and what stands before and behind it."""

    label: str
    parts: tuple[float, ...]
    words: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of shares from 0 to 1; `weight` is 1 for the largest. `title` says it in words."""

    x: float
    y: float
    weight: float
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing with its words: `rows` of bars, or `points` with the names of their axes, or neither.

    `caption` stands below the title; `key` names the two parts of the bars where they have two. `numbers` are pairs
    of what is counted and how it stands, which say all that is drawn.
    """

    title: str
    caption: str
    rows: tuple[Bar, ...] = ()
    points: tuple[Point, ...] = ()
    key: tuple[str, str] | tuple[()] = ()
    below: str = ""
    beside: str = ""
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> str:
        """All of it for who does not see it."""
        return " ".join([f"{self.title}.", self.caption, "; ".join(f"{what}: {how}" for what, how in self.numbers)])


@dataclass(frozen=True, slots=True)
class Placed:
    """A plot with its place on the page, in pixels; `head` is the height of its words, `label` the room of labels."""

    plot: Plot
    x: float
    y: float
    width: float
    height: float
    head: float
    lines: tuple[str, ...]
    rows: tuple[Bar, ...]
    label: float
    second: float

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn page: its SVG, its size in pixels, and where each plot is."""

    svg: str
    width: float
    height: float
    places: tuple[Placed, ...]


def environment() -> Environment:
    """Templates of the resources, which may import the drawings; all they are given is escaped."""
    from jinja2 import Environment, FileSystemLoader  # takes its time, and a window that opens draws nothing yet

    return Environment(
        autoescape=True, loader=FileSystemLoader(paths.resources_folder()), trim_blocks=True, lstrip_blocks=True
    )


def draw_page(heading: str, plots: Sequence[Plot], width: float, look: Look, measure: Callable[[str], float]) -> Page:
    """Plots in one or two columns, as many as find room, below a sentence.

    `measure` gives the length of words in pixels, in letters of the size of `look`.
    """
    gap = _GAP * look.size
    heading_lines = _lines(heading, width - 2 * gap, measure)
    begin = gap + (_LINE * len(heading_lines) + _GAP / 2) * look.size
    columns = 2 if width >= (2 * _NARROWEST + 3 * _GAP) * look.size else 1
    each = (width - (columns + 1) * gap) / columns
    heights, places = [begin] * columns, []
    for plot in plots:
        column = heights.index(min(heights))
        x = gap + column * (each + gap)
        placed = _placed(plot, x, heights[column], each, look, measure)
        places.append(placed)
        heights[column] += placed.height + gap
    height = max(heights)
    template = environment().get_template("overview.svg")
    shown = {"heading": heading, "lines": heading_lines, "gap": gap, "places": places, "look": look}
    svg = template.render(**shown, width=width, height=height)
    return Page(svg, width, height, tuple(places))


def _placed(plot: Plot, x: float, y: float, width: float, look: Look, measure: Callable[[str], float]) -> Placed:
    s = look.size
    lines = _lines(plot.caption, width, measure)
    key = 2.2 * s if plot.key and plot.rows else 0.0
    head = (2.0 + _LINE * len(lines)) * s + key + 0.4 * s
    drawn = min(0.75 * width, 21 * s) if plot.points else _ROW * s * len(plot.rows)
    room = _LABELS * width
    rows = tuple(replace(bar, label=_fitting(bar.label, room - s, measure)) for bar in plot.rows)
    label = max((measure(bar.label) for bar in rows), default=0.0) + s
    second = 1.4 * s + measure(plot.key[0]) + 2 * s if plot.key else 0.0
    return Placed(plot, x, y, width, head + drawn, head, lines, rows, label, second)


def _lines(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """The words on as few lines as they need."""
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _fitting(text: str, width: float, measure: Callable[[str], float]) -> str:
    """The text, or as much of it as finds room before a sign that it goes on."""
    if measure(text) <= width:
        return text
    length = len(text)
    while length and measure(f"{text[:length].rstrip()}…") > width:
        length -= 1
    return f"{text[:length].rstrip()}…"
