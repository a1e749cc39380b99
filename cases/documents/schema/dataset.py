"""Data sets."""

from functools import cached_property
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


class FileItem(Item):
    """The file that values were read from, kept beside the document; its hash says which one it was."""

    ref: Ref
    name: Annotated[Line, Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.csv$", description="In the folder “files” beside the document.")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    key: Line = Field(description="The column that names the rows, by the units' English labels.")
    note: Text | None = None


class VariableItem(Item):
    """A column of a data set. Where it says nothing of its source, edition, basis or confidence, the data set's hold."""

    ref: Ref
    name: LineText
    printed: Line = Field(description="The column's name in the source.")
    code: AnyCode | None = Field(None, description="The code that it measures.")
    unit: LineText | None = None
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    direction: Literal["higher-is-more", "lower-is-more"]
    source: SourceUid | None = Field(None, description="Where the column comes from, when not from the data set's source.")
    edition: Line | None = None
    locator: Line | None = Field(None, description="Where in the source: a table, a file, a heading.")
    basis: Basis | None = None
    confidence: Confidence | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = Field(
        None, description="Digits after the point that tables print: never more than the source gives."
    )
    denominator: Annotated[Ref, Refers("variables")] | None = Field(None, description="The column that it was divided by.")
    file: Annotated[Ref, Refers("files")] | None = None
    column: Line | None = Field(None, description="The heading of the column in the file.")
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
    files: list[FileItem] = Field(default_factory=list)
    variables: list[VariableItem]
    units: list[UnitItem]
    observations: list[ObservationItem]

    def source_of(self, variable: VariableItem) -> str:
        return variable.source or self.source

    def edition_of(self, variable: VariableItem) -> str:
        return variable.edition or self.edition

    def basis_of(self, variable: VariableItem) -> Basis:
        return variable.basis or self.basis

    def confidence_of(self, variable: VariableItem) -> Confidence:
        return variable.confidence or self.confidence

    @cached_property
    def locators(self) -> dict[str, str]:
        """Where each column stands in its source."""
        return {variable.ref: variable.locator or "" for variable in self.variables}
