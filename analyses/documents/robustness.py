"""What a robustness test varies, and how far."""

from typing import Annotated, Literal

from pydantic import Field

from analyses.documents.design import Share, Strict
from analyses.documents.inputs import Inputs

Percent = Annotated[float, Field(gt=0, le=50)]


class RobustnessOptions(Strict):
    """Other decisions that were as plausible, one at a time."""

    side: Literal["presence", "absence"] = "presence"
    kind: Literal["intermediate", "parsimonious", "conservative"] = "intermediate"
    consistency: Annotated[list[Share], Field(max_length=10)] = []
    pri: Annotated[list[Share], Field(max_length=10)] = []
    frequency: Annotated[list[Annotated[int, Field(ge=1, le=100)]], Field(max_length=5)] = []
    anchors: Percent | None = Field(None, description="By how much of the distance between them each anchor is moved.")
    units: bool = Field(False, description="Leave out each unit in turn.")
    conditions: bool = Field(False, description="Leave out each condition in turn.")
    ranges: bool = Field(False, description="How far each decision can move before the paths change.")


def customary(inputs: Inputs) -> RobustnessOptions:
    """What papers vary: cut-offs by .05, one unit more in a row, anchors by a tenth, one unit or condition less."""
    cuts = inputs.cutoffs

    def around(value: float) -> list[float]:
        return [round(other, 3) for other in (value - 0.05, value + 0.05) if 0 <= other <= 1]

    return RobustnessOptions(
        kind="intermediate" if any(one.expected for one in inputs.conditions) else "parsimonious",
        consistency=around(cuts.consistency),
        pri=around(cuts.pri),
        frequency=[cuts.frequency + 1],
        anchors=10,
        units=True,
        conditions=True,
        ranges=True,
    )
