"""What a matrix is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from cases.enums import Blank

STEPS = 3


@dataclass
class Line:
    """One thing that a cell says, with the claim whose marks stand beside it."""

    words: Any
    claim: Any = None
    also: bool = False
    """A rival claim that is not the accepted one."""


@dataclass
class Cell:
    """What a row says of a column, or why it says nothing."""

    row: str
    column: str
    lines: list[Line] = field(default_factory=list)
    blank: str = Blank.NOT_YET_CODED
    share: float = 0
    """Its place on its own scale, above 0 and up to 1, by which it is shaded; 0 is not shaded."""
    passages: int = 0

    @property
    def key(self) -> str:
        return f"{self.row}/{self.column}"

    @property
    def step(self) -> int:
        return min(STEPS, ceil(self.share * STEPS))

    @property
    def found(self) -> bool:
        return bool(self.lines)


@dataclass
class Header:
    """A row or column: its key in the address, its words, what its totals are."""

    key: str
    record: Any
    words: Any = None
    total: int = 0
    """Columns: cases, or rows, in which something is found."""


@dataclass
class Row:
    header: Header
    cells: list[Cell]

    @property
    def filled(self) -> int:
        return sum(cell.found for cell in self.cells)

    @property
    def passages(self) -> int:
        return sum(cell.passages for cell in self.cells)


@dataclass
class Table:
    """Columns and rows as asked for, and how many there are in all."""

    columns: list[Header]
    rows: list[Row]
    total: int

    @property
    def column_passages(self) -> list[int]:
        return [sum(row.cells[place].passages for row in self.rows) for place in range(len(self.columns))]

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def cells(self) -> int:
        return len(self.rows) * len(self.columns)

    @property
    def passages(self) -> int:
        return sum(row.passages for row in self.rows)

    def shade_by(self, numbers: Sequence[tuple[Cell, float]]) -> None:
        """Shade cells by a number, the highest of the table darkest."""
        most = max((number for _, number in numbers), default=0)
        for cell, number in numbers:
            cell.share = number / most if most else 0
