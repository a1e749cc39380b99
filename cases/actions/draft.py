"""Writing drafts: save, submit, take back. A draft is a document under a Revision, and stands in no other table."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cases.actions.examine import examine
from cases.documents.bundle import record_of
from cases.documents.difference import Json, difference
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.enums import RecordKind, RevisionState
from cases.models import Revision
from cases.models.heads import HEADS
from cases.models.revision import OPEN
from cases.permissions import EDITABLE, WAITING, may_write_drafts, owns
from cases.queries.drafts import first_waits
from cases.validators import CODE, SLUG

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # in JSON; a backslash that somebody typed stands there twice
LONGEST_REASON = 2_000
LARGEST = 2_000_000
"""Bytes of a draft. The largest published case has a fiftieth of that; more is no text that somebody wrote."""


class NotAllowed(PermissionDenied):
    """The person's role does not let them do this, or the draft is somebody else's."""


class NotNow(Exception):
    """The revision is in a state in which this cannot be done: somebody else was faster, or it is a reviewer's turn."""

    def __init__(self, revision: Revision):
        self.revision = revision
        super().__init__(f"{revision.kind} {revision.uid} is {revision.state}")


class StaleBase(Exception):
    """What the writer started from is no longer the latest. Carries all that a merge needs; nothing was written.

    ``theirs`` is what is now the latest, ``before`` what the writer started from (``None`` if that is not
    kept), ``live`` the revision to start from next, ``revision`` the writer's draft if there is one.
    ``other_tab`` tells another save of the same draft (the writer's second tab; for a reviewer, whoever saved it since
    they read it) from somebody else's publication.
    """

    def __init__(
        self,
        *,
        mine: Json,
        theirs: Json | None,
        before: Json | None,
        live: Revision | None,
        revision: Revision | None,
        other_tab: bool = False,
    ):
        self.mine, self.theirs, self.before = mine, theirs, before
        self.live, self.revision, self.other_tab = live, revision, other_tab
        super().__init__("The record has changed since this was begun.")


def save_draft(
    *,
    document: Json,
    by,
    revision: Revision | None = None,
    base: Revision | None = None,
    edit_count: int | None = None,
    keep: bool = False,
    reason: str | None = None,
) -> Revision:
    """Keep the document as the person's draft, however unfinished; return the draft.

    ``base`` is the live revision that the writing began from (``None`` for a new record); given
    together with ``revision`` it puts the draft on a newer base, after a merge. ``edit_count`` is the
    one that the writer last saw. Raises StaleBase when either is not the latest, NotNow when it is the
    reviewer's turn, Refusal when the document cannot be stored at all. ``keep`` stores the text even on
    an old base, so that nothing typed is lost before the merge; such a draft cannot be submitted.
    ``reason`` is why the author changes it, as far as they have said so.
    """
    if not may_write_drafts(by) or (revision and not owns(by, revision)):
        raise NotAllowed
    kind, uid = identity(document)
    with transaction.atomic():
        if revision is None:
            return _begin(kind, uid, document, by, base, keep, reason or "")
        draft = Revision.objects.select_for_update().get(pk=revision.pk)
        if draft.state not in EDITABLE:
            raise NotNow(draft)
        if edit_count is not None and edit_count != draft.edit_count:
            raise StaleBase(
                mine=document, theirs=draft.document, before=None, live=live_revision(kind, uid), revision=draft, other_tab=True
            )
        if base is not None:
            draft.base = base
        if not keep:
            refuse_stale(draft, document)
        if (draft.kind, draft.uid) != (kind, uid):
            _rename(draft, kind, uid)
        draft.document = document
        draft.edit_count += 1
        if reason is not None and draft.state == RevisionState.DRAFT:  # a returned draft keeps its reviewer's reasons
            draft.reason = reason.strip()[:LONGEST_REASON]
        if not _stored(draft):
            raise StaleBase(mine=document, theirs=None, before=None, live=None, revision=draft)
        return draft


def _begin(kind: str, uid: str, document: Json, by, base: Revision | None, keep: bool, reason: str) -> Revision:
    draft = Revision(kind=kind, uid=uid, document=document, author=by, base=base, state=RevisionState.DRAFT, edit_count=1)
    draft.reason = reason.strip()[:LONGEST_REASON]
    # Who once wrote here without a name goes on so: a later name would give the first away.
    draft.author_hidden = Revision.objects.of(kind, uid).filter(author=by, author_hidden=True).exists()
    if not keep:
        refuse_stale(draft, document)
    if not _stored(draft):
        mine = Revision.objects.open().of(kind, uid).get(author=by)
        raise StaleBase(
            mine=document, theirs=mine.document, before=base.document if base else None, live=base, revision=mine, other_tab=True
        )
    return draft


def _stored(draft: Revision) -> bool:
    """Save the draft, unless its author has another open one of the same record."""
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        if draft.pk or Revision.objects.open().of(draft.kind, draft.uid).filter(author=draft.author).exists():
            return False
        raise
    return True


