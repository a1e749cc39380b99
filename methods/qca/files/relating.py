"""Files of kind necessity, cluster and tqca: set relations in one data set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from methods.qca.clusters import ClusterDiagnostics, GroupFit, cluster_diagnostics
from methods.qca.errors import QCAError
from methods.qca.expressions import parse
from methods.qca.necessity import (
    NecessityCutoffs,
    SetRelation,
    SufficiencyCutoffs,
    necessary_combinations,
    single_conditions,
    sufficient_combinations,
)
from methods.qca.sets import SetData
from methods.qca.temporal import temporal_solution
from methods.qca.truth_table import outcome_memberships

from .reading import Document, cutoffs_of, data_of, mapping, negated, texts

_SEARCH_OPTIONS = {"incl.cut", "cov.cut", "ron.cut", "pri.cut", "relation", "depth"}


def necessity(document: Document) -> dict[str, Any]:
    """Return the fit of single conditions and the results of R's `superSubset`."""
    calls = mapping(document.get("inputs")).get("supersubset") or []
    data = data_of(document)
    return {**single_fits(document), "supersubset": [_search(document, data, call) for call in calls]}


def single_fits(document: Document) -> dict[str, Any]:
    """Return the fit of each condition and its negation for the outcome and its negation."""
    data, outcome = data_of(document), document["outcome"]
    return {
        side: [
            {
                "expr": str(relation.expression),
                **_necessity_keys(relation),
                "inclS": relation.sufficiency.consistency,
                "PRI": relation.sufficiency.pri,
                "covS": relation.sufficiency.coverage,
            }
            for relation in single_conditions(data, name, document["conditions"])
        ]
        for side, name in (("presence", outcome), ("absence", negated(outcome)))
    }


def _search(document: Document, data: SetData, call: Mapping[str, Any]) -> dict[str, Any]:
    options = mapping(call.get("options"))
    unknown = sorted(set(options) - _SEARCH_OPTIONS)
    if unknown:
        raise QCAError(f"the option {unknown[0]!r} is unknown: use {', '.join(sorted(_SEARCH_OPTIONS))}")
    outcome, conditions = call.get("outcome", document["outcome"]), document["conditions"]
    consistency, coverage = float(options.get("incl.cut", 1)), float(options.get("cov.cut", 0))
    depth = int(options["depth"]) if options.get("depth") else None
    relation = options.get("relation", "necessity")
    if relation == "necessity":
        floor = NecessityCutoffs(consistency, coverage, float(options.get("ron.cut", 0)))
        found = necessary_combinations(data, outcome, conditions, floor, depth=depth)
        combos = [{"expr": str(r.expression), **_necessity_keys(r)} for r in found]
    elif relation == "sufficiency":
        limits = SufficiencyCutoffs(consistency, coverage, float(options.get("pri.cut", 0)))
        found = sufficient_combinations(data, outcome, conditions, limits, depth=depth)
        combos = [{"expr": str(r.expression), **_sufficiency_keys(r)} for r in found]
    else:
        raise QCAError(f"the relation {relation!r} is unknown: use necessity or sufficiency")
    return {"outcome": outcome, "options": call.get("options"), "combos": combos}


def _necessity_keys(relation: SetRelation) -> dict[str, float]:
    fit = relation.necessity
    return {"inclN": fit.consistency, "RoN": fit.relevance, "covN": fit.coverage}


def _sufficiency_keys(relation: SetRelation) -> dict[str, float]:
    fit = relation.sufficiency
    return {"inclS": fit.consistency, "PRI": fit.pri, "covS": fit.coverage}


def clusters(document: Document) -> dict[str, Any]:
    """Return the diagnostics of every term under SetMethods' names."""
    data = data_of(document)
    y = outcome_memberships(data, document["outcome"])
    units, periods = document["data"]["unit"], document["data"]["cluster"]
    results = {}
    for term in document["inputs"]["terms"]:
        x = parse(term["term"], known=data.columns).membership(data)
        if term["relation"] not in ("necessity", "sufficiency"):
            raise QCAError(f"the relation {term['relation']!r} is unknown: use necessity or sufficiency")
        necessary = term["relation"] == "necessity"
        results[term["key"]] = _diagnostics(cluster_diagnostics(x, y, units, periods, necessity=necessary))
    return results


def _diagnostics(found: ClusterDiagnostics) -> dict[str, Any]:
    return {
        "POCOS": found.pooled.consistency,
        "BECOS": [group.consistency for group in found.between],
        "dBP": found.between_distance,
        "WICONS": [group.consistency for group in found.within],
        "dWP": found.within_distance,
        "Coverages": {
            "pooled": found.pooled.coverage,
            "between": [group.coverage for group in found.between],
            "within": [group.coverage for group in found.within],
        },
        "wiconsprint": False,
        "cluster_ids": [_label(group) for group in found.between],
        "unit_ids": [_label(group) for group in found.within],
    }


def _label(group: GroupFit) -> str:
    return f"{group.group} ({group.n}) "


def temporal(document: Document) -> dict[str, Any]:
    """Return the models of a temporal analysis."""
    options = mapping(document["options"])
    cutoffs = cutoffs_of(options)
    solution = temporal_solution(
        document["data"]["columns"],
        document["outcome"],
        document["conditions"],
        consistency_cutoff=cutoffs.consistency,
        frequency_cutoff=cutoffs.frequency,
        with_remainders="?" in texts(options.get("include")),
    )
    terms = [[str(term) for term in model.terms] for model in solution.models]
    return {
        "terms": terms,
        "n_models": solution.covers.count,
        "incl_cov": [[{"expr": term} for term in model] for model in terms],
    }
