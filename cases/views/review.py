"""Reviewing drafts of others: the queue, one page with what would change, accept or return."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import review as actions
from cases.actions.draft import NotAllowed, NotNow, StaleBase, live_revision
from cases.actions.examine import examine
from cases.documents.bundle import live_sources, unpack
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.changes import Wording, compared, languages_of
from cases.forms.checks import checks_of, giveaway_words, giveaways
from cases.models import Revision
from cases.models.heads import HEADS
from cases.permissions import may_publish, may_review
from cases.queries.drafts import queue_for
from cases.queries.lookup import Gazetteer, Names

# Fields that say nothing about the case, or that another line shows.
UNSHOWN = {"kind", "uid", "slug", "origin", "beside", "former_slugs", "access", "authors_blank", "issued_blank", "versions"}


def reviewer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who review; for everybody else there is no such page."""

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_permission(request.user, Permission.REVIEW):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def waiting(request: HttpRequest, pk: int) -> Revision:
    """A draft that this person may decide on; one's own and those not submitted do not exist here."""
    found = get_object_or_404(Revision.objects.select_related("author", "reviewer", "base"), pk=pk)
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
    return review_page(request, waiting(request, pk))


def review_page(
    request: HttpRequest,
    draft: Revision,
    *,
    error: str = "",
    reason: str = "",
    unreasoned: bool = False,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The draft beside what readers see now, and the decision. ``unreasoned`` marks the field for the reasons.

    ``preview`` is for the author: the same page, with sending in place of deciding.
    """
    head = live_revision(draft.kind, draft.uid)
    live = head.document if head else None
    *sources, record = unpack(draft.document)
    before = live_sources(draft.document)
    names = Names()
    wording = Wording(names, draft.document, live)
    groups: list[tuple[Any, Any, list[Any]]] = [("", live, _rows(wording, live, record))]
    for source in sources:
        old = before.get(str(source.get("uid")))
        groups.append((source.get("title") or source.get("uid"), old, _rows(wording, old, source)))
    named = giveaways(draft.document, Gazetteer())
    context = {
        "draft": draft,
        "live": live,
        "label": draft.title,
        "groups": [group for group in groups if group[2]],
        "size": sum(len(rows) for _title, _old, rows in groups),
        "languages": languages_of(draft.document),
        "problems": [message_for(problem) for problem in examine(draft.document)[1]],
        "giveaways": giveaway_words(named) if named else "",
        "stale": _is_stale(draft),
        "may_publish": may_publish(request.user, draft),
        "error": error,
        "reason": reason,
        "unreasoned": unreasoned,
        "preview": preview,
    }
    return render(request, "cases/review/revision.html", context, status=status)


def _rows(wording: Wording, before: Any, after: Any) -> list[Any]:
    return [(row, checks_of(row.shown.change)) for row in compared(wording, before, after, unshown=UNSHOWN)]


def _is_stale(draft: Revision) -> bool:
    live = live_revision(draft.kind, draft.uid)
    return (live.pk if live else None) != draft.base_id


@require_POST
@reviewer_required
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Show others that somebody is at it."""
    return _decide(
        request,
        pk,
        lambda draft: actions.take_up(revision=draft, by=request.user),
        lambda draft: redirect("cases:review-revision", pk),
    )


@require_POST
@reviewer_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the draft."""

    def published(draft: Revision) -> HttpResponse:
        messages.success(request, _("Published. Readers see it from now on."))
        return redirect(HEADS[draft.kind]._default_manager.get(uid=draft.uid))

    return _decide(request, pk, lambda draft: actions.accept(revision=draft, by=request.user), published)


@require_POST
@reviewer_required
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft back with reasons."""
    reason = request.POST.get("reason", "")[:5_000].replace("\x00", "")

    def returned(draft: Revision) -> HttpResponse:
        messages.success(request, _("Returned. The author sees your reasons."))
        return redirect("cases:review")

    return _decide(request, pk, lambda draft: actions.return_(revision=draft, by=request.user, reason=reason), returned)


def _decide(
    request: HttpRequest, pk: int, act: Callable[[Revision], Revision], done: Callable[[Revision], HttpResponse]
) -> HttpResponse:
    draft = waiting(request, pk)
    try:
        return done(act(draft))
    except NotAllowed:
        raise Http404 from None
    except NotNow:
        messages.warning(request, _("Somebody else has decided on this in the meantime."))
        return redirect("cases:review")
    except StaleBase:
        error = _("The case was published anew since this draft began. Return it, so that its author merges the two.")
        return review_page(request, draft, error=error, status=409)
    except Refusal as refusal:
        errors = " ".join(message_for(problem) for problem in refusal.problems[:5])
        unreasoned = any(problem.type == "reason_missing" for problem in refusal.problems)
        reason = request.POST.get("reason", "")
        return review_page(request, draft, error=errors, reason=reason, unreasoned=unreasoned, status=422)
