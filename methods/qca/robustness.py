"""Robustness: how much of a solution survives when plausible decisions change.

IS is the initial solution, TS are the test solutions that come from other cut-offs or anchors; minTS and
maxTS are their intersection and union, and the robust core is RC = min(IS, minTS).

References
----------
Oana, I.-E. & Schneider, C. Q. (2024). A robustness test protocol for applied QCA: theory and R software
application. Sociological Methods & Research 53(1), 57-88.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .errors import QCAError
from .fit import SufficiencyFit, ratio, sufficiency_fit
from .sets import CROSSOVER, FloatArray, fuzzy_and, fuzzy_or


@dataclass(frozen=True)
class RobustnessFit:
    """Fit-oriented robustness.

    Attributes
    ----------
    consistency : float
        Consistency of IS over consistency of RC.
    coverage : float
        Coverage of RC over coverage of IS.
    overlap_with_all : float
        Coincidence of IS with minTS: sum(min) / sum(max).
    overlap_with_any : float
        Coincidence of IS with maxTS.
    core : SufficiencyFit
        Fit of the robust core.
    """

    consistency: float
    coverage: float
    overlap_with_all: float
    overlap_with_any: float
    core: SufficiencyFit


@dataclass(frozen=True)
class RobustnessCases:
    """Case-oriented robustness: which cases keep their place.

    Attributes
    ----------
    robust_typical, robust_deviant : tuple of str
        In IS and in every test solution, with and without the outcome.
    shaky_typical, shaky_deviant : tuple of str
        In IS, but outside of some test solution.
    possible_typical, possible_deviant : tuple of str
        Outside of IS, but in some test solution.
    extreme_deviant_coverage, irrelevant : tuple of str
        In none of them, with and without the outcome.
    """

    robust_typical: tuple[str, ...]
    robust_deviant: tuple[str, ...]
    shaky_typical: tuple[str, ...]
    shaky_deviant: tuple[str, ...]
    possible_typical: tuple[str, ...]
    possible_deviant: tuple[str, ...]
    extreme_deviant_coverage: tuple[str, ...]
    irrelevant: tuple[str, ...]

    @property
    def typical_ratio(self) -> float:
        """Share of the robust among all typical cases of IS or of some test solution."""
        robust, others = len(self.robust_typical), len(self.shaky_typical) + len(self.possible_typical)
        return ratio(robust, robust + others)

    @property
    def deviant_ratio(self) -> float:
        """The same among deviant cases."""
        robust, others = len(self.robust_deviant), len(self.shaky_deviant) + len(self.possible_deviant)
        return ratio(robust, robust + others)

    @property
    def rank(self) -> int:
        """1: neither shaky nor possible cases; 2: possible ones only; 3: shaky ones only; 4: both."""
        shaky = bool(self.shaky_typical or self.shaky_deviant)
        possible = bool(self.possible_typical or self.possible_deviant)
        return 1 + 2 * shaky + possible


def robustness_fit(initial: FloatArray, tests: Sequence[FloatArray], y: FloatArray) -> RobustnessFit:
    """Return the fit-oriented robustness of a solution, from memberships.

    Examples
    --------
    >>> initial, narrower = np.array([.9, .8, .2]), np.array([.9, .4, .2])
    >>> fit = robustness_fit(initial, [narrower], np.array([1, .9, .1]))
    >>> round(fit.coverage, 3), round(fit.overlap_with_all, 3)
    (0.778, 0.789)
    """
    narrowest, widest = _extent(tests)
    robust_core = fuzzy_and(initial, narrowest)
    whole, core = sufficiency_fit(initial, y), sufficiency_fit(robust_core, y)
    return RobustnessFit(
        consistency=ratio(whole.consistency, core.consistency),
        coverage=ratio(core.coverage, whole.coverage),
        overlap_with_all=coincidence(initial, narrowest),
        overlap_with_any=coincidence(initial, widest),
        core=core,
    )


def robustness_cases(cases: Sequence[str], initial: FloatArray, tests: Sequence[FloatArray], y: FloatArray) -> RobustnessCases:
    """Sort the cases by what becomes of them in the test solutions; .5 is in no group.

    Examples
    --------
    >>> sorted_cases = robustness_cases(
    ...     ["a", "b"], np.array([.9, .8]), [np.array([.9, .4])], np.array([1, .9]))
    >>> sorted_cases.robust_typical, sorted_cases.shaky_typical, sorted_cases.rank
    (('a',), ('b',), 3)
    """
    narrowest, widest = _extent(tests)

    def members(*sets: FloatArray) -> tuple[str, ...]:
        return tuple(np.array(cases, dtype=object)[fuzzy_and(*sets) > CROSSOVER])

    return RobustnessCases(
        robust_typical=members(initial, narrowest, y),
        robust_deviant=members(initial, narrowest, 1 - y),
        shaky_typical=members(initial, 1 - narrowest, y),
        shaky_deviant=members(initial, 1 - narrowest, 1 - y),
        possible_typical=members(1 - initial, widest, y),
        possible_deviant=members(1 - initial, widest, 1 - y),
        extreme_deviant_coverage=members(1 - initial, 1 - widest, y),
        irrelevant=members(1 - initial, 1 - widest, 1 - y),
    )


def coincidence(a: FloatArray, b: FloatArray) -> float:
    """Return the degree to which two sets are the same: sum(min) / sum(max)."""
    return ratio(float(fuzzy_and(a, b).sum()), float(fuzzy_or(a, b).sum()))


def _extent(tests: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    if not tests:
        raise QCAError("no test solution is given: robustness compares a solution with at least one other")
    return fuzzy_and(*tests), fuzzy_or(*tests)
