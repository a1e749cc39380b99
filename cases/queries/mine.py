"""What a person has under way here, for their own page."""

from dataclasses import dataclass

from cases.models import Comparison, Revision, SavedSearch

SHOWN = 5


@dataclass(frozen=True)
class Mine:
    """The latest few of each."""

    drafts: list[Revision]
    reviews: list[Revision]
    comparisons: list[Comparison]
    searches: list[SavedSearch]


def mine(user) -> Mine:
    return Mine(
        drafts=list(Revision.objects.open().filter(author=user).order_by("-updated_at")[:SHOWN]),
        reviews=list(Revision.objects.filter(reviewer=user).exclude(author=user).order_by("-updated_at")[:SHOWN]),
        comparisons=list(Comparison.objects.filter(author=user).order_by("-created_at")[:SHOWN]),
        searches=list(user.saved_searches.order_by("-seen_at")[:SHOWN]),
    )
