"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from cases.queries import home as queries
from cases.queries.datasets.grid import home_grid


def home(request: HttpRequest) -> HttpResponse:
    studies = queries.studies()
    context = {
        "counts": queries.counts(studies),
        "grid": home_grid(),
        "rows": queries.seed_cases(),
        "studies": studies,
        "news": queries.latest(),
    }
    return render(request, "cases/home.html", context)


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and feed readers ask for this address whatever the page says."""
    return redirect(static("img/favicon.ico"))
