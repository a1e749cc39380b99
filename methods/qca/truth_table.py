"""The truth table: which configurations occur, and which of them lead to the outcome.

References
----------
Ragin, C. C. (2008). Redesigning Social Inquiry, ch. 7.
Schneider, C. Q. & Wagemann, C. (2012). Set-Theoretic Methods for the Social Sciences, ch. 4 and 7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from math import prod

import numpy as np

from .errors import TruthTableError
from .expressions import parse
from .fit import sufficiency_fit
from .implicants import BoolArray, IntArray
from .property_space import PropertySpace
from .sets import CROSSOVER, FloatArray, SetData, fuzzy_and, is_whole

#: Rows of the property space, one flag of memory each: 22 bivalent conditions.
_MAX_ROWS = 1 << 22

#: Cut-offs are written with two or three decimals, consistencies are sums of floats.
_TOLERANCE = 1e-9


class RowOutcome(Enum):
    """What a truth table row says about the outcome."""

    POSITIVE = "1"
    NEGATIVE = "0"
    CONTRADICTION = "C"
    REMAINDER = "?"


@dataclass(frozen=True)
class Cutoffs:
    """The researcher's decisions about a truth table.

    Attributes
    ----------
    consistency : float
        A row at or above it is positive (R: incl.cut).
    contradiction : float or None
        A row below `consistency` and at or above this one is a contradiction (R: second incl.cut).
    frequency : int
        A row with fewer cases is a remainder (R: n.cut).
    pri : float
        A row below it is negative, however consistent (R: pri.cut).
    """

    consistency: float = 1.0
    contradiction: float | None = None
    frequency: int = 1
    pri: float = 0.0

    def __post_init__(self) -> None:
        for name in ("consistency", "contradiction", "pri"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise TruthTableError(f"the {name} cut-off is {value:g}: give one between 0 and 1")
        if self.contradiction is not None and self.contradiction > self.consistency:
            raise TruthTableError(
                f"the contradiction cut-off {self.contradiction:g} is above the consistency cut-off "
                f"{self.consistency:g}: exchange them",
                "contradiction-above-consistency",
            )
        if self.frequency < 1:
            raise TruthTableError(f"the frequency cut-off is {self.frequency}: give 1 or more cases")

    def judge(self, n: int, consistency: float, pri: float) -> RowOutcome:
        """Return the outcome of a row with `n` cases; a fit of 0/0 passes no cut-off."""
        if n < self.frequency:
            return RowOutcome.REMAINDER
        if consistency >= self.consistency - _TOLERANCE:
            passes = pri >= self.pri - _TOLERANCE
            return RowOutcome.POSITIVE if passes else RowOutcome.NEGATIVE
        if self.contradiction is not None and consistency >= self.contradiction - _TOLERANCE:
            return RowOutcome.CONTRADICTION
        return RowOutcome.NEGATIVE


@dataclass(frozen=True)
class Row:
    """An observed row of the truth table.

    Attributes
    ----------
    number : int
        Mixed-radix number of the configuration, first condition most significant, from 1.
    configuration : tuple of int
    outcome : RowOutcome
    consistency, pri : float
        Fit over the memberships of *all* cases in the row; nan where it is 0/0.
    cases : tuple of str
        The members: cases with a membership above .5. A case at .5 in some condition is in no row.
    """

    number: int
    configuration: tuple[int, ...]
    outcome: RowOutcome
    consistency: float
    pri: float
    cases: tuple[str, ...]

    @property
    def n(self) -> int:
        """Number of members."""
        return len(self.cases)


@dataclass(frozen=True)
class TruthTable:
    """Observed rows of a property space, each with its outcome.

    Attributes
    ----------
    data : SetData
    outcome : str
        As asked for: ``"SURV"``, ``"~SURV"``, ``"SURV[2]"``.
    space : PropertySpace
    rows : tuple of Row
        Rows with at least one member, in the order of their numbers.
    cutoffs : Cutoffs
    excluded : frozenset of int
        Rows coded negative by decision of the researcher (untenable assumptions).
    """

    data: SetData
    outcome: str
    space: PropertySpace
    rows: tuple[Row, ...]
    cutoffs: Cutoffs
    excluded: frozenset[int] = frozenset()

    @cached_property
    def y(self) -> FloatArray:
        """Memberships in the outcome."""
        return outcome_memberships(self.data, self.outcome)

    def numbers(self, *outcomes: RowOutcome) -> tuple[int, ...]:
        """Return the numbers of the observed rows with these outcomes."""
        return tuple(row.number for row in self.rows if row.outcome in outcomes)

    @cached_property
    def positive(self) -> tuple[int, ...]:
        """Numbers of the positive rows."""
        return self.numbers(RowOutcome.POSITIVE)

    @cached_property
    def negative(self) -> tuple[int, ...]:
        """Numbers that no solution may cover: negative, contradictory and excluded rows."""
        observed = self.numbers(RowOutcome.NEGATIVE, RowOutcome.CONTRADICTION)
        return tuple(sorted({*observed, *self.excluded}))

    @cached_property
    def is_remainder(self) -> BoolArray:
        """For every row of the space (by number - 1): is it neither positive nor negative?"""
        flags = np.ones(self.space.size, dtype=np.bool_)
        flags[np.array(self.positive + self.negative, dtype=np.int64) - 1] = False
        return flags

    @property
    def remainders(self) -> IntArray:
        """Numbers of the remainders: rows without cases and rows below the frequency cut-off."""
        return np.flatnonzero(self.is_remainder) + 1

    @property
    def unobserved(self) -> IntArray:
        """Numbers of the rows without any member."""
        flags = np.ones(self.space.size, dtype=np.bool_)
        flags[np.array([row.number for row in self.rows], dtype=np.int64) - 1] = False
        return np.flatnonzero(flags) + 1

    def excluding(self, numbers: Iterable[int]) -> TruthTable:
        """Return the table with these rows coded negative, whatever they were."""
        excluded = frozenset(map(int, numbers))
        rows = tuple(replace(row, outcome=RowOutcome.NEGATIVE) if row.number in excluded else row for row in self.rows)
        return replace(self, rows=rows, excluded=self.excluded | excluded)

    def resolving_contradictions(self) -> TruthTable:
        """Return the table with contradictory rows treated as remainders (R: include = "C")."""
        rows = tuple(
            replace(row, outcome=RowOutcome.REMAINDER) if row.outcome is RowOutcome.CONTRADICTION else row for row in self.rows
        )
        return replace(self, rows=rows)


def truth_table(
    data: SetData,
    outcome: str,
    conditions: Sequence[str],
    *,
    consistency_cutoff: float = 1.0,
    contradiction_cutoff: float | None = None,
    frequency_cutoff: int = 1,
    pri_cutoff: float = 0.0,
    excluded: Collection[int] = (),
) -> TruthTable:
    """Build a truth table.

    Parameters
    ----------
    outcome : str
        A column, or its negation (``"~SURV"``), or one value of it (``"SURV[2]"``).
    conditions : sequence of str
        Columns; fuzzy, crisp and multi-value ones may be mixed.
    consistency_cutoff, contradiction_cutoff, frequency_cutoff, pri_cutoff
        See `Cutoffs`.
    excluded : numbers of rows, optional
        Rows to be coded negative.

    Examples
    --------
    >>> data = SetData.from_columns(
    ...     ["a", "b", "c"], {"A": [1, 1, 0], "B": [0, 1, 0], "Y": [1, 1, 0]})
    >>> [(row.number, row.outcome.value) for row in truth_table(data, "Y", ["A", "B"]).rows]
    [(1, '0'), (3, '1'), (4, '1')]
    """
    cutoffs = Cutoffs(consistency_cutoff, contradiction_cutoff, frequency_cutoff, pri_cutoff)
    _check_conditions(data, outcome, conditions)
    space = PropertySpace(tuple(conditions), tuple(data.levels(name) for name in conditions))
    y = outcome_memberships(data, outcome)
    members = memberships_by_row(data, space)
    rows = []
    for number in sorted(members):
        configuration = tuple(int(value) for value in space.configurations([number])[0])
        fit = sufficiency_fit(row_membership(data, space, configuration), y)
        cases = members[number]
        judged = cutoffs.judge(len(cases), fit.consistency, fit.pri)
        rows.append(Row(number, configuration, judged, fit.consistency, fit.pri, cases))
    table = TruthTable(data, outcome, space, tuple(rows), cutoffs)
    return table.excluding(excluded) if excluded else table


def outcome_memberships(data: SetData, outcome: str) -> FloatArray:
    """Return the memberships in an outcome, given as a column, its negation, or a value of it."""
    return parse(outcome, known=data.columns).membership(data)


def memberships_by_row(data: SetData, space: PropertySpace) -> dict[int, tuple[str, ...]]:
    """Return the members of each row that has any, in the order of the cases."""
    values = np.column_stack([data.column(name) for name in space.conditions])
    fuzzy = np.array([not is_whole(data.column(name)) for name in space.conditions])
    nowhere = (fuzzy & (values == CROSSOVER)).any(axis=1)
    configurations = np.where(fuzzy, values > CROSSOVER, values).astype(np.int64)
    members: dict[int, list[str]] = {}
    for case, number, lost in zip(data.cases, space.row_numbers(configurations), nowhere, strict=True):
        if not lost:
            members.setdefault(int(number), []).append(case)
    return {number: tuple(cases) for number, cases in members.items()}


def row_membership(data: SetData, space: PropertySpace, configuration: Sequence[int]) -> FloatArray:
    """Return every case's membership in a configuration: the minimum over the conditions."""
    pairs = zip(space.conditions, configuration, strict=True)
    return fuzzy_and(*(data.membership(name, value) for name, value in pairs))


def _check_conditions(data: SetData, outcome: str, conditions: Sequence[str]) -> None:
    if not conditions:
        raise TruthTableError("no condition is given: name at least one column")
    if len(set(conditions)) < len(conditions):
        raise TruthTableError(f"a condition is named twice in {', '.join(conditions)}")
    for name in conditions:
        if (data.column(name) == data.column(name)[0]).all():
            value = float(data.column(name)[0])
            raise TruthTableError(
                f"{name} is {value:g} for every case: a constant is no condition; leave it out",
                "constant",
                column=name,
                value=value,
            )
    if prod(data.levels(name) for name in conditions) > _MAX_ROWS:
        raise TruthTableError(
            f"{len(conditions)} conditions make more than {_MAX_ROWS} possible rows: leave some out or join them "
            "in higher-order conditions",
            "too-many-conditions",
            number=len(conditions),
        )
    for name in parse(outcome, known=data.columns).conditions():
        if name in conditions:
            raise TruthTableError(f"{name} is the outcome and can't be a condition as well: leave one out")
