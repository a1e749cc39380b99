"""What a run was computed from: units, sets with raw values and their sources, decisions. Nothing else goes in."""

import hashlib
import json
from typing import Any, Literal

from analyses.documents.design import Calibration, Cutoffs, Necessity, Override, Reason, Strict, Words


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
