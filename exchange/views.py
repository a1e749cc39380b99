"""Comparisons as files, and as a page to print; runs of analyses as files."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from analyses.enums import RunKind, RunState
from analyses.forms.choice import ChoiceForm
from analyses.queries.run_page import RunPage
from analyses.report.citing import work_of
from analyses.views.steps import visible_run
from cases.models import Comparison
from cases.queries.comparison import TooFew, snapshot
from cases.queries.frozen import is_withheld, names_of, title_of
from cases.views.compare import asked
from exchange.analyses import FORMS as RUN_FORMS
from exchange.analyses import Leaving, NoFont
from exchange.comparison import FORMS, grid

PRINT = "print"


@require_safe
def live(request: HttpRequest, form: str) -> HttpResponse:
    """What an address of /compare/ shows, as a file."""
    _picked, columns, wanted = asked(request.GET)
    here = f"{reverse('cases:compare')}?{request.GET.urlencode(safe=':,')}"
    try:
        table, version = snapshot(columns, wanted)
    except TooFew:
        return redirect(here)
    return _answer(request, form, table, names_of(table), version, here, timezone.localdate(), frozen=False)


@require_safe
def frozen(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    one = get_object_or_404(Comparison, ref=ref)
    if is_withheld(one):
        return redirect(one)
    address, day = one.get_absolute_url(), one.created_at.date()
    return _answer(request, form, one.table, title_of(one), one.data_version, address, day, frozen=True)


@require_safe
def run(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """A finished run in one of its forms; a figure of the model that the address names."""
    found = visible_run(request, ref)
    if form not in RUN_FORMS or found.state != RunState.DONE or found.kind != RunKind.SOLUTION:
        raise Http404
    asked_for = ChoiceForm(request.GET)
    page = RunPage(found, asked_for.choice())
    url = request.build_absolute_uri(found.get_absolute_url())
    try:
        content = RUN_FORMS[form].write(Leaving(page, work_of(page, url, timezone.localdate()), url, asked_for.wanted_figure()))
    except NoFont as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    except LookupError as error:
        raise Http404 from error
    answer = HttpResponse(content, content_type=RUN_FORMS[form].content_type)
    stem = f"{slugify(found.analysis.title_en)[:60] or 'analysis'}-{found.ref}"
    answer["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return answer


def _answer(
    request: HttpRequest,
    form: str,
    table: dict[str, Any],
    title: dict[str, str],
    version: int,
    path: str,
    day: dt.date,
    *,
    frozen: bool,
) -> HttpResponse:
    made = grid(table, title=title, version=version, address=request.build_absolute_uri(path), day=day, frozen=frozen)
    if form == PRINT:
        return render(request, "exchange/print.html", {"grid": made, "table": table, "path": path})
    if form not in FORMS:
        raise Http404
    answer = HttpResponse(FORMS[form].write(made), content_type=FORMS[form].content_type)
    name = slugify(title["en"])[:80] or "comparison"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
