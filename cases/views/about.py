"""Pages about the site: what it is, how it works, how well it is filled, and what its words mean."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.enums import Basis, Blank, Confidence
from cases.queries import glossary as terms
from cases.queries import status as figures
from cases.queries.upkeep import without_evidence

PAGES = {
    "index": _("About"),
    "method": _("Method"),
    "data": _("Data and sources"),
    "status": _("Status of the data"),
    "cite": _("How to cite"),
    "licences": _("Licences"),
    "accessibility": _("Accessibility"),
    "privacy": _("Privacy"),
    "contact": _("Contact, report an error"),
}
BASES = {
    Basis.STATED: _("The source says so; the number leads to the passage."),
    Basis.CALCULATED: _("Reckoned from figures of the source, which the number leads to."),
    Basis.INFERRED: _("The source does not say so in these words; the coder concludes it and gives the reasoning."),
    Basis.JUDGEMENT: _("An editor’s opinion, with its reasoning."),
}
CONFIDENCES = {
    Confidence.HIGH: _("There is one way to read the passage."),
    Confidence.MEDIUM: _("Another reading is possible but less likely; the reasoning names it."),
    Confidence.LOW: _("One of several readings; do not build on it without looking yourself."),
}
BLANKS = {
    Blank.NOT_REPORTED: _("The source was read and does not say."),
    Blank.NOT_APPLICABLE: _("The question does not arise for this case."),
    Blank.NOT_YET_CODED: _("Nobody has looked yet."),
    Blank.WITHHELD: _("It is known but not shown, to protect a place or a person."),
    Blank.CONTESTED: _("There are rival answers and none is accepted."),
    Blank.NOT_COMPARABLE: _("There is a value, but it is measured in another way."),
}


def about(request: HttpRequest, page: str = "index") -> HttpResponse:
    """A page of prose. Each language has its own text, because a good page is written and not assembled."""
    if page not in PAGES:
        raise Http404
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    context: dict[str, Any] = {"page": page, "title": PAGES[page], "pages": PAGES.items(), "contact": settings.CONTACT}
    if page == "status":
        return render(request, "cases/about/status.html", context | _status())
    return render(request, "cases/about/page.html", context | {"prose": f"cases/about/{language}/{page}.html"})


def _status() -> dict[str, Any]:
    counted = figures.status()
    return {
        "bases": figures.basis_totals(counted.claims),
        "total": sum(row.total for row in counted.claims),
        "without": sum(row.without_evidence for row in counted.claims),
        "bare": without_evidence().rows[:50],
        "blanks": counted.blanks,
        "translations": counted.translations,
        "read_at_most": counted.most,
    }


def glossary(request: HttpRequest) -> HttpResponse:
    meanings = {"bases": BASES.items(), "confidences": CONFIDENCES.items(), "blanks": BLANKS.items()}
    return render(request, "cases/glossary.html", {"kinds": terms.terms(), **meanings})
