"""Data sets."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cases.documents.parts import (
    AnyCode,
    CaseUid,
    Item,
    Line,
    LineText,
    PlaceUid,
    Ref,
    Refers,
    SourceUid,
    Text,
)
from cases.documents.schema.record import Record
from cases.enums import (
    Basis,
    Blank,
    Confidence,
)


class VariableItem(Item):
    """A column of a data set."""

    ref: Ref
    name: LineText
    printed: Line = Field(description="The column's name in the source.")
    code: AnyCode | None = Field(None, description="The code that it measures.")
    unit: LineText | None = None
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    direction: Literal["higher-is-more", "lower-is-more"]
    note: Text | None = None


class UnitItem(Item):
    """A row of a data set, which may be a known place or case."""

    ref: Ref
    label: LineText
    place: PlaceUid | None = None
    case: CaseUid | None = None


class ObservationItem(Item):
    """A value, or the reason why there is none."""

    unit: Annotated[Ref, Refers("units")]
    variable: Annotated[Ref, Refers("variables")]
    value: float | None = None
    blank: Blank | None = None
    flag: Text | None = None
    locator: Line | None = None

    @model_validator(mode="after")
    def _is_one(self):
        if (self.value is None) == (self.blank is None):
            raise PydanticCustomError("one_of", "Give a value, or a level, or the reason why there is neither.")
        return self


class DataSetDocument(Record):
    """A table of values with its source and edition. Two editions of an index are two data sets."""

    kind: Literal["dataset"]
    title: LineText
    source: SourceUid
    edition: Line
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    basis: Basis
    confidence: Confidence
    note: Text | None = None
    variables: list[VariableItem]
    units: list[UnitItem]
    observations: list[ObservationItem]
