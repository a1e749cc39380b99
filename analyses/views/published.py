"""Published results beside recomputed ones, and the slot for values that the study used and nobody has published."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from analyses.actions.design import begin, lay_beside
from analyses.documents.design import Design, UnitsChoice, Words
from analyses.enums import Units
from analyses.forms.beside import StudyForm
from analyses.forms.upload import UploadForm, faults
from analyses.queries.published import empty_slots, published_page
from analyses.queries.tables import matched, source_table
from analyses.views.steps import own_analysis
from cases.models import Study


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    study = _study(slug)
    context = {"page": published_page(study, request.user), "study": study, "form": UploadForm()}
    return render(request, "analyses/published.html", context)


@require_POST
@login_required
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """A table with the missing values: a new analysis of the waiting data set, with its columns beside the others."""
    study = _study(slug)
    slot = next((one for one in empty_slots(study) if one.dataset.uid == request.POST.get("dataset")), None)
    if slot is None:
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        units = UnitsChoice(kind=Units.DATASET, dataset=slot.dataset.uid)
        known = matched(source_table(units).units, upload)
        if len(known) < 2:
            form.add_error("file", _("Fewer than two rows name a unit of the data set. Name them as it does."))
        elif comma := next((one for one in faults(upload) if one.has_decimal_comma), None):
            form.add_error("file", _("Row %(row)s, column “%(column)s”: “%(text)s”") % vars(comma))
            form.add_error("file", _("Decimals take a point, 0.75; commas part thousands, 1,250."))
        else:
            title: Words = {"en": study.title_en, "zh": study.title_zh}
            design = Design(units=units.model_copy(update={"upload": upload}))
            return redirect("analyses:design", begin(design=design, title=title, by=request.user, study=study).ref)
    context = {"page": published_page(study, request.user), "study": study, "form": form}
    return render(request, "analyses/published.html", context, status=422)


@require_POST
@login_required
def lay(request: HttpRequest, ref: str) -> HttpResponse:
    """Set one's own analysis beside the study that was chosen."""
    analysis = own_analysis(request, ref)
    form = StudyForm(request.POST)
    if not form.is_valid():
        raise Http404
    lay_beside(analysis, form.chosen(), by=request.user)
    return redirect("analyses:published", form.chosen().slug)


def _study(slug: str) -> Study:
    study = get_object_or_404(Study.objects.select_related("revision", "source", "outcome"), slug=slug, state="live")
    if not study.results.exists():
        raise Http404
    return study
