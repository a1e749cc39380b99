"""Reading a long file, by the worker: rows are kept part by part, then every document is checked beside all others."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cases.actions import batch as importing
from cases.actions.batch import Name, Wanted
from cases.actions.bulk import tell
from cases.actions.publish import live_revisions, parse, without_collecting
from cases.documents.order import turns
from cases.documents.rules import check
from cases.documents.surroundings import Beside
from cases.documents.walk import references
from cases.enums import BatchState, Verdict
from cases.models import ImportBatch, ImportPart, ImportRow

READ_AT_ONCE = 200


def bring(file: str, pieces: Iterable[bytes], *, by: Any, language: str) -> ImportBatch:
    """Keep a long file for the worker, who is to be called when this is done."""
    batch = ImportBatch.objects.create(
        ref=importing.new_ref(), author=by, file=file[:200], language=language, state=BatchState.READING, heard_at=timezone.now()
    )
    for number, piece in enumerate(pieces):
        ImportPart.objects.create(batch=batch, number=number, data=piece)
    return batch


def pieces_of(batch: ImportBatch) -> Iterator[bytes]:
    for number in batch.parts.order_by("number").values_list("number", flat=True):
        yield bytes(batch.parts.values_list("data", flat=True).get(number=number))


def read(batch: ImportBatch, rows: Iterable[Wanted], *, twice: str) -> None:
    """Keep what each row would do, from the beginning; then judge them all beside one another."""
    _clear(batch)
    beside, seen = Beside(), set()
    part: list[Wanted] = []
    for row in rows:
        if row.uid and row.name in seen:
            row.wrong.append(("uid", twice))
        seen.add(row.name)
        part.append(row)
        if len(part) == READ_AT_ONCE:
            _keep(batch, part, beside)
            part = []
    _keep(batch, part, beside)
    _judge(batch, beside)
    batch.parts.all().delete()
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READING).update(state=BatchState.READ, heard_at=None)


def unreadable(batch: ImportBatch, words: str) -> None:
    """The file cannot be read, and why. Nothing of it is kept."""
    _clear(batch)
    batch.parts.all().delete()
    found = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READING)
    found.update(state=BatchState.UNREADABLE, trouble=words, heard_at=None)


def _clear(batch: ImportBatch) -> None:
    while keys := list(batch.rows.values_list("pk", flat=True)[:READ_AT_ONCE]):
        ImportRow.objects.filter(pk__in=keys).delete()
    tell(batch, done=0, total=0)


def _keep(batch: ImportBatch, part: Sequence[Wanted], beside: Beside) -> None:
    with without_collecting():
        for document in importing.shaped(part):
            beside.add(document)
        live = live_revisions(part)
        rows = [importing.row_of(row, live.get(row.name)) for row in part]
    for row in rows:
        row.batch = batch
    with transaction.atomic():
        ImportRow.objects.bulk_create(rows, batch_size=200)
        tell(batch, done=F("done") + len(rows))


def _judge(batch: ImportBatch, beside: Beside) -> None:
    """Check every document beside all others, and give the rows their turns."""
    keys = list(batch.rows.exclude(verdict=Verdict.REFUSED).order_by("number").values_list("pk", flat=True))
    tell(batch, done=0, total=len(keys))
    order = _Order()
    for start in range(0, len(keys), READ_AT_ONCE):
        rows = list(batch.rows.filter(pk__in=keys[start : start + READ_AT_ONCE]).order_by("number"))
        with without_collecting():
            documents = parse(row.document for row in rows)
            wrong = check(documents, beside=beside)
        for row, document in zip(rows, documents, strict=True):
            order.add(row, document)
        by_name = {(row.kind, row.uid): row for row in rows}
        for problem in wrong:
            by_name[problem.kind, problem.uid].wrong.append(importing.said(problem))
        for row in rows:
            if row.wrong:
                row.verdict, row.fields, row.document = Verdict.REFUSED, [], None
                row.save(update_fields=["verdict", "wrong", "fields", "document"])
        tell(batch, done=F("done") + len(rows))
    order.keep()


class _Order:
    """In which turn each row is published: after what it names."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.places: dict[Name, int] = {}
        self.named: list[set[Name]] = []
        self.moving: set[Name] = set()
        """Sources that may lose passages: they go together with what rests on these."""

    def add(self, row: ImportRow, document: Any) -> None:
        self.places[row.kind, row.uid] = len(self.keys)
        self.keys.append(row.pk)
        # A passage leads to its source.
        marks = ((mark.to, name) for _location, mark, name in references(document))
        self.named.append({("source", name.partition("#")[0]) if to == "excerpt" else (to, name) for to, name in marks})
        if row.kind == "source" and row.verdict == Verdict.CHANGED:
            self.moving.add((row.kind, row.uid))

    def keep(self) -> None:
        ways = [{self.places[name] for name in names if name in self.places} for names in self.named]
        for place, names in enumerate(self.named):
            for source in names & self.moving:
                ways[self.places[source]].add(place)
        rows = list(zip(turns([sorted(way) for way in ways]), self.keys, strict=True))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("UPDATE cases_importrow SET turn = %s WHERE id = %s", rows)
