"""What a person has under way here, for their own page."""

from dataclasses import dataclass
from typing import Any

from cases.models import Comparison, Revision, SavedSearch
from cases.permissions import may_read

SHOWN = 5


@dataclass(frozen=True)
class Mine:
    """The latest few of each."""

    drafts: list[Revision]
    reviews: list[tuple[Revision, Any]]
    """Each with its title, as long as its words are for the reviewer to read."""
    comparisons: list[Comparison]
    searches: list[SavedSearch]


def mine(user) -> Mine:
    reviews = Revision.objects.filter(reviewer=user).exclude(author=user).order_by("-updated_at")[:SHOWN]
    return Mine(
        drafts=list(Revision.objects.of_records().open().filter(author=user).order_by("-updated_at")[:SHOWN]),
        reviews=[(one, one.title if may_read(user, one) else None) for one in reviews],
        comparisons=list(Comparison.objects.filter(author=user).order_by("-created_at")[:SHOWN]),
        searches=list(user.saved_searches.order_by("-seen_at")[:SHOWN]),
    )
