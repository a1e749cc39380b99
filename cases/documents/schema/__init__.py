"""The documents of the record: one model per kind.

The same schema reads content files, entry forms, imports and the API, and writes exports,
history and OpenAPI. What needs other records (do references exist, is the level on the scale)
is checked afterwards and in bulk, in ``rules.py``.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from cases.documents.schema.case import (
    BenchmarkItem,
    CaseDocument,
    CaseLink,
    CodingItem,
    EventItem,
    FindingItem,
    HypothesisItem,
    InvolvementItem,
    Participant,
    PhaseItem,
    ProcessTestItem,
    Pseudonym,
    RelationStateItem,
)
from cases.documents.schema.codebook import Cerqual, CerqualPart, CodebookDocument, CodeDocument, CodeLink, LevelItem
from cases.documents.schema.dataset import DataSetDocument, FileItem, ObservationItem, UnitItem, VariableItem
from cases.documents.schema.place import ActorDocument, PlaceDocument, Tile
from cases.documents.schema.record import Alias, Record, Retirement
from cases.documents.schema.source import ExcerptItem, SourceDocument, VersionItem
from cases.documents.schema.study import MemberItem, ResultItem, StudyDocument

Document = Annotated[
    CodebookDocument
    | CodeDocument
    | PlaceDocument
    | SourceDocument
    | ActorDocument
    | CaseDocument
    | StudyDocument
    | DataSetDocument,
    Field(discriminator="kind"),
]
DOCUMENT = TypeAdapter(Document)

__all__ = [
    "DOCUMENT",
    "ActorDocument",
    "Alias",
    "BenchmarkItem",
    "CaseDocument",
    "CaseLink",
    "Cerqual",
    "CerqualPart",
    "CodeDocument",
    "CodeLink",
    "CodebookDocument",
    "CodingItem",
    "DataSetDocument",
    "Document",
    "EventItem",
    "ExcerptItem",
    "FileItem",
    "FindingItem",
    "HypothesisItem",
    "InvolvementItem",
    "LevelItem",
    "MemberItem",
    "ObservationItem",
    "Participant",
    "PhaseItem",
    "PlaceDocument",
    "ProcessTestItem",
    "Pseudonym",
    "Record",
    "RelationStateItem",
    "ResultItem",
    "Retirement",
    "SourceDocument",
    "StudyDocument",
    "Tile",
    "UnitItem",
    "VariableItem",
    "VersionItem",
]
