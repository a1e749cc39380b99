"""Seeded truth tables of the sizes that social research has, and larger ones.

Random: every value is a coin toss, the worst case for ambiguity. Structured: conditions that go together
because three latent traits stand behind them, an outcome with three causes, one row in twenty miscoded.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

CONDITIONS = (8, 10, 12, 14, 16, 18)
CASES = (30, 45, 60)
KINDS = ("random", "structured")


def benchmark_table(k: int, cases: int, kind: str) -> tuple[IntArray, IntArray]:
    """Return the distinct positive and negative rows of `cases` observations on `k` conditions."""
    rng = np.random.default_rng([k, cases, KINDS.index(kind)])
    rows, positive = _random(rng, k, cases) if kind == "random" else _structured(rng, k, cases)
    positive[0], positive[-1] = True, False
    return rows[positive], rows[~positive]


def _random(rng: np.random.Generator, k: int, cases: int) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    rows = np.unique(rng.integers(0, 2, (cases, k)), axis=0)
    return rows, rng.random(len(rows)) < 0.5


def _structured(rng: np.random.Generator, k: int, cases: int) -> tuple[IntArray, npt.NDArray[np.bool_]]:
    traits = rng.random((cases, 3)) @ rng.random((3, k)) + rng.normal(0, 0.25, (cases, k))
    rows = np.unique((traits > np.median(traits, axis=0)).astype(np.int64), axis=0)
    positive = np.zeros(len(rows), dtype=np.bool_)
    for _ in range(3):
        conditions = rng.choice(k, 3, replace=False)
        positive |= (rows[:, conditions] == rng.integers(0, 2, 3)).all(axis=1)
    return rows, positive ^ (rng.random(len(rows)) < 0.05)
