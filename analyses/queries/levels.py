"""How many values the conditions of a draft have, and for how long decisions about rows that rest on it stand."""

from analyses.documents.design import Design, SetChoice
from analyses.engine import QCAError, levels
from analyses.queries.assembling import raw_values
from analyses.queries.tables import SourceTable


def keeping_decisions(before: Design, after: Design, table: SourceTable) -> Design:
    """The later design with the earlier one's decisions about rows, if a number still names the same row for the same outcome."""
    if before.overrides and _rows(before, table) != _rows(after, table):
        return after.model_copy(update={"overrides": []})
    return after.model_copy(update={"overrides": before.overrides})


def _rows(design: Design, table: SourceTable) -> tuple[str, list[tuple[str, int]]]:
    """What row numbers rest on: the outcome, and the conditions in their order with how many values each has."""
    outcome = design.outcome.variable if design.outcome else ""
    levels_by_name = levels_of(design, table)
    return outcome, [(one.variable, levels_by_name[one.name]) for one in design.conditions]


def levels_of(design: Design, table: SourceTable) -> dict[str, int]:
    """The number of values of each condition, by the name of its set."""
    return {one.name: _levels(design, table, one) for one in design.conditions}


def _levels(design: Design, table: SourceTable, choice: SetChoice) -> int:
    """None at all where the column or its calibration does not work."""
    if choice.calibration is None or choice.variable not in table.columns:
        return 0
    try:
        return levels(choice.name, [value for _unit, value in raw_values(design, table, choice)], choice.calibration)
    except QCAError:
        return 0
