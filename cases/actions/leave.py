"""Leaving for good: the account goes, what was published or waits for review stays."""

from django.db import transaction

from accounts.actions.people import close_own
from cases.enums import RevisionState
from cases.models import Notice, Revision, SavedSearch
from cases.models.double_coding import LAYER

UNSENT = [RevisionState.DRAFT, RevisionState.RETURNED, RevisionState.WITHDRAWN]
"""Drafts that nobody but their author can go on with."""


@transaction.atomic
def leave(*, by, keep_name: bool) -> None:
    """Delete what was never handed in, and close the account."""
    close_own(by=by, keep_name=keep_name)
    own = Revision.objects.filter(author=by, state__in=UNSENT)
    own.exclude(kind=LAYER).delete()  # one half of a double coding belongs to the agreement that was found
    Notice.objects.filter(person=by).delete()
    SavedSearch.objects.filter(owner=by).delete()
