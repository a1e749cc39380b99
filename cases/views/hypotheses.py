"""Hypotheses of all cases with the tests that they were put to."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.enums import TestResult, TestType
from cases.queries.tracing import ON_A_PAGE, hypotheses_page


def index(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("page", "1")
    number = int(text) if text.isdecimal() and 0 < int(text[:6]) < 100_000 else 1
    rows, passages, total = hypotheses_page(number)
    context = {
        "rows": rows,
        "passages": passages,
        "page": Paginator(range(total), ON_A_PAGE).get_page(number),
        "types": list(TestType),
        "results": list(TestResult),
    }
    return render(request, "cases/hypothesis/list.html", context)
