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
from cases.documents.surroundings import Beside, room
from cases.documents.walk import references
from cases.enums import BatchState, Verdict
from cases.models import ImportBatch, ImportPart, ImportRow

READ_AT_ONCE = 200


@transaction.atomic
def bring(file: str, pieces: Iterable[bytes], *, by: Any, language: str) -> ImportBatch:
    """Keep a long file, all of it or nothing, for the worker, who is to be called when this is done."""
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
    order = _judge(batch, beside)
    with transaction.atomic():
        tell(batch, state=BatchState.READ, heard_at=None)
        order.keep()
        batch.parts.all().delete()


def unreadable(batch: ImportBatch, words: str) -> None:
    """The file cannot be read, and why. Nothing of it is kept."""
    with transaction.atomic():
        tell(batch, state=BatchState.UNREADABLE, trouble=words, heard_at=None)
        batch.rows.all().delete()
        batch.parts.all().delete()


@transaction.atomic
def _clear(batch: ImportBatch) -> None:
    """What a reader that is gone has kept."""
    tell(batch, done=0, total=0)
    batch.rows.all().delete()


def _keep(batch: ImportBatch, part: Sequence[Wanted], beside: Beside) -> None:
    with without_collecting():
        for document in importing.shaped(part):
            beside.add(document)
        live = live_revisions(part)
        rows = [importing.row_of(row, live.get(row.name)) for row in part]
    for row in rows:
        row.batch = batch
    with transaction.atomic():
        tell(batch, done=F("done") + len(rows))
        ImportRow.objects.bulk_create(rows, batch_size=200)


def _judge(batch: ImportBatch, beside: Beside) -> "_Order":
    """Check every document beside all others; return in which turns they are to be published."""
    keys = list(batch.rows.exclude(verdict=Verdict.REFUSED).order_by("number").values_list("pk", flat=True))
    tell(batch, done=0, total=len(keys))
    order = _Order()
    for start in range(0, len(keys), READ_AT_ONCE):
        rows = list(batch.rows.filter(pk__in=keys[start : start + READ_AT_ONCE]).select_related("base").order_by("number"))
        with without_collecting():
            documents = parse(row.document for row in rows)
            wrong = check(documents, beside=beside)
            for row, document in zip(rows, documents, strict=True):
                before = parse([row.base.document])[0] if row.base and row.verdict == Verdict.CHANGED else None
                order.add(row, document, before)
        by_name = {(row.kind, row.uid): row for row in rows}
        for problem in wrong:
            by_name[problem.kind, problem.uid].wrong.append(importing.said(problem))
        with transaction.atomic():
            tell(batch, done=F("done") + len(rows))
            for row in rows:
                if row.wrong:
                    row.verdict, row.fields, row.document = Verdict.REFUSED, [], None
                    row.save(update_fields=["verdict", "wrong", "fields", "document"])
    return order


class _Order:
    """In which turn each row is published: after what it names, or named before, so that undoing is the same way back."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.places: dict[Name, int] = {}
        self.named: list[set[Name]] = []
        self.moving: set[Name] = set()
        """Sources that may lose passages, and what leaves circulation: they go together with what names, or named, them."""
        self.taking: dict[Name, int] = {}
        """Who has which address when all is published, by its room; and who has it now: these two go together."""
        self.leaving: dict[Name, int] = {}

    def add(self, row: ImportRow, document: Any, before: Any) -> None:
        """``before`` is the document that is changed, if one is."""
        place = self.places[row.kind, row.uid] = len(self.keys)
        self.keys.append(row.pk)
        self.named.append(_named(document) | (_named(before) if before else set()))
        self.taking[room(row.kind, row.uid), document.address] = place
        if before:
            self.leaving[room(row.kind, row.uid), before.address] = place
            if row.kind == "source" or document.retired:
                self.moving.add((row.kind, row.uid))

    def keep(self) -> None:
        ways = [{self.places[name] for name in names if name in self.places} for names in self.named]
        for place, names in enumerate(self.named):
            for source in names & self.moving:
                ways[self.places[source]].add(place)
        for address in self.taking.keys() & self.leaving.keys():
            one, other = self.taking[address], self.leaving[address]
            ways[one].add(other)
            ways[other].add(one)
        rows = list(zip(turns([sorted(way) for way in ways]), self.keys, strict=True))
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE cases_importrow SET turn = %s WHERE id = %s", rows)


def _named(document: Any) -> set[Name]:
    """What the document names; a passage leads to its source."""
    marks = ((mark.to, name) for _location, mark, name in references(document))
    return {("source", name.partition("#")[0]) if to == "excerpt" else (to, name) for to, name in marks}
