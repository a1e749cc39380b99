"""Combinations of conditions against trying all of them."""

from itertools import combinations, product

import numpy as np
import pytest

from methods.qca import (
    NecessityCutoffs,
    QCAError,
    SetData,
    SufficiencyCutoffs,
    necessary_combinations,
    necessity_fit,
    parse,
    single_conditions,
    sufficiency_fit,
    sufficient_combinations,
)

NAMES = ("A", "B", "C", "D")


def random_data(seed: int) -> SetData:
    values = np.random.default_rng(seed).random((14, 5)).round(2)
    columns = {name: values[:, at].tolist() for at, name in enumerate((*NAMES, "Y"))}
    return SetData.from_columns([f"c{i}" for i in range(14)], columns)


def all_combinations(mark: str) -> list[tuple[frozenset[str], str]]:
    """Every join of literals of different conditions."""
    return [
        (frozenset(literals), mark.join(literals))
        for size in range(1, len(NAMES) + 1)
        for chosen in combinations(NAMES, size)
        for literals in product(*((f"~{name}", name) for name in chosen))
    ]


@pytest.mark.parametrize("seed", range(6))
def test_necessary_combinations_are_those_of_a_full_search(seed: int) -> None:
    data = random_data(seed)
    y, cutoffs = data.column("Y"), NecessityCutoffs(consistency=0.85, coverage=0.6, relevance=0.3)

    def passes(text: str) -> bool:
        fit = necessity_fit(parse(text).membership(data), y)
        return min(fit.consistency - 0.85, fit.coverage - 0.6, fit.relevance - 0.3) >= -1e-9

    conjunctions = {parts for parts, text in all_combinations("*") if passes(text)}
    disjunctions = {parts for parts, text in all_combinations(" + ") if passes(text)}
    minimal = {d for d in disjunctions if len(d) > 1 and not any(other < d for other in disjunctions)}
    found = [r.expression for r in necessary_combinations(data, "Y", NAMES, cutoffs)]
    ours_and = {frozenset(str(e).split("*")) for e in found if len(e.terms) == 1}
    ours_or = {frozenset(str(e).split(" + ")) for e in found if len(e.terms) > 1}
    assert ours_and == conjunctions
    assert ours_or == minimal
    assert len(found) == len(conjunctions) + len(minimal)


@pytest.mark.parametrize("seed", range(6))
def test_sufficient_combinations_are_the_minimal_ones_of_a_full_search(seed: int) -> None:
    data = random_data(seed)
    y = data.column("Y")

    def passes(text: str) -> bool:
        fit = sufficiency_fit(parse(text).membership(data), y)
        return fit.consistency >= 0.8 - 1e-9 and fit.pri >= 0.4 - 1e-9

    passing = {parts for parts, text in all_combinations("*") if passes(text)}
    minimal = {c for c in passing if not any(other < c for other in passing)}
    found = sufficient_combinations(data, "Y", NAMES, SufficiencyCutoffs(consistency=0.8, pri=0.4))
    assert {frozenset(str(r.expression).split("*")) for r in found} == minimal


def test_the_depth_limits_the_search() -> None:
    data = random_data(1)
    cutoffs = NecessityCutoffs(consistency=0.85)
    deep = necessary_combinations(data, "Y", NAMES, cutoffs)
    flat = necessary_combinations(data, "Y", NAMES, cutoffs, depth=2)
    assert {str(r.expression) for r in flat} < {str(r.expression) for r in deep}
    assert all(len(r.expression.conditions()) <= 2 for r in flat)
    with pytest.raises(QCAError, match="a depth of 0 leaves nothing"):
        necessary_combinations(data, "Y", NAMES, cutoffs, depth=0)


def test_single_conditions_come_with_their_negation_or_their_values() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"M": [0, 1, 2], "B": [0, 1, 1], "Y": [0, 1, 1]})
    assert [str(r.expression) for r in single_conditions(data, "Y", ["B"])] == ["B", "~B"]
    assert [str(r.expression) for r in single_conditions(data, "Y", ["M"])] == ["M[0]", "M[1]", "M[2]"]
