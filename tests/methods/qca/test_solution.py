"""Solutions against R transcripts, and questions without a solution."""

import pytest

from methods.qca import (
    Limits,
    MinimisationError,
    SetData,
    conservative,
    contradictory_assumptions,
    fit_model,
    intermediate,
    parsimonious,
    read_expectations,
    rows_of_expression,
    simplifying_assumptions,
    truth_table,
)
from methods.qca.errors import ExpressionError
from methods.qca.examples import lipset_crisp


def test_lipset_as_r_prints_it() -> None:
    # > tt <- truthTable(LC, outcome = "~SURV", incl.cut = 1, show.cases = TRUE)
    # > minimize(tt, include = "?", details = TRUE)
    #
    # M1: ~DEV + ~STB <-> ~SURV
    #
    #           inclS   PRI   covS   covU   cases
    # ------------------------------------------------------------------
    # 1  ~DEV  1.000  1.000  0.800  0.300  GR,PT,ES; IT,RO; HU,PL; EE
    # 2  ~STB  1.000  1.000  0.700  0.200  GR,PT,ES; HU,PL; AU; DE
    # ------------------------------------------------------------------
    #      M1  1.000  1.000  1.000
    table = lipset_crisp("~SURV")
    solution = parsimonious(table)
    (model,) = solution.models
    fit = fit_model(table, model)
    lines = [(str(t.term), t.fit.consistency, t.fit.pri, t.fit.coverage, t.unique_coverage, t.cases) for t in fit.terms]
    expected: list[object] = [
        ("~DEV", 1, 1, 0.8, pytest.approx(0.3), (("GR", "PT", "ES"), ("IT", "RO"), ("HU", "PL"), ("EE",))),
        ("~STB", 1, 1, 0.7, pytest.approx(0.2), (("GR", "PT", "ES"), ("HU", "PL"), ("AU",), ("DE",))),
    ]
    assert lines == expected
    assert (fit.solution.consistency, fit.solution.coverage) == (1, 1)
    assert [str(term) for term in solution.prime_terms] == ["~DEV", "~LIT", "~STB"]


def test_a_conservative_solution_assumes_nothing() -> None:
    table = lipset_crisp()
    for model in conservative(table).models:
        assert simplifying_assumptions(table, model).tolist() == []


def test_an_intermediate_solution_lies_between_the_two_others() -> None:
    for outcome in ("SURV", "~SURV"):
        table = lipset_crisp(outcome)
        mark = "~" if outcome.startswith("~") else ""
        expected = read_expectations([f"{mark}{name}" for name in table.space.conditions], table.space)
        for pair in intermediate(conservative(table), parsimonious(table), expected):
            assumed = set(simplifying_assumptions(table, pair.parsimonious).tolist())
            assert set(pair.easy.tolist()) | set(pair.difficult.tolist()) == assumed
            for model in pair.solution.models:
                assert set(simplifying_assumptions(table, model).tolist()) <= set(pair.easy.tolist())


def test_without_expectations_the_intermediate_solution_is_the_conservative_one() -> None:
    table = lipset_crisp()
    complex_solution = conservative(table)
    (pair,) = intermediate(complex_solution, parsimonious(table), {})
    assert [str(m) for m in pair.solution.models] == [str(m) for m in complex_solution.models]


def test_assumptions_for_the_outcome_and_its_absence_contradict_each_other() -> None:
    presence, absence = parsimonious(lipset_crisp()), parsimonious(lipset_crisp("~SURV"))
    found = contradictory_assumptions(presence, absence)
    both = {
        row
        for row in simplifying_assumptions(presence.table, presence.models[0]).tolist()
        if row in simplifying_assumptions(absence.table, absence.models[0]).tolist()
    }
    assert set(found) == both


def test_rows_of_an_untenable_expression() -> None:
    table = lipset_crisp()
    rows = rows_of_expression(table, "~DEV*URB", remainders_only=True)
    assert rows == tuple(range(9, 17))
    assert parsimonious(table.excluding(rows)).table.negative[4:] >= rows[:1]


def test_no_positive_row_is_refused() -> None:
    data = SetData.from_columns(["a", "b"], {"A": [0, 1], "Y": [0, 0]})
    with pytest.raises(MinimisationError, match=r"no row is positive for Y: lower the consistency cut-off \(1\)"):
        parsimonious(truth_table(data, "Y", ["A"]))


def test_only_positive_rows_are_refused() -> None:
    data = SetData.from_columns(["a", "b"], {"A": [0, 1], "Y": [1, 1]})
    table = truth_table(data, "Y", ["A"])
    for solve in (conservative, parsimonious):
        with pytest.raises(MinimisationError, match="no row is negative for Y"):
            solve(table)


def test_a_listing_may_be_short_while_the_count_is_complete() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"A": [1, 0, 0], "B": [1, 0, 0], "C": [1, 0, 1], "Y": [1, 0, 0]})
    solution = parsimonious(truth_table(data, "Y", ["A", "B", "C"]), Limits(listed=1))
    assert (len(solution.models), str(solution.covers)) == (1, "2")


def test_an_expectation_about_a_combination_is_refused() -> None:
    with pytest.raises(ExpressionError, match=r"the expectation 'DEV\*URB' joins conditions"):
        read_expectations(["DEV*URB"], lipset_crisp().space)


def test_expectations_of_several_values_add_up() -> None:
    space = truth_table(
        SetData.from_columns(["a", "b", "c"], {"M": [0, 1, 2], "B": [0, 1, 0], "Y": [0, 1, 1]}), "Y", ["M", "B"]
    ).space
    assert read_expectations(["M[1]", "M[2]"], space) == {"M": frozenset({1, 2})}
    assert read_expectations(["M[1,2]"], space) == {"M": frozenset({1, 2})}
