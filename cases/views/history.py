"""The history of any record: its versions, what differs between two, the one of a day, who last changed what, restoring."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.actions import restore as actions
from cases.actions import withhold as closing
from cases.actions.draft import StaleBase
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.changes import Wording, compared
from cases.forms.history import CompareForm, DayForm, RestoreForm, WithholdForm
from cases.models import Revision
from cases.permissions import may_keep_up, may_read_version, may_restore, may_write_drafts
from cases.queries.history import History, history, last_changes
from cases.views.guard import contributor_required, keeper_required, post_only

UNSHOWN = {"kind", "uid"}


def found_or_404(kind: str, uid: str) -> History:
    found = history(kind, uid)
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """Every version, the latest first."""
    found = found_or_404(kind, uid)
    return _list(request, found, DayForm(None, found), CompareForm(None, found))


def _list(
    request: HttpRequest,
    found: History,
    day: DayForm,
    pair: CompareForm,
    status: int = 200,
    withholding: WithholdForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"found": found, "day": day, "pair": pair}
    if may_keep_up(request.user):
        context["withholding"] = withholding or WithholdForm(None, found)
    return render(request, "cases/history/list.html", context, status=status)


def withheld(request: HttpRequest, found: History, revision: Revision) -> HttpResponse:
    """In place of a version that gives somebody away."""
    context = {"found": found, "revision": revision}
    return render(request, "cases/history/withheld.html", context, status=HTTPStatus.GONE)


@require_safe
def on(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """The version that was in force on a day."""
    found = found_or_404(kind, uid)
    form = DayForm(request.GET, found)
    if not form.is_valid():
        return _list(request, found, form, CompareForm(None, found))
    return redirect("cases:history-version", kind, uid, form.cleaned_data["day"].number)


@require_safe
def version(request: HttpRequest, kind: str, uid: str, number: int) -> HttpResponse:
    """The record as one version had it. A case has its own page for that."""
    found = found_or_404(kind, uid)
    revision = found.number(number)
    if revision is None:
        raise Http404
    if not may_read_version(request.user, revision):
        return withheld(request, found, revision)
    if kind == "case" and found.head and not found.retired and not revision.withheld:
        return redirect("cases:case-version", found.head.slug, number)
    rows = compared(Wording(revision.document), None, revision.document, unshown=UNSHOWN)
    return render(request, "cases/history/version.html", {"found": found, "revision": revision, "rows": rows})


@require_safe
def difference(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """What differs between two versions, field by field."""
    found = found_or_404(kind, uid)
    form = CompareForm(request.GET, found)
    if not form.is_valid():
        return _list(request, found, DayForm(None, found), form)
    return _difference(request, found, form.cleaned_data["before"], form.cleaned_data["after"])


def _difference(
    request: HttpRequest,
    found: History,
    before: Revision,
    after: Revision,
    restoring: RestoreForm | None = None,
    status: int = 200,
) -> HttpResponse:
    for one in (before, after):
        if not may_read_version(request.user, one):
            return withheld(request, found, one)
    rows = compared(Wording(after.document, before.document), before.document, after.document, unshown=UNSHOWN)
    context: dict[str, Any] = {"found": found, "before": before, "after": after, "rows": rows}
    if after.pk == found.live.pk and may_write_drafts(request.user):
        context["restoring"] = restoring or RestoreForm(initial={"seen": found.live.number})
        context["may_restore"] = may_restore(request.user)
    return render(request, "cases/history/difference.html", context, status=status)


@require_safe
def fields(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """Who last changed which field."""
    found = found_or_404(kind, uid)
    if not may_read_version(request.user, found.live):
        return withheld(request, found, found.live)
    wording = Wording(found.live.document)
    cells = last_changes(found)
    shown = wording.show([cell for cell, _revision in cells], ("after",))
    rows = list(zip(shown, [revision for _cell, revision in cells], strict=True))
    return render(request, "cases/history/fields.html", {"found": found, "rows": rows})


@post_only
@contributor_required
def restore(request: HttpRequest, kind: str, uid: str, number: int) -> HttpResponse:
    """Publish an earlier version again."""
    if not may_restore(request.user):
        raise Http404

    def act(how: dict[str, Any]) -> HttpResponse:
        actions.restore(**how)
        messages.success(request, _("Version %(number)s stands again, as a new version.") % {"number": number})
        return redirect("cases:history", kind, uid)

    return _bring_back(request, found_or_404(kind, uid), number, act)


@post_only
@contributor_required
def propose(request: HttpRequest, kind: str, uid: str, number: int) -> HttpResponse:
    """Make a draft of an earlier version."""

    def act(how: dict[str, Any]) -> HttpResponse:
        draft = actions.propose_restoring(**how)
        if draft.state == "draft":
            said = _("This is version %(number)s as your draft. Look it through, then send it.") % {"number": number}
        else:
            said = _("Sent. Somebody else reads it before it is published; you see here what becomes of it.")
        messages.success(request, said)
        return redirect("cases:draft", draft.pk)

    return _bring_back(request, found_or_404(kind, uid), number, act)


@require_POST
@keeper_required
def withhold(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """Close versions to everybody but editors."""
    found = found_or_404(kind, uid)
    form = WithholdForm(request.POST, found)
    if not form.is_valid():
        return _list(request, found, DayForm(None, found), CompareForm(None, found), 422, form)
    given = form.cleaned_data
    number = closing.withhold(kind=kind, uid=uid, numbers=given["numbers"], reason=given["reason"], by=request.user)
    said = ngettext("%(number)s version is withheld.", "%(number)s versions are withheld.", number) % {"number": number}
    messages.success(request, said)
    return redirect("cases:history", kind, uid)


@require_POST
@keeper_required
def release(request: HttpRequest, kind: str, uid: str, number: int) -> HttpResponse:
    """Let everybody read a version again."""
    revision = found_or_404(kind, uid).number(number)
    if revision is None:
        raise Http404
    closing.release(revision=revision, by=request.user)
    return redirect("cases:history", kind, uid)


def _bring_back(request: HttpRequest, found: History, number: int, act) -> HttpResponse:
    revision, form = found.number(number), RestoreForm(request.POST)
    if revision is None or revision.pk == found.live.pk or not may_read_version(request.user, revision):
        raise Http404
    if not form.is_valid():
        return _difference(request, found, revision, found.live, form, status=422)
    seen = found.number(form.cleaned_data["seen"]) or revision
    try:
        return act({"revision": revision, "by": request.user, "seen": seen, "reason": form.cleaned_data["reason"]})
    except Refusal as refusal:
        for problem in refusal.problems[:5]:
            form.add_error("reason" if problem.location == ("reason",) else None, message_for(problem))
        return _difference(request, found, revision, found.live, form, status=422)
    except StaleBase as stale:
        if stale.other_tab and stale.revision:
            messages.error(request, _("You have another draft of this record under way; this is it."))
            return redirect("cases:draft", stale.revision.pk)
        form = RestoreForm({"reason": form.cleaned_data["reason"], "seen": found.live.number})
        form.add_error(
            None, _("Another version was published meanwhile. This is the difference to what stands now; decide again.")
        )
        return _difference(request, found, revision, found.live, form, status=409)
