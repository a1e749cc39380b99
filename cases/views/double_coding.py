"""Double coding: assigning, one's own part, settling, agreement. Blind until settled."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import double_coding as actions
from cases.actions.double_coding import NotSettled
from cases.actions.draft import NotAllowed, NotNow
from cases.forms.double_coding import AssignForm, DecisionForm
from cases.models import Assignment, DoubleCoding
from cases.queries import double_coding as queries
from cases.queries.lookup import Names
from cases.views.desk import coder_required


def leads(user, found: DoubleCoding) -> bool:
    """Whether this person may settle it: somebody who assigns, and has not coded it."""
    return has_permission(user, Permission.ASSIGN_CODING) and not found.assignments.filter(coder=user).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@coder_required
def index(request: HttpRequest) -> HttpResponse:
    """My parts; for those who assign, all double codings and a form for another one."""
    may_assign = has_permission(request.user, Permission.ASSIGN_CODING)
    names = Names()
    form = AssignForm(request.POST or None, names=names, by=request.user) if may_assign else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            actions.assign(case=form.cleaned_data["case"], coders=form.cleaned_data["coders"], by=request.user)
            messages.success(request, _("Assigned. Each coder finds it on their desk, and sees nothing of the others."))
            return redirect("cases:double-codings")
    context = {
        "form": form,
        "names": names,
        "mine": queries.assignments_of(request.user),
        "rows": queries.double_codings() if may_assign else [],
    }
    return render(request, "cases/double/list.html", context, status=422 if form and form.is_bound else 200)


@require_POST
@coder_required
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """My part is done."""
    assignment = get_object_or_404(Assignment, pk=pk, coder=request.user)
    try:
        actions.finish(assignment=assignment, by=request.user)
        messages.success(request, _("Finished. When the others have finished too, the differences are settled."))
    except NotNow:
        messages.info(request, _("This was finished already."))
    return redirect("cases:double-codings")


@require_safe
@coder_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, get_object_or_404(DoubleCoding.objects.select_related("case", "settled_by"), pk=pk))


def page(request: HttpRequest, found: DoubleCoding, wrong: DecisionForm | None = None) -> HttpResponse:
    """Before it is settled: differences only, for whoever settles it. Afterwards: everything, for all who took part."""
    lead = leads(request.user, found)
    took_part = found.assignments.filter(coder=request.user.pk).exists()
    if not (lead or (took_part and found.settled_at)):
        raise Http404
    waiting = found.assignments.filter(finished_at=None).count()
    differ: list[Any] = []
    agree: list[Any] = []
    if not waiting:
        differ, agree = queries.comparison(found, named=found.settled_at is not None)
    forms: list[tuple[Any, DecisionForm]] = []
    for one in differ:
        form = DecisionForm(
            names=[side.name for side in one.sides], initial=one.decision or {"slot": one.slot.name}, auto_id=f"d{len(forms)}_%s"
        )
        if wrong is not None and wrong.data.get("slot") == one.slot.name:
            wrong.auto_id = form.auto_id
            form = wrong
        forms.append((one, form))
    context = {
        "found": found,
        "lead": lead and not found.settled_at,
        "waiting": waiting,
        "differ": forms,
        "agree": agree,
        "open": sum(one.decision is None for one in differ),
    }
    return render(request, "cases/double/detail.html", context, status=422 if wrong else 200)


@require_POST
@coder_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide one difference."""
    found = get_object_or_404(DoubleCoding.objects.select_related("case"), pk=pk)
    if not leads(request.user, found):
        raise Http404
    form = DecisionForm(request.POST, names=[str(one) for one in found.assignments.order_by("pk")])
    if not form.is_valid():
        names = [_("Coder %(number)s") % {"number": at} for at in range(1, found.assignments.count() + 1)]
        form = DecisionForm(request.POST, names=names)
        return page(request, found, form)
    given = form.cleaned_data
    try:
        actions.decide(double_coding=found, by=request.user, **given)
    except NotSettled:
        messages.error(request, _("This is settled already, or somebody has not finished yet."))
    return redirect("cases:double-coding", pk)


@require_POST
@coder_required
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the settled codings into my draft of the case."""
    found = get_object_or_404(DoubleCoding.objects.select_related("case__revision"), pk=pk)
    try:
        draft = actions.settle(double_coding=found, by=request.user)
    except NotAllowed:
        raise Http404 from None
    except NotSettled:
        messages.error(request, _("Decide each difference first."))
        return redirect("cases:double-coding", pk)
    except NotNow as now:
        messages.error(request, _("You have another draft of this case under way; this is it."))
        return redirect("cases:draft", now.revision.pk)
    messages.success(request, _("Settled. The codings are in your draft of the case; somebody else reviews them."))
    return redirect("cases:desk-draft", draft.pk)


@require_safe
@coder_required
def agreement(request: HttpRequest) -> HttpResponse:
    """How far coders agree, variable by variable."""
    kinds, codes = queries.agreement_rows()
    return render(request, "cases/double/agreement.html", {"kinds": kinds, "codes": codes, "fewest": queries.FEWEST})
