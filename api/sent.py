"""The shapes of what is sent: documents of cases, and words for the other person."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from cases.documents.parts import Item, Uid
from cases.documents.schema import CaseDocument, ExcerptItem, SourceDocument, VersionItem


class SourceAddition(Item):
    """Passages added to a source that is already published."""

    uid: Uid
    versions: list[VersionItem] = Field(default_factory=list)
    excerpts: list[ExcerptItem] = Field(default_factory=list)


class CaseDraft(CaseDocument):
    """A case with the sources and passages that it brings along, which are published together with it."""

    beside: list[SourceDocument | SourceAddition] = Field(default_factory=list)


class DraftChange(BaseModel):
    """What to write into a draft."""

    model_config = ConfigDict(extra="forbid", strict=True)

    document: dict[str, Any]


class NewDraft(DraftChange):
    """What a draft begins with."""

    base: int | None = Field(None, ge=1, description="Number of the live revision that it changes; none for a new case.")


class CaseDraftChange(DraftChange):
    document: CaseDraft  # type: ignore[assignment]  # only described so: it is examined with the records around it


class NewCaseDraft(NewDraft):
    document: CaseDraft  # type: ignore[assignment]


class Reason(BaseModel):
    """A sentence for the other person."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reason: str = Field("", max_length=4_000)


class Return(BaseModel):
    """What the author has to know to go on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reason: str = Field(min_length=1, max_length=4_000)