def _rename(draft: Revision, kind: str, uid: str) -> None:
    """A record that was never published may still change its name; a published one keeps it for good."""
    if draft.base_id or draft.kind != kind:
        raise Refusal([Problem(kind, uid, ("uid",), "uid_fixed", {"uid": draft.uid})])
    draft.uid = uid


def submit(*, revision: Revision, by, reason: str | None = None) -> Revision:
    """Hand the draft over for review. Raises Refusal with all that is wrong with it, StaleBase as ``save_draft``.

    Without a ``reason`` the one that the author has given while writing stands.
    """
    with transaction.atomic():
        draft = _own(revision, by)
        if draft.state not in EDITABLE:
            raise NotNow(draft)
        refuse_stale(draft, draft.document)
        _, problems = examine(draft.document)
        if draft.base and not problems and not difference(draft.base.document, draft.document):
            problems = [Problem(draft.kind, draft.uid, (), "nothing_changed", {})]
        if not problems and first_waits(by, draft.pk):
            problems = [Problem(draft.kind, draft.uid, (), "first_waits", {})]
        if problems:
            raise Refusal(problems)
        if reason is None:
            reason = draft.reason if draft.state == RevisionState.DRAFT else ""
        return _move(draft, RevisionState.SUBMITTED, reason=reason.strip()[:LONGEST_REASON])


def withdraw(*, revision: Revision, by) -> Revision:
    """Take a submitted draft back to go on writing; put one that was never submitted, or returned, aside."""
    with transaction.atomic():
        draft = _own(revision, by)
        if draft.state in WAITING:
            return _move(draft, RevisionState.DRAFT)
        if draft.state in EDITABLE:
            return _move(draft, RevisionState.WITHDRAWN)
        raise NotNow(draft)


def reopen(*, revision: Revision, by) -> Revision:
    """Go on with a draft that was put aside."""
    with transaction.atomic():
        draft = _own(revision, by)
        if draft.state != RevisionState.WITHDRAWN:
            raise NotNow(draft)
        draft.state = RevisionState.DRAFT
        if not _stored(draft):
            raise NotNow(Revision.objects.open().of(draft.kind, draft.uid).get(author=by))
        return draft


def _own(revision: Revision, by) -> Revision:
    draft = Revision.objects.select_for_update().get(pk=revision.pk)
    if not owns(by, draft) or not may_write_drafts(by):
        raise NotAllowed
    return draft


def _move(draft: Revision, state: RevisionState, reason: str | None = None) -> Revision:
    draft.state = state
    draft.reviewer = None
    draft.reason = draft.reason if reason is None else reason
    draft.save(update_fields=["state", "reviewer", "reason", "updated_at"])
    return draft


def live_revision(kind: str, uid: str) -> Revision | None:
    """The revision that readers see now."""
    head = HEADS[kind]._default_manager.filter(uid=uid).select_related("revision").first()
    return head.revision if head else None


def refuse_stale(draft: Revision, mine: Json) -> None:
    """Raise StaleBase unless the draft stands on what readers see now."""
    live = live_revision(draft.kind, draft.uid)
    if draft.base_id != (live.pk if live else None):
        raise StaleBase(
            mine=mine,
            theirs=live.document if live else None,
            before=draft.base.document if draft.base else None,
            live=live,
            revision=draft if draft.pk else None,
        )


def open_draft(kind: str, uid: str, author) -> Revision | None:
    """The draft of this record that the person has under way."""
    return Revision.objects.filter(kind=kind, uid=uid, author=author, state__in=OPEN).first()


def identity(document: Mapping[str, Any]) -> tuple[str, str]:
    """Kind and uid of a document that may be stored as a draft, or a refusal."""
    record = record_of(document)
    kind, uid = record.get("kind"), record.get("uid")
    if not isinstance(kind, str) or kind not in RecordKind.values:
        raise Refusal(
            [Problem(str(kind or "")[:16], str(uid or "")[:120], ("kind",), "union_tag_invalid", {"tag": str(kind)[:80]})]
        )
    pattern = CODE if kind == RecordKind.CODE else SLUG
    if not isinstance(uid, str) or len(uid) > 120 or not re.fullmatch(pattern, uid):
        raise Refusal([Problem(kind, str(uid or "")[:120], ("uid",), "string_pattern_mismatch", {"pattern": pattern})])
    refuse_unstorable(document, kind, uid)
    return kind, uid


def refuse_unstorable(document: Mapping[str, Any], kind: str, uid: str) -> None:
    """Refuse what a database cannot hold: U+0000, halves of a character, numbers that are none, megabytes."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except (ValueError, TypeError, RecursionError) as error:
        raise Refusal([Problem(kind, uid, (), "nul_character", {})]) from error
    if NUL.search(text):
        raise Refusal([Problem(kind, uid, (), "nul_character", {})])
    if size > LARGEST:
        raise Refusal([Problem(kind, uid, (), "draft_too_large", {"limit": LARGEST // 1_000_000})])
