"""Writing down what published documents ask for, for the lists of upkeep."""

from collections.abc import Collection, Iterable

from cases.actions.sync import sync_joins
from cases.documents.waiting import WORKS, waiting
from cases.models import Revision, Waiting


def project_waiting(kind: str, revisions: Iterable[Revision], there: Collection[str]) -> None:
    """What live documents of one kind ask for; ``there`` names the records that were there before."""
    rows = [
        {"work": work, "kind": kind, "uid": revision.uid, "number": number}
        for revision in revisions
        for work, number in waiting(revision.document).items()
        if number
    ]
    scope = {"work__in": WORKS, "kind": kind, "uid__in": there} if there else None
    sync_joins(Waiting, ["work", "kind", "uid"], scope, rows)
