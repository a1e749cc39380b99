"""Long imports, by the worker: published and undone part by part, each part a short transaction. ``bulk_reading.py`` reads them.

Every part writes at its rows what it did, in the transaction that did it. So a worker that is killed leaves a batch that
anybody can go on with: what is left to be done is what no row says. Between parts other writers have their turn.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cases.actions import batch as importing
from cases.actions.batch import DUE, NotAccepted
from cases.actions.pace import Pace
from cases.actions.publish import lock_sequence, parse, publish, without_collecting
from cases.documents.refusal import Refusal
from cases.enums import BatchState, Staying
from cases.models import ImportBatch, ImportRow
from cases.models.batch import SILENCE, WORKING

AT_ONCE = 500
"""Rows that are dealt with in one transaction while the page waits; more are the worker's."""


class Ended(Exception):
    """Somebody has stopped the batch, or thrown it away, meanwhile; or another worker has taken it over."""


def tell(batch: ImportBatch, **what: Any) -> None:
    """Say how far the work is; learn whether it is still wanted, and still this worker's: the last word was its own.

    Said in the transaction of what was done, it lets only one of two workers at a batch do anything.
    """
    heard = {"heard_at": timezone.now(), **what}
    if not ImportBatch.objects.filter(pk=batch.pk, state=batch.state, heard_at=batch.heard_at).update(**heard):
        raise Ended
    batch.heard_at = heard["heard_at"]


# Publishing ---------------------------------------------------------------------------------------


def begin(batch: ImportBatch, *, by: Any, reason: str, language: str) -> None:
    """Hand the batch to the worker. One row that is refused, or edited since it was read, and nothing is published."""
    if batch.state != BatchState.READ:
        raise NotAccepted([])
    importing.refuse_refused(batch)
    due = batch.rows.filter(verdict__in=DUE)
    for part in _parts(list(due.values_list("pk", "number")), AT_ONCE):
        if edited := importing.stale(list(due.filter(pk__in=part).defer("document", "fields"))):
            raise NotAccepted(edited)
    _hand_over(batch, [BatchState.READ], BatchState.ACCEPTING, by, reason, language)


@transaction.atomic
def _hand_over(batch: ImportBatch, states: Sequence[str], state: str, by: Any, reason: str, language: str) -> None:
    found = importing.held(batch, *states)
    found.state, found.decided_by, found.reason, found.language, found.trouble = state, by, reason, language, ""
    found.done, found.total, found.heard_at = 0, 0, timezone.now()
    found.save()


def _parts(rows: Sequence[tuple[int, int]], size: int) -> Iterator[list[int]]:
    """Keys (of pairs of key and turn) in parts of about so many; those of one turn stay together."""
    part: list[int] = []
    for _turn, group in groupby(rows, key=itemgetter(1)):
        part += [key for key, _ in group]
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


def _paced(rows: Sequence[tuple[int, int]], pace: Pace) -> Iterator[list[int]]:
    """The same, in the pace that the machine allows."""
    left = list(rows)
    while left:
        part = next(_parts(left, pace.size))
        yield part
        pace.took(len(part))
        left = left[len(part) :]


def accept(batch: ImportBatch, pace: Pace | None = None) -> None:
    """Publish what is due, from where the last worker left it."""
    due = batch.rows.filter(verdict__in=DUE)
    left = due.filter(made=None).order_by("turn", "number").values_list("pk", "turn")
    total = due.count()
    pace = pace or Pace()
    while rows := list(left.all()):
        tell(batch, done=total - len(rows), total=total)
        for part in _paced(rows, pace):
            try:
                _accept_part(batch, part, pace)
            except NotAccepted as problem:
                numbers = ", ".join(map(str, problem.rows[:20]))
                tell(batch, state=BatchState.STOPPED, trouble=numbers, heard_at=None)
                return
    _finish(batch, BatchState.DONE)


def _accept_part(batch: ImportBatch, keys: Sequence[int], pace: Pace) -> None:
    """Publish those of the rows that are not published when it is this worker's turn to publish."""
    due = batch.rows.filter(pk__in=keys, made=None)
    rows = list(due.order_by("turn", "number"))
    with without_collecting():
        try:
            documents = parse(row.document for row in rows)
        except Refusal as refusal:  # read by another version of the program
            raise NotAccepted(importing.numbers_of(rows, refusal)) from refusal
        with transaction.atomic():
            lock_sequence()
            pace.begin()
            still = set(due.values_list("pk", flat=True))
            both = [(row, document) for row, document in zip(rows, documents, strict=True) if row.pk in still]
            left = [row for row, _document in both]
            importing.publish_rows(left, [document for _row, document in both], by=batch.decided_by, reason=batch.reason)
            tell(batch, done=F("done") + len(left))


