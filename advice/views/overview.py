"""The advice as a whole: gaps, benchmarks, what is to be worked on, and assessing a link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advice.actions.assess import assess as hand_in
from advice.forms.assess import AssessForm
from advice.queries import sure
from advice.queries.benchmarks import benchmark_page
from advice.queries.curation import worklists
from advice.queries.gaps import gap_page
from advice.queries.sankey import sankey
from cases.actions.draft import NotNow, StaleBase
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.enums import LinkKind
from cases.models import Case, Link
from cases.queries.footing import Footing
from cases.views.guard import contributor_required, post_only


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    page = gap_page()
    return render(request, "advice/gaps.html", {"page": page, "figure": sankey(page)})


@require_safe
def benchmarks(request: HttpRequest, slug: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.live().select_related("place__parent__parent"), slug=slug)
    return render(request, "advice/benchmarks.html", {"page": benchmark_page(case), "case": case})


@require_safe
def curation(request: HttpRequest) -> HttpResponse:
    return render(request, "advice/curation.html", {"lists": worklists()})


def _link(slug: str, ref: str) -> Link:
    links = Link.objects.select_related("from_code__revision", "to_code")
    return get_object_or_404(
        links, owner__code_kind="problem", owner__slug=slug, owner__state="live", ref=ref, link_kind=LinkKind.ANSWERED_BY
    )


def _form(request: HttpRequest, link: Link, data=None) -> AssessForm:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return AssessForm(data, kept=link.cerqual, language=language)


def _page(request: HttpRequest, link: Link, form: AssessForm, status: int = 200) -> HttpResponse:
    passages = Footing([link])
    passages.number([link])
    context = {"link": link, "form": form, "passages": passages, "sure": sure.read(link, evidenced=bool(passages.passages))}
    return render(request, "advice/assess.html", context, status=status)


@require_safe
@contributor_required
def assess(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """The passages under a link, and the form of the four components."""
    link = _link(slug, ref)
    return _page(request, link, _form(request, link))


@post_only
@contributor_required
def assess_send(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Hand the assessment in for review."""
    link = _link(slug, ref)
    form = _form(request, link, request.POST)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    try:
        hand_in(by=request.user, link=link, assessment=form.assessment(request.user.get_username()))
    except Refusal as refusal:
        for problem in refusal.problems[:5]:
            form.add_error(None, message_for(problem))
        return _page(request, link, form, status=422)
    except NotNow:
        form.add_error(None, _("Your change of this problem is at a reviewer’s. Take it back in “My drafts”, or wait."))
        return _page(request, link, form, status=409)
    except StaleBase:
        form.add_error(None, _("The problem was published anew since your draft began. Put that draft aside and try again."))
        return _page(request, link, form, status=409)
    messages.success(request, _("Handed in. Somebody else looks at it before readers see it."))
    return redirect("advice:curation")
