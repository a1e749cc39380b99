"""The design of an analysis: every decision of the researcher, each with its reason.

It is stored as one document; a run freezes it together with the values that it was applied to (``inputs``).
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from analyses.enums import Method, Proposal, Units

MOST_CONDITIONS = 18
"""More conditions than cases can fill: the rows double with each."""
REASON = 2000
SET_NAME = re.compile(r"^[A-Z][A-Z0-9_]{0,19}$")
ANCHORS: dict[str, int] = {Method.NONE: 0, Method.CRISP: 1, Method.DIRECT: 3, Method.LINEAR: 3, Method.BELL: 6}
"""How many thresholds a method takes; the others take one or more."""

Share = Annotated[float, Field(ge=0, le=1)]
SetName = Annotated[str, Field(pattern=SET_NAME.pattern)]
Words = dict[Literal["en", "zh"], str]
Reason = Annotated[str, Field(max_length=REASON)] | Words
"""As its author wrote it; in both languages where it comes with the content."""
Given = Annotated[str, Field(min_length=1, max_length=REASON)] | Words


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Calibration(Strict):
    """How one column becomes a set, and why so."""

    method: Method
    thresholds: list[FiniteFloat] = []
    nudge: FiniteFloat | None = Field(None, description="Added to memberships of exactly .5, which belong to no row.")
    proposal: Proposal | None = None
    reason: Given

    @model_validator(mode="after")
    def _has_its_anchors(self):
        wanted = ANCHORS.get(self.method)
        if len(self.thresholds) != wanted if wanted is not None else not self.thresholds:
            raise ValueError(f"{self.method} takes {wanted or 'one or more'} thresholds")
        return self


class SetChoice(Strict):
    """A column that is to be a condition or the outcome."""

    name: SetName
    variable: Annotated[str, Field(max_length=200)]
    expected: list[Annotated[int, Field(ge=0, le=20)]] = Field([], description="Values that theory expects to contribute.")
    expected_reason: Reason = ""
    calibration: Calibration | None = None


class Cutoffs(Strict):
    """Which rows of the truth table count as sufficient."""

    consistency: Share
    contradiction: Share | None = None
    frequency: Annotated[int, Field(ge=1, le=10_000)]
    pri: Share
    reason: Reason = ""


class Override(Strict):
    """A row whose outcome the researcher sets against the cut-offs."""

    side: Literal["presence", "absence"]
    row: Annotated[int, Field(ge=1)]
    outcome: Literal["1", "0", "?"]
    reason: Given


class Necessity(Strict):
    """What a necessary condition has to reach, and how many conditions are joined in the search."""

    consistency: Share
    coverage: Share
    relevance: Share
    depth: Annotated[int, Field(ge=1, le=4)]


class LeftOut(Strict):
    unit: str
    reason: Reason


class Upload(Strict):
    """A table that somebody brought: memberships or raw values of their own cases."""

    name: Annotated[str, Field(max_length=200)]
    sha256: str
    unit_column: str
    columns: list[str]
    rows: list[list[str]]


class UnitsChoice(Strict):
    kind: Units
    dataset: str = ""
    query: str = Field("", description="A choice of cases as the query of the case list, or their names.")
    upload: Upload | None = None


class Design(Strict):
    """All of it; what has not been decided yet is empty."""

    question: Annotated[str, Field(max_length=500)] | Words = ""
    units: UnitsChoice
    left_out: list[LeftOut] = []
    outcome: SetChoice | None = None
    conditions: Annotated[list[SetChoice], Field(max_length=MOST_CONDITIONS)] = []
    necessity: Necessity | None = None
    cutoffs: Cutoffs | None = None
    overrides: list[Override] = []
    untenable: Annotated[str, Field(max_length=500)] = ""
    untenable_reason: Reason = ""
    contradictions: Literal["negative", "remainders"] = "negative"

    @model_validator(mode="after")
    def _names_sets_once(self):
        names = [one.name for one in self.sets]
        if len(set(names)) < len(names):
            raise ValueError("two sets have one name")
        return self

    @property
    def sets(self) -> list[SetChoice]:
        """The outcome first, then the conditions."""
        return [*([self.outcome] if self.outcome else []), *self.conditions]

    @property
    def is_calibrated(self) -> bool:
        return bool(self.outcome and self.conditions) and all(one.calibration for one in self.sets)


CUSTOMARY_NECESSITY = Necessity(consistency=0.9, coverage=0.5, relevance=0.5, depth=2)
CUSTOMARY_CUTOFFS = Cutoffs(consistency=0.8, frequency=1, pri=0.5)
"""Customs of the field, offered and named as such; a run stores what was decided."""
