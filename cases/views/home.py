"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries import home as queries


def home(request: HttpRequest) -> HttpResponse:
    studies = queries.studies()
    context = {
        "counts": queries.counts(studies),
        "grid": queries.tile_grid(),
        "rows": queries.seed_cases(),
        "studies": studies,
        "news": queries.latest(),
    }
    return render(request, "cases/home.html", context)
