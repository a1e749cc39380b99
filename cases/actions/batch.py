"""Importing records: read, accepted as a whole, taken back as a whole. ``bulk.py`` does the same for long files, part by part."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from cases.actions.publish import live_revisions, lock_sequence, parse, publish
from cases.documents.difference import difference
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, check
from cases.enums import BatchState, Staying, Verdict
from cases.models import ImportBatch, ImportRow, Revision

LONGEST_UID = 120
"""Characters of an identity that a row keeps; a longer one is no identity, and its row is refused."""
DUE = [Verdict.NEW, Verdict.CHANGED]
Name = tuple[str, str]
"""Kind and uid."""


@dataclass
class Wanted:
    """A row of a file: the record as it says it should be, or why it cannot be read."""

    number: int
    uid: str = ""
    label: str = ""
    document: dict[str, Any] | None = None
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Column and what to do."""
    kind: str = "case"

    @property
    def name(self) -> Name:
        return self.kind, self.uid


class NotAccepted(Exception):
    """The import stands as it stood; ``rows`` are the numbers of the rows because of which."""

    def __init__(self, rows: Sequence[int]):
        self.rows = list(rows)
        super().__init__(f"rows {self.rows}")


class Kept(NamedTuple):
    """Records that an undone import leaves as they are."""

    edited: list[str]
    """Somebody has worked on them since."""
    withheld: list[tuple[str, str]]
    """What was before gives somebody away; with the reason that is said of it."""
    codes: list[str]
    """They leave by a version of the codebook alone."""


def read(file: str, wanted: Sequence[Wanted], *, by: Any, twice: str) -> ImportBatch:
    """Keep what each row would do. Nothing of the record changes. ``twice`` is said of a record that stands in two rows."""
    live = live_revisions(wanted)
    often = Counter(row.name for row in wanted if row.uid)
    for row in wanted:
        if often[row.name] > 1:
            row.wrong.append(("uid", twice))
    sound = shaped(wanted)
    by_name = {row.name: row for row in wanted}
    for problem in check(sound):
        by_name[problem.kind, problem.uid].wrong.append(said(problem))
    kept = [row_of(row, live.get(row.name)) for row in wanted]
    with transaction.atomic():
        batch = ImportBatch.objects.create(ref=new_ref(), author=by, file=file[:200])
        for made in kept:
            made.batch = batch
        ImportRow.objects.bulk_create(kept, batch_size=200)
    return batch


def new_ref() -> str:
    return secrets.token_hex(6)


def shaped(rows: Sequence[Wanted]) -> list[Any]:
    """The documents of the rows that have the shape of one; what is wrong with another is written at its row."""
    sound = []
    for row in rows:
        if row.document is None or row.wrong:
            continue
        try:
            document = parse([row.document])[0]
        except Refusal as refusal:
            row.wrong += map(said, refusal.problems)
        else:
            row.document = document.model_dump(mode="json")
            sound.append(document)
    return sound


def said(problem: Problem) -> tuple[str, str]:
    return ".".join(str(part) for part in problem.location), message_for(problem)


def row_of(row: Wanted, base: Revision | None) -> ImportRow:
    made = ImportRow(number=row.number, turn=row.number, kind=row.kind, uid=row.uid[:LONGEST_UID], label=row.label[:300])
    made.base = base
    if row.wrong or row.document is None:
        made.verdict, made.wrong = Verdict.REFUSED, row.wrong
        return made
    made.document = row.document
    changes = difference(base.document, row.document) if base else []
    made.verdict = Verdict.NEW if base is None else Verdict.CHANGED if changes else Verdict.SAME
    made.fields = [[change.path, _short(change.before), _short(change.after)] for change in changes]
    return made


def _short(value: Any) -> str:
    """The value of a field in one line."""
    if isinstance(value, dict):
        value = " / ".join(str(value[name]) for name in ("en", "zh") if value.get(name)) or "…"
    text = "" if value is None else str(value)
    return text if len(text) <= 160 else f"{text[:159]}…"


@transaction.atomic
def accept(batch: ImportBatch, *, by: Any, reason: str) -> int:
    """Publish every row that is new or changed, or none of them. Returns how many."""
    lock_sequence()  # before anything is read that somebody could publish meanwhile
    batch = held(batch, BatchState.READ)
    refuse_refused(batch)
    rows = list(batch.rows.filter(verdict__in=DUE).order_by("number"))
    publish_rows(rows, [row.document for row in rows], by=by, reason=reason)
    decide(batch, BatchState.DONE)
    return len(rows)


