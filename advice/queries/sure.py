"""How sure it is that a measure answers a problem: the GRADE-CERQual assessment of the link as a review finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from advice.enums import COMPONENTS
from cases.enums import Concern, Sureness
from cases.models import Link

NOT_ASSESSED = len(Sureness)
NO_EVIDENCE = NOT_ASSESSED + 1


@dataclass(frozen=True)
class Part:
    """One component: the concerns about it, or that it is not yet assessed, and why."""

    name: str
    title: Any
    concern: str
    reason: Any

    @property
    def words(self) -> Any:
        return Concern(self.concern).label if self.concern else _("not yet assessed")


@dataclass(frozen=True)
class Sure:
    """The assessment of one link, whole or in part."""

    overall: str
    reason: Any
    assessor: str
    parts: tuple[Part, ...]
    evidenced: bool
    """Whether the link rests on any passage at all."""

    @property
    def rank(self) -> int:
        """Order of cards: assessed ones from high to very low, then the rest, then those without evidence."""
        if not self.evidenced:
            return NO_EVIDENCE
        return list(Sureness.values).index(self.overall) if self.overall else NOT_ASSESSED

    @property
    def words(self) -> Any:
        if not self.evidenced:
            return _("No evidence")
        return Sureness(self.overall).label if self.overall else _("Not yet assessed")

    @property
    def mark(self) -> str:
        """The bars beside the words; very low has the bars of low."""
        marks = {Sureness.HIGH: "high", Sureness.MODERATE: "medium", Sureness.LOW: "low", Sureness.VERY_LOW: "low"}
        return marks[Sureness(self.overall)] if self.overall and self.evidenced else ""

    @property
    def begun(self) -> bool:
        return any(part.concern for part in self.parts)


def read(link: Link, *, evidenced: bool) -> Sure:
    said: Mapping[str, Any] = link.cerqual or {}
    parts = []
    for name, title in COMPONENTS.items():
        part = said.get(name) or {}
        parts.append(Part(name, title, part.get("concern") or "", part.get("reason")))
    return Sure(said.get("overall") or "", said.get("reason"), said.get("assessor") or "", tuple(parts), evidenced)
