"""Worklists: what the advice lacks, so that somebody can see to it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import Basis, CodeKind, LinkKind
from cases.models import Code, Coding, Evidence, Link

SHOWN = 200
OURS = [Basis.INFERRED, Basis.JUDGEMENT]


@dataclass
class Worklists:
    """Each list with the whole number that there are."""

    unevidenced: list[Code]
    """Countermeasures of which no case reports that it was done, and no passage stands under a link to a problem."""
    undone: list[Code]
    """Countermeasures that were proposed and that nobody is reported to have done."""
    unanswered: list[Code]
    """Problems that nothing is tied to."""
    idle: list[Code]
    """Countermeasures that are tied to no problem."""
    inferred: list[Link]
    """Links from problem to answer that only we make."""
    unassessed: list[Link]
    """Links whose confidence nobody has assessed in full."""


def worklists() -> Worklists:
    problems, measures = _live(CodeKind.PROBLEM), _live(CodeKind.COUNTERMEASURE)
    answers = Link.objects.filter(Q(case=None) | Q(case__state="live"), link_kind=LinkKind.ANSWERED_BY)
    passages = Evidence.objects.filter(link__in=answers, link__to_code=OuterRef("pk"))
    held = Coding.objects.filter(code=OuterRef("pk"), value__gt=0, accepted=True, case__state="live")
    done = held.exclude(strength="proposed")
    tied = answers.filter(to_code=OuterRef("pk"))
    general = answers.filter(case=None, to_code__retired_in=None).select_related("from_code", "to_code")
    listed = list(general.order_by("from_code__order", "order")[: 2 * SHOWN])
    return Worklists(
        unevidenced=list(measures.exclude(Exists(passages)).exclude(Exists(done))[:SHOWN]),
        undone=list(measures.filter(Exists(tied)).exclude(Exists(done))[:SHOWN]),
        unanswered=list(problems.exclude(Exists(answers.filter(from_code=OuterRef("pk"))))[:SHOWN]),
        idle=list(measures.exclude(Exists(tied))[:SHOWN]),
        inferred=[link for link in listed if link.basis in OURS][:SHOWN],
        unassessed=[link for link in listed if not link.cerqual.get("overall")][:SHOWN],
    )


def _live(kind: str) -> QuerySet[Code]:
    return Code.objects.filter(code_kind=kind, state="live", retired_in=None).defer("body_en", "body_zh").in_order()
