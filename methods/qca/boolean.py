"""Crisp logic on expressions: the shortest equivalent form."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from .chart import minimum_covers
from .errors import ExpressionError
from .expressions import Expression
from .implicants import ABSENT, complement, covers, prime_implicants
from .property_space import PropertySpace


def simplify(expression: Expression, levels: Mapping[str, int] | None = None) -> Expression:
    """Return an equivalent shortest sum of products: a minimum cover by prime implicants.

    The two are true of the same crisp configurations. Fuzzy memberships may differ where a law of crisp
    logic was used (A + ~A is everything).

    Parameters
    ----------
    levels : mapping, optional
        Number of values of the conditions that have more than two.

    Examples
    --------
    >>> from methods.qca import parse
    >>> str(simplify(parse("A*B + A*~B + ~A*B")))
    'A + B'
    """
    names = expression.conditions()
    space = PropertySpace(names, tuple((levels or {}).get(name, 2) for name in names))
    cubes: list[tuple[int, ...]] = []
    for term in expression.terms:
        allowed = space.allowed(term)
        cubes += product(*(allowed.get(at, (ABSENT,)) for at in range(len(names))))
    if not cubes:
        raise ExpressionError(f"{expression} is never true")
    true = np.array(cubes, dtype=np.int64)
    false = complement(true, space.levels)
    if not len(false):
        raise ExpressionError(f"{expression} is always true")
    rows = space.configurations(np.flatnonzero(space.rows_within(true)) + 1)
    primes = prime_implicants(rows, false)
    chosen = minimum_covers(covers(primes, rows), listed=1).listed[0]
    return Expression(tuple(space.term(primes[i]) for i in chosen))
