"""Processes: cases over time, actors and their ties, and how models come about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.enums import CodeKind, Strand
from cases.filters.timeline import TimelineFilter
from cases.models import Case, Code
from cases.queries.case_list import first_cases
from cases.queries.chains import chains as read_chains
from cases.queries.facets import facet_index
from cases.queries.network import network_page
from cases.queries.timeline import pick_cases, timeline_page
from cases.queries.timeline.options import MOST_CASES, Align, Kind
from cases.views.gone import redirect_former

PICKABLE = 100


def timeline(request: HttpRequest) -> HttpResponse:
    picked = pick_cases(_items(request))
    context = {"picked": picked, "items": picked.items, "most": MOST_CASES}
    if not picked.cases:
        return render(
            request, "cases/timeline/pick.html", context | {"cases": Case.objects.live().order_by("sort_key")[:PICKABLE]}
        )
    options = TimelineFilter(request.GET).options()
    page = timeline_page(picked.cases, options)
    opened = page.opened(request.GET.get("open", ""))
    context |= {"page": page, "options": options, "open": opened, "passages": page.passages(opened)}
    context |= {"aligns": Align, "strands": Strand, "kinds": Kind}
    return render(request, "cases/timeline/detail.html", context)


def _items(request: HttpRequest) -> list[str]:
    """Items in one word with commas, or one by one from tick boxes."""
    return [*request.GET.get("items", "").split(","), *request.GET.getlist("item")]


def chains(request: HttpRequest) -> HttpResponse:
    page = read_chains(_items(request))
    opened = page.claims.get(request.GET.get("open", ""))
    context = {
        "page": page,
        "open": opened,
        "passages": page.evidence(opened),
        "models": Code.objects.filter(code_kind=CodeKind.MODEL, state="live").order_by("order"),
        "cases": first_cases(facet_index().coded(CodeKind.MODEL), PICKABLE),
    }
    return render(request, "cases/chains/detail.html", context)


def network(request: HttpRequest, slug: str) -> HttpResponse:
    case = Case.objects.live().select_related("revision").filter(slug=slug).first()
    if case is None:
        return redirect_former(request, "case", slug)
    page = network_page(case, request.GET.get("phase", ""), request.GET.get("year", ""))
    opened = page.opened(request.GET.get("open", ""))
    context = {"page": page, "case": case, "open": opened, "passages": page.passages(opened)}
    return render(request, "cases/network/detail.html", context)
