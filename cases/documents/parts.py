"""What documents are made of: texts in two languages, references, claims and their evidence.

Errors are raised with a type of our own (``PydanticCustomError``), because the type is what
``messages.py`` translates; the English words here are only its fallback.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from cases.enums import Basis, Blank, CodeKind, Confidence, Stance, Strength
from cases.validators import CODE, EXCERPT, SLUG, NotADate, date_bounds


def _without_nul(text: str) -> str:
    """PostgreSQL stores no U+0000 in text or jsonb, so no document may hold one."""
    if "\x00" in text:
        raise PydanticCustomError("nul_character", "The text contains a character that cannot be stored (U+0000).")
    return text


def _edtf(text: str) -> str:
    try:
        date_bounds(text)
    except NotADate as error:
        if _ends_first(text):
            raise PydanticCustomError("edtf_order", "“{text}” ends before it starts.", {"text": text}) from error
        raise PydanticCustomError(
            "edtf",
            "“{text}” is not a date. Write 2019, 2019-05, 2019-05-01, 2019~ (about), 2018/2021 or ../2020.",
            {"text": text},
        ) from error
    return text


def _ends_first(text: str) -> bool:
    """Whether both ends of a period are dates, so that only their order is wrong."""
    start, _slash, end = text.partition("/")
    try:
        return bool(date_bounds(start) and date_bounds(end))
    except NotADate:
        return False


Ref = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
"""Identifier of an item, unique in its record and never reused."""
Uid = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
"""Identifier of a record, unique among its kind and never reused; its address may change."""
CodeId = Annotated[str, StringConstraints(pattern=CODE, max_length=120)]
"""A code as ``kind:key``, for instance ``model:administrative``."""
ExcerptId = Annotated[str, StringConstraints(pattern=EXCERPT, max_length=170)]
"""An excerpt as ``source#ref``."""


@dataclass(frozen=True)
class Refers:
    """Marks a field that names another record, an excerpt or a code, or an item of its own document.

    ``rules.py`` looks the names up in bulk; ``to`` is a record kind, ``excerpt``, or the name of
    the list of items in the same document; ``kinds`` narrows a code to some kinds.
    """

    to: str
    kinds: frozenset[CodeKind] = frozenset()


def code_of(*kinds: CodeKind) -> Refers:
    return Refers("code", frozenset(kinds))


PlaceUid = Annotated[Uid, Refers("place")]
ActorUid = Annotated[Uid, Refers("actor")]
SourceUid = Annotated[Uid, Refers("source")]
StudyUid = Annotated[Uid, Refers("study")]
CaseUid = Annotated[Uid, Refers("case")]
CodebookUid = Annotated[Uid, Refers("codebook")]
AnyCode = Annotated[CodeId, Refers("code")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_without_nul)]
Passage = Annotated[str, StringConstraints(min_length=1, max_length=4_000), AfterValidator(_without_nul)]
Quotation = Annotated[str, StringConstraints(min_length=1, max_length=700), AfterValidator(_without_nul)]
Margin = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_without_nul)]
"""The words around a quotation."""
Markdown = Annotated[str, StringConstraints(min_length=1, max_length=50_000), AfterValidator(_without_nul)]
Edtf = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(_edtf)]
"""A date in EDTF level 1: ``2019-05-01``, ``2019~``, ``2018/2021``, ``../2020``."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500), AfterValidator(_without_nul)]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$", max_length=200), AfterValidator(_without_nul)]


class Item(BaseModel):
    """Anything in a document: unknown keys are refused, surrounding white space is not kept."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


