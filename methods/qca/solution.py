"""Solutions: what the truth table comes down to, with every model and its fit.

References
----------
Ragin, C. C. (2008). Redesigning Social Inquiry, ch. 8-9.
Baumgartner, M. & Thiem, A. (2017). Model ambiguities in configurational comparative research.
Sociological Methods & Research 46(4), 954-987.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np

from .chart import DEFAULT_BRANCHES, DEFAULT_LISTED, Covers, minimum_covers
from .errors import MinimisationError
from .expressions import Expression, Term
from .fit import SufficiencyFit, sufficiency_fit, unique_coverage
from .implicants import BoolArray, IntArray, Watch, complement, covers, prime_implicants, unwatched
from .sets import fuzzy_or
from .truth_table import TruthTable


class SolutionKind(Enum):
    """How a solution treats the remainders."""

    CONSERVATIVE = "conservative"
    """No remainder is used (also: complex solution)."""
    PARSIMONIOUS = "parsimonious"
    """Any remainder that makes the solution shorter is used."""
    INTERMEDIATE = "intermediate"
    """Only remainders in line with theoretical expectations are used."""


@dataclass(frozen=True)
class Limits:
    """How far to list and to count models, and who watches.

    Attributes
    ----------
    listed : int
        Models that are listed; the rest is counted only.
    branches : int
        Branches that counting may visit before it says "at least n".
    watch : callable
        Called as watch(stage, done, total); may raise to cancel.
    """

    listed: int = DEFAULT_LISTED
    branches: int = DEFAULT_BRANCHES
    watch: Watch = unwatched


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Model:
    """A set of terms that together cover every positive row, as few as possible.

    Attributes
    ----------
    terms : tuple of Term
    cubes : tuple of tuple of int
        The same terms as cubes of the property space.
    """

    terms: tuple[Term, ...]
    cubes: tuple[tuple[int, ...], ...]

    def __str__(self) -> str:
        return str(self.expression)

    @property
    def expression(self) -> Expression:
        """The model as a disjunction."""
        return Expression(self.terms)


@dataclass(frozen=True, eq=False)
class Solution:
    """Prime implicants of a truth table, and the models that can be built from them.

    Attributes
    ----------
    kind : SolutionKind
    table : TruthTable
    primes : int array (primes, conditions)
        Prime implicants as cubes.
    chart : bool array (primes, positive rows)
        Which prime covers which positive row.
    covers : Covers
        Size and number of the models; `str(covers)` says "at least n" where they could not all be counted.
    """

    kind: SolutionKind
    table: TruthTable
    primes: IntArray = field(repr=False)
    chart: BoolArray = field(repr=False)
    covers: Covers

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The models that were listed."""
        return tuple(self._model(indices) for indices in self.covers.listed)

    @cached_property
    def prime_terms(self) -> tuple[Term, ...]:
        """All prime implicants as terms."""
        return tuple(self.table.space.term(cube) for cube in self.primes)

    @property
    def essential(self) -> tuple[Term, ...]:
        """Primes that belong to every listed model."""
        shared = set(self.covers.listed[0]).intersection(*self.covers.listed)
        return tuple(self.table.space.term(self.primes[i]) for i in sorted(shared))

    def _model(self, indices: tuple[int, ...]) -> Model:
        cubes = tuple(tuple(int(value) for value in self.primes[i]) for i in indices)
        return Model(tuple(self.table.space.term(cube) for cube in cubes), cubes)


def conservative(table: TruthTable, limits: Limits = DEFAULT_LIMITS) -> Solution:
    """Minimise the positive rows alone: every other row, observed or not, is off limits.

    Examples
    --------
    Lipset's crisp data on the survival of democracy between the wars, in Rihoux & Ragin (2009):

    >>> from methods.qca.examples import lipset_crisp
    >>> solution = conservative(lipset_crisp())
    >>> [str(model) for model in solution.models]
    ['DEV*~URB*LIT*STB + DEV*LIT*IND*STB']
    """
    _check_positive(table)
    rows = table.space.configurations(table.positive)
    return _minimise(SolutionKind.CONSERVATIVE, table, complement(rows, table.space.levels), limits)


def parsimonious(table: TruthTable, limits: Limits = DEFAULT_LIMITS) -> Solution:
    """Minimise the positive rows with the help of any remainder; only negative rows are off limits.

    Examples
    --------
    >>> from methods.qca.examples import lipset_crisp
    >>> [str(model) for model in parsimonious(lipset_crisp()).models]
    ['DEV*STB']
    """
    _check_positive(table)
    forbidden = table.space.configurations(table.negative)
    return _minimise(SolutionKind.PARSIMONIOUS, table, forbidden, limits)


def with_assumptions(table: TruthTable, assumed: IntArray, limits: Limits = DEFAULT_LIMITS) -> Solution:
    """Minimise the positive rows with the help of the remainders within some cubes only.

    Parameters
    ----------
    assumed : array (cubes, conditions)
        Cubes of positive rows and remainders.
    """
    _check_positive(table)
    allowed = np.concatenate([table.space.configurations(table.positive), assumed])
    return _minimise(SolutionKind.INTERMEDIATE, table, complement(allowed, table.space.levels), limits)


@dataclass(frozen=True)
class TermFit:
    """Fit of one term within a model.

    Attributes
    ----------
    term : Term
    fit : SufficiencyFit
    unique_coverage : float or None
        What the term alone covers; None in a model of one term.
    cases : tuple of tuple of str
        Members of the positive rows that the term covers, row by row.
    """

    term: Term
    fit: SufficiencyFit
    unique_coverage: float | None
    cases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ModelFit:
    """Fit of a model: of its terms and of the whole."""

    terms: tuple[TermFit, ...]
    solution: SufficiencyFit


def fit_model(table: TruthTable, model: Model) -> ModelFit:
    """Compute the fit of a model on all cases. Done on demand: nobody looks at a thousand models."""
    scores = [term.membership(table.data) for term in model.terms]
    unique = unique_coverage(scores, table.y) if len(scores) > 1 else [None]
    positive = [row for row in table.rows if row.number in set(table.positive)]
    covered = covers(np.array(model.cubes), np.array([row.configuration for row in positive]))
    terms = tuple(
        TermFit(
            term,
            sufficiency_fit(score, table.y),
            share,
            tuple(row.cases for row, here in zip(positive, flags, strict=True) if here),
        )
        for term, score, share, flags in zip(model.terms, scores, unique, covered, strict=True)
    )
    return ModelFit(terms, sufficiency_fit(fuzzy_or(*scores), table.y))


def _minimise(kind: SolutionKind, table: TruthTable, forbidden: IntArray, limits: Limits) -> Solution:
    if not len(forbidden):
        raise MinimisationError(
            f"no row is negative for {table.outcome}: every combination of conditions would be sufficient; "
            "raise the consistency cut-off or look for conditions that vary with the outcome",
            "no-negative-row",
        )
    rows = table.space.configurations(table.positive)
    primes = prime_implicants(rows, forbidden, limits.watch)
    chart = covers(primes, rows)
    found = minimum_covers(chart, listed=limits.listed, branches=limits.branches, watch=limits.watch)
    return Solution(kind, table, primes, chart, found)


def _check_positive(table: TruthTable) -> None:
    if not table.positive:
        raise MinimisationError(
            f"no row is positive for {table.outcome}: lower the consistency cut-off "
            f"({table.cutoffs.consistency:g}) or the frequency cut-off ({table.cutoffs.frequency})",
            "no-positive-row",
            consistency=table.cutoffs.consistency,
            frequency=table.cutoffs.frequency,
        )
