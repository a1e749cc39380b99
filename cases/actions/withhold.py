"""Withholding versions that give a place or a person away: who, when and why stay readable, their words do not."""

from collections.abc import Collection

from django.db import transaction

from cases.actions.draft import NotAllowed, live_revision
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.models import Revision
from cases.permissions import may_keep_up


def withhold(*, kind: str, uid: str, numbers: Collection[int], reason: str, by) -> int:
    """Close these versions to everybody but editors. What readers see now must be corrected or retired first."""
    if not may_keep_up(by):
        raise NotAllowed
    if not reason.strip():
        raise Refusal([Problem(kind, uid, ("reason",), "withhold_unreasoned", {})])
    with transaction.atomic():
        live = live_revision(kind, uid)
        if live and live.number in numbers and not live.document.get("retired"):
            raise Refusal([Problem(kind, uid, ("numbers",), "withhold_live", {"number": live.number})])
        found = Revision.objects.published().of(kind, uid).filter(number__in=numbers)
        return found.update(withheld=reason.strip(), withheld_by=by)


def release(*, revision: Revision, by) -> None:
    """Let everybody read the version again."""
    if not may_keep_up(by):
        raise NotAllowed
    Revision.objects.filter(pk=revision.pk).update(withheld="", withheld_by=None)
