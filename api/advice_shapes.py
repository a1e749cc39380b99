"""The shapes of what the API says of advice."""

from pydantic import Field

from api.shapes import Names, Shape
from cases.enums import Basis, Concern, Confidence, Strength, Sureness


class AdviceClaim(Shape):
    """How something is known: with the code or the case that it is about, where there is one."""

    about: str | None
    basis: Basis
    confidence: Confidence
    strength: Strength
    evidence: list[str] = Field(description="Passages, as source#ref.")


class AdviceSure(Shape):
    """GRADE-CERQual of the link as a review finding. Null: not yet assessed."""

    overall: Sureness | None
    methodological_limitations: Concern | None
    coherence: Concern | None
    adequacy: Concern | None
    relevance: Concern | None
    evidenced: bool
    assessor: str | None


class AdviceAnswer(Shape):
    problem: str
    links: list[AdviceClaim]
    sure: AdviceSure


class AdviceLine(Shape):
    """One condition on both sides. Null: no value; a value of the place above never stands here."""

    condition: str
    here: str | None
    there: str | None
    fit: str = Field(description="same, differs or unknown.")


class AdviceFit(Shape):
    case: str | None
    same: int
    differs: int
    unknown: int
    lines: list[AdviceLine]


class AdviceFinding(Shape):
    case: str
    text: Names
    claim: AdviceClaim


class AdviceCard(Shape):
    """A countermeasure with its two marks. They are never added up."""

    measure: str
    names: Names
    answers: list[AdviceAnswer]
    done: list[str]
    proposed: list[str]
    needs: list[AdviceLine]
    fits: list[AdviceFit]
    risks: list[AdviceClaim]
    results: list[AdviceFinding]
    costs: list[AdviceFinding]
    failures: list[AdviceFinding]
    no_failure_reported: bool = Field(description="True: the general caution holds.")


class AdviceCards(Shape):
    problems: list[str]
    left_out: list[str]
    unanswered: list[str]
    order: str
    general_caution: list[AdviceClaim]
    cards: list[AdviceCard]


class GapCell(Shape):
    problem: str
    measure: str
    links: int
    stated: int
    strength: Strength | None
    assessed: bool
    blank: str | None = Field(description="Why the cell is empty.")


class Flow(Shape):
    measure: str
    system: str
    links: int
    stated: int


class AdviceGaps(Shape):
    filled: int
    cells: list[GapCell]
    systems: list[Flow]
