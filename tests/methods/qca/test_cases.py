"""Case types, ranks, and the configuration chart."""

import numpy as np

from methods.qca import (
    CaseType,
    Model,
    PropertySpace,
    SetData,
    case_types,
    configuration_chart,
    deviant_consistency_cases,
    deviant_coverage_cases,
    irrelevant_cases,
    truth_table,
    typical_cases,
    xy_plot,
)
from methods.qca.implicants import ABSENT

DATA = SetData.from_columns(
    ["t1", "t2", "dc", "cov", "irr", "half"],
    {
        "A": [0.8, 0.9, 0.7, 0.2, 0.1, 0.5],
        "B": [0.9, 0.6, 0.2, 0.3, 0.8, 0.4],
        "Y": [0.9, 1.0, 0.2, 0.9, 0.1, 0.9],
    },
)


def test_one_half_in_x_or_y_is_ambiguous() -> None:
    kinds = case_types(np.array([0.5, 0.9, 0.9]), np.array([0.9, 0.5, 0.9]))
    assert [k.value for k in kinds] == ["ambiguous", "ambiguous", "typical"]


def test_the_diagonal_forgives_floating_point() -> None:
    x, y = np.array([1 - 0.3]), np.array([0.7 - 1e-16])
    assert case_types(x, y) == (CaseType.TYPICAL,)
    assert xy_plot(("a",), x, y).below_diagonal == 0


def test_cases_are_ranked_within_their_term() -> None:
    table = truth_table(DATA, "Y", ["A", "B"], consistency_cutoff=0.8)
    terms = (table.space.term((1, ABSENT)),)
    typical = typical_cases(table, terms)
    assert [(c.case, round(c.rank, 9), c.best) for c in typical] == [("t2", 0.3, True), ("t1", 0.4, False)]
    (deviant,) = deviant_consistency_cases(table, terms)
    assert (deviant.case, round(deviant.rank, 9)) == ("dc", 0.8)
    (uncovered,) = deviant_coverage_cases(table, terms)
    assert (uncovered.case, uncovered.configuration, round(uncovered.rank, 9)) == ("cov", (0, 0), 0.3)
    assert [c.case for c in irrelevant_cases(table, terms)] == ["irr"]


def test_a_case_in_two_terms_is_not_uniquely_covered() -> None:
    table = truth_table(DATA, "Y", ["A", "B"], consistency_cutoff=0.8)
    both = [table.space.term((1, ABSENT)), table.space.term((ABSENT, 1))]
    assert not any(case.uniquely_covered for case in typical_cases(table, both))
    assert all(case.uniquely_covered for case in typical_cases(table, both[:1]))


def test_the_configuration_chart_has_a_word_and_a_symbol_for_every_cell() -> None:
    space = PropertySpace(("A", "B", "C", "D"), (2, 2, 2, 2))

    def model(*cubes: tuple[int, ...]) -> Model:
        return Model(tuple(map(space.term, cubes)), cubes)

    (column,) = configuration_chart(model((1, 0, 1, 0)), model((1, 0, ABSENT, ABSENT), (0, ABSENT, 1, ABSENT)), space)
    assert [cell.symbol for cell in column.cells] == ["⬤", "⨂", "●", "⊗"]
    assert [cell.words for cell in column.cells] == [
        "A: present, core",
        "B: absent, core",
        "C: present, peripheral",
        "D: absent, peripheral",
    ]
    assert column.conditions(core=True, present=False) == ("B",)


def test_multivalue_cells_tell_their_value() -> None:
    space = PropertySpace(("A", "B"), (3, 2))
    model = Model((space.term((2, ABSENT)),), ((2, ABSENT),))
    (column,) = configuration_chart(model, model, space)
    assert [(cell.symbol, cell.words) for cell in column.cells] == [("⬤2", "A: value 2, core"), ("", "B: either way")]
