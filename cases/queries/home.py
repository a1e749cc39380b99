"""What the home page shows: how much there is, the tile grid, the seeds' cases, the studies, what is new."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from cases.enums import Blank, CodeKind, MemberRole, Origin, RecordKind
from cases.models import Case, CaseFacet, Coding, DataSet, Event, Observation, Place, Revision, Study, StudyMember

GRID_DATASET = "online-service-capability-2019"
HIGH, MIDDLE = 90, 80  # borders of the three groups; groups and not ranks, because the differences within them are small
NEWS_KINDS = [RecordKind.CASE, RecordKind.DATASET]  # studies stand beside the news as a list of their own


@dataclass(frozen=True)
class Tile:
    """One provincial unit: its square, its value if the data set has one, and whether a named case lies in it."""

    place: Place
    value: float | None
    has_case: bool

    STEP = 67

    @property
    def group(self) -> str:
        if self.value is None:
            return "n"
        return "3" if self.value >= HIGH else "2" if self.value >= MIDDLE else "1"

    @property
    def x(self) -> int:
        return ((self.place.tile_column or 1) - 1) * self.STEP

    @property
    def y(self) -> int:
        return ((self.place.tile_row or 1) - 1) * self.STEP


@dataclass
class TileGrid:
    """All provincial units with the values of one variable, in three groups."""

    dataset: DataSet
    tiles: list[Tile] = field(default_factory=list)

    def _of(self, group: str) -> list[Tile]:
        return [tile for tile in self.tiles if tile.group == group]

    @property
    def high(self) -> int:
        return len(self._of("3"))

    @property
    def middle(self) -> int:
        return len(self._of("2"))

    @property
    def low(self) -> int:
        return len(self._of("1"))

    @property
    def rows(self) -> list[Tile]:
        """The units that the data set covers, in the order of their codes."""
        return sorted((tile for tile in self.tiles if tile.value is not None), key=lambda tile: tile.place.division_code)

    @property
    def width(self) -> int:
        return max((tile.x for tile in self.tiles), default=0) + 64

    @property
    def height(self) -> int:
        return max((tile.y for tile in self.tiles), default=0) + 64


def tile_grid(slug: str = GRID_DATASET) -> TileGrid | None:
    """The grid of a data set's first variable; ``None`` while the data set is not there."""
    dataset = DataSet.objects.select_related("source").filter(slug=slug, state="live").first()
    if dataset is None:
        return None
    # A named case has its place and the places above as terms; an anonymous one has none, so it cannot show here.
    cases = CaseFacet.objects.filter(term__facet="place", term__key=OuterRef("uid"))
    values = Observation.objects.filter(dataset=dataset, unit__place=OuterRef("pk")).order_by("variable__order").values("value")
    places = Place.objects.filter(tile_row__isnull=False, state="live").annotate(
        has_case=Exists(cases), value=Subquery(values[:1])
    )
    return TileGrid(dataset, [Tile(place, place.value, place.has_case) for place in places.order_by("tile_row", "tile_column")])


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
    """The records published last, each once."""
    revisions = Revision.objects.published().filter(kind__in=NEWS_KINDS).order_by("-sequence")[: limit * 3]
    seen: dict[tuple[str, str], News] = {}
    for revision in revisions:
        seen.setdefault((revision.kind, revision.uid), News(revision))
    return list(seen.values())[:limit]


def studies() -> list[Study]:
    rows = Count("members", filter=Q(members__role=MemberRole.DATA_ROW))
    return list(Study.objects.filter(state="live").select_related("source").annotate(data_rows=rows).order_by("number"))


def counts(studies: list[Any]) -> dict[str, int]:
    return {
        "studies": len(studies),
        "cases": Case.objects.live().count(),
        "rows": sum(study.data_rows for study in studies),
        "events": Event.objects.exclude(date="").count(),
    }
