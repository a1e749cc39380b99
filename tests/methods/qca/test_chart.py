"""Minimum covers against inclusion and exclusion."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.qca import Cancelled, MinimisationError
from methods.qca.chart import minimum_covers
from methods.qca.implicants import complement, covers, prime_implicants
from tests.benchmarks.tables import benchmark_table

from .oracles import numbers_of_covers, random_table

MANY = 100_000


@pytest.mark.parametrize("kind", ["random", "structured"])
@pytest.mark.parametrize("cases", [30, 45, 60])
@pytest.mark.parametrize("k", [4, 5, 6, 7, 8])
def test_model_counts_are_proven_by_inclusion_and_exclusion(k: int, cases: int, kind: str) -> None:
    positive, negative = benchmark_table(k, cases, kind)
    for forbidden in (negative, complement(positive, (2,) * k)):
        chart = covers(prime_implicants(positive, forbidden), positive)
        found = minimum_covers(chart, listed=MANY)
        assert numbers_of_covers(chart, found.size) == [0] * found.size + [found.count]
        assert found.exact
        assert len(set(found.listed)) == found.count
        assert all(chart[list(cover)].any(axis=0).all() for cover in found.listed)


@settings(max_examples=80)
@given(st.integers(0, 2**32 - 1), st.integers(2, 14), st.integers(1, 9))
def test_minimum_covers_of_any_chart_are_proven(seed: int, primes: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    chart = rng.random((primes, rows)) < rng.uniform(0.15, 0.7)
    chart[rng.integers(primes), ~chart.any(axis=0)] = True
    found = minimum_covers(chart)
    assert numbers_of_covers(chart, found.size) == [0] * found.size + [found.count]
    assert len(found.listed) == found.count


def test_counting_goes_on_where_listing_ends() -> None:
    chart = np.repeat(np.eye(4, dtype=bool), 5, axis=0)  # five twins of each prime: 5^4 models
    found = minimum_covers(chart, listed=10)
    assert (found.count, found.exact, len(found.listed), str(found)) == (625, True, 10, "625")


def test_a_limit_that_is_met_gives_at_least() -> None:
    positive, negative = random_table(np.random.default_rng(5), 10, 60)
    chart = covers(prime_implicants(positive, negative), positive)
    found = minimum_covers(chart, listed=3, branches=40)
    exact = minimum_covers(chart, listed=3)
    assert not found.exact
    assert str(found) == f"at least {found.count}"
    assert found.size == exact.size
    assert 0 < found.count <= exact.count


def test_one_model_is_listed_whatever_the_limit() -> None:
    positive, negative = benchmark_table(10, 60, "random")
    chart = covers(prime_implicants(positive, negative), positive)
    found = minimum_covers(chart, branches=1)
    assert str(found) == "at least 1"
    assert chart[list(found.listed[0])].any(axis=0).all()


def test_a_watcher_may_cancel() -> None:
    positive, negative = random_table(np.random.default_rng(5), 10, 60)

    def watch(stage: str, done: int, total: int) -> None:
        raise Cancelled(stage)

    with pytest.raises(Cancelled, match="prime implicants"):
        prime_implicants(positive, negative, watch)


def test_a_watcher_sees_the_count_of_models() -> None:
    positive, negative = benchmark_table(10, 60, "random")
    stages = []
    chart = covers(prime_implicants(positive, negative), positive)
    minimum_covers(chart, watch=lambda stage, done, total: stages.append((stage, done <= total)))
    assert ("models", True) in stages


def test_an_uncoverable_row_is_refused() -> None:
    with pytest.raises(MinimisationError, match="no prime covers row 1"):
        minimum_covers(np.array([[True, False]]))
