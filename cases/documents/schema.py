"""The documents of the record: one model per kind.

The same schema reads content files, entry forms, imports and the API, and writes exports,
history and OpenAPI. What needs other records (do references exist, is the level on the scale)
is checked afterwards and in bulk, in ``rules.py``.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from cases.documents.parts import (
    ActorUid,
    AnyCode,
    BlankableClaim,
    CaseUid,
    Claim,
    CodebookUid,
    CodeId,
    Edtf,
    Item,
    Line,
    LineText,
    Passage,
    PlaceUid,
    Prose,
    Ref,
    Refers,
    SourceUid,
    StudyUid,
    Text,
    Uid,
    Url,
    code_of,
)
from cases.enums import (
    Access,
    ActorType,
    Basis,
    Blank,
    CodebookState,
    CodeKind,
    Completeness,
    Confidence,
    ExcerptKind,
    Level,
    LinkKind,
    MemberRole,
    Origin,
    ResultKind,
    ScaleKind,
    Strand,
    Tie,
    Unit,
)


class Record(Item):
    """What every document has: an identity, and the address under which it is read."""

    uid: Uid
    slug: Uid | None = Field(None, description="The address, where it differs from the identity.")
    former_slugs: list[Uid] = Field(default_factory=list, description="Old addresses, which redirect.")

    @property
    def address(self) -> str:
        return self.slug or self.uid


# Places, actors -----------------------------------------------------------------------------------


class Alias(Item):
    """Another name, as printed somewhere. It is searched, never shown as the name."""

    text: Line
    lang: Literal["en", "zh"]


class Tile(Item):
    """Where the unit stands on the tile grid, and the letters in its square."""

    row: int = Field(ge=1, le=12)
    column: int = Field(ge=1, le=12)
    letters: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class PlaceDocument(Record):
    """An administrative unit. A place is not a case: many cases may concern one place."""

    kind: Literal["place"]
    name: LineText
    aliases: list[Alias] = Field(default_factory=list)
    sort_key: Line | None = Field(None, description="Pinyin, where the usual reading is wrong (单县: shan xian).")
    level: Level
    division_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = Field(None, description="GB/T 2260.")
    parent: PlaceUid | None = None
    tile: Tile | None = None


class ActorDocument(Record):
    """An organisation, or a generic role as a source prints it (“government”, “enterprise”)."""

    kind: Literal["actor"]
    name: LineText
    aliases: list[Alias] = Field(default_factory=list)
    actor_type: ActorType
    generic: bool = Field(description="True for a role (“enterprise”), false for a named organisation.")
    place: PlaceUid | None = None
    founded: Edtf | None = None
    note: Text | None = None


# Sources ------------------------------------------------------------------------------------------


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
    text: Annotated[Passage, Field(max_length=700)]
    before: Annotated[Passage, Field(max_length=300)] | None = None
    after: Annotated[Passage, Field(max_length=300)] | None = None
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
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$", max_length=200)] | None = None
    url: Url | None = None
    language: Literal["en", "zh"]
    licence: Text | None = None
    completeness: Completeness
    access: Access
    cites: list[SourceUid] = Field(default_factory=list, description="Other sources in its reference list.")
    note: Text | None = None
    versions: list[VersionItem] = Field(default_factory=list)
    excerpts: list[ExcerptItem] = Field(default_factory=list)


# Codebook -----------------------------------------------------------------------------------------


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


# Cases --------------------------------------------------------------------------------------------


class Pseudonym(Item):
    """The name a study gives to a case whose place it withholds."""

    as_printed: Line
    level: Level
    parent_as_stated: LineText | None = Field(None, description="The higher unit, only if the source names it.")


class CodingItem(BlankableClaim):
    """A claim about the case: this code holds, or has this value or level, or is blank for a reason.

    Rivals share code, phase and period; one of them is accepted. When all are rejected the
    question is contested.
    """

    code: AnyCode
    value: float | None = None
    level: Ref | None = None
    phase: Annotated[Ref, Refers("phases")] | None = None
    period: Edtf | None = None
    accepted: bool = True
    text: Text | None = Field(None, description="The claim in a few words, as it stands in a table.")

    @property
    def slot(self) -> str:
        """The question that rival codings answer."""
        return ":".join([self.code, self.phase or "", self.period or ""])

    @model_validator(mode="after")
    def _says_one_thing(self):
        said = [name for name in ("value", "level", "blank") if getattr(self, name) is not None]
        if len(said) != 1:
            raise PydanticCustomError("one_of", "Give a value, or a level, or the reason why there is neither.")
        return self


class CaseLink(Claim):
    """What one code says of another within this case, for one of its actors where that is known."""

    link_kind: LinkKind
    from_code: AnyCode
    to_code: AnyCode
    actor: ActorUid | None = None
    degree: Literal["core", "important"] | None = None
    text: Text | None = None


class PhaseItem(Item):
    """A stretch of the case's process. Phases are listed in their order."""

    ref: Ref
    title: LineText
    starts: Edtf | None = None
    ends: Edtf | None = None
    dates_blank: Blank | None = None
    starts_with: Annotated[Ref, Refers("events")] | None = Field(None, description="The event that opens it.")
    ends_with: Annotated[Ref, Refers("events")] | None = None
    note: Text | None = None


