"""Solutions: all three, every model, with fit, assumptions and cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analyses.documents.inputs import Inputs
from analyses.engine.casework import cases_of
from analyses.engine.fits import sufficiency
from analyses.engine.tabulating import Table, expectations
from analyses.enums import Kind
from methods import qca
from methods.qca.plain import plain

LISTED = 24
"""Models that a run keeps with their fit and cases, and ways to one intermediate solution; the rest is counted."""

Watch = Callable[[str, int, int], None]


@dataclass
class Way:
    """Pairs of models that lead to a solution with the same core conditions and counterfactuals; the first stands for all."""

    pair: qca.IntermediateSolution
    charts: list[tuple[qca.Configuration, ...]]
    """Of each model of the solution."""
    names: list[str]

    @cached_property
    def key(self) -> tuple[object, ...]:
        return tuple(self.charts), self.pair.easy.tobytes(), self.pair.difficult.tobytes()


@dataclass
class Intermediate:
    """An intermediate solution, and the ways in which pairs of models lead to it."""

    solution: qca.Solution
    ways: list[Way]
    beyond: int = 0
    """Pairs that lead to it in yet other ways, which are not kept."""

    def add(self, pair: qca.IntermediateSolution) -> None:
        charts = [qca.configuration_chart(model, pair.parsimonious, self.solution.table.space) for model in self.solution.models]
        new = Way(pair, charts, [pair.name])
        same = next((way for way in self.ways if way.key == new.key), None)
        if same:
            same.names.append(pair.name)
        elif len(self.ways) < LISTED:
            self.ways.append(new)
        else:
            self.beyond += 1


@dataclass
class Solved:
    """The three solutions of one truth table; an intermediate one for each different outcome of the pairs."""

    table: qca.TruthTable
    conservative: qca.Solution
    parsimonious: qca.Solution
    intermediate: list[Intermediate]

    @property
    def solutions(self) -> Iterable[qca.Solution]:
        return (self.conservative, self.parsimonious, *(one.solution for one in self.intermediate))


def solve(table: qca.TruthTable, texts: list[str], watch: Watch) -> Solved:
    """Minimise in all three ways; a QCAError says why it cannot be done."""
    limits = qca.Limits(listed=LISTED, watch=watch)
    long, short = qca.conservative(table, limits), qca.parsimonious(table, limits)
    found: dict[tuple[str, ...], Intermediate] = {}
    for pair in qca.intermediate(long, short, qca.read_expectations(texts, table.space), limits):
        key = tuple(str(model) for model in pair.solution.models)
        found.setdefault(key, Intermediate(pair.solution, [])).add(pair)
    return Solved(table, long, short, list(found.values()))


def described(solved: Solved, texts: list[str]) -> dict[str, Any]:
    """Solutions as a run keeps them. Terms stand once; models name them."""
    terms = {str(term): term for solution in solved.solutions for model in solution.models for term in model.terms}
    return {
        Kind.CONSERVATIVE.value: [_solution(solved.conservative, None)],
        Kind.PARSIMONIOUS.value: [_solution(solved.parsimonious, None)],
        Kind.INTERMEDIATE.value: [_intermediate(one) for one in solved.intermediate],
        "terms": {text: _term(solved.table, term) for text, term in terms.items()},
        "expectations": texts,
    }


def enhanced(inputs: Inputs, tables: dict[str, Table], solved: dict[str, Solved], watch: Watch) -> dict[str, Any]:
    """The enhanced standard analysis: the same without untenable assumptions, for both sides.

    Where one side has no solution nothing is assumed on it, so nothing contradicts; what cannot be is left out all the same.
    """
    assuming = [_every_model(one, watch) for one in solved.values()] if len(solved) == len(tables) else []
    contradictory = qca.contradictory_assumptions(*assuming) if assuming else ()
    simultaneous = qca.simultaneous_subsets(*(made.table for made in tables.values()))
    sides = {side: _without(inputs, made, side, {*contradictory, *simultaneous}, watch) for side, made in tables.items()}
    exhaustive = all(one.covers.exact and len(one.models) == one.covers.count for one in assuming)
    return plain({"contradictory": contradictory, "exhaustive": exhaustive, "simultaneous": simultaneous, "sides": sides})


def _every_model(solved: Solved, watch: Watch) -> qca.Solution:
    """The parsimonious solution with every model that the engine lists: contradictions count in whichever model they lie."""
    short = solved.parsimonious
    return short if len(short.models) == short.covers.count else qca.parsimonious(solved.table, qca.Limits(watch=watch))


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
        "models": [_model(solution.table, model, shorter) for model in solution.models],
    }


def _intermediate(found: Intermediate) -> dict[str, Any]:
    return {
        "pairs": [name for way in found.ways for name in way.names],
        "beyond": found.beyond,
        "ways": [_way(way) for way in found.ways],
        **_solution(found.solution, found.ways[0].pair.parsimonious),
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "pairs": way.names,
        "conservative": [str(term) for term in way.pair.conservative.terms],
        "parsimonious": [str(term) for term in way.pair.parsimonious.terms],
        "easy": way.pair.easy,
        "difficult": way.pair.difficult,
        "charts": [_chart(chart) for chart in way.charts],
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
