"""Double coding: assign a case, finish one's part, decide where coders differ, settle."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.permissions import Permission, has_permission
from cases.actions.draft import NotAllowed, NotNow, save_draft
from cases.documents import double_coding as pure
from cases.enums import RevisionState
from cases.models import Assignment, Case, DoubleCoding, Revision, Source
from cases.models.double_coding import LAYER


class NotSettled(Exception):
    """Coders still differ where nothing was decided, or not everybody has finished."""


def assign(*, case: Case, coders: Sequence, by) -> DoubleCoding:
    """Give the case to the coders. Each gets a document of their own, which nobody else reads before all is settled."""
    if not has_permission(by, Permission.ASSIGN_CODING) or by in coders or len(set(coders)) < 2:
        raise NotAllowed
    if not all(has_permission(coder, Permission.CODE) for coder in coders):
        raise NotAllowed
    with transaction.atomic():
        made = DoubleCoding.objects.create(case=case, asked_by=by)
        live = case.revision.document
        document = {"kind": LAYER, "uid": str(made.pk), "label": live["label"], "sources": live["sources"], "codings": []}
        for coder in coders:
            layer = Revision.objects.create(
                kind=LAYER, uid=str(made.pk), author=coder, state=RevisionState.DRAFT, document=document, edit_count=1
            )
            Assignment.objects.create(double_coding=made, coder=coder, revision=layer)
        return made


def finish(*, assignment: Assignment, by) -> Assignment:
    """Say that one's part is done. From then on it does not change."""
    with transaction.atomic():
        found = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if found.coder_id != by.pk:
            raise NotAllowed
        if found.finished_at is not None:
            raise NotNow(found.revision)
        found.finished_at = timezone.now()
        found.save(update_fields=["finished_at"])
        return found


def decide(*, double_coding: DoubleCoding, slot: str, choice: str, reason: str, to_codebook: bool, by) -> DoubleCoding:
    """Decide one question on which the coders differ, with the reason; the decision may be changed until all is settled."""
    with transaction.atomic():
        found = _open(double_coding, by)
        person = by.get_full_name() or by.get_username()
        made = {"slot": slot, "choice": choice, "reason": reason, "to_codebook": to_codebook, "by": person}
        found.decisions = [*(one for one in found.decisions if one["slot"] != slot), made]
        found.save(update_fields=["decisions"])
        return found


def settle(*, double_coding: DoubleCoding, by) -> Revision:
    """Put what was agreed and decided into the person's draft of the case, for review like any change, and let the
    coders read one another's codings."""
    with transaction.atomic():
        found = _open(double_coding, by)
        layers = [one.revision for one in _parts(found)]
        documents = [one.document for one in layers]
        decided = {one["slot"]: one["choice"] for one in found.decisions}
        if any(not slot.agreed and slot.name not in decided for slot in pure.slots(documents)):
            raise NotSettled
        mine = Revision.objects.open().of("case", found.case.uid).filter(author=by).first()
        base = found.case.revision
        rows = Source.objects.filter(uid__in=base.document["sources"]).select_related("revision")
        sources = {one.uid: one.revision.document for one in rows}
        person = by.get_full_name() or by.get_username()
        document = pure.settled(mine.document if mine else base.document, documents, decided, person, sources)
        draft = save_draft(document=document, by=by, revision=mine, base=None if mine else base, keep=True)
        found.settled_by, found.settled_at = by, timezone.now()
        found.save(update_fields=["settled_by", "settled_at"])
        Revision.objects.filter(pk__in=[one.pk for one in layers]).update(state=RevisionState.WITHDRAWN)
        return draft


def _open(double_coding: DoubleCoding, by) -> DoubleCoding:
    """The double coding, locked, if this person may settle it now."""
    found = DoubleCoding.objects.select_for_update().get(pk=double_coding.pk)
    parts = _parts(found)
    if not has_permission(by, Permission.ASSIGN_CODING) or any(one.coder_id == by.pk for one in parts):
        raise NotAllowed
    if found.settled_at is not None or any(one.finished_at is None for one in parts):
        raise NotSettled
    return found


def _parts(double_coding: DoubleCoding) -> list[Assignment]:
    return list(double_coding.assignments.select_related("revision").order_by("pk"))
