"""Plans: one's own list, one plan, what is written into it, the link by which it is shared."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from advice.actions import plan as actions
from advice.files import brief_docx
from advice.forms.plan import AddForm, MeasureForm, TitleForm
from advice.models import Measure, Plan
from advice.queries.plans import PlanPage, plan_page, plans_of
from advice.views.ask import PROFILE
from cases.models import Case

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def owner_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in; and the plan is one's own, or does not exist."""

    @login_required
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return guarded


def own_plan(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.select_related("case__place__parent__parent")
    return get_object_or_404(plans, pk=pk, owner=request.user.pk)


def own_measure(request: HttpRequest, pk: int) -> Measure:
    measures = Measure.objects.select_related("plan__case", "plan__owner", "code")
    return get_object_or_404(measures, pk=pk, plan__owner=request.user.pk)


@require_safe
@owner_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "advice/plan/list.html", {"plans": plans_of(request.user)})


@require_POST
@owner_required
def add(request: HttpRequest) -> HttpResponse:
    """Put a card's measure into the plan named, or into a new one."""
    form = AddForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    plan = own_plan(request, said["plan"]) if said["plan"] else None
    answers = request.session.get(PROFILE, {})
    if plan is None:
        case = Case.objects.live().filter(slug=said["case"]).first() if said["case"] else None
        title = _("Plan for %(place)s") % {"place": case.label_en or case.label_zh} if case else _("My plan")
        plan = actions.begin(by=request.user, title=title, profile={} if case else answers, case=case)
    actions.add_measure(by=request.user, plan=plan, code=said["measure"], problems=said["problem"], profile=answers)
    messages.success(request, _("Added to the plan. Say below what is to be different here."))
    return redirect(plan)


@require_safe
@owner_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, plan_page(own_plan(request, pk)))


def _forms(page: PlanPage, data: Any = None) -> tuple[TitleForm, bool]:
    """The form of the title and of each measure, from what was sent or from what is kept; whether all are in order."""
    title = TitleForm(data, initial={"title": page.plan.title})
    for entry in page.entries:
        kept = {name: getattr(entry.measure, name) for name in MeasureForm.base_fields}
        entry.form = MeasureForm(data, initial=kept, prefix=f"m{entry.measure.pk}")
    valid = [form.is_valid() for form in (title, *(entry.form for entry in page.entries))]
    return title, all(valid)


def _page(request: HttpRequest, page: PlanPage, title: TitleForm | None = None, status: int = 200) -> HttpResponse:
    if title is None:
        title, _valid = _forms(page)
    return render(request, "advice/plan/detail.html", {"page": page, "plan": page.plan, "title_form": title}, status=status)


@require_POST
@owner_required
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the title and what is written for each measure."""
    page = plan_page(own_plan(request, pk))
    title, valid = _forms(page, request.POST)
    if not valid:
        return _page(request, page, title, status=422)
    written = {entry.measure.pk: entry.form.cleaned_data for entry in page.entries}
    actions.write(by=request.user, plan=page.plan, title=title.cleaned_data["title"], measures=written)
    messages.success(request, _("Saved."))
    return redirect(page.plan)


@require_POST
@owner_required
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure out of the plan, or back into it."""
    measure = own_measure(request, pk)
    aside = "back" not in request.POST
    actions.set_aside(by=request.user, measure=measure, aside=aside)
    messages.success(request, _("Set aside; you can take it back below.") if aside else _("Taken back into the plan."))
    return redirect(measure.plan)


@require_POST
@owner_required
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan a secret link, or withdraw it."""
    plan = own_plan(request, pk)
    shared = "withdraw" not in request.POST
    actions.share(by=request.user, plan=plan, shared=shared)
    messages.success(request, _("Shared by a secret link.") if shared else _("The link is withdrawn and opens no more."))
    return redirect(plan)


@require_POST
@owner_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    actions.delete(by=request.user, plan=own_plan(request, pk))
    messages.success(request, _("The plan is deleted with everything in it."))
    return redirect("advice:plan-list")


@require_safe
@owner_required
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan on two pages, to print."""
    page = plan_page(own_plan(request, pk))
    return render(request, "advice/plan/brief.html", {"page": page, "plan": page.plan, "private": True})


@require_safe
@owner_required
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file to go on writing in."""
    plan = own_plan(request, pk)
    answer = HttpResponse(brief_docx(plan_page(plan)), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}.docx"'
    return answer


@require_safe
@never_cache
def shared(request: HttpRequest, key: str) -> HttpResponse:
    """The plan for whoever has its link: without the owner's answers about their place, and without what came of it."""
    plan = get_object_or_404(Plan.objects.select_related("case__place__parent__parent"), share_key=key)
    page = plan_page(plan, private=False)
    answer = render(request, "advice/plan/brief.html", {"page": page, "plan": plan, "private": False})
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
