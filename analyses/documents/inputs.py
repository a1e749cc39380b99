"""What a run was computed from: units, sets with raw values and their sources, decisions. Nothing else goes in."""

import hashlib
import json
from typing import Any, Literal

from analyses.documents.design import Calibration, Cutoffs, Necessity, Override, Reason, Strict, Words
from analyses.enums import Method, Side


class Value(Strict):
    """A raw value, or the reason why there is none; with what its source says of it."""

    value: float | None = None
    blank: str = ""
    flag: Words = {}
    locator: str = ""
    path: str = ""


class UnitInput(Strict):
    """A case of the analysis. ``ref`` names it in every result."""

    ref: str
    label: Words
    place: str = ""
    case: str = ""


class SetInput(Strict):
    """A condition or the outcome: what it is, what measures it, where that comes from, how it was calibrated, its raw values."""

    name: str
    variable: str
    label: Words
    measure: Words = {}
    unit: Words = {}
    year: int | None = None
    edition: str = ""
    source: str = ""
    source_label: Words = {}
    dimension: Literal["", "t", "o", "e"] = ""
    expected: list[int] = []
    expected_reason: Reason = ""
    calibration: Calibration
    values: list[Value]

    @property
    def is_multivalue(self) -> bool:
        """Whether present and absent do not say all: it has several thresholds, or comes with whole numbers above 1."""
        if self.calibration.method == Method.NONE:
            return any((value.value or 0) > 1 for value in self.values)
        return self.calibration.method == Method.MULTIVALUE and len(self.calibration.thresholds) > 1

    def inside(self, values: list[int], membership: float) -> float:
        """What a unit's membership in the set makes it in some of the set's values, present or absent ones."""
        if self.is_multivalue:
            return float(membership in values)
        return membership if values == [1] else 1 - membership

    def expected_on(self, side: str, levels: int) -> list[int]:
        """The values that theory expects to contribute to the outcome; for its negation, the other ones that there are."""
        values = {value for value in self.expected if value < levels}
        if values and side == Side.ABSENCE:
            values = set(range(levels)) - values
        return sorted(values)


class Dropped(Strict):
    """A unit that the analysis does without, and why."""

    ref: str
    label: Words
    reason: Reason = ""
    missing: list[str] = []


class Inputs(Strict):
    """The whole question to the engine."""

    title: Words
    question: str | Words
    units: list[UnitInput]
    dropped: list[Dropped]
    outcome: SetInput
    conditions: list[SetInput]
    necessity: Necessity
    cutoffs: Cutoffs
    overrides: list[Override]
    untenable: str = ""
    untenable_reason: Reason = ""
    contradictions: Literal["negative", "remainders"]

    @property
    def sets(self) -> list[SetInput]:
        return [self.outcome, *self.conditions]


def digest(*parts: Any) -> str:
    """SHA-256 of JSON in one spelling: the same inputs, asked in the same way, have one run."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
