"""One variable as a row of stacked dots, two as a scatter: every unit a dot with its coordinates. Pure drawing, no styles."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cases.documents.schema import UnitItem
from cases.queries.datasets.browse import Cell, Column, DataSetPage, Row

WIDE, SCATTER_TALL = 720, 520
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 34, 46
RADIUS, STEP = 5.5, 13.0
LETTER, CHARACTER, LINE = 8.6, 16.4, 16.0
"""Room for a letter, a Chinese character and a line at 16 px, the size on a telephone; elsewhere words are smaller."""
TICKS = 6


@dataclass(frozen=True)
class Tick:
    at: float
    value: float


@dataclass
class Axis:
    column: Column
    ticks: list[Tick]
    decimals: int


@dataclass
class Dot:
    """A unit in the figure; ``name`` is empty where the words would lie on others."""

    unit: UnitItem
    cells: list[Cell]
    x: float
    y: float
    letters: str = ""
    """Short for the unit where its name does not fit."""
    name: str = ""
    name_x: float = 0
    name_y: float = 0
    anchor: str = "start"

    @property
    def remarked(self) -> bool:
        return any(cell.seen is not None and cell.seen.flag is not None for cell in self.cells)


@dataclass
class Plot:
    """A figure and the rows of the table behind it; units without a value are in the table alone."""

    x: Axis
    y: Axis | None
    height: float
    dots: list[Dot]
    rows: list[Row] = field(default_factory=list)
    width: float = WIDE

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.dots)

    @property
    def remarked(self) -> bool:
        return any(dot.remarked for dot in self.dots)

    @property
    def bottom(self) -> float:
        return self.height - BOTTOM


def plot(page: DataSetPage, x: Column, y: Column | None, name: Callable[[UnitItem], str]) -> Plot | None:
    """``None`` when no unit has what is to be drawn."""
    page.shown = [x, y] if y else [x]
    rows = page.rows(page.document.units)
    drawn = [(row, [cell.value for cell in row.cells if cell.value is not None]) for row in rows]
    found = [(row, values) for row, values in drawn if len(values) == len(page.shown)]
    if not found:
        return None
    across = _scale([values[0] for _row, values in found], LEFT, WIDE - RIGHT)
    if y is None:
        return _stacked(x, rows, [(row, across(values[0])) for row, values in found], across)
    up = _scale([values[1] for _row, values in found], SCATTER_TALL - BOTTOM, TOP)
    dots = [
        Dot(row.unit, row.cells, across(values[0]), up(values[1]), row.place.tile_letters if row.place else "")
        for row, values in found
    ]
    _name(dots, name)
    return Plot(_axis(x, across), _axis(y, up), SCATTER_TALL, dots, rows)


@dataclass(frozen=True)
class _Scale:
    """From values to places between two ends, with round numbers on the way."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def __call__(self, value: float) -> float:
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[Tick]:
        count = round((self.high - self.low) / self.step)
        values = [self.low + self.step * place for place in range(count + 1)]
        return [Tick(self(value), value) for value in values]

    @property
    def decimals(self) -> int:
        return max(0, -math.floor(math.log10(self.step) + 1e-9))


def _scale(values: list[float], start: float, end: float) -> _Scale:
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return _Scale(math.floor(low / step) * step, math.ceil(high / step) * step, start, end, step)


def _axis(column: Column, scale: _Scale) -> Axis:
    return Axis(column, scale.ticks, scale.decimals)


def _stacked(x: Column, rows: list[Row], found: list[tuple[Row, float]], across: _Scale) -> Plot:
    """Dots above one another where they would touch."""
    stacks: dict[int, list[tuple[Row, float]]] = {}
    for row, at in sorted(found, key=lambda one: one[1]):
        stacks.setdefault(round(at / STEP), []).append((row, at))
    tallest = max(len(stack) for stack in stacks.values())
    height = TOP + BOTTOM + tallest * STEP
    floor = height - BOTTOM - STEP
    dots = [
        Dot(row.unit, row.cells, place * STEP, floor - level * STEP)
        for place, stack in stacks.items()
        for level, (row, _at) in enumerate(stack)
    ]
    return Plot(_axis(x, across), None, height, dots, rows)


Box = tuple[float, float, float, float]


def _name(dots: list[Dot], name: Callable[[UnitItem], str]) -> None:
    """Words beside each dot where they lie on nothing: right, left, above or below it; then letters where there was no room."""
    taken: list[Box] = [(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS) for dot in dots]
    for words_of in (lambda dot: name(dot.unit), lambda dot: dot.letters):
        for dot in dots:
            if not dot.name:
                _place(dot, words_of(dot), taken)


def _place(dot: Dot, words: str, taken: list[Box]) -> None:
    for box, x, y, anchor in _places(dot, sum(CHARACTER if ord(sign) > 0x2E80 else LETTER for sign in words)):
        if words and _inside(box) and not any(_touch(box, other) for other in taken):
            dot.name, dot.name_x, dot.name_y, dot.anchor = words, x, y, anchor
            taken.append(box)
            return


def _places(dot: Dot, width: float) -> Iterable[tuple[Box, float, float, str]]:
    gap, half, up = RADIUS + 3, LINE / 2, LINE * 0.3
    yield (dot.x + gap, dot.y - half, dot.x + gap + width, dot.y + half), dot.x + gap, dot.y + up, "start"
    yield (dot.x - gap - width, dot.y - half, dot.x - gap, dot.y + half), dot.x - gap, dot.y + up, "end"
    over, under, middle = dot.y - gap - LINE, dot.y + gap, width / 2
    yield (dot.x - middle, over, dot.x + middle, over + LINE), dot.x, dot.y - gap - up, "middle"
    yield (dot.x - middle, under, dot.x + middle, under + LINE), dot.x, dot.y + gap + LINE * 0.75, "middle"


def _inside(box: Box) -> bool:
    return box[0] >= LEFT and box[2] <= WIDE and box[1] >= TOP - LINE and box[3] <= SCATTER_TALL - BOTTOM


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
