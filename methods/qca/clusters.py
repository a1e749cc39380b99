"""Cluster diagnostics: does a set relation hold in every region, every year, every unit?

References
----------
Garcia-Castro, R. & Arino, M. A. (2016). A general approach to panel data set-theoretic research. Journal of
Advances in Management Sciences & Information Systems 2, 63-76.
Oana, I.-E., Schneider, C. Q. & Thomann, E. (2021). Qualitative Comparative Analysis Using R, ch. 5.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import DataError
from .sets import FloatArray

#: Added to both sides of a quotient, as the reference software does: an empty group then counts as
#: perfectly consistent (nothing in it speaks against the relation) instead of spoiling the distance.
_NOTHING = 1e-10


@dataclass(frozen=True)
class GroupFit:
    """Fit within one group of cases."""

    group: Hashable
    n: int
    consistency: float
    coverage: float


@dataclass(frozen=True)
class ClusterDiagnostics:
    """Consistency and coverage, pooled and by group.

    Attributes
    ----------
    pooled : GroupFit
        All cases together.
    between : tuple of GroupFit
        One for each cluster (for example, a year).
    between_distance : float
        Distance of the consistencies from being equal: sqrt(sum((c_j / sum(c) - 1/J)^2)).
    within : tuple of GroupFit
        One for each unit (for example, a country) over its clusters.
    within_distance : float
    """

    pooled: GroupFit
    between: tuple[GroupFit, ...]
    between_distance: float
    within: tuple[GroupFit, ...]
    within_distance: float


def cluster_diagnostics(
    x: FloatArray,
    y: FloatArray,
    units: Sequence[Hashable],
    clusters: Sequence[Hashable],
    *,
    necessity: bool = False,
) -> ClusterDiagnostics:
    """Return the diagnostics of "X is sufficient (or necessary) for Y".

    Examples
    --------
    >>> result = cluster_diagnostics(np.array([.4, .6, .8, .2]), np.array([.4, .3, .8, .9]),
    ...                              ["a", "b", "a", "b"], [1, 1, 2, 2])
    >>> [round(group.consistency, 2) for group in result.between], round(result.between_distance, 3)
    ([0.7, 1.0], 0.125)
    """
    if necessity:
        x, y = y, x
    between = _by_group(x, y, clusters, necessity)
    within = _by_group(x, y, units, necessity)
    return ClusterDiagnostics(
        _fit("pooled", x, y, necessity),
        between,
        distance_from_equality([group.consistency for group in between]),
        within,
        distance_from_equality([group.consistency for group in within]),
    )


def distance_from_equality(consistencies: Sequence[float]) -> float:
    """Return how unevenly consistencies are spread over groups; 0 means all alike."""
    shares = np.asarray(consistencies) / np.sum(consistencies)
    return float(np.sqrt(((shares - 1 / len(shares)) ** 2).sum()))


def _by_group(subset: FloatArray, superset: FloatArray, labels: Sequence[Hashable], necessity: bool) -> tuple[GroupFit, ...]:
    if len(labels) != len(subset):
        raise DataError(f"{len(labels)} group labels are given for {len(subset)} cases")
    groups = sorted(set(labels), key=_numbers_first)
    flags = [np.array([label == group for label in labels]) for group in groups]
    return tuple(_fit(group, subset[here], superset[here], necessity) for group, here in zip(groups, flags, strict=True))


def _numbers_first(label: Hashable) -> tuple[bool, float, str]:
    if isinstance(label, int | float):
        return False, float(label), ""
    return True, 0.0, str(label).casefold()


def _fit(group: Hashable, subset: FloatArray, superset: FloatArray, necessity: bool) -> GroupFit:
    shared = float(np.minimum(subset, superset).sum()) + _NOTHING
    return GroupFit(
        group,
        len(subset),
        consistency=shared / (float(subset.sum()) + _NOTHING),
        coverage=shared / (float(superset.sum()) + _NOTHING),
    )
