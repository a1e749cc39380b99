"""Coefficients of agreement against published worked examples."""

import math

import pytest

from methods.agreement import (
    Level,
    Weights,
    alpha_interval,
    cohen_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
)
from methods.resampling import bootstrap_interval

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section D: four observers, twelve units.
NO = None
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
]
UNITS = [list(unit) for unit in zip(*OBSERVERS, strict=True)]

# Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72: two judges, 200 cases, three categories.
DIAGNOSES = {
    ("1", "1"): 106, ("1", "2"): 10, ("1", "3"): 4,
    ("2", "1"): 22, ("2", "2"): 28, ("2", "3"): 10,
    ("3", "1"): 2, ("3", "2"): 12, ("3", "3"): 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849), (Level.RATIO, 0.797)],
)
def test_alpha_of_four_observers_is_as_published(level: Level, published: float) -> None:
    assert krippendorff_alpha(UNITS, level).coefficient == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize("level", Level)
def test_interval_of_alpha_is_that_of_the_slow_bootstrap(level: Level) -> None:
    fast = alpha_interval(UNITS, level, resamples=300)
    slow = bootstrap_interval(UNITS, lambda ratings: krippendorff_alpha(ratings, level), resamples=300)
    assert (fast.lower, fast.upper) == pytest.approx((slow.lower, slow.upper), abs=1e-9)
    assert fast.lower < krippendorff_alpha(UNITS, level).coefficient < fast.upper


def test_alpha_of_two_observers_without_gaps_is_as_published() -> None:
    # Krippendorff (2011), section A: binary data of ten units.
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    alpha = krippendorff_alpha(list(zip(meg, owen, strict=True)))
    assert alpha.coefficient == pytest.approx(0.095, abs=5e-4)
    assert alpha.units == 10


def test_kappa_is_as_published() -> None:
    ratings = [list(pair) for pair, n in DIAGNOSES.items() for _ in range(n)]
    kappa = cohen_kappa(ratings)
    assert kappa.observed == pytest.approx(0.70)
    assert kappa.expected == pytest.approx(0.475)
    assert kappa.coefficient == pytest.approx(0.429, abs=5e-4)


def test_ac1_with_missing_ratings_is_as_published() -> None:
    # Gwet (2014), table 2.10, and irrCAC in R:
    # > gwet.ac1.raw(cac.raw4raters)$est
    #   coeff.name      pa        pe coeff.val
    # 1        AC1 0.81818 0.1903212   0.77544
    agreement = gwet_ac1(UNITS)
    assert agreement.observed == pytest.approx(0.81818, abs=5e-6)
    assert agreement.expected == pytest.approx(0.1903212, abs=5e-8)
    assert agreement.coefficient == pytest.approx(0.77544, abs=5e-6)
    assert percent_agreement(UNITS) == agreement.observed


def test_ac2_follows_its_formula_pair_by_pair() -> None:
    values = [1, 2, 3, 4, 5]
    credit = {(a, b): 1 - ((a - b) / 4) ** 2 for a in values for b in values}
    observed, shares = [], dict.fromkeys(values, 0.0)
    for unit in UNITS:
        given = [value for value in unit if value is not None]
        pairs = [(a, b) for i, a in enumerate(given) for j, b in enumerate(given) if i != j]
        if pairs:
            observed.append(sum(credit[pair] for pair in pairs) / len(pairs))
        for value in given:
            shares[value] += 1 / len(given) / len(UNITS)
    expected = sum(credit.values()) * sum(p * (1 - p) for p in shares.values()) / (5 * 4)
    by_hand = (sum(observed) / len(observed) - expected) / (1 - expected)
    assert gwet_ac2(UNITS, Weights.QUADRATIC).coefficient == pytest.approx(by_hand)


def test_weighted_kappa_with_squared_weights_is_an_intraclass_correlation_for_equal_margins() -> None:
    ratings = [[1, 2], [2, 1], [2, 3], [3, 2], [1, 1], [3, 3]]
    assert cohen_kappa(ratings, Weights.QUADRATIC).coefficient == pytest.approx(0.5)


def test_perfect_agreement_is_one() -> None:
    ratings = [["a", "a"], ["b", "b"], ["c", "c"]]
    for coefficient in (cohen_kappa, krippendorff_alpha, gwet_ac1):
        assert coefficient(ratings).coefficient == pytest.approx(1)


def test_ratings_that_never_vary_leave_alpha_and_kappa_undefined() -> None:
    ratings = [["a", "a"], ["a", "a"]]
    assert math.isnan(krippendorff_alpha(ratings).coefficient)
    assert math.isnan(cohen_kappa(ratings).coefficient)


def test_the_bootstrap_interval_is_reproducible_and_holds_the_estimate() -> None:
    interval = bootstrap_interval(UNITS, krippendorff_alpha, resamples=300, seed=7)
    assert interval == bootstrap_interval(UNITS, krippendorff_alpha, resamples=300, seed=7)
    assert interval.lower < krippendorff_alpha(UNITS).coefficient < interval.upper


def test_a_single_coder_is_refused() -> None:
    with pytest.raises(ValueError, match="let a second coder rate"):
        krippendorff_alpha([["a", None], [None, "b"]])


def test_kappa_of_three_coders_is_refused() -> None:
    with pytest.raises(ValueError, match="use alpha or AC1"):
        cohen_kappa([["a", "b", "a"]])


def test_words_on_an_interval_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="'high' is no number"):
        krippendorff_alpha([["high", "low"], ["low", "low"]], Level.INTERVAL)


def test_negative_values_on_a_ratio_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 is below zero"):
        krippendorff_alpha([[-1, 1], [2, 2]], Level.RATIO)
