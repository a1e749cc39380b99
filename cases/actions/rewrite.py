"""Writing again what publishing has written, part by part, while the site goes on.

Each part is read and written under the lock of publishing, so that nothing that it is made of changes meanwhile. Between two
parts whoever publishes has their turn; what they publish, their own publication writes.
"""

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import Model

from cases.actions.index import ITEMS, drop_entries, project_search
from cases.actions.pace import Pace, paced
from cases.actions.project import Projection
from cases.actions.publish import lock_sequence, without_collecting
from cases.documents.schema import DOCUMENT
from cases.models import Revision, SearchEntry, SearchState, SearchWord
from cases.models.heads import HEADS
from cases.search import analyser
from cases.search.keys import key

# The tables ---------------------------------------------------------------------------------------

BETWEEN = [kind for kind in HEADS if kind not in ("source", "case")]
STEPS = [("source", False), *((kind, False) for kind in BETWEEN), ("case", False), ("source", True)]
"""Kinds, and whether passages that their sources no longer have are dropped. Claims of every kind rest on passages: what is
missing is written before, and what is too much is dropped when no claim rests on it any more. Cases come after all that takes
them along in the filters, which are therefore written once."""


def rebuild(pace: type[Pace] = Pace) -> None:
    """Write every table again from the live documents. On a sound database no row changes."""
    for kind, drop_passages in STEPS:
        at = pace()
        keys = list(HEADS[kind]._default_manager.order_by("pk").values_list("pk", flat=True))
        for part in paced(keys, at):
            _rebuild(kind, part, at, drop_passages)
    with transaction.atomic():
        sequence = lock_sequence()
        sequence.stamp = uuid4()  # if it was not sound, what was made of it must go
        sequence.save()


def _rebuild(kind: str, keys: Sequence[int], pace: Pace, drop_passages: bool) -> None:
    with without_collecting(), transaction.atomic():
        sequence = lock_sequence()
        pace.begin()
        heads = HEADS[kind]._default_manager.filter(pk__in=keys)
        revisions = Revision.objects.filter(pk__in=heads.values("revision")).order_by("sequence")
        documents = [(DOCUMENT.validate_python(revision.document), revision) for revision in revisions]
        Projection(documents, sequence.value).write(drop_passages=drop_passages, facets=kind == "case")


# The search index ---------------------------------------------------------------------------------


def reindex(pace: type[Pace] = Pace) -> int:
    """Write the whole index again from the live documents; readers find the old entries meanwhile."""
    with transaction.atomic():
        lock_sequence()
        SearchState.objects.update_or_create(pk=1, defaults={"whole": False}, create_defaults={"version": 0, "whole": False})
        SearchWord.objects.all().delete()
    total = 0
    for kind, model in HEADS.items():
        if kind == "codebook":
            continue
        at = pace()
        for part in paced(list(model._default_manager.order_by("pk").values_list("pk", flat=True)), at):
            total += _reindex(kind, part, at)
        _forget(kind)
    SearchState.objects.filter(pk=1).update(version=analyser.VERSION, whole=True)
    return total


@transaction.atomic
def _reindex(kind: str, owners: Sequence[int], pace: Pace) -> int:
    lock_sequence()
    pace.begin()
    heads = list(HEADS[kind]._default_manager.filter(pk__in=owners).values_list("pk", "uid", "revision__document"))
    keys: dict[tuple[str, type[Model]], dict[tuple[int, str], int]] = {}
    for table, owner in ITEMS.values():
        if owner == kind:
            items = table._default_manager.filter(**{f"{owner}__in": owners}).values_list(owner, "ref", "pk")
            keys[kind, table] = {(own, ref): pk for own, ref, pk in items}
    drop_entries([key(kind, pk) for pk in owners])
    documents = [DOCUMENT.validate_python(document) for _pk, _uid, document in heads]
    project_search({kind: documents}, {kind: {uid: pk for pk, uid, _document in heads}}, keys, {}, set())
    return len(documents)


@transaction.atomic
def _forget(kind: str) -> None:
    """Entries whose record is no longer there."""
    lock_sequence()
    live = {key(kind, pk) for pk in HEADS[kind]._default_manager.values_list("pk", flat=True)}
    drop_entries([own for own in SearchEntry.objects.filter(kind=kind).values_list("pk", flat=True) if own not in live])
