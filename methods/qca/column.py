"""A calibrated column: messages with names, and the warning about cases that are neither in nor out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import CalibrationError
from .sets import CROSSOVER, FloatArray, raw_column


@dataclass(frozen=True)
class CrossoverWarning:
    """Cases that calibration put exactly on .5, where they belong to no row of the truth table.

    Attributes
    ----------
    column : str
    cases : tuple of str
    """

    column: str
    cases: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.column} is exactly {CROSSOVER} for {', '.join(self.cases)}: such a case is neither in "
            "nor out and belongs to no truth table row; move the crossover to where no case lies, or nudge "
            "by a stated constant"
        )


def crossover_warning(column: str, cases: Sequence[str], memberships: FloatArray) -> CrossoverWarning | None:
    """Return a warning that names the cases at exactly .5, or None."""
    at = tuple(case for case, x in zip(cases, memberships, strict=True) if x == CROSSOVER)
    return CrossoverWarning(column, at) if at else None


def nudged(memberships: FloatArray, by: float) -> FloatArray:
    """Return the memberships with `by` added to those at exactly .5; say in the report that it was done.

    Examples
    --------
    >>> nudged(np.array([0.2, 0.5]), by=0.001).tolist()
    [0.2, 0.501]
    """
    if not 0 < abs(by) < 0.5:
        raise CalibrationError(f"a nudge of {by:g} is not possible: choose a small constant such as .001", "nudge", by=by)
    return np.where(memberships == CROSSOVER, CROSSOVER + by, memberships)


@dataclass(frozen=True, eq=False)
class CalibratedColumn:
    """Memberships of the cases in one set.

    Attributes
    ----------
    name : str
    memberships : float array
    warning : CrossoverWarning or None
    """

    name: str
    memberships: FloatArray
    warning: CrossoverWarning | None


def calibrate_column(
    name: str,
    cases: Sequence[str],
    raw: Sequence[float | None],
    method: Callable[[FloatArray], FloatArray],
) -> CalibratedColumn:
    """Calibrate a column of named cases.

    Parameters
    ----------
    method : callable
        For example ``lambda x: direct(x, 2500, 5000, 20000)``.

    Examples
    --------
    >>> from methods.qca import direct
    >>> column = calibrate_column("income", ["a", "b"], [4000, 5000], lambda x: direct(x, 2500, 5000, 20000))
    >>> column.memberships.round(2).tolist(), column.warning.cases
    ([0.24, 0.5], ('b',))
    """
    values = raw_column(name, cases, raw)
    try:
        memberships = method(values)
    except CalibrationError as error:
        raise CalibrationError(f"{name}: {error}", error.code, **{**error.context, "column": name}) from None
    return CalibratedColumn(name, memberships, crossover_warning(name, cases, memberships))
