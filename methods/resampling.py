"""Intervals of a coefficient of agreement from resampling the units.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapter 13: percentile intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Value = str | int | float | bool
Ratings = Sequence[Sequence[Value | None]]


class HasCoefficient(Protocol):
    """What a coefficient of agreement returns."""

    @property
    def coefficient(self) -> float: ...


@dataclass(frozen=True)
class Interval:
    """A bootstrap percentile interval of a coefficient."""

    lower: float
    upper: float
    confidence: float
    resamples: int


def bootstrap_interval(
    ratings: Ratings,
    coefficient: Callable[[Ratings], HasCoefficient],
    *,
    confidence: float = 0.95,
    resamples: int = 1_000,
    seed: int = 0,
) -> Interval:
    """Return a percentile interval from resampling the units.

    Resamples in which the coefficient is undefined (all ratings alike) are left out. The same seed gives
    the same interval.

    Examples
    --------
    >>> from methods.agreement import krippendorff_alpha
    >>> some = [[1, 1], [2, 2], [1, 2], [2, 2], [1, 1], [2, 2]]
    >>> interval = bootstrap_interval(some, krippendorff_alpha, resamples=200)
    >>> interval.lower < 0.7 < interval.upper <= 1
    True
    """
    paired = [line for line in ratings if len(present(line)) >= 2]
    if not paired:
        raise ValueError("no unit has two ratings: let a second coder rate some of the units")
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(paired), (resamples, len(paired)))
    found = [coefficient([paired[unit] for unit in sample]).coefficient for sample in drawn]
    return percentile_interval(np.array(found), confidence)


def percentile_interval(found: npt.NDArray[np.float64], confidence: float) -> Interval:
    """Return the interval that holds the middle of what the resamples gave; nan where none gave anything."""
    tail = (1 - confidence) / 2
    lower, upper = np.nanquantile(found, [tail, 1 - tail]) if not np.isnan(found).all() else (np.nan, np.nan)
    return Interval(float(lower), float(upper), confidence, len(found))


def present(line: Sequence[Value | None]) -> list[Value]:
    """Return the ratings of a unit that are there; numbers as floats, so that 1 and 1.0 are one value."""
    given = [value if isinstance(value, str) else float(value) for value in line if value is not None]
    return [value for value in given if isinstance(value, str) or not np.isnan(value)]
