"""From a solution to its cases: where each lies, and which to look at closely."""

from collections.abc import Sequence
from typing import Any

from methods import qca
from methods.qca.sets import fuzzy_or


def negated(outcome: str) -> str:
    return outcome[1:] if outcome.startswith("~") else f"~{outcome}"


def cases_of(table: qca.TruthTable, terms: Sequence[qca.Term]) -> dict[str, Any]:
    """The kind of every case, typical and deviant cases by term, and those that no term covers."""
    whole = fuzzy_or(*(term.membership(table.data) for term in terms))
    return {
        "kinds": [kind.value for kind in qca.case_types(whole, table.y)],
        "typical": [_of_term(one) for one in qca.typical_cases(table, terms)],
        "deviant": [_of_term(one) for one in qca.deviant_consistency_cases(table, terms)],
        "uncovered": [_uncovered(one) for one in qca.deviant_coverage_cases(table, terms)],
        "irrelevant": [one.case for one in qca.irrelevant_cases(table, terms)],
    }


def _of_term(one: qca.TermCase) -> dict[str, Any]:
    return {
        "case": one.case, "term": str(one.term), "x": one.x, "y": one.y, "rank": one.rank, "best": one.best,
        "unique": one.uniquely_covered,
    }  # fmt: skip


def _uncovered(one: qca.UncoveredCase) -> dict[str, Any]:
    return {
        "case": one.case, "x": one.solution, "y": one.y, "configuration": one.configuration, "row": one.row_membership,
        "rank": one.rank, "best": one.best,
    }  # fmt: skip
