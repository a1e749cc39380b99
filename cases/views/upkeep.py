"""Upkeep: what the record needs next, as lists to work through."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions.draft import StaleBase, live_revision
from cases.actions.translate import translate as send
from cases.documents.refusal import Refusal
from cases.filters import AfterForm
from cases.forms.translate import TranslateForm
from cases.permissions import may_keep_up, may_write_drafts
from cases.queries import upkeep as queries
from cases.views.guard import SIGNED_OUT, contributor_required, typed_before


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How much of each kind of work there is, and the way to it."""
    keeper = may_keep_up(request.user)
    return render(request, "cases/upkeep/index.html", {"work": queries.upkeep(keeper=keeper), "keeper": keeper})


@require_safe
def translations(request: HttpRequest, which: str) -> HttpResponse:
    """Records with texts that lack a language, or whose translation is out of date."""
    page = queries.to_translate(stale=which == "stale", word=AfterForm(request.GET).word())
    context = {"page": page, "stale": which == "stale", "may_write": may_write_drafts(request.user)}
    return render(request, "cases/upkeep/translations.html", context)


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Values of cases that rest on no passage."""
    page = queries.without_evidence(AfterForm(request.GET).word())
    return render(request, "cases/upkeep/evidence.html", {"page": page, "may_write": may_write_drafts(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def translate(request: HttpRequest, kind: str, uid: str) -> HttpResponse:
    """The texts of one record that wait, each beside its original; what is written goes to review."""
    live = live_revision(kind, uid)
    if live is None or live.document.get("retired"):
        raise Http404
    waiting = queries.waiting_texts(live.document)
    before = typed_before(request)
    form = TranslateForm(request.POST if request.method == "POST" else before, waiting, live.number or 0)
    meanwhile = _("The record was published anew meanwhile. Look at the originals again, then send once more.")
    if before:
        messages.warning(request, SIGNED_OUT)
    elif form.is_valid() and form.cleaned_data["seen"] != live.number:
        form.add_error(None, meanwhile)
        form.data = {**{name: request.POST[name] for name in request.POST}, "seen": live.number}
    elif form.is_valid():
        try:
            draft = send(document=form.applied_to(live.document), base=live, reason=_("Translated."), by=request.user)
            messages.success(request, _("Sent. Somebody else reads it before it is published; you see here what becomes of it."))
            return redirect("cases:draft", draft.pk)
        except Refusal as refusal:
            form.refuse(refusal)
        except StaleBase as stale:
            other = _("You have another draft of this record under way. Finish or withdraw it first.")
            form.add_error(None, other if stale.revision else meanwhile)
    context = {"form": form, "live": live, "address": queries.address_of(kind, live.document)}
    return render(request, "cases/upkeep/translate.html", context, status=422 if form.errors and not before else 200)
