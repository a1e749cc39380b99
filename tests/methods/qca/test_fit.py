"""Parameters of fit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca import necessity_fit, sufficiency_fit, unique_coverage

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30).map(np.array)


@given(PAIRS)
def test_consistency_of_x_for_y_is_coverage_of_y_for_x(pairs: np.ndarray) -> None:
    x, y = pairs.T
    forward, backward = sufficiency_fit(x, y), sufficiency_fit(y, x)
    np.testing.assert_equal(forward.consistency, backward.coverage)
    np.testing.assert_equal(necessity_fit(x, y).consistency, forward.coverage)
    np.testing.assert_equal(necessity_fit(x, y).coverage, forward.consistency)


@given(PAIRS)
def test_fits_lie_between_zero_and_one(pairs: np.ndarray) -> None:
    x, y = pairs.T
    fit, necessary = sufficiency_fit(x, y), necessity_fit(x, y)
    for value in (fit.consistency, fit.pri, fit.coverage, necessary.relevance):
        assert math.isnan(value) or -1e-9 <= value <= 1 + 1e-9


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 4), min_size=1, max_size=20).map(np.array))
def test_unique_coverages_never_exceed_the_coverage_of_the_solution(rows: np.ndarray) -> None:
    *terms, y = rows.T
    if not y.sum():
        return
    shares = unique_coverage(terms, y)
    assert min(shares) >= -1e-9
    assert sum(shares) <= sufficiency_fit(np.maximum.reduce(terms), y).coverage + 1e-9


def test_an_empty_set_has_no_consistency() -> None:
    fit = sufficiency_fit(np.zeros(3), np.ones(3))
    assert math.isnan(fit.consistency)
    assert fit.coverage == 0


def test_pri_exposes_a_set_that_is_sufficient_for_both() -> None:
    x = np.array([0.3, 0.4, 0.2])
    y = np.array([0.5, 0.5, 0.5])
    assert sufficiency_fit(x, y).consistency == sufficiency_fit(x, 1 - y).consistency == 1
    assert math.isnan(sufficiency_fit(x, y).pri)


def test_relevance_is_low_for_a_set_that_is_nearly_everything() -> None:
    y = np.array([1.0] + [0.0] * 9)
    assert necessity_fit(np.array([1.0] * 9 + [0.9]), y).relevance == pytest.approx(0.1 / 9)
