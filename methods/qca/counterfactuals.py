"""Counterfactuals: what a solution assumes about rows that nobody has observed.

The intermediate solution admits a remainder only if theory says that it would show the outcome too: an
*easy* counterfactual. The rule works on whole terms, not row by row (Ragin & Sonnett 2005): from a
conservative term, take away the literals that a parsimonious term does without and that run against the
expectations. What the shortened term covers is easy.

References
----------
Ragin, C. C. & Sonnett, J. (2005). Between complexity and parsimony: limited diversity, counterfactual cases,
and comparative analysis. In Kropp & Minkenberg (eds), Vergleichen in der Politikwissenschaft.
Schneider, C. Q. & Wagemann, C. (2013). Doing justice to logical remainders in QCA: moving beyond the
standard analysis. Political Research Quarterly 66(1), 211-220.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from .errors import ExpressionError
from .expressions import parse
from .implicants import ABSENT, IntArray
from .property_space import PropertySpace
from .solution import DEFAULT_LIMITS, Limits, Model, Solution, with_assumptions
from .truth_table import RowOutcome, TruthTable

#: For each condition, the values that are expected to contribute to the outcome.
Expectations = Mapping[str, frozenset[int]]


def read_expectations(texts: Iterable[str], space: PropertySpace) -> Expectations:
    """Read directional expectations such as ``["DEV", "~URB", "LIT[1,2]"]``; several values add up.

    Examples
    --------
    >>> space = PropertySpace(("DEV", "URB"), (2, 2))
    >>> dict(read_expectations(["DEV", "~URB"], space))
    {'DEV': frozenset({1}), 'URB': frozenset({0})}
    """
    expected: dict[str, frozenset[int]] = {}
    for text in texts:
        for term in parse(text, known=space.conditions).terms:
            if len(term.literals) > 1:
                raise ExpressionError(f"the expectation {text!r} joins conditions: give one for each condition")
            for at, values in space.allowed(term).items():
                name = space.conditions[at]
                expected[name] = expected.get(name, frozenset()) | values
    return expected


def simplifying_assumptions(table: TruthTable, model: Model) -> IntArray:
    """Return the numbers of the remainders that a model covers."""
    within = table.space.rows_within(np.array(model.cubes))
    return np.flatnonzero(within & table.is_remainder) + 1


@dataclass(frozen=True, eq=False)
class IntermediateSolution:
    """The intermediate solution of one pair of a conservative and a parsimonious model.

    Attributes
    ----------
    pair : tuple of int
        Positions (from 1) of the two models in their solutions: C1P2 is (1, 2).
    conservative, parsimonious : Model
    easy, difficult : int array
        Row numbers of the parsimonious model's assumptions that are, and are not, in line with theory.
    solution : Solution
    """

    pair: tuple[int, int]
    conservative: Model
    parsimonious: Model
    easy: IntArray = field(repr=False)
    difficult: IntArray = field(repr=False)
    solution: Solution = field(repr=False)

    @property
    def name(self) -> str:
        """The usual name of the pair, C1P2."""
        return "C{}P{}".format(*self.pair)


def intermediate(
    conservative: Solution, parsimonious: Solution, expectations: Expectations, limits: Limits = DEFAULT_LIMITS
) -> Iterator[IntermediateSolution]:
    """Yield the intermediate solution of every pair of listed models.

    Pairs with the same easy counterfactuals share their solution, so the work grows with what differs.

    Examples
    --------
    >>> from methods.qca import conservative, parsimonious
    >>> from methods.qca.examples import lipset_crisp
    >>> table = lipset_crisp()
    >>> expected = read_expectations(["DEV", "URB", "LIT", "IND", "STB"], table.space)
    >>> for result in intermediate(conservative(table), parsimonious(table), expected):
    ...     print(result.name, result.easy, *result.solution.models)
    C1P1 [30] DEV*LIT*STB
    """
    table = conservative.table
    solved: dict[bytes, Solution] = {}
    for c, complex_model in enumerate(conservative.models, start=1):
        for p, short_model in enumerate(parsimonious.models, start=1):
            terms = easy_terms(complex_model, short_model, expectations, table.space)
            assumed = simplifying_assumptions(table, short_model)
            is_easy = table.space.rows_within(terms)[assumed - 1]
            easy = assumed[is_easy]
            if easy.tobytes() not in solved:
                solved[easy.tobytes()] = with_assumptions(table, terms, limits)
            yield IntermediateSolution((c, p), complex_model, short_model, easy, assumed[~is_easy], solved[easy.tobytes()])


def easy_terms(complex_model: Model, short_model: Model, expectations: Expectations, space: PropertySpace) -> IntArray:
    """Return the conservative terms without the literals that parsimony and theory both do without."""
    terms = [
        shortened(np.array(long), np.array(short), expectations, space)
        for long in complex_model.cubes
        for short in short_model.cubes
        if all(s in (ABSENT, v) for s, v in zip(short, long, strict=True))
    ]
    return np.array(terms, dtype=np.int64).reshape(-1, len(space.conditions))


def shortened(long: IntArray, short: IntArray, expectations: Expectations, space: PropertySpace) -> IntArray:
    """Drop from `long` what `short` lacks and what theory does not expect; without expectation, keep it."""
    unexpected = [
        name in expectations and int(value) not in expectations[name] for name, value in zip(space.conditions, long, strict=True)
    ]
    return np.where((short == ABSENT) & np.array(unexpected), ABSENT, long)


def contradictory_assumptions(presence: Solution, absence: Solution) -> tuple[int, ...]:
    """Return the remainders assumed to lead both to the outcome and to its absence, over all models."""
    return tuple(sorted(_assumed(presence) & _assumed(absence)))


def simultaneous_subsets(presence: TruthTable, absence: TruthTable) -> tuple[int, ...]:
    """Return the observed rows that pass as sufficient for the outcome and for its absence."""
    return tuple(sorted({*presence.positive} & {*absence.positive}))


def rows_of_expression(table: TruthTable, text: str, *, remainders_only: bool = False) -> tuple[int, ...]:
    """Return the rows of which an expression is true, for example an untenable combination.

    Parameters
    ----------
    remainders_only : bool
        Leave out the rows that were observed often enough to be judged.
    """
    space = table.space
    true = space.satisfied(parse(text, known=space.conditions), space.everything())
    if remainders_only:
        judged = (RowOutcome.POSITIVE, RowOutcome.NEGATIVE, RowOutcome.CONTRADICTION)
        true[np.array(table.numbers(*judged), dtype=np.int64) - 1] = False
    return tuple((np.flatnonzero(true) + 1).tolist())


def _assumed(solution: Solution) -> set[int]:
    table, cubes = solution.table, sorted({cube for model in solution.models for cube in model.cubes})
    return set((np.flatnonzero(table.space.rows_within(np.array(cubes)) & table.is_remainder) + 1).tolist())
