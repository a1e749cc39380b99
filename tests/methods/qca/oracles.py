"""Slow and obvious ways to get what the engine gets fast."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np

from methods.qca.implicants import ABSENT, BoolArray, IntArray

#: Inclusion and exclusion goes through all sets of rows: 2^16 of them take a millisecond or two.
ROWS_AT_ONCE = 16


def random_table(rng: np.random.Generator, k: int, cases: int, levels: int = 2, share: float = 0.5) -> tuple[IntArray, IntArray]:
    """Return distinct positive and negative rows, at least one of each."""
    rows = np.unique(rng.integers(0, levels, (cases, k)), axis=0)
    positive = rng.random(len(rows)) < share
    positive[0], positive[-1] = True, False
    return rows[positive], rows[~positive]


def holds(cube: tuple[int, ...], row: IntArray) -> bool:
    return all(c in (ABSENT, value) for c, value in zip(cube, row.tolist(), strict=True))


def primes_by_trial(positive: IntArray, negative: IntArray, levels: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Try every cube: an implicant is prime when no literal can be dropped."""

    def implicant(cube: tuple[int, ...]) -> bool:
        return not any(holds(cube, row) for row in negative)

    def shorter(cube: tuple[int, ...]) -> list[tuple[int, ...]]:
        return [(*cube[:at], ABSENT, *cube[at + 1 :]) for at, value in enumerate(cube) if value != ABSENT]

    return {
        cube
        for cube in product(*((ABSENT, *range(n)) for n in levels))
        if any(holds(cube, row) for row in positive) and implicant(cube) and not any(implicant(wider) for wider in shorter(cube))
    }


def numbers_of_covers(chart: BoolArray, largest: int) -> list[int]:
    """Return how many covers of 0, 1, ... `largest` primes a chart has, without looking for a single one.

    A chart of many rows is split by the primes of one row: a cover holds the first of them, or not the first
    but the second, and so on.
    """
    if chart.shape[1] <= ROWS_AT_ONCE:
        return _by_inclusion_and_exclusion(chart, largest)
    totals = [0] * (largest + 1)
    candidates = np.flatnonzero(chart[:, chart.sum(axis=0).argmin()])
    for tried, prime in enumerate(candidates):
        left = np.delete(chart, candidates[: tried + 1], axis=0)[:, ~chart[prime]]
        for size, number in enumerate(numbers_of_covers(left, largest - 1) if largest else []):
            totals[size + 1] += number
    return totals


def _by_inclusion_and_exclusion(chart: BoolArray, largest: int) -> list[int]:
    """Of all choices of m primes, take away those that miss some row.

    With N(S) primes that touch none of the rows S, the number of covers is the sum over all S of
    (-1)^|S| C(N(S), m).
    """
    primes, rows = chart.shape
    untouched = np.bincount((~chart) @ (1 << np.arange(rows, dtype=np.int64)), minlength=1 << rows)
    sign = np.ones(1 << rows, dtype=np.int64)
    for bit in range(rows):  # N(S) counts the primes whose untouched rows contain S
        halves = untouched.reshape(-1, 2, 1 << bit)
        halves[:, 0, :] += halves[:, 1, :]
        sign.reshape(-1, 2, 1 << bit)[:, 1, :] *= -1
    balance = np.bincount(untouched, weights=sign, minlength=primes + 1)
    return [sum(int(b) * comb(n, size) for n, b in enumerate(balance)) for size in range(largest + 1)]
