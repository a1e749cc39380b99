"""Depth-first search through the covers of a chart.

Branch on the uncovered row with the fewest classes left; a class that has been tried is barred from the
later branches of the same row, so each cover is met once. A branch dies when the largest classes that are
left could not cover what remains. The last two picks are decided for all candidates at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

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
    weights : int array (classes,)
        How many primes each class stands for.
    branches : int or None
        Limit of the search; `exhausted` tells that it was met. None: no limit.
    """

    def __init__(self, classes: BoolArray, weights: IntArray, branches: int | None = None, watch: Watch = unwatched):
        self.covers_row: Incidence = classes.astype(np.float32)
        self.weights = weights
        self.branches = branches
        self.watch = watch
        self.visited = 0
        self.exhausted = False

    def exists(self, size: int) -> bool:
        """Tell whether some cover of this size exists."""
        return next(self._leaves(size), None) is not None

    def count(self, size: int) -> int:
        """Count the covers by primes (not by classes)."""
        total = 0
        for chosen, picks in self._leaves(size):
            total += prod(int(self.weights[c]) for c in chosen) * int(self.weights[picks].prod(axis=1).sum())
        return total

    def covers(self, size: int) -> Iterator[tuple[int, ...]]:
        """List the covers by classes."""
        for chosen, picks in self._leaves(size):
            for pick in picks.tolist():
                yield (*chosen, *pick)

    def _leaves(self, size: int) -> Iterator[Leaf]:
        self.visited = 0
        self.exhausted = False
        classes, rows = self.covers_row.shape
        everything = np.ones(rows, dtype=np.float32)
        return self._descend(everything, size, np.arange(classes), ())

    def _descend(self, uncovered: Incidence, size: int, allowed: IntArray, chosen: tuple[int, ...]) -> Iterator[Leaf]:
        if not self._may_visit():
            return
        reach = self.covers_row[allowed] @ uncovered
        if size == 1:
            last = allowed[reach == uncovered.sum()]
            if len(last):
                yield chosen, last[:, None]
            return
        allowed = self._affordable(uncovered, size, allowed, reach)
        candidates, others = self._branches(uncovered, allowed)
        if size == 2:
            pairs = self._pairs(uncovered, candidates, others)
            if len(pairs):
                yield chosen, pairs
            return
        for tried, choice in enumerate(candidates):
            left = uncovered * (1 - self.covers_row[choice])
            rest = np.concatenate([candidates[tried + 1 :], others])
            yield from self._descend(left, size - 1, rest, (*chosen, int(choice)))

    def _affordable(self, uncovered: Incidence, size: int, allowed: IntArray, reach: Incidence) -> IntArray:
        """Drop the classes that no cover of this size can contain.

        Price each uncovered row at one over the reach of the widest class that covers it. No class is
        worth more than 1, so every cover has at least as many classes as all rows together cost, and a
        class worth w adds 1 - w to that bound (linear programming duality).
        """
        table = self.covers_row[allowed]
        widest = (table * reach[:, None]).max(axis=0, initial=0)
        if not widest[uncovered > 0].all():  # some row is out of reach
            return allowed[:0]
        price = np.divide(uncovered, widest, out=np.zeros_like(widest), where=uncovered > 0)
        bound = price.sum() + 1 - table @ price
        affordable: IntArray = allowed[bound <= size + _ROUNDING]
        return affordable

    def _branches(self, uncovered: Incidence, allowed: IntArray) -> tuple[IntArray, IntArray]:
        """Split the allowed classes by the uncovered row that fewest of them cover; widest first."""
        table = self.covers_row[allowed]
        choices = np.where(uncovered > 0, table.sum(axis=0), np.inf)
        at_row = table[:, choices.argmin()] > 0
        reach = table[at_row] @ uncovered
        return allowed[at_row][np.argsort(-reach, kind="stable")], allowed[~at_row]

    def _pairs(self, uncovered: Incidence, candidates: IntArray, others: IntArray) -> IntArray:
        """Return the pairs (candidate, other class) that cover what is left, each pair once."""
        partners = np.concatenate([candidates, others])
        left = uncovered * (1 - self.covers_row[candidates])
        complete = left @ (1 - self.covers_row[partners]).T == 0
        complete &= np.arange(len(candidates))[:, None] < np.arange(len(partners))
        first, second = np.nonzero(complete)
        return np.column_stack([candidates[first], partners[second]])

    def _may_visit(self) -> bool:
        if self.branches is not None and self.visited >= self.branches:
            self.exhausted = True
            return False
        self.visited += 1
        if self.visited % _BETWEEN_WATCHES == 0:
            self.watch("models", self.visited, self.branches or 0)
        return True
