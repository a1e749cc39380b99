"""Publications and their passages."""

from typing import Annotated, Literal

from pydantic import Field

from cases.documents.parts import (
    Doi,
    Edtf,
    Item,
    Line,
    LineText,
    Margin,
    Quotation,
    Ref,
    Refers,
    SourceUid,
    Text,
    Url,
)
from cases.documents.schema.record import Record
from cases.enums import (
    Access,
    Blank,
    Completeness,
    ExcerptKind,
)


class VersionItem(Item):
    """A frozen state of a source's text. The text stays with coders; its hash says which text it was."""

    ref: Ref
    label: LineText
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    read_on: Edtf | None = None


class ExcerptItem(Item):
    """A passage that claims rest on: a quotation of at most a sentence, a paraphrase, or a table cell."""

    ref: Ref
    version: Annotated[Ref, Refers("versions")]
    excerpt_kind: ExcerptKind
    language: Literal["en", "zh"]
    text: Quotation
    before: Margin | None = None
    after: Margin | None = None
    locator: LineText | None = None
    url: Url | None = None
    note: Text | None = None


class SourceDocument(Record):
    """A publication or other document, with CSL's names for its parts."""

    kind: Literal["source"]
    title: LineText
    source_type: Literal[
        "article-journal", "thesis", "report", "webpage", "article-newspaper", "dataset", "book", "chapter", "legislation"
    ]
    authors: list[Line] = Field(default_factory=list, description="As printed; empty when not reported.")
    authors_blank: Blank | None = None
    issued: Edtf | None = None
    issued_blank: Blank | None = None
    container: LineText | None = None
    publisher: LineText | None = None
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = None
    doi: Doi | None = None
    url: Url | None = None
    language: Literal["en", "zh"]
    licence: Text | None = None
    completeness: Completeness
    access: Access
    cites: list[SourceUid] = Field(default_factory=list, description="Other sources in its reference list.")
    note: Text | None = None
    versions: list[VersionItem] = Field(default_factory=list)
    excerpts: list[ExcerptItem] = Field(default_factory=list)
