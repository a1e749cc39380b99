"""Calibration: from raw measurements to set memberships.

The researcher's anchors carry the meaning: full non-membership (e), the crossover of maximum ambiguity (c)
and full membership (i). All functions take numbers in the order of the cases and return memberships;
`column.calibrate_column` adds the names for messages, and the warning about cases at the crossover.

References
----------
Ragin, C. C. (2008). Redesigning Social Inquiry. University of Chicago Press, ch. 5.
Thiem, A. & Dusa, A. (2013). QCA: a package for qualitative comparative analysis. The R Journal 5(1), 87-97.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .errors import CalibrationError
from .sets import FloatArray

#: Membership that the direct method gives at the anchors e and i (as 1 - idm and idm).
DEFAULT_INCLUSION = 0.95

#: The logistic curve never arrives at 0 or 1, and a steep power hardly leaves it; the reference software
#: rounds what is this close, whatever the shape.
_NEARLY_OUT_OR_IN = 1e-4


def direct(
    raw: FloatArray,
    exclusion: float,
    crossover: float,
    inclusion: float,
    *,
    idm: float = DEFAULT_INCLUSION,
) -> FloatArray:
    """Calibrate by the direct method: log odds that are linear on both sides of the crossover.

    With k = ln(idm / (1 - idm)) the membership is 1 / (1 + exp(-k (x - c) / (i - c))) from the crossover
    up, and with c - e in the place of i - c below it. Exclusion above inclusion makes a decreasing set.

    Examples
    --------
    Per capita income and the set of developed countries, Ragin (2008), table 5.2 (United States, Brazil):

    >>> direct(np.array([34400., 3590.]), 2500, 5000, 20000).round(2).tolist()
    [1.0, 0.16]
    """
    if not 0.5 < idm < 1:
        raise CalibrationError(f"the degree of membership at the anchors is {idm:g}: give one in (.5, 1)")
    _check_order([exclusion, crossover, inclusion], "exclusion, crossover and inclusion")
    if exclusion > inclusion:
        return 1.0 - direct(raw, inclusion, crossover, exclusion, idm=idm)
    raw = known_numbers(raw)
    width = np.where(raw >= crossover, inclusion - crossover, crossover - exclusion)
    # An anchor may coincide with the crossover: everything beyond it is then fully in or out.
    beyond = np.where(raw > crossover, np.inf, -np.inf)
    distance = np.divide(raw - crossover, width, out=beyond, where=width > 0)
    distance[raw == crossover] = 0.0
    with np.errstate(over="ignore"):
        return snapped(1.0 / (1.0 + np.exp(-np.log(idm / (1.0 - idm)) * distance)))


def linear(
    raw: FloatArray,
    exclusion: float,
    crossover: float,
    inclusion: float,
    *,
    below: float = 1.0,
    above: float = 1.0,
) -> FloatArray:
    """Calibrate along straight or curved flanks that reach 0 and 1 at the anchors.

    ((x - e) / (c - e))^below / 2 up to the crossover and 1 - ((i - x) / (i - c))^above / 2 beyond it:
    `below` shapes memberships below .5, `above` those above. Exclusion above inclusion makes a
    decreasing set.

    Examples
    --------
    >>> linear(np.array([25., 37.5, 50, 60, 70]), 25, 50, 65).round(3).tolist()
    [0.0, 0.25, 0.5, 0.833, 1.0]
    """
    _check_order([exclusion, crossover, inclusion], "exclusion, crossover and inclusion")
    _check_powers(below, above)
    towards = 1.0 if inclusion >= exclusion else -1.0
    return _flank(
        towards * known_numbers(raw),
        towards * exclusion,
        towards * crossover,
        towards * inclusion,
        below,
        above,
    )


def bell(
    raw: FloatArray,
    anchors: Sequence[float],
    *,
    below: float = 1.0,
    above: float = 1.0,
    inverted: bool = False,
) -> FloatArray:
    """Calibrate a set whose members lie in the middle (or, inverted, at both ends).

    Parameters
    ----------
    anchors : six numbers
        e1 < c1 < i1 <= i2 < c2 < e2, or i1 < c1 < e1 <= e2 < c2 < i2 for an inverted bell.

    Examples
    --------
    >>> bell(np.array([10., 18, 30, 40, 44]), [10, 18, 25, 32, 40, 48]).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.25]
    """
    _check_powers(below, above)
    first, second, third, fourth, fifth, sixth = anchors
    if not first < second < third <= fourth < fifth < sixth:
        raise CalibrationError(
            f"the anchors {list(anchors)} of a bell don't rise: give exclusion, crossover, inclusion of the "
            "left flank, then inclusion, crossover, exclusion of the right one",
            "bell-order",
        )
    x = known_numbers(raw)
    if inverted:
        left = linear(x, third, second, first, below=below, above=above)
        right = linear(x, fourth, fifth, sixth, below=below, above=above)
        return np.maximum(left, right)
    left = linear(x, first, second, third, below=below, above=above)
    right = linear(x, sixth, fifth, fourth, below=below, above=above)
    return np.minimum(left, right)


def crisp(raw: FloatArray, thresholds: Sequence[float]) -> FloatArray:
    """Count the thresholds that a value reaches: 0 or 1 for one threshold, more values for more.

    Examples
    --------
    >>> crisp(np.array([320., 550, 900]), [550, 850]).tolist()
    [0.0, 1.0, 2.0]
    """
    check_rising(thresholds)
    reached = known_numbers(raw)[:, None] >= np.asarray(thresholds)
    counts: FloatArray = reached.sum(axis=1).astype(np.float64)
    return counts


def known_numbers(raw: FloatArray) -> FloatArray:
    """Return raw values as floats; refuse missing and infinite ones, which have no place in a set."""
    values = np.asarray(raw, dtype=np.float64)
    if not np.isfinite(values).all():
        at = int(np.flatnonzero(~np.isfinite(values))[0])
        raise CalibrationError(f"value {at + 1} is {values[at]:g}: leave the case out or fill in a number")
    return values


def snapped(memberships: FloatArray) -> FloatArray:
    """Round memberships within 1e-4 of 0 or 1 to these, as the reference software does."""
    memberships = np.where(memberships < _NEARLY_OUT_OR_IN, 0.0, memberships)
    return np.where(memberships > 1.0 - _NEARLY_OUT_OR_IN, 1.0, memberships)


def _flank(x: FloatArray, e: float, c: float, i: float, below: float, above: float) -> FloatArray:
    """Rise from 0 at e over .5 at c to 1 at i."""
    memberships = np.where(x > e, 1.0, 0.0)
    lower = (e < x) & (x <= c)
    upper = (c < x) & (x <= i)
    memberships[lower] = ((x[lower] - e) / (c - e)) ** below / 2
    memberships[upper] = 1 - ((i - x[upper]) / (i - c)) ** above / 2
    return snapped(memberships)


def _check_order(anchors: Sequence[float], names: str) -> None:
    e, c, i = anchors
    if not (e <= c <= i or e >= c >= i) or e == i:
        raise CalibrationError(f"the anchors {e:g}, {c:g}, {i:g} ({names}) neither rise nor fall: reorder them", "anchors-order")


def check_rising(thresholds: Sequence[float]) -> None:
    """Refuse thresholds that are not in increasing order."""
    if not thresholds or any(a >= b for a, b in pairwise(thresholds)):
        raise CalibrationError(f"the thresholds {list(thresholds)} don't rise: give one or more, in order", "thresholds-order")


def _check_powers(below: float, above: float) -> None:
    if below <= 0 or above <= 0:
        raise CalibrationError(f"the powers {below:g} (below) and {above:g} (above) have to be positive")
