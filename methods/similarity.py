"""Similarity of cases: how alike they are, because of which variables, and which pairs to compare.

The logic of comparison goes back to Mill: cases that are alike in (nearly) everything but the outcome point
to what makes the difference (most similar systems design, MSSD); cases that have the outcome in common and
little else point to what they share (most different systems design, MDSD).

References
----------
Gower, J. C. (1971). A general coefficient of similarity and some of its properties. Biometrics 27, 857-871.
Przeworski, A. & Teune, H. (1970). The Logic of Comparative Social Inquiry. Wiley.
Berg-Schlosser, D. & De Meur, G. (1994). Conditions of democracy in interwar Europe: a Boolean test of major
hypotheses. Comparative Politics 26(3), 253-279.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from math import isnan
from typing import Any


class Scale(Enum):
    """How two values of a variable are compared."""

    NOMINAL = "nominal"
    """The same or not."""
    ASYMMETRIC = "asymmetric"
    """A feature: having it in common counts, lacking it in common says nothing."""
    NUMERIC = "numeric"
    """Difference over range; ordinal variables come as ranks."""
    SET = "set"
    """Collections of codes: Jaccard distance."""


@dataclass(frozen=True)
class Variable:
    """A variable in a comparison.

    Attributes
    ----------
    name : str
    scale : Scale
    weight : float
    range : float or None
        Of a numeric variable; None: the range that is found in the cases.
    """

    name: str
    scale: Scale = Scale.NOMINAL
    weight: float = 1.0
    range: float | None = None


@dataclass(frozen=True)
class Contribution:
    """What one variable adds to a distance.

    Attributes
    ----------
    variable : str
    distance : float
        Between 0 (the same) and 1 (as different as can be) on this variable.
    share : float
        Its part of the whole distance; the shares add up to the distance.
    """

    variable: str
    distance: float
    share: float


@dataclass(frozen=True)
class Distance:
    """Gower's distance between two cases.

    Attributes
    ----------
    value : float
        Weighted mean of the distances on the comparable variables; nan where there is none.
    contributions : tuple of Contribution
        The variables that were compared, the one that made most of the distance first.
    missing : tuple of str
        Variables that were not compared: a value is missing, or both cases lack the feature.
    """

    value: float
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two cases, their distance on the conditions, and whether they have the same outcome."""

    first: str
    second: str
    distance: Distance
    same_outcome: bool


Cases = Mapping[str, Mapping[str, Any]]


