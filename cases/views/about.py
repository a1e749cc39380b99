"""Pages about the site: what it is, how it works, how well it is filled, and what its words mean."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cases.queries import glossary as terms
from cases.queries import status as figures

PAGES = {"method", "data", "cite", "accessibility", "status", "privacy", "contact", "licences"}


def about(request: HttpRequest, page: str = "index") -> HttpResponse:
    """A page of prose. Each language has its own text, because a good page is written and not assembled."""
    if page != "index" and page not in PAGES:
        raise Http404
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    context = _status() if page == "status" else {}
    return render(request, f"cases/about/{page}.html", {"page": page, "prose": f"cases/about/{language}/{page}.html", **context})


def _status() -> dict[str, object]:
    claims = figures.claims()
    return {
        "claims": claims,
        "bases": figures.basis_totals(claims),
        "total": sum(row.total for row in claims),
        "without": sum(row.without_evidence for row in claims),
        "bare": figures.without_evidence(),
        "blanks": figures.blanks(),
        "translations": figures.translations(),
    }


def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/glossary.html", {"kinds": terms.terms()})
