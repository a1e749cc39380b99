"""Files of kind xy: memberships, case types, and SetMethods' tables for choosing cases (smmr)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from methods.qca.case_types import (
    TermCase,
    UncoveredCase,
    deviant_consistency_cases,
    deviant_coverage_cases,
    irrelevant_cases,
    typical_cases,
    xy_plot,
)
from methods.qca.expressions import parse
from methods.qca.solution import Model
from methods.qca.truth_table import TruthTable

from .reading import Document, data_of, mapping, question_of

#: Stands for the whole first model among the sets.
_SOLUTION = "solution_formula"


def xy(document: Document) -> dict[str, Any]:
    """Return the plots of the sets asked for and the tables of cases for the first model."""
    data = data_of(document)
    question = question_of(document, document["outcome"], mapping(document["options"]))
    solution = question.solve(data)
    model, table = solution.models[0], solution.table
    return {
        "y": table.y,
        "sets": [_plot(table, model, text) for text in document["inputs"]["sets"]],
        "smmr": {
            "typical": _typical(table, model),
            "deviant_consistency": [
                {**_named(case, "Cases"), "MostDCONS": case.best} for case in deviant_consistency_cases(table, model.terms)
            ],
            "deviant_coverage": [
                {
                    **_uncovered(case, table),
                    "TT<=Y": case.row_membership <= case.y,
                    "Best": case.rank,
                    "MostDCOV": case.best,
                }
                for case in deviant_coverage_cases(table, model.terms)
            ],
            "irrelevant": [_uncovered(case, table) for case in irrelevant_cases(table, model.terms)],
        },
    }


def _plot(table: TruthTable, model: Model, text: str) -> dict[str, Any]:
    expression = model.expression if text == _SOLUTION else parse(text, known=table.data.columns)
    plot = xy_plot(table.data.cases, expression.membership(table.data), table.y)
    return {
        "expr": text,
        "x": plot.x,
        "fit": {
            "inclS": plot.sufficiency.consistency,
            "covS": plot.sufficiency.coverage,
            "PRI": plot.sufficiency.pri,
            "consH": plot.haesebrouck,
            "inclN": plot.necessity.consistency,
            "RoN": plot.necessity.relevance,
            "n_below_diagonal": plot.below_diagonal,
        },
        "case_type": [kind.value for kind in plot.types],
    }


def _typical(table: TruthTable, model: Model) -> list[dict[str, Any]]:
    cases = typical_cases(table, model.terms)
    # SetMethods calls a case uniquely covered here when it is *typical* of one term only; our
    # `uniquely_covered` asks whether it is a member of one term only (see docs/methods.md).
    times = Counter(case.case for case in cases)
    return [{**_named(case, "Case"), "UniqCov": times[case.case] == 1, "MostTyp": case.best} for case in cases]


def _named(case: TermCase, label: str) -> dict[str, Any]:
    return {
        label: case.case,
        "Term": str(case.term),
        "TermMemb": case.x,
        "Outcome": case.y,
        "Best": case.rank,
    }


def _uncovered(case: UncoveredCase, table: TruthTable) -> dict[str, Any]:
    row = {f"TT_{n}": v for n, v in zip(table.space.conditions, case.configuration, strict=True)}
    return {"Case": case.case, "Sol": case.solution, **row, "TT_row": case.row_membership, "Outcome": case.y}
