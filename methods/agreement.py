"""Agreement between coders: percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1 and AC2.

Ratings come as one line for each unit (a case and a question) with one value for each coder; `None` is a
missing rating. Two coders who agree by chance are no evidence of a clear codebook, so every coefficient but
the percentage sets observed against expected agreement: (observed - expected) / (1 - expected).

References
----------
Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
British Journal of Mathematical and Statistical Psychology 61, 29-48.
Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from methods.resampling import Interval, Ratings, Value, percentile_interval, present

FloatArray = npt.NDArray[np.float64]


class Level(Enum):
    """Level of measurement; it says how far apart two values are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Weights(Enum):
    """Credit for a near miss: none, or falling with the distance, or with its square."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True)
class Agreement:
    """A coefficient of agreement.

    Attributes
    ----------
    coefficient : float
        1 is perfect agreement, 0 is what chance would give; nan where all ratings are the same and
        nothing can be told apart from chance.
    observed, expected : float
        Agreement found, and agreement by chance.
    units : int
        Units with at least two ratings.
    """

    coefficient: float
    observed: float
    expected: float
    units: int


def percent_agreement(ratings: Ratings) -> float:
    """Return the share of agreeing pairs of ratings, averaged over the units that have a pair.

    Examples
    --------
    >>> percent_agreement([["a", "a"], ["a", "b"], ["b", None]])
    0.5
    """
    counts, _ = _counts(ratings)
    return _observed(counts, np.eye(counts.shape[1]))


def cohen_kappa(ratings: Ratings, weights: Weights = Weights.IDENTITY) -> Agreement:
    """Return Cohen's kappa of two coders, over the units that both have rated.

    Parameters
    ----------
    weights : Weights
        Linear and quadratic weights take the values as numbers; kappa is then Cohen's weighted kappa (1968).

    Examples
    --------
    >>> grants = [["yes", "yes"]] * 20 + [["yes", "no"]] * 5 + [["no", "yes"]] * 10 + [["no", "no"]] * 15
    >>> round(cohen_kappa(grants).coefficient, 3)
    0.4
    """
    if any(len(line) != 2 for line in ratings):
        raise ValueError("Cohen's kappa is for two coders: choose two, or use alpha or AC1")
    pairs = [line for line in map(present, ratings) if len(line) == 2]
    counts, values = _counts(pairs)
    position = {value: at for at, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for first, second in pairs:
        table[position[first], position[second]] += 1
    table /= table.sum()
    credit = _credit(values, weights)
    expected = float((credit * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    return _corrected(float((credit * table).sum()), expected, len(counts))


def krippendorff_alpha(ratings: Ratings, level: Level = Level.NOMINAL) -> Agreement:
    """Return Krippendorff's alpha for any number of coders, with missing ratings.

    alpha = 1 - D_observed / D_expected, where disagreements are weighted by the squared difference that
    belongs to the level of measurement. Units with a single rating say nothing and are left out.

    Examples
    --------
    >>> nominal = krippendorff_alpha([[1, 1], [2, 2], [1, 2], [2, 2]])
    >>> round(nominal.coefficient, 3)
    0.533
    """
    counts, values = _counts(ratings)
    counts = counts[counts.sum(axis=1) >= 2]
    sizes = counts.sum(axis=1)
    totals = counts.sum(axis=0)
    n = totals.sum()
    apart = _squared_differences(values, totals, level)
    pairs = np.einsum("uc,uk,u->ck", counts, counts, 1 / (sizes - 1)) - np.diag((counts / (sizes - 1)[:, None]).sum(axis=0))
    observed = float((pairs * apart).sum() / n)
    expected = float((np.outer(totals, totals) * apart).sum() / (n * (n - 1)))
    ratio = observed / expected if expected else float("nan")
    return Agreement(1 - ratio, 1 - observed, 1 - expected, len(counts))


def gwet_ac1(ratings: Ratings) -> Agreement:
    """Return Gwet's AC1, which stays sensible where nearly all units are alike (the kappa paradox).

    Expected agreement is sum(p (1 - p)) / (q - 1) over the q categories.

    Examples
    --------
    >>> rare = [["no", "no"]] * 18 + [["no", "yes"], ["yes", "no"]]
    >>> round(cohen_kappa(rare).coefficient, 2), round(gwet_ac1(rare).coefficient, 2)
    (-0.05, 0.89)
    """
    return gwet_ac2(ratings, Weights.IDENTITY)


def gwet_ac2(ratings: Ratings, weights: Weights = Weights.QUADRATIC) -> Agreement:
    """Return Gwet's AC2: AC1 with credit for near misses.

    Expected agreement is T sum(p (1 - p)) / (q (q - 1)), where T is the sum of the weights.

    Examples
    --------
    >>> close = [[1, 1], [2, 3], [3, 3], [1, 2]]
    >>> gwet_ac2(close).coefficient > gwet_ac1(close).coefficient
    True
    """
    counts, values = _counts(ratings)
    credit = _credit(values, weights)
    shares = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
    q = len(values)
    spread = float((shares * (1 - shares)).sum())
    expected = float(credit.sum()) * spread / (q * (q - 1)) if q > 1 else 1.0
    return _corrected(_observed(counts, credit), expected, int((counts.sum(axis=1) >= 2).sum()))


def alpha_interval(
    ratings: Ratings, level: Level = Level.NOMINAL, *, confidence: float = 0.95, resamples: int = 1_000, seed: int = 0
) -> Interval:
    """Return the percentile interval of Krippendorff's alpha from resampling the units.

    The same as ``resampling.bootstrap_interval`` with alpha at that level, in one pass over all resamples: Zapf, A., Castell, S.,
    Morawietz, L. and Karch, A. (2016), BMC Medical Research Methodology 16:93, find that this interval covers alpha well.

    Examples
    --------
    >>> from methods.resampling import bootstrap_interval
    >>> some = [[1, 1], [2, 2], [1, 2], [2, 2], [1, 1], [2, 2]]
    >>> alpha_interval(some, resamples=200) == bootstrap_interval(some, krippendorff_alpha, resamples=200)
    True
    """
    paired = [line for line in ratings if len(present(line)) >= 2]
    counts, values = _counts(paired)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(counts), (resamples, len(counts)))
    weights = np.stack([np.bincount(sample, minlength=len(counts)) for sample in drawn]).astype(np.float64)
    each = np.einsum("uc,uk->uck", counts, counts) - np.einsum("uc,ck->uck", counts, np.eye(len(values)))
    each /= (counts.sum(axis=1) - 1)[:, None, None]
    pairs = (weights @ each.reshape(len(counts), -1)).reshape(resamples, len(values), len(values))
    totals = weights @ counts
    n = totals.sum(axis=1)
    if level is Level.ORDINAL:  # how far apart ranks are depends on the ratings drawn
        rank = np.cumsum(totals, axis=1) - totals / 2
        apart = (rank[:, :, None] - rank[:, None, :]) ** 2
    else:
        apart = np.broadcast_to(_squared_differences(values, totals[0], level), pairs.shape)
    observed = (pairs * apart).sum(axis=(1, 2)) / n
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2)) / (n * (n - 1))
    found = 1 - np.divide(observed, expected, out=np.full(resamples, np.nan), where=expected > 0)
    return percentile_interval(found, confidence)


def _counts(ratings: Ratings) -> tuple[FloatArray, list[Value]]:
    """Count, for each rated unit, how many coders chose each value; values in their order."""
    rated = [line for line in map(present, ratings) if line]
    if not any(len(line) >= 2 for line in rated):
        raise ValueError("no unit has two ratings: let a second coder rate some of the units")
    values = sorted({value for line in rated for value in line}, key=lambda v: (isinstance(v, str), v))
    position = {value: at for at, value in enumerate(values)}
    counts = np.zeros((len(rated), len(values)))
    for unit, line in enumerate(rated):
        for value in line:
            counts[unit, position[value]] += 1
    return counts, values


def _observed(counts: FloatArray, credit: FloatArray) -> float:
    counts = counts[counts.sum(axis=1) >= 2]
    sizes = counts.sum(axis=1)
    agreeing = (counts * (counts @ credit - 1)).sum(axis=1) / (sizes * (sizes - 1))
    return float(agreeing.mean())


def _corrected(observed: float, expected: float, units: int) -> Agreement:
    by_chance_alone = np.isclose(expected, 1)
    coefficient = float("nan") if by_chance_alone else (observed - expected) / (1 - expected)
    return Agreement(coefficient, observed, expected, units)


def _credit(values: Sequence[Value], weights: Weights) -> FloatArray:
    if weights is Weights.IDENTITY:
        return np.eye(len(values))
    numbers = _numbers(values)
    distance = np.abs(numbers[:, None] - numbers) / max(float(np.ptp(numbers)), 1e-300)
    return 1 - (distance if weights is Weights.LINEAR else distance**2)


def _squared_differences(values: Sequence[Value], totals: FloatArray, level: Level) -> FloatArray:
    if level is Level.NOMINAL:
        return 1 - np.eye(len(values))
    if level is Level.ORDINAL:
        # Ratings between two values, with half of those at the values themselves.
        rank = np.cumsum(totals) - totals / 2
        return (rank[:, None] - rank) ** 2
    numbers = _numbers(values)
    difference = numbers[:, None] - numbers
    if level is Level.INTERVAL:
        return difference**2
    if (numbers < 0).any():
        raise ValueError(f"{numbers.min():g} is below zero: a ratio scale has no negative values; use interval")
    total = numbers[:, None] + numbers
    return np.divide(difference, total, out=np.zeros_like(total), where=total > 0) ** 2


def _numbers(values: Sequence[Value]) -> FloatArray:
    words = [value for value in values if isinstance(value, str)]
    if words:
        raise ValueError(f"{words[0]!r} is no number: this level of measurement or these weights need numbers")
    return np.array(values, dtype=np.float64)
