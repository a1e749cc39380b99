"""Publishing: the one way by which documents become the record."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from cases.actions.project import Projection
from cases.actions.statistics import refresh_statistics
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, check
from cases.documents.schema import DOCUMENT
from cases.enums import RevisionState
from cases.models import PublishSequence, Revision
from cases.models.heads import HEADS

MANY = 100
"""Documents of one publication after which the tables may be of another size."""


class Outcome(NamedTuple):
    """What publishing did, as (kind, uid) pairs."""

    created: list[tuple[str, str]]
    changed: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]


def parse(data: Iterable[Any]) -> list[Any]:
    """Documents from plain data, or a refusal that names every field that is wrong."""
    documents, problems = [], []
    for one in data:
        try:
            documents.append(DOCUMENT.validate_python(one))
        except ValidationError as error:
            kind, uid = (str(one.get(name, "")) for name in ("kind", "uid")) if isinstance(one, dict) else ("", "")
            for wrong in error.errors():
                location = wrong["loc"][1:] if wrong["loc"][:1] == (kind,) else wrong["loc"]
                typed = {"input": wrong["input"][:200]} if isinstance(wrong["input"], str) else {}
                problems.append(
                    Problem(kind, uid, location, wrong["type"], {**typed, **wrong.get("ctx", {}), "message": wrong["msg"]})
                )
    if problems:
        raise Refusal(problems)
    return documents


def publish(documents: Iterable[Any], *, by, reason: str = "") -> Outcome:
    """Make the documents (models or plain data) the live ones, all or none; the rest of the record stays.

    Documents equal to the live ones are left alone. Raises Refusal with every problem found.
    """
    with without_collecting():
        return _publish(parse(documents), by, reason)


def _publish(parsed: Sequence[Any], by: Any, reason: str) -> Outcome:
    with transaction.atomic():
        sequence = lock_sequence()
        refuse_if_wrong(parsed)
        live = live_revisions(parsed)
        outcome = Outcome([], [], [])
        made = []
        for document in parsed:
            name = (document.kind, document.uid)
            before = live.get(name)
            data = document.model_dump(mode="json")
            if before and before.document == data:
                outcome.unchanged.append(name)
                continue
            (outcome.changed if before else outcome.created).append(name)
            made.append(
                (document, Revision(kind=document.kind, uid=document.uid, base=before, document=data, author=by, reason=reason))
            )
        make_live(made, sequence, reviewer=by)
    return outcome


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nothing is looked for to be thrown away meanwhile: a batch makes a million objects, and none of them goes in circles."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def lock_sequence() -> PublishSequence:
    """The counter of publications, held until the transaction ends: publishing is one at a time."""
    PublishSequence.objects.get_or_create(pk=1)
    return PublishSequence.objects.select_for_update().get(pk=1)


def refuse_if_wrong(documents: Sequence[Any]) -> None:
    names = Counter((document.kind, document.uid) for document in documents)
    twice = sorted(name for name, times in names.items() if times > 1)
    problems = [Problem(kind, uid, ("uid",), "document_twice", {}) for kind, uid in twice]
    problems += check(documents)
    if problems:
        raise Refusal(problems)


def live_revisions(named: Sequence[Any]) -> dict[tuple[str, str], Revision]:
    """The live revision of each record that the documents (or anything with kind and uid) name, by kind and uid."""
    found = {}
    for kind, model in HEADS.items():
        uids = [one.uid for one in named if one.kind == kind]
        if uids:
            for record in model._default_manager.filter(uid__in=uids).select_related("revision"):
                found[kind, record.uid] = record.revision
    return found


def make_live(made: Sequence[tuple[Any, Revision]], sequence: PublishSequence, *, reviewer) -> None:
    """Number the revisions, store them as published and write the tables."""
    if not made:
        return
    now = timezone.now()
    for document, revision in made:
        sequence.value += 1
        revision.number = (revision.base.number or 0) + 1 if revision.base else 1
        revision.sequence = sequence.value
        revision.state = RevisionState.PUBLISHED
        revision.reviewer = reviewer
        revision.decided_at = now
        if revision.base and revision.base.withheld and document.retired:  # it is still out, and closed for the same reason
            revision.withheld, revision.withheld_by_id = revision.base.withheld, revision.base.withheld_by_id
    drafts = [revision for _, revision in made if revision.pk is not None]
    Revision.objects.bulk_create([revision for _, revision in made if revision.pk is None], batch_size=100)
    Revision.objects.bulk_update(
        drafts,
        ["number", "sequence", "state", "reviewer", "decided_at", "base", "document", "reason", "withheld", "withheld_by"],
        batch_size=100,
    )
    sequence.stamp = uuid4()
    sequence.save()
    Projection(made, sequence.value).write()
    if len(made) >= MANY:
        refresh_statistics()