class Participant(Item):
    actor: ActorUid
    role: LineText | None = None


class EventItem(Claim):
    """Something that happened: dated, or placed in a phase, or blank for a reason."""

    title: LineText
    text: Text | None = None
    date: Edtf | None = None
    date_blank: Blank | None = None
    phase: Annotated[Ref, Refers("phases")] | None = None
    strand: Strand | None = None
    participants: list[Participant] = Field(default_factory=list)


class InvolvementItem(Claim):
    """An actor's part in the case."""

    actor: ActorUid
    role: LineText
    phase: Annotated[Ref, Refers("phases")] | None = None
    period: Edtf | None = None


class RelationStateItem(Claim):
    """The state of a tie between two actors in a phase or between dates, with what brought it about."""

    actor: ActorUid
    other: ActorUid
    tie: Tie
    state: Annotated[CodeId, code_of(CodeKind.INTERACTION)] | None = Field(
        None, description="An interaction state of the codebook, where a study assigns one."
    )
    phase: Annotated[Ref, Refers("phases")] | None = None
    period: Edtf | None = None
    share: float | None = Field(None, ge=0, le=100, description="Per cent, for ownership.")
    trigger: LineText | None = None
    trigger_blank: Blank | None = None


class BenchmarkItem(BlankableClaim):
    """What this case borrows from another one, or the reason why that is not known."""

    benchmark: CaseUid
    code: AnyCode | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _says_what(self):
        if (self.code is None) == (self.blank is None):
            raise PydanticCustomError("benchmark", "Name what is borrowed, or the reason why that is not known.")
        return self


class CaseDocument(Record):
    """A bounded instance of a unit of analysis, in a place or under a pseudonym, with a period."""

    kind: Literal["case"]
    label: LineText
    origin: Origin
    place: PlaceUid | None = None
    pseudonym: Pseudonym | None = None
    unit: Unit
    subject: LineText | None = Field(None, description="What was studied, in a few words.")
    period: Edtf | None = None
    period_blank: Blank | None = None
    boundary: Text | None = Field(None, description="What counts as part of the case and what does not.")
    lede: Text | None = Field(None, description="One or two sentences under the title.")
    summary: Text
    narrative: Prose | None = None
    caution: Text | None = Field(None, description="What a reader must know before relying on the case.")
    sources: list[SourceUid] = Field(default_factory=list)
    phases: list[PhaseItem] = Field(default_factory=list)
    involvements: list[InvolvementItem] = Field(default_factory=list)
    events: list[EventItem] = Field(default_factory=list)
    relation_states: list[RelationStateItem] = Field(default_factory=list)
    codings: list[CodingItem] = Field(default_factory=list)
    links: list[CaseLink] = Field(default_factory=list)
    benchmarks: list[BenchmarkItem] = Field(default_factory=list)

    @property
    def anonymous(self) -> bool:
        return self.pseudonym is not None

    @model_validator(mode="after")
    def _is_somewhere(self):
        if (self.place is None) == (self.pseudonym is None):
            raise PydanticCustomError("place_or_pseudonym", "A case has a place, or a pseudonym, and never both.")
        if (self.period is None) == (self.period_blank is None):
            raise PydanticCustomError("period", "Give the period, or the reason why there is none.")
        return self


# Studies, data sets -------------------------------------------------------------------------------


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