def fingerprint(text: str) -> str:
    """Hash by which a translation knows the wording that it translates."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Bilingual(Item):
    """A text in English, Chinese or both; ``original`` names the language it was written in.

    ``of`` is the fingerprint of the original that the other language translates. Left out, the
    translation counts as made from the text it stands beside; another fingerprint than the
    original's means that the translation is out of date.
    """

    en: Any = None
    zh: Any = None
    original: Annotated[str, StringConstraints(pattern=r"^(en|zh)$")]
    of: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None

    @model_validator(mode="after")
    def _original_is_there(self):
        written = getattr(self, self.original)
        if written is None:
            raise PydanticCustomError("original_missing", "The text in its original language is missing.")
        translation = self.zh if self.original == "en" else self.en
        if translation is None:
            self.of = None
        elif self.of is None:
            self.of = fingerprint(written)
        return self

    @property
    def stale(self) -> bool:
        """Whether the original has changed since it was translated."""
        return self.of is not None and self.of != fingerprint(getattr(self, self.original))


class LineText(Bilingual):
    """Names and titles: at most 300 characters in each language."""

    en: Line | None = None
    zh: Line | None = None


class Text(Bilingual):
    """Definitions, summaries, notes: at most 4,000 characters in each language."""

    en: Passage | None = None
    zh: Passage | None = None


class Prose(Bilingual):
    """Narrative in Markdown: at most 50,000 characters in each language."""

    en: Markdown | None = None
    zh: Markdown | None = None


class EvidenceUse(Item):
    """An excerpt that supports, contradicts or qualifies the claim it stands in."""

    excerpt: Annotated[ExcerptId, Refers("excerpt")]
    stance: Stance


class Claim(Item):
    """What a reader sees, with how it is known.

    A claim with a value names basis, confidence and strength; nothing fills them in. A *stated*
    claim rests on an excerpt; an *inferred* or *judgement* one gives its reasoning.
    """

    ref: Ref
    basis: Basis
    confidence: Confidence
    strength: Strength
    codebook: CodebookUid = Field(description="Number of the codebook version under which the claim was made.")
    coder: Line = Field(description="Who made the claim, as they wish to be credited.")
    evidence: list[EvidenceUse] = Field(default_factory=list, max_length=50)
    reasoning: Text | None = None

    @model_validator(mode="after")
    def _is_founded(self):
        check_foundation(self)
        return self


class BlankableClaim(Item):
    """A claim, or the reason why there is nothing to claim. A blank has no basis, but may be explained."""

    ref: Ref
    blank: Blank | None = None
    basis: Basis | None = None
    confidence: Confidence | None = None
    strength: Strength | None = None
    codebook: CodebookUid = Field(description="Number of the codebook version under which the claim was made.")
    coder: Line = Field(description="Who made the claim, as they wish to be credited.")
    evidence: list[EvidenceUse] = Field(default_factory=list, max_length=50)
    reasoning: Text | None = None

    @model_validator(mode="after")
    def _is_founded_or_blank(self):
        marks = [name for name in ("basis", "confidence", "strength") if getattr(self, name) is not None]
        if self.blank is not None:
            if marks:
                raise PydanticCustomError("blank_with_marks", "A blank has a reason, and no basis, confidence or strength.")
            return self
        missing = [name for name in ("basis", "confidence", "strength") if name not in marks]
        if missing:
            raise PydanticCustomError(
                "marks_missing", "Say how this is known. Missing: {fields}.", {"fields": ", ".join(missing)}
            )
        check_foundation(self)
        return self


def check_foundation(claim) -> None:
    """A stated or calculated claim needs a passage; an inferred one or a judgement needs its reasoning."""
    if claim.basis in (Basis.STATED, Basis.CALCULATED) and not claim.evidence:
        raise PydanticCustomError("evidence_missing", "A claim stated in a source or calculated from it needs a passage.")
    if claim.basis in (Basis.INFERRED, Basis.JUDGEMENT) and claim.reasoning is None:
        raise PydanticCustomError("reasoning_missing", "An inference or a judgement needs its reasoning.")
    seen = [use.excerpt for use in claim.evidence]
    if len(seen) != len(set(seen)):
        raise PydanticCustomError("evidence_twice", "The same passage is named twice.")
