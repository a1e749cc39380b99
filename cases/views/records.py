"""Studies, sources, actors and places: a list and a page each, with what links to them."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.filters import AfterForm
from cases.models import Actor, Place, Source, Study
from cases.queries import actor_page, place_page, source_page, study_page
from cases.views.gone import redirect_former

PAGE_SIZE = 100


def page_of(request: HttpRequest, rows, size: int = PAGE_SIZE) -> Page:
    """The page that the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def studies(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/study/list.html", {"studies": study_page.study_list()})


def study(request: HttpRequest, slug: str) -> HttpResponse:
    found = Study.objects.filter(slug=slug, state="live").select_related("revision__author", "source__revision").first()
    if found is None:
        return redirect_former(request, "study", slug)
    return render(request, "cases/study/detail.html", {"study": found, "page": study_page.study_page(found)})


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/source/list.html", {"page": source_page.source_list(AfterForm(request.GET).word())})


def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = Source.objects.filter(slug=slug, state="live").select_related("revision__author").first()
    if found is None:
        return redirect_former(request, "source", slug)
    return render(request, "cases/source/detail.html", {"source": found, "page": source_page.source_page(found)})


def actors(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/actor/list.html", {"page": actor_page.actor_list(AfterForm(request.GET).word())})


def actor(request: HttpRequest, slug: str) -> HttpResponse:
    found = Actor.objects.filter(slug=slug, state="live").select_related("revision__author", "place").first()
    if found is None:
        return redirect_former(request, "actor", slug)
    return render(request, "cases/actor/detail.html", {"actor": found, "page": actor_page.actor_page(found)})


def places(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/place/list.html", {"rows": place_page.place_list()})


def place(request: HttpRequest, slug: str) -> HttpResponse:
    # A township has a county, a city, a province and the nation above it.
    places = Place.objects.select_related("revision__author", "parent__parent__parent__parent__parent")
    found = places.filter(slug=slug, state="live").first()
    if found is None:
        return redirect_former(request, "place", slug)
    return render(request, "cases/place/detail.html", {"place": found, "page": place_page.place_page(found)})