def jaccard_distance(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """Return the share of elements that two sets don't have in common; two empty sets are the same.

    Examples
    --------
    >>> jaccard_distance({"open data", "eID"}, {"eID", "once-only"})
    0.6666666666666667
    """
    union = set(a) | set(b)
    return 1 - len(set(a) & set(b)) / len(union) if union else 0.0


def dice_distance(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """Return the distance of Dice (Sorensen), in which common elements count twice.

    Examples
    --------
    >>> dice_distance({"open data", "eID"}, {"eID", "once-only"})
    0.5
    """
    sizes = len(set(a)) + len(set(b))
    return 1 - 2 * len(set(a) & set(b)) / sizes if sizes else 0.0


def overlap_distance(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """Return 0 where one set lies within the other, 1 where they share nothing.

    Examples
    --------
    >>> overlap_distance({"eID"}, {"eID", "once-only"})
    0.0
    """
    smaller = min(len(set(a)), len(set(b)))
    return 1 - len(set(a) & set(b)) / smaller if smaller else 0.0


def simple_matching_distance(a: Sequence[bool], b: Sequence[bool]) -> float:
    """Return the share of features on which two cases differ: the Boolean distance, over their number.

    Examples
    --------
    >>> simple_matching_distance([True, False, False, True], [True, True, False, True])
    0.25
    """
    return sum(x != y for x, y in zip(a, b, strict=True)) / len(a) if a else 0.0


def ranges(cases: Cases, variables: Sequence[Variable]) -> dict[str, float]:
    """Return the range of every numeric variable, as stated or as found in the cases."""
    found: dict[str, float] = {}
    for variable in variables:
        if variable.scale is not Scale.NUMERIC:
            continue
        values = [
            _number(variable, case, features) for case, features in cases.items() if features.get(variable.name) is not None
        ]
        spread = max(values) - min(values) if values else 0.0
        found[variable.name] = spread if variable.range is None else variable.range
    return found


def gower_distance(cases: Cases, first: str, second: str, variables: Sequence[Variable]) -> Distance:
    """Return Gower's distance: sum(w d) / sum(w) over the variables on which both cases can be compared.

    Examples
    --------
    >>> cities = {"A": {"size": 10, "type": "city"}, "B": {"size": 20, "type": "city"},
    ...           "C": {"size": 50, "type": None}}
    >>> variables = [Variable("size", Scale.NUMERIC), Variable("type")]
    >>> distance = gower_distance(cities, "A", "B", variables)
    >>> distance.value, distance.contributions[0].variable
    (0.125, 'size')
    >>> gower_distance(cities, "A", "C", variables).missing
    ('type',)
    """
    return _distance(cases, first, second, variables, ranges(cases, variables))


def distances_from(cases: Cases, first: str, variables: Sequence[Variable]) -> dict[str, Distance]:
    """Return Gower's distance of every other case from one of them.

    Examples
    --------
    >>> towns = {"A": {"size": 10}, "B": {"size": 20}, "C": {"size": 50}}
    >>> {name: found.value for name, found in distances_from(towns, "A", [Variable("size", Scale.NUMERIC)]).items()}
    {'B': 0.25, 'C': 1.0}
    """
    spreads = ranges(cases, variables)
    return {name: _distance(cases, first, name, variables, spreads) for name in cases if name != first}


def compared_pairs(cases: Cases, variables: Sequence[Variable], outcome: str) -> tuple[Pair, ...]:
    """Return all pairs of cases with a known outcome, in the order of the cases."""
    spreads = ranges(cases, variables)
    known = [name for name, features in cases.items() if features.get(outcome) is not None]
    return tuple(
        Pair(a, b, _distance(cases, a, b, variables, spreads), cases[a][outcome] == cases[b][outcome])
        for a, b in combinations(known, 2)
    )


def most_similar_pairs(cases: Cases, variables: Sequence[Variable], outcome: str) -> tuple[Pair, ...]:
    """Return the pairs with different outcomes, most similar first (MSSD); incomparable ones last.

    Examples
    --------
    >>> cases = {"A": {"x": 1, "z": 1, "y": 1}, "B": {"x": 1, "z": 0, "y": 0}, "C": {"x": 0, "z": 0, "y": 1}}
    >>> [(p.first, p.second) for p in most_similar_pairs(cases, [Variable("x"), Variable("z")], "y")]
    [('A', 'B'), ('B', 'C')]
    """
    pairs = [pair for pair in compared_pairs(cases, variables, outcome) if not pair.same_outcome]
    return tuple(sorted(pairs, key=lambda pair: (isnan(pair.distance.value), pair.distance.value)))


def most_different_pairs(cases: Cases, variables: Sequence[Variable], outcome: str) -> tuple[Pair, ...]:
    """Return the pairs with the same outcome, most different first (MDSD)."""
    pairs = [pair for pair in compared_pairs(cases, variables, outcome) if pair.same_outcome]
    return tuple(sorted(pairs, key=lambda pair: (isnan(pair.distance.value), -pair.distance.value)))


def _distance(cases: Cases, first: str, second: str, variables: Sequence[Variable], spreads: Mapping[str, float]) -> Distance:
    compared: list[tuple[Variable, float]] = []
    missing: list[str] = []
    for variable in variables:
        between = _on(variable, cases, first, second, spreads)
        if between is None:
            missing.append(variable.name)
        else:
            compared.append((variable, between))
    total = sum(variable.weight for variable, _ in compared)
    if not total:
        return Distance(float("nan"), (), tuple(missing))
    contributions = [Contribution(v.name, d, v.weight * d / total) for v, d in compared]
    contributions.sort(key=lambda contribution: -contribution.share)
    return Distance(sum(c.share for c in contributions), tuple(contributions), tuple(missing))


def _on(variable: Variable, cases: Cases, first: str, second: str, spreads: Mapping[str, float]) -> float | None:
    """Return the distance on one variable, None where the cases can't be compared."""
    a, b = cases[first].get(variable.name), cases[second].get(variable.name)
    if a is None or b is None:
        return None
    if variable.scale is Scale.SET:
        return jaccard_distance(a, b)
    if variable.scale is Scale.ASYMMETRIC and not a and not b:
        return None
    if variable.scale is not Scale.NUMERIC:
        return float(a != b)
    spread = spreads[variable.name]
    difference = abs(_number(variable, first, cases[first]) - _number(variable, second, cases[second]))
    return difference / spread if spread else 0.0


def _number(variable: Variable, case: str, features: Mapping[str, Any]) -> float:
    value = features[variable.name]
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{variable.name} of case {case!r} is {value!r}, which is no number: compare it as nominal") from None
