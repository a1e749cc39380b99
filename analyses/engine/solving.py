"""Solutions: all three, every model, with fit, assumptions and cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from analyses.documents.inputs import Inputs
from analyses.engine.casework import cases_of
from analyses.engine.fits import sufficiency
from analyses.engine.tabulating import Table, expectations
from analyses.enums import Kind
from methods import qca
from methods.qca.plain import plain

LISTED = 24
"""Models that a run keeps with their fit and cases; the rest is counted."""

Watch = Callable[[str, int, int], None]


@dataclass
class Solved:
    """The three solutions of one truth table; an intermediate one for each different outcome of the pairs."""

    table: qca.TruthTable
    conservative: qca.Solution
    parsimonious: qca.Solution
    intermediate: list[tuple[list[str], qca.IntermediateSolution]]

    @property
    def solutions(self) -> Iterable[qca.Solution]:
        return (self.conservative, self.parsimonious, *(pair.solution for _, pair in self.intermediate))


def solve(table: qca.TruthTable, texts: list[str], watch: Watch) -> Solved:
    """Minimise in all three ways; a QCAError says why it cannot be done."""
    limits = qca.Limits(listed=LISTED, watch=watch)
    long, short = qca.conservative(table, limits), qca.parsimonious(table, limits)
    found: dict[tuple[str, ...], tuple[list[str], qca.IntermediateSolution]] = {}
    for pair in qca.intermediate(long, short, qca.read_expectations(texts, table.space), limits):
        key = tuple(str(model) for model in pair.solution.models)
        found.setdefault(key, ([], pair))[0].append(pair.name)
    return Solved(table, long, short, list(found.values()))


def described(solved: Solved, texts: list[str]) -> dict[str, Any]:
    """Solutions as a run keeps them. Terms stand once; models name them."""
    terms = {str(term): term for solution in solved.solutions for model in solution.models for term in model.terms}
    return {
        Kind.CONSERVATIVE.value: [_solution(solved.conservative, None)],
        Kind.PARSIMONIOUS.value: [_solution(solved.parsimonious, None)],
        Kind.INTERMEDIATE.value: [_intermediate(names, pair) for names, pair in solved.intermediate],
        "terms": {text: _term(solved.table, term) for text, term in terms.items()},
        "expectations": texts,
    }


def enhanced(inputs: Inputs, tables: dict[str, Table], solved: dict[str, Solved], watch: Watch) -> dict[str, Any]:
    """The enhanced standard analysis: the same without untenable assumptions, for both sides.

    Where one side has no solution nothing is assumed on it, so nothing contradicts; what cannot be is left out all the same.
    """
    both = len(solved) == len(tables)
    contradictory = qca.contradictory_assumptions(*(one.parsimonious for one in solved.values())) if both else ()
    simultaneous = qca.simultaneous_subsets(*(made.table for made in tables.values()))
    sides = {side: _without(inputs, made, side, {*contradictory, *simultaneous}, watch) for side, made in tables.items()}
    return plain({"contradictory": contradictory, "simultaneous": simultaneous, "sides": sides})


def _without(inputs: Inputs, made: Table, side: str, rows: set[int], watch: Watch) -> dict[str, Any]:
    """One side without these rows and without the combinations that cannot be."""
    try:
        untenable = qca.rows_of_expression(made.table, inputs.untenable, remainders_only=True) if inputs.untenable else ()
    except qca.QCAError as error:
        return {"excluded": [], "untenable": [], "solutions": {"trouble": trouble(error)}}
    excluded = sorted({*rows, *untenable})
    found: dict[str, Any] = {"excluded": excluded, "untenable": untenable, "solutions": None}
    if excluded:
        without = replace(made, table=made.table.excluding(excluded))
        found["solutions"] = attempt(without, expectations(inputs, without.table.data, side), watch)[1]
    return found


def attempt(made: Table, texts: list[str], watch: Watch) -> tuple[Solved | None, dict[str, Any]]:
    """The solutions and their description, or why there are none."""
    try:
        solved = solve(made.table, texts, watch)
    except qca.QCAError as error:
        return None, {"trouble": trouble(error)}
    return solved, described(solved, texts)


def trouble(error: qca.QCAError) -> dict[str, Any]:
    """What kept the engine from an answer, for a page to say in the reader's language."""
    return {"code": error.code, "message": str(error), **plain(error.context)}


def _solution(solution: qca.Solution, shorter: qca.Model | None) -> dict[str, Any]:
    return {
        "count": solution.covers.count,
        "exact": solution.covers.exact,
        "essential": [str(term) for term in solution.essential],
        "models": [_model(solution.table, model, shorter) for model in solution.models],
    }


def _intermediate(names: list[str], pair: qca.IntermediateSolution) -> dict[str, Any]:
    return {
        "pairs": names,
        "conservative": [str(term) for term in pair.conservative.terms],
        "parsimonious": [str(term) for term in pair.parsimonious.terms],
        "easy": pair.easy,
        "difficult": pair.difficult,
        **_solution(pair.solution, pair.parsimonious),
    }


def _model(table: qca.TruthTable, model: qca.Model, shorter: qca.Model | None) -> dict[str, Any]:
    """A model with its fit; without a shorter one to compare with, nothing in it is core."""
    fit = qca.fit_model(table, model)
    return {
        "expr": str(model),
        "terms": [{"expr": str(one.term), "unique": one.unique_coverage, "rows": one.cases} for one in fit.terms],
        "fit": sufficiency(fit.solution),
        "assumptions": qca.simplifying_assumptions(table, model),
        "chart": _chart(qca.configuration_chart(model, shorter or qca.Model((), ()), table.space)),
        "cases": cases_of(table, model.terms),
    }


def _term(table: qca.TruthTable, term: qca.Term) -> dict[str, Any]:
    x = term.membership(table.data)
    literals = [[table.space.conditions[at], sorted(values)] for at, values in table.space.allowed(term).items()]
    return {**sufficiency(qca.sufficiency_fit(x, table.y)), "literals": literals, "memberships": x}


def _chart(columns: Iterable[qca.Configuration]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"condition": cell.condition, "value": cell.value, "core": cell.core, "multivalue": cell.multivalue}
            for cell in column.cells
        ]
        for column in columns
    ]
