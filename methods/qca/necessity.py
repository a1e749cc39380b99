"""Necessary conditions: single ones, and combinations of them.

References
----------
Goertz, G. (2006). Assessing the trivialness, relevance, and relative importance of necessary or sufficient
conditions in social science. Studies in Comparative International Development 41(2), 88-109.
Bol, D. & Luppi, F. (2013). Confronting theories based on necessary relations: making the best of QCA
possibilities. Political Research Quarterly 66(1), 205-210.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import QCAError
from .expressions import Expression, Literal, Term
from .fit import NecessityFit, SufficiencyFit, necessity_fit, sufficiency_fit
from .implicants import ABSENT
from .property_space import PropertySpace
from .sets import FloatArray, SetData
from .truth_table import outcome_memberships

_TOLERANCE = 1e-9


@dataclass(frozen=True)
class SetRelation:
    """An expression with its fit in both directions.

    Attributes
    ----------
    expression : Expression
        A disjunction needs a named higher-order concept before it means anything.
    necessity : NecessityFit
    sufficiency : SufficiencyFit
    """

    expression: Expression
    necessity: NecessityFit
    sufficiency: SufficiencyFit


@dataclass(frozen=True)
class NecessityCutoffs:
    """What an expression has to reach to pass as necessary.

    A consistency of .9 is usual. Without a floor for coverage or relevance, trivial conditions pass:
    a set that is nearly everything is necessary for anything.
    """

    consistency: float = 0.9
    coverage: float = 0.0
    relevance: float = 0.0

    def passed_by(self, fit: NecessityFit) -> bool:
        """Tell whether a fit reaches all cut-offs."""
        return (
            fit.consistency >= self.consistency - _TOLERANCE
            and fit.coverage >= self.coverage - _TOLERANCE
            and fit.relevance >= self.relevance - _TOLERANCE
        )


@dataclass(frozen=True)
class SufficiencyCutoffs:
    """What a conjunction has to reach to pass as sufficient."""

    consistency: float = 1.0
    coverage: float = 0.0
    pri: float = 0.0

    def passed_by(self, fit: SufficiencyFit) -> bool:
        """Tell whether a fit reaches all cut-offs."""
        return (
            fit.consistency >= self.consistency - _TOLERANCE
            and fit.coverage >= self.coverage - _TOLERANCE
            and (fit.pri >= self.pri - _TOLERANCE or not self.pri)
        )


USUAL_FOR_NECESSITY = NecessityCutoffs()
USUAL_FOR_SUFFICIENCY = SufficiencyCutoffs()


def single_conditions(data: SetData, outcome: str, conditions: Sequence[str]) -> tuple[SetRelation, ...]:
    """Return the fit of every condition and of its negation (or of each value), presence first.

    Examples
    --------
    >>> from methods.qca.examples import LIPSET_CASES, LIPSET_CRISP
    >>> data = SetData.from_columns(LIPSET_CASES, LIPSET_CRISP)
    >>> dev, stb, *_ = single_conditions(data, "SURV", ["DEV", "STB"])
    >>> dev.necessity.consistency, dev.necessity.coverage, dev.necessity.relevance
    (1.0, 0.8, 0.8)
    """
    y = outcome_memberships(data, outcome)
    space = _space(data, conditions)
    literals = [literal for at in range(len(conditions)) for literal in _literals(space, at)]
    in_order = sorted(literals, key=lambda literal: literal.negated)
    return tuple(_relation(Expression((Term((literal,)),)), data, y) for literal in in_order)


def necessary_combinations(
    data: SetData,
    outcome: str,
    conditions: Sequence[str],
    cutoffs: NecessityCutoffs = USUAL_FOR_NECESSITY,
    *,
    depth: int | None = None,
) -> tuple[SetRelation, ...]:
    """Search for necessary combinations of up to `depth` conditions.

    Returns every conjunction that passes, then the disjunctions that pass while none of their parts does:
    adding a set to a passing disjunction always passes again and says nothing new.

    Parameters
    ----------
    depth : int, optional
        Greatest number of conditions in a combination; all of them by default.
    """
    y = outcome_memberships(data, outcome)
    passing: list[Expression] = []
    enough: list[frozenset[Literal]] = []

    def conjunction(literals: tuple[Literal, ...], x: FloatArray) -> bool:
        fit = necessity_fit(x, y)
        if cutoffs.passed_by(fit):
            passing.append(Expression((Term(literals),)))
        # The consistency of a conjunction only falls as it grows, so a failing one need not be grown.
        return fit.consistency >= cutoffs.consistency - _TOLERANCE

    def disjunction(literals: tuple[Literal, ...], x: FloatArray) -> bool:
        parts = frozenset(literals)
        if any(part <= parts for part in enough):
            return False
        if not cutoffs.passed_by(necessity_fit(x, y)):
            return True
        enough.append(parts)
        if len(literals) > 1:  # a single condition was met among the conjunctions
            passing.append(Expression(tuple(Term((literal,)) for literal in literals)))
        return False

    _grow(data, conditions, np.minimum, depth, conjunction)
    _grow(data, conditions, np.maximum, depth, disjunction)
    return tuple(_relation(expression, data, y) for expression in sorted(passing, key=_place_among(conditions)))


def sufficient_combinations(
    data: SetData,
    outcome: str,
    conditions: Sequence[str],
    cutoffs: SufficiencyCutoffs = USUAL_FOR_SUFFICIENCY,
    *,
    depth: int | None = None,
) -> tuple[SetRelation, ...]:
    """Search for the minimal sufficient conjunctions: those that pass while none of their parts does."""
    y = outcome_memberships(data, outcome)
    minimal: list[tuple[Literal, ...]] = []

    def conjunction(literals: tuple[Literal, ...], x: FloatArray) -> bool:
        if any(set(shorter) <= set(literals) for shorter in minimal):
            return False
        passes = cutoffs.passed_by(sufficiency_fit(x, y))
        if passes:
            minimal.append(literals)
        return not passes

    _grow(data, conditions, np.minimum, depth, conjunction)
    expressions = [Expression((Term(literals),)) for literals in minimal]
    return tuple(_relation(expression, data, y) for expression in sorted(expressions, key=_place_among(conditions)))


def _place_among(conditions: Sequence[str]) -> Callable[[Expression], tuple[object, ...]]:
    """Return the sort key of a listing: conjunctions first, shorter first, then by conditions, absence before presence."""
    place = {name: at for at, name in enumerate(conditions)}

    def key(expression: Expression) -> tuple[object, ...]:
        literals = [literal for term in expression.terms for literal in term.literals]
        sets = tuple(place[literal.condition] for literal in literals)
        sides = tuple((not literal.negated, literal.values) for literal in literals)
        return len(expression.terms) > 1, len(literals), sets, sides

    return key


def _grow(
    data: SetData,
    conditions: Sequence[str],
    join: Callable[[FloatArray, FloatArray], FloatArray],
    depth: int | None,
    visit: Callable[[tuple[Literal, ...], FloatArray], bool],
) -> None:
    """Visit combinations of literals of different conditions, shorter ones first.

    `visit` is told the literals and their joint memberships, and answers whether to grow them further.
    """
    if depth is not None and depth < 1:
        raise QCAError(f"a depth of {depth} leaves nothing to search: give 1 or more conditions")
    space = _space(data, conditions)
    scored = [[(literal, literal.membership(data)) for literal in _literals(space, at)] for at in range(len(conditions))]
    layer: list[tuple[int, tuple[Literal, ...], FloatArray]] = [
        (at + 1, (literal,), x) for at, literals in enumerate(scored) for literal, x in literals if visit((literal,), x)
    ]
    for _ in range(1, min(depth or len(conditions), len(conditions))):
        layer = [
            (at + 1, (*literals, literal), joint)
            for start, literals, x in layer
            for at in range(start, len(conditions))
            for literal, other in scored[at]
            if visit((*literals, literal), joint := join(x, other))
        ]


def _relation(expression: Expression, data: SetData, y: FloatArray) -> SetRelation:
    x = expression.membership(data)
    return SetRelation(expression, necessity_fit(x, y), sufficiency_fit(x, y))


def _literals(space: PropertySpace, at: int) -> list[Literal]:
    others = range(len(space.conditions))
    return [space.term([value if other == at else ABSENT for other in others]).literals[0] for value in range(space.levels[at])]


def _space(data: SetData, conditions: Sequence[str]) -> PropertySpace:
    return PropertySpace(tuple(conditions), tuple(data.levels(name) for name in conditions))
