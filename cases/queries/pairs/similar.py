"""Cases like a given one, for its page: the same distance as the pair finder, and its reasons."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from pyroaring import BitMap

from cases.enums import ScaleKind
from cases.models import Case
from cases.queries.facets import Index, facet_index
from cases.queries.pairs.features import OWN, SETS, Known, Trait, accepted_of, may_be_paired, study_mates, traits
from cases.queries.pairs.find import Reason, reasons
from cases.queries.version import stamp
from methods.similarity import Distance, distances_from

CANDIDATES = 60
WEIGHED = 20
SHOWN = 4


@dataclass
class Similar:
    """A case like this one: what they have in common, and what sets them apart."""

    case: Case
    distance: float
    alike: list[Any]
    apart: list[Any]
    both: int
    why: str


def similar_cases(case: Case) -> list[Similar]:
    """The nearest cases, the nearest first. Only where something coded is known of both: level alone makes nobody alike.

    Kept until something is published: a tenth of the page of a case, and the same for every reader.
    """
    return _similar(case, case.revision_id, get_language(), stamp())


@lru_cache(maxsize=500)
def _similar(case: Case, _revision: int, _language: str | None, _stamp: UUID | None) -> list[Similar]:
    near = _candidates(case, facet_index())
    said = accepted_of([case.pk, *near]) if near else []
    others = list(_heads({one.case_id for one in said} - {case.pk}))
    if not others:
        return []
    there = {case.pk, *(other.pk for other in others)}
    said = [one for one in said if one.case_id in there]
    every = traits({one.code.pk: one.code for one in said if one.code.scale != ScaleKind.PRESENT}.values())
    known = Known([case, *others], list(every.values()), said)
    mixed = any(other.anonymous != case.anonymous for other in others)
    studies = study_mates([case, *others]) if mixed else {}
    distances = distances_from(known.features, case.slug, [trait.variable for trait in every.values()])
    found = []
    for other in others:
        distance = distances[other.slug]
        coded = [one for one in distance.contributions if one.variable not in OWN]
        if may_be_paired(case, other, studies) and not isnan(distance.value) and any(one.distance < 1 for one in coded):
            found.append((distance, other))
    found.sort(key=lambda pair: (pair[0].value, -len(pair[0].contributions), pair[1].sort_key))
    return [_shown(case, other, distance, known, every) for distance, other in found[:SHOWN]]


def _heads(cases: set[int]) -> QuerySet[Case]:
    fields = ("uid", "slug", "sort_key", "label_en", "label_zh", "anonymous", "level", "unit", "period_min")
    return Case.objects.live().filter(pk__in=cases).only(*fields)


def _shown(case: Case, other: Case, distance: Distance, known: Known, every: dict[str, Trait]) -> Similar:
    made = reasons(distance, case.slug, other.slug, known, every)
    return Similar(other, distance.value, _alike(made), _apart(made), len(made), _why(distance))


def _why(distance: Any) -> str:
    return f"similar;;{','.join(one.variable for one in distance.contributions)}"


def _alike(made: list[Reason]) -> list[Any]:
    return [one.words for one in made if one.distance < 0.5]


def _apart(made: list[Reason]) -> list[Any]:
    return [one.words for one in made if one.distance >= 0.5]


def _candidates(case: Case, index: Index) -> list[int]:
    """Cases that share the rarest codes with this one, and of those the ones that share most: the same work at any size."""
    kinds = {kind.value for kind in SETS} | {"condition", "outcome"}
    shared = [cases for (facet, key), cases in index.bitmaps.items() if facet in kinds and ":" in key and case.pk in cases]
    near = BitMap()
    for cases in sorted(shared, key=len):
        near |= BitMap(list(cases[: CANDIDATES + 1])) - BitMap([case.pk])
        if len(near) >= CANDIDATES:
            break
    weight = Counter(other for cases in shared for other in cases & near)
    return [other for other, _ in weight.most_common(WEIGHED)]
