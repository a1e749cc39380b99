"""Cases, with everything that is claimed of them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cases.documents.parts import (
    ActorUid,
    AnyCode,
    BlankableClaim,
    CaseUid,
    Claim,
    CodeId,
    Edtf,
    Item,
    Line,
    LineText,
    PlaceUid,
    Prose,
    Ref,
    Refers,
    SourceUid,
    Text,
    code_of,
)
from cases.documents.schema.record import Record
from cases.enums import (
    Aspect,
    Blank,
    CodeKind,
    Level,
    LinkKind,
    Origin,
    Strand,
    TestResult,
    TestType,
    Tie,
    Unit,
)


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


class FindingItem(Claim):
    """What a source reports of the case that is not an event: a figure, a state of affairs, an assessment."""

    text: Text
    date: Edtf | None = Field(None, description="When it held, as the source dates it.")
    date_blank: Blank | None = None
    about: list[AnyCode] = Field(default_factory=list, description="Codes that it bears on, without coding them.")
    aspect: Aspect | None = Field(None, description="What it says of a measure: its result, its cost, or what went wrong.")


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


class HypothesisItem(Item):
    """An explanation of something in the case, to be tested; it claims nothing until its tests do."""

    ref: Ref
    text: Text
    rival_of: Annotated[Ref, Refers("hypotheses")] | None = Field(None, description="The hypothesis that it competes with.")
    coder: Line = Field(description="Who put it forward, as they wish to be credited.")

    @model_validator(mode="after")
    def _rivals_another(self):
        if self.rival_of == self.ref:
            raise PydanticCustomError("rival_of_itself", "A hypothesis cannot be its own rival.")
        return self


class ProcessTestItem(Claim):
    """What a hypothesis leads one to expect, and whether it was observed. What follows is computed, never stored."""

    hypothesis: Annotated[Ref, Refers("hypotheses")]
    test_type: TestType
    expected: Text = Field(description="The observation that the hypothesis leads one to expect.")
    result: TestResult


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
    findings: list[FindingItem] = Field(default_factory=list)
    relation_states: list[RelationStateItem] = Field(default_factory=list)
    codings: list[CodingItem] = Field(default_factory=list)
    links: list[CaseLink] = Field(default_factory=list)
    benchmarks: list[BenchmarkItem] = Field(default_factory=list)
    hypotheses: list[HypothesisItem] = Field(default_factory=list)
    process_tests: list[ProcessTestItem] = Field(default_factory=list)

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
