"""Deciding on submitted drafts of others: take up, accept (which publishes), return."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.actions.draft import NotAllowed, NotNow, refuse_stale
from cases.actions.examine import examine
from cases.actions.publish import live_revisions, lock_sequence, make_live, refuse_if_wrong
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.enums import RevisionState
from cases.models import Revision
from cases.permissions import WAITING, may_publish, may_review, owns


class NotYourOwn(NotAllowed):
    """Nobody decides on their own work, whatever their role."""


def take_up(*, revision: Revision, by) -> Revision:
    """Show others that somebody is at it. Does not keep anybody from deciding."""
    with transaction.atomic():
        waiting = _waiting(revision, by, may_review)
        waiting.state = RevisionState.IN_REVIEW
        waiting.reviewer = by
        waiting.save(update_fields=["state", "reviewer", "updated_at"])
        return waiting


def accept(*, revision: Revision, by) -> Revision:
    """Publish the draft, with the sources and passages beside it, all or nothing.

    Raises StaleBase when the record was published anew since the draft began (the author then
    merges), Refusal when it no longer satisfies the rules.
    """
    with transaction.atomic():
        sequence = lock_sequence()
        waiting = _waiting(revision, by, may_publish)
        refuse_stale(waiting, waiting.document)
        documents, problems = examine(waiting.document)
        if problems:
            raise Refusal(problems)
        refuse_if_wrong(documents)
        live = live_revisions(documents)
        make_live([pair for one in documents if (pair := _due(one, waiting, live))], sequence, reviewer=by)
        return waiting


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
        kind=document.kind, uid=document.uid, base=before, document=data, author=waiting.author, reason=waiting.reason
    )


def return_(*, revision: Revision, by, reason: str) -> Revision:
    """Give the draft back to its author with the reasons, which the author reads on the draft's page."""
    with transaction.atomic():
        waiting = _waiting(revision, by, may_review)
        if not reason.strip():
            raise Refusal([Problem(waiting.kind, waiting.uid, ("reason",), "reason_missing", {})])
        waiting.state = RevisionState.RETURNED
        waiting.reviewer = by
        waiting.reason = reason.strip()
        waiting.decided_at = timezone.now()
        waiting.save(update_fields=["state", "reviewer", "reason", "decided_at", "updated_at"])
        return waiting


def _waiting(revision: Revision, by, may) -> Revision:
    """The revision as it is now, locked; an error that says why the person may not decide on it."""
    found = Revision.objects.select_for_update().get(pk=revision.pk)
    if owns(by, found):
        raise NotYourOwn
    if found.state not in WAITING:
        raise NotNow(found)
    if not may(by, found):
        raise NotAllowed
    return found
