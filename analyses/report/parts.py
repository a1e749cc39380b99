"""What a report is made of: sections with words, tables and figures; cells that keep the whole number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.queries.placing import CaseLine
from cases.templatetags.casebase import plain

PRESENT, ABSENT, SMALL = "●", "⊗", "•"
"""As journals print them: large for core, small for peripheral; an absent peripheral condition is a small crossed circle."""


@dataclass(frozen=True)
class Cell:
    """A cell as it is read; ``number`` is what was computed, before rounding."""

    text: str = ""
    number: float | None = None
    symbol: dict[str, Any] | None = None
    """A condition's part in a path; ``text`` is then its sign."""
    unit: int | None = None
    """The number of the unit that the cell names."""

    @property
    def is_core(self) -> bool:
        return bool(self.symbol and self.symbol["core"])


@dataclass
class Table:
    """A table with its caption; ``is_chart``: a configuration table, whose cells are signs."""

    key: str
    caption: str
    head: list[str]
    rows: list[list[Cell]]
    notes: list[str] = field(default_factory=list)
    is_chart: bool = False
    is_matrix: bool = False
    """Read across as much as down: it scrolls on a narrow screen where another table is stacked."""

    @property
    def numeric(self) -> list[bool]:
        """Columns that hold nothing but numbers."""
        return [
            any(row[at].number is not None for row in self.rows)
            and all(row[at].number is not None or not row[at].text for row in self.rows)
            for at in range(len(self.head))
        ]

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """Rows with the head of its column beside each cell, for narrow screens."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return list(zip(self.head, self.numeric, strict=True))


@dataclass
class Plot:
    """An XY plot with the words of its axes; ``query`` asks for it as a file."""

    query: str
    lines: list[CaseLine]
    x_words: str
    y_words: str
    necessity: bool = False


@dataclass
class Section:
    key: str
    title: str
    words: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)


@dataclass
class Report:
    title: str
    about: list[str]
    sections: list[Section]

    @property
    def tables(self) -> list[Table]:
        return [table for section in self.sections for table in section.tables]


def say(text: Any) -> Cell:
    """Words, in the reader's language where they are in both."""
    return Cell(plain(text) if text else "")


def fit(value: float | None) -> Cell:
    """A fit or a membership with three decimals; what cannot be computed is said to be so."""
    if value is None:
        return Cell(pgettext("a ratio of nothing to nothing", "undefined"))
    return Cell(f"{value:.3f}", float(value))


def raw(value: float | None) -> Cell:
    """A raw value as its source has it."""
    return Cell() if value is None else Cell(f"{value:.12g}", float(value))


def count(value: int) -> Cell:
    return Cell(str(value), value)


def sign(cell: dict[str, Any]) -> Cell:
    """A condition's part in a path as a sign; a multi-value one has its value beside it."""
    if cell["value"] is None:
        return Cell(symbol=cell)
    if cell["multivalue"]:
        return Cell(f"{PRESENT if cell['core'] else SMALL}{cell['value']}", symbol=cell)
    if cell["value"]:
        return Cell(PRESENT if cell["core"] else SMALL, symbol=cell)
    return Cell(ABSENT, symbol=cell)


def listed(names: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(names)


def joined(*parts: str) -> str:
    """What a table or a section is about, in one line."""
    return " · ".join(parts)


def named(label: str, text: str) -> str:
    """A label and what it names, in one line."""
    colon = pgettext("before units", ": ")
    return f"{label}{colon}{text}"


def yes(value: bool) -> Cell:
    return Cell(_("passes") if value else "")
