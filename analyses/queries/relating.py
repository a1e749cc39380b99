"""Necessary conditions and their combinations, with the units in the plot of each against the outcome."""

from dataclasses import dataclass
from typing import Any

from analyses.documents.inputs import Inputs
from analyses.enums import CaseKind, Side
from analyses.queries.placing import CaseLine, kind_of

Memberships = dict[str, list[float]]


@dataclass(frozen=True)
class RelationPlot:
    """A relation as it is stored, and where the units lie."""

    side: str
    relation: dict[str, Any]
    lines: list[CaseLine]


def relations(found: dict[str, Any], side: str) -> list[dict[str, Any]]:
    """Single conditions, then the combinations that pass."""
    return [*found[side]["single"], *found[side]["combinations"]]


def passing(found: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [one for one in relations(found, side) if one["passes"]]


def relation_plot(inputs: Inputs, found: dict[str, Any], memberships: Memberships, side: str, expr: str) -> RelationPlot:
    """The relation of that expression; without one, the first that passes, or else the first."""
    known = relations(found, side)
    chosen = next((one for one in known if one["expr"] == expr), None) or next(iter(passing(found, side)), known[0])
    return RelationPlot(side, chosen, _lines(inputs, chosen, memberships, side))


def _lines(inputs: Inputs, relation: dict[str, Any], memberships: Memberships, side: str) -> list[CaseLine]:
    y = memberships[inputs.outcome.name]
    y = y if side == Side.PRESENCE else [1 - value for value in y]
    x = memberships_in(relation, memberships)
    return [
        CaseLine(number, unit, a, b, CaseKind(kind_of(a, b)))
        for number, (unit, a, b) in enumerate(zip(inputs.units, x, y, strict=True), start=1)
    ]


def memberships_in(relation: dict[str, Any], memberships: Memberships) -> list[float]:
    """The lowest membership where sets go together, the highest where one of them is enough."""
    columns = []
    for name, present, values in relation["literals"]:
        column = [float(value in values) for value in memberships[name]] if values else memberships[name]
        columns.append(column if present else [1 - value for value in column])
    join = max if relation["joined"] == "or" else min
    return [join(row) for row in zip(*columns, strict=True)]
