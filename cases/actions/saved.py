"""Keeping a choice of cases under a name, and having looked at what is new in it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import SavedSearch
from cases.queries.version import data_version

MOST_SAVED = 50
NAME_TAKEN = _("You have a search of this name. Choose another name.")
TOO_MANY = _("You have 50 saved searches, which is all that is kept. Delete one first.")


def save_search(*, by, name: str, query: str) -> SavedSearch:
    """Keep the choice; what is published from now on is new in it."""
    if by.saved_searches.count() >= MOST_SAVED:
        raise ValidationError(TOO_MANY)
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(owner=by, name=name, query=query, seen=data_version(), seen_at=timezone.now())
    except IntegrityError as error:
        raise ValidationError(NAME_TAKEN) from error


def rename_search(*, by, search: SavedSearch, name: str) -> None:
    try:
        with transaction.atomic():
            by.saved_searches.filter(pk=search.pk).update(name=name)
    except IntegrityError as error:
        raise ValidationError(NAME_TAKEN) from error


def forget_search(*, by, search: SavedSearch) -> None:
    by.saved_searches.filter(pk=search.pk).delete()


def look_at(*, by, search: SavedSearch) -> int:
    """Note that the person looks now, and say up to where they had looked before."""
    before = search.seen
    by.saved_searches.filter(pk=search.pk).update(seen=data_version(), seen_at=timezone.now())
    return before
