"""Files of kind minimization and esa: R's `minimize` in its three ways, and the enhanced standard analysis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from methods.qca.configurations import Configuration, configuration_chart
from methods.qca.counterfactuals import (
    IntermediateSolution,
    contradictory_assumptions,
    intermediate,
    read_expectations,
    rows_of_expression,
    simplifying_assumptions,
    simultaneous_subsets,
)
from methods.qca.expressions import Term
from methods.qca.fit import SufficiencyFit
from methods.qca.solution import Limits, Model, Solution, TermFit, conservative, fit_model, parsimonious
from methods.qca.truth_table import TruthTable

from .reading import Document, data_of, mapping, negated, question_of
from .relating import single_fits
from .tabulating import described

#: The files hold complete lists of models.
_LIMITS = Limits(listed=10_000)


def minimisation(document: Document) -> dict[str, Any]:
    """Return all solutions of the outcome and of its negation, and the fit of single necessary conditions."""
    data = data_of(document)
    expectations = mapping(document.get("inputs", {}).get("dir_exp"))
    results: dict[str, Any] = {}
    for side, outcome in _sides(document):
        table = question_of(document, outcome, mapping(document["options"])).table(data)
        results[side] = {
            "outcome": outcome,
            "truth_table": described(table),
            **solutions(table, expectations.get(side) or []),
        }
    if not table.space.multivalue:
        results["necessity"] = single_fits(document)
    return results


def solutions(table: TruthTable, expectations: list[str], *, esa: bool = False) -> dict[str, Any]:
    """Return conservative, parsimonious and intermediate solutions of a table."""
    complex_solution, short = conservative(table, _LIMITS), parsimonious(table, _LIMITS)
    expected = read_expectations(expectations, table.space)
    pairs = [_intermediate(pair) for pair in intermediate(complex_solution, short, expected, _LIMITS)]
    if esa:
        return {"parsimonious": _solution(short), "intermediate": pairs}
    return {
        "conservative": _solution(complex_solution),
        "parsimonious": _solution(short),
        "dir_exp": expectations,
        "intermediate": pairs,
    }


def enhanced_standard_analysis(document: Document) -> dict[str, Any]:
    """Return contradictory assumptions, simultaneous subsets, rows of expressions, and solutions without them."""
    data = data_of(document)
    options = mapping(document["options"])
    tables = [question_of(document, outcome, options).table(data) for _, outcome in _sides(document)]
    contradictory = contradictory_assumptions(*(parsimonious(table, _LIMITS) for table in tables))
    inputs = mapping(document["inputs"])
    rows = [
        {
            "expr": text,
            "remainder_rows": rows_of_expression(tables[0], text, remainders_only=True),
            "all_rows": rows_of_expression(tables[0], text),
        }
        for text in inputs.get("expressions", [])
    ]
    expectations = list(inputs.get("dir_exp") or [])
    results = {
        "contradictory_simplifying_assumptions": contradictory,
        "simultaneous_subset_rows": simultaneous_subsets(*tables),
        "expressions": rows,
        "dir_exp": expectations,
        "baseline": _without(tables[0], (), expectations),
        "exclude_csa": _without(tables[0], contradictory, expectations),
    }
    if rows:
        both = {*contradictory, *rows[0]["remainder_rows"]}
        results["exclude_csa_and_expr1"] = _without(tables[0], both, expectations)
    return results


def _without(table: TruthTable, excluded: Iterable[int], expectations: list[str]) -> dict[str, Any]:
    rows = sorted(excluded)
    return {"exclude": rows, **solutions(table.excluding(rows), expectations, esa=True)}


def _sides(document: Document) -> list[tuple[str, str]]:
    outcome = document["outcome"]
    return [("presence", outcome), ("absence", negated(outcome))]


def _solution(solution: Solution) -> dict[str, Any]:
    assumptions = [simplifying_assumptions(solution.table, model) for model in solution.models]
    return {
        **_models(solution),
        "simplifying_assumptions": [_rows(solution.table, rows) for rows in assumptions],
    }


def _models(solution: Solution) -> dict[str, Any]:
    return {
        "n_models": solution.covers.count,
        **({} if solution.covers.exact else {"n_models_at_least": True}),
        "models": [_model(solution.table, model) for model in solution.models],
        "essential": [str(term) for term in solution.essential],
        "pi_chart": {
            "primes": [str(term) for term in solution.prime_terms],
            "rows": solution.table.positive,
            "covers": solution.chart.astype(np.int64),
        },
    }


def _model(table: TruthTable, model: Model) -> dict[str, Any]:
    fit = fit_model(table, model)
    return {
        "terms": [{**_term(term.term, table), **_term_fit(term)} for term in fit.terms],
        "solution": sufficiency_keys(fit.solution),
    }


def _term(term: Term, table: TruthTable) -> dict[str, Any]:
    allowed = table.space.allowed(term)
    values = {table.space.conditions[at]: sorted(values) for at, values in allowed.items()}
    return {"expr": str(term), "literals": values}


def _term_fit(term: TermFit) -> dict[str, Any]:
    return {**sufficiency_keys(term.fit), "covU": term.unique_coverage, "cases": term.cases}


def sufficiency_keys(fit: SufficiencyFit) -> dict[str, float]:
    """Return a fit under R's names."""
    return {"inclS": fit.consistency, "PRI": fit.pri, "covS": fit.coverage}


def _intermediate(pair: IntermediateSolution) -> dict[str, Any]:
    table = pair.solution.table
    return {
        "pair": pair.name,
        "c_sol": [str(term) for term in pair.conservative.terms],
        "p_sol": [str(term) for term in pair.parsimonious.terms],
        "easy_counterfactuals": _rows(table, pair.easy),
        "difficult_counterfactuals": _rows(table, pair.difficult),
        **_models(pair.solution),
        "fiss": [
            [_fiss(column) for column in configuration_chart(model, pair.parsimonious, table.space)]
            for model in pair.solution.models
        ],
    }


def _fiss(column: Configuration) -> dict[str, Any]:
    return {
        "expr": str(column.term),
        "core_present": column.conditions(core=True, present=True),
        "core_absent": column.conditions(core=True, present=False),
        "peripheral_present": column.conditions(core=False, present=True),
        "peripheral_absent": column.conditions(core=False, present=False),
    }


def _rows(table: TruthTable, numbers: Iterable[int]) -> dict[str, Any]:
    rows = [int(number) for number in numbers]
    return {"rows": rows, "configs": table.space.configurations(rows)}
