"""The pages of a run. They read what it stored; none computes anything again."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from analyses.actions.run import cancel
from analyses.enums import Kind, RunKind, RunState, Side
from analyses.forms.beside import StudyForm
from analyses.forms.choice import ChoiceForm
from analyses.models import AnalysisRun
from analyses.permissions import may_edit
from analyses.queries.around import around
from analyses.queries.lists import other_runs, since
from analyses.queries.run_page import RunPage
from analyses.queries.run_pair import RunPair
from analyses.queries.tiles import path_tiles
from analyses.report import build
from analyses.report.citing import work_of
from analyses.report.files import CITATIONS, FIGURES, FILES
from analyses.report.plots import necessity_plot, path_plot, solution_plot
from analyses.views.steps import run_context, visible_run
from cases.queries.citation import STYLES


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    run = visible_run(request, ref)
    if run.base:
        return redirect("analyses:run-robustness", run.base.ref)
    context = run_context(run, request, "solutions")
    if run.state != RunState.DONE:
        return _waiting(request, run, context)
    page = _page(request, run)
    context |= {
        "page": page,
        "plot": solution_plot(page) if page.model else None,
        "sides": Side,
        "kinds": Kind,
        "since": since(run),
        "tiles": path_tiles(page),
        "figures": FIGURES,
        "others": other_runs(run),
        "beside": StudyForm() if context["mine"] else None,
    }
    return render(request, "analyses/run/solutions.html", context)


def _waiting(request: HttpRequest, run: AnalysisRun, context: dict) -> HttpResponse:
    """Progress while it runs, and why there is no result where there is none; asked again and again by the page."""
    template = "analyses/run/_progress.html" if request.headers.get("HX-Request") else "analyses/run/waiting.html"
    response = render(request, template, context)
    patch_cache_control(response, no_store=True)
    return response


def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it is. When it has finished, the page that asks is told to load the results."""
    run = visible_run(request, ref)
    response = _waiting(request, run, run_context(run, request, "solutions"))
    if run.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def cancel_run(request: HttpRequest, ref: str) -> HttpResponse:
    run = visible_run(request, ref)
    if not may_edit(request.user, run.analysis):
        raise Http404
    cancel(run)
    return redirect(run)


def part(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Design, calibration, necessity and truth table as this run froze them."""
    run = visible_run(request, ref)
    if run.state != RunState.DONE or run.kind != RunKind.SOLUTION:
        return redirect(run)
    page = _page(request, run)
    context = run_context(run, request, step) | {"page": page, "sides": Side}
    if step == "necessity":
        drawn = page.relation(ChoiceForm(request.GET).wanted_figure().expr)
        context |= {"drawn": drawn, "plot": necessity_plot(page, drawn), "figures": FIGURES}
    return render(request, f"analyses/run/{step}.html", context)


def report(request: HttpRequest, ref: str) -> HttpResponse:
    """All of it on one page, to print, to cite and to take along."""
    run = visible_run(request, ref)
    if run.state != RunState.DONE or run.kind != RunKind.SOLUTION:
        return redirect(run)
    page = RunPage(run)
    work = work_of(page, request.build_absolute_uri(run.get_absolute_url()), timezone.localdate())
    context = run_context(run, request, "report") | {
        "page": page,
        "report": build(page, around(run)),
        "files": FILES,
        "figures": FIGURES,
        "citations": [(title, style(work)) for title, style in STYLES.items()],
        "citation_files": [(words, reverse("exchange:analysis-export", args=[ref, form])) for form, words in CITATIONS.items()],
    }
    return render(request, "analyses/run/report.html", context)


def path(request: HttpRequest, ref: str) -> HttpResponse:
    """One path: its cases, typical and deviant, and how to read it."""
    run = _done(request, ref)
    page = _page(request, run)
    if page.path is None:
        return redirect(run)
    context = run_context(run, request, "solutions") | {"page": page, "path": page.path}
    context |= {"plot": path_plot(page, page.path), "figures": FIGURES}
    return render(request, "analyses/run/path.html", context)


def unit(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One unit: every raw value with its source, every membership, its row and its paths."""
    run = _done(request, ref)
    page = _page(request, run)
    if not 1 <= number <= len(page.inputs.units):
        raise Http404
    one = page.inputs.units[number - 1]
    context = run_context(run, request, "solutions") | {
        "page": page, "unit": one, "values": page.values_of(number), "row": page.row_of(one.ref),
        "paths": [(path, path.memberships[number - 1]) for path in page.paths],
    }  # fmt: skip
    return render(request, "analyses/run/unit.html", context)


def pair(request: HttpRequest) -> HttpResponse:
    """Two runs beside each other: which decisions differ, and what came of it."""
    refs = request.GET.getlist("run")[:2]
    if len(refs) < 2:
        raise Http404
    one, other = (_done(request, ref) for ref in refs)
    choice = ChoiceForm(request.GET).choice()
    context = {"pair": RunPair(RunPage(one, choice), RunPage(other, choice)), "sides": Side, "kinds": Kind}
    return render(request, "analyses/run/pair.html", context)


def _done(request: HttpRequest, ref: str) -> AnalysisRun:
    run = visible_run(request, ref)
    if run.state != RunState.DONE or run.kind != RunKind.SOLUTION:
        raise Http404
    return run


def _page(request: HttpRequest, run: AnalysisRun) -> RunPage:
    return RunPage(run, ChoiceForm(request.GET).choice())