def _finish(batch: ImportBatch, state: str) -> None:
    tell(batch, state=state, decided_at=timezone.now(), heard_at=None, done=F("total"))


# Taking back --------------------------------------------------------------------------------------


def begin_undo(batch: ImportBatch, *, by: Any, reason: str, language: str) -> None:
    """Hand what was published to the worker, who takes it back."""
    _hand_over(batch, [BatchState.DONE, BatchState.STOPPED], BatchState.UNDOING, by, reason, language)


def undo(batch: ImportBatch, pace: Pace | None = None) -> None:
    """Take back what is there, the last first, from where the last worker left it."""
    made = batch.rows.exclude(made=None).filter(undone=False)
    ordered = made.order_by("-turn", "-number").values_list("pk", "turn")
    left = ordered.filter(staying="")
    leaving = Q(base=None, kind__in=["source", "actor", "place"])  # nothing may name them any more when they leave
    rows = [*left.exclude(leaving), *left.filter(leaving)]
    total = batch.rows.exclude(made=None).count()
    tell(batch, done=total - len(rows), total=total)
    pace = pace or Pace()
    for part in _paced(rows, pace):
        _undo_part(batch, made.filter(pk__in=part, staying=""), pace)
    # What named some of them may be gone by now.
    for part in _paced(list(ordered.filter(staying=Staying.NAMED)), pace):
        _undo_part(batch, made.filter(pk__in=part, staying=Staying.NAMED), pace)
    _finish(batch, BatchState.UNDONE)


def _undo_part(batch: ImportBatch, wanted: QuerySet[ImportRow], pace: Pace) -> None:
    with without_collecting(), transaction.atomic():
        lock_sequence()
        pace.begin()
        rows = list(wanted.select_related("base", "made"))
        fresh = sum(row.staying == "" for row in rows)
        _take_back(batch, rows)
        tell(batch, done=F("done") + fresh)


def _take_back(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    staying = importing.staying_of(rows)
    while True:
        back = importing.taken_back(rows, staying, batch.reason, batch.language)
        try:
            publish(back, by=batch.decided_by, reason=batch.reason)
        except Refusal as refusal:  # other records name some that would go
            named = importing.numbers_of([row for row in rows if row.pk not in staying], refusal)
            if not named:
                raise
            staying |= {row.pk: Staying.NAMED for row in rows if row.number in named}
        else:
            break
    for row in rows:
        row.staying = staying.get(row.pk, "")
        row.undone = row.pk not in staying
    ImportRow.objects.bulk_update(rows, ["staying", "undone"], batch_size=200)


# Stopping, going on -------------------------------------------------------------------------------


def stop(batch: ImportBatch) -> bool:
    """What is being read is thrown away; what is being published stops where it is. Returns whether the batch is still there."""
    with transaction.atomic():
        unread = ImportBatch.objects.select_for_update().filter(
            pk=batch.pk, state__in=[BatchState.READING, BatchState.UNREADABLE]
        )
        if unread.exists():
            batch.rows.all().delete()
            batch.parts.all().delete()
            unread.delete()
            return False
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.ACCEPTING).update(state=BatchState.STOPPED, heard_at=None)
    return True


def go_on(batch: ImportBatch) -> bool:
    """Again from where it stopped, or where its worker was lost. Returns whether a worker is to be called: one is enough."""
    now = timezone.now()
    found = ImportBatch.objects.filter(pk=batch.pk)
    stopped = found.filter(state=BatchState.STOPPED).update(state=BatchState.ACCEPTING, trouble="", heard_at=now)
    return bool(stopped or found.filter(state__in=WORKING, heard_at__lt=now - SILENCE).update(heard_at=now))


def work(batch: ImportBatch) -> None:
    """Do what is left of a batch that is being published or undone."""
    if batch.state == BatchState.ACCEPTING:
        accept(batch)
    elif batch.state == BatchState.UNDOING:
        undo(batch)
