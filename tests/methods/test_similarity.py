"""Distances against published worked examples, and pairs against looking at all of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca.examples import LIPSET_CASES, LIPSET_CRISP
from methods.similarity import (
    Scale,
    Variable,
    dice_distance,
    gower_distance,
    jaccard_distance,
    most_different_pairs,
    most_similar_pairs,
    overlap_distance,
    simple_matching_distance,
)

SETS = st.frozensets(st.integers(0, 6))


def test_gower_distance_is_as_published() -> None:
    # Legendre & Legendre (1998), Numerical Ecology, 2nd English ed., coefficient S15: 4.63 / 7 = 0.66.
    ranges = [1, 4, 2, 4, 1, 3, 2, 5]
    site_1 = [2, 2, None, 2, 2, 4, 2, 6]
    site_2 = [1, 3, 3, 1, 2, 2, 2, 5]
    variables = [Variable(f"y{at}", Scale.NUMERIC, range=spread) for at, spread in enumerate(ranges)]
    cases = {name: {f"y{at}": value for at, value in enumerate(values)} for name, values in (("1", site_1), ("2", site_2))}
    distance = gower_distance(cases, "1", "2", variables)
    assert 1 - distance.value == pytest.approx(0.66, abs=5e-3)
    assert (1 - distance.value) * 7 == pytest.approx(4.63, abs=5e-3)
    assert distance.missing == ("y2",)
    assert distance.contributions[0].variable == "y0"


def test_set_distances_are_as_published() -> None:
    # Tan, Steinbach & Kumar (2005), Introduction to Data Mining, example 2.17: SMC = .7, J = 0.
    p = [True] + [False] * 9
    q = [False] * 6 + [True, False, False, True]
    assert 1 - simple_matching_distance(p, q) == pytest.approx(0.7)
    assert 1 - jaccard_distance(*({i for i, x in enumerate(v) if x} for v in (p, q))) == 0


@given(SETS, SETS)
def test_set_distances_are_symmetric_and_ordered(a: frozenset[int], b: frozenset[int]) -> None:
    for distance in (jaccard_distance, dice_distance, overlap_distance):
        assert distance(a, b) == distance(b, a)
        assert distance(a, a) == 0
    if a and b:
        assert overlap_distance(a, b) <= dice_distance(a, b) <= jaccard_distance(a, b) <= 1


def test_contributions_add_up_to_the_distance() -> None:
    cases = {
        "A": {"size": 10, "type": "city", "tools": {"eID", "portal"}, "award": True},
        "B": {"size": 40, "type": "county", "tools": {"eID"}, "award": False},
        "C": {"size": 20, "type": "city", "tools": set(), "award": False},
    }
    variables = [
        Variable("size", Scale.NUMERIC, weight=2),
        Variable("type"),
        Variable("tools", Scale.SET),
        Variable("award", Scale.ASYMMETRIC),
    ]
    distance = gower_distance(cases, "A", "B", variables)
    assert distance.value == pytest.approx((2 * 1 + 1 + 0.5 + 1) / 5)
    assert sum(c.share for c in distance.contributions) == pytest.approx(distance.value)
    assert distance.contributions[0].variable == "size"
    assert gower_distance(cases, "B", "C", variables).missing == ("award",)


def test_cases_without_a_comparable_variable_have_no_distance_and_come_last() -> None:
    cases: dict[str, dict[str, int | None]] = {"A": {"x": 1, "y": 1}, "B": {"x": None, "y": 0}, "C": {"x": 0, "y": 0}}
    pairs = most_similar_pairs(cases, [Variable("x")], "y")
    assert [pair.second for pair in pairs] == ["C", "B"]
    assert math.isnan(pairs[-1].distance.value)


def test_pairs_of_lipset_are_those_of_a_full_comparison() -> None:
    cases = {name: {c: values[at] for c, values in LIPSET_CRISP.items()} for at, name in enumerate(LIPSET_CASES)}
    conditions = ["DEV", "URB", "LIT", "IND", "STB"]
    variables = [Variable(name) for name in conditions]

    def differ(a: str, b: str) -> float:
        return sum(cases[a][c] != cases[b][c] for c in conditions) / len(conditions)

    similar = most_similar_pairs(cases, variables, "SURV")
    different = most_different_pairs(cases, variables, "SURV")
    assert len(similar) == 8 * 10
    assert len(different) == 8 * 7 // 2 + 10 * 9 // 2
    assert similar[0].distance.value == min(differ(p.first, p.second) for p in similar) == pytest.approx(0.2)
    assert different[0].distance.value == max(differ(p.first, p.second) for p in different)
    assert {p.first for p in similar if p.distance.value < 0.3} >= {"AU"}  # stability apart, Austria is France


def test_words_in_a_numeric_variable_are_refused() -> None:
    cases: dict[str, dict[str, object]] = {"A": {"x": "many"}, "B": {"x": 1}}
    with pytest.raises(ValueError, match="x of case 'A' is 'many'"):
        gower_distance(cases, "A", "B", [Variable("x", Scale.NUMERIC)])
