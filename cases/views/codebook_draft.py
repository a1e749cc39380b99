"""Writing a version of the codebook: begin, change, write entries, release; and the recode list that follows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import codebook as actions
from cases.actions import draft as drafts
from cases.actions.draft import NotNow, StaleBase
from cases.documents import codebook_draft
from cases.documents.difference import Json
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.codebook import ChangeForm, EntryForm, VersionForm
from cases.models import Code, CodebookVersion, Recode, Revision
from cases.permissions import may_write_drafts
from cases.queries import codebook_draft as queries
from cases.queries.double_coding import notes_to_codebook
from cases.queries.lookup import Names
from cases.views.guard import SIGNED_OUT, contributor_required, post_only, signed_in, typed_before
from cases.views.records import page_of


def editor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who change the codebook; for everybody else there is no such page."""

    @signed_in
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_permission(request.user, Permission.EDIT_CODEBOOK):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def mine(request: HttpRequest) -> Revision:
    found = actions.draft_version(request.user)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def draft(request: HttpRequest) -> HttpResponse:
    """The version that I am writing, or the beginning of one."""
    found = actions.draft_version(request.user)
    if found is not None:
        return draft_page(request, found)
    form = VersionForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        note = {"en": given["note_en"], "zh": given["note_zh"], "original": "en"}
        actions.begin_version(note=note, by=request.user)
        return redirect("cases:codebook-draft")
    return render(request, "cases/codebook/begin.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form is filled with: what is sent, or was before the person signed in again."""
    if before := typed_before(request):
        messages.warning(request, SIGNED_OUT)
    return before or request.POST or None


def draft_page(
    request: HttpRequest, found: Revision, form: ChangeForm | None = None, problems: list[str] | None = None
) -> HttpResponse:
    names = Names()
    changes = queries.changes_of(found.document)
    context = {
        "draft": found,
        "changes": changes,
        "ready": bool(changes) and not any(entry.lacking for change in changes for entry in change.entries),
        "form": form or ChangeForm(names=names, taken=set()),
        "names": names,
        "problems": problems or [],
        "notes": notes_to_codebook(),
    }
    return render(request, "cases/codebook/draft.html", context, status=422 if form or problems else 200)


@post_only
@editor_required
def change(request: HttpRequest) -> HttpResponse:
    """One change more."""
    found = mine(request)
    form = ChangeForm(request.POST, names=Names(), taken=set(codebook_draft.retired(found.document)))
    if not form.is_valid():
        return draft_page(request, found, form)
    return _keep(request, found, {**found.document, "changes": [*codebook_draft.changes(found.document), form.made()]})


@require_POST
@editor_required
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a change out of the draft."""
    found = mine(request)
    kept = [one for one in codebook_draft.changes(found.document) if one["ref"] != ref]
    return _keep(request, found, {**found.document, "changes": kept})


def _keep(request: HttpRequest, found: Revision, document: Json) -> HttpResponse:
    kept = actions.keep_version(revision=found, document=document, by=request.user)
    if kept.uid != found.uid:
        messages.warning(request, _renumbered(found, kept))
    return redirect("cases:codebook-draft")


def _renumbered(before: Revision, after: Revision) -> str:
    said = _(
        "Somebody else has released version %(before)s meanwhile. Your draft is version %(after)s now, with all that is in it."
    )
    return said % {"before": before.uid, "after": after.uid}


@require_http_methods(["GET", "HEAD", "POST"])
@editor_required
def entry(request: HttpRequest, uid: str) -> HttpResponse:
    """Write a new entry, in both languages."""
    found = mine(request)
    one = next((entry for entry in codebook_draft.new_entries(found.document) if entry["uid"] == uid), None)
    if one is None:
        raise Http404
    form = EntryForm(_sent(request), entry=one)
    if request.method == "POST" and form.is_valid():
        return _keep(request, found, codebook_draft.with_entry(found.document, form.document(found.uid)))
    old = [
        code for change in queries.changes_of(found.document) if uid in {e.uid for e in change.entries} for code in change.codes
    ]
    return render(request, "cases/codebook/entry.html", {"form": form, "uid": uid, "draft": found, "old": old})


@require_POST
@editor_required
def release(request: HttpRequest) -> HttpResponse:
    """Make the version the codebook; its codes are frozen from now on."""
    found = mine(request)
    try:
        actions.release(revision=found, by=request.user)
    except Refusal as refusal:
        return draft_page(request, found, problems=[f"{one.uid}: {message_for(one)}" for one in refusal.problems])
    except StaleBase:
        kept = actions.renumber(revision=found, document=found.document, by=request.user)
        return draft_page(request, kept, problems=[_renumbered(found, kept)])
    except NotNow:  # a second press of the button
        return redirect("cases:codebook")
    messages.success(request, _("Released. Every coding of a retired code is on the recode list."))
    return redirect("cases:codebookversion", found.uid)


@require_POST
@editor_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """Put the draft aside."""
    drafts.withdraw(revision=mine(request), by=request.user)
    return redirect("cases:codebook")


# Recoding ---------------------------------------------------------------------------------------------


@require_safe
def recodes(request: HttpRequest) -> HttpResponse:
    """Codings whose code was retired: what took its place, and whether somebody has recoded them."""
    rows = page_of(request, queries.recode_rows(request.GET.get("version", "")[:80]))
    context = {
        "rows": rows,
        "codes": queries.names_of(list(rows)),
        "open": queries.open_recodes(),
        "may_write": may_write_drafts(request.user),
        "may_map": has_permission(request.user, Permission.EDIT_CODEBOOK),
        "versions": CodebookVersion.objects.filter(recodes__isnull=False).distinct(),
    }
    return render(request, "cases/codebook/recodes.html", context)


@post_only
@contributor_required
def recode(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one of the successors: it goes into the person's draft of the case."""
    found = get_object_or_404(queries.with_state(Recode.objects.select_related("case", "version", "code")), pk=pk)
    if not found.is_open:
        messages.error(request, _("This coding was recoded in the meantime."))
        return redirect("cases:recodes")
    chosen = request.POST.get("code", "")
    code = Code.objects.filter(uid=chosen).first() if chosen in found.successors else None
    if code is None:
        messages.error(request, _("Choose one of the codes that took its place."))
        return redirect("cases:recodes")
    try:
        draft = actions.recode_in_draft(recode=found, code=code, by=request.user)
    except NotNow as now:
        messages.error(request, _("You have another draft of this case under way; this is it."))
        return redirect("cases:draft", now.revision.pk)
    messages.success(request, _("The coding has its new code in your draft of the case. Read its passage again, then send it."))
    return redirect(redirect("cases:draft", draft.pk).url + "?form=full")


@require_POST
@editor_required
def map_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Recode whatever has exactly one successor, as one batch."""
    version = get_object_or_404(CodebookVersion, slug=slug, state="live")
    done, left = actions.apply_mapping(version=version, by=request.user)
    said = ngettext("%(number)s coding recoded.", "%(number)s codings recoded.", done) % {"number": done}
    if left:
        rest = ngettext("%(number)s is left to a person.", "%(number)s are left to a person.", left) % {"number": left}
        said = f"{said} {rest}"
    messages.success(request, said)
    return redirect("cases:recodes")
