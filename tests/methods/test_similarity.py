"""Distances against published worked examples, and pairs against looking at all of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca.examples import LIPSET_CASES, LIPSET_CRISP
from methods.similarity import Scale, Variable, compared_pairs, gower_distance, jaccard_distance

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


def test_distance_of_sets_is_as_published() -> None:
    # Tan, Steinbach & Kumar (2005), Introduction to Data Mining, example 2.17: J = 0.
    assert 1 - jaccard_distance({0}, {6, 9}) == 0


@given(SETS, SETS)
def test_distance_of_sets_is_symmetric_and_bounded(a: frozenset[int], b: frozenset[int]) -> None:
    assert jaccard_distance(a, b) == jaccard_distance(b, a)
    assert (jaccard_distance(a, b) == 0) == (a == b)
    assert (jaccard_distance(a, b) == 1) == (a != b and not a & b)


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


def test_cases_without_a_comparable_variable_have_no_distance() -> None:
    cases: dict[str, dict[str, int | None]] = {"A": {"x": 1, "y": 1}, "B": {"x": None, "y": 0}, "C": {"x": 0, "y": None}}
    pairs = compared_pairs(cases, [Variable("x")], "y")
    assert [(pair.first, pair.second, math.isnan(pair.distance.value)) for pair in pairs] == [("A", "B", True)]


def test_pairs_of_lipset_are_those_of_a_full_comparison() -> None:
    cases = {name: {c: values[at] for c, values in LIPSET_CRISP.items()} for at, name in enumerate(LIPSET_CASES)}
    conditions = ["DEV", "URB", "LIT", "IND", "STB"]

    def differ(a: str, b: str) -> float:
        return sum(cases[a][c] != cases[b][c] for c in conditions) / len(conditions)

    pairs = compared_pairs(cases, [Variable(name) for name in conditions], "SURV")
    assert sum(not pair.same_outcome for pair in pairs) == 8 * 10
    assert sum(pair.same_outcome for pair in pairs) == 8 * 7 // 2 + 10 * 9 // 2
    assert [pair.distance.value for pair in pairs] == pytest.approx([differ(pair.first, pair.second) for pair in pairs])
    similar = [pair for pair in pairs if not pair.same_outcome and pair.distance.value < 0.3]
    assert {pair.first for pair in similar} >= {"AU"}  # stability apart, Austria is France


def test_words_in_a_numeric_variable_are_refused() -> None:
    cases: dict[str, dict[str, object]] = {"A": {"x": "many"}, "B": {"x": 1}}
    with pytest.raises(ValueError, match="x of case 'A' is 'many'"):
        gower_distance(cases, "A", "B", [Variable("x", Scale.NUMERIC)])
