"""Working on an analysis: design, calibrate, necessity, truth table, run."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from analyses.actions.design import Stale, copy, decide, discard, override_row, share
from analyses.actions.run import ask
from analyses.documents.design import Design, Words
from analyses.documents.inputs import Inputs
from analyses.engine import QCAError, calibrated, necessity, table_of, tabulated, trouble
from analyses.enums import Proposal, Side
from analyses.forms.calibration import CalibrationForms
from analyses.forms.choice import ChoiceForm
from analyses.forms.cutoffs import CutoffForm, NecessityForm, OverrideForm
from analyses.forms.design import DesignForm
from analyses.models import Analysis
from analyses.permissions import may_edit
from analyses.queries.assembling import Unready, assemble, dropped_units, raw_values
from analyses.queries.draft_page import DraftPage, Named
from analyses.queries.levels import keeping_decisions, levels_of
from analyses.queries.lists import latest_run
from analyses.queries.relating import relation_plot
from analyses.queries.tables import NoSuchTable, SourceTable, table_for
from analyses.report.plots import necessity_plot
from analyses.tasks import enqueue
from analyses.views.steps import draft_steps, own_analysis, visible_analysis
from cases.templatetags.casebase import plain

Step = Callable[[HttpRequest, Analysis, Design, SourceTable], HttpResponse]


def step(view: Step) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of one's own analysis with its design and table; readers of a public one see its newest run instead."""

    @never_cache
    def guarded(request: HttpRequest, ref: str) -> HttpResponse:
        analysis = visible_analysis(request, ref)
        if not may_edit(request.user, analysis):
            run = latest_run(analysis)
            return redirect("analyses:run", run) if run else redirect("analyses:list")
        design = Design.model_validate(analysis.design)
        try:
            table = table_for(design)
        except NoSuchTable:
            return render(request, "analyses/no_table.html", {"analysis": analysis}, status=409)
        try:
            return view(request, analysis, design, table)
        except Unready as unready:
            return redirect(f"analyses:{unready.step}", analysis.ref)
        except Stale:
            return render(request, "analyses/stale.html", {"analysis": analysis}, status=409)

    return guarded


def _context(analysis: Analysis, design: Design, table: SourceTable, current: str, **more: Any) -> dict[str, Any]:
    steps = draft_steps(analysis, design, current, latest_run(analysis))
    dropped = dropped_units(design, table)
    return {"analysis": analysis, "design": design, "table": table, "steps": steps, "dropped": dropped, **more}


def _decide(request: HttpRequest, analysis: Analysis, after: Design, table: SourceTable, title: Words | None = None) -> None:
    """Store the design; decisions about rows that would mean other rows now go, and the person is told."""
    before = Design.model_validate(analysis.design)
    kept = keeping_decisions(before, after, table)
    decide(analysis, kept, by=request.user, edit_count=_edit_count(request), title=title)
    if before.overrides and not kept.overrides:
        messages.warning(
            request,
            _(
                "Your decisions about rows of the truth table are taken back: they were about another outcome, or their "
                "numbers mean other rows now. Set them again where they hold."
            ),
        )


def _edit_count(request: HttpRequest) -> int | None:
    text = request.POST.get("edit_count", "")
    return int(text) if text.isdigit() and len(text) < 10 else None


