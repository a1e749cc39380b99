"""Calibration at the anchors, at the edges, and of what can't be calibrated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca import (
    CalibrationError,
    DataError,
    bell,
    calibrate_column,
    crisp,
    crossover_warning,
    direct,
    indirect,
    linear,
    nudged,
)

RAW = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=20).map(np.array)
ANCHORS = st.lists(st.integers(-100, 100), min_size=3, max_size=3, unique=True).map(sorted)


@given(RAW, ANCHORS)
def test_direct_memberships_rise_and_pass_the_anchors(raw: np.ndarray, anchors: list[int]) -> None:
    memberships = direct(np.sort(raw), *anchors)
    assert ((memberships >= 0) & (memberships <= 1)).all()
    assert (np.diff(memberships) >= 0).all()
    np.testing.assert_allclose(direct(np.array(anchors, dtype=float), *anchors), [0.05, 0.5, 0.95])
    assert direct(np.array([anchors[1]], dtype=float), *anchors)[0] == 0.5


@given(RAW, ANCHORS)
def test_a_decreasing_set_is_the_complement(raw: np.ndarray, anchors: list[int]) -> None:
    e, c, i = anchors
    np.testing.assert_allclose(direct(raw, i, c, e), 1 - direct(raw, e, c, i), atol=1e-12)
    np.testing.assert_allclose(linear(raw, i, c, e), 1 - linear(raw, e, c, i), atol=2e-4)  # snapping


def test_what_is_nearly_in_or_out_is_snapped() -> None:
    assert direct(np.array([-1e6, 1e6]), 0, 1, 2).tolist() == [0, 1]


def test_an_anchor_may_meet_the_crossover() -> None:
    assert direct(np.array([549.0, 550, 551]), 400, 550, 550).round(3).tolist() == [0.495, 0.5, 1]
    assert direct(np.array([549.0, 550, 551]), 550, 550, 900).round(3).tolist() == [0, 0.5, 0.502]


@pytest.mark.parametrize("anchors", [(1, 3, 2), (2, 1, 3), (2, 2, 2), (1, 5, 1)])
def test_anchors_out_of_order_are_refused(anchors: tuple[float, float, float]) -> None:
    for method in (direct, linear):
        with pytest.raises(CalibrationError, match="neither rise nor fall: reorder them"):
            method(np.array([1.0]), *anchors)


@pytest.mark.parametrize("idm", [0.5, 1, 0, 2])
def test_an_impossible_degree_at_the_anchors_is_refused(idm: float) -> None:
    with pytest.raises(CalibrationError, match=r"give one in \(.5, 1\)"):
        direct(np.array([1.0]), 0, 1, 2, idm=idm)


def test_powers_have_to_be_positive() -> None:
    with pytest.raises(CalibrationError, match="have to be positive"):
        linear(np.array([1.0]), 0, 1, 2, below=0)


def test_an_inverted_bell_is_the_complement_with_the_powers_exchanged() -> None:
    x = np.linspace(0, 60, 61)
    anchors = [10, 18, 25, 32, 40, 48]
    upright = bell(x, anchors, below=2, above=3)
    inverted = bell(x, anchors, below=3, above=2, inverted=True)
    np.testing.assert_allclose(upright, 1 - inverted, atol=1e-9)


def test_a_bell_without_order_is_refused() -> None:
    with pytest.raises(CalibrationError, match="of a bell don't rise"):
        bell(np.array([1.0]), [10, 18, 25, 24, 40, 48])


def test_crisp_thresholds_have_to_rise() -> None:
    with pytest.raises(CalibrationError, match="don't rise"):
        crisp(np.array([1.0]), [5, 3])
    with pytest.raises(CalibrationError, match="don't rise"):
        crisp(np.array([1.0]), [])


def test_the_indirect_method_needs_positive_values() -> None:
    with pytest.raises(CalibrationError, match="the value -2 has no logarithm"):
        indirect(np.array([1.0, -2]), [0.5])


def test_the_indirect_method_takes_thresholds_that_part_the_cases_wholly() -> None:
    x = np.arange(1, 41, dtype=float)
    assert indirect(x, [20.5]).tolist() == [0.0] * 20 + [1.0] * 20
    assert indirect(x, [0.5]).tolist() == [1.0] * 40
    assert indirect(x, [41]).tolist() == [0.0] * 40
    with pytest.raises(CalibrationError, match="has no square"):
        indirect(np.array([1, 1e200]), [5])


def test_cases_at_the_crossover_are_named_and_never_moved_silently() -> None:
    memberships = direct(np.array([20.0, 50, 65]), 25, 50, 65)
    warning = crossover_warning("URB", ["a", "b", "c"], memberships)
    assert warning is not None
    assert warning.cases == ("b",)
    assert "URB is exactly 0.5 for b" in str(warning)
    moved = nudged(memberships, by=0.001)
    assert moved[1] == 0.501
    assert crossover_warning("URB", ["a", "b", "c"], moved) is None
    with pytest.raises(CalibrationError, match="choose a small constant"):
        nudged(memberships, by=0.7)


@pytest.mark.parametrize(
    ("raw", "error", "message"),
    [
        ([1, None], DataError, "URB of case 'b' is missing"),
        ([1, float("inf")], DataError, "URB of case 'b' is inf"),
        ([1, "many"], DataError, "URB of case 'b' is 'many'"),
    ],
)
def test_a_raw_value_that_is_no_number_is_named(raw: list, error: type[ValueError], message: str) -> None:
    with pytest.raises(error, match=message):
        calibrate_column("URB", ["a", "b"], raw, lambda x: direct(x, 25, 50, 65))


def test_the_column_is_named_when_its_anchors_are_wrong() -> None:
    with pytest.raises(CalibrationError, match="URB: the anchors 25, 70, 65"):
        calibrate_column("URB", ["a"], [1], lambda x: direct(x, 25, 70, 65))


def test_no_method_lets_a_gap_through() -> None:
    gap = np.array([1.0, np.nan])
    methods = [
        lambda: direct(gap, 0, 1, 2),
        lambda: linear(gap, 0, 1, 2),
        lambda: bell(gap, [0, 1, 2, 3, 4, 5]),
        lambda: crisp(gap, [1]),
        lambda: indirect(gap, [1]),
    ]
    for method in methods:
        with pytest.raises(CalibrationError, match="value 2 is nan"):
            method()
