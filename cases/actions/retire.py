"""Taking a record out of circulation, and merging a duplicate into the record that it doubles. Bringing one back is restoring."""

from django.db import transaction

from cases.actions.draft import NotAllowed, StaleBase
from cases.actions.publish import Outcome, lock_sequence, publish
from cases.actions.withhold import withhold
from cases.documents.difference import Json
from cases.documents.merging import absorbed
from cases.documents.parts import fingerprint
from cases.documents.referrers import referrers
from cases.documents.refusal import Refusal
from cases.documents.renaming import at_odds, renamed
from cases.documents.rules import Problem
from cases.enums import RecordKind, RecordState
from cases.models import Revision
from cases.models.heads import HEADS
from cases.permissions import may_keep_up

RETIRABLE = (RecordKind.CASE, RecordKind.STUDY, RecordKind.SOURCE, RecordKind.ACTOR, RecordKind.PLACE, RecordKind.DATASET)
"""Codes are retired by a version of the codebook, which keeps their codings."""
MERGEABLE = (RecordKind.PLACE, RecordKind.ACTOR, RecordKind.SOURCE)


def retire(*, seen: Revision, reason: str, language: str, by, withheld: bool = False) -> None:
    """Publish the record as out of circulation: no list, page or search has it any more; its address says why.

    ``withheld`` closes all of its versions to readers as well, because they give somebody away.
    Raises StaleBase when another version was published meanwhile, Refusal while other records name it.
    """
    _may(by, reason, seen)
    with transaction.atomic():
        lock_sequence()
        live = _still(seen)
        said = {language: reason.strip(), "original": language}
        publish([{**live.document, "retired": {"reason": said}}], by=by, reason=reason.strip())
        if withheld:
            numbers = range(1, (live.number or 0) + 2)
            withhold(kind=live.kind, uid=live.uid, numbers=numbers, reason=reason, by=by)


def merge(*, duplicate: Revision, kept: Revision, reason: str, by) -> Outcome:
    """Let the kept record stand for both: whatever names the duplicate names the kept one, in one batch of revisions.

    The duplicate leaves circulation and its address leads to the kept record.
    """
    _may(by, reason, duplicate)
    with transaction.atomic():
        lock_sequence()  # nobody publishes what is read below before it is written
        one, other = _still(duplicate), _still(kept)
        _refuse_unlike(one.document, other.document)
        batch = merged(one.document, other.document, reason.strip())
        return publish(batch, by=by, reason=reason.strip())


def merged(duplicate: Json, kept: Json, reason: str) -> list[Json]:
    """Every document of the merger."""
    kind, old, new = kept["kind"], duplicate["uid"], kept["uid"]
    document, passages = absorbed(kept, duplicate)
    renames = {kind: {old: new}, "excerpt": passages}
    naming = _documents(referrers(kind, old) - {(kind, old), (kind, new)})
    _refuse_at_odds(naming, passages, new)
    batch = [renamed(one, renames) for one in (document, *naming)]
    if kind == RecordKind.ACTOR:
        _refuse_tied(batch, new)
    said = {"en": f"Merged into “{new}”: {reason}", "zh": f"并入“{new}”：{reason}", "original": "en"}
    said["of"] = fingerprint(said["en"])
    return [*batch, {**duplicate, "retired": {"reason": said, "into": new}}]


def _refuse_unlike(duplicate: Json, kept: Json) -> None:
    if duplicate["kind"] == "place" and duplicate["level"] != kept["level"]:
        raise Refusal([Problem("place", duplicate["uid"], ("into",), "not_alike", {})])


def _refuse_at_odds(documents: list[Json], passages: dict[str, str], source: str) -> None:
    """A passage that becomes one cannot speak for a claim and against it."""
    for document in documents:
        if next(at_odds(document, passages), None):
            raise Refusal([Problem("source", source, ("into",), "stances_at_odds", {"record": document["uid"]})])


def _refuse_tied(documents: list[Json], actor: str) -> None:
    """Two actors that stand in a relation to each other are two."""
    for document in documents:
        if any(tie["actor"] == tie["other"] == actor for tie in document.get("relation_states", ())):
            raise Refusal([Problem("actor", actor, ("into",), "tied_to_each_other", {"case": document["uid"]})])


def _documents(names: set[tuple[str, str]]) -> list[Json]:
    """The live documents of these records, a query for each kind."""
    found: list[Json] = []
    for kind in sorted({kind for kind, _uid in names}):
        rows = HEADS[kind]._default_manager.filter(uid__in=[uid for one, uid in names if one == kind]).order_by("uid")
        found += rows.values_list("revision__document", flat=True)
    return found


def _may(by, reason: str, revision: Revision) -> None:
    if not may_keep_up(by):
        raise NotAllowed
    if not reason.strip():
        raise Refusal([Problem(revision.kind, revision.uid, ("reason",), "retire_unreasoned", {})])


def _still(seen: Revision) -> Revision:
    """The revision that the person looked at, if it is still the one in force."""
    head = HEADS[seen.kind]._default_manager.filter(uid=seen.uid, state=RecordState.LIVE).select_related("revision").first()
    if head is None or head.revision_id != seen.pk:
        live = head.revision if head else None
        raise StaleBase(mine=seen.document, theirs=live.document if live else None, before=None, live=live, revision=None)
    return head.revision
