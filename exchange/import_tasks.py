"""What the worker does of imports."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from cases.actions import bulk, bulk_reading
from cases.actions.batch import Wanted
from cases.enums import BatchState
from cases.models import ImportBatch
from exchange.imports import Line, Unreadable, documents, ending_of, read_rows, refuse_many, wanted

TOGETHER = 200
"""Rows whose cases are looked up in one query."""


@task()
def work(pk: int) -> None:
    """Read the batch, publish it or take it back, whichever it waits for; nothing when somebody has stopped it."""
    batch = ImportBatch.objects.filter(pk=pk).first()
    if batch is None:
        return
    with translation.override(batch.language), suppress(bulk.Ended):
        try:
            if batch.state == BatchState.READING:
                bulk_reading.read(batch, rows_of(batch), twice=twice())
            else:
                bulk.work(batch)
        except Unreadable as error:
            bulk_reading.unreadable(batch, str(error))


def twice() -> str:
    return _("This record stands in another row too. Keep one of them.")


def rows_of(batch: ImportBatch) -> Iterator[Wanted]:
    lines, number = iter(_lines(batch)), 0
    while part := list(islice(lines, TOGETHER)):
        number += len(part)
        refuse_many(number)
        yield from wanted(part)


def _lines(batch: ImportBatch) -> Iterable[Line]:
    """Documents one by one; a table, and a list of cases that was taken as JSON, as a whole."""
    first = next(bulk_reading.pieces_of(batch), b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    ending = ending_of(batch.file)
    if ending == ".jsonl" or (ending == ".json" and first.startswith(b"[")):
        return documents(bulk_reading.pieces_of(batch))
    return read_rows(batch.file, b"".join(bulk_reading.pieces_of(batch)))
