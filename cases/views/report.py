"""Reporting an error without an account, and the editors' list of what was reported."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import within_limit
from cases.actions import report as actions
from cases.enums import ReportConcern
from cases.forms.report import ReportForm, SettleForm
from cases.models import Report
from cases.views.guard import keeper_required
from cases.views.records import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Tell the editors. What could not be taken stays in the form."""
    form = ReportForm(request.POST if request.method == "POST" else None, initial={"page": request.GET.get("page", "")[:300]})
    if not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    if not within_limit(request, "report", settings.REPORTS_PER_HOUR):
        form.add_error(
            None,
            _("Too many reports came from your network in this hour. What you wrote stands below: send it again in an hour."),
        )
        return _form(request, form, 429)
    given = form.cleaned_data
    actions.report(**given | {"concern": ReportConcern(given["concern"])})
    return redirect("cases:report-thanks")


def _form(request: HttpRequest, form: ReportForm, status: int) -> HttpResponse:
    return render(request, "cases/report/form.html", {"form": form, "contact": settings.CONTACT}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "cases/report/thanks.html")


@require_safe
@keeper_required
def reports(request: HttpRequest) -> HttpResponse:
    """What readers have reported, the open ones first."""
    return _reports(request)


def _reports(request: HttpRequest, at: int | None = None, form: SettleForm | None = None) -> HttpResponse:
    rows = page_of(request, Report.objects.in_order().select_related("settled_by"), 50)
    forms = [(row, form if form and row.pk == at else SettleForm(auto_id=f"id_%s_{row.pk}")) for row in rows]
    context = {"rows": rows, "forms": forms, "open": Report.objects.open().count()}
    return render(request, "cases/report/list.html", context, status=422 if form else 200)


@require_POST
@keeper_required
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report with what came of it."""
    found = get_object_or_404(Report, pk=pk)
    form = SettleForm(request.POST, auto_id=f"id_%s_{pk}")
    if not form.is_valid():
        return _reports(request, pk, form)
    if not actions.settle(report=found, answer=form.cleaned_data["answer"], by=request.user):
        messages.error(request, _("Somebody else has settled this report meanwhile."))
    return redirect("cases:reports")
