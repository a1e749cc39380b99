"""What the pages of a draft and of a run read alike: sets by name, units by reference, values by set."""

from dataclasses import dataclass

from analyses.documents.design import Calibration, Design, SetChoice, Words
from analyses.documents.inputs import Inputs, SetInput, UnitInput
from analyses.queries.tables import Column, SourceTable


@dataclass
class Distributed:
    """A set with its values, ready to be drawn."""

    choice: SetChoice
    column: Column
    values: list[tuple[Words, float]]
    role: str

    @property
    def calibration(self) -> Calibration | None:
        return self.choice.calibration

    @property
    def low(self) -> float:
        return min((value for _, value in self.values), default=0.0)

    @property
    def high(self) -> float:
        return max((value for _, value in self.values), default=0.0)


class DraftPage:
    """The names that a draft's tables need."""

    def __init__(self, design: Design, table: SourceTable, raw: dict[str, list[tuple[str, float]]]) -> None:
        labels = {unit.ref: unit.label for unit in table.units}
        self.distributed = {
            one.name: Distributed(
                one, table.columns[one.variable], [(labels[ref], value) for ref, value in raw[one.name]],
                "outcome" if one is design.outcome else "condition",
            )
            for one in design.sets
        }  # fmt: skip


class Named:
    """Sets and units of some inputs by their names."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.sets: dict[str, SetInput] = {one.name: one for one in inputs.sets}
        self.units: dict[str, UnitInput] = {unit.ref: unit for unit in inputs.units}
