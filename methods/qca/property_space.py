"""The property space: every configuration that the conditions allow, whether observed or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from .expressions import Expression, Literal, Term
from .implicants import ABSENT, BoolArray, IntArray


@dataclass(frozen=True)
class PropertySpace:
    """Conditions with their numbers of values.

    A configuration has one value for each condition; its row number is a mixed-radix number, first
    condition most significant, counted from 1. Terms are *cubes* here: one value a condition, or `ABSENT`.

    Examples
    --------
    >>> space = PropertySpace(("DEV", "URB"), (3, 2))
    >>> space.size, space.configurations([6]).tolist(), space.term((2, -1)).literals[0].values
    (6, [[2, 1]], (2,))
    """

    conditions: tuple[str, ...]
    levels: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of possible rows."""
        return prod(self.levels)

    @cached_property
    def multivalue(self) -> bool:
        """Whether literals are printed with brackets: as soon as one condition has three values."""
        return max(self.levels) > 2

    @cached_property
    def _places(self) -> IntArray:
        return np.array([prod(self.levels[i + 1 :]) for i in range(len(self.levels))], dtype=np.int64)

    def row_numbers(self, configurations: IntArray) -> IntArray:
        """Return the numbers of configurations (one a line)."""
        numbers: IntArray = configurations @ self._places + 1
        return numbers

    def configurations(self, numbers: Iterable[int]) -> IntArray:
        """Return the configurations with these row numbers."""
        zero_based = np.fromiter(numbers, dtype=np.int64) - 1
        values: IntArray = zero_based[:, None] // self._places % np.array(self.levels)
        return values

    def everything(self) -> IntArray:
        """Return all configurations in row order."""
        return self.configurations(range(1, self.size + 1))

    def rows_within(self, cubes: IntArray) -> BoolArray:
        """Tell for every row of the space whether one of the cubes holds it (index = row number - 1)."""
        inside = np.zeros(self.levels, dtype=np.bool_)
        for cube in cubes:
            inside[tuple(slice(None) if value == ABSENT else int(value) for value in cube)] = True
        return inside.reshape(-1)

    def term(self, cube: Iterable[int]) -> Term:
        """Return a cube as a term."""
        return Term(
            tuple(
                Literal(name, values=(int(value),)) if self.multivalue else Literal(name, negated=value == 0)
                for name, value in zip(self.conditions, cube, strict=True)
                if value != ABSENT
            )
        )

    def allowed(self, term: Term) -> dict[int, frozenset[int]]:
        """Return, for each condition of a term (by position), the values for which the term is true."""
        allowed: dict[int, frozenset[int]] = {}
        for literal in term.literals:
            at = self.conditions.index(literal.condition)
            values = literal.allowed(self.levels[at])
            allowed[at] = allowed.get(at, values) & values
        return allowed

    def satisfied(self, expression: Expression, configurations: IntArray) -> BoolArray:
        """Tell which configurations an expression is true of."""
        true = np.zeros(len(configurations), dtype=np.bool_)
        for term in expression.terms:
            here = np.ones(len(configurations), dtype=np.bool_)
            for at, values in self.allowed(term).items():
                here &= np.isin(configurations[:, at], list(values))
            true |= here
        return true
