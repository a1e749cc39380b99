"""Sensitivity: how far a decision can move before the solution changes, and what each case is worth.

A bound is the last value with the same set of terms. A parameter that never changes the solution within
`max_runs` steps has no bound (None).

References
----------
Oana, I.-E. & Schneider, C. Q. (2024). A robustness test protocol for applied QCA. SMR 53(1), 57-88.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from .calibration import direct
from .errors import QCAError
from .expressions import Term
from .fit import SufficiencyFit, sufficiency_fit
from .question import Question, terms_of
from .sets import FloatArray, SetData
from .solution import Model, Solution

#: Steps such as .01 add up to values like .8500000000000001.
_DECIMALS = 10


@dataclass(frozen=True)
class Range:
    """The values of a parameter that leave the solution as it is.

    Attributes
    ----------
    lower, start, upper : float or None
        None: no change within the runs that were allowed.
    """

    lower: float | None
    start: float
    upper: float | None


def consistency_range(data: SetData, question: Question, *, step: float = 0.01, max_runs: int = 20) -> Range:
    """Move the consistency cut-off down, then up."""
    return _range(
        _unchanged(data, question, lambda cut: question.with_cutoffs(consistency=cut)),
        question.cutoffs.consistency,
        step,
        max_runs,
        lambda cut: (question.cutoffs.contradiction or 0.0) <= cut <= 1,
    )


def pri_range(data: SetData, question: Question, *, step: float = 0.01, max_runs: int = 20) -> Range:
    """Move the PRI cut-off down, then up."""
    return _range(
        _unchanged(data, question, lambda cut: question.with_cutoffs(pri=cut)),
        question.cutoffs.pri,
        step,
        max_runs,
        lambda cut: 0 <= cut <= 1,
    )


def frequency_range(data: SetData, question: Question, *, step: int = 1, max_runs: int = 10) -> Range:
    """Move the frequency cut-off down, then up."""
    return _range(
        _unchanged(data, question, lambda cut: question.with_cutoffs(frequency=int(cut))),
        question.cutoffs.frequency,
        step,
        max_runs,
        lambda cut: cut >= 1,
    )


def calibration_ranges(
    data: SetData,
    question: Question,
    column: str,
    raw: FloatArray,
    anchors: Sequence[float],
    *,
    step: float,
    max_runs: int = 20,
    idm: float = 0.95,
) -> tuple[Range, Range, Range]:
    """Move exclusion, crossover and inclusion of one column, calibrated by the direct method.

    An anchor may not pass its neighbour. The crossover and the upper anchor may meet; the crossover and
    the lower anchor may not, because the reference software then takes everything below for full members
    (see docs/methods.md). The solution to compare with is that of the column as it stands in `data`.
    """
    terms = _Terms()
    original = terms_of(question.solve(data))

    def range_of(position: int) -> Range:
        def moved(value: float) -> list[float]:
            return [value if at == position else anchor for at, anchor in enumerate(anchors)]

        def unchanged(value: float) -> bool:
            memberships = direct(raw, *moved(value), idm=idm)
            return terms.of(data.with_column(column, memberships), question) == original

        def in_order(value: float) -> bool:
            e, c, i = moved(value)
            return min(e, i) < c <= max(e, i)

        return _range(unchanged, anchors[position], step, max_runs, in_order)

    return range_of(0), range_of(1), range_of(2)


class SetRelationKind(Enum):
    """How another solution lies to the original one, as sets of configurations."""

    SAME = "same"
    SUBSET = "subset"
    SUPERSET = "superset"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"


@dataclass(frozen=True)
class Comparison:
    """What changed between two models.

    Attributes
    ----------
    kept, lost, new : tuple of Term
    before, after : SufficiencyFit
    relation : SetRelationKind
        Of the other model to the original.
    """

    kept: tuple[Term, ...]
    lost: tuple[Term, ...]
    new: tuple[Term, ...]
    before: SufficiencyFit
    after: SufficiencyFit
    relation: SetRelationKind


def compare_models(original: Solution, other: Solution) -> Comparison:
    """Compare the first models of two solutions over the same conditions, each with the fit on its data."""
    first, second = original.models[0], other.models[0]
    return Comparison(
        kept=tuple(term for term in first.terms if term in second.terms),
        lost=tuple(term for term in first.terms if term not in second.terms),
        new=tuple(term for term in second.terms if term not in first.terms),
        before=_fit(original, first),
        after=_fit(other, second),
        relation=_relation(original, first, second),
    )


@dataclass(frozen=True)
class LeftOut:
    """The analysis without one case.

    Attributes
    ----------
    case : str
    comparison : Comparison or None
        None where no solution is left; `reason` says why.
    reason : str
    """

    case: str
    comparison: Comparison | None
    reason: str = ""


def leave_one_out(data: SetData, question: Question) -> tuple[LeftOut, ...]:
    """Repeat the analysis without each case in turn."""
    original = question.solve(data)
    results = []
    for case in data.cases:
        try:
            comparison = compare_models(original, question.solve(data.without(case)))
            results.append(LeftOut(case, comparison))
        except QCAError as error:
            results.append(LeftOut(case, None, str(error)))
    return tuple(results)


def _range(
    unchanged: Callable[[float], bool],
    start: float,
    step: float,
    max_runs: int,
    admissible: Callable[[float], bool],
) -> Range:
    def bound(direction: int) -> float | None:
        last = start
        for run in range(1, max_runs + 1):
            value = round(start + direction * run * step, _DECIMALS)
            if not admissible(value) or not unchanged(value):
                return last
            last = value
        return None

    if step <= 0:
        raise QCAError(f"a step of {step:g} leads nowhere: give a positive one")
    return Range(bound(-1), start, bound(1))


def _unchanged(data: SetData, question: Question, moved: Callable[[float], Question]) -> Callable[[float], bool]:
    terms = _Terms()
    original = terms_of(question.solve(data))
    return lambda value: terms.of(data, moved(value)) == original


class _Terms:
    """The terms of one question over and over: most moves leave the outcome of every row alone, and nothing else is minimised."""

    def __init__(self) -> None:
        self._known: dict[Any, frozenset[Term] | None] = {}

    def of(self, data: SetData, question: Question) -> frozenset[Term] | None:
        """Return the terms in any listed model; None where nothing is left to minimise, which is a change, too."""
        try:
            table = question.table(data)
        except QCAError:
            return None
        key = (table.space.levels, table.positive, table.negative)
        if key not in self._known:
            try:
                self._known[key] = terms_of(question.solve_table(table))
            except QCAError:
                self._known[key] = None
        return self._known[key]


def _fit(solution: Solution, model: Model) -> SufficiencyFit:
    return sufficiency_fit(model.expression.membership(solution.table.data), solution.table.y)


def _relation(original: Solution, first: Model, second: Model) -> SetRelationKind:
    space = original.table.space
    a = space.rows_within(np.array(first.cubes))
    b = space.rows_within(np.array(second.cubes))
    if (a == b).all():
        return SetRelationKind.SAME
    if not (a & b).any():
        return SetRelationKind.DISJOINT
    if (b <= a).all():
        return SetRelationKind.SUBSET
    return SetRelationKind.SUPERSET if (a <= b).all() else SetRelationKind.OVERLAP
