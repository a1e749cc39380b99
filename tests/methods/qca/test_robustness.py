"""Robustness, sensitivity, clusters and temporal order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca import (
    Cutoffs,
    DataError,
    QCAError,
    Question,
    SetData,
    SetRelationKind,
    SolutionKind,
    cluster_diagnostics,
    compare_models,
    consistency_range,
    frequency_range,
    leave_one_out,
    pri_range,
    robustness_cases,
    robustness_fit,
    temporal_solution,
)
from methods.qca.examples import LIPSET_CASES, LIPSET_CRISP

SETS: st.SearchStrategy[np.ndarray] = st.lists(st.tuples(*[st.floats(0.01, 1)] * 4), min_size=2, max_size=15).map(np.array)
LIPSET = SetData.from_columns(LIPSET_CASES, LIPSET_CRISP)
QUESTION = Question("SURV", ("DEV", "URB", "LIT", "IND", "STB"))


@given(SETS)
def test_a_solution_is_robust_to_itself(rows: np.ndarray) -> None:
    initial, *_, y = rows.T
    fit = robustness_fit(initial, [initial, initial], y)
    for value in (fit.consistency, fit.coverage, fit.overlap_with_all, fit.overlap_with_any):
        assert value == pytest.approx(1)
    assert robustness_cases([str(i) for i in range(len(y))], initial, [initial], y).rank == 1


@given(SETS)
def test_every_one_of_several_test_solutions_counts(rows: np.ndarray) -> None:
    a, b, c, y = rows.T
    fit = robustness_fit(a, [a, b, c], y)
    assert fit.overlap_with_all == pytest.approx(
        np.minimum.reduce([a, b, c]).sum() / np.maximum(a, np.minimum.reduce([a, b, c])).sum()
    )
    assert fit.coverage == robustness_fit(a, [a, c, b], y).coverage


@pytest.mark.parametrize(("test", "rank"), [([0.9, 0.1], 1), ([0.9, 0.9], 2), ([0.1, 0.1], 3), ([0.1, 0.9], 4)])
def test_the_rank_tells_shaky_from_possible_cases(test: list[float], rank: int) -> None:
    cases = robustness_cases(["a", "b"], np.array([0.9, 0.1]), [np.array(test)], np.array([0.9, 0.9]))
    assert cases.rank == rank


def test_robustness_needs_a_test_solution() -> None:
    with pytest.raises(QCAError, match="no test solution is given"):
        robustness_fit(np.ones(2), [], np.ones(2))


def test_ranges_end_where_the_terms_change() -> None:
    # Crisp rows are 0 or 1 consistent: nothing changes above 0, and no cut-off is above 1.
    found = consistency_range(LIPSET, QUESTION, step=0.1, max_runs=5)
    assert (found.lower, found.start, found.upper) == (None, 1, 1)
    assert consistency_range(LIPSET, QUESTION, step=0.1, max_runs=20).lower == 0.1
    assert pri_range(LIPSET, QUESTION, step=0.5).upper == 1
    assert frequency_range(LIPSET, QUESTION, max_runs=3).lower == 1


def test_a_step_has_to_lead_somewhere() -> None:
    with pytest.raises(QCAError, match="a step of 0 leads nowhere"):
        consistency_range(LIPSET, QUESTION, step=0)


def test_leaving_one_case_out_says_what_is_lost() -> None:
    results = {result.case: result for result in leave_one_out(LIPSET, QUESTION)}
    assert set(results) == set(LIPSET_CASES)
    untouched = results["GR"].comparison
    assert untouched is not None
    assert (untouched.relation, untouched.lost, untouched.new) == (SetRelationKind.SAME, (), ())
    changed = results["AU"].comparison or results["DE"].comparison
    assert changed is not None


def test_a_case_without_which_nothing_is_left_is_reported() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"A": [1, 0, 0], "B": [0, 1, 0], "Y": [1, 0, 0]})
    lost = next(r for r in leave_one_out(data, Question("Y", ("A", "B"))) if r.case == "a")
    assert lost.comparison is None
    assert "A is 0 for every case" in lost.reason


def test_a_conservative_solution_is_a_subset_of_the_parsimonious_one() -> None:
    short, long = QUESTION.solve(LIPSET), replace(QUESTION, kind=SolutionKind.CONSERVATIVE).solve(LIPSET)
    comparison = compare_models(short, long)
    assert comparison.relation is SetRelationKind.SUBSET
    assert compare_models(long, short).relation is SetRelationKind.SUPERSET
    assert comparison.kept == ()
    expected = replace(QUESTION, kind=SolutionKind.INTERMEDIATE, expectations=("DEV", "LIT", "STB"))
    assert compare_models(short, expected.solve(LIPSET)).relation is SetRelationKind.SUBSET


def test_cutoffs_of_a_question_can_be_changed_one_by_one() -> None:
    assert QUESTION.with_cutoffs(pri=0.6).cutoffs == Cutoffs(pri=0.6)


@given(SETS)
def test_equal_groups_are_at_no_distance(rows: np.ndarray) -> None:
    x, y, *_ = rows.T
    twice = cluster_diagnostics(
        np.concatenate([x, x]),
        np.concatenate([y, y]),
        [*range(len(x))] * 2,
        ["1990"] * len(x) + ["1995"] * len(x),
    )
    assert twice.between_distance == pytest.approx(0, abs=1e-9)
    assert twice.pooled.consistency == pytest.approx(twice.between[0].consistency)


def test_an_empty_group_counts_as_consistent() -> None:
    found = cluster_diagnostics(np.array([0.0, 0.4]), np.array([0.3, 0.2]), ["a", "b"], [1, 2])
    assert found.between[0].consistency == 1
    assert found.between[1].consistency == pytest.approx(0.5)


def test_labels_have_to_match_the_cases() -> None:
    with pytest.raises(DataError, match="1 group labels are given for 2 cases"):
        cluster_diagnostics(np.ones(2), np.ones(2), ["a"], [1, 2])


def test_an_undefined_order_is_no_third_value() -> None:
    columns = {"A": "1110", "B": "1101", "AB": "10--", "Y": "1010"}
    solution = temporal_solution(columns, "Y", ["A", "B", "AB"])
    (model,) = solution.models
    assert {str(term) for term in model.terms} == {"A*AB", "A*~B"}
    assert model.solution.consistency == model.solution.coverage == 1


def test_temporal_values_are_checked() -> None:
    with pytest.raises(DataError, match="AB of case 2 is '2'"):
        temporal_solution({"A": "11", "AB": "12", "Y": "10"}, "Y", ["A", "AB"])
    with pytest.raises(DataError, match="Y of case 2 is '-'"):
        temporal_solution({"A": "10", "Y": "1-"}, "Y", ["A"])
