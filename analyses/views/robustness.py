"""Robustness: ask for a test, watch it, read what changes and what stays."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from analyses.actions.run import ask_robustness
from analyses.documents.inputs import Inputs
from analyses.documents.robustness import customary
from analyses.enums import RunKind, RunState
from analyses.forms.robustness import RobustnessForm
from analyses.models import AnalysisRun
from analyses.permissions import may_edit
from analyses.queries.lists import tests_of
from analyses.queries.robust_page import RobustPage
from analyses.tasks import enqueue
from analyses.views.steps import run_context, visible_run


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The newest test of a run, or the one that the address names; older ones beside it."""
    base = _base(request, ref)
    return _page(request, base, RobustnessForm.of(customary(Inputs.model_validate(base.inputs))))


@require_POST
@login_required
def start(request: HttpRequest, ref: str) -> HttpResponse:
    base = _base(request, ref)
    if not may_edit(request.user, base.analysis):
        raise Http404
    form = RobustnessForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return _page(request, base, form)
    run = ask_robustness(base, form.options().model_dump(mode="json"), by=request.user, enqueue=enqueue)
    response = redirect("analyses:run-robustness", base.ref)
    response["Location"] += f"?test={run.ref}"
    return response


def _base(request: HttpRequest, ref: str) -> AnalysisRun:
    base = visible_run(request, ref)
    if base.kind != RunKind.SOLUTION or base.state != RunState.DONE:
        raise Http404
    return base


def _page(request: HttpRequest, base: AnalysisRun, form: RobustnessForm) -> HttpResponse:
    tests = list(tests_of(base)[:20])
    wanted = request.GET.get("test", "")
    chosen = next((one for one in tests if one.ref == wanted), tests[0] if tests else None)
    context = run_context(base, request, "robustness") | {"form": form, "tests": tests, "test": chosen}
    if chosen and chosen.state == RunState.DONE:
        context["page"] = RobustPage(AnalysisRun.objects.get(pk=chosen.pk))
    response = render(request, "analyses/run/robustness.html", context, status=422 if form.errors else 200)
    patch_cache_control(response, no_store=True)
    return response
