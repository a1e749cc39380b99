"""Truth tables: rows, outcomes, cut-offs, and questions without an answer."""

import pytest

from methods.qca import (
    Cutoffs,
    DataError,
    RowOutcome,
    SetData,
    TruthTableError,
    necessary_combinations,
    single_conditions,
    truth_table,
)

HALVES = SetData.from_columns(
    [f"k{i}" for i in range(1, 8)],
    {
        "A": [0.9, 0.5, 0.2, 0.8, 0.5, 0.1, 0.7],
        "B": [0.6, 0.8, 0.5, 0.3, 0.5, 0.9, 0.2],
        "Y": [0.8, 0.6, 0.3, 0.7, 0.5, 0.2, 0.9],
    },
)


def test_a_case_at_one_half_is_in_no_row_but_counts_in_every_sum() -> None:
    table = truth_table(HALVES, "Y", ["A", "B"], consistency_cutoff=0.75)
    assert [(row.number, row.cases) for row in table.rows] == [(2, ("k6",)), (3, ("k4", "k7")), (4, ("k1",))]
    # Row 2 (~A*B): minima .1 .5 .5 .2 .5 .9 .2, of which k2, k3 and k5 are at .5 in some condition.
    assert table.rows[0].consistency == pytest.approx((0.1 + 0.5 + 0.3 + 0.2 + 0.5 + 0.2 + 0.2) / 2.9)


@pytest.mark.parametrize(
    ("fit", "outcome"),
    [
        ((2, 0.80, 0.6), RowOutcome.POSITIVE),
        ((2, 0.80 - 1e-12, 0.5), RowOutcome.POSITIVE),  # .8 as a sum of floats
        ((2, 0.85, 0.49), RowOutcome.NEGATIVE),  # only PRI fails: not a contradiction
        ((2, 0.79, 0.9), RowOutcome.CONTRADICTION),
        ((2, 0.60, 0.0), RowOutcome.CONTRADICTION),
        ((2, 0.59, 0.9), RowOutcome.NEGATIVE),
        ((1, 1.00, 1.0), RowOutcome.REMAINDER),
        ((2, float("nan"), float("nan")), RowOutcome.NEGATIVE),
    ],
)
def test_the_cutoffs_judge_a_row(fit: tuple[int, float, float], outcome: RowOutcome) -> None:
    cutoffs = Cutoffs(consistency=0.8, contradiction=0.6, frequency=2, pri=0.5)
    assert cutoffs.judge(*fit) is outcome


@pytest.mark.parametrize(
    ("cutoffs", "message"),
    [
        ({"consistency_cutoff": 1.2}, "consistency cut-off is 1.2"),
        ({"pri_cutoff": -0.1}, "pri cut-off is -0.1"),
        ({"frequency_cutoff": 0}, "frequency cut-off is 0"),
        ({"consistency_cutoff": 0.7, "contradiction_cutoff": 0.8}, "exchange them"),
    ],
)
def test_impossible_cutoffs_are_refused(cutoffs: dict, message: str) -> None:
    with pytest.raises(TruthTableError, match=message):
        truth_table(HALVES, "Y", ["A", "B"], **cutoffs)


@pytest.mark.parametrize(
    ("outcome", "conditions", "message"),
    [
        ("Y", [], "no condition is given"),
        ("Y", ["A", "A"], "named twice"),
        ("Y", ["A", "Y"], "Y is the outcome and can't be a condition"),
        ("~A", ["A", "B"], "A is the outcome"),
        ("Y", ["A", "K"], "K is 1 for every case: a constant is no condition"),
    ],
)
def test_unfit_conditions_are_named(outcome: str, conditions: list[str], message: str) -> None:
    data = SetData.from_columns(HALVES.cases, {**{name: list(column) for name, column in HALVES.columns.items()}, "K": [1.0] * 7})
    with pytest.raises(TruthTableError, match=message):
        truth_table(data, outcome, conditions)


def test_raw_values_are_no_conditions() -> None:
    data = SetData.from_columns(["a", "b"], {"INCOME": [720, 9_800_000], "Y": [0, 1]})
    for ask in (truth_table, single_conditions, necessary_combinations):
        with pytest.raises(DataError, match=r"INCOME goes up to 9.8e\+06: these look like raw values"):
            ask(data, "Y", ["INCOME"])


def test_too_many_conditions_are_refused() -> None:
    names = [f"C{i}" for i in range(23)]
    data = SetData.from_columns(["a", "b"], {**{name: [0, 1] for name in names}, "Y": [0, 1]})
    with pytest.raises(TruthTableError, match="23 conditions make more than 4194304 possible rows"):
        truth_table(data, "Y", names)


def test_excluded_rows_are_negative_whether_observed_or_not() -> None:
    table = truth_table(HALVES, "Y", ["A", "B"], consistency_cutoff=0.75, excluded=[1, 3])
    assert table.positive == (4,)
    assert table.negative == (1, 2, 3)
    assert table.remainders.tolist() == []
    assert table.unobserved.tolist() == [1]


def test_contradictions_count_as_negative_unless_resolved() -> None:
    data = SetData.from_columns(["a", "b", "c", "d"], {"A": [1, 1, 0, 1], "B": [1, 1, 0, 0], "Y": [1, 0, 0, 1]})
    table = truth_table(data, "Y", ["A", "B"], contradiction_cutoff=0.4)
    assert table.numbers(RowOutcome.CONTRADICTION) == (4,)
    assert table.negative == (1, 4)
    assert table.resolving_contradictions().negative == (1,)
    assert 4 in table.resolving_contradictions().remainders


def test_row_numbers_are_mixed_radix() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"M": [0, 2, 1], "F": [0.9, 0.8, 0.1], "Y": [0, 1, 0]})
    table = truth_table(data, "Y", ["M", "F"])
    assert [(row.number, row.configuration) for row in table.rows] == [(2, (0, 1)), (3, (1, 0)), (6, (2, 1))]


def test_one_value_of_a_multivalue_outcome_may_be_asked_for() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"A": [0, 1, 1], "B": [0, 1, 0], "Y": [0, 1, 2]})
    assert truth_table(data, "Y[2]", ["A", "B"]).positive == (3,)
    assert truth_table(data, "~Y[2]", ["A", "B"]).positive == (1, 4)
