"""The coding desk: bring a text, code it passage by passage into a draft, see what the reviewer will see."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.actions import desk as actions
from cases.actions.draft import NotNow
from cases.actions.examine import examine
from cases.documents import coding_desk
from cases.documents.anchoring import sentences
from cases.documents.bundle import beside, is_new
from cases.documents.difference import Json
from cases.documents.messages import INCOMPLETE, message_for
from cases.documents.refusal import Refusal
from cases.forms.desk import CodingForm, initial_of, new_ref, problems_of
from cases.models import Assignment, Case, Code, Revision
from cases.models.double_coding import LAYER
from cases.permissions import EDITABLE, owns
from cases.queries import desk as queries
from cases.queries.double_coding import assignments_of
from cases.queries.lookup import Names
from cases.views.guard import post_only, signed_in, why_not_now
from cases.views.review import sheet_page


def coder_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who code; others who are signed in learn how to get there."""

    @signed_in
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may_code:  # type: ignore[union-attr]  # signed in, so one of ours
            return render(request, "cases/desk/no_role.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def own(request: HttpRequest, pk: int) -> Revision:
    """The person's draft, or their part of a double coding; anybody else's does not exist."""
    found = get_object_or_404(Revision.objects.select_related("base", "reviewer"), pk=pk, kind__in=["case", LAYER])
    if not owns(request.user, found):
        raise Http404
    return found


@require_safe
@coder_required
def index(request: HttpRequest) -> HttpResponse:
    """My desk: drafts with a text beside them."""
    drafts = queries.desk_drafts(request.user)
    rows = zip(drafts, queries.texts_of_each([draft.document for draft in drafts]), strict=True)
    context = {"rows": list(rows), "parts": [one for one in assignments_of(request.user) if one.finished_at is None]}
    return render(request, "cases/desk/index.html", context)


@require_safe
@coder_required
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The text on the left, one coding on the right, below it those that are made and what is open."""
    draft = own(request, pk)
    part = Assignment.objects.filter(revision=draft).first()
    if part is not None and part.finished_at is not None:
        return redirect("cases:double-codings")
    if draft.state not in EDITABLE:
        return redirect("cases:draft", pk)
    return Desk(request, draft, part).page()


class Desk:
    """One visit to the desk with one text."""

    def __init__(self, request: HttpRequest, draft: Revision, part: Assignment | None = None):
        self.request, self.draft, self.names, self.part = request, draft, Names(), part
        self.texts = queries.texts_of(draft.document)
        asked = request.POST.get("text") or request.GET.get("text")
        current = [one for one in self.texts if not one.superseded]
        self.text = next((one for one in self.texts if one.sha256 == asked), current[-1] if current else None)
        self.words = queries.words_of(self.text) if self.text else ""
        self.coder = draft.credit_of(request.user)

    @property
    def address(self) -> str:
        return reverse("cases:desk-draft", args=[self.draft.pk]) + (f"?text={self.text.sha256}" if self.text else "")

    def coding(self, ref: str) -> Json | None:
        return next((one for one in coding_desk.items(self.draft.document.get("codings")) if one.get("ref") == ref), None)

    def form(self, data: Any = None, old: Json | None = None) -> CodingForm:
        """The form for a coding: what was posted, one that is there, or an empty one."""
        old = old or self.coding((data or self.request.GET).get("coding") or (data or {}).get("ref", ""))
        initial = {"ref": new_ref(), "code": self.request.GET.get("code", ""), "stance": "supports"}
        if old:
            (made,) = queries.codings_of({**self.draft.document, "codings": [old]}, self.names)
            initial = initial_of(old, next(iter(made.passages), "")) | {"seen": actions.fingerprint(old)}
        return CodingForm(data, names=self.names, text=self.words, where=self.text, old=old, initial=initial)

    def lists(self) -> Json:
        document = self.draft.document
        return {
            "draft": self.draft,
            "part": self.part,
            "text": self.text,
            "address": self.address,
            "codings": queries.codings_of(document, self.names, self.words, self.text.source if self.text else ""),
            "questions": queries.open_questions(document, self.names),
            "hindrances": [] if self.draft.kind == LAYER else self._hindrances(),
        }

    def _hindrances(self) -> list[str]:
        """What stands between the draft and the reviewer, apart from codings that are still unfinished."""
        problems = examine(self.draft.document)[1]
        shown = [one for one in problems if one.location[:1] != ("codings",) or one.type not in INCOMPLETE]
        return list(dict.fromkeys(message_for(one) for one in shown))

    def _own_sources(self) -> set[str]:
        """Sources that only this draft has: their texts it may correct."""
        return {str(one.get("uid")) for one in beside(self.draft.document) if is_new(one)}

    def page(self, form: CodingForm | None = None, status: int = 200) -> HttpResponse:
        spans = sentences(self.words)
        context = {
            **self.lists(),
            "form": form or self.form(),
            "texts": self.texts,
            "sentences": [(span, self.words[span.start : span.end]) for span in spans],
            "names": self.names,
            "catalogue": queries.catalogue(self.names),
            "own_source": self.text.source if self.text and self.text.source in self._own_sources() else "",
            "stale": bool(self.draft.base_id) and not Case.objects.filter(revision=self.draft.base_id).exists(),
        }
        return render(self.request, "cases/desk/desk.html", context, status=status)


@post_only
@coder_required
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one coding, finished or not. The script asks for JSON and stays on the page."""
    visit = Desk(request, own(request, pk))
    form = visit.form(request.POST)
    form.is_valid()
    asked_by_script = request.headers.get("Accept", "").startswith("application/json")
    done = "done" in request.POST
    if not form.cleaned_data.get("ref"):
        raise Http404
    coding = form.coding(visit.coder)
    try:
        if form.begun:
            stance = form.cleaned_data.get("stance") or "supports"
            visit.draft, _ref = actions.code(
                revision=visit.draft, by=request.user, coding=coding, quoted=form.quoted, stance=stance,
                seen=form.cleaned_data.get("seen") or "", done=done and not form.errors,
            )  # fmt: skip
    except actions.ChangedMeanwhile:
        form.add_error(
            None, _("This coding was changed in another tab. Reload the page to see it; what you typed stays here until you do.")
        )
    except NotNow as now:
        form.add_error(None, why_not_now(now.revision))
    except Refusal as refusal:
        form.add_error(None, message_for(refusal.problems[0]))
    stored = visit.coding(coding["ref"]) or {}
    for name, words in problems_of(stored) if stored and done else []:
        if name in form.fields and name not in form.errors:
            form.add_error(name, words)
        elif name not in form.fields and words not in form.non_field_errors():
            form.add_error(None, words)
    return _answer_script(visit, form, stored) if asked_by_script else _answer_page(visit, form, done)


def _answer_script(visit: Desk, form: CodingForm, stored: Json) -> HttpResponse:
    status = 409 if form.non_field_errors() and not stored else 200
    return JsonResponse(
        {
            "seen": actions.fingerprint(stored) if stored else "",
            "errors": {name: [str(one) for one in errors] for name, errors in form.errors.items()},
            "places": [[start, words] for start, words in form.fields["where"].choices] if "where" in form.errors else [],  # type: ignore[attr-defined]
            "lists": render_to_string("cases/desk/_lists.html", visit.lists(), visit.request),
            "next": new_ref(),
        },
        status=status,
    )


def _answer_page(visit: Desk, form: CodingForm, done: bool) -> HttpResponse:
    if form.errors:
        return visit.page(form, status=422)
    messages.success(visit.request, _("Saved. Nobody else can see it before you send it."))
    return redirect(visit.address + "#coding")


@require_POST
@coder_required
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a coding out; it stays in the form, so that saving puts it back."""
    visit = Desk(request, own(request, pk))
    old = visit.coding(request.POST.get("ref", ""))
    if old is None:
        return redirect(visit.address)
    form = visit.form(old=old)
    try:
        visit.draft = actions.take_out(revision=visit.draft, by=request.user, ref=str(old["ref"]))
    except NotNow:
        messages.error(request, _("This was decided in the meantime."))
        return redirect("cases:contribute")
    form.initial["seen"] = ""
    messages.success(request, _("Taken out. It is still in the form: save it to put it back."))
    return visit.page(form)


@require_safe
@coder_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what the reviewer will see, before it is sent."""
    draft = own(request, pk)
    if draft.kind == LAYER or draft.state not in EDITABLE:
        return redirect("cases:draft", pk)
    return sheet_page(request, draft, desk=True)


@require_safe
@coder_required
def entry(request: HttpRequest, uid: str) -> HttpResponse:
    """The full entry of a code, for the panel that one key opens."""
    row = get_object_or_404(Code.objects.select_related("revision"), uid=uid, state="live")
    return render(request, "cases/desk/_entry.html", {"code": row, "document": row.revision.document})
