"""Drafts: one's own, and those that wait for somebody's decision."""

from dataclasses import dataclass

from django.db.models import Q

from cases.documents.difference import difference
from cases.enums import RevisionState
from cases.models import Revision
from cases.permissions import WAITING

MOST = 100


def drafts_of(user) -> list[Revision]:
    """Everything that the person has under way, and the cases that were published of it, the latest first."""
    found = Revision.objects.filter(Q(kind="case") | ~Q(state=RevisionState.PUBLISHED), author=user)
    found = found.select_related("reviewer", "base")
    return list(found.order_by("-updated_at")[:MOST])


@dataclass(frozen=True)
class Waiting:
    """A submitted draft in the queue."""

    revision: Revision
    size: int

    @property
    def taken(self) -> bool:
        return self.revision.state == RevisionState.IN_REVIEW


def queue_for(user) -> list[Waiting]:
    """What waits for a decision, the oldest first; never the person's own work."""
    found = Revision.objects.to_review_by(user).select_related("author", "reviewer", "base")
    return [Waiting(one, size_of(one)) for one in found.order_by("updated_at", "pk")[:MOST]]


def size_of(revision: Revision) -> int:
    """How many fields and items the draft would change."""
    return len(difference(revision.base.document if revision.base else None, revision.document))


def waiting_count(user) -> int:
    return Revision.objects.to_review_by(user).filter(state__in=WAITING).count()
