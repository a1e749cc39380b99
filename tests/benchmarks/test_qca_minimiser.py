"""Times of the minimiser on seeded tables; `pytest tests/benchmarks --benchmark-only` prints them.

The full table with memory is that of docs/qca-benchmark.md, made by `python -m tests.benchmarks.qca_minimiser`.
"""

import pytest

from methods.qca import conservative, parsimonious

from .qca_minimiser import observed_table
from .tables import KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("k", [8, 10, 12, 14, 16, 18])
def test_minimiser_is_fast(benchmark, k: int, kind: str) -> None:
    table = observed_table(k, 45, kind)
    benchmark.pedantic(lambda: (parsimonious(table), conservative(table)), rounds=1)
    assert benchmark.stats.stats.median < 60
