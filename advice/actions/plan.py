"""Plans: add a measure, write, set aside, share by a secret link, follow up. A plan belongs to its owner alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from advice.models import Attachment, FollowUp, Measure, Plan, new_key
from cases.models import Case, Code


class NotYours(LookupError):
    """The plan is somebody else's: for this person there is none."""


@dataclass(frozen=True)
class Brought:
    """A file as it was brought, of a kind that is taken."""

    name: str
    media_type: str
    content: bytes


def begin(*, by, title: str, profile: Mapping[str, str], case: Case | None = None) -> Plan:
    """An empty plan, with the answers about the place as they are now."""
    return Plan.objects.create(owner=by, title=title.strip()[:200], profile=dict(profile), case=case)


def add_measure(*, by, plan: Plan, code: Code, problems: Iterable[str], profile: Mapping[str, str] | None = None) -> Measure:
    """Put a countermeasure into the plan; one that is there, or was set aside, is taken back.

    ``profile`` are the answers about the place as they are now; without them the plan keeps those it has.
    """
    with transaction.atomic():
        held = _own(plan, by)
        if profile and held.case_id is None:
            held.profile = dict(profile)
            held.save(update_fields=["profile"])
        last = held.measures.aggregate(last=Max("order"))["last"] or 0
        measure, _made = Measure.objects.get_or_create(plan=held, code=code, defaults={"order": last + 1})
        measure.problems = list(dict.fromkeys([*measure.problems, *problems]))
        measure.set_aside = False
        measure.save()
        _touch(held)
        return measure


def write(*, by, plan: Plan, title: str, measures: Mapping[int, Mapping[str, Any]]) -> Plan:
    """Save the title, and for each measure how it is adapted, who answers for it and when it is looked at again."""
    with transaction.atomic():
        held = _own(plan, by)
        for measure in held.measures.filter(pk__in=measures):
            said = measures[measure.pk]
            measure.adaptation = said["adaptation"]
            measure.responsible = said["responsible"]
            measure.check_on = said["check_on"]
            measure.save(update_fields=["adaptation", "responsible", "check_on"])
        held.title = title
        held.save(update_fields=["title", "updated_at"])
        return held


def set_aside(*, by, measure: Measure, aside: bool) -> Measure:
    """Take a measure out of the plan, or back into it; nothing that was written is lost."""
    held = _own(measure.plan, by)
    measure.set_aside = aside
    measure.save(update_fields=["set_aside"])
    _touch(held)
    return measure


def share(*, by, plan: Plan, shared: bool) -> Plan:
    """Give the plan a secret link, or withdraw it: a withdrawn link never opens again."""
    held = _own(plan, by)
    held.share_key = (held.share_key or new_key()) if shared else ""
    held.save(update_fields=["share_key", "updated_at"])
    return held


def delete(*, by, plan: Plan) -> None:
    """Forget the plan with everything in it."""
    _own(plan, by).delete()


def follow_up(
    *,
    by,
    measure: Measure,
    outcome: str,
    happened: str,
    document_title: str = "",
    document_url: str = "",
    document: Brought | None = None,
    next_check=None,
) -> FollowUp:
    """Keep what came of a measure with the document that was brought, and when it is looked at again."""
    with transaction.atomic():
        held = _own(measure.plan, by)
        made = FollowUp.objects.create(
            measure=measure,
            outcome=outcome,
            happened=happened,
            document_title=document_title,
            document_url=document_url,
        )
        if document:
            Attachment.objects.create(
                follow_up=made, name=document.name, media_type=document.media_type, size=len(document.content),
                content=document.content,
            )  # fmt: skip
        measure.check_on = next_check
        measure.save(update_fields=["check_on"])
        _touch(held)
        return made


def _own(plan: Plan, by) -> Plan:
    held = Plan.objects.select_for_update().filter(pk=plan.pk, owner=by).first()
    if held is None:
        raise NotYours
    return held


def _touch(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(updated_at=timezone.now())
