"""Taking a record out of circulation, and merging duplicates: for those who look after the record as a whole."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import retire as actions
from cases.actions.draft import StaleBase
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.retire import MergeForm, RetireForm, TakeDownForm
from cases.models.heads import HEADS
from cases.models.revision import Head
from cases.queries import duplicates as queries
from cases.queries.lookup import chinese
from cases.views.guard import keeper_required


@require_safe
@keeper_required
def duplicates(request: HttpRequest) -> HttpResponse:
    """Places, actors and sources that share a name, a DOI or an address."""
    return render(request, "cases/upkeep/duplicates.html", {"pairs": queries.pairs()})


def live_head(kind: str, uid: str, kinds: tuple[str, ...]) -> Head:
    if kind not in kinds:
        raise Http404
    found = HEADS[kind]._default_manager.filter(uid=uid, state="live").select_related("revision").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@keeper_required
def retire(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """Take a record out of circulation, with the reason that its address will show."""
    found = live_head(kind, uid, actions.RETIRABLE)
    form = TakeDownForm(request.POST if request.method == "POST" else None, initial={"seen": found.revision.number})

    def act() -> HttpResponse:
        language = "zh" if chinese() else "en"
        given = form.cleaned_data
        how: dict[str, Any] = {"reason": given["reason"], "withheld": given["withheld"], "language": language}
        actions.retire(seen=found.revision, by=request.user, **how)
        messages.success(request, _("It is out of circulation. Its history stays; from there it can be brought back."))
        return redirect("cases:history", kind, uid)

    return _act(request, "cases/upkeep/retire.html", found, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@keeper_required
def merge(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """Merge a duplicate into the record that stays."""
    found = live_head(kind, uid, actions.MERGEABLE)
    choice = queries.Choice(kind, uid)
    first = {"seen": found.revision.number, "into": choice.listing.label(request.GET.get("into", "")[:120])}
    form = MergeForm(request.POST if request.method == "POST" else None, initial=first, choice=choice)

    def act() -> HttpResponse:
        kept = live_head(kind, form.cleaned_data["into"], actions.MERGEABLE)
        reason = form.cleaned_data["reason"]
        done = actions.merge(duplicate=found.revision, kept=kept.revision, reason=reason, by=request.user)
        number = len(done.changed) - 1
        said = ngettext("Merged. %(number)s record was changed.", "Merged. %(number)s records were changed.", number)
        messages.success(request, said % {"number": number})
        return redirect(kept)

    return _act(request, "cases/upkeep/merge.html", found, form, act, listing=choice.listing)


def _act(
    request: HttpRequest, template: str, found: Head, form: RetireForm, act: Callable[[], HttpResponse], **more: Any
) -> HttpResponse:
    revision, status = found.revision, 422 if form.errors else 200
    if form.is_valid() and form.cleaned_data["seen"] != revision.number:
        form.add_error(None, _("Another version was published meanwhile. Look at the record again, then decide."))
    elif form.is_valid():
        try:
            return act()
        except Refusal as refusal:
            for problem in refusal.problems[:5]:
                form.add_error("into" if problem.location == ("into",) else None, message_for(problem))
        except StaleBase:
            form.add_error(None, _("Another version was published meanwhile. Look at the record again, then decide."))
    if form.errors:
        status = 422
        form.data = {**{name: request.POST[name] for name in request.POST}, "seen": revision.number}
    context = {"record": found, "kind": revision.kind, "form": form, "naming": queries.naming(revision.kind, found.uid), **more}
    return render(request, template, context, status=status)
