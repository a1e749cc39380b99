"""The list of cases as data."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.filters import CaseFilter
from cases.queries.case_list import ORDERS, found_cases
from exchange.case_files import FORMS, MOST_IN_SHEETS, Table


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """Exactly the cases of the list at this query, in its order."""
    if form not in FORMS:
        raise Http404
    asked = CaseFilter(request.GET)
    asked.is_valid()
    here = f"{reverse('cases:case-list')}?{asked.case_query()}"
    index, found = found_cases(asked.selection(), asked.value("q", ""), asked.seen if asked.fresh_only else None)
    if form == "xlsx" and len(found) > MOST_IN_SHEETS:
        messages.error(request, _("A spreadsheet holds at most 5,000 cases. Take CSV or JSON, or choose fewer cases."))
        return redirect(here)
    order = ORDERS[asked.value("sort", "name")]
    table = Table(found, order, request.build_absolute_uri(here), index.sequence, timezone.localdate())
    answer = StreamingHttpResponse(FORMS[form].write(table), content_type=FORMS[form].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{FORMS[form].ending}"'
    return answer
