"""The history of a record: its published revisions, the one in force on a day, and who last changed which field."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cases.documents.blame import blame, cells
from cases.documents.difference import Change
from cases.models import Revision
from cases.models.heads import HEADS
from cases.models.revision import Head, RevisionQuerySet

MOST = 500
"""Revisions that a page lists, and that blame looks through."""


@dataclass(frozen=True)
class History:
    """A record with everything that was ever published of it, the latest first."""

    kind: str
    uid: str
    head: Head | None
    revisions: list[Revision]

    @property
    def live(self) -> Revision:
        """What readers see now, or saw last."""
        return self.revisions[0]

    @property
    def title(self) -> Any:
        """The record's name, as its latest document gives it; its identity where that is withheld."""
        return {"en": self.uid, "zh": self.uid, "original": "en"} if self.live.withheld else self.live.title

    @property
    def retired(self) -> bool:
        return self.head is None or self.head.state != "live"

    @property
    def why_retired(self) -> Any:
        """The reason for which it left circulation: a text in two languages, or nothing."""
        return (self.live.document.get("retired") or {}).get("reason") if self.retired else None

    def number(self, wanted: int | None) -> Revision | None:
        return next((one for one in self.revisions if one.number == wanted), None)


def history(kind: str, uid: str) -> History | None:
    """The record's history, or nothing if it was never published. Documents are read one by one, when asked for."""
    rows = published(kind, uid).select_related("author", "reviewer", "withheld_by").defer("document").order_by("-number")[:MOST]
    revisions = list(rows)
    if not revisions:
        return None
    return History(kind, uid, HEADS[kind]._default_manager.filter(uid=uid).first(), revisions)


def published(kind: str, uid: str) -> RevisionQuerySet:
    return Revision.objects.published().of(kind, uid)


def in_force_on(kind: str, uid: str, day: dt.date) -> Revision | None:
    """The revision that a reader saw at the end of the day."""
    after = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    return published(kind, uid).filter(decided_at__lt=after).order_by("-number").first()


def last_changes(found: History) -> list[tuple[Change, Revision]]:
    """Every field of the latest revision with the revision that gave it its present value."""
    newest = published(found.kind, found.uid).aggregate(Max("number"))["number__max"] or 0
    rows = published(found.kind, found.uid).filter(number__gt=newest - MOST).order_by("number")
    known = {one.pk: one for one in found.revisions}
    states = (
        (document, known.get(pk, found.live)) for pk, document in rows.values_list("pk", "document").iterator(chunk_size=20)
    )
    last = blame(states)
    return [(cell, last.get(cell.path, found.revisions[-1])) for cell in cells(found.live.document)]
