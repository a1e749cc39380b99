"""Importing many cases at once: read, accepted as a whole, taken back as a whole."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from cases.actions.publish import lock_sequence, parse, publish
from cases.documents.difference import difference
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, check
from cases.documents.schema import CaseDocument
from cases.enums import BatchState, Verdict
from cases.models import Case, ImportBatch, ImportRow

LONGEST_UID = 120
"""Characters of an identity that a row keeps; a longer one is no identity, and its row is refused."""


@dataclass
class Wanted:
    """A row of a file: the case as it says it should be, or why it cannot be read."""

    number: int
    uid: str = ""
    label: str = ""
    document: dict[str, Any] | None = None
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Column and what to do."""


class NotAccepted(Exception):
    """The import stands as it stood; ``rows`` are the numbers of the rows because of which."""

    def __init__(self, rows: Sequence[int]):
        self.rows = list(rows)
        super().__init__(f"rows {self.rows}")


class Kept(NamedTuple):
    """Cases that an undone import leaves as they are."""

    edited: list[str]
    """Somebody has worked on them since."""
    withheld: list[tuple[str, str]]
    """What was before gives somebody away; with the reason that is said of it."""


def read(file: str, wanted: Sequence[Wanted], *, by: Any, twice: str) -> ImportBatch:
    """Keep what each row would do. Nothing of the record changes. ``twice`` is said of a case that stands in two rows."""
    live = {case.uid: case.revision for case in _live(row.uid for row in wanted)}
    often = Counter(row.uid for row in wanted if row.uid)
    for row in wanted:
        if often[row.uid] > 1:
            row.wrong.append(("uid", twice))
    _judge([row for row in wanted if row.document is not None and not row.wrong])
    kept = [_row(row, live.get(row.uid)) for row in wanted]
    with transaction.atomic():
        batch = ImportBatch.objects.create(ref=secrets.token_hex(6), author=by, file=file[:200])
        for made in kept:
            made.batch = batch
        ImportRow.objects.bulk_create(kept, batch_size=200)
    return batch


def _live(uids: Iterable[str]) -> Iterable[Case]:
    return Case.objects.filter(uid__in=set(uids)).select_related("revision")


def _judge(rows: Sequence[Wanted]) -> None:
    """Check every document by itself and all together, and write what is wrong at its row."""
    sound: list[CaseDocument] = []
    by_uid = {row.uid: row for row in rows}
    for row in rows:
        try:
            document = parse([row.document])[0]
        except Refusal as refusal:
            row.wrong += map(_said, refusal.problems)
        else:
            row.document = document.model_dump(mode="json")
            sound.append(document)
    for problem in check(sound):
        by_uid[problem.uid].wrong.append(_said(problem))


def _said(problem: Problem) -> tuple[str, str]:
    return ".".join(str(part) for part in problem.location), message_for(problem)


def _row(row: Wanted, base: Any) -> ImportRow:
    made = ImportRow(number=row.number, uid=row.uid[:LONGEST_UID], label=row.label[:300], base=base)
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
    batch = _held(batch, BatchState.READ)
    if refused := list(batch.rows.filter(verdict=Verdict.REFUSED).values_list("number", flat=True)):
        raise NotAccepted(refused)
    rows = list(batch.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).order_by("number"))
    now = {case.uid: case.revision_id for case in _live(row.uid for row in rows)}
    if stale := [row.number for row in rows if now.get(row.uid) != row.base_id]:
        raise NotAccepted(stale)
    try:
        publish([row.document for row in rows], by=by, reason=reason)
    except Refusal as refusal:  # something that the rows name has changed since they were read
        wrong = {problem.uid for problem in refusal.problems}
        raise NotAccepted([row.number for row in rows if row.uid in wrong]) from refusal
    made = {case.uid: case.revision for case in _live(row.uid for row in rows)}
    for row in rows:
        row.made = made[row.uid]
    ImportRow.objects.bulk_update(rows, ["made"], batch_size=200)
    _decide(batch, BatchState.DONE)
    return len(rows)


@transaction.atomic
def undo(batch: ImportBatch, *, by: Any, reason: str, language: str) -> Kept:
    """Bring back what was before: changed cases as they were, new ones out of circulation.

    Returns the cases that stay: those that were edited since, and those whose words were withheld.
    """
    lock_sequence()
    batch = _held(batch, BatchState.DONE)
    rows = list(batch.rows.exclude(made=None).select_related("base", "made").order_by("number"))
    now = {case.uid: case.revision_id for case in _live(row.uid for row in rows)}
    edited = [row.uid for row in rows if now.get(row.uid) != row.made_id]
    again = [(row.uid, row.base or row.made) for row in rows if row.uid not in edited]
    withheld = [(uid, revision.withheld) for uid, revision in again if revision and revision.withheld]
    staying = {*edited, *dict(withheld)}
    said = {language: reason, "original": language}
    back = [
        row.base.document if row.base else {**(row.document or {}), "retired": {"reason": said}}
        for row in rows
        if row.uid not in staying
    ]
    try:
        publish(back, by=by, reason=reason)
    except Refusal as refusal:  # another record names a case that would go
        named = {problem.uid for problem in refusal.problems}
        raise NotAccepted([row.number for row in rows if row.uid in named]) from refusal
    _decide(batch, BatchState.UNDONE)
    return Kept(edited, withheld)


def _held(batch: ImportBatch, state: str) -> ImportBatch:
    """The batch in the state that it must have, held until the transaction ends: two presses do it once."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state != state:
        raise NotAccepted([])
    return held


def _decide(batch: ImportBatch, state: str) -> None:
    batch.state, batch.decided_at = state, timezone.now()
    batch.save(update_fields=["state", "decided_at"])
