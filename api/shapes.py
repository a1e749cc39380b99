"""The shapes of answers: the documents in their envelopes, and the rows of lists."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from cases.documents import schema
from cases.enums import (
    Basis,
    Blank,
    CodebookState,
    CodeKind,
    Confidence,
    Level,
    LinkKind,
    Origin,
    RecordKind,
    RevisionState,
    ScaleKind,
    Stance,
    Strength,
    Unit,
)


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


# Errors -------------------------------------------------------------------------------------------


class ProblemShape(Shape):
    """One thing wrong: where it stands in what was sent, its kind, and words for people."""

    location: list[str | int]
    type: str
    message: str


class Problems(Shape):
    """Why a request was refused."""

    problems: list[ProblemShape]
    live: int | None = Field(None, description="With 412 and 428: the number of the revision that is live now.")


# Records ------------------------------------------------------------------------------------------


class Names(Shape):
    en: str | None
    zh: str | None


class Head(Shape):
    """A record as a row of a list; its address has the whole document."""

    kind: RecordKind
    uid: str
    address: str = Field(description="The last part of the page's address; it may change, the uid does not.")
    names: Names
    number: int = Field(description="Of the live revision.")
    published_at: datetime
    url: str
    page: str = Field(description="Where people read it.")


class CodebookHead(Head):
    codebook_state: CodebookState


class CodeHead(Head):
    code_kind: CodeKind
    scale: ScaleKind
    broader: str | None


class PlaceHead(Head):
    level: Level
    division_code: str
    parent: str | None


class SourceHead(Head):
    source_type: str
    issued: str
    language: str


class ActorHead(Head):
    actor_type: str
    generic: bool
    place: str | None


class CaseHead(Head):
    origin: Origin
    level: Level
    unit: Unit
    place: str | None = Field(description="None where the study withholds it.")
    anonymous: bool
    period: str
    period_blank: str


class StudyHead(Head):
    source: str


class DataSetHead(Head):
    source: str
    edition: str


class RecordEnvelope(Shape):
    """A published document with its place in the history."""

    kind: RecordKind
    uid: str
    number: int
    published_at: datetime
    url: str
    page: str
    document: Any


class CodebookRecord(RecordEnvelope):
    document: schema.CodebookDocument


class CodeRecord(RecordEnvelope):
    document: schema.CodeDocument


class PlaceRecord(RecordEnvelope):
    document: schema.PlaceDocument


class SourceRecord(RecordEnvelope):
    document: schema.SourceDocument


class ActorRecord(RecordEnvelope):
    document: schema.ActorDocument


class CaseRecord(RecordEnvelope):
    document: schema.CaseDocument


class StudyRecord(RecordEnvelope):
    document: schema.StudyDocument


class DataSetRecord(RecordEnvelope):
    document: schema.DataSetDocument


class RevisionRow(Shape):
    """A published revision of a record, without its document."""

    kind: RecordKind
    uid: str
    number: int
    sequence: int = Field(description="Order of publication over all records.")
    published_at: datetime
    author: str | None = Field(description="None for what came with the site's own content, or without a name.")
    reviewer: str | None
    reason: str
    url: str


# Claims -------------------------------------------------------------------------------------------


class EvidenceRow(Shape):
    excerpt: str = Field(description="source#ref: the passage stands in that source's document.")
    stance: Stance


class ClaimRow(Shape):
    """A claim as a flat row; nulls and empty texts are told apart by ``blank``."""

    ref: str
    basis: Basis | None
    confidence: Confidence | None
    strength: Strength | None
    codebook: str
    coder: str
    reasoning: Names
    evidence: list[EvidenceRow]


class CodingRow(ClaimRow):
    """A claim about a case: the code holds, or has this value or level, or is blank for a reason."""

    case: str
    code: str
    phase: str | None
    period: str | None
    accepted: bool
    value: float | None
    level: str | None
    blank: Blank | None
    text: Names


class LinkRow(ClaimRow):
    """What one code says of another: within a case, or in general, and then ``case`` is null."""

    case: str | None
    link_kind: LinkKind
    from_code: str
    to_code: str
    study: str | None
    actor: str | None
    degree: str | None
    text: Names


# Facets -------------------------------------------------------------------------------------------


class FacetValue(Shape):
    key: str
    label: str
    count: int
    chosen: bool


class FacetRow(Shape):
    name: str
    title: str
    values: list[FacetValue]


class UnknownValue(Shape):
    facet: str
    key: str


class Facets(Shape):
    """Counts of cases by value. A facet's own choice does not narrow its own counts."""

    total: int
    facets: list[FacetRow]
    unknown: list[UnknownValue] = Field(description="Chosen values that no record answers to.")


# Drafts -------------------------------------------------------------------------------------------


class DraftRow(Shape):
    """A draft without its document. ``id`` is its only name: the record may not exist yet."""

    id: int
    kind: RecordKind
    uid: str
    state: RevisionState
    base: int | None = Field(description="Number of the revision that it changes.")
    edit_count: int
    author: str | None
    reviewer: str | None
    reason: str
    updated_at: datetime
    url: str


class DraftRecord(DraftRow):
    number: int | None = Field(description="Once published.")
    document: dict[str, Any]


class Root(Shape):
    """Everything that the API has, by name."""

    links: dict[str, str]
    licence: str
