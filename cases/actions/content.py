"""Publishing the documents that ship with the site, without undoing what people have changed since."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from cases.actions.publish import Outcome, live_revisions, lock_sequence, parse, publish
from cases.models import Revision

REASON = "content files"


class ContentOutcome(NamedTuple):
    outcome: Outcome
    kept: list[tuple[str, str]]
    """Records whose file has changed although a person has edited the record: the person's work stays."""


def publish_content(documents: Iterable[Any]) -> ContentOutcome:
    """Publish content files that differ from what was last published from them.

    A file that has not changed never overrides an edit made on the site; one that has changed is
    left aside and reported when somebody edited its record in the meantime.
    """
    parsed = parse(documents)
    with transaction.atomic():
        lock_sequence()  # before anything is read that somebody could publish meanwhile
        return _publish_content(parsed)


def _publish_content(parsed: Sequence[Any]) -> ContentOutcome:
    live = live_revisions(parsed)
    newest = Revision.objects.published().filter(author=None, reason=REASON).values("kind", "uid").annotate(pk=Max("pk"))
    from_file = {(one.kind, one.uid): one for one in Revision.objects.filter(pk__in=[row["pk"] for row in newest])}
    due, kept, same = [], [], []
    for document in parsed:
        name = (document.kind, document.uid)
        before = from_file.get(name)
        if before and before.document == document.model_dump(mode="json"):
            same.append(name)
        elif name in live and live[name] != before:
            kept.append(name)
        else:
            due.append(document)
    outcome = publish(due, by=None, reason=REASON)
    return ContentOutcome(outcome._replace(unchanged=outcome.unchanged + same), kept)
