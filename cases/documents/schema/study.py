"""Studies: who reports which cases, and what was printed as a result."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cases.documents.parts import (
    CaseUid,
    Claim,
    CodeId,
    Item,
    LineText,
    PlaceUid,
    Ref,
    SourceUid,
    Text,
    code_of,
)
from cases.documents.schema.record import Record
from cases.enums import (
    Blank,
    CodeKind,
    MemberRole,
    ResultKind,
)


class MemberItem(Item):
    """A case or place that the study reports on, and its role there."""

    ref: Ref
    case: CaseUid | None = None
    place: PlaceUid | None = None
    role: MemberRole

    @model_validator(mode="after")
    def _is_one(self):
        if (self.case is None) == (self.place is None):
            raise PydanticCustomError("member", "A member is a case or a place.")
        return self


class ResultItem(Claim):
    """A result as the study printed it; nothing recomputed stands here."""

    result_kind: ResultKind
    label: LineText
    outcome: Annotated[CodeId, code_of(CodeKind.OUTCOME)] | None = None
    direction: Literal["high", "non-high"] | None = None
    code: Annotated[CodeId, code_of(CodeKind.TYPE)] | None = Field(
        None, description="The configuration type, where the result is one."
    )
    conditions: list[Annotated[CodeId, code_of(CodeKind.CONDITION)]] = Field(default_factory=list)
    conditions_blank: Blank | None = None
    units: list[PlaceUid] = Field(default_factory=list, description="Places that the result covers.")
    units_blank: Blank | None = None
    value: float | None = None
    text: Text | None = None


class StudyDocument(Record):
    """A publication that reports cases: how it went about it, on whom, and what it found."""

    kind: Literal["study"]
    title: LineText
    source: SourceUid
    number: int = Field(ge=1, le=9999, description="Order in which studies are listed.")
    design: LineText
    summary: Text
    questions: list[Text] = Field(default_factory=list)
    framework: Text | None = None
    theories: list[Annotated[CodeId, code_of(CodeKind.THEORY)]] = Field(default_factory=list)
    methods: list[LineText] = Field(default_factory=list)
    outcome: Annotated[CodeId, code_of(CodeKind.OUTCOME)] | None = None
    limits: Text
    members: list[MemberItem] = Field(default_factory=list)
    results: list[ResultItem] = Field(default_factory=list)
