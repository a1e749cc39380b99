"""Talking about a draft: a comment on a field, an answer, settling a thread, taking a suggested wording over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.actions import comment as actions
from cases.actions.draft import NotAllowed, NotNow
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.review import AnswerForm, CommentForm
from cases.models import Comment, Revision
from cases.permissions import may_comment, owns
from cases.views.guard import contributor_required, post_only
from cases.views.review import sheet_page


def _talked_about(request: HttpRequest, pk: int) -> Revision:
    """A draft that this person may talk about; any other does not exist."""
    found = get_object_or_404(Revision.objects.select_related("author", "reviewer", "base"), pk=pk)
    if not may_comment(request.user, found):
        raise Http404
    return found


def _thread(request: HttpRequest, pk: int) -> Comment:
    thread = get_object_or_404(
        Comment.objects.select_related("revision__author", "revision__base", "author"), pk=pk, answers=None
    )
    if not may_comment(request.user, thread.revision):
        raise Http404
    return thread


def _back(request: HttpRequest, revision: Revision, anchor: str) -> HttpResponse:
    """To the page where it was said."""
    name = "cases:draft-changes" if owns(request.user, revision) else "cases:review-revision"
    return redirect(f"{redirect(name, revision.pk).url}#{anchor}")


@post_only
@contributor_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a field, or suggest other words for it."""
    draft, form = _talked_about(request, pk), CommentForm(request.POST)
    if not form.is_valid():
        return sheet_page(request, draft, error=_("This comment is about no field of the draft."), status=422)
    data = form.cleaned_data
    try:
        made = actions.comment(
            revision=draft, by=request.user, path=data["path"], text=data["text"], suggestion=form.suggestion()
        )
    except Refusal as refusal:
        typed = {"path": data["path"], "error": message_for(refusal.problems[0])}
        return sheet_page(request, draft, typed=typed, status=422)
    return _back(request, draft, f"comment-{made.pk}")


@post_only
@contributor_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a comment."""
    thread, form = _thread(request, pk), AnswerForm(request.POST)
    form.is_valid()
    try:
        made = actions.answer(to=thread, by=request.user, text=form.cleaned_data.get("text", ""))
    except Refusal as refusal:
        messages.error(request, message_for(refusal.problems[0]))
        return _back(request, thread.revision, f"comment-{thread.pk}")
    return _back(request, thread.revision, f"comment-{made.pk}")


@post_only
@contributor_required
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a thread as settled."""
    return _act(request, pk, lambda how: actions.settle(**how))


@post_only
@contributor_required
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a settled thread again."""
    return _act(request, pk, lambda how: actions.settle(**how, open_again=True))


@post_only
@contributor_required
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the suggested words into the draft."""
    return _act(request, pk, lambda how: actions.adopt(**how), _("The suggested wording is in the draft now."))


def _act(request: HttpRequest, pk: int, act: Callable[[dict[str, Any]], None], said: str = "") -> HttpResponse:
    thread = _thread(request, pk)
    try:
        act({"thread": thread, "by": request.user})
    except NotAllowed:
        raise Http404 from None
    except NotNow:
        said = ""
    if said:
        messages.success(request, said)
    return _back(request, thread.revision, f"comment-{thread.pk}")
