"""A place beside the paths of analyses that hold it: the nearest first, what is missing for each, what works on that.

Everything about paths and memberships is read from the runs. A path is a sufficient combination in the cases of its
run; that a place would gain by what it lacks is nowhere claimed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from analyses.documents.inputs import Dropped, SetInput, UnitInput, Value
from analyses.enums import RunKind, RunState, Units
from analyses.models import AnalysisRun
from analyses.queries.lists import names_withheld
from analyses.queries.run_page import CROSSOVER, Path, RunPage
from analyses.report.warned import warnings
from cases.enums import LinkKind
from cases.models import Case, Code, DataUnit, Link, Place, Variable
from cases.queries.footing import Footing

LOOKED_AT, SHOWN = 20, 6
"""Analyses that are searched for the place, and runs that a page shows."""
NEAREST = 3
"""Paths of a run that stand open."""

Names = dict[str, set[str]]
"""The references by which data sets name the place; under no data set, those by which analyses name cases."""


@dataclass
class Condition:
    """One condition of a path as it is in the place."""

    one: SetInput
    cell: dict[str, Any]
    """Its part in the path: present or absent, core or not."""
    value: Value
    membership: float
    """Of the place in the condition."""
    inside: float
    """Of the place in what the path asks of the condition."""
    code: Code | None = None
    works: list[Link] = field(default_factory=list)
    """Measures that work on it."""
    needs: list[Link] = field(default_factory=list)
    """Measures that need it, and so cannot come before it."""

    @property
    def held(self) -> bool:
        return self.inside > CROSSOVER

    @property
    def undecided(self) -> bool:
        return self.inside == CROSSOVER

    @property
    def missing(self) -> bool:
        return not self.held

    @property
    def wanted(self) -> bool:
        """Whether the path has it present: only then can a measure bring it about."""
        return bool(self.cell["value"])


@dataclass
class Near:
    """A path, and how near the place is to it."""

    path: Path
    membership: float
    conditions: list[Condition]
    members: list[UnitInput]

    @property
    def missing(self) -> list[Condition]:
        return [one for one in self.conditions if one.missing]

    @property
    def order(self) -> tuple[int, float, int]:
        """Fewest conditions missing, then the highest membership, then its number."""
        return len(self.missing), -self.membership, self.path.number


@dataclass
class Held:
    """A run that holds the place as a unit, or that does without it."""

    page: RunPage
    number: int = 0
    unit: UnitInput | None = None
    dropped: Dropped | None = None
    near: list[Near] = field(default_factory=list)

    @property
    def run(self) -> AnalysisRun:
        return self.page.run

    @property
    def nearest(self) -> list[Near]:
        return self.near[:NEAREST]

    @property
    def further(self) -> list[Near]:
        return self.near[NEAREST:]

    @property
    def outcome(self) -> tuple[SetInput, Value, float]:
        one = self.page.inputs.outcome
        return one, one.values[self.number - 1], self.page.results["memberships"][one.name][self.number - 1]

    @property
    def attained(self) -> bool:
        return self.outcome[2] > CROSSOVER

    @property
    def models(self) -> int:
        """All models of the solution that is shown; more than one means that the data do not decide between them."""
        return sum(len(solution["models"]) for solution in self.page.side["solutions"].get(self.page.choice.kind, []))

    @property
    def lacking(self) -> list[SetInput]:
        """Why the run does without the place."""
        return [one for one in self.page.inputs.sets if self.dropped and one.variable in self.dropped.missing]

    @property
    def warnings(self) -> list[str]:
        return warnings(self.page).words


@dataclass
class PathsPage:
    """A place, or a case, beside the paths of every run that holds it."""

    record: Place | Case
    place: Place | None
    held: list[Held]
    above: list[Place]
    """Places above it that data sets hold: context, and never counted as its own."""
    passages: Footing


def paths_page(record: Place | Case, person: Any) -> PathsPage:
    place = record if isinstance(record, Place) else record.place
    names = _names(record, place)
    held = [_held(RunPage(run), names) for run in _runs(names, person) if not names_withheld(run)]
    found = [one for one in held if one is not None][:SHOWN]
    passages = _measures(found)
    above = _above(place) if place and not found else []
    return PathsPage(record, place, found, above, passages)


def _names(record: Place | Case, place: Place | None) -> Names:
    names: Names = defaultdict(set)
    own = Q(case__uid=record.uid) if isinstance(record, Case) else Q()
    units = DataUnit.objects.filter(own | Q(place=place) if place else own, dataset__state="live")
    for dataset, ref in units.values_list("dataset__uid", "ref"):
        names[dataset].add(ref)
    cases = Case.objects.live().filter(place=place) if place and not isinstance(record, Case) else Case.objects.none()
    names[""] = {record.uid, *cases.values_list("uid", flat=True)}
    return names


def _runs(names: Names, person: Any) -> list[AnalysisRun]:
    """The newest finished run of each analysis that may hold the place, worked ones first."""
    datasets = Q(design__units__kind=Units.DATASET.value, design__units__dataset__in=[name for name in names if name])
    found = AnalysisRun.objects.visible_to(person).filter(kind=RunKind.SOLUTION, state=RunState.DONE)
    found = found.filter(datasets | Q(design__units__kind=Units.CASES.value))
    newest: dict[int, int] = {}
    for pk, analysis in found.order_by("-created_at", "-pk").values_list("pk", "analysis"):
        newest.setdefault(analysis, pk)
        if len(newest) == LOOKED_AT:
            break
    runs = AnalysisRun.objects.filter(pk__in=newest.values()).select_related("analysis")
    return list(runs.order_by(F("analysis__author").asc(nulls_first=True), "-created_at", "-pk"))


def _held(page: RunPage, names: Names) -> Held | None:
    refs = names.get(page.run.design["units"]["dataset"], set())
    number = next((number for ref, number in page.numbers.items() if ref in refs), 0)
    if number:
        near = [_near(page, path, number - 1) for path in page.paths]
        return Held(page, number, page.inputs.units[number - 1], near=sorted(near, key=lambda one: one.order))
    dropped = next((one for one in page.inputs.dropped if one.ref in refs), None)
    return Held(page, dropped=dropped) if dropped else None


def _near(page: RunPage, path: Path, at: int) -> Near:
    cells = {cell["condition"]: cell for cell in path.cells}
    conditions = []
    for one, values in path.literals:
        membership = page.results["memberships"][one.name][at]
        inside = one.inside(values, membership)
        conditions.append(Condition(one, cells[one.name], one.values[at], membership, inside))
    return Near(path, path.memberships[at], conditions, page.named(page.members(path)))


def _measures(held: Iterable[Held]) -> Footing:
    """Give each missing condition the measures that work on it and those that need it; their passages in order."""
    missing = [(one, condition) for one in held for near in one.near for condition in near.missing if condition.wanted]
    codes = _codes(missing)
    kinds = [LinkKind.WORKS_ON, LinkKind.NEEDS]
    live = Q(case__isnull=True) | Q(case__state="live")
    links = Link.objects.filter(live, link_kind__in=kinds, to_code__in=codes.values(), from_code__retired_in=None)
    by_code: dict[tuple[int, str], list[Link]] = defaultdict(list)
    found = list(links.filter(from_code__state="live").select_related("from_code").order_by("from_code__order", "case", "order"))
    for link in found:
        held_links = by_code[link.to_code_id, link.link_kind]
        if all(link.from_code_id != other.from_code_id for other in held_links):
            held_links.append(link)
    passages = Footing(found)
    for one, condition in missing:
        condition.code = codes.get(_column(one, condition))
        if condition.code:
            condition.works = by_code[condition.code.pk, LinkKind.WORKS_ON]
            condition.needs = by_code[condition.code.pk, LinkKind.NEEDS]
            passages.number([*condition.works, *condition.needs])
    return passages


def _column(held: Held, condition: Condition) -> tuple[str, str]:
    """What names the condition's column: its data set and reference, or the code itself where cases are the units."""
    return held.run.design["units"]["dataset"], condition.one.variable


def _codes(missing: list[tuple[Held, Condition]]) -> dict[tuple[str, str], Code]:
    """The condition of the codebook that each column measures; a column of somebody's own table measures none."""
    columns = {_column(held, condition) for held, condition in missing}
    if not columns:
        return {}
    datasets = {dataset for dataset, _ref in columns if dataset}
    refs = {ref for _dataset, ref in columns}
    measured = Variable.objects.filter(dataset__uid__in=datasets, ref__in=refs, code__isnull=False)
    found = {(one.dataset.uid, one.ref): one.code for one in measured.select_related("dataset", "code") if one.code}
    codes = {("", code.uid): code for code in Code.objects.filter(uid__in=[ref for dataset, ref in columns if not dataset])}
    return found | codes


def _above(place: Place) -> list[Place]:
    """Places above it that are units of a data set."""
    above, up = [], place.parent
    while up is not None:
        above.append(up)
        up = up.parent
    known = set(DataUnit.objects.filter(place__in=above, dataset__state="live").values_list("place", flat=True))
    return [one for one in above if one.pk in known]
