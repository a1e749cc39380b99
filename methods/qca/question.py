"""A question to the data, as a whole: what is asked again when robustness is tested."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from .counterfactuals import intermediate, read_expectations
from .expressions import Term
from .sets import SetData
from .solution import DEFAULT_LIMITS, Limits, Solution, SolutionKind, conservative, parsimonious
from .truth_table import Cutoffs, TruthTable, truth_table


@dataclass(frozen=True)
class Question:
    """An outcome, its conditions, and every decision on the way to a solution.

    Attributes
    ----------
    outcome : str
    conditions : tuple of str
    cutoffs : Cutoffs
    kind : SolutionKind
    expectations : tuple of str
        Directional expectations, for an intermediate solution.
    resolve_contradictions : bool
        Treat contradictory rows as remainders.
    excluded : frozenset of int
        Rows coded negative.
    """

    outcome: str
    conditions: tuple[str, ...]
    cutoffs: Cutoffs = field(default_factory=Cutoffs)
    kind: SolutionKind = SolutionKind.PARSIMONIOUS
    expectations: tuple[str, ...] = ()
    resolve_contradictions: bool = False
    excluded: frozenset[int] = field(default=frozenset())

    def with_cutoffs(self, **changes: Any) -> Question:
        """Return the same question with other cut-offs."""
        return replace(self, cutoffs=replace(self.cutoffs, **changes))

    def table(self, data: SetData) -> TruthTable:
        """Return the truth table of the question."""
        table = truth_table(
            data,
            self.outcome,
            self.conditions,
            consistency_cutoff=self.cutoffs.consistency,
            contradiction_cutoff=self.cutoffs.contradiction,
            frequency_cutoff=self.cutoffs.frequency,
            pri_cutoff=self.cutoffs.pri,
            excluded=self.excluded,
        )
        return table.resolving_contradictions() if self.resolve_contradictions else table

    def solve(self, data: SetData, limits: Limits = DEFAULT_LIMITS) -> Solution:
        """Return the solution; of an intermediate one, that of the first pair of models (C1P1)."""
        return self.solve_table(self.table(data), limits)

    def solve_table(self, table: TruthTable, limits: Limits = DEFAULT_LIMITS) -> Solution:
        """Return the solution of a truth table of this question."""
        if self.kind is SolutionKind.CONSERVATIVE:
            return conservative(table, limits)
        short = parsimonious(table, limits)
        if self.kind is SolutionKind.PARSIMONIOUS:
            return short
        expectations = read_expectations(self.expectations, table.space)
        return next(intermediate(conservative(table, limits), short, expectations, limits)).solution


def terms_of(solution: Solution) -> frozenset[Term]:
    """Return the terms that occur in any listed model."""
    return frozenset(term for model in solution.models for term in model.terms)