@step
def design_step(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    if request.method == "POST":
        form = DesignForm(request.POST, table=table, label=plain, use_required_attribute=False)
        if form.is_valid():
            _decide(request, analysis, form.design(design), table, title=form.title_words())
            return redirect("analyses:calibrate", analysis.ref)
    else:
        initial = DesignForm.from_design(design) | {"title": analysis.title_en or analysis.title_zh}
        form = DesignForm(initial=initial, table=table, label=plain, use_required_attribute=False)
        form.fill(design)
    context = _context(analysis, design, table, "design", form=form)
    return render(request, "analyses/design.html", context, status=422 if form.errors else 200)


@step
def calibrate(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    if not design.sets or not all(one.variable in table.columns for one in design.sets):
        raise Unready("design")
    raw = {one.name: raw_values(design, table, one) for one in design.sets}
    numbers = {name: [value for _unit, value in pairs] for name, pairs in raw.items()}
    proposal = request.GET.get("propose", "")
    if request.method == "POST":
        forms = CalibrationForms(design, numbers, data=request.POST)
        if forms.is_valid():
            _decide(request, analysis, forms.decided(), table)
            return redirect("analyses:table" if "next" in request.POST else "analyses:calibrate", analysis.ref)
    else:
        forms = CalibrationForms(design, numbers, proposal=proposal if proposal in Proposal.values else "")
    page = DraftPage(design, table, raw)
    context = _context(analysis, design, table, "calibrate", forms=forms, page=page, proposals=Proposal, proposed=proposal)
    return render(request, "analyses/calibrate.html", context, status=422 if forms.wrong else 200)


@step
def necessity_step(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    form = NecessityForm(request.POST, use_required_attribute=False) if request.method == "POST" else NecessityForm.of(design)
    if request.method == "POST" and form.is_valid():
        decide(analysis, form.decided(design), by=request.user)
        return redirect("analyses:necessity", analysis.ref)
    inputs = _inputs(analysis, design, table)
    found, wrong = _attempt(lambda: _necessity(request, inputs))
    context = _context(
        analysis, design, table, "necessity", form=form, trouble=wrong, sides=Side, page=Named(inputs), **(found or {})
    )
    return render(request, "analyses/necessity.html", context, status=422 if form.errors else 200)


@step
def table_step(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    if request.method == "POST":
        form = CutoffForm(request.POST, levels=levels_of(design, table), use_required_attribute=False)
    else:
        form = CutoffForm.of(design)
    if request.method == "POST" and form.is_valid():
        decided = decide(analysis, form.decided(design), by=request.user)
        if "run" in request.POST:
            return redirect(ask(decided, by=request.user, enqueue=enqueue))
        return redirect("analyses:table", analysis.ref)
    return _table_page(request, analysis, design, table, form, OverrideForm())


def _table_page(
    request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable, form: CutoffForm, override: OverrideForm
) -> HttpResponse:
    inputs = _inputs(analysis, design, table)
    side = request.GET.get("side") if request.GET.get("side") in Side.values else Side.PRESENCE.value
    made, wrong = _attempt(lambda: tabulated(table_of(inputs, calibrated(inputs).data, side or "")))
    context = _context(
        analysis,
        design,
        table,
        "table",
        form=form,
        override=override,
        found=made,
        trouble=wrong,
        side=side,
        sides=Side,
        page=Named(inputs),
    )
    return render(request, "analyses/table.html", context, status=422 if form.errors or override.errors else 200)


@require_POST
@step
def override_step(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return _table_page(request, analysis, design, table, CutoffForm.of(design), form)
    said = form.cleaned_data
    override_row(analysis, form.override(), side=said["side"], row=said["row"], by=request.user)
    response = redirect("analyses:table", analysis.ref)
    response["Location"] += f"?side={said['side']}#rows"
    return response


@require_POST
@step
def run_step(request: HttpRequest, analysis: Analysis, design: Design, table: SourceTable) -> HttpResponse:
    return redirect(ask(analysis, by=request.user, enqueue=enqueue))


@require_POST
@login_required
def copy_step(request: HttpRequest, ref: str) -> HttpResponse:
    return redirect(copy(visible_analysis(request, ref), by=request.user))


@require_POST
@login_required
def share_step(request: HttpRequest, ref: str) -> HttpResponse:
    analysis = own_analysis(request, ref)
    share(analysis, public=request.POST.get("public") == "1", by=request.user)
    return redirect(analysis)


@require_POST
@login_required
def discard_step(request: HttpRequest, ref: str) -> HttpResponse:
    discard(own_analysis(request, ref), by=request.user)
    return redirect("analyses:list")


def _necessity(request: HttpRequest, inputs: Inputs) -> dict[str, Any]:
    """What was found, and one of it drawn against the outcome."""
    data = calibrated(inputs).data
    found = necessity(inputs, data)
    asked = ChoiceForm(request.GET)
    memberships = {name: values.tolist() for name, values in data.columns.items()}
    drawn = relation_plot(inputs, found, memberships, asked.choice().side, asked.wanted_figure().expr)
    return {"found": found, "drawn": drawn, "plot": necessity_plot(Named(inputs), drawn)}


def _inputs(analysis: Analysis, design: Design, table: SourceTable) -> Inputs:
    return assemble(design, table, {"en": analysis.title_en, "zh": analysis.title_zh})


def _attempt(work: Callable[[], Any]) -> tuple[Any, dict[str, Any] | None]:
    """What came of it, or what was in the way."""
    try:
        return work(), None
    except QCAError as error:
        return None, trouble(error)
