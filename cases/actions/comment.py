"""Talking about a draft, field by field: comment, suggest another wording, answer, settle, take a wording over."""

from django.db import transaction
from django.utils import timezone

from cases.actions.draft import NotAllowed, NotNow
from cases.actions.notices import notify
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.documents.wording import is_text, put, read
from cases.enums import NoticeKind
from cases.models import Comment, Revision
from cases.permissions import may_adopt, may_comment, owns

LONGEST = 5_000


def comment(*, revision: Revision, by, path: str, text: str, suggestion: dict[str, str] | None = None) -> Comment:
    """Say something about a field. ``suggestion`` (``path``, ``language``, ``text``) proposes other words for a text in it."""
    if not may_comment(by, revision):
        raise NotAllowed
    if suggestion and not is_text(read(revision.document, suggestion["path"])):
        suggestion = None
    if not text.strip() and not suggestion:
        raise Refusal([Problem(revision.kind, revision.uid, ("comment",), "comment_missing", {})])
    with transaction.atomic():
        made = Comment.objects.create(
            revision=revision, path=path[:200], text=text.strip()[:LONGEST], suggestion=suggestion, author=by
        )
        kind = NoticeKind.SUGGESTED if suggestion else NoticeKind.COMMENTED
        notify(revision.author, kind, revision=revision, by=by)
        if owns(by, revision):
            notify(revision.reviewer, NoticeKind.ANSWERED, revision=revision, by=by)
        return made


def answer(*, to: Comment, by, text: str) -> Comment:
    """Answer a comment; who wrote it and the draft's author are told. An open thread stays open."""
    if not may_comment(by, to.revision):
        raise NotAllowed
    if not text.strip():
        raise Refusal([Problem(to.revision.kind, to.revision.uid, ("comment",), "comment_missing", {})])
    with transaction.atomic():
        made = Comment.objects.create(
            revision=to.revision, path=to.path, answers=to.answers or to, text=text.strip()[:LONGEST], author=by
        )
        for person in {(to.answers or to).author, to.revision.author}:
            notify(person, NoticeKind.ANSWERED, revision=to.revision, by=by)
        return made


def settle(*, thread: Comment, by, open_again: bool = False) -> None:
    """Mark a thread as settled, or open it again."""
    if not may_comment(by, thread.revision):
        raise NotAllowed
    thread.resolved_at = None if open_again else timezone.now()
    thread.resolved_by = None if open_again else by
    thread.save(update_fields=["resolved_at", "resolved_by"])


def adopt(*, thread: Comment, by) -> None:
    """Put the suggested words into the draft. Nobody takes over their own suggestion: a second person reads them first."""
    with transaction.atomic():
        revision = Revision.objects.select_for_update().get(pk=thread.revision_id)
        if not may_adopt(by, thread, revision):
            raise NotAllowed
        if thread.adopted or not thread.suggestion:
            raise NotNow(revision)
        said = thread.suggestion
        revision.document = put(revision.document, said["path"], said["language"], said["text"])
        revision.edit_count += 1
        revision.save(update_fields=["document", "edit_count", "updated_at"])
        thread.adopted, thread.resolved_at, thread.resolved_by = True, timezone.now(), by
        thread.save(update_fields=["adopted", "resolved_at", "resolved_by"])
        notify(thread.author, NoticeKind.ADOPTED, revision=revision, by=by)
