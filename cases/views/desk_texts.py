"""Texts of sources on their way to the coding desk: brought, corrected, read. For coders only."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import desk as actions
from cases.actions.draft import NotNow, open_draft, save_draft
from cases.documents import coding_desk
from cases.documents.bundle import beside
from cases.documents.difference import Json
from cases.forms.beside import language_of, propose_uid
from cases.forms.desk_texts import BringForm, CorrectionForm
from cases.models import Case, Revision, Source
from cases.queries import desk as queries
from cases.queries.lookup import Names
from cases.views.desk import coder_required, own
from cases.views.guard import why_not_now


def own_case(request: HttpRequest, pk: int) -> Revision:
    """The person's draft of a case. A part of a double coding keeps to the texts that are published with its case."""
    found = own(request, pk)
    if found.kind != "case":
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@coder_required
def bring(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A text comes to the desk: for a case that is here or a new one, or beside a draft that is under way."""
    draft = own_case(request, pk) if pk else None
    names = Names()
    initial = {"case": names.case.label(request.GET.get("case", ""))}
    form = BringForm(request.POST or None, request.FILES or None, with_case=draft is None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft, base = (draft, None) if draft else _draft_for(request, form.cleaned_data["case"], names)
        document = draft.document if draft else base.document if base else _new_case(form.cleaned_data["case"])
        actions.keep_text(text=form.words, name=form.file_name, by=request.user)
        if not (form.twin and form.twin.version):
            taken = {str(one.get("uid")) for one in beside(document)}
            source = form.source(taken)
            document = coding_desk.with_version(document, source, form.version(_versions(document, source["uid"])))
        elif form.twin.source not in (document.get("sources") or []):
            document = {**document, "sources": [*(document.get("sources") or []), form.twin.source]}
        try:
            kept = save_draft(document=document, by=request.user, revision=draft, base=base, keep=True)
            return redirect("cases:desk-draft", kept.pk)
        except NotNow as now:
            form.add_error(None, why_not_now(now.revision))
    context = {"form": form, "names": names, "draft": draft}
    return render(request, "cases/desk/bring.html", context, status=422 if form.is_bound else 200)


def _draft_for(request: HttpRequest, typed: str, names: Names) -> tuple[Revision | None, Revision | None]:
    """The person's draft of the case that was named, if it is under way, or else what readers see of it."""
    case = Case.objects.live().filter(uid=names.case.resolve(typed)).select_related("revision").first()
    mine = open_draft("case", case.uid, request.user) if case else None
    return (mine, None) if mine else (None, case.revision if case else None)


def _new_case(title: str) -> Json:
    language = language_of(title)
    label = {language: title, "original": language}
    return {"kind": "case", "uid": propose_uid("case", title), "label": label, "origin": "contributed", "codings": []}


def _versions(document: Json, uid: str) -> set[str]:
    return {one.version for one in queries.texts_of({**document, "sources": [uid]}) if one.source == uid}


@require_http_methods(["GET", "HEAD", "POST"])
@coder_required
def correct_own(request: HttpRequest, pk: int, uid: str) -> HttpResponse:
    """A corrected text of a source that only this draft has: its passages move there, as far as they are found."""
    draft = own_case(request, pk)
    source = next((one for one in beside(draft.document) if one.get("uid") == uid), None)
    if source is None:
        raise Http404
    form = CorrectionForm(request.POST or None, request.FILES or None, with_reason=False)
    if request.method == "POST" and form.is_valid():
        actions.keep_text(text=form.words, name=form.file_name, by=request.user)
        version = form.version({one["ref"] for one in coding_desk.items(source.get("versions"))})
        try:
            _draft, lost = actions.correct_draft_text(
                revision=draft, by=request.user, source=uid, version=version, text=form.words
            )
            _tell(request, [part["text"] for part in lost])
            return redirect("cases:desk-draft", pk)
        except NotNow as now:
            form.add_error(None, why_not_now(now.revision))
    context = {"form": form, "title": source.get("title"), "draft": draft}
    return render(request, "cases/desk/correct.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@coder_required
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts of a published source for coders, passages that its latest text does not have, and a corrected text."""
    source = get_object_or_404(Source.objects.select_related("revision"), slug=slug, state="live")
    may_correct = has_permission(request.user, Permission.PUBLISH)
    form = CorrectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and may_correct and form.is_valid():
        taken = {one["ref"] for one in source.revision.document["versions"]}
        reason = form.cleaned_data["reason"]
        _outcome, lost = actions.correct_text(
            source=source, by=request.user, version=form.version(taken), text=form.words, reason=reason
        )
        _tell(request, [part["text"] for part in lost])
        return redirect("cases:source-texts", slug)
    context = {
        "source": source,
        "title": source.revision.document["title"],
        "form": form if may_correct else None,
        "texts": queries.texts_of({"sources": [source.uid]}),
        "unplaced": queries.unplaced(source),
    }
    return render(request, "cases/desk/correct.html", context, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, lost: list[str]) -> None:
    if not lost:
        messages.success(request, _("Every passage was found again in the corrected text."))
        return
    number = len(lost)
    said = ngettext(
        "One passage does not stand in the corrected text, or more than once; it stays with the earlier text: %(lost)s",
        "%(number)s passages do not stand in the corrected text, or more than once; they stay with the earlier text: %(lost)s",
        number,
    )
    messages.warning(request, said % {"number": number, "lost": " | ".join(text[:80] for text in lost[:5])})


@require_safe
@coder_required
def read(request: HttpRequest, slug: str, sha256: str) -> HttpResponse:
    """A text of a published source, for coders."""
    source = get_object_or_404(Source.objects.select_related("revision"), slug=slug, state="live")
    text = next((one for one in queries.texts_of({"sources": [source.uid]}) if one.sha256 == sha256), None)
    if text is None:
        raise Http404
    return render(request, "cases/desk/read.html", {"source": source, "text": text, "words": queries.words_of(text)})
