"""Truth tables: the rows as the cut-offs judge them, and as the researcher's overrides leave them."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from analyses.documents.inputs import Inputs
from analyses.engine.casework import negated
from analyses.enums import Side
from methods import qca
from methods.qca.plain import plain
from methods.qca.sets import is_whole

LOWEST = 0.75
"""Below it nobody draws the line between sufficient and not."""


@dataclass
class Table:
    """The table that is minimised, and what the cut-offs alone said of each row."""

    table: qca.TruthTable
    judged: dict[int, str]


def outcome_of(inputs: Inputs, side: str) -> str:
    name = inputs.outcome.name
    return name if side == Side.PRESENCE else negated(name)


def question_of(
    inputs: Inputs, data: qca.SetData, side: str, kind: qca.SolutionKind = qca.SolutionKind.PARSIMONIOUS
) -> qca.Question:
    cuts = inputs.cutoffs
    return qca.Question(
        outcome=outcome_of(inputs, side),
        conditions=tuple(one.name for one in inputs.conditions),
        cutoffs=qca.Cutoffs(cuts.consistency, cuts.contradiction, cuts.frequency, cuts.pri),
        kind=kind,
        expectations=tuple(expectations(inputs, data, side)),
        resolve_contradictions=inputs.contradictions == "remainders",
    )


def expectations(inputs: Inputs, data: qca.SetData, side: str) -> list[str]:
    """Directional expectations on one side, over the values that the conditions have in the data."""
    texts = []
    for one in inputs.conditions:
        levels = data.levels(one.name)
        values = one.expected_on(side, levels)
        if levels > 2:
            texts += [f"{one.name}[{value}]" for value in values]
        else:
            texts += [one.name if value else f"~{one.name}" for value in values]
    return texts


def table_of(inputs: Inputs, data: qca.SetData, side: str) -> Table:
    """The truth table of one side, with the overrides of that side."""
    found = question_of(inputs, data, side).table(data)
    judged = {row.number: row.outcome.value for row in found.rows}
    asked = {one.row: one.outcome for one in inputs.overrides if one.side == side}
    rows = tuple(replace(row, outcome=qca.RowOutcome(asked[row.number])) if row.number in asked else row for row in found.rows)
    return Table(replace(found, rows=rows), judged)


def parse_sets(text: str, levels: dict[str, int]) -> None:
    """Raise a QCAError where the text is no expression of these sets and of values that they have, as far as that is known."""
    for term in qca.parse(text, known=levels).terms:
        for literal in term.literals:
            if levels[literal.condition]:
                literal.allowed(levels[literal.condition])


def tabulated(made: Table) -> dict[str, Any]:
    """A table for the page: observed rows by consistency, the gap at the cut-off, who is in no row."""
    table = made.table
    rows = [
        {
            "number": row.number, "configuration": row.configuration, "outcome": row.outcome.value,
            "judged": made.judged[row.number], "n": row.n, "consistency": row.consistency, "pri": row.pri, "cases": row.cases,
        }
        for row in table.rows
    ]  # fmt: skip
    placed = {case for row in table.rows for case in row.cases}
    return plain(
        {
            "conditions": table.space.conditions,
            "levels": table.space.levels,
            "possible": table.space.size,
            "observed": len(table.rows),
            "remainders": int(table.is_remainder.sum()),
            "rows": sorted(rows, key=lambda row: (-_known(row["consistency"]), row["number"])),
            "gap": _gap(rows, table.cutoffs),
            "nowhere": [case for case in table.data.cases if case not in placed],
            "fuzzy": [name for name in table.space.conditions if not is_whole(table.data.column(name))],
        }
    )


def _known(value: float) -> float:
    return value if value == value else -1.0


def _gap(rows: list[dict[str, Any]], cutoffs: qca.Cutoffs) -> dict[str, float | None]:
    """The consistencies next above and below the cut-off, and the widest gap where cut-offs are usual."""
    values = sorted(
        row["consistency"] for row in rows if row["n"] >= cutoffs.frequency and row["consistency"] == row["consistency"]
    )
    above = [value for value in values if value >= cutoffs.consistency - 1e-9]
    below = [value for value in values if value < cutoffs.consistency - 1e-9]
    pairs = [(high - low, low, high) for low, high in pairwise(values) if low >= LOWEST]
    width, low, high = max(pairs, default=(None, None, None))
    return {
        "above": min(above, default=None), "below": max(below, default=None),
        "widest": width, "widest_low": low, "widest_high": high,
    }  # fmt: skip
