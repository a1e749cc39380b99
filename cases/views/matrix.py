"""The matrix: cases or codes against codes; the whole state is in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.filters import MatrixForm
from cases.queries.matrix import matrix
from cases.queries.matrix.ask import ROWS


def index(request: HttpRequest) -> HttpResponse:
    form = MatrixForm(request.GET)
    asked = form.asked()
    found = matrix(asked)
    context = {
        "matrix": found,
        "asked": asked,
        "table": found.table,
        "open": found.opened,
        "form": form.shown(asked),
        "errors": [error for errors in form.errors.values() for error in errors],
        "page": Paginator(range(found.table.total), ROWS).get_page(asked.page),
        "chosen": set(asked.only),
    }
    return render(request, "cases/matrix/detail.html", context)
