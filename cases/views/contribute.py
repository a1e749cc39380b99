"""Adding and editing a case: one's drafts, the short and the full form, handing in, merging."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import draft as actions
from cases.actions.draft import NotNow
from cases.enums import RecordKind, RevisionState
from cases.forms.snapshot import is_snapshot
from cases.models import Case, Revision
from cases.permissions import EDITABLE, WAITING, may_write_drafts
from cases.queries.drafts import drafts_of, waiting_count
from cases.queries.lookup import Gazetteer
from cases.views.entry import FORMS, Entry, send
from cases.views.guard import author_required, contributor_required, own_draft, post_only, typed_before
from cases.views.review import sheet_page


@require_safe
@never_cache
def contribute(request: HttpRequest) -> HttpResponse:
    """My drafts, and what I can do here; for strangers, how to begin."""
    context: dict[str, Any] = {}
    if request.user.is_authenticated:
        context = {
            "drafts": drafts_of(request.user),
            "may_write": may_write_drafts(request.user),
            "waiting": waiting_count(request.user),
        }
    return render(request, "cases/contribute/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def add(request: HttpRequest, form: str) -> HttpResponse:
    """A new case, by the short form or the full one."""
    return Entry(request, form).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft from what readers see of a case; nothing is kept before the first save."""
    case = get_object_or_404(Case.objects.live().select_related("revision"), slug=slug)
    before = typed_before(request)
    mine = actions.open_draft("case", case.uid, request.user)
    if mine and request.method != "POST" and before is None:
        return redirect("cases:draft", mine.pk)
    base = case.revision
    if begun := (before or request.POST).get("base"):
        earlier = Revision.objects.published().open_to_readers().of("case", case.uid)
        base = get_object_or_404(earlier, pk=begun) if begun.isdecimal() and len(begun) < 20 else base
    return Entry(request, "full", base=base, case=case, before=before).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of one's own."""
    mine = own_draft(request, pk)
    if (mine.state in WAITING and request.method != "POST") or mine.kind != RecordKind.CASE:
        return sheet_page(request, mine)
    if mine.state not in EDITABLE and request.method != "POST":
        return render(request, "cases/contribute/waiting.html", {"draft": mine})
    asked = request.POST.get("form") or request.GET.get("form")
    return Entry(request, asked if asked in FORMS else "snapshot" if is_snapshot(mine.document) else "full", draft=mine).answer()


@post_only
@author_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_draft(request, pk)
    return send(request, mine, redirect("cases:draft", mine.pk).url)


@post_only
@author_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was sent, or put a draft aside; a draft that was put aside can be opened again."""
    mine = own_draft(request, pk)
    try:
        after = actions.withdraw(revision=mine, by=request.user)
    except NotNow:
        messages.error(request, _("This was decided in the meantime."))
        return redirect("cases:contribute")
    if after.state == RevisionState.DRAFT:
        messages.success(request, _("Taken back. You can go on writing."))
        return redirect("cases:draft", mine.pk)
    messages.success(request, _("Put aside. You can open it again below."))
    return redirect("cases:contribute")


@post_only
@author_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft that was put aside."""
    mine = own_draft(request, pk)
    try:
        actions.reopen(revision=mine, by=request.user)
    except NotNow as now:
        messages.error(request, _("You have another draft of this case under way; this is it."))
        return redirect("cases:draft", now.revision.pk)
    return redirect("cases:draft", mine.pk)


@require_safe
@contributor_required
def places(request: HttpRequest) -> HttpResponse:
    """Places whose name begins with what somebody types, for the list under the field."""
    found = Gazetteer().suggest(request.GET.get("q", "")[:100])
    return JsonResponse({"places": [{"label": place.label, "detail": place.detail} for place in found]})
