"""Which rows of a comparison a reader sees, and in which order: ``hide=`` and ``order=`` of the address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.queries.comparison.table import Comparison, Row

KEY = re.compile(r"[a-z0-9:-]{1,140}")


@dataclass
class Arrangement:
    """What the address asks for; keys that no row has are simply without effect."""

    hide: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    differences_only: bool = False
    coded_only: bool = False


def keys(texts: Iterable[str]) -> list[str]:
    """Row keys from repeated or comma-separated parameters."""
    found = (key.strip() for text in texts for key in text[:4000].split(","))
    return list(dict.fromkeys(key for key in found if KEY.fullmatch(key)))[:200]


def arrange(comparison: Comparison, wanted: Arrangement) -> list[tuple[str, list[Row]]]:
    """The groups to show: rows moved within their group, hidden ones and empty groups gone."""
    groups = []
    for title, rows in in_order(comparison, wanted.order):
        shown = [row for row in rows if row.key not in wanted.hide]
        if wanted.differences_only:
            shown = [row for row in shown if not row.same]
        if wanted.coded_only:
            shown = [row for row in shown if row.coded]
        if shown:
            groups.append((title, shown))
    return groups


def in_order(comparison: Comparison, order: list[str]) -> list[tuple[str, list[Row]]]:
    """All rows; those that ``order`` names take the places they hold together, in its order."""
    places = {key: place for place, key in enumerate(order)}
    groups = []
    for title, rows in comparison.groups:
        moved = iter(sorted((row for row in rows if row.key in places), key=lambda row: places[row.key]))
        groups.append((title, [next(moved) if row.key in places else row for row in rows]))
    return groups


@dataclass
class RowControl:
    """A row in the list of rows: whether it is shown, and the orders that move it by one place."""

    row: Row
    shown: bool
    up: str = ""
    down: str = ""


def controls(comparison: Comparison, wanted: Arrangement) -> list[tuple[str, list[RowControl]]]:
    groups = []
    for title, rows in in_order(comparison, wanted.order):
        names = [row.key for row in rows]
        others = [key for key in wanted.order if key not in names]
        made = []
        for place, row in enumerate(rows):
            up = ",".join(others + _swapped(names, place - 1)) if place else ""
            down = ",".join(others + _swapped(names, place)) if place + 1 < len(rows) else ""
            made.append(RowControl(row, row.key not in wanted.hide, up, down))
        groups.append((title, made))
    return groups


def _swapped(names: list[str], place: int) -> list[str]:
    """The names with those at ``place`` and after it exchanged."""
    return [*names[:place], names[place + 1], names[place], *names[place + 2 :]]


@dataclass
class ColumnControl:
    """A column in the list of columns, and the items of the address that move or remove it."""

    column: object
    left: str = ""
    right: str = ""
    without: str = ""


def column_controls(comparison: Comparison) -> list[ColumnControl]:
    names = [str(column.item) for column in comparison.columns]
    made = []
    for place, column in enumerate(comparison.columns):
        left = ",".join(_swapped(names, place - 1)) if place else ""
        right = ",".join(_swapped(names, place)) if place + 1 < len(names) else ""
        made.append(ColumnControl(column, left, right, ",".join(names[:place] + names[place + 1 :])))
    return made
