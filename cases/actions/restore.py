"""Bringing an earlier version of a record back: as a draft that somebody else reads, or at once by an editor."""

from django.db import transaction

from cases.actions.draft import NotAllowed, StaleBase, live_revision, save_draft, submit
from cases.actions.publish import lock_sequence, publish
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.enums import RecordKind
from cases.models import Revision
from cases.permissions import may_restore


def restore(*, revision: Revision, by, seen: Revision, reason: str) -> None:
    """Publish what an earlier revision said as a new revision; nothing of the history is lost.

    ``seen`` is the revision that was live when the person decided; another one in the meantime is a StaleBase.
    """
    if not may_restore(by):
        raise NotAllowed
    _refuse_unreasoned(revision, reason)
    with transaction.atomic():
        lock_sequence()
        _refuse_moved(revision, seen)
        publish([revision.document], by=by, reason=reason.strip())


def propose_restoring(*, revision: Revision, by, seen: Revision, reason: str) -> Revision:
    """Make a draft of what an earlier revision said. A case's draft can be worked on; any other is sent at once."""
    _refuse_unreasoned(revision, reason)
    with transaction.atomic():
        _refuse_moved(revision, seen)
        draft = save_draft(document=revision.document, by=by, base=seen)
        if draft.kind == RecordKind.CASE:
            draft.reason = reason.strip()
            draft.save(update_fields=["reason"])
            return draft
        return submit(revision=draft, by=by, reason=reason.strip())


def _refuse_unreasoned(revision: Revision, reason: str) -> None:
    if not reason.strip():
        raise Refusal([Problem(revision.kind, revision.uid, ("reason",), "restore_unreasoned", {})])


def _refuse_moved(revision: Revision, seen: Revision) -> None:
    live = live_revision(revision.kind, revision.uid)
    if live is None or live.pk != seen.pk:
        raise StaleBase(mine=revision.document, theirs=live.document if live else None, before=None, live=live, revision=None)
