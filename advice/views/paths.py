"""A place, or a case, beside the paths of the analyses that hold it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from advice.queries.paths import paths_page
from cases.models import Case, Place


@require_safe
def of_place(request: HttpRequest, slug: str) -> HttpResponse:
    places = Place.objects.filter(state="live").select_related("parent__parent__parent")
    # Analyses name a place by its identity, which outlives a change of its address.
    return _page(request, places.filter(slug=slug).first() or get_object_or_404(places, uid=slug))


@require_safe
def of_case(request: HttpRequest, slug: str) -> HttpResponse:
    cases = Case.objects.live().select_related("place__parent__parent__parent")
    return _page(request, get_object_or_404(cases, slug=slug))


def _page(request: HttpRequest, record: Place | Case) -> HttpResponse:
    return render(request, "advice/paths.html", {"page": paths_page(record, request.user), "record": record})
