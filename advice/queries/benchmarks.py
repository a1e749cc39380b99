"""The benchmarks of a focal case: what it borrows from each, or why that is not known, and how alike the two are."""

from dataclasses import dataclass

from advice.queries.fit import Comparison, compare
from advice.queries.profile import Profile, conditions, profiles_of
from cases.models import BenchmarkUse, Case, Code
from cases.queries.footing import Footing


@dataclass
class Benchmark:
    """One case that is held up to the focal case."""

    case: Case
    uses: list[BenchmarkUse]
    fit: Comparison

    @property
    def measures(self) -> list[Code]:
        return [use.code for use in self.uses if use.code]


@dataclass
class BenchmarkPage:
    """A focal case beside its benchmarks."""

    case: Case
    here: Profile
    benchmarks: list[Benchmark]
    passages: Footing

    @property
    def items(self) -> str:
        """The comparison that stands beside this page."""
        return ",".join(f"case:{case.slug}" for case in [self.case, *(one.case for one in self.benchmarks)][:6])


def benchmark_page(case: Case) -> BenchmarkPage:
    found = BenchmarkUse.objects.filter(case=case, benchmark__state="live")
    uses = list(found.select_related("benchmark__place__parent__parent", "code").order_by("order"))
    others = {use.benchmark_id: use.benchmark for use in uses}
    codes = conditions()
    profiles = profiles_of([case, *others.values()], codes)
    here = profiles[case.pk]
    benchmarks = [
        Benchmark(other, [use for use in uses if use.benchmark_id == pk], compare(here, profiles[pk], codes))
        for pk, other in others.items()
    ]
    values = [value.claim for profile in profiles.values() for value in profile.values.values() if value.claim]
    above = [one.claim for profile in profiles.values() for some in profile.context.values() for one in some]
    passages = Footing([*uses, *values, *above])
    passages.number(uses)
    for one in benchmarks:
        for line in one.fit.lines:
            passages.number(side.claim for side in (line.here, line.there) if side.claim)
            passages.number(context.claim for context in (*line.above_here, *line.above_there))
    return BenchmarkPage(case, here, benchmarks, passages)


def focal_cases() -> list[Case]:
    """Cases that have benchmarks."""
    uses = BenchmarkUse.objects.values_list("case", "benchmark__state")
    focal = {case for case, state in uses if state == "live"}
    return list(Case.objects.live().filter(pk__in=focal).order_by("-origin", "sort_key"))
