"""The page of a place and the tree of places. An anonymous case never shows on either: it has no place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from cases.models import Actor, Case, Observation, Place, PublishedResult, StudyMember
from cases.queries.case_list import first_keys
from cases.queries.facets import EMPTY, facet_index

NAMED = ("variable__code", "variable__source", "dataset", "unit")
SHOWN = 100
"""Rows of each list on a place's page; the list of cases has all cases."""


@dataclass
class PlacePage:
    """The parts of the page, each ready to be printed."""

    place: Place
    above: list[Place]
    below: list[tuple[Place, int]]
    own: list[Case]
    cases_below: list[Case]
    more: bool
    memberships: list[StudyMember]
    observations: list[Observation]
    results: list[PublishedResult]
    actors: list[Actor]

    @property
    def document(self) -> dict[str, Any]:
        return self.place.revision.document


def place_page(place: Place) -> PlacePage:
    studies = StudyMember.objects.filter(study__state="live").select_related("study__source").order_by("study__number")
    index = facet_index()
    first = first_keys(index.bitmaps.get(("place", place.uid), EMPTY), SHOWN + 1)
    cases = Case.objects.filter(pk__in=first).select_related("place").prefetch_related(Prefetch("memberships", studies))
    found = list(cases.order_by("sort_key", "uid"))
    children = Place.objects.filter(parent=place, state="live").order_by("division_code", "sort_key", "uid")
    values = Observation.objects.filter(unit__place=place, dataset__state="live")
    results = PublishedResult.objects.filter(units=place, study__state="live").select_related("study")
    members = StudyMember.objects.filter(place=place, study__state="live").select_related("study__source")
    return PlacePage(
        place=place,
        above=_above(place),
        below=[(child, len(index.bitmaps.get(("place", child.uid), ()))) for child in children],
        own=[case for case in found[:SHOWN] if case.place_id == place.pk],
        cases_below=[case for case in found[:SHOWN] if case.place_id != place.pk],
        more=len(found) > SHOWN,
        memberships=list(members.order_by("study__number")),
        observations=list(values.select_related(*NAMED).order_by("dataset__sort_key", "order")[:SHOWN]),
        results=list(results.order_by("study__number", "order")),
        actors=list(Actor.objects.filter(place=place, state="live").order_by("sort_key")[:SHOWN]),
    )


def _above(place: Place) -> list[Place]:
    """From the widest unit down to the one just above. The view reads four levels with the place."""
    above: list[Place] = []
    parent = place.parent
    while parent is not None:
        above.insert(0, parent)
        parent = parent.parent
    return above


@dataclass
class ListedPlace:
    place: Place
    depth: int
    count: int
    """Live cases in it or below it."""


def place_list() -> list[ListedPlace]:
    """All places as a tree, in the order of their codes."""
    index = facet_index()
    places = list(Place.objects.filter(state="live").order_by("division_code", "sort_key", "uid"))
    known = {place.pk for place in places}
    below: dict[int | None, list[Place]] = {}
    for place in places:
        below.setdefault(place.parent_id if place.parent_id in known else None, []).append(place)
    rows: list[ListedPlace] = []

    def visit(parent: int | None, depth: int) -> None:
        for place in below.get(parent, ()):
            rows.append(ListedPlace(place, depth, len(index.bitmaps.get(("place", place.uid), ()))))
            visit(place.pk, depth + 1)

    visit(None, 0)
    return rows
