"""The flow from problems over countermeasures to systems, laid out: three columns of boxes, bands as wide as their links."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from advice.queries.gaps import GapPage, Tie

WIDTH, BOX, GAP, UNIT, TOP = 960, 10, 10, 14, 28
COLUMNS = (200, 480, 760)
"""Left edges of the boxes; the words of the first column stand left of them, of the others to the right."""


@dataclass(frozen=True)
class Node:
    """A code as a box."""

    key: str
    name: Any
    address: str
    x: int
    y: float
    height: float
    column: int
    number: int

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Band:
    """The links of two codes: as wide as they are many, dashed where all are inferred."""

    tie: Tie
    x1: int
    y1: float
    x2: int
    y2: float
    width: float

    @property
    def inferred(self) -> bool:
        return not self.tie.stated

    @property
    def path(self) -> str:
        bend = (self.x2 - self.x1) / 2
        return f"M{self.x1} {self.y1:g}C{self.x1 + bend:g} {self.y1:g} {self.x2 - bend:g} {self.y2:g} {self.x2} {self.y2:g}"


@dataclass(frozen=True)
class Sankey:
    """The figure."""

    nodes: list[Node]
    bands: list[Band]
    height: float
    width: int = WIDTH


def sankey(page: GapPage) -> Sankey:
    """Boxes in the order of the codebook; what nothing leads to or from is left to the table of gaps."""
    measures = {tie.end.pk for tie in page.answers}
    serving = [tie for tie in page.serving if tie.start.pk in measures]
    into: dict[tuple[int, int], int] = defaultdict(int)
    out: dict[tuple[int, int], int] = defaultdict(int)
    codes: list[dict[int, Any]] = [{}, {}, {}]
    for column, ties in ((0, page.answers), (1, serving)):
        for tie in ties:
            out[column, tie.start.pk] += tie.number
            into[column + 1, tie.end.pk] += tie.number
            codes[column][tie.start.pk] = tie.start
            codes[column + 1][tie.end.pk] = tie.end
    nodes: dict[tuple[int, int], Node] = {}
    tallest = 0.0
    for column, some in enumerate(codes):
        y = float(TOP)
        for code in sorted(some.values(), key=lambda one: (one.code_kind, one.order, one.uid)):
            number = max(into[column, code.pk], out[column, code.pk])
            name = {"en": code.name_en, "zh": code.name_zh}
            node = Node(code.uid, name, code.get_absolute_url(), COLUMNS[column], y, number * UNIT, column, number)
            nodes[column, code.pk] = node
            y += node.height + GAP
        tallest = max(tallest, y)
    bands = [*_bands(page.answers, 0, nodes), *_bands(serving, 1, nodes)]
    return Sankey(list(nodes.values()), bands, tallest + 4)


def _bands(ties: Iterable[Tie], column: int, nodes: dict[tuple[int, int], Node]) -> list[Band]:
    """Each band starts below the one before it, on both of its boxes."""
    left: dict[int, float] = defaultdict(float)
    right: dict[int, float] = defaultdict(float)
    bands = []
    for tie in sorted(ties, key=lambda one: (one.start.order, one.end.order, one.start.uid, one.end.uid)):
        width = tie.number * UNIT
        start, end = nodes[column, tie.start.pk], nodes[column + 1, tie.end.pk]
        y1, y2 = start.y + left[tie.start.pk] + width / 2, end.y + right[tie.end.pk] + width / 2
        left[tie.start.pk] += width
        right[tie.end.pk] += width
        bands.append(Band(tie, start.x + BOX, y1, end.x, y2, width))
    return bands
