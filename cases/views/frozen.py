"""Freezing a comparison, and reading what was frozen."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.actions.freeze import freeze
from cases.models import Comparison
from cases.queries.comparison import TooFew
from cases.queries.frozen import EXPORTS, changes, is_withheld, of_person, title_of, titled
from cases.queries.items import MOST
from cases.queries.version import data_version
from cases.views.compare import asked, pickable

PAGE_SIZE = 50


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    picked, columns, wanted = asked(request.POST)
    if not request.user.is_authenticated:  # back to the comparison: a form cannot be sent again after the sign-in
        items = ",".join(str(item) for item, _ in picked.found)
        return redirect_to_login(f"{reverse('cases:compare')}?items={items}")
    try:
        made = freeze(
            columns, wanted, by=request.user, title=request.POST.get("title", ""), reason=request.POST.get("reason", "")
        )
    except TooFew:
        items = ",".join(str(item) for item, _ in picked.found)
        context = {"picked": picked, "most": MOST, "items": items, "nothing_to_freeze": True, **pickable(request)}
        return render(request, "cases/compare/pick.html", context, status=422)
    return redirect(made)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(of_person(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "cases/comparison/list.html", {"page": page, "rows": titled(list(page))})


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    comparison = get_object_or_404(Comparison.objects.select_related("author"), ref=ref)
    if is_withheld(comparison):
        return render(request, "cases/comparison/withheld.html", {"comparison": comparison}, status=HTTPStatus.GONE)
    context = {
        "comparison": comparison,
        "table": comparison.table,
        "title": title_of(comparison),
        "export_forms": list(EXPORTS.items()),
        "changes": changes(comparison),
        "version_now": data_version(),
        "items": ",".join(item["item"] for item in comparison.items),
    }
    return render(request, "cases/comparison/detail.html", context)
