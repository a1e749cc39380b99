"""Where things stand in the figures of an analysis. Pure: numbers in, coordinates out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

# The XY plot ---------------------------------------------------------------------------------------

LEFT, RIGHT, TOP, BOTTOM = 56.0, 624.0, 16.0, 512.0
LETTER = 6.6
"""Width of a letter in a figure, on the average; a Chinese character takes two."""
HEIGHT = 13.0
SPOTS = ((8, 4, "start"), (-8, 4, "end"), (0, -9, "middle"), (0, 18, "middle"), (8, -8, "start"), (-8, -8, "end"))
"""Where a name may stand beside its dot, in order of preference."""


@dataclass(frozen=True)
class Point:
    """A unit in the plot; ``label`` is empty where no room was left for it (the table has it)."""

    name: str
    x: float
    y: float
    kind: str
    at_x: float
    at_y: float
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


def xy_points(names: Sequence[str], x: Sequence[float], y: Sequence[float], kinds: Sequence[str]) -> list[Point]:
    """Place the units, then their names greedily: what speaks against the claim is named first."""
    spots = [
        Point(name, a, b, kind, LEFT + a * (RIGHT - LEFT), BOTTOM - b * (BOTTOM - TOP))
        for name, a, b, kind in zip(names, x, y, kinds, strict=True)
    ]
    taken = [(spot.at_x - 5, spot.at_y - 5, spot.at_x + 5, spot.at_y + 5) for spot in spots]
    order = sorted(range(len(spots)), key=lambda at: (not spots[at].kind.startswith("deviant"), -spots[at].x - spots[at].y))
    placed = dict(enumerate(spots))
    for at in order:
        placed[at] = _named(spots[at], taken)
    return [placed[at] for at in range(len(spots))]


def _named(spot: Point, taken: list[tuple[float, float, float, float]]) -> Point:
    wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in spot.name) * LETTER
    for dx, dy, anchor in SPOTS:
        x, y = spot.at_x + dx, spot.at_y + dy
        left = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
        box = (left, y - HEIGHT + 3, left + wide, y + 3)
        inside = box[0] >= LEFT + 2 and box[2] <= RIGHT + 12 and box[1] >= TOP - 12 and box[3] <= BOTTOM + 4
        if inside and not any(_overlap(box, other) for other in taken if not _is_own(other, spot)):
            taken.append(box)
            return Point(spot.name, spot.x, spot.y, spot.kind, spot.at_x, spot.at_y, spot.name, x, y, anchor)
    return spot


def _is_own(box: tuple[float, float, float, float], spot: Point) -> bool:
    return box == (spot.at_x - 5, spot.at_y - 5, spot.at_x + 5, spot.at_y + 5)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# A distribution with its anchors -------------------------------------------------------------------

WIDE, EDGE = 640.0, 24.0
DOT, BASE = 4.0, 64.0


@dataclass(frozen=True)
class Dot:
    name: str
    value: float
    x: float
    y: float


@dataclass(frozen=True)
class Anchor:
    value: float
    x: float
    role: str


@dataclass(frozen=True)
class Distribution:
    """Values as stacked dots on a line, with the anchors across it."""

    low: float
    high: float
    dots: list[Dot]
    anchors: list[Anchor]
    ticks: list[tuple[float, str]]
    top: float


def distribution(values: Sequence[tuple[str, float]], anchors: Sequence[float], roles: Sequence[str]) -> Distribution:
    """The scale holds the values and the anchors, so that an anchor outside the data is seen to be there."""
    everything = [value for _, value in values] + list(anchors)
    low, high = min(everything), max(everything)
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return EDGE + (value - low) / span * (WIDE - 2 * EDGE)

    columns: Counter[int] = Counter()
    dots = []
    for name, value in sorted(values, key=lambda pair: pair[1]):
        column = round(place(value) / (2 * DOT))
        dots.append(Dot(name, value, place(value), BASE - DOT - 1 - columns[column] * 2 * DOT))
        columns[column] += 1
    marks = [Anchor(value, place(value), roles[at] if at < len(roles) else "") for at, value in enumerate(anchors)]
    top = min([0.0, *(dot.y - 2 * DOT for dot in dots)])
    return Distribution(low, high, dots, marks, [(place(value), text) for value, text in ticks(low, high)], top)


def ticks(low: float, high: float, most: int = 6) -> list[tuple[float, str]]:
    """Round numbers between two ends."""
    span = high - low
    if span <= 0:
        return [(low, f"{low:g}")]
    step = 10 ** floor(log10(span / most))
    step = next(step * times for times in (1, 2, 5, 10, 20) if span / (step * times) <= most)
    first = floor(low / step + 0.999999) * step
    values = [first + at * step for at in range(most + 2)]
    return [(value, f"{value:.6g}") for value in values if low - 1e-9 <= value <= high + 1e-9]


# Which units are in which paths ---------------------------------------------------------------------


@dataclass(frozen=True)
class Overlap:
    """A set of paths that some units share, and exactly these."""

    paths: tuple[int, ...]
    units: tuple[str, ...]


def overlaps(members: Sequence[Sequence[str]]) -> list[Overlap]:
    """Units by the exact set of paths that they are in, most units first."""
    held: dict[str, list[int]] = {}
    for at, units in enumerate(members):
        for unit in units:
            held.setdefault(unit, []).append(at)
    groups: dict[tuple[int, ...], list[str]] = {}
    for unit, paths in held.items():
        groups.setdefault(tuple(paths), []).append(unit)
    return [Overlap(paths, tuple(units)) for paths, units in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))]
