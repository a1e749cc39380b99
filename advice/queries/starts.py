"""Cases from which advice may start, and what stands beside the cards of one."""

from collections.abc import Iterable

from cases.enums import CodeKind, Level, Origin
from cases.models import BenchmarkUse, Case, Code, Coding, Link
from cases.queries.case_list import first_keys
from cases.queries.facets import EMPTY, facet_index

SHOWN = 12


def starts() -> list[Case]:
    """Cases of places with a problem coded, those of the founding studies first."""
    index = facet_index()
    coded = index.coded(CodeKind.PROBLEM) - index.bitmaps.get(("level", Level.NATIONAL.value), EMPTY)
    keys: list[int] = []
    for origin in Origin.values:
        # The index also has answers that say no, and rivals: with twice as many there are enough without them.
        keys += first_keys(coded & index.bitmaps.get(("origin", origin), EMPTY), 2 * SHOWN)
    said = Coding.objects.filter(case__in=keys, value__gt=0, accepted=True).values_list("case_id", "code__code_kind")
    named = {case for case, kind in said if kind == CodeKind.PROBLEM}
    return list(Case.objects.filter(pk__in=named).order_by("-origin", "sort_key")[:SHOWN])


def benchmark_uses(case: Case) -> list[BenchmarkUse]:
    """What the case borrows from its benchmarks, or why that is not known."""
    uses = BenchmarkUse.objects.filter(case=case, benchmark__state="live")
    return list(uses.select_related("benchmark", "code").order_by("order"))


def starts_beside(case: Case) -> list[Case]:
    """Other cases of the same place with a problem coded: where a study is silent, another may not be."""
    if case.place_id is None:
        return []
    coded = Coding.objects.filter(code__code_kind=CodeKind.PROBLEM, value__gt=0, accepted=True)
    found = Case.objects.live().filter(place=case.place_id, pk__in=coded.values("case")).exclude(pk=case.pk)
    return list(found.order_by("sort_key")[:SHOWN])


def systems_of(case: Case, qualities: Iterable[Link]) -> list[tuple[Code, list[Link]]]:
    """The systems that are proposed to the case, each with the qualities that it should have, as claims."""
    held = Coding.objects.filter(case=case, code__code_kind=CodeKind.SYSTEM, value__gt=0, accepted=True)
    codes = [coding.code for coding in held.select_related("code").order_by("code__order")]
    links = list(qualities)
    return [(code, [link for link in links if link.from_code_id == code.pk]) for code in codes]
