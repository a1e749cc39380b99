"""Tables of memberships: what is taken in and what is refused."""

import numpy as np
import pytest

from methods.qca import DataError, SetData, fuzzy_and, fuzzy_not, fuzzy_or


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"X": [0.2, 1.2]}, "X of case 'b' is 1.2: a membership lies between 0 and 1"),
        ({"X": [-0.1, 1]}, "X of case 'a' is -0.1"),
        ({"X": [-1, 1]}, "X of case 'a' is -1"),
        ({"X": [0.5, 2]}, "X of case 'b' is 2"),
        ({"X": [0.2, None]}, "X of case 'b' is missing: fill it in"),
        ({"X": [0.2, float("nan")]}, "X of case 'b' is missing"),
        ({"X": [0.2, float("inf")]}, "X of case 'b' is inf"),
        ({"X": [0.2, "high"]}, "X of case 'b' is 'high', which is not a number"),
        ({"X": [0.2]}, "X has 1 values for 2 cases"),
    ],
)
def test_a_value_that_is_no_membership_is_named(columns: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        SetData.from_columns(["a", "b"], columns)


def test_listwise_deletion_names_the_cases_left_out() -> None:
    data = SetData.from_columns(["a", "b", "c", "d"], {"X": [0.2, None, 0.4, 1], "Y": [1, 1, None, 0]}, missing="listwise")
    assert data.cases == ("a", "d")
    assert data.left_out == ("b", "c")
    assert data.column("X").tolist() == [0.2, 1]


def test_a_table_without_complete_cases_is_refused() -> None:
    with pytest.raises(DataError, match="no case is left"):
        SetData.from_columns(["a"], {"X": [None]}, missing="listwise")


def test_two_cases_of_one_name_are_refused() -> None:
    with pytest.raises(DataError, match="two cases are called 'a'"):
        SetData.from_columns(["a", "a"], {"X": [0, 1]})


def test_levels_and_memberships_of_fuzzy_crisp_and_multivalue_columns() -> None:
    data = SetData.from_columns(["a", "b", "c"], {"F": [0.2, 0.9, 1], "C": [0, 1, 1], "M": [0, 1, 2]})
    assert [data.levels(name) for name in "FCM"] == [2, 2, 3]
    np.testing.assert_allclose(data.membership("F", 0), [0.8, 0.1, 0])
    assert data.membership("M", 2).tolist() == [0, 0, 1]
    with pytest.raises(DataError, match="no column 'Z'; there are F, C, M"):
        data.column("Z")


def test_leaving_out_a_case_is_recorded() -> None:
    data = SetData.from_columns(["a", "b"], {"X": [0, 1]}).without("a")
    assert (data.cases, data.left_out, data.column("X").tolist()) == (("b",), ("a",), [1])
    with pytest.raises(DataError, match="no case 'z' to leave out"):
        data.without("z")


def test_fuzzy_operations() -> None:
    x, y = np.array([0.2, 0.9]), np.array([0.5, 0.4])
    assert fuzzy_and(x, y).tolist() == [0.2, 0.4]
    assert fuzzy_or(x, y).tolist() == [0.5, 0.9]
    np.testing.assert_allclose(fuzzy_not(x), [0.8, 0.1])
