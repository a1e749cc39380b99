"""Fits as a run stores them."""

from methods.qca import NecessityFit, SufficiencyFit


def sufficiency(fit: SufficiencyFit) -> dict[str, float]:
    return {"consistency": fit.consistency, "pri": fit.pri, "coverage": fit.coverage}


def necessary(fit: NecessityFit) -> dict[str, float]:
    return {"consistency": fit.consistency, "coverage": fit.coverage, "relevance": fit.relevance}
