"""Cases like a given one, for its page: the same distance as the pair finder, and its reasons."""

from dataclasses import dataclass
from math import isnan
from typing import Any

from pyroaring import BitMap

from cases.enums import ScaleKind
from cases.models import Case
from cases.queries.facets import Index, facet_index
from cases.queries.pairs.features import OWN, SETS, Known, accepted_codings, may_be_paired, study_mates, traits
from cases.queries.pairs.find import Reason, reasons
from methods.similarity import gower_distance

CANDIDATES = 60
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
    """The nearest cases, the nearest first. Only where something coded is known of both: level alone makes nobody alike."""
    near = _candidates(case, facet_index())
    if not near:
        return []
    codings = list(accepted_codings([case.pk, *near]).select_related("case"))
    cases = [case, *{coding.case_id: coding.case for coding in codings if coding.case_id != case.pk}.values()]
    every = traits({coding.code_id: coding.code for coding in codings if coding.code.scale != ScaleKind.PRESENT}.values())
    known = Known(cases, list(every.values()), codings)
    mixed = any(other.anonymous != case.anonymous for other in cases)
    studies = study_mates(cases) if mixed else {}
    variables = [trait.variable for trait in every.values()]
    found = []
    for other in cases[1:]:
        if not may_be_paired(case, other, studies):
            continue
        distance = gower_distance(known.features, case.slug, other.slug, variables)
        coded = [one for one in distance.contributions if one.variable not in OWN]
        if isnan(distance.value) or not any(one.distance < 1 for one in coded):
            continue
        made = reasons(distance, case.slug, other.slug, known, every)
        found.append(Similar(other, distance.value, _alike(made), _apart(made), len(made), _why(distance)))
    found.sort(key=lambda one: (one.distance, -one.both, one.case.sort_key))
    return found[:SHOWN]


def _why(distance: Any) -> str:
    return f"similar;;{','.join(one.variable for one in distance.contributions)}"


def _alike(made: list[Reason]) -> list[Any]:
    return [one.words for one in made if one.distance < 0.5]


def _apart(made: list[Reason]) -> list[Any]:
    return [one.words for one in made if one.distance >= 0.5]


def _candidates(case: Case, index: Index) -> BitMap:
    """Cases that share the rarest codes with this one, from the bitmaps: the same work at any size."""
    kinds = {kind.value for kind in SETS} | {"condition", "outcome"}
    shared = [cases for (facet, key), cases in index.bitmaps.items() if facet in kinds and ":" in key and case.pk in cases]
    near = BitMap()
    for cases in sorted(shared, key=len):
        others = cases - BitMap([case.pk])
        near |= BitMap(list(others[:CANDIDATES]))
        if len(near) >= CANDIDATES:
            break
    return BitMap(list(near[:CANDIDATES]))
