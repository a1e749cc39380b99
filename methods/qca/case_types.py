"""Types of cases, and which to choose for a closer look.

References
----------
Schneider, C. Q. & Rohlfing, I. (2013). Combining QCA and process tracing in set-theoretic multi-method
research. Sociological Methods & Research 42(4), 559-597.
Oana, I.-E., Schneider, C. Q. & Thomann, E. (2021). Qualitative Comparative Analysis Using R. Cambridge UP.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from .expressions import Term
from .fit import NecessityFit, SufficiencyFit, haesebrouck_consistency, necessity_fit, sufficiency_fit
from .property_space import PropertySpace
from .sets import CROSSOVER, FloatArray, SetData, fuzzy_or, is_whole
from .truth_table import TruthTable, row_membership

#: 1 - .94 is not .06 in floating point; a case on the diagonal is not above it.
_TOLERANCE = 1e-9


class CaseType(Enum):
    """Where a case lies in the plot of a set X against the outcome Y."""

    TYPICAL = "typical"
    TYPICAL_INCONSISTENT = "typical_inconsistent"
    DEVIANT_CONSISTENCY = "deviant_consistency"
    DEVIANT_COVERAGE = "deviant_coverage"
    IRRELEVANT = "irrelevant"
    AMBIGUOUS = "ambiguous"


def case_types(x: FloatArray, y: FloatArray) -> tuple[CaseType, ...]:
    """Return the type of each case; a case at exactly .5 in X or Y is ambiguous.

    Examples
    --------
    >>> [t.value for t in case_types(np.array([.7, .9, .8, .2]), np.array([.9, .7, .3, .8]))]
    ['typical', 'typical_inconsistent', 'deviant_consistency', 'deviant_coverage']
    """
    return tuple(_type(float(a), float(b)) for a, b in zip(x, y, strict=True))


def _type(x: float, y: float) -> CaseType:
    if abs(x - CROSSOVER) < _TOLERANCE or abs(y - CROSSOVER) < _TOLERANCE:
        return CaseType.AMBIGUOUS
    if x > CROSSOVER and y > CROSSOVER:
        return CaseType.TYPICAL if x <= y + _TOLERANCE else CaseType.TYPICAL_INCONSISTENT
    if x > CROSSOVER:
        return CaseType.DEVIANT_CONSISTENCY
    return CaseType.DEVIANT_COVERAGE if y > CROSSOVER else CaseType.IRRELEVANT


@dataclass(frozen=True, eq=False)
class XYPlot:
    """Everything an XY plot shows: cross-hair at .5, diagonal, labelled points, fit.

    Attributes
    ----------
    cases : tuple of str
    x, y : float arrays
    types : tuple of CaseType
    sufficiency : SufficiencyFit
    necessity : NecessityFit
    haesebrouck : float
    below_diagonal : int
        Cases with x > y, which speak against sufficiency.
    """

    cases: tuple[str, ...]
    x: FloatArray
    y: FloatArray
    types: tuple[CaseType, ...]
    sufficiency: SufficiencyFit
    necessity: NecessityFit
    haesebrouck: float
    below_diagonal: int


def xy_plot(cases: tuple[str, ...], x: FloatArray, y: FloatArray) -> XYPlot:
    """Return the data of an XY plot."""
    return XYPlot(
        cases,
        x,
        y,
        case_types(x, y),
        sufficiency_fit(x, y),
        necessity_fit(x, y),
        haesebrouck_consistency(x, y),
        int((x > y + _TOLERANCE).sum()),
    )


@dataclass(frozen=True)
class TermCase:
    """A typical or a deviant case of a term.

    Attributes
    ----------
    case : str
    term : Term
    x, y : float
    rank : float
        The smaller, the better for process tracing.
    best : bool
        Whether no case of the term has a smaller rank.
    uniquely_covered : bool
        Whether the case is in (above .5) no other term of the model.
    """

    case: str
    term: Term
    x: float
    y: float
    rank: float
    best: bool
    uniquely_covered: bool


@dataclass(frozen=True)
class UncoveredCase:
    """A case outside of the solution: deviant in coverage, or individually irrelevant.

    Attributes
    ----------
    case : str
    solution, y : float
    configuration : tuple of int
        Its own truth table row.
    row_membership : float
    rank : float
        1 - membership in its own row.
    best : bool
        Whether no case of the same row has a smaller rank.
    """

    case: str
    solution: float
    y: float
    configuration: tuple[int, ...]
    row_membership: float
    rank: float
    best: bool


def typical_cases(table: TruthTable, terms: Iterable[Term]) -> tuple[TermCase, ...]:
    """Return the typical cases of each term, best first: rank 2 (y - x) + (1 - x)."""
    return _cases_of_terms(table, tuple(terms), CaseType.TYPICAL)


def deviant_consistency_cases(table: TruthTable, terms: Iterable[Term]) -> tuple[TermCase, ...]:
    """Return the members of each term without the outcome, best first: rank (1 - (x - y)) + (1 - x)."""
    return _cases_of_terms(table, tuple(terms), CaseType.DEVIANT_CONSISTENCY)


def deviant_coverage_cases(table: TruthTable, terms: Iterable[Term]) -> tuple[UncoveredCase, ...]:
    """Return the cases that show the outcome though no term covers them, row by row, best first.

    Within a row, the cases whose membership in it stays below the outcome come first.
    """
    uncovered = _uncovered_cases(table, tuple(terms), CaseType.DEVIANT_COVERAGE)
    return tuple(
        sorted(
            uncovered,
            key=lambda c: (c.configuration, c.row_membership > c.y + _TOLERANCE, round(c.rank, 9), c.case.casefold()),
        )
    )


def irrelevant_cases(table: TruthTable, terms: Iterable[Term]) -> tuple[UncoveredCase, ...]:
    """Return the cases that neither are in the solution nor show the outcome, row by row."""
    uncovered = _uncovered_cases(table, tuple(terms), CaseType.IRRELEVANT)
    return tuple(sorted(uncovered, key=lambda case: (case.configuration, case.case.casefold())))


def _cases_of_terms(table: TruthTable, terms: tuple[Term, ...], wanted: CaseType) -> tuple[TermCase, ...]:
    scores = [term.membership(table.data) for term in terms]
    memberships = sum((score > CROSSOVER).astype(int) for score in scores)
    found: list[TermCase] = []
    for term, x in sorted(zip(terms, scores, strict=True), key=lambda pair: _sort_key(str(pair[0]))):
        typical = wanted is CaseType.TYPICAL
        rank = 2 * (table.y - x) + (1 - x) if typical else (1 - (x - table.y)) + (1 - x)
        ranks = rank.round(9).tolist()
        at = [i for i, kind in enumerate(case_types(x, table.y)) if kind is wanted]
        at.sort(key=lambda i: (ranks[i], table.data.cases[i].casefold()))
        best = min((rank[i] for i in at), default=np.nan)
        found += [
            TermCase(
                table.data.cases[i],
                term,
                float(x[i]),
                float(table.y[i]),
                float(rank[i]),
                bool(rank[i] <= best + _TOLERANCE),
                bool(np.equal(memberships, 1)[i]),
            )
            for i in at
        ]
    return tuple(found)


def _uncovered_cases(table: TruthTable, terms: tuple[Term, ...], wanted: CaseType) -> list[UncoveredCase]:
    solution = fuzzy_or(*(term.membership(table.data) for term in terms))
    at = [i for i, kind in enumerate(case_types(solution, table.y)) if kind is wanted]
    rows = {i: _own_configuration(table.data, table.space, i) for i in at}
    own = {i: float(row_membership(table.data, table.space, rows[i])[i]) for i in at}
    nearest = {row: max(own[i] for i in at if rows[i] == row) for row in rows.values()}
    return [
        UncoveredCase(
            table.data.cases[i],
            float(solution[i]),
            float(table.y[i]),
            rows[i],
            own[i],
            1 - own[i],
            own[i] >= nearest[rows[i]] - _TOLERANCE,
        )
        for i in at
    ]


def _own_configuration(data: SetData, space: PropertySpace, case: int) -> tuple[int, ...]:
    columns = [data.column(name) for name in space.conditions]
    return tuple(int(c[case]) if is_whole(c) else int(c[case] > CROSSOVER) for c in columns)


def _sort_key(term: str) -> str:
    return term.replace("~", " ").casefold()  # absent before present, as the reference software orders terms
