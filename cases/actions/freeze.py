"""Freezing a comparison: the table as it stands today gets an address of its own and never changes again."""

from collections.abc import Sequence

from django.db import transaction

from cases.actions.publish import lock_sequence
from cases.models import Comparison
from cases.queries.comparison import Column, TooFew, snapshot
from cases.queries.comparison.arrange import Arrangement
from cases.queries.comparison.snapshot import is_empty, items_of


class NothingToFreeze(TooFew):
    """Every row is hidden, or every cell blank."""


def freeze(columns: Sequence[Column], wanted: Arrangement, *, by, title: str = "", reason: str = "") -> Comparison:
    """Store what a reader sees. It is read from the tables, which hold only what is published."""
    with transaction.atomic():
        lock_sequence()  # nobody publishes while it is read
        table, version = snapshot(columns, wanted)
        if is_empty(table):
            raise NothingToFreeze
        return Comparison.objects.create(
            title=title.strip()[:200],
            reason=reason.strip()[:2000],
            items=items_of(table),
            table=table,
            data_version=version,
            author=by,
        )
