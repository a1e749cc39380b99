"""Reviewing drafts of others: the queue, one page with what would change, a decision for each field or for all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import review as actions
from cases.actions.draft import NotAllowed, NotNow, StaleBase
from cases.actions.notices import mark_read
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.changes import languages_of
from cases.forms.review import DecisionForm
from cases.forms.sheet import Sheet
from cases.models import Revision
from cases.models.heads import HEADS
from cases.permissions import may_publish, may_review
from cases.queries.drafts import is_newcomer, queue_for
from cases.views.guard import post_only, sign_in_again


def reviewer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who review; for everybody else there is no such page."""

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_again(request)
        if not has_permission(request.user, Permission.REVIEW):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def waiting(request: HttpRequest, pk: int) -> Revision:
    """A draft that this person may decide on; one's own and those not submitted do not exist here."""
    drafts = Revision.objects.select_related("author", "reviewer", "base")
    rows = list(drafts.filter(pk=pk).annotate(group=F("author__groups__name")))
    if not rows:
        raise Http404
    found = rows[0]
    if found.author is not None:  # with the groups they are in: the page asks whether a role vouches for them
        found.author.group_names = {row.group for row in rows}
    if not may_review(request.user, found):
        raise Http404
    return found


@require_safe
@reviewer_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; never one's own work."""
    rows = [(one, languages_of(one.revision.document)) for one in queue_for(request.user)]
    return render(request, "cases/review/queue.html", {"rows": rows})


@require_safe
@reviewer_required
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft would change, field by field against what readers see."""
    draft = waiting(request, pk)
    mark_read(by=request.user, revision=draft)
    return sheet_page(request, draft)


def sheet_page(
    request: HttpRequest,
    draft: Revision,
    *,
    form: DecisionForm | None = None,
    sheet: Sheet | None = None,
    error: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The draft beside what readers see now, for its reviewer and for its author."""
    deciding = may_review(request.user, draft)
    context = {
        "draft": draft,
        "sheet": sheet or Sheet(draft, form.decisions if form else None),
        "form": form,
        "deciding": deciding,
        "may_publish": may_publish(request.user, draft),
        "newcomer": deciding and is_newcomer(draft.author),
        "reason": form.data.get("reason", "") if form else "",
        "ticked": bool(form and form.data.get("compared")),
        "edit_count": _seen(form, draft),
        "error": error,
        **more,
    }
    return render(request, "cases/review/sheet.html", context, status=status)


def _seen(form: DecisionForm | None, draft: Revision) -> int:
    """The save of the draft that somebody decides on: the one that their page named."""
    return draft.edit_count if form is None or form.seen is None else form.seen


@require_POST
@reviewer_required
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Show others that somebody is at it."""
    draft = waiting(request, pk)

    def there(done: Revision) -> HttpResponse:
        return redirect("cases:review-revision", done.pk)

    return _decide(request, draft, None, lambda: actions.take_up(revision=draft, by=request.user), there)


@post_only
@reviewer_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what is accepted; what is returned goes back to its author, the rest stays."""
    draft = waiting(request, pk)
    sheet = Sheet(draft)
    form = DecisionForm(request.POST, [row.path for row in sheet.rows], newcomer=is_newcomer(draft.author))
    if not form.is_valid():
        return sheet_page(request, draft, form=form, status=422)
    how: dict[str, Any] = {"revision": draft, "by": request.user, "edit_count": _seen(form, draft)}
    reason = form.cleaned_data["reason"]
    if form.whole:
        return _decide(request, draft, form, lambda: actions.accept(**how), lambda done: _published(request, done))
    if not form.accepted:
        return _decide(request, draft, form, lambda: actions.return_(**how, reason=reason), lambda _done: _returned(request))
    how |= {"paths": {*form.accepted, *sheet.hidden_paths}, "reason": reason, "give_back": bool(form.returned)}
    return _decide(request, draft, form, lambda: actions.accept_part(**how), lambda done: _partly(request, done, form))


def _published(request: HttpRequest, done: Revision) -> HttpResponse:
    messages.success(request, _("Published. Readers see it from now on."))
    return redirect(HEADS[done.kind]._default_manager.get(uid=done.uid))


def _partly(request: HttpRequest, done: Revision, form: DecisionForm) -> HttpResponse:
    number = len(form.accepted)
    said = ngettext("%(number)s change published.", "%(number)s changes published.", number) % {"number": number}
    rest = _("The rest went back to its author.") if form.returned else _("The rest still waits for a decision.")
    messages.success(request, f"{said} {rest}")
    return redirect("cases:review")


def _returned(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Returned. The author sees your reasons."))
    return redirect("cases:review")


@post_only
@reviewer_required
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the whole draft back with reasons."""
    draft = waiting(request, pk)
    form = DecisionForm(request.POST, [row.path for row in Sheet(draft).rows], newcomer=False)
    form.is_valid()  # nothing has to be decided field by field
    how: dict[str, Any] = {"reason": form.cleaned_data.get("reason", ""), "edit_count": _seen(form, draft)}
    return _decide(
        request,
        draft,
        form,
        lambda: actions.return_(revision=draft, by=request.user, **how),
        lambda _done: _returned(request),
    )


def _decide(
    request: HttpRequest,
    draft: Revision,
    form: DecisionForm | None,
    act: Callable[[], Revision],
    done: Callable[[Revision], HttpResponse],
) -> HttpResponse:
    try:
        return done(act())
    except NotAllowed:
        raise Http404 from None
    except NotNow:
        messages.warning(request, _("Somebody else has decided on this in the meantime."))
        return redirect("cases:review")
    except StaleBase as stale:
        if stale.other_tab:
            return _read_again(request, waiting(request, draft.pk), form)
        error = _("The case was published anew since this draft began. Return it, so that its author merges the two.")
        return sheet_page(request, draft, form=form, error=error, status=409)
    except Refusal as refusal:
        if form and any(problem.type == "reason_missing" for problem in refusal.problems):
            form.add_error("reason", message_for(refusal.problems[0]))
            return sheet_page(request, draft, form=form, status=422)
        sheet = Sheet(draft, form.decisions if form else None)
        missing = [sheet.named(problem, sheet.record) for problem in refusal.problems[:8]]
        return sheet_page(request, draft, form=form, sheet=sheet, missing=missing, status=422)


def _read_again(request: HttpRequest, draft: Revision, form: DecisionForm | None) -> HttpResponse:
    """The page of a draft that was changed since the reviewer read it: what it says now, with what they had chosen and typed."""
    error = _("This draft was changed since you opened it. Read what it says now, then decide again.")
    return sheet_page(request, draft, form=form, error=error, status=409, edit_count=draft.edit_count, ticked=False)
