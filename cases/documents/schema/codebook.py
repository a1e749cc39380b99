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
    LinkKind,
    ScaleKind,
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


class CodeLink(Claim):
    """What this code says of another one in general, apart from any single case."""

    link_kind: LinkKind
    to_code: AnyCode
    study: StudyUid | None = Field(None, description="The study by which the link holds.")
    degree: Literal["core", "important"] | None = None


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
