"""Necessary conditions: every single one, and combinations that pass."""

from typing import Any

from analyses.documents.inputs import Inputs
from analyses.engine.casework import negated
from analyses.engine.fits import necessary, sufficiency
from analyses.enums import Side
from methods import qca
from methods.qca.plain import plain

MOST_LISTED = 200
"""Combinations that are listed; more say nothing."""


def necessity(inputs: Inputs, data: qca.SetData) -> dict[str, Any]:
    """For the outcome and its negation: all single conditions, and the combinations that reach the bars."""
    names = [one.name for one in inputs.conditions]
    asked = inputs.necessity
    bars = qca.NecessityCutoffs(asked.consistency, asked.coverage, asked.relevance)
    found = {}
    for side, outcome in ((Side.PRESENCE, inputs.outcome.name), (Side.ABSENCE, negated(inputs.outcome.name))):
        singles = qca.single_conditions(data, outcome, names)
        combined = qca.necessary_combinations(data, outcome, names, bars, depth=min(asked.depth, len(names)))
        joined = [one for one in combined if _size(one) > 1]
        found[side.value] = {
            "single": [_described(one, passes=bars.passed_by(one.necessity)) for one in singles],
            "combinations": [_described(one, passes=True) for one in joined[:MOST_LISTED]],
            "combination_count": len(joined),
        }
    return plain(found)


def _size(relation: qca.SetRelation) -> int:
    return sum(len(term.literals) for term in relation.expression.terms)


def _described(relation: qca.SetRelation, *, passes: bool) -> dict[str, Any]:
    terms = relation.expression.terms
    return {
        "expr": str(relation.expression),
        "literals": [
            [literal.condition, not literal.negated, list(literal.values)] for term in terms for literal in term.literals
        ],
        "joined": "or" if len(terms) > 1 else "and",
        **necessary(relation.necessity),
        "sufficiency": sufficiency(relation.sufficiency),
        "passes": passes,
    }
