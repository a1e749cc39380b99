"""The prime implicant chart, and all of its minimum covers.

A *model* is a set of prime implicants that covers every positive row with as few primes as possible. Data
in social research leave many equally short models (model ambiguity, Baumgartner & Thiem 2017), and hiding
all but one is an error of method. So we count them all, exactly where that is feasible, and list the first.

Primes that cover the same rows are interchangeable; they form one *class*, and the search runs over
classes. It has two steps: the least number of classes that cover everything (over undominated classes
only), then all covers of that size (over all classes: a dominated prime may still belong to a model).

References
----------
McCluskey, E. J. (1956). Minimization of Boolean functions. Bell System Technical Journal 35(6), 1417-1444.
Baumgartner, M. & Thiem, A. (2017). Model ambiguities in configurational comparative research.
Sociological Methods & Research 46(4), 954-987.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from math import prod

import numpy as np

from .cover_search import CoverSearch, Leaf
from .errors import MinimisationError
from .implicants import BoolArray, IntArray, Watch, unwatched

#: Models that are listed; beyond it they are only counted.
DEFAULT_LISTED = 1_000

#: Branches that one count may visit, at some 40 to 80 microseconds each. A limit in seconds would give a
#: slower machine another answer.
DEFAULT_BRANCHES = 400_000


@dataclass(frozen=True)
class Covers:
    """The minimum covers of a chart.

    Attributes
    ----------
    size : int
        Number of primes in every minimum cover.
    count : int
        Number of minimum covers; only a lower bound where `exact` is false.
    exact : bool
        Whether every cover was counted.
    listed : tuple of tuple of int
        The first covers, as indices of primes.
    """

    size: int
    count: int
    exact: bool
    listed: tuple[tuple[int, ...], ...]

    def __str__(self) -> str:
        return str(self.count) if self.exact else f"at least {self.count}"


def minimum_covers(
    chart: BoolArray,
    *,
    listed: int = DEFAULT_LISTED,
    branches: int = DEFAULT_BRANCHES,
    watch: Watch = unwatched,
) -> Covers:
    """Find all covers of the chart's rows by the least number of primes.

    Parameters
    ----------
    chart : bool array (primes, rows)
        Which prime covers which row.
    listed : int
        How many covers to list. Counting goes on after the last one listed.
    branches : int
        Limit of the count; when it is met, the count is a lower bound.

    Examples
    --------
    A cyclic chart: three rows, three primes that cover two each, any two of which will do.

    >>> cycle = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)
    >>> covers = minimum_covers(cycle)
    >>> covers.size, str(covers), covers.listed
    (2, '3', ((0, 1), (0, 2), (1, 2)))
    """
    covered = chart.any(axis=0)
    if not covered.all():
        raise MinimisationError(f"no prime covers row {int(covered.argmin())} of the chart")
    classes, members = classes_of_primes(chart[:, decisive_rows(chart)])
    size = minimum_size(classes, watch)
    search = CoverSearch(classes, branches, watch)
    count, found = 0, list[tuple[int, ...]]()
    primes_in = np.array([len(primes) for primes in members], dtype=np.int64)
    for leaf in search.leaves(size):
        count += _number_of_covers(leaf, primes_in)
        found += islice(_covers_of(leaf, members), listed - len(found))
    if not count:  # the limit was met before the first one
        found = [next(_covers_of(next(CoverSearch(classes, watch=watch).leaves(size)), members))]
    return Covers(size, max(count, 1), not search.exhausted, tuple(sorted(found)))


def minimum_size(classes: BoolArray, watch: Watch = unwatched) -> int:
    """Return the least number of classes that cover all rows, by iterative deepening on the reduced chart."""
    reduced = reduce_chart(classes)
    search = CoverSearch(reduced, watch=watch)
    return next(size for size in range(1, len(reduced) + 1) if search.exists(size))


def reduce_chart(classes: BoolArray) -> BoolArray:
    """Drop dominated rows and dominated classes until nothing changes; the minimum size stays the same."""
    before = None
    while classes.shape != before:
        before = classes.shape
        classes = undominated(classes[:, decisive_rows(classes)])
    return classes


def decisive_rows(chart: BoolArray) -> IntArray:
    """Return the rows whose cover implies the cover of all others.

    When every prime of row r also covers row s, then s needs no attention. This never loses a cover.
    """
    _, first = np.unique(chart, axis=1, return_index=True)
    kept: list[int] = []
    for row in sorted(first, key=lambda r: (chart[:, r].sum(), r)):
        if not any((chart[:, harder] <= chart[:, row]).all() for harder in kept):
            kept.append(int(row))
    return np.array(sorted(kept), dtype=np.int64)


def undominated(classes: BoolArray) -> BoolArray:
    """Keep the classes that cover something which no other class covers along with all their rows."""
    distinct = np.unique(classes, axis=0)
    sizes = distinct.sum(axis=1)
    shared = distinct.astype(np.int32) @ distinct.T.astype(np.int32)
    dominated = (shared == sizes[:, None]) & (sizes[None, :] > sizes[:, None])
    kept: BoolArray = distinct[~dominated.any(axis=1)]
    return kept


def classes_of_primes(chart: BoolArray) -> tuple[BoolArray, list[IntArray]]:
    """Group primes that cover the same rows; leave out those that cover none of them."""
    useful = np.flatnonzero(chart.any(axis=1))
    classes, of_prime = np.unique(chart[useful], axis=0, return_inverse=True)
    flat = of_prime.ravel()
    order = np.argsort(flat, kind="stable")
    cuts = np.cumsum(np.bincount(flat, minlength=len(classes)))[:-1]
    return classes, [useful[part] for part in np.split(order, cuts)]


def _number_of_covers(leaf: Leaf, primes_in: IntArray) -> int:
    """Return how many sets of primes a leaf stands for: each class may be any of its primes."""
    chosen, picks = leaf
    ways = int(primes_in[picks].prod(axis=1).sum())
    return ways * prod(int(primes_in[c]) for c in chosen)


def _covers_of(leaf: Leaf, members: list[IntArray]) -> Iterator[tuple[int, ...]]:
    """Yield these sets of primes."""
    chosen, picks = leaf
    for pick in picks.tolist():
        for primes in product(*(members[c] for c in (*chosen, *pick))):
            yield tuple(sorted(int(prime) for prime in primes))
