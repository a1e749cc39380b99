"""Deciding on submitted drafts of others: take up, accept (which publishes), return."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.actions.draft import NotAllowed, NotNow, StaleBase, live_revision, refuse_stale
from cases.actions.examine import examine
from cases.actions.notices import notify
from cases.actions.publish import live_revisions, lock_sequence, make_live, refuse_if_wrong
from cases.documents.bundle import BESIDE, needed_beside, record_of, without_live
from cases.documents.difference import Json, difference
from cases.documents.normal import normal
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.documents.selection import ALWAYS, select
from cases.enums import NoticeKind, RevisionState
from cases.models import Revision
from cases.permissions import WAITING, may_keep_up, may_publish, may_review, owns


class NotYourOwn(NotAllowed):
    """Nobody decides on their own work, whatever their role."""


def take_up(*, revision: Revision, by) -> Revision:
    """Show others that somebody is at it. Does not keep anybody from deciding."""
    with transaction.atomic():
        waiting = _waiting(revision, by, may_review)
        waiting.state = RevisionState.IN_REVIEW
        waiting.reviewer = by
        waiting.save(update_fields=["state", "reviewer", "updated_at"])
        notify(waiting.author, NoticeKind.TAKEN_UP, revision=waiting, by=by)
        return waiting


def accept(*, revision: Revision, by, edit_count: int | None = None) -> Revision:
    """Publish the draft, with the sources and passages beside it, all or nothing.

    ``edit_count`` is the one that the reviewer read. Raises StaleBase when it is another by now, or when the record
    was published anew since the draft began (the author then merges), Refusal when it no longer satisfies the rules.
    """
    with transaction.atomic():
        sequence = lock_sequence()
        waiting = _waiting(revision, by, may_publish, edit_count)
        refuse_stale(waiting, waiting.document)
        _refuse_retiring(waiting, waiting.document, by)
        documents, problems = examine(waiting.document)
        if problems:
            raise Refusal(problems)
        refuse_if_wrong(documents)
        live = live_revisions(documents)
        make_live([pair for one in documents if (pair := _due(one, waiting, live))], sequence, reviewer=by)
        notify(waiting.author, NoticeKind.PUBLISHED, revision=waiting, by=by)
        return waiting


def accept_part(
    *,
    revision: Revision,
    by,
    paths: Collection[str],
    reason: str = "",
    give_back: bool = False,
    edit_count: int | None = None,
) -> Revision:
    """Publish only the changes at these paths, with the sources and passages that they name; return what was published.

    What was not accepted stays in the draft, as a change of what is live now: still waiting, or back with its author
    and the reason. Refused, like ``accept``, when the part alone does not satisfy the rules.
    """
    with transaction.atomic():
        sequence = lock_sequence()
        waiting = _waiting(revision, by, may_publish, edit_count)
        refuse_stale(waiting, waiting.document)
        if give_back and not reason.strip():
            raise Refusal([Problem(waiting.kind, waiting.uid, ("reason",), "reason_missing", {})])
        part = part_of(waiting, paths)
        _refuse_retiring(waiting, part, by)
        documents, problems = examine(part)
        if problems:
            raise Refusal(problems)
        refuse_if_wrong(documents)
        live = live_revisions(documents)
        published = Revision(
            kind=waiting.kind, uid=waiting.uid, base=waiting.base, author=waiting.author, author_hidden=waiting.author_hidden,
            reason=waiting.reason, document=part,
        )  # fmt: skip
        make_live([pair for one in documents if (pair := _due(one, published, live))], sequence, reviewer=by)
        _keep_rest(waiting, published)
        if give_back:
            return_(revision=waiting, by=by, reason=reason)
        notify(waiting.author, NoticeKind.PARTLY, revision=waiting, by=by)
        return published


def part_of(waiting: Revision, paths: Collection[str]) -> Json:
    """The draft with the changes at these paths alone; what it brings along only as far as they name it."""
    before = waiting.base.document if waiting.base else None
    part = select(before, normal(record_of(waiting.document)), paths)
    if all(change.field in ALWAYS for change in difference(before, part)):
        raise Refusal([Problem(waiting.kind, waiting.uid, (), "nothing_chosen", {})])
    needed = needed_beside(waiting.document, part)
    return {**part, BESIDE: needed} if needed else part


def _refuse_retiring(waiting: Revision, document: Json, by) -> None:
    """Only who may take a record out of circulation may accept a draft of one that is out, or that goes or comes back."""
    before = waiting.base.document.get("retired") if waiting.base else None
    if (before or document.get("retired")) and not may_keep_up(by):
        raise Refusal([Problem(waiting.kind, waiting.uid, ("retired",), "editors_retire", {})])


def _keep_rest(waiting: Revision, published: Revision) -> None:
    """Put the draft on what is live now. Sources that went along are no longer its own. Who read it before reads it again."""
    waiting.base = published
    waiting.document = without_live(waiting.document)
    waiting.edit_count += 1
    waiting.save(update_fields=["base", "document", "edit_count", "updated_at"])


def _due(document: Any, waiting: Revision, live: dict[tuple[str, str], Revision]) -> tuple[Any, Revision] | None:
    """The document with the revision that it is published as; nothing for a source that stays as it is."""
    data = document.model_dump(mode="json")
    name = (document.kind, document.uid)
    if name == (waiting.kind, waiting.uid):
        waiting.document = data
        return document, waiting
    before = live.get(name)
    if before and before.document == data:
        return None
    return document, Revision(
        kind=document.kind, uid=document.uid, base=before, document=data, author=waiting.author,
        author_hidden=waiting.author_hidden, reason=waiting.reason,
    )  # fmt: skip


def return_(*, revision: Revision, by, reason: str, edit_count: int | None = None) -> Revision:
    """Give the draft back to its author with the reasons, which the author reads on the draft's page."""
    with transaction.atomic():
        waiting = _waiting(revision, by, may_review, edit_count)
        if not reason.strip():
            raise Refusal([Problem(waiting.kind, waiting.uid, ("reason",), "reason_missing", {})])
        waiting.state = RevisionState.RETURNED
        waiting.reviewer = by
        waiting.reason = reason.strip()
        waiting.decided_at = timezone.now()
        waiting.save(update_fields=["state", "reviewer", "reason", "decided_at", "updated_at"])
        notify(waiting.author, NoticeKind.RETURNED, revision=waiting, by=by)
        return waiting


def _waiting(revision: Revision, by, may, edit_count: int | None = None) -> Revision:
    """The revision as it is now, locked; an error that says why the person may not decide on it, or not on what they read."""
    found = Revision.objects.select_for_update().get(pk=revision.pk)
    if owns(by, found):
        raise NotYourOwn
    if found.state not in WAITING:
        raise NotNow(found)
    if not may(by, found):
        raise NotAllowed
    if edit_count is not None and edit_count != found.edit_count:
        live = live_revision(found.kind, found.uid)
        raise StaleBase(mine=revision.document, theirs=found.document, before=None, live=live, revision=found, other_tab=True)
    return found
