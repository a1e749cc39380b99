"""Parameters of fit: how well the cases bear out a claim of sufficiency or of necessity.

References
----------
Ragin, C. C. (2006). Set relations in social research. Political Analysis 14(3), 291-310.
Schneider, C. Q. & Wagemann, C. (2012). Set-Theoretic Methods for the Social Sciences. Cambridge UP, ch. 5, 9.
Haesebrouck, T. (2015). Pitfalls in QCA's consistency measure. Journal of Comparative Politics 8(2), 65-80.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .sets import FloatArray


@dataclass(frozen=True)
class SufficiencyFit:
    """Fit of "X is sufficient for Y".

    Attributes
    ----------
    consistency : float
        Degree to which X is a subset of Y: sum(min(x, y)) / sum(x).
    pri : float
        Proportional reduction in inconsistency: the same after taking away what X shares with both Y and ~Y.
    coverage : float
        Share of Y that X accounts for: sum(min(x, y)) / sum(y).
    """

    consistency: float
    pri: float
    coverage: float


@dataclass(frozen=True)
class NecessityFit:
    """Fit of "X is necessary for Y".

    Attributes
    ----------
    consistency : float
        Degree to which Y is a subset of X: sum(min(x, y)) / sum(y).
    coverage : float
        sum(min(x, y)) / sum(x).
    relevance : float
        Relevance of necessity, low where X is nearly constant: sum(1 - x) / sum(1 - min(x, y)).
    """

    consistency: float
    coverage: float
    relevance: float


def ratio(part: float, whole: float) -> float:
    """Return part / whole; 0/0 is not a number, as nothing can be said about an empty set."""
    return part / whole if whole else float("nan")


def sufficiency_fit(x: FloatArray, y: FloatArray) -> SufficiencyFit:
    """Return the fit of X as a sufficient condition of Y.

    Examples
    --------
    Weak unions (~U) and generous pensions, Ragin (2008):

    >>> x = np.array([.3, .1, .1, .9, .7, .3, .3, .7, .1, 0, .3, .9])
    >>> y = np.array([.7, .7, .1, .9, .6, .9, .6, .9, .1, 0, .3, 1])
    >>> fit = sufficiency_fit(x, y)
    >>> round(fit.consistency, 3), round(fit.pri, 3), round(fit.coverage, 3)
    (0.979, 0.964, 0.676)
    """
    shared = np.minimum(x, y)
    both_ways = float(np.minimum(shared, 1 - y).sum())
    common, size = float(shared.sum()), float(x.sum())
    return SufficiencyFit(
        consistency=ratio(common, size),
        pri=ratio(common - both_ways, size - both_ways),
        coverage=ratio(common, float(y.sum())),
    )


def necessity_fit(x: FloatArray, y: FloatArray) -> NecessityFit:
    """Return the fit of X as a necessary condition of Y.

    Examples
    --------
    >>> fit = necessity_fit(np.array([1, 1, 1, 0.]), np.array([1, 1, 0, 0.]))
    >>> fit.consistency, round(fit.coverage, 3), fit.relevance
    (1.0, 0.667, 0.5)
    """
    shared = np.minimum(x, y)
    common = float(shared.sum())
    return NecessityFit(
        consistency=ratio(common, float(y.sum())),
        coverage=ratio(common, float(x.sum())),
        relevance=ratio(float((1 - x).sum()), float((1 - shared).sum())),
    )


def unique_coverage(terms: Sequence[FloatArray], y: FloatArray) -> tuple[float, ...]:
    """Return for each term the share of Y that it alone accounts for within the solution.

    [sum(min(max of all terms, y)) - sum(min(max of the other terms, y))] / sum(y)
    """
    everything = np.minimum(np.maximum.reduce(terms), y).sum()
    shares = []
    for at in range(len(terms)):
        others = [term for other, term in enumerate(terms) if other != at]
        without = np.minimum(np.maximum.reduce(others), y).sum() if others else 0.0
        shares.append(ratio(float(everything - without), float(y.sum())))
    return tuple(shares)


def haesebrouck_consistency(x: FloatArray, y: FloatArray) -> float:
    """Return Haesebrouck's consistency, which large memberships of inconsistent cases don't dilute.

    sum(min(x, y)) / sum(min(x, y) + sqrt(max(x - y, 0) * x))
    """
    shared = np.minimum(x, y)
    inconsistent = np.sqrt(np.maximum(x - y, 0) * x)
    return ratio(float(shared.sum()), float((shared + inconsistent).sum()))
