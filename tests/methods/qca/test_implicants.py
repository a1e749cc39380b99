"""Prime implicants against trying every cube."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.qca import MinimisationError
from methods.qca.implicants import (
    MAX_CONDITIONS,
    complement,
    covers,
    minimal_transversals,
    prime_implicants,
)

from .oracles import primes_by_trial, random_table

SEEDS = st.integers(0, 2**32 - 1)


def as_set(cubes: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(cube) for cube in cubes.tolist()}


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("seed", range(2))
def test_prime_implicants_equal_those_found_by_trial(k: int, seed: int) -> None:
    positive, negative = random_table(np.random.default_rng([k, seed]), k, 5 * k)
    assert as_set(prime_implicants(positive, negative)) == primes_by_trial(positive, negative, (2,) * k)


@pytest.mark.parametrize("seed", range(4))
def test_prime_implicants_of_multivalue_rows_equal_those_found_by_trial(seed: int) -> None:
    levels = (3, 2, 4, 3)
    rng = np.random.default_rng(seed)
    positive, negative = random_table(rng, 4, 24, levels=4)
    inside = np.array(levels)
    positive, negative = (np.unique(rows % inside, axis=0) for rows in (positive, negative))
    both = {tuple(row) for row in positive.tolist()} & {tuple(row) for row in negative.tolist()}
    negative = np.array([row for row in negative.tolist() if tuple(row) not in both])
    assert as_set(prime_implicants(positive, negative)) == primes_by_trial(positive, negative, levels)


@settings(max_examples=60)
@given(SEEDS, st.integers(2, 9), st.integers(4, 40))
def test_primes_cover_every_positive_row_and_no_negative_one(seed: int, k: int, cases: int) -> None:
    positive, negative = random_table(np.random.default_rng(seed), k, cases)
    primes = prime_implicants(positive, negative)
    assert covers(primes, positive).any(axis=0).all()
    assert covers(primes, positive).any(axis=1).all()
    assert not covers(primes, negative).any()


@settings(max_examples=60)
@given(SEEDS, st.integers(2, 7), st.integers(3, 30))
def test_conservative_primes_cover_no_remainder(seed: int, k: int, cases: int) -> None:
    positive, _ = random_table(np.random.default_rng(seed), k, cases)
    others = complement(positive, (2,) * k)
    primes = prime_implicants(positive, others)
    space = np.array(np.unravel_index(np.arange(2**k), (2,) * k)).T
    covered = {tuple(row) for row in space[covers(primes, space).any(axis=0)].tolist()}
    assert covered == as_set(positive)


@settings(max_examples=60)
@given(SEEDS, st.integers(2, 8), st.integers(4, 40))
def test_every_old_prime_lies_within_a_new_one_when_a_negative_row_is_forgotten(seed: int, k: int, cases: int) -> None:
    positive, negative = random_table(np.random.default_rng(seed), k, cases)
    if len(negative) == 1:
        return
    old, new = prime_implicants(positive, negative), prime_implicants(positive, negative[1:])
    within = ((new[None] == -1) | (new[None] == old[:, None])).all(axis=2)
    assert within.any(axis=1).all()


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 4), st.integers(1, 6))
def test_complement_and_cubes_share_nothing_and_fill_the_space(seed: int, k: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    levels = tuple(int(level) for level in rng.integers(2, 4, k))
    cubes = np.array([[rng.integers(-1, level) for level in levels] for _ in range(n)])
    space = np.array(np.unravel_index(np.arange(np.prod(levels)), levels)).T
    inside = covers(cubes, space).any(axis=0)
    outside = covers(complement(cubes, levels), space).sum(axis=0)
    assert (inside + outside == 1).all()


def test_minimal_transversals_of_no_set_is_the_empty_one() -> None:
    assert minimal_transversals(np.empty(0, dtype=np.int64), 3).tolist() == [0]


def test_prime_implicants_refuse_a_row_that_is_forbidden() -> None:
    with pytest.raises(MinimisationError, match=r"\[0, 1\] is to be covered and forbidden"):
        prime_implicants(np.array([[0, 1]]), np.array([[0, 1]]))


def test_prime_implicants_refuse_too_many_conditions() -> None:
    k = MAX_CONDITIONS + 1
    with pytest.raises(MinimisationError, match="higher-order conditions"):
        prime_implicants(np.zeros((1, k), dtype=np.int64), np.ones((1, k), dtype=np.int64))
