"""What the home page shows: how much there is, the tile grid, the seeds' cases, the studies, what is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from cases.enums import Blank, CodeKind, MemberRole, Origin, RecordKind
from cases.models import Case, Coding, Event, Revision, Study, StudyMember
from cases.models.heads import HEADS
from cases.queries.facets import facet_index
from cases.queries.paging import up_to

NEWS_KINDS = [RecordKind.CASE, RecordKind.DATASET]  # studies stand beside the news as a list of their own
EVENTS_COUNTED = 10_000


@dataclass(frozen=True)
class CaseRow:
    """A case of a founding study as a row: its part in the study and what is known of its governance model."""

    case: Case
    member: StudyMember
    partners: list[Case]
    model: Coding | None

    @property
    def model_blank(self) -> str:
        return self.model.blank if self.model else Blank.NOT_YET_CODED.value


def seed_cases() -> list[CaseRow]:
    """The cases that the founding studies report, in the studies' order."""
    found = StudyMember.objects.filter(case__origin=Origin.SEED, case__state="live", study__state="live")
    members: dict[Case, StudyMember] = {}
    for member in found.select_related("study", "case").order_by("study__number", "order"):
        if member.case is not None:
            members.setdefault(member.case, member)
    codings = Coding.objects.filter(case__in=members, code__code_kind=CodeKind.MODEL, accepted=True).select_related("code")
    models: dict[int, Coding] = {}
    for coding in codings.order_by("-blank", "order"):  # a value comes after the blanks and takes their place
        models[coding.case_id] = coding
    return [CaseRow(case, member, _partners(member, members.values()), models.get(case.pk)) for case, member in members.items()]


def _partners(member: StudyMember, members: Iterable[StudyMember]) -> list[Case]:
    """The cases that it is compared with, or the one that it is a benchmark for."""
    role = MemberRole.FOCAL if member.role == MemberRole.BENCHMARK else MemberRole.COMPARED
    others = [other for other in members if other.study_id == member.study_id and other.role == role and other != member]
    return [other.case for other in others if other.case is not None]


@dataclass(frozen=True)
class News:
    """A record as it was last published."""

    revision: Revision

    @property
    def name(self) -> Any:
        return self.revision.document.get("label") or self.revision.document.get("title")

    @property
    def address(self) -> str:
        return self.revision.document.get("slug") or self.revision.uid

    @property
    def day(self) -> str:
        return self.revision.decided_at.date().isoformat() if self.revision.decided_at else ""


def latest(limit: int = 4) -> list[News]:
    """The live records published last. Of the later kinds only those are read that are newer than what was found."""
    newest: list[tuple[int, int]] = []
    for kind in NEWS_KINDS:
        since = newest[-1][0] if len(newest) == limit else 0
        rows = HEADS[kind]._default_manager.filter(state="live", revision__sequence__gt=since)
        found = rows.order_by("-revision__sequence").values_list("revision__sequence", "revision_id")[:limit]
        newest = sorted([*newest, *((sequence or 0, pk) for sequence, pk in found)], reverse=True)[:limit]
    revisions = Revision.objects.in_bulk([pk for _sequence, pk in newest])
    return [News(revisions[pk]) for _sequence, pk in newest if pk in revisions]


def studies() -> list[Study]:
    rows = Count("members", filter=Q(members__role=MemberRole.DATA_ROW))
    return list(Study.objects.filter(state="live").select_related("source").annotate(data_rows=rows).order_by("number"))


def counts(studies: list[Any]) -> dict[str, Any]:
    """How much there is; events only up to a cap."""
    events = up_to(Event.objects.exclude(date=""), EVENTS_COUNTED)
    return {
        "studies": len(studies),
        "cases": len(facet_index().live),
        "rows": sum(study.data_rows for study in studies),
        "events": min(events, EVENTS_COUNTED),
        "more_events": events > EVENTS_COUNTED,
    }
