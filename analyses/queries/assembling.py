"""From a design and its table to the inputs of the engine: what was asked, of which units, with which values."""

from typing import Any

from analyses.documents.design import CUSTOMARY_CUTOFFS, CUSTOMARY_NECESSITY, Design, SetChoice, Words
from analyses.documents.inputs import Dropped, Inputs, SetInput
from analyses.queries.tables import Column, SourceTable


class Unready(ValueError):
    """The design lacks what the step needs; ``step`` is where to go back to."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def assemble(design: Design, table: SourceTable, title: Words) -> Inputs:
    """The inputs of a run. Units with a gap in any chosen set, and those left out by decision, are dropped and named."""
    outcome, conditions = design.outcome, design.conditions
    if outcome is None or not conditions or not all(one.variable in table.columns for one in design.sets):
        raise Unready("design")
    if not design.is_calibrated:
        raise Unready("calibrate")
    dropped = dropped_units(design, table)
    gone = {one.ref for one in dropped}
    kept = [unit for unit in table.units if unit.ref not in gone]

    concepts = [table.columns[one.variable].concept for one in design.sets]

    def read(choice: SetChoice) -> SetInput:
        assert choice.calibration is not None  # noqa: S101 - asked above, for all sets
        column = table.columns[choice.variable]
        return SetInput(
            name=choice.name,
            variable=choice.variable,
            **_source(column, concepts.count(column.concept) == 1),
            expected=choice.expected,
            expected_reason=choice.expected_reason,
            calibration=choice.calibration,
            values=[table.cell(unit.ref, choice.variable) for unit in kept],
        )

    return Inputs(
        title=title,
        question=design.question,
        units=kept,
        dropped=dropped,
        outcome=read(outcome),
        conditions=[read(one) for one in conditions],
        necessity=design.necessity or CUSTOMARY_NECESSITY,
        cutoffs=design.cutoffs or CUSTOMARY_CUTOFFS,
        overrides=design.overrides,
        untenable=design.untenable,
        untenable_reason=design.untenable_reason,
        contradictions=design.contradictions,
    )


def dropped_units(design: Design, table: SourceTable) -> list[Dropped]:
    """Units left out by decision, then those that lack a value in a chosen column."""
    reasons = {one.unit: one.reason for one in design.left_out}
    gaps = table.missing(one.variable for one in design.sets if one.variable in table.columns)
    return [
        Dropped(ref=unit.ref, label=unit.label, reason=reasons.get(unit.ref, ""), missing=gaps.get(unit.ref, []))
        for unit in table.units
        if unit.ref in reasons or unit.ref in gaps
    ]


def raw_values(design: Design, table: SourceTable, choice: SetChoice) -> list[tuple[str, float]]:
    """The values of a column for the units that stay, by unit."""
    gone = {one.ref for one in dropped_units(design, table)}
    found = []
    for unit in table.units:
        value = table.cell(unit.ref, choice.variable).value
        if unit.ref not in gone and value is not None:
            found.append((unit.ref, value))
    return found


def _source(column: Column, alone: bool) -> dict[str, Any]:
    """What is known of the column. The set is called by its concept, unless two columns measure the same one."""
    return {
        "label": column.concept if column.concept and alone else column.label,
        "measure": column.label,
        "unit": column.unit,
        "year": column.year,
        "edition": column.edition,
        "source": column.source,
        "source_label": column.source_label,
        "dimension": column.dimension,
    }
