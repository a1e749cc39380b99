"""The codebook and its codes."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cases.documents.parts import (
    AnyCode,
    Claim,
    CodebookUid,
    CodeId,
    Edtf,
    Item,
    Line,
    LineText,
    Prose,
    Ref,
    StudyUid,
    Text,
)
from cases.documents.schema.record import Alias, Record
from cases.enums import (
    CodebookState,
    CodeKind,
    Concern,
    LinkKind,
    ScaleKind,
    Sureness,
)


class CodebookDocument(Record):
    """A version of the codebook. Released is frozen: later changes make a new version."""

    kind: Literal["codebook"]
    title: LineText
    codebook_state: CodebookState
    released: Edtf | None = None
    note: Text | None = None


class LevelItem(Item):
    """One step of an ordered scale, lowest first."""

    key: Ref
    label: LineText


class CerqualPart(Item):
    """One component of GRADE-CERQual: the concerns about it and why, or why it is not yet assessed."""

    concern: Concern | None = Field(None, description="Empty: not yet assessed.")
    reason: Text


class Cerqual(Item):
    """How much confidence to place in the link as a review finding, by GRADE-CERQual; what is empty is not yet assessed."""

    methodological_limitations: CerqualPart | None = None
    coherence: CerqualPart | None = None
    adequacy: CerqualPart | None = None
    relevance: CerqualPart | None = None
    overall: Sureness | None = None
    reason: Text | None = Field(None, description="Why the four components come to this overall confidence.")
    assessor: Line = Field(description="Who made the assessment, as they wish to be credited.")

    @model_validator(mode="after")
    def _rests_on_its_parts(self):
        parts = (self.methodological_limitations, self.coherence, self.adequacy, self.relevance)
        if self.overall and (self.reason is None or not all(part and part.concern for part in parts)):
            raise PydanticCustomError("cerqual_overall", "Overall confidence needs all four components assessed, and its reason.")
        return self


class CodeLink(Claim):
    """What this code says of another one in general, apart from any single case."""

    link_kind: LinkKind
    to_code: AnyCode
    level: Ref | None = Field(None, description="Of a needed condition: the level that is needed.")
    cerqual: Cerqual | None = Field(None, description="Of a problem and what may answer it: how sure that is.")
    study: StudyUid | None = Field(None, description="The study by which the link holds.")
    degree: Literal["core", "important"] | None = None

    @model_validator(mode="after")
    def _belongs_to_its_kind(self):
        if self.level and self.link_kind != LinkKind.NEEDS:
            raise PydanticCustomError("level_of_need", "Only the need of a condition has a level.")
        if self.cerqual and self.link_kind != LinkKind.ANSWERED_BY:
            raise PydanticCustomError(
                "cerqual_of_answer", "Only a link from a problem to what may answer it is assessed by CERQual."
            )
        return self


class CodeDocument(Record):
    """An entry of the codebook. Its identity is its kind and key: ``model:administrative``."""

    kind: Literal["code"]
    uid: CodeId  # carries the kind
    name: LineText
    aliases: list[Alias] = Field(default_factory=list)
    sort_key: Line | None = None
    short_definition: Text
    full_definition: Text
    use_when: Text
    do_not_use_when: Text
    example: Text
    body: Prose | None = None
    scale: ScaleKind
    levels: list[LevelItem] = Field(default_factory=list)
    unit: LineText | None = None
    broader: AnyCode | None = None
    since: CodebookUid = Field(description="Codebook version that introduced the code.")
    retired_in: CodebookUid | None = Field(None, description="Codebook version that retired it.")
    successors: list[AnyCode] = Field(default_factory=list, description="Codes that took its place when it was retired.")
    order: int = Field(ge=0, le=9999, description="Place among the codes of its kind.")
    links: list[CodeLink] = Field(default_factory=list)

    @property
    def code_kind(self) -> CodeKind:
        return CodeKind(self.uid.partition(":")[0])

    @property
    def address(self) -> str:
        return self.slug or self.uid.partition(":")[2]

    @model_validator(mode="after")
    def _has_a_kind_and_a_scale(self):
        if self.uid.partition(":")[0] not in CodeKind.values:
            raise PydanticCustomError("code_kind", "“{uid}” does not begin with a kind of code.", {"uid": self.uid})
        if (self.scale == ScaleKind.LEVELS) != bool(self.levels):
            raise PydanticCustomError("levels", "Ordered levels are listed exactly when the scale has them.")
        return self
