"""The page of an actor: its part in cases, events and relations; and the list of actors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, Subquery

from cases.models import Actor, Event, Involvement, Link, Phase, RelationState
from cases.queries.footing import Footing
from cases.queries.paging import Listed, listed

SHOWN = 100
"""Rows of each list on an actor's page. A generic actor such as “government” takes part in most cases."""
PAGE_SIZE = 50
BY_NAME = ("sort_key", "uid")


@dataclass
class ActorPage:
    """The parts of the page, each ready to be printed."""

    actor: Actor
    involvements: list[Involvement]
    relation_states: list[RelationState]
    events: list[Event]
    links: list[Link]
    more: set[str]
    """The lists of which only the first rows are shown."""
    passages: Footing

    @property
    def document(self) -> dict[str, Any]:
        return self.actor.revision.document


def actor_page(actor: Actor) -> ActorPage:
    live = Q(case__state="live")
    order = ("case__sort_key", "case__uid", "order", "pk")
    parts = Involvement.objects.filter(live, actor=actor).select_related("case").order_by(*order)
    ties = RelationState.objects.filter(live, Q(actor=actor) | Q(other=actor)).order_by(*order)
    events = Event.objects.filter(live, participants=actor).order_by(F("date_min").asc(nulls_last=True), *order)
    links = Link.objects.filter(live, actor=actor).select_related("case", "from_code", "to_code").order_by(*order)
    read: dict[str, list[Any]] = {
        "involvements": list(parts[: SHOWN + 1]),
        "relation_states": list(ties.select_related("case", "actor", "other", "interaction")[: SHOWN + 1]),
        "events": list(events.select_related("case")[: SHOWN + 1]),
        "links": list(links[: SHOWN + 1]),
    }
    shown = {name: claims[:SHOWN] for name, claims in read.items()}
    passages = Footing(claim for claims in shown.values() for claim in claims)
    for claims in shown.values():
        passages.number(claims)
    name_phases([*shown["involvements"], *shown["relation_states"], *shown["events"]])
    more = {name for name, claims in read.items() if len(claims) > SHOWN}
    return ActorPage(actor, **shown, more=more, passages=passages)


def name_phases(claims: Iterable[Involvement | RelationState | Event]) -> None:
    """Give claims that hold in a phase the phase's title."""
    claims = [claim for claim in claims if claim.phase]
    found = Phase.objects.filter(case__in={claim.case_id for claim in claims}) if claims else []
    titles = {(phase.case_id, phase.ref): {"en": phase.title_en, "zh": phase.title_zh} for phase in found}
    for claim in claims:
        claim.phase_title = titles.get((claim.case_id, claim.phase))  # type: ignore[union-attr]  # for the template


class UpTo(Subquery):
    """How many rows the subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def actor_list(word: str) -> Listed:
    """By name, a page of them, each with the number of cases that it takes part in, as far as its own page lists them."""
    page = listed(Actor.objects.filter(state="live").select_related("place"), BY_NAME, PAGE_SIZE, word, "actors")
    cases = Involvement.objects.filter(actor=OuterRef("pk"), case__state="live").order_by().values("case").distinct()
    shown = Actor.objects.filter(pk__in=[actor.pk for actor in page.rows])
    numbers = dict(shown.values_list("pk", UpTo(cases[: SHOWN + 1])))
    for actor in page.rows:
        number = numbers.get(actor.pk, 0)
        actor.case_count, actor.more_cases = min(number, SHOWN), number > SHOWN
    return page
