"""The page of an actor: its part in cases, events and relations; and the list of actors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, Subquery

from cases.models import Actor, Event, Involvement, Link, Phase, RelationState
from cases.models.coding import Claim
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
    more: bool
    passages: Footing

    @property
    def document(self) -> dict[str, Any]:
        return self.actor.revision.document


def actor_page(actor: Actor) -> ActorPage:
    live = Q(case__state="live")
    order = ("case__sort_key", "case__uid", "order")
    involvements = list(Involvement.objects.filter(live, actor=actor).select_related("case").order_by(*order)[: SHOWN + 1])
    ties = RelationState.objects.filter(live, Q(actor=actor) | Q(other=actor))
    states = list(ties.select_related("case", "actor", "other", "interaction").order_by(*order)[:SHOWN])
    events = list(Event.objects.filter(live, participants=actor).select_related("case").order_by("date_min", *order)[:SHOWN])
    links = list(Link.objects.filter(live, actor=actor).select_related("case", "from_code", "to_code").order_by(*order)[:SHOWN])
    lists: list[list[Claim]] = [[*involvements[:SHOWN]], [*states], [*events], [*links]]
    passages = Footing(claim for claims in lists for claim in claims)
    for claims in lists:
        passages.number(claims)
    name_phases([*involvements, *states, *events])
    return ActorPage(actor, involvements[:SHOWN], states, events, links, len(involvements) > SHOWN, passages)


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
