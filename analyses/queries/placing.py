"""Where a unit lies in the plot of a set against the outcome."""

from dataclasses import dataclass

from analyses.documents.inputs import UnitInput
from analyses.enums import CaseKind

CROSSOVER = 0.5


@dataclass
class CaseLine:
    """A unit with its place in the plot of a set against the outcome."""

    number: int
    unit: UnitInput
    x: float
    y: float
    kind: CaseKind


def kind_of(x: float, y: float) -> str:
    """In which quarter of the plot a unit lies, for reading; a run's own lists say which case to look at closely."""
    if CROSSOVER in (x, y):
        return CaseKind.AMBIGUOUS
    if x > CROSSOVER:
        if y < CROSSOVER:
            return CaseKind.DEVIANT_CONSISTENCY
        return CaseKind.TYPICAL if x <= y + 1e-9 else CaseKind.TYPICAL_INCONSISTENT
    return CaseKind.DEVIANT_COVERAGE if y > CROSSOVER else CaseKind.IRRELEVANT
