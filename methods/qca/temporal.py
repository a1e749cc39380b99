"""Temporal QCA: conditions that say in which order two others came about.

An order condition such as EBA ("E before A") is 1, 0, or `-` where E and A did not both occur. A `-` is no
third value: it says that the question doesn't arise. In minimisation it stands for either value; no case
with a `-` is a member of a term that asks for the order.

References
----------
Caren, N. & Panofsky, A. (2005). TQCA: a technique for adding temporality to qualitative comparative
analysis. Sociological Methods & Research 34(2), 147-172.
Ragin, C. C. & Strand, S. I. (2008). Using qualitative comparative analysis to study causal order: comment
on Caren and Panofsky (2005). Sociological Methods & Research 36(4), 431-441.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from .chart import Covers, minimum_covers
from .errors import DataError, MinimisationError
from .expressions import Term
from .fit import SufficiencyFit, sufficiency_fit
from .implicants import ABSENT, IntArray, complement, covers, prime_implicants
from .property_space import PropertySpace
from .sets import FloatArray

#: How an undefined order is written.
UNDEFINED = "-"


@dataclass(frozen=True)
class TemporalModel:
    """A model with the fit of its terms.

    Attributes
    ----------
    terms : tuple of Term
    fits : tuple of SufficiencyFit
    solution : SufficiencyFit
    """

    terms: tuple[Term, ...]
    fits: tuple[SufficiencyFit, ...]
    solution: SufficiencyFit


@dataclass(frozen=True)
class TemporalSolution:
    """All models of a temporal analysis."""

    models: tuple[TemporalModel, ...]
    covers: Covers


def temporal_solution(
    columns: Mapping[str, Sequence[str | int]],
    outcome: str,
    conditions: Sequence[str],
    *,
    consistency_cutoff: float = 1.0,
    frequency_cutoff: int = 1,
    with_remainders: bool = False,
) -> TemporalSolution:
    """Minimise a crisp table with undefined orders.

    Parameters
    ----------
    columns : mapping
        Values 0, 1 or ``"-"`` (conditions only), one for each case.
    with_remainders : bool
        Use remainders (parsimonious) instead of none (conservative).

    Examples
    --------
    >>> result = temporal_solution(
    ...     {"A": "111000", "B": "110010", "AB": "10----", "Y": "100000"}, "Y", ["A", "B", "AB"])
    >>> [str(term) for term in result.models[0].terms]
    ['A*B*AB']
    """
    cubes = np.column_stack([_values(name, columns[name], undefined=True) for name in conditions])
    name = outcome.removeprefix("~")
    presence = _values(name, columns[name], undefined=False).astype(np.float64)
    y = 1 - presence if outcome.startswith("~") else presence
    space = PropertySpace(tuple(conditions), (2,) * len(conditions))
    positive, negative = _judged_rows(cubes, y, consistency_cutoff, frequency_cutoff)
    if not len(positive):
        raise MinimisationError(f"no row is positive for {outcome}: lower the consistency or frequency cut-off")
    rows = space.configurations(np.flatnonzero(space.rows_within(positive)) + 1)
    primes = prime_implicants(rows, negative if with_remainders else complement(positive, space.levels))
    found = minimum_covers(covers(primes, rows))
    return TemporalSolution(tuple(_model(primes[list(m)], cubes, y, space) for m in found.listed), found)


def _judged_rows(cubes: IntArray, y: FloatArray, consistency: float, frequency: int) -> tuple[IntArray, IntArray]:
    """Split the distinct rows into positive and negative ones, by the share of their cases with the outcome."""
    rows, of_case, n = np.unique(cubes, axis=0, return_inverse=True, return_counts=True)
    shares = np.bincount(of_case.ravel(), weights=y) / n
    passes = shares >= consistency - 1e-9
    return rows[passes & (n >= frequency)], rows[~passes & (n >= frequency)]


def _model(primes: IntArray, cases: IntArray, y: FloatArray, space: PropertySpace) -> TemporalModel:
    # ABSENT in a term asks nothing; ABSENT in a case is an undefined order and matches no literal.
    members = [((prime == ABSENT) | (cases == prime)).all(axis=1).astype(np.float64) for prime in primes]
    return TemporalModel(
        tuple(space.term(prime) for prime in primes),
        tuple(sufficiency_fit(x, y) for x in members),
        sufficiency_fit(reduce(np.maximum, members), y),
    )


def _values(name: str, values: Sequence[str | int], *, undefined: bool) -> IntArray:
    allowed = {"0": 0, "1": 1, **({UNDEFINED: ABSENT} if undefined else {})}
    for at, value in enumerate(values):
        if str(value) not in allowed:
            raise DataError(f"{name} of case {at + 1} is {value!r}: temporal QCA takes {', '.join(allowed)}; recode it")
    return np.array([allowed[str(value)] for value in values], dtype=np.int64)
