"""Drafts: one's own, and those that wait for somebody's decision."""

from dataclasses import dataclass

from django.db.models import Count, Q

from cases.documents.bundle import record_of
from cases.documents.difference import difference
from cases.documents.normal import normal
from cases.enums import RevisionState
from cases.models import Revision
from cases.permissions import WAITING, is_vouched_for

MOST = 100


def drafts_of(user) -> list[Revision]:
    """Everything that the person has under way, and the cases that were published of it, the latest first."""
    found = Revision.objects.of_records().filter(Q(kind="case") | ~Q(state=RevisionState.PUBLISHED), author=user)
    found = found.select_related("reviewer", "base")
    return list(found.order_by("-updated_at")[:MOST])


@dataclass(frozen=True)
class Waiting:
    """A submitted draft in the queue."""

    revision: Revision
    size: int
    newcomer: bool
    """Whether nothing of the author has been published yet."""
    unsettled: int
    """Comments that are still open."""

    @property
    def taken(self) -> bool:
        return self.revision.state == RevisionState.IN_REVIEW


def queue_for(user) -> list[Waiting]:
    """What waits for a decision, the oldest first; never the person's own work."""
    found = Revision.objects.to_review_by(user).select_related("author", "reviewer", "base")
    open_threads = Q(comments__answers=None, comments__resolved_at=None)
    found = found.annotate(unsettled=Count("comments", filter=open_threads)).prefetch_related("author__groups")
    rows = list(found.order_by("updated_at", "pk")[:MOST])
    authors = {one.author_id for one in rows}
    known = set(Revision.objects.published().filter(author__in=authors).values_list("author", flat=True))
    for one in rows:
        if one.author is not None:  # with the groups they are in, read for all at once: a role may vouch for them
            one.author.group_names = {group.name for group in one.author.groups.all()}
    return [
        Waiting(one, size_of(one), one.author_id not in known and not is_vouched_for(one.author), one.unsettled) for one in rows
    ]


def size_of(revision: Revision) -> int:
    """How many fields and items the draft would change."""
    return len(difference(revision.base.document if revision.base else None, normal(record_of(revision.document))))


def is_newcomer(user) -> bool:
    """Whether nothing of the person was published yet and no role vouches for them."""
    return not is_vouched_for(user) and not Revision.objects.published().filter(author=user).exists()


def first_waits(user, other_than: int) -> bool:
    """Whether a newcomer's first contribution is still being read."""
    waiting = Revision.objects.filter(author=user, state__in=WAITING).exclude(pk=other_than)
    return is_newcomer(user) and waiting.exists()


def waiting_count(user) -> int:
    return Revision.objects.to_review_by(user).count()
