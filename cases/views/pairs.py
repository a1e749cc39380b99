"""The pair finder; the whole question is in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.filters import PairForm
from cases.queries.pairs import find_pairs
from cases.queries.pairs.find import DESIGNS


def index(request: HttpRequest) -> HttpResponse:
    form = PairForm(request.GET)
    found = find_pairs(form.wanted())
    errors = [error for errors in form.errors.values() for error in errors]
    context = {"found": found, "wanted": found.wanted, "errors": errors, "designs": DESIGNS}
    return render(request, "cases/pairs/detail.html", context)
