"""Set expressions: reading, printing, algebra, memberships."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.qca import Expression, ExpressionError, Literal, SetData, Term, parse, simplify

NAMES = ["A", "B", "C", "D"]
LITERALS = st.builds(Literal, st.sampled_from(NAMES), st.booleans())
EXPRESSIONS = st.lists(st.lists(LITERALS, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda terms: Expression(tuple(Term(tuple(literals)) for literals in terms))
)
MEMBERSHIPS = st.lists(st.tuples(*[st.floats(0, 1).map(lambda x: round(x, 3))] * len(NAMES)), min_size=1, max_size=6)


def table(rows: list[tuple[float, ...]]) -> SetData:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}
    return SetData.from_columns([f"case {i}" for i in range(len(rows))], columns)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("A*~B + C", "A*~B + C"),
        ("  A * B*A ", "A*B"),
        ("A + A*B", "A"),
        ("~(A*B)", "~A + ~B"),
        ("~~A", "A"),
        ("(A + B)*(C + D)", "A*C + A*D + B*C + B*D"),
        ("DEV[2]*~URB{1,0}", "DEV[2]*~URB[0,1]"),
        ("开放*~透明", "开放*~透明"),
    ],
)
def test_an_expression_is_read_and_printed(text: str, printed: str) -> None:
    assert str(parse(text)) == printed
    assert str(parse(printed)) == printed


@pytest.mark.parametrize("text", ["", "A*", "A B", "(A", "A)", "*A", "A[x]", "~", "A++B", "1", "A[1 2]", "A*~B[0, 1 2]"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"can't be read: at position \d+"):
        parse(text)


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(ExpressionError, match="names 'X', which is not among the sets"):
        parse("A*X", known=["A", "B"])


def test_an_expression_that_nobody_could_read_is_refused_at_once() -> None:
    pairs = " + ".join(f"A{at}*B{at}" for at in range(60))
    either = "*".join(f"(A{at} + B{at})" for at in range(60))
    for text in (f"~({pairs})", either):
        with pytest.raises(ExpressionError, match=r"multiplies out to \d+ terms"):
            parse(text)
        with pytest.raises(ExpressionError, match="names 'A0', which is not among the sets"):
            parse(text, known=["A"])
    assert len(parse("~(A*B + C*D + E*F)").terms) == 8
    for text in ("(" * 300 + "A" + ")" * 300, "~" * 300 + "A", "~(" * 150 + "A" + ")" * 150):
        with pytest.raises(ExpressionError, match="within each other"):
            parse(text)
    assert str(parse("(" * 50 + "A" + ")" * 50)) == "A"


def test_a_multivalue_condition_needs_a_value() -> None:
    data = SetData.from_columns(["a", "b"], {"DEV": [0, 2]})
    with pytest.raises(ExpressionError, match=r"DEV has 3 values: write which one, for example DEV\[1\]"):
        parse("DEV").membership(data)
    with pytest.raises(ExpressionError, match="ends at 2"):
        parse("DEV[3]").membership(data)
    assert parse("~DEV[1,2]").membership(data).tolist() == [1, 0]


@given(EXPRESSIONS, MEMBERSHIPS)
def test_negation_follows_de_morgan(expression: Expression, rows: list[tuple[float, ...]]) -> None:
    data = table(rows)
    np.testing.assert_allclose((~expression).membership(data), 1 - expression.membership(data), atol=1e-12)


@given(EXPRESSIONS, EXPRESSIONS, MEMBERSHIPS)
def test_and_and_or_are_minimum_and_maximum(a: Expression, b: Expression, rows: list[tuple[float, ...]]) -> None:
    data = table(rows)
    x, y = a.membership(data), b.membership(data)
    np.testing.assert_allclose((a & b).membership(data), np.minimum(x, y), atol=1e-12)
    np.testing.assert_allclose((a | b).membership(data), np.maximum(x, y), atol=1e-12)


@given(EXPRESSIONS)
def test_printing_and_reading_are_inverse(expression: Expression) -> None:
    assert parse(str(expression)).terms == parse(str(parse(str(expression)))).terms


@given(EXPRESSIONS)
def test_a_simplified_expression_is_true_of_the_same_configurations(expression: Expression) -> None:
    data = table([tuple(map(float, row)) for row in product((0, 1), repeat=len(NAMES))])
    truth = expression.membership(data)
    if truth.all() or not truth.any():
        with pytest.raises(ExpressionError, match=r"always true|never true"):
            simplify(expression)
        return
    shorter = simplify(expression)
    assert (shorter.membership(data) == truth).all()
    assert len(shorter.terms) <= len(expression.terms)


def test_multivalue_expressions_are_simplified_over_their_levels() -> None:
    assert str(simplify(parse("X[0]*Z[1] + X[1]*Z[1] + X[2]*Z[1]"), {"X": 3, "Z": 2})) == "Z[1]"