def refuse_refused(batch: ImportBatch) -> None:
    if refused := list(batch.rows.filter(verdict=Verdict.REFUSED).values_list("number", flat=True)):
        raise NotAccepted(refused)


def publish_rows(rows: Sequence[ImportRow], documents: Sequence[Any], *, by: Any, reason: str) -> None:
    """Publish what the rows say, given that nobody else has published the same records since they were read."""
    if edited := stale(rows):
        raise NotAccepted(edited)
    try:
        publish(documents, by=by, reason=reason)
    except Refusal as refusal:  # something that the rows name has changed since they were read
        raise NotAccepted(numbers_of(rows, refusal)) from refusal
    made = live_revisions(rows)
    for row in rows:
        row.made = made[row.kind, row.uid]
    ImportRow.objects.bulk_update(rows, ["made"], batch_size=200)


def stale(rows: Sequence[ImportRow]) -> list[int]:
    """Numbers of the rows whose records are not any more what they were when the file was read."""
    now = live_revisions(rows)
    return [row.number for row in rows if _key(now.get((row.kind, row.uid))) != row.base_id]


def _key(revision: Revision | None) -> int | None:
    return revision.pk if revision else None


def numbers_of(rows: Iterable[ImportRow], refusal: Refusal) -> list[int]:
    wrong = {(problem.kind, problem.uid) for problem in refusal.problems}
    return [row.number for row in rows if (row.kind, row.uid) in wrong]


@transaction.atomic
def undo(batch: ImportBatch, *, by: Any, reason: str, language: str) -> Kept:
    """Bring back what was before: changed records as they were, new ones out of circulation.

    Returns the records that stay: those that were edited since, those whose words were withheld, and new codes.
    """
    lock_sequence()
    batch = held(batch, BatchState.DONE)
    rows = list(batch.rows.exclude(made=None).select_related("base", "made").order_by("number"))
    staying = staying_of(rows)
    try:
        publish(taken_back(rows, staying, reason, language), by=by, reason=reason)
    except Refusal as refusal:  # another record names one that would go
        raise NotAccepted(numbers_of(rows, refusal)) from refusal
    decide(batch, BatchState.UNDONE)
    return kept_of(rows, staying)


def staying_of(rows: Sequence[ImportRow]) -> dict[int, Staying]:
    """Why some of the rows cannot be taken back, by key."""
    now = live_revisions(rows)
    found: dict[int, Staying] = {}
    for row in rows:
        if _key(now.get((row.kind, row.uid))) != row.made_id:
            found[row.pk] = Staying.EDITED
        elif _again(row).withheld:
            found[row.pk] = Staying.WITHHELD
        elif row.base is None and row.kind in ("code", "codebook"):
            found[row.pk] = Staying.CODE
    return found


def _again(row: ImportRow) -> Any:
    """The revision whose words would be published again."""
    return row.base or row.made


def taken_back(rows: Iterable[ImportRow], staying: Mapping[int, Staying], reason: str, language: str) -> list[Any]:
    """The documents by which the rows are undone."""
    gone = {"reason": {language: reason, "original": language}}
    return [row.base.document if row.base else {**(row.document or {}), "retired": gone} for row in rows if row.pk not in staying]


def kept_of(rows: Iterable[ImportRow], staying: Mapping[int, Staying]) -> Kept:
    by_reason: dict[Staying, list[ImportRow]] = {reason: [] for reason in Staying}
    for row in rows:
        if row.pk in staying:
            by_reason[staying[row.pk]].append(row)
    edited, codes = ([row.uid for row in by_reason[reason]] for reason in (Staying.EDITED, Staying.CODE))
    return Kept(edited, [(row.uid, _again(row).withheld) for row in by_reason[Staying.WITHHELD]], codes)


def held(batch: ImportBatch, *states: str) -> ImportBatch:
    """The batch in a state that it must have, held until the transaction ends: two presses do it once."""
    found = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if found.state not in states:
        raise NotAccepted([])
    return found


def decide(batch: ImportBatch, state: str) -> None:
    batch.state, batch.decided_at = state, timezone.now()
    batch.save(update_fields=["state", "decided_at"])
