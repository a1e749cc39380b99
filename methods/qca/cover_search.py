"""Depth-first search through the covers of a chart.

Branch on the uncovered row with the fewest classes left; a class that has been tried is barred from the
later branches of the same row, so each cover is met once. A branch dies when the largest classes that are
left could not cover what remains. The last two picks are decided for all candidates at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .implicants import BoolArray, IntArray, Watch, unwatched

#: float32, because the products of 0/1 matrices below are then one fast call and still exact.
Incidence = npt.NDArray[np.float32]

#: A leaf of the search: classes chosen on the way, and the ways of choosing the rest (one a line).
Leaf = tuple[tuple[int, ...], IntArray]

#: Branches between two calls of the watcher, some milliseconds.
_BETWEEN_WATCHES = 256

#: Prices are float32 sums of some tens of fractions.
_ROUNDING = 1e-3


class CoverSearch:
    """Search for the covers of a given size by classes of primes.

    Parameters
    ----------
    classes : bool array (classes, rows)
        Distinct sets of rows.
    branches : int or None
        Limit of the search; `exhausted` tells that it was met. None: no limit.
    """

    def __init__(self, classes: BoolArray, branches: int | None = None, watch: Watch = unwatched):
        self.covers_row: Incidence = classes.astype(np.float32)
        self.branches = branches
        self.watch = watch
        self.visited = 0
        self.exhausted = False

    def exists(self, size: int) -> bool:
        """Tell whether some cover of this size exists."""
        return next(self.leaves(size), None) is not None

    def leaves(self, size: int) -> Iterator[Leaf]:
        """Yield all covers of this size, those that differ in the last picks together."""
        self.visited = 0
        self.exhausted = False
        classes, rows = self.covers_row.shape
        everything = np.ones(rows, dtype=np.float32)
        return self._descend(everything, size, np.arange(classes), ())

    def _descend(self, uncovered: Incidence, size: int, allowed: IntArray, chosen: tuple[int, ...]) -> Iterator[Leaf]:
        if not self._may_visit():
            return
        table = self.covers_row[allowed]
        if size == 1:
            last = allowed[table @ uncovered == uncovered.sum()]
            if len(last):
                yield chosen, last[:, None]
            return
        live = affordable(uncovered, size, table)
        if not live.any():
            return
        order, n_candidates = branching_order(uncovered, table[live])
        allowed, table = allowed[live][order], table[live][order]
        left = uncovered * (1 - table[:n_candidates])
        if size == 2:
            first, second = completing_pairs(left, table)
            if len(first):
                yield chosen, np.column_stack([allowed[first], allowed[second]])
            return
        for tried in np.flatnonzero(hopeful(left, size - 1, table)):
            yield from self._descend(left[tried], size - 1, allowed[tried + 1 :], (*chosen, int(allowed[tried])))

    def _may_visit(self) -> bool:
        if self.branches is not None and self.visited >= self.branches:
            self.exhausted = True
            return False
        self.visited += 1
        if self.visited % _BETWEEN_WATCHES == 0:
            self.watch("models", self.visited, self.branches or 0)
        return True


def affordable(uncovered: Incidence, size: int, table: Incidence) -> BoolArray:
    """Tell which classes (lines of `table`) a cover of this size can contain at all.

    Price each uncovered row at one over the reach of the widest class that covers it. No class is worth
    more than 1, so every cover has at least as many classes as all rows together cost, and a class worth
    w adds 1 - w to that bound (linear programming duality).
    """
    reach = table @ uncovered
    widest = (table * reach[:, None]).max(axis=0, initial=0)
    if not widest[uncovered > 0].all():  # some row is out of reach
        return np.zeros(len(table), dtype=np.bool_)
    price = np.divide(uncovered, widest, out=np.zeros_like(widest), where=uncovered > 0)
    live: BoolArray = price.sum() + 1 - table @ price <= size + _ROUNDING
    return live


def branching_order(uncovered: Incidence, table: Incidence) -> tuple[IntArray, int]:
    """Put the classes of the uncovered row that has fewest first, widest before narrow; and say how many."""
    choices = np.where(uncovered > 0, table.sum(axis=0), np.inf)
    at_row = table[:, choices.argmin()] > 0
    candidates = np.flatnonzero(at_row)
    widest_first = candidates[np.argsort(-(table[candidates] @ uncovered), kind="stable")]
    return np.concatenate([widest_first, np.flatnonzero(~at_row)]), len(candidates)


def completing_pairs(left: Incidence, table: Incidence) -> tuple[IntArray, IntArray]:
    """Return the pairs of a candidate and a later class that covers what the candidate has left."""
    complete = left @ (1 - table).T == 0
    complete &= np.arange(len(left))[:, None] < np.arange(len(table))
    first, second = np.nonzero(complete)
    return first, second


def hopeful(left: Incidence, size: int, table: Incidence) -> BoolArray:
    """Tell for several sets of uncovered rows at once whether the `size` widest classes could be enough."""
    reach = left @ table.T
    if size < len(table):
        reach = np.partition(reach, -size, axis=1)[:, -size:]
    enough: BoolArray = reach.sum(axis=1) >= left.sum(axis=1)
    return enough
