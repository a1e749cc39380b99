"""Prime implicants: the shortest combinations of literals that touch no forbidden row.

An implicant that covers a row keeps some of the row's own literals and drops the others. It avoids a
forbidden cube when it keeps at least one literal on which the two differ. So, seen from one row, every
forbidden cube is a *difference set* of conditions, an implicant is a *transversal* of these sets, and a
prime implicant is a minimal transversal.

With k conditions there are only 2^k sets of conditions. We hold one flag for each, and find all minimal
transversals of a row by k sweeps over that array: no pairwise merging as in Quine-McCluskey, no row of
the property space that nobody observed. A row costs about a millisecond at 18 conditions.

References
----------
Quine, W. V. (1952). The problem of simplifying truth functions. American Mathematical Monthly 59(8).
Dusa, A. & Thiem, A. (2015). Enhancing the minimization of Boolean and multivalue output functions with
eQMC. Journal of Mathematical Sociology 39(2), 92-108 (the idea of using positive and negative rows only).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .errors import MinimisationError

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: In a cube: the term says nothing about this condition.
ABSENT = -1

#: One flag a set of conditions: 2^22 flags are 4 MB. No published truth table comes near.
MAX_CONDITIONS = 22

#: Called as watch(stage, done, total); may raise to cancel the work.
Watch = Callable[[str, int, int], None]


def unwatched(stage: str, done: int, total: int) -> None:
    """Let the work run to its end."""


def prime_implicants(rows: IntArray, forbidden: IntArray, watch: Watch = unwatched) -> IntArray:
    """Return every prime implicant that covers at least one of `rows` and meets no `forbidden` cube.

    Parameters
    ----------
    rows : array (rows, conditions)
        Configurations to be covered, one value a condition.
    forbidden : array (cubes, conditions)
        Rows or cubes (`ABSENT` = any value) that no implicant may touch.

    Returns
    -------
    array (primes, conditions)
        Cubes, without duplicates: fewest literals first, then in the order of the conditions.

    Examples
    --------
    The rows 11 and 10 are positive and 01 is negative, so the first condition alone will do:

    >>> prime_implicants(np.array([[1, 1], [1, 0]]), np.array([[0, 1]])).tolist()
    [[1, -1], [-1, 0]]
    """
    k = rows.shape[1]
    if k > MAX_CONDITIONS:
        raise MinimisationError(
            f"{k} conditions are more than the {MAX_CONDITIONS} that the minimiser handles: "
            "leave some out or join them in higher-order conditions",
            "too-many-conditions",
            number=k,
        )
    radix = np.maximum(rows.max(initial=0), forbidden.max(initial=0)) + 2
    place = radix ** np.arange(k, dtype=np.int64)
    found = [np.empty(0, dtype=np.int64)]
    for done, row in enumerate(rows):
        watch("prime implicants", done, len(rows))
        kept = minimal_transversals(difference_sets(row, forbidden), k)
        found.append(_membership_bits(kept, k) @ ((row + 1) * place))
    codes = np.unique(np.concatenate(found))
    cubes = codes[:, None] // place % radix - 1
    return in_reading_order(cubes)


def difference_sets(row: IntArray, forbidden: IntArray) -> IntArray:
    """Return, as bit masks, the conditions on which each forbidden cube contradicts `row`."""
    contradicts = (forbidden != ABSENT) & (forbidden != row)
    masks: IntArray = np.unique(contradicts @ (1 << np.arange(len(row), dtype=np.int64)))
    if masks.size and masks[0] == 0:
        raise MinimisationError(f"the row {row.tolist()} is to be covered and forbidden at the same time")
    return masks


def minimal_transversals(sets: IntArray, k: int) -> IntArray:
    """Return every minimal set of k elements that meets each of `sets`; all sets are bit masks.

    Examples
    --------
    >>> minimal_transversals(np.array([0b011, 0b110]), 3).tolist()   # {b}, {a, c}
    [2, 5]
    """
    contains_a_set = np.zeros(1 << k, dtype=np.bool_)
    contains_a_set[sets] = True
    for bit in range(k):
        without, with_bit = _halves(contains_a_set, bit)
        with_bit |= without
    # A set of conditions is a transversal when its complement contains none of the sets.
    transversal = ~contains_a_set[::-1]
    minimal = transversal.copy()
    for bit in range(k):
        shorter, _ = _halves(transversal, bit)
        _, longer = _halves(minimal, bit)
        longer &= ~shorter
    return np.flatnonzero(minimal)


def in_reading_order(cubes: IntArray) -> IntArray:
    """Sort cubes: short before long, then condition by condition (0 before 1, absent last)."""
    absent = cubes == ABSENT
    last = cubes.max(initial=0) + 1
    keys = np.where(absent, last, cubes)
    order = np.lexsort((*keys.T[::-1], -absent.sum(axis=1)))
    sorted_cubes: IntArray = cubes[order]
    return sorted_cubes


def covers(cubes: IntArray, rows: IntArray) -> BoolArray:
    """Tell which cube covers which row: array (cubes, rows)."""
    chart = np.empty((len(cubes), len(rows)), dtype=np.bool_)
    for column, row in enumerate(rows):
        chart[:, column] = ((cubes == ABSENT) | (cubes == row)).all(axis=1)
    return chart


def complement(cubes: IntArray, levels: tuple[int, ...]) -> IntArray:
    """Return disjoint cubes that together hold every configuration outside of `cubes`.

    Shannon expansion: split the space on the condition that most cubes speak about, and go on in each part.

    Examples
    --------
    >>> complement(np.array([[1, -1], [-1, 1]]), (2, 2)).tolist()
    [[0, 0]]
    """
    parts: list[IntArray] = []

    def expand(inside: IntArray, place: IntArray) -> None:
        if not len(inside):
            parts.append(place)
            return
        fixed = inside != ABSENT
        if not fixed.any(axis=1).all():  # one cube is the whole part
            return
        split = int(fixed.sum(axis=0).argmax())
        for value in range(levels[split]):
            here = inside[(inside[:, split] == ABSENT) | (inside[:, split] == value)].copy()
            here[:, split] = ABSENT
            there = place.copy()
            there[split] = value
            expand(here, there)

    expand(np.asarray(cubes, dtype=np.int64), np.full(len(levels), ABSENT, dtype=np.int64))
    return np.array(parts, dtype=np.int64).reshape(-1, len(levels))


def _halves(flags: BoolArray, bit: int) -> tuple[BoolArray, BoolArray]:
    """Views of the flags whose index lacks the bit, and of those that have it, in the same order."""
    pairs = flags.reshape(-1, 2, 1 << bit)
    return pairs[:, 0, :], pairs[:, 1, :]


def _membership_bits(masks: IntArray, k: int) -> IntArray:
    bits: IntArray = masks[:, None] >> np.arange(k) & 1
    return bits
