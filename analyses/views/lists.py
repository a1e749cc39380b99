"""Where analyses begin: those to read, one's own, and the ways to a new one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from analyses.actions.design import begin, decide
from analyses.documents.design import Design, UnitsChoice, Words
from analyses.enums import Units
from analyses.forms.design import DesignForm
from analyses.forms.upload import ColumnsForm, UploadForm, faults
from analyses.queries.lists import own_analyses, public_analyses
from analyses.queries.published import studies_with_configurations
from analyses.queries.tables import NoSuchTable, source_table
from analyses.views.steps import own_analysis
from cases.queries.datasets.browse import dataset_list
from cases.templatetags.casebase import plain

PAGE_SIZE = 25
PREVIEW = 8


def index(request: HttpRequest) -> HttpResponse:
    own = own_analyses(request.user) if request.user.is_authenticated else None
    context = {
        "public": Paginator(public_analyses(), PAGE_SIZE).get_page(request.GET.get("page")),
        "own": Paginator(own, PAGE_SIZE).get_page(request.GET.get("mine")) if own is not None else None,
        "datasets": dataset_list(),
        "studies": studies_with_configurations(),
        "upload": UploadForm(),
    }
    return render(request, "analyses/list.html", context)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The design of an analysis that is stored only when it is sent."""
    dataset, query = request.GET.get("dataset", "")[:120], request.GET.get("cases", "")[:4000]
    units = UnitsChoice(kind=Units.DATASET, dataset=dataset) if dataset else UnitsChoice(kind=Units.CASES, query=query)
    try:
        table = source_table(units)
    except NoSuchTable:
        return render(request, "analyses/no_table.html", {"units": units}, status=404)
    form = DesignForm(request.POST or None, table=table, label=plain, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        analysis = begin(design=form.design(Design(units=units)), title=form.title_words(), by=request.user)
        return redirect("analyses:calibrate", analysis.ref)
    form.preset(request.GET.get("outcome", ""), request.GET.getlist("column"))
    context = {"form": form, "table": table, "design": Design(units=units), "new": True}
    return render(request, "analyses/design.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    """A table of one's own. It is read at once, and shown before anything is made of it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["file"]
        title: Words = {"en": table.name, "zh": table.name}
        analysis = begin(design=Design(units=UnitsChoice(kind=Units.UPLOAD, upload=table)), title=title, by=request.user)
        return redirect("analyses:columns", analysis.ref)
    return render(request, "analyses/upload.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What was read of the table, and which column names its units."""
    analysis = own_analysis(request, ref)
    design = Design.model_validate(analysis.design)
    if design.units.upload is None:
        return redirect(analysis)
    form = ColumnsForm(request.POST or None, upload=design.units.upload)
    if request.method == "POST" and form.is_valid():
        mapped = form.mapped()
        decide(analysis, Design(units=design.units.model_copy(update={"upload": mapped})), by=request.user)
        return redirect("analyses:design", analysis.ref)
    context = {
        "analysis": analysis, "form": form, "upload": design.units.upload, "rows": design.units.upload.rows[:PREVIEW],
        "faults": faults(design.units.upload)[:50],
    }  # fmt: skip
    return render(request, "analyses/columns.html", context, status=422 if form.errors else 200)
