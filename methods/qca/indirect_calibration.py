"""The indirect method of calibration: smooth a coarse qualitative grouping by a fractional logit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .calibration import check_rising, known_numbers, snapped
from .errors import CalibrationError
from .sets import FloatArray

#: Decimals to which the reference software rounds the fitted values.
_FITTED_DECIMALS = 6

# The stopping rule of R's glm. Fitted values are rounded to 6 decimals, so stopping at the same step matters.
_TOLERANCE = 1e-8
_MAX_ITERATIONS = 25

#: Log odds beyond which R's glm takes the machine's smallest odds, so that no fitted value is exactly 0 or 1.
_FURTHEST = 30.0


def indirect(raw: FloatArray, thresholds: Sequence[float]) -> FloatArray:
    """Calibrate by the indirect method.

    A case's grade is the share of the thresholds that its value exceeds. The grades are regressed on 1,
    ln x, sqrt x, x and x^2 by a quasi-binomial logit; the fitted value is the membership.

    References
    ----------
    Ragin, C. C. (2008). Redesigning Social Inquiry, pp. 94-97.
    Papke, L. E. & Wooldridge, J. M. (1996). Econometric methods for fractional response variables.

    Examples
    --------
    >>> income = np.array([40110., 25200, 11720, 4670, 3590, 2980, 1000, 110])
    >>> indirect(income, [1000, 4000, 5000, 10000, 20000])[[0, -1]].tolist()
    [1.0, 0.0]
    """
    check_rising(thresholds)
    x = known_numbers(raw)
    if (x <= 0).any():
        raise CalibrationError(
            f"the value {x[x <= 0][0]:g} has no logarithm: the indirect method is for positive values; "
            "shift the scale or use the direct method",
            "not-positive",
            value=float(x[x <= 0][0]),
        )
    grades = (x[:, None] > np.asarray(thresholds)).mean(axis=1)
    with np.errstate(over="ignore"):
        predictors = np.column_stack([np.ones_like(x), np.log(x), np.sqrt(x), x, x**2])
    if not np.isfinite(predictors).all():
        raise CalibrationError(f"the value {x.max():g} has no square: shift the scale or use the direct method", "not-computable")
    return snapped(fractional_logit(predictors, grades).round(_FITTED_DECIMALS))


def fractional_logit(predictors: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the fitted values of a quasi-binomial logit, by iteratively reweighted least squares.

    McCullagh, P. & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., sec. 2.5.
    """
    scaled = predictors / np.abs(predictors).max(axis=0)  # same fit, better conditioned
    fitted = (shares + 0.5) / 2
    log_odds = np.log(fitted / (1 - fitted))
    deviance = _deviance(shares, fitted)
    for _ in range(_MAX_ITERATIONS):
        variance = fitted * (1 - fitted)
        working = log_odds + (shares - fitted) / variance
        root = np.sqrt(variance)
        coefficients, *_ = np.linalg.lstsq(scaled * root[:, None], working * root, rcond=None)
        log_odds = scaled @ coefficients
        fitted = _shares_of(log_odds)
        before, deviance = deviance, _deviance(shares, fitted)
        if abs(deviance - before) / (abs(deviance) + 0.1) < _TOLERANCE:
            break
    return fitted


def _shares_of(log_odds: FloatArray) -> FloatArray:
    """Invert the logit as R's glm does: thresholds that part the cases wholly send the log odds ever further out."""
    least = np.finfo(np.float64).eps
    odds = np.exp(log_odds.clip(-_FURTHEST, _FURTHEST))
    odds = np.where(log_odds > _FURTHEST, 1 / least, np.where(log_odds < -_FURTHEST, least, odds))
    shares: FloatArray = odds / (1 + odds)
    return shares


def _deviance(shares: FloatArray, fitted: FloatArray) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        present = np.where(shares > 0, shares * np.log(shares / fitted), 0.0)
        absent = np.where(shares < 1, (1 - shares) * np.log((1 - shares) / (1 - fitted)), 0.0)
    return float(2 * (present + absent).sum())
